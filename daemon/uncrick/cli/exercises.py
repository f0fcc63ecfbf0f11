"""`uncrick exercises`: list them, the card of one, pictures, check your own, and write a new one."""

import argparse
import json
import os
from argparse import ArgumentParser
from typing import TYPE_CHECKING

from uncrick.cli import output
from uncrick.cli.arguments import ONE_OBJECT, parse
from uncrick.core.model.text import N_, _, n_
from uncrick.errors import CatalogueError, RefusedError, UncrickError, UsageError
from uncrick.storage import paths
from uncrick.storage.invocation import typeable

if TYPE_CHECKING:
    from uncrick.core.catalog.reader import Fault
    from uncrick.core.figure.figure import Figure
    from uncrick.core.model.catalog import Catalogue, Exercise
    from uncrick.storage.custom_exercises import Own

# Pixels.
LEAST, MOST = 48, 2000
STILL, MOVING, CELL = 600, 320, 200  # by default: one picture, a moving one, one of the sheet's

PLACES = {"both": N_("desk"), "home": N_("home"), "set": N_("strength set")}


def exercises(words: list[str], parser: ArgumentParser) -> int:
    """The exercises, the card of one, or another action on them."""
    if words[:1] and words[0] in ACTIONS:
        parser.prog += f" {words[0]}"
        return ACTIONS[words[0]](words[1:], parser)
    parser.add_argument(
        "exercise", metavar="ID", nargs="?", help=_("the card of this one; or: check, new NAME, draw, on ID")
    )
    given = parse(parser, words, "JSON")
    from uncrick.app.catalog_loader import CatalogLoader
    from uncrick.core.catalog.lookup import exercise_named
    from uncrick.core.presentation.exercise_card import card
    from uncrick.settings import load
    from uncrick.storage.json_objects import exercise_object

    loader = CatalogLoader(paths.exercises())
    catalogue = loader.catalogue(load(paths.settings_file()).settings.exercise)
    _warn_of_faults(loader.faults)
    if given.exercise is not None:
        exercise = exercise_named(catalogue, given.exercise)
        output.say_or_json(given.json, card(exercise, catalogue), exercise_object(exercise))
    elif given.json:
        output.as_json([exercise_object(exercise) for exercise in catalogue.exercises.values()])
    else:
        output.table(_row(exercise, catalogue) for exercise in catalogue.exercises.values())
    return 0


def _row(exercise: "Exercise", catalogue: "Catalogue") -> tuple[str, ...]:
    marks = (
        (_("own"), exercise.origin == "own"),
        (_("plan"), exercise.prescribed is not None),
        (_("off"), bool(exercise.off)),
    )
    return (
        exercise.id,
        exercise.name,
        catalogue.areas[exercise.area].name,
        _("level {level}", level=exercise.level),
        _(PLACES[exercise.use]),
        " ".join(mark for mark, applies in marks if applies),
    )


def _warn_of_faults(faults: "tuple[Fault, ...]") -> None:
    """A line for each file that has faults, or for the folder itself."""
    from uncrick.core.catalog.custom_advice import with_advice

    for file, fault in {fault.file: fault for fault in faults}.items():
        if file.lower().endswith(".toml"):
            output.warn(_("{file} has faults and is not used. See them: uncrick exercises check {file}", file=file))
        else:
            output.warn(with_advice(fault))


def turn_on(words: list[str], parser: ArgumentParser) -> int:
    """`uncrick exercises on ID`: an exercise that was taken out for pain comes back, gently at first."""
    from uncrick.cli.person.health import RESULT, report_answer

    parser.add_argument("exercise", metavar="ID", help=_("one that was taken out for pain"))
    given = parse(parser, words, RESULT)
    return report_answer("turned_on", as_json=given.json, exercise=given.exercise)


# ---------------------------------------------------------------- check


