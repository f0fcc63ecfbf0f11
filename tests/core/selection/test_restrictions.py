"""What pain bars where routines are chosen: by themselves, for a stiff neck and by hand; and what takes its place."""

import random
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.selection.reports import done, said
from person import MONDAY, Person, ids, workday
from uncrick.core.history.pain import REGIONS, status_of
from uncrick.core.model.profile import Profile
from uncrick.core.model.record import Record
from uncrick.core.model.suggestion import Form, Suggestion
from uncrick.core.selection import on_request
from uncrick.core.selection.restrictions import current_restrictions, with_todays_pain
from uncrick.core.selection.situation import Context
from uncrick.errors import RefusedError
from uncrick.storage import shipped_data

CATALOGUE = shipped_data.catalogue()
EXERCISES = CATALOGUE.exercises
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
NECK = [name for name, exercise in EXERCISES.items() if exercise.region == "neck"]


def veteran(**profile: object) -> Person:
    """Some weeks at it, so that budgets are whole and two items fit."""
    person = Person(CATALOGUE, Profile(asked=True, **profile))  # type: ignore[arg-type]
    person.learn(*(done("side_bend", MONDAY - day * DAY) for day in range(30, 20, -1)))
    return person


def reporting(*reports: Record, **profile: object) -> Person:
    """The same, after these reports."""
    person = veteran(**profile)
    person.learn(*reports)
    return person


def easing(name: str) -> tuple[Record, Record]:
    """Reports that lead to the gentle variant."""
    return said("hurt", MONDAY, "h", exercise=name, score=1), said("gone", MONDAY + MINUTE, of="h")


def named(suggestion: Suggestion) -> set[str]:
    return {*ids(suggestion), suggestion.alternative}


def lived(person: Person, days: int, a_day: int = 8) -> list[tuple[datetime, Suggestion]]:
    """Every break done."""
    routines = []
    for day in range(days):
        for hour in range(a_day):
            at = workday(day) + hour * HOUR + MINUTE
            routines.append((at, person.meets(at)))
            person.does(routines[-1][1], at)
    return routines


def ease(person: Person, at: datetime = MONDAY) -> Suggestion:
    return on_request.ease(CATALOGUE, person.profile, person.practice, Context(at), 1)


def hand(person: Person, name: str, at: datetime = MONDAY) -> Suggestion:
    return on_request.by_hand(CATALOGUE, name, person.practice, Context(at, level=3), person.profile)


# ---------------------------------------------------------------- rest and retirement


@pytest.mark.parametrize("name", sorted(EXERCISES))
@pytest.mark.parametrize("score", [5, 8])
def test_a_resting_or_retired_exercise_is_neither_done_nor_named(name: str, score: int) -> None:
    """T12."""
    person = reporting(
        said("hurt", MONDAY, "h", exercise=name, score=score),
        said("gone", MONDAY + MINUTE, of="h"),
        trains=True,
        equipment=frozenset(CATALOGUE.equipment),
    )

    for at, chosen in lived(person, 4):
        status = status_of(person.practice.care, name, at).status
        assert (status == "retired") is (score == 8)
        if status in ("resting", "retired"):
            assert name not in named(chosen)
            assert name not in CATALOGUE.tips[chosen.tip_id].needs
            with pytest.raises(RefusedError):
                hand(person, name, at)


def test_a_routine_and_an_alternative_are_left_for_any_pain() -> None:
    """T14, until even the last exercise hurts."""
    everything = sorted(set(EXERCISES) - {"breathe_drop", "walk_corridor"})
    for seed in range(30):
        person = replace(veteran(), seed=seed)
        some = random.Random(seed).sample(everything, len(everything) if seed == 0 else seed)
        for number, name in enumerate(some):
            person.learn(said("hurt", MONDAY, f"h{number}", exercise=name, score=4))
        chosen = person.choose(MONDAY + HOUR)

        assert chosen.items
        assert chosen.alternative
        assert chosen.alternative not in ids(chosen)
        assert not named(chosen) & set(some)
        assert 30 <= chosen.total_seconds <= 75


def test_when_all_of_the_level_hurts_no_harder_exercise_is_named() -> None:
    person = veteran()
    easy = [name for name, exercise in EXERCISES.items() if exercise.level == 1 and name != "breathe_drop"]
    person.learn(said("hurt", exercise=",".join(easy), score=5))
    chosen = person.choose(MONDAY + HOUR)

    assert ids(chosen) == ("breathe_drop",)
    assert chosen.alternative == ""


