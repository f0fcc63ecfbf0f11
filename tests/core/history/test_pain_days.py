"""The safety lock, the day's pain, the questions after pain, and clocks that are set or moved."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.history.pain_stories import (
    CATALOGUE,
    DAY,
    HOUR,
    MINUTE,
    RULES,
    WORDS,
    H,
    M,
    after,
    answer,
    case,
    course_of,
    day,
    done,
    hurt,
    report,
    status,
    worse,
)
from lives.dates import day_of
from person import MONDAY, record
from uncrick.core.history import feedback, pain, practice
from uncrick.core.history.pain import UNHURT
from uncrick.core.history.safety_lock import closed
from uncrick.core.model.record import Fact, Kind, Record
from uncrick.core.model.suggestion import Form

RESTS = st.sampled_from([(2, 2), (5, 7)])
"""Scores without an answer, and the days of rest that follow."""

# ---------------------------------------------------------------- clocks and time zones


@given(
    RESTS,
    st.integers(0, 24 * 60 - 1),
    st.sampled_from(["UTC", "Europe/Berlin", "America/Los_Angeles", "Pacific/Auckland", "Asia/Kolkata"]),
    st.integers(0, 364),
)
def test_a_resting_exercise_returns_on_the_day_after(
    rest: tuple[int, int], minute: int, name: str, number: int
) -> None:
    """T12: at any hour, and on the days on which clocks change."""
    score, days = rest
    zone = ZoneInfo(name)
    at = (datetime(2025, 1, 1, tzinfo=zone) + timedelta(days=number, minutes=minute)).astimezone(UTC)
    care = after(answer("hurt", (at - MONDAY) / DAY, exercise="neck_turn", score=score), zone=zone)
    until = day_of(at.astimezone(zone)) + days * DAY
    after_it = until + DAY  # the person's day ends at four in the morning
    last = datetime(after_it.year, after_it.month, after_it.day, 3, 59, tzinfo=zone)

    assert pain.status_of(care, "neck_turn", last).status == "resting"
    assert pain.status_of(care, "neck_turn", at.astimezone(zone)).until == until
    # The hour that a clock may gain meanwhile
    assert pain.status_of(care, "neck_turn", last + timedelta(minutes=61)).status == "gentle"


ZONES = st.sampled_from([-12, -5, 0, 9, 14]).map(lambda hours: timezone(hours * HOUR))


@given(RESTS, ZONES, ZONES, st.integers(0, 23), st.sampled_from([0.3, 0.9, 1]))
def test_another_time_zone_shortens_no_rest(
    rest: tuple[int, int], there: timezone, here: timezone, hour: int, share: float
) -> None:
    score, days = rest
    at = MONDAY + hour * HOUR
    care = after(answer("hurt", hour * H, exercise="neck_turn", score=score), zone=there)
    moment = at + share * days * DAY - timedelta(seconds=1)

    assert pain.status_of(care, "neck_turn", moment.astimezone(here)).status == "resting"


@given(RESTS, st.floats(0, 900))
def test_a_report_from_a_clock_set_back_rests_as_long(rest: tuple[int, int], back: float) -> None:
    score, days = rest
    care = after(done("neck_nod", 0), answer("hurt", -back, exercise="neck_turn", score=score))

    assert (status(care, days), status(care, days + 1)) == ("resting", "gentle")


@given(st.lists(st.tuples(st.sampled_from([1, 4, 5]), st.floats(0, 20)), min_size=1, max_size=8))
def test_no_later_report_shortens_a_rest(reports: list[tuple[int, float]]) -> None:
    longest, care = date.min, UNHURT
    for score, days in sorted(reports, key=lambda entry: entry[1]):
        hurt = answer("hurt", days, exercise="neck_turn", score=score)
        care = feedback.add_feedback(care, hurt, hurt.at.date(), RULES)
        until = pain.status_of(care, "neck_turn", MONDAY + days * DAY).until
        assert until is not None
        assert until >= longest
        longest = until


# ---------------------------------------------------------------- the ten-minute question


@pytest.mark.parametrize(("follow_up", "minutes"), [("", [10, 11, 12, 13, 14]), ("gone", []), ("still", [])])
def test_the_question_is_open_from_ten_to_fifteen_minutes(follow_up: str, minutes: list[int]) -> None:
    care = hurt(5, follow_up)

    assert [minute for minute in range(30) if pain.open_hurt(care, MONDAY + minute * MINUTE)] == minutes


# ---------------------------------------------------------------- lock, unwell, pain of the day


@pytest.mark.parametrize(
    ("signs", "emergency"),
    [
        *(
            (flag.id, {"emergency": True, "urgent": False, "routine": None}[flag.severity])
            for flag in CATALOGUE.red_flags
        ),
        ("", None),
        ("hiccups", True),
    ],
)
def test_a_sign_locks_by_its_severity_an_unknown_one_as_an_emergency(signs: str, emergency: bool | None) -> None:
    lock = after(answer("signs", signs=signs)).lock

    assert (lock and lock.emergency) is emergency


def test_another_severity_in_the_data_locks_for_a_day() -> None:
    rules = replace(RULES, severities={"nerve": "emergency"})
    lock = practice.practice([answer("signs", signs="nerve")], UTC, rules).care.lock

    assert lock is not None
    assert lock.emergency


def test_the_advice_is_a_sign_that_locks_nothing() -> None:
    assert RULES.severities[RULES.pain.advice] == "routine"


def test_an_urgent_sign_is_released_by_a_word() -> None:
    assert after(answer("signs", signs="nerve"), answer("checked", M)).lock is None


@pytest.mark.parametrize(("hours", "released"), [(0.1, False), (23.9, False), (24, True), (-5, False)])
def test_an_emergency_is_released_after_a_day(hours: float, released: bool) -> None:
    lock = after(answer("signs", signs="chest,nerve"), answer("checked", hours * H)).lock

    assert (lock is None) is released
    if lock is not None:
        assert (lock.signs, lock.releases_at) == (("chest", "nerve"), MONDAY + DAY)
        assert [lock.releasable(MONDAY + at * HOUR) for at in (23.9, 24)] == [False, True]


def test_nothing_but_that_word_releases_it() -> None:
    others = [answer(word, 2, signs="", exercise="neck_turn") for word in (*WORDS, "turned_on") if word != "checked"]

    assert after(answer("signs", signs="nerve"), *others).lock


@pytest.mark.parametrize(("first", "second", "hours"), [("nerve", "chest", 25), ("chest", "nerve", 24)])
def test_an_emergency_counts_from_its_newest_sign(first: str, second: str, hours: int) -> None:
    lock = after(answer("signs", signs=first), answer("signs", H, signs=second)).lock

    assert lock is not None
    assert (lock.emergency, lock.releases_at, set(lock.signs)) == (True, MONDAY + hours * HOUR, {"chest", "nerve"})


def test_unwell_lasts_for_the_local_day() -> None:
    care = after(answer("unwell"), zone=timezone(5 * HOUR))

    assert [closed(care, day(days)) for days in (-1, 0, 1)] == [Form.UNWELL, Form.UNWELL, None]


def test_pain_before_a_routine_holds_for_that_day_and_the_newest_word_counts() -> None:
    care = after(answer("pain", region="neck", score=7), answer("pain", H, region="neck", score=2))

    assert [pain.pain_today(care, *at) for at in (("neck", day(0)), ("neck", day(1)), ("back", day(0)))] == [2, 0, 0]


@pytest.mark.parametrize(("score", "counted"), [(6.5, 7), (12, 10), (-1, 0), (float("nan"), 10), (float("inf"), 10)])
def test_pain_between_two_numbers_is_the_higher_one(score: float, counted: int) -> None:
    assert pain.pain_today(after(answer("pain", region="neck", score=score)), "neck", day(0)) == counted


@pytest.mark.parametrize("detail", [{}, {"region": "neck"}, {"score": 7}, {"region": 7, "score": 7}])
def test_pain_of_no_region_or_no_number_is_none(detail: dict[str, Fact]) -> None:
    assert not after(answer("pain", **detail)).pains


# ---------------------------------------------------------------- the next day (D4)


FRIDAY = [done("neck_turn", 4)]
NEXT_MONDAY = record(Kind.PROMPTED, MONDAY + 7 * DAY, (), showing=1)
TWO_WEEKS = [done(("neck_nod", "neck_turn")[number % 2], number) for number in range(-14, 0)]


@pytest.mark.parametrize(
    ("records", "asked"),
    [
        case("new", {1: "neck_turn"}, done("neck_nod", -5), done("neck_turn", 0), done("neck_nod", 0)),
        case("pain", {1: "neck_nod"}, done("neck_nod", -5), report(1, name="neck_nod")),
        case("two weeks of the same", {0: None}, TWO_WEEKS),
        case("another level", {1: "neck_turn"}, TWO_WEEKS, done("neck_turn", 0), done("neck_nod", H)),
        case("an ordinary day", {1: None}, done("neck_nod", -5), done("neck_nod", 0)),
        case("nothing", {1: None}),
        case("not the same day, the next working day, nor later", {4: None, 7: "neck_turn", 20: None}, FRIDAY),
        case("the next working day alone, after a prompt", {7.1: "neck_turn", 8: None}, FRIDAY, NEXT_MONDAY),
        case("better", {1.1: None, 2: None}, done("neck_turn", 0), answer("better", 1, exercises="neck_turn")),
        case("same", {1.1: None, 2: None}, done("neck_turn", 0), answer("same", 1, exercises="neck_turn")),
        case("worse", {1.1: None, 2: "neck_turn"}, done("neck_turn", 0), worse(1, exercises="neck_turn")),
    ],
)
def test_the_next_day_is_asked_about_what_gave_reason(records: list[Record], asked: dict[float, str | None]) -> None:
    care = after(*records)

    assert {days: ",".join(pain.next_day(care, MONDAY + days * DAY)) or None for days in asked} == asked


@pytest.mark.parametrize("word", ["better", "same"])
def test_better_and_same_change_nothing(word: str) -> None:
    assert not after(done("neck_turn", 0), answer(word, 1, exercises="neck_turn")).marks


def test_worse_rests_two_days() -> None:
    assert course_of(after(done("neck_turn", 0), *worse(1)), 5)[1:] == ["resting"] * 3 + ["active"]


# ---------------------------------------------------------------- any history


@pytest.mark.parametrize("seed", range(20))
def test_no_history_breaks_the_fold(seed: int) -> None:
    dice = random.Random(seed)
    names = [*CATALOGUE.exercises, "gone_since", ""]
    summary, days = practice.EMPTY, 0.0
    for number in range(400):
        days += dice.choice([M, 10 * M, H, 1, -H, -3])
        if dice.random() < 0.5:
            summary = practice.learn(summary, done(dice.choice(names), days), UTC, RULES)
            continue
        detail: dict[str, Fact] = {
            "exercise": ",".join(dice.sample(names, dice.randrange(4))),
            "exercises": ",".join(dice.sample(names, dice.randrange(4))),
            "score": dice.choice([None, "x", -1, 0, 2, 4.5, 7, 10, 99]),
            "variant": dice.choice(["", "gentle", "less", 3]),
            "region": dice.choice(["neck", "shoulder", "back", "knee", None]),
            "signs": dice.choice(["", "chest", "slow", "nerve,what"]),
            "of": f"r{number - dice.randrange(5)}",
        }
        word, at = dice.choice([*WORDS, "turned_on"]), MONDAY + days * DAY
        summary = practice.learn(summary, answer(word, days, f"r{number}", **detail), UTC, RULES)
        for region in ("neck", "shoulder", "back", "whole"):
            pain.region_paused(summary.care, CATALOGUE, region, at)
        pain.advice_due(summary.care, CATALOGUE, at)
        pain.next_day(summary.care, at)
        assert all(pain.status_of(summary.care, name, at).status for name in names)


# ---------------------------------------------------------------- an hour after relief for a stiff neck


def relieved(word: str, days: float = 0) -> Record:
    return answer(word, days, about="relief")


def learnt(*records: Record) -> practice.Practice:
    return practice.practice(records, UTC, RULES)


def test_a_neck_that_is_worse_after_relief_is_moved_gently_that_day() -> None:
    care, today = learnt(relieved("worse")).care, MONDAY.date()

    assert pain.pain_today(care, "neck", today) == CATALOGUE.pain.notable
    assert pain.pain_today(care, "neck", today + timedelta(days=1)) == 0


def test_more_pain_of_that_day_stays_as_it_was_reported() -> None:
    care = learnt(answer("pain", 0, region="neck", score=8), relieved("worse")).care

    assert pain.pain_today(care, "neck", MONDAY.date()) == 8


@pytest.mark.parametrize("word", ["better", "same", "worse"])
def test_an_answer_about_relief_answers_no_check_and_rests_nothing(word: str) -> None:
    told = worse(-1)

    earlier, later = learnt(*told), learnt(*told, relieved(word))

    assert (later.care.asked, later.care.worse) == (earlier.care.asked, earlier.care.worse)
    assert later.care.marks == earlier.care.marks
    assert later.training.worse
