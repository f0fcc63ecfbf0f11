"""One entry of hours as people write it: the days or dates, the times on them, or that they are off."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from uncrick.core.model.text import _, shortened
from uncrick.errors import SettingsError

DAY = 24 * 60
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LONGEST = timedelta(days=366)
LONG_NIGHT = 12 * 60
# An evening so short is no likelier than a night so long.
SHORT_DAY = 3 * 60

EVENING = 17 * 60

Span = tuple[int, int]
"""Begin and end, in minutes after midnight; one that runs over midnight ends after 1440."""

_GROUPS = {
    "": range(7),
    **dict.fromkeys(("daily", "every day", "everyday", "each day", "all week"), range(7)),
    **dict.fromkeys(("weekday", "weekdays", "workday", "workdays", "working day", "working days"), range(5)),
    **dict.fromkeys(("weekend", "weekends"), range(5, 7)),
}
_DASHES = str.maketrans("‐‑‒–—−", "------")
_ISO = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_DATED = re.compile(rf"({_ISO})(?: ?(?:to|until|-) ?({_ISO}))?(?:[:,]? (.*))?")
_WEEKLY = re.compile(r"([a-z ,.&/-]*?)[:,]? ?(?:from )?([0-9].*)?")
_OF_DAY = r"(?:([0-9]{1,2})(?:[:.h]([0-9]{2})|h)?|([0-9]{2})([0-9]{2})) ?(am|pm|a\.m\.|p\.m\.)?"
_TIMES = re.compile(rf"{_OF_DAY} ?(?:-|to|until|till) ?{_OF_DAY}")


@dataclass(frozen=True, slots=True)
class Entry:
    """
    What one entry says.

    Attributes:
        days: the weekdays, Monday is 0; none where it has dates.
        dates: in order, if it has any.
        spans: the times on each of them; none where whole days are off.
        off: they are taken out.
    """

    days: frozenset[int]
    dates: tuple[date, ...]
    spans: tuple[Span, ...]
    off: bool


def read_entry(line: str) -> Entry:
    """
    What `Mon-Fri 08:30-18:00`, `weekdays 9am-5pm`, `Fri off` or `2026-12-24 08:00-12:00` says.

    Raises:
        SettingsError: it is none; names it, and what was expected.
    """
    text = " ".join(line.lower().translate(_DASHES).split())
    off = text.endswith(" off")
    text = text.removesuffix(" off").rstrip(" :,")
    days: frozenset[int] = frozenset()
    dates: tuple[date, ...] = ()
    if dated := _DATED.fullmatch(text):
        dates, times = _dates(dated[1], dated[2] or dated[1]), dated[3]
        if not dates:
            raise _no_days_off(line) if off else _not_hours(line)
    elif (weekly := _WEEKLY.fullmatch(text)) and (named := _days(weekly[1])):
        days, times = named, weekly[2]
    else:
        raise _no_days_off(line) if off and text[:1].isdigit() else _not_hours(line)
    spans = _spans(times.removeprefix("from ")) if times else ()
    if spans is None or not (spans or off):
        raise _no_days_off(line) if off else _not_hours(line)
    return Entry(days, dates, spans, off)


def long_nights(line: str, *, of_rest: bool = False) -> Iterator[str]:
    """
    Of an entry that is right, a sentence of advice on each of its times that runs far into the next day.

    Args:
        of_rest: these are hours of rest, which may well begin in the evening, and be short.
    """
    entry = read_entry(line)
    shortest = 0 if of_rest else SHORT_DAY
    for begin, end in () if entry.off else entry.spans:
        if end <= DAY or end - begin <= LONG_NIGHT or (of_rest and begin >= EVENING):
            continue
        hours = f"{(end - begin) / 60:.3g}"
        clock = {"entry": line.strip(), "begin": shown(begin), "end": shown(end - DAY), "hours": hours}
        meant = end - LONG_NIGHT
        if meant - begin < shortest:
            yield _('"{entry}" goes on from {begin} to {end} of the next day: {hours} h', **clock)
        else:
            yield _(
                '"{entry}" goes on from {begin} to {end} of the next day: {hours} h. For {noon} p.m. write {meant}',
                **clock,
                noon=shown(meant - LONG_NIGHT).lstrip("0").removesuffix(":00"),
                meant=shown(meant),
            )


def shown(minutes: int) -> str:
    """Minutes after midnight as `08:30`."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _dates(first: str, last: str) -> tuple[date, ...]:
    """All dates from one to another; none where that cannot be."""
    try:
        begin, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return ()
    if not begin <= end < begin + LONGEST:
        return ()
    return tuple(begin + timedelta(days=number) for number in range((end - begin).days + 1))


