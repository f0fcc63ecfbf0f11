"""What a person tells of pain: it is written down, ends a routine where it must, and changes nothing else."""

from dataclasses import replace

import pytest

from desk import Desk, suggestion
from uncrick.core.model.record import Fact, Kind
from uncrick.core.model.suggestion import Form, Suggestion
from uncrick.core.scheduling import events as ev
from uncrick.core.scheduling.rules import Occasion
from uncrick.core.scheduling.state import Phase

NOTHING = replace(suggestion(), items=(), relax_seconds=0, total_seconds=0, form=Form.LOCKED)


def nothing(occasion: Occasion) -> Suggestion:
    return NOTHING


def locked() -> Desk:
    """An hour of work with the lock on, and the prompt without exercises."""
    desk = Desk()
    desk.rules = replace(desk.rules, suggest=nothing)
    desk.types("60:00")
    assert desk.phase is Phase.DUE
    return desk


def test_feedback_is_recorded_with_its_facts() -> None:
    desk = Desk()
    desk.types("10:00")
    desk.happens(ev.FeedbackGiven("hurt", "tray", {"exercise": "neck_turn", "score": 4}))
    [written] = desk.of(Kind.FEEDBACK)

    assert (written.feedback, written.source, written.until, written.routine) == ("hurt", "tray", None, ())
    assert written.detail == {"exercise": "neck_turn", "score": 4}
    assert desk.history == ["10:00 feedback"]


@pytest.mark.parametrize(("word", "detail"), [("hurt", {"score": 8}), ("unwell", {}), ("signs", {"signs": "chest"})])
def test_pain_and_signs_break_off_the_routine_first(word: str, detail: dict[str, Fact]) -> None:
    desk = Desk()
    desk.starts()
    desk.goes_on("0:20")
    desk.happens(ev.FeedbackGiven(word, "cli", detail))

    assert desk.history == ["0:00 started", "0:20 part_done", "0:20 feedback"]
    assert desk.phase is Phase.WORKING


@pytest.mark.parametrize("word", ["fine", "hard", "gone", "signs", "pain", "worse"])
def test_other_answers_leave_it_on(word: str) -> None:
    desk = Desk()
    desk.starts()
    desk.goes_on("0:20")
    desk.happens(ev.FeedbackGiven(word, "cli"))

    assert desk.phase is Phase.ON_BREAK


@pytest.mark.parametrize("word", ["hurt", "unwell", "signs", "fine"])
def test_feedback_changes_nothing_else(word: str) -> None:
    desk = Desk()
    desk.types("60:00")
    before = desk.state
    desk.happens(ev.FeedbackGiven(word, "cli"))

    presence = replace(before.presence, unbroken_since=desk.now.ticks)  # only a person says such a thing
    after = replace(before, serial=before.serial + 1, snapshot_mark=desk.state.snapshot_mark, presence=presence)
    assert desk.state == after


def test_a_prompt_without_exercises_cannot_be_started() -> None:
    desk = locked()
    desk.starts()

    assert [refusal.title for refusal in desk.refusals] == ["No exercises now"]
    assert desk.phase is Phase.DUE


def test_nor_swapped() -> None:
    desk = locked()
    desk.wants_another()

    assert [refusal.message for refusal in desk.refusals] == [
        "There is nothing to swap: no exercises are suggested now."
    ]


def test_but_it_can_be_answered() -> None:
    for answer, kind in ((ev.Answer.DONE, Kind.DONE), (ev.Answer.SKIP, Kind.SKIPPED), (ev.Answer.SNOOZE, Kind.SNOOZED)):
        desk = locked()
        desk.says(answer)
        [written] = desk.of(kind)
        assert written.routine == ()
        assert desk.refusals == []
