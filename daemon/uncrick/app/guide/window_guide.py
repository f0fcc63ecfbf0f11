"""Windows of other processes: the one that leads through a routine, and what is done where none comes."""

import asyncio
import logging
from collections.abc import Callable
from typing import Protocol

from uncrick.core.scheduling.state import Routine
from uncrick.ports import Guide, Opened

log = logging.getLogger(__name__)

# Seconds from the click on: until the notification leads as well, should the window not have shown itself; and until a
# window that lives and shows nothing is ended. On a slow machine Qt needs longer to load than a person likes to wait.
PATIENCE, HUNG = 5.0, 60.0
# How often the window is asked whether it still runs: during a routine, and afterwards.
LOOK, LATER = 0.5, 5.0


Open = Callable[[str], Opened | None]


class FallbackGuide(Guide, Protocol):
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

    def show(self, name: str, otherwise: Callable[[], None]) -> None:
        """Open the window, or do what is done without one, also where it comes to nothing."""
        window = None if self._open_window is None else self._open_window(name)
        if window is None:
            otherwise()
        else:
            self._open += 1
            self._watch(window, otherwise)

    def _watch(self, window: Opened, otherwise: Callable[[], None]) -> None:
        """Until it is closed: whoever started a process has to ask for its end."""
        status = window.poll()
        if status is None:
            asyncio.get_running_loop().call_later(LATER, self._watch, window, otherwise)
            return
        self._open -= 1
        if _has_failed(status):
            otherwise()


class WindowGuide:
    """
    Opens the window, and lets the fallback lead wherever the window does not.

    Args:
        open_window: opens it; None, or a None from it, means that it cannot be opened here.
        wanted: whether this routine is to be led by a window.
    """

    def __init__(self, fallback: FallbackGuide, open_window: Open | None, wanted: Callable[[Routine], bool]) -> None:
        self._fallback = fallback
        self._open_window = open_window
        self._wanted = wanted
        self._routine: Routine | None = None
        self._window: Opened | None = None
        self._falls_back = False
        self._is_shown = False
        self._look: asyncio.TimerHandle | None = None
        self._waited = 0.0

    @property
    def is_open(self) -> bool:
        """A window is up, with a routine in it or without."""
        return self._window is not None and self._window.poll() is None

    def lead(self, routine: Routine) -> None:
        """Open the window for a routine that is new; it follows the rest by itself."""
        fresh = self._routine is None or self._routine.began != routine.began
        self._routine = routine
        if fresh:
            self._begin(routine)
        if self._falls_back:
            self._fallback.lead(routine)

    def take_lead(self) -> None:
        """A window has painted the routine."""
        self._is_shown = self._routine is not None
        if self._falls_back and self._is_shown:
            self._falls_back = False
            self._fallback.hide()  # it goes without a word: the break is not over
            self._fallback.end(completed=False)

    def end(self, *, completed: bool) -> None:
        """The window says goodbye itself."""
        self._routine = None
        if self._falls_back:
            self._falls_back = False
            self._fallback.end(completed=completed)

    def leave(self) -> None:
        """We end, and the window with us."""
        self._cancel()
        if self._window is not None and self._window.poll() is None:
            self._window.terminate()

    def _begin(self, routine: Routine) -> None:
        self._is_shown, self._waited = False, 0.0
        if not self.is_open:  # one that is still up from the last time follows by itself
            opens = self._open_window if self._wanted(routine) else None
            self._window = None if opens is None else opens("guide")
        self._falls_back = self._window is None
        if self._window is not None:
            self._plan(LOOK)

    def _plan(self, seconds: float) -> None:
        self._cancel()
        self._look = asyncio.get_running_loop().call_later(seconds, self._check, seconds)

    def _cancel(self) -> None:
        if self._look is not None:
            self._look.cancel()
            self._look = None

    def _check(self, seconds: float) -> None:
        """Whether the window is there, and showed itself in time."""
        self._look = None
        window = self._window
        if window is None:
            return
        status = window.poll()
        self._waited += seconds
        if status is not None:
            _has_failed(status)
            self._window, self._is_shown = None, False
            self._take_over()
            return
        if not self._is_shown and self._routine is not None and self._waited >= PATIENCE:
            if not self._falls_back:
                log.warning("window: not shown within %g s; the notification leads until then", PATIENCE)
            self._take_over()
            if self._waited >= HUNG:
                log.warning("window: not shown within %g s; it is ended", HUNG)
                window.terminate()
        self._plan(LATER if self._routine is None else LOOK)

    def _take_over(self) -> None:
        if self._routine is not None and not self._falls_back:
            self._falls_back = True
            self._fallback.lead(self._routine)


def _has_failed(status: int) -> bool:
    """Whether a window ended with a fault, which is logged."""
    if status:
        log.warning("window: ended with %s; uncrick doctor says what may be missing", status)
    return status != 0
