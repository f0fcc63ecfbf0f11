"""What a day leaves for the reports once it is over: counted, without its records."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, tzinfo

from uncrick.core.history.adherence import FELT, NECK
from uncrick.core.history.day import Today, add
from uncrick.core.history.undone import taken_back
from uncrick.core.model.person_day import day_of
from uncrick.core.model.record import Kind, Record


@dataclass(frozen=True, slots=True)
class DaySummary:
    """
    A local day with a record in it, what was taken back left out.

    Attributes:
        counts: its breaks and answers.
        came_back: the natural breaks that ended on the day.
        repetitions: by exercise id, in the order in which they were first done.
        felt: the last answer about the neck, a key of `FELT`; "" without one.
        prompts: those whose last word on the day is that they were shown: true, or that they were put off: false.
    """

    counts: Today
    came_back: int = 0
    repetitions: Mapping[str, int] = field(default_factory=dict)
    felt: str = ""
    prompts: Mapping[str, bool] = field(default_factory=dict)

    @property
    def has_break(self) -> bool:
        """A break of any kind; an absence that reaches past the day, or has not ended, may as well be its end."""
        return self.counts.taken > 0 or self.came_back > 0


Days = Mapping[date, DaySummary]
"""The days with a record in them, oldest first."""


def days_of(records: Iterable[Record], zone: tzinfo) -> dict[date, DaySummary]:
    """All days of a history, oldest record first."""
    whole = list(records)
    return summarise(whole, zone, taken_back(whole))


def summarise(records: Iterable[Record], zone: tzinfo, undone: Collection[object] = ()) -> dict[date, DaySummary]:
    """
    The days of these records, oldest first, which are met one by one.

    Args:
        records: with all those of each day, oldest first.
        undone: ids of the records that were taken back.
    """
    days: dict[date, _Day] = {}
    for record in records:
        if record.id not in undone:
            on = day_of(record.at, zone)
            if (day := days.get(on)) is None:
                day = days[on] = _Day(on)
            day.add(record, zone)
    return {on: day.summary() for on, day in sorted(days.items())}


class _Day:
    """A day while its records come."""

    def __init__(self, on: date) -> None:
        self._counts = Today(on)
        self._came_back = 0
        self._repetitions: dict[str, int] = {}
        self._felt = ""
        self._prompts: dict[str, bool] = {}

    def add(self, record: Record, zone: tzinfo) -> None:
        """One more record of it."""
        on = self._counts.on
        self._counts = add(self._counts, record, zone)
        match record.kind:
            case Kind.PROMPTED:
                self._prompts[str(record.detail.get("prompt"))] = True
            case Kind.DEFERRED:
                self._prompts[str(record.detail.get("prompt"))] = False
            case Kind.DONE if record.detail.get("credited") is not False:
                for item in record.routine:
                    self._repetitions[item.id] = self._repetitions.get(item.id, 0) + item.reps
            case Kind.NATURAL:
                self._came_back += record.until is not None and day_of(record.until, zone) == on
            case Kind.FEEDBACK if record.detail.get("about") == NECK and record.feedback in FELT:
                self._felt = record.feedback or ""
            case _:
                pass

    def summary(self) -> DaySummary:
        """The day as it is now."""
        counts = replace(self._counts, open=None)
        return DaySummary(counts, self._came_back, self._repetitions, self._felt, self._prompts)


def felt_since(days: Days, since: date) -> dict[date, str]:
    """The last answer about the neck of each day since then, a key of `FELT`, by day, oldest first."""
    return {on: day.felt for on, day in days.items() if day.felt and on >= since}
