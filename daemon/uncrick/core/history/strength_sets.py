"""When there were strength sets, and how far they have progressed."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from uncrick.core.model.record import Kind, Record
from uncrick.core.model.suggestion import DETAIL, STRENGTH_SET

if TYPE_CHECKING:
    from uncrick.core.model.numbers import StrengthSetNumbers, StrengthStep


@dataclass(frozen=True, slots=True)
class StrengthSets:
    """
    When there were strength sets; dates are local, `date.min` for never.

    Attributes:
        times: sets done; counted anew after a long time without any.
        last, shown: the day of the newest one done, and of the newest one that a prompt suggested or the person began.
        week, days: the Monday of the newest week with a set, and days with one in it.
        steady: earlier weeks that had enough of them.
    """

    times: int = 0
    last: date = date.min
    shown: date = date.min
    week: date = date.min
    days: int = 0
    steady: int = 0


NO_SETS = StrengthSets()


def add_set(sets: StrengthSets, record: Record, today: date, numbers: "StrengthSetNumbers") -> StrengthSets:
    """The same with one more record of the local date `today`, if it is of a strength set."""
    if record.detail.get(DETAIL) != STRENGTH_SET:
        return sets
    match record.kind:
        case Kind.PROMPTED | Kind.STARTED:
            return replace(sets, shown=today)
        case Kind.DONE:
            return _done(sets, today, numbers)
        case _:
            return sets


def days_this_week(sets: StrengthSets, today: date) -> int:
    """Days with a set since Monday."""
    return sets.days if sets.week == _monday(today) else 0


def step(sets: StrengthSets, today: date, numbers: "StrengthSetNumbers") -> "StrengthStep":
    """The dose of that day: one step further after each week with enough sets, from the start after a long pause."""
    if _lapsed(sets, today, numbers):
        return numbers.steps[0]
    steady = sets.steady + (sets.week < _monday(today) and sets.days >= numbers.steady_days)
    return numbers.steps[min(steady, len(numbers.steps) - 1)]


def _done(sets: StrengthSets, today: date, numbers: "StrengthSetNumbers") -> StrengthSets:
    if _lapsed(sets, today, numbers):
        sets = StrengthSets(shown=sets.shown)
    if sets.week != _monday(today):
        steady = sets.steady + (sets.days >= numbers.steady_days)
        sets = replace(sets, week=_monday(today), days=0, steady=steady)
    return replace(sets, times=sets.times + 1, last=today, days=sets.days + (today != sets.last))


def _lapsed(sets: StrengthSets, today: date, numbers: "StrengthSetNumbers") -> bool:
    return (today - sets.last).days >= numbers.anew_days


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
