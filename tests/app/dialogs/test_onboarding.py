"""What is said only once: the welcome, the start at login, a desktop without a tray."""

import json
from datetime import date, timedelta

import pytest

from uncrick.app.dialogs.budget import DialogMemory, QuestionBudget
from uncrick.app.dialogs.onboarding import Onboarding
from uncrick.storage.state_file import StateStore

TODAY = date(2026, 11, 23)
FIRST = "First break around 10:42, at a pause in your typing."


@pytest.fixture
def path(tmp_path):
    return tmp_path / "said.json"


@pytest.fixture
def memory(path):
    return lambda: DialogMemory(StateStore(str(path)))


@pytest.fixture
def budget(memory):
    return lambda: QuestionBudget(memory())


@pytest.fixture
def first(memory):
    def begun():
        kept = memory()
        return Onboarding(kept, QuestionBudget(kept))

    return begun


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
    memory = DialogMemory(StateStore(str(tmp_path / "state" / "said.json")))
    run = Onboarding(memory, QuestionBudget(memory))
    assert run.welcome(TODAY, FIRST, at_login=False) is not None
    assert run.no_tray() is not None
    assert run.welcome(TODAY, FIRST, at_login=False) is None
    assert run.no_tray() is None


def test_the_offer_to_start_at_login_is_a_question_too(first, budget):
    first().welcome(TODAY, FIRST, at_login=False)
    tomorrow = TODAY + timedelta(days=1)
    budget().take(tomorrow)
    assert first().welcome(tomorrow, FIRST, at_login=False) is None
    later = tomorrow + timedelta(days=1)
    assert first().welcome(later, FIRST, at_login=False) is not None
    assert not budget().has_room(later)
