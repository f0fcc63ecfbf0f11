"""The words of a prompt, over everything that the shipped catalogue can make of one."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncrick.core.model.record import Item
from uncrick.core.model.suggestion import Form, Suggestion
from uncrick.core.presentation.prompt_text import LINE, RETURN, SUMMARY, length, move, prompt, times
from uncrick.storage.shipped_data import catalogue

CATALOGUE = catalogue()
IDS = list(CATALOGUE.exercises)
TIP = 80


def suggested(
    *chosen: tuple[str, int],
    opening: str = "",
    total: int = 60,
    alternative: str = "walk_corridor",
    tip: str = "",
) -> Suggestion:
    items = tuple(
        Item(name, CATALOGUE.exercise(name).name, reps, CATALOGUE.exercise(name).seconds(reps)) for name, reps in chosen
    )
    return Suggestion(opening, items, 6, total, alternative, "some", tip)


# ---------------------------------------------------------------- limits

ITEM = st.tuples(st.sampled_from(IDS), st.integers(1, 20))


@given(
    st.lists(ITEM, min_size=1, max_size=3),
    st.sampled_from(["", *CATALOGUE.openings]),
    st.integers(30, 600),
    st.sampled_from(IDS),
    st.sampled_from([tip.short for tip in CATALOGUE.tips.values()]),
)
def test_whatever_is_suggested_fits_a_notification(chosen, opening, total, alternative, tip):
    wording = prompt(suggested(*chosen, opening=opening, total=total, alternative=alternative, tip=tip), CATALOGUE)
    assert len(wording.summary) <= SUMMARY == 40
    assert len(wording.lines) == 3
    assert len(wording.lines[0]) <= LINE == 60
    assert len(wording.lines[1]) <= LINE
    assert len(wording.lines[2]) <= TIP
    assert all(line and line == line.strip() for line in (wording.summary, *wording.lines))


@pytest.mark.parametrize("name", IDS)
@pytest.mark.parametrize("reps", [1, 2, 3, 5, 8, 10, 20])
def test_the_move_and_its_time_always_stay_in_the_summary(name, reps):
    for total in range(30, 125, 5):
        wording = prompt(suggested((name, reps), opening="A minute for you", total=total), CATALOGUE)
        assert len(wording.summary) <= SUMMARY
        assert CATALOGUE.exercise(name).headline[1:] in wording.summary
        assert wording.summary.endswith(f", {length(total)}")


@pytest.mark.parametrize("tip", list(CATALOGUE.tips.values()), ids=list(CATALOGUE.tips))
def test_every_tip_fits_its_line(tip):
    line = prompt(suggested(("neck_turn", 5), tip=tip.short), CATALOGUE).lines[2]
    assert line.startswith("Tip: ")
    assert len(line) <= TIP


@pytest.mark.parametrize("name", IDS)
def test_every_exercise_can_be_the_alternative(name):
    line = prompt(suggested(("neck_turn", 5), alternative=name), CATALOGUE).lines[1]
    assert line == f"Or {CATALOGUE.exercise(name).invite}. Just leaving counts."
    assert len(line) <= LINE


@pytest.mark.parametrize("opening", CATALOGUE.openings)
def test_an_opening_has_at_most_four_words(opening):
    assert len(opening.split()) <= 4


# ---------------------------------------------------------------- what gives way


def test_the_opening_comes_before_the_move_where_there_is_room():
    name = min(IDS, key=lambda name: len(CATALOGUE.exercise(name).headline))
    headline = CATALOGUE.exercise(name).headline
    wording = prompt(suggested((name, 1), opening="Ease off"), CATALOGUE)
    assert wording.summary == f"Ease off: {headline[:1].lower()}{headline[1:]}, 1 min"


def test_the_opening_is_dropped_first():
    name = max(IDS, key=lambda name: len(CATALOGUE.exercise(name).headline))
    wording = prompt(suggested((name, 5), opening="Let the screen wait"), CATALOGUE)
    assert wording.summary == f"{CATALOGUE.exercise(name).headline}, 5 times, 1 min"


def test_the_number_gives_way_before_the_time_does():
    name = max(IDS, key=lambda name: len(CATALOGUE.exercise(name).headline))
    wording = prompt(suggested((name, 1_000_000)), CATALOGUE)
    assert wording.summary == f"{CATALOGUE.exercise(name).headline}, 1 min"


def test_a_second_move_is_named_where_there_is_room_for_it():
    pairs = [(first, second) for first in IDS for second in IDS if first != second]
    named = [
        prompt(suggested((first, 2), (second, 2)), CATALOGUE).lines[0] != CATALOGUE.exercise(first).how
        for first, second in pairs
    ]
    assert not all(named)
    for (first, second), fits in zip(pairs, named, strict=True):
        text = f"{CATALOGUE.exercise(first).how} Then {CATALOGUE.exercise(second).headline}."
        assert fits is (len(text) <= LINE)


def test_without_a_tip_there_is_no_line_for_one():
    assert len(prompt(suggested(("neck_turn", 5)), CATALOGUE).lines) == 2


def test_a_tip_begins_with_a_small_letter_unless_its_word_keeps_the_capital():
    def wording(tip: str) -> str:
        return prompt(suggested(("neck_turn", 5), tip=tip), CATALOGUE).lines[2]

    assert wording("Top of the screen at eye level.") == "Tip: top of the screen at eye level."
    assert wording("TV is no break.") == "Tip: TV is no break."
    assert wording("I rest my arms.") == "Tip: I rest my arms."


# ---------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (2, "5 s"),
        (30, "30 s"),
        (43, "45 s"),
        (52, "50 s"),
        (53, "1 min"),
        (60, "1 min"),
        (74, "1 min"),
        (76, "1½ min"),
        (90, "1½ min"),
        (119, "2 min"),
        (600, "10 min"),
    ],
)
def test_a_length_is_said_as_people_round_it(seconds, text):
    assert length(seconds) == text


@pytest.mark.parametrize(("reps", "text"), [(1, ""), (2, "twice"), (5, "5 times")])
def test_repetitions_are_said_as_people_do(reps, text):
    assert times(reps) == text


def test_a_move_is_its_headline_and_how_often():
    headline = CATALOGUE.exercise("neck_turn").headline
    assert move(suggested(("neck_turn", 5)), CATALOGUE) == f"{headline}, 5 times"
    assert move(suggested(("neck_turn", 1)), CATALOGUE) == headline


# ---------------------------------------------------------------- for one who meets prompts seldom, or comes back


def test_after_three_refusals_the_walk_leads_and_the_routine_follows():
    wording = prompt(
        replace(suggested(("neck_turn", 5), total=44, tip="Top of the screen at eye level."), walk_first=True),
        CATALOGUE,
    )
    assert wording.summary == "Walk the corridor. Just leaving counts."
    assert wording.lines == (
        "Or turn your head slowly, 5 times, 45 s.",
        CATALOGUE.exercise("neck_turn").how,
        "Tip: top of the screen at eye level.",
    )


def test_where_tips_are_all_that_is_wanted_the_prompt_is_the_walk_and_the_tip():
    walk = replace(suggested(("walk_corridor", 30), total=70, tip="Drop your shoulders."), form=Form.TIP_ALONE)
    assert prompt(walk, CATALOGUE).summary == "Walk the corridor, 1 min"
    assert prompt(walk, CATALOGUE).lines == ("Drop your shoulders.", "Just leaving counts.")


@pytest.mark.parametrize("name", IDS)
@pytest.mark.parametrize("reps", [1, 5, 20])
def test_the_greeting_is_always_read(name, reps):
    wording = prompt(suggested((name, reps), opening=RETURN), CATALOGUE)
    assert wording.summary.startswith(f"{RETURN}: ")
    assert len(wording.summary) <= SUMMARY


@given(
    ITEM, st.integers(30, 120), st.sampled_from(IDS), st.sampled_from([tip.short for tip in CATALOGUE.tips.values()])
)
def test_with_the_walk_first_it_fits_a_notification_too(chosen, total, alternative, tip):
    plain = suggested(chosen, total=total, alternative=alternative, tip=tip)
    for changed in (replace(plain, walk_first=True), replace(plain, form=Form.TIP_ALONE)):
        wording = prompt(changed, CATALOGUE)
        assert len(wording.lines) <= 3
        assert all(len(line) <= limit for line, limit in zip(wording.lines, (TIP, TIP, TIP), strict=False))
    walk = replace(suggested(chosen, total=total, tip=tip), walk_first=True)
    assert len(prompt(walk, CATALOGUE).summary) <= SUMMARY


# ---------------------------------------------------------------- without exercises


@pytest.mark.parametrize(
    ("alternative", "line"),
    [("walk_corridor", "Or walk a little, if you feel able."), ("", "Or close your eyes for a while.")],
)
def test_a_prompt_without_exercises_asks_for_none(alternative, line):
    wording = prompt(suggested(alternative=alternative, total=0, tip="Look far away."), CATALOGUE)
    assert (wording.summary, wording.lines) == ("Look away for a minute", (line, "Tip: look far away."))
    assert move(suggested(alternative=alternative, total=0), CATALOGUE) == "Look away for a minute"
