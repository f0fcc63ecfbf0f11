"""What the tray shows in each phase: ring, tooltip and menu, as plain values."""

from dataclasses import dataclass
from typing import assert_never

from uncrick.core.history.day import Today
from uncrick.core.model.moment import Moment
from uncrick.core.presentation.status import BUSY_WORDS, clock, next_prompt, off_until, reason, when
from uncrick.core.scheduling.outlook import count_at, in_window, reasons
from uncrick.core.scheduling.rules import Rules
from uncrick.core.scheduling.state import Phase, State, Wait


@dataclass(frozen=True, slots=True)
class Entry:
    """
    One line of the tray menu.

    Attributes:
        key: stable over the life of the entry; what a click on it tells. Empty for plain text.
        children: a submenu.
    """

    key: str
    label: str
    children: "tuple[Entry, ...]" = ()


@dataclass(frozen=True, slots=True)
class TrayState:
    """
    What the tray shows.

    Attributes:
        kind: `ring` (working), `due`, `waiting`, `paused`, `on_break`, `off`, `away`, `snoozed`, `badge`, `locked`.
        fraction: how full the ring is, 0..1 (1 = the hour has just begun); only for `ring`.
        tooltip: one line.
        menu: at most eight entries.
        left_click: the key that a left click tells.
    """

    kind: str
    fraction: float
    tooltip: str
    menu: tuple[Entry, ...]
    left_click: str


PAUSES = Entry(
    "pause",
    "Pause",
    (
        Entry("pause:30m", "30 minutes"),
        Entry("pause:1h", "1 hour"),
        Entry("pause:2h", "2 hours"),
        Entry("pause:tomorrow", "Until tomorrow"),
    ),
)
HURT = Entry("hurt", "It hurt…")
WRONG = Entry("card", "If something feels wrong…")
WHY_OFF = Entry("why_off", "Why, and what to do…")
CHECKED = Entry("checked", "I was checked, or it has gone…")
BREAK = Entry("break", "Break now")
STIFF = Entry("ease", "My neck is stiff…")
WORK_ON = Entry("work_on", "Work on: remind me for 2 h")
SETTINGS = Entry("settings", "Settings…")
QUIT = Entry("quit", "Quit")
DONE = Entry("done", "Did it")
SKIP = Entry("skip", "Skip")
NOT_A_CALL = Entry("not_call", "This is not a call")

# Seconds of one unbroken reason after which the icon says so: what was silenced by mistake must not stay so unseen.
LONG = 7200.0

# The ring moves in steps: a panel redraws for each of them.
RING_STEPS = 20


@dataclass(frozen=True, slots=True)
class Caring:
    """
    What the menu must know of pain and safety.

    Attributes:
        off: why there are no exercises, as the first line of the menu; "" while there are.
        locked: they come back only when the person says so.
        tells: a routine was done so lately that it may have hurt.
    """

    off: str = ""
    locked: bool = False
    tells: bool = False


WELL = Caring()


def face(
    state: State, rules: Rules, now: Moment, today: Today, doing: str, title: str, caring: Caring = WELL
) -> TrayState:
    """
    Args:
        doing: the move at hand on a break and what is left of it, or the move that is due, as a person reads it.
        title: what the tooltip begins with.
    """
    kind, line = _line(state, rules, now, doing)
    if caring.off and state.phase in (Phase.WORKING, Phase.AWAY):
        kind, line = "locked", caring.off
    left = 1.0 - count_at(state, rules, now.ticks) / rules.breaks.every
    fraction = max(0.0, min(1.0, round(left * RING_STEPS) / RING_STEPS)) if kind == "ring" else 1.0
    menu = (Entry("", line), *_actions(state, rules, today, caring))
    startable = state.phase is Phase.DUE and not caring.off
    return TrayState(kind, fraction, f"{title}: {line}", menu, "start" if startable else "next")


