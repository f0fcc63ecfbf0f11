"""The walk through a routine, over every exercise of the shipped catalogue."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncrick.core.model.record import Item
from uncrick.core.model.suggestion import Suggestion
from uncrick.core.presentation.timeline import LET_GO, RISE, RoutineClock, Step, next_item, step_at, steps
from uncrick.core.selection.variants import amplitude
from uncrick.storage.shipped_data import catalogue

CATALOGUE = catalogue()
IDS = list(CATALOGUE.exercises)
RELAX = 6


def routine(*chosen: tuple[str, int], relax: int = RELAX) -> Suggestion:
    """These exercises so many times, one after the other."""
    items = tuple(
        Item(name, CATALOGUE.exercise(name).name, reps, CATALOGUE.exercise(name).seconds(reps)) for name, reps in chosen
    )
    total = sum(item.seconds for item in items) + (len(items) - 1) * CATALOGUE.numbers.transition_s + relax
    return Suggestion("", items, relax, total, "breathe_drop", "", "")


ROUTINES = st.lists(st.tuples(st.sampled_from(IDS), st.integers(1, 6)), min_size=1, max_size=3).map(
    lambda chosen: routine(*chosen)
)


@given(ROUTINES)
def test_steps_cover_the_routine_without_gaps(suggestion):
    walk = steps(suggestion, CATALOGUE)
    assert walk[0].begins == 0
    assert all(before.ends == after.begins for before, after in pairwise(walk))
    assert walk[-1].ends == suggestion.total_seconds
    assert all(step.seconds > 0 for step in walk)


@given(ROUTINES)
def test_repetitions_come_in_order(suggestion):
    walk = steps(suggestion, CATALOGUE)
    for number, item in enumerate(suggestion.items):
        own = [step for step in walk if step.item == number]
        reps = [step.rep for step in own]
        assert reps == sorted(reps)
        assert set(reps) - {0} == set(range(1, item.reps + 1))
        assert all((step.name, step.reps) == (item.name, item.reps) for step in own)
        phases = [step.kind for step in own if step.rep == 1]
        assert phases == [phase.kind for phase in CATALOGUE.exercise(item.id).phases]


@pytest.mark.parametrize("name", IDS)
def test_later_repetitions_have_brief_cues(name):
    exercise = CATALOGUE.exercise(name)
    walk = steps(routine((name, 3)), CATALOGUE)
    begins = [sum(phase.s for phase in exercise.phases[:number]) for number in range(len(exercise.phases))]
    wanted = {cue.t: cue for cue in exercise.cues}
    for rep in (1, 2, 3):
        cues = [step.cue for step in walk if step.rep == rep]
        assert cues == ["" if at not in wanted else wanted[at].say if rep == 1 else wanted[at].brief for at in begins]


@pytest.mark.parametrize("name", IDS)
def test_readers_get_the_whole_sentence_in_each_repetition(name):
    walk = steps(routine((name, 3)), CATALOGUE)
    first, *others = ([step.full for step in walk if step.rep == rep] for rep in (1, 2, 3))
    assert first == [step.cue for step in walk if step.rep == 1]
    assert others == [first, first]


def test_each_step_names_the_pose_in_which_it_is_drawn():
    walk = steps(routine(("shrug", 2)), CATALOGUE)
    assert [step.pose for step in walk] == [0, 1, 2, 3, 4, 1, 2, 3, 4, 0]


@pytest.mark.parametrize("name", IDS)
def test_every_cue_of_an_exercise_is_used(name):
    exercise = CATALOGUE.exercise(name)
    begins = {sum(phase.s for phase in exercise.phases[:number]) for number in range(len(exercise.phases))}
    assert {cue.t for cue in exercise.cues} <= begins, "a cue within a phase would never be used"


def test_steps_begin_with_setup_and_end_with_relaxation():
    walk = steps(routine(("neck_turn", 2)), CATALOGUE)
    exercise = CATALOGUE.exercise("neck_turn")
    assert (walk[0].kind, walk[0].seconds, walk[0].cue, walk[0].rep) == (
        "setup",
        exercise.setup_s,
        exercise.setup_say,
        0,
    )
    assert (walk[-1].kind, walk[-1].seconds, walk[-1].cue, walk[-1].item) == ("close", RELAX, LET_GO, -1)


def test_transition_between_exercises_takes_time():
    walk = steps(routine(("neck_turn", 2), ("blade_squeeze", 2)), CATALOGUE)
    change = next(step for step in walk if step.kind == "change")
    assert (change.seconds, change.item) == (CATALOGUE.numbers.transition_s, 1)
    assert change.cue == "Next: squeeze your shoulder blades."


def test_steps_may_end_without_a_relaxation():
    walk = steps(routine(("neck_turn", 2), relax=0), CATALOGUE)
    assert walk[-1].item == 0


@given(ROUTINES, st.floats(0, 2000))
def test_every_second_has_a_step(suggestion, second):
    walk = steps(suggestion, CATALOGUE)
    here = step_at(walk, second)
    assert here.begins <= second < here.ends or (here is walk[-1] and second >= here.ends)


def test_next_item_is_exercise_then_relaxation_then_end():
    walk = steps(routine(("neck_turn", 2), ("blade_squeeze", 2)), CATALOGUE)
    second = CATALOGUE.exercise("neck_turn").seconds(2)
    relax = walk[-1].begins
    assert next_item(walk, 0.0) == second
    assert next_item(walk, second - 0.1) == second
    assert next_item(walk, second) == relax, "changing over belongs to the exercise that comes"
    assert next_item(walk, relax) == walk[-1].ends
    assert next_item(walk, walk[-1].ends + 5) == walk[-1].ends


def test_a_step_ends_after_its_seconds():
    assert Step(10.0, 5.0, 0, "Turn", 1, 5, "move", "").ends == 15.0


@pytest.mark.parametrize(
    ("name", "variant", "added"),
    [
        ("neck_turn", "", ""),
        ("neck_turn", "gentle", " Half the movement."),
        ("neck_turn", "less", " A smaller movement."),
        ("neck_press_fb", "gentle", " Press very lightly."),
        ("breathe_drop", "gentle", " Gently."),
    ],
)
def test_variant_hint_is_in_the_first_cue(name: str, variant: str, added: str) -> None:
    exercise = CATALOGUE.exercise(name)
    item = Item(name, exercise.name, 1, exercise.seconds(1), variant)
    walk = steps(Suggestion("", (item,), 0, item.seconds, "", "", ""), CATALOGUE)

    assert [step.cue for step in walk if step.kind == "setup"] == [exercise.setup_say + added]


def test_a_bit_much_reduces_the_movement_to_three_quarters() -> None:
    exercise = CATALOGUE.exercise("neck_turn")

    assert [amplitude(exercise, variant, CATALOGUE.pain) for variant in ("", "less", "gentle")] == [1, 0.75, 0.5]


@pytest.mark.parametrize(("name", "cue"), [("relief_rock", RISE), ("swim_dry", RISE), ("cat_floor", LET_GO)])
def test_routine_ending_lying_closes_with_getting_up(name: str, cue: str) -> None:
    assert steps(routine((name, 1)), CATALOGUE)[-1].cue == cue


@pytest.mark.parametrize("name", [name for name in IDS if not CATALOGUE.exercise(name).loop])
@pytest.mark.parametrize("reps", [1, 2])
def test_closing_relaxation_follows_a_resting_pose(name, reps):
    walk = steps(routine((name, reps)), CATALOGUE)
    assert walk[-2].kind in ("relax", "rest")
    assert "up" not in walk[-2].cue.casefold().split() or "sit" in walk[-2].cue


# ---------------------------------------------------------------- the clock of a guide


def test_a_routine_goes_on_with_the_clock_up_to_its_end():
    clock = RoutineClock(total=90, at=10, since=1000)
    assert [clock.position(now) for now in (1000, 1005, 2000)] == [10, 15, 90]


def test_a_paused_routine_stands_still_and_goes_on_from_there():
    paused = RoutineClock(total=90, at=10, since=1000).pause(1005, paused=True)
    assert paused.position(1060) == 15
    assert paused.pause(1060, paused=False).position(1062) == 17


def test_a_seek_moves_the_routine_and_leaves_the_pause_as_it_is():
    for paused in (False, True):
        moved = RoutineClock(total=90, paused=paused).seek(40, 1000)
        assert moved.paused is paused
        assert moved.position(1003) == (40 if paused else 43)
