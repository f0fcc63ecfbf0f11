"""Loads the person's catalogue with the figure: shipped and own exercises, with their settings."""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from uncrick.settings import load
from uncrick.storage import paths
from uncrick.storage.shipped_data import catalogue
from uncrick.window.parse_cache import parse_cached

if TYPE_CHECKING:
    from uncrick.core.model.catalog import Catalogue, Exercise
    from uncrick.core.model.exercise_setting import ExerciseSetting
    from uncrick.core.model.prescription import Plan


def personal_catalogue(
    names: Mapping[str, str] | None = None, settings: "Mapping[str, ExerciseSetting] | None" = None
) -> "Catalogue":
    """
    The person's catalogue; what has faults is left out.

    Args:
        names: by id, of what a routine consists of; an exercise that no longer exists is shown as quiet breathing.
        settings: of the exercises, where the settings file was read already.
    """
    from uncrick.core.catalog.personal import tailored, unknown
    from uncrick.core.catalog.prescribed import with_plan

    shipped = catalogue(figure=True, parse=parse_cached)
    if settings is None:
        settings = load(paths.settings_file()).settings.exercise
    plan = _plan(shipped)
    personal = with_plan(tailored(shipped, _own(shipped), settings), plan)
    missing = {id_: name for id_, name in (names or {}).items() if id_ and id_ not in personal.exercises}
    if not missing:
        return personal
    gone = {id_: unknown(id_, name, personal) for id_, name in missing.items()}
    return with_plan(tailored(shipped, _own(shipped), settings, gone), plan)


def _plan(shipped: "Catalogue") -> "Plan | None":
    if not os.path.lexists(paths.plan_file()):
        return None
    from uncrick.storage.plan import plan_file

    return plan_file.stored(shipped).plan


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
