"""The alternative to a routine: what to do instead of it, such as a walk (F6.8)."""

from dataclasses import replace

from uncrick.core.model.catalog import Exercise
from uncrick.core.selection.candidates import UPRIGHT, is_open, left_today, suits
from uncrick.core.selection.plan import Plan, titles_today
from uncrick.core.selection.score import oldest
from uncrick.core.selection.situation import Situation, is_possible


def alternative(situation: Situation, parts: Plan, pool: list[Exercise]) -> str:
    """Id of what was longest not offered, or of the next best that is safe for the person; "" if pain left none."""
    restrictions = situation.restrictions
    # Nobody guides the person through the alternative, so none that has to be done gently
    taken = {*(exercise.id for exercise, _reps in parts), *restrictions.gentle, *restrictions.excluded}
    for options in _in_order(situation, pool):
        free = [exercise for exercise in options if exercise.id not in taken]
        chosen = oldest(situation, free, situation.practice.offered)
        if chosen is not None:
            return chosen.id
    return ""


def _in_order(situation: Situation, pool: list[Exercise]) -> tuple[list[Exercise], ...]:
    """Lists of exercises, the most wanted first."""
    every = situation.catalogue.exercises.values()
    kinds = [
        exercise
        for exercise in pool
        if exercise.area == "whole_body" or exercise.position == "hang" or exercise.id in situation.numbers.alternatives
    ]
    if len(kinds) < situation.numbers.kinds_least:
        kinds += [exercise for exercise in pool if exercise not in kinds and exercise.region != "neck"]
    last = situation.catalogue.exercise(situation.numbers.fallback)
    practice, hangs = situation.practice, [exercise for exercise in kinds if exercise.position == "hang"]
    came = titles_today(situation.catalogue, practice, situation.today)
    upright = [exercise for exercise in kinds if exercise.position in UPRIGHT]
    newest = max((practice.offered.get(hang.id, 0) for hang in hangs), default=0)
    return (
        hangs if practice.prompts + 1 - newest >= situation.numbers.hang_prompts else [],
        # Of these one may be the title, which none is twice a day
        [exercise for exercise in upright if situation.context.gets_up and exercise.headline not in came],
        kinds,
        [] if last.off else [last],
        pool,
        [exercise for exercise in every if suits(situation, exercise) and left_today(situation, exercise)],
        [exercise for exercise in every if _is_safe(situation, exercise)],
        # The person switched everything off: the last resort, and what is beside it
        [last],
        [exercise for exercise in every if exercise.off and _is_safe(situation, replace(exercise, off=""))],
    )


def _is_safe(situation: Situation, exercise: Exercise) -> bool:
    """Allowed for the person, whether or not the equipment is there."""
    everything = frozenset(situation.catalogue.equipment)
    return is_open(situation, exercise) and is_possible(exercise, situation.restrictions, everything)
