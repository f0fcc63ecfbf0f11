"""`uncrick doctor`: what works, what is amiss and what mends it, with a daemon and without."""

import json
import os
import stat
import sys

import pytest

from uncrick import control
from uncrick.cli.doctor import ESSENTIAL, Finding, table
from uncrick.control import client
from uncrick.errors import UncrickError
from uncrick.platforms.linux import install_hints
from uncrick.storage import installation, invocation, paths, start_failure
from uncrick.storage.history.store import History

DEBIAN = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\n'
SYSTEMS = {
    "debian": (DEBIAN, "sudo apt install"),
    "ubuntu": ("ID=ubuntu\nID_LIKE=debian\n", "sudo apt install"),
    "mint": ('ID=linuxmint\nID_LIKE="ubuntu debian"\n', "sudo apt install"),
    "fedora": ("ID=fedora\n", "sudo dnf install"),
    "rocky": ('ID="rocky"\nID_LIKE="rhel centos fedora"\n', "sudo dnf install"),
    "arch": ("ID=arch\n", "sudo pacman -S"),
    "endeavouros": ("ID=endeavouros\nID_LIKE=arch\n", "sudo pacman -S"),
    "tumbleweed": ('ID="opensuse-tumbleweed"\nID_LIKE="opensuse suse"\n', "sudo zypper install"),
    "nothing known": ("ID=plan9\n", None),
    "no file": (None, None),
}


@pytest.fixture
def system(tmp_path, monkeypatch):
    """The machine says that it is this system."""

    def be(text):
        file = tmp_path / "os-release"
        file.unlink(missing_ok=True)
        if text is not None:
            file.write_text(text)
        monkeypatch.setattr(install_hints, "RELEASE", (str(file),))

    be(DEBIAN)
    return be


def findings(result):
    return {finding["what"]: finding for finding in json.loads(result.out)}


# ------------------------------------------------------------------ without a daemon, and with one


def test_doctor_without_a_daemon_says_so(uncrick, house):
    result = uncrick("doctor", "--json")
    assert (result.status, result.err) == (0, "")
    facts = findings(result)
    assert facts["Daemon"] == {"what": "Daemon", "ok": False, "text": "not running", "mend": "uncrick"}
    assert set(facts) >= {"Desktop", "Clock", "Voice", "Window", "Settings", "History", "Start at login", "Free space"}
    assert not house.history.exists(), "looking makes no file"
    assert not house.settings.parent.exists(), "nor a folder"


def test_every_finding_has_the_same_keys(uncrick, house):
    with house.living():
        for finding in json.loads(uncrick("doctor", "--json").out):
            assert set(finding) == {"what", "ok", "text", "mend"}
            assert finding["text"]
            assert finding["mend"] is None or not finding["ok"]


def test_doctor_succeeds_if_the_essentials_work(uncrick, house):
    with house.living():
        result = uncrick("doctor", "--json")
        facts = findings(result)
        assert result.status == 0
        assert {"Daemon", "Desktop", "Tray", "Notifications", "Idle", "Active time"} <= set(facts)
        assert uncrick("doctor").status == 0


@pytest.mark.unix("packages of Linux")
def test_missing_tray_is_not_a_failure(uncrick, house, system, monkeypatch):
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "sway")
    with house.living() as life:
        life.tray.has_place = False
        result = uncrick("doctor", "--json")
    assert result.status == 0
    assert findings(result)["Tray"] == {
        "what": "Tray",
        "ok": False,
        "text": "pretend",
        "mend": "sudo apt install waybar",
    }


@pytest.mark.unix("packages of Linux")
def test_missing_notifications_are_reported_with_the_remedy(uncrick, house, system, monkeypatch):
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "XFCE")
    with house.living() as life:
        monkeypatch.setattr(life.notifier, "describe", lambda: [("Notifications", False, "none")])
        result = uncrick("doctor", "--json")
    assert result.status == 0
    assert findings(result)["Notifications"]["mend"] == "sudo apt install xfce4-notifyd"


