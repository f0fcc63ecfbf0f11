"""What follows from pain: exercises that are eased, rest or are retired, the safety lock, the next-day check (D)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from uncrick.core.model.record import Item, Record

if TYPE_CHECKING:
    from uncrick.core.model.catalog import Catalogue
    from uncrick.core.model.numbers import HistoryRules

ADVICE = "slow"
"""The red flag that is shown as advice."""

RESTS = {"rest_2_then_ease": 2, "rest_7_then_ease": 7}
UNTOLD = 5
"""The score of a pain to which none was given."""
SESSIONS = 3
WORSE_RESTS, REGION_RESTS, STALE = 2, 7, 7
"""Days: of rest after a worse next day, of rest for a region, and after which nobody is asked about a day any more."""
ESCALATES, KEPT = timedelta(days=14), timedelta(days=8)
ASKS, SETTLED, ADVISES = timedelta(minutes=10), timedelta(minutes=15), timedelta(days=1)
EMERGENCY_LASTS = timedelta(hours=24)

NEVER = date.min
LONG_AGO = datetime.min.replace(tzinfo=UTC)


# ---------------------------------------------------------------- what is known


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
        return now.date() <= self.until or now < self.over

    def last_day(self, now: datetime) -> date:
        """The last date of it."""
        return max(self.until, self.over.astimezone(now.tzinfo).date())

    def joined(self, other: "Rest") -> "Rest":
        """Whichever lasts longer."""
        return Rest(max(self.until, other.until), max(self.over, other.over))


@dataclass(frozen=True, slots=True)
class ExerciseRestriction:
    """
    What pain has left behind on one exercise.

    Attributes:
        gentle, less: sessions that are still to be done in the gentle variant, and with a repetition fewer.
        hurt: when it was last reported.
    """

    rest: Rest = Rest()
    gentle: int = 0
    less: int = 0
    retired: bool = False
    hurt: datetime | None = None


UNMARKED = ExerciseRestriction()


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
        id: of its record; at: aware, when it was told.
        exercises: ids it is about.
        score: 0..10, or None if it was not told.
        advises: a clinician is advised for it alone, should it still hurt.
        answer: `gone` or `still` after ten minutes, "" as long as nothing was said.
        marks: by exercise, the marks that follow if it still hurts, and if it is gone.
    """

    id: str
    at: datetime
    exercises: tuple[str, ...]
    score: int | None
    advises: bool = False
    answer: str = ""
    marks: Mapping[str, tuple[ExerciseRestriction, ExerciseRestriction]] = field(default_factory=dict)

    def still_hurts(self, now: datetime) -> bool:
        """It was said, or nothing was said for too long."""
        return self.answer == "still" or (not self.answer and now - self.at >= SETTLED)


@dataclass(frozen=True, slots=True)
class Lock:
    """
    Exercises are off, because of a sign that means stop.

    Attributes:
        since: aware, when the sign was ticked; of an emergency, the newest one.
        signs: ids of red flags.
    """

    since: datetime
    signs: tuple[str, ...]
    emergency: bool

    @property
    def releases_at(self) -> datetime:
        """From when on the person may say that they were checked."""
        return self.since + EMERGENCY_LASTS if self.emergency else self.since

    def releasable(self, now: datetime) -> bool:
        """The person may say so now."""
        return now >= self.releases_at


@dataclass(frozen=True, slots=True)
class Day:
    """An active local date, and the ids of the exercises that give reason to ask about it on the next one."""

    on: date = NEVER
    news: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Care:
    """
    The reports of a history, and what follows from them.

    Attributes:
        marks: by exercise id; what never hurt is not there.
        retirements: those that last, and those of the last week.
        hurt: the newest report of pain.
        pains: by region, the local date for which pain was told before a routine, and its score.
        locked: the lock, or None.
        unwell: the newest local date on which the person felt unwell.
        today, before: the newest active date, and the one before it.
        asked: the newest local date on which the next-day check was answered.
        worse: how many of these answers said so, running.
        worsened: when the second of them did, or None.
        met: exercises in the order in which they were first done.
        level: at the last routine; 0 = there was none.
        seen: the latest moment of all records.
    """

    marks: Mapping[str, ExerciseRestriction] = field(default_factory=dict)
    retirements: tuple[Retirement, ...] = ()
    hurt: Hurt | None = None
    pains: Mapping[str, tuple[date, int]] = field(default_factory=dict)
    locked: Lock | None = None
    unwell: date = NEVER
    today: Day = Day()
    before: Day = Day()
    asked: date = NEVER
    worse: int = 0
    worsened: datetime | None = None
    met: tuple[str, ...] = ()
    level: int = 0
    seen: datetime = LONG_AGO


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


