"""What the window shows of a routine at any of its seconds; pure, and tested without a window."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from uncrick.core.model.catalog import HOLDS, Catalogue, Exercise
from uncrick.core.model.dates import minutes_seconds
from uncrick.core.model.record import Item
from uncrick.core.model.suggestion import Suggestion
from uncrick.core.model.text import _, lower_first
from uncrick.core.presentation.spoken_cues import spoken_cues
from uncrick.core.presentation.timeline import RISES, Step, step_at, steps
from uncrick.core.selection.cautions import is_hazardous
from uncrick.core.selection.variants import amplitude

RELAXED = ("relax", "close")
# A hold of so many seconds or more shows how to breathe: seconds in, seconds out.
BREATHED, IN, OUT = 4.0, 3.0, 4.0
# Back within the first seconds of an exercise leads to the one before.
JUST_BEGUN = 3.0
# More repetitions than this (the steps of a walk) are not counted.
COUNTED = 12
# Getting up begins on the side; from this share of its time on the person sits.
SITS_UP = 0.5


@dataclass(frozen=True, slots=True)
class Snapshot:
    """
    What the window shows at one moment.

    Attributes:
        number: of the exercise, from 1; one more than there are exercises in the closing relaxation.
        rep, reps: the repetition at hand and how many there are; 0 where nothing is counted.
        relaxed: the body relaxes.
        cue: what to do now, in whole sentences.
        breath: `Breathe in`, `Breathe out`, or "".
        lungs: how full they are, 0..1.
        left, share: seconds left of the phase, and how much of it is over, 0..1.
        later: what comes next, in a phrase.
        note: the person's own words on the exercise.
        caution: what to mind in the exercise; `hazardous`: it is shown however little room there is.
        exercise: whose figure is shown, `t` seconds into a repetition.
    """

    name: str
    number: int
    rep: int
    reps: int
    relaxed: bool
    cue: str
    breath: str
    lungs: float
    left: float
    share: float
    later: str
    note: str
    caution: str
    hazardous: bool
    exercise: Exercise
    t: float


class RoutineTimeline:
    """
    One routine as a function of its seconds.

    Args:
        status: the `break` object of a status.
        catalogue: with the figure.

    Attributes:
        names: of the exercises, in the words of the prompt.
        spoken: what is to be heard.
        parts: the seconds at which each exercise begins and ends, and last those of the closing relaxation.
    """

    def __init__(self, status: dict[str, Any], catalogue: Catalogue) -> None:
        items = tuple(Item(**item) for item in status["items"])
        total, tip = status["total_seconds"], status["tip"]
        suggestion = Suggestion("", items, 0, total, status["alternative"] or "", tip["id"], tip["text"])
        self._catalogue = catalogue
        self.items = items
        self.exercises = tuple(catalogue.exercise(item.id) for item in items)
        self.names = tuple(exercise.name for exercise in self.exercises)
        self.alternative = catalogue.exercises.get(status["alternative"] or "")
        known = catalogue.tips.get(tip["id"])
        self.tip: str = tip["text"] if known is None else known.text  # there is room for more than a notification has
        self.read_first = frozenset(n for n, item in enumerate(items) if item.id in status.get("read_first", ()))
        self.steps = tuple(self._joined(steps(suggestion, catalogue)))
        self.total = self.steps[-1].ends
        self.spoken = spoken_cues(self.steps)
        self._cues = dict(self._sentences())
        self.parts = self._spans()

    def _joined(self, single: Iterable[Step]) -> Iterator[Step]:
        """A looping exercise (a walk) as one step: nobody counts the seconds of single strides."""
        joined: Step | None = None
        for step in single:
            strides = step.rep and self.exercises[step.item].loop
            if joined is not None and strides and joined.item == step.item:
                joined = replace(joined, seconds=step.ends - joined.begins)
                continue
            if joined is not None:
                yield joined
            joined = step if strides else None
            if joined is None:
                yield step
        if joined is not None:
            yield joined

    def _sentences(self) -> Iterator[tuple[Step, str]]:
        """What to do in each step, in whole sentences; a step without one keeps what the step before it says."""
        last = ""
        for step in self.steps:
            last = self._sentence(step) or last
            yield step, last

    def _sentence(self, step: Step) -> str:
        if step.item < 0:
            return _ended(step.cue)
        exercise = self.exercises[step.item]
        if step.kind == "change":
            return _ended(exercise.setup_say)  # the position that comes: there is no time to lose in taking it
        if not step.rep:
            return _ended(step.cue)
        if exercise.loop and exercise.how:
            return _ended(exercise.how)
        # A voice has a word for a repetition that is known; who reads is helped by the sentence every time.
        at = step.begins - self._begins(step)
        return next((_ended(cue.say) for cue in exercise.cues if cue.t == at), "")

    def _begins(self, step: Step) -> float:
        """The second at which the repetition of that step begins."""
        return next(each.begins for each in self.steps if each.rep and (each.item, each.rep) == (step.item, step.rep))

    def _spans(self) -> tuple[tuple[float, float], ...]:
        numbers = sorted({step.item for step in self.steps}, key=lambda item: item % len(self.steps))
        return tuple(
            (
                min(step.begins for step in self.steps if step.item == number),
                max(step.ends for step in self.steps if step.item == number),
            )
            for number in numbers
        )

    def step(self, position: float) -> Step:
        """The step at that second."""
        return step_at(self.steps, position)

    def item(self, position: float) -> int:
        """The number of the exercise at that second; during the closing relaxation that of the last."""
        number = self.step(position).item
        return number if number >= 0 else len(self.items) - 1

    def snapshot(self, position: float) -> Snapshot:
        """What the window shows at that second."""
        step = self.step(position)
        elapsed = min(max(0.0, position - step.begins), step.seconds)
        current = self.exercises[self.item(position)]
        exercise, t = self._shown(step, elapsed)
        breath, lungs = _breath(step, elapsed)
        rep, reps = _of_set(step, exercise)
        counted = rep > 0 and 1 < reps <= COUNTED and not exercise.loop
        return Snapshot(
            name=step.name if step.item < 0 else self._name(step, rep, reps),
            number=step.item + 1 if step.item >= 0 else len(self.items) + 1,
            rep=rep if counted else 0,
            reps=reps if counted else 0,
            relaxed=step.kind in RELAXED,
            cue=self._cues[step],
            breath=breath,
            lungs=lungs,
            left=max(0.0, step.ends - position),
            share=elapsed / step.seconds if step.seconds else 1.0,
            later=self._later(step),
            note=step.note,
            caution=current.caution if step.item >= 0 else "",
            hazardous=step.item >= 0 and is_hazardous(current),
            exercise=exercise,
            t=t,
        )

    def _name(self, step: Step, rep: int, reps: int) -> str:
        """The exercise; of a plan's with more repetitions than dots can show, also the number of this one."""
        name = self.names[step.item]
        if not rep or reps <= COUNTED or self.exercises[step.item].prescribed is None:
            return name
        return _("{exercise}, {rep} of {reps}", exercise=name, rep=rep, reps=reps)

    def amplitude(self, position: float, *, eased: bool) -> float:
        """The share of the movement at that second, 0..1; `eased` for the gentle way."""
        item = self.items[self.item(position)]
        exercise = self.exercises[self.item(position)]
        share = amplitude(exercise, item.variant, self._catalogue.pain)
        return min(share, exercise.gentle.amplitude) if eased else share

    def _shown(self, step: Step, elapsed: float) -> tuple[Exercise, float]:
        """Whose figure is shown, and how many seconds into a repetition of it."""
        if step.item >= 0:
            exercise = self.exercises[step.item]
            return exercise, (step.begins - self._begins(step) + elapsed) % exercise.cycle_s if step.rep else 0.0
        quiet = self._catalogue.exercise(self._catalogue.numbers.fallback)
        if not any(self.exercises[-1].base.startswith(pose) for pose in RISES):
            return quiet, elapsed % quiet.cycle_s
        on_side = (each for each in self._catalogue.exercises.values() if each.base.startswith("side_lying"))
        if elapsed < SITS_UP * step.seconds and (aside := next(on_side, None)) is not None:
            return aside, aside.cycle_s - aside.phases[-1].s  # at rest, without an arrow of its own movement
        return quiet, 0.0

    def back_from(self, position: float) -> float:
        """The second at which this exercise began, or the one before if this one has just begun."""
        begins = [step.begins for step in self.steps if step.kind in ("setup", "close")]
        passed = [begin for begin in begins if begin <= position]
        if len(passed) > 1 and position - passed[-1] < JUST_BEGUN:
            return passed[-2]
        return passed[-1] if passed else 0.0

    def eased_end(self, number: int, reps: int) -> float:
        """The second at which exercise `number` ends after only so many repetitions."""
        if self.exercises[number].loop:
            begins = next(step.begins for step in self.steps if step.item == number and step.rep)
            return min(begins + reps * self.exercises[number].cycle_s, self._end(number))
        done = [step.ends for step in self.steps if step.item == number and step.rep <= reps and step.kind != "change"]
        return done[-1] if done else 0.0

    def _end(self, number: int) -> float:
        return max(step.ends for step in self.steps if step.item == number)

    def _later(self, step: Step) -> str:
        following = self.steps[self.steps.index(step) + 1 :]
        if not following:
            return _("Then you are done")
        after = next((each for each in following if self._cues[each] != self._cues[step]), following[0])
        if after.item >= 0 and after.kind == "change":
            position = _ended(self.exercises[after.item].setup_say)
            return _("Next: {name}. {position}", name=lower_first(self.names[after.item]), position=position)
        if after.item >= 0:
            return _("Next: {phrase}", phrase=_phrase(self._cues[after]))
        if any(self.exercises[-1].base.startswith(pose) for pose in RISES):
            return _("Next: {phrase}", phrase=_phrase(after.cue))
        return _("Then a quiet moment, and you are done")


def _of_set(step: Step, exercise: Exercise) -> tuple[int, int]:
    """The repetition at hand and how many there are; of an exercise in sets, those of the set."""
    item = exercise.prescribed
    if item is None or not step.rep:
        return step.rep, step.reps
    return (step.rep - 1) % item.reps + 1, item.reps


def _breath(step: Step, elapsed: float) -> tuple[str, float]:
    if step.kind not in HOLDS or step.seconds < BREATHED:
        return "", 0.0
    within = elapsed % (IN + OUT)
    if within < IN:
        return _("Breathe in"), within / IN
    return _("Breathe out"), 1 - (within - IN) / OUT


def _ended(text: str) -> str:
    """The text with its full stop: cues of people's own exercises may lack it."""
    return f"{text}." if text[-1:].isalnum() else text


def _phrase(text: str) -> str:
    """The first sentence of a cue as the end of a line: without its capital and its full stop."""
    return lower_first(text.split(". ", maxsplit=1)[0].rstrip("."))


def minutes(seconds: float) -> str:
    """Seconds that are left: `38`, and from a minute on `1:05`."""
    left = ceil(seconds)
    return str(left) if left < 60 else minutes_seconds(left)
