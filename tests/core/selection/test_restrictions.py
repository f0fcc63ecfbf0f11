"""What pain bars where routines are chosen: by themselves, for a stiff neck and by hand; and what takes its place."""

import random
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.history import pain_stories
from person import MONDAY, Person, ids, workday
from uncrick.core.history.pain import REGIONS, status_of
from uncrick.core.model.profile import Profile
from uncrick.core.model.record import Fact, Record
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


def said(word: str, at: datetime = MONDAY, id_: str = "", **detail: Fact) -> Record:
    return pain_stories.answer(word, (at - MONDAY) / DAY, id_, **detail)


def done(name: str, at: datetime) -> Record:
    return pain_stories.done(name, (at - MONDAY) / DAY)


def veteran(**profile: object) -> Person:
    """Some weeks at it, so that budgets are whole and two items fit."""
    person = Person(CATALOGUE, Profile(asked=True, **profile))  # type: ignore[arg-type]
    person.learn(*(done("side_bend", MONDAY - day * DAY) for day in range(30, 20, -1)))
    return person


def named(suggestion: Suggestion) -> set[str]:
    return {*ids(suggestion), suggestion.alternative}


def lived(person: Person, days: int, a_day: int = 8) -> list[tuple[datetime, Suggestion]]:
    """Every break done."""
    met = []
    for day in range(days):
        for hour in range(a_day):
            at = workday(day) + hour * HOUR + MINUTE
            met.append((at, person.meets(at)))
            person.does(met[-1][1], at)
    return met


def ease(person: Person, at: datetime = MONDAY) -> Suggestion:
    return on_request.ease(CATALOGUE, person.profile, person.practice, Context(at), 1)


def hand(person: Person, name: str, at: datetime = MONDAY) -> Suggestion:
    return on_request.by_hand(CATALOGUE, name, person.practice, Context(at, level=3), person.profile)


def refusal(person: Person, name: str, at: datetime = MONDAY) -> str:
    with pytest.raises(RefusedError) as refused:
        hand(person, name, at)
    return f"{refused.value.title}: {refused.value.message}"


# ---------------------------------------------------------------- rest and retirement


@pytest.mark.parametrize("name", sorted(EXERCISES))
@pytest.mark.parametrize("score", [5, 8])
def test_what_rests_or_is_retired_is_neither_done_nor_named(name: str, score: int) -> None:
    """T12."""
    person = veteran(trains=True, equipment=frozenset(CATALOGUE.equipment))
    person.learn(said("hurt", MONDAY, "h", exercise=name, score=score), said("gone", MONDAY + MINUTE, of="h"))

    for at, found in lived(person, 4):
        status = status_of(person.practice.care, name, at).status
        assert (status == "retired") is (score == 8)
        if status in ("resting", "retired"):
            assert name not in named(found)
            assert name not in CATALOGUE.tips[found.tip_id].needs
            with pytest.raises(RefusedError):
                hand(person, name, at)


def test_whatever_hurts_a_routine_and_an_alternative_are_left() -> None:
    """T14, until even the last exercise hurts."""
    everything = sorted(set(EXERCISES) - {"breathe_drop", "walk_corridor"})
    for seed in range(30):
        person = replace(veteran(), seed=seed)
        some = random.Random(seed).sample(everything, len(everything) if seed == 0 else seed)
        for number, name in enumerate(some):
            person.learn(said("hurt", MONDAY, f"h{number}", exercise=name, score=4))
        found = person.choose(MONDAY + HOUR)

        assert found.items
        assert found.alternative
        assert found.alternative not in ids(found)
        assert not named(found) & set(some)
        assert 30 <= found.total_seconds <= 60


def test_where_everything_of_the_level_hurts_no_harder_exercise_is_named() -> None:
    person = veteran()
    easy = [name for name, exercise in EXERCISES.items() if exercise.level == 1 and name != "breathe_drop"]
    person.learn(said("hurt", exercise=",".join(easy), score=5))
    found = person.choose(MONDAY + HOUR)

    assert ids(found) == ("breathe_drop",)
    assert found.alternative == ""


def test_where_everything_hurts_nothing_is_suggested() -> None:
    person = veteran()
    person.learn(said("hurt", exercise=",".join(EXERCISES), score=5))
    found = person.choose(MONDAY + HOUR)

    assert (found.items, found.total_seconds, found.alternative, found.form) == ((), 0, "", Form.NOTHING_LEFT)
    assert found.tip_id in CATALOGUE.quiet_tips
    with pytest.raises(RefusedError, match="resting until Mon 10 Mar"):
        ease(person, MONDAY + HOUR)


