"""The profile offer and the file: later offers, and a profile that changes or is damaged."""

import json
import logging
from datetime import timedelta
from pathlib import Path

import pytest

from app.dialogs.offered import CATALOGUE, NECK, asked, next_day, profile, routine, store
from app.life import MONDAY, suggestion
from uncrick.app.dialogs.profile_offer import QUESTION, UP
from uncrick.control import client
from uncrick.core.model.profile import Profile
from uncrick.storage import paths, profile_file
from uncrick.storage.profile_file import LASTS, StoredProfile

TODAY = MONDAY.date()


@pytest.fixture
def file(house):
    return Path(paths.profile_file())


@pytest.fixture
def life(welcomed):
    with welcomed.living() as life:
        yield life


# ------------------------------------------------------------------ later


def test_after_ninety_days_it_is_mentioned_once(life):
    store(StoredProfile().answer(Profile(), TODAY))
    client.request("reload")
    next_day(life, LASTS - 1)
    routine(life)
    assert life.notifier.of("profile") == []
    next_day(life)
    routine(life)
    [notice] = life.notifier.of("profile")
    assert notice.summary == "Has anything about your health changed?"
    assert [button.key for button in notice.buttons] == ["list"]
    next_day(life)
    routine(life)
    next_day(life, LASTS)
    routine(life)
    assert len(life.notifier.of("profile")) == 1


def test_a_question_about_something_else_is_enough_for_a_day(house):
    with house.living() as life:
        next_day(life)
        assert "log in" in life.notifier.up["welcome"].summary
        routine(life)
        assert asked(life) == 0
        next_day(life)
        routine(life)
        assert asked(life) == 1


def test_three_questions_a_week_are_enough(life):
    for day in range(3):
        life.call(life.parts.budget.take, TODAY + timedelta(days=day))
    next_day(life, 4)
    routine(life)
    assert asked(life) == 0
    next_day(life, 3)
    routine(life)
    assert asked(life) == 1


# ------------------------------------------------------------------ the file


def test_a_reload_reads_the_profile_also_when_the_settings_have_faults(house, life):
    routine(life)
    house.wrote(house.settings, "[breaks]\nidle = 3\n")
    store(StoredProfile().answer(Profile(conditions=frozenset({"dizzy"})), TODAY))
    with pytest.raises(Exception, match="faults"):
        client.request("reload")
    assert profile(life) == Profile(asked=True, conditions=frozenset({"dizzy"}))
    assert "profile" not in life.notifier.up


def prompted(life, exercise):
    """A prompt with this exercise is up."""
    chosen = suggestion(exercise)
    life.call(setattr, life.parts.suggestions, "suggest", lambda occasion: chosen)
    life.call(life.daemon.engine.follow, life.parts.chooser.rules())
    life.passes(3600)
    life.call(delattr, life.parts.suggestions, "suggest")
    life.call(life.daemon.engine.follow, life.parts.chooser.rules())
    assert at_hand(life) == [exercise]


def at_hand(life):
    return [item.id for item in life.daemon.engine.state.prompt.suggestion.items]


def answered(*conditions):
    store(StoredProfile().answer(Profile(conditions=frozenset(conditions)), TODAY))


def test_a_prompt_that_is_up_is_changed_for_one_that_suits(life):
    answered()
    client.request("reload")
    prompted(life, "neck_turn")
    client.request("reload")
    assert at_hand(life) == ["neck_turn"]
    answered("dizzy")
    client.request("reload")
    [exercise] = at_hand(life)
    assert "dizzy" not in CATALOGUE.exercise(exercise).contraindications
    first, second = life.notifier.of("prompt")
    assert first.summary != second.summary
    assert (life.phase, client.request("status")["status"]["snoozes_left"]) == ("due", 2)


def test_a_snoozed_prompt_comes_back_as_one_that_suits(life):
    answered()
    client.request("reload")
    prompted(life, "neck_turn")
    client.request("snooze")
    profile_file.forget(paths.profile_file())
    client.request("reload")
    assert len(life.notifier.of("prompt")) == 1
    life.passes(601)
    assert not set(at_hand(life)) & NECK


def test_a_prompt_that_waited_while_nobody_ran_suits_too(house):
    answered()
    with house.living() as life:
        prompted(life, "round_stand")
        client.request("snooze")
    answered("osteoporosis")
    with house.living() as life:
        [exercise] = at_hand(life)
        assert "osteoporosis" not in CATALOGUE.exercise(exercise).contraindications


def test_what_was_forgotten_is_forgotten_by_the_daemon_too(house, file):
    store(StoredProfile().answer(Profile(place="home"), TODAY))
    with house.living() as life:
        assert profile(life).place == "home"
        profile_file.forget(str(file))
        client.request("reload")
        assert profile(life) == Profile()


def test_a_damaged_profile_is_told_and_the_daemon_goes_on(house, file):
    house.wrote(file, '{"conditions": ["dizzy"')
    with house.living() as life:
        notice = life.notifier.up["profile"]
        [aside] = file.parent.glob("profile-damaged-*")
        assert notice.summary == "Your profile was damaged"
        assert str(aside) in notice.lines[0]
        assert not profile(life).asked
        life.passes(3600)
        assert life.phase == "due"


def test_a_profile_damaged_at_run_time_is_reported_and_the_last_one_holds(house, file):
    store(StoredProfile().answer(Profile(conditions=frozenset({"dizzy"})), TODAY))
    with house.living() as life:
        file.write_text("{")
        [warning] = client.request("reload")["warnings"]
        assert warning.startswith("Your profile was damaged: It is kept as ")
        assert profile(life).conditions == {"dizzy"}


def test_nothing_of_the_profile_is_written_anywhere_else(house, file, caplog):
    caplog.set_level(logging.DEBUG)
    health = Profile(conditions=frozenset({"breathless", "pregnant"}), equipment=frozenset({"ball"}), home_session=True)
    store(StoredProfile().answer(health, TODAY))
    with house.living() as life:
        routine(life)
        with pytest.raises(Exception, match="left out"):
            client.request("break", exercise="stairs")
        client.request("reload")
        life.clicks("profile", "none")
        file.write_text('{"conditions": ["breathless", "pregnant"')
        client.request("reload")
        status = json.dumps(client.request("status"))
    texts = [caplog.text, status]
    asks = profile_file.lasting(CATALOGUE)
    ours = (file.name, "profile-damaged-")
    others = [path for path in house.root.rglob("*") if path.is_file() and not path.name.startswith(ours)]
    assert {"history.db", house.state.name, "said.json"} <= {path.name for path in others}
    texts += [path.read_bytes().decode(errors="replace") for path in others]
    for text in texts:
        for name in ("breathless", "pregnant"):
            assert name not in text
            assert asks[name] not in text


def test_it_is_up_long_enough_to_be_read():
    words = len(" ".join((QUESTION.summary, *QUESTION.lines)).split())
    assert words <= UP
