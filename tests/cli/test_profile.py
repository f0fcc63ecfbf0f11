"""`uncrick profile`: flags and questions, what they make of the file, and what is said of bad input."""

import contextlib
import json
import os
import select
import stat
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.life import House
from cli.processes import KEPT
from uncrick.cli import main
from uncrick.cli.arguments import numbers
from uncrick.core.model.profile import Profile
from uncrick.storage import paths, profile_file
from uncrick.storage.json_objects import profile_of
from uncrick.storage.profile_file import StoredProfile
from uncrick.storage.shipped_data import catalogue

KNOWN = catalogue()
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """The day does not turn while a test runs."""
    monkeypatch.setattr("uncrick.cli.profile._today", lambda: TODAY)


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A person's folders, in which daemons of this process may live."""
    house = House(tmp_path, monkeypatch)
    yield house
    for life in house.lives:
        life.end()


@pytest.fixture
def file(home):
    return Path(paths.profile_file())


@pytest.fixture
def profile(home, capsys):
    """`uncrick profile` with these words: its exit status, and what it said."""

    def run(*words):
        capsys.readouterr()
        try:
            status = main(["profile", *words])
        except SystemExit as end:
            status = end.code
        out, err = capsys.readouterr()
        return SimpleNamespace(status=status, out=out, err=err)

    return run


def stored():
    return profile_file.load(paths.profile_file())


# ------------------------------------------------------------------ flags


def test_flags_are_stored_and_their_meaning_printed(profile, file):
    result = profile("--conditions", "dizzy, breathless", "--equipment", "bar,weights", "--place", "home", "--trains")
    assert result.status == 0
    assert result.out.startswith("Neck exercises are out. Left out for you: Nod and look up; ")
    assert stored() == StoredProfile(
        Profile(
            conditions=frozenset({"dizzy", "breathless"}),
            equipment=frozenset({"bar", "weights"}),
            place="home",
            trains=True,
        ),
        answered=TODAY,
    )
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_none_of_these_is_said_in_one_line(profile):
    assert profile("--none").out == "Neck exercises are in. Nothing is left out.\n"


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        ("eye_pressure", "Neck exercises are in. Left out for you: Desk-supported bend.\n"),
        ("shoulder", "Neck exercises are partly in. Left out for you: "),
        ("vascular", "Neck exercises are out. Left out for you: "),
        ("arm_nerve", " more (uncrick profile show).\n"),
    ],
)
def test_condition_is_explained_by_what_is_left_out(profile, condition, text):
    out = profile("--conditions", condition).out
    assert text in out
    assert out.count("\n") == 1


def test_one_answer_leaves_the_others_as_they_were(profile):
    profile("--conditions", "dizzy", "--equipment", "ball", "--home-session")
    profile("--place", "home")
    profile("--no-home-session")
    assert stored().told == Profile(conditions=frozenset({"dizzy"}), equipment=frozenset({"ball"}), place="home")
    profile("--equipment", "none")
    assert stored().told.equipment == frozenset()


def test_other_answers_alone_bring_no_neck_exercises(profile):
    assert profile("--equipment", "stairs").out == "Neck exercises wait for the conditions: uncrick profile.\n"
    assert not stored().profile.asked


def test_declined_answer_is_stored_and_shown(profile):
    out = profile("--decline").out
    assert out == "Neck exercises are in, the easiest only; the first three routines say what to mind.\n"
    assert stored().declined == TODAY


def test_answer_after_declining_counts(profile):
    profile("--decline")
    profile("--none")
    assert stored() == StoredProfile(Profile(), answered=TODAY)


def test_declining_does_not_remove_answers(profile):
    profile("--conditions", "dizzy")
    result = profile("--decline")
    assert (result.status, result.err) == (1, "You have answered already: To take it back: uncrick profile forget.\n")
    assert stored().told.conditions == {"dizzy"}


def test_consent_is_stored_shown_and_withdrawn(profile):
    profile("--none", "--consents", "sway,prone")
    assert stored().profile.consents == {"sway", "prone"}
    assert "Bar hang with a small sway" in profile("show").out
    profile("--consents", "none")
    assert stored().told.consents == frozenset()
    assert "nothing harder" in profile("show").out


