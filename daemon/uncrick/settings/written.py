"""How values are written: durations, values on the command line, and values quoted in a message."""

import re
from typing import Any

from uncrick.core.model.text import _
from uncrick.errors import SettingsError

Written = str | int | bool | list[str]
"""A value as TOML has it."""

_NUMBER = r"([0-9]{1,9}(?:\.[0-9]{1,9})?)"
_DURATION = re.compile(f"(?:{_NUMBER}h)? ?(?:{_NUMBER}m)? ?(?:{_NUMBER}s)?")


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
            _('expected a number with its unit: "60m", "90s", "1h30m"'),
        )
    return round(sum(float(number or 0) * unit for number, unit in zip(match.groups(), (3600, 60, 1), strict=True)), 3)


def spoken(seconds: float) -> str:
    """A duration as it is written: `1h30m`."""
    whole, rest = divmod(round(seconds, 3), 60)
    hours, minutes = divmod(int(whole), 60)
    parts = ((hours, "h"), (minutes, "m"), (round(rest, 3), "s"))
    return "".join(f"{number:g}{unit}" for number, unit in parts if number) or "0s"


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
    except RecursionError:
        return "…"
    return text if len(text) <= 80 else f"{text[:79]}…"
