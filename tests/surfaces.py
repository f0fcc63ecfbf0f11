"""Every surface that a person meets, built without a daemon: what `python tests/pictures.py FOLDER` shows."""

import os
import re
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QPoint
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QMenu, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from app.test_dispatch import Stage
from core.presentation.test_tray_menu import PHASES, shown, story
from sample_history import sample_history
from uncrick.core.history import adherence, practice, stats
from uncrick.core.history.days import days_of
from uncrick.core.model.catalog import Catalogue
from uncrick.core.model.profile import Profile
from uncrick.core.model.record import Record
from uncrick.core.presentation.charts import COLOURS
from uncrick.core.presentation.export import html
from uncrick.core.presentation.tray_menu import Entry, TrayState
from uncrick.ports import Notice
from uncrick.storage.shipped_data import rules
from uncrick.window.client import Replied
from uncrick.window.guide.session import Session
from uncrick.window.guide.widgets import label
from uncrick.window.guide.window import GuideWindow
from uncrick.window.history.window import HistoryWindow
from uncrick.window.theme import Look
from window import shown_history
from window.conftest import KNOWN, NO_ROUTINE, FakeConnection, status

Page = tuple[str, QWidget]
"""A name for its picture, and the window that shows it."""


def settle(window: QWidget, seconds: float = 0.15, rounds: int = 8) -> None:
    """Let Qt lay the window out, move and paint it; a scroll bar that comes or goes takes several rounds."""
    until = time.monotonic() + seconds
    while time.monotonic() < until or rounds > 0:
        QApplication.processEvents()
        rounds -= 1
    window.ensurePolished()


# ------------------------------------------------------------------ the guide


def _guide(look: Look, known: Catalogue, *lead: Callable[[Session, GuideWindow], None]) -> GuideWindow:
    session = Session(FakeConnection(), known, lambda _: known)
    window = GuideWindow(session, look, known)
    window.session = session  # it lives as long as its window
    window.show()
    for step in lead:
        step(session, window)
    return window


def _on(*ids: str, at: float, **more: object) -> Callable[[Session, GuideWindow], None]:
    def lead(session: Session, window: GuideWindow) -> None:
        message = status(*ids, position=at, held=True, **more)
        message.status["break"]["tip"] = {"id": "monitor_top", "text": ""}
        for item in message.status["break"]["items"]:
            item["name"] = session._catalogue.exercise(item["id"]).name
        session.receive(message)
        # As it looks while it goes on: a picture must not move
        session._clock = type(session._clock)(session.routine.total, at, time.monotonic())
        session.changed.emit()

    return lead


def _ended(session: Session, window: GuideWindow) -> None:
    session.receive(NO_ROUTINE)


def _asks(session: Session, window: GuideWindow) -> None:
    session.receive(Replied("ask", {"ask": True}))


def _stopped(session: Session, window: GuideWindow) -> None:
    session.stop()


def _hurts(session: Session, window: GuideWindow) -> None:
    session.ask_about_pain()


PAIR = ("neck_turn", "round_stand")
GUIDE: dict[str, tuple[Callable[[Session, GuideWindow], None], ...]] = {
    "idle": (),
    "move": (_on(*PAIR, at=5.5),),
    "hold": (_on("reach_stand", "blade_squeeze", at=10.0),),
    "rest": (_on(*PAIR, at=10.8),),
    "stand": (_on(*PAIR, at=100.0),),
    "change": (_on(*PAIR, at=85.0),),
    "walk": (_on("walk_corridor", reps=60, at=20.0, alternative="stairs"),),
    "lying": (_on("curl_knees", at=12.0, alternative=""),),
    "get_up": (_on("curl_knees", reps=2, at=43.5, alternative=""),),
    "read_first": (_on("neck_press_fb", at=0.0, read_first=["neck_press_fb"]),),
    "paused": (_on(*PAIR, at=5.5), lambda session, window: session.toggle_pause()),
    "closing": (_on(at=89.5), _ended),
    "closing_asked": (_on(at=89.5), _ended, _asks),
    "stopped": (_on(*PAIR, at=20.0), _stopped),
    "stopped_asked": (_on(*PAIR, at=20.0), _stopped, _asks),
    "which": (_on(*PAIR, at=150.0), _stopped, _hurts),
    "pain_scale": (_on(at=89.5), _ended, _hurts),
    "answered": (_on(at=89.5), _ended, lambda session, window: session.report("hurt", "neck_turn", 4)),
    "interrupted": (_on(*PAIR, at=20.0), _stopped, _asks, lambda session, window: session.answer_interrupted()),
    "card": (_on(at=89.5), _ended, _hurts, lambda session, window: session.report_unwell()),
    "card_second": (
        _on(at=89.5),
        _ended,
        _hurts,
        lambda session, window: (session.report_unwell(), window.card.none.click()),
    ),
    "card_outcome": (
        _on(at=89.5),
        _ended,
        _hurts,
        lambda session, window: (session.report_unwell(), window.card.some.click()),
    ),
    "away": (_on(at=89.5), _ended, lambda session, window: session.stay_away()),
}


