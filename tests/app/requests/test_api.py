"""What clients ask of the daemon, over the real socket."""

import json
import threading
from datetime import UTC, datetime, timedelta

import pytest

from app.life import MONDAY
from desk.wire import connected
from uncrick.control import LONGEST, client
from uncrick.errors import HistoryError, RefusedError

STATUS = {
    "version",
    "phase",
    "since",
    "active_seconds",
    "next_prompt_at",
    "reason",
    "suppressed_by",
    "snoozes_left",
    "paused_until",
    "prompt",
    "level",
    "today",
    "settings_error",
}
TODAY = {"done", "stepped_away", "skipped", "ignored", "snoozed", "natural", "minutes_away"}


@pytest.fixture
def life(house):
    with house.living() as life:
        yield life


def raw(*lines):
    """What comes back for lines as they are."""
    with connected() as wire, wire.makefile("rb") as replies:
        answers = []
        for line in lines:
            wire.sendall(line + b"\n")
            answers.append(json.loads(replies.readline()))
        return answers


def request(**fields):
    return json.dumps({"v": 1, "id": 1, **fields}).encode()


def test_the_status_has_the_fields_of_the_contract(life):
    status = client.request("status")["status"]
    assert set(status) >= STATUS
    assert set(status["today"]) == TODAY


def test_the_status_of_a_prompt_has_the_fields_of_the_contract(life):
    life.passes(3600)
    status = client.request("status")["status"]
    assert status["phase"] == "due"
    assert set(status["prompt"]) == {"opening", "items", "total_seconds", "alternative", "tip"}
    assert all(set(item) == {"id", "name", "reps", "seconds"} for item in status["prompt"]["items"])
    assert set(status["prompt"]["tip"]) == {"id", "text"}


def test_times_are_iso_with_their_offset(life):
    status = client.request("status")["status"]
    for key in ("since", "next_prompt_at"):
        assert datetime.fromisoformat(status[key]).utcoffset() is not None


@pytest.mark.parametrize("word", ["done", "skip", "snooze", "another", "break"])
def test_a_word_is_answered_with_the_status_that_follows_from_it(life, word):
    life.passes(3600)
    phase = {"snooze": "snoozed", "another": "due", "break": "on_break"}.get(word, "working")
    assert client.request(word)["status"]["phase"] == phase


def test_a_refusal_says_its_title_and_message(life):
    with pytest.raises(RefusedError) as refused:
        client.request("skip")
    assert (refused.value.title, refused.value.message) == ("Nothing to skip", "No break is due now.")


def test_the_source_of_a_word_is_recorded(life):
    client.request("done", source="window")
    assert client.request("status")["status"]["today"]["stepped_away"] == 1
    [record] = life.call(lambda: list(life.parts.history.records()))
    assert record.source == "window"


def test_why_gives_the_last_decisions(life):
    life.passes(3600)
    client.request("skip")
    texts = [note["text"] for note in client.request("why")["decisions"]]
    assert texts[-2:] == ["Shown because the hour was over.", "You skipped it."]


def test_why_at_a_time_gives_those_up_to_it(life):
    life.passes(3600)
    life.passes(100)
    client.request("skip")
    at = (MONDAY + timedelta(minutes=61)).isoformat()
    assert [note["text"] for note in client.request("why", at=at)["decisions"]][-1].startswith("Shown because")


def test_why_of_a_time_that_lies_ahead_is_refused(life):
    life.passes(100)
    with pytest.raises(RefusedError, match="not come yet"):
        client.request("why", at=(MONDAY + timedelta(days=1)).isoformat())


def test_why_answers_from_memory_while_the_history_cannot_be_read(life, monkeypatch):
    life.passes(3600)

    def broken(count, until=None):
        raise HistoryError("The history cannot be used", "the disk reports an error.")

    monkeypatch.setattr(life.parts.history, "notes", broken)
    assert client.request("why")["decisions"][-1]["text"].startswith("Shown because")
    assert client.request("why", at=(MONDAY - timedelta(hours=1)).isoformat())["decisions"] == []


def test_the_doctor_hears_from_every_part(life):
    facts = client.request("doctor")["facts"]
    assert [fact["what"] for fact in facts] == ["Desktop", "Tray", "Notifications", "Idle", "Prompts"]
    assert all(set(fact) == {"what", "ok", "text"} for fact in facts)


@pytest.mark.parametrize(("what", "text"), [("today", "No break yet today."), ("next", "Next break around 10:00")])
def test_show_answers_in_a_notification(life, what, text):
    client.request("show", what=what)
    assert text in life.notifier.up["answer"].lines[0]
    assert life.notifier.up["answer"].transient


def test_show_alone_says_what_comes_next(life):
    client.request("show")
    assert "Next break" in life.notifier.up["answer"].lines[0]


def test_quit_is_answered_and_followed(life):
    assert client.request("quit")["ok"]
    assert life.is_over
    assert life.failed is None


def test_a_watcher_hears_of_every_change(life):
    phases, listens, four = [], threading.Event(), threading.Event()

    def listen():
        for status in client.watch():
            phases.append(status["phase"])
            listens.set()
            if len(phases) == 4:
                four.set()

    listener = threading.Thread(target=listen)
    listener.start()
    assert listens.wait(60)
    client.request("pause")
    client.request("resume")
    client.request("break")
    assert four.wait(60)
    life.end()
    listener.join(10)
    assert phases[:4] == ["working", "paused", "working", "on_break"]


