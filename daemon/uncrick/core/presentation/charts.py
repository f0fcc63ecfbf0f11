"""The pictures of the history: a day, a week, a year and the exercises, as shapes with roles, for any painter.

What differs in colour differs in height, size or pattern too, for whoever cannot tell the colours apart.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from uncrick.core.history.day import Today, learn, of_day
from uncrick.core.history.practice import monday
from uncrick.core.model.record import Kind, Record

WIDTH = 720.0
LABEL, SMALL, BIG = 13.0, 11.0, 30.0
EARLIEST, LATEST = 8, 18  # hours that a day shows in any case
SHORTEST = 4.0  # a break of a minute is still to be seen
# A day of the year with so many breaks: its colour, and how much of its place it fills.
GRADES = ((6, ("exercise", 0.84)), (3, ("stepped", 0.68)), (1, ("natural", 0.5)), (0, ("line", 0.28)))

COLOURS: Mapping[str, tuple[str, str]] = {
    # role: in the light theme, in the dark theme; the hues are those that all eyes tell apart
    "work": ("#d9d4c7", "#3a4349"),
    "exercise": ("#0b6b5e", "#5ccdb8"),
    "stepped": ("#4d8fb8", "#7bb8dd"),
    "natural": ("#a9c4d6", "#4c6f86"),
    "call": ("#c77a12", "#e9a94a"),
    "paused": ("#8b8579", "#8d979d"),
    "none": ("#e8e4da", "#2a3136"),
    "text": ("#1d2b2a", "#edf2f0"),
    "muted": ("#576361", "#a3b1ad"),
    "line": ("#cfc9bd", "#4b545d"),
}


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; `hatched`: stripes in the place of a plain fill; `open`: its outline only."""

    x: float
    y: float
    width: float
    height: float
    role: str
    round: float = 0.0
    hatched: bool = False
    open: bool = False
    told: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text at its baseline; `anchor` is start, middle or end."""

    x: float
    y: float
    text: str
    role: str = "muted"
    size: float = SMALL
    anchor: str = "start"
    strong: bool = False


ExerciseRestriction = Box | Words


@dataclass(frozen=True, slots=True)
class Chart:
    """
    One picture.

    Attributes:
        told: the same in sentences, for whoever does not see it.
    """

    title: str
    width: float
    height: float
    marks: tuple[ExerciseRestriction, ...]
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a day; `role` says what it was."""

    role: str
    begins: datetime
    ends: datetime


NAMES = {
    "exercise": "with exercises",
    "stepped": "stepped away",
    "natural": "away anyway",
    "call": "in a call, or busy",
    "paused": "paused",
    "work": "at the desk",
}
# Each kind has a height of its own in the band, and the calls and the pauses a pattern.
HEIGHTS = {"work": 14.0, "call": 22.0, "paused": 22.0, "natural": 34.0, "stepped": 44.0, "exercise": 54.0}


# ---------------------------------------------------------------- a day


def stretches(records: Iterable[Record], on: date, zone: tzinfo, now: datetime) -> list[Stretch]:
    """What a day consisted of, as far as the history says; what lies before others in the list lies under them."""
    begins = datetime.combine(on, time(), zone)
    ends = min(datetime.combine(on + timedelta(days=1), time(), zone), now)
    mine = [record for record in records if record.at.astimezone(zone).date() == on]
    if not mine:
        return []
    told = (_stretch(record, after, ends) for record, after in zip(mine, [*mine[1:], None], strict=True))
    found = [Stretch(one.role, max(begins, one.begins), min(ends, one.ends)) for one in told if one is not None]
    first = min([mine[0].at, *(one.begins for one in found)])
    last = ends if ends == now else max([mine[-1].at, *(one.ends for one in found)])
    return [Stretch("work", max(begins, first), max(first, last)), *sorted(found, key=lambda one: HEIGHTS[one.role])]


def _stretch(record: Record, after: Record | None, ends: datetime) -> Stretch | None:
    match record.kind:
        case Kind.DONE | Kind.PART_DONE:
            seconds = record.detail.get("seconds")
            length = timedelta(seconds=seconds if isinstance(seconds, int | float) else 60)
            return Stretch("exercise", record.at - length, record.at)
        case Kind.STEPPED_AWAY:
            return Stretch("stepped", record.at, record.until or record.at)
        case Kind.NATURAL:
            return Stretch("natural", record.at, record.until or ends)
        case Kind.PAUSED:
            resumed = after is not None and after.kind is Kind.RESUMED and record.until and after.at < record.until
            return Stretch("paused", record.at, after.at if resumed and after else record.until or ends)
        case Kind.DEFERRED:
            return Stretch("call", record.at, ends if after is None else after.at)
        case Kind.PROMPTED:
            return _call(record)
        case _:
            return None


