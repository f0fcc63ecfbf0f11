"""Which tip goes with a prompt (F10), and which with the evening line."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from uncrick.core.history.practice import Practice
from uncrick.core.model.catalog import Catalogue, Exercise, Tip
from uncrick.core.model.eligibility import allowed, owned
from uncrick.core.model.profile import Profile
from uncrick.core.model.random import share

RULES = "technique"
"""The kind of tip that says how exercises are done; each comes early, with an exercise that it is about."""

TIME_OFF = frozenset({"sleep", "life"})
"""The kinds of tip that the evening line gives."""

PLACES = {"desk": ("any", "desk", "office", "bar"), "home": ("any", "desk", "home", "bar")}


@dataclass(frozen=True, slots=True)
class TipOccasion:
    """
    What a tip is to go with.

    Attributes:
        on: the local date.
        place: `desk` or `home`.
        exercises: those of the routine, and the alternative.
        excluded: ids of exercises that may not be named.
    """

    on: date
    place: str
    exercises: Collection[Exercise] = ()
    excluded: frozenset[str] = frozenset()


def tip(catalogue: Catalogue, profile: Profile, practice: Practice, occasion: TipOccasion, seed: int) -> Tip:
    """A tip that is none of the last ten, of another kind than the last one, and fits person, place and exercises."""
    recent = practice.tips[-catalogue.numbers.tip_memory :]
    last_kind = catalogue.tips[recent[-1]].kind if recent and recent[-1] in catalogue.tips else ""
    suitable = [
        candidate
        for candidate in catalogue.tips.values()
        if candidate.when in PLACES[occasion.place]
        and _may_come(catalogue, profile, practice, candidate, occasion.on)
        and _is_safe(catalogue, profile, candidate, occasion.excluded)
        and _belongs(candidate, occasion.exercises)
    ]
    new = [candidate for candidate in suitable if candidate.id not in recent]
    varied = [candidate for candidate in new if candidate.kind != last_kind]
    if not new:
        return max(suitable or catalogue.tips.values(), key=lambda candidate: _since(practice, candidate, occasion.on))
    urgent = _rules_due(catalogue, practice, varied) or _not_yet(profile, varied)
    return _draw(urgent or varied or new, catalogue, seed)


def quiet(catalogue: Catalogue, practice: Practice, seed: int) -> Tip:
    """A tip that asks for no movement; none of the last ten."""
    return _draw([catalogue.tips[name] for name in catalogue.quiet_tips if name not in practice.tips], catalogue, seed)


def evening(
    catalogue: Catalogue, profile: Profile, practice: Practice, on: date, seed: int, shown: Sequence[str] = ()
) -> Tip | None:
    """
    A tip for the line at the end of the day: about the time off, neither treatment nor how an exercise is done.

    Args:
        shown: ids of those that it had in the last month.

    Returns:
        None where all of them came lately.
    """
    kinds = {catalogue.tips[name].kind for name in shown if name in catalogue.tips and catalogue.tips[name].seldom}
    fresh = [
        candidate
        for candidate in catalogue.tips.values()
        if candidate.kind in TIME_OFF
        and candidate.id not in (*shown, *practice.tips)
        and not (candidate.seldom and candidate.kind in kinds)
        and _may_come(catalogue, profile, practice, candidate, on)
        and _is_safe(catalogue, profile, candidate)
    ]
    return _draw(fresh, catalogue, seed) if fresh else None


# ---------------------------------------------------------------- what may come


def _may_come(catalogue: Catalogue, profile: Profile, practice: Practice, candidate: Tip, on: date) -> bool:
    """It is the season, it is not done with, and its last time is long enough ago."""
    if not _is_season(candidate, on) or candidate.check in profile.desk_done:
        return False
    numbers, came = catalogue.numbers, practice.tips_on
    if candidate.check in profile.desk_open:
        return _since(practice, candidate, on) >= timedelta(days=numbers.check_days)
    if candidate.once or candidate.check:
        return candidate.id not in came
    alike = [entry for entry in catalogue.tips.values() if entry.seldom and entry.kind == candidate.kind]
    seldom = timedelta(days=numbers.seldom_days)
    return not candidate.seldom or all(_since(practice, entry, on) >= seldom for entry in alike)


def _since(practice: Practice, candidate: Tip, on: date) -> timedelta:
    """How long ago it came."""
    last = practice.tips_on.get(candidate.id)
    return timedelta.max if last is None else on - last


def _is_season(candidate: Tip, on: date) -> bool:
    first, last = candidate.from_month, candidate.to_month
    return not first or (first <= on.month <= last if first <= last else not last < on.month < first)


def _is_safe(catalogue: Catalogue, profile: Profile, candidate: Tip, excluded: frozenset[str] = frozenset()) -> bool:
    """What it names is allowed and there; of what comes once, allowed and not there: it says what is worth having."""
    named = [catalogue.exercises[name] for name in candidate.needs]
    at_hand = owned(catalogue, profile)
    return excluded.isdisjoint(candidate.needs) and all(
        allowed(exercise, profile) and at_hand.issuperset(exercise.equipment) is not candidate.once
        for exercise in named
    )


def _belongs(candidate: Tip, exercises: Collection[Exercise]) -> bool:
    """It is about any exercise, or about one of these."""
    about = (candidate.phases, candidate.regions, candidate.positions)
    return not any(about) or any(
        all(
            not wanted or not there.isdisjoint(wanted)
            for wanted, there in zip(
                about,
                ({phase.kind for phase in exercise.phases}, {exercise.region}, {exercise.position}),
                strict=True,
            )
        )
        for exercise in exercises
    )


# ---------------------------------------------------------------- which of them comes


def _rules_due(catalogue: Catalogue, practice: Practice, suitable: list[Tip]) -> list[Tip]:
    rules = {candidate.id for candidate in catalogue.tips.values() if candidate.kind == RULES}
    due = (practice.prompts + 1) // catalogue.numbers.technique_tip_every
    if len(rules & practice.tips_on.keys()) >= min(due, len(rules)):
        return []
    return [candidate for candidate in suitable if candidate.id in rules - practice.tips_on.keys()]


def _not_yet(profile: Profile, suitable: list[Tip]) -> list[Tip]:
    """On what the desk check found not to be done yet."""
    return [candidate for candidate in suitable if candidate.check in profile.desk_open]


def _draw(pool: list[Tip], catalogue: Catalogue, seed: int) -> Tip:
    weights = [catalogue.weights.get(candidate.kind, 1.0) for candidate in pool]
    left = share(seed, 2) * sum(weights)
    for candidate, weight in zip(pool, weights, strict=True):
        left -= weight
        if left < 0:
            return candidate
    return pool[-1]
