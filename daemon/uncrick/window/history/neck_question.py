"""Asks in the history how the neck is today, and shows the answer of today."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from uncrick.core.model.text import N_, _
from uncrick.window.theme import GAP

ANSWERS = {"good": N_("Good"), "so_so": N_("So-so"), "stiff": N_("Stiff")}
ACCESSIBLE = {
    "good": N_("My neck is good today"),
    "so_so": N_("My neck is so-so today"),
    "stiff": N_("My neck is stiff today"),
}


class NeckQuestion(QWidget):
    """
    The question with its three answers; one of them is pressed once it was given today.

    Args:
        answer: sends an answer, a key of `ANSWERS`.
    """

    def __init__(self, answer: Callable[[str], None]) -> None:
        super().__init__()
        self._answer = answer
        self._given = ""
        self.question = QLabel(_("How is your neck today?"))
        self.question.setWordWrap(True)
        self.reply = QLabel()
        self.reply.setWordWrap(True)
        self.reply.setProperty("muted", "true")
        self.buttons = {key: self._button(key) for key in ANSWERS}
        row = QHBoxLayout()
        row.setSpacing(GAP)
        for button in self.buttons.values():
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.question)
        column.addLayout(row)
        column.addWidget(self.reply)
        self.show_answer("")

    def _button(self, key: str) -> QPushButton:
        button = QPushButton(_(ANSWERS[key]))
        button.setAccessibleName(_(ACCESSIBLE[key]))
        button.setCheckable(True)
        button.setAutoDefault(True)
        button.clicked.connect(lambda *_args: self._press(key))
        return button

    def _press(self, key: str) -> None:
        is_new = key != self._given
        self.show_answer(key)
        if is_new:
            self._answer(key)

    def show_answer(self, given: str, hint: str = "") -> None:
        """Show which answer was given today, or the hint while there is none."""
        self._given = given
        for key, button in self.buttons.items():
            button.setChecked(key == given)
        text = _("Noted for today. You can still change it.") if given else hint
        self.reply.setText(text)
        self.reply.setVisible(bool(text))

    def show_failure(self) -> None:
        """The answer could not be stored."""
        self.show_answer("")
        self.reply.setText(_("That could not be saved. Is Uncrick running?"))
        self.reply.setVisible(True)
