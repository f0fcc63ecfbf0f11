"""What a person says about themselves: saved as it is ticked, and for nobody else's eyes."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from uncrick.core.model.catalog import Catalogue
from uncrick.core.model.dates import day_month_long, sentences
from uncrick.core.model.profile import Profile
from uncrick.core.model.text import N_, _, lower_first, n_, upper_first
from uncrick.errors import UncrickError
from uncrick.storage import paths, profile_file
from uncrick.storage.profile_file import PLACES, StoredProfile
from uncrick.window.cards import Page, Row, text_label
from uncrick.window.controls import Choice, ClickableLabel, Switch, WrappedCheck
from uncrick.window.settings.outcome import Outcome

PLACE_NAMES = {"desk": N_("At an office desk"), "home": N_("At home")}


class ProfilePage(Page):
    """
    Conditions, things at hand, place and consents. An unanswered question about health stays unanswered until the
    person ticks something: one of the conditions, or that none of them applies.

    Signals:
        saved: an answer was saved.
    """

    saved = Signal()

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__(_("About you"))
        self._path = paths.profile_file()
        self._catalogue = catalogue
        self.fault = text_label("")
        self.fault.setProperty("error", "true")
        self.fault.hide()
        stored = self._read()
        self.add(text_label(_("Your answers stay on this computer. Nothing of them is logged or sent."), muted=True))
        self.add(self.fault)
        self._add_health(stored)
        self._add_things(stored.answers)
        self._add_place(stored.answers)
        self._add_training(stored.answers)
        self.add(text_label(catalogue.disclaimer, 0.9, muted=True))
        self.finish()
        self._show_state(stored)

    # ------------------------------------------------------------ the questions

    def _add_health(self, stored: StoredProfile) -> None:
        self.state = text_label("", 0.9, muted=True)
        self.health_outcome = Outcome()
        self.conditions = self._checks(profile_file.lasting(self._catalogue), stored.answers.conditions)
        self.none = WrappedCheck(_("None of these apply to me"))
        self.none.setChecked(stored.answered is not None and not stored.answers.conditions)
        for box in self.conditions.values():
            box.clicked.connect(self._answer_condition)
        self.none.clicked.connect(self._answer_none)
        question = _Question(_("Is any of this true for you?"), self.health_outcome, self.state)
        self.add_card([_stacked([question, *self.conditions.values(), self.none])], _("Your health"))

    def _add_things(self, profile: Profile) -> None:
        self.things_outcome = Outcome()
        things = {name: upper_first(text) for name, text in profile_file.things(self._catalogue).items()}
        self.equipment = self._checks(things, profile_file.at_hand(profile, self._catalogue))
        for box in self.equipment.values():
            box.clicked.connect(self._answer_things)
        question = _Question(_("What do you have where you take your breaks?"), self.things_outcome)
        self.add_card([_stacked([question, *self.equipment.values()])], _("Things at hand"))

    def _add_place(self, profile: Profile) -> None:
        where_outcome = Outcome()
        self.place = Choice({place: _(name) for place, name in PLACE_NAMES.items()})
        self.place.setAccessibleName(_("Where you work"))
        self.place.show_word(profile.place if profile.place in PLACES else PLACES[0])
        self.place.chosen.connect(lambda word: self._change(where_outcome, place=word))
        self.home_session, session = self._switch(
            _("Suggest a longer session of five to ten minutes when I work at home"),
            profile.home_session,
            "home_session",
        )
        where = Row(text_label(_("Where you work")), [self.place], where_outcome.mark)
        self.add_card([_stacked([where, where_outcome.fault]), session], _("Place"))

    def _add_training(self, profile: Profile) -> None:
        self.trains, trains = self._switch(
            _("I already train, so harder exercises may come at once"), profile.trains, "trains"
        )
        self.consents_outcome = Outcome()
        self.consents = self._checks(profile_file.agreements(self._catalogue), profile.consents)
        for box in self.consents.values():
            box.clicked.connect(lambda *_args: self._change(self.consents_outcome, consents=_checked(self.consents)))
        question = _Question(_("Which of these harder ones would you like after four weeks?"), self.consents_outcome)
        self.harder = _stacked([question, *self.consents.values()])
        # A person who trains is not asked: all exercises are open to them.
        self.harder.setVisible(not profile.trains)
        self.trains.toggled.connect(self.harder.setHidden)
        self.add_card([trains, self.harder], _("Training"))

    def _checks(self, asked: dict[str, str], chosen: frozenset[str]) -> dict[str, WrappedCheck]:
        boxes = {name: WrappedCheck(text) for name, text in asked.items()}
        for name, box in boxes.items():
            box.setChecked(name in chosen)
        return boxes

    def _switch(self, text: str, on: bool, key: str) -> tuple[Switch, QWidget]:
        """A switch that saves the answer `key`."""
        outcome, switch, label = Outcome(), Switch(), ClickableLabel(text)
        switch.setAccessibleName(text)
        switch.setChecked(on)
        switch.clicked.connect(lambda now: self._change(outcome, **{key: now}))
        label.clicked.connect(switch.click)
        return switch, _stacked([Row(label, [switch], outcome.mark), outcome.fault])

    # ------------------------------------------------------------ saving

    def _answer_things(self, _now: bool) -> None:
        having = profile_file.having(Profile(), _checked(self.equipment), self._catalogue)
        self._change(self.things_outcome, equipment=having.equipment, lacks=having.lacks)

    def _answer_condition(self, _now: bool) -> None:
        """A condition was ticked or unticked; with none left, the question is open again."""
        conditions = _checked(self.conditions)
        self.none.setChecked(False)
        if conditions:
            self._answer(conditions)
        else:
            self._update(self.health_outcome, _unanswered)

    def _answer_none(self, now: bool) -> None:
        if now:
            for box in self.conditions.values():
                box.setChecked(False)
            self._answer(frozenset())
        else:
            self._update(self.health_outcome, _unanswered)

    def _answer(self, conditions: frozenset[str]) -> None:
        today = date.today()  # noqa: DTZ011 the person's own day
        self._update(
            self.health_outcome, lambda stored: stored.answer(replace(stored.answers, conditions=conditions), today)
        )

    def _change(self, outcome: Outcome, **answers: object) -> None:
        """An answer that is not about health."""
        self._update(outcome, lambda stored: replace(stored, answers=replace(stored.answers, **answers)))  # type: ignore[arg-type]

    def _update(self, outcome: Outcome, change: Callable[[StoredProfile], StoredProfile]) -> None:
        """Write it; what could not be written stays ticked on the screen, with a button to try again."""
        try:
            stored = profile_file.update(self._path, change)
        except UncrickError as error:
            outcome.failed(_("⚠ Not saved: {reason}. Tick it again to try once more.", reason=_reason(error)))
            return
        self._show_state(stored)
        outcome.saved()
        self.saved.emit()

    def _read(self) -> StoredProfile:
        try:
            stored, _unknown = profile_file.without_unknown_ids(profile_file.load(self._path), self._catalogue)
        except UncrickError as error:
            self.fault.setText(_("⚠ Your earlier answers cannot be read: {reason}.", reason=_reason(error)))
            self.fault.show()
            return StoredProfile()
        return stored

    def _show_state(self, stored: StoredProfile) -> None:
        """Whether the question about health is answered, and what follows."""
        if stored.answered is not None:
            text = sentences(
                _("You answered on {day}.", day=day_month_long(stored.answered)),
                self._consequence(stored.answers),
            )
        elif stored.declined is not None:
            text = _("Not answered, so you get only the easiest neck exercises.")
        else:
            text = _("Not answered yet. Until then you get no neck exercises.")
        self.state.setText(text)

    def _consequence(self, profile: Profile) -> str:
        exercises = self._catalogue.exercises.values()
        count = sum(not profile.conditions.isdisjoint(exercise.contraindications) for exercise in exercises)
        if not count:
            return _("No exercise is left out for that.")
        return n_("{count} exercise is left out for that.", "{count} exercises are left out for that.", count)


class _Question(QWidget):
    """A question, "Saved" beside it, and a line about its answer."""

    def __init__(self, text: str, outcome: Outcome, below: QLabel | None = None) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(0)
        column.addWidget(Row(text_label(text), [], outcome.mark))
        column.addWidget(outcome.fault)
        if below is not None:
            column.addWidget(below)


def _stacked(parts: Iterable[QWidget]) -> QWidget:
    """Widgets below each other, as one row of a card."""
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 6)
    column.setSpacing(2)
    for part in parts:
        column.addWidget(part)
    return whole


def _checked(boxes: dict[str, WrappedCheck]) -> frozenset[str]:
    return frozenset(name for name, box in boxes.items() if box.isChecked())


def _reason(error: UncrickError) -> str:
    """What the system says, or what became of the file."""
    cause = error.__cause__
    return paths.reason(cause) if isinstance(cause, OSError) else lower_first(error.title)


def _unanswered(stored: StoredProfile) -> StoredProfile:
    """The question about health is open again; all other answers stay."""
    return replace(stored, answers=replace(stored.answers, conditions=frozenset()), answered=None)
