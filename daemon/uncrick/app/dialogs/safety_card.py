"""The card of signs that mean stop, and the lock that it sets: what it shows, and what its buttons lead to."""

from collections.abc import Callable
from functools import partial

from uncrick.app.dialogs import notices
from uncrick.app.dialogs.engine import Answers, Dialogs, Question, nothing
from uncrick.app.dialogs.feedback_recorder import FeedbackRecorder
from uncrick.app.engine import Engine
from uncrick.app.suggestions import SuggestionSource
from uncrick.core.model.record import Source
from uncrick.core.model.text import _
from uncrick.ports import Clock, Notice


class SafetyCard:
    """
    Shows the signs, and has the answers written down.

    Args:
        region: of the emergency number, as set.
    """

    def __init__(
        self,
        clock: Clock,
        engine: Engine,
        suggestions: SuggestionSource,
        recorder: FeedbackRecorder,
        dialogs: Dialogs,
        *,
        region: Callable[[], str],
    ) -> None:
        self.answers: Answers = {
            "emergency": partial(self._sign_named, "emergency"),
            "urgent": partial(self._sign_named, "urgent"),
            "milder": self._show_urgent,
            "none": self._no_sign,
            "checked": self._release,
            "not_yet": nothing,
        }
        self._clock = clock
        self._engine = engine
        self._suggestions = suggestions
        self._recorder = recorder
        self._dialogs = dialogs
        self._region = region

    def show(self) -> None:
        """The signs that mean stop, and the number to call."""
        self._ask(notices.emergency(self._emergency_number()))

    def show_why(self) -> None:
        """Why exercises are off, and what to do: on a day on which somebody felt unwell, the signs."""
        from uncrick.core.presentation.status import when

        lock = self._recorder.care.lock
        if lock is None:
            self.show()
            return
        now = self._clock.now()
        until = "" if lock.releasable(now.wall) else when(lock.releases_at, self._engine.rules, now)
        self._ask(notices.locked(self._emergency_number(), until, is_emergency=lock.emergency))

    def ask_checked(self) -> None:
        """The tray says that the person was checked: asked once more, for a click in a menu is soon made."""
        lock = self._recorder.care.lock
        if lock is not None and not lock.releasable(self._clock.now().wall):
            self.show_why()
        elif lock is not None:
            self._ask(notices.released())

    def _show_urgent(self) -> None:
        self._ask(notices.urgent())

    def _sign_named(self, severity: str) -> None:
        from uncrick.core.presentation import red_flags

        flags = red_flags.of(self._suggestions.catalogue, severity)
        self._record("signs", signs=",".join(flag.id for flag in flags))
        self.show_why()

    def _no_sign(self) -> None:
        self._record("signs", signs="")
        goes_on = _("Then exercises go on. Leave out what does not feel right.")
        again = _("If one of the signs shows up, stop, and open the card again in the tray menu, under Help.")
        self._dialogs.tell(notices.tells(goes_on, again))

    def _release(self) -> None:
        for line in self._record("checked"):
            self._dialogs.tell(notices.tells(line))

    def _record(self, word: str, **given: str) -> tuple[str, ...]:
        return self._recorder.record(word, Source.NOTIFICATION, given)

    def _ask(self, notice: Notice) -> None:
        self._dialogs.ask(Question(notice, self.answers if notice.buttons else {}))

    def _emergency_number(self) -> str:
        from uncrick.core.presentation import red_flags
        from uncrick.platforms.common import locale_region

        return red_flags.number(self._region(), locale_region.territory(), locale_region.ahead())
