"""The captions of a routine: without gaps and none too short, for every exercise."""

import itertools
from dataclasses import replace

import pytest

from app.life import suggestion
from uncrick.core.model.record import Item
from uncrick.core.model.suggestion import Suggestion
from uncrick.core.presentation.captions import SHORTEST, frames, let_go_seconds, may_close_eyes
from uncrick.core.presentation.timeline import next_item, step_at, steps
from uncrick.storage.shipped_data import catalogue

KNOWN = catalogue()
IDS = sorted(KNOWN.exercises)
REPS = (1, 2, 5)


def routine(*ids, reps=2):
    """These exercises with so many repetitions each."""
    chosen = suggestion(*ids)
    items = tuple(
        Item(item.id, item.name, reps, KNOWN.exercise(item.id).setup_s + reps * KNOWN.exercise(item.id).cycle_s)
        for item in chosen.items
    )
    total = sum(item.seconds for item in items) + KNOWN.numbers.transition_s * (len(items) - 1) + 6
    return Suggestion("", items, 6, total, "walk_corridor", "tip", "Tip.")


@pytest.mark.parametrize("reps", REPS)
@pytest.mark.parametrize("id_", IDS)
def test_captions_cover_every_exercise_without_gaps(id_, reps):
    suggested = routine(id_, reps=reps)
    shown = frames(suggested, KNOWN)
    assert shown[0].begins == 0
    assert shown[-1].ends == pytest.approx(suggested.total_seconds)
    for frame, later in itertools.pairwise(shown):
        assert frame.ends == pytest.approx(later.begins)


@pytest.mark.parametrize("reps", REPS)
@pytest.mark.parametrize("id_", IDS)
def test_every_caption_stays_five_seconds(id_, reps):
    shown = frames(routine(id_, reps=reps), KNOWN)
    short = [(frame.title, frame.ends - frame.begins) for frame in shown if frame.ends - frame.begins < SHORTEST]
    assert short == []


@pytest.mark.parametrize("second", ["shrug", "walk_corridor", "hang_active"])
def test_captions_between_exercises_stay_five_seconds(second):
    for first in ("neck_turn", "neck_nod", "chest_doorway"):
        if first in KNOWN.exercises and second in KNOWN.exercises:
            shown = frames(routine(first, second), KNOWN)
            assert min(frame.ends - frame.begins for frame in shown) >= SHORTEST


@pytest.mark.parametrize("id_", IDS)
def test_every_caption_has_text_and_the_exercise_name(id_):
    for frame in frames(routine(id_), KNOWN):
        assert frame.text.strip()
        assert frame.title.startswith(KNOWN.exercise(id_).name) or frame.title in ("Relax", "Get up slowly")


@pytest.mark.parametrize("left", [0, 2, 4, 6])
def test_short_closing_relaxation_joins_the_caption_before(left):
    whole = routine("neck_turn")
    suggested = replace(whole, relax_seconds=left, total_seconds=whole.total_seconds - 6 + left)
    shown = frames(suggested, KNOWN)
    assert shown[-1].ends == pytest.approx(suggested.total_seconds)
    assert min(frame.ends - frame.begins for frame in shown) >= SHORTEST
    assert (shown[-1].title == "Relax") is (left >= SHORTEST)


def test_repetitions_are_counted():
    titles = [frame.title for frame in frames(routine("neck_turn", reps=5), KNOWN)]
    name = KNOWN.exercise("neck_turn").name
    assert [f"{name}, {rep} of 5" in titles for rep in range(1, 6)] == [True] * 5


def test_walk_is_a_single_caption():
    shown = frames(routine("walk_corridor", reps=1), KNOWN)
    assert shown[0].still
    assert [frame.still for frame in shown[1:]] == [False] * (len(shown) - 1)
    assert len(shown) <= 2


@pytest.mark.parametrize("id_", IDS)
def test_caption_holds_one_movement_at_a_time(id_):
    walk = steps(routine(id_, "shrug" if id_ != "shrug" else "neck_turn"), KNOWN)
    moving = {step.full for step in walk if step.kind in ("move", "return")}
    for frame in frames(routine(id_, "shrug" if id_ != "shrug" else "neck_turn"), KNOWN):
        assert sum(cue in frame.text for cue in moving) <= 1, frame.text


@pytest.mark.parametrize("id_", IDS)
def test_every_movement_is_shown_in_time_or_named_before(id_):
    walk = steps(routine(id_), KNOWN)
    shown = frames(routine(id_), KNOWN)
    for step in walk:
        if step.kind in ("move", "return") and step.full and not KNOWN.exercise(id_).loop:
            up = [frame for frame in shown if frame.begins < step.ends and frame.ends > step.begins - 5]
            assert any(step.full in frame.text or step.full[1:] in frame.later for frame in up), step


def test_new_position_is_named_before_it_comes():
    shown = frames(routine("neck_turn", "shoulder_alt"), KNOWN)
    last = [frame for frame in shown if frame.item == 0][-1]
    assert last.later == "Next: go slowly across to your right. Then: stand tall. Put your hands on your hips."


def test_last_caption_says_that_nothing_follows():
    assert frames(routine("neck_turn"), KNOWN)[-1].later == "Then you are done."


def test_long_rest_is_shown_after_the_movement_into_it():
    texts = [frame.text for frame in frames(routine("relief_hands_head", reps=1), KNOWN)][:4]
    assert texts == [
        "Lean back in your chair.",
        "Put your hands behind your head.",
        "Let your hands hold your head. Breathe slowly.",
        "Lower your hands slowly, with care.",
    ]


def test_caption_shows_the_picture_of_its_moment():
    pictures = [frame.picture for frame in frames(routine("neck_turn", reps=1), KNOWN)]
    assert pictures == ["neck_turn-0", "neck_turn-2", "neck_turn-0"]


def test_getting_up_has_no_picture_of_somebody_lying():
    assert frames(routine("curl_up"), KNOWN)[-1].picture == ""


def test_let_go_seconds_are_those_of_the_relaxing_phases_and_the_end():
    assert let_go_seconds(routine("shrug"), KNOWN, eyes_closed=False) == (10, 20, 23)


def test_with_open_eyes_nobody_needs_the_let_go_seconds():
    assert let_go_seconds(routine("shrug"), KNOWN, eyes_closed=True) == ()


def test_eyes_may_be_closed_lying_leaning_back_and_resting():
    closed = {id_ for id_ in IDS if may_close_eyes(KNOWN.exercise(id_))}
    assert closed >= {"curl_up", "relief_comfort", "relief_hands_head", "breathe_drop", "leg_lift_prone"}
    assert not closed & {"neck_turn", "shrug", "walk_corridor", "bar_hang", "cat_floor"}


@pytest.mark.parametrize("id_", IDS)
def test_caption_is_never_behind_the_movement(id_):
    walk = steps(routine(id_, "shrug" if id_ != "shrug" else "neck_turn"), KNOWN)
    for second in range(int(walk[-1].ends)):
        then = next_item(walk, second)
        assert then > second
        assert then == walk[-1].ends or step_at(walk, then).item != step_at(walk, second).item
