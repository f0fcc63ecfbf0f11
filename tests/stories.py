"""
Stories as text: what a person and their machine do, and what must hold on the way.

    with snooze=300.0; max_snoozes=1 | types 60:00 | snoozes | types 65:00 | prompts 60:00, 65:00 (a comment)

A step is a method of the desk with its arguments, or one of the checks below. `with` comes first and sets the desk up.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from desk import WAYS, Desk
from uncrick.core.model.record import Kind
from uncrick.core.scheduling import events as ev
from uncrick.core.scheduling.state import Phase

BERLIN = ZoneInfo("Europe/Berlin")  # 2026-03-29: 02:00 is followed by 03:00; 2026-10-25: 02:59 by 02:00
WORDS = {"True": True, "False": False, "None": None}
SETS = ("late_hours", "ignored")  # of `follows`: 9+10
LISTS = ("work", "quiet", "ignored")


def at(text: str) -> datetime:
    """A local time; 2026-11-23 is a Monday."""
    return datetime.fromisoformat(text if "-" in text else f"2026-11-23 {text}").replace(tzinfo=BERLIN)


def tell(story: str, make: Callable[..., Desk] = Desk) -> Desk:
    """Live through the story and check it on the way; the desk at its end."""
    steps = [re.sub(r" \(.*\)$", "", step.strip()) for step in story.split(" | ")]
    options = {}
    if steps[0].startswith("with "):
        options = dict(_option(text) for text in steps.pop(0).removeprefix("with ").split("; "))
    desk = make(**options, **({"zone": BERLIN} if "start" in options else {}))
    for step in steps:
        word, _, rest = step.partition(" ")
        if word in CHECKS:
            expected, actual = CHECKS[word](desk, rest)
            assert actual == expected, f"{step}, of: {story}"
        else:
            _do(desk, word, rest)
    return desk


def _option(text: str) -> tuple[str, Any]:
    name, _, value = text.partition("=")
    if name == "start":
        return name, at(value)
    return name, [value] if name in LISTS else _value(value)


def _value(text: str) -> Any:
    if text in WORDS:
        return WORDS[text]
    return int(text) if re.fullmatch(r"-?\d+", text) else float(text) if re.fullmatch(r"-?\d+\.\d+", text) else text


def _do(desk: Desk, word: str, rest: str) -> None:
    pairs = [part.partition("=") for part in rest.split()]
    values = [ev.Answer(name) if word == "says" else _value(name) for name, equals, _ in pairs if not equals]
    named = {name: _value(value) for name, equals, value in pairs if equals}
    if word == "follows":
        sets = {name: value for name, _, value in pairs if name in SETS}
        named |= {name: frozenset(map(_value, filter(None, value.split("+")))) for name, value in sets.items()}
    getattr(desk, word)(*values, **named)


def _listed(actual: list[str], rest: str) -> tuple[list[str], list[str]]:
    """The whole list, or with `ends` its last entries."""
    expected = [] if rest == "none" else rest.removeprefix("ends ").split(", ")
    return expected, actual[-len(expected) :] if rest.startswith("ends ") else actual


def _phase(desk: Desk, rest: str) -> tuple[object, object]:
    phase = Phase(rest.removeprefix("not "))
    return not rest.startswith("not "), desk.phase is phase


def _written(desk: Desk, rest: str) -> tuple[object, object]:
    kind, _, times = rest.partition(" ")
    return times.split(", "), desk.written(Kind(kind))


def _ended(desk: Desk, rest: str) -> tuple[object, object]:
    number, time = rest.split()
    return None if time == "open" else time, desk.until(desk.records[int(number)])


def _showings(desk: Desk, rest: str) -> tuple[object, object]:
    """Whether the latest two showings are of the same prompt, with the same suggestion."""
    first, second = desk.prompted[-2:]
    return [rest == "of the same prompt"] * 2, [first.id == second.id, first.suggestion == second.suggestion]


def _routine(desk: Desk, rest: str) -> tuple[object, object]:
    assert rest == "of the prompt"
    return desk.prompted[-1].suggestion.items, desk.records[-1].routine


def _detail(desk: Desk, rest: str) -> tuple[object, object]:
    name, value = rest.split("=")
    return _value(value), desk.records[-1].detail[name]


CHECKS: Mapping[str, Callable[[Desk, str], tuple[object, object]]] = {
    "prompts": lambda desk, rest: _listed(desk.prompts, rest),
    "history": lambda desk, rest: _listed(desk.history, rest),
    "log": lambda desk, rest: _listed(desk.log, rest),
    "guided": lambda desk, rest: _listed(desk.guided, rest),
    "phase": _phase,
    "count": lambda desk, rest: (rest, desk.count),
    "refusals": lambda desk, rest: (int(rest), len(desk.refusals)),
    "refused": lambda desk, rest: ([rest], [refusal.title for refusal in desk.refusals]),
    "bubble": lambda desk, rest: (rest == "up", desk.shown),
    "badge": lambda desk, rest: (rest == "yes", desk.state.badge is not None),
    "snoozes_left": lambda desk, rest: (int(rest), desk.state.snoozes_left(2)),
    "written": _written,
    "ended": _ended,
    "detail": _detail,
    "showings": _showings,
    "routine": _routine,
    "source": lambda desk, rest: (rest, desk.records[-1].source),
}


def each_way(stories: Mapping[str, str]) -> Callable[[Any], Any]:
    """Parametrises a test with each story, and with each way in which silence is reported and the clock looked at."""
    rows = [
        pytest.param(story, partial(Desk, **options), id=f"{name}, {way}")
        for name, story in stories.items()
        for way, options in WAYS.items()
    ]
    return pytest.mark.parametrize(("story", "make"), rows)