def test_the_stand_in_takes_the_place_of_what_rests() -> None:
    """The chin glide comes about as often in the week as the head turn should, and no more."""
    resting, plain = veteran(), veteran()
    resting.learn(said("hurt", MONDAY, exercise="neck_turn", score=5))
    counts = [sum("chin_tuck" in ids(found) for _, found in lived(person, 5)) for person in (plain, resting)]

    assert counts[0] == 0
    assert 5 <= counts[1] <= 10


def test_what_rests_takes_no_dose_from_what_does_not() -> None:
    person = Person(CATALOGUE)
    person.learn(*(done("side_bend", MONDAY - (7 + day) * DAY) for day in range(5)))
    person.learn(said("hurt", MONDAY - HOUR, exercise="neck_turn,neck_nod", score=5))
    reps: Counter[date] = Counter()
    for day in range(5):
        for number in range(4):
            at = workday(day) + number * 2 * HOUR
            found = person.meets(at)
            person.does(found, at)
            reps[at.date()] += sum(item.reps for item in found.items if item.id == "neck_tilt")

    assert sum(count >= 5 for count in reps.values()) >= 3


@pytest.mark.parametrize("barred", [{"chin_tuck"}, set(NECK)])
def test_a_stand_in_that_is_barred_itself_never_comes(barred: set[str]) -> None:
    person = veteran()
    person.learn(said("hurt", MONDAY, exercise=",".join({"neck_turn", *barred}), score=5))

    for _, found in lived(person, 5):
        assert not named(found) & {"neck_turn", *barred}
        assert found.items


def test_breathing_is_left_when_all_that_moves_the_whole_body_rests() -> None:
    person = veteran()
    person.learn(said("hurt", MONDAY, exercise="stairs", score=9))

    assert ids(ease(person)) == ("breathe_drop",)
    assert not named(person.choose(MONDAY + HOUR)) & {"walk_corridor", "reach_stand", "stairs"}


def test_a_repetition_fewer_is_never_none() -> None:
    exercise = EXERCISES["relief_hands_head"]
    restrictions = replace(
        current_restrictions(CATALOGUE, Profile(), veteran().practice.care, MONDAY), less=frozenset({exercise.id})
    )

    assert [restrictions.limit_reps(exercise, reps) for reps in (5, 2, 1)] == [4, 1, 1]


def test_a_region_that_rests_is_neither_done_nor_named_for_a_week() -> None:
    person = veteran()
    person.learn(said("hurt", MONDAY, exercise="neck_turn", score=9))
    neck = [at for at, found in lived(person, 10) if named(found) & set(NECK)]

    assert neck
    assert min(neck).date() == MONDAY.date() + 8 * DAY
    assert "neck_turn" not in {name for at, found in lived(person, 3) for name in named(found)}


# ---------------------------------------------------------------- easier


@pytest.mark.parametrize("name", sorted(name for name, one in EXERCISES.items() if one.use == "both"))
def test_the_gentle_variant_has_its_repetitions_and_says_so(name: str) -> None:
    person = veteran(trains=True, equipment=frozenset(CATALOGUE.equipment))
    person.learn(said("hurt", MONDAY, "h", exercise=name, score=1), said("gone", MONDAY + MINUTE, of="h"))
    [item] = hand(person, name, MONDAY + HOUR).items

    assert item.variant == "gentle"
    assert item.reps == min(EXERCISES[name].gentle.reps, EXERCISES[name].reps.micro)
    assert item.seconds == EXERCISES[name].seconds(item.reps)


@pytest.mark.parametrize("name", sorted(EXERCISES))
def test_a_bit_much_takes_one_repetition_but_never_the_last(name: str) -> None:
    person, before = veteran(trains=True), veteran(trains=True)
    person.learn(said("hard", MONDAY, exercise=name))
    [less], [plain] = (hand(it, name, MONDAY + HOUR).items for it in (person, before))

    assert less.reps == max(1, plain.reps - 1)
    assert (less.variant, plain.variant) == ("less", "")