# ------------------------------------------------------------------ bad input


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["--conditions", "dizy"], "--conditions knows no 'dizy': Did you mean dizzy?"),
        (["--conditions", "dizzy,pregnent,zzz"], "knows no 'pregnent', 'zzz': Did you mean pregnant?"),
        (["--conditions", "zzz"], "Expected some of neck_injury, "),
        (["--conditions", "back_acute"], "knows no 'back_acute'"),
        (["--conditions", " , "], "for none of them: --none."),
        (["--equipment", "bra"], "Did you mean bar"),
        (["--equipment", "desk"], "knows no 'desk'"),
        (["--equipment", ""], "for none of them: --equipment none."),
        (["--none", "--conditions", "dizzy"], "--conditions and --none contradict each other"),
        (["--none", "--decline"], "--none and --decline contradict each other"),
        (["--place", "moon"], "invalid choice: 'moon'"),
        (["show", "--none"], "profile show goes alone: It takes no --none."),
        (["forget", "--place", "desk"], "profile forget goes alone: It takes no --place."),
        (["dance"], "invalid choice: 'dance'"),
        (["--condition", "dizzy"], "invalid choice: 'dizzy'"),
        (["--consents", "swey"], "--consents knows no 'swey': Did you mean sway?"),
        (["--consents", ","], "for none of them: --consents none."),
        ([], "There is no terminal to ask in"),
    ],
)
def test_bad_input_changes_nothing_and_exits_with_2(profile, file, words, text):
    assert text in profile(*words).refused(2)
    assert not file.exists()


def test_a_folder_in_the_files_place_is_reported(profile, file):
    file.mkdir(parents=True)
    for words in (["--none"], ["show"], ["--json"], ["forget"]):
        result = profile(*words)
        assert result.status == 1
        assert str(file) in result.err
        assert "Traceback" not in result.err


