"""The score by which one candidate is preferred to another (F5)."""

from collections.abc import Iterable

from uncrick.core.history.practice import Trained
from uncrick.core.model.catalog import Exercise
from uncrick.core.model.random import share
from uncrick.core.selection.candidates import reps_today
from uncrick.core.selection.situation import Situation


def best(situation: Situation, exercises: Iterable[Exercise]) -> Exercise | None:
    """The exercise with the highest score; None where there is none."""
    return max(exercises, key=lambda exercise: score(situation, exercise), default=None)


def score(situation: Situation, exercise: Exercise) -> float:
    """How much the exercise is wanted now; the weights stand in `[routine.score]` of exercises.toml."""
    weights = situation.numbers.score
    owed = is_owed(situation, exercise)
    replaced = situation.restrictions.replaces.get(exercise.id, ())
    deficit = max(situation.deficits[served.area] for served in (exercise, *replaced))
    if owed:
        # The day's dose takes more times in small budgets than the week's quota counts; that must not count against it
        deficit = max(deficit, 0.0)
    tie = weights.tie * share(situation.seed, sum(map(ord, exercise.id)), len(exercise.id))
    from_article = weights.article if exercise.origin == "article" else 0.0
    recency = _recency(situation, situation.practice.of(exercise.id))
    return weights.deficit * deficit + weights.owed * owed + recency + from_article + tie


def is_owed(situation: Situation, exercise: Exercise) -> bool:
    """It, or the exercise that it stands in for, is owed today and not done often enough yet."""
    owed = situation.numbers.owed
    served = (exercise, *situation.restrictions.replaces.get(exercise.id, ()))
    return any(counted.id in owed.ids for counted in served) and reps_today(situation, exercise) < owed.reps


def _recency(situation: Situation, trained: Trained) -> float:
    """From 0 (just done) to 1 (days ago, or never)."""
    if trained.last is None:
        return 1.0
    days = (situation.context.now - trained.last).total_seconds() / 86400
    return min(1.0, max(0.0, days / situation.numbers.score.recency_days))
