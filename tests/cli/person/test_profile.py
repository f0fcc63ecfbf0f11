"""`uncrick profile`: flags and questions, what they make of the file, and what is said of bad input."""

import contextlib
import json
import os
import stat
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cli.processes import wait_until
from uncrick.cli import main
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
    monkeypatch.setattr("uncrick.cli.person.profile._today", lambda: TODAY)


@pytest.fixture
def file(house):
    return Path(paths.profile_file())


@pytest.fixture
def profile(uncrick):
    """`uncrick profile` with these words."""
    return lambda *words: uncrick("profile", *words)


def stored():
    return profile_file.load(paths.profile_file())


# ------------------------------------------------------------------ flags


def test_flags_are_stored_and_their_meaning_printed(profile, file):
    out = profile(
        "--conditions", "dizzy, breathless", "--equipment", "bar,weights", "--place", "home", "--trains"
    ).printed()
    assert out.startswith("You get no neck exercises. Left out for you: Look down and up; ")
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


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["--none"], "You get neck exercises. Nothing is left out.\n"),
        (["--conditions", "eye_pressure"], "You get neck exercises. Left out for you: Bend forward at your desk.\n"),
        (["--conditions", "shoulder"], "You get some neck exercises. Left out for you: "),
        (["--conditions", "vascular"], "You get no neck exercises. Left out for you: "),
        (["--conditions", "arm_nerve"], " more (uncrick profile show).\n"),
        (["--equipment", "stairs"], "Neck exercises wait for your answer to one question: uncrick profile.\n"),
        (["--decline"], "You get the easiest neck exercises. The first three breaks tell you what to watch for.\n"),
    ],
)
def test_an_answer_is_explained_in_one_line_by_what_is_left_out(profile, words, text):
    out = profile(*words).out
    assert text in out
    assert out.count("\n") == 1
    assert stored().profile.asked is ("--equipment" not in words)


def test_numbers_of_the_printed_lists_are_names(profile):
    profile("--conditions", "3, 5-6", "--equipment", "2,bar")
    assert stored().answers.conditions == {list(profile_file.lasting(KNOWN))[number - 1] for number in (3, 5, 6)}
    assert stored().answers.equipment == {list(profile_file.things(KNOWN))[1], "bar"}


def test_one_answer_leaves_the_others_as_they_were(profile):
    profile("--conditions", "dizzy", "--equipment", "ball", "--home-session")
    profile("--place", "home")
    profile("--no-home-session")
    assert stored().answers == Profile(conditions=frozenset({"dizzy"}), equipment=frozenset({"ball"}), place="home")
    profile("--equipment", "none")
    assert stored().answers.equipment == frozenset()


def test_answer_after_declining_counts(profile):
    profile("--decline")
    assert stored().declined == TODAY
    profile("--none")
    assert stored() == StoredProfile(Profile(), answered=TODAY)


def test_declining_does_not_remove_answers(profile):
    profile("--conditions", "dizzy")
    result = profile("--decline")
    assert (result.status, result.err) == (1, "You have answered already: To take it back: uncrick profile forget.\n")
    assert stored().answers.conditions == {"dizzy"}


def test_consent_is_stored_shown_and_withdrawn(profile):
    profile("--none", "--consents", "weights,prone")
    assert stored().profile.consents == {"weights", "prone"}
    assert "Shrug with light weights" in profile("show").out
    profile("--consents", "none")
    assert stored().answers.consents == frozenset()
    assert "nothing harder" in profile("show").out


