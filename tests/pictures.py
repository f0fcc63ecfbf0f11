"""
Makes pictures of what a person meets.

`python tests/pictures.py FOLDER` makes every surface, in light and dark and at two sizes, in that folder, with sheets
that show them beside each other; `python tests/pictures.py` makes those of the README on a real desktop, for which it
needs what the desktop tests need.
"""

import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).parent))

import pytest

from desktop.desks import XfceDesk
from desktop.running import SOON, daemon
from sample_history import sample_history
from uncrick.storage.history.store import History

README = Path(__file__).parent / "pictures"
EDGE, AFTERNOON = 12, 17
LARGE = (1366, 768)
ABREAST, SHEET = 4, 380  # pictures beside each other on a sheet, and their width in pixels

# ---------------------------------------------------------------- every surface


def surfaces_of_all(folder: Path) -> None:
    """Every surface without a desktop, in a home of its own."""
    folders = ("CONFIG", "DATA", "STATE", "CACHE")
    with tempfile.TemporaryDirectory() as home, pytest.MonkeyPatch.context() as environment:
        environment.setenv("QT_QPA_PLATFORM", "offscreen")
        for what in folders:
            environment.setenv(f"XDG_{what}_HOME", str(Path(home) / what.lower()))
        from PySide6.QtWidgets import QApplication

        from uncrick.window.theme import DARK, LIGHT, dress

        QApplication.setStyle("Fusion")
        app = QApplication([])
        for theme, look in (("light", LIGHT), ("dark", DARK)):
            dress(app, look)
            taken = sorted(_taken(folder, theme, look))
            _sheet(folder / f"sheet_{theme}.png", [path for path in taken if "large" not in path.name], look)
            _sheet(folder / f"sheet_{theme}_large.png", [path for path in taken if "large" in path.name], look)


def _taken(folder: Path, theme: str, look: object) -> Iterator[Path]:
    """Take the pictures of one theme."""
    import surfaces
    from uncrick.window.guide import window as guide
    from uncrick.window.history import window as history
    from uncrick.window.settings import window as settings

    kinds = (
        (surfaces.guide_pages, (guide.SIZE, LARGE)),
        (surfaces.history_pages, (history.SIZE, LARGE)),
        (surfaces.settings_pages, (settings.SIZE, LARGE)),
        (surfaces.report_pages, ((820, 1900), (1366, 2900))),
        (surfaces.notice_pages, (None,)),
    )
    for pages, sizes in kinds:
        for name, page in pages(look):
            for size, suffix in zip(sizes, ("", "_large"), strict=False):
                if size is not None:
                    page.resize(*size)
                surfaces.settle(page)
                path = folder / f"{name}_{theme}{suffix}.png"
                page.grab().save(str(path))
                yield path
            if pages is not surfaces.settings_pages:
                page.hide()


