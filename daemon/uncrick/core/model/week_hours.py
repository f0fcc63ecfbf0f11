"""Hours of the week, such as working hours: how they are written, and when they begin and end on a real calendar."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TypeVar

from uncrick.core.model.spelled_hours import DAY, Entry, Span, read_entry
from uncrick.core.model.text import _
from uncrick.errors import SettingsError

WEEK = 7 * DAY

Point = TypeVar("Point", int, datetime)
Piece = tuple[datetime, datetime]
"""Begin and end by the local clock, naive."""

NEAR = 2
"""So many pieces before and after the one at hand are looked at first; a clock that is changed moves them by one."""


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
        own: local dates with hours of their own in the place of those of the week.
        cut: (begin, end) by the local clock of what else is taken out; naive.
    """

    ranges: tuple[Span, ...] = ()
    off: frozenset[date] = frozenset()
    own: frozenset[tuple[date, tuple[Span, ...]]] = frozenset()
    cut: frozenset[tuple[datetime, datetime]] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.ranges or self.own)

    def by_night(self, until: int) -> bool:
        """Whether any of them are between midnight and so many minutes after it."""
        spans = (*self.ranges, *(span for _date, spans in self.own for span in spans))
        return any(begin % DAY <= until or begin // DAY != (end - 1) // DAY for begin, end in spans)

    def dates(self) -> set[date]:
        """The dates that have something of their own."""
        cut = {edge.date() for piece in self.cut for edge in piece}
        return {*self.off, *(on for on, _spans in self.own), *cut}

    def contains(self, at: datetime) -> bool:
        """`at` is aware, in the person's zone."""
        return self.stretch(at, at.tzinfo or UTC).inside

    def next_change(self, at: datetime, zone: tzinfo) -> datetime | None:
        """When (aware UTC) the hours next begin or end after `at`; None if they never do."""
        return self.stretch(at, zone).until

    def stretch(self, at: datetime, zone: tzinfo) -> Stretch:
        """The stretch around `at`, which is aware, or naive and read in `zone`."""
        if not self or (self.ranges == ((0, WEEK),) and not (self.off or self.own or self.cut)):
            return Stretch(bool(self), None, None)
        now = (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
        reading = now.astimezone(zone).replace(tzinfo=None, fold=0)
        found = _around(now, self._pieces(reading, NEAR + 2), reading, zone)
        if found is None:
            pieces = self._pieces(reading, None)
            found = _around(now, pieces, reading, zone) or _among(now, _edges(pieces, zone))
        return found

    def _pieces(self, reading: datetime, least: int | None) -> list[Piece]:
        """
        The hours by the local clock around `reading`, in order and apart.

        Args:
            least: so many before this week and after it; None for two weeks on both sides and as many more as may be
                off, and every date of its own. One week would not do: its only range may be one that the clock skips.
        """
        monday = datetime.combine(reading.date() - timedelta(days=reading.weekday()), time())
        most = 2 + (len(self.off) + len(self.own) + 2 * len(self.cut) + 6) // 7
        own = dict(self.own)
        others = self.off.union(own)
        found = self._of_week(monday, own, others)
        for way in (-1, 1):
            wanted = len(found) + least if least is not None else None
            for week in range(1, most + 1):
                if wanted is None or len(found) < wanted:
                    found += self._of_week(monday + timedelta(weeks=way * week), own, others)
        if least is None:
            found += (
                piece for on, spans in self.own for times in spans for piece in _without(_on(on, times), self.cut)
            )
        return joined(found)

    def _of_week(self, monday: datetime, own: Mapping[date, tuple[Span, ...]], others: Collection[date]) -> list[Piece]:
        """What begins in that week; a night shift belongs to the day on which it begins."""
        days = [monday.date() + timedelta(days=day) for day in range(7)]
        found = [_on(on, times) for on in days if on in own for times in own[on]] if own else []
        is_other = [day in others for day in days]
        for first, last in self.ranges:
            if is_other[first // DAY] and last - first <= DAY:
                continue
            span = monday + timedelta(minutes=first), monday + timedelta(minutes=last)
            found += _by_day(*span, others) if others and last - first > DAY else (span,)
        if not (self.cut and found):
            return found
        begin, end = min(found)[0], max(end for _begin, end in found)
        cut = [piece for piece in self.cut if piece[0] < end and begin < piece[1]]
        return [part for piece in found for part in _without(piece, cut)]


def parse_hours(lines: Iterable[str]) -> WeekHours:
    """
    Hours as a person writes them: `Mon-Fri 08:30-12:00, 13:00-18:00`, `Sat, Sun 10:00-14:00`, `22:00-06:00` (daily).

    Of two entries for the same day whose times overlap, the one for fewer days holds: `Fri 08:00-12:00` beside
    `Mon-Fri 08:30-18:00`. `2026-12-24 08:00-12:00` replaces that day's hours; those of several dates, of the working
    days among them. `Fri off`, `2026-12-24 to 2027-01-03 off` and `2026-12-31 12:00-24:00 off` take out what the other
    entries say.

    Raises:
        SettingsError: an entry that is none; the message says what was expected.
    """
    entries = [read_entry(line) for line in lines]
    with_times, off = [e for e in entries if not e.off], [e for e in entries if e.off]
    if off and not with_times:
        raise SettingsError(
            _("days off alone are not hours"), _('expected the hours as well, such as "Mon-Fri 08:30-18:00"')
        )
    weekly = {day: _of_day((len(e.days), e.spans) for e in with_times if day in e.days) for day in range(7)}
    whole = {day for entry in off if not entry.spans for day in entry.days}
    spans = [(day * DAY + a, day * DAY + b) for day, spans in weekly.items() if day not in whole for a, b in spans]
    cut = [(day * DAY + a, day * DAY + b) for entry in off for day in entry.days for a, b in entry.spans]
    cut = [(begin + week, end + week) for begin, end in cut for week in (-WEEK, 0, WEEK)]
    ranges = _in_a_week(piece for span in spans for piece in _without(span, cut))
    own = _own(with_times, {day for day, spans in weekly.items() if spans})
    if with_times and not (ranges or own):
        raise SettingsError(_("no day is left"), _("every day that has hours is off as well"))
    free = {on for entry in off if not entry.spans for on in entry.dates}
    out = {_on(on, span) for entry in off for on in entry.dates for span in entry.spans}
    return WeekHours(ranges, frozenset(free.difference(own)), frozenset(own.items()), frozenset(out))


def hours_faults(lines: Sequence[str], most: int = 50) -> list[tuple[str, SettingsError]]:
    """
    The entries that are none, with what is wrong; "" for what is wrong with all of them together.

    Args:
        most: of how many it is told.
    """
    try:
        parse_hours(lines)
    except SettingsError as error:
        of_all = error
    else:
        return []
    faults: list[tuple[str, SettingsError]] = []
    for line in lines:
        if len(faults) >= most:
            break
        try:
            read_entry(line)
        except SettingsError as error:
            faults.append((line, error))
    return faults or [("", of_all)]


def _of_day(given: Iterable[tuple[int, tuple[Span, ...]]]) -> tuple[Span, ...]:
    """
    The times of one day: those of entries for fewer days replace others that they overlap, and join what they do not.

    Args:
        given: for how many days an entry is, and its times.
    """
    by_number: dict[int, list[Span]] = {}
    for number, spans in given:
        by_number.setdefault(number, []).extend(spans)
    of_day: list[Span] = []
    for _number, times in sorted(by_number.items(), reverse=True):
        overlap = any(begin < until and since < end for begin, end in times for since, until in of_day)
        of_day = times if overlap else [*of_day, *times]
    return tuple(of_day)


def _own(entries: Iterable[Entry], working: Collection[int]) -> dict[date, tuple[Span, ...]]:
    """The hours of single dates; an entry for several dates leaves days without work as they are."""
    given: dict[date, list[tuple[int, tuple[Span, ...]]]] = {}
    for entry in entries:
        for on in entry.dates:
            if len(entry.dates) == 1 or on.weekday() in working:
                given.setdefault(on, []).append((len(entry.dates), entry.spans))
    return {on: _of_day(times) for on, times in given.items()}


def _in_a_week(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Minutes of the week, merged."""
    merged = joined((begin % WEEK, begin % WEEK + end - begin) for begin, end in spans)
    # What runs past the end of the week takes in what it meets at its beginning.
    while len(merged) > 1 and merged[-1][1] - WEEK >= merged[0][0]:
        _begin, end = merged.pop(0)
        merged[-1] = merged[-1][0], max(end + WEEK, merged[-1][1])
    if merged and merged[0][1] - merged[0][0] >= WEEK:
        return ((0, WEEK),)
    return tuple(merged)


def _on(on: date, span: Span) -> tuple[datetime, datetime]:
    """A span on a date, by the local clock."""
    midnight = datetime.combine(on, time())
    return midnight + timedelta(minutes=span[0]), midnight + timedelta(minutes=span[1])


def _by_day(begin: datetime, end: datetime, others: Collection[date]) -> Iterator[Piece]:
    """What other dates leave of a range of days (local readings)."""
    while begin < end:
        midnight = begin.replace(hour=0, minute=0) + timedelta(days=1)
        if begin.date() not in others:
            yield begin, min(midnight, end)
        begin = midnight


def joined(pieces: Iterable[tuple[Point, Point]]) -> list[tuple[Point, Point]]:
    """In order, with what overlaps or meets made one."""
    made: list[tuple[Point, Point]] = []
    for begin, end in sorted(pieces):
        if made and begin <= made[-1][1]:
            made[-1] = made[-1][0], max(end, made[-1][1])
        else:
            made.append((begin, end))
    return made


def _around(now: datetime, pieces: list[Piece], reading: datetime, zone: tzinfo) -> Stretch | None:
    """The stretch at `now`, found from the few pieces around `reading`; None where they cannot tell its ends."""
    ahead = bisect_left(pieces, (reading, reading))
    edges = _edges(pieces[max(0, ahead - NEAR - 1) : ahead + NEAR], zone)
    # What lies beyond the first and the last of them is not known, so that neither may be at hand.
    return _among(now, edges) if len(edges) > 5 and edges[2] <= now < edges[-3] else None


def _among(now: datetime, edges: Sequence[datetime]) -> Stretch:
    """The stretch at `now` between beginnings and ends in turn."""
    ahead = bisect_right(edges, now)
    since = edges[ahead - 1] if ahead else None
    return Stretch(ahead % 2 == 1, since, edges[ahead] if ahead < len(edges) else None)


def _edges(pieces: Iterable[Piece], zone: tzinfo) -> list[datetime]:
    """Beginnings and ends (aware UTC) in turn; without what the clock skips."""
    there = ((first_shown(begin, zone), first_shown(end, zone)) for begin, end in pieces)
    return [edge for piece in joined(piece for piece in there if piece[0] < piece[1]) for edge in piece]


def _without(piece: tuple[Point, Point], cuts: Iterable[tuple[Point, Point]]) -> Iterator[tuple[Point, Point]]:
    """What the cuts leave of a piece."""
    begin, end = piece
    for cut_begin, cut_end in sorted(cuts):
        if begin < cut_begin < end:
            yield begin, cut_begin
        if cut_begin < end and begin < cut_end:
            begin = min(cut_end, end)
    if begin < end:
        yield begin, end


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
