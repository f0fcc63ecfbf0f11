"""Records of a history, and the eyes of another process."""

from datetime import UTC, datetime, timedelta

from uncrick.core.model.record import Kind, Record
from uncrick.storage.history.store import History

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def record(number: int = 1, **fields: object) -> Record:
    given: dict = {"id": f"r{number}", "at": NOON + timedelta(minutes=number), "until": None, "kind": Kind.PROMPTED,
                   "source": "policy"}  # fmt: skip
    return Record(**(given | fields))


def seen(path: str) -> list[Record]:
    """What is on disk, through eyes of its own."""
    reading = History.read(path)
    try:
        return list(reading.records())
    finally:
        reading.shut()
