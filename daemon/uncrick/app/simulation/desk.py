"""What stands in for the machine in a simulation: a clock that is set by hand, and a history that stores nothing."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta, tzinfo

from uncrick.core.model.moment import Moment
from uncrick.core.model.record import Record


class PretendClock:
    """Both clocks, set by hand; the start is tick 0."""

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._zone = start.tzinfo
        self.ticks = 0.0
        self.jumped = 0.0
        self.boots = 1

    def now(self) -> Moment:
        """The moment that was set."""
        return Moment(self._start + timedelta(seconds=self.ticks + self.jumped), self.ticks)

    def zone(self) -> tzinfo:
        """The offset of the start."""
        assert self._zone is not None
        return self._zone

    def reread(self) -> None:
        """The zone stays."""

    def boot(self) -> str:
        """The number of this run of the machine."""
        return str(self.boots)


class NoJournal:
    """Keeps nothing."""

    def append(self, record: Record) -> None:
        """Forget it."""

    def together(self, work: Callable[[], None]) -> None:
        """Let it be forgotten."""
        work()

    def close(self, record_id: str, until: datetime) -> None:
        """Forget it."""

    def was_changed(self) -> bool:
        """Nobody writes to it."""
        return False

    def try_again(self) -> bool:
        """There is nothing to wait for."""
        return False

    def remembered(self, since: datetime, after: int = 0, last: int | None = None) -> Iterable[Record]:
        """None."""
        return ()

    def undone(self, after: int = 0) -> set[object]:
        """None."""
        return set()

    def rows(self) -> tuple[int, int]:
        """None."""
        return 0, 0

    def row(self, record_id: object) -> int:
        """There is none."""
        return 0

    def id(self, row: int) -> str:
        """There is none."""
        return ""

    def last_row_before(self, since: datetime, until: datetime) -> int:
        """There is none."""
        return 0

    def of_one_moment(self) -> AbstractContextManager[None]:
        """All of them are the same."""
        return nullcontext()

    def kept(self, name: str) -> str | None:
        """None is."""
        return None

    def keep(self, name: str, text: str) -> None:
        """Forget it."""