def check(words: list[str], parser: ArgumentParser) -> int:
    """Print whether own exercises can be used, and every fault of those that cannot."""
    parser.add_argument("file", nargs="?", metavar="FILE", help=_("this file; without one, all of your own"))
    given = parse(parser, words, ONE_OBJECT)
    from uncrick.core.catalog.custom_advice import mend, with_advice
    from uncrick.storage import shipped_data

    catalogue = shipped_data.catalogue(figure=True)
    folder = paths.exercises()
    own = _own(given.file, folder, catalogue)
    if given.json:
        faults = [
            {"file": fault.file, "id": fault.record, "rule": fault.rule, "what": fault.what, "mend": mend(fault)}
            for fault in own.faults
        ]
        output.as_json({"ok": not own.faults, "exercises": list(own.exercises), "faults": faults})
        return 1 if own.faults else 0
    for exercise in own.exercises.values():
        summary = _summary(exercise, catalogue)
        output.say(_("{file} is fine: {summary}", file=own.files[exercise.id], summary=summary))
    if own.faults:
        raise CatalogueError(_title(own), "\n" + "\n".join(with_advice(fault) for fault in own.faults))
    if not own.exercises:
        output.say(
            _("No exercises of your own yet: uncrick exercises new NAME writes one into {folder}", folder=folder)
        )
    return 0


def _own(given: str | None, folder: str, catalogue: "Catalogue") -> "Own":
    """What is to be checked: all, or a file by its path or by its name in the folder."""
    from uncrick.storage import custom_exercises
    from uncrick.storage.custom_exercises import Own

    if given is None:
        return custom_exercises.in_folder(folder, catalogue)
    path = given
    if not os.path.lexists(path) and os.path.basename(given) == given:
        path = os.path.join(folder, given if given.endswith(".toml") else f"{given}.toml")
    if not os.path.lexists(path):
        raise CatalogueError(
            _("There is no file {file}", file=given),
            _("`uncrick exercises check` without a name checks all of them."),
        )
    inside = os.path.realpath(os.path.dirname(path) or ".") == os.path.realpath(folder)
    if not inside or os.path.basename(path) not in paths.own_files(folder):
        return custom_exercises.in_file(path, catalogue)
    # Read beside the others, for two files may have the same id.
    own, name = custom_exercises.in_folder(folder, catalogue), custom_exercises.named(path)
    in_file = {id_: exercise for id_, exercise in own.exercises.items() if own.files[id_] == name}
    return Own(in_file, own.files, tuple(fault for fault in own.faults if fault.file == name))


def _title(own: "Own") -> str:
    files = sorted({fault.file for fault in own.faults})
    return n_(
        "{file} cannot be used as it is",
        "{count} files cannot be used as they are",
        len(files),
        file=files[0],
    )


def _summary(exercise: "Exercise", catalogue: "Catalogue") -> str:
    from uncrick.core.presentation.prompt_text import length, times

    reps = exercise.reps.micro or exercise.reps.full
    dose = ", ".join(part for part in (times(reps), length(exercise.seconds(reps))) if part)
    parts = (f"{exercise.name} ({exercise.id})", dose, catalogue.areas[exercise.area].name.lower())
    return ", ".join(parts if exercise.reps.micro else (*parts, _("in home sessions")))


# ---------------------------------------------------------------- new


def new(words: list[str], parser: ArgumentParser) -> int:
    """Write an exercise to begin with; it can be used as it is, and never replaces another file."""
    parser.add_argument("name", nargs="+", metavar="NAME", help=_("what it is called, such as: Wrist circles"))
    given = parse(parser, words, ONE_OBJECT)
    name = " ".join(" ".join(given.name).split())
    new_id = _id_of(name)
    path = os.path.join(paths.exercises(), f"{new_id}.toml")
    text = typeable(template(name, new_id))
    try:
        paths.made(paths.config())
        paths.made(paths.exercises())
        if os.path.lexists(path):
            what = _("{path} was not changed. Choose another name, or edit that file.", path=path)
            raise UncrickError(_("There is one already"), what)
        paths.write(path, text)
    except OSError as error:
        raise UncrickError(_("The exercise cannot be written"), f"{path}: {paths.reason(error)}.") from None
    if given.json:
        output.as_json({"id": new_id, "path": path})
        return 0
    output.say(path)
    output.warn(_("Edit it, then: uncrick exercises check {file}", file=new_id))
    return 0


