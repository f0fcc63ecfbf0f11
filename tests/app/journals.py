"""A journal in memory, as far as a fold over it needs one."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import datetime
from typing import Any

from uncrick.core.history.undone import taken_back
from uncrick.core.model.record import Record


class MemoryJournal:
    """
    Holds what it is given.

    Attributes:
        lines: records, and the ends of open ones, in their order.
    """

    def __init__(self) -> None:
        self.lines: list[Any] = []

    def append(self, record: Record) -> None:
        self.lines.append(record)

    def together(self, work: Callable[[], None]) -> None:
        work()

    def close(self, record_id: str, until: datetime) -> None:
        self.lines.append((record_id, until))

    def was_changed(self) -> bool:
        return False

    def try_again(self) -> bool:
        return False

    def _rows(self) -> list[Record]:
        return [line for line in self.lines if isinstance(line, Record)]

    def remembered(self, since: datetime, after: int = 0, last: int | None = None) -> Iterator[Record]:
        return iter(self._rows()[after:last])

    def undone(self, after: int = 0) -> set[object]:
        return taken_back(self._rows()[after:])

    def rows(self) -> tuple[int, int]:
        return len(self._rows()), len(self.lines) - len(self._rows())

    def row(self, record_id: object) -> int:
        return next((row for row, record in enumerate(self._rows(), 1) if record.id == record_id), 2**63 - 1)

    def id(self, row: int) -> str:
        return self._rows()[row - 1].id

    def last_row_before(self, since: datetime, until: datetime) -> int:
        near = (row for row, record in enumerate(self._rows()) if since <= record.at < until)
        return next(near, self.rows()[0])

    def of_one_moment(self) -> Any:
        return nullcontext()

    def kept(self, name: str) -> str | None:
        return None

    def keep(self, name: str, text: str) -> None:
        pass
