"""Keeps the faults of a port to that port: one warning, another start a little later, and never a stop."""

import asyncio
import logging
import math
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from typing import Any, Generic, Protocol, TypeVar

from uncrick.app.isolation import Isolation
from uncrick.core.presentation.tray_menu import TrayState
from uncrick.core.scheduling.blockers import BUSY
from uncrick.ports import (
    Busy,
    Clicked,
    Desktop,
    Dismissed,
    Fact,
    IdleSourceChanged,
    InputStopped,
    Nearness,
    Notice,
    NoticeEvent,
    Notifier,
    Presence,
    ScreenLocked,
    ScreenUnlocked,
    Sighting,
    Tray,
)
from uncrick.storage.invocation import typeable

log = logging.getLogger(__name__)

T = TypeVar("T")

PATIENCE = 10.0  # seconds for a port to start or to stop; none of ours needs half of it
UP = 20.0  # seconds for which a notice without a length of its own is taken to be up
LONGEST_QUESTION = 60.0  # seconds; a notice that stays for longer is taken to be up for UP alone
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # seconds until a port that did not start is started again


class Port(Protocol):
    """What every port can do."""

    async def stop(self) -> None: ...

    def describe(self) -> list[Fact]: ...


P = TypeVar("P", bound=Port)


class IsolatedPort(Isolation, Generic[P]):
    """
    A port that never fails towards the rest, and is started again where it did not start.

    Attributes:
        back: called when a port that had failed, or was renewed, has started again.
    """

    def __init__(self, part: str, port: P) -> None:
        super().__init__(part)
        self.back: Callable[[], None] = lambda: None
        self._port = port
        self._starting: Callable[[], Awaitable[Any]] | None = None
        self._again: asyncio.Task[None] | None = None

    async def begin(self, start: Callable[[], Awaitable[T]], otherwise: T) -> T:
        """Start the port; one that fails, or takes for ever, is started again in a while, and `otherwise` holds."""
        self._starting = start
        started, result = await self._within("start", start, otherwise)
        if not started:
            self._retry(FIRST_PAUSE)
        return result

    async def stop(self) -> None:
        """Stop the port, however long it would take."""
        if self._again is not None:
            self._again.cancel()
            await asyncio.wait([self._again])
        await self._within("stop", self._port.stop, None)

    def renew(self) -> None:
        """Stop and start the port that was started."""
        if self._starting is not None and (self._again is None or self._again.done()):
            self._retry(0.0)

    def describe(self) -> list[Fact]:
        """What the port says of itself, and what it fails at."""
        return self.facts(self._port.describe)

    # ------------------------------------------------------------ inside

    def _retry(self, pause: float) -> None:
        name = f"uncrick {self.part} again"
        self._again = asyncio.get_running_loop().create_task(self._try_again(pause), name=name)

    async def _try_again(self, pause: float) -> None:
        assert self._starting is not None
        while True:
            await asyncio.sleep(pause)
            pause = min(max(2 * pause, FIRST_PAUSE), LONGEST_PAUSE)
            await self._within("stop", self._port.stop, None)  # half of it may be up
            started, _ = await self._within("start", self._starting, None)
            if started:
                log.info("%s: taken up again", self.part)
                self.guard("being back", self.back, None)
                return

    async def _within(self, what: str, doing: Callable[[], Awaitable[T]], otherwise: T) -> tuple[bool, T]:
        """Whether it was done in time, and what it gave. What will not even be cancelled is left behind."""

        async def do() -> T:
            return await doing()

        task = asyncio.get_running_loop().create_task(do(), name=f"uncrick {self.part}: {what}")
        task.add_done_callback(_taken_note_of)
        try:
            await asyncio.wait([task], timeout=PATIENCE)
        finally:
            task.cancel()
        try:
            if not task.done():
                raise TimeoutError(f"nothing came of it in {PATIENCE:g} s")
            result = task.result()
        except Exception as error:  # noqa: BLE001 whatever it is, it stays in that part
            self._failed(what, error)
            return False, otherwise
        self._faults.pop(what, None)
        return True, result


def _taken_note_of(task: "asyncio.Task[Any]") -> None:
    """What a part left behind says later is nobody's business."""
    if not task.cancelled():
        task.exception()


# ---------------------------------------------------------------- the ports


class IsolatedTray(IsolatedPort[Tray]):
    """A tray whose faults are its own."""

    def __init__(self, port: Tray) -> None:
        super().__init__("tray", port)
        self._face: TrayState | None = None

    async def start(self, face: TrayState, chosen: Callable[[str], None]) -> bool:
        """Show the icon; False when it is not shown yet."""
        self._face, heard = face, self.guarded_callback(chosen)
        return bool(await self.begin(lambda: self._port.start(self._face or face, heard), False))

    def show(self, face: TrayState) -> None:
        """Show another face."""
        self._face = face
        self.guard("show", lambda: self._port.show(face), None)