# ---------------------------------------------------------------- the fold


@dataclass(frozen=True, slots=True)
class _Told:
    """
    One report.

    Attributes:
        at: its moment, or the latest that is known, should the clock have been set back since; `today` likewise.
        rules: what follows from it.
    """

    record: Record
    at: datetime
    today: date
    rules: "HistoryRules"

    def ids(self, key: str) -> tuple[str, ...]:
        return tuple(part for part in str(self.record.detail.get(key) or "").split(",") if part)

    def rest(self, days: int) -> Rest:
        return Rest(self.today + timedelta(days=days), self.at + timedelta(days=days))

    def remedy(self, score: int | None, *, gone: bool) -> str:
        """What follows from pain of that score; of several bands of scores the lowest that reaches so far."""
        known = UNTOLD if score is None else score
        fitting = [
            it for it in self.rules.pain_rules if it.still_hurts_after_10_min is not gone and known <= it.score_max
        ]
        return min(fitting, key=lambda it: it.score_max).action


def told(care: Care, record: Record, zone: tzinfo, rules: "HistoryRules") -> Care:
    """The reports with one more, a record of feedback."""
    follow = _FOLLOWS.get(record.feedback or "")
    if follow is None:
        return care
    care = began(care, record, zone)
    return follow(care, _Told(record, care.seen, care.today.on, rules))


def began(care: Care, record: Record, zone: tzinfo) -> Care:
    """The day of the record has begun; a clock that was set back begins none."""
    seen, today = max(care.seen, record.at), record.at.astimezone(zone).date()
    if today > care.today.on:
        return replace(care, seen=seen, today=Day(today), before=care.today)
    return care if seen == care.seen else replace(care, seen=seen)


def practised(care: Care, items: Iterable[Item], now: datetime, level: int) -> Care:
    """
    The exercises were done and count.

    Args:
        now: aware, in the person's zone.
        level: which the history gives by now.
    """
    names = [item.id for item in items]
    new = tuple(name for name in names if name not in care.met)
    marks = {name: _practised(care.marks[name], now) for name in names if name in care.marks}
    if marks:
        care = replace(care, marks={**care.marks, **marks})
    if new:
        care = replace(care, met=(*care.met, *new))
    if level == care.level:
        return _newsworthy(care, new)
    return _newsworthy(replace(care, level=level), names)


def forget_known_exercises(care: Care) -> Care:
    """Every exercise is new again."""
    return replace(care, met=())


def _practised(mark: ExerciseRestriction, now: datetime) -> ExerciseRestriction:
    if mark.retired or mark.rest.lasts(now):
        return mark
    return replace(mark, gentle=max(0, mark.gentle - 1), less=max(0, mark.less - 1))


def _newsworthy(care: Care, names: Iterable[str]) -> Care:
    more = tuple(name for name in names if name not in care.today.news)
    return replace(care, today=replace(care.today, news=(*care.today.news, *more))) if more else care


