"""Feedback: it hurt, which exercise, how much, and whether it still does."""

import json

import pytest

from app.life import MONDAY, suggestion
from uncrick.app.dialogs.notices import which
from uncrick.control import client
from uncrick.core.model.profile import Profile
from uncrick.core.model.record import Kind
from uncrick.core.scheduling import events as ev
from uncrick.ports import InputResumed, InputStopped, ScreenLocked, ScreenUnlocked
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


# ------------------------------------------------------------------ it hurt


def test_it_hurt_leads_to_how_much_in_three_bands(life):
    does_again(life)
    life.clicks("guide", "hurt")
    assert life.notifier.up["care"].summary == "How much, 0 to 10?"
    assert buttons(life, "care") == ["A little (1-3)", "Clearly (4-5)", "A lot (6-10)"]


@pytest.mark.parametrize(
    ("band", "status"), [("little", "resting"), ("clearly", "resting"), ("lot", "retired")]
)  # the safe reading, until it is said to be gone
def test_each_band_is_written_down_and_takes_the_exercise_out(life, band, status):
    does_again(life)
    life.clicks("guide", "hurt")
    life.clicks("care", band)
    [_, (word, detail)] = answers(life)
    assert (word, detail["exercise"], detail["variant"]) == ("hurt", "neck_turn", "")
    assert detail["score"] in {"little": (1, 2, 3), "clearly": (4, 5), "lot": (6, 7, 8, 9, 10)}[band]
    assert standing(life) == status
    assert life.notifier.up["care"].lines[0].startswith("Turn your head ")


def test_a_number_that_nobody_gives_is_written_down_as_missing(life):
    does_again(life)
    life.clicks("guide", "hurt")
    life.passes(20)
    assert answers(life)[-1] == ("hurt", {"exercise": "neck_turn", "variant": ""})


@pytest.fixture
def two(life):
    """A routine of two exercises that was stopped because something hurt."""
    life.call(life.parts.entry.handle, ev.BreakStarted("cli", suggestion("neck_turn", "neck_nod")))
    life.passes(life.daemon.engine.state.routine.total - 8)
    life.chooses("hurt")
    return life


def test_of_those_that_were_not_begun_nothing_is_asked(life):
    life.call(life.parts.entry.handle, ev.BreakStarted("cli", suggestion("neck_turn", "neck_nod")))
    life.passes(5)
    life.chooses("hurt")
    assert life.notifier.up["care"].summary == "How much, 0 to 10?"
    life.clicks("care", "little")
    assert answers(life)[-1][1]["exercise"] == "neck_turn"


def test_of_several_exercises_it_is_asked_which_one(two):
    assert two.notifier.up["care"].summary == "Which one?"
    assert buttons(two, "care") == ["Turn your head", "Look down and up", "I felt unwell"]
    two.clicks("care", "item:neck_nod")
    two.clicks("care", "lot")
    assert answers(two)[-1][1]["exercise"] == "neck_nod"
    assert (standing(two, "neck_nod"), standing(two)) == ("retired", "active")


def test_without_an_answer_to_which_one_it_was_all_of_them(two):
    two.passes(20)
    assert answers(two) == [("hurt", {"exercise": "neck_turn,neck_nod", "variant": ""})]


def test_unwell_instead_of_which_one_keeps_the_pain_and_shows_the_card(two):
    two.clicks("care", "unwell")
    assert words(two) == ["hurt", "unwell"]
    assert two.notifier.up["card"].summary == "Any of these? Call 112 now"


def test_more_exercises_than_buttons_come_a_few_at_a_time():
    ids = ("neck_turn", "neck_nod", "neck_tilt", "shrug", "chin_tuck")
    items = suggestion(*ids).items
    seen = [[button.key for button in which(items, page).buttons] for page in range(2)]
    assert seen == [["item:neck_turn", "item:neck_nod", "more"], ["item:neck_tilt", "item:shrug", "item:chin_tuck"]]
    assert [button.key for button in which(items[:4], 1).buttons] == ["item:neck_tilt", "item:shrug", "unwell"]


def test_a_number_that_is_given_on_the_command_line_is_not_written_twice(life):
    does_again(life)
    life.clicks("guide", "hurt")
    client.request("feedback", feedback="hurt", score=3)
    assert "care" not in life.notifier.up
    life.passes(60)
    assert answers(life)[1:] == [("hurt", {"exercise": "neck_turn", "variant": "", "score": 3})]


@pytest.mark.parametrize("word", ["gone", "still"])
def test_the_ten_minute_question_may_be_answered_there_too(life, word):
    does_again(life)
    client.request("feedback", feedback="hurt", score=3)
    life.passes(630)
    assert life.notifier.up["care"].summary == "Does it still hurt?"
    client.request("feedback", feedback=word)
    assert "care" not in life.notifier.up
    life.passes(400)
    assert words(life) == ["fine", "hurt", word]


