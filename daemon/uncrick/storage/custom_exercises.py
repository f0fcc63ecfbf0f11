"""The folder of a person's own exercises: read whole, with everything that is wrong in it; nothing of it raises."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from uncrick.core.catalog.custom import own_exercise
from uncrick.core.catalog.reader import Fault, Raw, shown
from uncrick.core.model.catalog import Catalogue, Exercise
from uncrick.core.model.text import lower_first
from uncrick.errors import UnreadableError
from uncrick.storage import paths

LARGEST = 65536  # bytes of one file
MOST = 100  # files, and exercises
FIGURE = ("keyframes", "base", "view")
"""Keys that are checked against the figure."""


@dataclass(frozen=True, slots=True)
class Own:
    """
    What was read.

    Attributes:
        exercises: those without a fault, by id.
        files: where each of them stands, by id; names without the folder.
        faults: what keeps the others out.
    """

    exercises: Mapping[str, Exercise] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


def in_folder(folder: str, catalogue: Catalogue) -> Own:
    """
    All own exercises; of two with one id the first by file name stays.

    Args:
        catalogue: the shipped one; with its figure the movements are kept, without it they are checked and left out.
    """
    try:
        names = paths.own_files(folder)
    except FileNotFoundError:
        return Own()
    except OSError as error:
        if not os.path.lexists(folder):  # what should hold the folder is none
            return Own()
        return Own(faults=(Fault(named(folder), "folder", "not readable", paths.reason(error)),))
    reading = _Reading(catalogue)
    for name in names[:MOST]:
        reading.file(os.path.join(folder, name))
    if len(names) > MOST:
        what = f"{len(names)} files, of which the first {MOST} by name are read"
        reading.faults.append(Fault(named(folder), "folder", "too many", what))
    return reading.own()


def in_file(path: str, catalogue: Catalogue) -> Own:
    """The exercises of one file, as though there were no other."""
    reading = _Reading(catalogue)
    reading.file(path)
    return reading.own()


class _Reading:
    def __init__(self, catalogue: Catalogue) -> None:
        self.faults: list[Fault] = []
        self._catalogue = catalogue
        self._vocabulary = catalogue.vocabulary()
        self._exercises: dict[str, Exercise] = {}
        self._files: dict[str, str] = {}

    def own(self) -> Own:
        return Own(self._exercises, self._files, tuple(self.faults))

    def file(self, path: str) -> None:
        file = named(path)
        stem = os.path.splitext(os.path.basename(path))[0].lower().replace("-", "_").replace(" ", "_")
        try:
            for raw, name in _records(_parsed(path, file, stem), file, stem):
                self._add(raw, file, name)
        except _Unusable as fault:
            self.faults.append(fault.fault)
        except RecursionError:
            self.faults.append(Fault(file, named(stem), "TOML", "brackets within brackets without end"))

    def _add(self, raw: object, file: str, name: str) -> None:
        if not isinstance(raw, dict):
            self.faults.append(Fault(file, named(name), "wrong type", f"exercise = {shown(raw)} is not a table"))
            return
        if len(self._exercises) >= MOST:
            raise _Unusable(Fault(file, named(name), "too many", f"{MOST} exercises of your own are the most"))
        if any(key in raw for key in FIGURE):
            self._know_the_figure()
        exercise, faults = own_exercise(raw, file, name, self._catalogue, self._vocabulary)
        if exercise.id in self._exercises:
            what = f"{exercise.id} stands in {self._files[exercise.id]} already"
            faults.append(Fault(file, exercise.id, "duplicate id", what))
        self.faults += faults
        if not faults:
            self._exercises[exercise.id] = exercise if self._catalogue.bases else replace(exercise, keyframes=())
            self._files[exercise.id] = file

    def _know_the_figure(self) -> None:
        """What a movement may use, should the catalogue have been loaded without it: known for as long as we read."""
        if not self._vocabulary.bases:
            from uncrick.storage.shipped_data import figure

            self._vocabulary = figure(self._vocabulary)


class _Unusable(Exception):  # noqa: N818 the reading goes on
    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


def _parsed(path: str, file: str, stem: str) -> Raw:
    import tomllib

    try:
        return tomllib.loads(paths.read(path, LARGEST))
    except (FileNotFoundError, UnreadableError) as error:
        why = str(error) if isinstance(error, UnreadableError) else "there is no such file"
        raise _Unusable(Fault(file, named(stem), "not readable", why)) from None
    except ValueError as error:
        what, _, where = str(error).partition(" (at ")
        place = f"{where.rstrip(')')}: " if where else ""
        raise _Unusable(Fault(file, named(stem), "TOML", f"{place}{named(lower_first(what))}")) from None


def _records(document: Raw, file: str, stem: str) -> Iterator[tuple[object, str]]:
    """
    The tables of exercises, each with the id that it has unless it says one.

    A file is one exercise by itself, or has any number of them as [[exercise]].
    """
    several = document.get("exercise")
    if several is None:
        yield document, stem
        return
    for key in document:
        if key != "exercise":
            what = f"{named(key)} stands outside of [[exercise]]"
            raise _Unusable(Fault(file, named(stem), "unknown key", what, named(key)))
    entries = several if isinstance(several, list) else [several]
    for place, entry in enumerate(entries, 1):
        yield entry, stem if len(entries) == 1 else f"{stem}_{place}"


def named(path: str) -> str:
    """The last part of a path, as faults have it."""
    name = os.path.basename(path) or path
    return name if name.isprintable() else shown(name)[1:-1]
