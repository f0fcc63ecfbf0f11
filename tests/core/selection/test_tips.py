"""Tips and opening lines: varied, fitting place and person, and the rules of exercising early."""

from dataclasses import replace
from itertools import pairwise

import pytest

from person import MONDAY, record
from uncrick.core.history import practice
from uncrick.core.history.practice import EMPTY, Practice
from uncrick.core.model.profile import Profile
from uncrick.core.model.record import Kind
from uncrick.core.selection.greetings import opening
from uncrick.core.selection.tips import RULES, TIME_OFF, evening, quiet, tip
from uncrick.storage import shipped_data

CATALOGUE = shipped_data.catalogue()
NOBODY = Profile()


def shown(count: int, seed: int, profile: Profile = NOBODY, place: str = "desk") -> list[str]:
    """Ids of the tips of that many prompts running."""
    past, names = EMPTY, []
    for number in range(count):
        names.append(tip(CATALOGUE, profile, past, place, seed + number).id)
        past = practice.learn(
            past, record(Kind.PROMPTED, MONDAY, tip=names[-1]), MONDAY.tzinfo, CATALOGUE.history_rules
        )  # type: ignore[arg-type]
    return names


@pytest.mark.parametrize("seed", range(30))
def test_no_tip_comes_twice_in_ten(seed: int) -> None:
    names = shown(120, seed)

    assert all(name not in names[max(0, at - 10) : at] for at, name in enumerate(names))


@pytest.mark.parametrize("seed", range(30))
def test_two_tips_running_are_of_different_kinds(seed: int) -> None:
    kinds = [CATALOGUE.tips[name].kind for name in shown(120, seed)]

    assert all(a != b for a, b in pairwise(kinds))


@pytest.mark.parametrize("place", ["desk", "home"])
@pytest.mark.parametrize("seed", range(30))
def test_each_rule_comes_within_the_first_thirty(seed: int, place: str) -> None:
    rules = {entry.id for entry in CATALOGUE.tips.values() if entry.kind == RULES}

    assert rules <= set(shown(30, seed * 1000, place=place))
    assert len(rules) == 6


@pytest.mark.parametrize("seed", range(30))
def test_mattress_pillow_treatment_and_food_come_at_most_once_in_ten(seed: int) -> None:
    seldom = [CATALOGUE.tips[name].seldom for name in shown(120, seed, place="home")]

    assert any(seldom)
    assert all(sum(seldom[at : at + 10]) <= 1 for at in range(len(seldom)))


def every(profile: Profile, place: str = "desk") -> set[str]:
    """All tips that this person ever meets."""
    return {name for seed in range(12) for name in shown(80, seed * 999, profile, place)}


def test_bar_tips_come_only_with_a_bar() -> None:
    bar = {entry.id for entry in CATALOGUE.tips.values() if entry.kind == "bar"}

    assert not bar & every(NOBODY)
    assert bar <= every(Profile(equipment=frozenset({"bar"})))
    assert bar <= every(Profile(equipment=frozenset({"bar_fixed"})))


def test_bar_tips_stay_away_where_no_hang_is_safe() -> None:
    names = every(Profile(equipment=frozenset({"bar"}), conditions=frozenset({"shoulder_unstable"})))

    assert not any(CATALOGUE.tips[name].kind == "bar" for name in names)


def test_stairs_are_recommended_only_to_those_who_may_and_have_them() -> None:
    stairs = frozenset({"stairs"})

    assert "stairs" not in every(NOBODY)
    assert "stairs" in every(Profile(equipment=stairs))
    assert "stairs" not in every(Profile(equipment=stairs, conditions=frozenset({"balance"})))


def test_home_tips_stay_at_home_and_office_tips_in_the_office() -> None:
    when = {name: entry.when for name, entry in CATALOGUE.tips.items()}

    assert not {name for name in every(NOBODY) if when[name] == "home"}
    assert not {name for name in every(NOBODY, "home") if when[name] == "office"}
    assert {name for name in every(NOBODY, "home") if when[name] == "home"}


