"""How a prescribed plan went: what of it was done on each day, and where it hurt; folded from the history."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta, tzinfo
from typing import TYPE_CHECKING

from uncrick.core.history.neck_answers import neck_answers
from uncrick.core.history.practice import credited
from uncrick.core.history.undone import without_undone
from uncrick.core.model.person_day import day_of
from uncrick.core.model.prescription import Plan, Prescription, is_prescribed
from uncrick.core.model.record import Kind, Record

if TYPE_CHECKING:
    from uncrick.core.model.numbers import RoutineNumbers


@dataclass(frozen=True, slots=True)
class DayProgress:
    """
    One local date.

    Attributes:
        done: times by exercise id; pains: by exercise id the scores reported, None where none was given.
    """

    done: Mapping[str, int] = field(default_factory=dict)
    pains: Mapping[str, tuple[int | None, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlanProgress:
    """
    A plan over the days from `first` to `last`, both included.

    Attributes:
        days: those on which the computer was used.
        neck: the answers to "Your neck today?", keys of `FELT`, by day.
    """

    plan: Plan
    first: date
    last: date
    days: Mapping[date, DayProgress]
    neck: Mapping[date, str]

    def dates(self) -> Iterator[date]:
        """Every date of it."""
        return (self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1))

    def owed(self, item: Prescription, day: date) -> int:
        """Times that the plan has for that date."""
        return item.per_day if self.first <= day <= self.last and item.is_on(day) else 0

    def done(self, item: Prescription, day: date) -> int:
        """Times that it was done on that date."""
        return self.days[day].done.get(item.id, 0) if day in self.days else 0

    def pains(self, item: Prescription, day: date) -> tuple[int | None, ...]:
        """The scores reported for it on that date."""
        return self.days[day].pains.get(item.id, ()) if day in self.days else ()

    def share(self, item: Prescription) -> tuple[int, int]:
        """Times done, of those the plan has; more than a day has on one day do not make up for another."""
        days = list(self.dates())
        done = sum(min(self.done(item, day), self.owed(item, day)) for day in days)
        return done, sum(self.owed(item, day) for day in days)


def plan_progress(
    records: Sequence[Record], plan: Plan, numbers: "RoutineNumbers", today: date, zone: tzinfo, most_days: int
) -> PlanProgress:
    """
    The plan from its first date, or from `most_days` ago, until today.

    Args:
        records: the history, oldest first.
    """
    first = max(today - timedelta(days=most_days - 1), min(plan.begins or date.min, today))
    done: dict[date, Counter[str]] = {}
    pains: dict[date, dict[str, tuple[int | None, ...]]] = {}
    for record in without_undone(records):
        day = day_of(record.at, zone)
        if not first <= day <= today:
            continue
        if record.kind in (Kind.DONE, Kind.PART_DONE):
            done.setdefault(day, Counter()).update(
                item.id for item in credited(record, numbers) if is_prescribed(item.id)
            )
        elif record.kind is Kind.FEEDBACK and record.feedback == "hurt":
            _add_pains(pains.setdefault(day, {}), record)
        else:
            done.setdefault(day, Counter())
    days = {day: DayProgress(done.get(day, {}), pains.get(day, {})) for day in sorted({*done, *pains})}
    return PlanProgress(plan, first, today, days, neck_answers(records, first, zone))


def _add_pains(pains: dict[str, tuple[int | None, ...]], record: Record) -> None:
    score = record.detail.get("score")
    known = None if isinstance(score, bool) or not isinstance(score, int | float) else round(max(0, min(10, score)))
    for name in str(record.detail.get("exercise") or "").split(","):
        if is_prescribed(name):
            pains[name] = (*pains.get(name, ()), known)
