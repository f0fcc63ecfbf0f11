"""The card of signs that mean stop, the lock that it sets, and what the tray and the day after ask."""

import time
from datetime import timedelta

import pytest

from app.dialogs.patient import (
    DAY,
    answers,
    ask,
    begin,
    buttons,
    choose,
    do,
    name_an_emergency,
    play,
    report,
    safety,
    sleep,
    summaries,
    up,
    words,
)
from app.life import MONDAY
from uncrick.control import client
from uncrick.core.presentation import red_flags
from uncrick.errors import RefusedError
from uncrick.storage.shipped_data import catalogue

KNOWN = catalogue()
CARD = "Any of these? Call 112 now"
OFF = "Exercises are off for safety"
CHECK = "How is your neck or back since your last exercises?"


def keys(life):
    """Of all entries of the tray."""
    menu = life.tray.face.menu
    return {entry.key for entry in (*menu, *(child for above in menu for child in above.children))}


# ------------------------------------------------------------------ the tray


def test_on_a_break_it_hurt_stops_at_once_and_asks_how_much(life):
    play(life, begin, 5)
    assert "hurt" in keys(life)
    began = time.process_time()
    life.chooses("hurt")
    assert time.process_time() - began < 0.3
    assert life.phase == "working"
    assert (up(life, "guide"), up(life, "care")) == (None, "How much does it hurt?")
    life.clicks("care", "clearly")
    assert words(life) == ["hurt"]


def test_for_an_hour_after_a_routine_help_takes_it_hurt(life):
    assert "hurt" not in keys(life)
    play(life, do, "guide:fine", 3000)
    assert "hurt" in keys(life)
    play(life, choose("hurt"), "care:little")
    assert words(life) == ["fine", "hurt"]
    life.passes(700)
    assert "hurt" not in keys(life)


def test_help_always_leads_to_the_card(life):
    assert "card" in keys(life)
    life.chooses("card")
    assert up(life, "card") == CARD
    assert "uncrick safety" in life.notifier.up["card"].hint


def test_the_card_names_the_number_of_the_region(with_profile):
    with with_profile.living("safety.region=GB") as life:
        life.chooses("card")
        assert up(life, "card") == "Any of these? Call 999 now"


# ------------------------------------------------------------------ the lock


def test_a_sign_locks_and_the_notice_says_what_to_do(life):
    name_an_emergency(life)
    assert safety()["locked"] is True
    assert set(safety()["signs"]) == {flag.id for flag in KNOWN.red_flags if flag.severity == "emergency"}
    assert "112" in life.notifier.up["card"].lines[0]


def test_the_milder_signs_lock_too_and_are_released_by_a_click(life):
    play(life, choose("card"), "card:milder", "card:urgent", choose("checked"))
    assert up(life, "card") == "Were you checked, or has it gone?"
    life.clicks("card", "not_yet")
    assert safety()["locked"] is True
    play(life, choose("checked"), "card:checked")
    assert safety() is None


def test_an_emergency_is_released_after_a_day_and_not_before(life):
    play(life, name_an_emergency, choose("checked"))
    assert up(life, "card") == OFF
    with pytest.raises(RefusedError, match="too early"):
        client.request("feedback", feedback="checked")
    play(life, sleep(DAY), choose("checked"), "card:checked")
    assert safety() is None


def test_none_of_these_is_recorded_and_changes_nothing(life):
    play(life, choose("card"), "card:none")
    assert answers(life) == [("signs", {"signs": ""})]
    assert safety() is None


def test_unwell_shows_the_card_and_frees_the_day_of_exercises(life):
    play(life, report("little"), "care:unwell")
    assert words(life)[-1] == "unwell"
    assert up(life, "card") == CARD
    assert safety() == {"locked": False, "unwell": True}
    assert life.tray.face.kind == "locked"
    with pytest.raises(RefusedError):
        client.request("break")


def test_why_tells_of_the_lock_and_help_still_of_the_signs(life):
    name_an_emergency(life)
    life.notifier.withdraw("card")
    life.chooses("why_off")
    assert up(life, "card") == OFF
    life.chooses("card")
    assert up(life, "card") == CARD


