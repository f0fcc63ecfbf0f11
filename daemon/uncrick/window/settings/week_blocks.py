"""Hours of the week as a person sets them: days, the stretches of time on them, and dates off; from and to the file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from uncrick.core.model.spelled_hours import DAY, DAYS, LONGEST, read_entry, shown
from uncrick.core.model.week_hours import parse_hours

Span = tuple[int, int]
"""From and until, in minutes after midnight; an end that is not after its beginning lies on the next day."""

DatesOff = tuple[date, date]
"""The first and the last of them."""

EVERY_DAY = range(7)


@dataclass(frozen=True, slots=True)
class Block:
    """The same hours on several days of the week; Monday is 0."""

    days: frozenset[int]
    spans: tuple[Span, ...]


ALL_DAY: Span = (0, DAY)
ALWAYS = Block(frozenset(EVERY_DAY), (ALL_DAY,))
"""What holds where no hours are set."""
USUAL = Block(frozenset(range(5)), ((9 * 60, 17 * 60),))


def special(lines: Iterable[str]) -> list[str]:
    """The lines for single dates that have hours, or are off for a part of the day; no block shows them."""
    entries = ((line, read_entry(line)) for line in lines)
    return [line for line, entry in entries if entry.dates and entry.spans]


def read(lines: Iterable[str]) -> tuple[tuple[Block, ...], tuple[DatesOff, ...]]:
    """The blocks and the dates off of lines as the file has them, which are known to be right."""
    hours = parse_hours(lines)
    of_day: dict[int, list[Span]] = {day: [] for day in EVERY_DAY}
    for begin, end in hours.ranges:
        for day, span in _by_day(begin, end):
            of_day[day].append(span)
    blocks: dict[tuple[Span, ...], set[int]] = {}
    for day, spans in of_day.items():
        if spans:
            blocks.setdefault(tuple(sorted(spans)), set()).add(day)
    return tuple(Block(frozenset(days), spans) for spans, days in blocks.items()), tuple(_runs(hours.off))


def _by_day(begin: int, end: int) -> Iterator[tuple[int, Span]]:
    """A range of the week, cut into pieces of a day at most; a night shift stays whole."""
    while begin < end:
        day = begin // DAY
        until = end if end - begin <= DAY and end % DAY < begin % DAY else min(end, (day + 1) * DAY)
        yield day % 7, (begin - day * DAY, (until - 1) % DAY + 1)
        begin = until


def _runs(dates: Iterable[date]) -> Iterator[DatesOff]:
    """Dates that follow each other, as their first and last."""
    ordered = sorted(dates)
    while ordered:
        first = last = ordered.pop(0)
        while ordered and ordered[0] - last == timedelta(days=1):
            last = ordered.pop(0)
        yield from _lines_of(first, last)


def _lines_of(first: date, last: date) -> Iterator[DatesOff]:
    """The same dates, in parts that a line of the file may have."""
    while last - first >= LONGEST:
        yield first, first + LONGEST - timedelta(days=1)
        first += LONGEST
    yield first, last


def write(blocks: Iterable[Block], off: Iterable[DatesOff], special: Iterable[str] = ()) -> list[str]:
    """The lines of the file; without any hours there is nothing that dates could be off from."""
    lines = [
        f"{_days(block.days)} {', '.join(f'{shown(begin)}-{shown(end)}' for begin, end in block.spans)}"
        for block in blocks
        if block.days and block.spans
    ]
    if not lines:
        return []
    parts = (part for dates in off for part in _lines_of(*dates))
    dates = (f"{first} off" if first == last else f"{first} to {last} off" for first, last in parts)
    return [*lines, *dates, *special]


def _days(days: frozenset[int]) -> str:
    """`Mon-Fri`, `Mon, Wed`."""
    names = [day[:3].capitalize() for day in DAYS]
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(names[run[0]] if len(run) == 1 else f"{names[run[0]]}-{names[run[-1]]}" for run in runs)
