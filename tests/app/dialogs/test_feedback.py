"""Feedback: what is asked after a routine, what is not, and answers over the socket."""

import json
import logging
import time

import pytest

from app.life import MONDAY
from uncrick.control import client
from uncrick.core.model.profile import Profile
from uncrick.core.model.record import Kind
from uncrick.core.scheduling import events as ev
from uncrick.errors import RefusedError, UsageError
from uncrick.ports import ScreenLocked
from uncrick.storage import paths, profile_file
from uncrick.storage.profile_file import StoredProfile

TODAY = MONDAY.date()


DAY = 86_400


@pytest.fixture
def told(house):
    """Somebody whose profile is answered, and who was welcomed."""
    house.wrote(house.said, json.dumps({"welcomed": str(TODAY), "offered": str(TODAY)}))
    profile_file.save(paths.profile_file(), StoredProfile().answer(Profile(conditions=frozenset()), TODAY))
    return house


@pytest.fixture
def life(told):
    with told.living("safety.region=DE") as life:
        yield life


def begins(life, *, exercise="neck_turn"):
    client.request("break", exercise=exercise)


def ends(life):
    """To the very end of the routine that is on."""
    routine = life.daemon.engine.state.routine
    life.passes(routine.total)
    assert life.daemon.engine.state.routine is None


def does(life, exercise="neck_turn"):
    begins(life, exercise=exercise)
    ends(life)


def does_again(life, exercise="neck_turn"):
    """A second time, when nothing in it is new."""
    does(life, exercise)
    life.clicks("guide", "fine")
    life.passes(60)
    does(life, exercise)


def answers(life):
    """Every feedback record: the word and its details."""
    records = life.call(lambda: list(life.parts.history.records()))
    return [(record.feedback, dict(record.detail)) for record in records if record.kind is Kind.FEEDBACK]


def words(life):
    return [word for word, _ in answers(life)]


def buttons(life, slot):
    return [button.label for button in life.notifier.up[slot].buttons]


def standing(life, exercise="neck_turn"):
    from uncrick.core.history.pain import status_of as of

    return of(life.parts.history_cache.practice.care, exercise, life.clock.now().wall).status


def sleeps(life, seconds):
    """The machine sleeps; when it wakes, the person is back."""

    def slept():
        life.clock.ticks += seconds
        life.parts.heartbeat.look()

    life.call(slept)
    life.passes(61)


# ------------------------------------------------------------------ after a routine


def test_after_an_ordinary_routine_there_is_one_button_and_no_question(life):
    does_again(life)
    notice = life.notifier.up["guide"]
    assert (notice.summary, [button.label for button in notice.buttons]) == ("Done. Good.", ["It hurt"])
    assert notice.seconds == 20
    life.passes(60)
    assert words(life) == ["fine"]


def test_after_something_new_three_answers_are_offered(life):
    does(life)
    assert life.notifier.up["guide"].summary == "Done. How was it?"
    assert buttons(life, "guide") == ["Fine", "A bit much", "It hurt…"]


def test_fine_changes_nothing(life):
    does(life)
    life.clicks("guide", "fine")
    assert answers(life) == [("fine", {"exercise": "neck_turn", "variant": ""})]
    assert standing(life) == "active"
    assert "care" not in life.notifier.up


def test_a_bit_much_makes_it_easier_and_says_so(life):
    does(life)
    life.clicks("guide", "hard")
    assert answers(life) == [("hard", {"exercise": "neck_turn", "variant": ""})]
    assert standing(life) == "less"
    assert life.notifier.up["care"].lines[0] == "Turn your head: a little less, the next 3 times."


def test_no_answer_in_twenty_seconds_is_stored_as_no_answer_and_never_as_fine(life):
    does(life)
    life.passes(19)
    assert words(life) == []
    life.passes(1)
    assert words(life) == ["no_answer"]


def test_a_question_that_is_put_away_is_no_answer_at_once(life):
    does(life)
    life.closes("guide")
    assert words(life) == ["no_answer"]
    life.passes(60)
    assert words(life) == ["no_answer"]


def test_only_one_question_comes_on_a_day(life):
    does(life)
    life.clicks("guide", "fine")
    does(life, "neck_nod")
    assert life.notifier.up["guide"].summary == "Done. Good."


def test_at_most_three_come_in_a_week(told):
    told.wrote(told.said, json.dumps({"welcomed": "x", "offered": "x", "asked": "2026-11-20 2026-11-21 2026-11-22"}))
    with told.living() as life:
        does(life)
        assert life.notifier.up["guide"].summary == "Done. Good."


def test_the_profile_is_asked_about_before_the_first_routine_is(house):
    house.wrote(house.said, json.dumps({"welcomed": str(TODAY), "offered": str(TODAY)}))
    with house.living() as life:
        client.request("break")
        ends(life)
        assert buttons(life, "guide") == ["It hurt"]
        life.passes(60)
        assert [notice.slot for notice in life.notifier.shown if notice.slot == "profile"] == ["profile"]


@pytest.mark.parametrize("reason", ["call", "share", "dnd"])
def test_in_a_call_nothing_is_asked(life, reason):
    begins(life)
    life.call(life.parts.entry.handle, ev.BusyBegun(reason))
    ends(life)
    assert buttons(life, "guide") == ["It hurt"]


def test_behind_a_locked_screen_nothing_is_shown(life):
    begins(life)
    life.sees(ScreenLocked())
    ends(life)
    assert "guide" not in life.notifier.up


def test_a_routine_that_a_pause_breaks_off_asks_nothing(life):
    begins(life)
    client.request("pause")
    assert "guide" not in life.notifier.up
    life.passes(60)
    assert words(life) == []


