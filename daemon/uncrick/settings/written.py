"""How values are written: durations, values on the command line, and values quoted in a message."""

import re
from typing import Any

from uncrick.core.model.text import _, n_
from uncrick.errors import SettingsError

Written = str | int | bool | list[str]
"""A value as TOML has it."""

_NUMBER = r"([0-9]{1,9}(?:\.[0-9]{1,9})?)"
_DURATION = re.compile(f"(?:{_NUMBER}h)? ?(?:{_NUMBER}m)? ?(?:{_NUMBER}s)?")
_BARE = re.compile(_NUMBER)


def is_bare_number(text: str) -> bool:
    """Whether it is a number without a unit."""
    return _BARE.fullmatch(text.strip()) is not None


def in_minutes(text: str) -> str:
    """The same, a bare number with the unit of minutes: `5` becomes `5m`."""
    return f"{text.strip()}m" if is_bare_number(text) else text


def parse_duration(text: str) -> float:
    """
    Seconds of a duration such as `90s`, `10m`, `1h30m` or `2.1h`.

    Raises:
        SettingsError: it is none; a bare number has no unit.
    """
    match = _DURATION.fullmatch(text.strip().lower())
    if not match or not any(match.groups()):
        raise SettingsError(
            _("{text} is not a length of time", text=quoted(text)),
            _('say "90s" for seconds, "10m" for minutes, "2h" for hours, or "1h30m"'),
        )
    return round(sum(float(number or 0) * unit for number, unit in zip(match.groups(), (3600, 60, 1), strict=True)), 3)


def spoken(seconds: float) -> str:
    """A duration as it is written: `1h30m`."""
    whole, rest = divmod(round(seconds, 3), 60)
    hours, minutes = divmod(int(whole), 60)
    parts = ((hours, "h"), (minutes, "m"), (round(rest, 3), "s"))
    return "".join(f"{number:g}{unit}" for number, unit in parts if number) or "0s"


def in_words(seconds: float) -> str:
    """A length of whole minutes in words: `10 minutes`, `2 hours`, `7 days`."""
    minutes = round(seconds / 60)
    if not minutes % 1440:
        return n_("{count} day", "{count} days", minutes // 1440)
    if not minutes % 60:
        return n_("{count} hour", "{count} hours", minutes // 60)
    return n_("{count} minute", "{count} minutes", minutes)


def in_one_unit(seconds: float) -> str:
    """A duration as a person would rather write it: `60m`, not `1h`; up to 90 of a unit stay in it."""
    for unit, length in (("s", 1), ("m", 60)):
        if seconds <= 90 * length and not seconds % length:
            return f"{seconds / length:g}{unit}"
    return spoken(seconds)


def plain(written: Written) -> str:
    """A value as it is written on the command line."""
    if isinstance(written, bool):
        return "true" if written else "false"
    return "; ".join(written) if isinstance(written, list) else str(written)


def quoted(value: Any) -> str:
    """A value as it may stand in a message: one short line."""
    import json

    try:
        text = json.dumps(value, ensure_ascii=False, default=str)
    except (RecursionError, ValueError):  # nested too deep, or a number of thousands of digits
        return "…"
    return text if len(text) <= 80 else f"{text[:79]}…"
