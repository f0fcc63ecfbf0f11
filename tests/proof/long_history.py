"""A history of years, as somebody leaves it who works five days a week and answers ten prompts a day."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from uncrick.core.history.adherence import NECK
from uncrick.core.model.record import Item, Kind, Record, Source
from uncrick.storage.history.store import History
from uncrick.storage.shipped_data import catalogue

PROMPTS = 10
FELT = ("good", "so_so", "stiff")
ENDS = (Kind.NATURAL, Kind.SKIPPED, Kind.IGNORED)


def fill(path: str, years: float, now: datetime) -> int:
    """Write `years` of history up to now (aware) to a new file; returns the number of records."""
    history, count = History.open(path), 0

    def write() -> None:
        nonlocal count
        for record in records(years, now):
            history.append(record)
            count += 1

    history.together(write)
    history.shut()
    return count


def records(years: float, now: datetime) -> Iterator[Record]:
    """Four records a prompt, on every working day; the last day ends two hours before `now`."""
    chance = random.Random(1)
    exercises = list(catalogue().exercises.values())
    day = now.astimezone(UTC) - timedelta(days=int(365.25 * years))
    number = 0
    while day < now - timedelta(hours=12):
        if day.weekday() < 5:
            at = day.replace(hour=7, minute=30)
            for asked in range(PROMPTS):
                at += timedelta(minutes=48 + chance.randint(0, 8))
                chosen = (chance.choice(exercises), chance.choice(exercises))
                items = tuple(Item(exercise.id, exercise.name, 5, 40) for exercise in chosen)
                for record in _prompt(at, number, items, chance, asks_neck=asked == PROMPTS - 1):
                    if record.at < now - timedelta(hours=2):
                        yield record
                        number += 1
        day += timedelta(days=1)


def _prompt(
    at: datetime, number: int, items: tuple[Item, ...], chance: random.Random, *, asks_neck: bool
) -> Iterator[Record]:
    """A prompt, how it went on, the routine, and what came after it."""
    luck, prompt = chance.random(), f"{at:%Y%m%dT%H%M%S}-{number}"

    def record(kind: Kind, seconds: int, source: str, **fields: object) -> Record:
        nonlocal number
        when = at + timedelta(seconds=seconds)
        given: dict[str, object] = {"until": None, "routine": items, "feedback": None} | fields
        number += 1
        return Record(f"{when:%Y%m%dT%H%M%S}-{number - 1}", when, kind=kind, source=source, **given)  # type: ignore[arg-type]

    shown = {"prompt": prompt, "showing": 1}
    more = {"alternative": "walk_corridor", "tip": "posture_next", "opening": "Time to loosen up"}
    yield record(Kind.PROMPTED, 0, Source.POLICY, detail={**shown, **more})
    if luck < 0.3:
        yield record(Kind.SNOOZED, 20, Source.NOTIFICATION, detail={**shown, "minutes": 10.0})
    else:
        yield record(Kind.STARTED, 20, Source.NOTIFICATION, detail={"prompt": prompt})
    went = chance.choice((Kind.DONE, Kind.DONE, Kind.PART_DONE))
    yield record(went, 90, Source.NOTIFICATION, detail={"prompt": prompt, "credited": True, "seconds": 60})
    if asks_neck:
        felt = chance.choice(FELT)
        yield record(Kind.FEEDBACK, 120, Source.NOTIFICATION, routine=(), feedback=felt, detail={"about": NECK})
    elif luck < 0.1:
        answer = chance.choice(("fine", "fine", "hard"))
        told = {"exercise": items[0].id}
        yield record(Kind.FEEDBACK, 120, Source.NOTIFICATION, routine=(), feedback=answer, detail=told)
    else:
        until = at + timedelta(seconds=1900)
        yield record(chance.choice(ENDS), 1500, Source.POLICY, until=until, detail=shown)
