"""`uncrick feedback`, `safety`, `exercises on` and `profile forget`, with a daemon and without one."""

import json
import logging
import sqlite3
import sys
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.life import MONDAY
from uncrick.cli import offline, terminal_guide
from uncrick.core.model.profile import Profile
from uncrick.core.model.record import Kind
from uncrick.storage import paths, profile_file
from uncrick.storage.history_store import History
from uncrick.storage.profile_file import StoredProfile
from uncrick.storage.shipped_data import catalogue

KNOWN = catalogue()
TODAY = MONDAY.date()
TURN = KNOWN.exercise("neck_turn")
BOTH = pytest.mark.parametrize("daemon", [False, True], ids=["alone", "with a daemon"])
DAY = 86_400


@pytest.fixture
def clock(house, monkeypatch):
    """Time passes while it is waited for; without a daemon its clock is ours as well."""

    def sleep(seconds):
        house.clock.ticks += seconds
        for life in house.lives:
            life.call(life.parts.heartbeat.look)

    passing = SimpleNamespace(monotonic=lambda: house.clock.ticks, sleep=sleep)
    monkeypatch.setattr(terminal_guide, "time", passing)
    monkeypatch.setattr(offline, "SystemClock", lambda: house.clock)
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    for name in ("LC_ALL", "LC_TELEPHONE", "LC_ADDRESS", "LC_MONETARY", "LC_TIME"):
        monkeypatch.delenv(name, raising=False)
    return house.clock


@pytest.fixture
def at(house, clock):
    """A house with or without a daemon in it, whose profile is answered."""
    house.wrote(house.said, json.dumps({"welcomed": str(TODAY), "offered": str(TODAY)}))
    profile_file.save(paths.profile_file(), StoredProfile().answer(Profile(conditions=frozenset()), TODAY))
    return lambda daemon: house.living() if daemon else nullcontext()


def feedback(house):
    """Every feedback record on the disk: the word and its details."""
    history = History.read(str(house.history))
    try:
        return [(record.feedback, dict(record.detail)) for record in history.records() if record.kind is Kind.FEEDBACK]
    finally:
        history.shut()


def did(uncrick, house):
    """A routine in this terminal, to its end."""
    assert uncrick("break", "neck_turn", "--here").status == 0
    house.clock.ticks += 1


# ------------------------------------------------------------------ how it was


@BOTH
@pytest.mark.parametrize(
    ("words", "recorded", "text"),
    [
        (["fine"], ("fine", {"exercise": "neck_turn", "variant": ""}), "Noted."),
        (
            ["hard"],
            ("hard", {"exercise": "neck_turn", "variant": ""}),
            "Turn and look: a little less, the next 3 times.",
        ),
        (
            ["hurt", "--score", "8"],
            ("hurt", {"exercise": "neck_turn", "variant": "", "score": 8}),
            "Turn and look stays out. Back only by you: uncrick exercises on neck_turn",
        ),
        (
            ["hurt", "--exercise", "neck_nod"],
            ("hurt", {"exercise": "neck_nod", "variant": ""}),
            "Nod and look up rests until",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_answer_is_recorded_and_its_effect_printed(uncrick, house, at, daemon, words, recorded, text):
    with at(daemon):
        did(uncrick, house)
        assert uncrick("feedback", *words).printed().startswith(text)
        assert feedback(house) == [recorded]


@BOTH
def test_gone_in_time_eases_only(uncrick, house, at, daemon):
    with at(daemon):
        did(uncrick, house)
        uncrick("feedback", "hurt", "--score", "2")
        house.clock.ticks += 600
        assert uncrick("feedback", "gone").out == "Turn and look: gently, the next 3 times.\n"
        house.clock.ticks += 600
        assert uncrick("feedback", "gone").refused().startswith("Nothing to follow up: ")


@BOTH
@pytest.mark.parametrize(
    ("score", "region", "text"),
    [
        ("3", "back", "Noted."),
        ("5", "shoulder", "Only gentle shoulder exercises today."),
        ("7", None, "No neck exercises today. A short relief: uncrick ease"),
    ],
)
def test_pain_before_a_routine_is_recorded_for_the_day(uncrick, house, at, daemon, score, region, text):
    with at(daemon):
        where = [] if region is None else ["--region", region]
        result = uncrick("feedback", "pain", "--score", score, *where)
        assert result.out.splitlines()[0] == text
        assert feedback(house) == [("pain", {"score": int(score), "region": region or "neck"})]


@BOTH
def test_unwell_prints_the_card_and_turns_exercises_off_for_the_day(uncrick, house, at, daemon):
    with at(daemon):
        result = uncrick("feedback", "unwell")
        assert result.out.startswith("No exercises for the rest of today.\n")
        assert "Call 112 now:" in result.out
        for words in (["break", "--here"], ["ease", "--here"], ["break", "neck_turn", "--here"]):
            assert uncrick(*words).refused()


@BOTH
def test_json_has_the_effect_and_the_safety_lock(uncrick, house, at, daemon):
    with at(daemon):
        result = json.loads(uncrick("feedback", "unwell", "--json").out)
        assert result == {"said": ["No exercises for the rest of today."], "safety": {"locked": False, "unwell": True}}


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["pain"], "pain needs a number"),
        (["fine", "--score", "3"], "fine takes no --score"),
        (["unwell", "--exercise", "neck_turn"], "unwell takes no --exercise"),
        (["hurt", "--region", "neck"], "hurt takes no --region"),
        (["hurt", "--score", "11"], "is no score"),
        (["hurt", "--score", "-1"], "score"),
        (["hurt", "--exercise", "moon"], "There is no exercise 'moon'"),
        (["sideways"], "invalid choice"),
        ([], "required"),
    ],
)
def test_wrong_words_are_wrong_usage_and_write_nothing(uncrick, house, at, words, text):
    result = uncrick("feedback", *words)
    assert result.status == 2
    assert text in result.err
    assert feedback(house) == []


