"""What the policy goes by: the numbers of `[breaks]`, the calendar, and where a suggestion comes from."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo

from uncrick.core.model.person_day import person_zone
from uncrick.core.model.suggestion import Suggestion
from uncrick.core.model.week_hours import WeekHours
from uncrick.core.scheduling.blockers import Code

FIRST_OF_DAY = timedelta(minutes=20)
LAST_OF_DAY = timedelta(minutes=10)
LIVED = timedelta(days=2)
"""The person's day, and whatever belongs to it, turns within that time, however long a shift is."""
LATER = 600.0
"""Seconds by which the window of an hour moves whose prompts lead to no break (S15)."""


@dataclass(frozen=True, slots=True)
class Breaks:
    """The `[breaks]` table; durations in seconds, meanings in `settings.toml`."""

    every: float = 3600.0
    window: float = 600.0
    lull: float = 8.0
    last_lull: float = 2.0
    idle: float = 60.0
    listening: float = 14400.0
    tireless: float = 10800.0
    clock: str = "active"
    natural: float = 300.0
    left: float = 90.0
    after_absence: float = 60.0
    after_busy: float = 60.0
    snooze: float = 600.0
    max_snoozes: int = 2
    unanswered: float = 300.0
    bubble: float = 45.0
    undo: float = 600.0
    max_a_day: int = 10
    apart: float = 1500.0
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Occasion:
    """
    When and after what a suggestion is wanted.

    Attributes:
        at: aware, in the person's zone.
        seed: the same occasion with the same seed gives the same suggestion.
        walk: the person has sat through a long call, and had best get up.
        swapped: the routine that was refused in favour of another one.
        asked: nothing is due, the person asked for it.
    """

    at: datetime
    seed: int
    swapped: Suggestion | None = None
    asked: bool = False
    walk: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """
    What the calendar says for a stretch of time.

    Attributes:
        on: the date of the person's day.
        off: outside working hours.
        quiet: within quiet hours.
        edge: within the first 20 or last 10 minutes of the working day (S7), or None.
        since, until: aware UTC; the stretch within which all of this holds.
        late: an hour whose window is moved (S15).
        reading: what the local clock showed at `since` (naive); in another zone it shows something else.
    """

    on: date
    off: bool
    quiet: bool
    edge: Code | None
    since: datetime
    until: datetime
    late: bool = False
    reading: datetime | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """
    Attributes:
        suggest: pure: the same occasion gives the same suggestion.
        work, quiet: working hours and quiet hours; empty = always at work, never quiet.
        ignored: reasons of `suppressed_by` that the settings switch off.
        zone: where the calendar is read.
        late_hours: clock hours whose window is moved, as they lead to no break (S15).
        most_today: fewer prompts than `max_a_day`, where a person needs it; None = no such need.
        repeats: a prompt without an answer comes once more; not to one who answers none for days.
        banner: seconds after which a prompt that is due becomes a notification; None = it stays in the tray.
        lived: so much at either end of a gap is lived through turn by turn of the calendar.
    """

    suggest: Callable[[Occasion], Suggestion]
    breaks: Breaks = field(default_factory=Breaks)
    work: WeekHours = field(default_factory=WeekHours)
    quiet: WeekHours = field(default_factory=WeekHours)
    ignored: frozenset[str] = frozenset()
    zone: tzinfo = UTC
    seed: int = 0
    late_hours: frozenset[int] = frozenset()
    most_today: int | None = None
    repeats: bool = True
    banner: float | None = 0.0
    lived: timedelta = LIVED

    def __post_init__(self) -> None:
        # Whoever has the zone has the person's day too.
        object.__setattr__(self, "zone", person_zone(self.zone, self.work))
