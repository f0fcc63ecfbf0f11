"""Commands and daemons whose streams are closed or full, and whose folders are missing or of no use."""

import subprocess
import sys

import pytest

from cli.processes import A_DISPLAY, UNCRICK, wait_until

if sys.platform != "linux":
    pytest.skip("processes and streams as Linux has them", allow_module_level=True)

# Bit 14 of the mask of caught signals is SIGTERM.
UNTIL_IT_CATCHES_TERM = "until grep -Eq '^SigCgt:.*[4-7c-f]...$' /proc/$!/status; do sleep 0.1; done"


def shell(person, line, **env):
    """A line of shell, with `uncrick` in it."""
    return person.program(["bash", "-c", line.replace("uncrick", " ".join(UNCRICK))], **env)


# ------------------------------------------------------------------ streams


@pytest.mark.parametrize(
    "line",
    [
        "uncrick exercises --json | head -1",
        "uncrick exercises --json | head -c1",
        "uncrick --help | true",
        "uncrick settings | true",
        "uncrick snooze --help | true",
        "uncrick history --csv | true",
        "uncrick simulate trace --for 1000h | head -1",
        "uncrick status | true",
    ],
)
def test_closed_pipe_is_not_an_error(person, line):
    (person.root / "trace").write_text('{"at": 0, "do": "active"}\n')
    result = shell(person, f"set -o pipefail; {line}")
    assert "Traceback" not in result.err
    assert "BrokenPipe" not in result.err
    assert result.status == (3 if "status" in line else 0), result.err


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("uncrick exercises >&-", 0),
        ("uncrick exercises <&- >&- 2>&-", 0),
        ("uncrick history --csv >&-", 0),
        ("uncrick simulate trace >&-", 0),
        ("uncrick simulate - <&-", 0),
        (f"uncrick break neck_turn --here <&- >&- & {UNTIL_IT_CATCHES_TERM}; kill $!; wait $!", 0),
        ("uncrick dance >&-", 2),
        ("uncrick dance 2>&-", 2),
        ("uncrick status >&- 2>&-", 3),
    ],
)
def test_closed_streams_are_not_an_error(person, line, status):
    (person.root / "trace").write_text('{"at": 0, "do": "active"}\n')
    result = shell(person, line)
    assert (result.status, result.err.count("Traceback"), result.out.count("Traceback")) == (status, 0, 0)


@pytest.mark.parametrize(
    "words",
    [
        "--help",
        "--help-all",
        "--version",
        "autostart",
        "desk",
        "doctor",
        "exercises --json",
        "exercises neck_turn",
        "exercises",
        "history --csv",
        "history --json",
        "plan show --json",
        "profile show",
        "safety",
        "settings",
        "settings get breaks.every",
        "settings path",
        "simulate trace",
        "stats --json",
    ],
)
def test_full_output_is_reported_in_one_sentence(person, words):
    (person.root / "trace").write_text('{"at": 0, "do": "active"}\n')
    error = shell(person, f"uncrick {words} > /dev/full").refused()
    assert error == "The output cannot be written: No space left on device.\n"


@pytest.mark.parametrize("words", [["exercises"], ["exercises", "neck_turn"], ["exercises", "--json"], ["settings"]])
def test_unencodable_letters_are_replaced(person, words):
    assert person.run(*words, PYTHONIOENCODING="ascii").printed().isascii()


def test_a_daemon_with_closed_streams_lives(person):
    shell(person, f"{'uncrick run --no-tray'} <&- >&- 2>&- & sleep 0; echo started").printed()
    wait_until(lambda: person.answers, "it answers")
    assert person.asks("pause")["ok"]
    assert person.run("quit").status == 0


# ------------------------------------------------------------------ folders


@pytest.mark.parametrize(
    "words", [["status"], ["exercises"], ["history"], ["settings"], ["doctor"], ["settings", "path"]]
)
def test_without_home_variable_the_home_of_the_user_is_used(person, words):
    del person.env["HOME"]
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        assert person.run(*words, **{name: person.env[name]}).status in (0, 3)
    person.env["HOME"] = str(person.root)


def test_missing_runtime_folder_is_created(person):
    person.env["XDG_RUNTIME_DIR"] = str(person.root / "not" / "there")
    person.folder = person.root / "not" / "there" / "uncrick"
    assert person.run("status").status == 3
    person.daemon()
    assert person.folder.stat().st_mode & 0o777 == 0o700


