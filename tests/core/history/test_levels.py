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
TURN = (Item("neck_turn", "Turn your head", 3, 52),)
LATER = {"neck_press_fb", "neck_press_lr", "shrug", "shrug_weights", "bar_hang"}


def training(moments: Iterable[datetime], zone: tzinfo = UTC) -> TrainingHistory:
    """Routines finished at these moments, in this order."""
    history = NO_TRAINING
    for at in moments:
        history = add_routine(history, at, at.astimezone(zone).date(), NUMBERS)
    return history


def story(*parts: float | Iterable[float] | Record) -> TrainingHistory:
    """Routines finished on these days after Monday, and answers, in this order."""
    history = NO_TRAINING
    for part in parts:
        if isinstance(part, Record):
            history = levels.add_feedback(history, part, part.at, NUMBERS)
            continue
        for day in (part,) if isinstance(part, int | float) else part:
            at = MONDAY + day * DAY
            history = add_routine(history, at, at.date(), NUMBERS)
    return history


def at_day(history: TrainingHistory, day: float, profile: Profile = WILLING) -> int:
    return level(history, profile, MONDAY + day * DAY, NUMBERS)


def answer(word: str, day: float, **detail: Fact) -> Record:
    return replace(record(Kind.FEEDBACK, MONDAY + day * DAY, **detail), feedback=word)


def case(name: str, levels_by_day: dict[float, int], *parts: object, profile: Profile = WILLING) -> object:
    return pytest.param(parts, profile, levels_by_day, id=name)


# ---------------------------------------------------------------- upwards and downwards

MONTH = range(30)
WORSE = (MONTH, answer("worse", 30))
TRAINS = Profile(trains=True)


@pytest.mark.parametrize(
    ("parts", "profile", "expected"),
    [
        case("nothing done", {0: 1}),
        case("two after 14 days and 8 active ones", {8: 1, 13: 1, 13.99: 1, 14: 2}, range(8)),
        case("7 active days are not enough", {61: 1}, range(0, 70, 10)),
        case("the eighth is, however late", {61: 2}, range(0, 70, 10), 61),
        case("three after 28 days and 16 active ones", {27.9: 2, 28: 3}, range(16)),
        case("14 active days are not enough for three", {28: 2}, range(0, 28, 2)),
        case("two without a consent", {40: 2}, range(40), profile=ASKED),
        case("three with one consent", {40: 3}, range(40), profile=replace(ASKED, consents=frozenset({"weights"}))),
        case("three at once for a person who trains", {0: 3}, profile=TRAINS),
        case("14 days away cost a level", {42: 3, 43: 2, 88: 2}, MONTH),
        case("the same for level two", {42: 2, 43: 1, 88: 1}, MONTH, profile=ASKED),
        *(case(f"back for {n} days", {43 + 2 * n: 2 + (n >= 5)}, MONTH, range(43, 43 + 2 * n, 2)) for n in range(7)),
        case("still lower after the fifth routine", {54.3: 2, 55: 3}, MONTH, range(50, 55)),
        case("60 days away cost all", {89: 1}, MONTH),
        case("60 days away begin anew", {97: 1, 102: 1, 103: 2}, MONTH, range(89, 97)),
        case("a longer absence ends the lower level of a shorter", {124: 2}, MONTH, 50, range(110, 118)),
        case("never below one", {21: 1}, 0, 20),
        *(
            case(f"pain of {score}", {30: expected}, MONTH, answer("hurt", 29, score=score, region="neck"))
            for score, expected in [(3, 3), (4, 1), (10, 1), (None, 1)]
        ),
        case(
            "pain holds back for seven days",
            {36.9: 1, 37: 3},
            *(MONTH, answer("hurt", 30, score=5), answer("hurt", 29, score=5)),
        ),
        case("pain holds back a person who trains", {30: 1}, MONTH, answer("hurt", 29, score=5), profile=TRAINS),
        case("worse takes no level away", {30: 3}, *WORSE),
        case("no level is gained while worse", {60: 1}, range(10), answer("worse", 10), range(11, 60)),
        case("it is after the same", {60: 3}, range(10), answer("worse", 10), range(11, 60), answer("same", 60)),
        case("the level of then is the most", {40: 2}, range(20), answer("worse", 20), range(20, 40)),
        case("a second worse holds what the first held", {20: 1}, range(10), answer("worse", 10), answer("worse", 20)),
        case("five active days bring a lost level back", {49: 3}, MONTH, range(44, 49)),
        case("but no frozen ones", {49: 2}, MONTH, range(44, 49), answer("worse", 48)),
        case("two months away end freeze and level", {120: 1}, *WORSE, range(100, 120)),
    ],
)
def test_the_level_follows_from_routines_and_answers(
    parts: tuple[object, ...], profile: Profile, expected: dict[float, int]
) -> None:
    history = story(*parts)  # type: ignore[arg-type]

    assert {day: at_day(history, day, profile) for day in expected} == expected


@pytest.mark.parametrize("better", ["same", "better"])
def test_five_active_days_do_not_count_after_a_worse_one(better: str) -> None:
    before = (range(10), answer("worse", 10), answer(better, 11))
    histories = [story(*before, range(11, day + 1)) for day in range(11, 19)]

    assert [(history.days, at_day(history, day)) for day, history in enumerate(histories, 11)] == [
        *((10, 1), (10, 1), (10, 1), (10, 1), (10, 2), (11, 2), (12, 2), (13, 2))
    ]


