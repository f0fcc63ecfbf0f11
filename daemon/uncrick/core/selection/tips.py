"""Which tip goes with a prompt (F10), and which with the evening line."""

from uncrick.core.history.practice import Practice
from uncrick.core.model.catalog import Catalogue, Tip
from uncrick.core.model.eligibility import allowed, owned
from uncrick.core.model.profile import Profile
from uncrick.core.model.random import share

RULES = "technique"
"""The kind of tip that says how exercises are done; each of them comes within the first thirty."""

EVERY = 4
"""One rule falls due with every fourth tip, so that six of them and the delays between fit into thirty."""

PLACES = {"desk": ("any", "desk", "office", "bar"), "home": ("any", "desk", "home", "bar")}


QUIET = (
    "monitor_top",
    "monitor_glasses",
    "monitor_centre",
    "monitor_laptop",
    "monitor_two",
    "chair_lumbar",
    "chair_height",
    "posture_page",
    "break_short_often",
    "break_early",
    "stress_name",
)
"""Tips that move nobody, for a break without exercises: one more than the ten that do not come again."""


def tip(
    catalogue: Catalogue, profile: Profile, practice: Practice, place: str, seed: int, out: frozenset[str] = frozenset()
) -> Tip:
    """
    A tip that is none of the last ten, of another kind than the last one, and fits place and person.

    What is `seldom` comes only where none of the last ten was, and nothing that needs an exercise which is `out`.
    """
    recent = practice.tips[-catalogue.numbers.tip_memory :]
    known = [catalogue.tips[name] for name in recent if name in catalogue.tips]
    last_kind = known[-1].kind if known else ""
    seldom = any(it.seldom for it in known)
    suited = [
        it
        for it in _suited(catalogue, profile)
        if it.when in PLACES[place]
        and it.id not in recent
        and it.kind != last_kind
        and not (it.seldom and seldom)
        and out.isdisjoint(it.needs)
    ]
    return _drawn(_rules_due(catalogue, practice, suited) or suited, catalogue, seed)


def quiet(catalogue: Catalogue, practice: Practice, seed: int) -> Tip:
    """A tip that moves nobody; none of the last ten."""
    return _drawn([catalogue.tips[name] for name in QUIET if name not in practice.tips], catalogue, seed)


def evening(catalogue: Catalogue, profile: Profile, practice: Practice, seed: int) -> Tip:
    """One of the `seldom` tips, for the line at the end of the day; not the one that was last among the prompts."""
    suited = [it for it in _suited(catalogue, profile) if it.seldom]
    return _drawn([it for it in suited if it.id not in practice.tips] or suited, catalogue, seed)


def _suited(catalogue: Catalogue, profile: Profile) -> list[Tip]:
    at_hand = owned(catalogue, profile)
    exercises = catalogue.exercises
    return [
        it
        for it in catalogue.tips.values()
        if all(allowed(exercises[name], profile) and at_hand.issuperset(exercises[name].equipment) for name in it.needs)
    ]


def _rules_due(catalogue: Catalogue, practice: Practice, suited: list[Tip]) -> list[Tip]:
    rules = {it.id for it in catalogue.tips.values() if it.kind == RULES}
    due = (practice.prompts + 1) // EVERY
    if len(rules & practice.tips_seen) >= min(due, len(rules)):
        return []
    return [it for it in suited if it.id in rules - practice.tips_seen]


def _drawn(pool: list[Tip], catalogue: Catalogue, seed: int) -> Tip:
    weights = [catalogue.weights.get(it.kind, 1.0) for it in pool]
    left = share(seed, 2) * sum(weights)
    for it, weight in zip(pool, weights, strict=True):
        left -= weight
        if left < 0:
            return it
    return pool[-1]
