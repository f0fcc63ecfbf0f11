"""The state after pain: restricted exercises, resting regions, the lock, and which questions are open (D)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from uncrick.core.history.safety_lock import Lock
from uncrick.core.model.person_day import day_of
from uncrick.core.model.text import N_

if TYPE_CHECKING:
    from uncrick.core.model.catalog import Catalogue

REGIONS = {"neck": N_("neck"), "shoulder": N_("shoulders"), "back": N_("back")}
"""Regions that a person may report pain of, and what they are called in a sentence."""

NEVER = date.min
LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Rest:
    """
    No exercise through the local date `until`, nor before the moment `over`.

    The moment holds where the date does not: on a journey east a date comes sooner.
    """

    until: date = NEVER
    over: datetime = LONG_AGO

    def lasts(self, now: datetime) -> bool:
        """`now` is aware, in the person's zone."""
        return day_of(now) <= self.until or now < self.over

    def last_day(self, now: datetime) -> date:
        """The last date of it."""
        if self.over == LONG_AGO:
            return self.until
        return max(self.until, day_of(self.over - timedelta.resolution, now.tzinfo))

    def joined(self, other: "Rest") -> "Rest":
        """Whichever lasts longer."""
        return Rest(max(self.until, other.until), max(self.over, other.over))


@dataclass(frozen=True, slots=True)
class ExerciseRestriction:
    """
    What earlier pain leaves of one exercise.

    Attributes:
        gentle, less: sessions that are still to be done in the gentle variant, and with a repetition fewer.
        hurt: when it was last reported.
    """

    rest: Rest = Rest()
    gentle: int = 0
    less: int = 0
    retired: bool = False
    hurt: datetime | None = None


UNRESTRICTED = ExerciseRestriction()


@dataclass(frozen=True, slots=True)
class Retirement:
    """
    An exercise was retired.

    Attributes:
        report: id of the record that it followed from.
        at: when; rest: how long its region would rest from then on.
        advised: a clinician is advised for it alone.
        back: when it was turned on again, or None.
    """

    exercise: str
    report: str
    at: datetime
    rest: Rest
    advised: bool
    back: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hurt:
    """
    A report of pain.

    Attributes:
        id: of its record; at: aware, when it was reported.
        exercises: ids it is about.
        score: 0..10, or None if none was given.
        ask_from, ask_until: when it is asked whether it still hurts; unanswered for so long, it counts as yes.
        advises: a clinician is advised for it alone, should it still hurt.
        answer: `gone` or `still` after ten minutes, "" without an answer.
        marks: by exercise, the marks that follow if it still hurts, and if it is gone.
    """

    id: str
    at: datetime
    exercises: tuple[str, ...]
    score: int | None
    ask_from: datetime
    ask_until: datetime
    advises: bool = False
    answer: str = ""
    marks: Mapping[str, tuple[ExerciseRestriction, ExerciseRestriction]] = field(default_factory=dict)

    def still_hurts(self, now: datetime) -> bool:
        """The person said so, or has not answered for too long."""
        return self.answer == "still" or (not self.answer and now >= self.ask_until)


@dataclass(frozen=True, slots=True)
class Day:
    """
    An active local date.

    Attributes:
        ask_until: the last date on which the next-day check may ask about it.
        news: ids of the exercises that give reason to ask.
        is_new_level: the first routine of a higher level was done.
    """

    on: date = NEVER
    ask_until: date = NEVER
    news: tuple[str, ...] = ()
    is_new_level: bool = False


@dataclass(frozen=True, slots=True)
class Care:
    """
    The reports of a history, and what follows from them.

    Attributes:
        marks: by exercise id; what never hurt is not there.
        retirements: those that last, and those of the last week.
        hurt: the newest report of pain.
        pains: by region, the local date for which pain was reported before a routine, and its score.
        lock: the safety lock, as long as it is on.
        unwell: the newest local date on which the person felt unwell.
        today, before: the newest active date, and the one before it.
        asked: the newest local date on which the next-day check was answered.
        worse: how many of these answers said so, running.
        worsened: when the second of them did, or None.
        done_before: exercises in the order in which they were first done.
        level: at the last routine; 0 = there was none.
        latest: the latest moment of all records.
    """

    marks: Mapping[str, ExerciseRestriction] = field(default_factory=dict)
    retirements: tuple[Retirement, ...] = ()
    hurt: Hurt | None = None
    pains: Mapping[str, tuple[date, int]] = field(default_factory=dict)
    lock: Lock | None = None
    unwell: date = NEVER
    today: Day = Day()
    before: Day = Day()
    asked: date = NEVER
    worse: int = 0
    worsened: datetime | None = None
    done_before: tuple[str, ...] = ()
    level: int = 0
    latest: datetime = LONG_AGO


