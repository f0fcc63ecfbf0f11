"""Feedback: the tray, the card, the lock that it sets, and the day after."""

import json
import time
from datetime import timedelta

import pytest

from app.life import MONDAY
from uncrick.control import client
from uncrick.core.model.profile import Profile
from uncrick.core.model.record import Kind
from uncrick.core.presentation import red_flags
from uncrick.errors import RefusedError
from uncrick.storage import paths, profile_file
from uncrick.storage.profile_file import StoredProfile
from uncrick.storage.shipped_data import catalogue

TODAY = MONDAY.date()


DAY = 86_400


KNOWN = catalogue()


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


def sleeps(life, seconds):
    """The machine sleeps; when it wakes, the person is back."""

    def slept():
        life.clock.ticks += seconds
        life.parts.heartbeat.look()

    life.call(slept)
    life.passes(61)


# ------------------------------------------------------------------ the tray


def entry(life, key):
    above = life.tray.face.menu
    return [one for one in (*above, *(child for it in above for child in it.children)) if one.key == key]


def test_on_a_break_it_hurt_stops_at_once_and_asks_how_much(life):
    begins(life)
    life.passes(5)
    assert entry(life, "hurt")
    began = time.process_time()
    life.chooses("hurt")
    assert time.process_time() - began < 0.3
    assert life.phase == "working"
    assert "guide" not in life.notifier.up
    assert life.notifier.up["care"].summary == "How much, 0 to 10?"
    life.clicks("care", "clearly")
    assert words(life) == ["hurt"]


def test_for_an_hour_after_a_routine_help_takes_it_hurt(life):
    assert not entry(life, "hurt")
    does(life)
    life.clicks("guide", "fine")
    life.passes(3000)
    assert entry(life, "hurt")
    life.chooses("hurt")
    life.clicks("care", "little")
    assert words(life) == ["fine", "hurt"]
    life.passes(700)
    assert not entry(life, "hurt")


def test_help_always_leads_to_the_card(life):
    assert entry(life, "card")
    life.chooses("card")
    notice = life.notifier.up["card"]
    assert notice.summary == "Any of these? Call 112 now"
    assert "uncrick safety" in notice.hint or any("uncrick safety" in line for line in notice.lines)


def test_the_card_names_the_number_of_the_region(told):
    with told.living("safety.region=GB") as life:
        life.chooses("card")
        assert life.notifier.up["card"].summary == "Any of these? Call 999 now"


# ------------------------------------------------------------------ the lock


def locks(life):
    life.chooses("card")
    life.clicks("card", "emergency")


def test_a_sign_locks_and_the_notice_says_what_to_do(life):
    locks(life)
    status = client.request("status")["status"]
    assert status["safety"]["locked"] is True
    assert set(status["safety"]["signs"]) == {flag.id for flag in KNOWN.red_flags if flag.severity == "emergency"}
    assert "112" in life.notifier.up["card"].lines[0]


def test_the_milder_signs_lock_too_and_are_released_by_a_click(life):
    life.chooses("card")
    life.clicks("card", "milder")
    life.clicks("card", "urgent")
    assert client.request("status")["status"]["safety"]["locked"] is True
    life.chooses("checked")
    assert life.notifier.up["card"].summary == "Were you checked, or has it gone?"
    life.clicks("card", "not_yet")
    assert client.request("status")["status"]["safety"]["locked"] is True
    life.chooses("checked")
    life.clicks("card", "checked")
    assert client.request("status")["status"]["safety"] is None


def test_an_emergency_is_released_after_a_day_and_not_before(life):
    locks(life)
    life.chooses("checked")
    assert life.notifier.up["card"].summary == "Exercises are off for safety"
    with pytest.raises(RefusedError, match="too early"):
        client.request("feedback", feedback="checked")
    sleeps(life, DAY)
    life.chooses("checked")
    life.clicks("card", "checked")
    assert client.request("status")["status"]["safety"] is None


def test_none_of_these_is_kept_and_changes_nothing(life):
    life.chooses("card")
    life.clicks("card", "none")
    assert answers(life) == [("signs", {"signs": ""})]
    assert client.request("status")["status"]["safety"] is None


def test_unwell_ends_the_routine_shows_the_card_and_keeps_the_day_free(life):
    does_again(life)
    life.clicks("guide", "hurt")
    life.clicks("care", "little")
    life.clicks("care", "unwell")
    assert words(life)[-1] == "unwell"
    assert life.notifier.up["card"].summary.startswith("Any of these?")
    assert client.request("status")["status"]["safety"] == {"locked": False, "unwell": True}
    assert life.tray.face.kind == "locked"
    with pytest.raises(RefusedError):
        client.request("break")


def test_why_tells_of_the_lock_and_help_still_of_the_signs(life):
    locks(life)
    life.notifier.withdraw("card")
    life.chooses("why_off")
    assert life.notifier.up["card"].summary == "Exercises are off for safety"
    life.chooses("card")
    assert life.notifier.up["card"].summary == "Any of these? Call 112 now"


