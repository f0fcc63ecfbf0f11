"""Divides a routine into steps: exercise, repetition, phase and cue at every second."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from uncrick.core.model.suggestion import Suggestion
from uncrick.core.model.text import N_, _, lower_first
from uncrick.core.selection.variants import hint

if TYPE_CHECKING:
    from uncrick.core.model.catalog import Catalogue, Exercise

LET_GO = N_("Let your whole body go loose. Breathe out slowly.")
NEXT = N_("Next: {exercise}.")
BETWEEN_SETS = N_("Rest a moment. Then set {number} of {count}.")
RISE = N_("Roll to your side, then get up slowly.")
RISES = {"supine": RISE, "prone": RISE, "side_lying": N_("Push up with your arms, slowly.")}
"""The cue for getting up, by the beginning of the name of the pose in which the person lies."""


@dataclass(frozen=True, slots=True)
class Step:
    """
    A stretch of the routine in which one thing is done.

    Attributes:
        begins, seconds: seconds from the start of the routine, and its length.
        item: number of the exercise (0 = the first); -1 for the closing relaxation.
        name: of the exercise, as a person reads it.
        rep, reps: the repetition at hand, 1..reps; 0 while setting up or changing over.
        kind: of the phase: `setup`, `move`, `stretch`, `tense`, `return`, `relax`, `rest`, `change`, `close`.
        cue: the text spoken or shown when it begins; "" keeps the cue before it.
        full: the whole sentence of the first repetition in each repetition, for readers; "" where there is none.
        pose: the moment of the figure that shows it: 0 for the start pose, else the number of the phase from 1 on.
        rises: in the closing relaxation the person gets up.
        note: the person's own words on the exercise.
        caution: what to mind in the exercise; "" in the closing relaxation.
    """

    begins: float
    seconds: float
    item: int
    name: str
    rep: int
    reps: int
    kind: str
    cue: str
    note: str = ""
    caution: str = ""
    full: str = ""
    pose: int = 0
    rises: bool = False

    @property
    def ends(self) -> float:
        """Seconds from the start of the routine."""
        return self.begins + self.seconds


@dataclass(frozen=True, slots=True)
class RoutineClock:
    """
    How far a routine has got, for a guide that follows it by a clock of its own.

    Attributes:
        total: seconds of the whole routine.
        at: seconds into the routine at which it stood when the guide's clock showed `since`, in seconds.
        paused: it has stood there since then.
    """

    total: float
    at: float = 0.0
    since: float = 0.0
    paused: bool = False

    def position(self, now: float) -> float:
        """Seconds into the routine, at most its total."""
        return min(self.at if self.paused else self.at + now - self.since, self.total)

    def seek(self, position: float, now: float) -> "RoutineClock":
        """Go on from there, or stand there while it is paused."""
        return replace(self, at=position, since=now)

    def pause(self, now: float, *, paused: bool) -> "RoutineClock":
        """Stand still, or go on from where it stands."""
        return replace(self.seek(self.position(now), now), paused=paused)


def steps(suggestion: Suggestion, catalogue: "Catalogue") -> tuple[Step, ...]:
    """The steps of the whole routine, without a gap; they last the suggestion's `total_seconds`."""
    timeline: list[Step] = []
    clock = 0.0
    for number, item in enumerate(suggestion.items):
        exercise = catalogue.exercise(item.id)
        note, caution = exercise.note, exercise.caution
        if number:
            seconds, cue = catalogue.numbers.transition_s, _(NEXT, exercise=lower_first(item.name))
            timeline.append(Step(clock, seconds, number, item.name, 0, item.reps, "change", cue, caution=caution))
            clock = timeline[-1].ends
        first = " ".join(part for part in (exercise.setup_say, hint(exercise, item.variant, catalogue.pain)) if part)
        setup = Step(clock, exercise.setup_s, number, item.name, 0, item.reps, "setup", first, note, caution, first)
        timeline.append(setup)
        clock = timeline[-1].ends
        timeline.extend(_repetitions(exercise, item.name, item.reps, number, clock))
        clock = timeline[-1].ends
    left = suggestion.total_seconds - clock
    if left > 0:
        base = catalogue.exercise(suggestion.items[-1].id).base
        rise = next((cue for start, cue in RISES.items() if base.startswith(start)), "")
        name, cue = (_("Get up slowly"), _(rise)) if rise else (_("Relax"), _(LET_GO))
        timeline.append(Step(clock, left, -1, name, 0, 0, "close", cue, full=cue, rises=bool(rise)))
    return tuple(timeline)


def _repetitions(exercise: "Exercise", name: str, reps: int, number: int, clock: float) -> list[Step]:
    repetitions = []
    for rep in range(1, reps + 1):
        at = 0.0
        for pose, phase in enumerate(exercise.phases, 1):
            cue, full = _cue(exercise, at, first=rep == 1), _cue(exercise, at, first=True)
            words = (cue, exercise.note, exercise.caution, full)
            repetitions.append(Step(clock + at, phase.s, number, name, rep, reps, phase.kind, *words, pose))
            at += phase.s
        clock += at
        if exercise.ends_set(rep) and rep < reps:
            repetitions.append(
                _rest_between_sets(exercise, Step(clock, exercise.set_rest_s, number, name, 0, reps, "", ""), rep)
            )
            clock = repetitions[-1].ends
    return repetitions


def _rest_between_sets(exercise: "Exercise", step: Step, done: int) -> Step:
    """The rest after so many repetitions of a prescribed exercise."""
    item = exercise.prescribed
    assert item is not None
    cue = _(BETWEEN_SETS, number=done // item.reps + 1, count=item.sets)
    return replace(step, kind="rest", cue=cue, full=cue, note=exercise.note, caution=exercise.caution)


def _cue(exercise: "Exercise", at: float, *, first: bool) -> str:
    return next(((cue.say if first else cue.brief) for cue in exercise.cues if cue.t == at), "")


def step_at(walk: tuple[Step, ...], position: float) -> Step:
    """The step that the second `position` belongs to; the last one from its end on."""
    return next((step for step in walk if position < step.ends), walk[-1])


def next_item(walk: tuple[Step, ...], position: float) -> float:
    """Seconds at which the next exercise, or the closing relaxation, begins; the end where none does."""
    here = step_at(walk, position)
    return next((step.begins for step in walk if step.begins > here.begins and step.item != here.item), walk[-1].ends)
