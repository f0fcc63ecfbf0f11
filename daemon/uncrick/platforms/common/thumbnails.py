"""The pictures in notifications: drawn by a child process that ends, read from its cache by the daemon.

`python -m uncrick.platforms.common.thumbnails CACHE_DIR` draws one for each exercise. Only this imports Pillow.
"""

import os
import sys

from uncrick import __version__

SIZE = 128
EDITION = 1  # of the drawings; a new edition, like a new version of the program, is drawn again


def folder(cache_dir: str) -> str:
    """The folder of the pictures; it exists only once all are drawn."""
    return os.path.join(cache_dir, f"stills-{__version__}-{EDITION}")


def drawn(cache_dir: str) -> bool:
    """Whether all pictures are drawn."""
    return os.path.isdir(folder(cache_dir))


def still(cache_dir: str, exercise_id: str) -> str:
    """The path of the picture of an exercise; "" while there is none."""
    file = os.path.join(folder(cache_dir), f"{exercise_id}.png")
    return file if os.path.isfile(file) else ""


# ---------------------------------------------------------------- the child


def draw_set(cache_dir: str) -> None:
    """
    Draw all pictures.

    Raises:
        OSError: the cache cannot be written.
    """
    from uncrick.core.figure.figure import Figure
    from uncrick.platforms.common import drawing, icons
    from uncrick.storage.shipped_data import catalogue

    shipped = catalogue(figure=True)

    def draw(unfinished: str) -> None:
        for exercise in shipped.exercises.values():
            assert shipped.rig is not None
            card = drawing.card(Figure(exercise, shipped.rig), SIZE)
            drawing.save(card, os.path.join(unfinished, f"{exercise.id}.png"))

    icons.draw_folder(folder(cache_dir), draw)


def main(args: list[str]) -> int:
    """Exit status: 0 drawn, 2 wrong usage."""
    match args:
        case [cache_dir] if not cache_dir.startswith("-"):
            draw_set(cache_dir)
            return 0
        case _:
            sys.stderr.write("usage: stills CACHE_DIR\n")
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
