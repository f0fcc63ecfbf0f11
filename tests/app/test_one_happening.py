"""What one happening leaves on the disk: its records and the state that follows, both or neither, and each once."""

import os
import sqlite3
from dataclasses import replace

import pytest

from app.views import kinds, records, status
from uncrick.control import client
from uncrick.core.model.record import Kind
from uncrick.errors import HistoryError, RefusedError
from uncrick.storage.state_codec import dumps, loads

AFTER = {"skip": "working", "snooze": "snoozed", "break": "on_break"}


def crash_before(life, step):
    """From that step on nothing reaches the disk, as if the process were gone."""
    parts = life.parts

    def gone(*_args, **_options):
        parts.books.save = parts.books.end = lambda: None
        parts.saved.save = lambda *_args, **_options: None
        raise HistoryError("Gone", "the process was killed.")

    owner, name = {
        "the transaction": (parts.history, "together"),
        "its records": (parts.history, "append"),
        "its decisions": (parts.history, "note"),
        "its snapshots": (parts.history, "save_snapshots"),
        "its state": (parts.history, "keep_state"),
        "the file": (parts.saved.store, "save"),
    }[step]
    setattr(owner, name, gone)


def ask(word):
    with pytest.raises(RefusedError):
        client.request(word)


def rewrite(house, text):
    """Another text in the file, which was last touched when it was."""
    touched = house.state.stat().st_mtime
    house.state.write_text(text)
    os.utime(house.state, (touched, touched))


NOTHING_YET = ("the transaction", "its records", "its decisions", "its snapshots", "its state")


@pytest.mark.parametrize("word", AFTER)
@pytest.mark.parametrize("step", [*NOTHING_YET, "the file"])
def test_a_crash_leaves_the_record_and_the_state_or_neither(house, word, step):
    with house.living() as life:
        life.passes(3600)
        before = records(house)
        crash_before(life, step)
        if step == "the file":
            client.request(word)
        else:
            ask(word)
        life.crash()
    written = records(house)[len(before) :]
    with house.living():
        phase = status()["phase"]
    assert (bool(written), phase) == ((False, "due") if step in NOTHING_YET else (True, AFTER[word]))


@pytest.mark.parametrize("word", ["skip", "snooze"])
@pytest.mark.parametrize("step", ["its state", "the file"])
def test_a_command_that_is_said_again_after_a_crash_is_booked_once(house, monkeypatch, word, step):
    monkeypatch.setattr(os, "urandom", lambda count: b"7" * count)
    with house.living() as life:
        life.passes(3600)
        before = records(house)
        crash_before(life, step)
        if step == "the file":
            client.request(word)
        else:
            ask(word)
        life.crash()
    with house.living():
        assert client.request(word)["status"]["phase"] == AFTER[word]
    assert len(records(house)) == len(before) + 1


def test_a_command_that_is_said_again_is_answered_as_before(life, monkeypatch, house):
    monkeypatch.setattr(os, "urandom", lambda count: b"7" * count)
    first = client.request("done")
    life.passes(400)
    assert client.request("done")["said"] == first["said"] == ["That counts as a break. The hour starts again."]
    assert kinds(house) == [Kind.STEPPED_AWAY]


def test_a_command_without_an_id_of_its_own_is_a_new_one_each_time(life, house, monkeypatch):
    monkeypatch.setattr(client, "COMMANDS", frozenset())
    for _ in range(2):
        client.request("done")
        life.passes(400)
    assert kinds(house) == [Kind.STEPPED_AWAY] * 2


def test_a_command_that_was_refused_can_be_said_again(life, monkeypatch):
    monkeypatch.setattr(os, "urandom", lambda count: b"7" * count)
    ask("skip")
    life.passes(3600)
    assert client.request("skip")["ok"]


def test_the_latest_commands_are_known_and_their_number_stays_small(life):
    for _ in range(30):
        client.request("pause")
    assert life.parts.books.reply_to("x" * 16) is None
    assert life.parts.saved.store.load()[0].count('":[]') <= 20


def test_without_the_file_the_state_in_the_history_is_gone_on_from(house):
    with house.living():
        client.request("pause")
    house.state.unlink()
    with house.living():
        assert status()["phase"] == "paused"


def test_a_damaged_file_is_set_aside_and_the_state_in_the_history_gone_on_from(house):
    with house.living():
        client.request("pause")
    rewrite(house, "hello")
    with house.living():
        assert status()["phase"] == "paused"
        assert len(status()["set_aside"]) == 1


def test_a_file_that_is_newer_than_the_history_counts(house):
    """Of a life in which the history was out of reach."""
    with house.living():
        client.request("pause")
    away = house.history.parent.rename(house.root / "not mounted")
    obstacle = house.wrote(house.history.parent, "in the way")
    with house.living():
        ask("resume")
    obstacle.unlink()
    away.rename(obstacle)
    with house.living():
        assert status()["phase"] == "working"


@pytest.mark.parametrize(("ids", "phase"), [("0", "paused"), ("9", "working")])
def test_a_file_of_an_older_version_counts_if_it_gave_more_ids(house, ids, phase):
    with house.living():
        client.request("pause")
        client.request("resume")
        working = loads(house.state.read_text())
        client.request("pause")
    rewrite(house, dumps(replace(working, serial=int(ids))))
    with house.living():
        assert status()["phase"] == phase


def test_what_was_replied_is_forgotten_with_the_health_answers(house, life):
    [first, *_] = client.request("feedback", feedback="hurt", exercise="neck_turn", score=5)["said"]
    with sqlite3.connect(house.history) as history:
        [[kept]] = history.execute("SELECT text FROM state")
    history.close()
    assert first not in kept + house.state.read_text(), "it is not even written"
    assert any(life.parts.books._replies.values())
    client.request("forget")
    assert not any(life.parts.books._replies.values())


def test_all_of_one_command_is_written_with_one_commit(house, life):
    life.passes(3600)
    commits = []
    life.call(life.parts.history._connection.set_trace_callback, commits.append)
    client.request("skip")
    life.call(life.parts.history._connection.set_trace_callback, None)
    assert commits.count("COMMIT") == 1


def test_the_log_of_the_history_is_moved_into_the_file_now_and_then(house, life):
    for _ in range(50):
        client.request("pause")
        client.request("resume")
    with sqlite3.connect(f"file:{house.history}?immutable=1", uri=True) as alone:
        [[count]] = alone.execute("SELECT count(*) FROM records")
    alone.close()
    assert count >= 80
