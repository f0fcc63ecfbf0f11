"""How a trace is read: every broken line is named, and what came before it was done."""

import pytest

from app.simulation.runs import HOUR, MONDAY, lines, of, run
from uncrick.app.simulation.simulate import Simulation
from uncrick.app.simulation.trace import MACHINE, SAID, SHOWN, read_trace
from uncrick.errors import TraceError
from uncrick.settings import Settings

BROKEN = {
    "words": "hello",
    "half a line": '{"at": 1, "do": ',
    "a list": "[]",
    "a number": "17",
    "null": "null",
    "deep": "[" * 100_000,
    "a number of ten thousand digits": '{"at": ' + "9" * 10_000 + ', "do": "idle"}',
    "no at": '{"do": "idle"}',
    "at as text": '{"at": "1", "do": "idle"}',
    "at as truth": '{"at": true, "do": "idle"}',
    "at below zero": '{"at": -1, "do": "idle"}',
    "at that is no number": '{"at": NaN, "do": "idle"}',
    "at without end": '{"at": Infinity, "do": "idle"}',
    "at of four hundred digits": '{"at": ' + "9" * 400 + ', "do": "idle"}',
    "at out of order": '{"at": 4, "do": "idle"}',
    "no word": '{"at": 9}',
    "an unknown word": '{"at": 9, "do": "dance"}',
    "a word that is none": '{"at": 9, "do": ["idle"]}',
    "pause without minutes": '{"at": 9, "do": "pause"}',
    "pause of no minutes": '{"at": 9, "do": "pause", "minutes": 0}',
    "pause of text": '{"at": 9, "do": "pause", "minutes": "10"}',
    "pause for centuries": '{"at": 9, "do": "pause", "minutes": 1e300}',
    "clock without by": '{"at": 9, "do": "clock"}',
    "clock by text": '{"at": 9, "do": "clock", "by": "1h"}',
    "clock without end": '{"at": 9, "do": "clock", "by": -Infinity}',
    "clock beyond the calendar": '{"at": 9, "do": "clock", "by": 1e300}',
    "clock by four hundred digits": '{"at": 9, "do": "clock", "by": ' + "9" * 400 + "}",
    "profile without one": '{"at": 9, "do": "profile"}',
    "profile of a wrong kind": '{"at": 9, "do": "profile", "profile": {"place": "moon"}}',
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_line_is_named_by_its_number(broken):
    text = [*lines((0, "active"), (5, "idle")), "", broken, *lines((10, "active"))]
    with pytest.raises(TraceError) as refused:
        run(text=text)
    assert refused.value.title == "The trace is broken at line 4"
    assert refused.value.message
    assert len(refused.value.message) < 600


def test_what_came_before_a_broken_line_was_printed():
    out = []
    text = [*lines((0, "active"), (3700, "skip")), "broken"]
    with pytest.raises(TraceError, match="line 3"):
        Simulation(MONDAY, Settings(), 0, out.append).run(read_trace(text), 2 * HOUR)
    assert of(out, "skipped") == [3700]


def test_an_unknown_word_is_answered_with_those_there_are():
    with pytest.raises(TraceError, match=r"active.*unlock"):
        run((0, "dance"))


def test_empty_lines_are_passed_over():
    assert run(text=["", "  ", *lines((0, "active")), "\n"]) == run((0, "active"))


def test_an_empty_trace_is_an_idle_desk():
    assert {line.get("record") for line in run(hours=3) if "record" in line} <= {"natural"}
    assert of(run(hours=3), "prompt") == []


def test_lines_after_the_end_are_ignored_also_broken_ones():
    text = [*lines((0, "active"), (8000, "skip")), "broken"]
    assert run(text=text) == run((0, "active"))


def test_every_word_is_one_of_the_contract():
    contract = (
        "active idle lock unlock suspend resume call_start call_end share_start share_end fullscreen_on fullscreen_off "
        "dnd_on dnd_off start stop done stepped_away skip snooze another undo pause resume_breaks kill launch clock "
        "profile answers reboot screen_on screen_off elsewhere_start elsewhere_end"
    )
    assert {*SAID, *SHOWN, *MACHINE} == set(contract.split())
