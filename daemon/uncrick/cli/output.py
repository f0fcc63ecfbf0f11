"""What commands print: JSON, tables, and a status in words."""

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from uncrick.core.presentation.prompt_text import times
from uncrick.storage.invocation import typeable

Plain = dict[str, Any]


def say(text: str) -> None:
    """To standard output; the commands in it can be typed."""
    print(typeable(text))


def warn(text: str) -> None:
    """To standard error; the commands in it can be typed."""
    print(typeable(text), file=sys.stderr)


def as_json(value: object) -> None:
    """One JSON document, readable."""
    print(json.dumps(value, indent=2, ensure_ascii=False))


def table(rows: Iterable[Sequence[str]]) -> None:
    """Columns, two spaces apart."""
    kept = [tuple(row) for row in rows]
    widths = [max(len(row[column]) for row in kept) for column in range(len(kept[0]))] if kept else []
    for row in kept:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def clock(text: str | None) -> str:
    """The time of day of an ISO time, with the weekday where it is not today."""
    if text is None:
        return "later"
    at = datetime.fromisoformat(text)
    return at.strftime("%H:%M" if at.date() == datetime.now(at.tzinfo).date() else "%a %H:%M")


def status_line(status: Plain) -> str:
    """How things stand, in one line."""
    why = status["reason"] or ""
    upper = why[:1].upper() + why[1:]
    match status["phase"]:
        case "due" if not status["prompt"]["items"]:
            return "Due now: look away for a minute. uncrick done, snooze or skip."
        case "due":
            items = ", then ".join(_item(item) for item in status["prompt"]["items"])
            return f"Due now: {items}. uncrick break, done, snooze or skip."
        case "snoozed":
            left = {0: "no snooze", 1: "1 snooze"}.get(status["snoozes_left"], f"{status['snoozes_left']} snoozes")
            return f"Again at {clock(status['again_at'])} ({left} left)."
        case "on_break":
            routine = status["break"]
            left = max(0, round(routine["total_seconds"] - routine["position"]))
            return f"On a break: {', then '.join(_item(item) for item in routine['items'])}, {left} s left."
        case "paused":
            return f"Paused until {clock(status['paused_until'])}."
        case "working" if status["next_prompt_at"] and not status["suppressed_by"]:
            return f"Working. Next break around {clock(status['next_prompt_at'])}, at a pause in your typing."
        case "working":
            return f"Working. {upper}." if upper else "Working. The next break comes after an hour of active work."
        case _:
            return f"{upper}." if upper else f"{status['phase'].capitalize()}."


def _item(item: Plain) -> str:
    return ", ".join(part for part in (item["name"], times(item["reps"])) if part)


def safety_line(status: Plain) -> str:
    """That exercises are off, and where to read why; "" while they are on."""
    safety = status.get("safety")
    if safety is None:
        return ""
    if not safety["locked"]:
        return "Exercises are off for today: you felt unwell. uncrick safety says what to mind."
    return f"Exercises are off for safety since {clock(safety['since'])}. Why, and what to do: uncrick safety."


def today_line(today: Plain) -> str:
    """The day in words."""
    breaks = today["done"] + today["stepped_away"] + today["natural"]
    return f"Today: {breaks} {'break' if breaks == 1 else 'breaks'}, {today['minutes_away']} min."
