"""The choice of a routine: what holds for any input, and over days and weeks."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from person import FALLBACK, MONDAY, Person, ids, workday
from uncrick.core.history.practice import EMPTY
from uncrick.core.model.profile import Profile
from uncrick.core.selection import on_request
from uncrick.core.selection.choose import choose
from uncrick.core.selection.situation import Context
from uncrick.errors import RefusedError
from uncrick.storage import shipped_data

CATALOGUE = shipped_data.catalogue()
EXERCISES = CATALOGUE.exercises
TAGS = tuple(CATALOGUE.conditions)
NECKS = ("neck_nod", "neck_turn", "neck_tilt")
BUDGETS = (30, 45, 60, 75, 90, 105, 120)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)

# ---------------------------------------------------------------- any single choice


@given(
    budget=st.sampled_from(BUDGETS),
    conditions=st.sets(st.sampled_from(TAGS)),
    equipment=st.sets(st.sampled_from(tuple(CATALOGUE.equipment))),
    place=st.sampled_from(("desk", "home")),
    asked=st.booleans(),
    can_stand=st.booleans(),
    discreet=st.booleans(),
    level=st.integers(1, 3),
    seed=st.integers(0, 2**64),
    exclude=st.sets(st.sampled_from(tuple(EXERCISES)), max_size=3),
    old=st.booleans(),
)
def test_any_choice_is_safe_fits_has_an_alternative_and_can_be_repeated(
    budget: int,
    conditions: set[str],
    equipment: set[str],
    place: str,
    asked: bool,
    can_stand: bool,
    discreet: bool,
    level: int,
    seed: int,
    exclude: set[str],
    old: bool,
) -> None:
    profile = Profile(asked, frozenset(conditions), frozenset(equipment), place)
    context = Context(MONDAY, budget, place, can_stand, discreet, level, frozenset(exclude))
    practice = replace(EMPTY, active_days=9) if old else EMPTY

    suggestion = choose(CATALOGUE, profile, practice, context, seed)

    assert suggestion == choose(CATALOGUE, profile, practice, context, seed)
    assert 30 <= suggestion.total_seconds <= budget
    named = [EXERCISES[name] for name in (*ids(suggestion), suggestion.alternative)]
    assert len({e.id for e in named}) == len(suggestion.items) + 1
    assert all(not conditions & set(e.contraindications) for e in named)
    assert not (set(ids(suggestion)) & exclude - {FALLBACK})


def test_a_budget_out_of_range_is_brought_within() -> None:
    person = Person(CATALOGUE, practice=replace(EMPTY, active_days=9))

    assert person.choose(MONDAY, budget=10).total_seconds == 30
    assert person.choose(MONDAY, budget=900).total_seconds <= 120


def test_the_same_seed_all_day_still_draws_anew() -> None:
    openings = {person_after(prompts).choose(MONDAY).opening for prompts in range(30)}

    assert len(openings) > 3


def person_after(prompts: int) -> Person:
    return Person(CATALOGUE, practice=replace(EMPTY, prompts=prompts))


@pytest.mark.parametrize("tag", TAGS)
def test_a_single_condition_leaves_out_all_that_carry_it(tag: str) -> None:
    person = Person(CATALOGUE, Profile(True, frozenset({tag}), frozenset(CATALOGUE.equipment), trains=True))
    carriers = {e.id for e in EXERCISES.values() if tag in e.contraindications}
    assert carriers
    for day in range(10):
        for hour in range(8):
            at = workday(day) + hour * HOUR
            suggestion = person.meets(at, budget=90, place=("desk", "home")[day % 2])
            eased = on_request.ease(CATALOGUE, person.profile, person.practice, Context(at), day)
            assert not carriers & {*ids(suggestion), suggestion.alternative, *ids(eased), eased.alternative}
            person.does(suggestion, at)
    for name in carriers:
        with pytest.raises(RefusedError):
            on_request.by_hand(CATALOGUE, name, person.practice, Context(MONDAY), person.profile)


@pytest.mark.parametrize("can_stand", [True, False])
def test_with_every_condition_there_are_still_two_options(can_stand: bool) -> None:
    person = Person(CATALOGUE, Profile(True, frozenset(TAGS)))
    for hour in range(6):
        suggestion = person.meets(MONDAY + hour * HOUR, can_stand=can_stand)
        options = {*ids(suggestion), suggestion.alternative}
        assert len(options) == 2
        assert not any(EXERCISES[name].contraindications for name in options)
        person.does(suggestion, MONDAY + hour * HOUR)


# ---------------------------------------------------------------- days and weeks


def days(
    budget: int, level: int, seed: int, a_day: int = 8, weeks: int = 4, start: int = 0
) -> dict[date, Counter[str]]:
    """Everything is done, every hour: repetitions by day and exercise."""
    person = Person(CATALOGUE, seed=seed)
    reps: dict[date, Counter[str]] = {}
    for day in range(start, start + 5 * weeks):
        for hour in range(a_day):
            at = workday(day) + hour * HOUR
            suggestion = person.meets(at, budget=budget, level=level)
            person.does(suggestion, at + timedelta(seconds=20))
            for item in suggestion.items:
                reps.setdefault(at.date(), Counter())[item.id] += item.reps
    return reps


@pytest.mark.parametrize("start", range(5))
@pytest.mark.parametrize("level", [1, 2])
@pytest.mark.parametrize("budget", [60, 75, 90, 120])
def test_from_the_fourth_day_on_each_neck_move_gets_five_to_ten_repetitions_a_day(
    budget: int, level: int, start: int
) -> None:
    reps = days(budget, level, seed=start * 101 + level, start=start)

    for day in list(reps)[3:]:
        assert all(5 <= reps[day][name] <= 10 for name in NECKS), (day, reps[day])


def test_the_necks_dose_is_spread_over_the_day() -> None:
    person = Person(CATALOGUE)
    for day in range(8):
        leads = []
        for hour in range(8):
            at = workday(day) + hour * 62 * MINUTE
            suggestion = person.meets(at)
            leads += [name for name in ids(suggestion) if name in NECKS]
            person.does(suggestion, at)
        if day >= 3:
            assert sorted(leads) == sorted(2 * NECKS)
            assert all(len({*leads[at : at + 3]}) == 3 for at in range(4))


@pytest.mark.parametrize(
    ("budget", "level", "a_day", "least"),
    [
        (60, 1, 8, None),
        (90, 1, 8, None),
        (90, 2, 8, None),
        (60, 1, 4, 1),
        (90, 1, 4, 1),
    ],
)
def test_every_area_gets_its_share_of_the_week(budget: int, level: int, a_day: int, least: int | None) -> None:
    quota = CATALOGUE.numbers.weekly_quota
    for seed in range(4):
        person = Person(CATALOGUE, seed=seed)
        for week in range(5):
            done: Counter[str] = Counter()
            for day in range(5):
                for hour in range(a_day):
                    at = workday(5 * week + day) + hour * HOUR
                    suggestion = person.meets(at, budget=budget, level=level)
                    person.does(suggestion, at)
                    done.update(EXERCISES[name].area for name in ids(suggestion))
            # The first week has the early days; presses are met one by one after that
            for area, whole in quota.items() if week > 1 else ():
                if area == "neck_strength" and level == 1:
                    assert not done[area]
                else:
                    needed = (
                        whole if least is None else 3 if area in ("neck_flexext", "neck_turn", "neck_side") else least
                    )
                    assert done[area] >= needed, (week, area, done)
