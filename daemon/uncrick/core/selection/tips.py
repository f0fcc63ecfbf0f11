"""Which tip goes with a prompt (F10), and which with the evening line."""

from collections.abc import Sequence

from uncrick.core.history.practice import Practice
from uncrick.core.model.catalog import Catalogue, Tip
from uncrick.core.model.eligibility import allowed, owned
from uncrick.core.model.profile import Profile
from uncrick.core.model.random import share

RULES = "technique"
"""The kind of tip that says how exercises are done; each of them comes within the first thirty tips."""

TIME_OFF = frozenset({"sleep", "life"})
"""The kinds of tip that the evening line gives."""

PLACES = {"desk": ("any", "desk", "office", "bar"), "home": ("any", "desk", "home", "bar")}


def tip(
    catalogue: Catalogue,
    profile: Profile,
    practice: Practice,
    place: str,
    seed: int,
    excluded: frozenset[str] = frozenset(),
) -> Tip:
    """
    A tip that is none of the last ten, of another kind than the last one, and fits place and person.

    A tip that is `seldom` comes only if none of the last ten was; a tip that needs an `excluded` exercise never comes.
    """
    recent = practice.tips[-catalogue.numbers.tip_memory :]
    remembered = [catalogue.tips[name] for name in recent if name in catalogue.tips]
    last_kind = remembered[-1].kind if remembered else ""
    seldom = any(candidate.seldom for candidate in remembered)
    suitable = [
        candidate
        for candidate in _suitable(catalogue, profile)
        if candidate.when in PLACES[place]
        and candidate.id not in recent
        and candidate.kind != last_kind
        and not (candidate.seldom and seldom)
        and excluded.isdisjoint(candidate.needs)
    ]
    return _draw(_rules_due(catalogue, practice, suitable) or suitable, catalogue, seed)


def quiet(catalogue: Catalogue, practice: Practice, seed: int) -> Tip:
    """A tip that asks for no movement; none of the last ten."""
    return _draw([catalogue.tips[name] for name in catalogue.quiet_tips if name not in practice.tips], catalogue, seed)


def evening(catalogue: Catalogue, profile: Profile, practice: Practice, seed: int, shown: Sequence[str] = ()) -> Tip:
    """
    A tip for the line at the end of the day: about the time off, neither treatment nor how an exercise is done.

    Args:
        shown: ids of those that it had lately; the one of the longest ago comes again only when all were shown.
    """
    suitable = [candidate for candidate in _suitable(catalogue, profile) if candidate.kind in TIME_OFF]
    fresh = [candidate for candidate in suitable if candidate.id not in shown]
    if not fresh:
        return min(suitable, key=lambda candidate: max(at for at, name in enumerate(shown) if name == candidate.id))
    return _draw([candidate for candidate in fresh if candidate.id not in practice.tips] or fresh, catalogue, seed)


def _suitable(catalogue: Catalogue, profile: Profile) -> list[Tip]:
    at_hand = owned(catalogue, profile)
    exercises = catalogue.exercises
    return [
        candidate
        for candidate in catalogue.tips.values()
        if all(
            allowed(exercises[name], profile) and at_hand.issuperset(exercises[name].equipment)
            for name in candidate.needs
        )
    ]


def _rules_due(catalogue: Catalogue, practice: Practice, suitable: list[Tip]) -> list[Tip]:
    rules = {candidate.id for candidate in catalogue.tips.values() if candidate.kind == RULES}
    due = (practice.prompts + 1) // catalogue.numbers.technique_tip_every
    if len(rules & practice.tips_seen) >= min(due, len(rules)):
        return []
    return [candidate for candidate in suitable if candidate.id in rules - practice.tips_seen]


def _draw(pool: list[Tip], catalogue: Catalogue, seed: int) -> Tip:
    weights = [catalogue.weights.get(candidate.kind, 1.0) for candidate in pool]
    left = share(seed, 2) * sum(weights)
    for candidate, weight in zip(pool, weights, strict=True):
        left -= weight
        if left < 0:
            return candidate
    return pool[-1]
