"""Trace entries as JSON text: under the keys that files have had from the first, and nothing for what is empty."""

import json
from dataclasses import replace
from datetime import datetime

from uncrick.core.scheduling.trace import TraceEntry
from uncrick.storage.codec import decode, encode, hints

KEYS = {
    "active_seconds": "count",
    "was_break": "rested",
    "blocked_by": "kept",
    "delays": "gates",
    "earliest": "wanted",
    "latest": "due",
}
FIELDS = {key: name for name, key in KEYS.items()}
ALWAYS = ("phase", "active_seconds")


def dumps(entry: TraceEntry) -> str:
    """The entry, but for its `at`; whole seconds are enough for what lies ahead."""
    rounded = replace(
        entry,
        active_seconds=round(entry.active_seconds),
        earliest=_whole_second(entry.earliest),
        latest=_whole_second(entry.latest),
    )
    plain = {name: part for name, part in encode(rounded).items() if name != "at" and (part or name in ALWAYS)}
    return json.dumps({KEYS.get(name, name): part for name, part in plain.items()}, separators=(",", ":"))


def loads(at: str, text: str) -> TraceEntry:
    """
    The entry that began `at` (ISO 8601).

    Raises:
        ValueError: `text` is something else.
    """
    written = json.loads(text)
    if not isinstance(written, dict):
        raise ValueError("no trace entry")  # noqa: TRY004 the text is what is wrong
    plain = {FIELDS.get(key, key): part for key, part in written.items()}
    return decode(TraceEntry, {name: part for name, part in {**plain, "at": at}.items() if name in hints(TraceEntry)})


def _whole_second(at: datetime | None) -> datetime | None:
    return None if at is None else at.replace(microsecond=0)
