"""The profile offer: the question and its answers."""

import stat
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from app.dialogs.offered import CATALOGUE, NECK, asked, next_day, on_days, profile, routine, store, stored
from app.life import MONDAY
from uncrick.app.dialogs.profile_offer import QUESTION
from uncrick.control import client
from uncrick.core.model.profile import Profile
from uncrick.core.scheduling import events as ev
from uncrick.core.scheduling.rules import Occasion
from uncrick.ports import InputResumed, InputStopped
from uncrick.storage import paths, profile_file
from uncrick.storage.profile_file import StoredProfile

TODAY = MONDAY.date()


@pytest.fixture
def file(house):
    return Path(paths.profile_file())


class Window:
    """One that stays open."""

    def poll(self):
        return None


@pytest.fixture
def life(welcomed):
    with welcomed.living() as life:
        yield life


# ------------------------------------------------------------------ the question


def test_the_question_is_one_sentence_that_anybody_can_answer():
    assert QUESTION.summary == "One question before neck exercises"
    assert len(QUESTION.lines) == 1
    assert [(button.key, button.label) for button in QUESTION.buttons] == [
        ("none", "No"),
        ("list", "Yes or not sure…"),
        ("later", "Later"),
    ]
    assert "uncrick profile" in QUESTION.hint


def test_yes_or_not_sure_opens_the_page(life):
    opened = []
    life.call(setattr, life.parts.windows, "_open_window", lambda name: opened.append(name) or Window())
    routine(life)
    life.clicks("profile", "list")
    assert opened == ["about"]
    assert "profile" not in life.notifier.up


def test_without_a_window_it_names_the_command_and_the_tray(life):
    routine(life)
    life.clicks("profile", "list")
    assert life.notifier.up["profile"].lines == (
        "Type this in a terminal: uncrick profile. The tray menu keeps the question until then.",
    )


def in_tray(life):
    return "question" in [entry.key for entry in life.tray.face.menu]


def test_the_tray_keeps_the_question_from_its_first_offer_until_it_is_answered(life):
    assert not in_tray(life)
    routine(life)
    life.passes(120)
    assert in_tray(life)
    life.chooses("question")
    life.clicks("profile", "none")
    life.passes(60)
    assert not in_tray(life)


def test_from_the_tray_it_is_asked_beyond_the_budget_and_counts_as_no_offer(life):
    routine(life)
    for _ in range(4):
        life.chooses("question")
        assert life.notifier.up["profile"] == QUESTION
        life.closes("profile")
    assert stored().offers == 1
    assert stored().is_open


@pytest.mark.parametrize("click", ["today", "why", "about"])
def test_another_click_leaves_the_question_standing(life, click):
    routine(life)
    life.chooses(click)
    life.passes(40)
    assert life.notifier.up["profile"] == QUESTION


def test_it_does_not_come_with_another_notice(house):
    with house.living() as life:
        routine(life)
        assert asked(life) == 0, "the welcome has just come"
        life.passes(600)
        assert asked(life) == 1


def test_later_says_what_follows(life):
    on_days(life, 3, after=lambda: life.clicks("profile", "later"))
    said = [notice.summary for notice in life.notifier.of("profile") if notice != QUESTION]
    assert said == ["All right, later", "All right, later", "All right, you will not be asked again"]


def test_nothing_is_asked_before_a_routine_was_finished(life):
    life.passes(3600)
    client.request("skip")
    client.request("break")
    client.request("stop")
    life.passes(120)
    assert life.notifier.of("profile") == []


def test_after_the_first_finished_routine_it_is_asked_once(life, file):
    routine(life)
    assert life.notifier.up["profile"] == QUESTION
    routine(life)
    assert asked(life) == 1
    assert (stored().offers, stored().offered) == (1, TODAY)


def test_the_guide_says_goodbye_first(life):
    client.request("break")
    total = client.request("status")["status"]["break"]["total_seconds"]
    life.passes(total + 1)
    assert life.notifier.up["guide"].summary == "Done. Good."
    assert asked(life) == 0
    life.passes(30)
    assert asked(life) == 1