def test_a_bit_much_on_the_gentle_variant_takes_one_more() -> None:
    person = veteran()
    person.learn(
        said("hurt", MONDAY, "h", exercise="neck_nod", score=1),
        said("gone", MONDAY + MINUTE, of="h"),
        said("hard", MONDAY + HOUR, exercise="neck_nod"),
    )
    [item] = hand(person, "neck_nod", MONDAY + HOUR).items

    assert (item.reps, item.variant) == (EXERCISES["neck_nod"].gentle.reps - 1, "gentle")


def test_suggested_routines_are_eased_for_three_sessions() -> None:
    person = veteran()
    person.learn(said("hurt", MONDAY, "h", exercise="neck_nod", score=1), said("gone", MONDAY + MINUTE, of="h"))
    variants = [item.variant for _, found in lived(person, 5) for item in found.items if item.id == "neck_nod"]

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
        found = person.meets(MONDAY + hour * HOUR, **context)
        assert found.items
        for name in named(found):
            assert scores.get(EXERCISES[name].region, 0) < 7
        for item in found.items:
            score = scores.get(EXERCISES[item.id].region, 0)
            assert (item.variant == "gentle") is (score >= 4)
            assert score < 4 or item.reps <= EXERCISES[item.id].gentle.reps
        assert scores.get(EXERCISES[found.alternative].region, 0) < 4
        if min(scores.values()) >= 7:
            assert all(EXERCISES[item.id].area == "relief" for item in found.items)


def test_pain_of_yesterday_is_over() -> None:
    person = veteran()
    person.learn(*(said("pain", MONDAY, region=region, score=9) for region in REGIONS))

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
    person = veteran(conditions=frozenset({"grip"}))
    person.learn(said("pain", MONDAY, region=region, score=score))
    known = person.practice.care

    assert with_todays_pain(CATALOGUE, person.profile, known, MONDAY.date()).conditions == {"grip", *conditions}
    assert with_todays_pain(CATALOGUE, person.profile, known, MONDAY.date() + DAY) == person.profile
    assert conditions <= {name for name, it in CATALOGUE.conditions.items() if it.scope == "today"}


# ---------------------------------------------------------------- the lock


@given(
    st.sampled_from(["locked", "unwell"]),
    CONTEXTS,
    st.integers(0, 200),
    st.sampled_from(sorted(EXERCISES)),
    st.sets(st.sampled_from(sorted(CATALOGUE.conditions))),
    st.booleans(),
    st.lists(st.sampled_from(["fine", "hard", "hurt", "same", "worse", "pain"]), max_size=5),
)
def test_with_the_lock_there_is_no_exercise_for_any_input(
    why: str, context: dict[str, object], seed: int, name: str, conditions: set[str], asked: bool, answers: list[str]
) -> None:
    """T17."""
    person = replace(veteran(conditions=frozenset(conditions)), seed=seed)
    person.profile = replace(person.profile, asked=asked, trains=bool(seed % 2))
    facts: dict[str, Fact] = {"exercise": name, "exercises": name, "score": 3, "region": "neck"}
    person.learn(*(said(answer, MONDAY, **facts) for answer in answers))
    person.learn(said("signs", MONDAY, signs="nerve") if why == "locked" else said("unwell", MONDAY))
    found = person.choose(MONDAY + HOUR, **context)

    assert (found.items, found.relax_seconds, found.total_seconds, found.opening) == ((), 0, 0, "")
    assert found.form == why
    assert found.alternative in ("", "walk_corridor")
    assert found.alternative == "" or conditions.isdisjoint(EXERCISES["walk_corridor"].contraindications)
    assert found.tip_id in CATALOGUE.quiet_tips
    assert found.tip
    with pytest.raises(RefusedError):
        ease(person, MONDAY + HOUR)
    with pytest.raises(RefusedError):
        hand(person, name, MONDAY + HOUR)


def test_while_locked_a_walk_is_named_where_it_is_safe() -> None:
    for conditions, expected in ((set(), "walk_corridor"), ({"balance"}, ""), ({"breathless"}, "")):
        person = veteran(conditions=frozenset(conditions))
        person.learn(said("signs", signs="chest"))
        assert person.choose(MONDAY + HOUR).alternative == expected


def test_while_locked_nobody_is_told_to_stand_up_who_cannot() -> None:
    person = veteran()
    person.learn(said("signs", signs="chest"))

    assert person.choose(MONDAY + HOUR, can_stand=False).alternative == ""