@BOTH
def test_feedback_without_a_routine_says_what_to_do(uncrick, house, at, daemon):
    with at(daemon):
        error = uncrick("feedback", "hurt").refused()
        assert error == "Nothing was done lately: Name the exercise: uncrick feedback hurt --exercise ID.\n"


# ------------------------------------------------------------------ the card and the lock


@BOTH
def test_the_card_has_every_sign_in_three_groups_and_the_number(uncrick, house, at, daemon):
    with at(daemon):
        out = uncrick("safety").printed()
        text = " ".join(out.split())
        heads = ["Call 112 now:", "Stop, and see a clinician in a day or two:", "Book a clinician or physiotherapist:"]
        assert [text.index(head) for head in heads] == sorted(text.index(head) for head in heads)
        for flag in KNOWN.red_flags:
            assert flag.text in text
        assert "your emergency number" not in text
        assert max(map(len, out.splitlines())) <= 80
        assert feedback(house) == []


def test_the_card_as_json(uncrick, at):
    result = json.loads(uncrick("safety", "--json").out)
    assert result["number"] == "112"
    assert {sign["id"] for sign in result["signs"]} == {flag.id for flag in KNOWN.red_flags}
    assert {sign["severity"] for sign in result["signs"]} == {"emergency", "urgent", "routine"}
    assert result["safety"] is None


def test_the_setting_names_another_number(uncrick, house, at):
    house.wrote(house.settings, '[safety]\nregion = "jp"\n')
    assert "Call 119 now:" in uncrick("safety").out


def test_showing_the_card_creates_no_history(uncrick, house, at):
    uncrick("safety", "--json")
    assert not house.history.exists()


@BOTH
def test_sign_locks_until_released_after_its_time(uncrick, house, at, daemon):
    with at(daemon):
        result = uncrick("safety", "--sign", "chest", "nerve")
        assert result.status == 0
        assert result.out.startswith("Stop. Call 112 now. Do not stretch it out.\n")
        assert "Exercises are off for safety." in result.out
        assert json.loads(uncrick("safety", "--json").out)["safety"]["signs"] == ["chest", "nerve"]
        assert uncrick("safety").out.startswith("Exercises are off for safety since ")
        for words in (["break", "--here"], ["ease", "--here"], ["break", "neck_turn", "--here"]):
            assert uncrick(*words).status == 1
        uncrick("safety", "--checked").refused()
        house.clock.ticks += DAY
        assert uncrick("safety", "--checked").out == "Exercises are on again.\n"
        assert json.loads(uncrick("safety", "--json").out)["safety"] is None


@pytest.mark.parametrize("broken", ["history", "profile"])
def test_card_and_actions_are_shown_with_damaged_files(uncrick, house, broken):
    uncrick("feedback", "fine", "--exercise", "shrug")
    if broken == "history":
        with sqlite3.connect(house.history) as base:
            base.execute("pragma user_version = 99")
    else:
        house.wrote(Path(paths.profile_file()), '{"schema": 99}')
    before = house.history.read_bytes()
    assert "Chest pain" in uncrick("safety").out
    result = uncrick("safety", "--sign", "chest")
    assert result.out.startswith("Stop. Call ")
    assert result.status == (1 if broken == "history" else 0)
    if broken == "history":
        assert house.history.read_bytes() == before
    else:
        assert [word for word, _ in feedback(house)] == ["fine", "signs"]


@BOTH
def test_signs_may_be_given_one_by_one(uncrick, house, at, daemon):
    with at(daemon):
        uncrick("safety", "--sign", "chest", "--sign", "nerve")
        assert json.loads(uncrick("safety", "--json").out)["safety"]["signs"] == ["chest", "nerve"]


