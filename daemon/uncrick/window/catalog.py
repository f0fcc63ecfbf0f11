"""The catalogue as this person has it, with the figure: what ships, their own exercises, and their wishes."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from uncrick.settings import load
from uncrick.storage import paths
from uncrick.storage.shipped_data import catalogue
from uncrick.window.parse_cache import once

if TYPE_CHECKING:
    from uncrick.core.model.catalog import Catalogue, Exercise
    from uncrick.core.model.exercise_setting import ExerciseSetting


def known(
    going_on: Mapping[str, str] | None = None, wishes: "Mapping[str, ExerciseSetting] | None" = None
) -> "Catalogue":
    """
    The person's catalogue; faults leave out what they are about.

    Args:
        wishes: as in the settings, where these were read already.
        going_on: names by id of what the routine consists of; what is not known any more is shown as quiet breathing.
    """
    from uncrick.core.catalog.personal import tailored, unknown

    shipped = catalogue(figure=True, parse=once)
    if wishes is None:
        wishes = load(paths.settings_file()).settings.exercise
    found = tailored(shipped, _own(shipped), wishes)
    missing = {name: text for name, text in (going_on or {}).items() if name and name not in found.exercises}
    if not missing:
        return found
    gone = {name: unknown(name, text, found) for name, text in missing.items()}
    return tailored(shipped, _own(shipped), wishes, gone)


def _own(shipped: "Catalogue") -> "Mapping[str, Exercise]":
    folder = paths.exercises()
    try:
        names = paths.own_files(folder)
    except OSError:
        return {}
    if not names:
        return {}
    from uncrick.storage import custom_exercises

    return custom_exercises.in_folder(folder, shipped).exercises
