"""The rows of the history: a record as columns, and columns as a record, or the reason why they are none."""

import json
from datetime import UTC, datetime
from typing import Any

from uncrick.core.model.record import Item, Kind, Record

# A year that any zone can show, whatever the clock of the machine once was
FIRST_YEAR, LAST_YEAR = 2, 9998


def stamp(at: datetime) -> str:
    """UTC and of one length, so that text sorts as time."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def row_of(record: Record) -> tuple[str | None, ...]:
    """The columns of `records`, in their order."""
    return (
        record.id,
        stamp(record.at),
        stamp(record.until) if record.until else None,
        record.kind.value,
        record.source,
        json.dumps([_cells(item) for item in record.routine], ensure_ascii=False),
        record.feedback,
        json.dumps(dict(record.detail), ensure_ascii=False, sort_keys=True),
    )


def _cells(item: Item) -> list[str | int]:
    return [item.id, item.name, item.reps, item.seconds, *([item.variant] if item.variant else ())]


def record_of(
    record_id: Any, at: Any, until: Any, kind: Any, source: Any, routine: Any, feedback: Any, detail: Any
) -> Record:
    """
    The record in these columns.

    Raises:
        ValueError, TypeError: they hold none; SQLite keeps anything in any column.
    """
    if not (isinstance(record_id, str) and isinstance(source, str) and isinstance(feedback, str | None)):
        raise TypeError("a text is expected, and something else stands there")
    try:
        known = json.loads(detail)
        items = tuple(_item(cells) for cells in json.loads(routine))
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    if not isinstance(known, dict):
        raise ValueError(f"{detail:.40} is no object")  # noqa: TRY004 the row is what is wrong
    return Record(
        record_id, moment(at), None if until is None else moment(until), Kind(kind), source, items, feedback, known
    )


def moment(text: str) -> datetime:
    """
    The aware time in a column.

    Raises:
        ValueError, TypeError: it is none, or one that not every zone can show.
    """
    at = datetime.fromisoformat(text)
    if at.tzinfo is None or not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise ValueError(f"{text} is no time that a calendar shows everywhere")
    return at


def _item(cells: Any) -> Item:
    item = Item(*cells)
    numbers: tuple[Any, Any] = (item.reps, item.seconds)
    if not all(isinstance(number, int) for number in numbers):
        raise TypeError("an exercise of it has something else for a number")
    return item