def test_full_disk_is_reported(profile, file, monkeypatch):
    def forbidden(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", forbidden)
    result = profile("--none")
    assert (result.status, result.err) == (1, f"Your profile cannot be saved: {file}: permission denied.\n")


def test_a_damaged_file_is_named_and_the_next_command_goes_on(profile, home, file):
    home.wrote(file, "{")
    result = profile("show")
    assert result.status == 1
    assert "profile-damaged-" in result.err
    assert profile("show").status == 0


def test_ids_that_are_not_known_here_are_passed_over_with_a_warning(profile, file):
    profile_file.save(str(file), StoredProfile(Profile(conditions=frozenset({"boredom", "dizzy"})), answered=TODAY))
    result = profile("--json")
    assert result.status == 0
    assert "boredom" in result.err
    assert json.loads(result.out)["conditions"] == ["dizzy"]


# ------------------------------------------------------------------ shown


@pytest.mark.parametrize(
    "words",
    [
        ["--none"],
        ["--conditions", "dizzy,grip", "--equipment", "ball", "--place", "home", "--home-session", "--trains"],
        ["--none", "--equipment", "mat,weights", "--consents", "prone,weights"],
    ],
)
def test_the_json_is_what_a_simulation_takes(profile, words):
    result = profile(*words, "--json")
    given = json.loads(result.out)
    assert set(given) == {"conditions", "equipment", "place", "home_session", "trains", "consents"}
    assert profile_of(given, KNOWN) == stored().profile
    assert json.loads(profile("--json").out) == given
    assert json.loads(profile("show", "--json").out) == given


def test_json_has_no_conditions_before_an_answer(profile):
    assert json.loads(profile("--json").out) is None
    profile("--decline", "--place", "home")
    given = json.loads(profile("--json").out)
    assert "conditions" not in given
    assert profile_of(given, KNOWN) == replace(stored().profile)


def test_it_is_shown_in_words(profile, file):
    out = profile("show").out
    assert "not answered" in out
    assert str(file) not in out
    profile("--conditions", "dizzy,grip", "--equipment", "ball")
    out = profile("show").out
    assert "Dizziness, vertigo such as BPPV, fainting or double vision" in out
    assert f"A weak or injured hand, wrist or elbow (answered on {TODAY})" in out
    assert "a large ball" in out
    assert str(file) in out
    assert " more " not in out
    profile("--none")
    assert "none of these" in profile("show").out


# ------------------------------------------------------------------ forgotten, and told to the daemon


def test_forgetting_removes_the_file_and_says_so(profile, file):
    profile("--conditions", "dizzy")
    result = profile("forget")
    assert result.status == 0
    assert f"removed {file}\n" in result.out
    assert not file.exists()
    assert profile("forget").out.startswith("There was no profile")
    assert json.loads(profile("forget", "--json").out) == {"removed": [], "answers": 0}


def test_a_running_daemon_follows_at_once_also_with_faulty_settings(profile, home):
    with home.living() as life:
        profile("--conditions", "dizzy")
        assert life.parts.suggestions.profile.conditions == {"dizzy"}
        home.wrote(home.settings, "[breaks]\nevery = 3\n")
        profile("--none").printed()
        assert life.parts.suggestions.profile == Profile(asked=True)
        profile("forget")
        assert life.parts.suggestions.profile == Profile()


# ------------------------------------------------------------------ numbers


@pytest.mark.parametrize(
    ("typed", "numbers_typed"),
    [
        ("3", {3}),
        ("1,3", {1, 3}),
        ("1 3", {1, 3}),
        ("2-4", {2, 3, 4}),
        ("2 - 4, 9", {2, 3, 4, 9}),
        ("1, 3-5 18,", {1, 3, 4, 5, 18}),
        ("7-7", {7}),
        ("2–3", {2, 3}),
    ],
)
def test_numbers_and_ranges_are_understood(typed, numbers_typed):
    assert numbers(typed, 18) == numbers_typed


@pytest.mark.parametrize("typed", ["19", "0", "-1", "5-3", "1-19", "x", "1,x", "1-", "1.5", "³", "9999", ",", "1-2-3"])
def test_invalid_number_is_refused(typed):
    with pytest.raises(ValueError, match=r"is no number from 1 to 18\."):
        numbers(typed, 18)


# ------------------------------------------------------------------ questions

terminals = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo terminals")


# Keys such as Ctrl+C are heard by the program whose terminal it is.
AT_A_TERMINAL = f"""
import datetime, fcntl, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
from uncrick.cli import main, profile
profile._today = lambda: {TODAY!r}
raise SystemExit(main())
"""


class Terminal:
    """`uncrick profile` at a terminal of its own."""

    def __init__(self, root):
        import pty

        self._ours, theirs = pty.openpty()
        stored = {name: os.environ[name] for name in KEPT if name in os.environ}
        env = stored | {"TERM": "dumb"} | House.environment(root)
        argv = [sys.executable, "-c", AT_A_TERMINAL, "profile"]
        self.process = subprocess.Popen(
            argv,
            env=env,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            cwd=root,
        )
        os.close(theirs)
        self.shown = ""

    def answers(self, question, typed):
        """Wait for the question, and type."""
        self._until(lambda: question in self.shown, question)
        self.shown = self.shown.partition(question)[2]
        os.write(self._ours, typed.encode())

    def ends(self):
        """Its exit status, and the last of what it showed."""
        self._until(lambda: self.process.poll() is not None, "the end")
        self._read()
        return self.process.returncode, self.shown.replace("\r\n", "\n")

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(60)
        os.close(self._ours)

    def _until(self, seen, what):
        end = time.monotonic() + 60
        while not seen():
            assert time.monotonic() < end, f"no {what} in {self.shown!r}"
            self._read()

    def _read(self):
        while select.select([self._ours], [], [], 0.02)[0]:
            try:
                self.shown += os.read(self._ours, 65536).decode()
            except OSError:
                return


@pytest.fixture
def terminal(home):
    with contextlib.ExitStack() as stack:

        def begin():
            terminal = Terminal(home.root)
            stack.callback(terminal.close)
            return terminal

        yield begin


@terminals
def test_every_question_is_answered(terminal):
    at = terminal()
    at.answers("> ", "3, 17\n")
    at.answers("Enter for none > ", "1 3-4\n")
    at.answers("Where do you work?", "h\n")
    at.answers("session at home", "y\n")
    at.answers("already train?", "n\n")
    at.answers("After four weeks, any of these harder ones?", "")
    at.answers("Enter for none > ", "1\n")
    status, shown = at.ends()
    assert status == 0
    asks = list(profile_file.lasting(KNOWN))
    things = list(profile_file.things(KNOWN))
    assert stored() == StoredProfile(
        Profile(
            conditions=frozenset({asks[2], asks[16]}),
            equipment=frozenset({things[0], things[2], things[3]}),
            place="home",
            home_session=True,
            consents=frozenset({"sway"}),
        ),
        answered=TODAY,
    )
    assert "Neck exercises are out. Left out for you: " in shown


@terminals
def test_five_times_enter_means_none_of_these(terminal):
    at = terminal()
    at.answers("> ", "\n" * 5)
    status, shown = at.ends()
    assert status == 0
    assert shown.endswith("Neck exercises are in. Nothing is left out.\n")
    assert stored() == StoredProfile(Profile(), answered=TODAY)


@terminals
def test_enter_keeps_what_was(terminal, profile):
    profile("--conditions", "dizzy", "--equipment", "bar", "--place", "home", "--home-session", "--trains")
    before = stored()
    at = terminal()
    at.answers("*  3  Dizziness", "\n" * 5)
    assert at.ends()[0] == 0
    assert stored() == before


@terminals
def test_nought_removes_everything(terminal, profile):
    profile("--conditions", "dizzy", "--equipment", "bar")
    at = terminal()
    at.answers("0 for none, s skips > ", "0\n0\n\n\n\n")
    assert at.ends()[0] == 0
    assert stored() == StoredProfile(Profile(), answered=TODAY)


@terminals
def test_skipping_everything_declines(terminal):
    at = terminal()
    at.answers("> ", "s\ns\ns\ns\ns\n")
    status, shown = at.ends()
    assert (status, stored()) == (0, StoredProfile(declined=TODAY))
    assert "Neck exercises are in, the easiest only" in shown


@terminals
def test_typing_error_is_asked_again(terminal):
    at = terminal()
    at.answers("> ", "99\n")
    at.answers("99 is no number from 1 to 18.", "2\n")
    at.answers("Enter for none > ", "\n")
    at.answers("Where do you work?", "moon\n")
    at.answers("d or h, or Enter.", "\n\n\n")
    assert at.ends()[0] == 0
    assert stored().told == Profile(conditions=frozenset({list(profile_file.lasting(KNOWN))[1]}))


@terminals
@pytest.mark.parametrize("leaving", ["\x03", "\x04"], ids=["Ctrl+C", "Ctrl+D"])
def test_leaving_halfway_leaves_everything_as_it_was(terminal, profile, leaving):
    profile("--conditions", "dizzy")
    before = stored()
    at = terminal()
    at.answers("> ", "0\n")
    at.answers("Enter for none > ", leaving)
    status, shown = at.ends()
    assert (status, shown.splitlines()[-1]) == (130, "Nothing was changed.")
    assert stored() == before


# ------------------------------------------------------------------ a break in this terminal


class Stopped:
    """A guide whose routine is stopped at once; what was to be read first."""

    first = ()

    def __init__(self, led, items, first):
        self.led = led
        Stopped.first = first

    def lead(self, walk):
        self.led.stop()
        return 0


@pytest.mark.parametrize("result", [StoredProfile().decline(TODAY), StoredProfile().answer(Profile(), TODAY)])
def test_new_exercise_here_is_read_first_with_any_profile(home, file, monkeypatch, result):
    monkeypatch.setattr("uncrick.cli.terminal_guide.TerminalGuide", Stopped)
    profile_file.save(str(file), result)
    with home.living():
        assert main(["break", "neck_turn", "--here"]) == 0
    assert [exercise.id for exercise in Stopped.first] == ["neck_turn"]


def test_new_exercise_is_read_first_without_a_daemon(home, file, monkeypatch):
    monkeypatch.setattr("uncrick.cli.terminal_guide.TerminalGuide", Stopped)
    profile_file.save(str(file), StoredProfile().answer(Profile(), TODAY))
    assert main(["break", "neck_turn", "--here"]) == 0
    assert [exercise.id for exercise in Stopped.first] == ["neck_turn"]


def test_break_without_a_daemon_follows_the_profile(profile, capsys):
    profile("--conditions", "dizzy")
    assert main(["break", "neck_turn", "--here"]) == 1
    assert "left out for you" in capsys.readouterr().err
