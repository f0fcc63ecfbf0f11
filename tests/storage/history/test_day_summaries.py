"""What a report says from the summaries of days is what it says from the records, whatever was written when."""

import json
import os
import shutil
import sqlite3
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.histories import NOON
from uncrick.core.history.days import days_of
from uncrick.core.model.person_day import day_of, person_zone
from uncrick.core.model.record import Item, Kind, Record
from uncrick.core.model.week_hours import parse_hours
from uncrick.errors import HistoryError
from uncrick.storage.history import day_summaries
from uncrick.storage.history.day_summaries import read_days, sum_up
from uncrick.storage.history.store import History

BERLIN = ZoneInfo("Europe/Berlin")
NIGHTS = person_zone(BERLIN, parse_hours(["Mon-Fri 22:00-06:00"]))
ZONES: tuple[tzinfo, ...] = (UTC, BERLIN, ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe"), NIGHTS)
START = datetime(2026, 10, 20, 12, tzinfo=UTC)  # the clocks of Berlin and New York go back within two weeks
TURN, NOD = (Item(name, name, 5, 40) for name in ("neck_turn", "neck_nod"))
DAY = timedelta(days=1)


@pytest.fixture
def path(tmp_path):
    return str(tmp_path / "history.db")


@pytest.fixture
def history(path):
    opened = History.open(path)
    yield opened
    opened.shut()


def done(number, days=0.0, kind=Kind.DONE, **fields):
    given = {"until": None, "routine": (TURN,), "feedback": None, "detail": {"seconds": 60}} | fields
    return Record(f"r{number}", NOON + days * DAY, kind=kind, source="cli", **given)


def rows_read(history, act):
    """How many rows came to the program meanwhile."""
    count = 0

    def counted(cursor, row):
        nonlocal count
        count += 1
        return row

    history._connection.row_factory = counted
    act()
    history._connection.row_factory = None
    return count


def from_records(history, zone):
    return days_of(history.records(), zone)


def evening(days=0.0):
    return NOON + timedelta(hours=6) + days * DAY


# ---------------------------------------------------------------- always the same

STEPS = st.lists(
    st.tuples(
        st.sampled_from(("record", "record", "record", "late", "end", "undo", "forget", "report", "report", "zone")),
        st.sampled_from([kind for kind in Kind if kind is not Kind.UNDONE]),
        st.integers(0, 40 * 60),
        st.integers(0, 30),
    ),
    max_size=30,
)
DETAILS = (
    {"seconds": 60, "prompt": "p1"},
    {"seconds": 90, "credited": False, "prompt": "p2"},
    {"about": "neck", "prompt": "p1"},
    {},
)


class Life:
    """A history to which things happen; two programs have it open."""

    def __init__(self, path: str) -> None:
        self.now, self.zone, self.number = START, ZONES[1], 0
        self.history, self.other = History.open(path), History.open(path)
        for history in (self.history, self.other):
            history._connection.execute("PRAGMA synchronous = OFF")

    def does(self, step: str, kind: Kind, minutes: int, which: int) -> None:
        match step:
            case "record":
                self.now += timedelta(minutes=minutes)
                self.writes(kind, self.now, which)
            case "late":
                self.writes(kind, self.now - timedelta(minutes=minutes * 9), which)
            case "end":
                self.other.close(f"r{which % (self.number + 1)}", self.now)
            case "undo":
                self.writes(Kind.UNDONE, self.now, which)
            case "forget":
                self.history.forget(("good", "hurt"))
            case "zone":
                self.zone = ZONES[which % len(ZONES)]
            case _:
                self.reports()

    def writes(self, kind: Kind, at: datetime, which: int) -> None:
        detail = {"of": f"r{which % (self.number + 1)}"} if kind is Kind.UNDONE else DETAILS[which % len(DETAILS)]
        until = None if which % 3 else at + timedelta(minutes=17 * which)
        answer = ("good", "stiff", "hurt")[which % 3] if kind is Kind.FEEDBACK else None
        to = self.history if which % 2 else self.other
        to.append(Record(f"r{self.number}", at, until, kind, "cli", (TURN, NOD)[: which % 3], answer, detail))
        self.number += 1

    def reports(self) -> None:
        expected = from_records(self.history, self.zone)
        assert list(read_days(self.history, self.zone, self.now).items()) == list(expected.items())

    def ends(self) -> None:
        self.history.shut()
        self.other.shut()


@settings(deadline=None, max_examples=40)
@given(STEPS)
def test_days_from_summaries_are_the_days_from_records(steps):
    with TemporaryDirectory() as folder:
        life = Life(os.path.join(folder, "history.db"))
        try:
            for step in steps:
                life.does(*step)
            life.reports()
            life.reports()
        finally:
            life.ends()


# ---------------------------------------------------------------- what makes a day anew


@pytest.fixture
def summed_up(history):
    """Ten days, of which nine are over and have their summaries."""
    for number in range(10):
        history.append(done(number, number))
    history.append(done("n", 2.1, Kind.NATURAL))
    read_days(history, BERLIN, evening(9))
    return history


def again(history, at=9):
    return read_days(history, BERLIN, evening(at))


@pytest.mark.parametrize(
    "write",
    [
        lambda history: history.append(done("late", 3)),
        lambda history: history.close("rn", NOON + 2.2 * DAY),
        lambda history: history.append(done("u", 9.1, Kind.UNDONE, detail={"of": "r3"})),
        lambda history: history.append(done("before", -400)),
        lambda history: history.append(done("tomorrow", 30)),
    ],
    ids=["a late record", "a late end", "taken back", "before all", "of a clock that was wrong"],
)
def test_what_was_written_about_an_old_day_is_in_its_summary(summed_up, write):
    write(summed_up)
    expected = from_records(summed_up, BERLIN)
    assert again(summed_up) == expected
    assert again(summed_up, 12) == expected


def test_another_zone_has_other_days(summed_up):
    for zone in ZONES:
        assert read_days(summed_up, zone, evening(9)) == from_records(summed_up, zone)


def test_a_clock_that_was_set_back_changes_no_day(summed_up):
    assert again(summed_up, -3) == from_records(summed_up, BERLIN) == again(summed_up, 9)


def test_summaries_of_another_version_are_made_anew(summed_up, monkeypatch):
    expected = again(summed_up)
    with summed_up.of_one_moment():
        summed_up.keep(f"day {(NOON + 2 * DAY).date()}", "[]")
    monkeypatch.setattr(day_summaries, "VERSION", 99)
    assert again(summed_up) == expected


def test_a_summary_that_cannot_be_read_is_made_anew(summed_up):
    with summed_up.of_one_moment():
        summed_up.keep(f"day {(NOON + 2 * DAY).date()}", "no JSON")
    expected = from_records(summed_up, BERLIN)
    assert again(summed_up) == expected
    assert rows_read(summed_up, lambda: again(summed_up)) < 25


# ---------------------------------------------------------------- what is read


@pytest.fixture
def long(history):
    """A year of ten records a day."""

    def write():
        for number in range(3650):
            history.append(done(number, number // 10 + number % 10 / 50))

    history.together(write)
    return history


def test_a_report_reads_the_records_of_the_open_day_alone(long):
    first = rows_read(long, lambda: again(long, 364))
    second = rows_read(long, lambda: again(long, 364))
    summaries = 365
    assert first > 3650
    assert second <= summaries + 40


def test_a_day_that_is_over_costs_its_own_records(long):
    again(long, 363)
    assert rows_read(long, lambda: again(long, 364)) <= 365 + 80


def test_the_daemon_sums_up_a_few_days_and_leaves_years_to_a_report(long):
    sum_up(long, BERLIN, evening(364))
    assert long.kept("days") is None
    again(long, 360)
    sum_up(long, BERLIN, evening(364))
    assert long.kept(f"day {(NOON + 363 * DAY).date()}") is not None


def test_the_daemon_reads_no_summaries_of_days(long):
    again(long, 364)
    assert rows_read(long, lambda: sum_up(long, BERLIN, evening(364))) <= 40


# ---------------------------------------------------------------- where nothing can be kept


def test_looking_at_a_history_keeps_the_summaries_for_the_next_look(summed_up, path):
    summed_up.append(done("more", 10))
    looking = History.read(path)
    again(looking, 12)
    looking.shut()
    assert summed_up.kept(f"day {(NOON + 10 * DAY).date()}") is not None


def test_what_may_only_be_looked_at_stays_so_after_it(summed_up, path):
    looking = History.read(path)
    again(looking, 12)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        looking._connection.execute("DELETE FROM snapshots")
    looking.shut()


def test_a_history_of_an_earlier_uncrick_is_reported_and_summed_up(summed_up, path):
    for statement in ("DROP TABLE summaries", "DROP TRIGGER records_forgotten", "DROP INDEX records_undone"):
        summed_up._connection.execute(statement)
    looking = History.read(path)
    expected = from_records(looking, BERLIN)
    assert again(looking) == expected
    assert looking.kept("days") is not None
    looking.shut()


def test_while_another_program_writes_a_report_waits_for_nobody(summed_up, path):
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute("BEGIN IMMEDIATE")
    looking = History.read(path)
    assert read_days(looking, BERLIN, evening(12)) == from_records(looking, BERLIN)
    looking.shut()
    raw.close()


def test_what_was_read_before_somebody_forgot_is_not_kept(summed_up, path):
    looking = History.read(path)
    with looking.of_one_moment():
        looking.rows()
        with pytest.raises(HistoryError, match="in use"):
            summed_up.forget(("good",))
        looking.keep("days", "stale")
    looking.shut()
    assert summed_up.kept("days") != "stale"


def test_a_record_that_cannot_be_read_is_named(summed_up, path):
    summed_up._connection.execute(
        "INSERT INTO records VALUES ('odd', '2026-12-24T00:00', NULL, '?', '', '[]', NULL, '{}')"
    )
    looking = History.read(path)
    with pytest.raises(HistoryError, match="odd"):
        read_days(looking, BERLIN, evening(60))
    looking.shut()


# ---------------------------------------------------------------- forgotten


def test_no_byte_of_a_forgotten_answer_is_left_in_a_summary(history, path):
    for number in range(40):
        history.append(done(number, number, Kind.FEEDBACK, feedback="stiff", detail={"about": "neck"}))
    history.append(done("last", 50))
    read_days(history, BERLIN, evening(50))
    assert json.loads(history.kept(f"day {NOON.date()}"))[6] == "stiff"
    history.forget(("stiff",))
    assert history.kept("days") is None
    assert b"stiff" not in b"".join(file.read_bytes() for file in Path(path).parent.iterdir())


def test_an_uncrick_that_knows_no_summaries_forgets_them_too(summed_up):
    summed_up._connection.execute("DROP TRIGGER records_stay")
    summed_up._connection.execute("DELETE FROM records WHERE id = 'r1'")
    assert summed_up.kept("days") is None


def test_a_copy_of_the_history_has_the_same_days(summed_up, path, tmp_path):
    summed_up._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(path, tmp_path / "copy.db")
    copy = History.open(str(tmp_path / "copy.db"))
    copy.append(done("elsewhere", 1))
    assert again(copy) == from_records(copy, BERLIN)
    assert day_of(NOON, BERLIN) == date(2026, 11, 23)
    copy.shut()