def _days(text: str) -> frozenset[int]:
    """Weekdays; a range may run over the end of the week. None where one of the words is no day."""
    if text in _GROUPS:
        return frozenset(_GROUPS[text])
    joined = re.sub(r" ?- ?| (?:to|until|through) ", "-", text.replace(" and ", ","))
    days: set[int] = set()
    for part in filter(None, re.split("[ ,&/]+", joined)):
        if part in _GROUPS:
            days.update(_GROUPS[part])
            continue
        first, _dash, last = part.partition("-")
        begin, end = _day(first), _day(last or first)
        if begin is None or end is None or (_dash and not last):
            return frozenset()
        days.update(day % 7 for day in range(begin, begin + (end - begin) % 7 + 1))
    return frozenset(days)


def _day(name: str) -> int | None:
    """A day by its name, whole or cut to two letters or more, also in the plural."""
    name = name.removesuffix(".")
    for number, day in enumerate(DAYS):
        if len(name) >= 2 and (day.startswith(name) or name in (f"{day}s", f"{day[:3]}s")):
            return number
    return None


def _spans(text: str) -> tuple[Span, ...] | None:
    """The times of a day; None where they are none."""
    spans = []
    for part in re.split(r" ?(?:,|&|/|\+| and ) ?", text):
        match = _TIMES.fullmatch(part)
        span = _span(_Reading(*match.groups()[:5]), _Reading(*match.groups()[5:])) if match else None
        if span is None:
            return None
        spans.append(span)
    return tuple(spans)


class _Reading:
    """A time as written: with or without minutes, and with or without a.m. or p.m."""

    def __init__(self, hour: str | None, minute: str | None, hh: str | None, mm: str | None, half: str | None) -> None:
        self.hour, self.minute = int(hour or hh or 0), int(minute or mm or 0)
        self.half = (half or "")[:1]
        self.is_time = self.minute < 60 and (1 <= self.hour <= 12 if self.half else self.hour <= 24)

    def minutes(self, half: str) -> int:
        """After midnight, in this half of the day; without one by the clock of 24 hours."""
        if not half:
            return self.hour * 60 + self.minute
        return self.hour % 12 * 60 + self.minute + (LONG_NIGHT if half == "p" else 0)


def _span(first: _Reading, last: _Reading) -> Span | None:
    """From one time to another; where one of them alone has a.m. or p.m., the other is the nearest that fits."""
    if not (first.is_time and last.is_time):
        return None
    first_half, last_half = first.half, last.half
    if last_half and not first_half and 1 <= first.hour <= 12:
        is_before = first.minutes("a") < last.minutes("a")
        first_half = last_half if is_before else {"a": "p", "p": "a"}[last_half]
    elif first_half and not last_half and 1 <= last.hour <= 12:
        is_after = last.minutes("a") > first.minutes("a")
        last_half = first_half if is_after else {"a": "p", "p": "a"}[first_half]
    begin, end = first.minutes(first_half), last.minutes(last_half)
    if begin >= DAY or end > DAY or begin == end:
        return None
    return begin, end if end > begin else end + DAY


def _no_days_off(line: str) -> SettingsError:
    return SettingsError(
        _('"{line}" cannot be read as days off', line=shortened(line)),
        _('expected a weekday, a date or a year of dates at most, such as "2026-12-24 to 2027-01-03 off"'),
    )


def _not_hours(line: str) -> SettingsError:
    return SettingsError(
        _('"{line}" cannot be read as hours', line=shortened(line)),
        _('expected days and times such as "Mon-Fri 08:30-18:00", or a date such as "2026-12-24 08:30-12:00"'),
    )
