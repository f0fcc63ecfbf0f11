"""Prompts for one who meets them seldom: the walk goes first, or a tip and a walk are all there is (S12)."""

from dataclasses import replace

from uncrick.core.catalogue import FALLBACK, Catalogue
from uncrick.core.profile import Profile
from uncrick.core.progress import Practice
from uncrick.core.routine import Context, by_hand
from uncrick.core.safety import allowed
from uncrick.core.suggestion import Suggestion

WALK = "walk_corridor"
BUDGET = 45
"""Seconds of a routine, at most, once several prompts in a row led to no break."""


def walk_first(suggestion: Suggestion, catalogue: Catalogue, profile: Profile, context: Context) -> Suggestion:
    """The same routine with the walk as the alternative that is named first, for one who may and can walk."""
    taken = {item.id for item in suggestion.items}
    if WALK in taken or not _can_walk(catalogue, profile, context):
        return suggestion
    return replace(suggestion, alternative=WALK, reasons=(*suggestion.reasons, "walk_first"))


def tip_alone(catalogue: Catalogue, profile: Profile, practice: Practice, context: Context, seed: int) -> Suggestion:
    """A tip and a walk; the simplest seated move for one who may not or cannot walk."""
    chosen = WALK if _can_walk(catalogue, profile, context) else FALLBACK
    return replace(by_hand(catalogue, chosen, practice, context, profile, seed), reasons=("tip_alone",))


def _can_walk(catalogue: Catalogue, profile: Profile, context: Context) -> bool:
    return context.can_stand and allowed(catalogue.exercise(WALK), profile)
