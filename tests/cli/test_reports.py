"""Commands that tell, whether a daemon runs or not: exercises, history, stats."""

import csv
import io
import json
import sqlite3
from datetime import datetime, timedelta

import pytest

from uncrick.core.model.record import Item, Kind, Record
from uncrick.platforms.common.clock import ZONE
from uncrick.storage.history.store import SCHEMA, History
from uncrick.storage.shipped_data import catalogue

FIELDS = {"id", "at", "until", "kind", "source", "routine", "feedback", "detail"}
TURN = Item("neck_turn", "Turn your head", 5, 40)


NOON = datetime(2026, 11, 23, 12, 0, tzinfo=ZONE)


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    """The day does not turn while a test runs."""
    monkeypatch.setattr("uncrick.cli.reports._now", lambda: NOON)


@pytest.fixture
def recorded(house):
    """A history with one record of each kind, a day each, as it begins at four; the last one today."""
    history = History.open(str(house.history))
    for number, kind in enumerate(reversed(Kind)):
        at = NOON.replace(hour=4, minute=1) - timedelta(days=number)
        items = (TURN,) if kind in (Kind.PROMPTED, Kind.STARTED, Kind.DONE, Kind.PART_DONE) else ()
        until = at + timedelta(minutes=12) if kind in (Kind.NATURAL, Kind.PAUSED) else None
        detail = {"credited": True, "seconds": 60, "reason": "call"}
        history.append(Record(f"r{number}", at, until, kind, "cli", items, None, detail))
    history.shut()
    return house


# ------------------------------------------------------------------ exercises


def test_every_exercise_is_listed_on_a_line(uncrick):
    out = uncrick("exercises").printed()
    assert [line.split()[0] for line in out.splitlines()] == list(catalogue().exercises)


def test_json_list_has_objects_with_an_id(uncrick):
    result = json.loads(uncrick("exercises", "--json").out)
    assert [exercise["id"] for exercise in result] == list(catalogue().exercises)


@pytest.mark.parametrize("id_", sorted(catalogue().exercises))
def test_every_exercise_has_a_card(uncrick, id_):
    out = uncrick("exercises", id_).printed()
    assert catalogue().exercise(id_).name in out
    assert max(len(line) for line in out.splitlines() if "://" not in line) <= 80
    assert json.loads(uncrick("exercises", id_, "--json").out)["id"] == id_


# ------------------------------------------------------------------ history


@pytest.mark.parametrize("words", [[], ["--days", "3"]])
def test_an_empty_history_is_reported(uncrick, words, house):
    assert uncrick("history", *words).printed().startswith("Nothing ")
    assert not house.history.exists(), "looking makes no file"


@pytest.mark.parametrize(("words", "span"), [([], "in the last 7 days"), (["--days", "1"], "today")])
def test_older_records_are_mentioned(uncrick, house, words, span):
    history = History.open(str(house.history))
    at = NOON - timedelta(days=40)
    history.append(Record("r1", at, None, Kind.DONE, "cli", (TURN,)))
    history.shut()
    result = uncrick("history", *words).out
    assert result == f"Nothing {span}; the last was on {at:%a %d %b %Y}: uncrick history --days 41\n"
    assert not uncrick("history", "--days", "41").out.startswith("Nothing")


def test_an_empty_history_is_an_empty_list(uncrick):
    assert json.loads(uncrick("history", "--json").out) == []


def test_all_records_are_objects_oldest_first(uncrick, recorded):
    result = json.loads(uncrick("history", "--json").out)
    assert len(result) == len(Kind)
    assert all(set(record) == FIELDS for record in result)
    assert [record["at"] for record in result] == sorted(record["at"] for record in result)
    assert all(datetime.fromisoformat(record["at"]).utcoffset() is not None for record in result)
    assert result[0]["routine"] == [{"id": "neck_turn", "name": "Turn your head", "reps": 5, "seconds": 40}]


@pytest.mark.parametrize("days", [1, 2, 7, 99_999])
def test_the_last_days_count_today(uncrick, recorded, days):
    assert len(json.loads(uncrick("history", "--json", "--days", str(days)).out)) == min(days, len(Kind))


