"""Two sessions of one person: the daemon hears both, or says nothing of what it cannot hear, and moves."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import pytest

from app.life import Clock
from uncrick.app.process.sessions import Sessions
from uncrick.app.process.shutdown import Shutdown
from uncrick.core.model.week_hours import WeekHours
from uncrick.core.scheduling import events as ev
from uncrick.core.scheduling.machine import begin
from uncrick.core.scheduling.rules import Breaks, Rules
from uncrick.core.scheduling.state import OnBreak, Routine, State
from uncrick.storage import desktop_session

OFFICE, HOME = {"DISPLAY": ":0"}, {"DISPLAY": ":1"}
NEVER = float("-inf")


class Port:
    """Hears the sessions of which the test says so."""

    def __init__(self, *audible: Mapping[str, str]) -> None:
        self.audible = audible
        self.heard: list[Mapping[str, str]] = []
        self.used: Mapping[str, str] | None = None

    async def hear(self, session: Mapping[str, str]) -> bool:
        self.heard.append(session)
        return session in self.audible

    def in_use(self) -> Mapping[str, str] | None:
        return self.used


class World:
    """The sessions of a daemon in the office, and what they lead to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, port: Port | None = None, left: str = "[]") -> None:
        for name in desktop_session.VARIABLES:
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("DISPLAY", ":0")
        monkeypatch.setenv(desktop_session.OTHERS, left)
        self.clock, self.port = Clock(), port or Port()
        self.events: list[ev.Event] = []
        self.shutdown = Shutdown()
        self.is_open = False
        self.rules = Rules(lambda _: pytest.fail("nothing is suggested"), Breaks(), WeekHours(), WeekHours())
        self.sessions = Sessions(
            self.port, self.clock, self.events.append, lambda: self.rules, lambda: self.is_open, self.shutdown
        )

    @property
    def state(self) -> State:
        return begin(self.clock.now(), self.rules)

    def called_from(self, session: Mapping[str, str]) -> dict[str, Any]:
        return asyncio.run(self.sessions.called_from(session))


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    return World(monkeypatch)


def test_a_command_of_the_same_session_says_nothing(world: World) -> None:
    assert world.called_from(OFFICE)["same"]
    assert world.events == []


def test_after_a_command_of_a_session_that_is_not_heard_silence_means_nothing(world: World) -> None:
    reply = world.called_from(HOME)
    assert (reply["same"], reply["heard"], reply["display"]) == (False, False, "display :0")
    assert world.events == [ev.UsedElsewhere(world.clock.ticks + world.rules.breaks.listening)]


def test_a_session_that_is_heard_needs_no_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(monkeypatch, Port(HOME))
    assert world.called_from(HOME)["heard"]
    assert world.events == []


def test_a_forwarded_display_is_never_opened(world: World) -> None:
    world.called_from({"DISPLAY": "localhost:10.0"})
    assert world.port.heard == []
    assert len(world.events) == 1


def test_while_the_desktop_says_so_silence_means_nothing(world: World) -> None:
    world.sessions.used(True)
    world.sessions.used(False)
    assert world.events == [ev.UsedElsewhere(float("inf")), ev.UsedElsewhere(world.clock.ticks)]


def test_the_end_of_what_the_desktop_says_leaves_the_sign_of_a_command(world: World) -> None:
    world.called_from(HOME)
    world.sessions.used(True)
    world.sessions.used(False)
    assert world.events[-1] == world.events[0]


def test_the_daemon_goes_where_the_input_is(world: World) -> None:
    world.called_from(HOME)
    world.port.used = HOME
    world.clock.ticks += 60
    world.sessions.follow(world.state)
    assert world.shutdown.is_asked
    assert world.shutdown.renews
    environment = world.sessions.environment()
    assert (environment["DISPLAY"], json.loads(environment[desktop_session.OTHERS])) == (":1", [OFFICE])


def test_without_a_move_the_environment_stays(world: World) -> None:
    assert world.sessions.environment() == {}


def test_it_stays_where_input_is(world: World) -> None:
    world.clock.ticks += 60
    world.sessions.follow(world.state)
    assert not world.shutdown.is_asked


def test_it_does_not_run_to_and_fro(world: World) -> None:
    world.port.used = HOME
    world.clock.ticks += 59
    world.sessions.follow(world.state)
    assert not world.shutdown.is_asked


def test_a_window_that_is_open_keeps_it(world: World) -> None:
    world.port.used, world.is_open = HOME, True
    world.clock.ticks += 60
    world.sessions.follow(world.state)
    assert not world.shutdown.is_asked


def test_a_break_that_is_on_keeps_it(world: World) -> None:
    from dataclasses import replace

    from app.life import suggestion

    world.port.used = HOME
    world.clock.ticks += 60
    world.sessions.follow(replace(world.state, stage=OnBreak(Routine(suggestion(), world.clock.ticks, "cli"))))
    assert not world.shutdown.is_asked


def test_after_a_move_the_session_that_was_left_is_heard_and_its_signs_are_void(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World(monkeypatch, Port(HOME), json.dumps([HOME]))
    asyncio.run(world.sessions.start())
    assert world.port.heard == [HOME]
    assert world.events == [ev.UsedElsewhere(world.clock.ticks)]


def test_the_session_to_which_the_daemon_moved_is_not_another_one(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(monkeypatch, Port(HOME, OFFICE), json.dumps([HOME, OFFICE]))
    asyncio.run(world.sessions.start())
    assert world.port.heard == [HOME]
    assert world.events == [ev.UsedElsewhere(world.clock.ticks)]
