"""What pain bars at the moment of choosing (F3 and the statuses of F4), and the words in which it is refused."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from uncrick.core.history import pain
from uncrick.core.history.pain import Care
from uncrick.core.model.catalog import FALLBACK, Catalogue, Exercise
from uncrick.core.model.eligibility import allowed
from uncrick.core.model.profile import Profile
from uncrick.core.model.suggestion import Suggestion
from uncrick.errors import RefusedError

LOCKED, UNWELL = "locked", "unwell"
WALK = "walk_corridor"
"""What is left of a break without exercises."""

SEVERE, NOTABLE = 7, 4
"""The least scores with which a region is left alone, and with which it gets gentle variants only."""

REGIONS = {"neck": "neck", "shoulder": "shoulders", "back": "back"}
"""Regions that a person may tell pain of, and what they are called in a sentence."""

TODAY = (("neck_severe", "neck", SEVERE), ("back_acute", "back", NOTABLE), ("back_severe", "back", SEVERE))
"""Conditions that follow from the pain told today, the region and the least score."""


@dataclass(frozen=True, slots=True)
class Gates:
    """
    What holds for one choice.

    Attributes:
        shut: `locked` or `unwell`, with which there is no exercise at all, or "".
        profile: the person's, with the conditions that hold today.
        out: ids that may be neither done nor named.
        gentle, less: ids that are done in the gentle variant, and with a repetition fewer.
        stands_in: by exercise, those that are out and that it is the stand-in of.
    """

    shut: str
    profile: Profile
    out: frozenset[str] = frozenset()
    gentle: frozenset[str] = frozenset()
    less: frozenset[str] = frozenset()
    stands_in: Mapping[str, tuple[Exercise, ...]] = field(default_factory=dict)

    def variant(self, exercise: Exercise) -> str:
        """How the exercise is to be done."""
        return "gentle" if exercise.id in self.gentle else "less" if exercise.id in self.less else ""

    def most(self, exercise: Exercise, reps: int) -> int:
        """Of `reps` repetitions, those that pain leaves."""
        if exercise.id in self.gentle:
            reps = min(reps, exercise.gentle.reps)
        return max(1, reps - 1) if exercise.id in self.less else reps

    def admit(self, suggestion: Suggestion, catalogue: Catalogue) -> bool:
        """All of it may be done as it was suggested."""
        if self.shut or not suggestion.items:
            return suggestion.reasons == (self.shut,)
        if suggestion.alternative in self.gentle:
            return False
        names = {*(item.id for item in suggestion.items), suggestion.alternative} - {""}
        # One that only a former version knew is to be left out as well
        return all(self._is_open(catalogue.exercises.get(name)) for name in names) and all(
            item.variant == "gentle" or self.variant(catalogue.exercise(item.id)) in ("", item.variant)
            for item in suggestion.items
        )

    def _is_open(self, exercise: Exercise | None) -> bool:
        if exercise is None or exercise.id in self.out or not allowed(exercise, self.profile):
            return False
        return self.profile.asked or exercise.region != "neck"


def shut(known: Care, today: date) -> str:
    """Why there is no exercise at all, or ""."""
    return LOCKED if pain.lock(known) is not None else UNWELL if pain.unwell_today(known, today) else ""


def gates(catalogue: Catalogue, profile: Profile, known: Care, now: datetime) -> Gates:
    """What holds now, which is aware and in the person's zone."""
    today = now.date()
    found = Gates(shut(known, today), felt(profile, known, today))
    if not (known.marks or known.pains):
        return found
    every = catalogue.exercises.values()
    standings = {name: pain.standing(known, name, now).status for name in known.marks}
    out = {name for name, status in standings.items() if status in ("resting", "retired")}
    scores = {region: pain.pain(known, region, today) for region in REGIONS}
    closed = {
        region
        for region in {exercise.region for exercise in every}
        if scores.get(region, 0) >= SEVERE or pain.region_paused(known, catalogue, region, now) is not None
    }
    out.update(it.id for it in every if it.region in closed and it.id != FALLBACK)
    if min(scores.values()) >= SEVERE:
        out.update(it.id for it in every if it.area != "relief" and it.id != WALK)
    sore = {region for region, score in scores.items() if score >= NOTABLE}
    return replace(
        found,
        out=frozenset(out),
        gentle=frozenset(it.id for it in every if it.region in sore or standings.get(it.id) == "gentle"),
        less=frozenset(name for name, mark in known.marks.items() if mark.less),
        stands_in=_stand_ins(catalogue, out),
    )


def felt(profile: Profile, known: Care, today: date) -> Profile:
    """The profile, with the conditions that follow from the pain told today."""
    more = {name for name, region, least in TODAY if pain.pain(known, region, today) >= least}
    return replace(profile, conditions=profile.conditions | more) if more else profile


def _stand_ins(catalogue: Catalogue, out: Iterable[str]) -> dict[str, tuple[Exercise, ...]]:
    found: dict[str, tuple[Exercise, ...]] = {}
    for name in sorted(out):
        exercise = catalogue.exercises.get(name)
        if exercise is not None and exercise.gentle.alt:
            alt = exercise.gentle.alt
            found[alt] = (*found.get(alt, ()), exercise)
    return found


# ---------------------------------------------------------------- in words


def refuse_shut(known: Care, now: datetime) -> None:
    """
    Let nothing pass while there is no exercise at all.

    Raises:
        RefusedError: says why, and what opens it again.
    """
    match shut(known, now.date()):
        case "locked":
            raise RefusedError(
                "Exercises are off for safety",
                "You ticked a sign that means stop. Once you were checked, or it has gone, say so: uncrick safety.",
            )
        case "unwell":
            raise RefusedError("No exercises today", "You felt unwell. They come back tomorrow.")
        case _:
            pass


def refuse_barred(exercise: Exercise, catalogue: Catalogue, known: Care, now: datetime) -> None:
    """
    Let no exercise pass that rests, is retired, or belongs to a region that is left alone.

    Raises:
        RefusedError: says why, until when, and how a retired one is turned on again.
    """
    name, region = exercise.name, REGIONS.get(exercise.region, "body")
    it = pain.standing(known, exercise.id, now)
    if it.status == "retired":
        raise RefusedError(f"{name}: retired", f"It hurt. To turn it on again: uncrick exercises on {exercise.id}.")
    if it.until is not None:
        raise RefusedError(f"{name}: resting until {_day(it.until)}", "It comes back gently on the day after.")
    score = pain.pain(known, exercise.region, now.date())
    if score >= SEVERE:
        raise RefusedError(f"{name}: left out today", f"You told Uncrick: pain of {score} out of 10 ({region}).")
    until = pain.region_paused(known, catalogue, exercise.region, now)
    if until is not None and exercise.id != FALLBACK:
        what = f"Exercises for the {region} rest until {_day(until)}"
        raise RefusedError(f"{name}: left out for now", f"{what}. Let a clinician look at it.")


def refuse_release(known: Care, now: datetime) -> None:
    """
    Let "I was checked, or it has gone" pass only where it releases the lock.

    Raises:
        RefusedError: nothing is locked, or it is too early.
    """
    locked = pain.lock(known)
    if locked is None:
        raise RefusedError("Nothing is locked", "Exercises are not off for safety.")
    if not locked.releasable(now):
        at = locked.releases_at.astimezone(now.tzinfo)
        raise RefusedError(
            "That is too early",
            f"After an emergency sign exercises stay off for a day: until {at:%a %H:%M}.",
        )


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"
