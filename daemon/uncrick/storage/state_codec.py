"""The policy's state as text and back, so that a restart is nothing but a gap."""

import json
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any
from zlib import crc32

from uncrick.core.model.moment import Moment
from uncrick.core.model.record import Item
from uncrick.core.model.suggestion import Form, Suggestion
from uncrick.core.scheduling.rules import Day
from uncrick.core.scheduling.state import Pause, Prompt, Routine, State, Wait

SCHEMA = 2
"""Raise it with every change of State or its parts; a state of an older one is not read, and the hour begins anew."""
KINDS: dict[str, Any] = {kind.__name__: kind for kind in (Moment, Item, Day, Pause, Prompt, Routine, State, Suggestion)}
SCALARS: dict[str, Any] = {"datetime": datetime.fromisoformat, "date": date.fromisoformat, "Wait": Wait, "Form": Form}


class OlderStateError(ValueError):
    """An older version wrote the state: nothing is wrong with it, and nothing can go on from it."""


def dumps(state: State) -> str:
    """The state as JSON text."""
    plain = _plain(state)
    return _text({"schema": SCHEMA, "sum": _sum(plain), "state": plain})


def loads(text: str) -> State:
    """
    The state.

    Raises:
        OlderStateError: it was written by an older version.
        ValueError: for anything else but what `dumps` of this version wrote.
    """
    try:
        whole = json.loads(text)
        if isinstance(whole["schema"], int) and 0 < whole["schema"] < SCHEMA:
            raise OlderStateError(f"state of schema {whole['schema']}, expected {SCHEMA}")
        if whole["schema"] != SCHEMA:
            raise ValueError(f"state of schema {whole['schema']!r}, expected {SCHEMA}")
        if whole["sum"] != _sum(whole["state"]):
            raise ValueError("it was changed since it was written")
        state = _value(whole["state"])
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"not a saved state: {error!r}") from error
    if not isinstance(state, State):
        raise ValueError("no state in it")  # noqa: TRY004 the text is what is wrong, not the caller's type
    return state


def _text(plain: Any) -> str:
    return json.dumps(plain, separators=(",", ":"))


def _sum(plain: Any) -> int:
    """Tells a state as it was written from one that was damaged, or edited, into something that no policy expects."""
    return crc32(_text(plain).encode())


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return {"_": type(value).__name__, **parts}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, datetime | date):
        return {"_": type(value).__name__, "text": value.isoformat()}
    if isinstance(value, Wait | Form):
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
