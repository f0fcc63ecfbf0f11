"""`uncrick exercises draw`: the figure as a picture, a moving picture, or the sheet of all exercises."""

import argparse
import os
from typing import TYPE_CHECKING

from uncrick.cli import output
from uncrick.errors import RefusedError, UsageError

if TYPE_CHECKING:
    from uncrick.core.figure.figure import Figure
    from uncrick.core.model.catalog import Catalogue

LEAST, MOST = 48, 2000  # pixels
STILL, MOVING, CELL = 600, 320, 200  # pixels where none are given: one picture, a moving one, one of the sheet's


def draw(words: list[str], parser: argparse.ArgumentParser) -> int:
    """A picture of one exercise, or of all."""
    parser.description = "Draw an exercise, or the sheet of all."
    parser.add_argument("exercise", metavar="ID", nargs="?", help="this one; otherwise a sheet of all")
    parser.add_argument("--out", metavar="FILE", help="where to; otherwise a name in this folder")
    parser.add_argument("--gif", action="store_true", help="one repetition, moving")
    parser.add_argument("--size", type=_pixels, metavar="N", help="pixels, of one exercise's picture")
    parser.add_argument("--dark", action="store_true", help="for a dark background")
    given = parser.parse_args(words)
    from uncrick.app.catalog_loader import mine
    from uncrick.core.catalog.lookup import exercise_named

    known = mine(figure=True)
    chosen = exercise_named(known, given.exercise) if given.exercise is not None else None
    moving = given.gif or (given.out or "").lower().endswith(".gif")
    if moving and chosen is None:
        raise UsageError("A moving picture shows one exercise", "uncrick exercises draw ID --gif")
    file = given.out or f"{chosen.id if chosen else 'exercises'}.{'gif' if moving else 'png'}"
    _refuse(file, "gif" if moving else "png")
    from uncrick.platforms.common import drawing

    theme = drawing.DARK if given.dark else drawing.LIGHT
    try:
        if chosen is None:
            figures = [(exercise.name, _figure(known, exercise.id)) for exercise in known.exercises.values()]
            drawing.save(drawing.sheet(figures, given.size or CELL, theme=theme), file)
            told = f"{len(figures)} exercises"
        elif moving:
            count = drawing.save_moving(_figure(known, chosen.id), given.size or MOVING, file, theme=theme)
            told = f"{chosen.name}, {count} pictures"
        else:
            size, figure = given.size or STILL, _figure(known, chosen.id)
            drawing.save(drawing.paint(figure.frame(figure.telling), size, size, theme=theme), file)
            told = chosen.name
    except OSError as error:
        raise RefusedError("The picture was not written", f"{file}: {error.strerror or error}") from error
    output.say(f"Drawn: {file} ({told})")
    return 0


def _figure(known: "Catalogue", exercise_id: str) -> "Figure":
    from uncrick.core.figure.figure import Figure

    assert known.rig is not None
    return Figure(known.exercise(exercise_id), known.rig)


def _refuse(file: str, kind: str) -> None:
    """Only our own pictures are drawn over, and only into files of the right kind."""
    if not file.lower().endswith(f".{kind}"):
        what = "A moving picture is a GIF" if kind == "gif" else "A picture is a PNG"
        raise UsageError(what, f"{file}: let the name end in .{kind}")
    if not os.path.lexists(file):
        return
    from uncrick.platforms.common.drawing import ours

    if not ours(file):
        raise RefusedError("The file is there already", f"{file} was not drawn by Uncrick: name another with --out")


def _pixels(text: str) -> int:
    if not text.isdecimal() or not LEAST <= int(text) <= MOST:
        raise argparse.ArgumentTypeError(f"{text!r} is no size; expected {LEAST} to {MOST} pixels")
    return int(text)
