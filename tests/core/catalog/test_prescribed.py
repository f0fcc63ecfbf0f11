"""The exercises of a plan: whatever a clinician prescribed, in its own dose, with our figure where there is one."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from plans import PLAN, plans
from uncrick.core.catalog.custom import own_exercise
from uncrick.core.catalog.prescribed import exercise_of, with_plan
from uncrick.core.figure.figure import Figure
from uncrick.core.model.prescription import Plan, Prescription
from uncrick.core.model.record import Item
from uncrick.core.model.suggestion import Suggestion
from uncrick.core.presentation.captions import frames
from uncrick.core.presentation.exercise_card import card
from uncrick.core.presentation.timeline import steps
from uncrick.core.selection.cautions import is_hazardous
from uncrick.storage import shipped_data

CATALOGUE = shipped_data.catalogue(figure=True)


def routine_of(item: Prescription) -> Suggestion:
    """A break of that exercise alone."""
    seconds = exercise_of(item, CATALOGUE).seconds(item.total)
    return Suggestion("", (Item(item.id, item.name, item.total, seconds),), 0, seconds, "", "", "")


def walked(item: Prescription) -> tuple[str, ...]:
    """What a guide says and counts of one time: kind, seconds and repetition of each step."""
    catalogue = with_plan(CATALOGUE, Plan((item,)))
    return tuple(f"{step.kind} {step.seconds:g} {step.rep}" for step in steps(routine_of(item), catalogue))


@pytest.mark.parametrize("item", PLAN.exercises, ids=lambda item: item.name)
def test_what_the_rules_for_ones_own_refuse_is_taken_as_it_was_prescribed(item) -> None:
    exercise = exercise_of(item, CATALOGUE)

    assert exercise.origin == "prescribed"
    assert exercise.reps.micro == item.sets * item.reps
    assert exercise.per_day_reps == item.sets * item.reps * item.per_day


def test_the_cap_of_ones_own_is_there_and_does_not_hold_for_a_plan() -> None:
    raw = {"name": "Tuck", "area": "neck_flexext", "instruction": "Tuck.", "reps": 10, "per_day_reps": 40}
    raw["phases"] = [{"kind": "tense", "s": 5, "say": "Breathe."}]
    rules = {fault.rule for fault in own_exercise(raw, "x", "tuck", CATALOGUE, CATALOGUE.vocabulary())[1]}

    assert {"relax", "neck dose"} <= rules
    assert exercise_of(PLAN.exercises[0], CATALOGUE).per_day_reps == 40


def test_our_figure_holds_as_long_as_the_plan_says() -> None:
    ours = CATALOGUE.exercise("chin_tuck")
    exercise = exercise_of(Prescription("Chin tuck", "chin_tuck", reps=5, hold=9), CATALOGUE)
    move, hold, *rest = [phase.s for phase in ours.phases]

    assert hold != 9
    assert [phase.s for phase in exercise.phases] == [move, 9, *rest]
    assert [cue.t for cue in exercise.cues] == [0, move, move + 9, move + 9 + rest[0]]
    assert [frame.t for frame in exercise.keyframes] == [0, move, move + 9, move + 9 + rest[0], exercise.cycle_s]
    assert [frame.pose for frame in exercise.keyframes] == [frame.pose for frame in ours.keyframes]


def test_a_figure_that_holds_nothing_pauses_at_the_end_of_its_movement() -> None:
    name = next(
        each.id
        for each in CATALOGUE.exercises.values()
        if not any(phase.kind in ("stretch", "tense") for phase in each.phases) and each.phases[0].kind == "move"
    )
    ours = CATALOGUE.exercise(name)
    exercise = exercise_of(Prescription("Slow", name, reps=3, hold=6), CATALOGUE)
    end = ours.phases[0].s

    assert [phase.s for phase in exercise.phases[:2]] == [end, 6]
    poses = {frame.t: frame.pose for frame in exercise.keyframes}
    assert poses[end] == poses[end + 6]


@pytest.mark.parametrize("name", list(CATALOGUE.exercises))
def test_every_exercise_of_ours_can_be_prescribed_with_a_longer_hold(name) -> None:
    exercise = exercise_of(Prescription("Mine", name, reps=2, hold=7.5), CATALOGUE)

    assert sum(phase.s for phase in exercise.phases) == exercise.cycle_s
    assert [frame.t for frame in exercise.keyframes] == sorted({frame.t for frame in exercise.keyframes})
    assert exercise.keyframes[-1].t == exercise.cycle_s
    assert 8 in [phase.s for phase in exercise.phases]
    Figure(exercise, CATALOGUE.rig).frame(exercise.cycle_s / 2)


def test_words_alone_are_led_through_with_their_holds_counted() -> None:
    assert walked(Prescription("Pec stretch", reps=2, hold=20)) == (
        "setup 5 0", "move 2 1", "stretch 20 1", "relax 3 1", "move 2 2", "stretch 20 2", "relax 3 2",
    )  # fmt: skip


def test_between_two_sets_there_is_a_rest() -> None:
    assert walked(Prescription("Row", sets=2, reps=2)) == (
        "setup 5 0", "move 4 1", "move 4 2", "rest 20 0", "move 4 3", "move 4 4",
    )  # fmt: skip


def test_the_stop_rule_is_what_is_to_be_minded_in_it() -> None:
    assert exercise_of(PLAN.exercises[3], CATALOGUE).caution == "Stop if your fingers tingle."
    assert exercise_of(PLAN.exercises[1], CATALOGUE).caution == "Stop if it hurts, and ask your therapist."


@pytest.mark.parametrize("item", PLAN.exercises, ids=lambda item: item.name)
def test_the_guide_in_notifications_has_its_stop_rule_every_time(item) -> None:
    exercise = exercise_of(item, CATALOGUE)

    assert is_hazardous(exercise)
    assert [
        frame for frame in frames(routine_of(item), with_plan(CATALOGUE, PLAN)) if frame.picture.startswith(item.id)
    ]


def test_no_condition_leaves_it_out_and_its_card_says_all_of_it() -> None:
    catalogue = with_plan(CATALOGUE, PLAN)
    text = card(catalogue.exercise("plan-one_leg_calf_raises"), catalogue)

    assert catalogue.exercise("plan-chin_tuck").contraindications == ()
    assert "2 sets of 15. Hold on to the desk." in text
    assert "2 sets of 15. Twice a day, Monday to Friday." in text
    assert "Not with" not in text
    assert "Legs. From your therapist." in text


def test_names_of_other_scripts_have_ids_of_their_own() -> None:
    ids = {Prescription(name).id for name in ("Приседания", "Наклоны", "Row", "Röw", "…")}

    assert len(ids) == 5
    assert all(id_.startswith("plan-") and id_.isascii() for id_ in ids)


@settings(deadline=None, max_examples=60)
@given(plan=plans())
def test_a_guide_walks_through_any_plan_in_the_time_it_says(plan) -> None:
    catalogue = with_plan(CATALOGUE, plan)
    for item in plan.exercises:
        exercise = catalogue.exercise(item.id)
        timeline = steps(routine_of(item), catalogue)

        assert frames(routine_of(item), catalogue)
        assert timeline[-1].ends == exercise.duration_s.micro
        assert [step.rep for step in timeline if step.rep][-1] == item.total
        assert card(exercise, catalogue)


def test_the_same_plan_in_a_catalogue_without_the_figure_has_the_same_seconds() -> None:
    still = exercise_of(PLAN.exercises[0], shipped_data.catalogue())

    assert replace(exercise_of(PLAN.exercises[0], CATALOGUE), keyframes=()) == replace(still, keyframes=())
