"""The page that asks which exercise hurt, and how much."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from uncrick.core.model.text import _
from uncrick.window.guide.session import Session
from uncrick.window.guide.widgets import beginning, button, centred_column, centred_row, ending, fit_column, label
from uncrick.window.theme import GAP

SCORES = range(11)
# The eleven numbers stand beside each other in the narrowest window: they have less room around them than words.
NARROW = "padding: 7px 0px;"


class AskPage(QWidget):
    """
    Which exercise hurt, and how much.

    Signals:
        asked: another question is shown.
    """

    asked = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._size = (0, 0)
        self._exercise: str | None = None
        self.question = label(1.4, strong=True, middle=True, wrap=True)
        self.back = button(_("Back"), _("Back to the question before"), self._go_back)
        self.unwell = button(_("I felt unwell"), _("Say that you felt unwell"), session.report_unwell)
        self._answers = QWidget()
        self._column = centred_column(self, self.question, self._answers, centred_row((self.back, self.unwell)))

    def fit(self, width: int, height: int) -> None:
        """Lay the page out for a window of this size, in pixels."""
        self._size = width, height
        fit_column(self, self._column, width, height)

    def refresh(self) -> None:
        """A question stays as it is until it is answered."""

    def tick(self) -> None:
        """Nothing of it moves."""

    def ask_which(self) -> None:
        """Ask which exercise hurt; with one exercise only, ask at once how much."""
        routine = self._session.routine
        if routine is None or len(routine.items) < 2:
            self._ask_score(None if routine is None else routine.items[0].id)
            return
        self._exercise = None
        answers = [
            (name, lambda exercise=item.id: self._ask_score(exercise))
            for name, item in zip(routine.names, routine.items, strict=True)
        ]
        self._ask(_("Which exercise hurt?"), _listed(answers))

    def _ask_score(self, exercise: str | None) -> None:
        self._exercise = exercise
        self._ask(
            _("How much does it hurt?"),
            PainScale(lambda score: self._session.report("hurt", exercise, score)),
        )

    def _go_back(self) -> None:
        routine = self._session.routine
        if self._exercise is not None and routine is not None and len(routine.items) > 1:
            self.ask_which()
        else:
            self._session.cancel_pain()

    def _ask(self, question: str, answers: QWidget) -> None:
        self.question.setText(question)
        self._column.replaceWidget(self._answers, answers)
        self._answers.hide()
        self._answers.deleteLater()
        self._answers = answers
        answers.show()
        self.fit(*self._size)
        self.asked.emit(question)


class PainScale(QWidget):
    """The numbers 0 to 10 beside each other, with a word at each end."""

    def __init__(self, choose: Callable[[int], None]) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GAP // 2)
        for score in SCORES:
            grid.addWidget(self._number(score, choose), 0, score)
            grid.setColumnStretch(score, 1)
        half = len(SCORES) // 2
        grid.addWidget(_end(_("No pain"), beginning()), 1, 0, 1, half)
        grid.addWidget(_end(_("Worst pain"), ending()), 1, half, 1, len(SCORES) - half)

    def _number(self, score: int, choose: Callable[[int], None]) -> QPushButton:
        number = button(str(score), _("{score} of 10", score=score), lambda: choose(score))
        number.setStyleSheet(f"QPushButton, QPushButton:focus {{ {NARROW} }}")
        number.setMinimumWidth(1)
        return number


def _end(text: str, side: Qt.AlignmentFlag) -> QLabel:
    """The word at one end of the scale."""
    word = label(0.95, text, muted=True, wrap=True)
    word.setAlignment(side | Qt.AlignmentFlag.AlignTop)
    return word


def _listed(answers: Iterable[tuple[str, Callable[[], None]]]) -> QWidget:
    """Answers below each other."""
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GAP)
    for text, action in answers:
        column.addWidget(button(text, text, action))
    return whole
