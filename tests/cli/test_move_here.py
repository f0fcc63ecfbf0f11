"""`uncrick run --move-here`: the daemon of another session ends in order, and the hour goes on in this one."""

import json
import subprocess
import sys

import pytest

from cli.processes import HASTY, wait_until

if sys.platform != "linux":
    pytest.skip("sessions as Linux has them", allow_module_level=True)

OFFICE, HOME = {"WAYLAND_DISPLAY": "wayland-8"}, {"WAYLAND_DISPLAY": "wayland-9"}


@pytest.fixture
def displays(person):
    """Two displays that let nobody in."""
    for session in (OFFICE, HOME):
        display = person.root / "run" / session["WAYLAND_DISPLAY"]
        display.parent.mkdir(mode=0o700, exist_ok=True)
        display.touch()
    return person


def moves(person, **options):
    return person.spawn("run", "--no-tray", "--move-here", env=HOME, **options)


def test_the_prompt_that_is_up_comes_along_and_nothing_is_recorded(displays):
    first = displays.daemon(*HASTY, env=OFFICE)
    wait_until(lambda: displays.phase() == "due", "a prompt")
    before, prompt = displays.records(), displays.asks("status")["status"]["prompt"]
    second = moves(displays)
    assert first.wait(60) == 0
    wait_until(lambda: displays.answers, "the new one answers")
    assert second.poll() is None
    assert displays.asks("status")["status"]["prompt"] == prompt
    assert displays.records() == before
    assert displays.run(**HOME).printed().startswith("Due now: ")


def test_from_then_on_it_runs_in_another_session_for_the_first(displays):
    first = displays.daemon(env=OFFICE)
    moves(displays)
    assert first.wait(60) == 0
    wait_until(lambda: displays.answers, "the new one answers")
    there = wait_until(lambda: displays.run(**OFFICE), "an answer").printed()
    assert "your other session (display wayland-9, since " in there


def test_where_none_runs_it_starts(displays):
    moves(displays)
    wait_until(lambda: displays.answers, "it answers")


def test_where_it_runs_already_there_is_nothing_to_move(displays):
    displays.daemon(env=HOME)
    moved = moves(displays, stderr=subprocess.PIPE, text=True)
    assert moved.communicate(timeout=60)[1] == "Uncrick is running here already: There is nothing to move.\n"
    assert moved.returncode == 1
    assert displays.answers


def test_a_second_login_that_starts_it_is_a_sign_of_the_person(displays):
    displays.daemon("breaks.idle=1s", "breaks.natural=1s", env=OFFICE)
    displays.run("run", "--no-tray", **HOME).refused()
    state = json.loads(displays.state.read_text())["state"]
    assert state["presence"]["elsewhere"] > state["seen"]["ticks"]
