"""The ledger: what follows from the records, and what waits while the disk takes none."""

import logging
from collections import deque
from datetime import UTC, datetime, timedelta

import pytest

from uncrick.app import history_cache as module
from uncrick.app.history_cache import HistoryCache
from uncrick.core.history import day, practice
from uncrick.core.history.day import Today
from uncrick.core.model.record import Item, Kind, Record
from uncrick.errors import HistoryError
from uncrick.storage import shipped_data

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TURN = Item("neck_turn", "Turn", 5, 40)


class Journal:
    """Keeps what it is given, unless the disk is full."""

    def __init__(self):
        self.full = False
        self.lines = []

    def _take(self, line):
        if self.full:
            raise HistoryError("The history cannot be used", "it cannot grow: the disk is full.")
        self.lines.append(line)

    def append(self, record):
        self._take(record)

    def close(self, record_id, until):
        self._take((record_id, until))

    def remembered(self, since):
        return self.lines


def record(number, kind=Kind.DONE, *, at=NOON, until=None, **detail):
    return Record(f"r{number}", at + timedelta(minutes=number), until, kind, "cli", (TURN,), None, detail)


@pytest.fixture
def journal():
    return Journal()


@pytest.fixture
def ledger(journal):
    return HistoryCache(journal, UTC, Today(NOON.date()), shipped_data.rules())


def test_a_record_is_in_the_journal_once_it_was_taken_up(ledger, journal):
    ledger.append(record(1))
    assert journal.lines == [record(1)]
    assert ledger.fault is None


def test_what_a_full_disk_refuses_is_told_and_not_lost(ledger, journal):
    journal.full = True
    ledger.append(record(1))
    assert ledger.fault is not None
    assert "disk is full" in ledger.fault.message
    assert ledger.today.done == 1


def test_what_waited_is_written_in_its_order_before_what_is_new(ledger, journal):
    journal.full = True
    ledger.append(record(1, Kind.NATURAL))
    ledger.close("r1", NOON)
    ledger.append(record(2))
    journal.full = False
    ledger.append(record(3))
    assert journal.lines == [record(1, Kind.NATURAL), ("r1", NOON), record(2), record(3)]
    assert ledger.fault is None


def test_a_flush_writes_what_waited(ledger, journal):
    journal.full = True
    ledger.append(record(1))
    journal.full = False
    ledger.flush()
    assert journal.lines == [record(1)]
    assert ledger.fault is None


def test_a_lasting_fault_is_logged_once(ledger, journal, caplog):
    caplog.set_level(logging.WARNING)
    journal.full = True
    for number in range(5):
        ledger.append(record(number))
    assert len(caplog.records) == 1


def test_a_fault_that_comes_back_is_logged_again(ledger, journal, caplog):
    for full in (True, False, True):
        journal.full = full
        ledger.append(record(int(full)))
    assert len(caplog.records) == 2


def test_beyond_the_backlog_the_oldest_give_way(ledger, journal, monkeypatch):
    monkeypatch.setattr(ledger, "_waiting", deque(maxlen=3))
    journal.full = True
    for number in range(5):
        ledger.append(record(number))
    journal.full = False
    ledger.flush()
    assert journal.lines == [record(2), record(3), record(4)]
    assert module.BACKLOG >= 1000


def test_today_and_practice_are_what_a_fold_over_the_journal_says(ledger, journal):
    for number, kind in enumerate((Kind.PROMPTED, Kind.DONE, Kind.SKIPPED, Kind.NATURAL, Kind.DONE)):
        ledger.append(record(number, kind, credited=True, seconds=40))
    assert ledger.today == day.of_day(journal.lines, NOON.date(), UTC)
    assert ledger.today.done == 2
    assert ledger.practice == practice.practice(journal.lines, UTC, shipped_data.rules())
    assert ledger.practice != practice.EMPTY


def test_an_absence_counts_its_minutes_when_it_ends(ledger):
    ledger.append(record(0, Kind.NATURAL))
    assert ledger.today.minutes_away == 0
    ledger.close("r0", NOON + timedelta(minutes=12))
    assert ledger.today.minutes_away == 12


def test_an_absence_that_began_before_a_restart_counts_its_minutes_too(journal):
    today = day.of_day([record(0, Kind.NATURAL)], NOON.date(), UTC)
    ledger = HistoryCache(journal, UTC, today, shipped_data.rules())
    ledger.close("r0", NOON + timedelta(minutes=12))
    assert ledger.today.minutes_away == 12


def test_the_end_of_an_unknown_absence_is_written_and_counts_nothing(ledger, journal):
    ledger.close("before", NOON)
    assert journal.lines == [("before", NOON)]
    assert ledger.today == Today(NOON.date())
