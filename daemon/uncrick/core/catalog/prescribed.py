"""The exercises of a prescribed plan as the catalogue has exercises: with the figure of ours where they name one."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import accumulate, pairwise
from math import ceil

from uncrick.core.model.catalog import HOLDS, Area, Catalogue, Cue, Dose, Exercise, Gentle, Keyframe, Phase, headline_of
from uncrick.core.model.dates import sentences
from uncrick.core.model.numbers import PlanNumbers
from uncrick.core.model.prescription import PREFIX, PRESCRIBED, Plan, Prescription
from uncrick.core.model.text import N_, _, n_, p_, upper_first

STOP = N_("Stop if it hurts, and ask your therapist.")
OWN_AREA = N_("Your plan")
ELSEWHERE = "whole"
"""The region of what a plan says no region of."""


def with_plan(catalogue: Catalogue, plan: Plan | None) -> Catalogue:
    """The catalogue with the exercises of the plan, each in an area of the plan's own."""
    if plan is None or not plan.exercises:
        return catalogue
    items = [replace(item, begins=plan.begins) for item in plan.exercises]
    exercises = {item.id: exercise_of(item, catalogue) for item in items}
    areas = {
        exercise.area: Area(exercise.area, exercise.region, _area_name(exercise, catalogue))
        for exercise in exercises.values()
    }
    return replace(catalogue, areas={**catalogue.areas, **areas}, exercises={**catalogue.exercises, **exercises})


def set_aside(catalogue: Catalogue, today: date) -> frozenset[str]:
    """Ids of what is not ours to choose: the plan's exercises, and those of ours that it has in its own dose."""
    plan = {exercise.id: exercise.prescribed for exercise in catalogue.exercises.values() if exercise.prescribed}
    return frozenset({*plan, *(item.exercise for item in plan.values() if item.exercise and item.holds(today))})


def exercise_of(item: Prescription, catalogue: Catalogue) -> Exercise:
    """One exercise of a plan; neither a cap nor the rule of relaxation holds for it."""
    shown = catalogue.exercises.get(item.exercise) if item.exercise else None
    numbers = catalogue.custom.plan
    drawn = _wordy(item, catalogue) if shown is None else _retimed(shown, ceil(item.hold))
    made = replace(
        drawn,
        id=item.id,
        name=item.name,
        headline=headline_of(item.name),
        how=dose_sentence(item),
        origin=PRESCRIBED,
        source_section="",
        area=PREFIX + (item.area or (shown.area if shown else "")),
        region=shown.region if shown else _region(item.area, catalogue),
        why=_("From your therapist."),
        use="both",
        level=1,
        after=None,
        reps=Dose(item.total, item.total),
        per_day_reps=item.total * item.per_day,
        gap_min=numbers.gap_min,
        instruction=sentences(dose_sentence(item), _ended(item.notes), _how(shown)),
        caution=_ended(item.stop) or _(STOP),
        contraindications=(),
        gentle=_easier(item, catalogue),
        evidence=(),
        off="",
        note="",
        prescribed=item,
        set_rest_s=numbers.set_rest_s,
    )
    seconds = made.seconds(item.total)
    return replace(made, duration_s=Dose(seconds, seconds))


def _easier(item: Prescription, catalogue: Catalogue) -> Gentle:
    """What a person may choose in the middle of it; nothing eases it unasked."""
    defaults = catalogue.custom
    reps = max(1, int(item.total * defaults.gentle_reps))
    return Gentle(defaults.gentle_amplitude, reps, catalogue.numbers.fallback)


def dose_sentence(item: Prescription) -> str:
    """`3 sets of 10, hold each for 5 seconds.`"""
    if item.sets > 1:
        sets = n_("{count} set", "{count} sets", item.sets)
        dose = _("{sets} of {reps}", sets=sets, reps=item.reps)
    else:
        dose = n_("{count} time", "{count} times", item.reps)
    if not item.hold:
        return p_("sentence", "{text}.", text=upper_first(dose))
    seconds = f"{item.hold:g}"
    return upper_first(_("{dose}, hold for {seconds} s.", dose=dose, seconds=seconds))


# ---------------------------------------------------------------- with words only


def _wordy(item: Prescription, catalogue: Catalogue) -> Exercise:
    """An exercise without a figure: the guide counts holds and repetitions."""
    numbers = catalogue.custom.plan
    phases, cues = _plain_cycle(ceil(item.hold), numbers)
    fallback = catalogue.exercise(catalogue.numbers.fallback)
    return replace(
        fallback,
        position="",  # the plan does not say it
        places=("desk_seated", "desk_standing", "home"),
        equipment=(),
        visibility=1,
        effort="",
        setup_s=numbers.setup_s,
        cycle_s=sum(phase.s for phase in phases),
        setup_say=_("Get into position."),
        base="",
        props=(),
        loop=False,
        ground=False,
        phases=phases,
        cues=cues,
        keyframes=(),
    )


