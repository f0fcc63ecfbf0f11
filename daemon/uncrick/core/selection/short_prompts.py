"""Prompts for one who meets them seldom: the walk goes first, or a tip and a walk are all there is (S12)."""

from dataclasses import replace

from uncrick.core.history.practice import Practice
from uncrick.core.model.catalog import FALLBACK, Catalogue
from uncrick.core.model.eligibility import allowed
from uncrick.core.model.profile import Profile
from uncrick.core.model.suggestion import Suggestion
from uncrick.core.selection.choose import Context, by_hand
from uncrick.core.selection.restrictions import WALK, gates
from uncrick.errors import RefusedError

BUDGET = 45
"""Seconds of a routine, at most, once several prompts in a row led to no break."""


def walk_first(
    suggestion: Suggestion, catalogue: Catalogue, profile: Profile, practice: Practice, context: Context
) -> Suggestion:
    """The same routine with the walk as the alternative that is named first, for one who may and can walk."""
    with_walk = replace(suggestion, alternative=WALK, reasons=(*suggestion.reasons, "walk_first"))
    if not suggestion.items or any(item.id == WALK for item in suggestion.items):
        return suggestion
    admits = gates(catalogue, profile, practice.care, context.now).admit(with_walk, catalogue)
    return with_walk if admits and _can_walk(catalogue, profile, context) else suggestion


def tip_alone(
    catalogue: Catalogue, profile: Profile, practice: Practice, context: Context, seed: int
) -> Suggestion | None:
    """A tip and a walk, or the simplest seated move for one who may not or cannot walk; None if neither may be."""
    chosen = WALK if _can_walk(catalogue, profile, context) else FALLBACK
    try:
        return replace(by_hand(catalogue, chosen, practice, context, profile, seed), reasons=("tip_alone",))
    except RefusedError:
        return None


def _can_walk(catalogue: Catalogue, profile: Profile, context: Context) -> bool:
    return context.can_stand and allowed(catalogue.exercise(WALK), profile)
