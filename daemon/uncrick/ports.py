"""What the daemon asks of a machine: one Protocol a port, and the values that pass through them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import Enum
from typing import Protocol

from uncrick.core.model.moment import Moment
from uncrick.core.model.record import Record
from uncrick.core.presentation.tray_menu import Entry, TrayState
from uncrick.core.scheduling.state import Routine


class Clock(Protocol):
    """The two clocks and the calendar's zone."""

    def now(self) -> Moment: ...

    def zone(self) -> tzinfo: ...

    def reread(self) -> None:
        """Take up a zone that was changed meanwhile."""


__all__ = [
    "Busy",
    "Button",
    "Clicked",
    "Clock",
    "Desktop",
    "Dismissed",
    "Entry",
    "Fact",
    "Guide",
    "IdleSourceChanged",
    "InputResumed",
    "InputStopped",
    "Journal",
    "Nearness",
    "Notice",
    "NoticeEvent",
    "Notifier",
    "Opened",
    "Presence",
    "ScreenLocked",
    "ScreenUnlocked",
    "Sighting",
    "SleepBegan",
    "SleepEnded",
    "Tray",
    "TrayState",
]

# What a part of the desktop says of itself: what (an English message marked with N_: the code of the fact, translated
# where it is shown), whether it works, and in words of the person's language.
Fact = tuple[str, bool, str]

# ---------------------------------------------------------------- presence


@dataclass(frozen=True, slots=True)
class InputStopped:
    """No input for as long as was watched for; `quiet` seconds have passed since the last."""

    quiet: float


@dataclass(frozen=True, slots=True)
class InputResumed:
    """Input after a reported silence."""


@dataclass(frozen=True, slots=True)
class ScreenLocked:
    """The screen was locked, or another person's session came to the front."""


@dataclass(frozen=True, slots=True)
class ScreenUnlocked:
    """The screen was unlocked."""


@dataclass(frozen=True, slots=True)
class SleepBegan:
    """The machine is about to sleep."""


@dataclass(frozen=True, slots=True)
class SleepEnded:
    """The machine woke."""


@dataclass(frozen=True, slots=True)
class IdleSourceChanged:
    """`name` of the idle source that answers now; None: silence cannot be seen, so every second counts."""

    name: str | None


Sighting = InputStopped | InputResumed | ScreenLocked | ScreenUnlocked | SleepBegan | SleepEnded | IdleSourceChanged


class Presence(Protocol):
    """Tells of input and silence, lock and sleep; event-driven wherever the desktop allows."""

    async def start(self, tell: Callable[[Sighting], None]) -> None:
        """Begin to tell; the first word is `IdleSourceChanged`. Never raises for a missing part of the desktop."""

    def watch(self, seconds: float) -> None:
        """Report silence once it has lasted `seconds` (at once, if it has already)."""

    async def stop(self) -> None: ...

    def describe(self) -> list[Fact]: ...


# ---------------------------------------------------------------- notifications


@dataclass(frozen=True, slots=True)
class Button:
    """One action of a notification."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Notice:
    """
    One notification.

    Attributes:
        slot: what it is about (`prompt`, `guide`, `welcome`, ...); one notification is up in a slot at a time.
        lines: body lines of plain text, already short.
        hint: the last line where buttons are not drawn.
        default: key of a click on the body, or None.
        fresh: True shows a new notification (and puts away the slot's old one), False updates it in place.
        transient: not kept in the server's history.
        sound: play the short chime.
        seconds: own expiry asked of the server; 0 leaves it up until it is withdrawn.
        picture: the exercise whose picture goes with it, where there is one; "" for none.
    """

    slot: str
    summary: str
    lines: tuple[str, ...] = ()
    buttons: tuple[Button, ...] = ()
    hint: str = ""
    default: str | None = None
    fresh: bool = True
    transient: bool = False
    sound: bool = False
    seconds: float = 0
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Clicked:
    """A button, or the body (its `default` key), of the notice in `slot`."""

    slot: str
    key: str


@dataclass(frozen=True, slots=True)
class Dismissed:
    """The person closed the notice in `slot` (never told for expiry, our own withdrawal, or after a click)."""

    slot: str


NoticeEvent = Clicked | Dismissed


class Notifier(Protocol):
    """Shows notices. Calls return at once; a server that is away is met again when it returns."""

    @property
    def name(self) -> str: ...

    async def start(self, tell: Callable[[NoticeEvent], None]) -> None: ...

    def show(self, notice: Notice) -> None: ...

    def lower(self, slot: str) -> None:
        """The bubble has been up long enough; what takes no room on the screen may stay, and stay answerable."""

    def withdraw(self, slot: str) -> None: ...

    async def stop(self) -> None: ...

    def describe(self) -> list[Fact]: ...


# ---------------------------------------------------------------- tray


class Tray(Protocol):
    """The icon and its menu."""

    async def start(self, face: TrayState, chosen: Callable[[str], None]) -> bool:
        """Show the icon; False when this desktop has no place for one (it is taken up when one appears)."""

    def show(self, face: TrayState) -> None: ...

    async def stop(self) -> None: ...

    def describe(self) -> list[Fact]: ...


class Guide(Protocol):
    """Leads a person through a routine; a window and a notification are two of them."""

    def lead(self, routine: Routine) -> None:
        """Begin, or go on from where `routine` now is."""

    def end(self, *, completed: bool) -> None:
        """The routine is over."""


# ---------------------------------------------------------------- history


class Journal(Protocol):
    """The history, append-only. Raises HistoryError; what `append` returned from is on disk."""

    def append(self, record: Record) -> None: ...

    def close(self, record_id: str, until: datetime) -> None:
        """Say when an open record ended."""

    def records(self, since: datetime | None = None) -> Iterable[Record]:
        """Oldest first."""


# ---------------------------------------------------------------- when not to interrupt


class Nearness(Enum):
    """How near a prompt is: far off, coming, or one that may be shown at any moment."""

    FAR = 0
    COMING = 1
    NEAR = 2


class Busy(Protocol):
    """Tells when the person must not be interrupted. It looks when that matters, and costs nothing in between."""

    async def start(self, tell: Callable[[str, bool], None], crossed: Callable[[], None]) -> None:
        """
        Begin to tell. Never raises for a missing part of the desktop.

        Args:
            tell: gets the reason, a word of `suppressed_by`, and whether it has begun or ended.
            crossed: told when the person went on to another program after a long time in one.
        """

    def attend(self, nearness: Nearness, quiet: float | None) -> None:
        """How near a prompt is, and for how many seconds there has been no input; None while there is some."""

    async def look(self) -> None:
        """Look at what may have changed unseen; returns, after a second or so at most, when all found has been told."""

    def ignore(self, names: Iterable[str]) -> None:
        """Programs that from now on use microphone and camera without it being a call."""

    def dismiss(self) -> tuple[str, ...]:
        """Take whoever uses microphone or camera now for no call; the names that are to be ignored for that."""

    async def stop(self) -> None: ...

    def describe(self) -> list[Fact]: ...


class Opened(Protocol):
    """The process of a window that was opened."""

    def poll(self) -> int | None:
        """None while it runs."""

    def terminate(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Desktop:
    """
    The ports of one machine.

    Attributes:
        busy: makes its port, once what a person waits to see is up; without it nobody is ever taken to be busy.
        open_window: opens the window `guide`, `settings` or `history`, and gives None where it cannot; None where there
            are no windows at all.
    """

    clock: Clock
    presence: Presence
    notifier: Notifier
    tray: Tray
    busy: Callable[[], Busy] | None = None
    open_window: Callable[[str], Opened | None] | None = None
