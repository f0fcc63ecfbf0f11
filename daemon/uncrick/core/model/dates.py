"""Dates, times of day, lengths of time, lists and rows of sentences, in the person's language."""

from collections.abc import Sequence
from datetime import date, datetime

from uncrick.core.model.text import N_, _, p_

# Marked one by one, as months and days differ in a date and alone in many languages.
WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
WEEKDAYS_SHORT = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


def weekday(day: date) -> str:
    """`Monday`."""
    return _(WEEKDAYS[day.weekday()])


def weekday_short(day: date) -> str:
    """`Mon`."""
    return _(WEEKDAYS_SHORT[day.weekday()])


def month_short(day: date) -> str:
    """`Nov`, alone, as the heading of a column."""
    names = (
        p_("month alone, short", "Jan"),
        p_("month alone, short", "Feb"),
        p_("month alone, short", "Mar"),
        p_("month alone, short", "Apr"),
        p_("month alone, short", "May"),
        p_("month alone, short", "Jun"),
        p_("month alone, short", "Jul"),
        p_("month alone, short", "Aug"),
        p_("month alone, short", "Sep"),
        p_("month alone, short", "Oct"),
        p_("month alone, short", "Nov"),
        p_("month alone, short", "Dec"),
    )
    return names[day.month - 1]


def time_of_day(at: datetime) -> str:
    """`08:30`, in the zone that `at` is in."""
    hour, minute = f"{at.hour:02}", f"{at.minute:02}"
    return p_("time of day", "{hour}:{minute}", hour=hour, minute=minute)


def time_with_seconds(at: datetime) -> str:
    """`08:30:05`, in the zone that `at` is in."""
    parts = {"hour": f"{at.hour:02}", "minute": f"{at.minute:02}", "second": f"{at.second:02}"}
    return p_("time of day", "{hour}:{minute}:{second}", **parts)


def weekday_time(at: datetime) -> str:
    """`Mon 08:30`."""
    return p_("time of a day", "{weekday} {time}", weekday=weekday_short(at), time=time_of_day(at))


def date_time(at: datetime) -> str:
    """`Mon 07 Dec 08:30`: two digits for the day, as times stand below each other."""
    day = _short(at, f"{at.day:02}")
    return p_("time of a day", "{weekday} {day} {time}", weekday=weekday_short(at), day=day, time=time_of_day(at))


def day_month(day: date) -> str:
    """`7 Dec`."""
    return _short(day, str(day.day))


def weekday_date(day: date) -> str:
    """`Mon 7 Dec`."""
    return p_("date", "{weekday} {day}", weekday=weekday_short(day), day=day_month(day))


def weekday_date_year(day: date) -> str:
    """`Mon 07 Dec 2026`."""
    on = _short(day, f"{day.day:02}")
    return p_("date", "{weekday} {day} {year}", weekday=weekday_short(day), day=on, year=day.year)


def day_month_long(day: date) -> str:
    """`7 December`."""
    dates = (
        p_("date", "{day} January", day=day.day),
        p_("date", "{day} February", day=day.day),
        p_("date", "{day} March", day=day.day),
        p_("date", "{day} April", day=day.day),
        p_("date", "{day} May", day=day.day),
        p_("date", "{day} June", day=day.day),
        p_("date", "{day} July", day=day.day),
        p_("date", "{day} August", day=day.day),
        p_("date", "{day} September", day=day.day),
        p_("date", "{day} October", day=day.day),
        p_("date", "{day} November", day=day.day),
        p_("date", "{day} December", day=day.day),
    )
    return dates[day.month - 1]


def weekday_date_long(day: date) -> str:
    """`Monday, 7 December`."""
    return p_("date", "{weekday}, {day}", weekday=weekday(day), day=day_month_long(day))


def _short(on: date, day: str) -> str:
    dates = (
        p_("date, short", "{day} Jan", day=day),
        p_("date, short", "{day} Feb", day=day),
        p_("date, short", "{day} Mar", day=day),
        p_("date, short", "{day} Apr", day=day),
        p_("date, short", "{day} May", day=day),
        p_("date, short", "{day} Jun", day=day),
        p_("date, short", "{day} Jul", day=day),
        p_("date, short", "{day} Aug", day=day),
        p_("date, short", "{day} Sep", day=day),
        p_("date, short", "{day} Oct", day=day),
        p_("date, short", "{day} Nov", day=day),
        p_("date, short", "{day} Dec", day=day),
    )
    return dates[on.month - 1]


def near(at: datetime, today: date) -> str:
    """
    `08:30` today, `Mon 08:30` within six days, `Mon 07 Dec 08:30` beyond, where the weekday alone would mislead.

    Args:
        at: in the person's zone.
        today: the day in that zone.
    """
    days = abs((at.date() - today).days)
    if days == 0:
        return time_of_day(at)
    return weekday_time(at) if days < 7 else date_time(at)


def hours_minutes(minutes: int) -> str:
    """A length: `40 min`, `1 h`, `1 h 05`."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return p_("length", "{minutes} min", minutes=rest)
    if not rest:
        return p_("length", "{hours} h", hours=hours)
    two_digits = f"{rest:02}"
    return p_("length", "{hours} h {minutes}", hours=hours, minutes=two_digits)


def minutes_seconds(seconds: int) -> str:
    """A length: `0:40`, `2:54`."""
    return f"{seconds // 60}:{seconds % 60:02}"


def remaining(seconds: int) -> str:
    """A length that counts down: `40 s`, and from a minute on `2:54`."""
    return p_("length", "{seconds} s", seconds=seconds) if seconds < 60 else minutes_seconds(seconds)


def comma_list(parts: Sequence[str]) -> str:
    """`a, b, c`."""
    return p_("list", ", ").join(parts)


def and_list(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`; nothing for no parts."""
    if len(parts) < 2:
        return "".join(parts)
    return p_("list", "{first} and {last}", first=comma_list(parts[:-1]), last=parts[-1])


def sentences(*parts: str) -> str:
    """Whole sentences, one after another; empty ones are passed over."""
    text = ""
    for part in filter(None, parts):
        text = p_("sentences", "{first} {next}", first=text, next=part) if text else part
    return text