# ------------------------------------------------------------------ bad input

BAD = {
    "nothing": b"",
    "words": b"hello",
    "half": b'{"v": 1, "id"',
    "a list": b"[]",
    "zeros": b"\0\0\0",
    "not UTF-8": b"\xff\xfe{}",
    "deep": b"[" * 60_000,
    "too long": b" " * (LONGEST + 10),
    "no version": b'{"id": 1, "do": "status"}',
    "a version to come": b'{"v": 9, "id": 1, "do": "status"}',
    "no word": request(),
    "an unknown word": request(do="dance"),
    "a word that is none": request(do=["status"]),
    "an unknown argument": request(do="status", loud=True),
    "minutes as text": request(do="snooze", minutes="ten"),
    "minutes below zero": request(do="pause", minutes=-5),
    "minutes without end": request(do="pause", minutes=1e999),
    "too many minutes": request(do="pause", minutes=10**9),
    "a huge number": b'{"v": 1, "id": 1, "do": "pause", "minutes": ' + b"9" * 5000 + b"}",
    "a time that is none": request(do="pause", until="14:00"),
    "a time without its offset": request(do="pause", until="2026-11-23T14:00:00"),
    "both": request(do="pause", until="tomorrow", minutes=5),
    "an unknown exercise": request(do="break", exercise="neck_trun"),
    "an exercise that is none": request(do="break", exercise=7),
    "an empty exercise": request(do="break", exercise=""),
    "a second below zero": request(do="advance", to=-1),
    "a number below zero": request(do="easier", item=-1),
    "a number that is none": request(do="easier", item=True),
    "here as text": request(do="break", here="yes"),
    "an unknown source": request(do="skip", source="moon"),
    "a pause that is past": request(do="pause", until="2020-01-01T00:00:00+00:00"),
    "a pause for years": request(do="pause", until="2036-01-01T00:00:00+00:00"),
    "an impossible date": request(do="pause", until="9999-12-31T23:59:59-23:59"),
}


@pytest.mark.parametrize("line", BAD.values(), ids=BAD.keys())
def test_a_bad_line_is_answered_in_words_and_the_next_one_is_heard(life, line):
    bad, good = raw(line, request(do="status"))
    assert bad["ok"] is False
    assert bad["error"]["title"]
    assert "inside Uncrick" not in bad["error"]["title"]
    assert good["status"]["phase"] == "working"


def test_bad_lines_leave_nothing_in_the_history(life):
    raw(*BAD.values())
    assert life.call(lambda: list(life.parts.history.records())) == []


def test_hold_and_advance_without_their_arguments_are_understood(life):
    life.passes(3600)
    client.request("break")
    assert raw(request(do="hold"))[0]["status"]["break"]["held"]
    assert raw(request(do="advance"))[0]["ok"]


@pytest.mark.parametrize("part", [b"", b"{", request(do="skip")[:-3], request(do="watch"), b"x" * LONGEST])
def test_a_client_that_leaves_in_the_midst_of_a_line_hinders_nobody(life, part):
    for _ in range(5):
        with connected() as wire:
            wire.sendall(part)
    assert client.request("status")["status"]["phase"] == "working"


def test_a_hundred_clients_at_once_are_all_answered(life):
    answers = []
    threads = [
        threading.Thread(target=lambda: answers.append(client.request("status")["status"]["phase"])) for _ in range(100)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert answers == ["working"] * 100


def test_a_watcher_that_never_reads_is_dropped_and_hinders_nobody(life):
    with connected() as deaf:
        deaf.sendall(request(do="watch") + b"\n")
        with deaf.makefile("rb") as replies:
            replies.readline()
        status = life.call(life.parts.queries.status)
        for _ in range(40):
            life.call(lambda: [life.parts.endpoint.publish(status) for _ in range(40)])
        assert client.request("status")["status"]["phase"] == "working"
        assert not any(listener.watches for listener in life.parts.endpoint._clients.values())


def test_an_answer_that_is_not_on_disk_counts_with_a_warning(life, monkeypatch):
    life.passes(3600)

    def full(record):
        raise HistoryError("The history cannot be used", "it cannot grow: the disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr(life.parts.history, "append", full)
        with pytest.raises(RefusedError, match=r"could not be saved yet.*disk is full"):
            client.request("skip")
        status = client.request("status")["status"]
        assert (status["phase"], status["today"]["skipped"]) == ("working", 1)
    life.passes(60)
    kinds = [record.kind for record in life.call(lambda: list(life.parts.history.records()))]
    assert kinds == ["prompted", "skipped"]
    assert client.request("snooze" if life.phase == "due" else "status")["ok"]


def test_the_offset_of_a_decision_is_that_of_the_person(life):
    life.passes(3600)
    [note, *_] = client.request("why")["decisions"]
    assert datetime.fromisoformat(note["at"]).astimezone(UTC) == MONDAY + timedelta(hours=1)


def test_how_the_neck_is_today_can_be_said_from_a_window(life):
    client.request("feedback", feedback="stiff", source="window")
    records = life.call(lambda: list(life.parts.history.records()))
    [record] = [each for each in records if each.feedback == "stiff"]
    assert (record.source, record.detail["about"]) == ("window", "neck")
