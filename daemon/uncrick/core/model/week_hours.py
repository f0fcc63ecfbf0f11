"""Hours of the week, such as working hours: how they are written, and when they begin and end on a real calendar."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from uncrick.errors import SettingsError

DAY = 24 * 60
WEEK = 7 * DAY
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_LINE = re.compile(r"(?P<days>[a-z ,-]*?)\s*(?P<times>[0-9].*)")
_OFF = re.compile(r"(?P<days>.+?)\s+off")
LONGEST_OFF = timedelta(days=366)
_TIMES = re.compile(r"([0-9]{1,2}):([0-9]{2}) ?- ?([0-9]{1,2}):([0-9]{2})")


@dataclass(frozen=True, slots=True)
class Stretch:
    """
    A stretch of time that is all inside or all outside the hours.

    Attributes:
        since, until: aware UTC; None where it has no end.
    """

    inside: bool
    since: datetime | None
    until: datetime | None


@dataclass(frozen=True, slots=True)
class WeekHours:
    """
    Hours that come back every week; without any (false) it contains nothing.

    A range begins when the local clock first shows its beginning (or skips it) and ends when the clock first shows its
    end: an hour that is shown twice neither repeats a range nor brings one back.

    Attributes:
        ranges: (begin, end) in minutes of the week by the local clock, in order, apart from one another; only the last
            may run past the end of the week.
        off: local dates on which no range begins, and of a range of days those days.
    """

    ranges: tuple[tuple[int, int], ...] = ()
    off: frozenset[date] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.ranges)

    def by_night(self, until: int) -> bool:
        """Whether any of them are between midnight and so many minutes after it."""
        return any(begin % DAY <= until or begin // DAY != (end - 1) // DAY for begin, end in self.ranges)

    def contains(self, at: datetime) -> bool:
        """`at` is aware, in the person's zone."""
        return self.stretch(at, at.tzinfo or UTC).inside

    def next_change(self, at: datetime, zone: tzinfo) -> datetime | None:
        """When (aware UTC) the hours next begin or end after `at`; None if they never do."""
        return self.stretch(at, zone).until

    def stretch(self, at: datetime, zone: tzinfo) -> Stretch:
        """The stretch around `at`, which is aware, or naive and read in `zone`."""
        if not self.ranges or (self.ranges == ((0, WEEK),) and not self.off):
            return Stretch(bool(self.ranges), None, None)
        now = (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
        edges = self._edges(now, zone)
        ahead = bisect_right(edges, now)
        return Stretch(ahead % 2 == 1, edges[ahead - 1], edges[ahead])

    def _edges(self, now: datetime, zone: tzinfo) -> list[datetime]:
        """
        Beginnings and ends in turn, for two weeks before and after this one, and as many more as may be off.

        One week would not do: the only range of a week may be one that the clock skips.
        """
        today = now.astimezone(zone).replace(tzinfo=None, hour=0, minute=0, second=0, microsecond=0, fold=0)
        monday = today - timedelta(days=today.weekday())
        most = 2 + (len(self.off) + 6) // 7
        edges: list[datetime] = []
        for week in range(-most, most + 1):
            for first, last in self.ranges:
                span = (monday + timedelta(weeks=week, minutes=first), monday + timedelta(weeks=week, minutes=last))
                for piece in self._at_work(*span):
                    begin, end = (first_shown(reading, zone) for reading in piece)
                    if begin == end:
                        continue
                    if edges and edges[-1] == begin:
                        edges[-1] = end
                    else:
                        edges += [begin, end]
        return edges

    def _at_work(self, begin: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """What the dates off leave of a range (local readings): a night shift belongs to the day on which it begins."""
        if not self.off or end - begin <= timedelta(minutes=DAY):
            if begin.date() not in self.off:
                yield begin, end
            return
        while begin < end:
            midnight = begin.replace(hour=0, minute=0) + timedelta(days=1)
            if begin.date() not in self.off:
                yield begin, min(midnight, end)
            begin = midnight


def parse_hours(lines: Iterable[str]) -> WeekHours:
    """
    Hours as a person writes them: `Mon-Fri 08:30-12:00, 13:00-18:00`, `Sat, Sun 10:00-14:00`, `22:00-06:00` (daily).

    `Fri off` and `2026-12-24 off`, also `2026-12-24 to 2027-01-03 off`, take days out of what the other lines say.

    Raises:
        SettingsError: a line that is none; the message says what was expected.
    """
    days_off: set[int] = set()
    dates_off: set[date] = set()
    with_times = []
    for line in lines:
        match = _OFF.fullmatch(" ".join(line.lower().split()))
        if not match:
            with_times.append(line)
        elif match["days"][:1].isdigit():
            dates_off |= _dates(match["days"], line)
        else:
            days_off |= set(_days(match["days"].replace("–", "-"), line))
    if (days_off or dates_off) and not with_times:
        raise SettingsError("days off alone are no hours", 'expected the hours as well, such as "Mon-Fri 08:30-18:00"')
    spans = sorted(span for line in with_times for span in _spans(line) if span[0] // DAY not in days_off)
    if with_times and not spans:
        raise SettingsError("no day is left", "every day that has hours is off as well")
    off = frozenset(dates_off)
    merged: list[tuple[int, int]] = []
    for begin, end in spans:
        if merged and begin <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((begin, end))
    # What runs past the end of the week takes in what it meets at its beginning.
    while len(merged) > 1 and merged[-1][1] - WEEK >= merged[0][0]:
        _, end = merged.pop(0)
        merged[-1] = merged[-1][0], max(end + WEEK, merged[-1][1])
    if merged and merged[0][1] - merged[0][0] >= WEEK:
        return WeekHours(((0, WEEK),), off)
    return WeekHours(tuple(merged), off)


def _spans(line: str) -> Iterator[tuple[int, int]]:
    text = " ".join(line.replace("–", "-").lower().split())
    match = _LINE.fullmatch(text)
    if not match:
        raise _not_hours(line)
    days = _days(match["days"], line)
    for part in match["times"].split(","):
        times = _TIMES.fullmatch(part.strip())
        if not times:
            raise _not_hours(line)
        hour, minute, end_hour, end_minute = (int(number) for number in times.groups())
        begin, end = hour * 60 + minute, end_hour * 60 + end_minute
        if begin >= DAY or end > DAY or minute > 59 or end_minute > 59 or begin == end:
            raise _not_hours(line)
        for day in days:
            yield day * DAY + begin, day * DAY + (end if end > begin else end + DAY)


def _dates(text: str, line: str) -> set[date]:
    """One date, or all from one to another."""
    first, to, last = text.partition(" to ")
    try:
        begin = date.fromisoformat(first.strip())
        end = date.fromisoformat(last.strip()) if to else begin
    except ValueError:
        raise _no_days_off(line) from None
    if not begin <= end < begin + LONGEST_OFF:
        raise _no_days_off(line)
    return {begin + timedelta(days=number) for number in range((end - begin).days + 1)}


def _no_days_off(line: str) -> SettingsError:
    expected = 'expected a weekday, a date or a year of dates at most, such as "2026-12-24 to 2027-01-03 off"'
    return SettingsError(f'"{line}" are no days off', expected)


def _days(text: str, line: str) -> list[int]:
    """Weekdays, Monday = 0; a range may run over the end of the week."""
    if not text:
        return list(range(7))
    days: list[int] = []
    for part in text.split(","):
        first, dash, last = part.partition("-")
        begin = _day(first.strip(), line)
        end = _day(last.strip(), line) if dash else begin
        days += [day % 7 for day in range(begin, begin + (end - begin) % 7 + 1)]
    return days


def _day(name: str, line: str) -> int:
    for number, day in enumerate(DAYS):
        if len(name) >= 3 and day.startswith(name):
            return number
    raise _not_hours(line)


def _not_hours(line: str) -> SettingsError:
    return SettingsError(f'"{line}" are no hours', 'expected days and times such as "Mon-Fri 08:30-18:00"')


def first_shown(reading: datetime, zone: tzinfo) -> datetime:
    """The instant (aware UTC) at which the local clock first shows a naive `reading`, or jumps past it."""
    local = reading.replace(tzinfo=zone)
    instant = local.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None, fold=0) == reading:
        return instant
    # Skipped: the jump lies between the two ways of reading it. Halve that time until it is found.
    before = local.replace(fold=1).astimezone(UTC)
    while instant - before > timedelta(seconds=1):
        middle = (before + (instant - before) / 2).replace(microsecond=0)
        if middle.astimezone(zone).replace(tzinfo=None, fold=0) < reading:
            before = middle
        else:
            instant = middle
    return instant
