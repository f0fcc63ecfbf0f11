"""The article's dose and variety, held over days of eight prompts: who does six, who does half, who never reacts."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import combinations, pairwise
from random import Random

import pytest

from person import Person, ids, record, veteran, workday
from uncrick.core.model.profile import Profile
from uncrick.core.model.record import Item, Kind
from uncrick.core.model.suggestion import Suggestion
from uncrick.core.presentation.prompt_text import prompt
from uncrick.storage import shipped_data

CATALOGUE = shipped_data.catalogue()
EXERCISES = CATALOGUE.exercises
NECKS = ("neck_nod", "neck_turn", "neck_tilt")
PRESSES = {"neck_press_fb", "neck_press_lr"}
A_DAY = 8
APART = timedelta(minutes=62)


def day(person: Person, number: int, done: set[int], **context: object) -> Iterator[tuple[Suggestion, bool]]:
    """The prompts of one working day, of which those of these numbers are done."""
    for prompt_number in range(A_DAY):
        at = workday(number) + prompt_number * APART
        suggestion = person.meets(at, **context)
        if prompt_number in done:
            person.does(suggestion, at)
        yield suggestion, prompt_number in done


def weeks(
    share: int, days: int, profile: Profile | None = None, seed: int = 7, **context: object
) -> list[list[Suggestion]]:
    """What was done on each day, by a person who does so many of the eight prompts of a day."""
    chance, person = Random(seed), Person(CATALOGUE, profile or Profile(asked=True), seed=seed)
    lived = []
    for number in range(days):
        done = set(chance.sample(range(A_DAY), share))
        lived.append([suggestion for suggestion, was_done in day(person, number, done, **context) if was_done])
    return lived


def reps(suggestions: list[Suggestion]) -> Counter[str]:
    dose: Counter[str] = Counter()
    for suggestion in suggestions:
        dose.update({item.id: item.reps for item in suggestion.items})
    return dose


# ---------------------------------------------------------------- dose


def test_whichever_two_of_eight_are_left_out_the_neck_has_its_dose() -> None:
    """But for one case of 28, in which the pause of two hours between two times is in the way."""
    fourth = Person(CATALOGUE)
    for number in range(3):
        list(day(fourth, number, {*range(A_DAY)}))

    short = []
    for left_out in combinations(range(A_DAY), 2):
        person = replace(fourth)
        dose = reps([made for made, done in day(person, 3, {*range(A_DAY)} - {*left_out}) if done])
        assert all(dose[name] in (5, 10) for name in NECKS)
        short += [left_out] if any(dose[name] < 10 for name in NECKS) else []
    assert len(short) <= 1


@pytest.mark.parametrize("seed", range(5))
def test_six_of_eight_give_five_twice_a_day_from_the_fourth_day_on(seed: int) -> None:
    days = [reps(done) for done in weeks(6, 10, seed=seed)[3:]]

    assert all(5 <= dose[name] <= 10 for dose in days for name in NECKS)
    assert sum(all(dose[name] == 10 for name in NECKS) for dose in days) >= 0.8 * len(days)


def test_a_third_move_does_not_cost_the_neck_its_dose() -> None:
    """Beside the tilt and a long stretch only the shrug has room, but the two were the title of a break before."""
    person, noon = veteran(), workday(0).replace(hour=12)
    for name in ("neck_nod", "neck_turn"):
        person.trained(name, noon, reps=10)
    items = tuple(
        Item(name, name, reps, EXERCISES[name].seconds(reps)) for name, reps in (("neck_tilt", 5), ("shrug", 1))
    )
    person.learn(record(Kind.PROMPTED, noon, items, None, prompt="noon", showing=1))
    person.learn(record(Kind.DONE, noon, items, noon + timedelta(minutes=2), credited=True, seconds=120))
    person.learn(record(Kind.PROMPTED, noon + timedelta(hours=1), (), None, prompt="later", showing=1))
    newest = dict.fromkeys(EXERCISES, 99) | {"hip_stretch": 1, "shrug": 2}
    person.practice = replace(person.practice, suggested=newest)

    assert "neck_tilt" in ids(person.choose(noon + timedelta(hours=3), budget=120, level=2))


@pytest.mark.parametrize("seed", range(5))
def test_who_does_half_gets_half(seed: int) -> None:
    days = [reps(done) for done in weeks(4, 20, seed=seed)[3:]]

    for name in NECKS:
        assert 4 <= sum(dose[name] for dose in days) / len(days) <= 8


def test_the_three_neck_moves_take_turns_over_the_day() -> None:
    for done in weeks(8, 8)[3:]:
        order = [item.id for suggestion in done for item in suggestion.items if item.id in NECKS]
        assert all(len({*order[at : at + 3]}) == 3 for at in range(len(order) - 2))


def test_from_the_fourth_day_on_a_break_has_two_different_moves_in_75_seconds() -> None:
    for done in weeks(8, 12)[3:]:
        for suggestion in done:
            regions = [EXERCISES[name].region for name in ids(suggestion)]
            assert len(regions) == 2
            assert regions.count("neck") <= 1
            assert suggestion.total_seconds <= 75


def test_the_first_three_days_have_one_move_of_45_seconds() -> None:
    for done in weeks(8, 3):
        assert {len(suggestion.items) for suggestion in done} == {1}
        assert max(suggestion.total_seconds for suggestion in done) <= 45


def test_the_first_two_weeks_have_the_first_three_neck_moves() -> None:
    for done in weeks(8, 10):
        assert not any({*ids(suggestion)} & (PRESSES | {"shrug"}) for suggestion in done)


@pytest.mark.parametrize("group", [PRESSES, {"shrug"}])
def test_presses_and_shrugs_come_three_times_a_week_once_they_are_known(group: set[str]) -> None:
    lived = weeks(8, 30)
    for week in (4, 5):
        days = lived[5 * week : 5 * week + 5]
        assert sum(any({*ids(suggestion)} & group for suggestion in done) for done in days) >= 3


def test_each_area_has_a_move_that_fits_beside_a_whole_neck_set() -> None:
    """So that none of eyes, hands, legs and back waits for a break without the neck."""
    numbers = CATALOGUE.numbers
    neck = max(EXERCISES[name].seconds(5) for name in NECKS)
    room = 75 - numbers.end_relax_s - neck - numbers.transition_s
    fitting = {
        exercise.area for exercise in EXERCISES.values() if exercise.use == "both" and exercise.seconds(1) <= room
    }

    assert fitting >= {"shoulders", "upper_back", "lower_back", "whole_body", "hands", "eyes", "legs"}


# ---------------------------------------------------------------- variety


PEOPLE = {
    "all": (8, Profile(asked=True), {}, 16),
    "six of eight": (6, Profile(asked=True), {}, 16),
    "half": (4, Profile(asked=True), {}, 16),
    "at home with mat and bar": (
        6,
        Profile(True, equipment=frozenset({"mat", "bar"}), place="home", home_session=True),
        {"place": "home"},
        20,
    ),
    "never reacts": (0, Profile(), {}, 9),
    "seated": (6, Profile(asked=True), {"can_stand": False}, 12),
}


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("seed", [1, 2])
def test_no_title_twice_a_day_and_no_three_of_them_a_third(name: str, seed: int) -> None:
    share, profile, context, different = PEOPLE[name]
    chance, person = Random(seed), Person(CATALOGUE, profile, seed=seed)
    titles: Counter[str] = Counter()
    seen: set[str] = set()
    alternatives: Counter[str] = Counter()
    for number in range(20):
        shown = [made for made, _ in day(person, number, {*chance.sample(range(A_DAY), share)}, **context)]
        today = [prompt(suggestion, CATALOGUE).summary for suggestion in shown]
        assert len({*today}) == len(today)
        titles.update(today)
        seen.update(name for suggestion in shown for name in ids(suggestion))
        alternatives.update(suggestion.alternative for suggestion in shown)

    assert sum(count for _, count in titles.most_common(3)) < 0.35 * titles.total()
    assert len(seen) >= different
    assert max(alternatives.values()) <= 0.3 * alternatives.total()


def test_discreet_and_seated_moves_are_enough_for_nine() -> None:
    person = Person(CATALOGUE, Profile(asked=True))
    seen = {
        name
        for number in range(20)
        for made, _ in day(person, number, {*range(6)}, discreet=True)
        for name in ids(made)
    }

    assert len(seen) >= 9


# ---------------------------------------------------------------- the other option


def offered(profile: Profile, days: int = 20, **context: object) -> list[list[str]]:
    person = Person(CATALOGUE, profile)
    return [[made.alternative for made, _ in day(person, number, {0, 2, 4}, **context)] for number in range(days)]


def test_stretch_and_bend_come_at_least_as_often_as_the_walk() -> None:
    counts = Counter(name for names in offered(Profile(asked=True)) for name in names)

    assert counts["reach_stand"] + counts["side_bend"] + counts["forward_bend"] >= counts["walk_corridor"] > 0


def test_whoever_has_a_bar_is_offered_a_hang_every_second_day() -> None:
    owner = Profile(True, equipment=frozenset({"bar"}), place="home")
    hangs = [any(name.startswith("bar_") for name in names) for names in offered(owner, place="home")]

    assert all(a or b for a, b in pairwise(hangs))


@pytest.mark.parametrize(("thing", "exercise"), [("stairs", "stairs"), ("walk_space", "walk_corridor")])
def test_stairs_and_a_corridor_are_there_until_denied(thing: str, exercise: str) -> None:
    def names(profile: Profile) -> set[str]:
        return {name for names in offered(profile, 5) for name in names}

    assert exercise in names(Profile(asked=True))
    assert exercise not in names(Profile(asked=True, lacks=frozenset({thing})))
