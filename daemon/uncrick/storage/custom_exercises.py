"""The folder of a person's own exercises: read whole, with everything that is wrong in it; nothing of it raises."""

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace

from uncrick.core.catalog.custom import id_from, own_exercise
from uncrick.core.catalog.reader import Fault, Raw, shown
from uncrick.core.model.catalog import Catalogue, Exercise
from uncrick.core.model.text import _, lower_first
from uncrick.errors import UnreadableError
from uncrick.storage import paths
from uncrick.storage.toml_text import parsed

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
    reading.faults += _passed_over(folder)
    if len(names) > MOST:
        what = f"{len(names)} files, of which the first {MOST} by name are read"
        reading.faults.append(Fault(named(folder), "folder", "too many", what))
    return reading.own()


def _passed_over(folder: str) -> Iterator[Fault]:
    """What was meant to be read, by its looks, and lies in the wrong place or has the wrong ending."""
    for name in paths.other_files(folder):
        path = os.path.join(folder, name)
        with suppress(OSError, UnreadableError):
            if os.path.isdir(path) and any(inner.lower().endswith(".toml") for inner in os.listdir(path)):
                yield Fault(named(path), "folder", "in a folder", _("what is in it is not read"))
            elif name.lower().endswith(".txt") and "=" in paths.read(path, LARGEST):
                yield Fault(named(path), "file", "ending", _("only files that end in .toml are read"))


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
        stem = id_from(os.path.splitext(os.path.basename(path))[0])
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
    text = ""
    try:
        text = paths.read(path, LARGEST)
        return parsed(text)
    except (FileNotFoundError, UnreadableError) as error:
        why = str(error) if isinstance(error, UnreadableError) else "there is no such file"
        raise _Unusable(Fault(file, named(stem), "not readable", why)) from None
    except ValueError as error:
        raise _Unusable(_slip(str(error), text, file, stem)) from None


def _slip(error: str, text: str, file: str, stem: str) -> Fault:
    """What the parser stumbled over, in words for the person where it is one of the common slips."""
    what, _at, where = error.partition(" (at ")
    found = re.match(r"line (\d+)", where)
    line = text.split("\n")[int(found[1]) - 1] if found else ""
    if found and (comma := re.search(r"([\w.]+) *= *(\d+),(\d+)", line)):
        key, whole, rest = comma.groups()
        what = _("{key} = {whole},{rest} has a comma in a number", key=key, whole=whole, rest=rest)
        return Fault(file, stem, "decimal comma", f"{found[0]}: {what}", key)
    if found and re.search("[“”„«»‘’]", line):
        return Fault(file, stem, "quotes", f"{found[0]}: {shown(line.strip())}")
    place = f"{where.rstrip(')')}: " if where else ""
    return Fault(file, stem, "TOML", f"{place}{lower_first(what)}")


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
