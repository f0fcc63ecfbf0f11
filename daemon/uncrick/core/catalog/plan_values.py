"""The values of a plan's file as a clinician may write them: numbers, lengths, weekdays and dates."""

import re
from datetime import date

from uncrick.core.model.prescription import EVERY_DAY, WORKDAYS
from uncrick.core.model.spelled_hours import DAYS
from uncrick.core.model.text import _

SHORT_DAYS = tuple(day[:3].capitalize() for day in DAYS)
"""How weekdays are written into a file."""

_ALL = ("daily", "every day", "all", "all days", "7", "mon-sun")
_WORK = ("weekdays", "workdays", "working days")
_NUMBER = re.compile(r"(\d{1,6})(?:[.,]0+)?")
_LENGTH = re.compile(r"(\d{1,5}(?:[.,]\d{1,3})?) ?(s|secs?|seconds?|\"|m|mins?|minutes?)?\.?", re.IGNORECASE)
_AT_MIDNIGHT = re.compile(r"(?<=\d\d)[T ][0:]+$")
_DATE = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")


class ValueFault(Exception):  # noqa: N818 the reading goes on
    """A value that cannot be used; the text says what was expected, as the end of a sentence."""


def whole(text: str, most: int) -> int:
    """A number from 1 on; `3,0` of a spreadsheet is one."""
    match = _NUMBER.fullmatch(text.removesuffix("x").strip())
    if match is None or not 1 <= int(match[1]) <= most:
        raise ValueFault(_("expected a whole number from 1 to {most}", most=most))
    return int(match[1])


def seconds(text: str, most: int) -> float:
    """A length: `5`, `2,5`, `20 s`, `1 min`."""
    match = _LENGTH.fullmatch(text)
    value = float(match[1].replace(",", ".")) if match else -1.0
    if match and (match[2] or "s").lower().startswith("m"):
        value *= 60
    if not 0 <= value <= most:
        raise ValueFault(_("expected seconds from 0 to {most}, such as 5 or 20 s", most=most))
    return value


def weekdays(text: str) -> tuple[int, ...]:
    """Weekdays, Monday = 0: `Mon-Fri`, `Mon, Wed, Fri`, `Tue/Thu`, `daily`."""
    word = " ".join(text.lower().replace("–", "-").split())
    if word in _ALL:
        return EVERY_DAY
    if word in _WORK:
        return WORKDAYS
    found: set[int] = set()
    for part in filter(None, re.split(r"[,;/+&]| and | ", re.sub(r" ?- ?", "-", word))):
        first, dash, last = part.partition("-")
        begin = _weekday(first)
        end = _weekday(last) if dash else begin
        found.update(day % 7 for day in range(begin, begin + (end - begin) % 7 + 1))
    if not found:
        raise _no_weekdays()
    return tuple(sorted(found))


def _weekday(name: str) -> int:
    plain = name.rstrip(".")
    for number, day in enumerate(DAYS):
        if len(plain) >= 2 and (day.startswith(plain) or f"{day}s" == plain or plain == f"{day[:3]}s"):
            return number
    raise _no_weekdays()


def _no_weekdays() -> ValueFault:
    return ValueFault(_("expected weekdays such as Mon-Fri, or Mon Wed Fri, or daily"))


def last_date(text: str) -> date:
    """`2027-01-31`, `31.01.2027`, and `31/1/2027` where it can be read in one way only."""
    expected = _("expected a date such as 2027-01-31")
    try:
        return date.fromisoformat(_AT_MIDNIGHT.sub("", text))
    except ValueError:
        pass
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueFault(expected)
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if match[2] == "/" and first <= 12 and second <= 12 and first != second:
        raise ValueFault(_("the day and the month can be read in two ways; write it such as 2027-01-31"))
    day, month = (second, first) if second > 12 and match[2] == "/" else (first, second)
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueFault(expected) from None


# ---------------------------------------------------------------- names of columns and keys

KEYS = ("id", "name", "sets", "reps", "hold", "per day", "days", "until", "area", "notes", "stop")
"""What a row may say, in the order of a file's columns."""

_ALSO = {
    "exercise": "name",
    "repetitions": "reps",
    "set": "sets",
    "rep": "reps",
    "hold time": "hold",
    "seconds": "hold",
    "times a day": "per day",
    "times per day": "per day",
    "daily": "per day",
    "perday": "per day",
    "per day times": "per day",
    "day": "days",
    "weekdays": "days",
    "end": "until",
    "end date": "until",
    "until date": "until",
    "note": "notes",
    "comment": "notes",
    "comments": "notes",
    "instructions": "notes",
    "stop rule": "stop",
    "stop if": "stop",
    "body part": "area",
}
"""Other words for them."""


def key_of(word: str) -> str | None:
    """The key that a column's head, or a key of TOML, stands for; None for no such key."""
    plain = " ".join(re.sub(r"\(.*?\)|[_\-:]", " ", word.lower()).split())
    plain = plain.removesuffix(" s").removesuffix(" sec")
    return plain if plain in KEYS else _ALSO.get(plain)