def test_the_locked_tray_offers_no_exercise_and_the_way_out(life):
    locks(life)
    face = life.tray.face
    assert face.kind == "locked"
    labels = [one.label for one in face.menu]
    assert labels[:3] == [
        "Exercises are off for safety",
        "Why, and what to do…",
        "I was checked, or it has gone…",
    ]
    assert not {"break", "ease", "start"} & {entry.key for entry in face.menu if entry.enabled}
    assert len(labels) == 10


@pytest.mark.parametrize("how", ["locked", "unwell"])
def test_while_exercises_are_off_no_surface_leads_to_one(life, how):
    if how == "locked":
        locks(life)
    else:
        client.request("feedback", feedback="unwell")
    life.notifier.shown.clear()
    life.passes(3700)
    assert life.phase == "due"
    notice = life.notifier.up["prompt"]
    assert notice.summary == "Look away for a minute"
    assert notice.lines[0] == "Or walk a little, if you feel able."
    assert [button.key for button in notice.buttons] == ["snooze", "done"]
    assert notice.default is None
    prompt = client.request("status")["status"]["prompt"]
    assert prompt["items"] == []
    assert not {"start", "another", "break", "ease"} & {entry.key for entry in life.tray.face.menu if entry.enabled}
    assert len(life.tray.face.menu) == 10
    for word, args in (
        ("break", {}),
        ("break", {"exercise": "neck_turn"}),
        ("break", {"here": True}),
        ("break", {"home": True}),
        ("ease", {}),
        ("ease", {"lying": True}),
        ("another", {}),
    ):
        with pytest.raises(RefusedError):
            client.request(word, **args)
        assert life.phase == "due"
    life.clicks("prompt", "start")
    life.chooses("start")
    assert life.daemon.engine.state.routine is None
    texts = " ".join(text for shown in life.notifier.shown for text in (shown.summary, *shown.lines))
    assert not [exercise.name for exercise in KNOWN.exercises.values() if exercise.name in texts]


@pytest.mark.parametrize("word", ["done", "skip", "snooze"])
def test_a_prompt_without_exercises_is_answered_like_any(life, word):
    locks(life)
    life.passes(3700)
    status = client.request(word)["status"]
    assert status["phase"] == {"snooze": "snoozed"}.get(word, "working")
    assert len(life.tray.face.menu) == 10


def test_a_prompt_that_is_up_loses_its_exercises_with_the_lock(life):
    life.passes(3600)
    assert client.request("status")["status"]["prompt"]["items"]
    locks(life)
    assert client.request("status")["status"]["prompt"]["items"] == []
    assert life.notifier.up["prompt"].summary == "Look away for a minute"


def test_a_sign_that_is_ticked_during_a_routine_ends_it(life):
    begins(life)
    client.request("feedback", feedback="signs", signs="chest")
    assert life.phase == "working"
    assert client.request("status")["status"]["safety"]["signs"] == ["chest"]


def test_the_lock_outlives_a_restart(told):
    with told.living() as life:
        locks(life)
        life.crash()
    with told.living() as life:
        assert life.tray.face.kind == "locked"
        with pytest.raises(RefusedError):
            client.request("ease")


def test_every_sign_is_met_by_a_word_of_the_notices():
    """The word of the notice that somebody with this sign stops at."""
    stops = {
        "chest": "Chest pain",
        "stroke": "drooping face",
        "five_d": "fainting, new dizziness",
        "trauma": "after a fall or blow",
        "cauda": "numb between the legs",
        "infection": "fever with a stiff neck",
        "nerve": "Tingling, numbness or weakness",
        "cord": "unsteady walking",
        "unwell": "weight loss",
        "night": "wakes",
        "bone": "minor knock",
        "scalp": "sore scalp",
    }
    locking = [flag for flag in KNOWN.red_flags if flag.severity != "routine"]
    assert stops.keys() == {flag.id for flag in locking}
    for flag in locking:
        assert stops[flag.id] in red_flags.brief(flag.severity)
    assert len(red_flags.brief("emergency")) <= 255


# ------------------------------------------------------------------ the day after


def hurt_yesterday(life):
    does_again(life)
    life.clicks("guide", "hurt")
    life.clicks("care", "little")
    sleeps(life, DAY)


def test_the_day_after_it_is_asked_once_after_the_first_break(life):
    hurt_yesterday(life)
    assert [notice for notice in life.notifier.of("care") if "today?" in notice.summary] == []
    client.request("done")
    life.passes(30)
    assert buttons(life, "care") == ["Better", "Same", "Worse"]
    life.clicks("care", "worse")
    assert words(life)[-1] == "worse"
    assert "neck_turn" in answers(life)[-1][1]["exercises"]
    client.request("done")
    life.passes(600)
    assert words(life)[-1] == "worse"


def test_without_an_answer_it_is_not_asked_again_that_day(life):
    hurt_yesterday(life)
    client.request("done")
    life.passes(30)
    life.passes(60)
    assert words(life)[-1] == "no_answer"
    client.request("done")
    life.passes(300)
    assert [notice.summary for notice in life.notifier.of("care")].count("Your neck or back today?") == 1


def test_it_obeys_the_budget(life):
    hurt_yesterday(life)
    life.call(life.parts.budget.take, TODAY + timedelta(days=1))
    client.request("done")
    life.passes(300)
    assert "Your neck or back today?" not in [notice.summary for notice in life.notifier.of("care")]