def test_every_kind_is_a_line_in_words(uncrick, recorded):
    lines = uncrick("history", "--days", "30").out.splitlines()
    assert len(lines) == len(Kind)
    words = "\n".join(lines)
    for text in ("prompt: Turn", "began: Turn", "done: Turn", "partly done", "stepped away", "skipped", "no answer"):
        assert text in words
    for text in ("snoozed", "away for 12 min", "put off: call", "paused until", "prompts again", "feedback"):
        assert text in words


def test_a_table_for_a_spreadsheet(uncrick, recorded):
    rows = list(csv.DictReader(io.StringIO(uncrick("history", "--csv").out)))
    assert len(rows) == len(Kind)
    assert set(rows[0]) == FIELDS
    assert rows[0]["routine"] == "neck_turn*5"
    assert json.loads(rows[0]["detail"])["credited"] is True


# ------------------------------------------------------------------ stats


def test_stats_without_records(uncrick):
    assert uncrick("stats").out == "Nothing yet.\n"
    result = json.loads(uncrick("stats", "--json").out)
    assert (result["days"], result["repetitions"], result["neck"], result["days_with_breaks"]) == ([], {}, [], 0)
    assert result["completion"] == {"shown": 0, "completed": 0, "percent": None}
    assert result["level"] == {"level": 1, "next": "Level 2 opens 2 weeks after your first routine."}


def test_stats_count_days_and_repetitions(uncrick, recorded):
    result = json.loads(uncrick("stats", "--days", "30", "--json").out)
    assert len(result["days"]) == len(Kind)
    assert result["repetitions"] == {"neck_turn": 5}
    lines = uncrick("stats", "--days", "30").out.splitlines()
    assert lines.index("") == len(Kind) + 1
    assert lines[0].split()[:2] == ["day", "breaks"]
    assert max(map(len, lines)) <= 80


@pytest.mark.unix("zones by TZ")
def test_day_of_23_hours_counts(uncrick, house, monkeypatch):
    import time

    with monkeypatch.context() as patched:
        patched.setenv("TZ", "Europe/Berlin")
        time.tzset()
        sunday = datetime(2026, 3, 29, 12, 0, tzinfo=ZONE)
        patched.setattr("uncrick.cli.reports._now", lambda: sunday)
        history = History.open(str(house.history))
        for number, at in enumerate(
            (datetime(2026, 3, 28, 3, 30, tzinfo=ZONE), datetime(2026, 3, 28, 4, 30, tzinfo=ZONE))
        ):
            history.append(Record(f"r{number}", at, None, Kind.SKIPPED, "cli"))
        history.shut()
        assert [record["id"] for record in json.loads(uncrick("history", "--json", "--days", "2").out)] == ["r1"]
    time.tzset()


# ------------------------------------------------------------------ a history that cannot be read

UNREADABLE = {
    "garbage": lambda path: path.write_bytes(b"hello" * 1000),
    "zeros": lambda path: path.write_bytes(b"\0" * 5000),
    "a damaged one": lambda path: path.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000),
    "a folder": lambda path: path.mkdir(),
    "another program's": lambda path: _sql(path, "CREATE TABLE songs (name)"),
    "a newer one": lambda path: (History.open(str(path)).shut(), _sql(path, f"PRAGMA user_version = {SCHEMA + 1}")),
    "one with a broken record": lambda path: (
        History.open(str(path)).shut(),
        _sql(path, "INSERT INTO records VALUES ('r', '2026', NULL, 'dance', 'cli', '[]', NULL, '{}')"),
    ),
}


def _sql(path, statement):
    other = sqlite3.connect(path)
    other.execute(statement)
    other.commit()
    other.close()


@pytest.mark.parametrize("command", ["history", "stats"])
@pytest.mark.parametrize("make", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_unreadable_history_is_reported_and_not_changed(uncrick, house, command, make):
    house.history.parent.mkdir(parents=True)
    make(house.history)
    before = None if house.history.is_dir() else house.history.read_bytes()
    error = uncrick(command, "--json", "--days", "99999").refused()
    assert str(house.history) in error
    assert len(error.splitlines()) == 1
    if before is not None:
        assert house.history.read_bytes() == before


def test_a_history_that_is_being_written_can_be_read(uncrick, house, recorded):
    other = sqlite3.connect(house.history, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        assert len(json.loads(uncrick("history", "--json").out)) == len(Kind)
    finally:
        other.close()
