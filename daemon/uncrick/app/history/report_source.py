"""What the reports are made of: the days of the history, what is remembered of it, and the records of one day."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING, Any

from uncrick.core.model.person_day import DAY, begin_of_day, day_of
from uncrick.core.model.record import Record
from uncrick.errors import UncrickError
from uncrick.storage import paths
from uncrick.storage.history.store import History

if TYPE_CHECKING:
    from uncrick.core.history.days import Days
    from uncrick.core.model.catalog import Catalogue


@contextmanager
def looked_at() -> Iterator[History]:
    """
    The history, to look at.

    Raises:
        HistoryError: it cannot be read.
    """
    history = History.read(paths.history_file())
    try:
        yield history
    finally:
        history.shut()


def days(now: datetime) -> "Days":
    """All days with records; `now` is aware, in the person's zone, here and below."""
    from uncrick.storage.history.day_summaries import read_days

    with looked_at() as history:
        return read_days(history, zone_of(now), now)


def days_and_overview(catalogue: "Catalogue", now: datetime, last: int | None) -> "tuple[Days, dict[str, Any]]":
    """All days with records, and `stats.overview` of them, in which the `last` days are listed; None = all."""
    from uncrick.app.history import remembered
    from uncrick.core.history import stats
    from uncrick.storage import profile_file, shipped_data
    from uncrick.storage.history.day_summaries import read_days

    zone, rules = zone_of(now), shipped_data.rules()
    with looked_at() as history:
        past = read_days(history, zone, now)
        what, _today = remembered.read(history, zone, rules, now, day_of(now))
    stored = profile_file.load(paths.profile_file())
    known = stored.declined is not None
    person = stats.Person(stored.profile, what.practice, what.adherence, first_level_only=known)
    return past, stats.overview(past, person, catalogue, now, last)


def forget_answers(path: str, answers: Collection[str]) -> int:
    """
    Take these answers out of the history, and sum up the rest, so that neither the daemon nor a report reads it all.

    Returns:
        How many there were.

    Raises:
        HistoryError: as `History.open` and `forget`.
    """
    from uncrick.app.history import remembered
    from uncrick.platforms.common.clock import ZONE
    from uncrick.settings.person_clock import person_now
    from uncrick.storage.history.day_summaries import read_days
    from uncrick.storage.shipped_data import rules

    history = History.open(path)
    try:
        count = history.forget(answers)
        with suppress(UncrickError):  # whoever asks next sums up
            now = person_now(ZONE)
            read_days(history, zone_of(now), now)
            remembered.read(history, zone_of(now), rules(), now, day_of(now))
    finally:
        history.shut()
    return count


def records_of(on: date, zone: tzinfo) -> list[Record]:
    """The records of one day, oldest first."""
    with looked_at() as history:
        near = history.records(begin_of_day(on, zone) - DAY, begin_of_day(on + DAY, zone) + DAY)
        return [record for record in near if day_of(record.at, zone) == on]


def zone_of(now: datetime) -> tzinfo:
    """The zone of an aware time."""
    assert now.tzinfo is not None
    return now.tzinfo
