"""Draws the history as charts of shapes with roles, for any painter.

What differs in colour differs in height, size or pattern too, for people who cannot tell the colours apart.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from math import floor

from uncrick.core.history.day import Today
from uncrick.core.history.days import Days
from uncrick.core.history.practice import monday
from uncrick.core.model.dates import (
    day_month_long,
    month_short,
    time_of_day,
    weekday,
    weekday_date_long,
    weekday_short,
)
from uncrick.core.model.person_day import begin_of_day, day_of, on_clock
from uncrick.core.model.record import Kind, Record
from uncrick.core.model.text import N_, _, n_

WIDTH = 720.0
LETTER = 7.0  # at most the mean width of a letter of a small text
LABEL, SMALL = 14.0, 12.0
EARLIEST, LATEST = 8, 18  # hours that a day always shows
TOP, BASE = 16.0, 74.0  # of the band of a day
WEEK_TOP, WEEK_BASE = 22.0, 142.0
YEAR_LEFT, YEAR_TOP = 30.0, 20.0
SHORTEST = 4.0  # width at which a break of a minute can still be seen
# From so many breaks on: the role of a day in the year, and the share of its square that it fills.
GRADES = ((6, ("exercise", 0.84)), (3, ("stepped", 0.68)), (1, ("natural", 0.5)), (0, ("line", 0.28)))

COLOURS: Mapping[str, tuple[str, str]] = {
    # role: in the light theme, in the dark theme; the hues differ to every kind of colour vision
    "work": ("#d9d4c7", "#3a4349"),
    "exercise": ("#0b6b5e", "#5ccdb8"),
    "stepped": ("#4d8fb8", "#7bb8dd"),
    "natural": ("#a9c4d6", "#4c6f86"),
    "call": ("#c77a12", "#e9a94a"),
    "paused": ("#8b8579", "#8d979d"),
    "none": ("#e8e4da", "#2a3136"),
    "good": ("#b09468", "#8a7a66"),
    "so_so": ("#c07a3e", "#c08d5f"),
    "stiff": ("#8f3f1a", "#f0a878"),
    "text": ("#1d2b2a", "#edf2f0"),
    "muted": ("#576361", "#a3b1ad"),
    "line": ("#cfc9bd", "#4b545d"),
}


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A rectangle; `hatched`: filled with stripes; `open`: outlined only; `description`: what it says, in words."""

    x: float
    y: float
    width: float
    height: float
    role: str
    round: float = 0.0
    hatched: bool = False
    open: bool = False
    description: str = ""


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text at its baseline; `anchor` is start, middle or end."""

    x: float
    y: float
    text: str
    role: str = "muted"
    size: float = SMALL
    anchor: str = "start"
    strong: bool = False


Mark = Rectangle | TextLine


@dataclass(frozen=True, slots=True)
class Chart:
    """
    One chart.

    Attributes:
        descriptions: what it shows, in sentences, for people who do not see it.
    """

    title: str
    width: float
    height: float
    marks: tuple[Mark, ...]
    descriptions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DayPart:
    """A part of a day; `role` says what it was."""

    role: str
    begins: datetime
    ends: datetime


NAMES = {
    "exercise": N_("with exercises"),
    "stepped": N_("stepped away"),
    "natural": N_("away from the desk"),
    "call": N_("in a call, or busy"),
    "paused": N_("paused"),
    "work": N_("at the desk"),
}
# Each role has a height of its own in the band; calls and pauses have a pattern too.
HEIGHTS = {"work": 14.0, "call": 22.0, "paused": 22.0, "natural": 34.0, "stepped": 44.0, "exercise": 54.0}


# ---------------------------------------------------------------- a day


def day_parts(records: Iterable[Record], on: date, zone: tzinfo, now: datetime) -> list[DayPart]:
    """The parts of a day, as far as its records have them; those first in the list are drawn below the others."""
    begins, ends = begin_of_day(on, zone), min(begin_of_day(on + timedelta(days=1), zone), now)
    mine = [record for record in records if day_of(record.at, zone) == on]
    if not mine:
        return []
    whole = (_part(record, after, ends) for record, after in zip(mine, [*mine[1:], None], strict=True))
    parts = [DayPart(part.role, max(begins, part.begins), min(ends, part.ends)) for part in whole if part is not None]
    first = min([mine[0].at, *(part.begins for part in parts)])
    last = ends if ends == now else max([mine[-1].at, *(part.ends for part in parts)])
    return [DayPart("work", max(begins, first), max(first, last)), *sorted(parts, key=lambda part: HEIGHTS[part.role])]


def _part(record: Record, after: Record | None, ends: datetime) -> DayPart | None:
    match record.kind:
        case Kind.DONE | Kind.PART_DONE:
            seconds = record.detail.get("seconds")
            length = timedelta(seconds=seconds if isinstance(seconds, int | float) else 60)
            return DayPart("exercise", record.at - length, record.at)
        case Kind.STEPPED_AWAY:
            return DayPart("stepped", record.at, record.until or record.at)
        case Kind.NATURAL:
            return DayPart("natural", record.at, record.until or ends)
        case Kind.PAUSED:
            resumed = after is not None and after.kind is Kind.RESUMED and record.until and after.at < record.until
            return DayPart("paused", record.at, after.at if resumed and after else record.until or ends)
        case Kind.DEFERRED:
            return DayPart("call", record.at, ends if after is None else after.at)
        case Kind.PROMPTED:
            return _call(record)
        case _:
            return None


def _call(record: Record) -> DayPart | None:
    """The calls that delayed a prompt: several are drawn as a single one, to the end of the last."""
    seconds, until = record.detail.get("busy"), record.detail.get("busy_until")
    if not isinstance(seconds, int) or not isinstance(until, str):
        return None
    ended = datetime.fromisoformat(until)
    return DayPart("call", ended - timedelta(seconds=seconds), ended)


def day(records: Iterable[Record], on: date, zone: tzinfo, now: datetime) -> Chart:
    """A day as a band; `now` is aware, times are those of `zone`."""
    parts = day_parts(records, on, zone, now)
    hours = _hours(parts, on, zone)
    wide = WIDTH / (hours[1] - hours[0])

    def x(at: datetime) -> float:
        return (_clock_hours(at, on, zone) - hours[0]) * wide

    if not parts:
        return _empty_day(on, now)
    bands = [_band(part, x(part.begins), x(part.ends), zone) for part in parts]
    legend, bottom = _legend([role for role in NAMES if any(part.role == role for part in parts)], BASE + 42)
    descriptions = tuple(band.description for band in bands)
    return Chart(weekday_date_long(on), WIDTH, bottom, (*_hour_marks(hours), *bands, *legend), descriptions)


def _empty_day(on: date, now: datetime) -> Chart:
    """A day without records."""
    today = on == day_of(now)
    text = _("Your day will show up here.") if today else _("Nothing was recorded on this day.")
    return Chart(weekday_date_long(on), WIDTH, 30, (TextLine(0, 18, text, "muted", LABEL),), (text,))


def _hour_marks(hours: tuple[int, int]) -> Iterator[Mark]:
    """A line and a label for each hour, or each second one of a long day."""
    first, last = hours
    for hour in range(first, last + 1, 1 if last - first <= 12 else 2):
        at = (hour - first) * (WIDTH / (last - first))
        anchor = "start" if hour == first else "end" if hour == last else "middle"
        yield Rectangle(min(at, WIDTH - 1), TOP, 1, BASE - TOP, "none")
        yield TextLine(at, BASE + 16, _("{hour}:00", hour=hour if hour == 24 else hour % 24), anchor=anchor)


def _band(part: DayPart, begins: float, ends: float, zone: tzinfo) -> Rectangle:
    """A part of the day between two places of the band."""
    height = HEIGHTS[part.role]
    left = max(0.0, min(begins, WIDTH - SHORTEST))
    width = max(SHORTEST, ends - left)
    return Rectangle(
        left,
        BASE - height,
        min(width, WIDTH - left),
        height,
        part.role,
        round=min(3.0, width / 2),
        hatched=part.role == "call",
        open=part.role == "paused",
        description=_(
            "{begins} to {ends}: {what}",
            begins=time_of_day(part.begins.astimezone(zone)),
            ends=time_of_day(part.ends.astimezone(zone)),
            what=_(NAMES[part.role]),
        ),
    )


def _hours(parts: list[DayPart], on: date, zone: tzinfo) -> tuple[int, int]:
    earliest = max(EARLIEST, floor(_clock_hours(begin_of_day(on, zone), on, zone)))
    first = min([earliest, *(floor(_clock_hours(part.begins, on, zone)) for part in parts)])
    last = max([LATEST, *(floor(_clock_hours(part.ends, on, zone)) + 1 for part in parts)])
    return first, last


def _clock_hours(at: datetime, on: date, zone: tzinfo) -> float:
    """Hours on the local clock since the midnight with which `on` begins; the person's day may go on past 24."""
    return on_clock(at.astimezone(zone), on) / timedelta(hours=1)