def _plain_cycle(hold: int, numbers: PlanNumbers) -> tuple[tuple[Phase, ...], tuple[Cue, ...]]:
    if not hold:
        return (Phase("move", numbers.move_s),), (Cue(0, _("Slowly and evenly."), _("Next")),)
    begins, ends = numbers.hold_move_s, numbers.hold_move_s + hold
    phases = (Phase("move", begins), Phase("stretch", hold), Phase("relax", numbers.let_go_s))
    cues = (
        Cue(0, _("Slowly into position."), _("Again")),
        Cue(begins, _("Hold, and keep breathing."), _("Hold")),
        Cue(ends, _("Let go."), _("Let go")),
    )
    return phases, cues


# ---------------------------------------------------------------- with a figure of ours


def _retimed(exercise: Exercise, hold: int) -> Exercise:
    """The exercise with every hold of it as long as the plan says; in one without, the end of a movement is held."""
    if not hold:
        return exercise
    phases, cues = list(exercise.phases), {cue.t: cue for cue in exercise.cues}
    if not any(phase.kind in HOLDS for phase in phases):
        first = next((place for place, phase in enumerate(phases) if phase.kind == "move"), 0)
        begins = sum(phase.s for phase in phases[: first + 1])
        return _with_pause(exercise, first + 1, begins, hold)
    before = _starts(phases)
    changed = [Phase(phase.kind, hold) if phase.kind in HOLDS else phase for phase in phases]
    after = _starts(changed)
    return replace(
        exercise,
        phases=tuple(changed),
        cycle_s=after[-1],
        cues=tuple(replace(cues[old], t=new) for old, new in zip(before, after, strict=True) if old in cues),
        keyframes=tuple(replace(frame, t=_moved(frame.t, before, after)) for frame in exercise.keyframes),
    )


def _with_pause(exercise: Exercise, place: int, begins: int, hold: int) -> Exercise:
    """The same with a hold that begins at that second, in the pose that it has then."""
    phases = (*exercise.phases[:place], Phase("stretch", hold), *exercise.phases[place:])
    early = [cue for cue in exercise.cues if cue.t < begins]
    late = [replace(cue, t=cue.t + hold) for cue in exercise.cues if cue.t >= begins]
    held = Cue(begins, _("Hold, and keep breathing."), _("Hold"))
    return replace(
        exercise,
        phases=phases,
        cycle_s=exercise.cycle_s + hold,
        cues=(*early, held, *late),
        keyframes=_paused(exercise.keyframes, begins, hold),
    )


def _paused(frames: tuple[Keyframe, ...], begins: int, hold: int) -> tuple[Keyframe, ...]:
    if not frames:
        return ()
    at = max((frame for frame in frames if frame.t <= begins), key=lambda frame: frame.t)
    early = [frame for frame in frames if frame.t < begins]
    late = [replace(frame, t=frame.t + hold) for frame in frames if frame.t > begins]
    return (*early, Keyframe(begins, at.pose), Keyframe(begins + hold, at.pose), *late)


def _starts(phases: Iterable[Phase]) -> list[int]:
    """Seconds at which each phase begins, and last the end of the cycle."""
    return [0, *accumulate(phase.s for phase in phases)]


def _moved(t: float, before: list[int], after: list[int]) -> float:
    """The second that corresponds to `t` once the phases last as long as `after` says."""
    for (begins, ends), (new, new_ends) in zip(pairwise(before), pairwise(after), strict=True):
        if t <= ends:
            return new + (t - begins) / (ends - begins) * (new_ends - new)
    return after[-1]


# ---------------------------------------------------------------- words


def _how(shown: Exercise | None) -> str:
    """What our figure does, without the seconds of our own dose."""
    return (
        "" if shown is None else sentences(*map(_ended, dict.fromkeys([shown.setup_say, *(c.say for c in shown.cues)])))
    )


def _ended(text: str) -> str:
    return f"{text}." if text[-1:].isalnum() else text


def _region(area: str, catalogue: Catalogue) -> str:
    """The region that the area's free word names, if it names one of ours."""
    word = area.casefold()
    named = {known.id: known.region for known in catalogue.areas.values()}
    named |= {known.name.casefold(): known.region for known in catalogue.areas.values()}
    named |= {known.region: known.region for known in catalogue.areas.values()}
    return named.get(word, named.get(word.removesuffix("s"), ELSEWHERE))


def _area_name(exercise: Exercise, catalogue: Catalogue) -> str:
    word = exercise.area.removeprefix(PREFIX)
    known = catalogue.areas.get(word)
    return known.name if known else upper_first(word) or _(OWN_AREA)
