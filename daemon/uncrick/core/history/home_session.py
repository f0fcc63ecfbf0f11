"""When there were home sessions (F9), and how many repetitions follow from that."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from uncrick.core.model.record import Kind, Record
from uncrick.core.model.suggestion import DETAIL, HOME

if TYPE_CHECKING:
    from uncrick.core.model.numbers import HomeSessionNumbers


@dataclass(frozen=True, slots=True)
class HomeSessions:
    """
    When there were home sessions; dates are local, `date.min` for never.

    Attributes:
        since: the first one done; counted anew after two months without any.
        last, shown: the newest one done, and the newest one that a prompt suggested.
    """

    since: date = date.min
    last: date = date.min
    shown: date = date.min


NO_SESSIONS = HomeSessions()


def add_session(home: HomeSessions, record: Record, today: date, numbers: "HomeSessionNumbers") -> HomeSessions:
    """The same with one more record of the local date `today`, if it is of a home session."""
    if record.detail.get(DETAIL) != HOME:
        return home
    match record.kind:
        case Kind.PROMPTED:
            return replace(home, shown=today)
        case Kind.DONE:
            lapsed = (today - home.last).days >= numbers.anew_days
            return replace(home, since=today if lapsed else home.since, last=today)
        case _:
            return home


def session_reps(home: HomeSessions, today: date, numbers: "HomeSessionNumbers") -> int:
    """Repetitions of each exercise in a session of that day."""
    lapsed = (today - home.last).days >= numbers.anew_days
    settled = (today - home.since).days >= numbers.first_days
    return numbers.reps if settled and not lapsed else numbers.first_reps
