"""Runs a window until it is closed: the process behind `uncrick window`."""

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from uncrick.app.process import log
from uncrick.core.model.record import Record
from uncrick.core.model.text import _
from uncrick.errors import UncrickError
from uncrick.settings import Settings, load
from uncrick.storage import paths
from uncrick.window.client import DaemonConnection, RequestFailed

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from uncrick.core.history.practice import Practice
    from uncrick.window.guide.voice import CueSpeaker
    from uncrick.window.theme import Look

# Seconds in which the daemon's first message comes before the window is shown.
PATIENCE = 3.0


def guide() -> int:
    """
    Lead through the routine that is on; returns the exit status.

    Raises:
        NotRunningError: there is no daemon.
    """
    gc.disable()  # until the first frame: nothing that is built by then can be collected
    connection = DaemonConnection()
    connection.open()  # it receives while Qt, a large import, is loaded
    settings = load(paths.settings_file()).settings
    app, look = _start_qt(settings)
    from uncrick.window.catalog import personal_catalogue

    catalogue = personal_catalogue(settings=settings.exercise)
    first = connection.first(PATIENCE)
    if isinstance(first, RequestFailed):
        raise first.error
    from uncrick.window import geometry
    from uncrick.window.guide.session import Session
    from uncrick.window.guide.window import SIZE, FirstPaintNotifier, GuideWindow

    session = Session(connection, catalogue, personal_catalogue, _cue_speaker(settings))
    if first is not None:
        session.receive(first)
    screens = app.screens() if settings.window.fullscreen else [None]
    windows = [GuideWindow(session, look, catalogue) for _screen in screens]
    for window, screen in zip(windows, screens, strict=True):
        if screen is None:
            geometry.place(window, "guide", SIZE)
            geometry.show(window)
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
        geometry.save(windows[0], "guide")
    connection.close()
    return status


def settings(page: str = "breaks") -> int:
    """Show and change every setting; returns the exit status. A daemon that runs follows at once; none is needed."""
    from uncrick.window.catalog import personal_catalogue

    app, look = _start_qt(load(paths.settings_file()).settings)
    from uncrick.window.checkbox_style import CheckboxStyle
    from uncrick.window.settings.daemon_link import DaemonLink
    from uncrick.window.settings.window import SIZE, SettingsWindow

    app.setStyle(CheckboxStyle(look))
    link = DaemonLink()
    window = SettingsWindow(
        look,
        personal_catalogue(),
        lambda: link.send("reload"),
        read_practice=_practice,
        start_daemon=link.start,
        try_again=lambda exercise: link.send("feedback", feedback="turned_on", exercise=exercise),
    )
    link.running.connect(window.show_running)
    link.open()
    window.open_page(page)
    status = _run(app, window, "settings", SIZE)
    link.close()
    return status


def about() -> int:
    """The settings, with the questions about the person; returns the exit status."""
    return settings("about")


def _practice() -> "Practice":
    """What the person has done so far; nothing where the history cannot be read."""
    from uncrick.app.history import remembered
    from uncrick.app.history.report_source import looked_at, zone_of
    from uncrick.core.history import practice
    from uncrick.core.model.person_day import day_of
    from uncrick.platforms.common.clock import ZONE
    from uncrick.settings.person_clock import person_now
    from uncrick.storage.shipped_data import rules

    now = person_now(ZONE)
    try:
        with looked_at() as history:
            return remembered.read(history, zone_of(now), rules(), now, day_of(now))[0].practice
    except UncrickError:
        return practice.EMPTY


def history() -> int:
    """Show the history; returns the exit status."""
    from datetime import datetime

    from uncrick.app.history.report_source import days_and_overview, looked_at, records_of, zone_of
    from uncrick.core.history.days import Days
    from uncrick.platforms.common.clock import ZONE
    from uncrick.settings.person_clock import person_now
    from uncrick.window.catalog import personal_catalogue

    def now() -> datetime:
        return person_now(ZONE)

    def read() -> tuple[Days, dict[str, Any]]:
        return days_and_overview(personal_catalogue(), now(), 1)

    def records() -> Iterator[Record]:
        with looked_at() as history:
            yield from history.records()

    connection = DaemonConnection()
    connection.open()
    app, look = _start_qt(load(paths.settings_file()).settings)
    from uncrick.window.history.window import SIZE, HistoryWindow, Source

    source = Source(read, lambda on: records_of(on, zone_of(now())), records)
    window = HistoryWindow(look, source, now, connection.send)
    connection.subscribe(window.received.emit)
    status = _run(app, window, "history", SIZE)
    connection.close()
    return status


def _run(app: "QApplication", window: "QWidget", name: str, size: tuple[int, int]) -> int:
    """Show the window where it was last, and run Qt until it is closed; returns the exit status."""
    from uncrick.window import geometry

    geometry.place(window, name, size)
    window.show()
    status = app.exec()
    geometry.save(window, name)
    return status


def _cue_speaker(settings: Settings) -> "CueSpeaker | None":
    """What speaks the cues and chimes, by the settings; None for silence."""
    wanted = settings.voice
    if not (wanted.enabled or wanted.chime):
        return None
    from uncrick.platforms.common import speech
    from uncrick.window.guide.voice import CueSpeaker

    speaker = speech.speaker() if wanted.enabled else None
    return CueSpeaker(speaker, speech.chime if wanted.chime else None)


def _start_qt(settings: Settings) -> "tuple[QApplication, Look]":
    """Start Qt in the look of this desktop and of the settings.

    Raises:
        UncrickError: Qt cannot be loaded.
    """
    if settings.window.scale != 100:
        os.environ["QT_SCALE_FACTOR"] = str(settings.window.scale / 100)
    if os.environ.get("WAYLAND_DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "wayland;xcb")
    try:
        from PySide6.QtWidgets import QApplication

        from uncrick.window import qt_log
        from uncrick.window.icon import icon
        from uncrick.window.theme import dress, look
    except ImportError as error:
        raise UncrickError(
            _("The window cannot be opened"), _("{error}. To repair it, see: uncrick doctor", error=error)
        ) from error
    with suppress(UncrickError):  # a folder that cannot be made is no reason for no window
        log.to_file(os.path.join(paths.made(paths.state()), "window.log"))
    qt_log.install()
    QApplication.setApplicationName("uncrick")  # under X11 a part of the window's class
    QApplication.setApplicationDisplayName("")
    QApplication.setDesktopFileName("uncrick")
    QApplication.setStyle("Fusion")
    if sys.platform == "win32":
        import ctypes

        # Else the taskbar shows Python's icon, and puts us among its windows.
        ctypes.WinDLL("shell32").SetCurrentProcessExplicitAppUserModelID("Uncrick")
    app = QApplication(["uncrick"])
    app.setWindowIcon(icon())
    colours = look(app, settings.window.theme, still=settings.window.still, figure=settings.window.figure)
    dress(app, colours)
    return app, colours


WINDOWS = {"guide": guide, "settings": settings, "about": about, "history": history}
