"""How things stood: when it is written, and what is answered from it."""

from datetime import UTC, datetime, timedelta

import pytest

from uncrick.app.trace_log import TraceLog
from uncrick.core.scheduling.rules import Rules
from uncrick.core.scheduling.state import Phase
from uncrick.core.scheduling.trace import TraceEntry
from uncrick.errors import HistoryError
from uncrick.storage.history_store import History

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
RULES = Rules(lambda occasion: None)  # type: ignore[arg-type,return-value]  # nothing is suggested here


def stood(minute, phase=Phase.WORKING):
    at = NINE + timedelta(minutes=minute)
    hour = at + timedelta(hours=1)
    return TraceEntry(at, phase, at, earliest=hour, latest=hour)


@pytest.fixture
def history(tmp_path):
    history = History.open(str(tmp_path / "history.db"))
    yield history
    history.shut()


def test_an_absence_is_written_once_it_is_over_and_with_one_write(history, monkeypatch):
    written = []
    monkeypatch.setattr(history, "add_trace", lambda entries: written.append([entry.phase for entry in entries]))
    turns = TraceLog(history)
    turns.add(stood(0))
    turns.add(stood(10, Phase.AWAY))
    turns.add(stood(12, Phase.AWAY))
    assert written == [[Phase.WORKING]]
    turns.add(stood(13))
    assert written[1:] == [[Phase.AWAY, Phase.AWAY, Phase.WORKING]]
    turns.flush()
    assert len(written) == 2


def test_what_is_not_written_yet_is_known_all_the_same(history):
    turns = TraceLog(history)
    turns.add(stood(0))
    turns.add(stood(10, Phase.AWAY))
    answer = turns.answer(NINE + timedelta(minutes=11), RULES)
    assert (answer["phase"], answer["since"], answer["until"]) == ("away", "2026-11-23T09:10:00+00:00", None)
    assert answer["text"] == "You were away since 09:10: nothing is shown then."


def test_what_the_disk_refuses_is_tried_again_and_answered_from_memory(history, monkeypatch):
    turns = TraceLog(history)
    with monkeypatch.context() as patched:

        def refuse(entries):
            raise HistoryError("The history cannot be used", "the disk is full.")

        patched.setattr(history, "add_trace", refuse)
        turns.add(stood(0))
        assert turns.answer(NINE, RULES)["phase"] == "working"
    assert history.trace(NINE) == []
    turns.add(stood(5, Phase.PAUSED))
    assert [entry.phase for entry in history.trace(NINE)] == [Phase.WORKING, Phase.PAUSED]


def test_another_day_is_named(history):
    turns = TraceLog(history)
    turns.add(stood(0))
    turns.add(stood(30, Phase.OFF))
    turns.add(stood(24 * 60))
    assert turns.answer(NINE + timedelta(hours=2), RULES)["text"] == (
        "Outside your working hours from 09:30 to Tue 09:00."
    )
