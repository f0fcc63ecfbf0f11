"""Tips and opening lines: varied, fitting place and person, and the rules of exercising early."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from person import MONDAY, record, workday
from uncrick.core.history import practice
from uncrick.core.history.practice import EMPTY, Practice
from uncrick.core.model.profile import Profile
from uncrick.core.model.record import Kind
from uncrick.core.selection.greetings import opening
from uncrick.core.selection.tips import RULES, TIME_OFF, TipOccasion, evening, quiet, tip
from uncrick.storage import shipped_data

CATALOGUE = shipped_data.catalogue()
NOBODY = Profile()
NECK = ("neck_turn", "blade_squeeze", "reach_stand")
HANG = ("neck_turn", "blade_squeeze", "bar_hang_feet")
A_DAY = 8


def occasion(at: datetime = MONDAY, place: str = "desk", ids: tuple[str, ...] = NECK) -> TipOccasion:
    return TipOccasion(at.date(), place, [CATALOGUE.exercise(name) for name in ids])


def at(number: int) -> datetime:
    """When the prompt of that number comes, eight a day from a Monday in March on."""
    return workday(number // A_DAY) + timedelta(hours=number % A_DAY)


def shown(
    count: int, seed: int, profile: Profile = NOBODY, place: str = "desk", ids: tuple[str, ...] = NECK
) -> list[str]:
    """Ids of the tips of that many prompts running."""
    past, names = EMPTY, []
    for number in range(count):
        names.append(tip(CATALOGUE, profile, past, occasion(at(number), place, ids), seed + number).id)
        entry = record(Kind.PROMPTED, at(number), tip=names[-1])
        past = practice.learn(past, entry, UTC, CATALOGUE.history_rules)
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


@pytest.mark.parametrize("kind", ["sleep", "care", "treatment"])
@pytest.mark.parametrize("seed", range(10))
def test_bed_and_treatment_come_at_most_once_in_a_month(seed: int, kind: str) -> None:
    names = shown(330, seed, place="home")
    days = [
        at(number).date()
        for number, name in enumerate(names)
        if CATALOGUE.tips[name].seldom and CATALOGUE.tips[name].kind == kind
    ]

    assert days
    assert all((later - sooner).days >= 30 for sooner, later in pairwise(days))


def every(profile: Profile, place: str = "desk", ids: tuple[str, ...] = NECK) -> set[str]:
    """All tips that this person ever meets."""
    return {name for seed in range(12) for name in shown(80, seed * 999, profile, place, ids)}


BAR = {entry.id for entry in CATALOGUE.tips.values() if entry.kind == "bar"}
OWNER = Profile(equipment=frozenset({"bar"}))


def test_bar_tips_come_only_with_a_hang_that_is_offered() -> None:
    assert not BAR & every(OWNER)
    assert every(OWNER, ids=HANG) >= BAR
    assert not BAR & every(NOBODY, ids=HANG)


def test_bar_tips_stay_away_where_no_hang_is_safe() -> None:
    unstable = frozenset({"shoulder_unstable"})

    assert not BAR & every(replace(OWNER, conditions=unstable), ids=HANG)
    assert "bar_get" not in every(Profile(conditions=unstable))


def test_stairs_are_recommended_to_those_who_may_and_have_them() -> None:
    assert "stairs" in every(NOBODY)
    assert "stairs" not in every(Profile(lacks=frozenset({"stairs"})))
    assert "stairs" not in every(Profile(conditions=frozenset({"balance"})))


def test_home_tips_stay_at_home_and_office_tips_in_the_office() -> None:
    when = {name: entry.when for name, entry in CATALOGUE.tips.items()}

    assert not {name for name in every(NOBODY) if when[name] == "home"}
    assert not {name for name in every(NOBODY, "home") if when[name] == "office"}
    assert {name for name in every(NOBODY, "home") if when[name] == "home"}


# ---------------------------------------------------------------- what reaches everybody once


@pytest.mark.parametrize("seed", range(10))
def test_the_bar_the_ball_and_the_pool_reach_everybody_once(seed: int) -> None:
    names = shown(320, seed)

    assert [names.count(name) for name in ("bar_get", "ball", "swim", "monitor_two")] == [1, 1, 1, 1]


def test_whoever_has_a_bar_or_a_ball_is_not_told_to_get_one() -> None:
    assert not {"bar_get", "ball"} & every(Profile(equipment=frozenset({"bar", "ball"})))


@pytest.mark.parametrize("month", range(1, 13))
def test_the_scarf_comes_in_the_cold_months(month: int) -> None:
    cold = occasion(datetime(2025, month, 10, 9, 0, tzinfo=UTC))
    names = {tip(CATALOGUE, NOBODY, EMPTY, cold, seed).id for seed in range(600)}

    assert ("scarf" in names) is (month in (10, 11, 12, 1, 2, 3))


# ---------------------------------------------------------------- how exercises are done


def test_a_tip_on_how_it_is_done_comes_with_an_exercise_that_it_is_about() -> None:
    about = {"pace", "breath", "letgo", "stop_hurts", "next_day"}

    assert not about & every(NOBODY, ids=("walk_corridor", "stairs"))
    assert {name for name in every(NOBODY, ids=("neck_turn", "walk_corridor")) if name in about} == {
        "pace",
        "stop_hurts",
        "next_day",
    }


# ---------------------------------------------------------------- the desk check


def test_each_question_of_the_desk_check_has_a_tip() -> None:
    assert len(CATALOGUE.checks) == 9
    assert {entry.check for entry in CATALOGUE.tips.values()} - {""} == set(CATALOGUE.checks)


@pytest.mark.parametrize("seed", range(10))
def test_without_an_answer_a_tip_on_the_desk_comes_once(seed: int) -> None:
    counts = Counter(shown(320, seed))

    assert {counts[entry.id] for entry in CATALOGUE.tips.values() if entry.check} == {1}


@pytest.mark.parametrize("seed", range(10))
def test_what_is_not_yet_so_comes_back_weekly(seed: int) -> None:
    names = shown(320, seed, Profile(desk_open=frozenset({"mouse"})))
    days = [at(number).date() for number, name in enumerate(names) if name == "mouse_close"]

    assert len(days) >= 7
    assert all(7 <= (later - sooner).days <= 10 for sooner, later in pairwise(days))


def test_what_is_done_is_silent() -> None:
    assert "mouse_close" in every(NOBODY)
    assert "mouse_close" not in every(Profile(desk_done=frozenset({"mouse"})))


# ---------------------------------------------------------------- the evening


def evenings(count: int, past: Practice = EMPTY) -> list[str]:
    names: list[str] = []
    for number in range(count):
        chosen = evening(CATALOGUE, NOBODY, past, workday(number).date(), number, names[-22:])
        names.append(chosen.id if chosen else "-")
    return names


def test_the_evening_line_has_tips_for_the_time_off_and_none_about_treatment() -> None:
    kinds = {CATALOGUE.tips[name].kind for name in evenings(60) if name != "-"}

    assert kinds == TIME_OFF


def test_the_evening_line_has_none_of_the_last_month() -> None:
    names = evenings(80)

    assert all(name == "-" or name not in names[max(0, at - 22) : at] for at, name in enumerate(names))
    assert sum(name != "-" for name in names) >= 8


def test_the_evening_line_repeats_none_of_the_last_prompts() -> None:
    past = Practice(tips=("stress", "food"))

    assert not {*evenings(20, past)} & set(past.tips)


def test_a_break_without_exercises_has_a_tip_that_is_none_of_the_last_ten() -> None:
    practice, shown_tips = EMPTY, []
    for seed in range(60):
        shown_tips.append(quiet(CATALOGUE, practice, seed).id)
        practice = replace(practice, tips=(*practice.tips, shown_tips[-1])[-10:])
    assert all(name not in shown_tips[max(0, number - 10) : number] for number, name in enumerate(shown_tips))
    assert set(shown_tips) == set(CATALOGUE.quiet_tips)


def test_the_same_seed_gives_the_same_tip() -> None:
    assert tip(CATALOGUE, NOBODY, EMPTY, occasion(), 5) == tip(CATALOGUE, NOBODY, EMPTY, occasion(), 5)
    assert len({tip(CATALOGUE, NOBODY, EMPTY, occasion(), seed).id for seed in range(50)}) > 10


def test_heavier_kinds_come_more_often() -> None:
    drawn = [tip(CATALOGUE, NOBODY, EMPTY, occasion(), seed).kind for seed in range(2000)]
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

    assert tip(weightless, NOBODY, EMPTY, occasion(), 1).id in CATALOGUE.tips


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
