"""Opens a window and stays until it is closed: the process behind `uncrick window`."""

import gc
import os
import sys
import time
from typing import TYPE_CHECKING, Any

from uncrick.core.model.record import Record
from uncrick.errors import UncrickError
from uncrick.settings import Settings, load
from uncrick.storage import paths
from uncrick.window.client import DaemonConnection, RequestFailed

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from uncrick.window.guide.voice import CueSpeaker
    from uncrick.window.theme import Look

# The daemon answers within this, or the window waits for it while it is open.
PATIENCE = 3.0


def guide() -> int:
    """
    Lead through the routine that is on; the exit status.

    Raises:
        NotRunningError: there is no daemon.
    """
    gc.disable()  # until the first frame: nothing that is built by then is to go
    connection = DaemonConnection()
    connection.open()  # it listens while Qt, a large import, comes in
    settings = load(paths.settings_file()).settings
    app, look = _begun(settings)
    from uncrick.window.catalog import known as mine

    known = mine(wishes=settings.exercise)
    heard = connection.first(PATIENCE)
    if isinstance(heard, RequestFailed):
        raise heard.error
    from uncrick.window import geometry
    from uncrick.window.guide.session import Session
    from uncrick.window.guide.window import SIZE, FirstPaintNotifier, GuideWindow

    session = Session(connection, known, mine, _voice(settings))
    if heard is not None:
        session.receive(heard)
    screens = app.screens() if settings.window.fullscreen else [None]
    windows = [GuideWindow(session, look, known) for _ in screens]
    for window, screen in zip(windows, screens, strict=True):
        if screen is None:
            geometry.put(window, "guide", SIZE)
            window.show()
        else:
            window.setScreen(screen)
            window.setGeometry(screen.geometry())
            window.showFullScreen()
    FirstPaintNotifier(windows[0], session)
    session.subscribe()
    gc.freeze()
    gc.enable()
    status = app.exec()
    if not settings.window.fullscreen:
        geometry.keep(windows[0], "guide")
    connection.close()
    return status


def settings() -> int:
    """Show and change every setting; the exit status. It works without a daemon, and one that runs follows at once."""
    from uncrick.window.catalog import known

    connection = DaemonConnection()
    connection.open()
    app, look = _begun(load(paths.settings_file()).settings)
    from uncrick.window.checkbox_style import Ticks
    from uncrick.window.settings.window import SIZE, SettingsWindow

    app.setStyle(Ticks(look))

    window = SettingsWindow(look, known(), lambda: connection.send("reload"))
    status = _shown(app, window, "settings", SIZE)
    connection.close()
    return status


def history() -> int:
    """Show what the history comes to; the exit status."""
    from datetime import datetime

    from uncrick.core.history import adherence, stats
    from uncrick.core.history import practice as progress
    from uncrick.platforms.common.clock import ZONE
    from uncrick.storage.history_store import History
    from uncrick.storage.profile_file import load as profile
    from uncrick.storage.shipped_data import rules
    from uncrick.window.catalog import known

    def read() -> tuple[list[Record], dict[str, Any]]:
        history = History.read(paths.history_file())
        try:
            records = list(history.records())
        finally:
            history.shut()
        kept = profile(paths.profile_file())
        practice, met = progress.practice(records, ZONE, rules()), adherence.adherence(records, ZONE)
        person = stats.Person(kept.profile, practice, met, first_level_only=kept.declined is not None)
        return records, stats.overview(records, person, known(), datetime.now(ZONE), None)

    app, look = _begun(load(paths.settings_file()).settings)
    from uncrick.window.history.window import SIZE, HistoryWindow

    window = HistoryWindow(look, read, lambda: datetime.now(ZONE))
    return _shown(app, window, "history", SIZE)


def _shown(app: "QApplication", window: "QWidget", name: str, size: tuple[int, int]) -> int:
    """Until it is closed."""
    from uncrick.window import geometry

    geometry.put(window, name, size)
    window.show()
    status = app.exec()
    geometry.keep(window, name)
    return status


def _voice(settings: Settings) -> "CueSpeaker | None":
    """What is to be heard, by the settings; None for nothing."""
    wanted = settings.voice
    if not (wanted.enabled or wanted.chime):
        return None
    from uncrick.platforms.common import speech
    from uncrick.window.guide.voice import CueSpeaker

    speaker = speech.speaker() if wanted.enabled else None
    return CueSpeaker(speaker, speech.chime if wanted.chime else None, time.monotonic)


def _begun(settings: Settings) -> "tuple[QApplication, Look]":
    """Qt, dressed for this desktop and this person."""
    if settings.window.scale != 100:
        os.environ["QT_SCALE_FACTOR"] = str(settings.window.scale / 100)
    if os.environ.get("WAYLAND_DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "wayland;xcb")
    try:
        from PySide6.QtWidgets import QApplication

        from uncrick.window.theme import dress, look
    except ImportError as error:
        raise UncrickError("The window cannot be opened", f"{error}. uncrick doctor says what mends it.") from error
    QApplication.setApplicationName("Uncrick")
    QApplication.setDesktopFileName("uncrick")
    QApplication.setStyle("Fusion")
    app = QApplication(sys.argv[:1])
    colours = look(app, settings.window.theme, still=settings.window.still)
    dress(app, colours)
    return app, colours


OPENED = {"guide": guide, "settings": settings, "history": history}
