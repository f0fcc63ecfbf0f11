"""The catalogue as this person has it, put together from what ships, their own exercises and their settings."""

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from uncrick.core.model.exercise_setting import ExerciseSetting
from uncrick.core.model.text import _, n_
from uncrick.storage import paths

if TYPE_CHECKING:
    from uncrick.core.catalog.reader import Fault
    from uncrick.core.model.catalog import Catalogue, Exercise
    from uncrick.storage.custom_exercises import Own
    from uncrick.storage.plan.plan_file import Read

SHOWN = 2
Identity = tuple[tuple[str, int, int, int], ...]


class CatalogLoader:
    """
    Reads when it is first asked, and again what has changed since when it is told to look; between two looks nothing.

    Args:
        folder: of own exercises; None = neither these nor a plan are wanted.
        figure: with the rig and all movements.
    """

    def __init__(self, folder: str | None, *, figure: bool = False) -> None:
        self._folder = folder
        self._figure = figure
        self._plan: Read | None = None
        self._seen: tuple[Identity | None, Identity | None] = (None, None)
        self._looked = False
        self._own: Own | None = None
        self._gone: dict[str, Exercise] = {}
        self._made: tuple[Mapping[str, ExerciseSetting], Catalogue] | None = None

    def catalogue(self, wishes: Mapping[str, ExerciseSetting]) -> "Catalogue":
        """The person's catalogue, as of the last look."""
        if not self._looked:
            self.look()
        if self._made is None or self._made[0] != wishes:
            from uncrick.core.catalog.personal import tailored

            own = {} if self._own is None else self._own.exercises
            made = tailored(self._shipped(), own, wishes, self._gone)
            if self._plan is not None:
                from uncrick.core.catalog.prescribed import with_plan

                made = with_plan(made, self._plan.plan)
            self._made = (wishes, made)
        return self._made[1]

    def _shipped(self) -> "Catalogue":
        from uncrick.storage.shipped_data import catalogue

        # Said in the way of all others, for it is kept by what was said
        return catalogue(figure=True) if self._figure else catalogue()

    def look(self) -> None:
        """Read the folder, and the plan, if they are not what they were."""
        if self._folder is None:
            return
        seen = (_identity(self._folder), _of_plan())
        if self._looked and seen == self._seen:
            return
        before = self._exercises()
        self._looked, self._seen, self._own, self._plan, self._made = True, seen, None, None, None
        if seen[0] is not None:
            from uncrick.storage import custom_exercises

            self._own = custom_exercises.in_folder(self._folder, self._shipped())
        if seen[1] is not None:
            from uncrick.storage.plan import plan_file

            self._plan = plan_file.stored(self._shipped())
        own = self._exercises()
        # A prompt that was put off, or a routine that is on, may name them
        self._gone = {name: exercise for name, exercise in {**self._gone, **before}.items() if name not in own}

    def _exercises(self) -> "dict[str, Exercise]":
        """The person's own exercises and those of their plan."""
        own = {} if self._own is None else dict(self._own.exercises)
        if self._plan is None or self._plan.plan is None:
            return own
        from uncrick.core.catalog.prescribed import exercise_of

        return own | {item.id: exercise_of(item, self._shipped()) for item in self._plan.plan.exercises}

    def recall(self, names: Mapping[str, str], wishes: Mapping[str, ExerciseSetting]) -> None:
        """Know, by id and name, what is going on and was removed since, or is of a former version."""
        catalogue = self.catalogue(wishes)
        missing = {name: text for name, text in names.items() if name and name not in catalogue.exercises}
        if missing:
            from uncrick.core.catalog.personal import unknown

            self._gone.update({name: unknown(name, text, catalogue) for name, text in missing.items()})
            self._made = None

    def most_reps(self, exercise_id: str) -> int | None:
        """Repetitions a day of an exercise, None where there is none of that id."""
        catalogue = self.catalogue({} if self._made is None else self._made[0]).exercises.get(exercise_id)
        return None if catalogue is None or exercise_id in self._gone else catalogue.per_day_reps

    @property
    def count(self) -> int:
        """How many own exercises there are, as of the last look."""
        return 0 if self._own is None else len(self._own.exercises)

    def is_wanted(self) -> bool:
        """Whether there is something of the person's to look at; reads names only."""
        if self._folder is None:
            return False
        return self._seen != (None, None) or (_identity(self._folder), _of_plan()) != (None, None)

    @property
    def faults(self) -> "tuple[Fault, ...]":
        """What keeps own exercises out, as of the last look."""
        return () if self._own is None else self._own.faults

    @property
    def mend(self) -> str:
        """The command that shows all of what is amiss."""
        return "uncrick plan" if self._plan is not None and self._plan.faults else "uncrick exercises check"

    def amiss(self) -> str | None:
        """The same in a line; None where all is well."""
        if self._plan is not None and self._plan.faults:
            fault = str(self._plan.faults[0]).rstrip(".")
            return _("the plan of your therapist: {fault} (uncrick plan)", fault=fault)
        faults = [f"{fault}" for fault in self.faults]
        if not faults:
            return None
        shown, more = "; ".join(faults[:SHOWN]), len(faults) - SHOWN
        if more > 0:
            return n_(
                "{faults}; and {count} more (uncrick exercises check)",
                "{faults}; and {count} more (uncrick exercises check)",
                more,
                faults=shown,
            )
        return _("{faults} (uncrick exercises check)", faults=shown)


def _identity(folder: str) -> Identity | None:
    """Changes when a file of the folder does; None where there is no such folder."""
    try:
        names = (*paths.own_files(folder), *paths.other_files(folder))
        return tuple(_entry(os.path.join(folder, name)) for name in names)
    except FileNotFoundError:
        return None
    except OSError:
        return ()


def _of_plan() -> Identity | None:
    """The same of the plan; None where there is none."""
    path = paths.plan_file()
    return (_entry(path),) if os.path.lexists(path) else None


def _entry(path: str) -> tuple[str, int, int, int]:
    try:
        status = os.stat(path)
    except OSError:
        return path, 0, 0, 0
    return path, status.st_mtime_ns, status.st_size, status.st_ino


def mine(going_on: Mapping[str, str] | None = None, *, figure: bool = False) -> "Catalogue":
    """
    The catalogue of the person who types a command; faults leave out what they are about.

    Args:
        going_on: names by id of what the daemon may know better.
        figure: with the rig and all movements.
    """
    from uncrick.settings import load

    wishes = load(paths.settings_file()).settings.exercise
    loader = CatalogLoader(paths.exercises(), figure=figure)
    if going_on:
        loader.recall(going_on, wishes)
    return loader.catalogue(wishes)
