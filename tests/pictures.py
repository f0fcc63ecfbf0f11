"""Makes the pictures of the README on a real desktop: `python tests/pictures.py`; needs what the desktop tests need."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from desktop.desks import XfceDesk
from desktop.running import SOON, daemon

FOLDER = Path(__file__).parent / "pictures"
EDGE = 12


def cut(desk: XfceDesk, name: str, left: int, top: int, right: int, bottom: int) -> None:
    """A part of the screen, with a little air around it."""
    whole = desk.screenshot(desk.folder / "whole.png")
    x, y = max(0, left - EDGE), max(0, top - EDGE)
    size = f"{right + EDGE - x}x{bottom + EDGE - y}+{x}+{y}"
    desk.run(
        [
            "convert",
            whole,
            "-crop",
            size,
            "+repage",
            "-fuzz",
            "2%",
            "-fill",
            "#5f7a8a",
            "-opaque",
            "black",
            "-strip",
            FOLDER / name,
        ]
    )


def bubble(desk: XfceDesk, name: str) -> None:
    """The notification that is up."""
    x, y, width, height = desk.bubble()
    cut(desk, name, x, y, x + width, y + height)


def main() -> None:
    """All of them."""
    FOLDER.mkdir(exist_ok=True)
    with XfceDesk(notifications="xfce4-notifyd") as desk, daemon(desk, *SOON) as running:
        running.phase("due")
        bubble(desk, "prompt.png")
        menu = desk.open_menu()
        cut(desk, "menu.png", 0, 0, menu[0] + menu[2] + 120, menu[1] + menu[3])
        desk.key("Escape")
        running.uncrick("break")
        desk.wait_until(lambda: running.status()["break"]["position"] > 10, what="the second text of the guide")
        bubble(desk, "guide.png")


if __name__ == "__main__":
    main()
