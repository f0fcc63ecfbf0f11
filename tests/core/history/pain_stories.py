"""Answers about pain, and what the history makes of them."""

from dataclasses import replace
from datetime import UTC, date, timedelta, tzinfo
from itertools import count

import pytest

from person import MONDAY, record
from uncrick.core.history import pain, practice
from uncrick.core.history.pain import Care
from uncrick.core.model.record import Fact, Item, Kind, Record
from uncrick.storage import shipped_data

CATALOGUE = shipped_data.catalogue()
RULES = CATALOGUE.history_rules
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
WORDS = ("hurt", "hard", "gone", "still", "better", "same", "worse", "fine", "unwell", "checked", "pain", "signs")
M, H = 1 / 1440, 1 / 24  # a minute and an hour, in days
NUMBERS = count()


def answer(word: str, days: float = 0, id_: str = "", **detail: Fact) -> Record:
    """An answer so many days after Monday; its id is new unless one is given."""
    entry = record(Kind.FEEDBACK, MONDAY + days * DAY, **detail)
    return replace(entry, id=id_ or f"r{next(NUMBERS)}", feedback=word)


def done(name: str, days: float, kind: Kind = Kind.DONE, **detail: Fact) -> Record:
    at, item = MONDAY + days * DAY, Item(name, name, 2, 20)
    return record(kind, at, (item,), at + MINUTE, **{"credited": True, "seconds": 60, **detail})


def after(*records: Record, zone: tzinfo = UTC) -> Care:
    return practice.practice(records, zone, RULES).care


def report(
    score: float | None, follow_up: str = "", days: float = 0, name: str = "neck_turn", **detail: Fact
) -> list[Record]:
    """A report of pain, and the answer ten minutes later."""
    facts = detail if score is None else {"score": score, **detail}
    id_ = f"hurt {days}"
    later = [answer(follow_up, days + 10 * M, of=id_)] if follow_up else []
    return [answer("hurt", days, id_, exercise=name, **facts), *later]


def hurt(score: float | None, follow_up: str = "", *more: Record, **detail: Fact) -> Care:
    return after(*report(score, follow_up, **detail), *more)  # type: ignore[arg-type]


def status(care: Care, days: float = H, name: str = "neck_turn") -> str:
    return pain.status_of(care, name, MONDAY + days * DAY).status


def course_of(care: Care, days: int, name: str = "neck_turn") -> list[str]:
    """The status at noon, day after day."""
    return [status(care, day + 1 / 8, name) for day in range(days)]


def paused(care: Care, days: float, region: str = "neck") -> date | None:
    return pain.region_paused(care, CATALOGUE, region, MONDAY + days * DAY)


def advice(care: Care, days: float = H) -> str | None:
    return pain.advice_due(care, CATALOGUE, MONDAY + days * DAY)


def day(days: float) -> date:
    return (MONDAY + days * DAY).date()


def worse(*days: float, exercises: str = "neck_nod,neck_turn") -> list[Record]:
    return [answer("worse", at, exercises=exercises) for at in days]


def case(name: str, expected: object, *records: Record | list[Record]) -> object:
    """A row of a table: what is expected after these records."""
    flat = [entry for group in records for entry in (group if isinstance(group, list) else [group])]
    return pytest.param(flat, expected, id=name)