def test_who_is_away_after_it_is_asked_on_the_return(life):
    client.request("break")
    life.passes(20)
    life.sees(InputStopped(15))
    life.passes(150)
    assert asked(life) == 0
    life.sees(InputResumed())
    assert asked(life) == 1


def test_nobody_is_asked_in_a_call(life):
    life.call(life.parts.entry.handle, ev.BusyBegun("call"))
    client.request("break")
    life.passes(150)
    assert asked(life) == 0
    life.call(life.parts.entry.handle, ev.BusyEnded("call"))
    life.passes(30)
    assert asked(life) == 1


# ------------------------------------------------------------------ answers


def test_none_of_these_brings_neck_exercises_and_is_on_disk(life, file):
    routine(life)
    assert not profile(life).asked
    life.clicks("profile", "none")
    assert profile(life) == Profile(asked=True)
    assert stored() == StoredProfile(Profile(), answered=TODAY)
    assert life.notifier.up["profile"].summary == "Neck exercises will come from now on"
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    shown = {
        item.id
        for seed in range(40)
        for item in life.call(life.parts.suggestions.suggest, Occasion(MONDAY + timedelta(hours=3), seed)).items
    }
    assert shown & NECK


def test_an_answer_outlives_the_daemon(house):
    with house.living() as life:
        routine(life)
        life.clicks("profile", "none")
    with house.living() as life:
        assert profile(life).asked
        next_day(life)
        routine(life)
        assert asked(life) == 0


@pytest.mark.parametrize(
    "unanswered", [lambda life: life.clicks("profile", "later"), lambda life: life.closes("profile")]
)
def test_the_third_offer_that_is_put_off_is_a_no(life, unanswered):
    for day in range(3):
        if day:
            next_day(life)
        routine(life)
        assert asked(life) == day + 1
        assert not profile(life).asked
        unanswered(life)
    assert stored().declined == TODAY + timedelta(days=2)
    assert profile(life) == Profile(asked=True)
    on_days(life, 3)
    assert asked(life) == 3


def test_the_third_offer_without_an_answer_is_a_no_from_the_next_day_on(life):
    on_days(life, 3)
    assert (asked(life), stored().declined) == (3, None)
    next_day(life)
    assert stored().declined == TODAY + timedelta(days=3)
    assert profile(life).asked


def test_a_no_limits_to_the_first_level(house):
    store(StoredProfile().decline(TODAY))
    with house.living() as life:
        client.request("break")
        assert life.parts.suggestions.first_level_only
        assert client.request("status")["status"]["level"] == 1


@pytest.mark.parametrize("answer", [StoredProfile().decline(TODAY), StoredProfile().answer(Profile(), TODAY)])
def test_an_exercise_begins_with_what_to_read_the_first_two_times(house, answer):
    store(answer)
    with house.living() as life:
        exercise = CATALOGUE.exercise("shoulder_alt")
        begun = []
        for _ in range(4):
            client.request("break", exercise=exercise.id)
            unread = client.request("status")["status"]["break"]["read_first"]
            lines = life.notifier.of("guide")[0].lines
            begun.append((unread == [exercise.id], exercise.instruction in lines, exercise.caution in " ".join(lines)))
            life.passes(150)
            life.notifier.shown.clear()
        assert begun == [(True, True, True)] * 2 + [(False, False, True)] * 2


def test_a_click_on_an_old_notification_takes_nothing_back(life):
    routine(life)
    answer = store(StoredProfile().answer(Profile(conditions=frozenset({"dizzy"})), TODAY))
    life.clicks("profile", "none")
    assert stored() == answer
    assert profile(life).conditions == {"dizzy"}


def test_an_answer_that_is_not_on_disk_is_none(life, monkeypatch):
    routine(life)

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(paths, "write", full)
        life.clicks("profile", "none")
    assert not profile(life).asked
    assert life.notifier.up["refusal"].summary == "Your profile cannot be saved"
    life.clicks("profile", "none")
    assert profile(life).asked


def test_where_nothing_can_be_stored_nobody_is_asked_for_ever(life, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(profile_file.paths, "write", full)
        on_days(life, 5)
    assert asked(life) == 3
