"""The strength set: about two minutes with an elastic band, for those who have one, on a few days of the week."""

from collections.abc import Container
from dataclasses import replace

from uncrick.core.history.practice import Practice
from uncrick.core.history.safety_lock import refuse_closed
from uncrick.core.history.strength_sets import days_this_week, step
from uncrick.core.model.catalog import Catalogue, Exercise
from uncrick.core.model.profile import Profile
from uncrick.core.model.suggestion import STRONGER, Form, Suggestion
from uncrick.core.model.text import _
from uncrick.core.selection.assemble import suggestion_of
from uncrick.core.selection.candidates import candidates, is_rested, left_today, suits
from uncrick.core.selection.situation import Context, Situation, situation_of
from uncrick.errors import RefusedError

WORD = "strength"
"""What stands in the place of an exercise's id to ask for it."""


def is_due(situation: Situation) -> bool:
    """A prompt is to suggest it: once a day, on few enough days of the week, to people who have a band."""
    numbers, sets, today = situation.numbers.strength_set, situation.practice.strength, situation.today
    if numbers.equipment not in situation.equipment or situation.context.exclude or situation.early:
        return False
    if today in (sets.last, sets.shown) or situation.context.now.hour < numbers.hour:
        return False
    return days_this_week(sets, today) < numbers.days_a_week


def strength_set(situation: Situation, pool: list[Exercise], recent: Container[str] = ()) -> Suggestion | None:
    """
    The set in its dose of today; the moves take turns.

    Args:
        pool: candidates for the alternative.
        recent: ids of moves that the break before had, and that this one is to leave out.

    Returns:
        None where pain, a condition or a setting leaves none of its moves.
    """
    numbers, sets = situation.numbers.strength_set, situation.practice.strength
    open_to_sets = replace(situation, home_only=True)
    at = sets.times % len(numbers.order)
    in_turn = map(situation.catalogue.exercise, (*numbers.order[at:], *numbers.order[:at]))
    rested = [exercise for exercise in in_turn if exercise.id not in recent and _may(open_to_sets, exercise)]
    moves = rested[: numbers.moves]
    if not moves:
        return None
    today = step(sets, situation.today, numbers)
    parts = [(exercise, min(today.reps, left_today(situation, exercise))) for exercise in moves]
    parts.sort(key=lambda part: part[0].position != "sit")
    chosen = suggestion_of(situation, parts, pool, Form.STRENGTH_SET)
    return replace(chosen, opening=STRONGER) if today.stronger else chosen


def _may(situation: Situation, exercise: Exercise) -> bool:
    """It suits, is rested, and nothing hurts that it would load."""
    sore = {*situation.restrictions.gentle, *situation.restrictions.less}
    return exercise.id not in sore and suits(situation, exercise) and is_rested(situation, exercise)


def by_hand(catalogue: Catalogue, practice: Practice, context: Context, profile: Profile, seed: int = 0) -> Suggestion:
    """
    The set, asked for; whoever asks has a band.

    Raises:
        RefusedError: there was one today, there were enough this week, nothing of it is left, or nothing is allowed.
    """
    refuse_closed(practice.care, context.now)
    situation = situation_of(catalogue, profile, practice, context, seed)
    numbers, sets = catalogue.numbers.strength_set, practice.strength
    if sets.last == situation.today:
        raise RefusedError(_("You had your strength set today"), _("Muscles rest until tomorrow; then comes the next."))
    if days_this_week(sets, situation.today) >= numbers.days_a_week:
        raise RefusedError(_("That is enough strength work for this week"), _("The next set comes on Monday."))
    with_band = replace(situation, equipment=situation.equipment | {numbers.equipment})
    chosen = strength_set(with_band, candidates(situation))
    if chosen is None:
        raise RefusedError(
            _("No exercise of the strength set is possible now"),
            _("Each of its exercises is left out for you, is resting, or was done a short while ago."),
        )
    return chosen
