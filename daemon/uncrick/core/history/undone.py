"""The records that count: without those that the person took back."""

from collections.abc import Iterable

from uncrick.core.model.record import Kind, Record


def without_undone(records: Iterable[Record]) -> list[Record]:
    """The records without those that a later one of kind `undone` names in its detail `of`; the order stays."""
    whole = records if isinstance(records, list) else list(records)
    undone = {record.detail.get("of") for record in whole if record.kind is Kind.UNDONE}
    return [record for record in whole if record.id not in undone] if undone else whole