def _call(record: Record) -> Stretch | None:
    """The calls before a prompt: several are drawn as one, to the end of the last."""
    seconds, until = record.detail.get("busy"), record.detail.get("busy_until")
    if not isinstance(seconds, int) or not isinstance(until, str):
        return None
    ended = datetime.fromisoformat(until)
    return Stretch("call", ended - timedelta(seconds=seconds), ended)


def day(records: Sequence[Record], on: date, zone: tzinfo, now: datetime) -> Chart:
    """A day as a band."""
    parts = stretches(records, on, zone, now)
    hours = _hours(parts, on, zone)
    top, base = 16.0, 74.0
    marks: list[ExerciseRestriction] = []
    wide = WIDTH / (hours[1] - hours[0])

    def x(at: datetime) -> float:
        local = at.astimezone(zone)
        return WIDTH if local.date() > on else (local.hour + local.minute / 60 + local.second / 3600 - hours[0]) * wide

    for hour in range(hours[0], hours[1] + 1, 1 if hours[1] - hours[0] <= 12 else 2):
        at = (hour - hours[0]) * wide
        anchor = "start" if hour == hours[0] else "end" if hour == hours[1] else "middle"
        marks.append(Box(min(at, WIDTH - 1), top, 1, base - top, "none"))
        marks.append(Words(at, base + 16, f"{hour}:00", anchor=anchor))
    for part in parts:
        high = HEIGHTS[part.role]
        left = max(0.0, min(x(part.begins), WIDTH - SHORTEST))
        told = f"{_clock(part.begins, zone)} to {_clock(part.ends, zone)}: {NAMES[part.role]}"
        size = max(SHORTEST, x(part.ends) - left)
        marks.append(
            Box(
                left,
                base - high,
                min(size, WIDTH - left),
                high,
                part.role,
                round=min(3.0, size / 2),
                hatched=part.role == "call",
                open=part.role == "paused",
                told=told,
            )
        )
    marks += _legend([role for role in NAMES if any(part.role == role for part in parts)], base + 40)
    all_told = tuple(mark.told for mark in marks if isinstance(mark, Box) and mark.told)
    title = f"{on:%A}, {on.day} {on:%B}"
    return Chart(title, WIDTH, base + 48, tuple(marks), all_told or ("Nothing was written down on this day.",))


def _hours(parts: list[Stretch], on: date, zone: tzinfo) -> tuple[int, int]:
    local = [(part.begins.astimezone(zone), part.ends.astimezone(zone)) for part in parts]
    first = min([EARLIEST, *(begins.hour for begins, _ in local)])
    last = max([LATEST, *(24 if ends.date() > on else min(24, ends.hour + 1) for _, ends in local)])
    return first, last


def _legend(roles: list[str], y: float, hatched: str = "call") -> list[ExerciseRestriction]:
    marks: list[ExerciseRestriction] = []
    x = 0.0
    for role in roles:
        marks.append(Box(x, y - 10, 12, 12, role, 3, hatched=role == hatched, open=role == "paused"))
        marks.append(Words(x + 18, y, NAMES[role]))
        x += 34 + 6.2 * len(NAMES[role])
    return marks


def _clock(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%H:%M}"


# ---------------------------------------------------------------- a week


