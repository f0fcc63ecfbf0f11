"""What a person says about themselves: saved as it is ticked, and never more than they said."""

import json
from datetime import date

import pytest

from uncrick.storage import paths, profile_file
from uncrick.storage.profile_file import Profile, StoredProfile
from uncrick.window.catalog import personal_catalogue


@pytest.fixture
def page(window):
    window.open_page("about")
    return window.profile


def stored():
    return profile_file.load(paths.profile_file())


def test_an_answer_is_saved_as_it_is_ticked(page, desk):
    before = date.today()  # noqa: DTZ011 the person's own day
    page.conditions["dizzy"].box.click()
    assert stored().answers.conditions == {"dizzy"}
    assert before <= stored().answered <= date.today()  # noqa: DTZ011
    assert page.health_outcome.mark.isVisible()
    assert desk.reloads


def test_what_follows_from_an_answer_is_said(page):
    known = personal_catalogue()
    left_out = [exercise for exercise in known.exercises.values() if "dizzy" in exercise.contraindications]
    page.conditions["dizzy"].box.click()
    assert page.state.text().endswith(f" {len(left_out)} exercises are left out for that.")


def test_looking_at_the_page_answers_nothing(page):
    assert stored() == StoredProfile()
    assert not page.none.isChecked()
    assert page.state.text() == "Not answered yet. Until then you get no neck exercises."


def test_none_of_these_is_a_choice_of_its_own(page):
    page.none.box.click()
    assert stored().profile.asked
    assert stored().answers.conditions == frozenset()
    assert page.state.text().endswith(". No exercise is left out for that.")


def test_none_of_these_and_a_condition_exclude_each_other(page):
    page.conditions["dizzy"].box.click()
    page.none.box.click()
    assert not page.conditions["dizzy"].isChecked()
    page.conditions["grip"].box.click()
    assert not page.none.isChecked()
    assert stored().answers.conditions == {"grip"}


@pytest.mark.parametrize("which", ["condition", "none"])
def test_taking_the_only_answer_back_leaves_the_question_open(page, which):
    box = page.none.box if which == "none" else page.conditions["dizzy"].box
    box.click()
    box.click()
    assert stored().answered is None
    assert not stored().profile.asked


def test_other_answers_are_saved_without_answering_about_health(page):
    page.equipment["bar"].box.click()
    page.place.setCurrentIndex(1)
    page.place.activated.emit(1)
    page.home_session.click()
    told = stored().answers
    assert (told.equipment, told.place, told.home_session) == ({"bar"}, "home", True)
    assert stored().answered is None


def test_consent_is_given_for_each_kind_of_exercise(page):
    page.consents["weights"].box.click()
    assert stored().answers.consents == {"weights"}


def test_people_who_train_are_not_asked_for_consent(page):
    assert not page.harder.isHidden()
    page.trains.click()
    assert page.harder.isHidden()
    assert stored().answers.trains


def test_a_click_on_the_text_ticks(page, qtbot):
    from PySide6.QtCore import Qt

    qtbot.mouseClick(page.conditions["grip"].label, Qt.MouseButton.LeftButton)
    assert stored().answers.conditions == {"grip"}


def test_answers_of_earlier_are_shown(desk):
    told = Profile(conditions=frozenset({"grip"}), trains=True)
    profile_file.save(paths.profile_file(), StoredProfile().answer(told, date(2026, 1, 2)))
    page = desk.open().profile
    assert page.conditions["grip"].isChecked()
    assert page.trains.isChecked()
    assert page.state.text().startswith("You answered on 2 January. ")


def test_those_who_declined_are_told_what_follows(desk):
    profile_file.save(paths.profile_file(), StoredProfile().decline(date(2026, 1, 2)))
    assert "only the easiest" in desk.open().profile.state.text()


def test_damaged_answers_are_reported_without_their_content(desk):
    paths.write(paths.profile_file(), json.dumps({"conditions": 3, "secret": "x"}))
    page = desk.open().profile
    assert "cannot be read" in page.fault.text()
    assert "secret" not in page.fault.text()


def test_disk_that_is_full_is_said_at_the_question_and_the_tick_stays(page, monkeypatch):
    def refuse(*_args, **_named):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(paths, "write", refuse)
    page.conditions["dizzy"].box.click()
    assert page.health_outcome.fault.isVisible()
    assert page.health_outcome.fault.text().startswith("⚠ Not saved: no space left on device.")
    assert page.conditions["dizzy"].isChecked()
