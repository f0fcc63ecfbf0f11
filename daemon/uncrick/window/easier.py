"""What becomes easier when a person asks for the easier variant of an exercise, in a sentence."""

from uncrick.core.model.catalog import Catalogue, Exercise
from uncrick.core.model.dates import and_list
from uncrick.core.model.text import _, n_


def ways(exercise: Exercise) -> str:
    """How often, how far and how hard it is then done: `3 times and half as far`."""
    gentle = exercise.gentle
    # Nobody counts the steps of a walk
    parts = [_("for a shorter time") if exercise.loop else n_("once", "{count} times", gentle.reps)]
    if gentle.amplitude < 1:
        parts.append(_("half as far") if gentle.amplitude == 0.5 else _("less far"))
    if gentle.effort is not None:
        parts.append(_("with less strength"))
    return and_list(parts)


def easier(exercise: Exercise, catalogue: Catalogue) -> str:
    """The same, and what can take its place."""
    if exercise.gentle.alt:
        other = catalogue.exercise(exercise.gentle.alt).name
        return _("Easier is: {ways}; or “{exercise}” in its place.", ways=ways(exercise), exercise=other)
    return _("Easier is: {ways}.", ways=ways(exercise))