class IsolatedNotifier(IsolatedPort[Notifier]):
    """A notifier whose faults are its own."""

    def __init__(self, port: Notifier) -> None:
        super().__init__("notifications", port)
        self._questions: dict[str, float] = {}

    @property
    def name(self) -> str:
        """What shows the notices."""
        return self.guard("name", lambda: self._port.name, "")

    @property
    def is_asking(self) -> bool:
        """Whether a notice with buttons may still be on the screen."""
        now = time.monotonic()
        return any(until > now for until in self._questions.values())

    async def start(self, tell: Callable[[NoticeEvent], None]) -> None:
        """Find what shows notices."""
        heard = self.guarded_callback(tell)

        def pass_on(event: NoticeEvent) -> None:
            if isinstance(event, Clicked | Dismissed):
                heard(event)

        await self.begin(lambda: self._port.start(pass_on), None)

    def show(self, notice: Notice) -> None:
        """Show it; the commands in it can be typed."""
        self._questions.pop(notice.slot, None)
        if notice.buttons:
            seconds = notice.seconds if 0 < notice.seconds <= LONGEST_QUESTION else UP
            self._questions[notice.slot] = time.monotonic() + seconds
        self.guard("show", lambda: self._port.show(_typeable(notice)), None)

    def lower(self, slot: str) -> None:
        """The bubble leaves."""
        self.guard("lower", lambda: self._port.lower(slot), None)

    def withdraw(self, slot: str) -> None:
        """Put it away."""
        self._questions.pop(slot, None)
        self.guard("withdraw", lambda: self._port.withdraw(slot), None)


class IsolatedPresence(IsolatedPort[Presence]):
    """A presence whose faults are its own; without it every second counts."""

    def __init__(self, port: Presence) -> None:
        super().__init__("presence", port)
        self._tell: Callable[[Sighting], None] = lambda _: None
        self._seconds: float | None = None
        self._locked = False

    async def start(self, tell: Callable[[Sighting], None]) -> None:
        """Begin to tell; one that cannot be started sees no silence."""
        self._tell = self.guarded_callback(tell)

        async def started() -> bool:
            again = self._again is not None
            if self._locked:  # by one that would not know of it any more
                self._report(ScreenUnlocked())
            await self._port.start(self._report)
            if again and self._seconds is not None:
                self._port.watch(self._seconds)
            return True

        if not await self.begin(started, False):
            self._tell(IdleSourceChanged(None))

    def watch(self, seconds: float) -> None:
        """Report silence once it has lasted."""
        self._seconds = seconds
        self.guard("watch", lambda: self._port.watch(seconds), None)

    def _report(self, sighting: Sighting) -> None:
        if isinstance(sighting, InputStopped) and not _is_length(sighting.quiet):
            self.guard("what it told", lambda: _refuse(sighting), None)
            return
        if isinstance(sighting, ScreenLocked | ScreenUnlocked):
            self._locked = isinstance(sighting, ScreenLocked)
        self._tell(sighting)


class IsolatedBusy(IsolatedPort[Busy]):
    """A Busy port whose faults are its own; without it nobody is taken to be busy."""

    def __init__(self, port: Busy) -> None:
        super().__init__("busy", port)
        self._tell: Callable[[tuple[str, bool]], None] = lambda _: None
        self._lasting: set[str] = set()

    async def start(self, tell: Callable[[str, bool], None], crossed: Callable[[], None]) -> None:
        """Begin to tell; what one that failed has said lasts no longer."""
        self._tell = self.guarded_callback(lambda word: tell(*word))
        heard = self.guarded_callback(lambda _: crossed())

        async def started() -> None:
            for reason in list(self._lasting):
                self._report(reason, False)
            await self._port.start(self._report, lambda: heard(None))

        await self.begin(started, None)

    def attend(self, nearness: Nearness, quiet: float | None) -> None:
        """How near a prompt is."""
        self.guard("attend", lambda: self._port.attend(nearness, quiet), None)

    async def look(self) -> None:
        """Look at what may have changed unseen; whoever waits for it says how long."""
        try:
            await self._port.look()
        except Exception as error:  # noqa: BLE001 whatever it is, it stays in that part
            self._failed("look", error)

    def ignore(self, names: Iterable[str]) -> None:
        """Programs whose use of microphone and camera is no call."""
        self.guard("ignore", lambda: self._port.ignore(names), None)

    def dismiss(self) -> tuple[str, ...]:
        """Whoever uses them now makes no call."""
        return self.guard("dismiss", self._port.dismiss, ())

    def _report(self, reason: str, begun: bool) -> None:
        """A reason that nobody knows would keep prompts back, and never end."""
        word: object = reason
        if isinstance(word, str) and word in BUSY:
            (self._lasting.add if begun else self._lasting.discard)(reason)
            self._tell((reason, begun))


def _is_length(seconds: object) -> bool:
    return isinstance(seconds, int | float) and math.isfinite(seconds) and seconds >= 0


def _refuse(sighting: Sighting) -> None:
    raise ValueError(f"{sighting} cannot be")


def _typeable(notice: Notice) -> Notice:
    lines = tuple(map(typeable, notice.lines))
    return replace(notice, summary=typeable(notice.summary), lines=lines, hint=typeable(notice.hint))


def isolated(machine: Desktop) -> Desktop:
    """The same desktop, whose ports never fail."""
    busy = machine.busy
    return replace(
        machine,
        busy=None if busy is None else lambda: IsolatedBusy(busy()),
        presence=IsolatedPresence(machine.presence),
        notifier=IsolatedNotifier(machine.notifier),
        tray=IsolatedTray(machine.tray),
    )
