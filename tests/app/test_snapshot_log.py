"""Snapshots: when they are written, and what is answered from them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from uncrick.app.snapshot_log import SnapshotLog
from uncrick.core.model.moment import Moment
from uncrick.core.scheduling import machine
from uncrick.core.scheduling.rules import Rules
from uncrick.core.scheduling.snapshot import Snapshot
from uncrick.core.scheduling.state import Absence, Pause, Phase, Presence
from uncrick.errors import HistoryError
from uncrick.storage.history.store import History

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
RULES = Rules(lambda occasion: None)  # type: ignore[arg-type,return-value]  # nothing is suggested here


def snapshot(minute, phase=Phase.WORKING):
    now = Moment(NINE + timedelta(minutes=minute), minute * 60.0)
    state = machine.begin(now, RULES)
    match phase:
        case Phase.AWAY:
            state = replace(state, presence=Presence(absence=Absence(now.ticks)))
        case Phase.PAUSED:
            state = replace(state, pause=Pause(now.ticks, now.ticks + 600.0))
        case Phase.OFF:
            state = replace(state, day=replace(state.day, off=True))
    assert state.phase is phase
    return Snapshot(state, RULES)


@pytest.fixture
def history(tmp_path):
    history = History.open(str(tmp_path / "history.db"))
    yield history
    history.shut()


def flush(log):
    log.write()
    log.written()


def test_an_absence_is_written_once_it_is_over_and_with_one_write(history, monkeypatch):
    written = []
    monkeypatch.setattr(history, "save_snapshots", lambda rows: written.append([at.minute for at, _ in rows]))
    log = SnapshotLog(history)
    for minute, phase in ((0, Phase.WORKING), (10, Phase.AWAY), (12, Phase.AWAY)):
        log.save(snapshot(minute, phase))
        flush(log)
    assert written == [[0]]
    log.save(snapshot(13))
    flush(log)
    assert written[1:] == [[10, 12, 13]]
    flush(log)
    assert len(written) == 2


def test_in_the_end_an_absence_is_written_too(history):
    log = SnapshotLog(history)
    log.save(snapshot(10, Phase.AWAY))
    assert not log.is_due
    log.hurry()
    flush(log)
    assert len(history.snapshots(NINE)) == 1


def test_a_snapshot_that_is_not_written_yet_is_answered_from(history):
    log = SnapshotLog(history)
    log.save(snapshot(0))
    log.save(snapshot(10, Phase.AWAY))
    answer = log.answer(NINE + timedelta(minutes=11), RULES)
    assert (answer["phase"], answer["since"], answer["until"]) == ("away", "2026-11-23T09:10:00+00:00", None)
    assert answer["text"] == "You have been away since 09:10, so nothing is shown."


def test_a_snapshot_that_the_disk_refuses_is_written_with_the_next(history, monkeypatch):
    log = SnapshotLog(history)
    with monkeypatch.context() as patched:

        def refuse(rows):
            raise HistoryError("The history cannot be used", "the disk is full.")

        patched.setattr(history, "save_snapshots", refuse)
        log.save(snapshot(0))
        with pytest.raises(HistoryError):
            flush(log)
        assert log.answer(NINE, RULES)["phase"] == "working"
    assert history.snapshots(NINE) == []
    log.save(snapshot(5, Phase.PAUSED))
    flush(log)
    assert len(history.snapshots(NINE)) == 2
    assert log.answer(NINE + timedelta(minutes=5), RULES)["phase"] == "paused"


def test_a_text_that_is_no_snapshot_is_passed_over(history):
    log = SnapshotLog(history)
    log.save(snapshot(1))
    history.save_snapshots([(NINE + timedelta(minutes=2), "[]"), (NINE + timedelta(minutes=2), "no JSON")])
    assert log.answer(NINE + timedelta(minutes=3), RULES)["phase"] == "working"


def test_a_pause_of_the_past_names_its_end(history):
    log = SnapshotLog(history)
    log.save(snapshot(0, Phase.PAUSED))
    assert log.answer(NINE, RULES)["text"] == "Prompts are paused from 09:00 until 09:10."


def test_another_day_is_named(history):
    log = SnapshotLog(history)
    log.save(snapshot(0))
    log.save(snapshot(30, Phase.OFF))
    log.save(snapshot(24 * 60))
    assert log.answer(NINE + timedelta(hours=2), RULES)["text"] == (
        "You were outside your working hours from 09:30 to Tue 09:00."
    )
