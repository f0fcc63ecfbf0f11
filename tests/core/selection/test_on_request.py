"""Exercises that a person asks for: one by its id, and seated relief."""

from datetime import UTC, datetime, timedelta

import pytest

from person import FALLBACK, MONDAY, Person, ids, record, veteran, workday
from uncrick.core.model.profile import Profile
from uncrick.core.model.record import Item, Kind
from uncrick.core.model.suggestion import Suggestion
from uncrick.core.selection import on_request
from uncrick.core.selection.situation import Context
from uncrick.errors import RefusedError, UsageError
from uncrick.storage import shipped_data

CATALOGUE = shipped_data.catalogue()
EXERCISES = CATALOGUE.exercises
TAGS = tuple(CATALOGUE.conditions)
HOUR = timedelta(hours=1)

# ---------------------------------------------------------------- by hand, and ease


def hand(exercise_id: str, person: Person, **context: object) -> Suggestion:
    return on_request.by_hand(
        CATALOGUE,
        exercise_id,
        person.practice,
        Context(MONDAY, **context),  # type: ignore[arg-type]
        person.profile,
    )


def test_by_hand_an_hourly_exercise_has_its_hourly_dose() -> None:
    suggestion = hand("neck_turn", veteran())

    assert suggestion.items == (Item("neck_turn", "Turn your head", 5, 84),)
    assert suggestion.total_seconds == 90
    assert suggestion.alternative != "neck_turn"


def test_by_hand_a_home_exercise_has_its_full_dose() -> None:
    assert hand("cat_floor", veteran()).items[0].reps == 5


def test_by_hand_a_later_level_is_not_refused() -> None:
    assert ids(hand("leg_lift_prone", veteran(), level=1)) == ("leg_lift_prone",)


@pytest.mark.parametrize("name", ["neck_press_fb", "neck_press_lr"])
def test_by_hand_too_the_first_hand_press_is_one_cycle(name: str) -> None:
    person = veteran()
    assert hand(name, person).items[0].reps == 1

    person.trained(name, MONDAY - 24 * HOUR)

    assert hand(name, person).items[0].reps == 2


def test_by_hand_necks_do_not_wait_for_the_profile() -> None:
    assert hand("neck_turn", Person(CATALOGUE, Profile())).items[0].id == "neck_turn"


def test_by_hand_what_the_day_has_left_is_done() -> None:
    person = veteran()
    person.trained("neck_turn", MONDAY, reps=8)

    assert hand("neck_turn", person).items[0].reps == 2


def test_by_hand_beyond_the_daily_dose_the_gentle_dose_is_done() -> None:
    person = veteran()
    person.trained("neck_turn", MONDAY, reps=10)
    suggestion = hand("neck_turn", person)

    assert suggestion.items[0].reps == 3


def test_by_hand_a_condition_refuses_and_says_which() -> None:
    with pytest.raises(RefusedError) as error:
        hand("neck_turn", veteran(conditions=frozenset({"dizzy", "grip"})))

    assert "vertigo" in error.value.message
    assert "hand, wrist" not in error.value.message


def test_by_hand_an_unknown_exercise_is_answered_with_the_closest_names() -> None:
    with pytest.raises(UsageError) as error:
        hand("neckturn", veteran())

    assert "neck_turn" in error.value.message
    assert error.value.exit_code == 2


def test_by_hand_a_name_like_nothing_points_to_the_list() -> None:
    with pytest.raises(UsageError) as error:
        hand("qqqq", veteran())

    assert "uncrick exercises" in error.value.message


def ease(person: Person, **context: object) -> Suggestion:
    return on_request.ease(
        CATALOGUE,
        person.profile,
        person.practice,
        Context(MONDAY, **context),  # type: ignore[arg-type]
    )


def test_ease_is_forty_seconds_of_breathing_in_the_chair() -> None:
    suggestion = ease(veteran())

    assert (ids(suggestion), suggestion.total_seconds) == ((FALLBACK,), 40)


def test_ease_again_is_to_lean_back() -> None:
    person = veteran()
    person.learn(record(Kind.PROMPTED, MONDAY, ease(person).items, showing=1))

    assert ids(ease(person)) == ("relief_hands_head",)


@pytest.mark.parametrize("conditions", [{"shoulder"}, {"arm_nerve"}, set(TAGS)])
def test_ease_spares_a_shoulder_or_arm_that_hurts(conditions: set[str]) -> None:
    person = veteran(conditions=frozenset(conditions))
    person.learn(record(Kind.PROMPTED, MONDAY, ease(person).items, showing=1))

    assert ids(ease(person)) == (FALLBACK,)


def test_ease_remains_even_after_a_hundred_breaths() -> None:
    person = veteran(conditions=frozenset({"shoulder"}))
    person.trained(FALLBACK, MONDAY, reps=100)

    assert ids(ease(person)) == (FALLBACK,)


def test_ease_does_not_move_the_neck() -> None:
    assert all(EXERCISES[name].region != "neck" for name in CATALOGUE.numbers.ease)


def test_time_is_read_in_the_persons_zone() -> None:
    person = veteran()
    person.trained("neck_turn", datetime(2025, 3, 3, 23, 0, tzinfo=UTC), reps=10)

    assert hand("neck_turn", person).items[0].reps == 3
    next_day = on_request.by_hand(CATALOGUE, "neck_turn", person.practice, Context(workday(1)), person.profile)
    assert next_day.items[0].reps == 5
