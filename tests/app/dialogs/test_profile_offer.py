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


# The word of the question that somebody with this condition stops at.
WORDS = {
    "neck_injury": "Injury, surgery",
    "arm_nerve": "tingling or weakness",
    "dizzy": "dizziness",
    "inflam_neck": "arthritis",
    "vascular": "stroke",
    "high_bp": "blood pressure",
    "shoulder": "shoulder",
    "shoulder_unstable": "shoulder",
    "grip": "hand",
    "leg_nerve": "tingling or weakness",
    "spinal_stenosis": "spine",
    "osteoporosis": "osteoporosis",
    "pregnant": "pregnancy",
    "abdomen": "hernia",
    "eye_pressure": "eyes",
    "knee_wrist": "knee",
    "balance": "falls",
    "breathless": "chest pain",
}


@pytest.fixture
def file(house):
    return Path(paths.profile_file())


@pytest.fixture
def life(welcomed):
    with welcomed.living() as life:
        yield life


# ------------------------------------------------------------------ the question


def test_every_lasting_condition_is_covered_by_a_word_of_the_question():
    assert WORDS.keys() == profile_file.lasting(CATALOGUE).keys()
    text = " ".join(QUESTION.lines)
    assert [word for word in WORDS.values() if word not in text] == []


def test_the_question_is_short_and_leads_to_the_list():
    assert len(QUESTION.summary) <= 40
    assert max(map(len, QUESTION.lines)) <= 80
    assert len("\n".join(QUESTION.lines)) <= 255
    assert "uncrick profile" in QUESTION.lines[-1]
    assert [button.key for button in QUESTION.buttons] == ["none", "later"]


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
    assert life.notifier.up["profile"].summary == "Neck exercises are in"
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
