"""The start at login on Linux: which way is taken, and that nothing is left of it; a pretend systemctl answers."""

import stat
import sys

import pytest

from uncrick.platforms.linux.autostart import LinuxAutostart
from uncrick.platforms.linux.systemd_unit import UserUnit, command_line

if sys.platform == "win32":
    pytest.skip("of Linux", allow_module_level=True)

WORDS = ["/opt/un crick/bin/uncrick", "run"]
WORKS = """case "$2" in
is-active) echo active ;;
enable) mkdir -p "$XDG_CONFIG_HOME/systemd/user/graphical-session.target.wants" &&
    ln -s ../uncrick.service "$XDG_CONFIG_HOME/systemd/user/graphical-session.target.wants/uncrick.service" ;;
esac"""
ANSWERS = {
    "no session": 'echo inactive; [ "$2" != is-active ] || exit 3',
    "no systemd": 'echo "Failed to connect to bus: No medium found" >&2; exit 1',
    "it cannot reload": f'[ "$2" != daemon-reload ] || {{ echo "Access denied" >&2; exit 1; }}\n{WORKS}',
    "it cannot enable": f'[ "$2" != enable ] || {{ echo "Unit is masked" >&2; exit 1; }}\n{WORKS}',
    "it enables nothing": '[ "$2" != enable ]',
    "it hangs": "exec sleep 30",
}


@pytest.fixture
def systemctl(tmp_path, monkeypatch):
    """What systemctl answers, by a script."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    programs = tmp_path / "programs"
    programs.mkdir()
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")

    def answers(script):
        program = programs / "systemctl"
        program.write_text(f'#!/bin/sh\necho "$*" >> {tmp_path}/asked\n{script}\n')
        program.chmod(program.stat().st_mode | stat.S_IXUSR)

    return answers


def autostart():
    return LinuxAutostart(systemctl_timeout=0.3)


def files(tmp_path):
    return sorted(str(path.relative_to(tmp_path / "config")) for path in (tmp_path / "config").rglob("*"))


def test_in_a_session_of_systemd_a_unit_is_enabled(systemctl, tmp_path):
    systemctl(WORKS)
    way = autostart()
    assert way.enable(WORDS) == ""
    assert way.is_on()
    assert way.place() == str(tmp_path / "config/systemd/user/uncrick.service")
    text = (tmp_path / "config/systemd/user/uncrick.service").read_text()
    assert 'ExecStart="/opt/un crick/bin/uncrick" run\n' in text
    assert "Type=notify\n" in text
    assert (tmp_path / "asked").read_text().splitlines() == [
        "--user is-active graphical-session.target",
        "--user daemon-reload",
        "--user enable uncrick.service",
    ]


def test_unit_and_entry_replace_each_other(systemctl, tmp_path):
    systemctl(ANSWERS["no session"])
    autostart().enable(WORDS)
    systemctl(WORKS)
    autostart().enable(WORDS)
    assert "autostart/uncrick.desktop" not in files(tmp_path)
    systemctl(ANSWERS["no session"])
    autostart().enable(WORDS)
    assert files(tmp_path) == ["autostart", "autostart/uncrick.desktop"]


@pytest.mark.parametrize("script", [WORKS, ANSWERS["no systemd"], ANSWERS["it hangs"]], ids=["works", "gone", "hangs"])
def test_disabling_leaves_nothing_even_without_systemd(systemctl, tmp_path, script):
    systemctl(WORKS)
    autostart().enable(WORDS)
    systemctl(script)
    assert autostart().disable()
    assert files(tmp_path) == []
    assert not autostart().is_on()
    assert not autostart().disable()


def test_disabling_leaves_the_units_of_others(systemctl, tmp_path):
    systemctl(WORKS)
    autostart().enable(WORDS)
    other = tmp_path / "config/systemd/user/other.service"
    other.touch()
    autostart().disable()
    assert files(tmp_path) == ["systemd", "systemd/user", "systemd/user/other.service"]


@pytest.mark.parametrize(("answer", "remark"), [
    ("no session", ""),
    ("no systemd", "no systemd service, for systemctl is-active: Failed to connect to bus: No medium found"),
    ("it cannot reload", "no systemd service, for systemctl daemon-reload: Access denied"),
    ("it cannot enable", "no systemd service, for systemctl enable: Unit is masked"),
    ("it enables nothing", "no systemd service, for systemctl enable: exit status 1"),
    ("it hangs", "no systemd service, for systemctl does not answer"),
])  # fmt: skip
def test_where_systemd_fails_an_entry_is_used_and_the_reason_given(systemctl, tmp_path, answer, remark):
    systemctl(ANSWERS[answer])
    way = autostart()
    assert way.enable(WORDS) == remark
    assert way.how == "an autostart entry"
    assert way.is_on()
    assert files(tmp_path) == ["autostart", "autostart/uncrick.desktop"]


def test_without_systemctl_it_is_an_entry(systemctl, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path / "programs"))
    assert autostart().enable(WORDS) == "no systemd service, for systemctl: no such file or directory"
    assert autostart().is_on()


def test_a_unit_that_is_masked_is_off(systemctl, tmp_path):
    systemctl(WORKS)
    autostart().enable(WORDS)
    unit = tmp_path / "config/systemd/user/uncrick.service"
    unit.unlink()
    unit.symlink_to("/dev/null")
    assert not UserUnit().is_on()


@pytest.mark.parametrize(("word", "quoted"), [
    ("/usr/bin/python3.11", "/usr/bin/python3.11"),
    ("a b", '"a b"'),
    ('say "hi"', r'"say \"hi\""'),
    ("100%", "100%%"),
    ("$HOME/x", '"$$HOME/x"'),
    ("back\\slash", r'"back\\slash"'),
    ("brü", '"brü"'),
    (";", '";"'),
    ("", '""'),
])  # fmt: skip
def test_words_are_quoted_for_systemd(word, quoted):
    assert command_line([word]) == quoted


def test_disabling_leaves_no_empty_folder_and_no_other_entry_changed(systemctl, tmp_path):
    systemctl(ANSWERS["no session"])
    autostart().enable(WORDS)
    autostart().disable()
    assert files(tmp_path) == []
    autostart().enable(WORDS)
    (tmp_path / "config/autostart/other.desktop").touch()
    autostart().disable()
    assert files(tmp_path) == ["autostart", "autostart/other.desktop"]