def _id_of(name: str) -> str:
    """The id that follows from a name; UsageError where none does, or another exercise has it."""
    from uncrick.app.catalog_loader import mine
    from uncrick.core.catalog.custom import NAME, RESERVED, id_from

    begin = name[:NAME]
    if not name or not name.isprintable():
        raise UsageError(_("{name!r} cannot be a name", name=begin), _("Take a few words, such as: Wrist circles."))
    if len(name) > NAME:
        raise UsageError(
            _("{name!r} is too long", name=begin),
            _("A name has at most {most} characters, this one has {count}.", most=NAME, count=len(name)),
        )
    new_id = id_from(name)
    catalogue = mine()
    excluded = {exclusion.id: exclusion for exclusion in catalogue.excluded}
    if new_id in catalogue.exercises and catalogue.exercises[new_id].origin != "own":
        raise UsageError(_("{id} comes with Uncrick", id=new_id), _("Choose another name."))
    if new_id in RESERVED:
        raise UsageError(_("{id} is a word of the command line", id=new_id), _("Choose another name."))
    if new_id in excluded:
        raise UsageError(_("{what} was left out on purpose", what=excluded[new_id].what), excluded[new_id].reason)
    return new_id


TEMPLATE = N_("""\
# An exercise of your own. It can be used as it is; change what stands behind the = signs.
# Then: uncrick exercises check {file}
# Lines that begin with # are explanations, or examples: take the # away to use them.

name = {name}

# What it is for: shoulders, upper_back, lower_back, hips, legs, hands, eyes, whole_body, neck_turn, neck_side,
# neck_flexext, neck_strength, strength.
# (relief is another one, which comes in home sessions.)
area = "shoulders"

# What to do, in 40 words at most. A prompt shows the first sentence.
instruction = "Do it slowly, as far as it feels easy. Then let go."

# One repetition, step by step: the kind, its seconds (s), and what is said.
# Kinds: move, return, stretch (stay there), tense (a light effort; say breathe), relax, rest.
# After stretch or tense comes relax, at least as long and at least 2 s; a return may stand between them.
phases = [
  {{ kind = "move", s = 4, say = "Slowly, as far as it feels easy." }},
  {{ kind = "return", s = 3, say = "Slowly back." }},
  {{ kind = "relax", s = 3, say = "Let go." }},
]

# All of the rest may be left out.
# reps = 3                # repetitions in one break; without it, as many as fit
# per_day_reps = 12       # repetitions in a day at most
# position = "stand"      # sit, stand, walk, hang, floor or ball; without it, sit
# setup_say = "Stand up." # what is said before the first repetition
# visibility = 0          # 0 nobody would notice, 1 they might, 2 they would; without it, 1
# caution = "Stop if it hurts."
# Who should leave it out; without this line, everybody who leaves out all of Uncrick's exercises of that area or kind:
# contraindications = ["shoulder", "balance"]
""")


def template(name: str, file: str) -> str:
    """The file for an exercise of that name, which passes the check as it is."""
    return _(TEMPLATE, name=_quoted(name), file=file)


def _quoted(text: str) -> str:
    """As TOML, whose quoted texts are written as those of JSON are."""
    return json.dumps(text, ensure_ascii=False)


# ---------------------------------------------------------------- draw


