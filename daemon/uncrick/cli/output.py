"""What commands print: JSON, tables, and a status in words."""

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from uncrick.core.history.day import short_line
from uncrick.core.model.dates import comma_list, near, remaining
from uncrick.core.model.text import N_, _, n_, p_, plain_lines, upper_first
from uncrick.core.presentation.prompt_text import times
from uncrick.storage.invocation import typeable

Plain = dict[str, Any]

# Reasons that a status names by their code.
WORDS = {"no_pause": N_("input without any pause for hours, as from a machine: nothing is shown")}


def say(text: str) -> None:
    """To standard output; the commands in it can be typed."""
    print(plain_lines(typeable(text)))


def warn(text: str) -> None:
    """To standard error; the commands in it can be typed."""
    print(plain_lines(typeable(text)), file=sys.stderr)


def as_json(value: object) -> None:
    """One JSON document, readable."""
    print(json_text(value, indent=2))


def json_text(value: object, indent: int | None = None) -> str:
    """As JSON in which nothing stands that a terminal acts upon."""
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    return "".join(char if char.isprintable() or char == "\n" else json.dumps(char)[1:-1] for char in text)


def say_or_json(wants_json: bool, text: str, value: object) -> None:
    """The text for a person, or the same as JSON."""
    if wants_json:
        as_json(value)
    else:
        say(text)


def table(rows: Iterable[Sequence[str]]) -> None:
    """Columns, two spaces apart."""
    cells = [tuple(row) for row in rows]
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))] if cells else []
    for row in cells:
        print(plain_lines("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()))


def clock(text: str | None) -> str:
    """The time of day of an ISO time, with the weekday or the date where it is not today."""
    if text is None:
        return _("later")
    at = datetime.fromisoformat(text)
    return near(at, datetime.now(at.tzinfo).date())


def status_line(status: Plain) -> str:
    """The status in one line."""
    why = _(WORDS.get(status["reason"], status["reason"] or ""))
    reason = f"{upper_first(why)}." if why else ""
    match status["phase"]:
        case "due" if not status["prompt"]["items"]:
            return _("Due now: look away for a minute. uncrick done, snooze or skip.")
        case "due":
            return _("Due now: {items}. uncrick break, done, snooze or skip.", items=_items(status["prompt"]["items"]))
        case "snoozed":
            return _snoozed(clock(status["again_at"]), status["snoozes_left"])
        case "on_break":
            routine = status["break"]
            left = max(0, round(routine["total_seconds"] - routine["position"]))
            return _("On a break: {items}, {time} left.", items=_items(routine["items"]), time=remaining(left))
        case "paused":
            return _("Paused until {time}.", time=clock(status["paused_until"]))
        case "working" if status["next_prompt_at"] and not status["suppressed_by"]:
            time = clock(status["next_prompt_at"])
            return _("Working. Next break around {time}, at a pause in your typing.", time=time)
        case "working" if reason:
            return _("Working. {reason}", reason=reason)
        case "working":
            return _("Working. The next break comes after an hour of active work.")
        case phase:
            return reason or f"{phase.capitalize()}."


def _snoozed(time: str, left: int) -> str:
    if not left:
        return _("Again at {time} (no snooze left).", time=time)
    return n_("Again at {time} ({count} snooze left).", "Again at {time} ({count} snoozes left).", left, time=time)


def _items(items: Iterable[Plain]) -> str:
    named = (comma_list([part for part in (item["name"], times(item["reps"])) if part]) for item in items)
    return _(", then ").join(named)


def safety_line(status: Plain) -> str:
    """That exercises are off, and where to read why; "" while they are on."""
    safety = status.get("safety")
    if safety is None:
        return ""
    if not safety["locked"]:
        return _("Exercises are off for today: you felt unwell. The signs to watch for: uncrick safety.")
    since = clock(safety["since"])
    return _("Exercises are off for safety since {time}. Why, and what to do: uncrick safety.", time=since)


def today_line(today: Plain) -> str:
    """Breaks and minutes away of today, in one line."""
    breaks = today["done"] + today["stepped_away"] + today["natural"]
    return p_("sentence", "{text}.", text=short_line(breaks, today["minutes_away"]))
