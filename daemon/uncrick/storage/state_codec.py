"""The machine's state and its snapshots as text and back, so that a restart is nothing but a gap."""

import json
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import date, datetime
from typing import Any
from zlib import crc32

from uncrick.core.model.moment import Moment
from uncrick.core.model.record import Item
from uncrick.core.model.suggestion import Form, Suggestion
from uncrick.core.scheduling import state as st
from uncrick.core.scheduling.blockers import Code
from uncrick.core.scheduling.rules import Breaks, Day, Rules
from uncrick.core.scheduling.snapshot import Snapshot, Unwatched
from uncrick.core.scheduling.state import State

SCHEMA = 6
"""
Raise it with every change of State, Breaks, their parts or defaults: what equals its default is not written.
"""
WITH_PAUSE = frozenset({2, 3, 4, 5})
"""Of a state of these older schemas a pause is still read."""
STATE_PARTS = (
    *(st.Prompt, st.Routine, st.BubbleUp, st.BubbleDelayed, st.NoBubble),
    *(st.Idle, st.Shown, st.Waiting, st.Badge, st.OnBreak),
    *(
        st.Silence,
        st.Absence,
        st.Presence,
        st.BusyEnded,
        st.Busy,
        st.Pause,
        st.Answered,
        st.FirstShowings,
        st.Start,
        State,
    ),
)
KINDS: dict[str, Any] = {
    kind.__name__: kind for kind in (Moment, Item, Day, Suggestion, Breaks, Unwatched, *STATE_PARTS)
}
ENUMS = (Code, Form, st.Wait)
SCALARS: dict[str, Any] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    **{kind.__name__: kind for kind in ENUMS},
}


class OlderStateError(ValueError):
    """An older version wrote the state: nothing is wrong with it, and nothing can go on from it."""


def dumps(state: State, **beside: Any) -> str:
    """The state as JSON text, with what stands `beside` it, plain values that older versions pass over."""
    plain = _plain(state)
    return _text({"schema": SCHEMA, "sum": _sum(plain), "state": plain, **beside})


def beside(text: str) -> dict[str, Any]:
    """What stands beside the state in a text, and the state as it is written; nothing in a text that is none."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return whole if isinstance(whole, dict) else {}


def loads(text: str) -> State:
    """
    The state; of one that an older version wrote what can go on: a pause.

    Raises:
        OlderStateError: it was written by an older version, and no pause was on.
        ValueError: for anything else but what `dumps` of this version wrote.
    """
    try:
        whole = json.loads(text)
        schema, plain = whole["schema"], whole["state"]
        older = isinstance(schema, int) and 0 < schema < SCHEMA
        if older and (schema not in WITH_PAUSE or not plain.get("pause")):
            raise OlderStateError(f"state of schema {schema}, expected {SCHEMA}")
        if not older and schema != SCHEMA:
            raise ValueError(f"state of schema {schema!r}, expected {SCHEMA}")
        if whole["sum"] != _sum(plain):
            raise ValueError("it was changed since it was written")
        state = _value(_paused(plain) if older else plain)
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"not a saved state: {error!r}") from error
    if not isinstance(state, State):
        raise ValueError("no state in it")  # noqa: TRY004 the text is what is wrong, not the caller's type
    return state


def dump_snapshot(snapshot: Snapshot | Unwatched) -> str:
    """A snapshot as JSON text, with those of its rules that may change while `why` may be asked about it."""
    if isinstance(snapshot, Unwatched):
        return _text([SCHEMA, _plain(snapshot)])
    rules = snapshot.rules
    parts = (snapshot.state, rules.breaks, tuple(sorted(rules.ignored)), rules.most_today)
    return _text([SCHEMA, *map(_plain, parts)])


def load_snapshot(text: str, rules: Rules) -> Snapshot | Unwatched:
    """
    The snapshot that `dump_snapshot` wrote; what it does not say of its rules is taken from `rules`.

    Raises:
        ValueError: it is something else, or of another version.
    """
    try:
        schema, *parts = json.loads(text)
        if schema != SCHEMA:
            raise ValueError(f"snapshot of schema {schema!r}, expected {SCHEMA}")
        match tuple(map(_value, parts)):
            case (Unwatched() as unwatched,):
                return unwatched
            case (State() as state, Breaks() as breaks, tuple(ignored), most):
                return Snapshot(state, replace(rules, breaks=breaks, ignored=frozenset(ignored), most_today=most))
            case other:
                raise ValueError(f"not a snapshot: {other!r:.80}")
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a snapshot: {error!r}") from error


def _paused(older: dict[str, Any]) -> dict[str, Any]:
    """A state that has just begun, but for the pause of an older one."""
    alike = ("_", "seen", "counted_until", "day", "began", "pause", "serial")
    seen = older["counted_until"]
    presence = {"_": "Presence", "counts_from": seen, "unbroken_since": seen}
    return {**{key: older[key] for key in alike if key in older}, "presence": presence}


def _text(plain: Any) -> str:
    return json.dumps(plain, separators=(",", ":"))


def _sum(plain: Any) -> int:
    """Tells a state as it was written from one that was damaged, or edited, into something that no policy expects."""
    return crc32(_text(plain).encode())


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        parts = ((field, getattr(value, field.name)) for field in fields(value))
        written = {
            field.name: _plain(part) for field, part in parts if field.default is MISSING or part != field.default
        }
        return {"_": type(value).__name__, **written}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, datetime | date):
        return {"_": type(value).__name__, "text": value.isoformat()}
    if isinstance(value, ENUMS):
        return {"_": type(value).__name__, "text": value.value}
    return value


def _value(plain: Any) -> Any:
    if isinstance(plain, list):
        return tuple(_value(part) for part in plain)
    if not isinstance(plain, dict):
        return plain
    name = plain["_"]
    if name in SCALARS:
        return SCALARS[name](plain["text"])
    return KINDS[name](**{key: _value(part) for key, part in plain.items() if key != "_"})
