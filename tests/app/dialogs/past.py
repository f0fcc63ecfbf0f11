"""A past of working days, for those whose prompts the daemon adapts."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from app.life import MONDAY, House, Life
from uncrick.core.model.record import Kind, Record
from uncrick.storage.history.store import History


def with_past(
    house: House, days: int, answer: Kind = Kind.DONE, hours: Iterable[int] = range(9, 16), until: datetime = MONDAY
) -> House:
    """Working days with a prompt in each of these hours, all answered alike."""
    history = History.open(str(house.history))
    try:
        for at in _prompts(days, hours, until):
            name = f"{at:%Y%m%dT%H}"
            detail = {"prompt": name, "showing": 1, "credited": True, "seconds": 120}
            history.append(Record(name, at, None, Kind.PROMPTED, "policy", (), None, detail))
            history.append(Record(f"{name}-a", at + timedelta(minutes=1), None, answer, "cli", (), None, detail))
    finally:
        history.shut()
    return house


def _prompts(days: int, hours: Iterable[int], until: datetime) -> list[datetime]:
    on = (until - timedelta(days=day) for day in range(days, 0, -1))
    return [day.replace(hour=hour) for day in on if day.weekday() < 5 for hour in hours]


def asked_today(house: House) -> House:
    """Somebody who was asked something else today."""
    remembered = {"welcomed": "2026-11-01", "offered": "2026-11-01", "asked": str(MONDAY.date())}
    house.wrote(house.said, json.dumps(remembered))
    return house


def last_record(life: Life) -> Record:
    return life.call(lambda: list(life.parts.history.records()))[-1]


def sleep(life: Life, seconds: float) -> None:
    """The machine sleeps."""
    life.clock.ticks += seconds
    life.passes(60)