# ------------------------------------------------------------------ bad input


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["--conditions", "dizy"], "--conditions does not have 'dizy': Did you mean dizzy?"),
        (["--conditions", "dizzy,pregnent,zzz"], "does not have 'pregnent', 'zzz': Did you mean pregnant?"),
        (["--conditions", "zzz"], "Expected some of neck_injury, "),
        (["--conditions", "back_acute"], "does not have 'back_acute'"),
        (["--conditions", " , "], "for none of them: --none."),
        (["--equipment", "bra"], "Did you mean bar"),
        (["--equipment", "desk"], "does not have 'desk'"),
        (["--equipment", ""], "for none of them: --equipment none."),
        (["--none", "--conditions", "dizzy"], "--conditions and --none contradict each other"),
        (["--none", "--decline"], "--none and --decline contradict each other"),
        (["--place", "moon"], "invalid choice: 'moon'"),
        (["show", "--none"], "profile show cannot be combined with options: Leave out --none."),
        (["forget", "--place", "desk"], "profile forget cannot be combined with options: Leave out --place."),
        (["dance"], "invalid choice: 'dance'"),
        (["--condition", "dizzy"], "invalid choice: 'dizzy'"),
        (["--conditions", "3,99"], "'3,99': 99 is not a number from 1 to 18."),
        (["--consents", "1"], "--consents does not have '1': Expected some of "),
        (["--consents", "prune"], "--consents does not have 'prune': Did you mean prone?"),
        (["--consents", ","], "for none of them: --consents none."),
        ([], "There is no terminal to ask the questions in"),
    ],
)
def test_bad_input_changes_nothing_and_exits_with_2(profile, file, words, text):
    assert text in profile(*words).refused(2)
    assert not file.exists()


def test_a_folder_in_the_files_place_is_reported(profile, file):
    file.mkdir(parents=True)
    for words in (["--none"], ["show"], ["--json"], ["forget"]):
        error = profile(*words).refused()
        assert str(file) in error
        assert "Traceback" not in error


