"""By which rule a zone cut a stretch of time into days and hours: the same rule, the same days."""

from binascii import crc32
from datetime import UTC, date, datetime, timedelta, tzinfo

from uncrick.core.model.person_day import DAY, PersonZone

STEP = timedelta(days=7)  # no zone changes its clocks and changes them back within a week
EXACT = timedelta(minutes=1)
LONGEST = timedelta(days=366 * 60)  # a clock that once stood at the year 1 is no reason to look at 2,000 years


def zone_rule(zone: tzinfo, since: datetime, until: datetime) -> str:
    """
    The changes of the clock between two times (aware), and when the person's days begin, in a few letters.

    Two zones with the same rule put each time of the stretch on the same local day and at the same local hour.
    """
    since, until = max(since, until - LONGEST).astimezone(UTC), until.astimezone(UTC)
    parts = [f"{at:%Y%m%d%H%M} {offset}" for at, offset in _changes(zone, since, until)]
    if isinstance(zone, PersonZone):
        first, last = (since.date() - DAY, until.date() + DAY)
        parts += [f"{zone.begin(on)}" for on in _dates(first, last)]
    return f"{crc32(' '.join(parts).encode()):08x}"


def _changes(zone: tzinfo, since: datetime, until: datetime) -> list[tuple[datetime, timedelta | None]]:
    """The offset at the beginning, and each other one with the minute in which it begins."""
    at, offset = since, since.astimezone(zone).utcoffset()
    changes = [(at, offset)]
    while at < until:
        after = min(at + STEP, until)
        if (later := after.astimezone(zone).utcoffset()) != offset:
            before, changed = at, after
            while changed - before > EXACT:
                middle = before + (changed - before) / 2
                if middle.astimezone(zone).utcoffset() == offset:
                    before = middle
                else:
                    changed = middle
            changes.append((changed, later))
        at, offset = after, later
    return changes


def _dates(first: date, last: date) -> list[date]:
    return [first + number * DAY for number in range((last - first).days + 1)]
