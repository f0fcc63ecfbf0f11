"""Four weeks of six kinds of people with the whole daemon: what they meet, how often, and whether it repeats itself."""

import json
import logging
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from app.days import Habit, worker
from uncrick.core.model.record import Kind, Record
from uncrick.storage import paths
from uncrick.storage.shipped_data import catalogue

log = logging.getLogger(__name__)

WORKING_DAYS = 20
NECKS = ("neck_nod", "neck_turn", "neck_tilt")
BENDS = ("reach_stand", "side_bend", "forward_bend")


def does(share: float) -> Habit:
    """Does that share of the breaks."""

    def habit(chance: Random) -> str | None:
        return "start" if chance.random() < share else None

    return habit


AT_HOME = {
    "schema": 1,
    "answered": "2026-11-20",
    "equipment": ["bar", "mat"],
    "place": "home",
    "home_session": True,
}
NONE_OF_THESE = {"profile": "none"}
PEOPLE: dict[str, tuple[Habit, dict[str, str], dict[str, object]]] = {
    "does all in an office": (does(1), NONE_OF_THESE, {}),
    "does six of eight in an office": (does(0.75), NONE_OF_THESE, {}),
    "does half in an office": (does(0.5), NONE_OF_THESE, {}),
    "does six of eight at home with mat and bar": (does(0.75), {}, AT_HOME),
    "does all and never answers": (does(1), {}, {}),
    "never reacts": (does(0), {}, {}),
}
DIFFERENT = {
    "does all in an office": 16,
    "does six of eight in an office": 16,
    "does half in an office": 16,
    "does six of eight at home with mat and bar": 20,
    "does all and never answers": 9,
    "never reacts": 9,
}
"""Different exercises in four weeks, at least."""


def is_first_showing(entry: Record) -> bool:
    return entry.kind is Kind.PROMPTED and entry.detail["showing"] == 1 and "swapped" not in entry.detail


@dataclass
class Diary:
    """What one person met; `headlines` are the titles of the prompts as they were first shown, by date."""

    records: list[Record] = field(default_factory=list)
    headlines: list[tuple[date, str]] = field(default_factory=list)
    titled: set[str] = field(default_factory=set)

    @cached_property
    def prompts(self) -> list[Record]:
        return [entry for entry in self.records if is_first_showing(entry)]

    def sees(self, title: str, on: date) -> None:
        """A notice of a prompt; that of its first showing counts."""
        newest = next(entry for entry in reversed(self.records) if entry.kind is Kind.PROMPTED)
        if is_first_showing(newest) and newest.id not in self.titled:
            self.titled.add(newest.id)
            self.headlines.append((on, title))

    @property
    def repeated(self) -> int:
        """Headlines that came a second time on a day."""
        return len(self.headlines) - len(set(self.headlines))

    @property
    def commonest(self) -> float:
        """The share of the three commonest headlines."""
        counts = Counter(title for _, title in self.headlines)
        return sum(count for _, count in counts.most_common(3)) / len(self.headlines)

    @property
    def different(self) -> set[str]:
        return {item.id for entry in self.prompts for item in entry.routine}

    @property
    def alternatives(self) -> Counter[str]:
        return Counter(str(entry.detail["alternative"]) for entry in self.prompts)

    @property
    def doses(self) -> dict[date, Counter[str]]:
        """Repetitions done on each day, by exercise."""
        done: dict[date, Counter[str]] = {}
        for entry in self.records:
            if entry.kind is Kind.PROMPTED:
                done.setdefault(entry.at.date(), Counter())
            elif entry.kind is Kind.DONE:
                done.setdefault(entry.at.date(), Counter()).update({item.id: item.reps for item in entry.routine})
        return done

    @property
    def tips(self) -> Counter[str]:
        """How often each kind of tip came."""
        return Counter(catalogue().tips[str(entry.detail["tip"])].kind for entry in self.prompts)

    def figures(self) -> dict[str, object]:
        days = list(self.doses.items())[3:]
        bar = [entry for entry in self.prompts if str(entry.detail["alternative"]).startswith("bar_")]
        return {
            "prompts": len(self.prompts),
            "headlines twice a day": self.repeated,
            "three commonest": round(self.commonest, 2),
            "different exercises": len(self.different),
            "different headlines": len({title for _, title in self.headlines}),
            "neck repetitions a day": {
                name: round(sum(done[name] for _, done in days) / len(days), 1) for name in NECKS
            },
            "days of ten": sum(all(done[name] == 10 for name in NECKS) for _, done in days),
            "items": dict(Counter(item.id for entry in self.prompts for item in entry.routine).most_common()),
            "alternatives": dict(self.alternatives.most_common()),
            "days with a hang": len({entry.at.date() for entry in bar}),
            "hangs, bar tips": (len(bar), self.tips["bar"]),
            "tips": dict(self.tips),
        }


def lived(house, habit: Habit, answers: dict[str, str], profile: dict[str, object], days: int) -> Diary:
    """So many working days of a person."""
    if profile:
        house.wrote(Path(paths.profile_file()), json.dumps(profile))
    diary = Diary()
    with worker(house, habit, answers) as person:
        ledger = person.life.parts.history_cache
        write, show = ledger.append, person.life.notifier.show

        def append(record: Record) -> None:
            diary.records.append(record)
            write(record)

        def shown(notice) -> None:
            if notice.slot == "prompt":
                diary.sees(notice.summary, person.now.date())
            show(notice)

        ledger.append, person.life.notifier.show = append, shown
        person.works(days)
    return diary


@pytest.mark.parametrize("name", PEOPLE)
def test_four_weeks_are_varied(house, name):
    diary = lived(house, *PEOPLE[name], WORKING_DAYS)
    log.info("%s: %s", name, diary.figures())

    assert diary.repeated == 0
    assert diary.commonest < 0.35
    assert len(diary.different) >= DIFFERENT[name]
    alternatives, every = diary.alternatives, len(diary.prompts)
    assert max(alternatives.values()) <= 0.3 * every
    assert sum(alternatives[bend] for bend in BENDS) >= alternatives["walk_corridor"]
    assert alternatives["stairs"] > 0 or "home" in name
    if name.endswith("bar"):
        days = sorted({entry.at.date() for entry in diary.prompts})
        hangs = {entry.at.date() for entry in diary.prompts if str(entry.detail["alternative"]).startswith("bar_")}
        assert all({sooner, later} & hangs for sooner, later in pairwise(days))
        assert diary.tips["bar"] <= sum(alternatives[hang] for hang in ("bar_hang_feet", "bar_hang"))


def test_an_alternative_that_led_is_no_title_again_on_the_day(house, monkeypatch):
    monkeypatch.setattr(paths, "personal_seed", lambda: 4001)
    assert lived(house, *PEOPLE["never reacts"], WORKING_DAYS).repeated == 0
