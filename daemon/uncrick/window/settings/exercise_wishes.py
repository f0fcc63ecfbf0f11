"""What a person wishes for one exercise: how often in a break, and a note of their own."""

from collections.abc import Callable

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from uncrick.core.model.catalog import Exercise
from uncrick.core.model.exercise_setting import ExerciseSetting
from uncrick.core.model.text import _, n_
from uncrick.errors import SettingsError
from uncrick.settings import Written, find, load
from uncrick.storage import paths
from uncrick.window.cards import Row, text_label
from uncrick.window.catalog import personal_catalogue
from uncrick.window.controls import Number
from uncrick.window.settings.outcome import Outcome
from uncrick.window.theme import type_of


class ExerciseWishes(QWidget):
    """
    Two inputs for the exercise at hand; a change is saved at once, and seen to be.

    Args:
        save: takes name and value of a setting; raises SettingsError with a sentence.

    Attributes:
        exercise: the one at hand, or None.
    """

    def __init__(self, save: Callable[[str, str], Written]) -> None:
        super().__init__()
        self._save = save
        self.exercise: Exercise | None = None
        self._usual = 0
        self.reps = Number(1, 1)
        self.usual = text_label("", 0.9, muted=True)
        self.reset = QPushButton()
        self.reset.setProperty("link", "true")
        self.reset.setFont(type_of(0.9))
        self.note = QLineEdit()
        self.often, self.noted = Outcome(), Outcome()
        self._row = self._often_row()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self._row, self.often.fault, *self._note_rows(), self.noted.fault):
            column.addWidget(part)
        self.reps.changed.connect(self._save_reps)
        self.reset.clicked.connect(lambda *_args: self._save_reps(self._usual))
        self.note.editingFinished.connect(self._save_note)
        self.hide()

    def show_exercise(self, exercise: Exercise | None) -> None:
        """Show what is wished for that one; None hides it all."""
        self.settle()
        self.exercise = exercise
        self.setVisible(exercise is not None)
        if exercise is None:
            return
        wish = self._wish(exercise)
        self._row.setVisible(bool(exercise.reps.micro) and not exercise.loop)
        self._usual = self._shipped_reps(exercise)
        self.reps.box.setRange(1, max(exercise.per_day_reps, 1))
        self._show_reps(wish.reps or self._usual)
        self.note.setMaxLength(int(find(f"exercise.{exercise.id}.note").most))
        self.note.setText(wish.note)
        self.note.setModified(False)
        for outcome in (self.often, self.noted):
            outcome.mark.hide()
            outcome.fault.hide()

    def settle(self) -> None:
        """What was typed so far is saved."""
        if self.exercise is not None:
            self.reps.settle()
            self._save_note()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 Qt's name
        self.settle()

    def _often_row(self) -> QWidget:
        title = text_label(_("How often in one break"))
        self.reps.box.setAccessibleName(title.text())
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        below = QHBoxLayout()
        below.addWidget(self.reset)
        below.addStretch(1)
        column.addWidget(title)
        column.addWidget(self.usual)
        column.addLayout(below)
        return Row(words, [self.reps], self.often.mark)

    def _note_rows(self) -> tuple[QWidget, QWidget]:
        title = text_label(_("Your own note"))
        self.note.setAccessibleName(title.text())
        self.note.setPlaceholderText(_("Such as: slowly"))
        return Row(title, [], self.noted.mark), self.note

    def _wish(self, exercise: Exercise) -> ExerciseSetting:
        return load(paths.settings_file()).settings.exercise.get(exercise.id, ExerciseSetting())

    def _shipped_reps(self, exercise: Exercise) -> int:
        """How often it is done where nobody wishes anything."""
        known = personal_catalogue(settings={}).exercises.get(exercise.id, exercise)
        return known.reps.micro

    def _show_reps(self, reps: int) -> None:
        self.reps.show_value(reps)
        differs = self.reps.value() != self._usual
        self.usual.setText(n_("Usually once.", "Usually {count} times.", self._usual))
        self.reset.setText(n_("Back to once", "Back to {count} times", self._usual))
        self.usual.setVisible(not differs)
        self.reset.setVisible(differs)

    def _save_reps(self, reps: int) -> None:
        if self._put("reps", str(0 if reps == self._usual else reps), self.often):
            self._show_reps(reps)

    def _save_note(self) -> None:
        if self.note.isModified():
            self.note.setModified(False)
            self._put("note", self.note.text().strip(), self.noted)

    def _put(self, key: str, word: str, outcome: Outcome) -> bool:
        """Save one of them; False if that failed, which is said below it."""
        assert self.exercise is not None
        try:
            self._save(f"exercise.{self.exercise.id}.{key}", word)
        except SettingsError as error:
            outcome.failed(_("⚠ Not saved: {why}", why=error.message))
            return False
        outcome.saved()
        return True
