"""The three levels (F7): how long and how regularly a person has practised, and what that opens to them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from uncrick.core.model.person_day import day_of
from uncrick.core.model.profile import Profile
from uncrick.core.model.record import Record
from uncrick.core.model.suggestion import RELIEF

if TYPE_CHECKING:
    from uncrick.core.model.numbers import RoutineNumbers

NEVER = date.min


@dataclass(frozen=True, slots=True)
class TrainingHistory:
    """
    How regularly the person has trained. Only finished routines count; dates are local.

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


NO_TRAINING = TrainingHistory()


def waits(numbers: "RoutineNumbers") -> dict[int, tuple[int, int]]:
    """By level: whole days since the first routine, and active days, before it opens."""
    return {
        2: (numbers.level2_min_days, numbers.level2_min_active_days),
        3: (numbers.level3_min_days, numbers.level3_min_active_days),
    }


def add_routine(training: TrainingHistory, at: datetime, today: date, numbers: "RoutineNumbers") -> TrainingHistory:
    """A routine begun at `at`, on the local date `today`, was finished; a clock that was set back adds nothing."""
    away = (today - training.last).days
    if training.since is None or away >= numbers.restart_gap_days:
        # The old progress is gone, and with it what was frozen
        return replace(training, since=at, days=1, day=today, day_began=at, last=today, eased_to=0, frozen=0, most=1)
    returns = away >= numbers.return_gap_days
    eased_to = training.days + numbers.eased_active_days if returns else training.eased_to
    if _opens_a_day(training, at, today, numbers):
        counts = not training.frozen
        return replace(
            training,
            days=training.days + counts,
            day=today,
            day_began=at,
            last=today,
            eased_to=eased_to,
            frozen=max(0, training.frozen - 1),
        )
    return replace(training, last=today) if away > 0 else training


def _opens_a_day(training: TrainingHistory, at: datetime, today: date, numbers: "RoutineNumbers") -> bool:
    night = timedelta(hours=numbers.night_hours)
    return today > training.day and (training.day_began is None or at - training.day_began >= night)


def add_feedback(training: TrainingHistory, record: Record, at: datetime, numbers: "RoutineNumbers") -> TrainingHistory:
    """A question was answered `at`, in the person's zone; pain without a number counts as pain that holds back."""
    match record.feedback:
        case "hurt":
            score = record.detail.get("score")
            if not isinstance(score, int | float) or score >= numbers.pain_score:
                return replace(training, hurt=record.at if training.hurt is None else max(training.hurt, record.at))
        case "worse":
            is_frozen = training.worse or training.frozen
            most = training.most if is_frozen else _earned(training, at, numbers)
            return replace(training, worse=True, frozen=numbers.worse_active_days, most=most)
        case "same" | "better" if record.detail.get("about") != RELIEF:
            return replace(training, worse=False)
        case _:
            pass
    return training


def level(training: TrainingHistory, profile: Profile, now: datetime, numbers: "RoutineNumbers") -> int:
    """
    How far the person has come, 1..3.

    Args:
        now: aware, in the person's zone.
    """
    if holds_back(training, now, numbers):
        return 1
    if profile.trains:
        return 3
    return reached(training, now, numbers, 3 if profile.consents else 2)


def holds_back(training: TrainingHistory, now: datetime, numbers: "RoutineNumbers") -> bool:
    """Pain was reported lately, so the level is 1."""
    return training.hurt is not None and now - training.hurt < timedelta(days=numbers.pain_days)


def reached(training: TrainingHistory, now: datetime, numbers: "RoutineNumbers", most: int = 3) -> int:
    """How far the history alone takes a person, 1..`most`, pain left aside; `now` as in `level`."""
    today = day_of(now)
    away = (today - training.last).days
    if training.since is None or away >= numbers.restart_gap_days:
        return 1
    earned = min(_earned(training, now, numbers), most)
    if training.worse or training.frozen:
        earned = min(earned, training.most)
    begins = not training.frozen and _opens_a_day(training, now, today, numbers)
    eased = away >= numbers.return_gap_days or training.days + begins <= training.eased_to
    return max(1, earned - eased)


def _earned(training: TrainingHistory, now: datetime, numbers: "RoutineNumbers") -> int:
    if training.since is None:
        return 1
    # Whole days between two moments, not between two dates: those would gain one on a journey east
    waited = (now - training.since).days
    opened = (n for n, (days, active) in waits(numbers).items() if waited >= days and training.days >= active)
    return max(opened, default=1)


def withheld(profile: Profile, consents: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """Ids of the exercises that wait for a consent which was not given; whoever trains has given all."""
    if profile.trains:
        return frozenset()
    return frozenset(name for consent, names in consents.items() if consent not in profile.consents for name in names)