def test_full_disk_is_reported(profile, file, monkeypatch):
    def forbidden(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", forbidden)
    result = profile("--none")
    assert (result.status, result.err) == (1, f"Your profile cannot be saved: {file}: permission denied.\n")


def test_a_damaged_file_is_named_and_the_next_command_goes_on(profile, house, file):
    house.wrote(file, "{")
    assert "profile-damaged-" in profile("show").refused()
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
    assert set(given) == {"conditions", "equipment", "lacks", "place", "home_session", "trains", "consents"}
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
    assert f"removed {file}\n" in profile("forget").printed()
    assert not file.exists()
    assert profile("forget").out.startswith("There was no profile")
    assert json.loads(profile("forget", "--json").out) == {"removed": [], "answers": 0}


def test_a_running_daemon_follows_at_once_also_with_faulty_settings(profile, house):
    with house.living() as life:
        profile("--conditions", "dizzy")
        assert life.parts.suggestions.profile.conditions == {"dizzy"}
        house.wrote(house.settings, "[breaks]\nidle = 3\n")
        profile("--none").printed()
        assert life.parts.suggestions.profile == Profile(asked=True)
        profile("forget")
        assert life.parts.suggestions.profile == Profile()


# ------------------------------------------------------------------ questions

BEFORE = ("--conditions", "dizzy", "--equipment", "bar", "--place", "home", "--home-session", "--trains")
ASKS, THINGS = list(profile_file.lasting(KNOWN)), list(profile_file.things(KNOWN))
NECK_OUT, NECK_IN = "You get no neck exercises. Left out for you: ", "You get neck exercises. Nothing is left out.\n"
EASIEST = "You get the easiest neck exercises."
# What was answered before; each question with the keys pressed then; the answers afterwards; the last line.
TERMINAL = {
    "every question is answered": (
        (),
        [
            ("> ", "3, 16\n"),
            ("Enter keeps the *, 0 for none > ", "1 2-4\n"),
            ("Where do you work?", "h\n"),
            ("session at home", "y\n"),
            ("already train?", "n\n"),
            ("After four weeks, any of these harder ones?", ""),
            ("Enter for none > ", "1\n"),
        ],
        Profile(
            conditions=frozenset({ASKS[2], ASKS[15]}),
            equipment=frozenset(THINGS[2:4]),
            place="home",
            home_session=True,
            consents=frozenset({"weights"}),
        ),
        NECK_OUT,
    ),
    "none of these is typed in full": (
        (),
        [("or none; s skips the question > ", "none\n" + "\n" * 4)],
        Profile(),
        NECK_IN,
    ),
    "Enter alone is asked again": (
        (),
        [("> ", "\n"), ("question > ", "0\n"), ("0 is not a number from 1 to 18.", ""), ("> ", "s\n\n\n\n\n")],
        None,
        EASIEST,
    ),
    "the name of a condition is as good as its number": (
        (),
        [("> ", "dizzy 2\n" + "\n" * 4)],
        Profile(conditions=frozenset({"dizzy", ASKS[1]})),
        "",
    ),
    "Enter leaves what was answered": (
        BEFORE,
        [("*  3  Dizziness", "\n" * 5)],
        Profile(
            conditions=frozenset({"dizzy"}),
            equipment=frozenset({"bar"}),
            place="home",
            home_session=True,
            trains=True,
        ),
        NECK_OUT,
    ),
    "none removes everything": (
        BEFORE[:4],
        [("Enter leaves it as it was > ", "none\n0\n\n\n\n")],
        Profile(lacks=frozenset(THINGS[:2])),
        NECK_IN,
    ),
    "skipping everything declines": ((), [("> ", "s\n" * 5)], None, EASIEST),
    "a typing error is asked again": (
        (),
        [
            ("> ", "99\n"),
            ("99 is not a number from 1 to 18.", "2\n"),
            ("Enter keeps the *, 0 for none > ", "\n"),
            ("Where do you work?", "moon\n"),
            ("d or h, or Enter.", "\n\n\n"),
        ],
        Profile(conditions=frozenset({ASKS[1]})),
        "",
    ),
}


def at_a_terminal(person, typed):
    """Answer the questions; the exit status, and what was shown."""
    with person.terminal("profile") as terminal:
        seen = 0
        for question, keys in typed:
            wait_until(lambda: question in terminal.read()[seen:], f"{question!r} in:\n{terminal.read()}")  # noqa: B023
            seen = terminal.read().index(question, seen) + len(question)
            terminal.press(keys)
        return terminal.status(), terminal.read()


def answers(person):
    """The profile on the disk; None where the questions were declined."""
    file = profile_file.load(str(person.history.with_name("profile.json")))
    assert (file.answered is None) != (file.declined is None)
    return file.answers if file.answered else None


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo terminals")
@pytest.mark.parametrize(("before", "typed", "after", "line"), TERMINAL.values(), ids=TERMINAL.keys())
def test_the_questions_are_asked_in_a_terminal(person, before, typed, after, line):
    if before:
        person.run("profile", *before).printed()
    status, shown = at_a_terminal(person, typed)
    assert (status, answers(person)) == (0, after)
    assert line in shown


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo terminals")
@pytest.mark.parametrize("leaving", ["\x03", "\x04"], ids=["Ctrl+C", "Ctrl+D"])
def test_leaving_halfway_leaves_everything_as_it_was(person, leaving):
    person.run("profile", "--conditions", "dizzy").printed()
    status, shown = at_a_terminal(person, [("> ", "none\n"), ("Enter keeps the *, 0 for none > ", leaving)])
    assert (status, shown.splitlines()[-1]) == (130, "Nothing was changed.")
    assert answers(person) == Profile(conditions=frozenset({"dizzy"}))


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


@pytest.mark.parametrize("daemon", [True, False], ids=["with a daemon", "alone"])
@pytest.mark.parametrize("given", [StoredProfile().decline(TODAY), StoredProfile().answer(Profile(), TODAY)])
def test_new_exercise_here_is_read_first_with_any_profile(house, file, monkeypatch, given, daemon):
    monkeypatch.setattr("uncrick.cli.terminal_guide.TerminalGuide", Stopped)
    profile_file.save(str(file), given)
    with house.living() if daemon else contextlib.nullcontext():
        assert main(["break", "neck_turn", "--here"]) == 0
    assert [exercise.id for exercise in Stopped.first] == ["neck_turn"]


def test_break_without_a_daemon_follows_the_profile(profile, uncrick):
    profile("--conditions", "dizzy")
    assert "left out for you" in uncrick("break", "neck_turn", "--here").refused()