def test_an_older_daemon_is_reported_how_to_restart(uncrick, house, monkeypatch):
    monkeypatch.setattr("uncrick.app.requests.queries.__version__", "0.0.9")
    with house.living():
        version = findings(uncrick("doctor", "--json"))["Version"]
    assert "the daemon is 0.0.9" in version["text"]
    assert version["mend"] == "uncrick quit; uncrick"


def test_a_daemon_that_does_not_answer_is_named(uncrick, monkeypatch):
    def silent(do):
        raise UncrickError("Uncrick does not answer", "It is running, but did not answer for 5 s.")

    monkeypatch.setattr(client, "request", silent)
    assert "does not answer" in uncrick("doctor").printed()


# ------------------------------------------------------------------ files


def test_a_damaged_file_that_was_set_aside_is_named_until_it_is_gone(uncrick, house):
    aside = house.history.with_name("history-damaged-20261101T000000.db")
    house.wrote(aside, "x")
    assert aside.name in findings(uncrick("doctor", "--json"))["Damaged file"]["text"]
    with house.living():
        assert aside.name in uncrick("status").out
        aside.unlink()
        assert "damaged" not in uncrick("status").out
    assert "Damaged file" not in findings(uncrick("doctor", "--json"))


def test_broken_files_are_reported(uncrick, house):
    house.wrote(house.settings, "[breaks\n")
    house.history.mkdir(parents=True)
    result = uncrick("doctor", "--json")
    facts = findings(result)
    assert result.status == 0
    assert "line 1: [breaks: expected [breaks]" in facts["Settings"]["text"]
    assert facts["Settings"]["mend"] == "uncrick settings edit"
    assert "is a folder" in facts["History"]["text"]
    assert not facts["Settings"]["ok"]
    assert not facts["History"]["ok"]


@pytest.mark.unix("modes")
def test_file_is_reported_with_mode_and_size(uncrick, house):
    History.open(str(house.history)).shut()
    result = findings(uncrick("doctor", "--json"))["History"]
    assert result["ok"]
    assert result["text"].startswith("~/data/uncrick/history.db, 0600, ")
    assert result["text"].endswith(" KiB")


@pytest.mark.unix("modes")
def test_file_readable_by_others_is_reported_with_the_remedy(uncrick, house):
    History.open(str(house.history)).shut()
    house.history.chmod(0o644)
    facts = findings(uncrick("doctor", "--json"))
    assert facts["History"]["ok"], "the history works"
    result = facts["History file"]
    assert (result["ok"], result["mend"]) == (False, f"chmod go= {house.history}")
    os.system(result["mend"])  # noqa: S605 it is our own word
    assert stat.S_IMODE(house.history.stat().st_mode) == 0o600


@pytest.mark.unix("modes")
def test_a_place_that_may_not_be_written_is_reported(uncrick, house, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: "data" not in str(path))
    house.history.parent.mkdir(parents=True)
    result = uncrick("doctor", "--json")
    assert result.status == 0
    assert findings(result)["History"]["mend"] == f"chmod u+rwx {house.history.parent}"


def managed(house, path, text, *, link):
    """A file that a tool made: one that may only be read, or a link to one."""
    target = house.wrote(house.root / "store" / path.name if link else path, text)
    target.chmod(0o444)
    if link:
        path.parent.mkdir(parents=True)
        path.symlink_to(target)
    return target


@pytest.fixture
def as_anybody(monkeypatch):
    """A person for whom modes hold, unlike for root."""
    monkeypatch.setattr(
        os, "access", lambda path, mode: not mode & os.W_OK or bool(os.stat(path).st_mode & stat.S_IWUSR)
    )


@pytest.mark.unix("modes, and links that anybody may make")
@pytest.mark.parametrize("link", [True, False], ids=["a link", "read-only"])
@pytest.mark.parametrize("what", ["Settings", "Profile"])
def test_a_file_that_a_tool_manages_is_fine_as_it_is(uncrick, house, as_anybody, what, link):
    path = house.settings if what == "Settings" else house.history.with_name("profile.json")
    managed(house, path, "" if what == "Settings" else "{}", link=link)
    facts = findings(uncrick("doctor", "--json"))
    assert (facts[what]["ok"], facts[what]["mend"]) == (True, None)
    assert facts[what]["text"].endswith("0444, may only be read")
    assert "Profile file" not in facts