def week(records: Sequence[Record], on: date, zone: tzinfo) -> Chart:
    """The week of a day, a column each: breaks with exercises, by stepping away, and by being away anyway."""
    first = monday(on)
    days = [of_day(records, first + timedelta(days=number), zone) for number in range(7)]
    most = max([4, *(one.breaks for one in days)])
    top, base, wide = 22.0, 142.0, WIDTH / 7
    unit = (base - top) / most
    marks: list[ExerciseRestriction] = [Box(0, base, WIDTH, 1, "line")]
    told = []
    for number, one in enumerate(days):
        middle, y = (number + 0.5) * wide, base
        for role, count in (("exercise", one.done), ("stepped", one.stepped_away), ("natural", one.natural)):
            if count:
                y -= count * unit
                marks.append(
                    Box(middle - 22, y + 1, 44, count * unit - 2, role, 4, hatched=role == "natural", told=f"{count}")
                )
        if one.breaks:
            marks.append(Words(middle, y - 6, str(one.breaks), "text", LABEL, "middle", strong=True))
        named = f"{one.on:%a} {one.on.day}"
        role = "text" if one.on == on else "muted"
        marks.append(Words(middle, base + 18, named, role, LABEL, "middle", strong=one.on == on))
        if one.minutes_away:
            marks.append(Words(middle, base + 34, f"{one.minutes_away} min", anchor="middle"))
        told.append(f"{one.on:%A}: {_breaks(one)}")
    marks += _legend(["exercise", "stepped", "natural"], base + 60, hatched="natural")
    last = first + timedelta(days=6)
    title = f"Week of {first.day} {first:%B} to {last.day} {last:%B}"
    return Chart(title, WIDTH, base + 68, tuple(marks), tuple(told))


def _breaks(one: Today) -> str:
    if not one.breaks:
        return "no break"
    count = "1 break" if one.breaks == 1 else f"{one.breaks} breaks"
    return f"{count}, {one.done} with exercises, {one.minutes_away} min away"


# ---------------------------------------------------------------- twelve months


def year(records: Iterable[Record], on: date, zone: tzinfo) -> Chart:
    """The last twelve months, a square a day: the more breaks, the larger and the darker it is."""
    days: dict[date, Today] = {}
    for record in records:
        at = record.at.astimezone(zone).date()
        days[at] = learn(days.get(at, Today(at)), record, zone)
    first = monday(on - timedelta(days=365))
    weeks = (on - first).days // 7 + 1
    left, top = 30.0, 20.0
    step = (WIDTH - left) / weeks
    rows = ((0, "Mon"), (2, "Wed"), (4, "Fri"))
    marks: list[ExerciseRestriction] = [Words(0, top + (row + 0.75) * step, name) for row, name in rows]
    month = 0
    for number in range((on - first).days + 1):
        at = first + timedelta(days=number)
        column, row = divmod(number, 7)
        if at.month != month and row == 0:
            month = at.month
            if column < weeks - 2 and at.day <= 14:
                marks.append(Words(left + column * step, top - 7, f"{at:%b}"))
        breaks = days[at].breaks if at in days else 0
        role, share = next(look for least, look in GRADES if breaks >= least)
        size = share * step
        x, y = left + (column + 0.5) * step - size / 2, top + (row + 0.5) * step - size / 2
        told = f"{at.day} {at:%B}: {_breaks(days[at])}" if breaks else ""
        marks.append(Box(x, y, size, size, role, 2, told=told))
    with_breaks = [one for at, one in days.items() if at >= first and one.breaks]
    total = sum(one.breaks for one in with_breaks)
    told_all = (f"{len(with_breaks)} days with a break in the last twelve months, {total} breaks in all.",)
    return Chart("The last twelve months", WIDTH, top + 7 * step + 6, tuple(marks), told_all)


# ---------------------------------------------------------------- exercises


def areas(counted: Sequence[Mapping[str, Any]]) -> Chart:
    """Exercises by area, each against what is enough for the week; `counted` has `name`, `done` and `quota`."""
    marks: list[ExerciseRestriction] = []
    told = []
    row, left = 30.0, 190.0
    wide = WIDTH - left - 70
    most = max([1, *(max(one["done"], one["quota"]) for one in counted)])
    for number, one in enumerate(counted):
        y = 8 + number * row
        marks.append(Words(0, y + 15, one["name"], "text", LABEL))
        marks.append(Box(left, y + 3, wide * one["quota"] / most, 15, "none", 7))
        if one["done"]:
            marks.append(Box(left, y + 3, wide * one["done"] / most, 15, "exercise", 7))
        marks.append(Box(left + wide * one["quota"] / most - 1, y, 2, 21, "text"))
        full = " ✓" if one["done"] >= one["quota"] else ""
        marks.append(Words(WIDTH, y + 15, f"{one['done']} of {one['quota']}{full}", "text", LABEL, "end"))
        told.append(f"{one['name']}: {one['done']} of {one['quota']} this week.")
    return Chart("Exercises this week", WIDTH, 8 + len(counted) * row, tuple(marks), tuple(told) or ("None yet.",))
