"""Reads what a person typed: --json, lengths, times, numbers, settings and choices."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from uncrick.cli import output
from uncrick.core.model.text import N_, _
from uncrick.errors import SettingsError, UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace  # the daemon must not load it

STATUS_AS_JSON = N_("print the status as JSON")
ONE_OBJECT = N_("one JSON object")

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EXPECTED_MOMENT = N_('Expected one such as 11:20, "yesterday 11:20", "Fri 11:20" or "2026-11-20 11:20".')


def parse(parser: "ArgumentParser", words: Sequence[str], json: str) -> "Namespace":
    """
    The words of a command that also takes --json, as its last option.

    Args:
        json: what --json prints; English, marked for translation.
    """
    parser.add_argument("--json", action="store_true", help=_(json))
    return parser.parse_args(words)


# ---------------------------------------------------------------- settings


@contextmanager
def usage_errors() -> Iterator[None]:
    """
    Around whatever reads a setting or a value from the command line.

    Raises:
        UsageError: for what would be a SettingsError in a file.
    """
    try:
        yield
    except SettingsError as error:
        raise UsageError(error.title, error.message) from None


def check_overrides(words: Sequence[str]) -> None:
    """`--set KEY=VALUE`, before anything begins; UsageError with a line for each that cannot be used."""
    if words:
        from uncrick.settings import Settings, override

        with usage_errors():
            override(Settings(), words)


# ---------------------------------------------------------------- lengths and times


def minutes(text: str, *, most: float) -> float:
    """
    A length in minutes; a bare number is minutes.

    Raises:
        UsageError: not a length, not more than zero, or more than `most` minutes.
    """
    from uncrick.settings import in_minutes, in_words, parse_duration

    try:
        length = parse_duration(in_minutes(text)) / 60
    except SettingsError:
        length = 0.0
    if not 0 < length <= most:
        raise UsageError(
            _("{text!r} is not a length of time that can be used here", text=text),
            _("Say 5 or 5m for five minutes, or 1h for an hour; at most {most}.", most=in_words(most * 60)),
        )
    return length


def time_of_day(text: str, now: datetime, *, ahead: bool) -> datetime:
    """
    The next (`ahead`) or the last such time, as in `14:00` or `14`.

    Raises:
        UsageError: not a time of day.
    """
    try:
        hour, minute = (int(part) for part in (text if ":" in text else f"{text}:00").split(":"))
        at = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    except ValueError:
        raise UsageError(
            _("{text!r} is not a time of day", text=text), _("Say 14 or 14:00 for two in the afternoon.")
        ) from None
    if ahead and at <= now:
        at += timedelta(days=1)
    if not ahead and at > now:
        at -= timedelta(days=1)
    return at


def past_moment(words: Sequence[str], now: datetime) -> datetime:
    """
    A time of the past as people write it; a time of day alone is the last such time.

    Raises:
        UsageError: not a time, or one that lies ahead.
    """
    text = " ".join(words)
    day, _space, time = text.replace("T", " ").strip().rpartition(" ")
    try:
        last = time_of_day(time, now, ahead=False)
    except UsageError as error:
        raise UsageError(error.title, _(EXPECTED_MOMENT)) from None
    if not day:
        return last
    at = last.replace(year=now.year, month=now.month, day=now.day)
    if day.lower() in ("today", "yesterday"):
        at -= timedelta(days=1 if day.lower() == "yesterday" else 0)
    elif (name := day.lower()[:3]) in WEEKDAYS:
        back = (now.weekday() - WEEKDAYS.index(name)) % 7
        at -= timedelta(days=back if at <= now or back else 7)
    else:
        try:
            on = datetime.fromisoformat(day)
        except ValueError:
            raise UsageError(_("{text!r} is not a time", text=text), _(EXPECTED_MOMENT)) from None
        at = at.replace(year=on.year, month=on.month, day=on.day)
    if at > now:
        raise UsageError(_("{text!r} is in the future", text=text), _("Choose a time in the past."))
    return at


# ---------------------------------------------------------------- numbers of a printed list


def parts(text: str) -> list[str]:
    """Words, numbers and ranges with commas or spaces between them."""
    return [part for part in re.split(r"[,\s]+", re.sub(r"(?<=\d)\s*[-–]\s*(?=\d)", "-", text)) if part]


def by_numbers(words: Sequence[str], ids: Sequence[str]) -> list[str]:
    """
    The words, those that are numbers or ranges replaced by the ids that stand there in the printed list.

    Raises:
        ValueError: with a sentence about a number that the list does not have.
    """
    found: list[str] = []
    for word in words:
        found += _numbered(word, ids) if word not in ids and word[:1].isdecimal() else [word]
    return list(dict.fromkeys(found))


def _numbered(word: str, ids: Sequence[str]) -> Sequence[str]:
    """Those at a number or range, counted from 1, such as `7` or `5-7`."""
    match = re.fullmatch(r"(\d{1,3})(?:-(\d{1,3}))?", word, re.ASCII)
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
    if not 1 <= first <= last <= len(ids):
        raise ValueError(_("{part} is not a number from 1 to {most}.", part=word, most=len(ids)))
    return ids[first - 1 : last]


def listed(text: str, ids: Sequence[str]) -> list[str]:
    """
    The ids that a person means who was shown a numbered list.

    Raises:
        ValueError: with a sentence, where there are none, or unknown ones.
    """
    chosen = by_numbers(parts(text), ids)
    if not chosen or not set(chosen).issubset(ids):
        raise ValueError(_("Type numbers from 1 to {most}.", most=len(ids)))
    return chosen


# ---------------------------------------------------------------- questions in a terminal

NONE = ("0", "none")
SKIP = ("s", "skip")


def choose_some(
    question: str, keys: str, names: Mapping[str, str], before: frozenset[str] | None, *, none: Sequence[str] = NONE
) -> frozenset[str] | None:
    """
    Some of the names, by their numbers in the printed list or by their ids; None is a skip.

    Args:
        before: what Enter alone means; None: it asks again.
        none: what is typed for none of them.
    """
    output.say(question)
    ids = list(names)
    for number, (name, text) in enumerate(names.items(), 1):
        output.say(f"{'*' if name in (before or ()) else ' '}{number:3}  {text}")
    while True:
        typed = input(f"{keys} > ").strip().lower()
        if not typed and before is not None:
            return before
        if typed in SKIP:
            return None
        if typed in none:
            return frozenset()
        try:
            return frozenset(listed(typed, ids))
        except ValueError as error:
            output.say(f"{error}")


def choose_one(question: str, keys: Mapping[str, object], before: object) -> object:
    """One of the answers by its letter; Enter is `before`."""
    words = " or ".join(value for value in keys.values() if isinstance(value, str))
    choices = "/".join(f"[{key}]" if value == before else key for key, value in keys.items())
    prompt = f"{question} {words}, {choices} > " if words else f"{question} {choices} > "
    while True:
        typed = input(prompt).strip().lower()
        if not typed or typed in SKIP:
            return before
        if typed[0] in keys:
            return keys[typed[0]]
        output.say(_("{keys}, or Enter.", keys=" or ".join(keys)))
