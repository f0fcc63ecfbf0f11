"""An exercise by the id that a person typed."""

from uncrick.core.model.catalog import Catalogue, Exercise
from uncrick.errors import UsageError


def exercise_named(catalogue: Catalogue, exercise_id: str) -> Exercise:
    """
    The exercise.

    Raises:
        UsageError: no exercise has that id; the message names the closest.
    """
    if (exercise := catalogue.exercises.get(exercise_id)) is not None:
        return exercise
    import difflib

    names = difflib.get_close_matches(exercise_id, list(catalogue.exercises), n=3, cutoff=0.5)
    near = f"Did you mean {' or '.join(names)}?" if names else "uncrick exercises lists them."
    raise UsageError(f"There is no exercise {exercise_id!r}", near)
