"""The object of `status --json`, and the words for a reason."""

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from desk import Desk, suggestion
from uncrick.core.history.day import Today
from uncrick.core.presentation.status import status

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=BERLIN)
OFFICE = ["Mon-Fri 08:30-18:00"]


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=BERLIN)


def a_desk(story: str = "", **settings: Any) -> Desk:
    """A desk that has lived through a story: calls of `Desk`, such as `types 60:00; snoozes`."""
    desk = Desk(**{"start": MONDAY, "zone": BERLIN, "watched": False, **settings})
    for move in filter(None, story.split("; ")):
        word, *arguments = move.split()
        getattr(desk, word)(*(float(text) if text.isdigit() else text for text in arguments))
    return desk


def shown(desk: Desk, read_first: tuple[str, ...] = ()) -> dict[str, Any]:
    today = Today(desk.now.wall.astimezone(desk.rules.zone).date())
    plain = status(desk.state, desk.rules, desk.now, today, read_first)
    assert json.loads(json.dumps(plain)) == plain, "it is plain JSON"
    return plain


def iso(clock: str) -> str:
    return f"2026-11-23T{clock}:00+01:00"


WAITS = "waiting for a pause in your typing"
SHORT = {"every": 1200.0, "window": 300.0}
STORIES: dict[str, tuple[dict[str, Any], str, dict[str, Any]]] = {
    # what: the settings, the story, and what the status then says
    "input that never pauses is nobody's": (
        {},
        "types 200:00",
        {
            "phase": "working",
            "active_seconds": 1200,
            "next_prompt_at": None,
            "reason": "no_pause",
            "suppressed_by": ["no_pause"],
            "badge": True,
        },
    ),
    "plain work has a next prompt and no reason": (
        {},
        "types 30:00",
        {
            "phase": "working",
            "since": iso("09:00"),
            "active_seconds": 1800,
            "next_prompt_at": iso("10:00"),
            "reason": None,
            "suppressed_by": [],
            "prompt": None,
            "snoozes_left": 2,
            "badge": False,
            "break": None,
        },
    ),
    "in the window it waits for a pause in typing": ({}, "types 55:00", {"reason": WAITS}),
    "a prompt says since when it is due": (
        {},
        "types 60:00",
        {"phase": "due", "since": iso("10:00"), "next_prompt_at": None, "reason": "a break is due since 10:00"},
    ),
    "a snooze says when it ends and how many are left": (
        {},
        "types 60:00; snoozes",
        {
            "phase": "snoozed",
            "reason": "snoozed until 10:10",
            "next_prompt_at": iso("10:10"),
            "again_at": iso("10:10"),
            "snoozes_left": 1,
        },
    ),
    "a repeat says when it comes": (
        {},
        "types 66:00",
        {
            "phase": "working",
            "reason": "it comes once more at 10:15",
            "next_prompt_at": iso("10:15"),
            "again_at": iso("10:15"),
        },
    ),
    "the last prompt of the day has a repeat": (
        {"max_a_day": 1},
        "types 66:00",
        {"reason": "it comes once more at 10:15"},
    ),
    "a badge": ({}, "types 81:00", {"badge": True}),
    "a pause says until when": (
        {},
        "types 10:00; pauses 60",
        {"phase": "paused", "paused_until": iso("10:10"), "reason": "paused until 10:10"},
    ),
    "a pause until another day names the day": ({}, "pauses 1380", {"reason": "paused until Tue 08:00"}),
    "a second screen counts as shared and has words of its own": (
        {},
        "begins projector",
        {
            "suppressed_by": ["share"],
            "held_back_by": ["second screen connected"],
            "reason": "second screen connected since 09:00",
        },
    ),
    "an ignored reason is left out": (
        {"ignored": ["dnd"]},
        "begins dnd; begins call",
        {"suppressed_by": ["call"], "reason": "microphone or camera in use since 09:00"},
    ),
    "quiet hours have their end": (
        {"quiet": ["09:30-13:00"]},
        "types 40:00",
        {"suppressed_by": ["quiet_hours"], "reason": "quiet hours until 13:00"},
    ),
    "quiet hours over midnight do not end there": (
        {"start": at(23), "quiet": ["22:00-07:00"]},
        "",
        {"reason": "quiet hours until Tue 07:00"},
    ),
    "quiet hours without an end": ({"quiet": ["Mon-Sun 00:00-24:00"]}, "", {"reason": "quiet hours"}),
    "a prompt that is due is suppressed by nothing": ({"max_a_day": 1}, "types 60:00", {"suppressed_by": []}),
    "nor is its snooze, though it was the last": (
        {"max_a_day": 1},
        "types 60:00; snoozes",
        {"suppressed_by": [], "next_prompt_at": iso("10:10")},
    ),
    "enough for today once the last prompt is answered": (
        {"max_a_day": 1},
        "types 60:00; snoozes; types 70:00; skips",
        {"suppressed_by": ["enough"], "reason": "enough for today", "next_prompt_at": None},
    ),
    "an absence counts from the last input on": (
        {},
        "types 10:00; stops 12:00",
        {"phase": "away", "reason": "away since 09:10", "next_prompt_at": None},
    ),
    "a locked screen": ({}, "types 10:00; locks", {"reason": "screen locked since 09:10"}),
    "silence in a call is no part of the absence after it": (
        {},
        "types 10:00; begins call; stops 40:00; ends call; stops 41:00",
        {"reason": "away since 09:40"},
    ),
    "over a weekend the day is named": (
        {"start": at(19, day=27), "work": OFFICE},
        "",
        {"phase": "off", "reason": "outside working hours until Mon 08:30"},
    ),
    "before work the time alone is named": (
        {"start": at(7), "work": OFFICE},
        "",
        {"reason": "outside working hours until 08:30"},
    ),
    "after days off the date is named": (
        {"work": [*OFFICE, "2026-11-23 to 2026-12-04 off"]},
        "types 0:01",
        {"reason": "outside working hours until Mon 07 Dec 08:30"},
    ),
    "just back": (
        SHORT,
        "types 19:00; locks; goes_on 21:00; unlocks; types 21:10",
        {"phase": "working", "reason": "just back"},
    ),
    "just free": (
        SHORT,
        "types 19:00; begins call; types 30:00; ends call; types 30:30",
        {"phase": "working", "reason": "a call or a full screen has just ended"},
    ),
    "free for long enough": (
        SHORT,
        "types 19:00; begins call; types 30:00; ends call; types 31:30",
        {"phase": "working", "reason": WAITS},
    ),
    "too soon": (
        SHORT,
        "types 20:00; skips; types 41:00",
        {"phase": "working", "reason": "the last break was not long ago"},
    ),
    "the next prompt keeps its distance and its minute": (
        {"every": 1200.0},
        "types 20:00; skips",
        {"next_prompt_at": iso("09:45")},
    ),
    "the first minutes of the day": (
        {"start": at(8, 30), "work": OFFICE, "every": 600.0},
        "types 12:00",
        {"reason": "the first 20 minutes of the working day", "next_prompt_at": None},
    ),
    "silence in an ignored call leaves no time": (
        {},
        "types 10:00; begins call; stops 12:00",
        {"next_prompt_at": None},
    ),
    "no prompt at the end of work": ({"start": at(17), "work": ["Mon 08:00-18:05"]}, "", {"next_prompt_at": None}),
    "no prompt after work": ({"start": at(17), "work": ["Mon 08:00-17:30"]}, "", {"next_prompt_at": None}),
    "no prompt in quiet hours": ({"start": at(11), "quiet": ["11:50-12:30"]}, "", {"next_prompt_at": None}),
    "a prompt within work": ({"start": at(8), "work": ["Mon 08:00-18:00"]}, "", {"next_prompt_at": iso("09:00")}),
}


