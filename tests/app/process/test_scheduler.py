"""The beat: the real scheduler on a loop whose time passes at once, and on clocks that jump."""

import asyncio
import itertools
import selectors
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from app.life import MONDAY
from uncrick.app.process import scheduler as module
from uncrick.app.process.scheduler import BreakScheduler
from uncrick.core.model.moment import Moment


class Selector(selectors.DefaultSelector):
    """Where nothing happens, the time that would be waited for has passed."""

    loop: "Loop"

    def select(self, timeout=None):
        ready = super().select(0)
        if not ready and timeout:
            self.loop.ticks += timeout
        return ready


class Loop(asyncio.SelectorEventLoop):
    """Its clock is all there is of time."""

    def __init__(self):
        self.ticks = 0.0
        selector = Selector()
        selector.loop = self
        super().__init__(selector)

    def time(self):
        return self.ticks


class World:
    """The clocks of a machine: ticks, wall, and what the loop goes by, which stands still in sleep."""

    def __init__(self, loop):
        self.loop = loop
        self.wall = 0.0
        self.slept = 0.0

    def now(self):
        ticks = self.loop.ticks + self.slept
        return Moment(MONDAY + timedelta(seconds=ticks + self.wall), ticks)

    def zone(self):
        return UTC

    def reread(self):
        pass


class Life:
    """A beat, and every look it gave."""

    def __init__(self, world):
        self.world = world
        self.looks = []
        self.plans = []
        self.beat = BreakScheduler(world, self.look)
        self.failing = False

    def look(self):
        self.looks.append(round(self.world.now().ticks, 1))
        if self.failing:
            raise ZeroDivisionError
        if self.plans and self.plans[0] <= self.world.now().ticks:
            self.plans.pop(0)
        self.beat.plan(self.plans[0] if self.plans else None)

    def wants(self, *ticks):
        self.plans = list(ticks)
        self.beat.plan(ticks[0])

    async def lives(self, until):
        while self.world.loop.ticks < until:
            await asyncio.sleep(min(1.0, until - self.world.loop.ticks))


@pytest.fixture
def world(monkeypatch):
    loop = Loop()
    world = World(loop)

    class Time(datetime):
        @classmethod
        def now(cls, tz=None):
            return world.now().wall.astimezone(tz)

    for name in ("schedulers.base", "triggers.date", "triggers.interval", "executors.base"):
        monkeypatch.setattr(f"apscheduler.{name}.datetime", Time)
    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=loop.time), raising=False)
    yield world
    loop.close()


def live(world, story):
    """Run a story with a beat, to its end."""

    async def lived():
        life = Life(world)
        life.beat.start()
        try:
            await story(life)
        finally:
            life.beat.stop()
        return life

    return world.loop.run_until_complete(lived())


def test_a_look_comes_when_it_was_planned(world):
    async def story(life):
        life.wants(12.5, 47.25)
        await life.lives(50)

    assert live(world, story).looks == [12.5, 30.0, 47.3]


def test_without_a_plan_there_is_a_look_with_every_heartbeat(world):
    async def story(life):
        await life.lives(100)

    assert live(world, story).looks == [30.0, 60.0, 90.0]


def test_the_last_plan_holds(world):
    async def story(life):
        life.wants(10)
        life.wants(20)
        await life.lives(25)

    assert live(world, story).looks == [20.0]


def test_a_plan_that_hardly_differs_changes_nothing(world, monkeypatch):
    added = []
    monkeypatch.setattr(BreakScheduler, "_add", lambda self, name, *rest: added.append(name))

    async def story(life):
        life.beat.plan(10)
        life.beat.plan(10.01)
        life.beat.plan(10.5)

    live(world, story)
    assert added == ["heartbeat", "look", "look"]


def test_a_plan_that_lies_behind_is_looked_at_at_once(world):
    async def story(life):
        await life.lives(5)
        life.wants(1)
        await life.lives(6)

    assert live(world, story).looks == [5.0]


def test_a_plan_made_before_the_start_waits_for_it(world):
    async def lived():
        life = Life(world)
        life.beat.plan(3)
        life.beat.start()
        life.wants(4)
        await life.lives(5)
        life.beat.stop()
        return life.looks

    assert world.loop.run_until_complete(lived()) == [4.0]


def test_after_the_stop_there_is_no_look(world):
    async def story(life):
        life.wants(10)
        await life.lives(5)
        life.beat.stop()
        await life.lives(100)

    assert live(world, story).looks == []


def test_a_stop_without_a_start_does_nothing(world):
    BreakScheduler(world, lambda: None).stop()


@pytest.mark.parametrize("by", [-3600, 3600, -86400, 86400 * 365, -20])
def test_a_wall_clock_that_is_set_silences_nothing(world, by):
    async def story(life):
        await life.lives(45)
        world.wall += by
        await life.lives(400)

    looks = live(world, story).looks
    gaps = [later - earlier for earlier, later in itertools.pairwise(looks)]
    assert max(gaps) <= 61
    assert looks[-1] > 330


@pytest.mark.parametrize("by", [-3600, 3600])
def test_a_wall_clock_that_is_set_moves_no_plan_by_more_than_a_heartbeat(world, by):
    async def story(life):
        life.wants(600)
        await life.lives(100)
        world.wall += by
        await life.lives(650)

    life = live(world, story)
    assert life.plans == []
    assert any(600 <= look <= 602 for look in life.looks)


def test_after_sleep_there_is_a_look_within_a_heartbeat(world):
    async def story(life):
        life.wants(3000)
        await life.lives(100)
        world.slept += 3 * 3600
        await life.lives(140)

    looks = live(world, story).looks
    assert any(3 * 3600 + 100 <= look <= 3 * 3600 + 131 for look in looks)


def test_a_look_that_fails_is_not_the_last(world, caplog):
    async def story(life):
        life.failing = True
        await life.lives(95)
        life.failing = False
        life.wants(100)
        await life.lives(101)

    assert live(world, story).looks == [30.0, 60.0, 90.0, 100.0]
    assert "ZeroDivisionError" in caplog.text


def test_late_looks_come_once(world):
    async def story(life):
        life.wants(10)
        await life.lives(5)
        world.loop.ticks += 500
        await life.lives(506)

    looks = live(world, story).looks
    assert 1 <= len([look for look in looks if 505 <= look <= 506]) <= 2


def test_an_hour_of_waiting_wakes_no_more_than_it_must(world, monkeypatch):
    woken = []
    real = module.Scheduler.wakeup
    monkeypatch.setattr(module.Scheduler, "wakeup", lambda self: woken.append(1) or real(self))

    async def story(life):
        life.wants(3000, 3600)
        await life.lives(3601)

    live(world, story)
    assert len(woken) <= 3600 / 30 + 10


@pytest.mark.parametrize("what", ["shut down", "paused", "emptied"])
def test_a_beat_that_is_begun_again_looks_whatever_became_of_its_scheduler(world, what):
    async def story(life):
        life.wants(100.0)
        await life.lives(40)
        scheduler = life.beat._scheduler
        {"shut down": scheduler.shutdown, "paused": scheduler.pause, "emptied": scheduler.remove_all_jobs}[what]()
        before = len(life.looks)
        await life.lives(90)
        assert len(life.looks) == before
        life.beat.begin_again()
        await life.lives(200)

    looks = live(world, story).looks
    assert looks.count(100.0) == 1
    assert [look for look in looks if look > 100] == [120.0, 150.0, 180.0]
