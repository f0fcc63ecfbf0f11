"""What commands left in the history on the disk."""

from uncrick.core.model.record import Kind, Record
from uncrick.storage.history.store import History


def records(house) -> list[Record]:
    """All of them, the oldest first."""
    history = History.read(str(house.history))
    try:
        return list(history.records())
    finally:
        history.shut()


def feedback(house) -> list[tuple[str | None, dict[str, object]]]:
    """Of every feedback record the word and its details."""
    return [(record.feedback, dict(record.detail)) for record in records(house) if record.kind is Kind.FEEDBACK]