def _line(state: State, rules: Rules, now: Moment, doing: str) -> tuple[str, str]:
    """The icon's kind, and the first line of the menu."""
    match state.phase:
        case Phase.ON_BREAK:
            return "on_break", doing
        case Phase.DUE:
            return "due", f"Now: {doing}"
        case Phase.PAUSED:
            assert state.pause is not None
            return "paused", f"Paused until {when(now.wall_at(state.pause.until), rules, now)}"
        case Phase.OFF:
            return "off", f"Off until {when(off_until(rules, now), rules, now)}"
        case Phase.AWAY:
            return "away", "Away; the hour waits for you"
        case Phase.SNOOZED:
            left = state.snoozes_left(rules.breaks.max_snoozes)
            snoozes = {0: "no snooze left", 1: "1 snooze left"}.get(left, f"{left} snoozes left")
            return "snoozed", f"Again at {clock(now.wall_at(state.wait_until), rules)} ({snoozes})"
        case Phase.WORKING:
            return _working(state, rules, now)
        case _:
            assert_never(state.phase)


def _working(state: State, rules: Rules, now: Moment) -> tuple[str, str]:
    kept = state.held_back or state.wait is Wait.DEFERRED
    wanted = kept or in_window(state, rules)
    why = reason(state, rules, now)
    if why is not None and _long_busy(state, rules, now):
        return "badge", f"Waiting: {why}"
    if why is not None and (kept or reasons(state, rules) or why == BUSY_WORDS["enough"]):
        return ("waiting" if wanted else "ring"), f"Waiting: {why}" if wanted else f"Quiet: {why}"
    kind = "badge" if state.badge is not None else "ring"
    at = next_prompt(state, rules, now)
    if at is None:
        return kind, "No break is due for now"
    return kind, f"Next break around {clock(now.wall_at(at), rules)}"


def _long_busy(state: State, rules: Rules, now: Moment) -> bool:
    return any(now.ticks >= since + LONG for told, since in state.busy if told not in rules.ignored)


def _actions(state: State, rules: Rules, today: Today, caring: Caring) -> tuple[Entry, ...]:
    breaks = "1 break" if today.breaks == 1 else f"{today.breaks} breaks"
    day = Entry("today", f"Today: {breaks}, {today.minutes_away} min")
    wrong = (HURT, WRONG) if caring.tells else (WRONG,)
    help_ = Entry("help", "Help", (Entry("why", "Why this?"), *wrong, Entry("about", "About")))
    why = (WHY_OFF, *((CHECKED,) if caring.locked else ())) if caring.off else ()
    breaking = why or (BREAK, STIFF)
    match state.phase:
        case Phase.ON_BREAK:
            return Entry("stop", "Stop"), Entry("move_on", "Next move"), HURT
        case Phase.DUE:
            minutes = round(rules.breaks.snooze / 60) or 1
            later = (Entry("snooze", f"In {minutes} min"),) if state.snoozes_left(rules.breaks.max_snoozes) else ()
            start = () if caring.off else (Entry("start", "Start"), Entry("another", "Another one"))
            return *start, *later, DONE, SKIP, *why, PAUSES, help_
        case Phase.SNOOZED:
            first = WHY_OFF if caring.off else Entry("start", "Start now")
            return first, DONE, SKIP, PAUSES, day, help_, QUIT
        case Phase.PAUSED:
            first = WHY_OFF if caring.off else BREAK
            return Entry("resume", "Resume now"), Entry("longer", "1 h longer"), first, day, SETTINGS, help_, QUIT
        case Phase.OFF:
            offered = (*why, WORK_ON) if why else (BREAK, WORK_ON, STIFF)
            return *offered, day, SETTINGS, help_, QUIT
        case Phase.WORKING if "call" in reasons(state, rules):
            return NOT_A_CALL, *breaking, PAUSES, day, help_, QUIT
        case Phase.WORKING | Phase.AWAY:
            return *breaking, PAUSES, day, SETTINGS, help_, QUIT
        case _:
            assert_never(state.phase)
