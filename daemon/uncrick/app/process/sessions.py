"""Two sessions of one person: which of them is used, where the other cannot be heard, and moving to it."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from uncrick.app.isolation import Isolation
from uncrick.app.process.shutdown import Shutdown
from uncrick.core.model.moment import Moment
from uncrick.core.scheduling import events as ev
from uncrick.core.scheduling.rules import Rules
from uncrick.core.scheduling.state import State
from uncrick.ports import Clock, OtherSessions
from uncrick.storage import desktop_session
from uncrick.storage.desktop_session import Session

log = logging.getLogger(__name__)

STAYS = 60.0  # seconds in a session, at least, before the daemon follows the person into another


class Sessions:
    """
    Knows the person's other sessions, and follows the input into the one that is used.

    A session whose display lets us in is heard. Of any other a command or logind is the only sign: while it holds,
    silence here says nothing. A command's holds as long as silence in a call does (`breaks.listening`).

    Args:
        port: hears other sessions; None where nothing can.
        handle: takes events.
        is_open: whether a window is up, which would not come along.
    Attributes:
        next: the session in which the daemon is to go on after its end; None for the one it is in.
    """

    def __init__(
        self,
        port: OtherSessions | None,
        clock: Clock,
        handle: Callable[[ev.Event], None],
        rules: Callable[[], Rules],
        is_open: Callable[[], bool],
        shutdown: Shutdown,
    ) -> None:
        self.next: Session | None = None
        self._port = port
        self._clock = clock
        self._handle = handle
        self._rules = rules
        self._is_open = is_open
        self._shutdown = shutdown
        self._isolation = Isolation("sessions")
        self._own = desktop_session.own()
        known = desktop_session.left_over()
        self._others = [session for session in known if not desktop_session.is_same(self._own, session)]
        self._moved_here = bool(known)
        self._began: Moment = clock.now()
        self._until = self._told = float("-inf")
        self._used = False

    @property
    def began(self) -> datetime:
        """Since when the daemon is in its session."""
        return self._began.wall

    async def start(self) -> None:
        """Hear the sessions that the daemon before this one knew; its signs were about another one."""
        if self._moved_here:
            self._handle(ev.UsedElsewhere(self._began.ticks))
        for session in self._others:
            await self._hear(session)

    async def called_from(self, session: Session) -> dict[str, Any]:
        """
        The person used a command in that session.

        Returns:
            whether it is `same` as that of the daemon, else whether it is `heard`; `display` and `since` (aware) of the
            daemon's, and what a process needs to take over: `others`, all that are known.
        """
        same = desktop_session.is_same(self._own, session)
        heard = not same and await self._hear(session)
        if not same:
            self._others = [other for other in self._others if not desktop_session.is_same(other, session)]
            self._others.append(session)
        if not same and not heard:
            self._until = self._clock.now().ticks + self._rules().breaks.listening
            self._tell()
        return {
            "same": same,
            "heard": heard,
            "display": desktop_session.name(self._own),
            "since": self.began.isoformat(timespec="seconds"),
            "others": [dict(other) for other in (self._own, *self._others)],
        }

    def used(self, used: bool) -> None:
        """The desktop says that another session, which is not heard, is in use, or no longer is."""
        self._used = used
        self._tell()

    def follow(self, state: State) -> None:
        """Go where the input is, unless that would interrupt a break."""
        if self._port is None or self._clock.now().ticks < self._began.ticks + STAYS:
            return
        session = self._isolation.guard("what is in use", self._port.in_use, None)
        if session is None or state.routine is not None or self._is_open():
            return
        log.info("going on in the session %s, where there is input", desktop_session.name(session))
        self.next = session
        self._shutdown.now(renews=True)

    def environment(self) -> dict[str, str]:
        """What the next program needs to go on where the person is."""
        return {} if self.next is None else desktop_session.environment(self.next, (self._own, *self._others))

    # ------------------------------------------------------------ inside

    async def _hear(self, session: Session) -> bool:
        if self._port is None or not desktop_session.is_reachable(session):
            return False
        try:
            return await self._port.hear(session)
        except Exception:  # a server that answers oddly is one that is not heard
            log.warning("the session %s cannot be heard", desktop_session.name(session), exc_info=True)
            return False

    def _tell(self) -> None:
        until = float("inf") if self._used else self._until
        if until != self._told:
            self._told = until
            self._handle(ev.UsedElsewhere(max(until, self._clock.now().ticks)))
