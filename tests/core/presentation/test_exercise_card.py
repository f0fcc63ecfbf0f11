"""The card of an exercise: every word of it, in eighty columns."""

import re

import pytest

from person import FALLBACK
from uncrick.core.presentation.exercise_card import card
from uncrick.storage import shipped_data

CATALOGUE = shipped_data.catalogue()


@pytest.mark.parametrize("exercise_id", CATALOGUE.exercises)
def test_a_card_fits_eighty_columns_and_says_every_cue_and_caution(exercise_id: str) -> None:
    it = CATALOGUE.exercise(exercise_id)

    text = card(it, CATALOGUE)

    flat = " ".join(text.split())
    assert max(len(line) for line in text.splitlines() if "://" not in line) <= 80
    assert all(cue.say in flat for cue in it.cues)
    assert it.name in flat
    assert it.caution in flat
    assert it.instruction in flat
    assert all(CATALOGUE.conditions[name].ask in flat for name in it.contraindications)


def test_a_card_lists_the_phases_in_order_with_their_seconds() -> None:
    lines = card(CATALOGUE.exercise("neck_press_fb"), CATALOGUE).splitlines()

    phases = [line.split()[1:4] for line in lines if re.match(r" +\d  ", line)]
    assert phases == [
        ["2", "s", "move"],
        ["5", "s", "tense"],
        ["5", "s", "relax"],
        ["2", "s", "move"],
        ["5", "s", "tense"],
        ["5", "s", "relax"],
    ]


def test_a_card_tells_dose_level_and_the_gentle_variant() -> None:
    flat = " ".join(card(CATALOGUE.exercise("neck_press_fb"), CATALOGUE).split())

    assert "twice in an hourly break (52 s), 5 times in a longer session (2:04 min); at most 10 times a day" in flat
    assert "usually from week 3" in flat
    assert "once, 10% of your strength, or instead: Glide your chin back (chin_tuck)" in flat


def test_a_card_says_what_must_have_been_done_before() -> None:
    assert 'once you have done "Hang at the bar, feet down" 3 times' in " ".join(
        card(CATALOGUE.exercise("bar_hang"), CATALOGUE).split()
    )


def test_a_card_of_a_home_exercise_has_no_hourly_dose() -> None:
    flat = " ".join(card(CATALOGUE.exercise("cat_floor"), CATALOGUE).split())

    assert "in an hourly break" not in flat
    assert "5 times in a longer session (1:08 min)" in flat


def test_a_card_of_an_exercise_for_all_says_so() -> None:
    assert "nothing in particular; stop if it hurts" in card(CATALOGUE.exercise(FALLBACK), CATALOGUE)
