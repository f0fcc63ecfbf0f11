"""How much of an exercise an easier variant keeps, and what is said of it at its beginning."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uncrick.core.model.catalog import Exercise

LESS = 0.75
"""The share of the movement that is left after "a bit much"."""


def amplitude(exercise: "Exercise", variant: str) -> float:
    """The share of the movement, 1 for all of it."""
    return {"gentle": exercise.gentle.amplitude, "less": LESS}.get(variant, 1.0)


def hint(exercise: "Exercise", variant: str) -> str:
    """One short sentence, or "" for an exercise that is done as it stands."""
    if not variant:
        return ""
    if variant == "gentle" and exercise.gentle.effort is not None:
        return "Press very lightly."
    share = amplitude(exercise, variant)
    if share == 1:
        return "Gently."
    return "Half the movement." if share <= 0.5 else "A smaller movement."
