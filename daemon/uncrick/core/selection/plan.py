"""The plan of an ordinary routine: which exercises, in which order, with how many repetitions (F4 to F6)."""

from uncrick.core.model.catalog import Exercise
from uncrick.core.selection.candidates import UPPER, can_be_item, is_new, possible_reps
from uncrick.core.selection.score import best, is_owed, score
from uncrick.core.selection.situation import Situation

Plan = list[tuple[Exercise, int]]
"""Exercises with their repetitions, in order."""


def plan(situation: Situation, pool: list[Exercise]) -> Plan:
    """An ordinary routine from the candidates in `pool`; empty where pain has excluded even the last resort."""
    seconds = situation.work_seconds
    fitting = [exercise for exercise in pool if can_be_item(exercise) and possible_reps(situation, exercise, seconds)]
    upper = [exercise for exercise in fitting if exercise.region in UPPER]
    upper = _leaving_place(situation, upper, fitting) or upper
    first = best(situation, _varied(situation, upper) or fitting)
    if first is None:
        return _last_resort(situation)
    parts = [(first, _first_reps(situation, first, fitting))]
    while len(parts) < situation.items:
        more = _further(situation, fitting, parts)
        if more is None:
            break
        parts.append(more)
    parts.sort(key=lambda part: part[0].position != "sit")
    return parts


def work_seconds(situation: Situation, parts: Plan) -> int:
    """Seconds of all exercises and the transitions between them."""
    exercising = sum(exercise.seconds(reps) for exercise, reps in parts)
    return exercising + situation.numbers.transition_s * (len(parts) - 1)


def _last_resort(situation: Situation) -> Plan:
    last = situation.catalogue.exercise(situation.numbers.fallback)
    if last.id in situation.restrictions.excluded:
        return []
    most = situation.restrictions.limit_reps(last, last.reps.micro)
    return [(last, min(most, (situation.work_seconds - last.setup_s) // last.cycle_s))]


def _varied(situation: Situation, upper: list[Exercise]) -> list[Exercise]:
    """Those of `upper` unlike the last two routines, if these were alike: both an owed neck, or of one area."""
    exercises = situation.catalogue.exercises
    owed = situation.numbers.owed.ids
    leads = [
        next((exercises[name] for name in ids if name in exercises and exercises[name].region in UPPER), None)
        for ids in situation.practice.leads
    ]
    if len(leads) == 2 and leads[0] is not None and leads[1] is not None:
        if situation.neck_spare and leads[0].id in owed and leads[1].id in owed:
            return [exercise for exercise in upper if exercise.id not in owed] or upper
        if leads[0].area == leads[1].area:
            return [exercise for exercise in upper if exercise.area != leads[0].area] or upper
    return upper


def _first_reps(situation: Situation, first: Exercise, fitting: list[Exercise]) -> int:
    """Repetitions of the first exercise, so few that an area that lags behind in the week still finds a place."""
    numbers, seconds = situation.numbers, situation.work_seconds
    reps = possible_reps(situation, first, seconds)
    shortest = _shortest_waiting(situation, first, fitting)
    daily = _goes_first(situation, first)
    if shortest is None or (daily and not situation.neck_spare):
        return reps
    reps = min(reps, numbers.further_reps)
    if daily:
        return reps
    return max(1, min(reps, (seconds - numbers.transition_s - shortest - first.setup_s) // first.cycle_s))


def _goes_first(situation: Situation, exercise: Exercise) -> bool:
    """The day's dose goes before the week's quota while it can be reached; in 60 s there is no room for both."""
    return situation.neck_reachable and is_owed(situation, exercise)


def _shortest_waiting(situation: Situation, first: Exercise, fitting: list[Exercise]) -> int | None:
    """Seconds of the shortest exercise beside `first` of an area that lags behind; None: no such area waits."""
    if situation.items == 1 or situation.budget < situation.numbers.two_items_budget_s:
        return None
    areas = situation.behind - {first.area}
    waiting = (exercise for exercise in fitting if exercise.area in areas and exercise.region != "neck")
    return min((exercise.seconds(1) for exercise in waiting), default=None)


def _leaving_place(situation: Situation, upper: list[Exercise], fitting: list[Exercise]) -> list[Exercise]:
    """Of `upper`, those beside which an area that lags behind finds a place, or that need not care."""
    transition = situation.numbers.transition_s
    return [
        exercise
        for exercise in upper
        if _goes_first(situation, exercise)
        or exercise.seconds(1) + transition + (_shortest_waiting(situation, exercise, fitting) or 0)
        <= situation.work_seconds
    ]


def _further(situation: Situation, fitting: list[Exercise], parts: Plan) -> tuple[Exercise, int] | None:
    """One more exercise of another area, if it fits and is worth it."""
    numbers = situation.numbers
    areas = {exercise.area for exercise, _reps in parts}
    used = work_seconds(situation, parts)
    has_new = any(is_new(situation, exercise) for exercise, _reps in parts)
    left = situation.work_seconds - used - numbers.transition_s
    options = [
        exercise
        for exercise in fitting
        if exercise.area not in areas
        and not is_owed(situation, exercise)
        and not (has_new and is_new(situation, exercise))
        and possible_reps(situation, exercise, left)
    ]
    chosen = best(situation, [exercise for exercise in options if exercise.area in situation.behind] or options)
    if chosen is None:
        return None
    if score(situation, chosen) < numbers.score.further_least and used + numbers.end_relax_s >= numbers.enough_s:
        return None
    return chosen, min(numbers.further_reps, possible_reps(situation, chosen, left))