def test_when_everything_hurts_nothing_is_suggested() -> None:
    person = reporting(said("hurt", exercise=",".join(EXERCISES), score=5))
    chosen = person.choose(MONDAY + HOUR)

    assert (chosen.items, chosen.total_seconds, chosen.alternative, chosen.form) == ((), 0, "", Form.NOTHING_LEFT)
    assert chosen.tip_id in CATALOGUE.quiet_tips
    with pytest.raises(RefusedError, match="resting until Mon 10 Mar"):
        ease(person, MONDAY + HOUR)


def test_a_stand_in_takes_the_place_of_a_resting_exercise() -> None:
    """Gliding the chin back comes about as often in the week as the head turn should, and no more."""
    resting = reporting(said("hurt", MONDAY, exercise="neck_turn", score=5))
    counts = [sum("chin_tuck" in ids(chosen) for _, chosen in lived(person, 5)) for person in (veteran(), resting)]

    assert 5 <= counts[1] - counts[0] <= 10


def test_a_resting_exercise_takes_no_dose_from_another() -> None:
    person = Person(CATALOGUE)
    person.learn(*(done("side_bend", MONDAY - (7 + day) * DAY) for day in range(5)))
    person.learn(said("hurt", MONDAY - HOUR, exercise="neck_turn,neck_nod", score=5))
    reps: Counter[date] = Counter()
    for day in range(5):
        for number in range(4):
            at = workday(day) + number * 2 * HOUR
            chosen = person.meets(at)
            person.does(chosen, at)
            reps[at.date()] += sum(item.reps for item in chosen.items if item.id == "neck_tilt")

    assert sum(count >= 5 for count in reps.values()) >= 3


@pytest.mark.parametrize("barred", [{"chin_tuck"}, set(NECK)])
def test_a_stand_in_that_is_barred_itself_never_comes(barred: set[str]) -> None:
    person = reporting(said("hurt", MONDAY, exercise=",".join({"neck_turn", *barred}), score=5))

    for _, chosen in lived(person, 5):
        assert not named(chosen) & {"neck_turn", *barred}
        assert chosen.items


def test_breathing_is_left_when_all_that_moves_the_whole_body_rests() -> None:
    person = reporting(said("hurt", MONDAY, exercise="stairs", score=9))

    assert ids(ease(person)) == ("breathe_drop", "relief_hands_head")
    assert not named(person.choose(MONDAY + HOUR)) & {"walk_corridor", "reach_stand", "stairs"}


def test_a_repetition_fewer_is_never_none() -> None:
    exercise = EXERCISES["relief_hands_head"]
    restrictions = replace(
        current_restrictions(CATALOGUE, Profile(), veteran().practice.care, MONDAY), less=frozenset({exercise.id})
    )

    assert [restrictions.limit_reps(exercise, reps) for reps in (5, 2, 1)] == [4, 1, 1]


def test_a_region_that_rests_is_neither_done_nor_named_for_a_week() -> None:
    person = reporting(said("hurt", MONDAY, exercise="neck_turn", score=9))
    neck = [at for at, chosen in lived(person, 10) if named(chosen) & set(NECK)]

    assert neck
    assert min(neck).date() == MONDAY.date() + 8 * DAY
    assert "neck_turn" not in {name for at, chosen in lived(person, 3) for name in named(chosen)}


# ---------------------------------------------------------------- easier


@pytest.mark.parametrize("name", sorted(name for name, exercise in EXERCISES.items() if exercise.use == "both"))
def test_the_gentle_variant_has_its_repetitions_and_says_so(name: str) -> None:
    person = reporting(*easing(name), trains=True, equipment=frozenset(CATALOGUE.equipment))
    [item] = hand(person, name, MONDAY + HOUR).items

    assert item.variant == "gentle"
    assert item.reps == min(EXERCISES[name].gentle.reps, EXERCISES[name].reps.micro)
    assert item.seconds == EXERCISES[name].seconds(item.reps)


@pytest.mark.parametrize("name", sorted(EXERCISES))
def test_a_bit_much_takes_one_repetition_but_never_the_last(name: str) -> None:
    reports = said("hard", MONDAY, exercise=name)
    [less] = hand(reporting(reports, trains=True), name, MONDAY + HOUR).items
    [plain] = hand(veteran(trains=True), name, MONDAY + HOUR).items

    assert less.reps == max(1, plain.reps - 1)
    assert (less.variant, plain.variant) == ("less", "")


