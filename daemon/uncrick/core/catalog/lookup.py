"""An exercise by the id that a person typed."""

from uncrick.core.model.catalog import Catalogue, Exercise
from uncrick.core.model.text import _
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
    near = _("Did you mean {names}?", names=_(" or ").join(names)) if names else _("uncrick exercises lists them.")
    raise UsageError(_("There is no exercise {id}", id=repr(exercise_id)), near)
