"""The pages of the guide before and after a routine: idle, and done."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from uncrick.core.model.text import _, lower_first
from uncrick.window.guide.session import AWAY, Session
from uncrick.window.guide.state import REPLIES, GuideState
from uncrick.window.guide.timeline_view import minutes
from uncrick.window.guide.widgets import (
    HIGH,
    LOW,
    button,
    centred_column,
    centred_row,
    fit_column,
    label,
    set_text,
    show_those_that_fit,
)
from uncrick.window.stage import Ring
from uncrick.window.theme import GAP, Look

RING, RING_AWAY = 88, 132


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
        title = label(1.5, _("No break is on"), strong=True, middle=True, wrap=True)
        self.text = label(1.0, _("Start one whenever you like."), muted=True, middle=True, wrap=True)
        self._column = centred_column(self, title, self.text, centred_row((self.start,)))

    def fit(self, width: int, height: int) -> None:
        """Lay the page out for a window of this size, in pixels."""
        fit_column(self, self._column, width, height)

    def refresh(self) -> None:
        """Nothing of it changes by itself."""

    def tick(self) -> None:
        """Nothing of it moves."""

    def show_notice(self, text: str) -> None:
        """Show a message to the person and have it read aloud."""
        set_text(self.text, text)
        self.announced.emit(text)


class DonePage(QWidget):
    """
    After a routine: one sentence, its tip, how it was where that is asked, and a timer for staying away.

    Signals:
        announced: a text for a screen reader to read aloud.
    """

    announced = Signal(str)

    def __init__(self, session: Session, look: Look) -> None:
        super().__init__()
        self._session = session
        self._width = self._height = 0
        self._scale = 1.0
        self.ring = Ring(look, RING)
        self.title = label(1.7, strong=True, wrap=True, middle=True)
        self.text = label(1.1, wrap=True, middle=True)
        self.tip = label(1.0, muted=True, wrap=True, middle=True)
        self.away = button(
            _("Stay away for five minutes"), _("A quiet timer; it ends without a sound"), session.stay_away
        )
        self.close_button = button(_("Close"), _("Close this window"), self._close_window, main=True)
        self.question = label(1.1, _("How was it?"), middle=True)
        self.interrupted = button(
            _("Just interrupted"), _("It was just interrupted"), session.answer_interrupted, main=True
        )
        self.fine = button(_("Fine"), _("It was fine"), lambda: session.report("fine"))
        self.hard = button(_("A bit much"), _("It was a bit much"), lambda: session.report("hard"))
        self.hurt = button(_("It hurt"), _("Say that something hurt"), session.ask_about_pain)
        # Where nothing is asked it is there for who needs it, and in nobody's way.
        self.hurt_small = button(_("It hurt"), _("Say that something hurt"), session.ask_about_pain, flat=True)
        self.hurt_small.setProperty("times", 0.95)
        self._column = centred_column(
            self,
            self.ring,
            self.title,
            self.text,
            self.tip,
            centred_row((self.away, self.close_button, self.interrupted)),
            _row(self.question),
            centred_row((self.fine, self.hard, self.hurt)),
            centred_row((self.hurt_small,)),
        )

    def _close_window(self) -> None:
        self.window().close()

    def fit(self, width: int, height: int) -> None:
        """Lay the page out for a window of this size, in pixels."""
        self._width, self._height = width, height
        self._scale = fit_column(self, self._column, width, height)
        self.refresh()

    def refresh(self) -> None:
        """Show what came of the routine, and the questions that the daemon allows."""
        session = self._session
        if session.state not in (GuideState.OVER, GuideState.AWAY):
            return
        away = session.state is GuideState.AWAY
        answered = bool(session.answered)
        asks = session.asks_feedback and not away and not answered
        stopped = not session.done
        self._show_ring(away=away)
        self._show_words(away=away, asks=asks)
        self.interrupted.setVisible(asks and stopped)
        self.close_button.setVisible(not self.interrupted.isVisibleTo(self))
        may_stay = not away and not stopped and session.answered in ("", "fine")
        rest = self._width - 4 * GAP - self.close_button.sizeHint().width() - GAP
        show_those_that_fit((self.away,), rest if may_stay else 0)
        self.question.setVisible(asks and not stopped and self._height >= LOW)
        self.fine.setVisible(asks and not stopped)
        for part in (self.hard, self.hurt):
            part.setVisible(asks)
        self.hurt_small.setVisible(not asks and not away and not answered)

    def _show_ring(self, *, away: bool) -> None:
        size = round((RING_AWAY if away else RING) * self._scale)
        self.ring.setFixedSize(size, size)
        celebrates = self._session.done and self._session.answered in ("", "fine")
        self.ring.setVisible(away or (celebrates and self._height >= HIGH))
        self.ring.show_time(0, 1, relaxed=True, text="✓")

    def _show_words(self, *, away: bool, asks: bool) -> None:
        session = self._session
        if session.answered in REPLIES and not away:
            title, text = _(REPLIES[session.answered][0]), session.reply
        elif away:
            title, text = _("Away for a while"), _("It ends by itself, without a sound.")
        elif session.done:
            title, text = _("Well done."), _("Look away from the screen for a moment if you can.")
        else:
            title, text = _("Stopped"), _("What you did counts.")
        tip = session.routine.tip if session.routine is not None and session.done and not away else ""
        set_text(self.tip, _("Tip: {tip}", tip=lower_first(tip)) if tip else "")
        self.tip.setVisible(bool(tip) and not session.reply and self._height >= HIGH)
        self.text.setVisible(bool(session.reply) or self._height >= LOW)
        self.title.setVisible(not session.reply or self._height >= LOW)
        self.title.setText(title)
        if self.text.text() != text:
            self.text.setText(text)
            self.announced.emit(text)

    def tick(self) -> None:
        """Show the minutes that are left of staying away."""
        if self._session.state is GuideState.AWAY:
            left = round(self._session.seconds_left())
            self.ring.show_time(left, 1 - left / AWAY, relaxed=True, text=minutes(left))

    def show_notice(self, text: str) -> None:
        """A message to the person is what the session replies."""
        self.refresh()


def _row(part: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(part)
    return row
