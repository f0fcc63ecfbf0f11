"""The days of the history: those that are over from their summaries, and from records what these do not hold."""

import json
import logging
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from uncrick.core.history.day import Today
from uncrick.core.history.days import DaySummary, summarise
from uncrick.core.history.zone_rule import zone_rule
from uncrick.core.model.person_day import DAY, begin_of_day, day_of
from uncrick.storage.history.store import History

log = logging.getLogger(__name__)

VERSION = 1
"""Of the summaries: another one when a day is counted in another way, and all are made anew."""

STATE = "days"  # the name of what is known of all of them; those of the days are `day 2026-11-23`
DAY_NAME = "day {}"
A_FEW = 3000
"""So many records may be read where somebody waits who did not ask for a report."""

Made = dict[date, DaySummary | None]
"""Days as they are now; None: it has no record any more that counts."""

COUNTS = ("done", "stepped_away", "skipped", "ignored", "snoozed", "natural", "part_done")


@dataclass(frozen=True, slots=True)
class _Known:
    """
    What the summaries were made of.

    Attributes:
        version: `VERSION` at that time.
        rule: of the zone, from `since` to `until`.
        until: days that began before it have a summary.
        records, ends: the numbers of the newest rows.
    """

    version: int = 0
    rule: str = ""
    since: str = ""
    until: str = ""
    records: int = 0
    ends: int = 0


def read_days(history: History, zone: tzinfo, now: datetime) -> dict[date, DaySummary]:
    """
    All days of the history, oldest first; the summaries of days that are over are kept for the next time.

    Args:
        zone: the person's; another one has other days.
        now: aware.

    Raises:
        HistoryError: the records cannot be read.
    """
    with history.of_one_moment():
        known = _known(history, zone)
        first = _first_of_records(known, zone, now)
        try:
            stored = _stored(history, first)
        except (ValueError, TypeError) as error:
            log.info("summaries are made anew: %s", error)
            known, first, stored = _Known(), date.min, {}
        made = _made(history, known, zone, first)
        days = {on: day for on, day in (stored | made).items() if day is not None}
        _keep(history, made, zone, day_of(now, zone), anew=not known.version)
    return dict(sorted(days.items()))


def sum_up(history: History, zone: tzinfo, now: datetime) -> None:
    """
    Keep the summaries of the days that are over, where few are missing: the first report makes those of years.

    Raises:
        HistoryError: as `read_days`.
    """
    with history.of_one_moment():
        known = _known(history, zone)
        if history.rows()[0] - known.records <= A_FEW:
            made = _made(history, known, zone, _first_of_records(known, zone, now))
            _keep(history, made, zone, day_of(now, zone), anew=not known.version)


def _first_of_records(known: _Known, zone: tzinfo, now: datetime) -> date:
    """The first day that is made of records: that of now, or of then when its summaries were made."""
    return min(day_of(now, zone), day_of(datetime.fromisoformat(known.until), zone)) if known.version else date.min


def _made(history: History, known: _Known, zone: tzinfo, first: date) -> Made:
    """The days that are made of records: from the first one on, and those before it that changed."""
    begin = begin_of_day(first, zone) if known.version else None
    days = summarise(history.records(begin), zone, history.undone())
    return _changed(history, known, zone, first) | {on: day for on, day in days.items() if on >= first}


def _known(history: History, zone: tzinfo) -> _Known:
    """What holds of the summaries; nothing where they are of another version or zone."""
    try:
        known = _Known(**json.loads(history.summaries.read(STATE, STATE)[STATE]))
        since, until = datetime.fromisoformat(known.since), datetime.fromisoformat(known.until)
    except (KeyError, TypeError, ValueError):
        return _Known()
    holds = known.version == VERSION and zone_rule(zone, since, until) == known.rule
    return known if holds else _Known()


def _stored(history: History, first: date) -> dict[date, DaySummary]:
    """The summaries of the days before the first one that is made of records."""
    texts = history.summaries.read(DAY_NAME.format(date.min), DAY_NAME.format(first))
    texts.pop(DAY_NAME.format(first), None)
    return {day.counts.on: day for day in map(_decoded, json.loads(f"[{','.join(texts.values())}]"))}


def _changed(history: History, known: _Known, zone: tzinfo, first: date) -> Made:
    """Made anew, the days with a summary about which something was written since: a record, an end, a taking back."""
    late = history.look("SELECT at FROM records WHERE rowid > ?", known.records)
    ended = history.look("SELECT at FROM records JOIN ends ON record_id = id WHERE ends.rowid > ?", known.ends)
    times = [at for (at,) in (*late, *ended)] if known.version else []
    for name in history.undone(known.records) if known.version else ():
        times += [at for (at,) in history.look("SELECT at FROM records WHERE id = ?", name)]
    changed = {on for on in (day_of(datetime.fromisoformat(at), zone) for at in times) if on < first}
    undone = history.undone() if changed else set()
    days: Made = dict.fromkeys(changed)  # one without any record that counts is no day any more
    for on in changed:
        # A clock that is set back for the winter may show the end of a day twice
        span = history.records(begin_of_day(on, zone) - DAY, begin_of_day(on + DAY, zone) + DAY)
        days |= {at: day for at, day in summarise(span, zone, undone).items() if at == on}
    return days


def _keep(history: History, made: Made, zone: tzinfo, today: date, *, anew: bool) -> None:
    """Write those that are over, and what all of them are made of; `anew`: those that are there are of no use."""
    days = {on: day for on, day in made.items() if on < today}
    if not days:
        return
    until = begin_of_day(today, zone)
    [[oldest]] = history.look("SELECT min(at) FROM records")
    since = min(datetime.fromisoformat(oldest), until)
    records, ends = history.rows()
    known = _Known(VERSION, zone_rule(zone, since, until), since.isoformat(), until.isoformat(), records, ends)
    old = history.summaries.read(DAY_NAME.format(date.min), DAY_NAME.format(date.max)) if anew else {}
    texts: dict[str, str | None] = dict.fromkeys(old)
    texts |= {DAY_NAME.format(on): None if day is None else _encoded(day) for on, day in days.items()}
    history.summaries.keep({**texts, STATE: json.dumps(asdict(known))})


def _encoded(day: DaySummary) -> str:
    counts = day.counts
    row = [
        counts.on.isoformat(),
        [getattr(counts, name) for name in COUNTS],
        counts.seconds_away,
        counts.seconds_taken,
        day.came_back,
        day.repetitions,
        day.felt,
        [_joined(prompt for prompt, shown in day.prompts.items() if shown is was_shown) for was_shown in (True, False)],
    ]
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def _joined(ids: Iterable[str]) -> str | list[str]:
    """One text where it can be, for of years of lists the reading takes longer."""
    parts = list(ids)
    return parts if any(part.split() != [part] for part in parts) else " ".join(parts)


def _parts(joined: str | list[str]) -> list[str]:
    return joined.split() if isinstance(joined, str) else joined


def _decoded(row: Any) -> DaySummary:
    on, counted, away, taken, came_back, repetitions, felt, (shown, put_off) = row
    prompts = dict.fromkeys(_parts(shown), True) | dict.fromkeys(_parts(put_off), False)
    done, stepped_away, skipped, ignored, snoozed, natural, part_done = counted
    counts = Today(
        date.fromisoformat(on), done, stepped_away, skipped, ignored, snoozed, natural, part_done, away, taken
    )
    return DaySummary(counts, came_back, repetitions, felt, prompts)
