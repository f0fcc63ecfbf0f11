"""When there is no exercise at all, how an exercise is refused by hand, and whether a routine at hand still fits."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.selection.reports import said
from core.selection.test_restrictions import (
    CATALOGUE,
    CONTEXTS,
    DAY,
    EXERCISES,
    HOUR,
    ease,
    hand,
    named,
    reporting,
    veteran,
)
from person import MONDAY, Person, ids
from uncrick.core.history.pain import REGIONS
from uncrick.core.model.record import Fact, Record
from uncrick.core.model.suggestion import Suggestion
from uncrick.core.selection.restrictions import current_restrictions
from uncrick.errors import RefusedError

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
    chosen = person.choose(MONDAY + HOUR, **context)

    assert (chosen.items, chosen.relax_seconds, chosen.total_seconds, chosen.opening) == ((), 0, 0, "")
    assert chosen.form == why
    assert chosen.alternative in ("", "walk_corridor")
    assert chosen.alternative == "" or conditions.isdisjoint(EXERCISES["walk_corridor"].contraindications)
    assert chosen.tip_id in CATALOGUE.quiet_tips
    assert chosen.tip
    with pytest.raises(RefusedError):
        ease(person, MONDAY + HOUR)
    with pytest.raises(RefusedError):
        hand(person, name, MONDAY + HOUR)


@pytest.mark.parametrize(
    ("conditions", "can_stand", "alternative"),
    [((), True, "walk_corridor"), (("balance",), True, ""), (("breathless",), True, ""), ((), False, "")],
    ids=["safe", "unsteady", "breathless", "cannot stand"],
)
def test_while_locked_a_walk_is_named_where_it_is_safe(
    conditions: tuple[str, ...], can_stand: bool, alternative: str
) -> None:
    person = reporting(said("signs", signs="chest"), conditions=frozenset(conditions))
    assert person.choose(MONDAY + HOUR, can_stand=can_stand).alternative == alternative


def test_unwell_is_over_the_next_day_and_the_lock_is_not() -> None:
    assert reporting(said("unwell")).choose(MONDAY + DAY).items
    assert not reporting(said("signs", signs="nerve")).choose(MONDAY + 400 * DAY).items


def test_the_quiet_tips_need_no_exercise() -> None:
    assert all(not CATALOGUE.tips[name].needs for name in CATALOGUE.quiet_tips)


# ---------------------------------------------------------------- refused by hand, in words


def refusal(person: Person, name: str, at: datetime = MONDAY) -> str:
    with pytest.raises(RefusedError) as refused:
        hand(person, name, at)
    return f"{refused.value.title}: {refused.value.message}"


HURTS = (said("hurt", exercise="side_bend", score=5), said("hurt", exercise="neck_nod", score=7))
SORE = (said("pain", region="shoulder", score=7), said("pain", region="neck", score=8))
REFUSALS = {
    "locked": (
        [said("signs", signs="nerve")],
        "side_bend",
        (
            "Exercises are off for safety: "
            "You named a sign that means stop. Once you have been checked or it has gone: uncrick safety"
        ),
    ),
    "unwell": ([said("unwell")], "side_bend", "No exercises today: You felt unwell. They come back tomorrow."),
    "resting": (
        HURTS,
        "side_bend",
        "Stand and bend to each side is resting until Mon 10 Mar: It comes back gently on the day after.",
    ),
    "retired": (
        HURTS,
        "neck_nod",
        "Look down and up was taken out: It hurt. To turn it on again: uncrick exercises on neck_nod.",
    ),
    "condition of today": (
        SORE,
        "blade_squeeze",
        "Squeeze your shoulder blades is left out for you: Your answer was: Neck pain of 7 out of 10 or more today.",
    ),
    "sore region": (
        SORE,
        "door_reach",
        "Reach up in a doorway is left out today: You reported pain of 7 out of 10 (shoulders).",
    ),
    "resting region": (
        [said("hurt", exercise="neck_turn", score=9)],
        "chin_tuck",
        (
            "Glide your chin back is left out for now: "
            "Exercises for the neck rest until Mon 10 Mar. Please let a clinician look at it."
        ),
    ),
}


@pytest.mark.parametrize(("reports", "name", "expected"), REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_says_until_when_or_what_to_do(reports: Iterable[Record], name: str, expected: str) -> None:
    assert refusal(reporting(*reports), name) == expected


def test_relief_is_no_resting_exercise() -> None:
    for name in CATALOGUE.numbers.ease.rest:
        person = reporting(said("hurt", exercise=name, score=5))
        [other] = set(CATALOGUE.numbers.ease.rest) - {name}
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
def test_a_routine_fits_while_it_would_still_be_chosen(word: str, score: int, name: str, seed: int) -> None:
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
        or any(
            restrictions.profile.conditions.intersection(EXERCISES[name].contraindications) for name in named(before)
        )
    )
    assert fits(person, person.choose(MONDAY + 2 * HOUR))


def test_a_break_without_exercises_fits_only_while_that_holds() -> None:
    person = reporting(said("signs", signs="nerve"))
    nothing = person.choose(MONDAY + HOUR)
    assert fits(person, nothing)
    person.learn(said("checked", MONDAY + HOUR))

    assert not fits(person, nothing)
