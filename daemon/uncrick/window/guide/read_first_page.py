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
        self._texts = scrolled(self.instruction, self.caution)
        self._room = (0, 0)
        column.addWidget(self._texts, 1)
        column.addWidget(self.hint)
        column.addLayout(row)

    def show_exercise(self, exercise: Exercise) -> str:
        """Show its texts; returns what a screen reader announces, or "" where they were shown already."""
        if self.instruction.text() == exercise.instruction and self.caution.text() == exercise.caution:
            return ""
        self.instruction.setText(exercise.instruction)
        self.caution.setText(exercise.caution)
        self._fit_texts()
        return _(
            "Read first: {name}. {instruction} {caution} {hint}",
            name=exercise.name,
            instruction=exercise.instruction,
            caution=exercise.caution,
            hint=_(BEGINS),
        )

    def fit(self, scale: float, room: tuple[int, int], *, tight: bool) -> None:
        """
        Texts as large as the room allows.

        Args:
            room: the width that the texts have and the height that they may take, in pixels.
            tight: leave out all but what is needed to do it safely.
        """
        self._room = room
        size = 0.9 if tight else 1.1 if scale == 1 else 1.1 * AFAR * scale
        self.instruction.setFont(type_of(size))
        self.caution.setFont(type_of(size, strong=True))
        self.hint.setFont(type_of(0.95 * scale))
        self.hint.setVisible(not tight)
        for each in (self.begin, self.stop):
            each.setFont(type_of(min(scale, LARGEST_BUTTONS)))
        self._fit_texts()

    def _fit_texts(self) -> None:
        """Let the figure make room for the texts: what is to be read is not to be scrolled without need."""
        width, most = self._room
        needed = sum(text.heightForWidth(width) for text in (self.instruction, self.caution)) + GAP
        self._texts.setMinimumHeight(min(needed, most))
