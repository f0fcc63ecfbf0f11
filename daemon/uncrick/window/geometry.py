"""Remembers where each window was on each screen, in `windows.json`."""

import json
import os
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QPoint, QSize, QTimer
from PySide6.QtGui import QCursor, QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from uncrick.storage import paths

MARGIN = 24
MAPPED = 1000  # milliseconds after which a compositor has decided where a window goes
TILING = ("SWAYSOCK", "HYPRLAND_INSTANCE_SIGNATURE", "I3SOCK")  # variables of desktops that tile


def screen_with_pointer() -> QScreen:
    """The screen that the pointer is on; the primary one where that is unknown."""
    return QGuiApplication.screenAt(QCursor.pos()) or QGuiApplication.primaryScreen()


def place(window: QWidget, name: str, size: tuple[int, int]) -> None:
    """Place the window on the screen with the pointer: where it was last, or in the lower corner."""
    screen = screen_with_pointer()
    room = screen.availableGeometry()
    stored = _read().get(name, {})
    wide, high = stored.get("size", size)
    fit = QSize(min(int(wide), room.width()), min(int(high), room.height() - 2 * MARGIN))
    x, y = stored.get("places", {}).get(screen.name(), (room.width(), room.height()))
    corner = QPoint(
        room.x() + max(0, min(int(x), room.width() - fit.width() - MARGIN)),
        room.y() + max(0, min(int(y), room.height() - fit.height() - 2 * MARGIN)),
    )
    window.setScreen(screen)
    window.resize(fit)
    window.move(corner)  # of the frame, as `save` stores it


def show(window: QWidget) -> None:
    """Show the window at its size: what cannot be resized is not tiled, and it can be once it is up."""
    if not any(map(os.environ.get, TILING)):
        window.show()
        return
    least, most = window.minimumSize(), window.maximumSize()
    window.setFixedSize(window.size())
    window.show()

    def resizable() -> None:
        window.setMinimumSize(least)
        window.setMaximumSize(most)

    QTimer.singleShot(MAPPED, resizable)


def save(window: QWidget, name: str) -> None:
    """Remember where the window is; one that fills the screen has no place of its own."""
    if window.isFullScreen() or window.isMaximized():
        return
    screen, at = window.screen(), window.pos()
    room = screen.availableGeometry()
    stored = _read()
    own = stored.setdefault(name, {})
    own["size"] = [window.width(), window.height()]
    own.setdefault("places", {})[screen.name()] = [at.x() - room.x(), at.y() - room.y()]
    with suppress(OSError):
        paths.write(_file(), json.dumps(stored), durable=False)


def _file() -> str:
    return os.path.join(paths.state(), "windows.json")


def _read() -> dict[str, Any]:
    """The content of the file; a damaged one counts as none."""
    try:
        with open(_file(), encoding="utf-8") as file:
            stored = json.load(file)
        for window in stored.values():
            wide, high = window.get("size", (1, 1))
            for x, y in window.get("places", {}).values():
                wide + high + x + y
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
    return dict(stored)
