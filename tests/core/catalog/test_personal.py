"""The catalogue as a person has it: what is off never comes, what is set holds, what is their own joins in."""

import tomllib
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from core.catalog.test_custom import LEAST
from person import FALLBACK, MONDAY, Person, ids
from uncrick.core.catalog.custom import own_exercise
from uncrick.core.catalog.personal import tailored
from uncrick.core.model.catalog import Catalogue
from uncrick.core.model.exercise_setting import ExerciseSetting
from uncrick.core.model.profile import Profile
from uncrick.core.presentation import prompt_text
from uncrick.core.presentation.exercise_card import card
from uncrick.core.presentation.timeline import steps
from uncrick.core.selection import on_request
from uncrick.core.selection.situation import Context
from uncrick.errors import RefusedError
from uncrick.storage import shipped_data

OFF = ExerciseSetting(enabled=False)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return shipped_data.catalogue()


def own(text: str = LEAST, name: str = "wrist_circles"):
    catalogue = shipped_data.catalogue()
    exercise, faults = own_exercise(tomllib.loads(text), f"{name}.toml", name, catalogue, catalogue.vocabulary())
    assert faults == []
    return exercise


def offered(person: Person, days: int = 10, **context: object) -> list[tuple[tuple[str, ...], str, object]]:
    """Items and alternative of eight prompts on each of so many days, all done."""
    found = []
    for day in range(days):
        for hour in range(8):
            at = MONDAY + timedelta(days=day, hours=hour)
            met = person.meets(at, **context)
            person.does(met, at)
            found.append((ids(met), met.alternative, met))
    return found


def test_nothing_to_tailor_is_the_catalogue_itself(catalogue: Catalogue) -> None:
    assert tailored(catalogue, {}, {}) is catalogue


def test_an_unknown_id_changes_nothing(catalogue: Catalogue) -> None:
    assert tailored(catalogue, {}, {"neck_spin": OFF}).exercises == catalogue.exercises


# ---------------------------------------------------------------- off


@pytest.mark.parametrize("name", ["neck_turn", "walk_corridor", "door_reach", "seat_tilt", "chin_tuck", FALLBACK])
def test_what_is_off_is_neither_item_nor_alternative(catalogue: Catalogue, name: str) -> None:
    person = Person(tailored(catalogue, {}, {name: OFF}), Profile(asked=True, trains=True))

    for items, alternative, _ in offered(person):
        assert name not in (*items, alternative)


def test_what_is_off_stands_in_for_nothing(catalogue: Catalogue) -> None:
    assert catalogue.exercise("neck_turn").gentle.alt == "chin_tuck"

    personal = tailored(catalogue, {}, {"chin_tuck": OFF})

    assert personal.exercise("neck_turn").gentle.alt == catalogue.exercise("chin_tuck").gentle.alt


def test_a_stand_in_is_never_the_exercise_itself(catalogue: Catalogue) -> None:
    for off in catalogue.exercises:
        personal = tailored(catalogue, {}, {name: OFF for name in catalogue.exercises if name != off})

        assert all(it.gentle.alt != it.id for it in personal.exercises.values())


def test_ease_leaves_out_what_is_off(catalogue: Catalogue) -> None:
    personal = tailored(catalogue, {}, {FALLBACK: OFF})
    person = Person(personal)

    assert ids(on_request.ease(personal, person.profile, person.practice, Context(MONDAY))) == ("relief_hands_head",)


def test_by_hand_what_is_off_says_how_to_turn_it_on(catalogue: Catalogue) -> None:
    personal = tailored(catalogue, {}, {"neck_turn": OFF})
    person = Person(personal)

    with pytest.raises(RefusedError) as error:
        on_request.by_hand(personal, "neck_turn", person.practice, Context(MONDAY), person.profile)

    assert str(error.value) == (
        "Turn your head is off: You switched it off. "
        "To switch it on: uncrick settings set exercise.neck_turn.enabled true"
    )


@pytest.mark.parametrize(
    "profile", [Profile(asked=True), Profile(), Profile(asked=True, conditions=frozenset({"balance"}))]
)
@pytest.mark.parametrize("context", [{}, {"can_stand": False}, {"discreet": True}, {"place": "home"}])
def test_with_everything_off_two_options_are_left_that_are_safe(catalogue: Catalogue, profile, context) -> None:
    personal = tailored(catalogue, {}, dict.fromkeys(catalogue.exercises, OFF))
    person = Person(personal, profile)

    for items, alternative, _ in offered(person, days=2, **context):
        assert items == (FALLBACK,)
        assert alternative != FALLBACK
        assert profile.conditions.isdisjoint(personal.exercise(alternative).contraindications)


def test_with_all_of_the_neck_and_shoulders_off_others_come(catalogue: Catalogue) -> None:
    upper = [it.id for it in catalogue.exercises.values() if it.region in ("neck", "shoulder")]
    person = Person(tailored(catalogue, {}, dict.fromkeys(upper, OFF)))

    came = {name for items, _, _ in offered(person) for name in items}

    assert came
    assert came.isdisjoint(upper)


# ---------------------------------------------------------------- repetitions and notes


def test_repetitions_are_those_that_were_set(catalogue: Catalogue) -> None:
    personal = tailored(catalogue, {}, {"side_bend": ExerciseSetting(reps=2)})
    it = personal.exercise("side_bend")

    assert (it.reps.micro, it.reps.full, it.duration_s.micro) == (2, 3, it.seconds(2))


