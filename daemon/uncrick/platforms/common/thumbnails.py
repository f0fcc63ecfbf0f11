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
    Draw all pictures; the folder appears when all are drawn, and those of other editions are removed.

    Raises:
        OSError: the cache cannot be written.
    """
    import shutil
    import tempfile

    from uncrick.core.figure.figure import Figure
    from uncrick.platforms.common import drawing
    from uncrick.storage.shipped_data import catalogue

    shipped = catalogue(figure=True)
    os.makedirs(cache_dir, mode=0o700, exist_ok=True)
    unfinished = tempfile.mkdtemp(prefix="stills-new-", dir=cache_dir)
    try:
        for exercise in shipped.exercises.values():
            assert shipped.rig is not None
            drawing.save(
                drawing.card(Figure(exercise, shipped.rig), SIZE), os.path.join(unfinished, f"{exercise.id}.png")
            )
        shutil.rmtree(folder(cache_dir), ignore_errors=True)
        os.rename(unfinished, folder(cache_dir))
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    for other in os.listdir(cache_dir):
        if other.startswith("stills-") and os.path.join(cache_dir, other) != folder(cache_dir):
            shutil.rmtree(os.path.join(cache_dir, other), ignore_errors=True)


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
