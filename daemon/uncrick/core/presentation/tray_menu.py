"""What the tray shows in each phase: ring, tooltip and menu, as plain values."""

from dataclasses import dataclass, replace
from typing import assert_never

from uncrick.core.history.day import Today, short_line
from uncrick.core.model.moment import Moment
from uncrick.core.model.record import Kind
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
        key: stable over the life of the entry; the word that a click on it says. Empty for plain text.
        children: a submenu.
        enabled: it can be chosen; if not, its label says why.
    """

    key: str
    label: str
    children: "tuple[Entry, ...]" = ()
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class TrayState:
    """
    What the tray shows.

    Attributes:
        kind: `ring` (working), `due`, `waiting`, `paused`, `on_break`, `off`, `away`, `snoozed`, `badge`, `locked`.
        fraction: how full the ring is, 0..1 (1 = the hour has just begun); only for `ring`.
        tooltip: one line.
        menu: ten entries, the same in the same places in every phase.
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
    "question": N_("Neck exercises: one question…"),
    "break": N_("Break now"),
    "ease": N_("My neck is stiff…"),
    "work_on": N_("Work on: remind me for 2 h"),
    "settings": N_("Settings…"),
    "quit": N_("Quit"),
    "done": N_("Did it"),
    "later": N_("Not now"),
    "skip": N_("Skip"),
    "not_call": N_("This is not a call"),
    "help": N_("Help"),
    "why": N_("Why this?"),
    "undo": N_("Undo"),
    "about": N_("About"),
    "stop": N_("Stop"),
    "move_on": N_("Next move"),
    "start": N_("Start"),
    "another": N_("Another one"),
    "resume": N_("Resume now"),
    "longer": N_("1 h longer"),
}
# The last answer in the person's own words, by the kind of its record.
UNDO = {
    Kind.DONE: N_("Undo: I did it"),
    Kind.STEPPED_AWAY: N_("Undo: I did it"),
    Kind.PART_DONE: N_("Undo: I stopped"),
    Kind.SKIPPED: N_("Undo: I skipped it"),
    Kind.SNOOZED: N_("Undo: I put it off"),
}
PAUSES = ("pause:30m", "pause:1h", "pause:2h", "pause:tomorrow")
NOT_DUE = N_("{entry} (no break is due)")
NO_ANSWER = N_("{entry} (no answer to take back)")
ON_BREAK = N_("{entry} (you are on a break)")
UNSAFE = N_("{entry} (off for safety)")

# Seconds of one unbroken reason after which the icon says so: what was silenced by mistake must not stay so unseen.
LONG = 7200.0

# These are worth a word before a prompt is even wanted.
QUIETED = BUSY | {Code.QUIET_HOURS, Code.ENOUGH, Code.NO_PAUSE, Code.ELSEWHERE}

# The ring moves in steps: a panel redraws for each of them.
RING_STEPS = 20


@dataclass(frozen=True, slots=True)
class Caring:
    """
    What the menu must know of pain and safety.

    Attributes:
        off: why there are no exercises, as the first line of the menu; "" while there are.
        locked: they come back only when the person says so.
        reportable: a routine was done so lately that it may have hurt.
        unanswered: the one question before neck exercises is open.
    """

    off: str = ""
    locked: bool = False
    reportable: bool = False
    unanswered: bool = False


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


def unsaved(face: TrayState) -> TrayState:
    """The same, where nothing can be saved."""
    menu = (
        replace(entry, label=_("{today} (not saved yet)", today=entry.label)) if entry.key == "today" else entry
        for entry in face.menu
    )
    return replace(face, menu=tuple(menu))


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
            return "away", _("Away: the hour continues when you are back")
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
        return kind, _("No break is planned for now")
    return kind, _("Next break around {time}", time=clock(now.wall_at(outlook.expected), rules))


def _long_busy(state: State, rules: Rules, now: Moment) -> bool:
    return any(now.ticks >= since + LONG for code, since in state.busy.since if code in BUSY - rules.ignored)


def _entry(key: str) -> Entry:
    return Entry(key, _(LABELS[key]))


def _entries(*keys: str) -> tuple[Entry, ...]:
    """Entries whose label is always the same."""
    return tuple(map(_entry, keys))


def _greyed(entry: Entry, reason: str) -> Entry:
    """The entry with the reason why it cannot be chosen."""
    return Entry(entry.key, _(reason, entry=entry.label), enabled=False)


def _actions(state: State, rules: Rules, outlook: Outlook, today: Today, caring: Caring) -> tuple[Entry, ...]:
    """Nine entries: three that fit the phase, and six that are always the same."""
    longer = _entries("longer") if state.phase is Phase.PAUSED else ()
    second = _second(state, rules, outlook, caring)
    release = _entries("checked") if caring.locked and second.key != "checked" else ()
    return (
        _first(state, caring),
        second,
        _third(state, caring),
        _ease(state, caring),
        Entry("pause", _(LABELS["pause"]), (*longer, *_entries(*PAUSES))),
        Entry("today", short_line(today.taken, today.minutes_taken)),
        *_entries("settings"),
        Entry("help", _(LABELS["help"]), (*release, _undo(state), *_entries("why", "card", "about"))),
        *_entries("quit"),
    )


def _first(state: State, caring: Caring) -> Entry:
    """The break itself, or why there is none."""
    if state.phase is Phase.ON_BREAK:
        return _entry("stop")
    if caring.off:
        return _entry("why_off")
    return _entry("start" if state.phase in (Phase.DUE, Phase.SNOOZED) else "break")


def _second(state: State, rules: Rules, outlook: Outlook, caring: Caring) -> Entry:
    """What can be done instead of the break that is due; else what fits the phase."""
    match state.phase:
        case Phase.ON_BREAK:
            return _entry("move_on")
        case Phase.DUE:
            later = Entry("snooze", _("In {minutes} min", minutes=round(rules.breaks.snooze / 60) or 1))
            if not state.snoozes_left(rules.breaks.max_snoozes):
                later = _greyed(later, N_("{entry} (no snooze left)"))
            swap = () if caring.off else _entries("another")
            return Entry("later", _(LABELS["later"]), (later, *swap, *_entries("skip")))
        case Phase.SNOOZED:
            return Entry("later", _(LABELS["later"]), _entries("skip"))
        case Phase.PAUSED:
            return _entry("resume")
        case Phase.OFF:
            return _entry("work_on")
        case Phase.WORKING if Code.CALL in outlook.lasting:
            return _entry("not_call")
        case Phase.WORKING | Phase.AWAY:
            if caring.locked:
                return _entry("checked")
            if caring.unanswered and not caring.off:
                return _entry("question")
            return _greyed(_entry("later"), NOT_DUE)
        case _:
            assert_never(state.phase)


def _third(state: State, caring: Caring) -> Entry:
    """That the break is done; on a break and just after it, that it hurt."""
    if state.phase in (Phase.DUE, Phase.SNOOZED):
        return _entry("done")
    if state.phase is Phase.ON_BREAK or caring.reportable:
        return _entry("hurt")
    return _greyed(_entry("done"), NOT_DUE)


def _undo(state: State) -> Entry:
    """The last answer, while it can be taken back."""
    if state.answered is None:
        return _greyed(_entry("undo"), NO_ANSWER)
    return Entry("undo", _(UNDO[Kind(state.answered.kind)]))


def _ease(state: State, caring: Caring) -> Entry:
    if caring.off:
        return _greyed(_entry("ease"), UNSAFE)
    return _greyed(_entry("ease"), ON_BREAK) if state.phase is Phase.ON_BREAK else _entry("ease")
