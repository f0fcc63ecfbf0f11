"""The inputs that windows share: switch, choice, number with steps, time of day, and a check box that wraps."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from PySide6.QtCore import QDate, QEvent, QObject, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QHideEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPolygonF,
    QTextCharFormat,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QStyledItemDelegate,
    QWidget,
)

from uncrick.core.model.dates import time_of_day
from uncrick.core.model.text import _, p_
from uncrick.window.theme import leading

SETTLES = 300  # milliseconds without a further step, after which a number counts
DAY = 24 * 60
HALF_HOUR = 30
TIME = re.compile(r"(\d{1,2})(?:\D?(\d{2}))?\s*(am|pm)?")


class Switch(QCheckBox):
    """A check box drawn as a switch: its knob lies on the other side, and has a tick, when it is on."""

    WIDE, HIGH, MARGIN = 42.0, 24.0, 3.0

    def sizeHint(self) -> QSize:  # noqa: N802 Qt's name
        return QSize(int(self.WIDE + 2 * self.MARGIN), int(self.HIGH + 2 * self.MARGIN))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 Qt's name
        return self.sizeHint()

    def hitButton(self, pos: object) -> bool:  # noqa: N802 Qt's name
        return True

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 Qt's name
        palette, on = self.palette(), self.isChecked()
        accent, knob_colour = palette.color(QPalette.ColorRole.Highlight), palette.color(QPalette.ColorRole.Base)
        line = palette.color(QPalette.ColorRole.PlaceholderText)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(1.0 if self.isEnabled() else 0.5)
        at_end = on is (self.layoutDirection() is Qt.LayoutDirection.LeftToRight)
        track = QRectF(self.MARGIN, (self.height() - self.HIGH) / 2, self.WIDE, self.HIGH)
        painter.setPen(QPen(accent if on else line, 1.5))
        painter.setBrush(accent if on else knob_colour)
        painter.drawRoundedRect(track.adjusted(1, 1, -1, -1), self.HIGH / 2, self.HIGH / 2)
        radius = self.HIGH / 2 - 5
        middle = QPointF(track.right() - self.HIGH / 2 if at_end else track.left() + self.HIGH / 2, track.center().y())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.color(QPalette.ColorRole.HighlightedText) if on else line)
        painter.drawEllipse(middle, radius, radius)
        if on:
            painter.setPen(QPen(accent, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            mark = ((-3.2, 0.2), (-0.9, 2.6), (3.2, -2.4))
            painter.drawPolyline(QPolygonF([middle + QPointF(x, y) for x, y in mark]))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(palette.color(QPalette.ColorRole.WindowText), 2))
            around = track.adjusted(-2, -2, 2, 2)
            painter.drawRoundedRect(around, around.height() / 2, around.height() / 2)
        painter.end()


class Choice(QComboBox):
    """
    One of several words, shown by their plain names.

    Signals:
        chosen: the person chose this word.
    """

    chosen = Signal(str)

    def __init__(self, names: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self.setMinimumWidth(1)  # the row decides: below its widest input a page would measure its rows wrongly
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setItemDelegate(QStyledItemDelegate(self))  # the list is drawn as the style sheet has it
        for word, name in (names or {}).items():
            self.addItem(name, word)
        self.activated.connect(lambda _number: self.chosen.emit(self.word()))

    def word(self) -> str:
        """What is chosen."""
        return str(self.currentData())

    def show_word(self, word: str) -> None:
        """Show this word as the one that is chosen; one that is none of them is shown as it is."""
        if self.findData(word) < 0:
            self.addItem(word, word)
        self.setCurrentIndex(self.findData(word))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 Qt's name
        super().paintEvent(event)
        _paint_chevron(self)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 Qt's name
        event.ignore()  # scrolling the page must not change what is under the pointer


def _paint_chevron(box: QWidget) -> None:
    """At the end of a box that opens a list or a calendar."""
    painter = QPainter(box)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = box.palette().color(QPalette.ColorRole.Text)
    painter.setPen(QPen(colour, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    mirrored = box.layoutDirection() is Qt.LayoutDirection.RightToLeft
    middle = QPointF(14.0 if mirrored else box.width() - 14.0, box.height() / 2 + 1)
    painter.drawPolyline(QPolygonF([middle + QPointF(x, y) for x, y in ((-4, -2), (0, 2), (4, -2))]))
    painter.end()


class Day(QDateEdit):
    """A date, typed or chosen in a calendar."""

    def __init__(self, day: QDate) -> None:
        super().__init__(day)
        self.setDisplayFormat("d MMM yyyy")
        self.setCalendarPopup(True)
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        plain = QTextCharFormat()
        plain.setForeground(self.palette().color(QPalette.ColorRole.Text))
        for weekend in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendarWidget().setWeekdayTextFormat(weekend, plain)  # its red is hard to read on dark

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 Qt's name
        super().paintEvent(event)
        _paint_chevron(self)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 Qt's name
        event.ignore()


class TimeOfDay(Choice):
    """
    A time of day: chosen from the half hours, or typed as `9`, `9:15`, `0915` or `5 pm`.

    Signals:
        changed: the person set it to this many minutes after midnight.
    """

    changed = Signal(int)

    def __init__(self, minutes: int) -> None:
        super().__init__({str(at): clock(at) for at in range(0, DAY + 1, HALF_HOUR)})
        self._minutes = minutes
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setCompleter(None)  # type: ignore[arg-type]  # none is what Qt calls no completion
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMinimumContentsLength(7)  # with room for the cursor behind the last digit
        self.setMaxVisibleItems(12)
        self.chosen.connect(lambda word: self._take(int(word)))
        line = self.lineEdit()
        assert line is not None
        line.editingFinished.connect(lambda: self._take(read_clock(self.currentText())))
        self.show_minutes(minutes)

    def minutes(self) -> int:
        """Minutes after midnight; 1440 is the end of the day."""
        return self._minutes

    def showPopup(self) -> None:  # noqa: N802 Qt's name
        """Open the list where the time is, or the half hour before it."""
        super().showPopup()
        near = self.model().index(self._minutes // HALF_HOUR, 0)
        self.view().setCurrentIndex(near)
        self.view().scrollTo(near, QAbstractItemView.ScrollHint.PositionAtCenter)

    def show_minutes(self, minutes: int) -> None:
        """Show this time."""
        self._minutes = minutes
        self.setCurrentIndex(self.findData(str(minutes)))
        self.setEditText(clock(minutes))

    def _take(self, minutes: int | None) -> None:
        """A time that cannot be read leaves the one before."""
        before = self._minutes
        self.show_minutes(before if minutes is None else minutes)
        if self._minutes != before:
            self.changed.emit(self._minutes)


def clock(minutes: int) -> str:
    """Minutes after midnight, as a time of day; 24:00 is the end of the day."""
    if minutes == DAY:
        return p_("time of day", "{hour}:{minute}", hour="24", minute="00")
    return time_of_day(datetime(2000, 1, 1) + timedelta(minutes=minutes))  # noqa: DTZ001 a reading, at no place


def read_clock(text: str) -> int | None:
    """Minutes after midnight of a typed time; None if it is none."""
    found = TIME.fullmatch(text.strip().lower())
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * (found[3] == "pm")
    minutes = hour * 60 + minute
    return minutes if minute < 60 and minutes <= DAY else None


class Number(QWidget):
    """
    A whole number that is typed, or changed by the buttons beside it.

    Signals:
        changed: the person set it to this, and makes no further step for now.
    """

    changed = Signal(int)

    def __init__(self, least: int, most: int, step: int = 1) -> None:
        super().__init__()
        self.box = QSpinBox()
        self.box.setRange(least, most)
        self.box.setSingleStep(step)
        self.box.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.box.setKeyboardTracking(False)
        self.box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.box.setFixedWidth(self.box.fontMetrics().horizontalAdvance("0" * max(6, len(str(most)))) + 24)
        self.box.installEventFilter(self)
        self.fewer = self._stepper("−", _("Less"), -1)
        self.more = self._stepper("+", _("More"), 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for part in (self.fewer, self.box, self.more):
            row.addWidget(part)
        self.setFocusProxy(self.box)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLES)
        self._settle.timeout.connect(self.settle)
        self._last = self.box.value()
        self.box.valueChanged.connect(lambda _value: self._settle.start())
        self.box.editingFinished.connect(self.settle)

    def value(self) -> int:
        return self.box.value()

    def show_value(self, value: int) -> None:
        """Show this number, as what it is now."""
        self.box.setValue(value)
        self._last = self.box.value()
        self._settle.stop()

    def settle(self) -> None:
        """What was typed or stepped to so far counts."""
        self.box.interpretText()
        self._settle.stop()
        if self.box.value() != self._last:
            self._last = self.box.value()
            self.changed.emit(self._last)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 Qt's name
        self.settle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 Qt's name
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return False

    def _stepper(self, sign: str, name: str, by: int) -> QPushButton:
        made = QPushButton(sign)
        made.setProperty("step", "true")
        made.setAccessibleName(name)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the arrow keys do the same in the box
        made.setAutoRepeat(True)
        made.clicked.connect(lambda *_args: self.box.stepBy(by))
        return made


class ClickableLabel(QLabel):
    """
    A label that breaks its lines, and reports clicks: for the text beside a switch.

    Signals:
        clicked: it was clicked.
    """

    clicked = Signal()

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setAlignment(leading())
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 Qt's name
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()


class WrappedCheck(QWidget):
    """
    A check box whose text breaks its lines; a click on the text counts as well.

    Signals:
        toggled: it was checked or unchecked.
        clicked: the same, by the person.
    """

    toggled = Signal(bool)
    clicked = Signal(bool)

    def __init__(self, text: str) -> None:
        super().__init__()
        self.box = QCheckBox()
        self.box.setAccessibleName(text)
        self.label = ClickableLabel(text)
        self.label.setContentsMargins(0, 4, 0, 4)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.label, 1)
        self.setFocusProxy(self.box)
        self.box.toggled.connect(self.toggled)
        self.box.clicked.connect(self.clicked)
        self.label.clicked.connect(self.box.click)

    def isChecked(self) -> bool:  # noqa: N802 as of a check box
        return self.box.isChecked()

    def setChecked(self, on: bool) -> None:  # noqa: N802 as of a check box
        self.box.setChecked(on)
