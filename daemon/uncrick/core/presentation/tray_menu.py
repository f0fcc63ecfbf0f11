"""What the tray shows in each phase: ring, tooltip and menu, as plain values."""

from dataclasses import dataclass
from typing import assert_never

from uncrick.core.history.day import Today, short_line
from uncrick.core.model.moment import Moment
from uncrick.core.model.text import N_, _, n_
from uncrick.core.presentation.status import clock, off_until, reason, when
from uncrick.core.scheduling.blockers import BUSY, Code
from uncrick.core.scheduling.outlook import Outlook, in_window, look_ahead
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


LABELS = {
    "pause": N_("Pause"),
    "pause:30m": N_("30 minutes"),
    "pause:1h": N_("1 hour"),
    "pause:2h": N_("2 hours"),
    "pause:tomorrow": N_("Until tomorrow"),
    "hurt": N_("It hurt…"),
    "card": N_("If something feels wrong…"),
    "why_off": N_("Why, and what to do…"),
    "checked": N_("I was checked, or it has gone…"),
    "break": N_("Break now"),
    "ease": N_("My neck is stiff…"),
    "work_on": N_("Work on: remind me for 2 h"),
    "settings": N_("Settings…"),
    "quit": N_("Quit"),
    "done": N_("Did it"),
    "skip": N_("Skip"),
    "not_call": N_("This is not a call"),
    "help": N_("Help"),
    "why": N_("Why this?"),
    "about": N_("About"),
    "stop": N_("Stop"),
    "move_on": N_("Next move"),
    "start": N_("Start"),
    "another": N_("Another one"),
    "resume": N_("Resume now"),
    "longer": N_("1 h longer"),
}
PAUSES = ("pause:30m", "pause:1h", "pause:2h", "pause:tomorrow")

# Seconds of one unbroken reason after which the icon says so: what was silenced by mistake must not stay so unseen.
LONG = 7200.0

# These are worth a word before a prompt is even wanted.
QUIETED = BUSY | {Code.QUIET_HOURS, Code.ENOUGH}

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
    outlook = look_ahead(state, rules, now)
    kind, line = _line(state, rules, now, outlook, doing)
    if caring.off and state.phase in (Phase.WORKING, Phase.AWAY):
        kind, line = "locked", caring.off
    left = 1.0 - outlook.active_seconds / rules.breaks.every
    fraction = max(0.0, min(1.0, round(left * RING_STEPS) / RING_STEPS)) if kind == "ring" else 1.0
    menu = (Entry("", line), *_actions(state, rules, outlook, today, caring))
    startable = state.phase is Phase.DUE and not caring.off
    return TrayState(
        kind, fraction, _("{title}: {line}", title=title, line=line), menu, "start" if startable else "next"
    )


def _line(state: State, rules: Rules, now: Moment, outlook: Outlook, doing: str) -> tuple[str, str]:
    """The icon's kind, and the first line of the menu."""
    match state.phase:
        case Phase.ON_BREAK:
            return "on_break", doing
        case Phase.DUE:
            return "due", _("Now: {doing}", doing=doing)
        case Phase.PAUSED:
            assert state.pause is not None
            return "paused", _("Paused until {time}", time=when(now.wall_at(state.pause.until), rules, now))
        case Phase.OFF:
            return "off", _("Off until {time}", time=when(off_until(rules, now), rules, now))
        case Phase.AWAY:
            return "away", _("Away; the hour waits for you")
        case Phase.SNOOZED:
            assert state.waiting is not None
            left = state.snoozes_left(rules.breaks.max_snoozes)
            time = clock(now.wall_at(state.waiting.until), rules)
            if not left:
                return "snoozed", _("Again at {time} (no snooze left)", time=time)
            some = n_("Again at {time} (1 snooze left)", "Again at {time} ({count} snoozes left)", left, time=time)
            return "snoozed", some
        case Phase.WORKING:
            return _working(state, rules, now, outlook)
        case _:
            assert_never(state.phase)


def _working(state: State, rules: Rules, now: Moment, outlook: Outlook) -> tuple[str, str]:
    deferred = state.waiting is not None and state.waiting.why is Wait.DEFERRED
    delayed = state.busy.delayed_prompt or deferred
    wanted = delayed or in_window(state, rules)
    why = reason(state, rules, now, outlook)
    first = outlook.blockers[0].code if outlook.blockers else None
    if why is not None and _long_busy(state, rules, now):
        return "badge", _("Waiting: {reason}", reason=why)
    if why is not None and (delayed or first in QUIETED):
        if wanted:
            return "waiting", _("Waiting: {reason}", reason=why)
        return "ring", _("Quiet: {reason}", reason=why)
    kind = "badge" if state.badge is not None else "ring"
    if outlook.expected is None:
        return kind, _("No break is due for now")
    return kind, _("Next break around {time}", time=clock(now.wall_at(outlook.expected), rules))


def _long_busy(state: State, rules: Rules, now: Moment) -> bool:
    return any(now.ticks >= since + LONG for code, since in state.busy.since if code not in rules.ignored)


def _fixed(*keys: str) -> tuple[Entry, ...]:
    """Entries whose label is always the same."""
    return tuple(Entry(key, _(LABELS[key]), _fixed(*PAUSES) if key == "pause" else ()) for key in keys)


def _actions(state: State, rules: Rules, outlook: Outlook, today: Today, caring: Caring) -> tuple[Entry, ...]:
    day = Entry("today", short_line(today.breaks, today.minutes_away))
    wrong = ("hurt", "card") if caring.tells else ("card",)
    help_ = Entry("help", _(LABELS["help"]), _fixed("why", *wrong, "about"))
    why = ("why_off", *(("checked",) if caring.locked else ())) if caring.off else ()
    breaking = why or ("break", "ease")
    match state.phase:
        case Phase.ON_BREAK:
            return _fixed("stop", "move_on", "hurt")
        case Phase.DUE:
            minutes = round(rules.breaks.snooze / 60) or 1
            in_minutes = Entry("snooze", _("In {minutes} min", minutes=minutes))
            later = (in_minutes,) if state.snoozes_left(rules.breaks.max_snoozes) else ()
            start = () if caring.off else ("start", "another")
            return *_fixed(*start), *later, *_fixed("done", "skip", *why, "pause"), help_
        case Phase.SNOOZED:
            first = _fixed("why_off") if caring.off else (Entry("start", _("Start now")),)
            return *first, *_fixed("done", "skip", "pause"), day, help_, *_fixed("quit")
        case Phase.PAUSED:
            return *_fixed("resume", "longer", "why_off" if caring.off else "break"), day, *_ends(help_)
        case Phase.OFF:
            offered = (*why, "work_on") if why else ("break", "work_on", "ease")
            return *_fixed(*offered), day, *_ends(help_)
        case Phase.WORKING if Code.CALL in outlook.lasting:
            return *_fixed("not_call", *breaking, "pause"), day, help_, *_fixed("quit")
        case Phase.WORKING | Phase.AWAY:
            return *_fixed(*breaking, "pause"), day, *_ends(help_)
        case _:
            assert_never(state.phase)


def _ends(help_: Entry) -> tuple[Entry, ...]:
    return *_fixed("settings"), help_, *_fixed("quit")
