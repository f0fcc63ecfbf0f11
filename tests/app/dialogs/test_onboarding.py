"""What is said only once: the welcome, the start at login, a desktop without a tray."""

import json
from datetime import date, timedelta

import pytest

from uncrick.app.dialogs.onboarding import Onboarding
from uncrick.storage.state_file import StateStore

TODAY = date(2026, 11, 23)
FIRST = "First break around 10:42, at a pause in your typing."


@pytest.fixture
def path(tmp_path):
    return tmp_path / "said.json"


@pytest.fixture
def first(path):
    return lambda: Onboarding(StateStore(str(path)))


def test_the_first_day_welcomes_and_offers_to_try_and_to_start_at_login(first):
    notice = first().welcome(TODAY, FIRST, at_login=False)
    assert notice.summary == "Uncrick is on"
    assert notice.lines == (FIRST, "Silent in calls and while you are away.")
    assert [(button.key, button.label) for button in notice.buttons] == [
        ("try", "Try one"),
        ("autostart", "Start at login"),
    ]


def test_who_starts_it_at_login_already_is_not_offered_it(first):
    run = first()
    assert [button.key for button in run.welcome(TODAY, FIRST, at_login=True).buttons] == ["try"]
    assert run.welcome(TODAY + timedelta(days=1), FIRST, at_login=True) is None


def test_the_welcome_comes_once_also_over_restarts(first):
    assert first().welcome(TODAY, FIRST, at_login=False) is not None
    assert first().welcome(TODAY, FIRST, at_login=False) is None


def test_the_offer_comes_once_more_on_the_next_day_and_never_again(first):
    first().welcome(TODAY, FIRST, at_login=False)
    tomorrow = TODAY + timedelta(days=1)
    offer = first().welcome(tomorrow, FIRST, at_login=False)
    assert [button.key for button in offer.buttons] == ["autostart"]
    for day in range(1, 9):
        assert first().welcome(TODAY + timedelta(days=day), FIRST, at_login=False) is None


def test_a_desktop_without_a_tray_is_told_once(first):
    assert "No tray" in first().no_tray().summary
    assert first().no_tray() is None


@pytest.mark.parametrize("garbage", ["", "hello", "[]", "null", "3", "[" * 100_000, "\0\0\0"])
def test_a_memory_that_cannot_be_read_is_kept_aside_and_begun_anew(path, first, garbage):
    path.write_text(garbage)
    assert first().welcome(TODAY, FIRST, at_login=False) is not None
    assert json.loads(path.read_text()) == {"welcomed": "2026-11-23"}
    [aside] = path.parent.glob("said-damaged-*")
    assert aside.read_text() == garbage


def test_odd_words_in_the_memory_do_no_harm(path, first):
    path.write_text('{"welcomed": 17, "other": null}')
    assert first().welcome(TODAY, FIRST, at_login=False) is not None
    assert first().welcome(TODAY, FIRST, at_login=False) is None


def test_where_nothing_can_be_kept_it_is_still_said_once_in_this_life(tmp_path):
    (tmp_path / "state").write_text("a file where a folder is needed")
    run = Onboarding(StateStore(str(tmp_path / "state" / "said.json")))
    assert run.welcome(TODAY, FIRST, at_login=False) is not None
    assert run.no_tray() is not None
    assert run.welcome(TODAY, FIRST, at_login=False) is None
    assert run.no_tray() is None


# ------------------------------------------------------------------ questions


def test_one_question_a_day_and_three_a_week_also_over_restarts(first):
    allowed = []
    for day in range(12):
        on = TODAY + timedelta(days=day)
        allowed.append(first().may_ask(on))
        if allowed[-1]:
            first().has_asked(on)
            assert not first().may_ask(on)
    assert allowed == [*[True] * 3, *[False] * 4, *[True] * 3, *[False] * 2]


def test_the_offer_to_start_at_login_is_a_question_too(first):
    first().welcome(TODAY, FIRST, at_login=False)
    tomorrow = TODAY + timedelta(days=1)
    first().has_asked(tomorrow)
    assert first().welcome(tomorrow, FIRST, at_login=False) is None
    later = tomorrow + timedelta(days=1)
    assert first().welcome(later, FIRST, at_login=False) is not None
    assert not first().may_ask(later)


def test_days_that_are_none_are_no_reason_not_to_ask(path, first):
    path.write_text('{"welcomed": "2026-11-23", "asked": "yesterday"}')
    assert first().may_ask(TODAY)
    first().has_asked(TODAY)
    assert not first().may_ask(TODAY)


def test_who_asks_sparingly_leaves_questions_of_the_week_to_others(first):
    for day in range(2):
        assert first().may_ask(TODAY + timedelta(days=day), sparing=1)
        first().has_asked(TODAY + timedelta(days=day))
    third = TODAY + timedelta(days=2)
    assert not first().may_ask(third, sparing=1)
    assert first().may_ask(third)


def test_what_was_said_and_counted_is_known_over_restarts(first):
    assert (first().last("evening"), first().count("unanswered")) == (None, 0)
    first().has_said("evening", TODAY)
    first().has_counted("unanswered", 2)
    assert (first().last("evening"), first().count("unanswered")) == (TODAY, 2)


def test_a_date_and_a_number_that_are_none_are_as_if_never_said(path, first):
    path.write_text('{"evening": "yesterday", "unanswered": "-1"}')
    assert (first().last("evening"), first().count("unanswered")) == (None, 0)
