"""The history as the engine keeps it: what follows from it, and what could not be written yet."""

import logging
from collections import deque
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING

from uncrick.app.history import remembered
from uncrick.core.history import adherence, day, practice
from uncrick.core.history.adherence import Adherence
from uncrick.core.history.day import Today
from uncrick.core.history.practice import Practice
from uncrick.core.model.person_day import day_of, person_zone
from uncrick.core.model.record import Kind, Record, Source
from uncrick.core.model.week_hours import WeekHours
from uncrick.core.presentation.feedback import NOTHING, RecentRoutine
from uncrick.errors import HistoryError
from uncrick.ports import Clock, Journal
from uncrick.storage import shipped_data

if TYPE_CHECKING:
    from uncrick.core.model.numbers import HistoryRules

log = logging.getLogger(__name__)

# Beyond this many unwritten records memory matters more than another hour of a broken disk.
BACKLOG = 10_000
ALWAYS = WeekHours()

# What a person may take back.
ANSWERS = frozenset({Kind.DONE, Kind.STEPPED_AWAY, Kind.SKIPPED, Kind.SNOOZED, Kind.PART_DONE})


class HistoryCache:
    """
    Appends records, and folds them into today's summary, the practice of each exercise, and how prompts are met.

    What the journal refuses (a full disk, a locked file) waits here and is tried again with the next record; `fault`
    says so as long as it lasts.

    Args:
        rules: the numbers of the folds.

    Attributes:
        fault: why not everything is on disk, or None; unread: why the journal could not be read, or None.
        writes_later: what is taken up is written by the next `flush`, with all that belongs to it.
    """

    def __init__(
        self,
        journal: Journal,
        zone: tzinfo,
        today: Today,
        rules: "HistoryRules",
        practice: Practice = practice.EMPTY,
        responses: Adherence | None = None,
        lately: RecentRoutine = NOTHING,
    ) -> None:
        self.zone = zone
        self.today = today
        self.rules = rules
        self.practice = practice
        self.adherence = Adherence(rules.adherence) if responses is None else responses
        self.lately = lately
        self.fault: HistoryError | None = None
        self.unread: HistoryError | None = None
        self.writes_later = False
        self._journal = journal
        self._waiting: deque[Record | tuple[str, datetime]] = deque(maxlen=BACKLOG)
        self._open: dict[str, Record] = {} if today.open is None else {today.open.id: today.open}
        # The summaries before the last answer with its id, and what came after it: an answer can be taken back
        self._before: tuple[str, Today, Practice, Adherence, RecentRoutine] | None = None
        self._since: list[Record] = []
        self._stale = False  # the journal has what was not read yet

    def begin_day(self, on: date) -> None:
        """A day began; nothing is done on it yet."""
        if on != self.today.on:
            self.today = Today(on)

    def append(self, record: Record) -> None:
        """Take the record up; `fault` tells whether it is on disk."""
        if record.kind in ANSWERS and record.source != Source.POLICY:
            self._before = (record.id, self.today, self.practice, self.adherence, self.lately)
            self._since = []
        elif self._before is not None:
            self._since = [*self._since, record][-BACKLOG:]
        self._waiting.append(record)
        if record.kind is Kind.UNDONE:
            self._take_back(record)
        else:
            self._fold(record)
        self._flush_now()

    def _fold(self, record: Record) -> None:
        """Take the record up in each summary."""
        self.today = day.learn(self.today, record, self.zone)
        if record.kind in practice.FOLDED:
            self.practice = practice.learn(self.practice, record, self.zone, self.rules)
        self.adherence = adherence.learn(self.adherence, record, self.zone)
        self.lately = self.lately.with_record(record)
        if self.today.open is record:
            self._open = {record.id: record}

    def _take_back(self, undone: Record) -> None:
        """Go on as if the answer that `undone` names had not been given."""
        if self._before is not None and self._before[0] == undone.detail.get("of"):
            _, self.today, self.practice, self.adherence, self.lately = self._before
            for record in self._since:
                self._fold(record)
            return
        # An earlier daemon wrote that answer
        self._read_again(undone.at)

    def follow(self, zone: tzinfo, now: datetime) -> None:
        """From now (aware) on the person's day is that of `zone`."""
        if zone != self.zone:
            self.zone = zone
            self._read_again(now, day_of(now, zone))

    def look(self, now: datetime) -> None:
        """Look whether it can be written to, where it could not, and `refresh`."""
        self._journal.try_again()
        self.refresh(now, anew=True)
        self._flush_now()

    def refresh(self, now: datetime, *, anew: bool = False) -> None:
        """Take up what another machine has written by `now` (aware); `anew`: also try what could not be read before."""
        changed = self._journal.was_changed()
        self._stale = changed or self._stale
        if changed or (self._stale and (anew or self.unread is None)):
            self._read_again(now)

    def _read_again(self, now: datetime, on: date | None = None) -> None:
        """Fold all of the history that counts anew, and what waits to be written; `on` is another day than before."""
        waiting = [entry for entry in self._waiting if isinstance(entry, Record)]
        try:
            what, today = remembered.read(self._journal, self.zone, self.rules, now, on or self.today.on, waiting)
        except Exception as error:  # noqa: BLE001 whatever it is, what is known goes on holding
            self.could_not_read(error)
            return
        self._stale, self.unread = False, None
        self.today, self.practice, self.adherence, self.lately = today, what.practice, what.adherence, what.lately
        self._before = None

    def could_not_read(self, error: Exception) -> None:
        """Go on with what is known; the next `look` reads again."""
        fault = _fault("The history cannot be read", error)
        if self.unread is None:
            log.warning("history: %s: %s", fault.title, fault.message)
        self._stale, self.unread = True, fault

    def close(self, record_id: str, until: datetime) -> None:
        """Say when an open record ended."""
        if (record := self._open.pop(record_id, None)) is not None:
            closed = Record(record.id, record.at, until, record.kind, record.source, record.routine)
            self.today = day.close(self.today, closed, self.zone)
        self._waiting.append((record_id, until))
        self._flush_now()

    def forget(self, answers: Collection[str], practice: Practice, lately: RecentRoutine) -> None:
        """Feedback with these answers has left the history: go on from what the rest of it says."""
        self.practice, self.lately = practice, lately
        self._before = None
        answered = {about: word for about, word in self.adherence.answers.items() if word not in answers}
        self.adherence = replace(self.adherence, answers=answered)
        waiting = [entry for entry in self._waiting if not (isinstance(entry, Record) and _is_answer(entry, answers))]
        self._waiting.clear()
        self._waiting.extend(waiting)

    @property
    def is_waiting(self) -> bool:
        """Whether something is to be written."""
        return bool(self._waiting)

    def _flush_now(self) -> None:
        if self._waiting and not self.writes_later:
            self.flush()

    def flush(self, along: Callable[[], None] = lambda: None) -> bool:
        """
        Write what waits, in its order, and what belongs to it; whether all of it is on disk, for it is all or nothing.

        Args:
            along: writes the latter; what it raises is a fault as any other.
        """

        def write() -> None:
            for entry in self._waiting:
                match entry:
                    case Record() as record:
                        self._journal.append(record)
                    case (record_id, until):
                        self._journal.close(record_id, until)
            along()

        try:
            self._journal.together(write)
        except Exception as error:  # noqa: BLE001 whatever it is, the answer waits here and nothing else stops
            fault = _fault("The history failed", error)
            if self.fault is None:
                log.warning("history: %s: %s", fault.title, fault.message)
            self.fault = fault
            return False
        self._waiting.clear()
        self.fault = None
        return True


def read(journal: Journal, clock: Clock, work: WeekHours = ALWAYS, *, needed: bool = True) -> tuple[HistoryCache, int]:
    """
    The history as the journal has it, as far back as anything is asked of it, and the number of its newest row.

    Args:
        needed: False begins with nothing where it cannot be read, and goes on trying.

    Raises:
        HistoryError: it is needed, and cannot be read.
    """
    zone, now, rules = person_zone(clock.zone(), work), clock.now().wall, shipped_data.rules()
    on = day_of(now, zone)
    try:
        what, today = remembered.read(journal, zone, rules, now, on)
        newest = journal.rows()[0]
    except Exception as error:
        if needed:
            raise
        cache = HistoryCache(journal, zone, Today(on), rules)
        cache.could_not_read(error)
        return cache, 0
    return HistoryCache(journal, zone, today, rules, what.practice, what.adherence, what.lately), newest


def _fault(title: str, error: Exception) -> HistoryError:
    return error if isinstance(error, HistoryError) else HistoryError(title, f"{error!r}.")


def _is_answer(record: Record, answers: Collection[str]) -> bool:
    return record.kind is Kind.FEEDBACK and record.feedback in answers
