"""Which exercises are candidates: suitable for person and place, rested, and not too hard yet."""

from uncrick.core.model.catalog import Exercise
from uncrick.core.selection.situation import Situation, is_possible

UPPER = ("neck", "shoulder")
"""Regions of which every ordinary routine has an exercise, where that is possible."""

UPRIGHT = ("walk", "stand", "hang")
"""Positions of an alternative that gets a person up."""

PLACES = {
    "desk": ("desk_seated", "desk_standing", "corridor", "stairs"),
    "home": ("desk_seated", "desk_standing", "home", "bar"),
}
"""The places of exercises that the person's place offers."""


def candidates(situation: Situation) -> list[Exercise]:
    """What may be chosen, without what the person keeps swapping away as long as there is anything else."""
    practice, context = situation.practice, situation.context
    recent = {*practice.shown, *context.exclude}
    if context.exclude:
        recent.update(practice.before)
    else:
        recent -= _last_owed(situation)
    ready = [
        exercise
        for exercise in situation.catalogue.exercises.values()
        if exercise.id not in recent and is_ready(situation, exercise)
    ]
    if context.exclude:
        unseen = [exercise for exercise in ready if exercise.id not in practice.swapped]
        ready = unseen if any(map(can_be_item, unseen)) else ready
    liked = [exercise for exercise in ready if not _is_rare(situation, exercise)]
    # Rather an exercise that is not much liked than none for neck and shoulders
    items = [
        exercise
        for exercise in ready
        if can_be_item(exercise) and possible_reps(situation, exercise, situation.work_seconds)
    ]
    needed = [exercise for exercise in items if exercise.region in UPPER] or items
    return liked if any(not _is_rare(situation, exercise) for exercise in needed) else ready


def _last_owed(situation: Situation) -> frozenset[str]:
    """What the day still owes and the last prompt had, where nothing else is owed now: it may come again at once."""
    practice, owed = situation.practice, situation.numbers.owed
    waiting = frozenset(
        name
        for name in owed.ids
        if practice.reps_on(name, situation.today) < owed.reps
        and is_ready(situation, situation.catalogue.exercise(name))
    )
    return waiting if situation.items > 1 and waiting <= {*practice.shown} else frozenset()


def _is_rare(situation: Situation, exercise: Exercise) -> bool:
    """Swapped away so often that it comes only once in a while."""
    numbers = situation.numbers
    trained = situation.practice.of(exercise.id)
    if trained.swaps < numbers.swap_limit:
        return False
    return (situation.today - max(trained.day, trained.swapped_on)).days < numbers.rare_days


def suits(situation: Situation, exercise: Exercise) -> bool:
    """It is for this person and this place, whenever it was last done."""
    context = situation.context
    if exercise.use != "both" and not situation.home_only:
        return False
    if not is_open(situation, exercise) or not is_possible(exercise, situation.restrictions, situation.equipment):
        return False
    if exercise.position != "sit" and not context.can_stand:
        return False
    if context.discreet:
        return exercise.visibility == 0 and _is_at(context.place, exercise)
    # A bar that one has may be named at the desk too
    hangs = exercise.position == "hang"
    visible = 2 if context.place == "home" or hangs else 1
    return exercise.visibility <= visible and (hangs or _is_at(context.place, exercise))


def is_ready(situation: Situation, exercise: Exercise) -> bool:
    """It suits, is rested, and has been introduced."""
    return suits(situation, exercise) and is_rested(situation, exercise) and is_introduced(situation, exercise)


def is_open(situation: Situation, exercise: Exercise) -> bool:
    """Its level was reached, and the person agreed to it where that is asked."""
    return exercise.level <= situation.context.level and exercise.id not in situation.withheld


def _is_at(place: str, exercise: Exercise) -> bool:
    return not set(PLACES[place]).isdisjoint(exercise.places)


def is_rested(situation: Situation, exercise: Exercise) -> bool:
    """The day's dose is not reached, and the last time is long enough ago."""
    trained = situation.practice.of(exercise.id)
    if trained.last is None:
        return True
    numbers = situation.numbers
    neck = exercise.region == "neck"
    if left_today(situation, exercise) == 0:
        return False
    if neck and trained.day == situation.today and trained.sessions >= numbers.neck_sessions:
        return False
    gap = max(exercise.gap_min, numbers.neck_gap_min) if neck else exercise.gap_min
    # A last time that lies in the future by more than the gap comes from a clock that was wrong
    return abs((situation.context.now - trained.last).total_seconds()) >= 60 * gap


def reps_today(situation: Situation, exercise: Exercise) -> int:
    """Repetitions done today."""
    return situation.practice.reps_on(exercise.id, situation.today)


def left_today(situation: Situation, exercise: Exercise) -> int:
    """Repetitions that the daily dose still allows."""
    return max(0, exercise.per_day_reps - reps_today(situation, exercise))


def possible_reps(situation: Situation, exercise: Exercise, seconds: int) -> int:
    """Repetitions that the exercise allows, the day has left, and that fit into `seconds`."""
    usual = exercise.gentle.reps if is_new(situation, exercise) else exercise.reps.micro
    most = situation.restrictions.limit_reps(exercise, usual)
    fitting = (seconds - exercise.setup_s) // exercise.cycle_s
    return max(0, min(most, fitting, left_today(situation, exercise)))


def is_introduced(situation: Situation, exercise: Exercise) -> bool:
    """Its prerequisite was done, and if it is harder and new, its turn has come."""
    after = exercise.after
    if after is not None and situation.practice.of(after.id).times < after.times:
        return False
    if not is_new(situation, exercise) or situation.profile.trains:
        return True
    in_turn = exercise.id not in situation.numbers.introduce or exercise.id == situation.next_new
    return situation.may_start_new and in_turn


def is_new(situation: Situation, exercise: Exercise) -> bool:
    """A harder exercise that the person has never done."""
    return exercise.level >= 2 and not situation.practice.of(exercise.id).times


def can_be_item(exercise: Exercise) -> bool:
    """It can be part of an ordinary routine."""
    return exercise.position in ("sit", "stand") and exercise.area != "relief"