def _legend(roles: list[str], y: float, hatched: str = "call") -> tuple[list[Mark], float]:
    """The names of the roles, in as many rows as they need, and where the last row ends."""
    marks: list[Mark] = []
    x = 0.0
    for role in roles:
        name = _(NAMES[role])
        wide = 36 + LETTER * len(name)
        if x and x + wide > WIDTH:
            x, y = 0.0, y + 22
        marks.append(Rectangle(x, y - 10, 12, 12, role, 3, hatched=role == hatched, open=role == "paused"))
        marks.append(TextLine(x + 18, y, name))
        x += wide
    return marks, y + 8


def _counts(history: Days, on: date) -> Today:
    return history[on].counts if on in history else Today(on)


# ---------------------------------------------------------------- a week


def week(history: Days, on: date) -> Chart:
    """The week of a day, a column a day: breaks with exercises, by stepping away, and by being away anyway."""
    first = monday(on)
    days = [_counts(history, first + timedelta(days=number)) for number in range(7)]
    most = max([4, *(day.breaks for day in days)])
    marks: list[Mark] = [Rectangle(0, WEEK_BASE, WIDTH, 1, "line")]
    for number, each in enumerate(days):
        marks += _column(each, (number + 0.5) * (WIDTH / 7), (WEEK_BASE - WEEK_TOP) / most, chosen=each.on == on)
    legend, bottom = _legend(["exercise", "stepped", "natural"], WEEK_BASE + 62, hatched="natural")
    marks += legend
    if not any(day.breaks for day in days):
        marks.append(
            TextLine(WIDTH / 2, WEEK_BASE - 50, _("Breaks of this week show up here."), "muted", LABEL, "middle")
        )
    descriptions = tuple(_("{day}: {breaks}", day=weekday(each.on), breaks=_breaks(each)) for each in days)
    last = first + timedelta(days=6)
    title = _("Week of {first} to {last}", first=day_month_long(first), last=day_month_long(last))
    return Chart(title, WIDTH, bottom, tuple(marks), descriptions)