def test_an_eased_exercise_is_asked_about_again(life):
    does(life)
    life.clicks("guide", "hard")
    sleeps(life, DAY)
    begins(life)
    [item] = life.daemon.engine.state.routine.suggestion.items
    assert item.variant == "less"
    ends(life)
    assert life.notifier.up["guide"].summary == "Done. How was it?"


# ------------------------------------------------------------------ after Stop


def test_after_stop_the_first_answer_is_just_interrupted(life):
    begins(life)
    life.passes(5)
    life.clicks("guide", "stop")
    assert buttons(life, "guide") == ["Just interrupted", "A bit much", "It hurt…"]
    life.clicks("guide", "interrupted")
    assert answers(life) == [("interrupted", {})]
    life.passes(1200)
    assert words(life) == ["interrupted"]
    assert life.notifier.of("care") == []


def test_without_an_answer_after_stop_nothing_more_is_asked(life):
    begins(life)
    life.chooses("stop")
    life.passes(20)
    assert words(life) == ["no_answer"]
    life.passes(1200)
    assert words(life) == ["no_answer"]


def test_stop_ends_the_guide_within_300_ms(life):
    begins(life)
    life.passes(5)
    began = time.process_time()
    life.clicks("guide", "stop")
    assert time.process_time() - began < 0.3, "of work: how long other programs keep this one waiting is no matter"
    assert life.phase == "working"
    assert life.notifier.up["guide"].summary == "Stopped. Was something wrong?"
    assert not life.notifier.up["guide"].sound
    shown = len(life.notifier.of("guide"))
    life.passes(10)
    assert len(life.notifier.of("guide")) == shown, "no text and no sound comes after it"


def locks(life):
    life.chooses("card")
    life.clicks("card", "emergency")


# ------------------------------------------------------------------ what is not said


def test_a_click_that_no_question_offers_is_no_answer_and_its_word_is_not_logged(life, caplog):
    does(life)
    life.clicks("guide", "worse")
    assert words(life) == []
    assert "does not offer" in caplog.text
    assert "worse" not in caplog.text
    life.clicks("guide", "fine")
    assert words(life) == ["fine"]


def test_it_hurt_clicked_too_late_still_counts(life):
    does_again(life)
    life.passes(25)
    life.clicks("guide", "hurt")
    assert life.notifier.up["care"].summary == "How much, 0 to 10?"


def test_nothing_of_it_is_logged_nor_among_the_decisions(life, caplog):
    caplog.set_level(logging.DEBUG)
    does_again(life)
    life.clicks("guide", "hurt")
    life.clicks("care", "lot")
    client.request("feedback", feedback="pain", region="back", score=7)
    client.request("feedback", feedback="unwell")
    locks(life)
    text = caplog.text + json.dumps(client.request("why")["decisions"])
    for word in ("hurt", "unwell", "neck_turn", "signs", "chest", "retire", "pain", "score"):
        assert word not in text.replace("not performed", "")


# ------------------------------------------------------------------ over the socket


def test_the_reply_says_what_it_comes_to(life):
    does(life)
    reply = client.request("feedback", feedback="hurt", score=5)
    assert reply["said"][0].startswith("Turn your head rests until ")


def test_about_nothing_is_refused(life):
    with pytest.raises(RefusedError, match="Nothing was done lately"):
        client.request("feedback", feedback="hurt", score=5)
    with pytest.raises(RefusedError, match="Nothing to follow up"):
        client.request("feedback", feedback="gone")
    with pytest.raises(RefusedError, match="not turned off"):
        client.request("feedback", feedback="turned_on", exercise="neck_turn")


@pytest.mark.parametrize("args", [{"feedback": "fine", "exercise": "moon"}, {"feedback": "signs", "signs": "moon"}, {}])
def test_what_does_not_exist_is_told_and_nothing_is_written(life, args):
    with pytest.raises((RefusedError, UsageError)):
        client.request("feedback", **args)
    assert answers(life) == []


def test_a_retired_exercise_comes_back_gently_by_hand(life):
    does(life)
    client.request("feedback", feedback="hurt", score=8)
    with pytest.raises(RefusedError):
        client.request("break", exercise="neck_turn")
    sleeps(life, 8 * DAY)
    reply = client.request("feedback", feedback="turned_on", exercise="neck_turn")
    assert reply["said"] == ["Turn your head: gently, the next 3 times."]
    begins(life)


@pytest.mark.parametrize(
    "said",
    [
        {"feedback": "turned_on"},
        {"feedback": "turned_on", "exercise": "shrug,neck_turn"},
        {"feedback": "pain"},
        {"feedback": "pain", "region": "neck"},
        {"feedback": "pain", "score": 7},
    ],
)
def test_an_answer_that_lacks_what_belongs_to_it_is_refused_and_leaves_no_record(life, said):
    with pytest.raises((RefusedError, UsageError), match=r"at a time|needs a region"):
        client.request("feedback", **said)
    assert answers(life) == []


def test_whoever_was_checked_and_felt_unwell_has_exercises_again_tomorrow(life):
    client.request("feedback", feedback="unwell")
    client.request("feedback", feedback="signs", signs="nerve")
    reply = client.request("feedback", feedback="checked")
    assert reply["said"] == ["Exercises are on again from tomorrow: you felt unwell today."]


def test_forgetting_frees_what_the_answers_held_back(life):
    from uncrick.core.presentation.feedback import HEALTH
    from uncrick.storage.history_store import History

    locks(life)
    life.passes(3700)
    mine = History.open(paths.history_file())
    mine.forget(HEALTH)
    mine.shut()
    status = client.request("forget")["status"]
    assert status["safety"] is None
    assert status["prompt"]["items"]
    assert life.tray.face.kind == "due"
    life.clicks("prompt", "start")
    assert life.phase == "on_break"