def test_a_bit_much_on_the_gentle_variant_takes_one_more() -> None:
    person = reporting(*easing("neck_nod"), said("hard", MONDAY + HOUR, exercise="neck_nod"))
    [item] = hand(person, "neck_nod", MONDAY + HOUR).items

    assert (item.reps, item.variant) == (EXERCISES["neck_nod"].gentle.reps - 1, "gentle")


def test_suggested_routines_are_eased_for_three_sessions() -> None:
    person = reporting(*easing("neck_nod"))
    variants = [item.variant for _, chosen in lived(person, 5) for item in chosen.items if item.id == "neck_nod"]

    assert variants[:3] == ["gentle"] * 3
    assert set(variants[3:]) == {""}


# ---------------------------------------------------------------- pain before a routine (F3)


SCORES = st.fixed_dictionaries({region: st.integers(0, 10) for region in REGIONS})
CONTEXTS = st.fixed_dictionaries(
    {
        "budget": st.sampled_from([30, 60, 90, 120]),
        "place": st.sampled_from(["desk", "home"]),
        "can_stand": st.booleans(),
        "discreet": st.booleans(),
        "level": st.sampled_from([1, 2, 3]),
    }
)


@given(SCORES, CONTEXTS, st.integers(0, 50))
def test_pain_drops_a_region_or_makes_it_gentle(scores: dict[str, int], context: dict[str, object], seed: int) -> None:
    """T13."""
    person = replace(veteran(equipment=frozenset(CATALOGUE.equipment)), seed=seed)
    person.learn(*(said("pain", MONDAY, region=region, score=score) for region, score in scores.items()))
    for hour in range(3):
        chosen = person.meets(MONDAY + hour * HOUR, **context)
        assert chosen.items
        for name in named(chosen):
            assert scores.get(EXERCISES[name].region, 0) < 7
        for item in chosen.items:
            score = scores.get(EXERCISES[item.id].region, 0)
            assert (item.variant == "gentle") is (score >= 4)
            assert score < 4 or item.reps <= EXERCISES[item.id].gentle.reps
        assert scores.get(EXERCISES[chosen.alternative].region, 0) < 4
        if min(scores.values()) >= 7:
            assert all(EXERCISES[item.id].area == "relief" for item in chosen.items)


def test_pain_of_yesterday_is_over() -> None:
    person = reporting(*(said("pain", MONDAY, region=region, score=9) for region in REGIONS))

    assert not set(ids(person.choose(MONDAY + HOUR))) - {"breathe_drop"}
    assert set(ids(person.choose(MONDAY + DAY))) - {"breathe_drop"}


@pytest.mark.parametrize(
    ("region", "score", "conditions"),
    [
        ("neck", 6, set()),
        ("neck", 7, {"neck_severe"}),
        ("back", 3, set()),
        ("back", 4, {"back_acute"}),
        ("back", 7, {"back_acute", "back_severe"}),
        ("shoulder", 10, set()),
    ],
)
def test_the_pain_of_today_is_a_condition_of_today(region: str, score: int, conditions: set[str]) -> None:
    person = reporting(said("pain", MONDAY, region=region, score=score), conditions=frozenset({"grip"}))
    care = person.practice.care

    assert with_todays_pain(CATALOGUE, person.profile, care, MONDAY.date()).conditions == {"grip", *conditions}
    assert with_todays_pain(CATALOGUE, person.profile, care, MONDAY.date() + DAY) == person.profile
    assert conditions <= {name for name, condition in CATALOGUE.conditions.items() if condition.scope == "today"}


# ---------------------------------------------------------------- speed


def test_a_choice_after_a_year_with_pain_takes_no_two_milliseconds() -> None:
    person = veteran(trains=True)
    for day in range(250):
        at = workday(day)
        person.does(person.meets(at), at)
        if day % 9 == 0:
            name = ids(person.choose(at + HOUR))[0]
            person.learn(said("hurt", at + HOUR, f"h{day}", exercise=name, score=day % 8))
            person.learn(said("gone", at + HOUR + MINUTE, of=f"h{day}"))
    took = []
    for hour in range(40):
        begun = process_time()
        person.choose(workday(251) + hour * HOUR)
        took.append(process_time() - begun)

    assert person.practice.care.marks
    assert sorted(took)[len(took) // 2] < 0.002
