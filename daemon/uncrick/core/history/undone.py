"""The records that count: without those that the person took back."""

from collections.abc import Collection, Iterable, Iterator

from uncrick.core.model.record import Kind, Record


def without_undone(records: Iterable[Record]) -> list[Record]:
    """The records without those that a later one of kind `undone` names in its detail `of`; the order stays."""
    whole = records if isinstance(records, list) else list(records)
    undone = taken_back(whole)
    return list(without(whole, undone)) if undone else whole


def taken_back(records: Iterable[Record]) -> set[object]:
    """The ids of the records that these take back."""
    return {record.detail.get("of") for record in records if record.kind is Kind.UNDONE}


def without(records: Iterable[Record], undone: Collection[object]) -> Iterator[Record]:
    """The records, one by one, without those that were taken back; the order stays."""
    return (record for record in records if record.id not in undone)
