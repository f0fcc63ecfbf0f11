"""With years of history a report reads the records of the day that it is about, and of no other."""

import json
import shutil
from datetime import UTC, datetime, timedelta

import pytest

from proof.long_history import fill
from uncrick.app import history_cache
from uncrick.app.history import report_source
from uncrick.core.model.person_day import day_of
from uncrick.core.model.record import Record
from uncrick.storage.history import store
from uncrick.storage.history.store import History
from uncrick.storage.shipped_data import catalogue

NOW = datetime(2026, 11, 26, 15, 0, tzinfo=UTC)
A_DAY = 41  # records that the history has on a working day
NEAR = 3 * A_DAY  # of a day, and of what lies beside it


@pytest.fixture(scope="module")
def half_a_year(tmp_path_factory):
    """A file with half a year of history, and the number of its records."""
    path = str(tmp_path_factory.mktemp("long") / "history.db")
    return path, fill(path, 0.5, NOW)


@pytest.fixture
def years(house, half_a_year, monkeypatch):
    """A house with a long history, of which a report has been asked for before."""
    monkeypatch.setattr("uncrick.cli.reports._now", lambda: NOW)
    house.history.parent.mkdir(parents=True, exist_ok=True)
    path, house.records = half_a_year
    shutil.copy(path, house.history)
    report_source.days_and_overview(catalogue(), NOW, None)
    return house


@pytest.fixture
def made(monkeypatch):
    """How many records are made of rows."""
    counted = []
    real = store.record_of

    def counting(*row) -> Record:
        counted.append(row[0])
        return real(*row)

    monkeypatch.setattr(store, "record_of", counting)
    return counted


@pytest.mark.parametrize("words", [("stats",), ("stats", "--json"), ("stats", "--html", "page.html")], ids=" ".join)
def test_a_report_makes_records_of_the_open_day_alone(years, uncrick, made, words, monkeypatch):
    monkeypatch.chdir(years.root)
    assert uncrick(*words).printed()
    assert len(made) <= 2 * NEAR


def test_the_days_of_the_window_are_read_one_by_one(years, made):
    records = report_source.records_of(day_of(NOW - timedelta(days=1)), UTC)
    assert len(records) == A_DAY - 1
    assert len(made) <= NEAR


def test_the_last_week_is_read_of_the_last_week(years, uncrick, made):
    assert uncrick("history", "--days", "7").printed()
    assert len(made) <= 8 * A_DAY


def test_all_records_are_printed_without_being_held(years, uncrick, made):
    assert len(json.loads(uncrick("history", "--json").out)) == years.records == len(made)


def test_an_old_history_is_mentioned_without_reading_it(house, uncrick, made, monkeypatch):
    monkeypatch.setattr("uncrick.cli.reports._now", lambda: NOW)
    house.history.parent.mkdir(parents=True, exist_ok=True)
    fill(str(house.history), 0.2, NOW - timedelta(days=30))
    assert "the last was on" in uncrick("history").out
    assert len(made) == 1


def test_the_daemon_starts_from_what_it_remembered(years, made):
    class Clock:
        def now(self):
            return type("Moment", (), {"wall": NOW})

        def zone(self):
            return UTC

    history = History.open(str(years.history))
    cache, rows = history_cache.read(history, Clock())
    history.shut()
    assert rows == years.records
    assert cache.practice.prompts > 1000
    assert len(made) <= NEAR
