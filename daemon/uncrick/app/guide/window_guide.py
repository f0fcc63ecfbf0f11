"""Windows of other processes: the one that leads through a routine, and what is done where none comes."""

import asyncio
import logging
from collections.abc import Callable
from typing import Protocol

from uncrick.core.scheduling.state import Routine
from uncrick.ports import Guide, Opened

log = logging.getLogger(__name__)

# From the click on, a window has this long to show itself.
PATIENCE = 5.0
# How often the window is asked whether it still runs: during a routine, and afterwards.
LOOK, LATER = 0.5, 5.0


Open = Callable[[str], Opened | None]


class Instead(Guide, Protocol):
    """Leads where no window does."""

    def hide(self) -> None:
        """Show nothing more of this routine."""


class Windows:
    """Opens the windows that a person asks for; `open_window` is None where there are none."""

    def __init__(self, open_window: Open | None) -> None:
        self._open_window = open_window
        self._open = 0

    @property
    def are_open(self) -> bool:
        """Whether one of them is up."""
        return self._open > 0

    def show(self, what: str, otherwise: Callable[[], None]) -> None:
        """Open `what`, or do what is done without a window, also where one comes to nothing."""
        window = None if self._open_window is None else self._open_window(what)
        if window is None:
            otherwise()
        else:
            self._open += 1
            self._mind(window, otherwise)

    def _mind(self, window: Opened, otherwise: Callable[[], None]) -> None:
        """Until it is closed: whoever started a process has to ask for its end."""
        status = window.poll()
        if status is None:
            asyncio.get_running_loop().call_later(LATER, self._mind, window, otherwise)
            return
        self._open -= 1
        if status:
            log.warning("window: ended with %s; uncrick doctor says what may be missing", status)
            otherwise()


class WindowGuide:
    """
    Opens the window, and lets `instead` lead wherever the window does not.

    Args:
        open_window: opens it; None, or a None from it, means that it cannot be opened here.
        wanted: whether the person wants it.
    """

    def __init__(self, instead: Instead, open_window: Open | None, wanted: Callable[[], bool]) -> None:
        self._instead = instead
        self._open_window = open_window
        self._wanted = wanted
        self._routine: Routine | None = None
        self._window: Opened | None = None
        self._by_instead = False
        self._shown = False
        self._look: asyncio.TimerHandle | None = None
        self._waited = 0.0

    @property
    def leads(self) -> bool:
        """A window is up that speaks with the person, so nothing else needs to."""
        return self._shown and self._window is not None and self._window.poll() is None

    @property
    def is_open(self) -> bool:
        """A window is up, with a routine in it or without."""
        return self._window is not None and self._window.poll() is None

    def lead(self, routine: Routine) -> None:
        """Open the window for a routine that is new; it follows the rest by itself."""
        fresh = self._routine is None or self._routine.began != routine.began
        self._routine = routine
        if fresh:
            self._begin()
        if self._by_instead:
            self._instead.lead(routine)

    def take_lead(self) -> None:
        """A window has painted the routine."""
        self._shown = self._routine is not None
        if self._by_instead and self._shown:
            self._by_instead = False
            self._instead.hide()  # it goes without a word: the break is not over
            self._instead.end(completed=False)

    def end(self, *, completed: bool) -> None:
        """The window says goodbye itself."""
        self._routine = None
        if self._by_instead:
            self._by_instead = False
            self._instead.end(completed=completed)

    def leave(self) -> None:
        """We end, and the window with us."""
        self._cancel()
        if self._window is not None and self._window.poll() is None:
            self._window.terminate()

    def _begin(self) -> None:
        self._shown, self._waited, self._by_instead = False, 0.0, False
        if self._wanted() and self._open_window is not None:
            # One that is still up from the last time follows by itself.
            if self._window is None or self._window.poll() is not None:
                self._window = self._open_window("guide")
        elif self._window is not None and self._window.poll() is not None:
            self._window = None
        if self._window is None:
            self._by_instead = True
        else:
            self._plan(LOOK)

    def _plan(self, seconds: float) -> None:
        self._cancel()
        self._look = asyncio.get_running_loop().call_later(seconds, self._looked, seconds)

    def _cancel(self) -> None:
        if self._look is not None:
            self._look.cancel()
            self._look = None

    def _looked(self, seconds: float) -> None:
        """Whether the window is there, and showed itself in time."""
        self._look = None
        window = self._window
        if window is None:
            return
        status = window.poll()
        self._waited += seconds
        if status is None and not self._shown and self._routine is not None and self._waited >= PATIENCE:
            log.warning("window: not shown within %g s; the notification leads", PATIENCE)
            window.terminate()
            self._take_over()
        elif status is not None:
            if status:
                log.warning("window: ended with %s; uncrick doctor says what may be missing", status)
            self._window, self._shown = None, False
            self._take_over()
            return
        self._plan(LATER if self._routine is None else LOOK)

    def _take_over(self) -> None:
        if self._routine is not None and not self._by_instead:
            self._by_instead = True
            self._instead.lead(self._routine)