@BOTH
def test_unknown_sign_is_named_and_locks_nothing(uncrick, house, at, daemon):
    with at(daemon):
        result = uncrick("safety", "--sign", "chest", "moon")
        assert result.status != 0
        assert "There is no sign 'moon'" in result.err
        assert feedback(house) == []


def test_status_and_today_say_that_exercises_are_off(uncrick, house, at):
    with at(True):
        uncrick("safety", "--sign", "nerve")
        for words in (["status"], ["today"]):
            assert (
                "Exercises are off for safety since Mon 09:00. Why, and what to do: uncrick safety."
                in uncrick(*words).out
            )
        status = json.loads(uncrick("status", "--json").out)
        assert status["safety"] == {
            "locked": True,
            "since": "2026-11-23T09:00:00+00:00",
            "signs": ["nerve"],
            "releasable_at": "2026-11-23T09:00:00+00:00",
        }


def test_a_prompt_without_exercises_is_reported_in_words(uncrick, house, at):
    with at(True) as life:
        uncrick("safety", "--sign", "nerve")
        life.passes(3700)
        out = uncrick("status").out
        assert out.startswith("Due now: look away for a minute. uncrick done, snooze or skip.\n")
        for words in (["break"], ["break", "--here"], ["ease"], ["another"]):
            uncrick(*words).refused()
        assert uncrick("done").status == 0


# ------------------------------------------------------------------ turned on again


@BOTH
def test_retired_exercise_returns_gently_when_turned_on(uncrick, house, at, daemon):
    with at(daemon):
        did(uncrick, house)
        uncrick("feedback", "hurt", "--score", "9")
        refused = uncrick("break", "neck_turn", "--here")
        assert (refused.status, "uncrick exercises on neck_turn" in refused.err) == (1, True)
        result = uncrick("exercises", "on", "neck_turn")
        assert (result.status, result.out) == (0, "Turn and look: gently, the next 3 times.\n")
        uncrick("exercises", "on", "neck_turn").refused()


@pytest.mark.parametrize("words", [["on"], ["neck_turn", "neck_nod"], ["on", "moon"]], ids=" ".join)
def test_a_wrong_way_to_turn_one_on_is_wrong_usage(uncrick, at, words):
    assert uncrick("exercises", *words).status == 2


# ------------------------------------------------------------------ in the terminal that led the routine


class Keys:
    """Somebody who presses these keys, one at each moment of waiting after the routine."""

    def __init__(self, clock, presses):
        self.clock, self.presses = clock, list(presses)

    def wait(self, seconds):
        self.clock.ticks += seconds
        return self.presses.pop(0) if self.presses else ""


@pytest.fixture
def typing(house, clock, monkeypatch):
    """Keys for the question, after the Enter on what is read first; the routine itself is passed over by n."""
    from contextlib import contextmanager

    from uncrick.cli import health

    def types(*presses):
        @contextmanager
        def typed():
            yield Keys(clock, ["\n", *presses])

        monkeypatch.setattr(terminal_guide, "_keys", typed)
        monkeypatch.setattr(health, "time", terminal_guide.time)
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)

    return types


@BOTH
@pytest.mark.parametrize(
    ("keys", "word"),
    [(["n", "n", "f"], "fine"), (["n", "n", "b"], "hard"), (["n", "n"], "no_answer"), (["q", "\n"], "interrupted")],
)
def test_the_terminal_asks_once_after_something_new(uncrick, house, at, typing, daemon, keys, word):
    with at(daemon):
        typing(*keys)
        assert uncrick("break", "neck_turn", "--here").status == 0
        assert [result for result, _ in feedback(house)] == [word]
        typing("n", "n", "b")
        uncrick("break", "neck_turn", "--here")
        assert [result for result, _ in feedback(house)] == [word], "one question a day"


@BOTH
def test_h_stops_the_routine_and_asks_for_the_score(uncrick, house, at, typing, daemon):
    with at(daemon):
        typing("", "", "h", "1", "0", "\n")
        result = uncrick("break", "neck_turn", "--here")
        assert "Stopped. What you did counts." in result.out
        assert "Turn and look stays out." in result.out
        assert feedback(house) == [("hurt", {"exercise": "neck_turn", "variant": "", "score": 10})]


@BOTH
def test_unwell_instead_of_a_score_records_both(uncrick, house, at, typing, daemon):
    with at(daemon):
        typing("", "h", "u")
        result = uncrick("break", "neck_turn", "--here")
        assert "uncrick safety" in result.out
        assert [word for word, _ in feedback(house)] == ["hurt", "unwell"]


def test_without_a_terminal_nothing_is_asked(uncrick, house, at, clock):
    did(uncrick, house)
    assert feedback(house) == []


