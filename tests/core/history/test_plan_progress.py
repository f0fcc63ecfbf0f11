"""How a plan went, folded from the history: what was done each day, and where it hurt."""

from datetime import UTC, date, datetime, timedelta

from uncrick.core.history.plan_progress import plan_progress
from uncrick.core.model.prescription import Plan, Prescription
from uncrick.core.model.record import Item, Kind, Record
from uncrick.storage import shipped_data

NUMBERS = shipped_data.rules().numbers
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
ROW, PULL = Prescription("Row", reps=5, per_day=2, days=(0, 1, 2, 3, 4)), Prescription("Pull", reps=5)
PLAN = Plan((ROW, PULL), begins=MONDAY.date())


def did(item: Prescription, at: datetime, kind: Kind = Kind.DONE, **detail) -> Record:
    items = (Item(item.id, item.name, item.total, 60),)
    return Record(f"{item.id}{at}{kind}", at, at + timedelta(minutes=1), kind, "window", items, None, detail)


def said(word: str, at: datetime, **detail) -> Record:
    return Record(f"{word}{at}", at, None, Kind.FEEDBACK, "window", (), word, detail)


def went(*records: Record, plan: Plan = PLAN, today: date | None = None, most_days: int = 84):
    return plan_progress(records, plan, NUMBERS, today or (MONDAY + 6 * DAY).date(), UTC, most_days)


def test_times_are_counted_by_exercise_and_day() -> None:
    progress = went(did(ROW, MONDAY), did(ROW, MONDAY + timedelta(hours=2)), did(PULL, MONDAY + DAY))

    assert [progress.done(ROW, day) for day in progress.dates()] == [2, 0, 0, 0, 0, 0, 0]
    assert [progress.owed(ROW, day) for day in progress.dates()] == [2, 2, 2, 2, 2, 0, 0]
    assert (progress.share(ROW), progress.share(PULL)) == ((2, 10), (1, 7))


def test_more_than_a_day_has_does_not_make_up_for_another() -> None:
    assert went(*(did(PULL, MONDAY + timedelta(hours=hour)) for hour in range(3))).share(PULL) == (1, 7)


def test_a_time_that_was_broken_off_or_only_claimed_is_not_counted() -> None:
    progress = went(
        did(ROW, MONDAY, Kind.PART_DONE, seconds=20.0), did(PULL, MONDAY, credited=False), did(PULL, MONDAY + DAY)
    )

    assert (progress.share(ROW), progress.share(PULL)) == ((0, 10), (1, 7))


def test_what_was_taken_back_does_not_count() -> None:
    done = did(PULL, MONDAY)
    undone = Record("u", MONDAY, None, Kind.UNDONE, "cli", (), None, {"of": done.id})

    assert went(done, undone).share(PULL) == (0, 7)


def test_pain_stands_beside_its_exercise_with_the_score_that_was_given() -> None:
    progress = went(
        said("hurt", MONDAY, exercise=f"{ROW.id},neck_turn", score=6), said("hurt", MONDAY + DAY, exercise=PULL.id)
    )

    assert progress.pains(ROW, MONDAY.date()) == (6,)
    assert progress.pains(PULL, (MONDAY + DAY).date()) == (None,)


def test_days_without_the_computer_are_told_from_days_on_which_nothing_was_done() -> None:
    prompted = Record("p", MONDAY + DAY, None, Kind.PROMPTED, "policy")
    progress = went(did(ROW, MONDAY), prompted)

    assert sorted(progress.days) == [MONDAY.date(), (MONDAY + DAY).date()]


def test_it_goes_from_the_first_date_to_today_and_no_further_back_than_it_may() -> None:
    before = did(PULL, MONDAY - DAY)

    assert (went(before).first, went(before).share(PULL)) == (MONDAY.date(), (0, 7))
    assert went(most_days=3).first == (MONDAY + 4 * DAY).date()
    assert went(plan=Plan((PULL,), begins=(MONDAY + 30 * DAY).date())).first == (MONDAY + 6 * DAY).date()
