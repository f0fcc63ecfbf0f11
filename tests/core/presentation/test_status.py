"""The object of `status --json`, and the words for a reason."""

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from desk import Desk, suggestion
from uncrick.core.history.day import Today
from uncrick.core.presentation.status import Around, status
from uncrick.core.scheduling import events as ev

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=BERLIN)


def a_desk(**more: Any) -> Desk:
    return Desk(**{"start": MONDAY, "zone": BERLIN, "watched": False, **more})


def told(desk: Desk, **more: Any) -> dict[str, Any]:
    around = Around(version="1.2.3", level=2, today=Today(desk.now.wall.astimezone(desk.rules.zone).date()), **more)
    plain = status(desk.state, desk.rules, desk.now, around)
    assert json.loads(json.dumps(plain)) == plain, "it is plain JSON"
    return plain


def test_every_key_of_the_contract_is_there():
    assert set(told(a_desk())) >= {
        "version",
        "phase",
        "since",
        "active_seconds",
        "next_prompt_at",
        "reason",
        "suppressed_by",
        "snoozes_left",
        "paused_until",
        "prompt",
        "level",
        "today",
        "settings_error",
    }


def test_plain_work_has_a_next_prompt_and_no_reason():
    desk = a_desk()
    desk.types("30:00")
    plain = told(desk)
    assert plain["phase"] == "working"
    assert plain["since"] == "2026-11-23T09:00:00+01:00"
    assert plain["active_seconds"] == 1800
    assert plain["next_prompt_at"] == "2026-11-23T10:00:00+01:00"
    assert plain["reason"] is None
    assert plain["suppressed_by"] == []
    assert plain["prompt"] is None
    assert plain["snoozes_left"] == 2


def test_active_seconds_are_those_of_now_not_of_the_last_look():
    desk = a_desk()
    desk.types("30:00")
    desk.time += 7.0
    assert told(desk)["active_seconds"] == 1807


def test_in_the_window_it_waits_for_a_pause_in_typing():
    desk = a_desk()
    desk.types("55:00")
    assert told(desk)["reason"] == "waiting for a pause in your typing"


def test_a_prompt_is_told_with_its_items_alternative_and_tip():
    desk = a_desk()
    desk.types("60:00")
    plain = told(desk)
    assert plain["phase"] == "due"
    assert plain["since"] == "2026-11-23T10:00:00+01:00"
    assert plain["next_prompt_at"] is None
    assert plain["reason"] == "a break is due since 10:00"
    due = desk.prompted[0].suggestion
    assert plain["prompt"] == {
        "opening": due.opening,
        "items": [{"id": i.id, "name": i.name, "reps": i.reps, "seconds": i.seconds} for i in due.items],
        "total_seconds": 60,
        "alternative": due.alternative,
        "tip": {"id": due.tip_id, "text": due.tip},
    }


def test_a_snooze_says_when_it_is_over_and_how_many_are_left():
    desk = a_desk()
    desk.types("60:00")
    desk.snoozes()
    plain = told(desk)
    assert plain["phase"] == "snoozed"
    assert plain["reason"] == "snoozed until 10:10"
    assert plain["next_prompt_at"] == plain["again_at"] == "2026-11-23T10:10:00+01:00"
    assert plain["snoozes_left"] == 1


def test_a_repeat_says_when_it_comes():
    desk = a_desk()
    desk.types("66:00")
    plain = told(desk)
    assert plain["phase"] == "working"
    assert plain["reason"] == "comes once more at 10:15"
    assert plain["next_prompt_at"] == plain["again_at"] == "2026-11-23T10:15:00+01:00"


def test_a_badge_is_told():
    desk = a_desk()
    desk.types("81:00")
    assert told(desk)["badge"] is True
    assert told(a_desk())["badge"] is False


def test_a_pause_says_until_when():
    desk = a_desk()
    desk.types("10:00")
    desk.pauses(60)
    plain = told(desk)
    assert plain["phase"] == "paused"
    assert plain["paused_until"] == "2026-11-23T10:10:00+01:00"
    assert plain["reason"] == "paused until 10:10"


