"""The catalogue of one person: with their own exercises, and their settings of single ones."""

from collections.abc import Mapping
from dataclasses import replace

from uncrick.core.model.catalog import Catalogue, Dose, Exercise, headline_of
from uncrick.core.model.exercise_setting import ExerciseSetting
from uncrick.core.model.text import N_, _

GONE = N_("It is no longer among your exercises.")


def tailored(
    catalogue: Catalogue,
    own: Mapping[str, Exercise],
    settings: Mapping[str, ExerciseSetting],
    gone: Mapping[str, Exercise] | None = None,
) -> Catalogue:
    """
    The catalogue with a person's own exercises and their settings of single ones; unknown ids are ignored.

    Args:
        own, gone: by id; removed ones are never suggested, but a routine that is going on may still name them.
    """
    left = {name: replace(exercise, off=_(GONE)) for name, exercise in (gone or {}).items() if name not in own}
    if not (own or left or settings):
        return catalogue
    exercises = {**catalogue.exercises, **left, **own}
    for name, setting in settings.items():
        if name in exercises and name not in left:
            exercises[name] = _with_setting(exercises[name], setting)
    for name, exercise in exercises.items():
        alt = _stand_in(exercise, exercises, catalogue.numbers.fallback)
        if alt != exercise.gentle.alt:
            exercises[name] = replace(exercise, gentle=replace(exercise.gentle, alt=alt))
    return replace(catalogue, exercises=exercises)


def unknown(exercise_id: str, name: str, catalogue: Catalogue) -> Exercise:
    """A placeholder for an exercise of which only the name is left: quiet breathing under that name."""
    stand_in = catalogue.exercise(catalogue.numbers.fallback)
    return replace(stand_in, id=exercise_id, name=name, headline=headline_of(name))


def off(exercise_id: str) -> str:
    """Why an exercise that was switched off is never suggested, and how to take that back."""
    return _("You switched it off. To switch it on: uncrick settings set exercise.{id}.enabled true", id=exercise_id)


def _with_setting(exercise: Exercise, setting: ExerciseSetting) -> Exercise:
    if setting.reps and exercise.reps.micro:
        exercise = _dosed(exercise, min(setting.reps, exercise.per_day_reps))
    return replace(exercise, off="" if setting.enabled else off(exercise.id), note=setting.note)


def _dosed(exercise: Exercise, micro: int) -> Exercise:
    reps = Dose(micro, max(micro, exercise.reps.full))
    return replace(
        exercise,
        reps=reps,
        duration_s=Dose(exercise.seconds(reps.micro), exercise.seconds(reps.full)),
        gentle=replace(exercise.gentle, reps=min(exercise.gentle.reps, micro)),
    )


def _stand_in(exercise: Exercise, exercises: Mapping[str, Exercise], fallback: str) -> str:
    """The first exercise down the line of stand-ins that is not switched off; at its end the one that always comes."""
    alt = exercise.gentle.alt
    while alt and alt != fallback and exercises[alt].off:
        alt = exercises[alt].gentle.alt
    return "" if alt == exercise.id else alt