def test_the_evening_line_has_tips_for_the_time_off_and_none_about_treatment() -> None:
    names = {evening(CATALOGUE, NOBODY, EMPTY, seed).id for seed in range(300)}

    assert names == {entry.id for entry in CATALOGUE.tips.values() if entry.kind in TIME_OFF}
    assert not {"hands_on", "hands_on_check"} & names


def test_the_evening_line_has_each_of_its_tips_before_one_comes_again() -> None:
    names: list[str] = []
    for seed in range(40):
        names.append(evening(CATALOGUE, NOBODY, EMPTY, seed, names[-12:]).id)
    own = len({entry.id for entry in CATALOGUE.tips.values() if entry.kind in TIME_OFF})

    assert len(set(names[:own])) == own
    assert all(a != b for a, b in pairwise(names))


def test_the_evening_line_repeats_none_of_the_last_prompts() -> None:
    past = Practice(tips=("mattress", "food"))

    assert not {evening(CATALOGUE, NOBODY, past, seed).id for seed in range(200)} & set(past.tips)


def test_the_evening_line_says_something_even_if_all_came_lately() -> None:
    past = Practice(tips=tuple(entry.id for entry in CATALOGUE.tips.values() if entry.kind in TIME_OFF))

    assert evening(CATALOGUE, NOBODY, past, 1).kind in TIME_OFF


def test_a_break_without_exercises_has_a_tip_that_is_none_of_the_last_ten() -> None:
    practice, shown_tips = EMPTY, []
    for seed in range(60):
        shown_tips.append(quiet(CATALOGUE, practice, seed).id)
        practice = replace(practice, tips=(*practice.tips, shown_tips[-1])[-10:])
    assert all(name not in shown_tips[max(0, number - 10) : number] for number, name in enumerate(shown_tips))
    assert set(shown_tips) == set(CATALOGUE.quiet_tips)


def test_the_same_seed_gives_the_same_tip() -> None:
    assert tip(CATALOGUE, NOBODY, EMPTY, "desk", 5) == tip(CATALOGUE, NOBODY, EMPTY, "desk", 5)
    assert len({tip(CATALOGUE, NOBODY, EMPTY, "desk", seed).id for seed in range(50)}) > 10


def test_heavier_kinds_come_more_often() -> None:
    drawn = [tip(CATALOGUE, NOBODY, EMPTY, "desk", seed).kind for seed in range(2000)]
    counts = {entry.kind: 0 for entry in CATALOGUE.tips.values()}
    for kind in drawn:
        counts[kind] += 1
    each = {
        kind: sum(entry.kind == kind and entry.when in ("any", "desk") for entry in CATALOGUE.tips.values())
        for kind in counts
    }

    assert counts["monitor"] / each["monitor"] > 2 * counts["life"] / each["life"]


def test_a_catalogue_whose_weights_are_all_zero_still_gives_a_tip() -> None:
    weightless = replace(CATALOGUE, weights=dict.fromkeys({entry.kind for entry in CATALOGUE.tips.values()}, 0.0))

    assert tip(weightless, NOBODY, EMPTY, "desk", 1).id in CATALOGUE.tips


@pytest.mark.parametrize("seed", range(20))
def test_no_opening_line_comes_twice_in_five(seed: int) -> None:
    past, names = EMPTY, []
    for number in range(60):
        names.append(opening(CATALOGUE, past, seed + number))
        past = practice.learn(
            past, record(Kind.PROMPTED, MONDAY, opening=names[-1]), MONDAY.tzinfo, CATALOGUE.history_rules
        )  # type: ignore[arg-type]

    assert all(line not in names[max(0, at - 5) : at] for at, line in enumerate(names))
    assert set(names) == set(CATALOGUE.openings)


def test_opening_lines_are_eight_or_more_of_four_words_at_most() -> None:
    assert len(set(CATALOGUE.openings)) >= 8
    assert all(len(line.split()) <= 4 for line in CATALOGUE.openings)