def test_a_pause_until_another_day_names_the_day():
    desk = a_desk()
    desk.pauses(23 * 60)
    assert told(desk)["reason"] == "paused until Tue 08:00"


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("call", "microphone or camera in use since 09:20"),
        ("share", "screen shared since 09:20"),
        ("fullscreen", "full screen since 09:20"),
        ("dnd", "do not disturb since 09:20"),
    ],
)
def test_a_reason_not_to_interrupt_is_told_with_its_beginning(reason, words):
    desk = a_desk()
    desk.types("20:00")
    desk.begins(reason)
    desk.types("65:00")
    plain = told(desk)
    assert plain["phase"] == "working"
    assert plain["suppressed_by"] == [reason]
    assert plain["reason"] == words
    assert plain["next_prompt_at"] is None


def test_an_ignored_reason_is_not_told():
    desk = a_desk(ignored=["dnd"])
    desk.begins("dnd")
    desk.begins("call")
    assert told(desk)["suppressed_by"] == ["call"]
    assert told(desk)["reason"] == "microphone or camera in use since 09:00"


def test_quiet_hours_are_told_with_their_end():
    desk = a_desk(quiet=["09:30-13:00"])
    desk.types("40:00")
    plain = told(desk)
    assert plain["suppressed_by"] == ["quiet_hours"]
    assert plain["reason"] == "quiet hours until 13:00"


def test_quiet_hours_over_midnight_end_when_they_end_and_not_at_midnight():
    desk = a_desk(start=datetime(2026, 11, 23, 23, 0, tzinfo=BERLIN), quiet=["22:00-07:00"])
    assert told(desk)["reason"] == "quiet hours until Tue 07:00"


def test_quiet_hours_without_an_end_have_none():
    desk = a_desk(quiet=["Mon-Sun 00:00-24:00"])
    assert told(desk)["reason"] == "quiet hours"


def test_enough_for_today_is_told_once_the_last_prompt_is_answered():
    desk = a_desk(max_a_day=1)
    desk.types("60:00")
    assert told(desk)["suppressed_by"] == [], "a prompt is due: nothing suppresses it"
    desk.snoozes()
    assert told(desk)["suppressed_by"] == []
    assert told(desk)["next_prompt_at"] == "2026-11-23T10:10:00+01:00"
    desk.types("70:00")
    desk.skips()
    plain = told(desk)
    assert plain["suppressed_by"] == ["enough"]
    assert plain["reason"] == "enough for today"
    assert plain["next_prompt_at"] is None


def test_the_repeat_of_the_last_prompt_of_the_day_is_told():
    desk = a_desk(max_a_day=1)
    desk.types("66:00")
    assert told(desk)["reason"] == "comes once more at 10:15"


def test_an_absence_is_told_from_the_last_input_on():
    desk = a_desk()
    desk.types("10:00")
    desk.stops("12:00")
    plain = told(desk)
    assert plain["phase"] == "away"
    assert plain["reason"] == "away since 09:10"
    assert plain["next_prompt_at"] is None


def test_a_locked_screen_is_told():
    desk = a_desk()
    desk.types("10:00")
    desk.locks()
    assert told(desk)["reason"] == "screen locked since 09:10"


def test_silence_in_a_call_is_not_part_of_the_absence_after_it():
    desk = a_desk()
    desk.types("10:00")
    desk.begins("call")
    desk.stops("40:00")
    desk.ends("call")
    assert told(desk)["reason"] == "away since 09:40"


def test_off_says_when_work_begins_again_over_a_weekend():
    desk = a_desk(start=datetime(2026, 11, 27, 19, 0, tzinfo=BERLIN), work=["Mon-Fri 08:30-18:00"])
    plain = told(desk)
    assert plain["phase"] == "off"
    assert plain["reason"] == "outside working hours until Mon 08:30"


def test_off_before_work_names_the_time_alone():
    desk = a_desk(start=datetime(2026, 11, 23, 7, 0, tzinfo=BERLIN), work=["Mon-Fri 08:30-18:00"])
    assert told(desk)["reason"] == "outside working hours until 08:30"


def test_after_days_off_the_end_is_told_with_its_date() -> None:
    desk = Desk(start=MONDAY, work=["Mon-Fri 08:30-18:00", "2026-11-23 to 2026-12-04 off"])
    desk.happens(ev.Looked())
    assert told(desk)["reason"] == "outside working hours until Mon 07 Dec 08:30"


