"""Getting up first, for who often ignores prompts: never under a title that the day has had."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from uncrick.core.history.practice import EMPTY, Practice
from uncrick.core.model.profile import Profile
from uncrick.core.selection.choose import choose
from uncrick.core.selection.short_prompts import with_walk_first
from uncrick.core.selection.situation import Context
from uncrick.storage.shipped_data import catalogue

CATALOGUE = catalogue()
AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
CONTEXT = Context(now=AT, budget=45, level=1, gets_up=True)


def practice_with(*groups: tuple[str, ...], offered: str = "") -> Practice:
    """A day on which these routines were suggested, the last one with that alternative."""
    return replace(
        EMPTY,
        active_day=AT.date(),
        prompts=10 + len(groups),
        groups=groups,
        offered={offered: 10 + len(groups)} if offered else {},
    )


def chosen(practice: Practice):
    suggestion = choose(CATALOGUE, Profile(), practice, CONTEXT, 0)
    return with_walk_first(suggestion, CATALOGUE, Profile(), practice, CONTEXT)


def test_a_move_that_was_a_title_today_is_not_the_title_again():
    first = chosen(EMPTY)
    assert first.walk_first
    long_ago = {name: 5 for name in CATALOGUE.exercises if name != first.alternative}
    again = chosen(replace(practice_with((first.alternative,)), offered=long_ago))
    assert again.walk_first
    assert again.alternative != first.alternative


def test_an_alternative_that_may_have_led_today_is_no_title_again():
    wanted = replace(practice_with(("neck_nod",)), suggested=dict.fromkeys(CATALOGUE.exercises, 5))
    first = choose(CATALOGUE, Profile(), wanted, CONTEXT, 0).items[0].id

    def name_after(offered: int) -> str:
        practice = replace(wanted, offered={first: offered})
        return choose(CATALOGUE, Profile(), practice, CONTEXT, 0).items[0].id

    assert CATALOGUE.exercise(first).position == "stand"
    assert name_after(10) == first  # of the day before
    assert name_after(11) != first


@pytest.mark.parametrize(
    "practice", [practice_with(("walk_corridor",)), practice_with(("neck_nod",), offered="walk_corridor")]
)
def test_a_walk_that_came_today_is_not_named_first_again(practice):
    routine = replace(choose(CATALOGUE, Profile(), EMPTY, CONTEXT, 0), alternative="breathe_slow")
    assert with_walk_first(routine, CATALOGUE, Profile(), EMPTY, CONTEXT).alternative == "walk_corridor"
    assert with_walk_first(routine, CATALOGUE, Profile(), practice, CONTEXT) == routine