@pytest.mark.unix("links that anybody may make")
def test_nobody_is_told_to_change_what_a_link_leads_to(uncrick, house, as_anybody):
    managed(house, house.history, "", link=True)
    facts = findings(uncrick("doctor", "--json"))
    assert (facts["History"]["ok"], facts["History"]["mend"]) == (False, None)


def test_a_disk_that_may_only_be_read_is_not_to_be_mended(uncrick, house, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: not mode & os.W_OK)
    monkeypatch.setattr("uncrick.storage.machine.file_system.is_read_only", lambda _: True)
    facts = findings(uncrick("doctor", "--json"))
    for what in ("History", "State"):
        assert not facts[what]["ok"]
        assert facts[what]["text"].endswith("is on a disk that may only be read")
        assert facts[what]["mend"] is None
    assert facts["Settings"]["ok"]


def test_a_home_on_this_machine_alone_is_not_worth_a_word(uncrick, house):
    assert "Home" not in findings(uncrick("doctor", "--json"))


def test_a_shared_home_on_a_network_is_told(uncrick, house, monkeypatch):
    monkeypatch.setattr("uncrick.storage.machine.file_system.network", lambda _: "nfs4")
    house.wrote(house.state.with_name("state-lab-2-0123abcd.json"), "{}")
    home = findings(uncrick("doctor", "--json"))["Home"]
    assert home["ok"]
    assert home["text"] == (
        "on a network file system (nfs4); used from another machine too, with a pause and an hour of its own"
    )


def test_a_full_disk_is_reported(uncrick, monkeypatch):
    usage = type("Usage", (), {"free": 3 * 2**20})
    monkeypatch.setattr("shutil.disk_usage", lambda path: usage)
    result = uncrick("doctor", "--json")
    assert findings(result)["Free space"] == {
        "what": "Free space",
        "ok": False,
        "text": "3 MiB for the history",
        "mend": None,
    }


@pytest.mark.unix("no Unix sockets")
def test_a_runtime_folder_with_too_long_a_name_says_what_to_do(uncrick, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / ("x" * 120)))
    result = findings(uncrick("doctor", "--json"))["Control socket"]
    assert not result["ok"]
    assert "107 is the most" in result["text"]
    assert result["mend"].startswith("export XDG_RUNTIME_DIR=/run/user/")
    error = uncrick("status").refused()
    assert "too long a name" in error
    assert "export XDG_RUNTIME_DIR" in error


@pytest.mark.parametrize(("system", "most"), [("linux", 107), ("darwin", 103)])
def test_each_system_has_its_own_longest_name_of_a_socket(system, most, monkeypatch):
    monkeypatch.setattr(sys, "platform", system)
    folder = "/" + "x" * (most - 14)
    assert control.excess_of_name(folder) is None
    assert f"{most} is the most" in control.excess_of_name(f"{folder}x")


# ------------------------------------------------------------------ what mends it


