"""Snapshots of the state, saved whenever something changed that bears on prompts, so that `why` can ask the past."""

from dataclasses import dataclass, replace
from datetime import datetime

from uncrick.core.model.moment import Moment
from uncrick.core.model.suggestion import Suggestion
from uncrick.core.scheduling.attendance import gone_since
from uncrick.core.scheduling.blockers import Code
from uncrick.core.scheduling.outlook import Outlook, lasting, look_ahead, window
from uncrick.core.scheduling.rules import Rules
from uncrick.core.scheduling.state import Badge, Idle, OnBreak, Phase, Shown, State, Waiting

LEFT_OUT = Suggestion("", (), 0, 0, "", "", "")


@dataclass(frozen=True, slots=True)
class Unwatched:
    """Nobody looked between two aware times; `how` is `stopped` (no daemon), `asleep` or `unseen`."""

    at: datetime
    until: datetime
    how: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """
    What held from `at` until the next snapshot; all times are aware.

    Attributes:
        state: as of `state.seen`, without suggestions, and as if input went on.
        rules: those that held then.
    """

    state: State
    rules: Rules

    @property
    def at(self) -> datetime:
        """When it was taken."""
        return self.state.seen.wall

    @property
    def phase(self) -> Phase:
        """What the daemon was doing."""
        return self.state.phase

    @property
    def blocked_by(self) -> tuple[Code, ...]:
        """What kept every prompt back."""
        return lasting(self.state, self.rules)

    @property
    def how(self) -> str:
        """Of an absence: `locked`, `asleep` or ""."""
        if self.state.presence.asleep_since is not None:
            return "asleep"
        return "locked" if self.state.presence.locked_since is not None else ""

    @property
    def since(self) -> datetime:
        """When the phase really began: the last input before an absence, the first second of a pause."""
        match self.state:
            case State(stage=OnBreak(routine)):
                return self.time_of(routine.began)
            case State(phase=Phase.PAUSED, pause=pause) if pause is not None:
                return self.time_of(pause.since)
            case State(phase=Phase.DUE, stage=Shown(prompt)):
                return self.time_of(prompt.since)
            case State(phase=Phase.AWAY):
                return self.time_of(gone_since(self.state))
            case _:
                return self.at

    @property
    def until(self) -> datetime | None:
        """When the phase was to end, as far as that was known."""
        match self.state:
            case State(phase=Phase.PAUSED, pause=pause) if pause is not None:
                return self.time_of(pause.until)
            case State(phase=Phase.SNOOZED, stage=Waiting(until=until)):
                return self.time_of(until)
            case State(phase=Phase.OFF):
                return self.rules.work.next_change(self.at, self.rules.zone)
            case _:
                return None

    def time_of(self, ticks: float) -> datetime:
        """The wall time of `ticks`, by the clock as it stood then."""
        return self.state.seen.wall_at(ticks)

    def look_ahead(self, at: datetime) -> Outlook:
        """The outlook at a later time, with work that simply went on until then."""
        later = (at - self.at).total_seconds()
        return look_ahead(self.state, self.rules, Moment(at, self.state.seen.ticks + later))


def take(state: State, at: Moment, rules: Rules) -> Snapshot:
    """The snapshot at `at`."""
    stage = state.stage
    match stage:
        case Shown() | Waiting() | Badge():
            stage = replace(stage, prompt=replace(stage.prompt, suggestion=LEFT_OUT))
        case OnBreak(routine):
            stage = OnBreak(replace(routine, suggestion=LEFT_OUT, done=()))
        case Idle():
            pass
    presence = replace(state.presence, silence=None)
    return Snapshot(
        replace(state, seen=at, stage=stage, presence=presence, answered=None, snapshot_mark="", boot="", machine=""),
        rules,
    )


def mark_of(state: State, rules: Rules) -> str:
    """Changes whenever a new snapshot is due; time alone changes it only where a moved hour begins or ends."""
    gone = how = ""
    if state.phase is Phase.AWAY:
        gone, how = f"{gone_since(state):.0f}", Snapshot(state, rules).how
    span = f"{rules.breaks.every:g} {window(state, rules):g}"
    return f"{state.phase} {state.serial} {gone}{how} {span} {','.join(lasting(state, rules))}"