def _score(record: Record) -> int | None:
    """What was told, rounded up and held within 0..10; None where that is no number."""
    told = record.detail.get("score")
    if isinstance(told, bool) or not isinstance(told, int | float):
        return None
    return -int(-max(0, min(10, told)) // 1)


def _hurt(care: Care, it: _Told) -> Care:
    score, names = _score(it.record), it.ids("exercise")
    gentle = it.record.detail.get("variant") == "gentle"
    advised = it.remedy(score, gone=False) == "retire_and_advise"
    marks: dict[str, tuple[ExerciseRestriction, ExerciseRestriction]] = {}
    retired = []
    for name in names:
        was = care.marks.get(name, UNMARKED)
        again = gentle and was.hurt is not None and it.at - was.hurt <= ESCALATES
        marks[name] = _treated(was, it, score, again, gone=False), _treated(was, it, score, again, gone=True)
        if advised or (marks[name][0].retired and not was.retired):
            retired.append(_retirement(name, it, advised=advised))
    return _newsworthy(
        replace(
            care,
            hurt=Hurt(it.record.id, it.record.at, names, score, advised, marks=marks),
            marks={**care.marks, **{name: still for name, (still, _) in marks.items()}},
            retirements=(*care.retirements, *retired),
        ),
        names,
    )


def _treated(was: ExerciseRestriction, it: _Told, score: int | None, again: bool, *, gone: bool) -> ExerciseRestriction:
    """The mark with one more report; `again`: the second within two weeks, and on the gentle variant."""
    remedy = it.remedy(score, gone=gone)
    if again or remedy not in ("ease_3", *RESTS):
        return replace(was, retired=True, hurt=it.at)
    rest = was.rest.joined(it.rest(RESTS[remedy])) if remedy in RESTS else was.rest
    return replace(was, rest=rest, gentle=SESSIONS, hurt=it.at)


def _retirement(name: str, it: _Told, *, advised: bool) -> Retirement:
    return Retirement(name, it.record.id, it.at, it.rest(REGION_RESTS), advised)


def _asked_again(care: Care, it: _Told) -> Care:
    """The ten-minute question was answered; too late, the safe reading stands."""
    hurt, answer = care.hurt, it.record.feedback or ""
    if hurt is None or it.record.detail.get("of") != hurt.id:
        return care
    if not timedelta(0) <= it.record.at - hurt.at <= SETTLED:
        return care
    gone = answer == "gone"
    # What has happened to an exercise since stays
    changed = {name: pair[gone] for name, pair in hurt.marks.items() if care.marks[name] == pair[not gone]}
    retirements = tuple(
        replace(one, advised=hurt.advises and not gone) if one.report == hurt.id else one for one in care.retirements
    )
    marks = {**care.marks, **changed}
    return replace(care, hurt=replace(hurt, answer=answer), marks=marks, retirements=retirements)


def _hard(care: Care, it: _Told) -> Care:
    names = it.ids("exercise")
    return replace(
        care,
        marks={**care.marks, **{name: replace(care.marks.get(name, UNMARKED), less=SESSIONS) for name in names}},
    )


def _turned_on(care: Care, it: _Told) -> Care:
    back = [name for name in it.ids("exercise") if care.marks.get(name, UNMARKED).retired]
    marks = {name: replace(care.marks[name], retired=False, gentle=SESSIONS) for name in back}
    ended = [replace(one, back=it.at) if one.exercise in back and one.back is None else one for one in care.retirements]
    kept = tuple(one for one in ended if one.back is None or it.at - one.at < KEPT)
    return replace(care, marks={**care.marks, **marks}, retirements=kept)


def _unwell(care: Care, it: _Told) -> Care:
    return replace(care, unwell=it.today)


def _signs(care: Care, it: _Told) -> Care:
    # A sign that nobody knows is an emergency
    grave = {sign: it.rules.severities.get(sign, "emergency") for sign in it.ids("signs")}
    signs = tuple(sign for sign, severity in grave.items() if severity != "routine")
    if not signs:
        return care
    emergency, was = "emergency" in grave.values(), care.locked
    if was is None:
        return replace(care, locked=Lock(it.at, signs, emergency))
    since = was.since if was.emergency and not emergency else it.at
    every = (*was.signs, *(sign for sign in signs if sign not in was.signs))
    return replace(care, locked=Lock(since, every, emergency or was.emergency))


def _checked(care: Care, it: _Told) -> Care:
    released = care.locked is not None and care.locked.releasable(it.record.at)
    return replace(care, locked=None) if released else care


def _pain(care: Care, it: _Told) -> Care:
    region, score = it.record.detail.get("region"), _score(it.record)
    if not isinstance(region, str) or score is None:
        return care
    return replace(care, pains={**care.pains, region: (it.today, score)})


def _not_worse(care: Care, it: _Told) -> Care:
    return replace(care, worse=0, asked=it.today)


def _worse(care: Care, it: _Told) -> Care:
    """What it was about rests; the second time running, the newest exercise is retired."""
    names = it.ids("exercises") or _asks_about(care, it.today)
    another_day = it.today > care.asked
    rested = {name: care.marks.get(name, UNMARKED) for name in names}
    marks = {name: replace(mark, rest=mark.rest.joined(it.rest(WORSE_RESTS))) for name, mark in rested.items()}
    care = replace(
        care,
        marks={**care.marks, **marks},
        asked=it.today,
        worse=care.worse + 1,
    )
    care = _newsworthy(care, names)
    return _worse_again(care, it, names) if another_day and care.worse > 1 else care


def _worse_again(care: Care, it: _Told, names: tuple[str, ...]) -> Care:
    care = replace(care, worsened=it.at)
    in_use = [name for name in care.met if not care.marks.get(name, UNMARKED).retired]
    newest = next(iter([name for name in in_use if name in names][-1:] or in_use[-1:]), None)
    if newest is None:
        return care
    mark = replace(care.marks.get(newest, UNMARKED), retired=True)
    retirement = _retirement(newest, it, advised=False)
    return replace(care, marks={**care.marks, newest: mark}, retirements=(*care.retirements, retirement))


_FOLLOWS: Mapping[str, Callable[[Care, _Told], Care]] = {
    "hurt": _hurt,
    "hard": _hard,
    "gone": _asked_again,
    "still": _asked_again,
    "unwell": _unwell,
    "signs": _signs,
    "checked": _checked,
    "pain": _pain,
    "better": _not_worse,
    "same": _not_worse,
    "worse": _worse,
    "turned_on": _turned_on,
}


# ---------------------------------------------------------------- what follows from it


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


def lock(care: Care) -> Lock | None:
    """The safety lock, as long as it is on."""
    return care.locked


def unwell_today(care: Care, today: date) -> bool:
    """The person felt unwell on that day; on a day that came again, they still do."""
    return today <= care.unwell


def pain_today(care: Care, region: str, today: date) -> int:
    """What was told of a region before a routine of that day, 0..10."""
    on, score = care.pains.get(region, (NEVER, 0))
    return score if today <= on else 0


def region_paused(care: Care, catalogue: "Catalogue", region: str, now: datetime) -> date | None:
    """The last day on which the region rests, because two of its exercises were retired or one gave cause enough."""
    paused = [one.rest for one in care.retirements if one.rest.lasts(now) and _pauses(care, catalogue, one) == region]
    return max((rest.last_day(now) for rest in paused), default=None)


def _pauses(care: Care, catalogue: "Catalogue", one: Retirement) -> str | None:
    """The region that rests because this exercise was retired when it was."""
    region = _region(catalogue, one.exercise)
    together = (
        other.exercise != one.exercise
        and other.at <= one.at
        and (other.back is None or other.back > one.at)
        and _region(catalogue, other.exercise) == region
        for other in care.retirements
    )
    return region if one.advised or any(together) else None


def _region(catalogue: "Catalogue", exercise_id: str) -> str | None:
    known = catalogue.exercises.get(exercise_id)
    return None if known is None else known.region


def open_hurt(care: Care, now: datetime) -> Hurt | None:
    """The report of which may be asked now whether it still hurts."""
    hurt = care.hurt
    return hurt if hurt is not None and not hurt.answer and ASKS <= now - hurt.at < SETTLED else None


def next_day(care: Care, now: datetime) -> tuple[str, ...]:
    """Ids of the exercises that today's one check is about; () when there is nothing to ask."""
    today = now.date()
    return () if care.asked >= today else _asks_about(care, today)


def _asks_about(care: Care, today: date) -> tuple[str, ...]:
    day = care.today if care.today.on < today else care.before
    return day.news if care.today.on <= today and (today - day.on).days <= STALE else ()


def advice_due(care: Care, catalogue: "Catalogue", now: datetime) -> str | None:
    """Id of the red flag to show as advice after the newest report, for a day at most."""
    if care.worsened is not None and now - care.worsened < ADVISES:
        return ADVICE
    hurt = care.hurt
    if hurt is None or now - hurt.at >= ADVISES:
        return None
    advised = hurt.advises and hurt.still_hurts(now)
    ours = (replace(one, advised=advised) for one in care.retirements if one.report == hurt.id)
    return ADVICE if advised or any(_pauses(care, catalogue, one) is not None for one in ours) else None
