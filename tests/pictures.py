"""Makes the pictures of the README on a real desktop: `python tests/pictures.py`; needs what the desktop tests need."""

import random
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from desktop.desks import XfceDesk
from desktop.running import SOON, daemon
from uncrick.core.model.record import Item, Kind, Record, Source
from uncrick.storage.history_store import History
from uncrick.storage.shipped_data import catalogue

FOLDER = Path(__file__).parent / "pictures"
EDGE = 12


def cut(desk: XfceDesk, name: str, left: int, top: int, right: int, bottom: int) -> None:
    """Save a part of the screen, with a margin, as a picture."""
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
    """Save the notification that is shown."""
    x, y, width, height = desk.bubble()
    cut(desk, name, x, y, x + width, y + height)


def window(desk: XfceDesk, name: str) -> None:
    """Save our window once it has been painted."""
    desk.wait_until(lambda: is_open(desk), 20, "the window")
    desk.run(["sleep", "1"])  # until it is painted
    ids = desk.run(["xdotool", "search", "--onlyvisible", "--name", "Uncrick"]).split()
    desk.run(["import", "-window", ids[-1], "-strip", FOLDER / name])


def is_open(desk: XfceDesk) -> bool:
    """Whether our window is open."""
    return any(at[2] > 200 for at in desk.shown("Uncrick"))


def weeks(path: Path) -> None:
    """Write a history of three months of working days."""
    chance, shipped = random.Random(7), catalogue()
    today = datetime.now(UTC) - timedelta(hours=8, minutes=20)
    names = ("neck_turn", "neck_nod", "neck_tilt", "shoulder_alt", "round_stand", "side_bend", "blade_squeeze")
    path.parent.mkdir(parents=True, exist_ok=True)
    history = History.open(str(path))
    for day in range(90, -1, -1):
        begun = today - timedelta(days=day)
        for hour in range(0 if day % 7 in (2, 3) else chance.randint(6, 8)):
            at = begun + timedelta(hours=hour, minutes=chance.randint(0, 25))
            exercise = shipped.exercise(chance.choice(names))
            items = (Item(exercise.id, exercise.name, 3, exercise.seconds(3)),)
            prompt = f"{day}-{hour}"
            prompted = {"prompt": prompt, "showing": 1, "alternative": "walk_corridor", "tip": "", "opening": ""}
            history.append(Record(prompt, at, None, Kind.PROMPTED, Source.POLICY, items, None, prompted))
            kind = chance.choice((Kind.DONE, Kind.DONE, Kind.DONE, Kind.STEPPED_AWAY, Kind.NATURAL, Kind.SKIPPED))
            ended = at + timedelta(minutes=1 if kind is Kind.DONE else chance.randint(5, 12))
            detail = {"prompt": prompt, "credited": True} if kind is Kind.DONE else {"prompt": prompt}
            done = items if kind in (Kind.DONE, Kind.SKIPPED) else ()
            until = None if kind is Kind.SKIPPED else ended
            history.append(
                Record(f"{prompt}-e", at + timedelta(seconds=20), until, kind, Source.WINDOW, done, None, detail)
            )
    history.shut()


def windows() -> None:
    """Save the guide and the history window."""
    with XfceDesk(notifications="xfce4-notifyd") as desk:
        weeks(Path(desk.env["XDG_DATA_HOME"]) / "uncrick" / "history.db")
        with daemon(desk, "window.enabled=true") as running:
            running.uncrick("profile", "--none")
            running.uncrick("break", "neck_turn")
            desk.wait_until(lambda: running.status()["break"]["position"] > 8, 20, "the head turned")
            window(desk, "window.png")
            running.uncrick("break", "--stop")
            desk.wait_until(lambda: not is_open(desk), 30, "the window gone")
            opened = desk.spawn(["uncrick", "window", "history"])
            window(desk, "week.png")
            desk.end(opened)


def main() -> None:
    """Make every picture."""
    FOLDER.mkdir(exist_ok=True)
    windows()
    with XfceDesk(notifications="xfce4-notifyd") as desk, daemon(desk, *SOON, "breaks.every=9s") as running:
        running.phase("due")
        bubble(desk, "prompt.png")
        menu = desk.open_menu()
        cut(desk, "menu.png", 0, 0, menu[0] + menu[2] + 120, menu[1] + menu[3])
        desk.key("Escape")


if __name__ == "__main__":
    main()
