"""Four weeks of six people with the whole daemon: how many notices and questions they get, and how close together."""

import logging
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from random import Random

import pytest

from app.days import HOUR, TEN_MINUTES, Habit, text, worker

log = logging.getLogger(__name__)

WORKING_DAYS = 20


def at_times(**weights: float) -> Habit:
    """Answers at random, by these weights; what is left of 1 is no answer at all."""

    def habit(chance: Random) -> str | None:
        words: list[str | None] = [*weights, None]
        return chance.choices(words, [*weights.values(), 1 - sum(weights.values())])[0]

    return habit


def never(chance: Random) -> None:
    """No answer."""


PEOPLE: dict[str, tuple[Callable[[Random], str | None], dict[str, str]]] = {
    "now and then": (at_times(start=0.35, snooze=0.2, done=0.1, skip=0.15), {}),
    "nearly always": (at_times(start=0.9), {"profile": "none"}),
    "never answers": (never, {}),
    "skips": (at_times(skip=0.9), {"enquiry": "as_it_is"}),
    "leaves the desk": (at_times(away=0.7, done=0.1), {"profile": "later"}),
    "answers everything": (
        at_times(start=0.6, done=0.2, snooze=0.2),
        {"profile": "none", "evening": "so_so", "guide": "fine", "welcome": "autostart"},
    ),
}


@pytest.mark.parametrize("name", PEOPLE)
def test_four_weeks_bring_few_notices_and_few_questions(house, name):
    habit, answers = PEOPLE[name]
    with worker(house, habit, answers) as person:
        person.works(WORKING_DAYS)

    hours = person.active / HOUR
    questions = Counter(seen.at.date() for seen in person.questions)
    evenings = [text(seen.notice) for seen in person.seen if seen.notice.slot == "evening"]
    gaps = [later.at - sooner.at for sooner, later in pairwise(person.unasked)]
    figures = {
        "notices an active hour": round(len(person.brought) / hours, 2),
        "with those of a break that was started": round(len(person.seen) / hours, 2),
        "unasked besides prompts": len(person.unasked),
        "questions": sum(questions.values()),
        "evening lines": len(evenings),
        "shortest gap in minutes": round(min(gaps).total_seconds() / 60),
        "by slot": dict(Counter(seen.notice.slot for seen in person.seen)),
        "asked in": dict(Counter(seen.notice.slot for seen in person.questions)),
    }
    log.info("%s: %s", name, figures)

    assert len(person.brought) <= 1.3 * hours
    assert max(questions.values()) == 1
    wanted = sum(seen.notice.slot == "evening" for seen in person.questions) if "evening" in answers else 0
    assert sum(questions.values()) - wanted <= 6
    assert min(gaps) >= TEN_MINUTES
    assert person.too_close == []
    assert len(evenings) >= WORKING_DAYS / 2
    assert all(sooner.isdisjoint(later) for sooner, later in pairwise(evenings))