def test_the_ten_minute_question_comes_in_its_time_and_gone_eases_only(life):
    does_again(life)
    life.clicks("guide", "hurt")
    life.clicks("care", "little")
    life.passes(599)
    assert life.notifier.up.get("care") is None
    life.passes(31)
    assert (life.notifier.up["care"].summary, buttons(life, "care")) == ("Does it still hurt?", ["Yes", "It is gone"])
    life.clicks("care", "gone")
    assert words(life) == ["fine", "hurt", "gone"]
    assert standing(life) == "gentle"


def test_yes_keeps_it_out(life):
    does_again(life)
    life.clicks("guide", "hurt")
    life.clicks("care", "clearly")
    life.passes(630)
    life.clicks("care", "still")
    assert words(life)[-1] == "still"
    assert standing(life) == "resting"
    assert "rests until" in life.notifier.up["care"].lines[0]


def test_no_answer_in_five_minutes_is_taken_as_still(life):
    does_again(life)
    life.clicks("guide", "hurt")
    life.clicks("care", "little")
    life.passes(630)
    assert "care" in life.notifier.up
    life.passes(300)
    assert "care" not in life.notifier.up
    assert words(life)[-1] == "no_answer"
    assert standing(life) == "resting"


def test_follow_ups_are_free_of_the_budget(life):
    does_again(life)
    asked = json.loads(life.parts.memory._store.load()[0])["asked"]
    life.clicks("guide", "hurt")
    life.clicks("care", "little")
    life.passes(630)
    assert life.notifier.up["care"].summary == "Does it still hurt?"
    assert json.loads(life.parts.memory._store.load()[0])["asked"] == asked


@pytest.mark.parametrize("absence", ["away", "locked", "call", "paused"])
def test_who_is_not_there_is_not_asked_whether_it_still_hurts(life, absence):
    does_again(life)
    life.clicks("guide", "hurt")
    life.clicks("care", "little")
    life.passes(60)
    match absence:
        case "away":
            life.sees(InputStopped(0))
        case "locked":
            life.sees(ScreenLocked())
        case "call":
            life.call(life.parts.entry.handle, ev.BusyBegun("call"))
        case _:
            client.request("pause")
    life.passes(900)
    assert [notice.summary for notice in life.notifier.of("care")] == ["How much, 0 to 10?", "Noted"]
    assert standing(life) == "resting"


def test_a_question_that_is_up_leaves_when_a_call_begins(life):
    does_again(life)
    life.clicks("guide", "hurt")
    life.clicks("care", "little")
    life.passes(630)
    life.call(life.parts.entry.handle, ev.BusyBegun("call"))
    assert "care" not in life.notifier.up


def test_who_comes_back_in_time_is_asked_then(life):
    does_again(life)
    life.clicks("guide", "hurt")
    life.clicks("care", "little")
    life.passes(30)
    life.sees(ScreenLocked())
    life.passes(700)
    life.sees(ScreenUnlocked())
    life.sees(InputResumed())
    life.passes(30)
    assert life.notifier.up["care"].summary == "Does it still hurt?"


def test_much_pain_that_stays_brings_advice_once(life):
    does_again(life)
    life.clicks("guide", "hurt")
    life.clicks("care", "lot")
    life.passes(630)
    life.clicks("care", "still")
    life.passes(1200)
    advised = [notice for notice in life.notifier.shown if any("Book a clinician" in line for line in notice.lines)]
    assert [notice.summary for notice in advised] == ["Noted"]


def test_who_was_away_meanwhile_gets_the_advice_on_coming_back(life):
    does_again(life)
    life.clicks("guide", "hurt")
    life.clicks("care", "lot")
    life.sees(ScreenLocked())
    life.passes(1500)
    life.sees(ScreenUnlocked())
    life.sees(InputResumed())
    life.passes(1200)
    advised = [notice for notice in life.notifier.shown if any("Book a clinician" in line for line in notice.lines)]
    assert [notice.summary for notice in advised] == ["After what hurt"]


def test_after_a_retirement_the_profile_is_mentioned_again(life):
    does_again(life)
    life.clicks("guide", "hurt")
    life.clicks("care", "lot")
    assert life.notifier.of("profile") == []
    sleeps(life, 2 * DAY)
    does(life, "blade_squeeze")
    life.passes(120)
    assert [notice.summary for notice in life.notifier.of("profile")] == ["New health conditions? uncrick profile"]
    assert profile_file.load(paths.profile_file()).renewed is None


def test_a_report_that_waits_for_its_number_outlives_an_orderly_end(told):
    with told.living() as life:
        does(life)
        life.clicks("guide", "hurt")
    with told.living() as life:
        assert words(life) == ["hurt"]
