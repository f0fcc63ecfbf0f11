"""Exercises that a person asks for: one by its id, and seated relief."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from person import FALLBACK, MONDAY, Person, ids, record, veteran, workday
from uncrick.core.model.profile import Profile
from uncrick.core.model.record import Item, Kind
from uncrick.core.model.suggestion import Form, Suggestion
from uncrick.core.selection import on_request
from uncrick.core.selection.restrictions import current_restrictions
from uncrick.core.selection.situation import Context
from uncrick.errors import RefusedError, UsageError
from uncrick.storage import shipped_data

CATALOGUE = shipped_data.catalogue()
EXERCISES = CATALOGUE.exercises
DRAWN = shipped_data.catalogue(figure=True)
TAGS = tuple(CATALOGUE.conditions)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)

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

    assert suggestion.items == (Item("neck_turn", "Turn your head", 5, 43),)
    assert suggestion.total_seconds == 49
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


def ease(person: Person, *, only_a_little: bool = False, **context: object) -> Suggestion:
    return on_request.ease(
        CATALOGUE,
        person.profile,
        person.practice,
        Context(MONDAY, **context),  # type: ignore[arg-type]
        only_a_little=only_a_little,
    )


def lying(person: Person, **context: object) -> Suggestion:
    return on_request.lying(CATALOGUE, person.profile, person.practice, Context(MONDAY, **context))  # type: ignore[arg-type]


def positions(person: Person, **context: object) -> tuple[str, ...]:
    return on_request.positions(CATALOGUE, person.profile, person.practice, Context(MONDAY, **context))  # type: ignore[arg-type]


def head_moves(exercise_id: str) -> bool:
    """As far as the conditions of exercises that move the head are wanted."""
    exercise, most = DRAWN.exercise(exercise_id), CATALOGUE.head_may_move
    limits = {"neck": most.degrees, "neck_side": most.degrees, "neck_turn": most.degrees, "head_shift": most.shift}
    base = DRAWN.bases[exercise.base].pose
    moved = {
        channel: [frame.pose.get(channel, base.get(channel, 0.0)) for frame in exercise.keyframes] for channel in limits
    }
    return exercise.region == "neck" or any(max(moved[name]) - min(moved[name]) > limits[name] for name in limits)


def test_ease_is_a_minute_and_a_half_of_rest_in_the_chair() -> None:
    suggestion = ease(veteran())

    assert (ids(suggestion), suggestion.total_seconds) == ((FALLBACK, "relief_hands_head"), 89)


def test_ease_opens_with_why_nothing_sharp_comes_and_offers_a_walk() -> None:
    suggestion = ease(veteran())

    assert (suggestion.form, suggestion.opening) == (Form.RELIEF, CATALOGUE.ease_opening)
    assert suggestion.alternative == "walk_corridor"


def test_a_neck_that_is_a_little_stiff_is_turned_gently() -> None:
    suggestion = ease(veteran(), only_a_little=True)

    assert [(item.id, item.reps, item.variant) for item in suggestion.items] == [
        (FALLBACK, 4, ""),
        ("neck_turn", 3, "gentle"),
        ("relief_hands_head", 1, ""),
    ]


def test_a_stiff_neck_is_not_turned_before_the_health_question_is_answered() -> None:
    assert ids(ease(Person(CATALOGUE, Profile()), only_a_little=True)) == (FALLBACK, "relief_hands_head")


def test_a_stiff_neck_is_not_turned_again_within_its_gap() -> None:
    person = veteran()
    person.trained("neck_turn", MONDAY)

    assert ids(ease(person, only_a_little=True)) == (FALLBACK, "neck_tilt", "relief_hands_head")


@pytest.mark.parametrize("conditions", [{"shoulder"}, {"arm_nerve"}, set(TAGS)])
def test_ease_spares_a_shoulder_or_arm_that_hurts(conditions: set[str]) -> None:
    suggestion = ease(veteran(conditions=frozenset(conditions)))

    assert (ids(suggestion), suggestion.total_seconds) == ((FALLBACK,), 60)


def test_ease_remains_even_after_a_hundred_breaths() -> None:
    person = veteran(conditions=frozenset({"shoulder"}))
    person.trained(FALLBACK, MONDAY, reps=100)

    assert ids(ease(person)) == (FALLBACK,)


@st.composite
def people(draw: st.DrawFn) -> Person:
    """Somebody with conditions, equipment, things that they did today, and pain."""
    person = veteran(
        asked=draw(st.booleans()),
        conditions=draw(st.frozensets(st.sampled_from(TAGS), max_size=3)),
        equipment=draw(st.frozensets(st.sampled_from(sorted(CATALOGUE.equipment)))),
    )
    for name in draw(st.lists(st.sampled_from(sorted(EXERCISES)), max_size=4)):
        person.trained(name, MONDAY - draw(st.integers(1, 200)) * MINUTE, reps=draw(st.integers(1, 10)))
    for region, score in draw(
        st.dictionaries(st.sampled_from(["neck", "shoulder", "back"]), st.integers(0, 9))
    ).items():
        person.learn(replace(record(Kind.FEEDBACK, MONDAY, region=region, score=score), feedback="pain"))
    for name in draw(st.lists(st.sampled_from(sorted(EXERCISES)), max_size=3)):
        person.learn(replace(record(Kind.FEEDBACK, MONDAY, exercise=name, score=5), feedback="hurt"))
    return person


def relieved(person: Person, how: str, place: str) -> Suggestion | None:
    try:
        return (
            lying(person, place=place) if how == "lying" else ease(person, only_a_little=how == "little", place=place)
        )
    except RefusedError:
        return None


@given(people(), st.sampled_from(["lot", "lying"]), st.sampled_from(["desk", "home"]))
def test_nothing_moves_a_neck_that_is_very_stiff(person: Person, how: str, place: str) -> None:
    suggestion = relieved(person, how, place)
    if suggestion is not None:
        named = {*ids(suggestion), suggestion.alternative} - {""}
        assert not [name for name in named if head_moves(name)]


@given(people(), st.sampled_from(["little", "lot", "lying"]), st.sampled_from(["desk", "home"]))
def test_relief_names_nothing_that_is_excluded_and_takes_one_or_two_minutes(
    person: Person, how: str, place: str
) -> None:
    suggestion = relieved(person, how, place)
    if suggestion is not None:
        restrictions = current_restrictions(CATALOGUE, person.profile, person.practice.care, MONDAY)
        assert restrictions.permit(suggestion, CATALOGUE)
        assert 60 <= suggestion.total_seconds <= 120
        assert all(item.variant == "gentle" for item in suggestion.items if EXERCISES[item.id].region == "neck")


def test_relief_lying_down_moves_no_neck() -> None:
    assert not [name for name in CATALOGUE.numbers.home_session.lying if head_moves(name)]


@pytest.mark.parametrize(
    ("place", "equipment", "expected"),
    [
        ("desk", {"mat"}, ("seated", "lying")),
        ("home", set(), ("seated", "lying")),
        ("home", {"mat"}, ("lying",)),
        ("home", {"firm_bed"}, ("lying",)),
    ],
)
def test_who_has_a_place_to_lie_at_home_is_not_asked(
    place: str, equipment: set[str], expected: tuple[str, ...]
) -> None:
    assert positions(veteran(equipment=frozenset(equipment)), place=place) == expected


def test_who_cannot_get_up_stays_seated() -> None:
    assert positions(veteran(), can_stand=False) == ("seated",)


def test_time_is_read_in_the_persons_zone() -> None:
    person = veteran()
    person.trained("neck_turn", datetime(2025, 3, 3, 23, 0, tzinfo=UTC), reps=10)

    assert hand("neck_turn", person).items[0].reps == 3
    next_day = on_request.by_hand(CATALOGUE, "neck_turn", person.practice, Context(workday(1)), person.profile)
    assert next_day.items[0].reps == 5