@pytest.mark.parametrize(
    ("story", "reason"),
    [
        ("back", "just back"),
        ("free", "just free again"),
        ("overdue", "waiting for a pause in your typing"),
        ("apart", "too soon after the last one"),
    ],
)
def test_a_gate_that_keeps_a_prompt_back_is_told(story, reason):
    desk = a_desk(every=1200.0, window=300.0)
    desk.types("19:00")
    if story == "back":
        desk.locks()
        desk.goes_on("21:00")
        desk.unlocks()
        desk.types("21:10")
    elif story in ("free", "overdue"):
        desk.begins("call")
        desk.types("30:00")
        desk.ends("call")
        desk.types("30:30" if story == "free" else "31:30")
    else:
        desk.types("20:00")
        desk.skips()
        desk.types("41:00")
    assert desk.phase.value == "working"
    assert told(desk)["reason"] == reason


def test_a_deferred_prompt_waits_and_has_no_time():
    desk = a_desk()
    desk.types("60:00")
    desk.begins("call")
    desk.ends("call")
    plain = told(desk)
    assert plain["reason"] == "just free again"
    assert plain["next_prompt_at"] is None
    assert plain["prompt"] is not None


def test_the_next_prompt_keeps_its_distance_and_its_minute():
    desk = a_desk(every=1200.0)
    desk.types("20:00")
    desk.skips()
    assert told(desk)["next_prompt_at"] == "2026-11-23T09:45:00+01:00", "25 minutes after the last one"


def test_the_first_minutes_of_the_day_are_told():
    desk = a_desk(start=datetime(2026, 11, 23, 8, 30, tzinfo=BERLIN), work=["Mon-Fri 08:30-18:00"], every=600.0)
    desk.types("12:00")
    assert told(desk)["reason"] == "the first 20 minutes of the day"
    assert told(desk)["next_prompt_at"] is None


@pytest.mark.parametrize(
    ("start", "hours", "at"),
    [
        (8, {"work": ["Mon 08:00-18:00"]}, "2026-11-23T09:00:00+01:00"),
        (17, {"work": ["Mon 08:00-18:05"]}, None),
        (17, {"work": ["Mon 08:00-17:30"]}, None),
        (11, {"quiet": ["11:50-12:30"]}, None),
    ],
)
def test_no_prompt_is_promised_for_a_time_at_which_none_comes(start, hours, at):
    desk = a_desk(start=datetime(2026, 11, 23, start, 0, tzinfo=BERLIN), **hours)
    assert told(desk)["next_prompt_at"] == at


def test_silence_in_a_call_that_is_ignored_leaves_no_time_to_tell():
    desk = a_desk()
    desk.types("10:00")
    desk.begins("call")
    desk.stops("12:00")
    assert told(desk)["next_prompt_at"] is None


def test_a_break_is_told_with_its_position_and_end():
    desk = a_desk()
    desk.starts(by_hand=suggestion(5, seconds=40))
    desk.types("0:10")
    plain = told(desk)
    assert plain["phase"] == "on_break"
    assert plain["reason"] == "a break is on"
    assert plain["break"]["position"] == 10
    assert plain["break"]["held"] is False
    assert plain["break"]["ends_at"] == "2026-11-23T09:00:40+01:00"
    assert plain["break"]["total_seconds"] == 40
    desk.halts()
    assert told(desk)["break"]["held"] is True
    assert told(desk)["break"]["ends_at"] is None


def test_without_a_break_there_is_none():
    assert told(a_desk())["break"] is None


def test_a_restart_within_a_snooze_tells_the_same():
    desk = a_desk()
    desk.types("60:00")
    desk.says(ev.Answer.SNOOZE)
    kept = ("phase", "since", "reason", "again_at", "prompt", "snoozes_left")
    before = told(desk)
    desk.dies("60:05")
    after = told(desk)
    assert {key: after[key] for key in kept} == {key: before[key] for key in kept}


def test_what_the_state_does_not_know_is_passed_on():
    plain = told(a_desk(), settings_error="line 3", idle_source="xsync", extra={"tray": "shown"})
    assert plain["settings_error"] == "line 3"
    assert plain["idle_source"] == "xsync"
    assert plain["tray"] == "shown"
    assert (plain["version"], plain["level"]) == ("1.2.3", 2)


def test_today_is_told():
    desk = a_desk()
    today = Today(MONDAY.date(), done=2, stepped_away=1, skipped=3, ignored=4, snoozed=5, natural=6, seconds_away=125)
    plain = status(desk.state, desk.rules, desk.now, Around("1", 1, today))
    assert plain["today"] == {
        "done": 2,
        "stepped_away": 1,
        "skipped": 3,
        "ignored": 4,
        "snoozed": 5,
        "natural": 6,
        "minutes_away": 2,
    }
