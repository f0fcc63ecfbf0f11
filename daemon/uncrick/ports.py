"""The ports of the daemon to a machine: a Protocol each, and the values that pass through them."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import Enum
from typing import Protocol

from uncrick.core.model.moment import Moment
from uncrick.core.model.record import Record
from uncrick.core.presentation.tray_menu import TrayState
from uncrick.core.scheduling.state import Routine


class Clock(Protocol):
    """The wall clock, the steady clock and the time zone."""

    def now(self) -> Moment: ...

    def zone(self) -> tzinfo: ...

    def reread(self) -> None:
        """Read the time zone again, for it may have changed."""

    def boot(self) -> str:
        """Names this run of the machine: another one after every reboot; "" where nothing does."""


# What a part of the desktop says of itself: what (an English message marked with N_: the code of the fact, translated
# where it is shown), whether it works, and in words of the person's language.
Fact = tuple[str, bool, str]

# ---------------------------------------------------------------- presence


@dataclass(frozen=True, slots=True)
class InputStopped:
    """No input for as long as `watch` asked; `quiet` seconds have passed since the last."""

    quiet: float


@dataclass(frozen=True, slots=True)
class InputResumed:
    """Input after InputStopped."""


@dataclass(frozen=True, slots=True)
class ScreenLocked:
    """The screen was locked, or the session of another user became active."""


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
    """`name` of the idle source in use; None: idleness cannot be measured, so every second counts as active."""

    name: str | None


@dataclass(frozen=True, slots=True)
class OtherSessionUsed:
    """Another session of the same person, whose input is not heard, is in use, or with False no longer is."""

    used: bool


Sighting = (
    InputStopped
    | InputResumed
    | ScreenLocked
    | ScreenUnlocked
    | SleepBegan
    | SleepEnded
    | IdleSourceChanged
    | OtherSessionUsed
)


class Presence(Protocol):
    """Reports input and idleness, lock and sleep; event-driven wherever the desktop allows."""

    async def start(self, tell: Callable[[Sighting], None]) -> None:
        """Begin to report, first `IdleSourceChanged`. Never raises for a missing part of the desktop."""

    def watch(self, seconds: float) -> None:
        """Report InputStopped after `seconds` without input (at once, if they have passed already)."""

    async def stop(self) -> None: ...

    def describe(self) -> list[Fact]: ...


class OtherSessions(Protocol):
    """Hears the input of other sessions of the same person; `session` is the environment of one of them."""

    async def hear(self, session: Mapping[str, str]) -> bool:
        """From now on input there is input too; False where that session does not let us hear it."""

    def in_use(self) -> Mapping[str, str] | None:
        """The session with input, while there is none in ours; else None."""


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
        slot: its subject (`prompt`, `guide`, `welcome`, ...); a slot shows one notification at a time.
        lines: body lines of plain text, already short.
        narrow: summary and lines for a server that would cut the summary, where they differ; else None.
        hint: the last line where buttons are not drawn.
        default: key of a click on the body, or None.
        click: the sentence that says what such a click does, for servers that hide the buttons at first.
        fresh: True shows a new notification (and withdraws the slot's old one), False updates it in place.
        transient: not kept in the server's history.
        sound: play the short chime.
        seconds: its expiry, requested from the server; 0 leaves it up until it is withdrawn.
        picture: id of the exercise whose picture is shown, or one of its moments (`neck_turn-1`); "" for the icon.
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
    click: str = ""
    narrow: tuple[str, tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True)
class Clicked:
    """A button, or the body (its `default` key), of the notice in `slot`."""

    slot: str
    key: str


@dataclass(frozen=True, slots=True)
class Dismissed:
    """The person closed the notice in `slot` (not reported for expiry, our own withdrawal, or after a click)."""

    slot: str


NoticeEvent = Clicked | Dismissed


class Notifier(Protocol):
    """Shows notices. Calls return at once; reconnects when a server that was gone returns."""

    @property
    def name(self) -> str: ...

    async def start(self, tell: Callable[[NoticeEvent], None]) -> None: ...

    def show(self, notice: Notice) -> None: ...

    def lower(self, slot: str) -> None:
        """End the bubble; an entry that takes no room on the screen may stay, and can still be answered."""

    def withdraw(self, slot: str) -> None: ...

    async def stop(self) -> None: ...

    def describe(self) -> list[Fact]: ...


# ---------------------------------------------------------------- tray


class Tray(Protocol):
    """The icon and its menu."""

    async def start(self, face: TrayState, chosen: Callable[[str], None]) -> bool:
        """Show the icon; False where this desktop has no place for one (shown later if one appears)."""

    def show(self, face: TrayState) -> None: ...

    async def stop(self) -> None: ...

    def describe(self) -> list[Fact]: ...


class Guide(Protocol):
    """Leads a person through a routine, in a window or in a notification."""

    def lead(self, routine: Routine) -> None:
        """Begin, or continue at the position of `routine`."""

    def end(self, *, completed: bool) -> None:
        """The routine has ended."""


# ---------------------------------------------------------------- history


class Journal(Protocol):
    """The history, append-only. Raises HistoryError; once `append` or `together` returns, the record is on disk."""

    def append(self, record: Record) -> None: ...

    def together(self, work: Callable[[], None]) -> None:
        """Do `work`; what it writes here is on disk afterwards, all of it, or nothing is and this raises."""

    def close(self, record_id: str, until: datetime) -> None:
        """Record when an open record ended."""

    def was_changed(self) -> bool:
        """Whether somebody else has written to it since this was last asked."""

    def try_again(self) -> bool:
        """Where nothing could be written, look whether it can be now; whether that has changed."""

    def remembered(self, since: datetime, after: int = 0, last: int | None = None) -> Iterable[Record]:
        """What the choice of exercises goes by: those since then and all feedback, in the order of their writing."""

    def undone(self, after: int = 0) -> set[object]:
        """The ids of the records that were taken back, by those that were written after the row with that number."""

    def rows(self) -> tuple[int, int]:
        """The numbers of the newest row of the records, and of their ends; 0 where there is none."""

    def row(self, record_id: object) -> int:
        """The number of the row of a record; beyond all others where there is none."""

    def id(self, row: int) -> str:
        """The id of the record in that row; "" where there is none."""

    def last_row_before(self, since: datetime, until: datetime) -> int:
        """The number of the row that was written before all those that began between these times."""

    def of_one_moment(self) -> AbstractContextManager[None]:
        """All that is read meanwhile is of one moment; `keep` ends it, and keeps nothing once that moment is over."""

    def kept(self, name: str) -> str | None:
        """A summary of the records by its name, for as long as no record was removed."""

    def keep(self, name: str, text: str) -> None:
        """Replace a summary, where it can be written at once."""


# ---------------------------------------------------------------- when not to interrupt


class Nearness(Enum):
    """How near the next prompt is: far off, coming, or possible at any moment."""

    FAR = 0
    COMING = 1
    NEAR = 2


class Busy(Protocol):
    """Reports when the person must not be interrupted. Polls only while a prompt is near."""

    async def start(self, tell: Callable[[str, bool], None], crossed: Callable[[], None]) -> None:
        """
        Begin to report. Never raises for a missing part of the desktop.

        Args:
            tell: called with the reason, a word of `suppressed_by`, and whether it has begun or ended.
            crossed: called when the person switches to another program after a long time in one.
        """

    def attend(self, nearness: Nearness, quiet: float | None) -> None:
        """Take how near a prompt is, and the seconds without input; None while there is input."""

    async def look(self) -> None:
        """Check for unreported changes; returns, within about a second, once all have been reported."""

    def ignore(self, names: Iterable[str]) -> None:
        """From now on, microphone and camera in these programs are not a call."""

    def dismiss(self) -> tuple[str, ...]:
        """Whatever uses microphone or camera now is not a call; returns the names to be ignored for that."""

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
        busy: makes the Busy port, called after the tray and notifications are up; None: nobody is ever busy.
        open_window: opens the window `guide`, `settings` or `history`, and returns None if it cannot; None where there
            are no windows at all.
        sessions: hears the person's other sessions; None where nothing does.
        opens_unfocused: a window that opens by itself leaves the keyboard where the person types.
    """

    clock: Clock
    presence: Presence
    notifier: Notifier
    tray: Tray
    busy: Callable[[], Busy] | None = None
    open_window: Callable[[str], Opened | None] | None = None
    sessions: OtherSessions | None = None
    opens_unfocused: bool = True