PLACES = {
    "a runtime folder that is a file": ("XDG_RUNTIME_DIR", "file"),
    "a runtime folder in a file": ("XDG_RUNTIME_DIR", "file/below"),
}


@pytest.mark.parametrize(("name", "place"), PLACES.values(), ids=PLACES.keys())
@pytest.mark.parametrize("words", [[], ["run", "--no-tray"]], ids=["uncrick", "uncrick run"])
def test_unusable_folder_is_named_in_one_sentence(person, name, place, words):
    (person.root / "file").touch()
    error = person.run(*words, **{name: str(person.root / place)}, **A_DISPLAY).refused()
    assert str(person.root / "file") in error
    assert len(error.splitlines()) == 1
    assert "Traceback" not in error


@pytest.mark.parametrize("name", ["XDG_STATE_HOME", "XDG_DATA_HOME"])
def test_a_folder_that_is_only_written_to_is_no_reason_not_to_start(person, name):
    (person.root / "file").touch()
    person.daemon(env={name: str(person.root / "file")})
    status = person.asks("status")["status"]
    assert status["phase"] == "working"
    assert status["storage_error"].startswith(str(person.root))


def test_a_config_folder_that_is_a_file_leaves_the_defaults(person):
    (person.root / "file").touch()
    person.daemon(env={"XDG_CONFIG_HOME": str(person.root / "file")})
    result = person.asks("status")["status"]
    assert result["phase"] == "working"
    assert "not a directory" in result["settings_error"]


def test_too_long_runtime_folder_is_reported_in_one_sentence(person):
    long = str(person.root / ("x" * 120))
    for words in (["run", "--no-tray"], []):
        error = person.run(*words, XDG_RUNTIME_DIR=long, **A_DISPLAY).refused()
        assert len(error.splitlines()) == 1
        assert "too long a name" in error


def test_read_only_home_still_allows_looking(person):
    (person.root / "file").touch()
    nowhere = {name: str(person.root / "file") for name in person.env if name == "HOME" or name.startswith("XDG_")}
    for words, status in ((["exercises"], 0), (["settings"], 0), (["history"], 0), (["doctor"], 0), (["autostart"], 0)):
        result = person.run(*words, **nowhere)
        assert result.status == status, (words, result.err)
        assert result.err == ""
    result = person.run("break", "--here", **nowhere)
    assert (result.status, len(result.err.splitlines())) == (1, 1)


FAILING_DISK = """
import errno, os, sys
def fail(*_paths):
    raise OSError(errno.EIO, os.strerror(errno.EIO))
os.replace = fail
from uncrick.cli import main
sys.exit(main(sys.argv[1:]))
"""


def test_a_disk_error_at_a_terminal_ends_no_command_in_silence(person):
    failing = FAILING_DISK.replace("os.replace = fail", "import uncrick.cli; uncrick.cli.overview = fail")
    for out in (subprocess.PIPE, subprocess.DEVNULL):
        argv = [sys.executable, "-c", failing.replace("(*_paths)", "(**_named)"), "--help"]
        done = subprocess.run(argv, stdout=out, stderr=subprocess.PIPE, env=person.env, text=True, check=False)
        assert (done.returncode, done.stderr) == (1, "The output cannot be written: Input/output error.\n")


def test_exercise_that_finds_no_room_leaves_no_stub(person):
    failing = FAILING_DISK.replace("EIO", "ENOSPC")
    result = person.program([sys.executable, "-c", failing, "exercises", "new", "Wrist", "circles"])
    assert (result.status, "No space left" in result.err or "no space left" in result.err) == (1, True)
    assert list((person.root / "config").rglob("*circles*")) == []
    assert person.run("exercises", "new", "Wrist", "circles").status == 0


def test_a_disk_error_ends_no_command_in_silence(person):
    page = str(person.root / "page.html")
    result = person.program([sys.executable, "-c", FAILING_DISK, "stats", "--html", page])
    assert result.status == 1
    assert page in result.err


def test_nothing_that_is_written_is_for_others_whatever_the_umask_is(person):
    before = set(person.root.rglob("*"))
    result = shell(person, "umask 000; uncrick settings set breaks.every 50m && uncrick exercises new Wrist circles")
    assert result.status == 0, result.err
    made = set(person.root.rglob("*")) - before
    assert {path.suffix for path in made} >= {".toml"}
    assert [path for path in made if path.stat().st_mode & 0o077] == []
