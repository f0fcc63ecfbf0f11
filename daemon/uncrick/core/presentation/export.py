"""The history for other programs: records as plain objects, as a table, and as a page with pictures."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from uncrick.core.history.day import of_day, sentence
from uncrick.core.model.record import Record, item_object
from uncrick.core.presentation import charts
from uncrick.core.presentation.html_report import page

Plain = dict[str, Any]
COLUMNS = ("id", "at", "until", "kind", "source", "routine", "feedback", "detail")


def record_object(record: Record, iso: Callable[[datetime], str]) -> Plain:
    """One record of `history --json`."""
    return {
        "id": record.id,
        "at": iso(record.at),
        "until": None if record.until is None else iso(record.until),
        "kind": record.kind.value,
        "source": str(record.source),
        "routine": [item_object(item) for item in record.routine],
        "feedback": record.feedback,
        "detail": dict(record.detail),
    }


def table(plain: Iterable[Plain]) -> str:
    """Records as CSV, with a line of names first."""
    lines: list[str] = []

    class Lines:
        def write(self, line: str) -> int:
            lines.append(line)
            return len(line)

    writer = csv.writer(Lines())
    writer.writerow(COLUMNS)
    writer.writerows(_rows(plain))
    return "".join(lines)


def _rows(plain: Iterable[Plain]) -> Iterator[list[Any]]:
    for record in plain:
        routine = " ".join(f"{item['id']}*{item['reps']}" for item in record["routine"])
        detail = json.dumps(record["detail"], ensure_ascii=False)
        yield [{**record, "routine": routine, "detail": detail}[column] for column in COLUMNS]


def pictures(records: Sequence[Record], told: Plain, now: datetime, on: datetime) -> list[charts.Chart]:
    """
    Everything that the history window shows.

    Args:
        told: what `stats.overview` says, for all days.
        now, on: aware, in the person's zone.
    """
    zone = on.tzinfo
    assert zone is not None
    return [
        charts.day(records, on.date(), zone, now),
        charts.week(records, on.date(), zone),
        charts.areas(told["areas"]),
        charts.year(records, now.date(), zone),
    ]


def summed(records: Sequence[Record], told: Plain, now: datetime) -> tuple[str, ...]:
    """The day, and the days with a break, in a sentence each."""
    zone = now.tzinfo
    assert zone is not None
    days = told["days_with_breaks"]
    return (
        sentence(of_day(records, now.date(), zone)),
        *((f"{days} {'day' if days == 1 else 'days'} with a break so far.",) if days else ()),
    )


def html(records: Sequence[Record], told: Plain, now: datetime) -> str:
    """One page with all of it; `told` as for `pictures`."""
    return page("Uncrick: your breaks", summed(records, told, now), pictures(records, told, now, now), told["days"])
