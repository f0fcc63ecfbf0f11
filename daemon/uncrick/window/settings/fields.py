"""Builds a setting's field from its declaration, saves it, and shows what is wrong."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from uncrick.core.model.text import _, upper_first
from uncrick.errors import SettingsError
from uncrick.settings import Setting, Written, plain, spoken
from uncrick.window.theme import type_of

EXAMPLES = {"hours": "Mon-Fri 08:30-18:00; Sat 10:00-12:00", "names": "obs; teams", "duration": "1h30m"}
Save = Callable[[str, str], Written]


class Field(QWidget):
    """
    A setting and its value; a change is saved at once.

    Args:
        save: takes name and value as they are typed on a command line; raises SettingsError.

    Signals:
        saved: a change was saved.
    """

    saved = Signal()

    def __init__(self, setting: Setting, value: Written, save: Save) -> None:
        super().__init__()
        self.setting = setting
        self._save = save
        self._filling = False
        self.input = self._make_input()
        self.error = QLabel()
        self.error.setWordWrap(True)
        self.error.setProperty("error", "true")
        self.error.hide()
        self.reset = QPushButton("↺")
        self.reset.setProperty("flat", "true")
        default = plain(setting.default)
        resets = _("Back to the default: {default}", default=default) if default else _("Back to the default: nothing")
        self.reset.setToolTip(resets)
        self.reset.setAccessibleName(f"{_(setting.text)} {resets}")
        self.reset.clicked.connect(lambda *_args: self._save_typed(default))
        self._lay_out()
        self.fill(value)

    def fill(self, value: Written) -> None:
        """Show a value."""
        self._filling = True
        match self.input:
            case QCheckBox():
                self.input.setChecked(value is True)
            case QSpinBox():
                self.input.setValue(value if isinstance(value, int) else 0)
            case QComboBox():
                self.input.setCurrentText(plain(value))
            case QLineEdit():
                self.input.setText(plain(value))
            case _:
                pass
        self._filling = False
        self.reset.setVisible(value != self.setting.default)

    def _make_input(self) -> QWidget:
        """The widget for a value of the setting's kind."""
        setting = self.setting
        made: QWidget
        match setting.kind:
            case "flag":
                made = flag = QCheckBox(_(setting.text))
                flag.toggled.connect(lambda on: self._save_typed("true" if on else "false"))
            case "count":
                made = number = QSpinBox()
                number.setRange(int(setting.least), int(setting.most))
                number.setKeyboardTracking(False)
                number.valueChanged.connect(lambda value: self._save_typed(str(value)))
            case "word":
                made = words = QComboBox()
                words.addItems(list(setting.words))
                words.currentTextChanged.connect(self._save_typed)
            case _:
                made = line = QLineEdit()
                line.setPlaceholderText(EXAMPLES.get(setting.kind, ""))
                line.editingFinished.connect(lambda: self._save_typed(line.text().strip()))
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.setAccessibleName(_(setting.text))
        made.setAccessibleDescription(f"{setting.name}. {self._hint()}")
        made.installEventFilter(self)
        return made

    def _hint(self) -> str:
        setting = self.setting
        default = plain(setting.default)
        hint = _("By default {default}.", default=default) if default else _("Empty by default.")
        if setting.advised is None:
            return hint
        low, high = (spoken(limit) if setting.kind == "duration" else f"{limit:g}" for limit in setting.advised)
        recommended = _("Recommended: {low} to {high}.", low=low, high=high)
        return f"{hint} {recommended}"

    def _lay_out(self) -> None:
        setting = self.setting
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 6)
        column.setSpacing(4)
        row = QHBoxLayout()
        if setting.kind in ("flag", "count", "word", "duration"):
            if setting.kind != "flag":
                text = QLabel(_(setting.text))
                text.setWordWrap(True)
                row.addWidget(text, 1)
                self.input.setFixedWidth(120)
                self.input.setMinimumHeight(30)
                row.addWidget(self.input)
            else:
                row.addWidget(self.input, 1)
        else:
            text = QLabel(_(setting.text))
            text.setWordWrap(True)
            column.addWidget(text)
            row.addWidget(self.input, 1)
        row.addWidget(self.reset)
        column.addLayout(row)
        if setting.kind != "flag":
            hint = QLabel(self._hint())
            hint.setProperty("muted", "true")
            hint.setFont(type_of(0.9))
            column.addWidget(hint)
        column.addWidget(self.error)

    def _save_typed(self, word: str) -> None:
        """Save what was typed, or show below the field what is wrong with it."""
        if self._filling:
            return
        try:
            value = self._save(self.setting.name, word)
        except SettingsError as error:
            self._show_message(f"⚠ {upper_first(error.message)}")
            return
        self._show_message("")
        self.fill(value)
        self.saved.emit()

    def warn(self, text: str) -> None:
        """Show advice on a value that works and is unusual."""
        self._show_message(text)

    def _show_message(self, text: str) -> None:
        self.error.setText(text)
        self.error.setVisible(bool(text))
        self.input.setAccessibleDescription(f"{self.setting.name}. {text or self._hint()}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 Qt's name
        # Scrolling the page must not change the number under the pointer.
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QSpinBox | QComboBox):
            event.ignore()
            return True
        return False
