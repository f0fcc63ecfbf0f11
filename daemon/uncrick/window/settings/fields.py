"""A row for a setting: its words, its input with the unit, "Saved" beside it, and below it what is wrong."""

import re
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from uncrick.core.model.text import _, n_, p_
from uncrick.errors import SettingsError
from uncrick.settings import Setting, Written, parse_duration, plain
from uncrick.window.cards import Row, announce, text_label
from uncrick.window.controls import Choice, ClickableLabel, Number, Switch
from uncrick.window.settings.countries import countries
from uncrick.window.settings.outcome import SavedMark
from uncrick.window.settings.week_editor import WeekEditor
from uncrick.window.theme import type_of

IN_MINUTES = 120.0  # seconds: a duration whose default is at least as long is shown in minutes
MINUTE = 60.0
COARSE = 30  # from this default on a step is five
Save = Callable[[str, str], Written]


class Field(QWidget):
    """
    A setting and its value; a change is saved at once. What cannot be saved stays on the screen, to be tried again.

    Args:
        save: takes name and value as they are typed on a command line; raises SettingsError with a sentence.

    Attributes:
        scale: seconds in the unit that a duration is shown in.

    Signals:
        saved: a change was saved.
    """

    saved = Signal()

    def __init__(self, setting: Setting, value: Written, save: Save) -> None:
        super().__init__()
        self.setting = setting
        self._save = save
        self.scale = _scale(setting, value)
        self.unit = QLabel()
        self.mark = SavedMark()
        self.input = self._make_input()
        self.error = text_label("")
        self.error.setProperty("error", "true")
        self.advice = text_label("", 0.9)
        for label in (self.error, self.advice):
            label.setContentsMargins(0, 0, 0, 8)
            label.hide()
        self._unsaved = ""
        self.again = QPushButton(_("Try again"))
        self.again.setProperty("link", "true")
        self.again.clicked.connect(lambda *_args: self._save_word(self._unsaved))
        self.again.hide()
        self.reset = QPushButton()
        self.reset.setProperty("link", "true")
        self.reset.setFont(type_of(0.9))
        self.reset.clicked.connect(lambda *_args: self._save_word(plain(setting.default)))
        self.usual = text_label("", 0.9, muted=True)
        self._lay_out()
        self._name()
        self.fill(value)

    # ------------------------------------------------------------ values

    def fill(self, value: Written) -> None:
        """Show a value."""
        match self.input:
            case Switch():
                self.input.blockSignals(True)
                self.input.setChecked(value is True)
                self.input.blockSignals(False)
            case Number():
                self.input.show_value(round(_seconds(value) / self.scale))
            case Choice():
                self.input.show_word(plain(value))
            case WeekEditor():
                self.input.show_lines(value if isinstance(value, list) else [])
            case QLineEdit():
                self.input.setText(", ".join(value) if isinstance(value, list) else str(value))
            case _:
                pass
        if isinstance(self.input, Number):
            self.unit.setText(self._unit(self.input.value()))
            differs = value != self.setting.default and _seconds(value) != _seconds(self.setting.default)
            self.reset.setVisible(differs)
            self.usual.setVisible(not differs)

    def settle(self) -> None:
        """What was typed so far is saved."""
        match self.input:
            case Number():
                self.input.settle()
            case QLineEdit() if self.input.isModified():
                self.input.setModified(False)
                self._save_word("; ".join(re.split(r"[,;]", self.input.text())))
            case _:
                pass

    def _save_word(self, word: str) -> None:
        """Save the value, or say below the input why it could not be saved; what was typed stays."""
        try:
            value = self._save(self.setting.name, word)
        except SettingsError as error:
            self._unsaved = word
            self._complain(_("⚠ Not saved: {why}", why=error.message))
            return
        self._complain("")
        self.fill(value)
        self.mark.flash()
        self.saved.emit()

    def advise(self, text: str) -> None:
        """Say what is unusual, or nothing for an empty text."""
        if text and text != self.advice.text():
            announce(self.advice, text)
        self.advice.setText(text)
        self.advice.setVisible(bool(text))
        self._describe()

    def _complain(self, text: str) -> None:
        """Say why the value was not saved, or nothing for an empty text."""
        self.error.setText(text)
        self.error.setVisible(bool(text))
        self.again.setVisible(bool(text))
        if text:
            announce(self.error, text)
        self._describe()

    # ------------------------------------------------------------ the input

    def _make_input(self) -> QWidget:
        """The widget for a value of the setting's kind."""
        setting = self.setting
        match setting.kind:
            case "flag":
                flag = Switch()
                flag.toggled.connect(lambda on: self._save_word("true" if on else "false"))
                return flag
            case "count" | "duration":
                return self._make_number()
            case "word" | "region":
                names = {word: _(name) for word, name in setting.words.items()}
                words = Choice(names if setting.kind == "word" else countries())
                words.chosen.connect(self._save_word)
                return words
            case "hours":
                hours = WeekEditor(with_days_off=setting.table == "work")
                hours.changed.connect(lambda lines: self._save_word("; ".join(lines)))
                return hours
            case _:
                line = QLineEdit()
                line.setPlaceholderText(_("Names, with a comma between two"))
                line.editingFinished.connect(self.settle)
                return line

    def _make_number(self) -> Number:
        setting = self.setting
        least, most = max(setting.least / self.scale, 1 if setting.least else 0), setting.most / self.scale
        usual = _seconds(setting.default) / self.scale
        number = Number(int(-(-least // 1)), int(most), 5 if usual >= COARSE else 1)
        number.changed.connect(self._save_number)
        number.box.valueChanged.connect(lambda value: self.unit.setText(self._unit(value)))
        return number

    def _save_number(self, value: int) -> None:
        suffix = {MINUTE: "m", 1.0: "s"}[self.scale] if self.setting.kind == "duration" else ""
        self._save_word(f"{value}{suffix}")

    def _unit(self, count: int) -> str:
        """The unit of the number, in the form that goes with it."""
        if self.setting.kind != "duration":
            return _(self.setting.unit)
        return n_("minute", "minutes", count) if self.scale == MINUTE else n_("second", "seconds", count)

    def _usual(self) -> str:
        """What the number is where nobody changed it."""
        if not isinstance(self.input, Number):
            return ""
        usual = round(_seconds(self.setting.default) / self.scale)
        return p_("default of a setting", "Usually {number} {unit}", number=usual, unit=self._unit(usual)).strip()

    # ------------------------------------------------------------ the look

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if self.setting.kind in ("hours", "names", "text"):
            column.addWidget(Row(self._text(), [], self.mark))
            column.addWidget(self.input)
            column.addSpacing(8)
        else:
            unit = [self.unit] if isinstance(self.input, Number) else []
            column.addWidget(Row(self._text(), [self.input, *unit], self.mark))
        column.addWidget(self.advice)
        column.addWidget(self.error)
        column.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeading)

    def _text(self) -> QWidget:
        """The words; below them what a number usually is, or the way back to that."""
        if isinstance(self.input, Switch):
            switched = ClickableLabel(_(self.setting.text))
            switched.clicked.connect(self.input.click)
            return switched
        title = text_label(_(self.setting.text))
        if not isinstance(self.input, Number):
            return title
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addWidget(title)
        column.addWidget(self.usual)
        below = QHBoxLayout()
        below.addWidget(self.reset)
        below.addStretch(1)
        column.addLayout(below)
        return words

    def _name(self) -> None:
        """Names for those who hear the page, and the texts about a number."""
        name = _(self.setting.text)
        self.input.setAccessibleName(name)
        if isinstance(self.input, Number):
            units = (_(self.setting.unit), n_("minute", "minutes", 2), n_("second", "seconds", 2))
            self.unit.setMinimumWidth(max(self.unit.fontMetrics().horizontalAdvance(unit) for unit in units))
            self.usual.setText(self._usual())
            back = round(_seconds(self.setting.default) / self.scale)
            unit = self._unit(back)
            self.reset.setText(_("Back to {number} {unit}", number=back, unit=unit).strip())
            self.reset.setAccessibleName(_("{setting}: {action}", setting=name, action=self.reset.text()))
            self.input.box.setAccessibleName(_("{setting} ({unit})", setting=name, unit=unit) if unit else name)
        self._describe()

    def _describe(self) -> None:
        target = self.input.box if isinstance(self.input, Number) else self.input
        target.setAccessibleDescription(self.error.text() or self.advice.text() or self._usual())


def _seconds(value: Written) -> float:
    """The number that a value stands for: of a duration, its seconds."""
    return parse_duration(value) if isinstance(value, str) else float(value) if isinstance(value, int) else 0.0


def _scale(setting: Setting, value: Written) -> float:
    """Seconds in the unit that a duration is shown in: a value that is no whole number of minutes is in seconds."""
    if setting.kind != "duration":
        return 1.0
    return MINUTE if _seconds(setting.default) >= IN_MINUTES and _seconds(value) % MINUTE == 0 else 1.0