def test_a_second_worse_freezes_anew_and_two_months_away_count_anew() -> None:
    history, again = story(range(10), answer("worse", 10), answer("worse", 11)), story(MONTH, range(89, 97))

    assert (history.frozen, history.most) == (5, 1)
    assert (again.days, again.since) == (8, MONDAY + 89 * DAY)


@pytest.mark.parametrize("hours", [range(-9, 15), (14, 16)], ids=["a break an hour", "one night at work"])
def test_many_breaks_on_a_day_are_one_active_day(hours: Iterable[int]) -> None:
    assert training(MONDAY + hour * HOUR for hour in hours).days == 1


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


def test_records_of_a_history_are_folded_in_their_order() -> None:
    days = [record(Kind.DONE, MONDAY + day * DAY, TURN, credited=True) for day in MONTH]
    answers = [answer("hurt", 30, score=5), answer("worse", 30)]

    assert practice([*days, *answers], UTC, CATALOGUE.history_rules).training == story(MONTH, *answers)
    assert story(MONTH, answer("fine", 29)) == story(MONTH)


def test_after_sixty_days_away_harder_exercises_are_new_again() -> None:
    person = Person(CATALOGUE)
    person.trained("shrug", MONDAY, times=3)
    person.trained("neck_turn", MONDAY + 60 * DAY)

    assert (person.practice.of("shrug").times, person.practice.of("shrug").begun) == (0, 0)
    assert person.practice.of("shrug").last == MONDAY
    assert person.practice.of("neck_turn").times == 1


def test_the_days_before_a_level_are_those_of_the_data() -> None:
    later = replace(NUMBERS, level2_min_days=16, level2_min_active_days=9)
    history = story(range(9))

    assert [level(history, WILLING, MONDAY + day * DAY, NUMBERS) for day in (15, 16)] == [2, 2]
    assert [level(history, WILLING, MONDAY + day * DAY, later) for day in (15, 16)] == [1, 2]
    assert level(story(range(8)), WILLING, MONDAY + 16 * DAY, later) == 1


# ---------------------------------------------------------------- clocks and time zones

DAYS = st.lists(st.floats(0, 200), max_size=60)


def levels_reached(history: TrainingHistory, until: float = 260) -> list[int]:
    """What the level is at the end of it, and on many days after."""
    return [at_day(history, day) for day in range(0, int(until), 3)]


@given(st.lists(st.integers(0, 40), max_size=60))
def test_no_order_of_days_gives_more_than_the_right_one(days: list[int]) -> None:
    reached = zip(levels_reached(story(days)), levels_reached(story(sorted(days))), strict=True)

    assert story(days).days <= len(set(days))
    assert all(back_and_forth <= straight for back_and_forth, straight in reached)


@given(DAYS, st.floats(-400, 200))
def test_a_routine_under_a_clock_set_back_adds_nothing(days: list[float], back: float) -> None:
    history = story(sorted(days), 201)

    at = MONDAY + back * DAY
    assert add_routine(history, at, at.date(), NUMBERS) == history


@given(DAYS, st.floats(0, 200))
def test_another_routine_never_lowers_the_level(days: list[float], more: float) -> None:
    fewer, most = levels_reached(story(sorted(days))), levels_reached(story(sorted([*days, more])))

    begun = int(max([more, *days]) // 3) + 1
    assert all(a <= b for a, b in zip(fewer[begun:], most[begun:], strict=True))


@given(st.integers(0, 7), st.integers(0, 100_000))
def test_a_calendar_that_jumps_ahead_opens_nothing_without_eight_active_days(days: int, jump: int) -> None:
    assert at_day(story(range(days)), days + jump, replace(ASKED, consents=ALL)) == 1


@given(st.integers(8, 100))
def test_a_calendar_that_was_ahead_leaves_nothing_open(jump: int) -> None:
    history = story(range(7), 7 + jump)

    assert at_day(history, 8) == 1


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


def test_a_journey_around_the_date_line_makes_no_active_day() -> None:
    east, west = timezone(14 * HOUR), timezone(-12 * HOUR)
    history = NO_TRAINING
    for hour in range(11):
        at = MONDAY + hour * HOUR
        history = add_routine(history, at, at.astimezone(west if hour % 2 else east).date(), NUMBERS)

    assert history.days == 1


def test_a_date_that_comes_again_on_a_journey_west_adds_nothing() -> None:
    east, west = timezone(14 * HOUR), timezone(-12 * HOUR)
    history = training([MONDAY + 6 * HOUR], east)

    at = MONDAY + 20 * HOUR
    assert at.astimezone(west).date() < history.day
    assert add_routine(history, at, at.astimezone(west).date(), NUMBERS) == history


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
def test_the_alternative_is_of_level_one_too(name: str, can_stand: bool) -> None:
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

    assert (exercise.effort, exercise.gentle.reps) == ("20 percent", 1)
    assert (exercise.reps.micro, exercise.per_day_reps) == (2, 10)


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


@pytest.mark.parametrize(("consents", "met"), [(ALL, True), ({"weights"}, True), ({"prone"}, False)])
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

    assert set(consents) == {"weights", "prone"}
    for one, names in consents.items():
        held = levels.withheld(Profile(consents=frozenset({one})), consents)
        assert held == {name for other in consents if other != one for name in consents[other]}
        assert not held & set(names)
    assert not levels.withheld(Profile(trains=True), consents)
