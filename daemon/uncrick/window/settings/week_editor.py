"""Sets hours of the week with buttons for the days and times to choose from; also dates off."""

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import QDate, QLocale, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from uncrick.core.model.dates import WEEKDAYS, WEEKDAYS_SHORT, and_list
from uncrick.core.model.text import _
from uncrick.window.cards import announce, text_label
from uncrick.window.controls import Day, TimeOfDay, clock
from uncrick.window.flow import FlowLayout
from uncrick.window.settings.week_blocks import (
    ALL_DAY,
    ALWAYS,
    EVERY_DAY,
    USUAL,
    Block,
    DatesOff,
    Span,
    read,
    special,
    write,
)

NEXT_SPAN = (13 * 60, 17 * 60)
HOUR, DAY = 60, 24 * 60


class WeekEditor(QWidget):
    """
    Days and stretches of time on them, and what they mean.

    Args:
        with_days_off: these are working hours: without any, every day is one, and dates off are offered.

    Signals:
        changed: the person changed them to these lines, as the settings file has them.
    """

    changed = Signal(list)

    def __init__(self, *, with_days_off: bool) -> None:
        super().__init__()
        self._with_days_off = with_days_off
        self.blocks: list[BlockEditor] = []
        self.off: list[DatesEditor] = []
        self.meaning = text_label("", muted=True)
        self._special: list[str] = []
        self.problem = text_label("")
        self.problem.setProperty("error", "true")
        self.problem.hide()
        self.add = link("", self._add_block)
        self.add_off = link(_("+ Days off, such as a holiday"), self._add_off)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self._column.addWidget(self.meaning)
        self._column.addWidget(self.problem)
        self.dated = text_label("", muted=True)
        self._column.addWidget(self.dated)
        buttons = QWidget()
        flow = FlowLayout(buttons)
        flow.addWidget(self.add)
        flow.addWidget(self.add_off)
        self._column.addWidget(buttons)
        self._show((), ())

    def lines(self) -> list[str]:
        """As the settings file has them."""
        blocks, off = [block.value() for block in self.blocks], [dates.value() for dates in self.off]
        always = blocks == [ALWAYS] and not off and not self._special and self._with_days_off
        return [] if always else write(blocks, off, self._special)

    def show_lines(self, lines: list[str]) -> None:
        """Show these hours; what already shows them stays as it is, with the focus in it."""
        if lines == self.lines():
            return
        for part in (*self.blocks, *self.off):
            self._take_out(part)
        self.blocks, self.off = [], []
        self._special = special(lines)
        self._show(*read(lines))

    def _show(self, blocks: Iterable[Block], off: Iterable[DatesOff]) -> None:
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
        free = self._free() if self.blocks else USUAL.days
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

    def _free(self) -> frozenset[int]:
        """The days that have no hours."""
        return frozenset(EVERY_DAY).difference(*(block.value().days for block in self.blocks))

    def _refresh(self) -> None:
        """Say what it means, and offer what is possible now."""
        if self._with_days_off and not self.blocks:
            self._insert_block(ALWAYS)
        self.meaning.setText(self._meaning())
        self.meaning.setVisible(bool(self.meaning.text()))
        self.dated.setText("\n".join(self._special))
        self.dated.setVisible(bool(self._special))
        self.add.setText(_("+ Other hours on other days") if self.blocks else _("+ Choose days and hours"))
        self.add.setVisible(bool(self._free()) or not self.blocks)
        self.add_off.setVisible(self._with_days_off)

    def _meaning(self) -> str:
        """On which days there are no reminders, or how to have such days."""
        if not self._with_days_off:
            return "" if self.blocks else _("None set.")
        silent = [_(WEEKDAYS[day]) for day in _days_in_order() if day in self._free()]
        if len(silent) == len(WEEKDAYS):
            return ""
        if silent:
            return _("No reminders on {days}.", days=and_list(silent))
        return _("You are reminded every day. Click a day to have no reminders on it.")


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
        self.days: dict[int, DayButton] = {}
        self.spans: list[SpanEditor] = []
        row = QWidget()
        flow = FlowLayout(row, gap=4)
        for day in _days_in_order():
            self.days[day] = made = DayButton(day, on=day in block.days)
            made.clicked.connect(lambda *_args: self.changed.emit())
            flow.addWidget(made)
        self.more = link("", self._add)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addWidget(row)
        for span in block.spans:
            if span != ALL_DAY:
                self._insert(span)
        self._column.addWidget(self.more)
        self._refresh()

    def value(self) -> Block:
        """Its days and their hours; without any these are the whole day."""
        days = frozenset(day for day, button in self.days.items() if button.isChecked())
        return Block(days, tuple(span.value() for span in self.spans) or (ALL_DAY,))

    def _refresh(self) -> None:
        self.more.setText(_("+ Another stretch on these days") if self.spans else _("+ Only at certain hours"))

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
        if not self.spans:
            self._choose_usual()
            return
        last = self.spans[-1].value()[1]
        begin = last + HOUR
        span = NEXT_SPAN if last < NEXT_SPAN[0] else (begin, min(begin + 2 * HOUR, DAY))
        self._insert(span if span[0] < span[1] else (0, HOUR)).begin.setFocus()
        self.changed.emit()

    def _choose_usual(self) -> None:
        """The first hours; whoever chose no days yet gets those of an office too."""
        if all(button.isChecked() for button in self.days.values()):
            for day, button in self.days.items():
                button.setChecked(day in USUAL.days)
        self._insert(USUAL.spans[0]).begin.setFocus()
        self._refresh()
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


class DayButton(QPushButton):
    """A day of the week (Monday is 0), switched on or off; it says what a click on it does."""

    def __init__(self, day: int, *, on: bool) -> None:
        super().__init__(_(WEEKDAYS_SHORT[day]))
        self.setProperty("day", "true")
        self.setCheckable(True)
        self.setAccessibleName(_(WEEKDAYS[day]))
        self._day = _(WEEKDAYS[day])
        self.toggled.connect(self._name)
        self.setChecked(on)
        self._name(on)

    def _name(self, on: bool) -> None:
        self.setToolTip(
            _("{day} is on. Click to switch it off.", day=self._day)
            if on
            else _("{day} is off. Click to switch it on.", day=self._day)
        )


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
