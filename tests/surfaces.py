"""Every page of the windows, built without a daemon: what `python tests/pictures.py FOLDER` makes pictures of."""

import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QWidget

from sample_history import sample_history
from uncrick.core.history import adherence, practice, stats
from uncrick.core.model.catalog import Catalogue
from uncrick.core.model.profile import Profile
from uncrick.core.model.record import Record
from uncrick.storage.shipped_data import rules
from uncrick.window.client import Replied
from uncrick.window.guide.session import Session
from uncrick.window.guide.window import GuideWindow
from uncrick.window.history.window import HistoryWindow
from uncrick.window.theme import Look
from window.conftest import KNOWN, NO_ROUTINE, FakeConnection, status

Page = tuple[str, QWidget]
"""A name for its picture, and the window that shows it."""


def settle(window: QWidget, seconds: float = 0.15) -> None:
    """Let Qt lay the window out, move and paint it."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        QApplication.processEvents()
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
    person = stats.Person(Profile(conditions=frozenset(), asked=True), done, adherence.adherence(records, UTC))
    return stats.overview(records, person, known, NOW, None)


def history_pages(look: Look, known: Catalogue = KNOWN) -> Iterator[Page]:
    """The history of three months, and that of a first day."""
    for name, records in (("history", sample_history(NOW)), ("history_first_day", sample_history(NOW, 0)[:3])):
        yield name, _history(look, records, known)
    yield "history_empty", _history(look, [], known)


def _history(look: Look, records: list[Record], known: Catalogue) -> HistoryWindow:
    window = HistoryWindow(look, lambda: (records, overview(records, known)), lambda: NOW, FakeConnection().send)
    window.show()
    return window
