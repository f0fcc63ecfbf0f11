"""What "My neck is stiff" asks, which relief it leads to, what is told after it, and the look an hour later."""

import json
from types import SimpleNamespace

import pytest

from app.dialogs.conftest import TODAY
from app.dialogs.patient import (
    DAY,
    answers,
    ask,
    buttons,
    choose,
    finish,
    leave,
    name_an_emergency,
    play,
    safety,
    summaries,
    take_a_call,
    up,
    words,
)
from uncrick.core.model.profile import Profile
from uncrick.core.scheduling import events as ev
from uncrick.ports import InputResumed
from uncrick.storage import paths, profile_file
from uncrick.storage.profile_file import StoredProfile
from uncrick.storage.shipped_data import catalogue

KNOWN = catalogue()
QUESTION, LOOK = "How stiff is your neck?", "Is your neck better than an hour ago?"
AFTER = "Done. What else helps"
MINUTE = 60


def exercises(life):
    """Ids of the routine that is on, with how they are done."""
    routine = life.daemon.engine.state.routine
    return [] if routine is None else [(item.id, item.variant) for item in routine.suggestion.items]


def ease(answer):
    """From the menu to the end of the relief."""
    return lambda life: play(life, choose("ease"), f"ease:{answer}", finish)


def until_asked(life, minutes=180):
    """Work on, answering every prompt, until it looks in; after how many minutes."""
    for minute in range(1, minutes + 1):
        life.passes(MINUTE)
        if up(life, "ease") == LOOK:
            return minute
        if life.phase == "due":
            life.clicks("prompt", "done")
    return None


# ------------------------------------------------------------------ the question


def test_my_neck_is_stiff_asks_how_stiff(life):
    life.chooses("ease")
    assert up(life, "ease") == QUESTION
    assert buttons(life, "ease") == ["A little", "A lot", "After a fall, or numb…"]
    assert life.phase == "working"


def test_where_there_are_no_buttons_the_commands_are_named(life):
    life.chooses("ease")
    hint = life.notifier.up["ease"].hint
    assert "uncrick ease" in hint
    assert "uncrick safety" in hint


def test_the_question_leaves_without_an_answer_and_counts_as_none_of_the_day(life):
    play(life, choose("ease"), 46)
    assert up(life, "ease") is None
    assert (life.phase, words(life)) == ("working", [])
    assert life.parts.budget.has_room(TODAY)


def test_a_little_is_eased_at_once_and_turned_gently(life):
    play(life, choose("ease"), "ease:little")
    assert exercises(life) == [("breathe_drop", ""), ("neck_turn", "gentle"), ("relief_hands_head", "")]
    assert up(life, "ease") is None


def test_the_guide_says_why_nothing_sharp_comes(life):
    play(life, choose("ease"), "ease:little")
    assert life.notifier.up["guide"].lines[0].startswith(KNOWN.ease_opening)
    life.chooses("move_on")
    assert KNOWN.ease_opening not in life.notifier.up["guide"].lines[0]


def test_beside_a_window_a_short_notice_says_it(life):
    life.parts.window_guide = SimpleNamespace(is_open=True, leave=lambda: None)
    play(life, choose("ease"), "ease:little")
    assert life.notifier.up["ease"].lines == (KNOWN.ease_opening,)
    life.passes(11)
    assert up(life, "ease") is None


def test_a_lot_asks_where_to_rest_and_moves_no_neck(life):
    play(life, choose("ease"), "ease:lot")
    assert buttons(life, "ease") == ["In my chair", "Lying down"]
    life.clicks("ease", "seated")
    assert exercises(life) == [("breathe_drop", ""), ("relief_hands_head", "")]


def test_a_lot_is_eased_lying_down_by_choice(life):
    play(life, choose("ease"), "ease:lot", "ease:lying")
    assert exercises(life) == [("relief_knees_chest", "")]


def test_at_home_with_a_mat_a_lot_lies_down_at_once(welcomed):
    at_home = Profile(conditions=frozenset(), equipment=frozenset({"mat"}), place="home")
    profile_file.save(paths.profile_file(), StoredProfile().answer(at_home, TODAY))
    with welcomed.living() as life:
        play(life, choose("ease"), "ease:lot")
        assert exercises(life) == [("relief_knees_chest", "")]


def test_who_cannot_stand_up_is_eased_in_the_chair_at_once(with_profile):
    with with_profile.living("routine.can_stand=false") as life:
        play(life, choose("ease"), "ease:lot")
        assert exercises(life)[0] == ("breathe_drop", "")


@pytest.mark.parametrize("band", ["little", "lot"])
def test_conditions_hold(welcomed, band):
    barred = Profile(conditions=frozenset({"dizzy", "shoulder"}))
    profile_file.save(paths.profile_file(), StoredProfile().answer(barred, TODAY))
    with welcomed.living("routine.can_stand=false") as life:
        play(life, choose("ease"), f"ease:{band}")
        assert exercises(life) == [("breathe_drop", "")]


def test_after_a_fall_the_card_comes_at_once(life):
    play(life, choose("ease"), "ease:fall")
    assert up(life, "card") == "Any of these? Call 112 now"
    assert (life.phase, up(life, "ease")) == ("working", None)


