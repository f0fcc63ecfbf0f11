"""The desk check in notifications: one question a day after a routine, and what an answer leads to."""

import pytest

from app.dialogs.offered import CATALOGUE, next_day, on_days, profile, routine, store, stored
from app.life import MONDAY
from uncrick.app.dialogs.desk_check import DESK, FIRST_DAYS
from uncrick.control import client
from uncrick.core.model.profile import Profile
from uncrick.storage.profile_file import StoredProfile


@pytest.fixture
def life(welcomed):
    """Somebody whose profile is answered, after their first days."""
    with welcomed.living() as life:
        store(StoredProfile().answer(Profile(), MONDAY.date()))
        client.request("reload")
        on_days(life, FIRST_DAYS)
        yield life


@pytest.fixture
def later(life):
    """The same more than a week after what was asked about new exercises."""
    next_day(life, 8)
    routine(life)
    next_day(life, 8)
    return life


def moves(life):
    """A routine of a move that is new to nobody, and the moment after it."""
    life.call(life.parts.desk_check.finished, life.clock.ticks)
    life.passes(60)


def questions(life):
    return [notice.lines[0] for notice in life.notifier.of(DESK) if notice.buttons]


ASKS = [check.ask for check in CATALOGUE.checks.values()]


def test_on_the_first_days_it_is_not_asked(life):
    moves(life)
    assert questions(life) == []


def test_a_day_has_one_question_after_a_routine(later):
    moves(later)
    moves(later)
    assert questions(later) == ASKS[:1]


def test_done_is_stored_and_the_next_question_follows_on_another_day(later):
    moves(later)
    later.clicks(DESK, "done")
    assert stored().answers.desk_done == {"screen_height"}
    assert profile(later).desk_done == {"screen_height"}
    next_day(later)
    moves(later)
    assert questions(later) == ASKS[:2]


def test_not_yet_shows_what_to_do(later):
    moves(later)
    later.clicks(DESK, "not_yet")
    assert profile(later).desk_open == {"screen_height"}
    assert later.notifier.up[DESK].summary == CATALOGUE.tips["monitor_top"].short


def test_three_without_an_answer_are_the_last(later):
    for _ in range(28):
        moves(later)
        next_day(later)
    assert questions(later) == ASKS[:1] * 3


def test_whoever_answers_gets_all_nine_at_most_two_a_week(later):
    for _ in range(42):
        moves(later)
        if DESK in later.notifier.up:
            later.clicks(DESK, "done")
        next_day(later)
    assert questions(later) == ASKS
    assert stored().answers.desk_done == set(CATALOGUE.checks)