def _column(day: Today, middle: float, unit: float, *, chosen: bool) -> Iterator[Mark]:
    """A day of the week around `middle`; a break is `unit` high."""
    y = WEEK_BASE
    for role, count in (("exercise", day.done), ("stepped", day.stepped_away), ("natural", day.natural)):
        if count:
            y -= count * unit
            hatched = role == "natural"
            yield Rectangle(middle - 22, y + 1, 44, count * unit - 2, role, 4, hatched=hatched, description=f"{count}")
    if day.breaks:
        yield TextLine(middle, y - 6, str(day.breaks), "text", LABEL, "middle", strong=True)
    name, role = _("{weekday} {day}", weekday=weekday_short(day.on), day=day.on.day), "text" if chosen else "muted"
    yield TextLine(middle, WEEK_BASE + 18, name, role, LABEL, "middle", strong=chosen)
    if day.minutes_away:
        yield TextLine(middle, WEEK_BASE + 34, _("{minutes} min", minutes=day.minutes_away), anchor="middle")


def _breaks(day: Today) -> str:
    if not day.breaks:
        return _("no break")
    return n_(
        "{count} break, {done} with exercises, {minutes} min away",
        "{count} breaks, {done} with exercises, {minutes} min away",
        day.breaks,
        done=day.done,
        minutes=day.minutes_away,
    )