def test_repetitions_are_limited_to_those_of_a_day(catalogue: Catalogue) -> None:
    it = tailored(catalogue, {}, {"neck_turn": ExerciseSetting(reps=400)}).exercise("neck_turn")

    assert (it.reps.micro, it.reps.full) == (10, 10)


def test_a_day_never_sees_more_than_its_dose(catalogue: Catalogue) -> None:
    personal = tailored(
        catalogue, {}, {name: ExerciseSetting(reps=10) for name in ("neck_turn", "neck_nod", "neck_tilt")}
    )
    person = Person(personal)
    for _, _, met in offered(person, days=3, budget=120):
        for item in met.items:
            done = person.practice.reps_on(item.id, person.practice.trained[item.id].day)
            assert done <= personal.exercise(item.id).per_day_reps


def test_fewer_repetitions_are_the_most_of_the_gentle_variant_as_well(catalogue: Catalogue) -> None:
    assert tailored(catalogue, {}, {"neck_turn": ExerciseSetting(reps=2)}).exercise("neck_turn").gentle.reps == 2


def test_a_note_is_on_the_card_and_in_the_guide_and_in_the_prompt(catalogue: Catalogue) -> None:
    personal = tailored(catalogue, {}, {"neck_turn": ExerciseSetting(note="slowly to the left")})
    person = Person(personal)
    chosen = on_request.by_hand(personal, "neck_turn", person.practice, Context(MONDAY), person.profile)

    assert "Your note slowly to the left" in card(personal.exercise("neck_turn"), personal)
    assert {step.note for step in steps(chosen, personal) if step.item == 0} == {"slowly to the left"}
    assert prompt_text.prompt(chosen, personal).lines[0].startswith("Slowly to the left. ")


@pytest.mark.parametrize("note", ["x" * 80, "only if the shoulder is quiet today and was quiet all of yesterday"])
def test_a_note_that_does_not_fit_is_left_out(catalogue: Catalogue, note: str) -> None:
    personal = tailored(catalogue, {}, {"neck_turn": ExerciseSetting(note=note)})
    person = Person(personal)
    chosen = on_request.by_hand(personal, "neck_turn", person.practice, Context(MONDAY), person.profile)

    assert prompt_text.prompt(chosen, personal) == prompt_text.prompt(chosen, catalogue)


# ---------------------------------------------------------------- their own


def test_an_own_exercise_is_suggested_like_others(catalogue: Catalogue) -> None:
    person = Person(tailored(catalogue, {"wrist_circles": own()}, {}))

    came = [items for items, _, _ in offered(person)]

    assert any("wrist_circles" in items for items in came)
    assert all(not {"wrist_circles"} <= set(a) & set(b) for a, b in pairwise(came))


def test_a_condition_that_it_names_leaves_it_out(catalogue: Catalogue) -> None:
    personal = tailored(catalogue, {"wrist_circles": own(f'{LEAST}contraindications = ["grip"]')}, {})
    person = Person(personal, Profile(asked=True, conditions=frozenset({"grip"})))

    assert all("wrist_circles" not in (*items, alternative) for items, alternative, _ in offered(person))


def test_an_own_neck_exercise_keeps_the_gap_and_the_dose_of_the_neck(catalogue: Catalogue) -> None:
    text = LEAST.replace('"shoulders"', '"neck_turn"') + "gap_min = 0"
    person = Person(tailored(catalogue, {"wrist_circles": own(text)}, {"neck_turn": OFF}))
    last = None
    for day in range(3):
        for hour in range(10):
            at = MONDAY + timedelta(days=day, hours=hour)
            met = person.meets(at)
            person.does(met, at)
            if "wrist_circles" in ids(met):
                assert last is None or (at - last).total_seconds() >= 120 * 60
                last = at
                assert person.practice.reps_on("wrist_circles", at.date()) <= 10
    assert last is not None


def test_an_own_neck_exercise_waits_for_the_profile(catalogue: Catalogue) -> None:
    text = LEAST.replace('"shoulders"', '"neck_turn"')
    person = Person(tailored(catalogue, {"wrist_circles": own(text)}, {}), Profile())

    assert all("wrist_circles" not in (*items, alternative) for items, alternative, _ in offered(person, days=2))


def test_an_own_exercise_can_be_switched_off(catalogue: Catalogue) -> None:
    personal = tailored(catalogue, {"wrist_circles": own()}, {"wrist_circles": OFF})

    assert all("wrist_circles" not in (*items, alternative) for items, alternative, _ in offered(Person(personal)))


def test_a_removed_exercise_has_a_name_and_is_never_suggested(catalogue: Catalogue) -> None:
    gone = own()
    personal = tailored(catalogue, {}, {}, {gone.id: gone})

    assert personal.exercise(gone.id).name == gone.name
    assert all(gone.id not in (*items, alternative) for items, alternative, _ in offered(Person(personal)))
    with pytest.raises(RefusedError, match="no longer among your exercises"):
        on_request.by_hand(personal, gone.id, Person(personal).practice, Context(MONDAY), Profile(asked=True))


def test_one_that_came_back_is_as_before(catalogue: Catalogue) -> None:
    it = own()

    assert tailored(catalogue, {it.id: it}, {}, {it.id: replace(it, name="Old")}).exercise(it.id) == it
