"""Weeks of people who meet the prompts each in their own way: prompts and questions stay within what was promised."""

import random
from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest

from app.months import Month, month
from uncrick.app.dialogs.prompt_survey import WHY
from uncrick.core.model.record import Kind

DAYS, AWAY, AFTER = 30, 10, 4


def at_random(person: Month, number: int) -> str | None:
    return random.Random(number).choice(["start", "skip", "snooze", "done", "away", "another", None])


PEOPLE = {
    "ignores": lambda person, number: None,
    "skips": lambda person, number: "skip",
    "does them": lambda person, number: "start",
    "leaves the desk": lambda person, number: "away",
    "ignores, and answers on Thursdays": lambda person, number: "done" if person.today.weekday() == 3 else None,
    "anything": at_random,
}


@pytest.mark.parametrize("name", PEOPLE)
def test_prompts_and_questions_of_weeks_stay_within_their_bounds(house, name):
    with month(house, PEOPLE[name]) as person:
        person.lives(DAYS)
        person.is_away(AWAY)
        person.lives(AFTER)
    a_day = Counter(person.prompts)
    assert a_day, "a month without a prompt"
    assert max(a_day.values()) <= 10
    shown = sorted(record.at for record in person.first_showings)
    assert min(later - sooner for sooner, later in pairwise(shown)) >= timedelta(minutes=25)

    [(_, back)] = person.away
    assert 0 < a_day[min(day for day in a_day if day >= back)] <= 3

    questions = Counter(day for day, _ in person.questions)
    assert max(questions.values(), default=0) <= 1
    for day in questions:
        assert sum(questions[day + timedelta(days=ahead)] for ahead in range(7)) <= 3
    why = [day for day, notice in person.questions if notice.summary == WHY.summary]
    assert all(later - sooner >= timedelta(days=28) for sooner, later in pairwise(why))

    if name == "ignores":
        days = sorted(a_day)
        every = Counter(record.at.date() for record in person.records if record.kind is Kind.PROMPTED)
        assert all(every[day] <= 4 for day in days[3:])
        assert any(a_day[day] > 4 for day in days[:3])


def test_whoever_says_too_often_has_fewer_from_then_on(house):
    with month(house, PEOPLE["skips"], reply="too_often") as person:
        person.lives(4)
    assert list(Counter(person.prompts).values()) == [7, 6, 6, 6]