# ---------------------------------------------------------------- twelve months


def year(history: Days, on: date) -> Chart:
    """The last twelve months, a square a day: the more breaks, the larger and the darker it is."""
    title = _("The last twelve months")
    since = on - timedelta(days=371)
    breaks = [day.counts.breaks for at, day in history.items() if at >= since and day.counts.breaks]
    if not breaks:
        hint = _("From your first break on, every day has its square here.")
        return Chart(title, WIDTH, 30, (TextLine(0, 18, hint, "muted", LABEL),), (hint,))
    earliest = monday(on - timedelta(days=365))
    step = (WIDTH - YEAR_LEFT) / ((on - earliest).days // 7 + 1)
    # Days before the first one are no days without a break: they are not shown.
    begun = min(history)
    first = max(earliest, monday(begun))
    marks: list[Mark] = [
        TextLine(0, YEAR_TOP + (row + 0.75) * step, weekday_short(first + timedelta(days=row))) for row in (0, 2, 4)
    ]
    marks += _months(first, on, step)
    for number in range((on - first).days + 1):
        at = first + timedelta(days=number)
        if at >= begun:
            marks.append(_square(_counts(history, at), *divmod(number, 7), step))
    beside = YEAR_LEFT + ((on - first).days // 7 + 2) * step
    if beside < WIDTH / 3:
        hint = _("The more breaks, the larger the square.")
        marks.append(TextLine(beside, YEAR_TOP + 4 * step, hint))
    description = n_(
        "{count} day with a break in the last twelve months, {breaks} breaks in all.",
        "{count} days with a break in the last twelve months, {breaks} breaks in all.",
        len(breaks),
        breaks=sum(breaks),
    )
    return Chart(title, WIDTH, YEAR_TOP + 7 * step + 6, tuple(marks), (description,))


def _months(first: date, on: date, step: float) -> Iterator[Mark]:
    """The name of each month above the first whole week of it, and of the one that the grid begins with."""
    weeks = (on - first).days // 7 + 1
    begins = [
        column
        for column in range(weeks)
        if not column or (first + timedelta(weeks=column)).month != (first + timedelta(weeks=column - 1)).month
    ]
    for column, later in zip(begins, [*begins[1:], weeks + 1], strict=True):
        if later - column >= 3 or len(begins) == 1:  # there is room for the name
            yield TextLine(YEAR_LEFT + column * step, YEAR_TOP - 7, month_short(first + timedelta(weeks=column)))


def _square(day: Today, column: int, row: int, step: float) -> Rectangle:
    """A day of the year in its place, `step` apart from its neighbours."""
    role, share = next(look for least, look in GRADES if day.breaks >= least)
    size = share * step
    x, y = YEAR_LEFT + (column + 0.5) * step - size / 2, YEAR_TOP + (row + 0.5) * step - size / 2
    description = _("{day}: {breaks}", day=day_month_long(day.on), breaks=_breaks(day)) if day.breaks else ""
    return Rectangle(x, y, size, size, role, 2, description=description)
