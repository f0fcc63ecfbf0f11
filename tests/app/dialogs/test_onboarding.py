"""What is shown only once: the welcome, the start at login, a desktop without a tray."""

import json
from types import SimpleNamespace

import pytest

from uncrick.app.dialogs.engine import APART
from uncrick.app.dialogs.onboarding import Onboarding


@pytest.fixture
def begin(asker, monkeypatch):
    """A daemon begins; what it welcomes with."""
    monkeypatch.setattr("uncrick.platforms.autostart", lambda: SimpleNamespace(is_on=lambda: asker.at_login))
    asker.at_login = False
    said = SimpleNamespace(by_click=lambda word: None)

    def began(days=0):
        asker.restart()
        asker.onboarding = Onboarding(asker.memory, said, asker.dialogs)
        asker.dialogs.add(asker.onboarding)
        asker.notifier.shown.clear()
        asker.looks_at(days=days)
        return [[button.key for button in notice.buttons] for notice in asker.notifier.of("welcome")]

    return began


def test_the_first_day_welcomes_and_offers_to_try_and_to_start_at_login(asker, begin):
    begin()
    [notice] = asker.notifier.of("welcome")
    assert notice.summary == "Uncrick is on"
    assert notice.lines[0].endswith(", at a pause in your typing.")
    assert notice.lines[1] == "It stays silent in calls and while you are away."
    assert [(button.key, button.label) for button in notice.buttons] == [
        ("try", "Try one"),
        ("autostart", "Start at login"),
    ]


def test_who_starts_it_at_login_already_is_not_offered_it(asker, begin):
    asker.at_login = True
    assert begin() == [["try"]]
    assert begin(days=1) == []


def test_the_welcome_comes_once_also_over_restarts(begin):
    assert [begin(), begin()] == [[["try", "autostart"]], []]


def test_the_offer_comes_once_more_on_the_next_day_and_never_again(begin):
    assert [begin(), begin(days=1)] == [[["try", "autostart"]], [["autostart"]]]
    assert [begin(days=day) for day in (0, 1, 1, 1, 7)] == [[]] * 5


def test_a_desktop_without_a_tray_is_told_once(asker, begin):
    begin()
    assert "No tray" in asker.onboarding.no_tray().summary
    assert asker.onboarding.no_tray() is None


@pytest.mark.parametrize("garbage", ["", "hello", "[]", "null", "3", "[" * 100_000, "\0\0\0"])
def test_a_memory_that_cannot_be_read_is_set_aside_and_begun_anew(asker, begin, garbage):
    asker.path.write_text(garbage)
    assert begin() == [["try", "autostart"]]
    assert json.loads(asker.path.read_text()) == {"welcomed": "2026-11-23"}
    [aside] = asker.path.parent.glob("said-damaged-*")
    assert aside.read_text() == garbage


def test_odd_words_in_the_memory_do_no_harm(asker, begin):
    asker.path.write_text('{"welcomed": 17, "offered": "x", "other": null}')
    assert begin() == []


def test_where_nothing_can_be_stored_it_is_still_shown_once_in_this_life(asker, begin):
    (asker.path.parent / "state").write_text("a file where a folder is needed")
    asker.path = asker.path.parent / "state" / "said.json"
    assert begin() == [["try", "autostart"]]
    assert asker.onboarding.no_tray() is not None
    asker.looks_at()
    assert len(asker.notifier.of("welcome")) == 1
    assert asker.onboarding.no_tray() is None


def test_the_offer_to_start_at_login_is_a_question_of_the_budget(asker, begin):
    begin()
    asker.looks_at(days=1, seconds=APART)
    assert not asker.dialogs.budget.has_room(asker.state.day.on)
    asker.path.write_text('{"welcomed": "2026-11-20", "asked": "2026-11-25"}')
    assert begin(days=1) == []
    assert begin(days=1) == [["autostart"]]
