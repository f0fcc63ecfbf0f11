"""The desk check: nine questions about screen, seat and light; what is "not yet" shows what to do about it."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from uncrick.core.model.catalog import Catalogue, Check
from uncrick.core.model.profile import Profile
from uncrick.core.model.text import N_, _, lower_first
from uncrick.errors import UncrickError
from uncrick.storage import paths, profile_file
from uncrick.storage.profile_file import StoredProfile
from uncrick.window.cards import Page, Row, text_label
from uncrick.window.controls import Choice
from uncrick.window.settings.outcome import Outcome
from uncrick.window.theme import GAP

OPEN, DONE, NOT_YET = "", "done", "not_yet"
WORDS = {OPEN: N_("Not answered"), DONE: N_("Yes, or not needed"), NOT_YET: N_("Not yet")}


class DeskPage(Page):
    """
    Each answer is saved as it is chosen.

    Signals:
        saved: an answer was saved.
    """

    saved = Signal()

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__(_("Your desk"))
        self._path = paths.profile_file()
        self._tips = {tip.check: tip.text for tip in catalogue.tips.values() if tip.check}
        self.choices: dict[str, Choice] = {}
        self.advice = {name: text_label(self._tips[name], 0.9, muted=True) for name in catalogue.checks}
        self.outcomes = {name: Outcome() for name in catalogue.checks}
        answers = self._read().answers
        self.add(
            text_label(_("What is not yet so comes back as a tip once a week, until it is done."), muted=True),
        )
        self.add_card([self._row(check, answers) for check in catalogue.checks.values()])
        self.finish()

    def _row(self, check: Check, answers: Profile) -> QWidget:
        """The question with its answer, and below it what went wrong and what there is to do."""
        choice, outcome = Choice({word: _(name) for word, name in WORDS.items()}), self.outcomes[check.id]
        choice.setAccessibleName(check.ask)
        choice.chosen.connect(partial(self._answer, check.id))
        self.choices[check.id] = choice
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.advice[check.id].setContentsMargins(0, 0, 0, GAP)
        for part in (Row(text_label(check.ask), [choice], outcome.mark), outcome.fault, self.advice[check.id]):
            column.addWidget(part)
        self._show(check.id, answers)
        return row

    def _show(self, check: str, answers: Profile) -> None:
        word = DONE if check in answers.desk_done else NOT_YET if check in answers.desk_open else OPEN
        self.choices[check].show_word(word)
        self.advice[check].setVisible(word == NOT_YET)

    def _answer(self, check: str, word: str) -> None:
        done = {DONE: True, NOT_YET: False}.get(word)
        try:
            stored = profile_file.update(self._path, lambda stored: stored.answer_check(check, done=done))
        except UncrickError as error:
            self.outcomes[check].failed(_("⚠ Not saved: {reason}. Choose it again.", reason=lower_first(error.title)))
            return
        self._show(check, stored.answers)
        self.outcomes[check].saved()
        self.saved.emit()

    def _read(self) -> StoredProfile:
        try:
            return profile_file.load(self._path)
        except UncrickError:
            return StoredProfile()  # the page about the person says that it cannot be read
