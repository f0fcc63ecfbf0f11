"""Exports the history as plain objects, as CSV and as a web page."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from json.encoder import encode_basestring
from typing import Any

from uncrick.core.history.day import of_day, sentence
from uncrick.core.history.days import Days
from uncrick.core.history.stats import statistics
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


def json_list(records: Iterable[Record], iso: Callable[[datetime], str]) -> Iterator[str]:
    """The records as a JSON list, piece by piece; `iso` as for `record_object`."""
    before = "[\n  "
    for record in records:
        yield before + _indented(record_object(record, iso), "\n  ")
        before = ",\n  "
    yield "[]\n" if before.startswith("[") else "\n]\n"


def _indented(value: Any, margin: str) -> str:
    """As `json.dumps` with an indent of two, in half of its time; `margin` is the line end before the value's parts."""
    inner = margin + "  "
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, dict) and value:
        parts = [f"{encode_basestring(key)}: {_indented(part, inner)}" for key, part in value.items()]
        return f"{{{inner}{f',{inner}'.join(parts)}{margin}}}"
    if isinstance(value, list) and value:
        return f"[{inner}{f',{inner}'.join([_indented(part, inner) for part in value])}{margin}]"
    return repr(value) if type(value) is int else json.dumps(value)


def table(records: Iterable[Record], iso: Callable[[datetime], str]) -> Iterator[str]:
    """The records as CSV with a line of column names first, line by line; `iso` as for `record_object`."""
    line = ""

    class Line:
        def write(self, text: str) -> None:
            nonlocal line
            line = text

    writer = csv.writer(Line())
    writer.writerow(COLUMNS)
    yield line
    for record in records:
        plain = record_object(record, iso)
        routine = " ".join(f"{item['id']}*{item['reps']}" for item in plain["routine"])
        detail = json.dumps(plain["detail"], ensure_ascii=False)
        writer.writerow({**plain, "routine": routine, "detail": detail}[column] for column in COLUMNS)
        yield line


def history_charts(
    history: Days, records: Iterable[Record], overview: Plain, now: datetime, on: datetime
) -> list[Chart]:
    """
    The charts of the history: a day, the neck, its week, the areas and the year; one without marks has nothing to show.

    Args:
        history: all of its days.
        records: those of the day shown, oldest first.
        overview: of `stats.overview`.
        now, on: aware, in the person's zone; `on` is the day shown.
    """
    zone = on.tzinfo
    assert zone is not None
    return [
        day(records, day_of(on), zone, now),
        neck(history, day_of(now)),
        week(history, day_of(on)),
        areas(overview["areas"]),
        year(history, day_of(now)),
    ]


def summary(today: Iterable[Record], overview: Plain, now: datetime) -> tuple[str, ...]:
    """The day of which these are the records, and the days with a break so far; `overview` as for `history_charts`."""
    zone = now.tzinfo
    assert zone is not None
    days = overview["days_with_breaks"]
    return (
        sentence(of_day(today, day_of(now), zone)),
        *((n_("{count} day with a break so far.", "{count} days with a break so far.", days),) if days else ()),
    )


def html(history: Days, today: Iterable[Record], overview: Plain, now: datetime) -> str:
    """The whole history as one web page; `today` are the records of the day, the others as for `history_charts`."""
    records = list(today)
    charts = history_charts(history, records, overview, now, now)
    return page(_("Uncrick: your breaks"), summary(records, overview, now), charts, statistics(history)["days"])
