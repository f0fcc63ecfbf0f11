"""What the tray shows in each phase."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk import Desk
from uncrick.core.history.day import Today
from uncrick.core.presentation.tray_menu import Caring, Entry, TrayState, face

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=BERLIN)
WORK = ["Mon-Fri 08:30-18:00"]


def a_desk(**more: Any) -> Desk:
    return Desk(**{"start": MONDAY, "zone": BERLIN, "watched": False, **more})


def shown(desk: Desk, *, done: int = 0, seconds_taken: float = 0.0) -> TrayState:
    today = Today(MONDAY.date(), done=done, seconds_taken=seconds_taken)
    return face(desk.state, desk.rules, desk.now, today, "turn your head, 5 times", "Uncrick")


def labels(desk: Desk) -> list[str]:
    return [entry.label for entry in shown(desk).menu]


def story(phase: str) -> Desk:
    """A desk in a phase."""
    desk = a_desk(work=WORK)
    desk.types("60:00")
    match phase:
        case "working":
            desk.says_done()
        case "snoozed":
            desk.snoozes()
        case "on_break":
            desk.starts()
        case "away":
            desk.locks()
        case "paused":
            desk.pauses(60)
        case "off":
            desk.says_done()
            desk.locks()
            desk.goes_on("600:00")
        case "waiting":
            desk.begins("call")
        case "badge":
            desk.types("80:00")
    return desk


PHASES = ["working", "due", "snoozed", "on_break", "away", "paused", "off", "waiting", "badge"]


@pytest.mark.parametrize("phase", PHASES)
def test_the_menu_has_ten_entries_and_begins_with_plain_text(phase):
    menu = shown(story(phase)).menu
    assert len(menu) == 10
    assert menu[0].key == ""
    assert menu[0].label
    assert all(entry.key and entry.label for entry in menu[1:])


@pytest.mark.parametrize("phase", PHASES)
def test_each_phase_has_a_face_of_its_own(phase):
    kind = {"working": "ring"}.get(phase, phase)
    assert shown(story(phase)).kind == kind


@pytest.mark.parametrize("phase", PHASES)
def test_keys_are_given_once(phase):
    def keys(entries: tuple[Entry, ...]) -> list[str]:
        return [key for entry in entries for key in ([entry.key] if entry.key else []) + keys(entry.children)]

    found = keys(shown(story(phase)).menu)
    assert len(found) == len(set(found))


SAME = ["ease", "pause", "today", "settings", "help", "quit"]


@pytest.mark.parametrize("phase", PHASES)
def test_six_entries_stand_in_the_same_place_in_every_phase(phase):
    assert [entry.key for entry in shown(story(phase)).menu[4:]] == SAME


@pytest.mark.parametrize("phase", PHASES)
def test_an_entry_that_cannot_be_chosen_says_why(phase):
    greyed = [entry.label for entry in shown(story(phase)).menu if not entry.enabled]
    assert all(label.endswith(")") for label in greyed)
    assert ("Did it (no break is due)" in greyed) is (phase not in ("due", "snoozed", "on_break"))


def test_at_work_the_first_line_tells_the_next_break():
    desk = a_desk()
    desk.types("10:00")
    assert labels(desk)[0] == "Next break around 10:00"
    assert shown(desk).tooltip == "Uncrick: Next break around 10:00"
    assert labels(desk)[1:] == [
        "Break now",
        "Not now (no break is due)",
        "Did it (no break is due)",
        "My neck is stiff…",
        "Pause",
        "Today: 0 breaks, 0 min",
        "Settings…",
        "Help",
        "Quit",
    ]


def test_a_pause_can_be_of_four_lengths():
    pause = next(entry for entry in shown(a_desk()).menu if entry.key == "pause")
    assert [entry.label for entry in pause.children] == ["30 minutes", "1 hour", "2 hours", "Until tomorrow"]


def test_today_is_told_in_breaks_and_minutes():
    desk = a_desk()
    assert "Today: 4 breaks, 11 min" in [entry.label for entry in shown(desk, done=4, seconds_taken=660.0).menu]
    assert "Today: 1 break, 1 min" in [entry.label for entry in shown(desk, done=1, seconds_taken=60.0).menu]


def test_a_prompt_offers_everything_that_can_be_answered():
    menu = shown(story("due")).menu
    assert [entry.label for entry in menu[:4]] == ["Now: turn your head, 5 times", "Start", "Not now", "Did it"]
    assert [entry.label for entry in menu[2].children] == ["In 10 min", "Another one", "Skip"]


def undo(desk: Desk) -> Entry:
    help_ = next(entry for entry in shown(desk).menu if entry.key == "help")
    return next(entry for entry in help_.children if entry.key == "undo")


@pytest.mark.parametrize(
    ("answer", "label"),
    [
        ("says_done", "Undo: I did it"),
        ("skips", "Undo: I skipped it"),
        ("snoozes", "Undo: I put it off"),
        ("breaks_off", "Undo: I stopped"),
    ],
)
def test_the_last_answer_can_be_taken_back_under_help(answer, label):
    desk = a_desk()
    desk.types("60:00")
    if answer == "breaks_off":
        desk.starts()
    getattr(desk, answer)()
    assert (undo(desk).label, undo(desk).enabled) == (label, True)
    desk.undoes()
    assert (undo(desk).label, undo(desk).enabled) == ("Undo (no answer to take back)", False)


def test_a_break_noted_unasked_can_be_taken_back_for_ten_minutes():
    desk = a_desk()
    desk.types("30:00")
    desk.says_done()
    assert undo(desk).label == "Undo: I did it"
    desk.types("40:00")
    assert not undo(desk).enabled


def test_a_snooze_is_greyed_once_there_is_none_left():
    desk = story("due")
    desk.snoozes()
    desk.types("70:00")
    assert shown(desk).menu[2].children[0].enabled
    desk.snoozes()
    desk.types("80:00")
    last = shown(desk).menu[2].children[0]
    assert (last.label, last.enabled) == ("In 10 min (no snooze left)", False)


@pytest.mark.parametrize(("snoozes", "left"), [(1, "no snooze left"), (2, "1 snooze left"), (3, "2 snoozes left")])
def test_a_snooze_tells_its_end_and_how_many_are_left(snoozes, left):
    desk = a_desk(max_snoozes=snoozes)
    desk.types("60:00")
    desk.snoozes()
    assert labels(desk)[:2] == [f"Again at 10:10 ({left})", "Start"]


def test_a_break_can_be_stopped_or_moved_on():
    assert labels(story("on_break"))[:4] == ["turn your head, 5 times", "Stop", "Next move", "It hurt…"]


def test_a_pause_can_be_ended_or_made_longer():
    menu = shown(story("paused")).menu
    assert [entry.label for entry in menu[:3]] == ["Paused until 11:00", "Break now", "Resume now"]
    assert menu[5].children[0].label == "1 h longer"


def test_a_pause_until_another_day_names_the_day():
    desk = a_desk()
    desk.pauses(23 * 60)
    assert labels(desk)[0] == "Paused until Tue 08:00"


def test_off_tells_when_work_begins_again():
    assert labels(story("off"))[0] == "Off until Tue 08:30"
    assert labels(story("off"))[1:3] == ["Break now", "Work on: remind me for 2 h"]
    friday = a_desk(start=datetime(2026, 11, 27, 19, 0, tzinfo=BERLIN), work=WORK)
    assert labels(friday)[0] == "Off until Mon 08:30"
    early = a_desk(start=datetime(2026, 11, 23, 6, 0, tzinfo=BERLIN), work=WORK)
    assert labels(early)[0] == "Off until 08:30"


def test_away_says_that_the_hour_waits():
    assert labels(story("away"))[0] == "Away: the hour continues when you are back"


def test_a_prompt_that_waits_says_for_what():
    assert labels(story("waiting"))[0] == "Waiting: microphone or camera in use since 10:00"


def test_a_reason_before_anything_is_due_is_only_quiet():
    desk = a_desk()
    desk.types("10:00")
    desk.begins("call")
    assert (shown(desk).kind, labels(desk)[0]) == ("ring", "Quiet: microphone or camera in use since 09:10")


def test_after_a_call_the_prompt_still_waits():
    desk = story("waiting")
    desk.ends("call")
    assert (shown(desk).kind, labels(desk)[0]) == ("waiting", "Waiting: a call or a full screen has just ended")


def test_enough_for_today_is_said():
    desk = a_desk(max_a_day=1)
    desk.types("60:00")
    desk.skips()
    assert labels(desk)[0] == "Quiet: enough for today"
    desk.types("115:00")
    assert labels(desk)[0] == "Waiting: enough for today"


def test_a_badge_still_tells_the_next_break():
    desk = story("badge")
    assert labels(desk)[0] == "Next break around 11:20"


def test_a_snooze_that_was_over_while_away_waits_for_its_minute():
    desk = story("due")
    desk.snoozes()
    desk.types("68:30")
    desk.stops("71:00")
    desk.types()
    assert (shown(desk).kind, labels(desk)[0]) == ("waiting", "Waiting: just back")


def test_towards_the_end_of_the_working_hours_no_break_is_promised():
    desk = a_desk(start=datetime(2026, 11, 23, 17, 0, tzinfo=BERLIN), work=WORK)
    assert (shown(desk).kind, labels(desk)[0]) == ("ring", "No break is planned for now")


def test_a_left_click_starts_what_is_due_and_else_tells_what_comes_next():
    assert shown(story("due")).left_click == "start"
    assert shown(story("working")).left_click == "next"


def test_the_ring_empties_as_the_hour_passes():
    desk = a_desk()
    assert shown(desk).fraction == 1.0
    desk.types("30:00")
    assert shown(desk).fraction == 0.5
    desk.types("45:00")
    assert shown(desk).fraction == 0.25


@given(st.floats(0, 59.9))
def test_the_ring_has_twenty_steps_so_that_it_changes_at_most_once_in_three_minutes(minutes):
    desk = a_desk()
    desk.types(minutes=minutes)
    steps = shown(desk).fraction * 20
    assert steps == pytest.approx(round(steps))
    assert 0.0 <= shown(desk).fraction <= 1.0


# ---------------------------------------------------------------- pain and safety

LOCKED = Caring("Exercises are off for safety", locked=True)
UNWELL = Caring("Exercises are off for today")


def seen(phase: str, caring: Caring) -> TrayState:
    desk = story(phase)
    return face(desk.state, desk.rules, desk.now, Today(MONDAY.date()), "", "Uncrick", caring)


def keys(found: TrayState) -> list[str]:
    """Of what can be chosen."""
    return [entry.key for above in found.menu for entry in (above, *above.children) if entry.enabled]


@pytest.mark.parametrize("caring", [LOCKED, UNWELL, Caring(reportable=True), Caring(unanswered=True)])
@pytest.mark.parametrize("phase", PHASES)
def test_the_menu_has_its_shape_whatever_hurts(phase, caring):
    menu = seen(phase, caring).menu
    assert (len(menu), [entry.key for entry in menu[4:]]) == (10, SAME)


@pytest.mark.parametrize("caring", [LOCKED, UNWELL])
@pytest.mark.parametrize("phase", [phase for phase in PHASES if phase != "on_break"])
def test_while_exercises_are_off_no_entry_begins_one_and_one_says_why(phase, caring):
    found = seen(phase, caring)
    assert not {"break", "ease", "start", "another"} & {*keys(found), found.left_click}
    assert "Why, and what to do…" in [entry.label for entry in found.menu]


@pytest.mark.parametrize("phase", ["working", "waiting", "badge", "away"])
def test_the_lock_has_an_icon_a_line_and_a_way_out(phase):
    found = seen(phase, LOCKED)
    assert (found.kind, found.menu[0].label) == ("locked", "Exercises are off for safety")
    assert "checked" in keys(found)
    unwell = seen(phase, UNWELL)
    assert unwell.kind == "locked"
    assert "checked" not in keys(unwell), "the day ends by itself"


@pytest.mark.parametrize("phase", ["working", "waiting", "badge", "away", "paused", "off"])
def test_just_after_a_routine_one_can_say_that_it_hurt(phase):
    assert "hurt" not in keys(seen(phase, Caring()))
    assert seen(phase, Caring(reportable=True)).menu[3].label == "It hurt…"


def test_help_explains_and_leads_to_the_card():
    [help_] = [entry for entry in shown(story("working")).menu if entry.key == "help"]
    assert [entry.label for entry in help_.children] == [
        "Undo: I did it",
        "Why this?",
        "If something feels wrong…",
        "About",
    ]


def test_the_question_before_neck_exercises_can_be_answered_until_it_is():
    assert seen("working", Caring(unanswered=True)).menu[2].label == "Neck exercises: one question…"
    assert "question" not in keys(seen("working", Caring()))
    assert "question" not in keys(seen("waiting", Caring(unanswered=True))), "not in a call"
