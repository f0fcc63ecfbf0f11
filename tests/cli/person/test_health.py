"""`uncrick feedback`, `exercises on` and `profile forget`, with a daemon and without one."""

import json
import logging
import sys
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from cli.records import feedback
from uncrick.cli import terminal_guide
from uncrick.cli.person import health
from uncrick.errors import HistoryError
from uncrick.storage.history.store import History


def did(uncrick, house):
    """A routine in this terminal, to its end."""
    assert uncrick("break", "neck_turn", "--here").status == 0
    house.clock.ticks += 1


# ------------------------------------------------------------------ how it was


@pytest.mark.parametrize(
    ("words", "recorded", "text"),
    [
        (["fine"], ("fine", {"exercise": "neck_turn", "variant": ""}), "Noted."),
        (
            ["hard"],
            ("hard", {"exercise": "neck_turn", "variant": ""}),
            "Turn your head: a little less, the next 3 times.",
        ),
        (
            ["hurt", "--score", "8"],
            ("hurt", {"exercise": "neck_turn", "variant": "", "score": 8}),
            "Turn your head stays out until you turn it on again: uncrick exercises on neck_turn",
        ),
        (
            ["hurt", "--exercise", "neck_nod"],
            ("hurt", {"exercise": "neck_nod", "variant": ""}),
            "Look down and up rests until",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_answer_is_recorded_and_its_effect_printed(uncrick, house, life, words, recorded, text):
    did(uncrick, house)
    assert uncrick("feedback", *words).printed().startswith(text)
    assert feedback(house) == [recorded]


def test_gone_in_time_eases_only(uncrick, house, life):
    did(uncrick, house)
    uncrick("feedback", "hurt", "--score", "2")
    house.clock.ticks += 600
    assert uncrick("feedback", "gone").out == "Turn your head: gently, the next 3 times.\n"
    house.clock.ticks += 600
    assert uncrick("feedback", "gone").refused().startswith("Nothing to follow up: ")


@pytest.mark.parametrize(
    ("score", "region", "text"),
    [
        ("3", "back", "Noted."),
        ("5", "shoulder", "Only gentle shoulder exercises today."),
        ("7", None, "No neck exercises today. A short relief: uncrick ease"),
    ],
)
def test_pain_before_a_routine_is_recorded_for_the_day(uncrick, house, life, score, region, text):
    where = [] if region is None else ["--region", region]
    result = uncrick("feedback", "pain", "--score", score, *where)
    assert result.out.splitlines()[0] == text
    assert feedback(house) == [("pain", {"score": int(score), "region": region or "neck"})]


@pytest.mark.unix("the region by LANG")
def test_unwell_prints_the_card_and_turns_exercises_off_for_the_day(uncrick, house, life):
    result = uncrick("feedback", "unwell")
    assert result.out.startswith("There are no more exercises today.\n")
    assert "Call 112 now:" in result.out
    assert "uncrick safety --sign 3" in result.out
    for words in (["break", "--here"], ["ease", "--here"], ["break", "neck_turn", "--here"]):
        assert uncrick(*words).refused()


def test_json_has_the_effect_and_the_safety_lock(uncrick, house, life):
    result = json.loads(uncrick("feedback", "unwell", "--json").out)
    assert result == {"said": ["There are no more exercises today."], "safety": {"locked": False, "unwell": True}}


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["pain"], "Pain needs a number"),
        (["fine", "--score", "3"], "--score cannot be used with fine"),
        (["unwell", "--exercise", "neck_turn"], "--exercise cannot be used with unwell"),
        (["hurt", "--region", "neck"], "--region cannot be used with hurt"),
        (["hurt", "--score", "11"], "is not a score"),
        (["hurt", "--score", "-1"], "score"),
        (["hurt", "--exercise", "moon"], "There is no exercise 'moon'"),
        (["sideways"], "invalid choice"),
        ([], "required"),
    ],
)
def test_wrong_words_are_wrong_usage_and_write_nothing(uncrick, house, at, words, text):
    assert text in uncrick("feedback", *words).refused(2)
    assert feedback(house) == []


