"""One setting as a field, made from its declaration: what it takes, what it is by default, and what was wrong."""

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

from uncrick.errors import SettingsError
from uncrick.settings import Setting, Written, plain, spoken
from uncrick.window.theme import type_of

EXAMPLES = {"hours": "Mon-Fri 08:30-18:00; Sat 10:00-12:00", "names": "obs; teams", "duration": "1h30m"}
Save = Callable[[str, str], Written]


class Field(QWidget):
    """
    A setting and its value; what is changed is saved at once.

    Args:
        save: takes name and value as they are typed on a command line; raises SettingsError.

    Signals:
        saved: it was.
    """

    saved = Signal()

    def __init__(self, setting: Setting, value: Written, save: Save) -> None:
        super().__init__()
        self.setting = setting
        self._save = save
        self._filling = False
        self.input = self._made()
        self.wrong = QLabel()
        self.wrong.setWordWrap(True)
        self.wrong.setProperty("wrong", "true")
        self.wrong.hide()
        self.reset = QPushButton("↺")
        self.reset.setProperty("flat", "true")
        self.reset.setToolTip(f"Back to the default: {plain(setting.default) or 'nothing'}")
        self.reset.setAccessibleName(f"{setting.text} Back to the default: {plain(setting.default) or 'nothing'}")
        self.reset.clicked.connect(lambda *_: self._take(plain(setting.default)))
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
        self._told(value)

    def _told(self, value: Written) -> None:
        self.reset.setVisible(value != self.setting.default)

    def _made(self) -> QWidget:
        """What is typed or chosen in, by the kind of the setting."""
        setting = self.setting
        made: QWidget
        match setting.kind:
            case "flag":
                made = flag = QCheckBox(setting.text)
                flag.toggled.connect(lambda on: self._take("true" if on else "false"))
            case "count":
                made = number = QSpinBox()
                number.setRange(int(setting.least), int(setting.most))
                number.setKeyboardTracking(False)
                number.valueChanged.connect(lambda value: self._take(str(value)))
            case "word":
                made = words = QComboBox()
                words.addItems(setting.words)
                words.currentTextChanged.connect(self._take)
            case _:
                made = line = QLineEdit()
                line.setPlaceholderText(EXAMPLES.get(setting.kind, ""))
                line.editingFinished.connect(lambda: self._take(line.text().strip()))
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.setAccessibleName(setting.text)
        made.setAccessibleDescription(f"{setting.name}. {self._hint()}")
        made.installEventFilter(self)
        return made

    def _hint(self) -> str:
        setting = self.setting
        said = [f"By default {plain(setting.default)}." if plain(setting.default) else "Empty by default."]
        if setting.advised is not None:
            low, high = (spoken(one) if setting.kind == "duration" else f"{one:g}" for one in setting.advised)
            said.append(f"Recommended: {low} to {high}.")
        return " ".join(said)

    def _lay_out(self) -> None:
        setting = self.setting
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 6)
        column.setSpacing(4)
        row = QHBoxLayout()
        if setting.kind in ("flag", "count", "word", "duration"):
            if setting.kind != "flag":
                text = QLabel(setting.text)
                text.setWordWrap(True)
                row.addWidget(text, 1)
                self.input.setFixedWidth(120)
                self.input.setMinimumHeight(30)
                row.addWidget(self.input)
            else:
                row.addWidget(self.input, 1)
        else:
            text = QLabel(setting.text)
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
        column.addWidget(self.wrong)

    def _take(self, word: str) -> None:
        """Save what was typed, or say at the field what is wrong with it."""
        if self._filling:
            return
        try:
            value = self._save(self.setting.name, word)
        except SettingsError as error:
            self._say(f"⚠ {error.message[:1].upper()}{error.message[1:]}")
            return
        self._say("")
        self.fill(value)
        self.saved.emit()

    def warn(self, text: str) -> None:
        """Say what works and is unusual."""
        self._say(text)

    def _say(self, text: str) -> None:
        self.wrong.setText(text)
        self.wrong.setVisible(bool(text))
        self.input.setAccessibleDescription(f"{self.setting.name}. {text or self._hint()}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 Qt's name
        # Whoever scrolls the page does not mean to change the number under the pointer.
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QSpinBox | QComboBox):
            event.ignore()
            return True
        return False
