"""What is done on the floor: the home session's order and days (F9), and the relief that is taken lying down."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from uncrick.core.model.record import Kind, Record
from uncrick.core.model.suggestion import DETAIL, HOME

SHORTER = "shorter_session"
"""The reason code of a home session of which too little is left for its five minutes."""

Place = tuple[tuple[str, ...], ...]
"""One place of the session: it is filled by one of the first names that suit, else by one of the next, a stand-in."""

EASE_FIRST: Mapping[str, Place] = {
    "back": (("relief_knees_chest",), ("relief_comfort",)),
    "shoulder": (("relief_hands_head",), ("relief_comfort",)),
    "neck": (("relief_hands_head",), ("relief_comfort",)),
}
"""What eases a little pain in a region before the session."""

ORDER: tuple[Place, ...] = (
    (("cat_floor",),),
    (("curl_knees",),),
    (("press_up_half",),),
    (("curl_up",),),
    (("leg_lift_prone", "chest_lift_prone", "swim_dry"), ("bird_dog",)),
    (("relief_rock",),),
)
"""The session's places one after the other."""

LYING = ("relief_knees_chest", "relief_rock", "relief_comfort")
"""Relief positions that are taken lying down."""

LEAST_S, MOST_S = 300, 600
"""Seconds of a whole home session."""

FIRST_REPS, REPS = 3, 5
"""Repetitions of each exercise in the first week of home sessions, and from then on."""

LYING_S, RISE_S = 120, 10
"""Most seconds of relief lying down, and what getting up calmly takes."""

FIRST_WEEK, ANEW = timedelta(days=7), timedelta(days=60)
"""How long sessions are new, and after how long without any they are new again."""

HOUR, LEAST_PROMPTS = 15, 4
"""
From this local hour on the next prompt suggests the session; a day that is expected to end sooner has it in its last
prompt, if that is the fourth or a later one.
"""


@dataclass(frozen=True, slots=True)
class Home:
    """
    When there were home sessions; dates are local.

    Attributes:
        since: the first one done; counted anew after two months without any.
        last, shown: the newest one done, and the newest one that a prompt suggested.
    """

    since: date = date.min
    last: date = date.min
    shown: date = date.min


NEVER = Home()


def learned(home: Home, record: Record, today: date) -> Home:
    """The same with one more record of the local date `today`."""
    if record.detail.get(DETAIL) != HOME:
        return home
    match record.kind:
        case Kind.PROMPTED:
            return replace(home, shown=today)
        case Kind.DONE:
            return replace(home, since=home.since if today - home.last < ANEW else today, last=today)
        case _:
            return home


def reps(home: Home, today: date) -> int:
    """Repetitions of each exercise in a session of that day."""
    begun = today - home.last < ANEW and today - home.since >= FIRST_WEEK
    return REPS if begun else FIRST_REPS
