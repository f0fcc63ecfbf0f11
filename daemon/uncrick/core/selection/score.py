"""By what one candidate is preferred to another: what the week is owed, then what was longest not suggested."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from uncrick.core.history.practice import UNTRAINED, monday
from uncrick.core.model.catalog import Exercise
from uncrick.core.model.random import share
from uncrick.core.selection.candidates import reps_today
from uncrick.core.selection.situation import Situation


def best(situation: Situation, exercises: Iterable[Exercise]) -> Exercise | None:
    """The exercise that is wanted most; None where there is none."""
    return min(exercises, key=lambda exercise: _rank(situation, exercise), default=None)


def oldest(situation: Situation, exercises: Iterable[Exercise], last: Mapping[str, int]) -> Exercise | None:
    """The exercise whose prompt, by its number in `last`, is the longest ago; a draw decides between equals."""
    return min(exercises, key=lambda exercise: _age(situation, exercise, last), default=None)


def is_owed(situation: Situation, exercise: Exercise) -> bool:
    """It, or the exercise that it stands in for, is owed today and not done often enough yet."""
    owed = situation.numbers.owed
    return any(counted.id in owed.ids for counted in _served(situation, exercise)) and (
        reps_today(situation, exercise) < owed.reps
    )


def is_due_this_week(situation: Situation, exercise: Exercise) -> bool:
    """It belongs to those that come some days a week, on days apart, and today is such a day."""
    practice, today = situation.practice, situation.today
    for group in situation.numbers.weekly:
        if exercise.id in group.ids:
            trained = [practice.trained.get(name, UNTRAINED) for name in group.ids]
            times = sum(done.week_times for done in trained if done.week == monday(today))
            rested = today - max(done.day for done in trained) >= timedelta(days=group.apart_days)
            showings = sum(not set(group.ids).isdisjoint(shown) for shown in practice.groups_on(today))
            return rested and times < group.times and showings < group.showings
    return False


def _rank(situation: Situation, exercise: Exercise) -> tuple[bool, bool, int, float]:
    """Smaller is more wanted: due this week, of an area that lags behind in the week, longest not suggested."""
    lags = any(served.area in situation.behind for served in _served(situation, exercise))
    due = is_due_this_week(situation, exercise)
    return (not due, not lags, *_age(situation, exercise, situation.practice.suggested))


def _age(situation: Situation, exercise: Exercise, last: Mapping[str, int]) -> tuple[int, float]:
    return last.get(exercise.id, 0), share(situation.seed, sum(map(ord, exercise.id)), len(exercise.id))


def _served(situation: Situation, exercise: Exercise) -> tuple[Exercise, ...]:
    """The exercise, and those in whose place it is done."""
    return (exercise, *situation.restrictions.replaces.get(exercise.id, ()))
