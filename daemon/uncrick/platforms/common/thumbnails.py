"""The pictures in notifications: drawn by a child process that ends, read from its cache by the daemon.

`python -m uncrick.platforms.common.thumbnails CACHE_DIR` draws one for each exercise, `ID.png`, and one for each of its
moments: `ID-0.png` is the start pose, `ID-1.png` the first phase. Only this imports Pillow.
"""

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from uncrick import __version__
from uncrick.core.model.prescription import PREFIX

if TYPE_CHECKING:
    from uncrick.core.model.catalog import Exercise

SIZE = 96  # dunst shows it as large as it is, beside the text
MOST = 20  # characters of the word for a person
EDITION = 3  # of the drawings; a new edition, like a new version of the program, is drawn again


def folder(cache_dir: str) -> str:
    """The folder of the pictures of the person that was chosen; it exists only once all are drawn."""
    return os.path.join(cache_dir, "-".join(filter(None, ("stills", __version__, str(EDITION), _chosen()))))


def drawn(cache_dir: str) -> bool:
    """Whether all pictures are drawn."""
    return os.path.isdir(folder(cache_dir))


def still(cache_dir: str, name: str) -> str:
    """
    The path of the picture of an exercise, or of one of its moments; "" while there is none.

    One of a plan has the picture of ours that it names.
    """
    file = os.path.join(folder(cache_dir), f"{name.removeprefix(PREFIX)}.png")
    return file if os.path.isfile(file) else ""


def _chosen() -> str:
    """Who shows the exercises: the one word that is needed of the settings, which this part must not know; or ""."""
    import tomllib

    from uncrick.storage import paths

    try:
        with open(paths.settings_file(), "rb") as file:
            window = tomllib.load(file).get("window", {})
    except (OSError, ValueError):  # whoever reads the settings says so
        return ""
    word = window.get("figure") if isinstance(window, dict) else None
    return word if isinstance(word, str) and word.isalnum() and len(word) < MOST else ""


# ---------------------------------------------------------------- the child


def draw_set(cache_dir: str) -> None:
    """
    Draw all pictures.

    Raises:
        OSError: the cache cannot be written.
    """
    from uncrick.core.figure.figure import Figure, person_of
    from uncrick.platforms.common import drawing, icons
    from uncrick.storage import paths
    from uncrick.storage.shipped_data import catalogue

    shipped = catalogue(figure=True)
    rig = shipped.rig
    assert rig is not None
    person = person_of(rig, _chosen(), paths.personal_seed())

    def draw(unfinished: str) -> None:
        for exercise in shipped.exercises.values():
            figure, drawn = Figure(exercise, rig, look=person), {}
            for name, second in ((exercise.id, None), *_moments(exercise)):
                picture = figure.frame(figure.still_second if second is None else second, alive=False)
                if picture not in drawn:  # many a phase rests in the pose that another one begins with
                    drawn[picture] = drawing.card(picture, SIZE)
                drawing.save(drawn[picture], os.path.join(unfinished, f"{name}.png"))

    icons.draw_folder(folder(cache_dir), draw)


def _moments(exercise: "Exercise") -> Iterator[tuple[str, float]]:
    """The names of the pictures of the moments, and the seconds of the cycle that they show."""
    yield f"{exercise.id}-0", 0.0
    begins = 0.0
    for number, phase in enumerate(exercise.phases, 1):
        yield f"{exercise.id}-{number}", begins + phase.s / 2
        begins += phase.s


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
