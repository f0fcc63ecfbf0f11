"""An exercise by the id that a person typed."""

from uncrick.core.model.catalog import Catalogue, Exercise
from uncrick.core.model.close_names import close_names, did_you_mean
from uncrick.core.model.text import _
from uncrick.errors import UsageError


def exercise_named(catalogue: Catalogue, exercise_id: str) -> Exercise:
    """
    The exercise.

    Raises:
        UsageError: no exercise has that id; the message names the closest, or why it was left out.
    """
    if (exercise := catalogue.exercises.get(exercise_id)) is not None:
        return exercise
    for excluded in catalogue.excluded:
        if excluded.id == exercise_id:
            instead = _("{id} takes its place.", id=excluded.instead) if excluded.instead else ""
            title = _("{what} was left out on purpose", what=excluded.what)
            raise UsageError(title, f"{excluded.reason} {instead}".rstrip())
    near = did_you_mean(close_names(exercise_id, catalogue.exercises, most=3, cutoff=0.5))
    raise UsageError(_("There is no exercise {id}", id=repr(exercise_id)), near or _("uncrick exercises lists them."))
