"""The words of a prompt, over everything that the shipped catalogue can make of one."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncrick.core.model.record import Item
from uncrick.core.model.suggestion import Form, Suggestion
from uncrick.core.model.text import lower_first
from uncrick.core.presentation.prompt_text import (
    NARROW,
    RETURN,
    WIDE,
    announced,
    length,
    move,
    prompt,
    session,
    spoken_length,
    times,
)
from uncrick.storage.shipped_data import catalogue

CATALOGUE = catalogue()
IDS = list(CATALOGUE.exercises)
SHORTS = [tip.short for tip in CATALOGUE.tips.values()]


def suggested(
    *chosen: tuple[str, int],
    opening: str = "",
    total: int = 60,
    alternative: str = "stairs",
    tip: str = "",
) -> Suggestion:
    items = tuple(
        Item(name, CATALOGUE.exercise(name).name, reps, CATALOGUE.exercise(name).seconds(reps)) for name, reps in chosen
    )
    return Suggestion(opening, items, 6, total, alternative, "some", tip)


TURN_SQUEEZE = suggested(("neck_turn", 5), ("blade_squeeze", 3), tip="Top of the screen at eye level.")


# ---------------------------------------------------------------- what it says


def test_the_title_is_both_moves_the_body_how_long_what_else_and_a_tip():
    text = prompt(TURN_SQUEEZE, CATALOGUE)
    assert text.summary == "Turn your head, then squeeze your shoulder blades"
    assert text.lines == (
        "One minute right where you are, or take the stairs.",
        "Tip: top of the screen at eye level.",
    )


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"opening": "Nothing to prove"}, "Nothing to prove. One minute right where you are, or take the stairs."),
        ({"opening": RETURN}, "Hello again. One minute right where you are, or take the stairs."),
        ({"explains_leaving": True}, "One minute right where you are, or take the stairs. Just leaving counts too."),
        ({"alternative": ""}, "One minute right where you are."),
        ({"total_seconds": 90}, "A minute and a half right where you are, or take the stairs."),
    ],
    ids=["a warm line", "after a time away", "one of the first prompts", "nothing else to do", "longer"],
)
def test_the_first_line_of_the_body(change, line):
    assert prompt(replace(TURN_SQUEEZE, **change), CATALOGUE).lines[0] == line


def test_standing_exercises_say_that_one_gets_up():
    text = prompt(suggested(("round_stand", 2)), CATALOGUE)
    assert text.lines == ("One minute on your feet, or take the stairs.",)


def test_a_second_move_that_the_title_has_no_room_for_comes_next():
    text = prompt(suggested(("relief_hands_head", 1), ("blade_squeeze", 3)), CATALOGUE)
    assert text.summary == "Lean back, hands behind your head"
    assert text.lines[0].startswith("Then squeeze your shoulder blades. One minute")


def test_the_persons_own_note_on_a_move_comes_before_a_warm_line():
    noted = replace(CATALOGUE.exercise("neck_turn"), note="slowly to the left")
    own = replace(CATALOGUE, exercises={**CATALOGUE.exercises, "neck_turn": noted})
    text = prompt(suggested(("neck_turn", 5), opening="Easy does it"), own)
    assert text.lines[0] == "Slowly to the left. One minute right where you are, or take the stairs."


def test_a_break_that_begins_by_itself_says_so_instead_of_the_tip():
    assert announced(prompt(TURN_SQUEEZE, CATALOGUE)).lines == (
        "One minute right where you are, or take the stairs.",
        "It begins by itself in a minute. Stop ends it at any time.",
    )


@pytest.mark.parametrize(
    ("tip", "line"),
    [
        ("Top of the screen at eye level.", "Tip: top of the screen at eye level."),
        ("A scarf keeps the neck warm.", "Tip: a scarf keeps the neck warm."),
        ("TV is no break.", "Tip: TV is no break."),
        ("I rest my arms.", "Tip: I rest my arms."),
    ],
)
def test_a_tip_begins_with_a_small_letter_unless_its_word_keeps_the_capital(tip, line):
    assert prompt(suggested(("neck_turn", 5), tip=tip), CATALOGUE).lines[1] == line


# ---------------------------------------------------------------- limits


def test_where_a_server_cuts_titles_the_second_move_begins_the_body():
    text = prompt(TURN_SQUEEZE, CATALOGUE, NARROW)
    assert text.summary == "Turn your head"
    assert text.lines == (
        "Then squeeze your shoulder blades. One minute right where you are, or take the stairs.",
        "Tip: top of the screen at eye level.",
    )


def test_in_a_narrow_title_a_warm_line_is_not_lost_behind_a_second_move():
    pairs = [(first, second) for first in IDS for second in IDS if first != second]
    made = (suggested((a, 5), (b, 3), opening="Nothing to prove") for a, b in pairs)
    assert all("Nothing to prove." in prompt(each, CATALOGUE, NARROW).lines[0] for each in made)


ITEM = st.tuples(st.sampled_from(IDS), st.integers(1, 20))


@given(
    st.lists(ITEM, min_size=1, max_size=3),
    st.sampled_from(["", RETURN, *CATALOGUE.openings]),
    st.integers(30, 600),
    st.sampled_from(["", *IDS]),
    st.sampled_from(SHORTS),
    st.booleans(),
)
def test_whatever_is_suggested_fits_a_notification(chosen, opening, total, alternative, tip, leaving):
    made = suggested(*chosen, opening=opening, total=total, alternative=alternative, tip=tip)
    text = prompt(replace(made, explains_leaving=leaving), CATALOGUE)
    assert len(text.summary) <= WIDE.title == 50
    assert len(text.lines) == 2
    assert all(line and line == line.strip() and len(line) <= WIDE.line == 80 for line in text.lines)
    names = [CATALOGUE.exercise(name).name for name, _reps in chosen]
    assert text.summary.startswith(names[0])
    if len(names) > 1:
        assert lower_first(names[1]) in f"{text.summary} {text.lines[0]}"


@pytest.mark.parametrize("name", IDS)
def test_an_exercise_has_one_name_in_title_and_alternative(name):
    exercise = CATALOGUE.exercise(name)
    assert exercise.headline == exercise.name
    assert prompt(suggested((name, 2)), CATALOGUE).summary == exercise.name
    line = prompt(suggested(("neck_turn", 5), alternative=name), CATALOGUE).lines[0]
    assert line.endswith(f", or {lower_first(exercise.name)}.")


@pytest.mark.parametrize("opening", CATALOGUE.openings)
def test_an_opening_has_at_most_four_words(opening):
    assert len(opening.split()) <= 4


@given(ITEM, st.integers(30, 120), st.sampled_from(SHORTS))
def test_lighter_prompts_fit_a_notification_too(chosen, total, tip):
    plain = suggested(chosen, total=total, alternative="walk_corridor", tip=tip)
    for made in (
        replace(plain, walk_first=True, explains_leaving=True),
        replace(plain, form=Form.TIP_ALONE),
        replace(plain, form=Form.HOME_SESSION),
        replace(plain, opening="After 12 h 30 of full screen", after_busy="fullscreen"),
    ):
        text = prompt(made, CATALOGUE)
        assert len(text.summary) <= WIDE.title
        assert all(len(line) <= WIDE.line for line in text.lines)


# ---------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (2, "5 s"),
        (30, "30 s"),
        (43, "45 s"),
        (52, "50 s"),
        (53, "1 min"),
        (62, "1 min"),
        (75, "75 s"),
        (83, "1½ min"),
        (119, "2 min"),
        (600, "10 min"),
    ],
)
def test_a_length_is_rounded_as_people_do(seconds, text):
    assert length(seconds) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (5, "half a minute"),
        (37, "half a minute"),
        (44, "under a minute"),
        (53, "one minute"),
        (67, "one minute"),
        (75, "a minute and a quarter"),
        (90, "a minute and a half"),
        (105, "a minute and three quarters"),
        (120, "two minutes"),
        (300, "5 minutes"),
    ],
)
def test_a_length_in_words_goes_by_quarters_of_a_minute(seconds, text):
    assert spoken_length(seconds) == text


@pytest.mark.parametrize(("reps", "text"), [(1, ""), (2, "twice"), (5, "5 times"), (30, "")])
def test_repetitions_are_named_as_people_do(reps, text):
    assert times(reps) == text


def test_a_move_is_its_name_and_how_often():
    assert move(suggested(("neck_turn", 5)), CATALOGUE) == "Turn your head, 5 times"
    assert move(suggested(("neck_turn", 1)), CATALOGUE) == "Turn your head"


# ---------------------------------------------------------------- for one who meets prompts seldom, or after a call


def test_after_three_refusals_the_walk_leads_and_the_routine_follows():
    made = suggested(("neck_turn", 5), total=44, alternative="walk_corridor", tip="Top of the screen at eye level.")
    text = prompt(replace(made, walk_first=True), CATALOGUE)
    assert text.summary == "Take a short walk"
    assert text.lines == ("Or press Start: turn your head, under a minute.", "Tip: top of the screen at eye level.")


def test_where_tips_are_all_that_is_wanted_the_prompt_is_the_walk_and_the_tip():
    walk = replace(suggested(("walk_corridor", 30), total=70, tip="Drop your shoulders."), form=Form.TIP_ALONE)
    assert prompt(walk, CATALOGUE).summary == "Take a short walk"
    assert prompt(walk, CATALOGUE).lines == ("Drop your shoulders.",)


def test_after_a_long_call_the_walk_leads():
    call = suggested(("neck_turn", 5), alternative="walk_corridor", opening="After 1 h 20 of calls")
    text = prompt(replace(call, after_busy="call"), CATALOGUE)
    assert text.summary == "After 1 h 20 of calls: take a short walk"
    assert text.lines == ("Or press Start: turn your head, one minute.",)


# ---------------------------------------------------------------- without exercises


@pytest.mark.parametrize(
    ("alternative", "line"),
    [("walk_corridor", "Or walk a little, if you feel able."), ("", "Or close your eyes for a while.")],
)
def test_a_prompt_without_exercises_asks_for_none(alternative, line):
    text = prompt(suggested(alternative=alternative, total=0, tip="Look far away."), CATALOGUE)
    assert (text.summary, text.lines) == ("Look away for a minute", (line, "Tip: look far away."))
    assert move(suggested(alternative=alternative, total=0), CATALOGUE) == "Look away for a minute"


def test_a_home_session_that_is_not_whole_yet_says_that_it_grows():
    assert session(180, 240) == "About 3 minutes on the floor. It gets longer over the next weeks."
    assert session(300, 240) == "About 5 minutes on the floor."
