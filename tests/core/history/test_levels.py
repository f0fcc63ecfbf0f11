"""The levels: when each opens and closes again, and that neither clock nor time zone ever opens one."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from person import MONDAY, Person, ids, record, workday
from uncrick.core.history import levels
from uncrick.core.history.levels import NO_TRAINING, TrainingHistory, add_routine, level
from uncrick.core.history.practice import practice
from uncrick.core.model.profile import Profile
from uncrick.core.model.record import Fact, Item, Kind, Record
from uncrick.storage import shipped_data

CATALOGUE = shipped_data.catalogue()
EXERCISES, NUMBERS = CATALOGUE.exercises, CATALOGUE.numbers
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ASKED = Profile(asked=True)
ALL = frozenset(CATALOGUE.numbers.consent)
WILLING = replace(ASKED, consents=ALL)
TURN = (Item("neck_turn", "Turn and look", 3, 52),)
LATER = {"neck_press_fb", "neck_press_lr", "shrug", "shrug_weights", "bar_hang", "bar_hang_sway"}


def training(moments: Iterable[datetime], zone: tzinfo = UTC) -> TrainingHistory:
    """Routines finished at these moments, in this order."""
    found = NO_TRAINING
    for at in moments:
        found = add_routine(found, at, at.astimezone(zone).date(), NUMBERS)
    return found


def on(*days: float) -> TrainingHistory:
    return training(MONDAY + day * DAY for day in days)


def at_day(known: TrainingHistory, day: float, profile: Profile = WILLING) -> int:
    return level(known, profile, MONDAY + day * DAY, NUMBERS)


def feedback(answer: str, at: datetime, **detail: Fact) -> Record:
    return replace(record(Kind.FEEDBACK, at, **detail), feedback=answer)


# ---------------------------------------------------------------- upwards


def test_the_level_begins_at_one() -> None:
    assert level(NO_TRAINING, WILLING, MONDAY, NUMBERS) == 1


def test_level_two_comes_after_fourteen_days_and_eight_active_ones() -> None:
    known = on(*range(8))

    assert [at_day(known, day) for day in (8, 13, 13.99, 14)] == [1, 1, 1, 2]


def test_seven_active_days_are_not_enough_however_long_it_takes() -> None:
    known = on(*range(0, 70, 10))

    assert known.days == 7
    assert at_day(known, 61) == 1
    assert at_day(add_routine(known, MONDAY + 61 * DAY, (MONDAY + 61 * DAY).date(), NUMBERS), 61) == 2


def test_level_three_comes_after_twenty_eight_days_and_sixteen_active_ones() -> None:
    assert at_day(on(*range(0, 28, 2)), 28) == 2
    assert at_day(on(*range(16)), 27.9) == 2
    assert at_day(on(*range(16)), 28) == 3


def test_without_any_consent_level_two_is_the_last() -> None:
    known = on(*range(40))

    assert [at_day(known, 40, replace(ASKED, consents=frozenset(some))) for some in ((), ("sway",))] == [2, 3]


def test_many_breaks_a_day_are_one_active_day() -> None:
    assert training(MONDAY - 9 * HOUR + hour * HOUR for hour in range(24)).days == 1


def test_whoever_trains_need_not_wait() -> None:
    assert level(NO_TRAINING, Profile(trains=True), MONDAY, NUMBERS) == 3


@pytest.mark.parametrize(
    "entry",
    [
        record(Kind.DONE, MONDAY, TURN, credited=False),
        record(Kind.DONE, MONDAY),
        record(Kind.PART_DONE, MONDAY, TURN, credited=True, seconds=52),
        record(Kind.STEPPED_AWAY, MONDAY),
        record(Kind.NATURAL, MONDAY),
        record(Kind.PROMPTED, MONDAY, TURN, showing=1),
        record(Kind.STARTED, MONDAY, TURN),
    ],
    ids=["not credited", "no exercises", "broken off", "stepped away", "away", "prompt", "begun"],
)
def test_only_a_finished_routine_makes_an_active_day(entry: Record) -> None:
    assert practice([entry], UTC, CATALOGUE.history_rules).training == NO_TRAINING


# ---------------------------------------------------------------- downwards


def test_fourteen_days_away_cost_one_level() -> None:
    known = on(*range(30))

    assert [at_day(known, 29 + gap) for gap in (13, 14, 59)] == [3, 2, 2]
    assert [at_day(known, 29 + gap, ASKED) for gap in (13, 14, 59)] == [2, 1, 1]


def test_the_lost_level_is_back_after_five_active_days() -> None:
    back = 29 + 14
    seen = []
    for days in range(7):
        known = on(*range(30), *(back + 2 * day for day in range(days)))
        seen.append(at_day(known, back + 2 * days))

    assert seen == [2, 2, 2, 2, 2, 3, 3]


def test_on_the_fifth_active_day_the_level_is_still_lower_after_the_routine() -> None:
    known = on(*range(30), *range(50, 55))

    assert at_day(known, 54.3) == 2
    assert at_day(known, 55) == 3


def test_sixty_days_away_begin_anew() -> None:
    known = on(*range(30))
    assert at_day(known, 29 + 60) == 1

    again = on(*range(30), *range(89, 97))

    assert (again.days, again.since) == (8, MONDAY + 89 * DAY)
    assert [at_day(again, day) for day in (97, 102, 103)] == [1, 1, 2]


def test_what_was_lost_by_a_shorter_absence_is_forgotten_after_a_longer_one() -> None:
    assert at_day(on(*range(30), 50, *range(110, 118)), 124) == 2


def test_after_sixty_days_away_harder_exercises_are_new_again() -> None:
    person = Person(CATALOGUE)
    person.trained("shrug", MONDAY, times=3)
    person.trained("neck_turn", MONDAY + 60 * DAY)

    assert (person.practice.of("shrug").times, person.practice.of("shrug").begun) == (0, 0)
    assert person.practice.of("shrug").last == MONDAY
    assert person.practice.of("neck_turn").times == 1


def test_the_level_never_falls_below_one() -> None:
    assert at_day(on(0, 20), 21) == 1


def test_the_days_before_a_level_are_those_of_the_data() -> None:
    later = replace(NUMBERS, level2_min_days=16, level2_min_active_days=9)
    known = on(*range(9))

    assert [level(known, WILLING, MONDAY + day * DAY, NUMBERS) for day in (15, 16)] == [2, 2]
    assert [level(known, WILLING, MONDAY + day * DAY, later) for day in (15, 16)] == [1, 2]
    assert level(on(*range(8)), WILLING, MONDAY + 16 * DAY, later) == 1


# ---------------------------------------------------------------- pain and the next day


def veteran(*entries: Record) -> TrainingHistory:
    days = [record(Kind.DONE, MONDAY + day * DAY, TURN, credited=True) for day in range(30)]
    return practice([*days, *entries], UTC, CATALOGUE.history_rules).training


@pytest.mark.parametrize(("score", "found"), [(3, 3), (4, 1), (10, 1), (None, 1)])
def test_pain_of_four_holds_back(score: int | None, found: int) -> None:
    known = veteran(feedback("hurt", MONDAY + 29 * DAY, score=score, region="neck"))

    assert at_day(known, 30) == found


def test_pain_holds_back_for_seven_days() -> None:
    known = veteran(feedback("hurt", MONDAY + 30 * DAY, score=5), feedback("hurt", MONDAY + 29 * DAY, score=5))

    assert [at_day(known, day) for day in (36.9, 37)] == [1, 3]


def test_pain_holds_back_whoever_trains_too() -> None:
    known = veteran(feedback("hurt", MONDAY + 29 * DAY, score=5))

    assert at_day(known, 30, replace(ASKED, trains=True)) == 1


def told(known: TrainingHistory, *answers: Record) -> TrainingHistory:
    for answer in answers:
        known = levels.add_feedback(known, answer, UTC, NUMBERS)
    return known


def test_worse_the_next_day_takes_no_level_away() -> None:
    known = veteran(feedback("worse", MONDAY + 29 * DAY))

    assert at_day(known, 30) == 3


def test_no_level_is_gained_while_the_last_next_day_was_worse() -> None:
    known = told(on(*range(10)), feedback("worse", MONDAY + 10 * DAY))
    for day in range(11, 60):
        known = add_routine(known, MONDAY + day * DAY, (MONDAY + day * DAY).date(), NUMBERS)

    assert at_day(known, 60) == 1
    assert at_day(told(known, feedback("same", MONDAY + 60 * DAY)), 60) == 3


def test_the_level_that_was_reached_is_the_most_until_it_is_no_longer_worse() -> None:
    known = told(on(*range(20)), feedback("worse", MONDAY + 20 * DAY))
    for day in range(20, 40):
        known = add_routine(known, MONDAY + day * DAY, (MONDAY + day * DAY).date(), NUMBERS)

    assert at_day(known, 40) == 2


@pytest.mark.parametrize("better", ["same", "better"])
def test_five_active_days_do_not_count_after_a_worse_one(better: str) -> None:
    known = told(on(*range(10)), feedback("worse", MONDAY + 10 * DAY), feedback(better, MONDAY + 11 * DAY))
    counted = []
    for day in range(11, 19):
        known = add_routine(known, MONDAY + day * DAY, (MONDAY + day * DAY).date(), NUMBERS)
        counted.append((known.days, at_day(known, day)))

    assert counted == [(10, 1), (10, 1), (10, 1), (10, 1), (10, 2), (11, 2), (12, 2), (13, 2)]


def test_a_second_worse_holds_the_level_that_the_first_one_held() -> None:
    known = told(on(*range(10)), feedback("worse", MONDAY + 10 * DAY), feedback("worse", MONDAY + 20 * DAY))

    assert at_day(known, 20) == 1


def test_a_frozen_day_brings_no_lost_level_back() -> None:
    known = on(*range(30), *range(44, 49))

    assert at_day(known, 49) == 3
    assert at_day(told(known, feedback("worse", MONDAY + 48 * DAY)), 49) == 2


def test_two_months_away_end_the_freeze_and_the_level_with_it() -> None:
    known = told(on(*range(30)), feedback("worse", MONDAY + 30 * DAY))
    for day in range(100, 120):
        known = add_routine(known, MONDAY + day * DAY, (MONDAY + day * DAY).date(), NUMBERS)

    assert known.days == 20
    assert at_day(known, 120) == 1


def test_a_second_worse_freezes_anew() -> None:
    known = told(on(*range(10)), *(feedback("worse", MONDAY + day * DAY) for day in (10, 11)))

    assert (known.frozen, known.most) == (5, 1)


def test_any_other_answer_changes_nothing() -> None:
    assert veteran(feedback("fine", MONDAY + 29 * DAY)) == veteran()


# ---------------------------------------------------------------- clocks and time zones

DAYS = st.lists(st.floats(0, 200), max_size=60)


def levels_reached(known: TrainingHistory, until: float = 260) -> list[int]:
    """What the level is at the end of it, and on many days after."""
    return [at_day(known, day) for day in range(0, int(until), 3)]


@given(st.lists(st.integers(0, 40), max_size=60))
def test_no_order_of_days_gives_more_than_the_right_one(days: list[int]) -> None:
    reached = zip(levels_reached(on(*days)), levels_reached(on(*sorted(days))), strict=True)

    assert on(*days).days <= len(set(days))
    assert all(back_and_forth <= straight for back_and_forth, straight in reached)


@given(DAYS, st.floats(-400, 200))
def test_a_routine_under_a_clock_set_back_adds_nothing(days: list[float], back: float) -> None:
    known = on(*sorted(days), 201)

    at = MONDAY + back * DAY
    assert add_routine(known, at, at.date(), NUMBERS) == known


@given(DAYS, st.floats(0, 200))
def test_another_routine_never_lowers_the_level(days: list[float], more: float) -> None:
    fewer, most = levels_reached(on(*sorted(days))), levels_reached(on(*sorted([*days, more])))

    begun = int(max([more, *days]) // 3) + 1
    assert all(a <= b for a, b in zip(fewer[begun:], most[begun:], strict=True))


@given(st.integers(0, 7), st.integers(0, 100_000))
def test_a_calendar_that_jumps_ahead_opens_nothing_without_eight_active_days(days: int, jump: int) -> None:
    assert at_day(on(*range(days)), days + jump, replace(ASKED, consents=ALL)) == 1


@given(st.integers(8, 100))
def test_a_calendar_that_was_ahead_leaves_nothing_open(jump: int) -> None:
    known = on(*range(7), 7 + jump)

    assert at_day(known, 8) == 1


ZONES = st.integers(-12 * 4, 14 * 4).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))
# At the very border of 14 and 60 days the date decides, and dates differ between zones
GAPS = st.integers(1, 12) | st.integers(16, 58) | st.integers(62, 90)


@given(
    st.lists(st.tuples(GAPS, st.lists(st.floats(8, 19.9), min_size=1, max_size=4).map(sorted)), max_size=40),
    ZONES,
    st.integers(0, 40),
    st.floats(8, 19.9),
)
def test_another_time_zone_opens_nothing(
    days: list[tuple[int, list[float]]], zone: timezone, after: int, hour: float
) -> None:
    midnight, moments = MONDAY - 9 * HOUR, []
    for gap, hours in days:
        midnight += gap * DAY
        moments.extend(midnight + each * HOUR for each in hours)
    if 12 < after < 16:
        after += 4
    now = midnight + after * DAY + hour * HOUR
    here, there = training(moments), training(moments, zone)

    assert there.days <= here.days
    if not moments or now >= moments[-1]:
        assert level(there, WILLING, now.astimezone(zone), NUMBERS) <= level(here, WILLING, now, NUMBERS)


def test_one_night_at_work_is_one_active_day() -> None:
    assert training([MONDAY + 14 * HOUR, MONDAY + 16 * HOUR]).days == 1


def test_a_journey_around_the_date_line_makes_no_active_day() -> None:
    east, west = timezone(14 * HOUR), timezone(-12 * HOUR)
    known = NO_TRAINING
    for hour in range(11):
        at = MONDAY + hour * HOUR
        known = add_routine(known, at, at.astimezone(west if hour % 2 else east).date(), NUMBERS)

    assert known.days == 1


def test_a_date_that_comes_again_on_a_journey_west_adds_nothing() -> None:
    east, west = timezone(14 * HOUR), timezone(-12 * HOUR)
    known = training([MONDAY + 6 * HOUR], east)

    at = MONDAY + 20 * HOUR
    assert at.astimezone(west).date() < known.day
    assert add_routine(known, at, at.astimezone(west).date(), NUMBERS) == known


# ---------------------------------------------------------------- what is suggested


def equipped(**profile: object) -> Person:
    things = frozenset(CATALOGUE.equipment)
    return Person(CATALOGUE, replace(WILLING, equipment=things, **profile))  # type: ignore[arg-type]


@pytest.mark.parametrize("place", ["desk", "home"])
@pytest.mark.parametrize("a_day", [1, 4, 12])
def test_for_fourteen_days_nothing_beyond_level_one_is_suggested(a_day: int, place: str) -> None:
    person = equipped(place=place)
    for hour in range(14 * 24):
        at = MONDAY + hour * HOUR
        if hour % 24 < a_day:
            found = person.meets(at, budget=120, place=place)
            named = {*ids(found), found.alternative}
            assert not named & LATER
            assert all(EXERCISES[name].level == 1 for name in named)
            person.does(found, at)

    assert person.practice.training.days == 14
    assert person.level(MONDAY + 14 * DAY) == 2


@pytest.mark.parametrize("name", [name for name, exercise in EXERCISES.items() if exercise.level > 1])
@pytest.mark.parametrize("can_stand", [True, False])
def test_nor_is_it_the_other_option_where_conditions_leave_little_else(name: str, can_stand: bool) -> None:
    conditions = frozenset(CATALOGUE.conditions) - frozenset(EXERCISES[name].contraindications)
    person = equipped(conditions=conditions)
    for hour in range(8):
        found = person.meets(MONDAY + hour * HOUR, can_stand=can_stand)
        assert all(EXERCISES[it].level == 1 for it in (*ids(found), found.alternative))


def lived(person: Person, days: int, a_day: int = 8) -> list[tuple[int, int, str, int]]:
    """Every break done, five days a week: level, working day, exercise and repetitions."""
    met = []
    for day in range(days):
        for hour in range(a_day):
            at = workday(day) + hour * HOUR
            now = person.level(at)
            found = person.meets(at)
            person.does(found, at)
            met.extend((now, day, item.id, item.reps) for item in found.items)
    return met


def test_new_exercises_come_in_their_order_one_in_three_active_days_and_gently() -> None:
    first: dict[str, tuple[int, int]] = {}
    for seed in range(3):
        first.clear()
        for now, day, name, reps in lived(replace(Person(CATALOGUE), seed=seed), 40):
            assert EXERCISES[name].level <= now
            if EXERCISES[name].level > 1:
                first.setdefault(name, (day, reps))
        days = [day for day, _ in first.values()]

        assert list(first) == ["shrug", "neck_press_fb", "neck_press_lr"]
        assert days[0] >= 10
        assert all(later - earlier >= 3 for earlier, later in pairwise(days))
        assert [first[name][1] for name in ("neck_press_fb", "neck_press_lr")] == [1, 1]


@pytest.mark.parametrize("name", ["neck_press_fb", "neck_press_lr"])
def test_a_hand_press_is_a_fifth_of_ones_strength_and_twice_in_a_break_at_most(name: str) -> None:
    exercise = EXERCISES[name]

    assert (exercise.effort, exercise.gentle.reps, exercise.reps.micro, exercise.per_day_reps) == (
        "20 percent",
        1,
        2,
        10,
    )


def test_at_sixty_seconds_each_neck_move_gets_its_dose_through_all_levels() -> None:
    dose: dict[int, Counter[str]] = {}
    reached = set()
    for now, day, name, reps in lived(Person(CATALOGUE, WILLING), 45):
        reached.add(now)
        dose.setdefault(day, Counter())[name] += reps

    assert reached == {1, 2, 3}
    for day in range(3, 45):
        assert all(5 <= dose[day][name] <= 10 for name in ("neck_nod", "neck_turn", "neck_tilt")), (day, dose[day])
        assert all(reps <= EXERCISES[name].per_day_reps for name, reps in dose[day].items())


def practised(consents: frozenset[str]) -> Person:
    """A level beyond which there is none, at which everything was met but the shrug with weights."""
    person = equipped(consents=consents)
    for day in range(30):
        person.trained("shrug", MONDAY + day * DAY)
    return person


@pytest.mark.parametrize(("consents", "met"), [(ALL, True), ({"weights"}, True), ({"prone", "sway"}, False)])
def test_weights_come_only_by_consent(consents: set[str], met: bool) -> None:
    person = practised(frozenset(consents))
    seen = set()
    for day in range(30, 60):
        for hour in range(8):
            at = MONDAY + day * DAY + hour * HOUR
            assert person.level(at) == 3
            found = person.meets(at)
            seen.update((*ids(found), found.alternative))
            person.does(found, at)

    assert ("shrug_weights" in seen) == met


def test_each_consent_opens_its_own_exercises() -> None:
    consents = CATALOGUE.numbers.consent

    assert set(consents) == {"weights", "prone", "sway"}
    for one, names in consents.items():
        held = levels.withheld(Profile(consents=frozenset({one})), consents)
        assert held == {name for other in consents if other != one for name in consents[other]}
        assert not held & set(names)
    assert not levels.withheld(Profile(trains=True), consents)
