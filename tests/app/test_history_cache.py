"""The ledger: what follows from the records, and what waits while the disk takes none."""

import logging
from collections import deque
from datetime import UTC, datetime, timedelta

import pytest

from app.journals import MemoryJournal
from uncrick.app import history_cache as module
from uncrick.app.history_cache import HistoryCache
from uncrick.core.history import day, practice
from uncrick.core.history.day import Today
from uncrick.core.model.moment import Moment
from uncrick.core.model.record import Item, Kind, Record
from uncrick.core.presentation.feedback import NOTHING
from uncrick.errors import HistoryError
from uncrick.storage import shipped_data

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TURN = Item("neck_turn", "Turn", 5, 40)


class Journal(MemoryJournal):
    """Keeps what it is given, unless the disk is full."""

    def __init__(self):
        super().__init__()
        self.full = False

    def append(self, record):
        self._refuse()
        super().append(record)

    def together(self, work):
        work()

    def close(self, record_id, until):
        self._refuse()
        super().close(record_id, until)

    def _refuse(self):
        if self.full:
            raise HistoryError("The history cannot be used", "it cannot grow: the disk is full.")


def record(number, kind=Kind.DONE, *, at=NOON, until=None, **detail):
    return Record(f"r{number}", at + timedelta(minutes=number), until, kind, "cli", (TURN,), None, detail)


@pytest.fixture
def journal():
    return Journal()


@pytest.fixture
def cache(journal):
    return HistoryCache(journal, UTC, Today(NOON.date()), shipped_data.rules())


def test_a_record_is_in_the_journal_once_it_was_taken_up(cache, journal):
    cache.append(record(1))
    assert journal.lines == [record(1)]
    assert cache.fault is None


def test_what_a_full_disk_refuses_is_reported_and_not_lost(cache, journal):
    journal.full = True
    cache.append(record(1))
    assert cache.fault is not None
    assert "disk is full" in cache.fault.message
    assert cache.today.done == 1


def test_what_waited_is_written_in_its_order_before_what_is_new(cache, journal):
    journal.full = True
    cache.append(record(1, Kind.NATURAL))
    cache.close("r1", NOON)
    cache.append(record(2))
    journal.full = False
    cache.append(record(3))
    assert journal.lines == [record(1, Kind.NATURAL), ("r1", NOON), record(2), record(3)]
    assert cache.fault is None


def test_a_flush_writes_what_waited(cache, journal):
    journal.full = True
    cache.append(record(1))
    journal.full = False
    cache.flush()
    assert journal.lines == [record(1)]
    assert cache.fault is None


def test_a_lasting_fault_is_logged_once(cache, journal, caplog):
    caplog.set_level(logging.WARNING)
    journal.full = True
    for number in range(5):
        cache.append(record(number))
    assert len(caplog.records) == 1


def test_a_fault_that_comes_back_is_logged_again(cache, journal, caplog):
    for full in (True, False, True):
        journal.full = full
        cache.append(record(int(full)))
    assert len(caplog.records) == 2


def test_beyond_the_backlog_the_oldest_give_way(cache, journal, monkeypatch):
    monkeypatch.setattr(cache, "_waiting", deque(maxlen=3))
    journal.full = True
    for number in range(5):
        cache.append(record(number))
    journal.full = False
    cache.flush()
    assert journal.lines == [record(2), record(3), record(4)]
    assert module.BACKLOG >= 1000


def test_today_and_practice_are_what_a_fold_over_the_journal_says(cache, journal):
    for number, kind in enumerate((Kind.PROMPTED, Kind.DONE, Kind.SKIPPED, Kind.NATURAL, Kind.DONE)):
        cache.append(record(number, kind, credited=True, seconds=40))
    assert cache.today == day.of_day(journal.lines, NOON.date(), UTC)
    assert cache.today.done == 2
    assert cache.practice == practice.practice(journal.lines, UTC, shipped_data.rules())
    assert cache.practice != practice.EMPTY


def test_an_absence_counts_its_minutes_when_it_ends(cache):
    cache.append(record(0, Kind.NATURAL))
    assert cache.today.minutes_away == 0
    cache.close("r0", NOON + timedelta(minutes=12))
    assert cache.today.minutes_away == 12


def test_an_absence_that_began_before_a_restart_counts_its_minutes_too(journal):
    today = day.of_day([record(0, Kind.NATURAL)], NOON.date(), UTC)
    cache = HistoryCache(journal, UTC, today, shipped_data.rules())
    cache.close("r0", NOON + timedelta(minutes=12))
    assert cache.today.minutes_away == 12


def test_the_end_of_an_unknown_absence_is_written_and_counts_nothing(cache, journal):
    cache.close("before", NOON)
    assert journal.lines == [("before", NOON)]
    assert cache.today == Today(NOON.date())


# ---------------------------------------------------------------- taken back

DONE_AND_MORE = [record(1, Kind.PROMPTED, prompt="p", showing=1), record(2, prompt="p"), record(3, Kind.PAUSED)]


def summaries(cache):
    return cache.today, cache.practice, cache.adherence, cache.lately


@pytest.fixture
def without(journal):
    """The cache in which the answer was never given."""
    cache = HistoryCache(Journal(), UTC, Today(NOON.date()), shipped_data.rules())
    for one in (DONE_AND_MORE[0], DONE_AND_MORE[2]):
        cache.append(one)
    return cache


def test_what_was_taken_back_counts_nowhere(cache, without):
    for one in [*DONE_AND_MORE, record(4, Kind.UNDONE, of="r2")]:
        cache.append(one)
    assert summaries(cache) == summaries(without)


def test_what_an_earlier_daemon_wrote_can_be_taken_back(journal, without):
    journal.lines = list(DONE_AND_MORE)
    again = module.read(journal, FixedClock())[0]
    again.append(record(4, Kind.UNDONE, of="r2"))
    assert summaries(again) == summaries(without)


def test_the_record_that_was_taken_back_stays_in_the_journal(cache, journal):
    for one in [*DONE_AND_MORE, record(4, Kind.UNDONE, of="r2")]:
        cache.append(one)
    assert [line.id for line in journal.lines] == ["r1", "r2", "r3", "r4"]


class FixedClock:
    """Noon, in UTC."""

    def now(self):
        return Moment(NOON, 0.0)

    def zone(self):
        return UTC


def test_what_was_forgotten_does_not_come_back_with_an_answer_that_is_taken_back(cache, journal):
    hurt = Record("r1", NOON, None, Kind.FEEDBACK, "cli", (), "hurt", {"exercise": "neck_turn", "score": 8})
    cache.append(hurt)
    assert cache.practice.care.marks
    cache.append(record(2))
    journal.lines.remove(hurt)
    cache.forget(("hurt",), practice.practice(journal.lines, UTC, shipped_data.rules()), NOTHING)
    cache.append(record(3, Kind.UNDONE, of="r2"))
    assert not cache.practice.care.marks
