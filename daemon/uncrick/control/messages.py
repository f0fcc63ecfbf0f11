"""Requests and replies as values: which words there are, what each may carry, and how faults are put. No I/O."""

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from uncrick import __version__
from uncrick.control import LONGEST, PROTOCOL
from uncrick.core.model.record import Source
from uncrick.errors import UncrickError, WireError

Id = int | str | None
Value = float | str | datetime

ANSWERS = (
    *("fine", "hard", "hurt", "gone", "still", "unwell", "better", "same", "worse", "pain"),
    *("signs", "checked", "turned_on", "interrupted", "no_answer"),
)
REGIONS = ("neck", "shoulder", "back")
CLIENTS = (Source.CLI, Source.TRAY, Source.WINDOW)


@dataclass(frozen=True, slots=True)
class Request:
    """
    What a client asks.

    Attributes:
        id: comes back with the reply.
        do: a word of `WORDS`.
        args: what came with it; absent ones are left out. `minutes` is a float, `until` and `at` an aware datetime
            (`until` may also be "tomorrow"), the rest text.
        source: through what the person speaks.
    """

    id: Id
    do: str
    args: Mapping[str, Value] = field(default_factory=dict)
    source: Source = Source.CLI


# ---------------------------------------------------------------- what an argument may be


class _Unfit(Exception):  # noqa: N818 never leaves this module
    """What was expected instead."""


def _minutes(given: object) -> Value:
    if isinstance(given, int | float) and not isinstance(given, bool) and 0 < given <= 10080 and math.isfinite(given):
        return float(given)
    raise _Unfit("a number of minutes above 0 and up to 10080 (a week)")


def _time(given: object) -> Value:
    try:
        at = datetime.fromisoformat(given) if isinstance(given, str) else None
    except ValueError:
        at = None
    if at is None or at.utcoffset() is None:
        raise _Unfit("a time with its offset, such as 2026-03-01T14:00:00+01:00")
    return at


def _until(given: object) -> Value:
    return "tomorrow" if given == "tomorrow" else _time(given)


def _truth(given: object) -> Value:
    if isinstance(given, bool):
        return given
    raise _Unfit("true or false")


def _seconds(given: object) -> Value:
    if isinstance(given, int | float) and not isinstance(given, bool) and 0 <= given <= 3600:
        return float(given)
    raise _Unfit("seconds from 0 to 3600")


def _name(given: object) -> Value:
    if isinstance(given, str) and 0 < len(given) <= 100 and given.isprintable():
        return given
    raise _Unfit("a name of up to 100 characters")


def _answer(given: object) -> Value:
    if isinstance(given, str) and given in ANSWERS:
        return given
    raise _Unfit(f"one of {', '.join(ANSWERS)}")


def _score(given: object) -> Value:
    if isinstance(given, int) and not isinstance(given, bool) and 0 <= given <= 10:
        return given
    raise _Unfit("a whole number from 0 to 10")


def _region(given: object) -> Value:
    if isinstance(given, str) and given in REGIONS:
        return given
    raise _Unfit(f"one of {', '.join(REGIONS)}")


def _signs(given: object) -> Value:
    return "" if given == "" else _name(given)


def _number(given: object) -> Value:
    if isinstance(given, int) and not isinstance(given, bool) and given >= 0:
        return given
    raise _Unfit("a whole number from 0 on")


Arguments = Mapping[str, Callable[[object], Value]]

# Every word, and what it may carry; nothing is obligatory.
WORDS: Mapping[str, Arguments] = {
    "ping": {},
    "status": {},
    "watch": {},
    "break": {"exercise": _name, "here": _truth, "home": _truth},
    "stop": {},
    "hold": {"held": _truth},
    "advance": {"to": _seconds, "back": _truth},
    "easier": {"item": _number, "eased": _truth},
    "guided": {},
    "done": {},
    "skip": {},
    "another": {},
    "snooze": {"minutes": _minutes},
    "pause": {"minutes": _minutes, "until": _until},
    "resume": {},
    "work_on": {"minutes": _minutes},
    "ease": {"here": _truth, "lying": _truth},
    "feedback": {"feedback": _answer, "score": _score, "exercise": _name, "region": _region, "signs": _signs},
    "ask": {"stopped": _truth},
    "forget": {},
    "why": {"at": _time},
    "show": {"what": _name},
    "doctor": {},
    "reload": {},
    "quit": {},
}
COMMON = ("v", "id", "do", "source")


