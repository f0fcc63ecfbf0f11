"""The plan of an ordinary routine: which exercises, in which order, with how many repetitions (F4 to F6)."""

from datetime import date

from uncrick.core.history.practice import Practice
from uncrick.core.model.catalog import Catalogue, Exercise
from uncrick.core.model.suggestion import title
from uncrick.core.selection.candidates import UPPER, UPRIGHT, can_be_item, is_new, possible_reps, reps_today
from uncrick.core.selection.score import best, is_due_this_week, is_owed
from uncrick.core.selection.situation import Situation

Plan = list[tuple[Exercise, int]]
"""Exercises with their repetitions, in order."""


def plan(situation: Situation, pool: list[Exercise]) -> Plan:
    """An ordinary routine from the candidates in `pool`; empty where pain has excluded even the last resort."""
    seconds = situation.work_seconds
    fitting = [exercise for exercise in pool if can_be_item(exercise) and possible_reps(situation, exercise, seconds)]
    firsts, wanted = fitting, Plan()
    while (first := _first(situation, firsts)) is not None:
        if wanted and situation.items > 1 and first.region not in UPPER:
            break  # Rather the same title again than nothing for neck and shoulders
        parts = _beginning_with(situation, first, fitting)
        for ordered in (_in_order(parts), _in_order(parts[::-1])):
            if not _came_today(situation, ordered):
                return ordered
        firsts, wanted = [exercise for exercise in firsts if exercise.id != first.id], wanted or parts
    return _in_order(wanted) or _last_resort(situation)


def _beginning_with(situation: Situation, first: Exercise, fitting: list[Exercise]) -> Plan:
    """The routine around `first`, in the order in which its moves were chosen."""
    parts = [(first, _first_reps(situation, first))]
    while len(parts) < situation.items:
        more = _further(situation, fitting, parts)
        if more is None:
            break
        parts.append(more)
    if len(parts) == 1:
        parts = [(first, possible_reps(situation, first, situation.work_seconds))]
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


def _in_order(parts: Plan) -> Plan:
    """What is done seated comes first."""
    return sorted(parts, key=lambda part: part[0].position != "sit")


# ---------------------------------------------------------------- the first exercise


def _first(situation: Situation, fitting: list[Exercise]) -> Exercise | None:
    """What the neck is due this week or owed today, else what is most wanted for neck and shoulders, else at all."""
    upper = [exercise for exercise in fitting if exercise.region in UPPER]
    due = [exercise for exercise in upper if exercise.region == "neck" and is_due_this_week(situation, exercise)]
    owed = _owed(situation, upper)
    return best(situation, due) or owed or best(situation, _of_other_areas(situation, upper) or fitting)


def _owed(situation: Situation, upper: list[Exercise]) -> Exercise | None:
    """Of what is owed today, the most wanted of those that were done least."""
    owed = [exercise for exercise in upper if is_owed(situation, exercise)]
    fewest = min((reps_today(situation, exercise) for exercise in owed), default=0)
    return best(situation, [exercise for exercise in owed if reps_today(situation, exercise) == fewest])


def _of_other_areas(situation: Situation, upper: list[Exercise]) -> list[Exercise]:
    """Those of `upper` that are of another area than the last two routines, if these were of the same."""
    exercises = situation.catalogue.exercises
    leads = [
        next((exercises[name] for name in ids if name in exercises and exercises[name].region in UPPER), None)
        for ids in situation.practice.leads
    ]
    if len(leads) == 2 and leads[0] is not None and leads[1] is not None and leads[0].area == leads[1].area:
        return [exercise for exercise in upper if exercise.area != leads[0].area] or upper
    return upper


def _first_reps(situation: Situation, first: Exercise) -> int:
    """Repetitions of the first exercise, so few that another one finds a place beside it."""
    numbers, seconds = situation.numbers, situation.work_seconds
    if situation.items > 1:
        seconds -= numbers.transition_s + numbers.second_least_s
    return max(1, possible_reps(situation, first, seconds))


# ---------------------------------------------------------------- what comes after it


def _further(situation: Situation, fitting: list[Exercise], parts: Plan) -> tuple[Exercise, int] | None:
    """One more exercise of another area that fits, beside the neck none for the neck; not the same two twice a day."""
    numbers = situation.numbers
    areas = {exercise.area for exercise, _reps in parts}
    regions = {exercise.region for exercise, _reps in parts}
    left = situation.work_seconds - work_seconds(situation, parts) - numbers.transition_s
    options = [
        exercise
        for exercise in fitting
        if exercise.area not in areas
        and not (exercise.region == "neck" and "neck" in regions)
        and not (is_new(situation, exercise) and any(is_new(situation, other) for other, _reps in parts))
        and _is_worth_it(situation, exercise, left)
    ]
    fresh = [exercise for exercise in options if not _came_today(situation, _in_order([*parts, (exercise, 1)]))]
    # A third one is no reason for the title to come again, which would cost the first its place
    chosen = best(situation, fresh if len(parts) > 1 else fresh or options)
    if chosen is None:
        return None
    return chosen, min(numbers.further_reps, possible_reps(situation, chosen, left))


def _is_worth_it(situation: Situation, exercise: Exercise, left: int) -> bool:
    """So many repetitions fit into `left` seconds that it is more than getting ready."""
    reps = possible_reps(situation, exercise, left)
    most = possible_reps(situation, exercise, situation.work_seconds)
    return reps > 0 and (reps == most or reps * exercise.cycle_s >= situation.numbers.item_least_s)


def _came_today(situation: Situation, parts: Plan) -> bool:
    """A prompt of today had the same title, or the same two moves the other way round."""
    called, first = [exercise.headline for exercise, _reps in parts], parts[0][0]
    if title(called)[0] == first.headline and _may_have_led(situation, first):
        return True
    before = _moves_of_today(situation.catalogue, situation.practice, situation.today)
    return any(set(names[:2]) == set(called[:2]) or title(names)[0] == title(called)[0] for names in before)


def _may_have_led(situation: Situation, exercise: Exercise) -> bool:
    """An alternative of today, of those that may be named first; whether it was, the history does not say."""
    return exercise.position in UPRIGHT and situation.practice.was_offered_on(exercise.id, situation.today)


def titles_today(catalogue: Catalogue, practice: Practice, today: date) -> set[str]:
    """Titles of the routines that were suggested today."""
    return {title(names)[0] for names in _moves_of_today(catalogue, practice, today)}


def _moves_of_today(catalogue: Catalogue, practice: Practice, today: date) -> list[list[str]]:
    """What the moves of each routine that was suggested today are called."""
    exercises = catalogue.exercises
    groups = [[exercises[name].headline for name in ids if name in exercises] for ids in practice.groups_on(today)]
    return [names for names in groups if names]
