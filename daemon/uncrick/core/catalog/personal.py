"""The catalogue as one person has it: with exercises of their own, and what they set for single ones."""

from collections.abc import Mapping
from dataclasses import replace

from uncrick.core.model.catalog import FALLBACK, HEADLINE, INVITE, Catalogue, Dose, Exercise
from uncrick.core.model.exercise_setting import Wish

GONE = "It is no longer among your exercises."


def tailored(
    catalogue: Catalogue,
    own: Mapping[str, Exercise],
    wishes: Mapping[str, Wish],
    gone: Mapping[str, Exercise] | None = None,
) -> Catalogue:
    """
    The catalogue with their own exercises, and with their wishes fulfilled; wishes for unknown ids are passed over.

    Args:
        own, gone: by id; those that are gone are known still, as what is going on may name them, but never suggested.
    """
    left = {name: replace(it, off=GONE) for name, it in (gone or {}).items() if name not in own}
    if not (own or left or wishes):
        return catalogue
    exercises = {**catalogue.exercises, **left, **own}
    for name, wish in wishes.items():
        if name in exercises and name not in left:
            exercises[name] = _wished(exercises[name], wish)
    for name, it in exercises.items():
        alt = _stand_in(it, exercises)
        if alt != it.gentle.alt:
            exercises[name] = replace(it, gentle=replace(it.gentle, alt=alt))
    return replace(catalogue, exercises=exercises)


def unknown(exercise_id: str, name: str, catalogue: Catalogue) -> Exercise:
    """What stands for an exercise of which no more than the name is left: quiet breathing."""
    headline, invite = name[:HEADLINE], name[:INVITE]
    return replace(catalogue.exercise(FALLBACK), id=exercise_id, name=name, headline=headline, invite=invite)


def off(exercise_id: str) -> str:
    """Why an exercise that was switched off is never suggested, and how to take that back."""
    return f"You switched it off. Back on: uncrick settings set exercise.{exercise_id}.enabled true"


def _wished(exercise: Exercise, wish: Wish) -> Exercise:
    if wish.reps and exercise.reps.micro:
        exercise = _dosed(exercise, min(wish.reps, exercise.per_day_reps))
    return replace(exercise, off="" if wish.enabled else off(exercise.id), note=wish.note)


def _dosed(exercise: Exercise, micro: int) -> Exercise:
    reps = Dose(micro, max(micro, exercise.reps.full))
    return replace(
        exercise,
        reps=reps,
        duration_s=Dose(exercise.seconds(reps.micro), exercise.seconds(reps.full)),
        gentle=replace(exercise.gentle, reps=min(exercise.gentle.reps, micro)),
    )


def _stand_in(exercise: Exercise, exercises: Mapping[str, Exercise]) -> str:
    """The first exercise down the line of stand-ins that is not switched off; at its end the one that always comes."""
    alt = exercise.gentle.alt
    while alt and alt != FALLBACK and exercises[alt].off:
        alt = exercises[alt].gentle.alt
    return "" if alt == exercise.id else alt
