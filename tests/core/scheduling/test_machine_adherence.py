"""What the policy does for one who meets the prompts in a way of their own (S12, S15, S18, S19)."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from desk import Desk
from stories import each_way, tell
from uncrick.core.model.person_day import day_of
from uncrick.core.model.record import Kind
from uncrick.core.scheduling import events as ev
from uncrick.core.scheduling.calendar_day import day_at
from uncrick.core.scheduling.rules import Rules
from uncrick.core.scheduling.state import Phase

NINE = frozenset({9})
BERLIN = ZoneInfo("Europe/Berlin")


STORIES = {
    # an hour whose window is moved (S15)
    "in an hour that is moved no lull brings the prompt early": (
        "follows late_hours=9 | types 50:30 | pauses_typing 30 | types 58:30 | pauses_typing 10 | prompts none"
    ),
    "the promise holds in it all the same": "follows late_hours=9+10 | types 70:00 | prompts 60:00",
    "in any other hour the window is where it was": (
        "follows late_hours=8+10 | types 52:00 | pauses_typing 10 | prompts 52:08"
    ),
    "a window of more than ten minutes is shorter by ten": (
        "with window=900.0 | follows late_hours=9 | types 54:00 | pauses_typing 10 | prompts none | types 56:00 | "
        "pauses_typing 10 | prompts 56:08"
    ),
    # the tray first, or alone (S12, S18)
    "after a restart the three minutes begin anew": (
        "follows banner=180.0 | types 62:00 | dies seconds_=10 | types 65:09 | bubble down | types 65:10 | bubble up"
    ),
}


@each_way(STORIES)
def test_story(story, make):
    tell(story, make)


# ---------------------------------------------------------------- an hour whose window is moved (S15)


def test_with_the_end_of_the_hour_the_window_opens(a_desk):
    desk = a_desk(start=datetime(2026, 11, 23, 9, 5, tzinfo=UTC))
    desk.follows(late_hours=NINE)
    desk.types("54:45")
    desk.stops("54:59")
    assert desk.prompts == []
    desk.goes_on("55:01")
    assert desk.prompts == ["55:00"]


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25", "2026-11-23"])
def test_what_the_calendar_says_of_an_hour_holds_until_that_hour_ends(day):
    rules = Rules(lambda occasion: None, zone=BERLIN, late_hours=frozenset({1, 2, 3, 13, 23}))
    desk = Desk(start=datetime.fromisoformat(day), zone=BERLIN)
    for _ in range(24 * 4):
        now = desk.now
        day_then = day_at(now, rules)
        assert day_then.late is (now.wall.astimezone(BERLIN).hour in rules.late_hours)
        assert day_then.until > now.wall
        desk.time += 900


# ---------------------------------------------------------------- fewer prompts a day (S19, and who ignores them all)


def test_no_more_prompts_come_than_are_in_place_today(a_desk):
    desk = a_desk()
    desk.follows(most_today=3)
    for _ in range(8):
        desk.types(minutes=60)
        if desk.phase is Phase.DUE:
            desk.skips()
    assert len(desk.of(Kind.PROMPTED)) == 3


def test_to_one_who_answers_nothing_for_days_a_prompt_does_not_come_once_more(a_desk):
    desk = a_desk()
    desk.follows(repeats=False)
    desk.types("85:00")
    assert len(desk.of(Kind.PROMPTED)) == len(desk.of(Kind.IGNORED)) == 1
    assert desk.state.badge is not None


def test_the_next_day_has_its_own(a_desk):
    desk = a_desk(start=datetime(2026, 11, 23, 23, 30, tzinfo=UTC))
    desk.follows(most_today=3)
    for _ in range(8):
        desk.types(minutes=60)
        if desk.phase is Phase.DUE:
            desk.skips()
    assert [day_of(record.at).day for record in desk.of(Kind.PROMPTED)] == [23, 23, 23, 24, 24, 24]


def test_more_than_the_daily_limit_it_never_allows(a_desk):
    desk = a_desk(max_a_day=2)
    desk.follows(most_today=4)
    for _ in range(5):
        desk.types(minutes=60)
        if desk.phase is Phase.DUE:
            desk.skips()
    assert len(desk.of(Kind.PROMPTED)) == 2


def test_prompts_come_again_once_they_are_in_place_again(a_desk):
    desk = a_desk()
    desk.follows(most_today=1)
    desk.types("60:00")
    desk.skips()
    desk.types("180:00")
    assert len(desk.prompts) == 1
    desk.follows(most_today=None)
    desk.types("181:00")
    assert len(desk.prompts) == 2


# ---------------------------------------------------------------- the tray first, or alone (S12, S18)


def test_what_stays_in_the_tray_is_due_without_a_notification(a_desk):
    desk = a_desk()
    desk.follows(banner=None)
    desk.types("64:00")
    assert desk.phase is Phase.DUE
    assert not desk.shown
    assert "bubble" not in " ".join(desk.log)


def test_it_can_be_answered_there(a_desk):
    desk = a_desk()
    desk.follows(banner=None)
    desk.types("61:00")
    desk.says_done()
    assert desk.history[-1].endswith("done")


def test_after_three_minutes_in_the_tray_it_becomes_a_notification(a_desk):
    desk = a_desk()
    desk.follows(banner=180.0)
    desk.types("62:59")
    assert not desk.shown
    desk.types("63:00")
    assert desk.shown
    assert "63:00 bubble" in desk.log
    desk.types("63:45")
    assert "63:45 bubble leaves" in desk.log
    desk.types("65:00")
    assert desk.written(Kind.IGNORED) == ["65:00"]


def test_who_answers_before_that_never_sees_it(a_desk):
    desk = a_desk()
    desk.follows(banner=180.0)
    desk.types("61:00")
    desk.snoozes()
    desk.types("70:00")
    assert "bubble" not in " ".join(desk.log)


def test_a_call_that_begins_meanwhile_keeps_the_notification_back(a_desk):
    desk = a_desk()
    desk.follows(banner=180.0)
    desk.types("61:00")
    desk.begins("call")
    desk.types("66:00")
    assert "bubble" not in " ".join(desk.log)


@pytest.mark.parametrize("reboot", [True, False], ids=["rebooted", "restarted"])
def test_a_notification_whose_time_came_during_a_restart_is_shown_once_and_later(a_desk, reboot):
    desk = a_desk()
    desk.follows(banner=180.0)
    desk.types("62:50")
    desk.dies("63:10", reboot=reboot)
    assert not desk.shown
    desk.types("70:00")
    assert [line for line in desk.log if "bubble" in line] == ["66:10 bubble", "66:55 bubble leaves"]


# ---------------------------------------------------------------- answers to questions


def test_an_answer_is_recorded_with_what_it_was_about_and_changes_nothing_else(a_desk):
    desk = a_desk()
    desk.types("30:00")
    desk.happens(ev.FeedbackGiven("stiff", "notification", {"about": "neck"}))
    (record,) = desk.of(Kind.FEEDBACK)
    assert (record.feedback, dict(record.detail), record.source) == ("stiff", {"about": "neck"}, "notification")
    desk.types("60:00")
    assert desk.prompts == ["60:00"]
