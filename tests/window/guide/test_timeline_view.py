"""What the window shows at any second of a routine."""

import pytest

from uncrick.window.guide.timeline_view import RoutineTimeline, minutes
from window.conftest import KNOWN, status

TURN = KNOWN.exercise("neck_turn")
BEGINS, CYCLE, ENDS = TURN.setup_s, TURN.cycle_s, TURN.seconds(5)
"""Seconds of the routine: the first repetition begins; how long is one; the five are over."""


def course(*ids, **more):
    return RoutineTimeline(status(*ids, **more).status["break"], KNOWN)


@pytest.mark.parametrize("id_", KNOWN.exercises)
def test_every_second_has_a_sentence_a_figure_and_what_comes_next(id_):
    routine = course(id_, alternative="breathe_drop")
    for second in range(int(routine.total) + 1):
        snapshot = routine.snapshot(second)
        assert snapshot.cue.endswith(".")
        assert 0 <= snapshot.t < snapshot.exercise.cycle_s
        assert 0 <= snapshot.share <= 1
        assert snapshot.later.removeprefix("Next: ").rstrip(".").lower() != snapshot.cue.rstrip(".").lower()


def test_count_follows_the_repetitions():
    routine = course("neck_turn")
    assert [routine.snapshot(BEGINS + CYCLE * rep).rep for rep in range(5)] == [1, 2, 3, 4, 5]
    assert routine.snapshot(20).reps == 5


def test_steps_of_a_walk_are_not_counted():
    assert course("walk_corridor", alternative="neck_turn", reps=60).snapshot(30).reps == 0


def test_later_repetitions_have_whole_sentences_too():
    assert course("neck_turn").snapshot(BEGINS + CYCLE + 1).cue == "Turn slowly to your left."


def test_each_exercise_has_a_part_of_the_bar():
    routine = course("neck_turn", "chin_tuck")
    (begins, first), (second, ends), (closing, total) = routine.parts
    assert (begins, first, ends) == (0, ENDS, closing)
    assert second == first
    assert total == routine.total


def test_relax_phases_are_marked():
    routine = course("neck_turn")
    assert [routine.snapshot(second).relaxed for second in (4, 7.9, 8, 10.9, 11)] == [False, False, True, True, False]


def test_closing_relaxation_shows_quiet_breathing():
    snapshot = course("neck_turn").snapshot(ENDS + 1)
    assert (snapshot.relaxed, snapshot.exercise.id, snapshot.reps) == (True, "breathe_drop", 0)


def test_getting_up_shows_the_side_then_sitting():
    routine = course("curl_knees", alternative="", reps=2)
    begins, ends = routine.parts[-1]
    poses = [routine.snapshot(at).exercise.base for at in (begins + 0.1, ends - 0.1)]
    assert poses == ["side_lying", "sit_front"]


def test_only_long_holds_show_the_breath():
    routine = course("bar_hang")
    hold = next(step for step in routine.steps if step.kind == "tense")
    assert hold.seconds >= 4
    assert routine.snapshot(hold.begins + 1).breath == "Breathe in"
    assert routine.snapshot(hold.begins + 4).breath == "Breathe out"
    assert course("neck_turn").snapshot(7.5).breath == ""


def test_figure_follows_the_seconds_of_a_repetition():
    routine = course("neck_turn")
    assert routine.snapshot(BEGINS).t == 0
    assert routine.snapshot(BEGINS + CYCLE + 5).t == 5
    assert routine.snapshot(2).t == 0


def test_next_line_names_movement_exercise_and_end():
    routine = course("neck_turn", "round_stand")
    assert routine.snapshot(BEGINS).later == "Next: go slowly across to your right"
    assert routine.snapshot(ENDS - 1).later == "Next: round your upper back. Stand up. Put your hands on your hips."
    last = next(step for step in reversed(routine.steps) if step.item == 1)
    assert routine.snapshot(last.begins).later == "Then a quiet moment, and you are done"
    assert routine.snapshot(routine.total).later == "Then you are done"


def test_next_position_stands_there_during_the_change():
    snapshot = course("neck_turn", "round_stand").snapshot(ENDS + 1)
    assert snapshot.cue == "Stand up. Put your hands on your hips."
    assert snapshot.later == "Next: elbows forward, chin in, and round your back"


def test_back_goes_to_the_start_then_to_the_exercise_before():
    routine = course("neck_turn", "chin_tuck")
    second = next(step.begins for step in routine.steps if step.item == 1 and step.kind == "setup")
    assert routine.back_from(ENDS - 10) == 0
    assert routine.back_from(second + 10) == second
    assert routine.back_from(second + 1) == 0
    assert routine.back_from(0) == 0


def test_eased_exercise_ends_after_fewer_repetitions():
    assert course("neck_turn").eased_end(0, 3) == BEGINS + 3 * CYCLE


def test_walk_is_a_single_step():
    routine = course("walk_corridor", alternative="neck_turn", reps=30)
    snapshots = [routine.snapshot(second) for second in (4, 17.5, 60)]
    assert [snapshot.left for snapshot in snapshots] == [60, 46.5, 4]
    assert {snapshot.cue for snapshot in snapshots} == {"Walk at an easy pace for two minutes or more."}
    assert {snapshot.later for snapshot in snapshots} == {"Then a quiet moment, and you are done"}
    assert [snapshot.t for snapshot in snapshots] == [0, 1.5, 0]


def test_eased_walk_is_shorter():
    assert course("walk_corridor", alternative="neck_turn", reps=30).eased_end(0, 15) == 4 + 15 * 2


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.2, "1"), (59.0, "59"), (59.2, "1:00"), (104.0, "1:44"), (174.0, "2:54")]
)
def test_times_from_a_minute_on_are_minutes_and_seconds(seconds, text):
    assert minutes(seconds) == text
