"""The question budget, and what the dialogs remember."""

from datetime import date, timedelta

import pytest

from uncrick.app.dialogs.budget import DialogMemory, QuestionBudget
from uncrick.storage.state_file import StateStore

TODAY = date(2026, 11, 23)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "said.json"


@pytest.fixture
def memory(path):
    return lambda: DialogMemory(StateStore(str(path)))


@pytest.fixture
def budget(memory):
    return lambda: QuestionBudget(memory())


def test_one_question_a_day_and_three_a_week_over_restarts(budget):
    allowed = []
    for day in range(12):
        on = TODAY + timedelta(days=day)
        allowed.append(budget().has_room(on))
        if allowed[-1]:
            budget().take(on)
            assert not budget().has_room(on)
    assert allowed == [*[True] * 3, *[False] * 4, *[True] * 3, *[False] * 2]


def test_a_broken_list_of_days_counts_as_empty(path, budget):
    path.write_text('{"welcomed": "2026-11-23", "asked": "yesterday"}')
    assert budget().has_room(TODAY)
    budget().take(TODAY)
    assert not budget().has_room(TODAY)


def test_a_sparing_dialog_leaves_questions_of_the_week_to_others(budget):
    for day in range(2):
        assert budget().has_room(TODAY + timedelta(days=day), spare=1)
        budget().take(TODAY + timedelta(days=day))
    third = TODAY + timedelta(days=2)
    assert not budget().has_room(third, spare=1)
    assert budget().has_room(third)


def test_days_and_numbers_are_remembered_over_restarts(memory):
    assert (memory().day("evening"), memory().number("unanswered")) == (None, 0)
    memory().remember("evening", TODAY)
    memory().remember("unanswered", 2)
    assert (memory().day("evening"), memory().number("unanswered")) == (TODAY, 2)


def test_a_date_and_a_number_that_are_none_count_as_absent(path, memory):
    path.write_text('{"evening": "yesterday", "unanswered": "-1"}')
    assert (memory().day("evening"), memory().number("unanswered")) == (None, 0)
