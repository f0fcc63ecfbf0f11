"""What stands beside the figure before a new exercise begins: how it is done, what to mind, and the way on."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from uncrick.core.model.catalog import Exercise
from uncrick.window.theme import GAP, type_of

BEGINS = "Enter begins; after a minute it begins by itself."


class Reading(QWidget):
    """
    Instruction and caution of one exercise.

    Args:
        label: makes a label of that size; button: makes a button with a text, a spoken name, and what it does.
    """

    def __init__(
        self,
        label: Callable[..., QLabel],
        button: Callable[..., QPushButton],
        begin: Callable[[], None],
        stop: Callable[[], None],
    ) -> None:
        super().__init__()
        self.instruction = label(1.1, wrap=True)
        self.caution = label(1.1, strong=True, wrap=True)
        self.hint = label(0.95, BEGINS, muted=True, wrap=True)
        self.begin = button("Begin", "Begin the exercise", begin, main=True)
        self.stop = button("Stop", "Stop the break", stop)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.begin)
        row.addWidget(self.stop)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        for text in (self.instruction, self.caution):
            text.setAlignment(text.alignment() | Qt.AlignmentFlag.AlignTop)
            column.addWidget(text)
        column.addStretch(1)
        column.addWidget(self.hint)
        column.addLayout(row)

    def show_exercise(self, exercise: Exercise) -> str:
        """Its texts; what a screen reader says of them, or "" where they were up already."""
        if self.instruction.text() == exercise.instruction and self.caution.text() == exercise.caution:
            return ""
        self.instruction.setText(exercise.instruction)
        self.caution.setText(exercise.caution)
        return f"Read first: {exercise.name}. {exercise.instruction} {exercise.caution} {BEGINS}"

    def fit(self, grown: float, *, tight: bool) -> None:
        """Texts as large as the room allows; with little room only what matters for doing it safely."""
        size = 0.9 if tight else min(1.1 * grown, 1.6)
        self.instruction.setFont(type_of(size))
        self.caution.setFont(type_of(size, strong=True))
        self.hint.setVisible(not tight)
