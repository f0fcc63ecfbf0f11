"""What pain excludes and eases at the moment of choosing (F3, F4), and how an exercise is refused."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from uncrick.core.history import pain
from uncrick.core.history.pain import Care
from uncrick.core.history.safety_lock import closed
from uncrick.core.model.catalog import Catalogue, Exercise
from uncrick.core.model.dates import weekday_date
from uncrick.core.model.eligibility import allowed
from uncrick.core.model.person_day import day_of
from uncrick.core.model.profile import Profile
from uncrick.core.model.suggestion import Form, Suggestion
from uncrick.core.model.text import N_, _
from uncrick.errors import RefusedError


@dataclass(frozen=True, slots=True)
class Restrictions:
    """
    What holds for one choice.

    Attributes:
        closed: why there is no exercise at all, `LOCKED` or `UNWELL`, or None.
        profile: the person's, with the conditions that hold today.
        excluded: ids that may be neither done nor named.
        gentle, less: ids that are done in the gentle variant, and with a repetition fewer.
        replaces: by id of a stand-in, the excluded exercises in whose place it is done.
    """

    closed: Form | None
    profile: Profile
    excluded: frozenset[str] = frozenset()
    gentle: frozenset[str] = frozenset()
    less: frozenset[str] = frozenset()
    replaces: Mapping[str, tuple[Exercise, ...]] = field(default_factory=dict)

    def variant(self, exercise: Exercise) -> str:
        """How the exercise is to be done: `gentle`, `less`, or "" for as it stands."""
        return "gentle" if exercise.id in self.gentle else "less" if exercise.id in self.less else ""

    def limit_reps(self, exercise: Exercise, reps: int) -> int:
        """Of `reps` repetitions, those that pain leaves."""
        if exercise.id in self.gentle:
            reps = min(reps, exercise.gentle.reps)
        return max(1, reps - 1) if exercise.id in self.less else reps

    def permit(self, suggestion: Suggestion, catalogue: Catalogue) -> bool:
        """Everything in it may be done as it was suggested."""
        if self.closed is not None or not suggestion.items:
            return suggestion.form is self.closed
        if suggestion.alternative in self.gentle:
            return False
        names = {*(item.id for item in suggestion.items), suggestion.alternative} - {""}
        # An exercise that only a former version knew is not permitted either
        return all(name in catalogue.exercises and self.allow(catalogue.exercise(name)) for name in names) and all(
            item.variant == "gentle" or self.variant(catalogue.exercise(item.id)) in ("", item.variant)
            for item in suggestion.items
        )

    def allow(self, exercise: Exercise) -> bool:
        """Neither pain, a condition nor a setting excludes it, and the profile was answered where that is needed."""
        if exercise.prescribed is not None:  # the clinician knows the person's conditions
            return not exercise.off and exercise.id not in self.excluded
        answered = self.profile.asked or exercise.region != "neck"
        return answered and exercise.id not in self.excluded and allowed(exercise, self.profile)


def current_restrictions(catalogue: Catalogue, profile: Profile, care: Care, now: datetime) -> Restrictions:
    """What holds now, which is aware and in the person's zone."""
    today = day_of(now)
    every = catalogue.exercises.values()
    not_today = frozenset(ex.id for ex in every if ex.prescribed is not None and not ex.prescribed.is_on(today))
    none = Restrictions(closed(care, today), with_todays_pain(catalogue, profile, care, today), not_today)
    if not (care.marks or care.pains):
        return none
    scores = {region: pain.pain_today(care, region, today) for region in pain.REGIONS}
    statuses = {name: pain.status_of(care, name, now).status for name in care.marks}
    excluded = _excluded(catalogue, care, now, scores, statuses)
    sore = {region for region, score in scores.items() if score >= catalogue.pain.notable}
    return replace(
        none,
        excluded=excluded | not_today,
        gentle=frozenset(
            ex.id for ex in every if ex.prescribed is None and (ex.region in sore or statuses.get(ex.id) == "gentle")
        ),
        less=frozenset(name for name, mark in care.marks.items() if mark.less),
        replaces=_replaced(catalogue, excluded),
    )