def test_the_locked_tray_offers_no_exercise_and_the_way_out(life):
    name_an_emergency(life)
    face = life.tray.face
    assert face.kind == "locked"
    labels = [entry.label for entry in face.menu]
    assert labels[:3] == [OFF, "Why, and what to do…", "I was checked, or it has gone…"]
    assert not {"break", "ease", "start"} & {entry.key for entry in face.menu if entry.enabled}
    assert len(labels) == 10


@pytest.fixture(params=[name_an_emergency, ask("feedback", feedback="unwell")], ids=["locked", "unwell"])
def off(life, request):
    """Exercises are off, and a prompt is up."""
    request.param(life)
    life.notifier.shown.clear()
    life.passes(3700)
    assert life.phase == "due"
    return life


def test_a_prompt_while_exercises_are_off_says_look_away(off):
    notice = off.notifier.up["prompt"]
    assert (notice.summary, notice.lines[0]) == ("Look away for a minute", "Or walk a little, if you feel able.")
    assert ([button.key for button in notice.buttons], notice.default) == (["snooze", "done"], None)
    assert client.request("status")["status"]["prompt"]["items"] == []
    assert not {"start", "another", "break", "ease"} & {entry.key for entry in off.tray.face.menu if entry.enabled}
    assert len(off.tray.face.menu) == 10


def test_while_exercises_are_off_no_surface_leads_to_one(off):
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
        assert off.phase == "due"
    play(off, "prompt:start", choose("start"))
    assert off.daemon.engine.state.routine is None
    texts = " ".join(text for shown in off.notifier.shown for text in (shown.summary, *shown.lines))
    assert not [exercise.name for exercise in KNOWN.exercises.values() if exercise.name in texts]


@pytest.mark.parametrize(("word", "phase"), [("done", "working"), ("skip", "working"), ("snooze", "snoozed")])
def test_a_prompt_without_exercises_is_answered_like_any(life, word, phase):
    play(life, name_an_emergency, 3700)
    assert client.request(word)["status"]["phase"] == phase
    assert len(life.tray.face.menu) == 10


def test_a_prompt_that_is_up_loses_its_exercises_with_the_lock(life):
    life.passes(3600)
    assert client.request("status")["status"]["prompt"]["items"]
    name_an_emergency(life)
    assert client.request("status")["status"]["prompt"]["items"] == []
    assert up(life, "prompt") == "Look away for a minute"


def test_a_sign_that_is_ticked_during_a_routine_ends_it(life):
    play(life, begin, ask("feedback", feedback="signs", signs="chest"))
    assert life.phase == "working"
    assert safety()["signs"] == ["chest"]


def test_the_lock_outlives_a_restart(with_profile):
    with with_profile.living() as life:
        name_an_emergency(life)
        life.crash()
    with with_profile.living() as life:
        assert life.tray.face.kind == "locked"
        with pytest.raises(RefusedError):
            client.request("ease")


def test_every_sign_is_covered_by_a_word_of_the_notices():
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

hurt_yesterday = [report("little"), sleep(DAY)]
take_a_break = [ask("done"), 30]


def test_the_day_after_it_is_asked_once_after_the_first_break(life):
    play(life, *hurt_yesterday)
    assert CHECK not in summaries(life, "care")
    play(life, *take_a_break)
    assert buttons(life, "care") == ["Better", "Same", "Worse"]
    life.clicks("care", "worse")
    assert words(life)[-1] == "worse"
    assert "neck_turn" in answers(life)[-1][1]["exercises"]
    play(life, ask("done"), 600)
    assert words(life)[-1] == "worse"


def test_without_an_answer_it_is_not_asked_again_that_day(life):
    play(life, *hurt_yesterday, *take_a_break, 60)
    assert words(life)[-1] == "no_answer"
    play(life, ask("done"), 300)
    assert summaries(life, "care").count(CHECK) == 1


def test_the_day_after_obeys_the_budget(life):
    play(life, *hurt_yesterday)
    life.call(life.parts.budget.take, MONDAY.date() + timedelta(days=1))
    play(life, ask("done"), 300)
    assert CHECK not in summaries(life, "care")
