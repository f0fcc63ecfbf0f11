"""What a person asked for: one exercise, seated or lying relief, the home session."""

from uncrick.core.catalog.lookup import exercise_named
from uncrick.core.history.practice import Practice
from uncrick.core.history.safety_lock import refuse_closed
from uncrick.core.model.catalog import Catalogue
from uncrick.core.model.eligibility import obstacles
from uncrick.core.model.profile import Profile
from uncrick.core.model.suggestion import Suggestion
from uncrick.core.model.text import _
from uncrick.core.selection import home_session
from uncrick.core.selection.assemble import suggestion_of
from uncrick.core.selection.candidates import candidates, is_new, is_rested, left_today, suits
from uncrick.core.selection.restrictions import refuse_restricted
from uncrick.core.selection.situation import Context, Situation, on_the_floor, situation_of
from uncrick.errors import RefusedError


def by_hand(
    catalogue: Catalogue, exercise_id: str, practice: Practice, context: Context, profile: Profile, seed: int = 0
) -> Suggestion:
    """
    One exercise that the person asked for; neither level, place nor equipment refuses it.

    Raises:
        UsageError: no exercise has that id.
        RefusedError: a condition or a setting of the person leaves it out, it rests or is retired, or there is no
            exercise now.
    """
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


def ease(catalogue: Catalogue, profile: Profile, practice: Practice, context: Context, seed: int = 0) -> Suggestion:
    """
    About 40 seconds of seated relief for a stiff neck, which it does not move.

    Raises:
        RefusedError: there is no exercise now, or even this one hurt.
    """
    refuse_closed(practice.care, context.now)
    situation = situation_of(catalogue, profile, practice, context, seed)
    fitting = [
        exercise
        for exercise in map(catalogue.exercise, catalogue.numbers.ease)
        if suits(situation, exercise) and is_rested(situation, exercise)
    ]
    other = [exercise for exercise in fitting if exercise.id not in practice.shown]
    chosen = next(iter(other or fitting), catalogue.exercise(catalogue.numbers.fallback))
    refuse_restricted(chosen, catalogue, practice.care, context.now)
    reps = situation.restrictions.limit_reps(chosen, chosen.reps.micro)
    return suggestion_of(situation, [(chosen, reps)], candidates(situation))


def lying(catalogue: Catalogue, profile: Profile, practice: Practice, context: Context, seed: int = 0) -> Suggestion:
    """
    One or two minutes of relief lying down, which end with getting up calmly.

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
    return suggestion


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