UNHURT = Care()


@dataclass(frozen=True, slots=True)
class ExerciseStatus:
    """
    What may be done with one exercise.

    Attributes:
        status: `active`, `gentle`, `less`, `resting` or `retired`.
        until: the last date of a rest.
        left: sessions that are still to be gentle, or to have a repetition fewer.
    """

    status: str
    until: date | None = None
    left: int = 0


ACTIVE = ExerciseStatus("active")


# ---------------------------------------------------------------- what follows


def status_of(care: Care, exercise_id: str, now: datetime) -> ExerciseStatus:
    """What may be done with that exercise; `now` is aware, in the person's zone, here and below."""
    mark = care.marks.get(exercise_id)
    if mark is None:
        return ACTIVE
    if mark.retired:
        return ExerciseStatus("retired")
    if mark.rest.lasts(now):
        return ExerciseStatus("resting", mark.rest.last_day(now), mark.gentle)
    if mark.gentle:
        return ExerciseStatus("gentle", None, mark.gentle)
    return ExerciseStatus("less", None, mark.less) if mark.less else ACTIVE


def pain_today(care: Care, region: str, today: date) -> int:
    """The score reported for a region before a routine of that day, 0..10; 0 without a report."""
    on, score = care.pains.get(region, (NEVER, 0))
    return score if today <= on else 0


def region_paused(care: Care, catalogue: "Catalogue", region: str, now: datetime) -> date | None:
    """The last day on which the region rests, because two of its exercises were retired or one gave cause enough."""
    rests = [
        retirement.rest
        for retirement in care.retirements
        if retirement.rest.lasts(now) and _pauses(care, catalogue, retirement) == region
    ]
    return max((rest.last_day(now) for rest in rests), default=None)


def _pauses(care: Care, catalogue: "Catalogue", retirement: Retirement) -> str | None:
    """The region that rests because of this retirement, or None."""
    region = _region(catalogue, retirement.exercise)
    together = (
        other.exercise != retirement.exercise
        and other.at <= retirement.at
        and (other.back is None or other.back > retirement.at)
        and _region(catalogue, other.exercise) == region
        for other in care.retirements
    )
    return region if retirement.advised or any(together) else None


def _region(catalogue: "Catalogue", exercise_id: str) -> str | None:
    exercise = catalogue.exercises.get(exercise_id)
    return None if exercise is None else exercise.region


def open_hurt(care: Care, now: datetime) -> Hurt | None:
    """The report of which may be asked now whether it still hurts."""
    hurt = care.hurt
    return hurt if hurt is not None and not hurt.answer and hurt.ask_from <= now < hurt.ask_until else None


def next_day(care: Care, now: datetime) -> tuple[str, ...]:
    """Ids of the exercises that today's one check is about; () when there is nothing to ask."""
    today = day_of(now)
    return () if care.asked >= today else asks_about(care, today)


def asks_about(care: Care, today: date) -> tuple[str, ...]:
    """Ids of the exercises that a check on `today` is about, whether or not it was answered."""
    day = _day_before(care, today)
    return day.news if care.today.on <= today <= day.ask_until else ()


def follows_new_level(care: Care, today: date) -> bool:
    """The day that a check on `today` is about was the first of a higher level."""
    return _day_before(care, today).is_new_level


def _day_before(care: Care, today: date) -> Day:
    return care.today if care.today.on < today else care.before


def advice_due(care: Care, catalogue: "Catalogue", now: datetime) -> str | None:
    """Id of the red flag to show as advice after the newest report, for a day at most."""
    lasts, advice = timedelta(days=catalogue.pain.advice_days), catalogue.pain.advice
    if care.worsened is not None and now - care.worsened < lasts:
        return advice
    hurt = care.hurt
    if hurt is None or now - hurt.at >= lasts:
        return None
    advised = hurt.advises and hurt.still_hurts(now)
    retired = (replace(other, advised=advised) for other in care.retirements if other.report == hurt.id)
    return advice if advised or any(_pauses(care, catalogue, other) is not None for other in retired) else None
