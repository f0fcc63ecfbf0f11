"""What follows from pain: every row of the table, escalation, resting regions, advice."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.history.pain_stories import (
    CATALOGUE,
    DAY,
    HOUR,
    RULES,
    WORDS,
    H,
    M,
    advice,
    after,
    answer,
    case,
    course_of,
    day,
    done,
    hurt,
    paused,
    report,
    status,
    worse,
)
from person import MONDAY, record
from uncrick.core.history import pain, practice
from uncrick.core.history.pain import ExerciseStatus
from uncrick.core.model.record import Fact, Item, Kind, Record

PAIN_RULES = {
    (rule.still_hurts_after_10_min, score): (rule.action, rule.rest_days)
    for rule in CATALOGUE.pain_rules
    for score in range(11)
    if rule.score_min <= score <= rule.score_max
}


# ---------------------------------------------------------------- the table (D3)


@pytest.mark.parametrize("score", range(1, 11))
@pytest.mark.parametrize("follow_up", ["gone", "still"])
def test_a_score_has_the_consequence_in_the_data(score: int, follow_up: str) -> None:
    action, days = PAIN_RULES[follow_up == "still", score]
    eased = ExerciseStatus("resting", day(days), 3) if days else ExerciseStatus("gentle", None, 3)

    found = pain.status_of(hurt(score, follow_up), "neck_turn", MONDAY + HOUR)

    assert found == (eased if action == "ease" else ExerciseStatus("retired"))


@pytest.mark.parametrize(
    ("scores", "follow_up", "course"),
    [
        ((1, 2, 3), "gone", ["gentle"] * 9),
        ((1, 2, 3), "still", ["resting"] * 3 + ["gentle"] * 6),
        ((4, 5), "gone", ["resting"] * 3 + ["gentle"] * 6),
        ((4, 5), "still", ["resting"] * 8 + ["gentle"]),
        (range(6, 11), "gone", ["retired"] * 400),
        (range(6, 11), "still", ["retired"] * 400),
    ],
)
def test_an_exercise_rests_returns_gently_or_is_retired(
    scores: Sequence[int], follow_up: str, course: list[str]
) -> None:
    for score in scores:
        assert course_of(hurt(score, follow_up), len(course)) == course


def test_another_rule_in_the_data_has_another_consequence() -> None:
    milder = replace(RULES, pain_rules=tuple(replace(it, action="ease", rest_days=0) for it in RULES.pain_rules))

    assert status(practice.practice(report(9), UTC, milder).care) == "gentle"


@pytest.mark.parametrize(("follow_up", "rests"), [("gone", False), ("still", True)])
def test_only_if_it_still_hurts_the_region_rests_for_a_week(follow_up: str, rests: bool) -> None:
    care = hurt(7, follow_up)

    assert [paused(care, days + 1 / 8) for days in range(9)] == ([day(7)] * 8 if rests else [None] * 8) + [None]
    assert paused(care, 0.1, "shoulder") is None
    assert advice(care) == ("slow" if rests else None)


@pytest.mark.parametrize("score", range(1, 11))
def test_without_an_answer_it_still_hurts(score: int) -> None:
    """T18."""
    silent, still = hurt(score), hurt(score, "still")

    for days in (0, 10 * M, 15 * M, 3, 9):
        at = MONDAY + days * DAY
        assert pain.status_of(silent, "neck_turn", at) == pain.status_of(still, "neck_turn", at)
        assert paused(silent, days) == paused(still, days)
    assert advice(silent) == advice(still)


@pytest.mark.parametrize("score", [None, "much", True])
def test_pain_without_a_number_counts_as_four_to_five(score: Fact) -> None:
    assert course_of(hurt(score), 9) == course_of(hurt(5), 9)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("score", "same"), [(0, 1), (-3, 1), (0.5, 1), (3.5, 4), (5.5, 6), (11, 10), (10**400, 10), (float("nan"), 10)]
)
def test_a_number_between_two_bands_belongs_to_the_upper_one(score: float, same: int) -> None:
    assert course_of(hurt(score), 9) == course_of(hurt(same), 9)


NEW = ("neck_nod", "neck_turn", "neck_tilt", "shrug")
DONE_ONCE = [done(name, at * H) for at, name in enumerate(NEW)]


def of_new(days: float, *statuses: str) -> dict[tuple[float, str], str]:
    return {(days, name): status for name, status in zip(NEW, statuses, strict=True)}


SESSIONS = [done("neck_turn", hour * H) for hour in (1, 2, 3)]
REPEATED = [
    *((1, "gentle", "retired"), (14, "gentle", "retired"), (14.01, "gentle", "gentle")),
    *((1, "", "gentle"), (1, "less", "gentle")),
]


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        case("gone a second too late", "resting", report(2), answer("gone", 15 * M + H / 3600, of="hurt 0")),
        case("gone an hour later", "resting", report(2), answer("gone", H, of="hurt 0")),
        case("gone a day later", "resting", report(2), answer("gone", 1, of="hurt 0")),
        case("gone by a clock set back", "resting", report(2), answer("gone", -M, of="hurt 0")),
        case("gone is about another report", "resting", report(2), answer("gone", 10 * M, of="other")),
        case("gone undoes no later answer", "resting", report(2), worse(5 * M), answer("gone", 10 * M, of="hurt 0")),
        case("gentle goes before less", "gentle", report(2, "gone"), answer("hard", H, exercise="neck_turn")),
        case("only a retired one is turned on", "resting", report(5), answer("turned_on", H, exercise="neck_turn")),
        *(
            case(f"again after {days} days, {variant or 'in full'}", {(days + H, "neck_turn"): expected}, *reports)
            for days, variant, expected in REPEATED
            for reports in [(report(1, "gone"), report(1, "gone", days, variant=variant))]
        ),
        case(
            "a session during the rest makes it no shorter",
            {(2.1, "neck_turn"): "resting"},
            report(5, "gone"),
            SESSIONS,
        ),
        case("nor is it a gentle one", {(3.1, "neck_turn"): "gentle"}, report(5, "gone"), SESSIONS),
        case(
            "a report of a whole routine holds for each exercise",
            {(H, "neck_turn"): "resting", (H, "side_bend"): "resting", (H, "neck_nod"): "active"},
            report(5, name="neck_turn,side_bend"),
        ),
        *(
            case(f"a report with {detail}", "active", answer("hurt", **detail))
            for detail in ({}, {"exercise": ""}, {"exercise": 7}, {"score": "x"})
        ),
        case("worse names nothing", {(1, "neck_turn"): "resting"}, done("neck_turn", 0), answer("worse", 1)),
        case("worse once", {(2, "neck_turn"): "resting"}, DONE_ONCE[:2], worse(1)),
        case(
            "worse twice running retires the newest of those it was about",
            of_new(2, "resting", "retired", "active", "active"),
            *(DONE_ONCE, worse(1, 2)),
        ),
        case(
            "worse twice about a retired one retires the newest in use",
            of_new(2, "active", "active", "retired", "retired"),
            *(DONE_ONCE, report(9, days=5 * H, name="shrug"), worse(1, 2, exercises="shrug")),
        ),
        case(
            "worse, same, worse is not twice running",
            {(3, "neck_turn"): "resting"},
            *(DONE_ONCE[:2], worse(1), answer("same", 2, exercises="neck_turn"), worse(3)),
        ),
        case("a third worse retires no second", {(2.2, "neck_nod"): "resting"}, DONE_ONCE[:2], worse(1, 2, 2.1)),
        case("worse twice on one day", {(1.1, "neck_turn"): "resting"}, DONE_ONCE[:2], worse(1, 1 + H)),
    ],
)
def test_the_status_of_exercises_follows_from_the_answers(
    records: list[Record], expected: str | dict[tuple[float, str], str]
) -> None:
    statuses = {(H, "neck_turn"): expected} if isinstance(expected, str) else expected

    assert {at: status(after(*records), *at) for at in statuses} == statuses


@pytest.mark.parametrize("word", ["fine", "interrupted", "no_answer", "sneezed"])
def test_other_answers_change_nothing(word: str) -> None:
    care = after(answer(word, exercise="neck_turn"))

    assert not care.marks
    assert care.hurt is None


# ---------------------------------------------------------------- sessions


@pytest.mark.parametrize("kind", [Kind.DONE, Kind.PART_DONE])
def test_three_sessions_later_it_is_as_before(kind: Kind) -> None:
    sessions = [done("neck_turn", hour * H, kind) for hour in range(1, 4)]
    found = [pain.status_of(hurt(2, "gone", *sessions[:n]), "neck_turn", MONDAY + 5 * HOUR) for n in range(4)]

    assert [(it.status, it.left) for it in found] == [("gentle", 3), ("gentle", 2), ("gentle", 1), ("active", 0)]


@pytest.mark.parametrize(
    "entry",
    [
        done("neck_turn", H, credited=False),
        done("neck_turn", H, Kind.PART_DONE, seconds=5),
        done("neck_nod", H),
        record(Kind.PROMPTED, MONDAY + HOUR, (Item("neck_turn", "", 1, 1),), showing=1),
        record(Kind.STARTED, MONDAY + HOUR, (Item("neck_turn", "", 1, 1),)),
        record(Kind.SKIPPED, MONDAY + HOUR, (Item("neck_turn", "", 1, 1),)),
    ],
    ids=["not credited", "broken off before", "another", "shown", "begun", "skipped"],
)
def test_what_was_not_done_is_no_session(entry: Record) -> None:
    assert pain.status_of(hurt(2, "gone", entry), "neck_turn", MONDAY + 2 * HOUR).left == 3


def test_a_bit_much_is_one_repetition_fewer_for_three_sessions() -> None:
    hard, sessions = answer("hard", exercise="neck_turn,shrug"), [done("neck_turn", hour * H) for hour in range(3)]

    assert [status(after(hard, *sessions[:n]), 1 / 6) for n in range(4)] == ["less", "less", "less", "active"]
    assert status(after(hard, *sessions), name="shrug") == "less"


# ---------------------------------------------------------------- regions, advice, retirement


TURNED_ON = answer("turned_on", 1, exercise="neck_turn")
TWO_OF_NECK = [*report(6, "gone"), *report(6, "gone", 20, "neck_nod")]
TWO_REGIONS = [*report(6, "gone"), *report(6, "gone", H, "side_bend")]


@pytest.mark.parametrize(
    ("records", "regions"),
    [
        case("it came back in time", {(0.1, "neck"): 7}, report(7, "gone"), answer("still", 14 * M, of="hurt 0")),
        case("two retired in one region", {(20.1, "neck"): 27, (28, "neck"): None}, TWO_OF_NECK),
        case("two retired in two regions", {(0.1, "neck"): None, (0.1, "back"): None}, TWO_REGIONS),
        case("turning one on shortens no rest of its region", {(2, "neck"): 7}, report(7), TURNED_ON),
        case(
            "a little pain in a retired one begins no new week",
            {(1, "neck"): 7, (20, "neck"): None},
            *(report(6, name="neck_turn,neck_nod"), report(1, days=20)),
        ),
        case(
            "one that was turned on again does not count",
            {(2.1, "neck"): None},
            *(report(6, "gone"), TURNED_ON, report(6, "gone", 2, "neck_nod")),
        ),
    ],
)
def test_a_region_rests_for_a_week(records: list[Record], regions: dict[tuple[float, str], int | None]) -> None:
    until = {at: days and day(days) for at, days in regions.items()}

    assert {at: paused(after(*records), *at) for at in regions} == until


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        case("it waits for the answer", {0: None, 14 * M: None, 15 * M: "slow"}, report(8)),
        case("two retired in one region, for a day", {20.1: "slow", 22: None}, TWO_OF_NECK),
        case("two retired in two regions", {2 * H: None}, TWO_REGIONS),
        case("worse twice running", {2: "slow"}, DONE_ONCE[:2], worse(1, 2)),
    ],
)
def test_a_clinician_is_advised(records: list[Record], expected: dict[float, str | None]) -> None:
    assert {days: advice(after(*records), days) for days in expected} == expected


def test_a_retired_exercise_that_is_turned_on_begins_with_three_gentle_sessions() -> None:
    care = hurt(6, "", answer("turned_on", 10, exercise="neck_turn"))

    assert pain.status_of(care, "neck_turn", MONDAY + 10 * DAY) == ExerciseStatus("gentle", None, 3)
    assert status(hurt(6, "", *report(1, days=20)), 20) == "retired"


@given(st.lists(st.tuples(st.sampled_from(WORDS), st.floats(-3, 40), st.integers(0, 10)), max_size=30))
def test_a_retired_exercise_never_returns_by_itself(answers: list[tuple[str, float, int]]) -> None:
    """T12: whatever is answered and done, whenever."""
    facts: dict[str, Fact] = {"exercise": "neck_turn", "exercises": "neck_turn", "of": "h", "region": "neck"}
    more = [answer(word, days, **{**facts, "signs": "", "score": score}) for word, days, score in answers]
    sessions = [done("neck_turn", days) for _, days, _ in answers]

    assert set(course_of(hurt(6, "", *more, *sessions), 60)) == {"retired"}