def with_todays_pain(catalogue: Catalogue, profile: Profile, care: Care, today: date) -> Profile:
    """The profile, with the conditions that follow from the pain reported today."""
    more = {
        condition.id
        for condition in catalogue.conditions.values()
        if condition.region and pain.pain_today(care, condition.region, today) >= condition.from_score
    }
    return replace(profile, conditions=profile.conditions | more) if more else profile


def _excluded(
    catalogue: Catalogue, care: Care, now: datetime, scores: Mapping[str, int], statuses: Mapping[str, str]
) -> frozenset[str]:
    """Ids of what rests, is retired, or belongs to a region that is left alone."""
    every, numbers, severe = catalogue.exercises.values(), catalogue.numbers, catalogue.pain.severe
    excluded = {name for name, status in statuses.items() if status in ("resting", "retired")}
    regions = {
        region
        for region in {exercise.region for exercise in every}
        if scores.get(region, 0) >= severe or pain.region_paused(care, catalogue, region, now) is not None
    }
    # A region that rests on our advice does not stop what a clinician prescribed for it; pain of today does
    severely = {region for region, score in scores.items() if score >= severe}
    excluded.update(
        exercise.id
        for exercise in every
        if exercise.region in (regions if exercise.prescribed is None else severely) and exercise.id != numbers.fallback
    )
    if min(scores.values()) >= severe:
        excluded.update(exercise.id for exercise in every if exercise.area != "relief" and exercise.id != numbers.walk)
    return frozenset(excluded)


def _replaced(catalogue: Catalogue, excluded: Iterable[str]) -> dict[str, tuple[Exercise, ...]]:
    replaced: dict[str, tuple[Exercise, ...]] = {}
    for name in sorted(excluded):
        exercise = catalogue.exercises.get(name)
        if exercise is not None and exercise.gentle.alt:
            alt = exercise.gentle.alt
            replaced[alt] = (*replaced.get(alt, ()), exercise)
    return replaced


# ---------------------------------------------------------------- refusals


def refuse_restricted(exercise: Exercise, catalogue: Catalogue, care: Care, now: datetime) -> None:
    """
    Refuse an exercise that rests, is retired, or belongs to a region that is left alone.

    Raises:
        RefusedError: says why, until when, and how a retired one is turned on again.
    """
    name, region = exercise.name, _(pain.REGIONS.get(exercise.region, N_("body")))
    mark = pain.status_of(care, exercise.id, now)
    if mark.status == "retired" and exercise.prescribed is not None:
        raise RefusedError(
            _("{exercise} is paused", exercise=name),
            _("It hurt. Ask your therapist; then take it up again: uncrick exercises on {id}.", id=exercise.id),
        )
    if mark.status == "retired":
        raise RefusedError(
            _("{exercise} was taken out", exercise=name),
            _("It hurt. To turn it on again: uncrick exercises on {id}.", id=exercise.id),
        )
    if mark.until is not None:
        raise RefusedError(
            _("{exercise} is resting until {day}", exercise=name, day=weekday_date(mark.until)),
            _("It comes back gently on the day after."),
        )
    score = pain.pain_today(care, exercise.region, day_of(now))
    if score >= catalogue.pain.severe:
        raise RefusedError(
            _("{exercise} is left out today", exercise=name),
            _("You reported pain of {score} out of 10 ({region}).", score=score, region=region),
        )
    until = pain.region_paused(care, catalogue, exercise.region, now)
    if until is not None and exercise.id != catalogue.numbers.fallback and exercise.prescribed is None:
        raise RefusedError(
            _("{exercise} is left out for now", exercise=name),
            _(
                "Exercises for the {region} rest until {day}. Please let a clinician look at it.",
                region=region,
                day=weekday_date(until),
            ),
        )
