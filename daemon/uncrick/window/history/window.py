"""The history window: a day, its week, the exercises and the year, and all of it to take away."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from uncrick.core.model.record import Record
from uncrick.core.presentation.charts import Chart
from uncrick.core.presentation.export import html, pictures, record_object, summed, table
from uncrick.storage import paths
from uncrick.window.history.chart_view import Drawn
from uncrick.window.theme import GAP, Look, type_of

SIZE = (760, 720)
Read = Callable[[], tuple[Sequence[Record], dict[str, Any]]]


class HistoryWindow(QWidget):
    """
    What the history comes to.

    Args:
        read: the records, oldest first, and what `stats.overview` says of them.
        now: the time, in the person's zone.
    """

    def __init__(self, look: Look, read: Read, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._look = look
        self._read = read
        self._now = now
        self._records, self._told = read()
        self._on = now()
        self.setWindowTitle("Uncrick: your breaks")
        self.setMinimumSize(360, 320)
        self._title = QLabel("Your breaks")
        self._title.setFont(type_of(1.7, strong=True))
        self._said = QLabel()
        self._said.setProperty("muted", "true")
        self._said.setWordWrap(True)
        self.earlier = _button("‹", "The day before", lambda: self.turn(-1))
        self.later = _button("›", "The day after", lambda: self.turn(1))
        self.today = _button("Today", "Back to today", self.back_to_today)
        self.export = _button("Export…", "Take the history away as a file", None)
        self.export.setMenu(self._menu())
        column = QVBoxLayout()
        column.setContentsMargins(3 * GAP, 3 * GAP, 3 * GAP, 3 * GAP)
        column.setSpacing(2 * GAP)
        column.addLayout(self._head())
        charts = self._charts()
        self.drawn = [Drawn(look, chart) for chart in charts]
        self._titles = [QLabel(chart.title) for chart in charts]
        for title, drawn in zip(self._titles, self.drawn, strict=True):
            title.setFont(type_of(1.15, strong=True))
            column.addWidget(_card(look, title, drawn))
        column.addStretch(1)
        inner = QWidget()
        inner.setLayout(column)
        scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)
        QShortcut(QKeySequence("Alt+Left"), self, lambda: self.turn(-1))
        QShortcut(QKeySequence("Alt+Right"), self, lambda: self.turn(1))
        self._show()

    def turn(self, days: int) -> None:
        """So many days on, or back; never past today."""
        self._on = min(self._now(), self._on + timedelta(days=days))
        self._show()

    def back_to_today(self) -> None:
        """The day that is on."""
        self._on = self._now()
        self._show()

    def save(self, path: str, form: str) -> None:
        """Write all of it to a file, as `csv`, `json` or `html`."""
        zone = self._now().tzinfo
        plain = [record_object(one, lambda at: at.astimezone(zone).isoformat("T", "seconds")) for one in self._records]
        match form:
            case "csv":
                text = table(plain)
            case "json":
                text = json.dumps(plain, indent=2, ensure_ascii=False) + "\n"
            case _:
                text = html(self._records, self._told, self._now())
        try:
            paths.write(path, text, durable=False)
        except OSError as error:
            self._said.setText(f"{path} cannot be written: {paths.reason(error)}.")
        else:
            self._said.setText(f"Written: {path}")

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 Qt's name
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self._records, self._told = self._read()
            self._show()
        super().changeEvent(event)

    def _head(self) -> QVBoxLayout:
        head = QVBoxLayout()
        line = QHBoxLayout()
        line.addWidget(self._title, 1)
        for button in (self.earlier, self.today, self.later, self.export):
            line.addWidget(button)
        head.addLayout(line)
        head.addWidget(self._said)
        return head

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        for form, label in (("html", "A page with pictures (HTML)…"), ("csv", "A table (CSV)…"), ("json", "JSON…")):
            menu.addAction(label).triggered.connect(lambda *_, one=form: self._ask(one))
        return menu

    def _ask(self, form: str) -> None:
        suggested = str(Path.home() / f"uncrick-history.{form}")
        path, _ = QFileDialog.getSaveFileName(self, "Export", suggested, f"*.{form}")
        if path:
            self.save(path, form)

    def _charts(self) -> list[Chart]:
        return pictures(self._records, self._told, self._now(), self._on)

    def _show(self) -> None:
        self._said.setText(" ".join(summed(self._records, self._told, self._now())))
        today = self._on.date() == self._now().date()
        self.later.setEnabled(not today)
        self.today.setEnabled(not today)
        for title, drawn, chart in zip(self._titles, self.drawn, self._charts(), strict=True):
            title.setText(chart.title)
            drawn.show_chart(chart)


def _card(look: Look, *parts: QWidget) -> QWidget:
    card = QFrame()
    card.setObjectName("card")
    card.setStyleSheet(
        f"#card {{ background: {look.card}; border: {look.width}px solid {look.line}; border-radius: 18px; }}"
    )
    column = QVBoxLayout(card)
    column.setContentsMargins(20, 16, 20, 16)
    column.setSpacing(12)
    for part in parts:
        column.addWidget(part)
    return card


def _button(text: str, told: str, does: Callable[[], None] | None) -> QPushButton:
    button = QPushButton(text)
    button.setAccessibleName(told)
    button.setToolTip(told)
    button.setAutoDefault(True)
    if does is not None:
        button.clicked.connect(lambda *_: does())
    return button
