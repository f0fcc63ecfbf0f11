"""Reads a trace: what a pretend person does and what their desk shows, a line each."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from uncrick.app.simulation import pain_lines
from uncrick.app.simulation.answers import answers
from uncrick.core.scheduling import events as ev
from uncrick.errors import TraceError
from uncrick.storage.shipped_data import catalogue

SOURCE = "cli"

# What a person says: word -> event. Words with arguments of their own stand in `_said`.
SAID: dict[str, ev.Event] = {
    "start": ev.BreakStarted(SOURCE),
    "stop": ev.BreakStopped(SOURCE),
    "done": ev.Answered(ev.Answer.DONE, SOURCE),
    "skip": ev.Answered(ev.Answer.SKIP, SOURCE),
    "snooze": ev.Answered(ev.Answer.SNOOZE, SOURCE),
    "another": ev.Answered(ev.Answer.ANOTHER, SOURCE),
    "stepped_away": ev.Answered(ev.Answer.STEPPED_AWAY, SOURCE),
    "undo": ev.Undone(SOURCE),
    "resume_breaks": ev.PauseEnded(SOURCE),
}
ELSEWHERE = "elsewhere"  # the person may be in another session, which is not heard
# What the desk shows: word -> (fact, its new value).
SHOWN: dict[str, tuple[str, bool]] = {
    "active": ("active", True),
    "idle": ("active", False),
    "lock": ("locked", True),
    "unlock": ("locked", False),
    "call_start": ("call", True),
    "call_end": ("call", False),
    "share_start": ("share", True),
    "share_end": ("share", False),
    "fullscreen_on": ("fullscreen", True),
    "fullscreen_off": ("fullscreen", False),
    "screen_on": ("projector", True),
    "screen_off": ("projector", False),
    "elsewhere_start": (ELSEWHERE, True),
    "elsewhere_end": (ELSEWHERE, False),
    "dnd_on": ("dnd", True),
    "dnd_off": ("dnd", False),
}
# Seconds. Nobody simulates longer, and the calendar has an end.
DECADE = 10 * 366 * 86400.0
TOLD = frozenset({"hurt", "unwell", "checked", "pain"})
MACHINE = frozenset({"suspend", "resume", "kill", "launch", "reboot", "clock", "profile", "pause", "answers"})
BUSY = ("call", "share", "fullscreen", "dnd", "projector")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a trace."""

    number: int
    at: float
    do: str
    raw: Mapping[str, Any]


def read_trace(lines: Iterable[str]) -> Iterator[Line]:
    """
    The lines of a trace, in their order; empty ones are passed over.

    Raises:
        TraceError: at the first broken line, with its number.
    """
    latest = 0.0
    for number, text in enumerate(lines, 1):
        if not text.strip():
            continue
        try:
            raw = json.loads(text)
        except (ValueError, RecursionError):
            raise broken(number, 'it is not JSON; expected {"at": SECONDS, "do": WORD}') from None
        if not isinstance(raw, dict):
            raise broken(number, 'it is not an object; expected {"at": SECONDS, "do": WORD}')
        at = _number(number, raw, "at", "seconds from the start, zero or more", 0, DECADE)
        if at < latest:
            raise broken(number, f'"at" is {at:g}, before the line above ({latest:g}); put the lines in order')
        latest = at
        do = raw.get("do")
        if not isinstance(do, str) or not (do in SAID or do in SHOWN or do in TOLD or do in MACHINE):
            words = ", ".join(sorted({*SAID, *SHOWN, *TOLD, *MACHINE}))
            raise broken(number, f'"do" is {json.dumps(do)}; expected one of {words}')
        if do == "pause":
            _number(number, raw, "minutes", "minutes, more than zero and a week at most", 1e-9, 10080)
        if do == "clock":
            _number(number, raw, "by", "seconds by which the clock jumps, ten years at most", -DECADE, DECADE)
        if do in TOLD and (why := pain_lines.fault(raw, catalogue)) is not None:
            raise broken(number, why)
        if do == "answers":
            try:
                answers(raw)
            except ValueError as error:
                raise broken(number, str(error)) from None
        yield Line(number, at, do, raw)


def broken(number: int, why: str) -> TraceError:
    """The error for a line of that number."""
    return TraceError(f"The trace is broken at line {number}", why)


def _number(number: int, raw: Mapping[str, Any], key: str, meaning: str, lowest: float, highest: float) -> float:
    value = raw.get(key)
    # No number lies between the bounds that is none (NaN), or that no float can hold.
    if isinstance(value, bool) or not isinstance(value, int | float) or not lowest <= value <= highest:
        raise broken(number, f'"{key}" is {json.dumps(value)}; expected {meaning}')
    return float(value)
