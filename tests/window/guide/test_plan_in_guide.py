"""An exercise of a plan in the guide: counted by sets, its words where there is no figure, its stop rule."""

import pytest

from plans import PLAN
from uncrick.core.catalog.prescribed import with_plan
from uncrick.core.model.prescription import Plan, Prescription
from uncrick.window.guide.timeline_view import RoutineTimeline
from uncrick.window.stage import Stage
from uncrick.window.theme import LIGHT
from window.conftest import KNOWN


def led(item: Prescription) -> RoutineTimeline:
    catalogue = with_plan(KNOWN, Plan((item,)))
    exercise = catalogue.exercise(item.id)
    entry = {"id": item.id, "name": item.name, "reps": item.total, "seconds": exercise.duration_s.micro}
    tip = {"id": "tip", "text": ""}
    total = exercise.duration_s.micro + 6
    return RoutineTimeline({"items": [entry], "total_seconds": total, "alternative": "", "tip": tip}, catalogue)


def test_repetitions_are_counted_within_their_set() -> None:
    routine = led(Prescription("Row", sets=2, reps=5))
    counts = [(shown.rep, shown.reps) for step in routine.steps if (shown := routine.snapshot(step.begins)).rep]

    assert counts == [(rep, 5) for _set in range(2) for rep in range(1, 6)]


def test_more_repetitions_than_dots_have_room_for_are_counted_beside_the_name() -> None:
    routine = led(Prescription("Row", reps=15))
    shown = routine.snapshot(routine.steps[3].begins)

    assert (shown.name, shown.reps) == ("Row, 3 of 15", 0)


def test_a_rest_between_sets_says_which_one_comes() -> None:
    routine = led(Prescription("Row", sets=2, reps=2))
    [rest] = [step for step in routine.steps if step.kind == "rest"]

    assert routine.snapshot(rest.begins).cue == "Rest a moment. Then set 2 of 2."


@pytest.mark.parametrize("item", PLAN.exercises, ids=lambda item: item.name)
def test_the_stop_rule_is_shown_all_through(item) -> None:
    routine = led(item)
    caution = routine.exercises[0].caution

    assert {routine.snapshot(step.begins).caution for step in routine.steps if step.item >= 0} == {caution}


def test_an_exercise_with_words_only_shows_them_in_the_place_of_the_figure(qtbot) -> None:
    catalogue = with_plan(KNOWN, PLAN)
    stage = Stage(LIGHT, catalogue)
    qtbot.addWidget(stage)
    stage.resize(440, 280)
    stage.show_figure(catalogue.exercise("plan-pec_stretch"), 5.0)
    in_words = stage.grab().toImage()

    assert stage.accessibleName() == "Pec stretch 3 times, hold for 20 s."
    stage.show_figure(catalogue.exercise("plan-chin_tuck"), 5.0)
    assert stage.accessibleName() == "Figure: Glide your chin back"
    assert stage.grab().toImage() != in_words