def _sheet(path: Path, pictures: list[Path], look: object) -> None:
    """Pictures beside each other, each with its name."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QColor, QImage, QPainter

    rows = [pictures[first : first + ABREAST] for first in range(0, len(pictures), ABREAST)]
    images = {each: QImage(str(each)) for each in pictures}
    for each, image in images.items():
        images[each] = image.scaledToWidth(min(SHEET, image.width()), Qt.TransformationMode.SmoothTransformation)
    heights = [max(min(images[each].height(), 2 * SHEET) for each in row) + 40 for row in rows]
    sheet = QImage(ABREAST * (SHEET + 20), sum(heights), QImage.Format.Format_RGB32)
    sheet.fill(QColor("#888888"))
    painter = QPainter(sheet)
    top = 0
    for row, height in zip(rows, heights, strict=True):
        for number, each in enumerate(row):
            left = number * (SHEET + 20) + 10
            painter.drawText(left, top + 22, each.stem)
            painter.drawImage(left, top + 30, images[each], 0, 0, SHEET, 2 * SHEET)
        top += height
    painter.end()
    sheet.save(str(path))


# ---------------------------------------------------------------- on a desktop


class LargeDesk(XfceDesk):
    """A screen on which a window has its usual size."""

    size = LARGE


def cut(desk: XfceDesk, path: Path, left: int, top: int, right: int, bottom: int) -> None:
    """Save a part of the screen, with a margin, as a picture."""
    whole = desk.screenshot(desk.folder / "whole.png")
    x, y = max(0, left - EDGE), max(0, top - EDGE)
    size = f"{right + EDGE - x}x{bottom + EDGE - y}+{x}+{y}"
    filled = ("-fuzz", "2%", "-fill", "#5f7a8a", "-opaque", "black")
    desk.run(["convert", whole, "-crop", size, "+repage", *filled, "-strip", path])


def bubble(desk: XfceDesk, path: Path) -> None:
    """Save the notification that is shown."""
    x, y, width, height = desk.bubble()
    cut(desk, path, x, y, x + width, y + height)


def window(desk: XfceDesk, path: Path) -> None:
    """Save our window once it has been painted."""
    desk.wait_until(lambda: is_open(desk), 20, "the window")
    desk.run(["sleep", "1"])  # until it is painted
    ids = desk.run(["xdotool", "search", "--onlyvisible", "--name", "Uncrick"]).split()
    desk.run(["import", "-window", ids[-1], "-strip", path])


def is_open(desk: XfceDesk) -> bool:
    """Whether our window is open."""
    return any(at[2] > 200 for at in desk.shown("Uncrick"))


def afternoon() -> str:
    """A time zone in which it is past five in the afternoon: whenever a picture is made, it shows a whole day."""
    ahead = (AFTERNOON - datetime.now(UTC).hour + 12) % 24 - 12
    return f"Etc/GMT{-ahead:+d}"


def write_history(path: Path, zone: str) -> None:
    """Write the sample history to a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    history = History.open(str(path))
    for record in sample_history(datetime.now(ZoneInfo(zone))):
        history.append(record)
    history.shut()


def windows(folder: Path) -> None:
    """Save the guide and the history window."""
    with LargeDesk(notifications="xfce4-notifyd") as desk:
        desk.env["TZ"] = afternoon()
        write_history(Path(desk.env["XDG_DATA_HOME"]) / "uncrick" / "history.db", desk.env["TZ"])
        with daemon(desk, "window.enabled=true") as running:
            running.uncrick("profile", "--none")
            running.uncrick("break", "neck_turn")
            desk.wait_until(lambda: running.status()["break"]["position"] > 3.3, 20, "the head turning")
            window(desk, folder / "window.png")
            running.uncrick("break", "--stop")
            desk.wait_until(lambda: not is_open(desk), 30, "the window gone")
            opened = desk.spawn(["uncrick", "window", "history"])
            window(desk, folder / "week.png")
            desk.end(opened)


def prompt_and_menu(folder: Path, *, dark: bool, suffix: str = "") -> None:
    """Save a notification and the tray's menu."""
    with XfceDesk(notifications="xfce4-notifyd", dark=dark) as desk, daemon(desk, *SOON, "breaks.every=9s") as running:
        running.phase("due")
        bubble(desk, folder / f"prompt{suffix}.png")
        menu = desk.open_menu()
        cut(desk, folder / f"menu{suffix}.png", 0, 0, menu[0] + menu[2] + 120, menu[1] + menu[3])
        desk.key("Escape")


def main() -> None:
    """Make every picture, or those of the README."""
    if len(sys.argv) < 2:
        README.mkdir(exist_ok=True)
        windows(README)
        prompt_and_menu(README, dark=True)
        return
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    surfaces_of_all(folder)
    for dark in (False, True):
        prompt_and_menu(folder, dark=dark, suffix="_xfce_dark" if dark else "_xfce_light")


if __name__ == "__main__":
    main()
