"""What the tray shows in each phase."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.presentation.test_status import MONDAY, OFFICE, a_desk, at
from desk import Desk
from uncrick.core.history.day import Today
from uncrick.core.presentation.tray_menu import WELL, Caring, TrayState, face

STORIES = {
    "working": "says_done",
    "due": "",
    "snoozed": "snoozes",
    "on_break": "starts",
    "away": "locks",
    "paused": "pauses 60",
    "off": "says_done; locks; goes_on 600:00",
    "waiting": "begins call",
    "badge": "types 80:00",
}
PHASES = list(STORIES)


def story(phase: str) -> Desk:
    """A desk in a phase."""
    return a_desk(f"types 60:00; {STORIES[phase]}", work=OFFICE)


def shown(desk: Desk, caring: Caring = WELL, *, done: int = 0, seconds_away: float = 0.0) -> TrayState:
    today = Today(MONDAY.date(), done=done, seconds_away=seconds_away)
    return face(desk.state, desk.rules, desk.now, today, "turn your head, 5 times", "Uncrick", caring)


def labels(desk: Desk) -> list[str]:
    return [entry.label for entry in shown(desk).menu]


def keys(tray: TrayState) -> list[str]:
    return [entry.key for above in tray.menu for entry in (above, *above.children)]


@pytest.mark.parametrize("phase", PHASES)
def test_the_menu_has_at_most_eight_entries_and_begins_with_plain_text(phase):
    menu = shown(story(phase)).menu
    assert len(menu) <= 8
    assert menu[0].key == ""
    assert menu[0].label
    assert all(entry.key and entry.label for entry in menu[1:])


@pytest.mark.parametrize("phase", PHASES)
def test_each_phase_has_an_icon_of_its_own(phase):
    assert shown(story(phase)).kind == {"working": "ring"}.get(phase, phase)


@pytest.mark.parametrize("phase", PHASES)
def test_no_key_comes_twice(phase):
    used = [key for key in keys(shown(story(phase))) if key]
    assert len(used) == len(set(used))


MENUS: dict[str, tuple[dict[str, Any], str, list[str]]] = {
    # what: the settings, the story, and the first lines of the menu
    "at work": (
        {},
        "types 10:00",
        [
            "Next break around 10:00",
            "Break now",
            "My neck is stiff…",
            "Pause",
            "Today: 0 breaks, 0 min",
            "Settings…",
            "Help",
            "Quit",
        ],
    ),
    "a prompt": (
        {},
        "types 60:00",
        ["Now: turn your head, 5 times", "Start", "Another one", "In 10 min", "Did it", "Skip", "Pause", "Help"],
    ),
    "the second snooze is offered": (
        {},
        "types 60:00; snoozes; types 70:00",
        ["Now: turn your head, 5 times", "Start", "Another one", "In 10 min"],
    ),
    "no third snooze is offered": (
        {},
        "types 60:00; snoozes; types 70:00; snoozes; types 80:00",
        ["Now: turn your head, 5 times", "Start", "Another one", "Did it", "Skip", "Pause", "Help"],
    ),
    "the last snooze": ({"max_snoozes": 1}, "types 60:00; snoozes", ["Again at 10:10 (no snooze left)", "Start now"]),
    "one snooze left": ({"max_snoozes": 2}, "types 60:00; snoozes", ["Again at 10:10 (1 snooze left)", "Start now"]),
    "two snoozes left": ({"max_snoozes": 3}, "types 60:00; snoozes", ["Again at 10:10 (2 snoozes left)", "Start now"]),
    "a break": ({}, "types 60:00; starts", ["turn your head, 5 times", "Stop", "Next move", "It hurt…"]),
    "a pause": ({}, "types 60:00; pauses 60", ["Paused until 11:00", "Resume now", "1 h longer"]),
    "a pause until another day names the day": ({}, "pauses 1380", ["Paused until Tue 08:00"]),
    "after work": (
        {"work": OFFICE},
        f"types 60:00; {STORIES['off']}",
        ["Off until Tue 08:30", "Break now", "Work on: remind me for 2 h"],
    ),
    "off before a weekend": ({"start": at(19, day=27), "work": OFFICE}, "", ["Off until Mon 08:30"]),
    "off in the morning": ({"start": at(6), "work": OFFICE}, "", ["Off until 08:30"]),
    "away": ({}, "types 60:00; locks", ["Away; the hour waits for you"]),
}


@pytest.mark.parametrize(("settings", "lived", "first"), MENUS.values(), ids=MENUS)
def test_the_menu_after_a_story(settings: dict[str, Any], lived: str, first: list[str]) -> None:
    assert labels(a_desk(lived, **settings))[: len(first)] == first


LINES: dict[str, tuple[dict[str, Any], str, str, str]] = {
    # what: the settings, the story, the icon and the first line
    "a prompt says what it waits for": (
        {},
        "types 60:00; begins call",
        "waiting",
        "Waiting: microphone or camera in use since 10:00",
    ),
    "before anything is due a reason is only quiet": (
        {},
        "types 10:00; begins call",
        "ring",
        "Quiet: microphone or camera in use since 09:10",
    ),
    "after a call": ({}, "types 60:00; begins call; ends call", "waiting", "Waiting: just free again"),
    "enough, before an hour has passed": ({"max_a_day": 1}, "types 60:00; skips", "ring", "Quiet: enough for today"),
    "enough, after an hour": (
        {"max_a_day": 1},
        "types 60:00; skips; types 115:00",
        "waiting",
        "Waiting: enough for today",
    ),
    "a badge still has the next break": ({}, "types 60:00; types 80:00", "badge", "Next break around 11:20"),
    "a snooze that ended while away": (
        {},
        "types 60:00; snoozes; types 68:00; stops 71:00; types",
        "waiting",
        "Waiting: just back",
    ),
    "no break is promised towards the end of work": (
        {"start": at(17), "work": OFFICE},
        "",
        "ring",
        "No break is due for now",
    ),
}


@pytest.mark.parametrize(("settings", "lived", "kind", "line"), LINES.values(), ids=LINES)
def test_the_icon_and_line_after_a_story(settings: dict[str, Any], lived: str, kind: str, line: str) -> None:
    desk = a_desk(lived, **settings)
    assert (shown(desk).kind, labels(desk)[0]) == (kind, line)


def test_the_tooltip_has_the_first_line():
    assert shown(a_desk("types 10:00")).tooltip == "Uncrick: Next break around 10:00"


def test_a_pause_can_be_of_four_lengths():
    [pause] = [entry for entry in shown(a_desk()).menu if entry.key == "pause"]
    assert [entry.label for entry in pause.children] == ["30 minutes", "1 hour", "2 hours", "Until tomorrow"]


@pytest.mark.parametrize(
    ("done", "seconds", "line"), [(4, 660.0, "Today: 4 breaks, 11 min"), (1, 60.0, "Today: 1 break, 1 min")]
)
def test_today_is_shown_in_breaks_and_minutes(done, seconds, line):
    assert line in [entry.label for entry in shown(a_desk(), done=done, seconds_away=seconds).menu]


@pytest.mark.parametrize(("phase", "key"), [("due", "start"), ("working", "next")])
def test_a_left_click_starts_a_prompt_or_shows_what_comes_next(phase, key):
    assert shown(story(phase)).left_click == key


@pytest.mark.parametrize(("lived", "fraction"), [("", 1.0), ("types 30:00", 0.5), ("types 45:00", 0.25)])
def test_the_ring_empties_as_the_hour_passes(lived, fraction):
    assert shown(a_desk(lived)).fraction == fraction


@given(st.floats(0, 59.9))
def test_the_ring_has_twenty_steps(minutes):
    """It changes at most once in three minutes."""
    desk = a_desk()
    desk.types(minutes=minutes)
    steps = shown(desk).fraction * 20
    assert steps == pytest.approx(round(steps))
    assert 0.0 <= shown(desk).fraction <= 1.0


# ---------------------------------------------------------------- pain and safety

LOCKED = Caring("Exercises are off for safety", locked=True)
UNWELL = Caring("Exercises are off for today")


@pytest.mark.parametrize("caring", [LOCKED, UNWELL, Caring(tells=True)])
@pytest.mark.parametrize("phase", PHASES)
def test_no_menu_grows_beyond_eight_entries(phase, caring):
    tray = shown(story(phase), caring)
    assert len(tray.menu) <= 8


@pytest.mark.parametrize("caring", [LOCKED, UNWELL])
@pytest.mark.parametrize("phase", [phase for phase in PHASES if phase != "on_break"])
def test_while_exercises_are_off_the_menu_begins_none_and_says_why(phase, caring):
    tray = shown(story(phase), caring)
    assert not {"break", "ease", "start", "another"} & {*keys(tray), tray.left_click}
    assert "Why, and what to do…" in [entry.label for entry in tray.menu]


@pytest.mark.parametrize("phase", ["working", "waiting", "badge", "away"])
def test_the_lock_has_an_icon_a_line_and_a_way_out(phase):
    desk = story(phase)
    tray = shown(desk, LOCKED)
    assert (tray.kind, tray.menu[0].label) == ("locked", "Exercises are off for safety")
    assert "checked" in keys(tray)
    unwell = shown(desk, UNWELL)
    assert unwell.kind == "locked"
    assert "checked" not in keys(unwell), "the day ends by itself"


@pytest.mark.parametrize("phase", PHASES)
def test_help_leads_to_the_card_and_after_a_routine_to_it_hurt(phase):
    desk = story(phase)
    if phase == "on_break":
        assert [entry.label for entry in shown(desk).menu][-1] == "It hurt…"
        return
    assert "hurt" not in keys(shown(desk))
    tray = shown(desk, Caring(tells=True))
    [help_] = [entry for entry in tray.menu if entry.key == "help"]
    assert [entry.label for entry in help_.children] == ["Why this?", "It hurt…", "If something feels wrong…", "About"]