@pytest.mark.parametrize(("settings", "story", "expected"), STORIES.values(), ids=STORIES)
def test_the_status_after_a_story(settings: dict[str, Any], story: str, expected: dict[str, Any]) -> None:
    plain = shown(a_desk(story, **settings))
    assert {key: plain[key] for key in expected} == expected


def test_every_key_of_the_contract_is_there():
    keys = "phase since active_seconds next_prompt_at reason suppressed_by snoozes_left paused_until prompt today"
    assert set(shown(a_desk())) >= set(keys.split())


def test_active_seconds_are_those_of_now_not_of_the_last_look():
    desk = a_desk("types 30:00")
    desk.time += 7.0
    assert shown(desk)["active_seconds"] == 1807


def test_a_prompt_has_its_items_alternative_and_tip():
    desk = a_desk("types 60:00")
    due = desk.prompted[0].suggestion
    assert shown(desk)["prompt"] == {
        "opening": due.opening,
        "items": [{"id": i.id, "name": i.name, "reps": i.reps, "seconds": i.seconds} for i in due.items],
        "total_seconds": 60,
        "alternative": due.alternative,
        "tip": {"id": due.tip_id, "text": due.tip},
    }


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("call", "microphone or camera in use since 09:20"),
        ("share", "screen shared since 09:20"),
        ("fullscreen", "full screen since 09:20"),
        ("dnd", "do not disturb since 09:20"),
    ],
)
def test_a_reason_not_to_interrupt_has_its_beginning(reason, words):
    plain = shown(a_desk(f"types 20:00; begins {reason}; types 65:00"))
    assert (plain["phase"], plain["suppressed_by"]) == ("working", [reason])
    assert (plain["reason"], plain["next_prompt_at"]) == (words, None)


def test_a_deferred_prompt_waits_and_has_no_time():
    plain = shown(a_desk("types 60:00; begins call; ends call"))
    assert (plain["reason"], plain["next_prompt_at"]) == ("a call or a full screen has just ended", None)
    assert plain["prompt"] is not None


def test_a_break_has_its_position_and_end():
    desk = a_desk()
    desk.starts(by_hand=suggestion(5, seconds=40))
    desk.types("0:10")
    plain = shown(desk, ("neck_turn",))
    assert (plain["phase"], plain["reason"]) == ("on_break", "a break is on")
    expected = {"position": 10, "held": False, "ends_at": "2026-11-23T09:00:40+01:00", "total_seconds": 40}
    assert {key: plain["break"][key] for key in expected} == expected
    assert plain["break"]["read_first"] == ["neck_turn"]
    desk.halts()
    paused = shown(desk)["break"]
    assert (paused["held"], paused["ends_at"]) == (True, None)


def test_a_restart_within_a_snooze_shows_the_same():
    desk = a_desk("types 60:00; snoozes")
    keys = ("phase", "since", "reason", "again_at", "prompt", "snoozes_left")
    before = shown(desk)
    desk.dies("60:05")
    after = shown(desk)
    assert {key: after[key] for key in keys} == {key: before[key] for key in keys}


def test_today_has_its_counts():
    desk = a_desk()
    today = Today(MONDAY.date(), done=2, stepped_away=1, skipped=3, ignored=4, snoozed=5, natural=6, seconds_away=125)
    plain = status(desk.state, desk.rules, desk.now, today)
    assert plain["today"] == {
        "done": 2,
        "stepped_away": 1,
        "skipped": 3,
        "ignored": 4,
        "snoozed": 5,
        "natural": 6,
        "minutes_away": 2,
    }