def test_while_exercises_are_off_it_says_so_instead(life):
    play(life, name_an_emergency, choose("ease"))
    assert safety() is not None
    assert up(life, "ease") is None
    assert up(life, "refusal") is not None


def test_the_socket_starts_at_once(life):
    ask("ease")(life)
    assert exercises(life) == [("breathe_drop", ""), ("relief_hands_head", "")]
    assert up(life, "ease") is None


# ------------------------------------------------------------------ after it


@pytest.mark.parametrize("begin", [ease("little"), lambda life: play(life, ask("ease"), finish)], ids=["tray", "cli"])
def test_after_relief_one_notice_says_what_else_helps(life, begin):
    begin(life)
    assert (up(life, "ease"), up(life, "guide")) == (AFTER, None)
    assert life.notifier.up["ease"].lines == KNOWN.ease_after
    assert "uncrick safety" in life.notifier.up["ease"].hint


def test_what_else_helps_waits_for_the_person(life):
    play(life, choose("ease"), "ease:little", leave, finish, 10 * MINUTE)
    assert up(life, "ease") == AFTER
    life.sees(InputResumed())
    life.passes(MINUTE)
    assert up(life, "ease") is None


def test_it_hurt_is_asked_about(life):
    play(life, ease("little"), "ease:hurt")
    assert up(life, "care") == "Which one?"


def test_relief_that_was_stopped_says_nothing_more(life):
    play(life, choose("ease"), "ease:little", 10, "guide:stop")
    assert summaries(life, "ease") == [QUESTION]


def test_an_ordinary_routine_ends_as_ever(life):
    play(life, ask("break", exercise="neck_turn"), finish)
    assert summaries(life, "ease") == []
    assert up(life, "guide") is not None


def test_relief_led_in_a_terminal_is_followed_by_no_notice(life):
    play(life, ask("ease", here=True), finish)
    assert summaries(life, "ease") == []


# ------------------------------------------------------------------ an hour later


def test_an_hour_later_it_looks_in_once(life):
    play(life, ease("little"))
    assert until_asked(life) in range(60, 90)
    assert buttons(life, "ease") == ["Better", "The same", "Worse"]
    life.passes(MINUTE)
    assert up(life, "ease") is None
    assert until_asked(life) is None


def test_it_looks_in_well_after_a_break_and_before_a_prompt(life):
    play(life, ease("little"))
    until_asked(life)
    assert 600 <= life.daemon.engine.state.count < 3000


def test_it_is_no_question_of_the_day(life):
    play(life, ease("little"))
    until_asked(life)
    assert life.parts.budget.has_room(TODAY)


def test_it_does_not_look_in_during_a_call(life):
    play(life, ease("little"), take_a_call)
    assert until_asked(life) is None
    life.call(life.parts.entry.handle, ev.BusyEnded("call"))
    assert until_asked(life) is not None


def test_it_does_not_look_in_on_another_day(life):
    play(life, ease("little"), take_a_call, DAY)
    life.call(life.parts.entry.handle, ev.BusyEnded("call"))
    assert until_asked(life) is None


def test_relief_once_more_puts_it_off(life):
    play(life, ease("little"), 45 * MINUTE, choose("ease"), "ease:little", finish)
    assert until_asked(life) >= 60


@pytest.mark.parametrize("word", ["better", "same", "worse"])
def test_the_answer_is_stored(life, word):
    play(life, ease("little"))
    until_asked(life)
    life.clicks("ease", word)
    assert answers(life) == [(word, {"about": "relief"})]


def test_worse_leads_to_the_milder_signs_and_keeps_the_neck_gentle_today(life):
    play(life, choose("ease"), "ease:lot", "ease:seated", finish)
    until_asked(life)
    life.clicks("ease", "worse")
    assert up(life, "card") == "Or any of these?"
    play(life, ask("break", exercise="neck_turn"))
    assert exercises(life) == [("neck_turn", "gentle")]


def test_worse_turns_no_exercise_off(life):
    play(life, ease("little"))
    until_asked(life)
    life.clicks("ease", "worse")
    assert not life.parts.history_cache.practice.care.marks


def test_an_answer_in_a_terminal_is_about_relief_too(life):
    play(life, ease("little"))
    until_asked(life)
    ask("feedback", feedback="worse")(life)
    assert answers(life) == [("worse", {"about": "relief"})]
    assert up(life, "ease") is None


def test_a_new_daemon_still_looks_in_and_never_twice(with_profile):
    with with_profile.living() as life:
        play(life, ease("little"))
    with with_profile.living() as life:
        assert until_asked(life) is not None
        life.crash()
    with with_profile.living() as life:
        assert until_asked(life) is None


def test_a_remembered_time_that_cannot_be_read_is_let_be(with_profile):
    said = json.loads(with_profile.said.read_text())
    with_profile.wrote(with_profile.said, json.dumps({**said, "neck_eased": f"{TODAY} at noon"}))
    with with_profile.living() as life:
        assert until_asked(life) is None


def test_what_was_forgotten_is_not_asked_about(life):
    play(life, ease("little"), ask("forget"))
    assert until_asked(life) is None
