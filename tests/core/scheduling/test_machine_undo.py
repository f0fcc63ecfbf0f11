"""An answer can be taken back: the same prompt is due again, and the record stays and is marked."""

import pytest

from stories import each_way, tell
from uncrick.core.scheduling import events as ev

STORIES = {
    "a skip is taken back": (
        "types 60:05 | skips | types 60:35 | undoes | phase due | bubble up | showings of the same prompt | "
        "history 60:00 prompted, 60:05 skipped, 60:35 undone | detail answer=skipped"
    ),
    "done is taken back": (
        "types 60:05 | says_done | types 60:35 | undoes | phase due | history ends 60:05 done, 60:35 undone"
    ),
    "a snooze is taken back and both are left": (
        "types 60:05 | snoozes | types 60:35 | undoes | phase due | snoozes_left 2 | types 65:35 | "
        "history ends 65:35 ignored"
    ),
    "a break that was noted unasked is taken back": (
        "types 30:00 | says_done | count 0:00 | types 31:00 | undoes | phase working | count 31:00 | types 60:00 | "
        "prompts 60:00"
    ),
    "the count goes on as if nothing had been said": ("types 60:05 | skips | types 62:05 | undoes | count 62:05"),
    "what came back has its own five minutes": (
        "types 64:00 | skips | types 64:30 | undoes | types 69:29 | phase due | types 69:30 | "
        "history ends 69:30 ignored"
    ),
    "for ten minutes": "types 60:05 | skips | types 70:04 | undoes | phase due",
    "and no longer": "types 60:05 | skips | types 70:05 | undoes | refused Nothing to undo",
    "undo is a setting": "with undo=60.0 | types 60:05 | skips | types 61:05 | undoes | refused Nothing to undo",
    "only once": "types 60:05 | skips | undoes | undoes | refused Nothing to undo | phase due",
    "not before anything was said": "types 30:00 | undoes | refused Nothing to undo",
    "a pause ends the chance": "types 60:05 | skips | pauses 5 | undoes | refused Nothing to undo",
    "an absence ends the chance": "types 60:05 | skips | stops 62:00 | types | undoes | refused Nothing to undo",
    "a lock ends the chance": "types 60:05 | skips | locks | unlocks | undoes | refused Nothing to undo",
    "the next prompt ends the chance": (
        "with snooze=120.0 | types 60:00 | snoozes | types 62:00 | phase due | undoes | refused Nothing to undo"
    ),
    "a prompt that comes as a call ends does too": (
        "with after_busy=0.0; snooze=60.0 | types 60:00 | snoozes | begins call | types 62:00 | ends call | "
        "phase due | undoes | refused Nothing to undo"
    ),
    "a break that was broken off is taken back": (
        "types 60:05 | snoozes | types 62:05 | starts | types 62:10 | breaks_off | types 62:40 | undoes | phase due | "
        "snoozes_left 1 | showings of the same prompt | history ends 62:10 part_done, 62:40 undone"
    ),
    "a break that was marked as done is taken back": (
        "types 60:05 | starts | types 60:10 | says_done | types 60:40 | undoes | phase due | "
        "showings of the same prompt | history ends 60:10 done, 60:40 undone"
    ),
    "a break that came to its end in silence is taken back": (
        "types 60:05 | starts | stops 63:00 | types 63:05 | undoes | phase due | showings of the same prompt"
    ),
    "but not once the person stayed away for a break": (
        "types 60:05 | starts | stops 67:00 | types 67:05 | undoes | refused Nothing to undo"
    ),
    "nor what was broken off by a lock": (
        "types 60:05 | starts | stops 61:00 | locks | stops 62:30 | unlocks | types | undoes | refused Nothing to undo"
    ),
    "a break begun unasked is taken back": (
        "types 30:00 | starts | types 30:05 | breaks_off | count 0:00 | undoes | phase working | count 30:00 | "
        "types 60:05 | prompts 60:05"
    ),
    "a break that is on ends the chance": "types 60:05 | says_done | starts | undoes | refused Nothing to undo",
    "in a call it waits like any other": (
        "types 60:05 | begins dnd | ends dnd | types 62:10 | skips | begins dnd | undoes | phase working | "
        "history ends 62:10 skipped, 62:10 undone | types 70:00 | ends dnd | types 72:00 | phase due"
    ),
    "a skip while a repeat waits is taken back too": (
        "types 65:00 | skips | types 66:00 | undoes | phase due | "
        "history ends 65:00 ignored, 65:00 skipped, 66:00 undone"
    ),
    "whoever begins what was skipped did not mean to skip it": (
        "types 60:05 | skips | types 60:35 | starts | phase on_break | routine of the prompt | "
        "history ends 60:05 skipped, 60:35 undone, 60:35 started"
    ),
    "a restart keeps the chance": "types 60:05 | skips | dies seconds_=20 | types 61:00 | undoes | phase due",
    "a long stop ends it": "types 60:05 | skips | dies minutes=3 | undoes | refused Nothing to undo",
    "done with nothing due is noted once in five minutes": (
        "types 30:00 | says_done | types 34:59 | says_done | types 35:00 | says_done | "
        "history 30:00 stepped_away, 35:00 stepped_away"
    ),
}


@each_way(STORIES)
def test_story(story, make):
    tell(story, make)


@pytest.mark.parametrize("answer", ["skips", "says_done", "snoozes"])
def test_the_record_names_the_answer(a_desk, answer):
    desk = a_desk()
    desk.types("60:05")
    getattr(desk, answer)()
    answered = desk.records[-1]
    desk.undoes()
    assert desk.records[-1].detail["of"] == answered.id


def test_a_break_that_hurt_is_not_due_again(a_desk):
    desk = a_desk()
    desk.types("60:05")
    desk.starts()
    desk.happens(ev.FeedbackGiven("hurt", "tray"))
    assert desk.state.answered is None
