"""Where each window was, remembered for each screen: `windows.json` in the state folder."""

import json
import os
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QCursor, QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from uncrick.storage import paths

MARGIN = 24


def pointed() -> QScreen:
    """The screen with the pointer on it."""
    return QGuiApplication.screenAt(QCursor.pos()) or QGuiApplication.primaryScreen()


def put(window: QWidget, name: str, size: tuple[int, int]) -> None:
    """Give the window its place on the screen with the pointer: the last one there, or the lower corner."""
    screen = pointed()
    room = screen.availableGeometry()
    kept = _read().get(name, {})
    wide, high = kept.get("size", size)
    fit = QSize(min(int(wide), room.width()), min(int(high), room.height() - 2 * MARGIN))
    x, y = kept.get("places", {}).get(screen.name(), (room.width(), room.height()))
    corner = QPoint(
        room.x() + max(0, min(int(x), room.width() - fit.width() - MARGIN)),
        room.y() + max(0, min(int(y), room.height() - fit.height() - 2 * MARGIN)),
    )
    window.setScreen(screen)
    window.resize(fit)
    window.move(corner)  # of the frame, as `keep` has it


def keep(window: QWidget, name: str) -> None:
    """Remember where it is now; a window that fills the screen has no place of its own."""
    if window.isFullScreen() or window.isMaximized():
        return
    screen, at = window.screen(), window.pos()
    room = screen.availableGeometry()
    kept = _read()
    mine = kept.setdefault(name, {})
    mine["size"] = [window.width(), window.height()]
    mine.setdefault("places", {})[screen.name()] = [at.x() - room.x(), at.y() - room.y()]
    with suppress(OSError):
        paths.write(_file(), json.dumps(kept), durable=False)


def _file() -> str:
    return os.path.join(paths.state(), "windows.json")


def _read() -> dict[str, Any]:
    """What is remembered; a file that says nothing sensible is as good as none."""
    try:
        with open(_file(), encoding="utf-8") as file:
            found = json.load(file)
        for one in found.values():
            wide, high = one.get("size", (1, 1))
            for x, y in one.get("places", {}).values():
                _ = wide + high + x + y
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
    return dict(found)
