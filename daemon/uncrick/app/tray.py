"""Keeps the tray's face up to date."""

import asyncio
from collections.abc import Callable

from uncrick.core.presentation.tray_menu import TrayState
from uncrick.core.scheduling.state import Phase, State
from uncrick.ports import Tray

# Seconds: "40 s left" is rounded to this, and shown anew as often while a routine is on.
REFRESH = 10.0


class TrayUpdater:
    """
    Shows the face after every event, and while a routine is on every few seconds.

    Args:
        face: what the tray is to show now.
        look: has the engine look at the clock, which leads to another update.
    """

    def __init__(self, tray: Tray, face: Callable[[], TrayState], look: Callable[[], None]) -> None:
        self._tray = tray
        self._face = face
        self._look = look
        self._shown: Phase | None = None
        self._timer: asyncio.TimerHandle | None = None

    def update(self, state: State) -> None:
        """Show the face of this state."""
        if state.phase is Phase.ON_BREAK and self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(REFRESH, self.refresh)
        # Nobody looks at the tray of a desk that was just left, and every change of it wakes the panel.
        if not (state.phase is Phase.AWAY and self._shown is Phase.WORKING):
            self._shown = state.phase
            self._tray.show(self._face())

    def refresh(self) -> None:
        """Some seconds of a routine have passed."""
        self._timer = None
        self._look()

    def stop(self) -> None:
        """Refresh no more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
