"""What a person asked for: one exercise, seated or lying relief for a stiff neck, the home session."""

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum

from uncrick.core.catalog.lookup import exercise_named
from uncrick.core.history.practice import Practice
from uncrick.core.history.safety_lock import refuse_closed
from uncrick.core.model.catalog import Catalogue, Exercise
from uncrick.core.model.eligibility import obstacles
from uncrick.core.model.profile import Profile
from uncrick.core.model.suggestion import Form, Suggestion
from uncrick.core.model.text import _
from uncrick.core.selection import home_session, strength_set
from uncrick.core.selection.assemble import suggestion_of
from uncrick.core.selection.candidates import candidates, is_new, is_open, is_ready, left_today
from uncrick.core.selection.plan import Plan, work_seconds
from uncrick.core.selection.restrictions import refuse_restricted
from uncrick.core.selection.situation import (
    FLOOR_EQUIPMENT,
    Context,
    Situation,
    is_possible,
    on_the_floor,
    situation_of,
)
from uncrick.errors import RefusedError


class Position(StrEnum):
    """How relief is taken."""

    SEATED = "seated"
    LYING = "lying"


def by_hand(
    catalogue: Catalogue, exercise_id: str, practice: Practice, context: Context, profile: Profile, seed: int = 0
) -> Suggestion:
    """
    One exercise that the person asked for, or the strength set; neither level, place nor equipment refuses it.

    Raises:
        UsageError: no exercise has that id.
        RefusedError: a condition or a setting of the person leaves it out, it rests or is retired, or there is no
            exercise now.
    """
    if exercise_id == strength_set.WORD:
        return strength_set.by_hand(catalogue, practice, context, profile, seed)
    exercise = exercise_named(catalogue, exercise_id)
    refuse_closed(practice.care, context.now)
    if exercise.off:
        raise RefusedError(_("{exercise} is off", exercise=exercise.name), exercise.off)
    situation = situation_of(catalogue, profile, practice, context, seed)
    conditions = obstacles(exercise, situation.profile, catalogue)
    if conditions:
        asked = "; ".join(condition.ask for condition in conditions)
        raise RefusedError(
            _("{exercise} is left out for you", exercise=exercise.name), _("Your answer was: {what}.", what=asked)
        )
    refuse_restricted(exercise, catalogue, practice.care, context.now)
    usual = exercise.gentle.reps if is_new(situation, exercise) else exercise.reps.micro or exercise.reps.full
    limited = min(situation.restrictions.limit_reps(exercise, usual), left_today(situation, exercise))
    return suggestion_of(situation, [(exercise, limited or exercise.gentle.reps)], candidates(situation))


def ease(
    catalogue: Catalogue,
    profile: Profile,
    practice: Practice,
    context: Context,
    seed: int = 0,
    *,
    only_a_little: bool = False,
) -> Suggestion:
    """
    One or two minutes of seated relief for a stiff neck, which is not moved.

    Args:
        only_a_little: the neck is only a little stiff, so a gentle movement of it belongs to the relief where the
            person may do one now.

    Raises:
        RefusedError: there is no exercise now, or even this one hurt.
    """
    refuse_closed(practice.care, context.now)
    situation = situation_of(catalogue, profile, practice, context, seed)
    numbers = catalogue.numbers
    rest, movement = _ready(situation, numbers.ease.rest), _ready(situation, numbers.ease.movement)
    if not rest:
        rest = [catalogue.exercise(numbers.fallback)]
        refuse_restricted(rest[0], catalogue, practice.care, context.now)
    if only_a_little:
        situation = _gently(situation, movement)
        rest[1:1] = movement[:1]
    still = [
        exercise for exercise in candidates(situation) if exercise.region != "neck" and exercise.position != "hang"
    ]
    return _as_relief(situation, suggestion_of(situation, _as_many_as_fit(situation, rest), still))


def _ready(situation: Situation, names: Iterable[str]) -> list[Exercise]:
    return [exercise for exercise in map(situation.catalogue.exercise, names) if is_ready(situation, exercise)]


def _gently(situation: Situation, exercises: Iterable[Exercise]) -> Situation:
    """The same for a person who does these exercises in their gentle variant."""
    gentle = situation.restrictions.gentle.union(exercise.id for exercise in exercises)
    return replace(situation, restrictions=replace(situation.restrictions, gentle=gentle))


