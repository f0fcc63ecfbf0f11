"""Which exercises of a prescribed plan are owed now: they come first, and ours fill the time that is left."""

from dataclasses import replace
from math import ceil

from uncrick.core.model.catalog import Exercise
from uncrick.core.selection import plan as ours
from uncrick.core.selection.candidates import can_be_item, possible_reps
from uncrick.core.selection.plan import Plan, work_seconds
from uncrick.core.selection.situation import Situation


def plan(situation: Situation, pool: list[Exercise]) -> Plan:
    """The routine of a break in which something of the plan is owed; empty where nothing is."""
    parts: Plan = []
    wanted = _wanted(situation)
    for exercise in owed(situation):
        more = [*parts, (exercise, exercise.reps.micro)]
        # What is wanted comes however long it lasts: the dose is not ours to shorten
        if len(parts) < wanted or work_seconds(situation, more) <= situation.work_seconds:
            parts = more
    return [*parts, *_filling(situation, pool, parts)] if parts else []


def owed(situation: Situation) -> list[Exercise]:
    """What the plan has for this hour, the most overdue first."""
    exercises = [
        each for each in situation.catalogue.exercises.values() if each.prescribed and _may_be(situation, each)
    ]
    return sorted(exercises, key=lambda each: -_behind(situation, each))


def _may_be(situation: Situation, exercise: Exercise) -> bool:
    swapped = situation.practice.swapped if situation.context.exclude else frozenset[str]()
    return (
        situation.restrictions.allow(exercise)
        and exercise.id not in situation.context.exclude | swapped
        and _behind(situation, exercise) > 0
        and _is_rested(situation, exercise)
    )


def _wanted(situation: Situation) -> int:
    """How many exercises of the plan this break must have at least, so that the day's breaks suffice for all of it."""
    left = 0
    for exercise in situation.catalogue.exercises.values():
        if exercise.prescribed is not None and situation.restrictions.allow(exercise):
            left += max(0, exercise.prescribed.per_day - _done(situation, exercise))
    breaks = max(1.0, situation.practice.prompts_left(situation.today, situation.numbers))
    return min(situation.catalogue.custom.plan.most_at_once, ceil(left / breaks))


def _done(situation: Situation, exercise: Exercise) -> int:
    """How often it was done today."""
    trained = situation.practice.of(exercise.id)
    return trained.sessions if trained.day == situation.today else 0


def _behind(situation: Situation, exercise: Exercise) -> float:
    """Times that are due by this break and were not done, as a share of those of the day."""
    item = exercise.prescribed
    assert item is not None
    return (ceil(item.per_day * _share_of_day(situation)) - _done(situation, exercise)) / item.per_day


def _share_of_day(situation: Situation) -> float:
    """How much of the day's breaks there will have been with this one, 0..1."""
    practice, today = situation.practice, situation.today
    before = practice.prompts_on_day if today <= practice.active_day else 0
    left = max(1.0, practice.prompts_left(today, situation.numbers))
    return min(1.0, (before + 1) / (before + left))


def _is_rested(situation: Situation, exercise: Exercise) -> bool:
    last = situation.practice.of(exercise.id).last
    # A last time that lies in the future by more than the gap comes from a clock that was wrong
    return last is None or abs((situation.context.now - last).total_seconds()) >= 60 * exercise.gap_min


def _filling(situation: Situation, pool: list[Exercise], parts: Plan) -> Plan:
    """Exercises of ours in the time that the plan leaves, of other regions than the plan's in this break."""
    numbers = situation.numbers
    left = situation.budget - work_seconds(situation, parts) - numbers.transition_s
    smaller = replace(situation, budget=left, items=situation.items - len(parts))
    regions = {exercise.region for exercise, _reps in parts}
    rest = [
        exercise
        for exercise in pool
        if exercise.region not in regions
        and can_be_item(exercise)
        and possible_reps(smaller, exercise, smaller.work_seconds)
    ]
    return ours.plan(smaller, rest) if rest and smaller.items > 0 else []
