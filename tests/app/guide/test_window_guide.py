"""The guide in a window, as the daemon sees it: when it is opened, and when the notification leads in its place."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from app.guide.loop import Loop
from app.life import suggestion
from uncrick.app.guide.window_guide import HUNG, LATER, LOOK, PATIENCE, WindowGuide, Windows
from uncrick.core.scheduling.state import Routine


class Fallback:
    """The other guide."""

    def __init__(self):
        self.calls = []

    def lead(self, routine):
        self.calls.append("lead")

    def hide(self):
        self.calls.append("hide")

    def end(self, *, completed):
        self.calls.append(f"end {completed}")


class Process:
    """A window that runs until it is told otherwise."""

    def __init__(self):
        self.status = None
        self.terminated = False

    def poll(self):
        return self.status

    def terminate(self):
        self.terminated = True
        self.status = -15


class Scene:
    def __init__(self, monkeypatch):
        self.loop = Loop(SimpleNamespace(ticks=0.0))
        monkeypatch.setattr(
            "uncrick.app.guide.window_guide.asyncio", SimpleNamespace(get_running_loop=lambda: self.loop)
        )
        self.fallback, self.opened, self.wanted, self.can = Fallback(), [], True, True
        self.asked = []
        self.guide = WindowGuide(self.fallback, self.open, lambda _routine: self.wanted)
        self.routine = Routine(suggestion(), 0.0, "cli")

    def open(self, what):
        self.asked.append(what)
        if not self.can:
            return None
        self.opened.append(Process())
        return self.opened[-1]

    def leads(self):
        self.guide.lead(self.routine)

    def passes(self, seconds):
        self.loop.passes(seconds)


@pytest.fixture
def scene(monkeypatch):
    return Scene(monkeypatch)


def test_a_break_opens_the_window_and_no_notification(scene):
    scene.leads()
    scene.guide.take_lead()
    scene.passes(PATIENCE + 1)
    assert (len(scene.opened), scene.fallback.calls) == (1, [])


def test_what_happens_in_the_routine_opens_no_second_window(scene):
    scene.leads()
    scene.guide.lead(replace(scene.routine, halted_since=3.0))
    assert len(scene.opened) == 1


@pytest.mark.parametrize("why", ["not wanted", "cannot"])
def test_without_a_window_the_notification_leads_to_the_end(scene, why):
    scene.wanted, scene.can = why != "not wanted", why != "cannot"
    scene.leads()
    scene.guide.lead(replace(scene.routine, halted_since=3.0))
    scene.guide.end(completed=True)
    assert scene.fallback.calls == ["lead", "lead", "end True"]


def test_where_there_are_no_windows_at_all_the_notification_leads(scene):
    guide = WindowGuide(scene.fallback, None, lambda _routine: True)
    guide.lead(scene.routine)
    assert scene.fallback.calls == ["lead"]


def test_a_window_that_is_slow_may_go_on_while_the_notification_leads(scene):
    scene.leads()
    scene.passes(PATIENCE + LOOK)
    assert not scene.opened[0].terminated
    assert scene.fallback.calls == ["lead"]


def test_a_slow_window_takes_the_lead_once_it_is_shown(scene):
    scene.leads()
    scene.passes(PATIENCE + LOOK)
    scene.guide.take_lead()
    scene.passes(HUNG)
    assert not scene.opened[0].terminated
    assert scene.fallback.calls == ["lead", "hide", "end False"]


def test_a_window_that_shows_nothing_for_a_minute_is_ended(scene):
    scene.leads()
    scene.passes(HUNG + LOOK)
    assert scene.opened[0].terminated
    assert scene.fallback.calls == ["lead"]


@pytest.mark.parametrize("status", [0, 1, -6])
def test_a_window_that_ends_before_the_routine_hands_over_to_the_notification(scene, status):
    scene.leads()
    scene.guide.take_lead()
    scene.opened[0].status = status
    scene.passes(LOOK)
    assert scene.fallback.calls == ["lead"]
    scene.guide.end(completed=False)
    assert scene.fallback.calls == ["lead", "end False"]


def test_a_window_that_comes_late_all_the_same_takes_over_again(scene):
    scene.can = False
    scene.leads()
    scene.guide.take_lead()
    scene.guide.end(completed=True)
    assert scene.fallback.calls == ["lead", "hide", "end False"]


def test_the_end_of_a_routine_is_the_windows_to_say(scene):
    scene.leads()
    scene.guide.take_lead()
    scene.guide.end(completed=True)
    scene.opened[0].status = 0
    scene.passes(LATER)
    assert scene.fallback.calls == []


def test_a_window_that_is_still_up_leads_through_the_next_routine_too(scene):
    scene.leads()
    scene.guide.take_lead()
    scene.guide.end(completed=True)
    scene.guide.lead(replace(scene.routine, began=100.0))
    scene.guide.take_lead()
    assert (len(scene.opened), scene.fallback.calls) == (1, [])


def test_after_a_window_is_closed_the_next_routine_opens_another(scene):
    scene.leads()
    scene.guide.end(completed=True)
    scene.opened[0].status = 0
    scene.guide.lead(replace(scene.routine, began=100.0))
    assert len(scene.opened) == 2


def test_nothing_wakes_the_daemon_once_the_window_is_closed(scene):
    scene.leads()
    scene.guide.take_lead()
    scene.guide.end(completed=True)
    scene.opened[0].status = 0
    scene.passes(2 * LATER)
    assert scene.loop.calls == []


def test_a_daemon_that_leaves_takes_the_window_along(scene):
    scene.leads()
    scene.guide.leave()
    assert scene.opened[0].terminated
    assert scene.loop.calls == []


# ---------------------------------------------------------------- windows that are asked for


def test_a_window_that_is_asked_for_is_opened(scene):
    done = []
    Windows(scene.open).show("settings", lambda: done.append("file"))
    scene.opened[0].status = 0
    scene.passes(2 * LATER)
    assert (scene.asked, done, scene.loop.calls) == (["settings"], [], [])


def test_where_no_window_comes_something_else_is_done(scene):
    done = []
    Windows(None).show("settings", lambda: done.append("no windows"))
    scene.can = False
    Windows(scene.open).show("settings", lambda: done.append("cannot"))
    scene.can = True
    Windows(scene.open).show("settings", lambda: done.append("failed"))
    scene.opened[-1].status = 1
    scene.passes(2 * LATER)
    assert done == ["no windows", "cannot", "failed"]
