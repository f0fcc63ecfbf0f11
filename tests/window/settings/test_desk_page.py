"""The desk check in the window: answers are saved as they are chosen, and what is not yet so says what to do."""

import pytest

from uncrick.storage import paths, profile_file
from uncrick.storage.profile_file import StoredProfile
from uncrick.window.catalog import personal_catalogue


@pytest.fixture
def page(window):
    window.open_page("desk")
    return window.desk


def answers():
    return profile_file.load(paths.profile_file()).answers


def choose(page, check, word):
    page.choices[check].show_word(word)
    page.choices[check].chosen.emit(word)


def test_looking_at_the_page_answers_nothing(page):
    assert profile_file.load(paths.profile_file()) == StoredProfile()
    assert {choice.word() for choice in page.choices.values()} == {""}
    assert list(page.choices) == list(personal_catalogue().checks)


def test_not_yet_is_saved_and_shows_what_to_do(page, desk):
    choose(page, "seat", "not_yet")
    assert answers().desk_open == {"seat"}
    assert page.advice["seat"].isVisible()
    assert not page.advice["mouse"].isVisible()
    assert page.outcomes["seat"].mark.isVisible()
    assert desk.reloads


def test_done_is_saved_and_silent(page):
    choose(page, "seat", "not_yet")
    choose(page, "seat", "done")
    assert (answers().desk_open, answers().desk_done) == (set(), {"seat"})
    assert not page.advice["seat"].isVisible()


def test_an_answer_can_be_taken_back(page):
    choose(page, "seat", "done")
    choose(page, "seat", "")
    assert answers().desk_done == set()


def test_what_was_answered_is_shown(page, desk):
    choose(page, "light", "not_yet")
    again = desk.open()
    assert again.desk.choices["light"].word() == "not_yet"
