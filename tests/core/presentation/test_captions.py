"""The captions of a routine: without gaps and none too short, for every exercise."""

import itertools
from dataclasses import replace

import pytest

from app.life import suggestion
from uncrick.core.model.record import Item
from uncrick.core.model.suggestion import Suggestion
from uncrick.core.presentation.captions import SHORTEST, frames
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
    assert (shown[-1].title == "Relax") is (left >= 4)


def test_repetitions_are_counted():
    titles = [frame.title for frame in frames(routine("neck_turn", reps=5), KNOWN)]
    name = KNOWN.exercise("neck_turn").name
    assert [f"{name}, {rep} of 5" in titles for rep in range(1, 6)] == [True] * 5


def test_walk_is_a_single_caption():
    shown = frames(routine("walk_corridor", reps=1), KNOWN)
    assert shown[0].still
    assert [frame.still for frame in shown[1:]] == [False] * (len(shown) - 1)
    assert len(shown) <= 2


def test_relax_captions_are_marked_for_the_chime():
    shown = frames(routine("neck_turn", reps=3), KNOWN)
    assert shown[-1].let_go
    assert shown[-1].title == "Relax"
    assert not shown[0].let_go


@pytest.mark.parametrize("id_", IDS)
def test_caption_is_never_behind_the_movement(id_):
    walk = steps(routine(id_, "shrug" if id_ != "shrug" else "neck_turn"), KNOWN)
    for second in range(int(walk[-1].ends)):
        then = next_item(walk, second)
        assert then > second
        assert then == walk[-1].ends or step_at(walk, then).item != step_at(walk, second).item