def draw(words: list[str], parser: ArgumentParser) -> int:
    """A picture of one exercise, or of all."""
    parser.description = _("Draw an exercise, or the sheet of all.")
    parser.add_argument("exercise", metavar="ID", nargs="?", help=_("this one; otherwise a sheet of all"))
    parser.add_argument("--out", metavar="FILE", help=_("where to; otherwise a name in this folder"))
    parser.add_argument("--gif", action="store_true", help=_("one repetition, moving"))
    parser.add_argument("--size", type=_pixels, metavar="N", help=_("pixels, of one exercise's picture"))
    parser.add_argument("--dark", action="store_true", help=_("for a dark background"))
    given = parser.parse_args(words)
    from uncrick.app.catalog_loader import mine
    from uncrick.core.catalog.lookup import exercise_named

    catalogue = mine(figure=True)
    exercise = exercise_named(catalogue, given.exercise) if given.exercise is not None else None
    moving = given.gif or (given.out or "").lower().endswith(".gif")
    if moving and exercise is None:
        raise UsageError(_("A moving picture shows one exercise"), "uncrick exercises draw ID --gif")
    file = given.out or f"{exercise.id if exercise else 'exercises'}.{'gif' if moving else 'png'}"
    _check_target(file, "gif" if moving else "png")
    from uncrick.platforms.common import drawing

    theme = drawing.DARK if given.dark else drawing.LIGHT
    try:
        if exercise is None:
            ours = [other for other in catalogue.exercises.values() if other.prescribed is None]
            figures = [(other.name, _figure(catalogue, other.id)) for other in ours]
            drawing.save(drawing.sheet(figures, given.size or CELL, theme=theme), file)
            drawn = n_("{count} exercise", "{count} exercises", len(figures))
        elif moving:
            count = drawing.save_moving(_figure(catalogue, exercise.id), given.size or MOVING, file, theme=theme)
            drawn = n_("{name}, {count} picture", "{name}, {count} pictures", count, name=exercise.name)
        else:
            size, figure = given.size or STILL, _figure(catalogue, exercise.id)
            drawing.save(drawing.paint(figure.frame(figure.still_second, alive=False), size, size, theme=theme), file)
            drawn = exercise.name
    except OSError as error:
        raise RefusedError(_("The picture was not written"), f"{file}: {error.strerror or error}") from error
    output.say(_("Drawn: {file} ({drawn})", file=file, drawn=drawn))
    return 0


def _figure(catalogue: "Catalogue", exercise_id: str) -> "Figure":
    from uncrick.core.figure.figure import Figure, person_of
    from uncrick.settings import load
    from uncrick.storage import paths

    assert catalogue.rig is not None
    if not catalogue.exercise(exercise_id).base:
        name = catalogue.exercise(exercise_id).name
        raise RefusedError(_("{exercise} has no figure", exercise=name), _("Your plan has it in words only."))
    chosen = load(paths.settings_file()).settings.window.figure
    person = person_of(catalogue.rig, chosen, paths.personal_seed())
    return Figure(catalogue.exercise(exercise_id), catalogue.rig, look=person)


def _check_target(file: str, kind: str) -> None:
    """Only our own pictures are drawn over, and only into files of the right kind."""
    if not file.lower().endswith(f".{kind}"):
        raise UsageError(
            _("A moving picture is a GIF") if kind == "gif" else _("A picture is a PNG"),
            _("{file}: let the name end in .{kind}", file=file, kind=kind),
        )
    if not os.path.lexists(file):
        return
    from uncrick.platforms.common.drawing import ours

    if not ours(file):
        raise RefusedError(
            _("The file is there already"), _("{file} was not drawn by Uncrick: name another with --out", file=file)
        )


def _pixels(text: str) -> int:
    if not text.isdecimal() or not LEAST <= int(text) <= MOST:
        raise argparse.ArgumentTypeError(
            _("{text!r} is not a size; expected {least} to {most} pixels", text=text, least=LEAST, most=MOST)
        )
    return int(text)


ACTIONS = {"check": check, "new": new, "draw": draw, "on": turn_on}
