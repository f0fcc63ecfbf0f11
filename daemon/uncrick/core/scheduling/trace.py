"""How things stood from a moment on: what is kept of every turn, so that `why` can tell of the past."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from uncrick.core.model.moment import Moment
from uncrick.core.scheduling.blockers import DELAYS
from uncrick.core.scheduling.outlook import Outlook, gone_since, lasting, look_ahead, window
from uncrick.core.scheduling.rules import Rules
from uncrick.core.scheduling.state import Phase, State

Gates = tuple[tuple[str, datetime], ...]


@dataclass(frozen=True, slots=True)
class TraceEntry:
    """
    What held from `at` until the next standing; or, with no phase, a time in which nobody looked.

    All times are aware.

    Attributes:
        phase: or None: nobody looked between `at` and `until`.
        since: when it really began: the last input before an absence, the first second of a pause.
        until: when it was to end, as far as that was known.
        how: of an absence `locked`, `asleep` or ""; of a time without a look `stopped`, `asleep` or `unseen`.
        rested: the absence was long enough to be a break.
        kept: codes of what kept every prompt back; entries of older versions hold words instead of some codes.
        gates: codes of what kept prompts back for a moment, and until when; likewise.
        count: active seconds since the last break.
        wanted, due: when a prompt might come at a lull, and when it came at the latest, should work go on.
    """

    at: datetime
    phase: Phase | None
    since: datetime
    until: datetime | None = None
    how: str = ""
    rested: bool = False
    kept: tuple[str, ...] = ()
    gates: Gates = ()
    count: float = 0.0
    wanted: datetime | None = None
    due: datetime | None = None


def mark(state: State, rules: Rules) -> str:
    """Changes whenever there is something new to be kept; time alone does not change it, but for a moved hour."""
    gone = "" if state.absent_since is None or state.phase is not Phase.AWAY else f"{gone_since(state):.0f}"
    how = _how(state) if gone else ""
    span = f"{rules.breaks.every:g} {window(state, rules):g}"
    return f"{state.phase} {state.serial} {gone}{how} {span} {','.join(lasting(state, rules))}"


def standing(state: State, at: Moment, rules: Rules) -> TraceEntry:
    """How things stand at `at`."""
    since, until = _ends(state, at, rules)
    away = state.phase is Phase.AWAY
    outlook = look_ahead(state, rules, at)
    return TraceEntry(
        at=at.wall,
        phase=state.phase,
        since=since,
        until=until,
        how=_how(state) if away else "",
        rested=away and state.absence_recorded,
        kept=outlook.lasting,
        gates=_delays(outlook, at),
        count=outlook.active_seconds,
        wanted=_not_before(at, outlook.earliest),
        due=_not_before(at, outlook.latest),
    )


def unwatched(since: Moment, until: Moment, how: str) -> TraceEntry:
    """Nobody looked between the two."""
    return TraceEntry(since.wall, None, since.wall, until.wall, how)


def _how(state: State) -> str:
    if state.asleep_since is not None:
        return "asleep"
    return "locked" if state.locked_since is not None else ""


def _ends(state: State, at: Moment, rules: Rules) -> tuple[datetime, datetime | None]:
    """When the phase began, and when it is to end."""
    match state.phase:
        case Phase.AWAY:
            return at.wall_at(gone_since(state)), None
        case Phase.PAUSED if state.pause is not None:
            return at.wall_at(state.pause.since), at.wall_at(state.pause.until)
        case Phase.SNOOZED:
            return at.wall, at.wall_at(state.wait_until)
        case Phase.OFF:
            return at.wall, rules.work.next_change(at.wall, rules.zone)
        case Phase.DUE if state.prompt is not None:
            return at.wall_at(state.prompt.since), None
        case Phase.ON_BREAK if state.routine is not None:
            return at.wall_at(state.routine.began), None
        case _:
            return at.wall, None


def _not_before(at: Moment, ticks: float | None) -> datetime | None:
    return None if ticks is None else at.wall_at(max(at.ticks, ticks))


def _delays(outlook: Outlook, at: Moment) -> Gates:
    if outlook.latest is None:
        return ()
    return tuple(
        (blocker.code, at.wall_at(blocker.until))
        for blocker in outlook.blockers
        if blocker.code in DELAYS and blocker.until is not None
    )


# ------------------------------------------------------------------ as plain values

TIMES = ("since", "until", "wanted", "due")


def plain(kept: TraceEntry) -> dict[str, Any]:
    """For the disk: only what says something."""
    told: dict[str, Any] = {"phase": None if kept.phase is None else kept.phase.value, "since": kept.since.isoformat()}
    for name in ("until", "wanted", "due"):
        if (at := getattr(kept, name)) is not None:
            told[name] = at.isoformat(timespec="seconds") if name != "until" else at.isoformat()
    if kept.gates:
        told["gates"] = [[why, until.isoformat()] for why, until in kept.gates]
    told |= {name: getattr(kept, name) for name in ("how", "rested") if getattr(kept, name)}
    return {**told, **({"kept": list(kept.kept)} if kept.kept else {}), "count": round(kept.count)}


def of_plain(at: datetime, told: Mapping[str, Any]) -> TraceEntry:
    """
    What `plain` wrote.

    Raises:
        ValueError: it is something else.
    """
    try:
        return TraceEntry(
            at=at,
            phase=None if told["phase"] is None else Phase(told["phase"]),
            how=told.get("how", ""),
            rested=told.get("rested", False),
            kept=tuple(told.get("kept", ())),
            gates=tuple((why, datetime.fromisoformat(until)) for why, until in told.get("gates", ())),
            count=float(told["count"]),
            since=datetime.fromisoformat(told["since"]),
            **{name: datetime.fromisoformat(told[name]) for name in ("until", "wanted", "due") if name in told},
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no standing: {error!r}") from error
