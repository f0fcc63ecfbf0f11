"""Sets hours of the week with buttons for the days and times to choose from; also dates off."""

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import QDate, QLocale, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from uncrick.core.model.dates import WEEKDAYS, WEEKDAYS_SHORT
from uncrick.core.model.text import _
from uncrick.window.cards import announce, text_label
from uncrick.window.controls import Day, TimeOfDay, clock
from uncrick.window.flow import FlowLayout
from uncrick.window.settings.week_blocks import EVERY_DAY, USUAL, Block, DatesOff, Span, read, special, write

NEXT_SPAN = (13 * 60, 17 * 60)
HOUR, DAY = 60, 24 * 60


class WeekEditor(QWidget):
    """
    Days and stretches of time on them; without any, it says what that means.

    Args:
        with_days_off: dates off are offered.

    Signals:
        changed: the person changed them to these lines, as the settings file has them.
    """

    changed = Signal(list)

    def __init__(self, *, with_days_off: bool) -> None:
        super().__init__()
        self._with_days_off = with_days_off
        self.blocks: list[BlockEditor] = []
        self.off: list[DatesEditor] = []
        self._special: list[str] = []
        self.empty = text_label(
            _("None set: reminders come whenever you work at this computer.") if with_days_off else _("None set."),
            muted=True,
        )
        self.problem = text_label("")
        self.problem.setProperty("error", "true")
        self.problem.hide()
        self.add = link("", self._add_block)
        self.add_off = link(_("+ Days off, such as a holiday"), self._add_off)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self._column.addWidget(self.empty)
        self._column.addWidget(self.problem)
        self.dated = text_label("", muted=True)
        self._column.addWidget(self.dated)
        buttons = QWidget()
        flow = FlowLayout(buttons)
        flow.addWidget(self.add)
        flow.addWidget(self.add_off)
        self._column.addWidget(buttons)
        self._refresh()

    def lines(self) -> list[str]:
        """As the settings file has them."""
        return write([block.value() for block in self.blocks], [dates.value() for dates in self.off], self._special)

    def show_lines(self, lines: list[str]) -> None:
        """Show these hours; what already shows them stays as it is, with the focus in it."""
        if lines == self.lines():
            return
        for part in (*self.blocks, *self.off):
            self._take_out(part)
        self.blocks, self.off = [], []
        blocks, off = read(lines)
        self._special = special(lines)
        for block in blocks:
            self._insert_block(block)
        for dates in off:
            self._insert_off(dates)
        self._refresh()

    def setAccessibleName(self, name: str) -> None:  # noqa: N802 Qt's name
        super().setAccessibleName(name)
        self.add.setAccessibleName(f"{name}: {self.add.text()}")

    def _insert_block(self, block: Block) -> "BlockEditor":
        made = BlockEditor(block)
        made.changed.connect(self._save)
        made.emptied.connect(lambda: self._remove(made))
        self._column.insertWidget(1 + len(self.blocks), made)
        self.blocks.append(made)
        return made

    def _insert_off(self, dates: DatesOff) -> "DatesEditor":
        made = DatesEditor(*dates)
        made.changed.connect(self._save)
        made.removed.connect(lambda: self._remove(made))
        self._column.insertWidget(1 + len(self.blocks) + len(self.off), made)
        self.off.append(made)
        return made

    def _add_block(self) -> None:
        taken = {day for block in self.blocks for day in block.value().days}
        free = frozenset(EVERY_DAY) - taken if self.blocks else USUAL.days
        made = self._insert_block(Block(free, USUAL.spans))
        made.days[min(free, default=0)].setFocus()
        self._save()

    def _add_off(self) -> None:
        today = date.today()  # noqa: DTZ011 the person's own day
        self._insert_off((today, today)).first.setFocus()
        self._save()

    def _remove(self, part: "BlockEditor | DatesEditor") -> None:
        self.add.setFocus()
        if isinstance(part, BlockEditor):
            self.blocks.remove(part)
        else:
            self.off.remove(part)
        self._take_out(part)
        self._save()

    def _take_out(self, part: QWidget) -> None:
        self._column.removeWidget(part)
        part.hide()
        part.deleteLater()

    def _save(self) -> None:
        """Hours without a day would mean no hours at all, so they are not saved."""
        self._refresh()
        problem = next((each for each in (block.problem() for block in self.blocks) if each), "")
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        if problem:
            announce(self, problem)
        else:
            self.changed.emit(self.lines())

    def _refresh(self) -> None:
        """Offer what is possible now."""
        self.empty.setVisible(not self.blocks and not self._special)
        self.dated.setText("\n".join(self._special))
        self.dated.setVisible(bool(self._special))
        self.add.setText(_("+ Other hours on other days") if self.blocks else _("+ Choose days and hours"))
        self.add_off.setVisible(self._with_days_off and bool(self.blocks))


