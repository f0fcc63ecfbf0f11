"""The person's day: it ends at 04:00, or in the middle of the time off after a shift that runs over midnight."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from uncrick.core.model.week_hours import Stretch, WeekHours, first_shown

# Without a shift over midnight nobody is up any more then, and nobody is up yet.
NIGHT_ENDS = time(4)
# Working hours that come back within this time are the same shift: there was a lunch break, not a night.
SAME_DAY = timedelta(hours=4)
DAY = timedelta(days=1)
INSTANT = timedelta(seconds=1)


class PersonZone(tzinfo):
    """
    The zone in which a person lives, with the working hours that say when their day ends.

    What has the person's zone, or a time in it, so has their day too.
    """

    def __init__(self, zone: tzinfo, work: WeekHours) -> None:
        self.zone = zone
        self.work = work
        near = range(-2, 3)
        self._other = {on + DAY * number for on in work.dates() for number in near}
        self._usual: dict[int, timedelta] = {}
        self._begins: dict[date, datetime] = {}

    def begin(self, on: date) -> datetime:
        """What the clock shows when the day with that date begins; naive."""
        begin = self._begins.get(on)
        if begin is None:
            begin = self._begins[on] = datetime.combine(on, time()) + self._after_midnight(on)
        return begin

    def _after_midnight(self, on: date) -> timedelta:
        """The same from midnight on; that of a weekday is found out once."""
        if on in self._other:
            return _begin(on, self.work)
        day = on.weekday()
        if day not in self._usual:
            self._usual[day] = _begin(on, WeekHours(self.work.ranges))
        return self._usual[day]

    def utcoffset(self, when: datetime | None) -> timedelta | None:
        """Of the zone alone."""
        return self.zone.utcoffset(self._there(when))

    def dst(self, when: datetime | None) -> timedelta | None:
        """Of the zone alone."""
        return self.zone.dst(self._there(when))

    def tzname(self, when: datetime | None) -> str | None:
        """Of the zone alone."""
        return self.zone.tzname(self._there(when))

    def fromutc(self, when: datetime) -> datetime:
        """The local time of `when`, whose numbers are UTC, as tzinfo has it."""
        return self.zone.fromutc(when.replace(tzinfo=self.zone)).replace(tzinfo=self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PersonZone) and (self.zone, self.work) == (other.zone, other.work)

    def __hash__(self) -> int:
        return hash((self.zone, self.work))

    def _there(self, when: datetime | None) -> datetime | None:
        return None if when is None else when.replace(tzinfo=self.zone)


def person_zone(zone: tzinfo, work: WeekHours) -> tzinfo:
    """The zone with these working hours in the place of others; the zone alone where none of them is in the night."""
    alone = zone.zone if isinstance(zone, PersonZone) else zone
    return PersonZone(alone, work) if work.by_night(NIGHT_ENDS.hour * 60) else alone


def day_of(at: datetime, zone: tzinfo | None = None) -> date:
    """
    The person's day at that time, by the date on which its shift begins.

    Args:
        at: aware; in the person's zone where `zone` is left out.
    """
    local = at if zone is None else at.astimezone(zone)
    on = local.date()
    if not isinstance(local.tzinfo, PersonZone):
        return on if local.time() >= NIGHT_ENDS or on == date.min else on - DAY
    reading = local.replace(tzinfo=None)
    if reading < local.tzinfo.begin(on):
        return on - DAY
    return on if reading < local.tzinfo.begin(on + DAY) else on + DAY


def begin_of_day(on: date, zone: tzinfo) -> datetime:
    """When (aware UTC) the person's day with that date begins."""
    return first_shown(_reading(on, zone), zone)


def end_of_day(at: datetime, zone: tzinfo) -> datetime:
    """When (aware UTC) the person's day of that time ends."""
    reading = _reading(day_of(at, zone) + DAY, zone)
    first = first_shown(reading, zone)
    # Of an hour that autumn repeats, the day may end in the second one.
    return first if first > at else reading.replace(tzinfo=zone, fold=1).astimezone(UTC)


def _reading(on: date, zone: tzinfo) -> datetime:
    return zone.begin(on) if isinstance(zone, PersonZone) else datetime.combine(on, NIGHT_ENDS)


def on_clock(at: datetime, on: date) -> timedelta:
    """What the clock shows at `at`, in the person's zone, since the midnight before `on`; it goes on past 24 h."""
    return at.replace(tzinfo=None) - datetime.combine(on, time())


def ends_day(off: Stretch) -> bool:
    """Whether this stretch without work is a night, and no lunch break."""
    return off.since is None or off.until is None or off.until - off.since > SAME_DAY


def _begin(on: date, work: WeekHours) -> timedelta:
    """When the day begins whose shifts lie in the night, by the clock, from midnight on; it may lie before that."""
    midnight, four = (datetime.combine(on, at, UTC) for at in (time(), NIGHT_ENDS))
    begin = _between_shifts(midnight, four, work)
    return (four if begin is None else begin) - midnight


def _between_shifts(midnight: datetime, four: datetime, work: WeekHours) -> datetime | None:
    """The middle of the time off beside the shift that is on between midnight and four; None where there is none."""
    shift = _shift(midnight, work)
    if shift is None:
        begins = work.next_change(midnight, UTC)
        shift = _shift(begins, work) if begins is not None and begins <= four else None
    if shift is None:
        return None
    begin, end = shift
    rest = DAY - (end - begin)
    if rest <= SAME_DAY:
        return None
    # Before a weekend the day ends when it would between two days of work.
    if begin < midnight:
        off = work.stretch(end, UTC)
        return end + min(rest, rest if off.until is None else off.until - end) / 2
    off = work.stretch(begin - INSTANT, UTC)
    return begin - min(rest, rest if off.since is None else begin - off.since) / 2


def _shift(at: datetime, work: WeekHours) -> tuple[datetime, datetime] | None:
    """Begin and end of the shift around `at`, breaks in it included; None in the time off, or where it never ends."""
    piece = work.stretch(at, UTC)
    begin = end = at
    before = after = piece
    while before.inside or not ends_day(before):
        if before.since is None or at - before.since >= DAY:
            return None
        begin = before.since
        before = work.stretch(begin - INSTANT, UTC)
    while after.inside or not ends_day(after):
        if after.until is None or after.until - at >= DAY:
            return None
        end = after.until
        after = work.stretch(end, UTC)
    return (begin, end) if begin < end else None