def test_feedback_without_a_routine_says_what_to_do(uncrick, house, life):
    error = uncrick("feedback", "hurt").refused()
    assert error.endswith("to report on: Name the exercise: uncrick feedback hurt --exercise ID.\n")


def test_a_day_later_unwell_is_over(uncrick, house, at, clock):
    uncrick("feedback", "unwell")
    house.clock.ticks += timedelta(days=1).total_seconds()
    assert uncrick("break", "neck_turn", "--here").status == 0


# ------------------------------------------------------------------ turned on again


def test_retired_exercise_returns_gently_when_turned_on(uncrick, house, life):
    did(uncrick, house)
    uncrick("feedback", "hurt", "--score", "9")
    refused = uncrick("break", "neck_turn", "--here")
    assert (refused.status, "uncrick exercises on neck_turn" in refused.err) == (1, True)
    result = uncrick("exercises", "on", "neck_turn")
    assert (result.status, result.out) == (0, "Turn your head: gently, the next 3 times.\n")
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

    def types(*presses):
        @contextmanager
        def typed():
            yield Keys(clock, ["\n", *presses])

        monkeypatch.setattr(terminal_guide, "_keys", typed)
        monkeypatch.setattr(health, "time", terminal_guide.time)
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)

    return types


@pytest.mark.unix("a terminal of Unix")
@pytest.mark.parametrize(
    ("keys", "word"),
    [(["n", "n", "f"], "fine"), (["n", "n", "b"], "hard"), (["n", "n"], "no_answer"), (["q", "\n"], "interrupted")],
)
def test_the_terminal_asks_once_after_something_new(uncrick, house, life, typing, keys, word):
    typing(*keys)
    assert uncrick("break", "neck_turn", "--here").status == 0
    assert [result for result, _ in feedback(house)] == [word]
    typing("n", "n", "b")
    uncrick("break", "neck_turn", "--here")
    assert [result for result, _ in feedback(house)] == [word], "one question a day"


def test_h_stops_the_routine_and_asks_for_the_score(uncrick, house, life, typing):
    typing("", "", "h", "1", "0", "\n")
    result = uncrick("break", "neck_turn", "--here")
    assert "Stopped. What you did counts." in result.out
    assert "Turn your head stays out until you turn it on again" in result.out
    assert feedback(house) == [("hurt", {"exercise": "neck_turn", "variant": "", "score": 10})]


def test_unwell_instead_of_a_score_records_both(uncrick, house, life, typing):
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


@pytest.mark.unix("XDG")
def test_forget_leaves_no_health_answer_on_the_disk(uncrick, house, life):
    did(uncrick, house)
    uncrick("feedback", "hurt", "--score", "9")
    uncrick("feedback", "pain", "--score", "8", "--region", "back")
    uncrick("safety", "--sign", "cauda")
    if life is not None:
        life.passes(3700)
        life.clicks("evening", "stiff")
    assert b"cauda" in bytes_on_disk(house)
    out = uncrick("profile", "forget").printed()
    asked = 2 if life else 0  # whether it still hurts, without an answer; and how the neck was
    assert f"removed {3 + asked} health answers from " in out
    left = bytes_on_disk(house)
    for trace in (b"cauda", b'"hurt"', b'"pain"', b'"signs"', b'"score"', b"hurt{", b"stiff"):
        assert trace not in left
    assert [record["kind"] for record in json.loads(uncrick("history", "--json").out)][:2] == ["started", "done"]
    assert json.loads(uncrick("safety", "--json").out)["safety"] is None
    assert uncrick("break", "neck_turn", *([] if life else ["--here"])).status == 0
    again = json.loads(uncrick("profile", "forget", "--json").out)
    assert again["answers"] == 0


def test_unwritten_records_are_forgotten_too(uncrick, house, at, monkeypatch):
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
