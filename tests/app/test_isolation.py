"""A port that fails, hangs or talks nonsense is one warning; the prompt of the hour comes all the same."""

import asyncio
import json
import logging
import math
import sqlite3

import pytest

from app.life import Busy, Life
from uncrick.app import isolated_ports as isolation
from uncrick.app.chooser import simplest
from uncrick.app.daemon import Options
from uncrick.app.heartbeat import STUCK
from uncrick.control import client
from uncrick.core.model.record import Item, Kind
from uncrick.core.model.suggestion import Suggestion
from uncrick.core.scheduling import machine
from uncrick.ports import (
    Clicked,
    Dismissed,
    IdleSourceChanged,
    InputResumed,
    InputStopped,
    ScreenLocked,
)
from uncrick.storage.history.store import History

MOON = Item("moon", "Moon", 1, 30)


class Nonsense:
    """Of no kind that anybody expects."""

    def __repr__(self) -> str:
        """The same in every run, as the name of a test must be."""
        return "nonsense"


GARBAGE = [None, 7, "hello", b"\xff", [], [None], [("Tray", "yes")], {"a": 1}, Nonsense()]
METHODS = {
    "tray": ["start", "show", "stop", "describe"],
    "notifier": ["start", "show", "lower", "withdraw", "stop", "describe"],
    "presence": ["start", "watch", "stop", "describe"],
    "busy": ["start", "attend", "look", "ignore", "stop", "describe"],
}
EVERY = [(port, method) for port, methods in METHODS.items() for method in methods]
SLOW = [*((port, method) for port in METHODS for method in ("start", "stop")), ("busy", "look")]


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(isolation, "PATIENCE", 0.05)
    monkeypatch.setattr(isolation, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(isolation, "LONGEST_PAUSE", 0.01)


def begun(house, break_it):
    """A daemon whose ports were tampered with before it started."""
    life = Life(Options(), house.clock, Busy())
    house.lives.append(life)
    break_it(life)
    life.begin()
    return life


def fails(name):
    """A port's method, called and awaited alike, that raises."""

    def failing(*args, **more):
        raise ZeroDivisionError(name)

    return failing


def hour(life):
    """An hour of work with all that a person does in it; what the history says then."""
    life.sees(InputStopped(1.0))
    life.does(asyncio.sleep(0))
    life.sees(InputResumed())
    life.passes(3650)  # the bubble has left by then
    assert life.phase == "due"
    client.request("snooze")
    life.passes(600)
    assert life.phase == "due"
    client.request("break")
    life.passes(200)
    assert life.phase == "working"
    life.passes(3600)
    assert life.phase == "due"
    assert all(set(fact) == {"what", "ok", "text"} for fact in client.request("doctor")["facts"])
    life.end()
    reading = History.read(life_history(life))
    try:
        return [record.kind for record in reading.records()]
    finally:
        reading.shut()


def life_history(life):
    return life.parts.history._path


WHOLE = [Kind.PROMPTED, Kind.SNOOZED, Kind.PROMPTED, Kind.STARTED, Kind.DONE, Kind.PROMPTED]


def warnings(caplog, part):
    return [line for line in caplog.records if line.levelno >= logging.WARNING and part in line.getMessage()]


# ------------------------------------------------------------------ each method of each port


@pytest.mark.parametrize(("port", "method"), EVERY)
def test_a_method_that_raises_costs_one_warning_and_nothing_else(house, caplog, port, method):
    life = begun(house, lambda life: setattr(getattr(life, port), method, fails(method)))
    assert hour(life) == WHOLE
    part = "notifications" if port == "notifier" else port
    words = [line for line in warnings(caplog, f"{part}: {method} failed") if "ZeroDivision" in line.getMessage()]
    assert len(words) == 1


@pytest.mark.parametrize(("port", "method"), SLOW)
def test_a_method_that_never_returns_costs_its_patience_and_nothing_else(house, port, method):
    async def hangs(*args, **more):
        await asyncio.Event().wait()

    assert hour(begun(house, lambda life: setattr(getattr(life, port), method, hangs))) == WHOLE


@pytest.mark.parametrize("garbage", GARBAGE, ids=repr)
@pytest.mark.parametrize("port", METHODS)
def test_a_port_that_describes_itself_in_nonsense_is_reported_by_the_doctor(house, port, garbage):
    life = begun(house, lambda life: setattr(getattr(life, port), "describe", lambda: garbage))
    life.passes(60)
    facts = client.request("doctor")["facts"]
    part = "Notifications" if port == "notifier" else port.capitalize()
    if garbage not in ([], {}):
        assert {"what": part, "ok": False} in [{key: fact[key] for key in ("what", "ok")} for fact in facts]
    assert len(json.dumps(facts)) < 2000


@pytest.mark.parametrize("garbage", GARBAGE, ids=repr)
def test_nonsense_that_ports_tell_moves_nothing(house, garbage):
    with house.living() as life:
        life.passes(600)
        for tell in (life.presence.tell, life.notifier.tell, life.tray.chosen):
            life.call(tell, garbage)
        for slot, key in ((garbage, "start"), ("prompt", garbage)):
            life.call(life.notifier.tell, Clicked(slot, key))
            life.call(life.notifier.tell, Dismissed(slot))
        assert life.phase == "working"
        assert hour_comes(life)


def hour_comes(life):
    """Whether the prompt comes within an hour."""
    for _ in range(120):
        life.passes(30)
        if life.phase == "due":
            return True
    return False


@pytest.mark.parametrize("quiet", [math.nan, math.inf, -math.inf, -5.0, "long", None])
def test_a_silence_of_no_length_is_none(house, quiet):
    with house.living() as life:
        life.passes(600)
        life.sees(InputStopped(quiet))
        assert client.request("status")["status"]["active_seconds"] == 600
        assert hour_comes(life)


@pytest.mark.parametrize("reason", [*GARBAGE, "lunch"], ids=repr)
def test_a_reason_that_nobody_knows_keeps_nothing_back(house, reason):
    life = begun(house, lambda life: None)
    life.call(life.busy.tell, reason, True)
    assert hour_comes(life)


def test_a_call_ends_when_the_port_that_reported_it_restarts(house):
    life = begun(house, lambda life: None)
    life.call(life.busy.tell, "call", True)
    assert client.request("status")["status"]["suppressed_by"] == ["call"]
    life.call(life.parts.busy_poller._busy.renew)
    wait_for(life, lambda: not life.daemon.engine.state.busy.since)
    assert client.request("status")["status"]["suppressed_by"] == []


def test_a_silence_is_reported_though_the_look_before_it_fails(house):
    life = begun(house, lambda life: setattr(life.busy, "look", fails("look")))
    life.passes(600)
    life.sees(InputStopped(60.0))
    wait_for(life, lambda: life.phase == "away")


# ------------------------------------------------------------------ it is met again


def test_a_port_that_did_not_start_is_started_again_until_it_does(house, caplog):
    caplog.set_level(logging.INFO)
    tries = []

    def tamper(life):
        whole = life.presence.start

        async def start(tell):
            tries.append(1)
            if len(tries) < 4:
                raise OSError("not yet")
            await whole(tell)

        life.presence.start = start

    life = begun(house, tamper)
    wait_for(life, lambda: len(tries) == 4 and life.parts.entry.idle_source)
    assert life.parts.entry.idle_source == "pretend"
    assert life.presence.watched[-1] == 60.0
    assert len(warnings(caplog, "presence: start failed")) == 1
    assert "presence: taken up again" in caplog.text


def wait_for(life, true):
    async def waited():
        async with asyncio.timeout(60):
            while not true():
                await asyncio.sleep(0.005)

    life.does(waited())


def test_without_a_presence_every_second_counts(house):
    begun(house, lambda life: setattr(life.presence, "start", fails("start")))
    facts = client.request("status")["status"]
    assert (facts["clock"], facts["idle_source"]) == ("wall", None)


def test_a_prompt_that_was_up_is_shown_again_by_a_notifier_that_begins_anew(house):
    with house.living() as life:
        life.passes(3600)
        before = len(life.notifier.of("prompt"))
        life.call(life.parts.notifier.renew)
        wait_for(life, lambda: len(life.notifier.of("prompt")) > before)
        assert life.notifier.of("prompt")[-1] == life.notifier.of("prompt")[-2]


def test_a_presence_that_begins_anew_leaves_nobody_locked_out(house):
    with house.living() as life:
        life.passes(600)
        life.sees(ScreenLocked())
        life.passes(60)
        assert life.phase == "away"
        life.call(life.parts.machine.presence.renew)
        wait_for(life, lambda: life.phase == "working")


def test_a_source_that_changes_its_name_to_nonsense_ends_nothing(house):
    with house.living() as life:
        life.sees(IdleSourceChanged(b"\xff"))
        assert hour_comes(life)


# ------------------------------------------------------------------ journal, files, choice


@pytest.mark.parametrize("error", [sqlite3.ProgrammingError("closed"), OSError("gone"), ZeroDivisionError("odd")])
def test_a_journal_that_fails_in_any_way_keeps_the_answers_for_later(house, error):
    with house.living() as life:
        whole = life.parts.history.append

        def append(record):
            raise error

        life.parts.history.append = append
        life.passes(3600)
        assert life.phase == "due"
        assert client.request("status")["status"]["phase"] == "due"
        life.parts.history.append = whole
        life.passes(30)
        assert [record.kind for record in life.call(lambda: list(life.parts.history.records()))] == [Kind.PROMPTED]


def test_a_guide_that_fails_leaves_the_break_and_its_record(house):
    with house.living() as life:
        life.parts.guide.lead = fails("lead")
        life.parts.guide.end = fails("end")
        client.request("break")
        life.passes(200)
        assert life.phase == "working"
        assert Kind.DONE in [record.kind for record in life.call(lambda: list(life.parts.history.records()))]


@pytest.mark.parametrize("where", ["reread", "zone"])
def test_a_calendar_that_fails_in_a_look_costs_that_look(house, where):
    with house.living() as life:
        whole = getattr(life.clock, where)
        setattr(life.clock, where, fails(where))
        life.passes(60)
        setattr(life.clock, where, whole)
        assert hour_comes(life)


@pytest.mark.parametrize("file", ["settings", "profile", "own exercises"])
def test_a_file_of_the_persons_that_breaks_the_reader_ends_nothing(house, monkeypatch, file):
    with house.living() as life:
        match file:
            case "settings":
                monkeypatch.setattr("uncrick.settings.live.load", fails("load"))
                house.wrote(house.settings, '[breaks]\nevery = "50m"\n')
            case "profile":
                monkeypatch.setattr(life.parts.profile_offer, "read", fails("read"))
                house.wrote(house.settings, '[breaks]\nsnooze = "9m"\n')
            case _:
                monkeypatch.setattr(life.parts.suggestions.loader, "look", fails("look"))
        assert hour_comes(life)


def test_when_nothing_can_be_chosen_the_prompt_is_a_walk(house, caplog):
    with house.living() as life:
        life.parts.suggestions.suggest = fails("suggest")
        assert hour_comes(life)
        assert life.notifier.up["prompt"].summary == "Take a short walk"
        client.request("break")
        life.passes(simplest().total_seconds)
        assert life.phase == "working"
    assert len(warnings(caplog, "the choice of a routine failed")) == 1


def test_a_suggestion_without_words_is_a_prompt_all_the_same(house):
    with house.living() as life:
        life.parts.suggestions.suggest = lambda occasion: Suggestion("", (MOON,), 0, 30, "moon", "", "")
        assert hour_comes(life)
        assert life.notifier.up["prompt"].summary == "Time for a short break"


# ------------------------------------------------------------------ the state itself


def test_a_state_from_which_every_look_fails_is_begun_anew_with_its_count(house, monkeypatch, caplog):
    with house.living() as life:
        life.passes(1800)
        bad = life.daemon.engine.state.began
        whole = machine.step

        def step(state, *more):
            if state.began == bad:
                raise AssertionError("this cannot be")
            return whole(state, *more)

        monkeypatch.setattr(machine, "step", step)
        life.passes(30 * STUCK)
        assert client.request("status")["status"]["active_seconds"] >= 1800
        life.passes(1800)
        assert life.phase == "due"
    assert "leads nowhere" in caplog.text