# ---------------------------------------------------------------- requests


def decode(line: bytes) -> dict[str, Any]:
    """
    The fields of a line.

    Raises:
        WireError: it is too long, not JSON, or no object.
    """
    if len(line) > LONGEST:
        raise WireError("A request is too long", f"a line may have {LONGEST} bytes.")
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise WireError("A request is not JSON", f"expected one JSON object a line: {error}.") from error
    if not isinstance(fields, dict):
        raise WireError("A request is no object", 'expected a line such as {"v": 1, "id": 1, "do": "status"}.')
    return fields


def id_of(fields: Mapping[str, object]) -> Id:
    """The id of a request, as far as it can be told."""
    given = fields.get("id")
    if isinstance(given, str) and len(given) <= 100:
        return given
    return given if isinstance(given, int) and not isinstance(given, bool) and abs(given) < 2**63 else None


def understood(fields: Mapping[str, object]) -> Request:
    """
    The request in the fields of a line.

    Raises:
        WireError: an unknown word, argument or version, or a wrong type.
    """
    version = fields.get("v")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise WireError("A request has no version", f'expected "v": {PROTOCOL}.')
    if version > PROTOCOL:
        raise WireError(
            "The running Uncrick is older than this command",
            f"it speaks version {PROTOCOL}, not {version}. Restart it: uncrick quit, then uncrick.",
        )
    if id_of(fields) != fields.get("id"):
        raise WireError("A request has a wrong id", "expected a whole number or a short text.")
    do = fields.get("do")
    if not isinstance(do, str) or do not in WORDS:
        raise WireError("A request is not understood", f"{_short(do)} is none of {', '.join(WORDS)}.")
    source = fields.get("source", Source.CLI.value)
    if not isinstance(source, str) or source not in CLIENTS:
        raise WireError("A request has a wrong source", f"{_short(source)} is none of {', '.join(CLIENTS)}.")
    return Request(id_of(fields), do, _arguments(do, fields), Source(source))


def parse_request(line: bytes) -> Request:
    """A line as a request; WireError if it is none."""
    return understood(decode(line))


def _arguments(do: str, fields: Mapping[str, object]) -> dict[str, Value]:
    known = WORDS[do]
    args: dict[str, Value] = {}
    for name, given in fields.items():
        if name in COMMON:
            continue
        if name not in known:
            raise WireError("A request is not understood", f"{do} takes no {_short(name)}.")
        try:
            args[name] = known[name](given)
        except _Unfit as unfit:
            raise WireError(
                "A request has a wrong value", f"{do}: {name} = {_short(given)}, expected {unfit}."
            ) from unfit
    if "minutes" in args and "until" in args:
        raise WireError("A request contradicts itself", f"{do} takes minutes or until, not both.")
    return args


def _short(given: object) -> str:
    try:
        text = json.dumps(given, ensure_ascii=False)
    except RecursionError:
        return "…"
    return text if len(text) <= 60 else f"{text[:59]}…"


# ---------------------------------------------------------------- replies


def ok(request_id: Id, **payload: object) -> bytes:
    """A reply line; carries the version of the daemon."""
    return _line({"id": request_id, "ok": True, "version": __version__, **payload})


def failed(request_id: Id, error: UncrickError) -> bytes:
    """A reply line that says what went wrong."""
    said = {"title": error.title, "message": error.message}
    return _line({"id": request_id, "ok": False, "version": __version__, "error": said})


def _line(fields: Mapping[str, object]) -> bytes:
    return json.dumps(fields, separators=(",", ":")).encode() + b"\n"
