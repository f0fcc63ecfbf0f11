"""Requests and replies: the words, their arguments, and the errors about wrong ones. No I/O."""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from uncrick import __version__
from uncrick.control import LONGEST, PROTOCOL
from uncrick.core.history.adherence import FELT
from uncrick.core.history.pain import REGIONS
from uncrick.core.model.record import Source
from uncrick.core.presentation import feedback
from uncrick.errors import UncrickError, WireError
from uncrick.storage import desktop_session

DAY = timedelta(days=1)

Id = int | str | None
Value = float | str | datetime | Mapping[str, str]

ANSWERS = (*feedback.ANSWERS, *FELT, "signs", "checked", "turned_on", "interrupted", "no_answer")
CLIENTS = (Source.CLI, Source.TRAY, Source.WINDOW)


@dataclass(frozen=True, slots=True)
class Request:
    """
    What a client asks.

    Attributes:
        id: returned with the reply; a text of `GIVEN_ONCE` letters or more is one that no other request has.
        do: a word of `WORDS`.
        args: only those that were given. `minutes` is a float, `until` and `at` an aware datetime
            (`until` may also be "tomorrow"), the rest text.
        source: the client that the person uses.
    """

    id: Id
    do: str
    args: Mapping[str, Value] = field(default_factory=dict)
    source: Source = Source.CLI


# ---------------------------------------------------------------- what an argument may be


class _WrongValue(Exception):  # noqa: N818 never leaves this module
    """Says what was expected."""


def _number(expected: str, is_right: Callable[[float], bool], kind: type[float] = float) -> "Validator":
    def number(given: object) -> Value:
        if isinstance(given, int | kind) and not isinstance(given, bool) and is_right(given):
            return kind(given)
        raise _WrongValue(expected)

    return number


def _time(given: object) -> Value:
    try:
        at = datetime.fromisoformat(given) if isinstance(given, str) else None
        if at is not None and at.utcoffset() is not None:
            _ = at.astimezone(UTC) - DAY, at.astimezone(UTC) + DAY  # elsewhere it may be another day
    except (ValueError, OverflowError):
        at = None
    if at is None or at.utcoffset() is None:
        raise _WrongValue("a time with its offset, such as 2026-03-01T14:00:00+01:00")
    return at


def _until(given: object) -> Value:
    return "tomorrow" if given == "tomorrow" else _time(given)


def _flag(given: object) -> Value:
    if isinstance(given, bool):
        return given
    raise _WrongValue("true or false")


def _name(given: object) -> Value:
    if isinstance(given, str) and 0 < len(given) <= 100 and given.isprintable():
        return given
    raise _WrongValue("a name of up to 100 characters")


def _choice(words: Collection[str]) -> "Validator":
    def choice(given: object) -> Value:
        if isinstance(given, str) and given in words:
            return given
        raise _WrongValue(f"one of {', '.join(words)}")

    return choice


def _session(given: object) -> Value:
    if isinstance(given, dict) and desktop_session.is_session(given):
        return {str(name): str(value) for name, value in given.items()}
    raise _WrongValue(f"variables of a session: {', '.join(desktop_session.VARIABLES)}")


def _signs(given: object) -> Value:
    return "" if given == "" else _name(given)


Validator = Callable[[object], Value]
Arguments = Mapping[str, Validator]

# No number that is none (NaN) lies between two bounds.
_minutes = _number("a number of minutes above 0 and up to 10080 (a week)", lambda given: 0 < given <= 10080)
_seconds = _number("seconds from 0 to 3600", lambda given: 0 <= given <= 3600)
_score = _number("a whole number from 0 to 10", lambda given: 0 <= given <= 10, int)
_count = _number("a whole number from 0 on", lambda given: given >= 0, int)

# Every word with its arguments, all of them optional.
WORDS: Mapping[str, Arguments] = {
    "ping": {},
    "status": {},
    "watch": {},
    "break": {"exercise": _name, "here": _flag, "home": _flag},
    "stop": {},
    "hold": {"held": _flag},
    "advance": {"to": _seconds, "back": _flag},
    "easier": {"item": _count, "eased": _flag},
    "guided": {},
    "done": {},
    "skip": {},
    "undo": {},
    "another": {},
    "snooze": {"minutes": _minutes},
    "pause": {"minutes": _minutes, "until": _until},
    "resume": {},
    "work_on": {"minutes": _minutes},
    "ease": {"here": _flag, "lying": _flag},
    "feedback": {
        "feedback": _choice(ANSWERS),
        "score": _score,
        "exercise": _name,
        "region": _choice(REGIONS),
        "signs": _signs,
    },
    "ask": {"stopped": _flag},
    "forget": {},
    "why": {"at": _time},
    "show": {"what": _name},
    "session": {"session": _session},
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
    """The id of a request; None where it has no valid one."""
    given = fields.get("id")
    if isinstance(given, str) and len(given) <= 100:
        return given
    return given if isinstance(given, int) and not isinstance(given, bool) and abs(given) < 2**63 else None


def request_of(fields: Mapping[str, object]) -> Request:
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


def _arguments(do: str, fields: Mapping[str, object]) -> dict[str, Value]:
    validators = WORDS[do]
    args: dict[str, Value] = {}
    for name, given in fields.items():
        if name in COMMON:
            continue
        if name not in validators:
            raise WireError("A request is not understood", f"{do} takes no {_short(name)}.")
        try:
            args[name] = validators[name](given)
        except _WrongValue as wrong:
            raise WireError(
                "A request has a wrong value", f"{do}: {name} = {_short(given)}, expected {wrong}."
            ) from wrong
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
    """A reply line, with the version of the daemon."""
    return _line({"id": request_id, "ok": True, "version": __version__, **payload})


def failed(request_id: Id, error: UncrickError) -> bytes:
    """A reply line with the title and the message of an error."""
    about = {"title": error.title, "message": error.message}
    return _line({"id": request_id, "ok": False, "version": __version__, "error": about})


def _line(fields: Mapping[str, object]) -> bytes:
    return json.dumps(fields, separators=(",", ":")).encode() + b"\n"