class BlockEditor(QWidget):
    """
    Buttons for the days, and a line for each stretch of time on them.

    Signals:
        changed: a day or a time is another one.
        emptied: its last stretch was removed.
    """

    changed = Signal()
    emptied = Signal()

    def __init__(self, block: Block) -> None:
        super().__init__()
        self.days: dict[int, QPushButton] = {}
        self.spans: list[SpanEditor] = []
        row = QWidget()
        flow = FlowLayout(row, gap=4)
        for day in _days_in_order():
            self.days[day] = made = QPushButton(_(WEEKDAYS_SHORT[day]))
            made.setProperty("day", "true")
            made.setCheckable(True)
            made.setChecked(day in block.days)
            made.setAccessibleName(_(WEEKDAYS[day]))
            made.clicked.connect(lambda *_args: self.changed.emit())
            flow.addWidget(made)
        self.more = link(_("+ Another stretch on these days"), self._add)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addWidget(row)
        for span in block.spans:
            self._insert(span)
        self._column.addWidget(self.more)

    def value(self) -> Block:
        days = frozenset(day for day, button in self.days.items() if button.isChecked())
        return Block(days, tuple(span.value() for span in self.spans))

    def problem(self) -> str:
        """Why it cannot be saved, or ""."""
        block = self.value()
        if not block.days:
            return _("Not saved yet: choose at least one day, or remove the hours.")
        if any(begin == end % DAY for begin, end in block.spans if (begin, end) != (0, DAY)):
            return _("Not saved yet: the end is the same as the beginning.")
        return ""

    def _insert(self, span: Span) -> "SpanEditor":
        made = SpanEditor(*span)
        made.changed.connect(self.changed)
        made.removed.connect(lambda: self._remove(made))
        self._column.insertWidget(1 + len(self.spans), made)
        self.spans.append(made)
        return made

    def _add(self) -> None:
        last = self.spans[-1].value()[1] if self.spans else NEXT_SPAN[0]
        begin = last + HOUR
        span = NEXT_SPAN if last < NEXT_SPAN[0] else (begin, min(begin + 2 * HOUR, DAY))
        self._insert(span if span[0] < span[1] else (0, HOUR)).begin.setFocus()
        self.changed.emit()

    def _remove(self, span: "SpanEditor") -> None:
        self.more.setFocus()
        self.spans.remove(span)
        self._column.removeWidget(span)
        span.hide()
        span.deleteLater()
        if self.spans:
            self.changed.emit()
        else:
            self.emptied.emit()


class SpanEditor(QWidget):
    """
    From one time of day until another.

    Signals:
        changed: one of them is another one.
        removed: it is to go.
    """

    changed = Signal()
    removed = Signal()

    def __init__(self, begin: int, end: int) -> None:
        super().__init__()
        self.begin, self.end = TimeOfDay(begin), TimeOfDay(end)
        self.begin.setAccessibleName(_("From"))
        self.end.setAccessibleName(_("Until"))
        self.remove = remove_button(_("Remove {begin} to {end}", begin=clock(begin), end=clock(end)), self.removed.emit)
        flow = FlowLayout(self)
        for part in (self.begin, QLabel(_("to")), self.end, self.remove):
            flow.addWidget(part)
        for time in (self.begin, self.end):
            time.changed.connect(lambda _minutes: self.changed.emit())

    def value(self) -> Span:
        return self.begin.minutes(), self.end.minutes()


class DatesEditor(QWidget):
    """
    Days off, from the first to the last.

    Signals:
        changed: one of them is another one.
        removed: they are to go.
    """

    changed = Signal()
    removed = Signal()

    def __init__(self, first: date, last: date) -> None:
        super().__init__()
        self.first, self.last = self._day(first, _("First day off")), self._day(last, _("Last day off"))
        self.remove = remove_button(_("Remove these days off"), self.removed.emit)
        flow = FlowLayout(self)
        for part in (QLabel(_("Off from")), self.first, QLabel(_("to")), self.last, self.remove):
            flow.addWidget(part)
        self.first.dateChanged.connect(lambda _day: self._order(moves=self.last))
        self.last.dateChanged.connect(lambda _day: self._order(moves=self.first))

    def value(self) -> DatesOff:
        first, last = (each.date() for each in (self.first, self.last))
        return date(first.year(), first.month(), first.day()), date(last.year(), last.month(), last.day())

    def _order(self, moves: Day) -> None:
        """The last day is not before the first: the other one follows."""
        if self.first.date() > self.last.date():
            moves.blockSignals(True)
            moves.setDate(self.first.date() if moves is self.last else self.last.date())
            moves.blockSignals(False)
        self.changed.emit()

    def _day(self, day: date, name: str) -> Day:
        made = Day(QDate(day.year, day.month, day.day))
        made.setAccessibleName(name)
        return made


def link(text: str, action: object) -> QPushButton:
    """A button that looks like a link."""
    made = QPushButton(text)
    made.setProperty("link", "true")
    made.clicked.connect(lambda *_args: action())  # type: ignore[operator]
    return made


def remove_button(name: str, action: object) -> QPushButton:
    """A small cross."""
    made = QPushButton("✕")
    made.setProperty("step", "true")
    made.setToolTip(name)
    made.setAccessibleName(name)
    made.clicked.connect(lambda *_args: action())  # type: ignore[operator]
    return made


def _days_in_order() -> Iterable[int]:
    """From the day on which the week begins here; Monday is 0."""
    first = QLocale().firstDayOfWeek().value - 1
    return [(first + day) % 7 for day in EVERY_DAY]
