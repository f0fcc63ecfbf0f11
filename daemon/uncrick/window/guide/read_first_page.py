"""The page beside the figure before a new exercise: instruction, caution and Begin."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from uncrick.core.model.catalog import Exercise
from uncrick.core.model.text import N_, _
from uncrick.window.guide.widgets import AFAR, LARGEST_BUTTONS, button, label, scrolled
from uncrick.window.theme import GAP, type_of

BEGINS = N_("It begins by itself after a minute.")


class ReadFirstPage(QWidget):
    """
    Instruction and caution of one exercise.

    Args:
        begin, stop: what the two buttons do.
    """

    def __init__(self, begin: Callable[[], None], stop: Callable[[], None]) -> None:
        super().__init__()
        self.instruction = label(1.1, wrap=True)
        self.caution = label(1.1, strong=True, wrap=True)
        self.hint = label(0.95, _(BEGINS), muted=True, wrap=True)
        self.begin = button(_("Begin"), _("Begin the exercise"), begin, main=True)
        self.stop = button(_("Stop"), _("Stop the break"), stop)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.begin)
        row.addWidget(self.stop)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(scrolled(self.instruction, self.caution), 1)
        column.addWidget(self.hint)
        column.addLayout(row)

    def show_exercise(self, exercise: Exercise) -> str:
        """Show its texts; returns what a screen reader announces, or "" where they were shown already."""
        if self.instruction.text() == exercise.instruction and self.caution.text() == exercise.caution:
            return ""
        self.instruction.setText(exercise.instruction)
        self.caution.setText(exercise.caution)
        return _(
            "Read first: {name}. {instruction} {caution} {hint}",
            name=exercise.name,
            instruction=exercise.instruction,
            caution=exercise.caution,
            hint=_(BEGINS),
        )

    def fit(self, scale: float, *, tight: bool) -> None:
        """Texts as large as the room allows; `tight` leaves out all but what is needed to do it safely."""
        size = 0.9 if tight else 1.1 if scale == 1 else 1.1 * AFAR * scale
        self.instruction.setFont(type_of(size))
        self.caution.setFont(type_of(size, strong=True))
        self.hint.setFont(type_of(0.95 * scale))
        self.hint.setVisible(not tight)
        for each in (self.begin, self.stop):
            each.setFont(type_of(min(scale, LARGEST_BUTTONS)))
