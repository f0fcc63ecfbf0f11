"""What becomes easier when a person asks for the easier variant of an exercise, in a sentence."""

from uncrick.core.model.catalog import Catalogue, Exercise
from uncrick.core.model.dates import and_list
from uncrick.core.model.text import _, n_


def easier(exercise: Exercise, catalogue: Catalogue) -> str:
    """How often, how far and how hard it is then done, and what can take its place."""
    gentle = exercise.gentle
    ways = [n_("once", "{count} times", gentle.reps)]
    if gentle.amplitude < 1:
        ways.append(_("half as far") if gentle.amplitude == 0.5 else _("less far"))
    if gentle.effort is not None:
        ways.append(_("with less strength"))
    if gentle.alt:
        other = catalogue.exercise(gentle.alt).name
        return _("Easier is: {ways}; or “{exercise}” in its place.", ways=and_list(ways), exercise=other)
    return _("Easier is: {ways}.", ways=and_list(ways))
