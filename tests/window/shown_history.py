"""A history as the window is given it, of records that a test holds."""

from datetime import UTC, date
from typing import Any

from uncrick.core.history.days import days_of
from uncrick.core.model.person_day import day_of
from uncrick.core.model.record import Record
from uncrick.window.history.window import Source


def shown(records: list[Record], overview: dict[str, Any]) -> Source:
    """These records, as they are when they are asked for; `overview` of all of them."""

    def day(on: date) -> list[Record]:
        return [record for record in records if day_of(record.at, UTC) == on]

    return Source(lambda: (days_of(records, UTC), overview), day, lambda: records)
