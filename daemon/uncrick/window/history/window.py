"""The history window: a day, its week, the exercises, the year, and the export."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
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

from uncrick.core.history.days import Days
from uncrick.core.model.person_day import day_of
from uncrick.core.model.record import Record
from uncrick.core.model.text import N_, _
from uncrick.core.presentation.charts import Chart
from uncrick.core.presentation.export import history_charts, html, json_list, summary, table
from uncrick.storage import paths
from uncrick.window.client import Message, Replied, RequestFailed, StatusReceived
from uncrick.window.history.chart_view import ChartView
from uncrick.window.history.neck_question import NeckQuestion
from uncrick.window.theme import GAP, Look, type_of

SIZE, SMALLEST, WIDEST = (780, 700), (600, 320), 960  # pixels; the widest is that of the charts
NECK = 1  # the place of its chart among the charts
FORMATS = {"html": N_("A page with pictures (HTML)…"), "csv": N_("A table (CSV)…"), "json": N_("JSON…")}
Send = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Source:
    """
    The history as it is now.

    Attributes:
        days: returns all of its days, and their `stats.overview`.
        day: returns the records of a day, oldest first.
        records: returns all records, oldest first.
    """

    days: Callable[[], tuple[Days, dict[str, Any]]]
    day: Callable[[date], Iterable[Record]]
    records: Callable[[], Iterable[Record]]


class HistoryWindow(QWidget):
    """
    Shows one day of the history, its week, the last year, and the week's exercises.

    Args:
        source: what there is to show.
        now: returns the time, in the person's zone.
        send: sends a request to the daemon, by its word and arguments; None where there is none.

    Signals:
        received: a message of the daemon has come, from whichever thread.
    """

    received = Signal(object)

    def __init__(self, look: Look, source: Source, now: Callable[[], datetime], send: Send | None = None) -> None:
        super().__init__()
        self._send = send
        self._today: dict[str, Any] | None = None
        self._look = look
        self._source = source
        self._now = now
        self._days, self._overview = source.days()
        self._day = now()
        self.setWindowTitle(_("Uncrick: your breaks"))
        self.setMinimumSize(*SMALLEST)
        self._title = QLabel(_("Your breaks"))
        self._title.setFont(type_of(1.7, strong=True))
        self._title.setWordWrap(True)
        self.text = QLabel()
        self.text.setProperty("muted", "true")
        self.text.setWordWrap(True)
        self.earlier = _button("‹", _("The day before"), lambda: self.turn(-1))
        self.later = _button("›", _("The day after"), lambda: self.turn(1))
        self.today = _button(_("Today"), _("Back to today"), self.back_to_today)
        self.export = _button(_("Export…"), _("Take the history away as a file"), None)
        self.export.setMenu(self._menu())
        column = QVBoxLayout()
        column.setContentsMargins(3 * GAP, 3 * GAP, 3 * GAP, 3 * GAP)
        column.setSpacing(2 * GAP)
        column.addLayout(self._head())
        charts = self._history_charts()
        self.charts = [ChartView(look, chart) for chart in charts]
        self._titles = [_title(chart.title) for chart in charts]
        self.question = NeckQuestion(self._answer_neck)
        for number, (title, chart) in enumerate(zip(self._titles, self.charts, strict=True)):
            column.addWidget(_card(look, title, *([self.question] if number == NECK else []), chart))
        column.addStretch(1)
        self._scroll(column)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)
        QShortcut(QKeySequence("Alt+Left"), self, lambda: self.turn(-1))
        QShortcut(QKeySequence("Alt+Right"), self, lambda: self.turn(1))
        self.received.connect(self.receive)
        self._refresh()

    def receive(self, message: Message) -> None:
        """Take up a message of the daemon."""
        match message:
            case Replied("feedback", _reply):
                self._reread()
            case StatusReceived(status) if status["today"] != self._today:
                is_first, self._today = self._today is None, status["today"]
                if not is_first:
                    self._reread()
            case RequestFailed("feedback", _error):
                self.question.show_failure()
            case _other:
                pass

    def _answer_neck(self, answer: str) -> None:
        if self._send is None:
            self.question.show_failure()
        else:
            self._send("feedback", feedback=answer)

    def _reread(self) -> None:
        self._days, self._overview = self._source.days()
        self._refresh()

    def _scroll(self, column: QVBoxLayout) -> None:
        """Fill the window with the column, which may be higher."""
        charts = QWidget()
        charts.setLayout(column)
        charts.setMaximumWidth(WIDEST)
        inner = QWidget()
        middle = QHBoxLayout(inner)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.addWidget(charts)
        scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def turn(self, days: int) -> None:
        """Show the day so many days later, or earlier where `days` is negative; never past today."""
        self._day = min(self._now(), self._day + timedelta(days=days))
        self._refresh()

    def back_to_today(self) -> None:
        """Show today."""
        self._day = self._now()
        self._refresh()

    def save(self, path: str, form: str) -> None:
        """Write the whole history to a file, as `csv`, `json` or `html`."""
        now = self._now()

        def iso(at: datetime) -> str:
            return at.astimezone(now.tzinfo).isoformat("T", "seconds")

        match form:
            case "csv":
                text = "".join(table(self._source.records(), iso))
            case "json":
                text = "".join(json_list(self._source.records(), iso))
            case _:
                text = html(self._days, self._source.day(day_of(now)), self._overview, now)
        try:
            paths.write(path, text, durable=False)
        except OSError as error:
            self.text.setText(_("{path} cannot be written: {reason}.", path=path, reason=paths.reason(error)))
        else:
            self.text.setText(_("Written: {path}", path=path))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 Qt's name
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self._reread()
        super().changeEvent(event)

    def _head(self) -> QVBoxLayout:
        head = QVBoxLayout()
        line = QHBoxLayout()
        line.addWidget(self._title, 1)
        for button in (self.earlier, self.today, self.later, self.export):
            line.addWidget(button)
        head.addLayout(line)
        head.addWidget(self.text)
        return head

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        for form, label in FORMATS.items():
            menu.addAction(_(label)).triggered.connect(lambda *_args, form=form: self._choose_file(form))
        return menu

    def _choose_file(self, form: str) -> None:
        suggested = str(Path.home() / f"uncrick-history.{form}")
        path, _filter = QFileDialog.getSaveFileName(self, _("Export"), suggested, f"*.{form}")
        if path:
            self.save(path, form)

    def _history_charts(self) -> list[Chart]:
        records = self._source.day(day_of(self._day))
        return history_charts(self._days, records, self._overview, self._now(), self._day)

    def _refresh(self) -> None:
        today_records = self._source.day(day_of(self._now()))
        self.text.setText(" ".join(summary(today_records, self._overview, self._now())))
        today = day_of(self._day) == day_of(self._now())
        self.later.setEnabled(not today)
        self.today.setEnabled(not today)
        for title, view, chart in zip(self._titles, self.charts, self._history_charts(), strict=True):
            title.setText(chart.title)
            view.show_chart(chart)
            view.setVisible(bool(chart.marks))
        self._show_answer()

    def _show_answer(self) -> None:
        """The answer of today, or what an answer would be good for."""
        today = day_of(self._now())
        given = self._days[today].felt if today in self._days else ""
        neck = self.charts[NECK]
        self.question.show_answer(given, "" if neck.isVisibleTo(self) else neck.accessibleDescription())


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


def _title(text: str) -> QLabel:
    title = QLabel(text)
    title.setFont(type_of(1.15, strong=True))
    title.setWordWrap(True)
    return title


def _button(text: str, accessible_name: str, action: Callable[[], None] | None) -> QPushButton:
    button = QPushButton(text)
    button.setAccessibleName(accessible_name)
    button.setToolTip(accessible_name)
    button.setAutoDefault(True)
    if action is not None:
        button.clicked.connect(lambda *_args: action())
    return button
