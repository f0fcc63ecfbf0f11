"""A start that fails is told, whatever a library does; and nobody is told that it is on before it reminds."""

import sys
from io import StringIO
from types import SimpleNamespace

import pytest

from cli.processes import A_DISPLAY
from uncrick.cli import daemon
from uncrick.control import client
from uncrick.errors import NotRunningError, UncrickError
from uncrick.platforms.macos.autostart import LABEL
from uncrick.storage import start_failure

BY_LAUNCHD = {"XPC_SERVICE_NAME": LABEL}

if sys.platform != "linux":
    pytest.skip("processes as Linux has them", allow_module_level=True)


@pytest.fixture
def broken(person):
    """The environment in which a library has this content."""

    def put(name, source):
        folder = person.root / "libraries" / name
        folder.mkdir(parents=True)
        (folder / "__init__.py").write_text(source)
        return A_DISPLAY | {"PYTHONPATH": str(folder.parent)}

    return put


@pytest.fixture
def notices(person):
    """What is shown as a notification, by a program that shows them."""
    shown = person.root / "shown"
    program = person.root / "bin" / "notify-send"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$*" >> {shown}\n')
    program.chmod(0o755)
    person.env["PATH"] = f"{program.parent}:{person.env['PATH']}"
    return lambda: shown.read_text().splitlines() if shown.exists() else []


@pytest.mark.parametrize(
    ("library", "source"),
    [
        ("apscheduler", "raise ImportError('cannot import six')"),  # imported when the socket answers already
        ("jeepney", "raise SystemExit('cannot import six')"),
        ("platformdirs", "raise ValueError('cannot import six')"),  # needed by the command itself
    ],
)
def test_a_library_that_fails_is_named_in_one_line_with_what_to_do(person, broken, library, source):
    env = broken(library, source)
    for words in ((), ("run", "--no-tray")):
        error = person.run(*words, **env).refused()
        assert error.startswith(f"Uncrick did not start: The library {library} ")
        assert "cannot import six" in error
        assert "Mend it with: " in error
        assert len(error.splitlines()) == 1
    assert "Traceback" in person.log.read_text()


def test_library_that_kills_the_daemon_is_reported(person, broken):
    env = broken("apscheduler", "import os; os.kill(os.getpid(), 9)")
    assert "signal 9" in person.run(**env).refused()
    doctor = person.run("doctor", **env)
    assert doctor.status == 1
    assert doctor.out.splitlines()[1].startswith("  Last start")


def test_doctor_reports_it_until_the_next_good_start(person, broken):
    person.run("run", "--no-tray", **broken("apscheduler", "raise ImportError('cannot import six')"))
    doctor = person.run("doctor")
    assert doctor.status == 1
    assert "cannot import six" in doctor.out
    assert person.run(**A_DISPLAY).status == 0
    assert person.run("quit").status == 0
    doctor = person.run("doctor")
    assert (doctor.status, "cannot import six" in doctor.out) == (0, False)


def test_a_start_at_login_that_fails_leaves_one_notice(person, broken, notices):
    env = broken("apscheduler", "raise ImportError('cannot import six')")
    for _ in range(2):
        person.run("run", "--no-tray", **env)
    (shown,) = notices()
    assert "Uncrick did not start The library apscheduler" in shown


def test_start_by_command_is_reported_by_the_command_alone(person, broken, notices):
    person.run(**broken("apscheduler", "raise ImportError('cannot import six')"))
    assert notices() == []


def test_a_start_from_the_launcher_that_fails_leaves_a_notice(person, broken, notices):
    person.run("break", "--notify", **broken("apscheduler", "raise ImportError('cannot import six')")).refused()
    assert len(notices()) == 1


def test_a_second_daemon_is_no_failed_start(person):
    person.daemon()
    assert person.run("run", "--no-tray").status == 1
    assert not (person.state.parent / "start-failure.json").exists()


def test_launchd_is_left_one_more_start_after_one_that_failed(person, broken):
    env = broken("apscheduler", "raise ImportError('cannot import six')")
    assert [person.run("run", "--no-tray", **env, **BY_LAUNCHD).status for _ in range(2)] == [1, 0]


def test_launchd_brings_no_second_daemon_again_and_again(person):
    person.daemon()
    assert person.run("run", "--no-tray", **BY_LAUNCHD).status == 0


def test_a_command_whose_library_fails_says_so(person, broken):
    result = person.run("settings", "set", "breaks.every", "50m", **broken("tomlkit", "raise ImportError('no')"))
    assert (result.status, len(result.err.splitlines())) == (1, 1)
    assert "tomlkit" in result.err


# ------------------------------------------------------------------ not before it reminds


def replies(monkeypatch, *result):
    left = list(result)

    def request(do):
        reply = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(reply, Exception):
            raise reply
        return reply

    monkeypatch.setattr(client, "request", request)
    return left


def test_command_waits_until_the_daemon_is_ready(monkeypatch):
    early, late = {"status": "early", "settled": False}, {"status": "late", "settled": True}
    replies(monkeypatch, NotRunningError("no"), early, early, late)
    assert daemon._answering(SimpleNamespace(poll=lambda: None)) == "late"


def test_daemon_that_ends_before_it_is_ready_did_not_start(monkeypatch):
    monkeypatch.setattr(daemon, "OTHER", 0.05)
    replies(monkeypatch, {"status": "early", "settled": False}, UncrickError("Uncrick ended"))
    assert daemon._answering(SimpleNamespace(poll=lambda: 1)) is None


@pytest.fixture
def slow_child(person, monkeypatch):
    """A daemon that lives and does not answer; with which flags it was started."""
    started = []

    def start(argv, **given):
        started.append(given)
        return SimpleNamespace(poll=lambda: None)

    monkeypatch.setattr(daemon.subprocess, "Popen", start)
    monkeypatch.setattr(daemon, "_printed", StringIO)
    monkeypatch.setattr(daemon, "STARTING", 0.0)
    monkeypatch.setattr(daemon, "SETTLING", 0.1)
    return started


def test_a_daemon_that_lives_is_still_starting_and_has_not_failed(slow_child, monkeypatch, capsys):
    replies(monkeypatch, NotRunningError("no"))
    with pytest.raises(UncrickError) as raised:
        daemon._detached()
    assert raised.value.title == "Uncrick is still starting"
    assert capsys.readouterr().err.count("still starting") == 1


def test_a_daemon_that_is_slow_is_on_once_it_answers(slow_child, monkeypatch):
    replies(monkeypatch, NotRunningError("no"), NotRunningError("no"), {"status": "late"})
    assert daemon._detached() == "late"


def test_on_windows_the_daemon_has_no_console_that_could_be_closed(slow_child, monkeypatch):
    monkeypatch.setattr(daemon.subprocess, "CREATE_NO_WINDOW", 0x0800_0000, raising=False)
    monkeypatch.setattr(daemon.subprocess, "CREATE_NEW_PROCESS_GROUP", 0x200, raising=False)
    replies(monkeypatch, {"status": "on"})
    with monkeypatch.context() as during:
        during.setattr(sys, "platform", "win32")
        daemon._detached()
    assert slow_child[0]["creationflags"] == 0x0800_0200


def test_older_daemon_without_settled_is_taken_as_ready(monkeypatch):
    replies(monkeypatch, {"status": "old"})
    assert daemon._answering(SimpleNamespace(poll=lambda: None)) == "old"


def test_silent_end_is_reported_with_signal_or_status():
    assert "signal 9" in daemon._wordless(-9)
    assert "exit status 3" in daemon._wordless(3)
    assert start_failure.WORDLESS.title == start_failure.TITLE
