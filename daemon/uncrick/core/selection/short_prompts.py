"""Lighter prompts for a person who often ignores them: getting up first, or a tip and a walk alone (S12)."""

from dataclasses import replace
from datetime import date

from uncrick.core.history.practice import Practice
from uncrick.core.model.catalog import Catalogue
from uncrick.core.model.eligibility import allowed
from uncrick.core.model.person_day import day_of
from uncrick.core.model.profile import Profile
from uncrick.core.model.suggestion import Form, Suggestion
from uncrick.core.selection.candidates import UPRIGHT
from uncrick.core.selection.on_request import by_hand
from uncrick.core.selection.plan import titles_today
from uncrick.core.selection.restrictions import current_restrictions
from uncrick.core.selection.situation import Context
from uncrick.errors import RefusedError


def with_walk_first(
    suggestion: Suggestion, catalogue: Catalogue, profile: Profile, practice: Practice, context: Context
) -> Suggestion:
    """
    The same routine with the alternative named first, a walk where it gets nobody up.

    Not so where the person may not or cannot get up, or where today had a prompt of that title.
    """
    if not suggestion.items:
        return suggestion
    other = catalogue.exercises.get(suggestion.alternative)
    gets_up = other is not None and other.position in UPRIGHT
    with_walk = replace(
        suggestion, alternative=suggestion.alternative if gets_up else catalogue.numbers.walk, walk_first=True
    )
    if any(item.id == with_walk.alternative for item in suggestion.items):
        return suggestion
    if _came_today(with_walk.alternative, catalogue, practice, day_of(context.now)):
        return suggestion
    restrictions = current_restrictions(catalogue, profile, practice.care, context.now)
    permitted = restrictions.permit(with_walk, catalogue)
    return with_walk if permitted and context.can_stand else suggestion


def _came_today(alternative: str, catalogue: Catalogue, practice: Practice, today: date) -> bool:
    """Whether a prompt of today may have had its name for a title, as a routine or as an alternative."""
    titles = titles_today(catalogue, practice, today)
    return catalogue.exercise(alternative).headline in titles or practice.was_offered_on(alternative, today)


def tip_alone(
    catalogue: Catalogue, profile: Profile, practice: Practice, context: Context, seed: int
) -> Suggestion | None:
    """A tip and a walk, or the simplest seated move if the person cannot walk; None if neither is allowed."""
    numbers = catalogue.numbers
    can_walk = context.can_stand and allowed(catalogue.exercise(numbers.walk), profile)
    chosen = numbers.walk if can_walk else numbers.fallback
    try:
        return replace(by_hand(catalogue, chosen, practice, context, profile, seed), form=Form.TIP_ALONE)
    except RefusedError:
        return None