# ------------------------------------------------------------------ forgotten


def bytes_on_disk(house):
    return b"".join(file.read_bytes() for file in house.root.rglob("*") if file.is_file())


@BOTH
def test_forget_leaves_no_health_answer_on_the_disk(uncrick, house, at, daemon):
    with at(daemon) as life:
        did(uncrick, house)
        uncrick("feedback", "hurt", "--score", "9")
        uncrick("feedback", "pain", "--score", "8", "--region", "back")
        uncrick("safety", "--sign", "cauda")
        if life is not None:
            life.passes(3700)
            life.clicks("evening", "stiff")
        assert b"cauda" in bytes_on_disk(house)
        out = uncrick("profile", "forget").printed()
        asked = 2 if daemon else 0  # whether it still hurts, without an answer; and how the neck was
        assert f"removed {3 + asked} health answers from " in out
        left = bytes_on_disk(house)
        for trace in (b"cauda", b'"hurt"', b'"pain"', b'"signs"', b'"score"', b"hurt{", b"stiff"):
            assert trace not in left
        assert [record["kind"] for record in json.loads(uncrick("history", "--json").out)][:2] == ["started", "done"]
        assert json.loads(uncrick("safety", "--json").out)["safety"] is None
        assert uncrick("break", "neck_turn", *([] if daemon else ["--here"])).status == 0
        again = json.loads(uncrick("profile", "forget", "--json").out)
        assert again["answers"] == 0


def test_unwritten_records_are_forgotten_too(uncrick, house, at, monkeypatch):
    from uncrick.errors import HistoryError

    with at(True) as life:
        did(uncrick, house)
        whole = History.append

        def full(self, record):
            raise HistoryError("The history cannot be used", "the disk is full.")

        monkeypatch.setattr(History, "append", full)
        assert uncrick("feedback", "hurt", "--score", "9").status == 1
        monkeypatch.setattr(History, "append", whole)
        uncrick("profile", "forget")
        life.passes(60)
        assert feedback(house) == []


def test_damaged_history_set_aside_is_named(uncrick, house, at):
    aside = house.wrote(house.history.with_name("history-damaged-20260101T000000.db"), "hurt")
    result = uncrick("profile", "forget")
    assert str(aside) in result.err
    assert aside.exists()


def test_health_answers_are_not_logged(uncrick, house, at, caplog):
    caplog.set_level(logging.DEBUG)
    with at(True) as life:
        did(uncrick, house)
        uncrick("feedback", "hurt", "--score", "9")
        uncrick("safety", "--sign", "cauda")
        uncrick("profile", "forget")
        life.passes(60)
    for word in ("hurt", "cauda", "score", "neck_turn"):
        assert word not in caplog.text


def test_log_file_has_no_health_answers(person):
    person.daemon()
    for words in (
        ["feedback", "hurt", "--exercise", "neck_turn", "--score", "9"],
        ["feedback", "pain", "--score", "8"],
        ["safety", "--sign", "cauda"],
        ["feedback", "unwell"],
    ):
        assert person.run(*words).status == 0
    status = json.loads(person.run("status", "--json").out)
    assert status["safety"]["signs"] == ["cauda"]
    assert person.run("profile", "forget").status == 0
    assert json.loads(person.run("status", "--json").out)["safety"] is None
    person.run("quit")
    files = [file for file in Path(person.root).rglob("*") if file.is_file()]
    assert person.history in files
    for file in files:
        text = file.read_bytes()
        assert b"cauda" not in text, file
        assert b'"score"' not in text, file


# ------------------------------------------------------------------ the region


def test_terminal_asks_once_which_signs_apply(person):
    with person.terminal("safety", LANG="en_AU.UTF-8") as terminal:
        terminal.shows("Call 000 now:")
        terminal.shows("Numbers such as 1, 7; Enter for none > ")
        terminal.press("99\n")
        terminal.shows("99 is no number from 1 to 15.")
        terminal.press("1\n")
        terminal.shows("Stop. Call 000 now. Do not stretch it out.")
        assert terminal.status() == 0
    [record] = person.records()
    assert (record["feedback"], record["detail"]) == ("signs", {"signs": "chest"})


def test_enter_means_no_sign(person):
    with person.terminal("safety") as terminal:
        terminal.shows("Enter for none > ")
        terminal.press("\n")
        assert terminal.status() == 0
    [record] = person.records()
    assert (record["feedback"], record["detail"]) == ("signs", {"signs": ""})


def test_a_day_later_unwell_is_over(uncrick, house, at, clock):
    uncrick("feedback", "unwell")
    house.clock.ticks += timedelta(days=1).total_seconds()
    assert uncrick("break", "neck_turn", "--here").status == 0
