"""Commands about a person's own exercises: check, new; and the faults of those that are left out."""

import argparse
import os
from typing import TYPE_CHECKING

from uncrick.cli import output
from uncrick.errors import CatalogueError, UncrickError, UsageError
from uncrick.storage import paths
from uncrick.storage.invocation import typeable

if TYPE_CHECKING:
    from uncrick.core.catalog.reader import Fault
    from uncrick.core.model.catalog import Catalogue, Exercise
    from uncrick.storage.custom_exercises import Own

Parser = argparse.ArgumentParser


def check(words: list[str], parser: Parser) -> int:
    """Say whether own exercises can be used, and every fault of those that cannot."""
    parser.add_argument("file", nargs="?", metavar="FILE", help="this file; without one, all of your own")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    given = parser.parse_args(words)
    from uncrick.core.catalog.custom_advice import mend, with_advice
    from uncrick.storage import shipped_data

    known = shipped_data.catalogue(figure=True)
    folder = paths.exercises()
    own = _read(given.file, folder, known)
    if given.json:
        faults = [
            {"file": it.file, "id": it.record, "rule": it.rule, "what": it.what, "mend": mend(it)} for it in own.faults
        ]
        output.as_json({"ok": not own.faults, "exercises": list(own.exercises), "faults": faults})
        return 1 if own.faults else 0
    for exercise in own.exercises.values():
        output.say(f"{own.files[exercise.id]} is fine: {_summary(exercise, known)}")
    if own.faults:
        raise CatalogueError(_title(own), "\n" + "\n".join(with_advice(fault) for fault in own.faults))
    if not own.exercises:
        output.say(f"No exercises of your own yet: uncrick exercises new NAME writes one into {folder}")
    return 0


def _read(given: str | None, folder: str, known: "Catalogue") -> "Own":
    """What is to be checked: all, or a file by its path or by its name in the folder."""
    from uncrick.storage import custom_exercises
    from uncrick.storage.custom_exercises import Own

    if given is None:
        return custom_exercises.in_folder(folder, known)
    path = given
    if not os.path.lexists(path) and os.path.basename(given) == given:
        path = os.path.join(folder, given if given.endswith(".toml") else f"{given}.toml")
    if not os.path.lexists(path):
        raise CatalogueError(
            f"There is no file {given}", "`uncrick exercises check` without a name checks all of them."
        )
    inside = os.path.realpath(os.path.dirname(path) or ".") == os.path.realpath(folder)
    if not inside or os.path.basename(path) not in paths.own_files(folder):
        return custom_exercises.in_file(path, known)
    # Beside the others, for two of them may have one id
    every, shown = custom_exercises.in_folder(folder, known), custom_exercises.named(path)
    mine = {name: it for name, it in every.exercises.items() if every.files[name] == shown}
    return Own(mine, every.files, tuple(fault for fault in every.faults if fault.file == shown))


def _title(own: "Own") -> str:
    files = sorted({fault.file for fault in own.faults})
    return (
        f"{files[0]} cannot be used as it is" if len(files) == 1 else f"{len(files)} files cannot be used as they are"
    )


def _summary(exercise: "Exercise", known: "Catalogue") -> str:
    from uncrick.core.presentation.prompt_text import length, times

    reps = exercise.reps.micro or exercise.reps.full
    dose = ", ".join(part for part in (times(reps), length(exercise.seconds(reps))) if part)
    place = "" if exercise.reps.micro else ", in home sessions"
    return f"{exercise.name} ({exercise.id}), {dose}, {known.areas[exercise.area].name.lower()}{place}"


# ------------------------------------------------------------------ a new one


def new(words: list[str], parser: Parser) -> int:
    """Write an exercise to begin with; it can be used as it is, and is never written over another file."""
    parser.add_argument("name", nargs="+", metavar="NAME", help="what it is called, such as: Wrist circles")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    given = parser.parse_args(words)
    from uncrick.cli.template import template

    name = " ".join(" ".join(given.name).split())
    identity = _identity(name)
    path = os.path.join(paths.exercises(), f"{identity}.toml")
    text = typeable(template(name, identity))
    try:
        paths.made(paths.config())
        paths.made(paths.exercises())
        with open(path, "x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise UncrickError("There is one already", f"{path} stays as it is; take another name, or edit it.") from None
    except OSError as error:
        raise UncrickError("The exercise cannot be written", f"{path}: {paths.reason(error)}.") from None
    if given.json:
        output.as_json({"id": identity, "path": path})
        return 0
    output.say(path)
    output.warn(f"Edit it, then: uncrick exercises check {identity}")
    return 0


def _identity(name: str) -> str:
    """The id that follows from a name; UsageError where none does, or another exercise has it."""
    import unicodedata

    from uncrick.app.catalog_loader import mine
    from uncrick.core.catalog.custom import NAME, RESERVED, is_id

    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    identity = "_".join("".join(letter if letter.isalnum() else " " for letter in plain).split())
    if not is_id(identity) or not name.isprintable() or len(name) > NAME:
        what = "begin with a letter from a to z, and take a few words"
        raise UsageError(
            f"{name[:NAME]!r} makes no name of a file", f"{what[0].upper()}{what[1:]}, such as Wrist circles."
        )
    known = mine()
    left_out = {it.id: it for it in known.excluded}
    if identity in known.exercises and known.exercises[identity].origin != "own":
        raise UsageError(f"{identity} comes with Uncrick", "Take another name.")
    if identity in RESERVED:
        raise UsageError(f"{identity} is a word of the command line", "Take another name.")
    if identity in left_out:
        raise UsageError(f"{left_out[identity].what}: left out on purpose", left_out[identity].reason)
    return identity


ACTIONS = {"check": check, "new": new}


# ------------------------------------------------------------------ what is left out


def complain(faults: "tuple[Fault, ...]") -> None:
    """A line for each file that something is wrong with, or for the folder itself."""
    from uncrick.core.catalog.custom_advice import with_advice

    for file, fault in {fault.file: fault for fault in faults}.items():
        if file.lower().endswith(".toml"):
            output.warn(f"{file} has faults, and is left out: uncrick exercises check {file}")
        else:
            output.warn(with_advice(fault))
