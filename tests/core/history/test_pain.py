"""What follows from pain: every row of the table, what rest and retirement outlast, the lock, the next-day check."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from person import MONDAY, record
from uncrick.core.history import feedback, pain, practice
from uncrick.core.history.pain import UNHURT, Care
from uncrick.core.history.practice import Practice
from uncrick.core.history.safety_lock import closed
from uncrick.core.model.record import Fact, Item, Kind, Record
from uncrick.core.model.suggestion import Form
from uncrick.storage import shipped_data

CATALOGUE = shipped_data.catalogue()
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
ACTIONS = {
    (rule.still_hurts_after_10_min, score): rule.action
    for rule in CATALOGUE.pain_rules
    for score in range(11)
    if rule.score_min <= score <= rule.score_max
}
NUMBERS = count()


def said(word: str, at: datetime = MONDAY, id_: str = "", **detail: Fact) -> Record:
    """An answer; its id is new unless one is given."""
    return replace(record(Kind.FEEDBACK, at, **detail), id=id_ or f"r{next(NUMBERS)}", feedback=word)


def done(name: str, at: datetime, kind: Kind = Kind.DONE, **detail: Fact) -> Record:
    item = Item(name, name, 2, 20)
    return record(kind, at, (item,), at + MINUTE, **{"credited": True, "seconds": 60, **detail})


def after(*records: Record, zone: tzinfo = UTC) -> Practice:
    return practice.practice(records, zone, CATALOGUE.history_rules)


def cared(*records: Record, zone: tzinfo = UTC) -> Care:
    return after(*records, zone=zone).care


def hurt(score: float | None, *more: Record, answer: str = "", name: str = "neck_turn", **detail: Fact) -> Care:
    """A report, the answer ten minutes later, and what came after."""
    facts = detail if score is None else {"score": score, **detail}
    told = [said("hurt", MONDAY, "h", exercise=name, **facts)]
    if answer:
        told.append(said(answer, MONDAY + 10 * MINUTE, of="h"))
    return cared(*told, *more)


def status(known: Care, at: datetime = MONDAY + HOUR, name: str = "neck_turn") -> str:
    return pain.status_of(known, name, at).status


def course_of(known: Care, days: int, name: str = "neck_turn") -> list[str]:
    """The status at noon, day after day."""
    return [status(known, MONDAY + 3 * HOUR + day * DAY, name) for day in range(days)]


# ---------------------------------------------------------------- the table (D3)


ANSWERED = {
    "ease_3": ("gentle", None),
    "rest_2_then_ease": ("resting", 2),
    "rest_7_then_ease": ("resting", 7),
    "retire": ("retired", None),
    "retire_and_advise": ("retired", None),
}


@pytest.mark.parametrize("score", range(1, 11))
@pytest.mark.parametrize("answer", ["gone", "still"])
def test_what_follows_from_a_score_is_what_the_data_says(score: int, answer: str) -> None:
    found = pain.status_of(hurt(score, answer=answer), "neck_turn", MONDAY + HOUR)
    action = ACTIONS[answer == "still", score]

    expected, days = ANSWERED[action]
    assert (found.status, found.until) == (expected, days and MONDAY.date() + days * DAY)


def test_another_rule_in_the_data_has_another_consequence() -> None:
    rules = CATALOGUE.history_rules
    milder = replace(rules, pain_rules=tuple(replace(it, action="ease_3") for it in rules.pain_rules))

    known = practice.practice([said("hurt", exercise="neck_turn", score=9)], UTC, milder).care

    assert status(known) == "gentle"


def test_another_severity_in_the_data_locks_for_a_day() -> None:
    rules = replace(CATALOGUE.history_rules, severities={"nerve": "emergency"})

    locked = practice.practice([said("signs", signs="nerve")], UTC, rules).care.locked

    assert locked is not None
    assert locked.emergency


def test_the_signs_that_lock_are_those_of_the_data() -> None:
    for flag in CATALOGUE.red_flags:
        locked = cared(said("signs", signs=flag.id)).locked
        expected = {"emergency": True, "urgent": False, "routine": None}[flag.severity]
        assert (locked.emergency if locked else None) is expected
    assert CATALOGUE.history_rules.severities[pain.ADVICE] == "routine"


@pytest.mark.parametrize("score", range(1, 4))
def test_a_little_that_is_gone_is_gentle_for_three_sessions(score: int) -> None:
    known = hurt(score, answer="gone")

    assert pain.status_of(known, "neck_turn", MONDAY + HOUR) == pain.ExerciseStatus("gentle", None, 3)


@pytest.mark.parametrize(
    ("score", "answer", "days"),
    [(1, "still", 2), (3, "still", 2), (4, "gone", 2), (5, "gone", 2), (4, "still", 7), (5, "still", 7)],
)
def test_more_rests_and_is_gentle_from_the_day_after(score: int, answer: str, days: int) -> None:
    known = hurt(score, answer=answer)

    rests = pain.ExerciseStatus("resting", MONDAY.date() + days * DAY, 3)
    assert pain.status_of(known, "neck_turn", MONDAY + HOUR) == rests
    assert course_of(known, days + 2) == ["resting"] * (days + 1) + ["gentle"]


@pytest.mark.parametrize("score", range(6, 11))
@pytest.mark.parametrize("answer", ["gone", "still"])
def test_much_retires(score: int, answer: str) -> None:
    known = hurt(score, answer=answer)

    assert set(course_of(known, 400)) == {"retired"}


@pytest.mark.parametrize("answer", ["gone", "still"])
def test_only_if_it_still_hurts_the_region_rests_for_a_week(answer: str) -> None:
    known = hurt(7, answer=answer)
    paused = [pain.region_paused(known, CATALOGUE, "neck", MONDAY + 3 * HOUR + day * DAY) for day in range(9)]

    assert paused == ([MONDAY.date() + 7 * DAY] * 8 + [None] if answer == "still" else [None] * 9)
    assert pain.region_paused(known, CATALOGUE, "shoulder", MONDAY + HOUR) is None
    assert pain.advice_due(known, CATALOGUE, MONDAY + HOUR) == ("slow" if answer == "still" else None)


@pytest.mark.parametrize("score", range(1, 11))
def test_without_an_answer_it_still_hurts(score: int) -> None:
    """T18."""
    silent, still = hurt(score), hurt(score, answer="still")

    for moment in (MONDAY, MONDAY + 10 * MINUTE, MONDAY + 15 * MINUTE, MONDAY + 3 * DAY, MONDAY + 9 * DAY):
        assert pain.status_of(silent, "neck_turn", moment) == pain.status_of(still, "neck_turn", moment)
        assert pain.region_paused(silent, CATALOGUE, "neck", moment) == pain.region_paused(
            still, CATALOGUE, "neck", moment
        )
    assert pain.advice_due(silent, CATALOGUE, MONDAY + HOUR) == pain.advice_due(still, CATALOGUE, MONDAY + HOUR)


@pytest.mark.parametrize("late", [15 * MINUTE + timedelta(seconds=1), HOUR, DAY, -MINUTE])
def test_gone_comes_too_late_or_from_a_clock_set_back(late: timedelta) -> None:
    assert status(hurt(2, said("gone", MONDAY + late, of="h"))) == "resting"


def test_gone_of_another_report_says_nothing() -> None:
    assert status(hurt(2, said("gone", MONDAY + 10 * MINUTE, of="other"))) == "resting"


def test_gone_does_not_undo_what_was_told_since() -> None:
    known = hurt(
        2, said("worse", MONDAY + 5 * MINUTE, exercises="neck_turn"), said("gone", MONDAY + 10 * MINUTE, of="h")
    )

    assert status(known) == "resting"


def test_pain_that_comes_back_within_the_time_still_hurts() -> None:
    known = hurt(7, said("still", MONDAY + 14 * MINUTE, of="h"), answer="gone")

    assert pain.region_paused(known, CATALOGUE, "neck", MONDAY + HOUR)


@pytest.mark.parametrize("score", [None, "much", True])
def test_pain_without_a_number_is_read_as_four_to_five(score: Fact) -> None:
    known = cared(said("hurt", exercise="neck_turn", **({} if score is None else {"score": score})))

    assert course_of(known, 9) == course_of(hurt(5), 9)


@pytest.mark.parametrize(
    ("score", "same"), [(0, 1), (-3, 1), (0.5, 1), (3.5, 4), (5.5, 6), (11, 10), (10**400, 10), (float("nan"), 10)]
)
def test_a_number_between_two_bands_belongs_to_the_upper_one(score: float, same: int) -> None:
    assert course_of(hurt(score), 9) == course_of(hurt(same), 9)


def test_a_report_of_a_whole_routine_holds_for_each_exercise() -> None:
    known = hurt(5, name="neck_turn,side_bend")

    assert [status(known, name=name) for name in ("neck_turn", "side_bend", "neck_nod")] == [
        "resting",
        "resting",
        "active",
    ]


@pytest.mark.parametrize("detail", [{}, {"exercise": ""}, {"exercise": 7}, {"score": "x"}])
def test_a_report_that_says_little_does_no_harm(detail: dict[str, Fact]) -> None:
    assert status(cared(said("hurt", **detail))) == "active"


@pytest.mark.parametrize("word", ["fine", "interrupted", "no_answer", "sneezed"])
def test_other_answers_change_nothing(word: str) -> None:
    known = cared(said(word, exercise="neck_turn"))

    assert not known.marks
    assert known.hurt is None


# ---------------------------------------------------------------- sessions


@pytest.mark.parametrize("kind", [Kind.DONE, Kind.PART_DONE])
def test_three_sessions_later_it_is_as_before(kind: Kind) -> None:
    sessions = [done("neck_turn", MONDAY + hour * HOUR, kind) for hour in range(1, 4)]
    left = [pain.status_of(hurt(2, *sessions[:n], answer="gone"), "neck_turn", MONDAY + 5 * HOUR) for n in range(4)]

    assert [(it.status, it.left) for it in left] == [("gentle", 3), ("gentle", 2), ("gentle", 1), ("active", 0)]


@pytest.mark.parametrize(
    "entry",
    [
        done("neck_turn", MONDAY + HOUR, credited=False),
        done("neck_turn", MONDAY + HOUR, Kind.PART_DONE, seconds=5),
        done("neck_nod", MONDAY + HOUR),
        record(Kind.PROMPTED, MONDAY + HOUR, (Item("neck_turn", "", 1, 1),), showing=1),
        record(Kind.STARTED, MONDAY + HOUR, (Item("neck_turn", "", 1, 1),)),
        record(Kind.SKIPPED, MONDAY + HOUR, (Item("neck_turn", "", 1, 1),)),
    ],
    ids=["not credited", "broken off before", "another", "shown", "begun", "skipped"],
)
def test_what_was_not_done_is_no_session(entry: Record) -> None:
    assert pain.status_of(hurt(2, entry, answer="gone"), "neck_turn", MONDAY + 2 * HOUR).left == 3


def test_a_session_during_the_rest_makes_it_no_shorter() -> None:
    known = hurt(5, *(done("neck_turn", MONDAY + hour * HOUR) for hour in range(1, 4)), answer="gone")

    assert course_of(known, 4) == ["resting"] * 3 + ["gentle"]


def test_a_bit_much_is_one_repetition_fewer_for_three_sessions() -> None:
    told = said("hard", exercise="neck_turn,shrug")
    sessions = [done("neck_turn", MONDAY + hour * HOUR) for hour in range(3)]

    assert [pain.status_of(cared(told, *sessions[:n]), "neck_turn", MONDAY + 4 * HOUR).status for n in range(4)] == [
        "less",
        "less",
        "less",
        "active",
    ]
    assert status(cared(told, *sessions), name="shrug") == "less"


def test_pain_goes_before_a_bit_much() -> None:
    assert status(hurt(2, said("hard", MONDAY + HOUR, exercise="neck_turn"), answer="gone")) == "gentle"


# ---------------------------------------------------------------- escalation


@pytest.mark.parametrize(
    ("days", "variant", "expected"),
    [
        (1, "gentle", "retired"),
        (14, "gentle", "retired"),
        (14.01, "gentle", "gentle"),
        (1, "", "gentle"),
        (1, "less", "gentle"),
    ],
)
def test_the_second_time_on_the_gentle_variant_retires(days: float, variant: str, expected: str) -> None:
    second = MONDAY + days * DAY
    known = hurt(
        1,
        said("hurt", second, "second", exercise="neck_turn", score=1, variant=variant),
        said("gone", second + 10 * MINUTE, of="second"),
        answer="gone",
    )

    assert status(known, second + HOUR) == expected


def test_two_retired_in_one_region_pause_it_and_advise() -> None:
    second = MONDAY + 20 * DAY
    known = hurt(
        6,
        said("hurt", second, "second", exercise="neck_nod", score=6),
        said("gone", second + 10 * MINUTE, of="second"),
        answer="gone",
    )

    assert pain.region_paused(known, CATALOGUE, "neck", second + HOUR) == second.date() + 7 * DAY
    assert pain.region_paused(known, CATALOGUE, "neck", second + 8 * DAY) is None
    assert pain.advice_due(known, CATALOGUE, second + HOUR) == "slow"
    assert pain.advice_due(known, CATALOGUE, second + 2 * DAY) is None


def test_two_retired_in_two_regions_pause_none() -> None:
    known = cared(
        said("hurt", MONDAY, "a", exercise="neck_turn", score=6),
        said("gone", MONDAY + MINUTE, of="a"),
        said("hurt", MONDAY + HOUR, "b", exercise="side_bend", score=6),
        said("gone", MONDAY + HOUR + MINUTE, of="b"),
    )

    assert all(pain.region_paused(known, CATALOGUE, it, MONDAY + 2 * HOUR) is None for it in ("neck", "back"))
    assert pain.advice_due(known, CATALOGUE, MONDAY + 2 * HOUR) is None


def test_turning_one_on_again_does_not_shorten_the_rest_of_its_region() -> None:
    known = hurt(7, said("turned_on", MONDAY + DAY, exercise="neck_turn"))

    assert pain.region_paused(known, CATALOGUE, "neck", MONDAY + 2 * DAY) == MONDAY.date() + 7 * DAY


def test_a_little_pain_in_one_of_two_that_are_retired_begins_no_new_week() -> None:
    known = cared(
        said("hurt", MONDAY, "a", exercise="neck_turn,neck_nod", score=6),
        said("hurt", MONDAY + 20 * DAY, "b", exercise="neck_turn", score=1),
    )

    assert pain.region_paused(known, CATALOGUE, "neck", MONDAY + DAY)
    assert pain.region_paused(known, CATALOGUE, "neck", MONDAY + 20 * DAY) is None
    assert status(known, MONDAY + 20 * DAY) == "retired"


def test_one_that_was_turned_on_again_is_none_of_two() -> None:
    known = cared(
        said("hurt", MONDAY, "a", exercise="neck_turn", score=6),
        said("gone", MONDAY + MINUTE, of="a"),
        said("turned_on", MONDAY + DAY, exercise="neck_turn"),
        said("hurt", MONDAY + 2 * DAY, "b", exercise="neck_nod", score=6),
        said("gone", MONDAY + 2 * DAY + MINUTE, of="b"),
    )

    assert pain.region_paused(known, CATALOGUE, "neck", MONDAY + 2 * DAY + HOUR) is None


def test_turned_on_again_it_begins_with_three_gentle_sessions() -> None:
    known = hurt(6, said("turned_on", MONDAY + 10 * DAY, exercise="neck_turn"))

    assert pain.status_of(known, "neck_turn", MONDAY + 10 * DAY) == pain.ExerciseStatus("gentle", None, 3)


def test_only_what_is_retired_can_be_turned_on() -> None:
    assert status(hurt(5, said("turned_on", MONDAY + HOUR, exercise="neck_turn"))) == "resting"


WORDS = ("hurt", "hard", "gone", "still", "better", "same", "worse", "fine", "unwell", "checked", "pain", "signs")


@given(st.lists(st.tuples(st.sampled_from(WORDS), st.floats(-3, 40), st.integers(0, 10)), max_size=30))
def test_retired_never_returns_by_itself(answers: list[tuple[str, float, int]]) -> None:
    """T12: whatever is told and done, whenever."""
    facts: dict[str, Fact] = {
        "exercise": "neck_turn",
        "exercises": "neck_turn",
        "of": "h",
        "region": "neck",
        "signs": "",
    }
    more = [said(word, MONDAY + days * DAY, **{**facts, "score": score}) for word, days, score in answers]
    sessions = [done("neck_turn", MONDAY + days * DAY) for _, days, _ in answers]
    known = hurt(6, *more, *sessions)

    assert set(course_of(known, 60)) == {"retired"}


@given(
    st.sampled_from([(2, 2), (5, 7)]),
    st.integers(0, 24 * 60 - 1),
    st.sampled_from(["UTC", "Europe/Berlin", "America/Los_Angeles", "Pacific/Auckland", "Asia/Kolkata"]),
    st.integers(0, 364),
)
def test_resting_returns_on_the_day_after(row: tuple[int, int], minute: int, name: str, day: int) -> None:
    """T12: at any hour, and on the days on which clocks change."""
    score, days = row
    zone = ZoneInfo(name)
    at = (datetime(2025, 1, 1, tzinfo=zone) + timedelta(days=day, minutes=minute)).astimezone(UTC)
    known = cared(said("hurt", at, exercise="neck_turn", score=score), zone=zone)
    until = at.astimezone(zone).date() + days * DAY
    last = datetime(until.year, until.month, until.day, 23, 59, tzinfo=zone)

    assert pain.status_of(known, "neck_turn", last).status == "resting"
    assert pain.status_of(known, "neck_turn", at.astimezone(zone)).until == until
    # The hour that a clock may gain meanwhile
    assert pain.status_of(known, "neck_turn", last + timedelta(minutes=61)).status == "gentle"


ZONES = st.sampled_from([-12, -5, 0, 9, 14]).map(lambda hours: timezone(hours * HOUR))


@given(st.sampled_from([(2, 2), (5, 7)]), ZONES, ZONES, st.integers(0, 23), st.sampled_from([0.3, 0.9, 1]))
def test_another_time_zone_shortens_no_rest(
    row: tuple[int, int], there: timezone, here: timezone, hour: int, share: float
) -> None:
    score, days = row
    at = MONDAY + hour * HOUR
    known = cared(said("hurt", at, exercise="neck_turn", score=score), zone=there)
    moment = at + share * days * DAY - timedelta(seconds=1)

    assert pain.status_of(known, "neck_turn", moment.astimezone(here)).status == "resting"


@given(st.sampled_from([(2, 2), (5, 7)]), st.floats(0, 900))
def test_a_report_from_a_clock_set_back_rests_as_long(row: tuple[int, int], back: float) -> None:
    score, days = row
    known = cared(done("neck_nod", MONDAY), said("hurt", MONDAY - back * DAY, exercise="neck_turn", score=score))

    assert status(known, MONDAY + days * DAY) == "resting"
    assert status(known, MONDAY + (days + 1) * DAY) == "gentle"


@given(st.lists(st.tuples(st.sampled_from([1, 4, 5]), st.floats(0, 20)), min_size=1, max_size=8))
def test_no_later_report_shortens_a_rest(reports: list[tuple[int, float]]) -> None:
    found: date = date.min
    known = UNHURT
    for score, days in sorted(reports, key=lambda it: it[1]):
        at = MONDAY + days * DAY
        known = feedback.add_feedback(
            known, said("hurt", at, exercise="neck_turn", score=score), UTC, CATALOGUE.history_rules
        )
        until = pain.status_of(known, "neck_turn", at).until
        assert until is not None
        assert until >= found
        found = until


# ---------------------------------------------------------------- the ten-minute question


def test_the_question_is_open_from_ten_to_fifteen_minutes() -> None:
    known = hurt(5)
    asked = [minute for minute in range(30) if pain.open_hurt(known, MONDAY + minute * MINUTE)]

    assert asked == [10, 11, 12, 13, 14]


@pytest.mark.parametrize("answer", ["gone", "still"])
def test_once_answered_it_is_not_asked_again(answer: str) -> None:
    assert pain.open_hurt(hurt(5, answer=answer), MONDAY + 11 * MINUTE) is None


def test_advice_waits_for_the_answer() -> None:
    known = hurt(8)

    assert [pain.advice_due(known, CATALOGUE, MONDAY + minute * MINUTE) for minute in (0, 14, 15)] == [
        None,
        None,
        "slow",
    ]


# ---------------------------------------------------------------- lock, unwell, pain of the day


def test_none_of_the_signs_locks_nothing() -> None:
    assert cared(said("signs", signs="")).locked is None


def test_an_unknown_sign_is_taken_for_an_emergency() -> None:
    locked = cared(said("signs", signs="hiccups")).locked

    assert locked
    assert locked.emergency


def test_an_urgent_sign_is_released_by_a_word() -> None:
    assert cared(said("signs", signs="nerve"), said("checked", MONDAY + MINUTE)).locked is None


@pytest.mark.parametrize(("hours", "released"), [(0.1, False), (23.9, False), (24, True), (-5, False)])
def test_an_emergency_is_released_after_a_day(hours: float, released: bool) -> None:
    known = cared(said("signs", signs="chest,nerve"), said("checked", MONDAY + hours * HOUR))
    locked = known.locked

    assert (locked is None) is released
    if locked is not None:
        assert (locked.signs, locked.releases_at) == (("chest", "nerve"), MONDAY + DAY)
        assert [locked.releasable(MONDAY + at * HOUR) for at in (23.9, 24)] == [False, True]


def test_nothing_but_that_word_releases_it() -> None:
    others = [
        said(word, MONDAY + 2 * DAY, signs="", exercise="neck_turn")
        for word in (*WORDS, "turned_on")
        if word != "checked"
    ]

    assert cared(said("signs", signs="nerve"), *others).locked


def test_a_later_emergency_counts_from_then_and_a_later_urgent_sign_shortens_nothing() -> None:
    first = cared(said("signs", signs="nerve"), said("signs", MONDAY + HOUR, signs="chest"))
    second = cared(said("signs", signs="chest"), said("signs", MONDAY + HOUR, signs="nerve"))

    assert [lock and (lock.emergency, lock.releases_at, set(lock.signs)) for lock in (first.locked, second.locked)] == [
        (True, MONDAY + HOUR + DAY, {"chest", "nerve"}),
        (True, MONDAY + DAY, {"chest", "nerve"}),
    ]


def test_unwell_lasts_for_the_local_day() -> None:
    known = cared(said("unwell", MONDAY), zone=timezone(5 * HOUR))

    assert [closed(known, MONDAY.date() + days * DAY) for days in (-1, 0, 1)] == [Form.UNWELL, Form.UNWELL, None]


def test_pain_before_a_routine_holds_for_that_day_and_the_newest_word_counts() -> None:
    known = cared(said("pain", region="neck", score=7), said("pain", MONDAY + HOUR, region="neck", score=2))

    assert pain.pain_today(known, "neck", MONDAY.date()) == 2
    assert pain.pain_today(known, "neck", MONDAY.date() + DAY) == 0
    assert pain.pain_today(known, "back", MONDAY.date()) == 0


@pytest.mark.parametrize(("told", "score"), [(6.5, 7), (12, 10), (-1, 0), (float("nan"), 10), (float("inf"), 10)])
def test_pain_between_two_numbers_is_the_higher_one(told: float, score: int) -> None:
    assert pain.pain_today(cared(said("pain", region="neck", score=told)), "neck", MONDAY.date()) == score


@pytest.mark.parametrize("detail", [{}, {"region": "neck"}, {"score": 7}, {"region": 7, "score": 7}])
def test_pain_of_no_region_or_no_number_is_none(detail: dict[str, Fact]) -> None:
    assert not cared(said("pain", **detail)).pains


# ---------------------------------------------------------------- the next day (D4)


def check(*records: Record, day: float = 1) -> tuple[str, ...]:
    return pain.next_day(after(*records).care, MONDAY + day * DAY)


def known_moves(*names: str) -> list[Record]:
    """Met long ago, the last of them on the newest day before."""
    return [done(name, MONDAY - 5 * DAY) for name in names]


def test_the_day_after_a_new_exercise_is_asked_about() -> None:
    before = known_moves("neck_nod")

    assert check(*before, done("neck_turn", MONDAY), done("neck_nod", MONDAY)) == ("neck_turn",)


def test_the_day_after_pain_is_asked_about() -> None:
    assert check(*known_moves("neck_nod"), said("hurt", exercise="neck_nod", score=1)) == ("neck_nod",)


def test_the_day_after_another_level_is_asked_about() -> None:
    names = ("neck_nod", "neck_turn")
    long = [done(names[day % 2], MONDAY + day * DAY) for day in range(-14, 0)]

    assert check(*long, day=0) == ()
    assert check(*long, done("neck_turn", MONDAY), done("neck_nod", MONDAY + HOUR)) == ("neck_turn",)


def test_an_ordinary_day_is_not_asked_about() -> None:
    assert check(*known_moves("neck_nod"), done("neck_nod", MONDAY)) == ()
    assert check() == ()


def test_it_is_the_next_working_day_that_asks() -> None:
    friday = [done("neck_turn", MONDAY + 4 * DAY)]
    monday = record(Kind.PROMPTED, MONDAY + 7 * DAY, (), showing=1)

    assert check(*friday, day=4) == ()
    assert check(*friday, day=7) == ("neck_turn",)
    assert check(*friday, monday, day=7.1) == ("neck_turn",)
    assert check(*friday, monday, day=8) == ()
    assert check(*friday, day=20) == ()


@pytest.mark.parametrize("answer", ["better", "same", "worse"])
def test_it_is_asked_once_a_day(answer: str) -> None:
    told = said(answer, MONDAY + DAY, exercises="neck_turn")

    assert check(done("neck_turn", MONDAY), told, day=1.1) == ()


@pytest.mark.parametrize("answer", ["better", "same"])
def test_better_and_same_change_nothing(answer: str) -> None:
    known = cared(done("neck_turn", MONDAY), said(answer, MONDAY + DAY, exercises="neck_turn"))

    assert not known.marks
    assert check(done("neck_turn", MONDAY), said(answer, MONDAY + DAY, exercises="neck_turn"), day=2) == ()


def test_worse_rests_two_days_and_asks_again() -> None:
    records = [done("neck_turn", MONDAY), said("worse", MONDAY + DAY, exercises="neck_turn")]

    assert course_of(cared(*records), 5)[1:] == ["resting"] * 3 + ["active"]
    assert check(*records, day=2) == ("neck_turn",)


def test_worse_that_names_nothing_is_about_what_was_asked() -> None:
    known = cared(done("neck_turn", MONDAY), said("worse", MONDAY + DAY))

    assert status(known, MONDAY + DAY) == "resting"


def test_worse_twice_running_retires_the_newest_and_advises() -> None:
    met = [done("neck_nod", MONDAY), done("neck_turn", MONDAY + HOUR)]
    worse = [said("worse", MONDAY + day * DAY, exercises="neck_nod,neck_turn") for day in (1, 2)]
    known = cared(*met, *worse)

    assert status(known, MONDAY + 2 * DAY) == "retired"
    assert status(known, MONDAY + 2 * DAY, "neck_nod") == "resting"
    assert pain.advice_due(known, CATALOGUE, MONDAY + 2 * DAY) == "slow"
    assert status(cared(*met, worse[0]), MONDAY + 2 * DAY) == "resting"


def test_worse_again_retires_the_newest_of_those_it_was_about() -> None:
    names = ("neck_nod", "neck_turn", "neck_tilt", "shrug")
    met = [done(name, MONDAY + at * HOUR) for at, name in enumerate(names)]
    known = cared(*met, *(said("worse", MONDAY + day * DAY, exercises="neck_nod,neck_turn") for day in (1, 2)))

    assert [name for name in names if status(known, MONDAY + 2 * DAY, name) == "retired"] == ["neck_turn"]


def test_worse_again_about_what_is_retired_already_retires_the_newest_in_use() -> None:
    names = ("neck_nod", "neck_turn", "neck_tilt", "shrug")
    met = [done(name, MONDAY + at * HOUR) for at, name in enumerate(names)]
    strong = said("hurt", MONDAY + 5 * HOUR, exercise="shrug", score=9)
    known = cared(*met, strong, *(said("worse", MONDAY + day * DAY, exercises="shrug") for day in (1, 2)))

    assert [name for name in names if status(known, MONDAY + 2 * DAY, name) == "retired"] == ["neck_tilt", "shrug"]


def test_worse_with_same_between_is_not_twice_running() -> None:
    told = [
        said(word, MONDAY + day * DAY, exercises="neck_turn") for day, word in ((1, "worse"), (2, "same"), (3, "worse"))
    ]

    assert status(cared(done("neck_turn", MONDAY), *told), MONDAY + 3 * DAY) == "resting"


def test_nor_does_a_second_word_of_that_day_retire_a_second_one() -> None:
    met = [done("neck_nod", MONDAY), done("neck_turn", MONDAY + HOUR)]
    days = (1, 2, 2.1)
    worse = [said("worse", MONDAY + day * DAY, exercises="neck_nod,neck_turn") for day in days]

    assert status(cared(*met, *worse), MONDAY + 2.2 * DAY, "neck_nod") == "resting"


def test_worse_said_twice_on_one_day_is_said_once() -> None:
    told = [said("worse", MONDAY + DAY + hour * HOUR, exercises="neck_turn") for hour in (0, 1)]

    assert status(cared(done("neck_turn", MONDAY), *told), MONDAY + DAY + 2 * HOUR) == "resting"


# ---------------------------------------------------------------- any history


@pytest.mark.parametrize("seed", range(20))
def test_no_history_breaks_the_fold(seed: int) -> None:
    dice = random.Random(seed)
    names = [*CATALOGUE.exercises, "gone_since", ""]
    known, at = practice.EMPTY, MONDAY
    for number in range(400):
        at += dice.choice([MINUTE, 10 * MINUTE, HOUR, DAY, -HOUR, -3 * DAY])
        if dice.random() < 0.5:
            known = practice.learn(known, done(dice.choice(names), at), UTC, CATALOGUE.history_rules)
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
        word = dice.choice([*WORDS, "turned_on"])
        known = practice.learn(known, said(word, at, f"r{number}", **detail), UTC, CATALOGUE.history_rules)
        for region in ("neck", "shoulder", "back", "whole"):
            pain.region_paused(known.care, CATALOGUE, region, at)
        pain.advice_due(known.care, CATALOGUE, at)
        pain.next_day(known.care, at)
        assert all(pain.status_of(known.care, name, at).status for name in names)
