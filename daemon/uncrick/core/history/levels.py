"""The three levels (F7): how long and how regularly a person has practised, and what that opens to them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from uncrick.core.model.profile import Profile
from uncrick.core.model.record import Record

if TYPE_CHECKING:
    from uncrick.core.model.numbers import RoutineNumbers

NIGHT = timedelta(hours=12)
"""What lies at least between the beginnings of two active days, so that another time zone makes no two out of one."""

NEVER = date.min


@dataclass(frozen=True, slots=True)
class Course:
    """
    What the history says of a person's regularity. Only finished routines count; dates are local.

    Attributes:
        since: when the first of them was begun; counted anew after two months away. None: there is none.
        days: active days since then.
        day, day_began: the date of the newest active day, and when its first routine was begun.
        last: the newest date with a routine.
        eased_to: up to this active day the level is one lower.
        hurt: the newest report of pain that holds back.
        worse: the last next-day check said so.
        frozen: this many of the coming active days do not count.
        most: while worse or frozen the level goes no higher than this.
    """

    since: datetime | None = None
    days: int = 0
    day: date = NEVER
    day_began: datetime | None = None
    last: date = NEVER
    eased_to: int = 0
    hurt: datetime | None = None
    worse: bool = False
    frozen: int = 0
    most: int = 1


UNBEGUN = Course()


def waits(numbers: "RoutineNumbers") -> dict[int, tuple[int, int]]:
    """By level: whole days since the first routine, and active days, before it opens."""
    return {
        2: (numbers.level2_min_days, numbers.level2_min_active_days),
        3: (numbers.level3_min_days, numbers.level3_min_active_days),
    }


def finished(course: Course, at: datetime, today: date, numbers: "RoutineNumbers") -> Course:
    """A routine begun at `at`, on the local date `today`, was finished; a clock that was set back adds nothing."""
    away = (today - course.last).days
    if course.since is None or away >= numbers.restart_gap_days:
        # The old progress is gone, and with it what was frozen
        return replace(course, since=at, days=1, day=today, day_began=at, last=today, eased_to=0, frozen=0, most=1)
    returns = away >= numbers.return_gap_days
    eased_to = course.days + numbers.eased_active_days if returns else course.eased_to
    if _opens_a_day(course, at, today):
        counts = not course.frozen
        return replace(
            course,
            days=course.days + counts,
            day=today,
            day_began=at,
            last=today,
            eased_to=eased_to,
            frozen=max(0, course.frozen - 1),
        )
    return replace(course, last=today) if away > 0 else course


def _opens_a_day(course: Course, at: datetime, today: date) -> bool:
    return today > course.day and (course.day_began is None or at - course.day_began >= NIGHT)


def told(course: Course, record: Record, zone: tzinfo, numbers: "RoutineNumbers") -> Course:
    """A question was answered; pain without a number counts as pain that holds back."""
    match record.feedback:
        case "hurt":
            score = record.detail.get("score")
            if not isinstance(score, int | float) or score >= numbers.pain_score:
                return replace(course, hurt=record.at if course.hurt is None else max(course.hurt, record.at))
        case "worse":
            held = course.worse or course.frozen
            most = course.most if held else _earned(course, record.at.astimezone(zone), numbers)
            return replace(course, worse=True, frozen=numbers.worse_active_days, most=most)
        case "same" | "better":
            return replace(course, worse=False)
        case _:
            pass
    return course


def level(course: Course, profile: Profile, now: datetime, numbers: "RoutineNumbers") -> int:
    """
    How far the person has come, 1..3.

    Args:
        now: aware, in the person's zone.
    """
    if holds_back(course, now, numbers):
        return 1
    if profile.trains:
        return 3
    return reached(course, now, numbers, 3 if profile.consents else 2)


def holds_back(course: Course, now: datetime, numbers: "RoutineNumbers") -> bool:
    """Pain was reported lately, so the level is 1."""
    return course.hurt is not None and now - course.hurt < timedelta(days=numbers.pain_days)


def reached(course: Course, now: datetime, numbers: "RoutineNumbers", most: int = 3) -> int:
    """How far the history alone takes a person, 1..`most`, pain left aside; `now` as in `level`."""
    today = now.date()
    away = (today - course.last).days
    if course.since is None or away >= numbers.restart_gap_days:
        return 1
    earned = min(_earned(course, now, numbers), most)
    if course.worse or course.frozen:
        earned = min(earned, course.most)
    begins = not course.frozen and _opens_a_day(course, now, today)
    eased = away >= numbers.return_gap_days or course.days + begins <= course.eased_to
    return max(1, earned - eased)


def _earned(course: Course, now: datetime, numbers: "RoutineNumbers") -> int:
    if course.since is None:
        return 1
    # Whole days between two moments, not between two dates: those would gain one on a journey east
    waited = (now - course.since).days
    open_ = (n for n, (days, active) in waits(numbers).items() if waited >= days and course.days >= active)
    return max(open_, default=1)


def withheld(profile: Profile, consents: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """Ids of the exercises that wait for a consent which was not given; whoever trains has given all."""
    if profile.trains:
        return frozenset()
    return frozenset(name for consent, names in consents.items() if consent not in profile.consents for name in names)
