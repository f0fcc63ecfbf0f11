"""The card of signs that mean stop, and the lock that it sets: what it shows, and what its buttons say."""

from collections.abc import Callable, Mapping
from typing import Any

from uncrick.app.engine import Engine
from uncrick.app.suggestions import SuggestionSource
from uncrick.core.history.pain import Care
from uncrick.ports import Clock, Notifier

CARD = "card"


class SafetyCard:
    """
    Shows the signs, and takes the answers.

    Args:
        care: what the history says of pain and safety.
        region: of the emergency number, as set.
        say: writes an answer down; what it comes to, a line each.
    """

    def __init__(
        self,
        clock: Clock,
        engine: Engine,
        suggestions: SuggestionSource,
        notifier: Notifier,
        *,
        care: Callable[[], Care],
        region: Callable[[], str],
        say: Callable[[str, Mapping[str, Any]], tuple[str, ...]],
    ) -> None:
        self._clock = clock
        self._engine = engine
        self._suggestions = suggestions
        self._notifier = notifier
        self._care = care
        self._region = region
        self._say = say

    def show(self) -> None:
        """The signs that mean stop, and the number to call."""
        from uncrick.app.dialogs import notices

        self._notifier.show(notices.emergency(self._emergency_number()))

    def show_why(self) -> None:
        """Why exercises are off, and what to do: on a day on which somebody felt unwell, the signs."""
        from uncrick.app.dialogs import notices
        from uncrick.core.presentation.status import when

        lock = self._care().lock
        if lock is None:
            self.show()
            return
        now = self._clock.now()
        until = "" if lock.releasable(now.wall) else when(lock.releases_at, self._engine.rules, now)
        self._notifier.show(notices.locked(self._emergency_number(), until, is_emergency=lock.emergency))

    def ask_checked(self) -> None:
        """The tray says that the person was checked: asked once more, for a click in a menu is soon made."""
        from uncrick.app.dialogs import notices

        lock = self._care().lock
        if lock is not None and not lock.releasable(self._clock.now().wall):
            self.show_why()
        elif lock is not None:
            self._notifier.show(notices.released())

    def clicked(self, key: str) -> None:
        """A button of the card."""
        from uncrick.app.dialogs import notices
        from uncrick.core.presentation import red_flags

        self._notifier.withdraw(CARD)
        match key:
            case "emergency" | "urgent":
                flags = red_flags.of(self._suggestions.catalogue, key)
                self._say("signs", {"signs": ",".join(flag.id for flag in flags)})
                self.show_why()
            case "milder":
                self._notifier.show(notices.urgent())
            case "none":
                self._say("signs", {"signs": ""})
            case "checked":
                for line in self._say("checked", {}):
                    self._notifier.show(notices.tells(line))
            case _:
                pass

    def _emergency_number(self) -> str:
        from uncrick.core.presentation import red_flags
        from uncrick.platforms.common import locale_region

        return red_flags.number(self._region(), locale_region.territory(), locale_region.ahead())