def test_unwell_is_over_the_next_day_and_the_lock_is_not() -> None:
    unwell, locked = veteran(), veteran()
    unwell.learn(said("unwell"))
    locked.learn(said("signs", signs="nerve"))

    assert unwell.choose(MONDAY + DAY).items
    assert not locked.choose(MONDAY + 400 * DAY).items


def test_what_the_quiet_tips_name_is_there_and_needs_nothing() -> None:
    assert all(not CATALOGUE.tips[name].needs for name in CATALOGUE.quiet_tips)


# ---------------------------------------------------------------- refused by hand, in words


def test_each_refusal_is_a_sentence_that_says_until_when_or_what_to_do() -> None:
    locked, unwell, hurt, sore, region = (veteran() for _ in range(5))
    locked.learn(said("signs", signs="nerve"))
    unwell.learn(said("unwell"))
    hurt.learn(said("hurt", exercise="side_bend", score=5), said("hurt", exercise="neck_nod", score=7))
    hurt.learn(said("gone", of="nothing"))
    sore.learn(said("pain", region="shoulder", score=7), said("pain", region="neck", score=8))
    region.learn(said("hurt", exercise="neck_turn", score=9))

    assert refusal(locked, "side_bend") == (
        "Exercises are off for safety: "
        "You ticked a sign that means stop. Once you were checked, or it has gone, say so: uncrick safety."
    )
    assert refusal(unwell, "side_bend") == "No exercises today: You felt unwell. They come back tomorrow."
    assert refusal(hurt, "side_bend") == "Side bends: resting until Mon 10 Mar: It comes back gently on the day after."
    assert refusal(hurt, "neck_nod") == (
        "Nod and look up: retired: It hurt. To turn it on again: uncrick exercises on neck_nod."
    )
    assert refusal(sore, "blade_squeeze") == (
        "Shoulder-blade squeeze is left out for you: You told Uncrick: Neck pain of 7 out of 10 or more today."
    )
    assert refusal(sore, "door_reach") == (
        "Doorway reach: left out today: You told Uncrick: pain of 7 out of 10 (shoulders)."
    )
    assert refusal(region, "chin_tuck") == (
        "Chin glide: left out for now: Exercises for the neck rest until Mon 10 Mar. Let a clinician look at it."
    )


def test_what_eases_is_not_what_rests() -> None:
    for name in CATALOGUE.numbers.ease:
        person = veteran()
        person.learn(said("hurt", exercise=name, score=5))
        [other] = set(CATALOGUE.numbers.ease) - {name}
        assert ids(ease(person)) == (other,)


# ---------------------------------------------------------------- a suggestion at hand


def fits(person: Person, suggestion: Suggestion, at: datetime = MONDAY + 2 * HOUR) -> bool:
    return current_restrictions(CATALOGUE, person.profile, person.practice.care, at).permit(suggestion, CATALOGUE)


@given(
    st.sampled_from(["hurt", "hard", "pain", "signs", "unwell", "worse"]),
    st.integers(0, 10),
    st.sampled_from([*sorted(EXERCISES), *REGIONS]),
    st.integers(0, 9),
)
def test_what_would_not_be_chosen_any_more_is_not_admitted(word: str, score: int, name: str, seed: int) -> None:
    person = replace(veteran(), seed=seed)
    before = person.choose(MONDAY + 2 * HOUR)
    assert fits(person, before)
    person.learn(
        said(word, MONDAY, exercise=name, exercises=name, region=name, score=score, signs="nerve" if score else "")
    )
    restrictions = current_restrictions(CATALOGUE, person.profile, person.practice.care, MONDAY + 2 * HOUR)
    eased = {item.id for item in before.items} & (restrictions.gentle | restrictions.less)

    assert fits(person, before) is not bool(
        restrictions.closed is not None
        or named(before) & restrictions.excluded
        or eased
        or before.alternative in restrictions.gentle
        or any(restrictions.profile.conditions.intersection(EXERCISES[it].contraindications) for it in named(before))
    )
    assert fits(person, person.choose(MONDAY + 2 * HOUR))


def test_a_break_without_exercises_fits_only_while_that_holds() -> None:
    person = veteran()
    person.learn(said("signs", signs="nerve"))
    nothing = person.choose(MONDAY + HOUR)
    assert fits(person, nothing)
    person.learn(said("checked", MONDAY + HOUR))

    assert not fits(person, nothing)


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