def _as_many_as_fit(situation: Situation, exercises: Iterable[Exercise]) -> Plan:
    """The first of the exercises, and of the others those for which there is time."""
    numbers, parts = situation.numbers, Plan()
    for exercise in exercises:
        reps = situation.restrictions.limit_reps(exercise, exercise.reps.micro)
        reps = min(reps, left_today(situation, exercise) or reps)
        more = [*parts, (exercise, reps)]
        if not parts or work_seconds(situation, more) + numbers.end_relax_s <= numbers.ease.most_s:
            parts = more
    return parts


def _as_relief(situation: Situation, suggestion: Suggestion) -> Suggestion:
    """Relief opens with why nothing sharp comes now, lasts long enough, and ends with letting go."""
    longer = max(0, situation.numbers.ease.least_s - suggestion.total_seconds)
    return replace(
        suggestion,
        form=Form.RELIEF,
        opening=situation.catalogue.ease_opening,
        alternative=_beside_relief(situation, suggestion),
        relax_seconds=suggestion.relax_seconds + longer,
        total_seconds=suggestion.total_seconds + longer,
    )


def _beside_relief(situation: Situation, suggestion: Suggestion) -> str:
    """Id of the alternative to relief: a walk, or else another relief; nothing that moves the neck or hangs from it."""
    numbers, restrictions = situation.numbers, situation.restrictions
    everything = frozenset(situation.catalogue.equipment)
    taken = {*(item.id for item in suggestion.items), *restrictions.gentle}
    walk: tuple[str, ...] = (numbers.walk,) if situation.context.can_stand else ()
    for name in (*walk, *numbers.ease.rest, *numbers.home_session.lying):
        exercise = situation.catalogue.exercise(name)
        if name not in taken and is_open(situation, exercise) and is_possible(exercise, restrictions, everything):
            return name
    other = suggestion.alternative
    return "" if not other or situation.catalogue.exercise(other).region == "neck" else other


def lying(catalogue: Catalogue, profile: Profile, practice: Practice, context: Context, seed: int = 0) -> Suggestion:
    """
    One or two minutes of relief lying down, which end with getting up calmly; the neck is not moved.

    Raises:
        RefusedError: no position is left for this person at this time, or there is no exercise now.
    """
    refuse_closed(practice.care, context.now)
    situation = situation_of(catalogue, profile, practice, context, seed)
    suggestion = home_session.relief(situation)
    if suggestion is None:
        title = _("No lying position is possible now")
        seated = _("For relief in your chair: uncrick ease")
        raise RefusedError(title, f"{_why_nothing_on_the_floor(situation)} {seated}")
    return _as_relief(situation, suggestion)


def positions(
    catalogue: Catalogue, profile: Profile, practice: Practice, context: Context, seed: int = 0
) -> tuple[Position, ...]:
    """
    In which positions a very stiff neck can be eased: one, or those between which the person has to choose.

    Whoever is at home and has a place to lie is not asked.

    Raises:
        RefusedError: there is no exercise now.
    """
    refuse_closed(practice.care, context.now)
    situation = situation_of(catalogue, profile, practice, context, seed)
    if home_session.relief(situation) is None:
        return (Position.SEATED,)
    has_a_place = context.place == "home" and not FLOOR_EQUIPMENT.isdisjoint(situation.equipment)
    return (Position.LYING,) if has_a_place else (Position.SEATED, Position.LYING)


def home(catalogue: Catalogue, profile: Profile, practice: Practice, context: Context, seed: int = 0) -> Suggestion:
    """
    The home session (F9), asked for by hand.

    Raises:
        RefusedError: there was one today, nothing of it is left for this person at this time, or nothing is allowed.
    """
    refuse_closed(practice.care, context.now)
    situation = situation_of(catalogue, profile, practice, context, seed)
    if practice.home.last == situation.today:
        raise RefusedError(
            _("You had your home session today"), _("One a day is enough; there is another one tomorrow.")
        )
    session = home_session.session(on_the_floor(situation), candidates(situation))
    if session is None:
        raise RefusedError(_("No exercise of the home session is possible now"), _why_nothing_on_the_floor(situation))
    return session


def _why_nothing_on_the_floor(situation: Situation) -> str:
    if not situation.context.can_stand:
        return _("It is done on the floor, and your settings say that you cannot get up.")
    return _("Each of its exercises is left out for you, is resting, or was done a short while ago.")
