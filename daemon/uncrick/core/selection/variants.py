"""The easier variants of an exercise: how much of the movement is left, and the hint for it."""

from typing import TYPE_CHECKING

from uncrick.core.model.text import _

if TYPE_CHECKING:
    from uncrick.core.model.catalog import Exercise
    from uncrick.core.model.numbers import RoutineNumbers


def amplitude(exercise: "Exercise", variant: str, numbers: "RoutineNumbers") -> float:
    """The share of the movement, 1 for all of it."""
    return {"gentle": exercise.gentle.amplitude, "less": numbers.less_amplitude}.get(variant, 1.0)


def hint(exercise: "Exercise", variant: str, numbers: "RoutineNumbers") -> str:
    """One short sentence, or "" for an exercise that is done as it stands."""
    if not variant:
        return ""
    if variant == "gentle" and exercise.gentle.effort is not None:
        return _("Press very lightly.")
    share = amplitude(exercise, variant, numbers)
    if share == 1:
        return _("Gently.")
    return _("Half the movement.") if share <= 0.5 else _("A smaller movement.")
