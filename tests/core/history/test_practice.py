"""What the history says of a person's practice: repetitions, sessions, weeks, active days, and what was shown."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from person import MONDAY, record, workday
from uncrick.core.history.practice import EMPTY, Practice, learn, monday, practice
from uncrick.core.model.record import Fact, Item, Kind, Record
from uncrick.storage import shipped_data

TURN = Item("neck_turn", "Turn your head", 3, 52)
SHRUG = Item("shrug", "Shrug and let go", 2, 23)
TODAY = MONDAY.date()
RULES = shipped_data.rules()


def done(at: datetime, *items: Item, kind: Kind = Kind.DONE, **detail: Fact) -> Record:
    return record(kind, at, items or (TURN,), at + timedelta(minutes=1), **detail)


def prompted(at: datetime, *items: Item, **detail: Fact) -> Record:
    return record(Kind.PROMPTED, at, items or (TURN,), None, **{"showing": 1, **detail})


def after(*records: Record) -> Practice:
    return practice(records, UTC, RULES)


def test_an_empty_history_has_no_practice() -> None:
    assert after() == EMPTY
    assert EMPTY.of("neck_turn").times == 0


def test_folding_one_by_one_is_folding_all() -> None:
    records = [prompted(MONDAY), done(MONDAY), prompted(workday(1), SHRUG), done(workday(1), SHRUG)]
    summary = EMPTY
    for entry in records:
        summary = learn(summary, entry, UTC, RULES)

    assert summary == practice(records, UTC, RULES)


@pytest.mark.parametrize("kind", [Kind.SKIPPED, Kind.IGNORED, Kind.NATURAL, Kind.PAUSED, Kind.SNOOZED])
def test_what_is_neither_prompt_nor_break_changes_nothing(kind: Kind) -> None:
    assert after(record(kind, MONDAY, (TURN,))) == EMPTY


def test_what_is_begun_unasked_was_shown_too() -> None:
    summary = after(prompted(MONDAY, TURN), record(Kind.STARTED, MONDAY, (SHRUG,)))

    assert (summary.shown, summary.before, summary.prompts) == (("shrug",), ("neck_turn",), 1)


def test_beginning_what_was_just_prompted_shows_nothing_new() -> None:
    assert after(prompted(MONDAY), record(Kind.STARTED, MONDAY, (TURN,))) == after(prompted(MONDAY))


# ---------------------------------------------------------------- what was done


def test_a_break_begun_unasked_counts_as_a_prompt():
    begun = record(Kind.STARTED, MONDAY, (SHRUG,), prompt=None)
    summary = after(begun)
    assert (summary.shown, summary.leads, summary.tips) == (("shrug",), (("shrug",),), ())
    assert (summary.active_day, summary.prompts_on_day) == (MONDAY.date(), 1)


def test_repetitions_and_sessions_add_up_within_a_day() -> None:
    summary = after(done(MONDAY), done(MONDAY + timedelta(hours=3))).of("neck_turn")

    assert (summary.reps, summary.sessions, summary.times, summary.day) == (6, 2, 2, TODAY)


def test_another_day_begins_at_zero() -> None:
    summary = after(done(MONDAY), done(workday(1)))

    assert (summary.of("neck_turn").reps, summary.of("neck_turn").sessions) == (3, 1)
    assert summary.reps_on("neck_turn", workday(1).date()) == 3
    assert summary.reps_on("neck_turn", workday(2).date()) == 0


def test_the_day_is_the_one_of_the_persons_zone() -> None:
    late = datetime(2025, 3, 3, 23, 30, tzinfo=UTC)  # half past four in the morning there, and the day ends at four

    summary = practice([done(late)], ZoneInfo("Asia/Karachi"), RULES)

    assert summary.of("neck_turn").day == date(2025, 3, 4)


def test_the_last_time_is_when_the_routine_ended() -> None:
    assert after(done(MONDAY)).of("neck_turn").last == MONDAY + timedelta(minutes=1)


def test_an_open_record_counts_from_its_beginning() -> None:
    assert after(record(Kind.DONE, MONDAY, (TURN,))).of("neck_turn").last == MONDAY


def test_a_done_that_is_not_credited_is_a_break_without_repetitions() -> None:
    summary = after(done(MONDAY, credited=False))

    assert summary.week_breaks == 1
    assert summary.of("neck_turn").times == 0
    assert summary.training.since is None


@pytest.mark.parametrize(
    ("seconds", "credited"),
    [(0, ()), (51, ()), (52, ("neck_turn",)), (77, ("neck_turn",)), (78, ("neck_turn", "shrug")), (None, ())],
)
def test_a_stopped_routine_counts_its_finished_items(seconds: int | None, credited: tuple[str, ...]) -> None:
    summary = after(done(MONDAY, TURN, SHRUG, kind=Kind.PART_DONE, credited=True, seconds=seconds))

    assert tuple(summary.trained) == credited
    assert summary.week_breaks == 0


def test_a_done_routine_counts_whole_whatever_its_seconds() -> None:
    assert set(after(done(MONDAY, TURN, SHRUG, credited=True, seconds=45)).trained) == {"neck_turn", "shrug"}


def test_the_first_routine_is_remembered() -> None:
    assert after(done(MONDAY), done(workday(4))).training.since == MONDAY


# ---------------------------------------------------------------- weeks


def test_items_of_a_week_begin_anew_on_monday() -> None:
    summary = after(done(MONDAY), done(workday(4)), done(workday(5)))

    assert (summary.of("neck_turn").week, summary.of("neck_turn").week_times) == (workday(5).date(), 1)


def test_forty_breaks_are_expected_of_a_new_person() -> None:
    assert EMPTY.week_at(TODAY, RULES.numbers) == (0, 40.0)


def test_expected_breaks_move_half_way_to_those_of_the_last_week() -> None:
    summary = after(*(done(MONDAY + timedelta(hours=hour)) for hour in range(8)))

    assert summary.week_at(TODAY, RULES.numbers) == (8, 40.0)
    assert summary.week_at(workday(5).date(), RULES.numbers) == (0, 24.0)
    assert after(*(done(workday(day)) for day in (0, 5))).week_at(workday(5).date(), RULES.numbers) == (1, 20.5)


def test_five_breaks_at_least_are_expected() -> None:
    assert after(*(done(workday(5 * week)) for week in range(12))).week_at(workday(60).date(), RULES.numbers)[1] == 5.0


def test_weeks_away_count_once() -> None:
    assert after(done(MONDAY)).week_at(workday(50).date(), RULES.numbers) == (0, 20.5)


def test_a_clock_set_back_into_the_last_week_keeps_the_newer_one() -> None:
    summary = after(done(workday(5)), done(workday(4)))

    assert summary.week_at(workday(4).date(), RULES.numbers) == (2, 40.0)


# ---------------------------------------------------------------- active days


def test_prompts_and_breaks_make_a_day_active() -> None:
    summary = after(prompted(MONDAY), done(MONDAY), record(Kind.STEPPED_AWAY, workday(1)), done(workday(2)))

    assert (summary.active_days, summary.active_day) == (3, workday(2).date())


def test_a_new_day_counts_from_its_first_moment() -> None:
    summary = after(prompted(MONDAY))

    assert EMPTY.active_day_number(TODAY) == 1
    assert summary.active_day_number(TODAY) == 1
    assert summary.active_day_number(workday(1).date()) == 2


def test_a_clock_set_back_counts_no_day_twice() -> None:
    assert after(prompted(workday(1)), prompted(MONDAY), prompted(workday(1))).active_days == 1


def test_an_exercise_knows_the_active_day_it_was_begun_on() -> None:
    summary = after(prompted(MONDAY), done(workday(1), SHRUG), done(workday(2), SHRUG))

    assert summary.of("shrug").begun == 2


def test_a_day_is_expected_to_become_as_long_as_the_longer_of_the_last_two() -> None:
    assert EMPTY.prompts_left(TODAY, RULES.numbers) == 8
    first = [prompted(MONDAY + timedelta(hours=hour)) for hour in range(6)]
    second = [prompted(workday(1) + timedelta(hours=hour)) for hour in range(3)]

    assert after(*first).prompts_left(TODAY, RULES.numbers) == 2
    assert after(*first).prompts_left(workday(1).date(), RULES.numbers) == 6
    assert after(*first, *second).prompts_left(workday(1).date(), RULES.numbers) == 3
    assert after(*first, *second).prompts_left(workday(2).date(), RULES.numbers) == 6
    assert after(*first, *second, *second).prompts_left(workday(2).date(), RULES.numbers) == 6


# ---------------------------------------------------------------- what was shown


def test_only_the_first_showing_is_a_prompt() -> None:
    summary = after(prompted(MONDAY), prompted(MONDAY, SHRUG, showing=2), prompted(MONDAY, SHRUG, showing=3))

    assert (summary.prompts, summary.shown) == (1, ("neck_turn",))


def test_the_last_two_prompts_are_remembered() -> None:
    summary = after(prompted(MONDAY), prompted(MONDAY, SHRUG))

    assert (summary.shown, summary.before, summary.leads) == (("shrug",), ("neck_turn",), (("neck_turn",), ("shrug",)))


def test_an_alternative_was_offered_on_the_day_of_its_prompt_alone() -> None:
    summary = after(prompted(MONDAY, alternative="stairs"), prompted(MONDAY, alternative="walk_corridor"))
    next_day = after(prompted(MONDAY, alternative="stairs"), prompted(workday(1), alternative="walk_corridor"))

    assert summary.was_offered_on("stairs", TODAY)
    assert not summary.was_offered_on("door_chest", TODAY)
    assert not next_day.was_offered_on("stairs", workday(1).date())
    assert not summary.was_offered_on("stairs", workday(1).date())


def test_a_swap_takes_the_place_of_the_prompt_it_swaps_away() -> None:
    nod = Item("neck_nod", "Nod", 3, 49)
    summary = after(prompted(MONDAY), prompted(MONDAY, SHRUG), prompted(MONDAY, nod, swapped="shrug", showing=1))

    assert (summary.shown, summary.before, summary.swapped) == (("neck_nod",), ("neck_turn",), frozenset({"shrug"}))
    assert summary.leads == (("neck_turn",), ("neck_nod",))
    assert (summary.prompts, summary.prompts_on_day) == (3, 2)


def test_swaps_are_counted_by_exercise() -> None:
    swap = prompted(MONDAY, Item("neck_nod", "Nod", 3, 49), swapped="shrug,seat_tilt")
    summary = after(prompted(MONDAY, SHRUG), swap, prompted(MONDAY, SHRUG), swap)

    assert (summary.of("shrug").swaps, summary.of("seat_tilt").swaps, summary.of("neck_nod").swaps) == (2, 2, 0)
    assert summary.of("shrug").swapped_on == TODAY


def test_each_time_it_is_done_takes_one_swap_away() -> None:
    swap = prompted(MONDAY, swapped="shrug")
    summary = after(swap, swap, done(workday(1), SHRUG), done(workday(1), SHRUG), done(workday(1), SHRUG))

    assert (summary.of("shrug").swaps, summary.of("shrug").swapped_on) == (0, TODAY)


def test_the_next_prompt_forgets_what_was_swapped_away() -> None:
    assert after(prompted(MONDAY, swapped="shrug"), prompted(MONDAY)).swapped == frozenset()


def test_the_last_ten_tips_and_five_openings_are_remembered() -> None:
    summary = after(*(prompted(MONDAY, tip=f"t{n}", opening=f"o{n}") for n in range(12)))

    assert summary.tips == tuple(f"t{n}" for n in range(2, 12))
    assert summary.openings == tuple(f"o{n}" for n in range(7, 12))
    assert set(summary.tips_on) == {f"t{n}" for n in range(12)}


def test_a_prompt_without_a_tip_leaves_the_last_ones() -> None:
    summary = after(prompted(MONDAY, tip="t", opening="o"), prompted(MONDAY))

    assert (summary.tips, summary.openings) == (("t",), ("o",))


def test_the_week_begins_on_monday() -> None:
    assert monday(workday(4).date()) == TODAY
    assert monday(TODAY) == TODAY
