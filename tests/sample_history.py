"""A history of three months of working days, for pictures and for tests of the history window."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from uncrick.core.history.adherence import NECK
from uncrick.core.model.record import Item, Kind, Record, Source
from uncrick.storage.shipped_data import catalogue

NAMES = ("neck_turn", "neck_nod", "neck_tilt", "shoulder_alt", "round_stand", "side_bend", "blade_squeeze")


def sample_history(now: datetime, days: int = 90) -> list[Record]:
    """The records of somebody who takes breaks and says now and then how the neck is; `now` is aware."""
    chance = random.Random(7)
    begun = now - timedelta(hours=8, minutes=20)
    return [record for day in range(days, -1, -1) for record in _day(begun - timedelta(days=day), day, chance)]


def _day(begins: datetime, ago: int, chance: random.Random) -> Iterator[Record]:
    if begins.weekday() > 4:
        return
    for hour in range(chance.randint(6, 8)):
        yield from _break(begins + timedelta(hours=hour, minutes=chance.randint(0, 25)), f"{ago}-{hour}", chance)
    if ago and chance.random() < 0.7:
        stiff = 0.1 + 0.5 * ago / 90
        felt = chance.choices(("stiff", "so_so", "good"), (stiff, 0.3, 0.7 - stiff))[0]
        at = begins + timedelta(hours=8, minutes=10)
        yield Record(f"{ago}-neck", at, None, Kind.FEEDBACK, Source.NOTIFICATION, (), felt, {"about": NECK})


def _break(at: datetime, prompt: str, chance: random.Random) -> Iterator[Record]:
    exercise = catalogue().exercise(chance.choice(NAMES))
    items = (Item(exercise.id, exercise.name, 3, exercise.seconds(3)),)
    prompted = {"prompt": prompt, "showing": 1, "alternative": "walk_corridor", "tip": "", "opening": ""}
    yield Record(prompt, at, None, Kind.PROMPTED, Source.POLICY, items, None, prompted)
    kind = chance.choice((Kind.DONE, Kind.DONE, Kind.DONE, Kind.STEPPED_AWAY, Kind.NATURAL, Kind.SKIPPED))
    ended = at + timedelta(minutes=1 if kind is Kind.DONE else chance.randint(5, 12))
    detail = {"prompt": prompt, "credited": True, "seconds": 58} if kind is Kind.DONE else {"prompt": prompt}
    done = items if kind in (Kind.DONE, Kind.SKIPPED) else ()
    until = None if kind is Kind.SKIPPED else ended
    yield Record(f"{prompt}-e", at + timedelta(seconds=20), until, kind, Source.WINDOW, done, None, detail)
