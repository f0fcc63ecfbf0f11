"""Exports the history as plain objects, as CSV and as a web page."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from uncrick.core.history.day import of_day, sentence
from uncrick.core.model.person_day import day_of
from uncrick.core.model.record import Record, item_object
from uncrick.core.model.text import _, n_
from uncrick.core.presentation.charts import Chart, day, week, year
from uncrick.core.presentation.exercise_chart import areas
from uncrick.core.presentation.html_report import page
from uncrick.core.presentation.neck_chart import neck
from uncrick.core.presentation.status import PUT_OFF

Plain = dict[str, Any]
COLUMNS = ("id", "at", "until", "kind", "source", "routine", "feedback", "detail")


def record_object(record: Record, iso: Callable[[datetime], str]) -> Plain:
    """A record as `history --json` prints it; `iso` writes a time."""
    return {
        "id": record.id,
        "at": iso(record.at),
        "until": None if record.until is None else iso(record.until),
        "kind": record.kind.value,
        "source": str(record.source),
        "routine": [item_object(item) for item in record.routine],
        "feedback": record.feedback,
        "detail": _detail(record),
    }


def _detail(record: Record) -> Plain:
    """The details; why a prompt was put off stands there in the English words that programs have always read."""
    reason = record.detail.get("reason")
    return {**record.detail, **({"reason": PUT_OFF[reason]} if reason in PUT_OFF else {})}


def table(records: Iterable[Plain]) -> str:
    """Records, as `record_object` makes them, as CSV with a line of column names first."""
    lines: list[str] = []

    class Lines:
        def write(self, line: str) -> int:
            lines.append(line)
            return len(line)

    writer = csv.writer(Lines())
    writer.writerow(COLUMNS)
    writer.writerows(_rows(records))
    return "".join(lines)


def _rows(records: Iterable[Plain]) -> Iterator[list[Any]]:
    for record in records:
        routine = " ".join(f"{item['id']}*{item['reps']}" for item in record["routine"])
        detail = json.dumps(record["detail"], ensure_ascii=False)
        yield [{**record, "routine": routine, "detail": detail}[column] for column in COLUMNS]


def history_charts(records: Sequence[Record], overview: Plain, now: datetime, on: datetime) -> list[Chart]:
    """
    The charts of the history: a day, the neck, its week, the areas and the year; one without marks has nothing to show.

    Args:
        overview: of `stats.overview`, for all days.
        now, on: aware, in the person's zone; `on` is the day shown.
    """
    zone = on.tzinfo
    assert zone is not None
    return [
        day(records, day_of(on), zone, now),
        neck(records, day_of(now), zone),
        week(records, day_of(on), zone),
        areas(overview["areas"]),
        year(records, day_of(now), zone),
    ]


def summary(records: Sequence[Record], overview: Plain, now: datetime) -> tuple[str, ...]:
    """Today, and the days with a break so far, in a sentence each; `overview` as for `history_charts`."""
    zone = now.tzinfo
    assert zone is not None
    days = overview["days_with_breaks"]
    return (
        sentence(of_day(records, day_of(now), zone)),
        *((n_("{count} day with a break so far.", "{count} days with a break so far.", days),) if days else ()),
    )


def html(records: Sequence[Record], overview: Plain, now: datetime) -> str:
    """The whole history as one web page; `overview` as for `history_charts`."""
    charts = history_charts(records, overview, now, now)
    return page(_("Uncrick: your breaks"), summary(records, overview, now), charts, overview["days"])