@pytest.mark.parametrize("name", SYSTEMS)
def test_packages_have_the_names_of_the_system(system, name, monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")
    text, installs = SYSTEMS[name]
    system(text)
    for thing in install_hints.PACKAGES:
        mend = install_hints.install(thing)
        assert mend is None if installs is None else mend.startswith(f"{installs} ")


@pytest.mark.unix("packages of Linux")
def test_gnome_is_reported_to_install_the_extension_then_to_enable_it(system, tmp_path, monkeypatch):
    monkeypatch.setattr(install_hints, "EXTENSIONS", (str(tmp_path),))
    assert install_hints.for_tray("ubuntu:GNOME, Wayland session") == (
        "sudo apt install gnome-shell-extension-appindicator"
    )
    (tmp_path / "appindicatorsupport@rgcjonas.gmail.com").mkdir()
    assert install_hints.for_tray("GNOME, X11 session") == (
        "gnome-extensions enable appindicatorsupport@rgcjonas.gmail.com"
    )


def test_unknown_desktop_gets_no_advice(system):
    assert install_hints.for_tray("KDE, Wayland session") is None


# ------------------------------------------------------------------ the table

AMISS = [
    Finding("Desktop", True, "XFCE, X11 session"),
    Finding("Tray", False, "this desktop shows no tray icons " * 4, "sudo apt install waybar"),
    Finding("Daemon", False, "not running", "uncrick"),
]


def test_faults_come_first_with_the_remedy():
    lines = list(table(AMISS))
    assert [line for line in lines if not line.startswith(" ")] == ["Missing", "", "Could be better", "", "Works"]
    assert lines[1:3] == ["  Daemon   not running", "           > uncrick"]
    assert "           > sudo apt install waybar" in lines


def test_sections_without_findings_are_left_out():
    assert list(table(AMISS[:1])) == ["Works", "  Desktop  XFCE, X11 session"]


def test_the_table_fits_a_terminal(uncrick, house):
    with house.living():
        result = uncrick("doctor").out
    lines = [line for line in result.splitlines() if not line.lstrip().startswith("> ")]
    assert max(map(len, lines)) <= 80


def test_essential_names_are_names_of_findings(uncrick, house):
    with house.living():
        assert set(findings(uncrick("doctor", "--json"))) >= ESSENTIAL


# ------------------------------------------------------------------ libraries, and a start that failed


def test_failed_start_is_reported_first_and_is_a_failure(uncrick, house):
    start_failure.store(
        start_failure.BrokenError(start_failure.TITLE, "The library six does not work here.", "pip install six")
    )
    result = uncrick("doctor")
    assert result.status == 1
    assert result.out.splitlines()[1].startswith("  Last start ")
    first = json.loads(uncrick("doctor", "--json").out)[0]
    assert first["text"].endswith(": The library six does not work here.")
    assert first["mend"] == "pip install six"


def test_failed_start_is_not_reported_once_a_daemon_runs(uncrick, house):
    with house.living():
        start_failure.store(start_failure.WORDLESS)
        result = uncrick("doctor", "--json")
    assert "Last start" not in findings(result)
    assert result.status == 0


@pytest.fixture
def library(tmp_path, monkeypatch):
    """A library of that name and content comes before the real one."""

    def put(name, source):
        folder = tmp_path / "libraries" / name
        folder.mkdir(parents=True)
        (folder / "__init__.py").write_text(source)
        monkeypatch.setenv("PYTHONPATH", str(folder.parent))

    return put


@pytest.mark.unix("signals")
@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("from tempfile import Nothing", "ImportError: cannot import name 'Nothing'"),
        ("raise SystemExit(3)", "SystemExit: 3"),
        ("import os; print('x'); os._exit(3)", "it ends the program with exit status 3"),
        ("import os; os.kill(os.getpid(), 11)", "it ends the program with signal 11"),
    ],
)
def test_library_that_cannot_be_imported_is_a_failure(uncrick, house, library, source, why):
    library("plyer", source)
    library("tomlkit", source)
    result = uncrick("doctor", "--json")
    facts = findings(result)
    assert result.status == 1
    for name in ("plyer", "tomlkit"):
        assert why in facts[f"Library {name}"]["text"]
        assert facts[f"Library {name}"]["mend"]
    assert "apscheduler" in facts["Libraries"]["text"]


def test_a_version_outside_the_bounds_is_named(uncrick, house, monkeypatch):
    monkeypatch.setattr(installation, "bounds", lambda: {"tomlkit": ">=99"})
    result = uncrick("doctor", "--json")
    assert ">=99" in findings(result)["Version of tomlkit"]["text"]
    assert result.status == 0


def test_failing_part_of_doctor_spares_the_others(uncrick, house, monkeypatch):
    def fails():
        raise RuntimeError("no folder")

    monkeypatch.setattr(paths, "profile_file", fails)
    result = uncrick("doctor", "--json")
    assert "RuntimeError: no folder" in findings(result)["Doctor"]["text"]
    assert "Libraries" in findings(result)


def test_remedies_can_be_typed(uncrick, house, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    assert findings(uncrick("doctor", "--json"))["Daemon"]["mend"] == invocation.command()