def guide_pages(look: Look, known: Catalogue = KNOWN) -> Iterator[Page]:
    """The guide at each moment of a routine, and each page after it."""
    for name, lead in GUIDE.items():
        yield f"guide_{name}", _guide(look, known, *lead)


# ------------------------------------------------------------------ the history

NOW = datetime(2026, 11, 26, 17, 10, tzinfo=UTC)


def overview(records: list[Record], known: Catalogue = KNOWN) -> dict[str, Any]:
    """What the history window is given beside the records."""
    done = practice.practice(records, UTC, rules())
    answered = adherence.adherence(records, UTC, rules().adherence)
    person = stats.Person(Profile(conditions=frozenset(), asked=True), done, answered)
    return stats.overview(days_of(records, UTC), person, known, NOW, None)


def history_pages(look: Look, known: Catalogue = KNOWN) -> Iterator[Page]:
    """The history of three months, and that of a first day."""
    for name, records in (("history", sample_history(NOW)), ("history_first_day", sample_history(NOW, 0)[:6])):
        yield name, _history(look, records, known)
    answers = [each for each in sample_history(NOW, 12) if each.detail.get("about") == "neck"]
    yield "history_first_answers", _history(look, [*answers[-2:]], known)
    yield "history_empty", _history(look, [], known)


def _history(look: Look, records: list[Record], known: Catalogue) -> HistoryWindow:
    window = HistoryWindow(
        look, shown_history.shown(records, overview(records, known)), lambda: NOW, FakeConnection().send
    )
    window.show()
    return window


# ------------------------------------------------------------------ the settings


def settings_pages(look: Look, known: Catalogue = KNOWN) -> Iterator[Page]:
    """Each page of the settings; they are read from the settings file of the environment."""
    from uncrick.window.checkbox_style import CheckboxStyle
    from uncrick.window.settings.window import SettingsWindow

    QApplication.setStyle(CheckboxStyle(look))
    window = SettingsWindow(look, known, lambda: None)
    window.show()
    for row in range(window.sections.count()):
        window.sections.setCurrentRow(row)
        yield f"settings_{window.sections.item(row).text().lower().replace(' ', '_')}", window


# ------------------------------------------------------------------ what other programs draw


def report_pages(look: Look) -> Iterator[Page]:
    """The exported page, as near to a browser as Qt comes: its own drawings, texts and table."""
    records = sample_history(NOW)
    for name, those in (("report", records), ("report_first_day", records[-3:])):
        yield name, _page(html(days_of(those, UTC), those, overview(those), NOW), look)


def _page(source: str, look: Look) -> QWidget:
    theme = 1 if look.dark else 0
    for role, colours in COLOURS.items():
        source = source.replace(f"var(--{role})", colours[theme])
    source = re.sub(r"var\(--\w+\)", look.text, source)
    style = (
        f"body {{ background: {look.ground}; color: {look.text} }} section, table {{ background: {look.card} }}"
        f" p, details {{ color: {look.muted} }} td, th {{ padding-right: 24px }}"
    )
    source = re.sub(r"<style>.*?</style>", "", source, flags=re.DOTALL)
    view = QTextBrowser()
    view.document().setDefaultStyleSheet(style)
    view.setStyleSheet(f"background: {look.card}; color: {look.text}; padding: 24px; border: none;")
    view.setHtml(re.sub(r"<svg.*?</svg>", lambda svg: _drawing(svg[0], look), source, flags=re.DOTALL))
    view.show()
    return view


def _drawing(svg: str, look: Look) -> str:
    """A drawing of the page as a picture in the text."""
    renderer = QSvgRenderer(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ').encode())
    image = QImage(renderer.defaultSize(), QImage.Format.Format_ARGB32)
    image.fill(QColor(look.card))
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    file = QBuffer()
    file.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(file, "PNG")
    return f'<img src="data:image/png;base64,{file.data().toBase64().data().decode()}">'


def notice_pages(look: Look) -> Iterator[Page]:
    """A prompt as a plain notification server shows it, and the tray's menu in every phase."""
    yield "prompt", _bubble(Stage().prompted(), look)
    for phase in PHASES:
        yield f"menu_{phase}", _menu(shown(story(phase), done=2, seconds_taken=300.0))


def _bubble(notice: Notice, look: Look) -> QWidget:
    bubble = QFrame()
    bubble.setStyleSheet(f"QFrame {{ background: {look.card}; }}")
    bubble.setFixedWidth(400)
    column = QVBoxLayout(bubble)
    column.addWidget(label(1.1, notice.summary, strong=True, wrap=True))
    for line in notice.lines:
        column.addWidget(label(1.0, line, wrap=True))
    row = QHBoxLayout()
    for each in notice.buttons:
        row.addWidget(QPushButton(each.label))
    column.addLayout(row)
    bubble.show()
    return bubble


def _menu(state: TrayState) -> QWidget:
    menu = QMenu()
    _fill(menu, state.menu)
    menu.popup(QPoint(0, 0))
    return menu


def _fill(menu: QMenu, entries: Sequence[Entry]) -> None:
    for entry in entries:
        if entry.children:
            _fill(menu.addMenu(entry.label), entry.children)
        else:
            menu.addAction(entry.label).setEnabled(entry.enabled and bool(entry.key))
