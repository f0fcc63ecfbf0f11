"""The pages of the guide without a routine: idle, done, and questions about pain."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from uncrick.core.model.text import _
from uncrick.window.guide.session import AWAY, GuideState, Session
from uncrick.window.guide.widgets import HIGH, LOW, button, centred_column, centred_row, label, set_text
from uncrick.window.stage import Ring
from uncrick.window.theme import GAP, Look

ABREAST = 450  # pixels of width for four answers beside each other
SCORES = range(1, 11)
# An answer with more letters than this takes a row of its own.
SHORT_ANSWER = 12


class IdlePage(QWidget):
    """
    No routine is on, and one can be started.

    Signals:
        announced: a text for a screen reader to read aloud.
    """

    announced = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.start = button(_("Start a break"), _("Start a break now"), session.start, main=True)
        title = label(1.5, _("No break is on"), strong=True, middle=True)
        self.text = label(1.0, _("Start one whenever you like."), muted=True, middle=True, wrap=True)
        column = centred_column(self, title, self.text)
        column.addLayout(centred_row((self.start,)))
        column.addStretch(3)

    def fit(self, width: int, height: int) -> None:
        """Nothing of it depends on the window's size."""

    def refresh(self) -> None:
        """Nothing of it changes by itself."""

    def tick(self) -> None:
        """Nothing of it moves."""

    def show_notice(self, text: str) -> None:
        """Show a message to the person and have it read aloud."""
        self.text.setVisible(True)
        set_text(self.text, text)
        self.announced.emit(text)


class DonePage(QWidget):
    """
    After a routine: how it was, a timer for staying away, and Close.

    Signals:
        announced: a text for a screen reader to read aloud.
    """

    announced = Signal(str)

    def __init__(self, session: Session, look: Look) -> None:
        super().__init__()
        self._session = session
        self._width = self._height = 0
        self.title = label(1.7, strong=True, middle=True)
        self.text = label(1.1, muted=True, wrap=True, middle=True)
        self.away_ring = Ring(look, 132)
        self.away = button(
            _("Stay away for five minutes"), _("A quiet timer; it ends without a sound"), session.stay_away
        )
        self.close_button = button(_("Close"), _("Close this window"), self._close_window, main=True)
        # After a new or an easier exercise, and after Stop, it is asked how it was.
        self.interrupted = button(_("Just interrupted"), _("It was just interrupted"), self._close_window)
        self.fine = button(_("Fine"), _("It was fine"), lambda: session.report("fine"))
        self.hard = button(_("A bit much"), _("It was a bit much"), lambda: session.report("hard"))
        self.hurt = button(_("It hurt"), _("Say that something hurt"), session.ask_about_pain)
        self._answers = (self.interrupted, self.fine, self.hard, self.hurt)
        self.question = label(1.1, _("How was it?"), middle=True)
        self._lay_out()

    def _close_window(self) -> None:
        self.window().close()

    def _lay_out(self) -> None:
        self._grid = QGridLayout()
        self._grid.setSpacing(GAP)
        line = centred_row(())
        line.insertLayout(1, self._grid)
        self._column = centred_column(self, self.title, self.text, self.away_ring)
        self._column.addLayout(centred_row((self.away, self.close_button)))
        self._column.addWidget(self.question)
        self._column.addLayout(line)
        self._column.addStretch(3)
        for answer in self._answers:
            answer.setParent(self)

    def fit(self, width: int, height: int) -> None:
        """Lay the page out for a window of this size, in pixels."""
        self._width, self._height = width, height
        if self._session.state in (GuideState.OVER, GuideState.AWAY):
            self.refresh()

    def refresh(self) -> None:
        """Show what came of the routine, and the questions that the daemon allows."""
        session = self._session
        away = session.state is GuideState.AWAY
        self.away.setVisible(not away)
        self.hurt.setVisible(not away)
        self.interrupted.setVisible(session.asks_feedback and not away and not session.done)
        for part in (self.question, self.fine, self.hard):
            part.setVisible(session.asks_feedback and not away)
        self._place_answers()
        self._column.setSpacing(2 * GAP if self._height >= LOW else GAP // 2)
        self.away_ring.setVisible(away or (session.done and self._height >= HIGH))
        self.text.setVisible(self._height >= LOW)
        self.away_ring.show_time(0, 1, relaxed=True, text="✓")
        if away:
            self._show(_("Away for a while"), _("It ends by itself, without a sound."))
        elif session.done:
            self._show(_("Done. Good."), _("Stay away from the screen a little, if you can."))
        else:
            self._show(_("Stopped"), _("What you did counts."))

    def _show(self, title: str, text: str) -> None:
        self.title.setText(title)
        set_text(self.text, text)
        self.announced.emit(text)

    def _place_answers(self) -> None:
        """Those that are asked for, beside each other, or two by two where there is little room."""
        across = len(self._answers) if self._width >= ABREAST else 2
        asked = [answer for answer in self._answers if not answer.isHidden()]
        for answer in self._answers:
            self._grid.removeWidget(answer)
        for number, answer in enumerate(asked):
            self._grid.addWidget(answer, number // across, number % across)

    def tick(self) -> None:
        """Show the minutes that are left of staying away."""
        if self._session.state is GuideState.AWAY:
            left = round(self._session.seconds_left())
            self.away_ring.show_time(left, 1 - left / AWAY, relaxed=True, text=f"{left // 60}:{left % 60:02}")

    def show_notice(self, text: str) -> None:
        """Show a message to the person, where there is room, and have it read aloud."""
        self.text.setVisible(self._height >= LOW)
        set_text(self.text, text)
        self.announced.emit(text)


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
        self._question = label(1.3, strong=True, middle=True, wrap=True)
        self._answers = QWidget()
        self._column = QVBoxLayout(self)
        self._column.setSpacing(2 * GAP)
        self._column.addStretch(1)
        self._column.addWidget(self._question)
        self._column.addWidget(self._answers)
        self._column.addStretch(1)

    def fit(self, width: int, height: int) -> None:
        """Nothing of it depends on the window's size."""

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
        answers = [(item.name, lambda exercise=item.id: self._ask_score(exercise)) for item in routine.items]
        self._ask(_("Which one?"), answers, 1)

    def _ask_score(self, exercise: str | None) -> None:
        session = self._session
        scores = [(str(score), lambda given=score: session.report("hurt", exercise, given)) for score in SCORES]
        unwell = (_("I felt unwell"), lambda: session.report("unwell"))
        self._ask(_("How much, 1 to 10?"), [*scores, unwell], 5)

    def _ask(self, question: str, answers: Iterable[tuple[str, Callable[[], None]]], across: int) -> None:
        """Another question with its answers, `across` of them beside each other."""
        self._question.setText(question)
        fresh = QWidget()
        grid = QGridLayout(fresh)
        grid.setSpacing(GAP)
        for number, (text, action) in enumerate(answers):
            answer = button(text, f"{question} {text}", action)
            columns = across if len(text) > SHORT_ANSWER else 1
            grid.addWidget(answer, number // across, number % across if columns == 1 else 0, 1, columns)
        self._column.replaceWidget(self._answers, fresh)
        self._answers.hide()
        self._answers.deleteLater()
        self._answers = fresh
        fresh.show()
        self.asked.emit(question)
