"""The strength set: who gets it, on which days, and how it progresses."""

from datetime import timedelta

import pytest

from person import MONDAY, Person, ids, veteran
from uncrick.core.model.suggestion import Form
from uncrick.core.presentation.prompt_text import prompt
from uncrick.core.selection import on_request
from uncrick.core.selection.situation import Context
from uncrick.core.selection.strength_set import WORD
from uncrick.errors import RefusedError
from uncrick.storage import shipped_data

CATALOGUE = shipped_data.catalogue()
NUMBERS = CATALOGUE.numbers.strength_set
DAY, NOON = timedelta(days=1), MONDAY.replace(hour=12)
STRENGTH = Form.STRENGTH_SET


def owner(**profile: object) -> Person:
    return veteran(equipment=frozenset({"band"}), **profile)


def sets(person: Person, days: int, each: tuple[int, ...] = (0, 1, 2, 3, 4)) -> list[tuple[int, int]]:
    """Take every prompt on those days of the week; the number of the day, and the repetitions of its set."""
    done = []
    for number in range(days):
        if number % 7 in each:
            suggestion = person.meets(NOON + number * DAY)
            if suggestion.form is STRENGTH:
                done.append((number, suggestion.items[0].reps))
            person.does(suggestion, NOON + number * DAY)
    return done


def by_hand(person: Person, number: int = 0) -> tuple[str, ...]:
    context = Context(NOON + number * DAY)
    return ids(on_request.by_hand(CATALOGUE, WORD, person.practice, context, person.profile))


def test_without_a_band_no_prompt_suggests_it() -> None:
    assert sets(veteran(), 14) == []


def test_with_a_band_one_prompt_a_day_suggests_it() -> None:
    person = owner()
    forms = [person.meets(NOON + hour * timedelta(hours=1)).form for hour in range(4)]
    assert forms == [STRENGTH, Form.ROUTINE, Form.ROUTINE, Form.ROUTINE]


def test_it_comes_from_its_hour_on() -> None:
    early = MONDAY.replace(hour=NUMBERS.hour - 1)
    assert owner().choose(early).form is Form.ROUTINE
    assert owner().choose(early + timedelta(hours=1)).form is STRENGTH


def test_a_new_person_gets_it_only_after_the_first_days() -> None:
    person = Person(CATALOGUE, owner().profile)
    assert [number for number, _reps in sets(person, 7)] == [3, 4]


def test_another_one_is_an_ordinary_routine() -> None:
    person = owner()
    routine = person.meets(NOON)
    assert person.meets(NOON, swapped=routine).form is Form.ROUTINE


def test_one_that_was_begun_unasked_and_broken_off_does_not_come_again_that_day() -> None:
    person = owner()
    person.begins(person.choose(NOON), NOON)
    assert person.choose(NOON + timedelta(hours=1)).form is Form.ROUTINE


def test_a_move_done_by_hand_is_not_in_the_set_of_the_next_break() -> None:
    person = owner()
    begun = on_request.by_hand(CATALOGUE, "band_row", person.practice, Context(NOON), person.profile)
    person.begins(begun, NOON)
    person.does(begun, NOON)
    assert ids(person.choose(NOON + timedelta(hours=2))) == ("band_fly", "band_raise")


def test_it_takes_about_two_minutes() -> None:
    person, lengths = owner(), []
    for number in range(60):
        suggestion = person.meets(NOON + number * DAY)
        if suggestion.form is STRENGTH:
            lengths.append(suggestion.total_seconds)
        person.does(suggestion, NOON + number * DAY)
    assert min(lengths) >= 80
    assert max(lengths) <= 180


def test_on_at_most_five_days_a_week() -> None:
    assert [number for number, _reps in sets(owner(), 14, each=tuple(range(7)))] == [*range(5), *range(7, 12)]


def test_a_week_with_enough_sets_brings_the_next_step() -> None:
    reps = dict(sets(owner(), 21))
    assert [reps[number] for number in (0, 4, 7, 11, 14)] == [6, 6, 8, 8, 10]


def test_a_week_with_too_few_sets_brings_none() -> None:
    assert {reps for _number, reps in sets(owner(), 28, each=(0, 3))} == {NUMBERS.steps[0].reps}


def test_after_a_long_pause_it_begins_anew() -> None:
    person = owner()
    sets(person, 14)
    later = NOON + (11 + NUMBERS.anew_days) * DAY
    assert person.choose(later).items[0].reps == NUMBERS.steps[0].reps
    assert person.choose(later - DAY).items[0].reps > NUMBERS.steps[0].reps


def test_the_last_step_stays_and_asks_for_a_stronger_band() -> None:
    person = owner()
    sets(person, 7 * 12)
    suggestion = person.choose(NOON + 7 * 12 * DAY)
    assert suggestion.items[0].reps == NUMBERS.steps[-1].reps
    assert prompt(suggestion, CATALOGUE).lines[0].endswith("Easy by now? Take a stronger band.")
    assert suggestion.tip_id


def test_the_moves_take_turns() -> None:
    person = owner()
    first = person.meets(NOON)
    person.does(first, NOON)
    second = person.meets(NOON + DAY)
    assert set(ids(first)) == {"band_raise", "band_row"}
    assert set(ids(second)) == {"band_row", "band_fly"}


def test_what_is_left_out_for_the_person_does_not_come() -> None:
    person = owner(conditions=frozenset({"balance"}))
    suggested = {name for number in range(5) for name in ids(person.choose(NOON + number * DAY))}
    assert "band_raise" not in suggested
    assert owner(conditions=frozenset({"shoulder"})).choose(NOON).form is Form.ROUTINE


@pytest.mark.parametrize("circumstances", [{"discreet": True}, {"exclude": frozenset({"shrug"})}])
def test_it_does_not_come_where_it_does_not_fit(circumstances: dict[str, object]) -> None:
    assert owner().choose(NOON, **circumstances).form is Form.ROUTINE


def test_ordinary_routines_have_no_strength_moves() -> None:
    person = owner()
    seen = {name for hour in range(8) for name in ids(person.choose(MONDAY + hour * timedelta(minutes=5)))}
    assert not any(CATALOGUE.exercise(name).area == "strength" for name in seen)


def test_it_can_be_asked_for_without_a_band_in_the_profile() -> None:
    assert set(by_hand(veteran())) == {"band_raise", "band_row"}


def test_a_second_one_on_the_same_day_is_refused() -> None:
    person = owner()
    person.does(person.meets(NOON), NOON)
    with pytest.raises(RefusedError, match="today"):
        by_hand(person)


def test_a_sixth_one_in_a_week_is_refused() -> None:
    person = owner()
    sets(person, 5)
    with pytest.raises(RefusedError, match="this week"):
        by_hand(person, 5)
    assert by_hand(person, 7)


def test_with_nothing_left_it_is_refused() -> None:
    with pytest.raises(RefusedError, match="No exercise of the strength set"):
        by_hand(owner(conditions=frozenset({"grip"})))


def test_its_prompt_says_what_it_is_and_both_moves() -> None:
    text = prompt(owner().choose(NOON), CATALOGUE)
    assert text.summary == "Two minutes with your band"
    assert text.lines[0] == "Pull a band to your waist, then raise your arms with a band. 6 times each."
