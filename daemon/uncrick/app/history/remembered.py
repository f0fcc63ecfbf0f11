"""What the choice of exercises goes by, folded from the history as it comes, or from where an earlier fold ended."""

import json
from binascii import crc32
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from itertools import chain
from typing import TYPE_CHECKING

from uncrick.core.history import adherence, day, practice
from uncrick.core.history.adherence import Adherence
from uncrick.core.history.day import Today
from uncrick.core.history.practice import Practice
from uncrick.core.history.undone import taken_back, without
from uncrick.core.history.zone_rule import zone_rule
from uncrick.core.model.person_day import DAY, begin_of_day, day_of
from uncrick.core.model.record import Record
from uncrick.core.presentation.feedback import NOTHING, RecentRoutine
from uncrick.ports import Journal
from uncrick.storage.codec import DecodeError, decode, encode

if TYPE_CHECKING:
    from uncrick.core.model.numbers import HistoryRules

VERSION = 1
"""Of what is kept: another one when the folds change, and it is made anew."""

REMEMBERED = timedelta(days=400)
"""How far back records are read where nothing was kept; older ones change nothing that is asked, but for feedback."""

KEPT = "remembered"  # the name of what is kept in the journal
SPARE = timedelta(hours=3)  # a clock that is set back for the winter may show the end of a day twice


@dataclass(frozen=True, slots=True)
class Remembered:
    """The practice of each exercise, how prompts are met, and what an answer is about."""

    practice: Practice
    adherence: Adherence
    lately: RecentRoutine = NOTHING

    def learn(self, record: Record, zone: tzinfo, rules: "HistoryRules") -> "Remembered":
        """With one more record, the newest."""
        at = record.at.astimezone(zone)
        return Remembered(
            practice.learn_local(self.practice, record, at, rules),
            adherence.learn_local(self.adherence, record, at),
            self.lately.with_record(record),
        )


@dataclass(frozen=True, slots=True)
class _Fold:
    """
    A fold that is kept.

    Attributes:
        key: of the rules and this version.
        zone: the rule of the zone from `since` to `until`.
        row, id: the last row that it has, and the id of its record.
        what: the fold.
    """

    key: str
    zone: str
    since: datetime
    until: datetime
    row: int
    id: str
    what: Remembered


def read(
    journal: Journal, zone: tzinfo, rules: "HistoryRules", now: datetime, on: date, waiting: Iterable[Record] = ()
) -> tuple[Remembered, Today]:
    """
    What is remembered, and the day `on`; what was folded of the days before it is kept for the next time.

    Args:
        now: aware.
        waiting: records that are not in the journal yet.

    Raises:
        HistoryError: the journal cannot be read.
    """
    waiting = list(waiting)
    with journal.of_one_moment():
        return _read(journal, zone, rules, now, on, waiting)


def _read(
    journal: Journal, zone: tzinfo, rules: "HistoryRules", now: datetime, on: date, waiting: list[Record]
) -> tuple[Remembered, Today]:
    begin, told = begin_of_day(on, zone), taken_back(waiting)
    before = journal.last_row_before(begin - SPARE, begin + DAY + SPARE)
    fold = _kept(journal, zone, rules)
    undone = told | journal.undone(fold.row if fold else 0)
    if fold is not None and (fold.row > before or any(journal.row(name) <= fold.row for name in undone)):
        fold, undone = None, told | journal.undone()
    since, row = (fold.since, fold.row) if fold else (now - REMEMBERED, 0)
    what = fold.what if fold else Remembered(practice.EMPTY, Adherence(rules.adherence))
    for record in without(journal.remembered(since, row, before), undone):
        what = what.learn(record, zone, rules)
    earlier, today = what, Today(on)
    for record in without(chain(journal.remembered(since, before), waiting), undone):
        what = what.learn(record, zone, rules)
        if day_of(record.at, zone) == on:
            today = day.add(today, record, zone)
    # What is taken back later than that would be in it
    if before > row and not any(journal.row(name) <= before for name in told | journal.undone(before)):
        rule = zone_rule(zone, since, begin)
        _keep(journal, _Fold(_key(rules), rule, since, begin, before, journal.id(before), earlier))
    return what, today


def _kept(journal: Journal, zone: tzinfo, rules: "HistoryRules") -> _Fold | None:
    """The fold that was kept, where it still holds."""
    text = journal.kept(KEPT)
    if text is None:
        return None
    try:
        plain = json.loads(text)
        if plain["key"] != _key(rules):
            return None
        fold = decode(_Fold, plain)
    except (DecodeError, ValueError, KeyError, TypeError):
        return None
    same = fold.id == journal.id(fold.row) and fold.zone == zone_rule(zone, fold.since, fold.until)
    # The numbers are one object for all
    numbered = replace(fold.what, adherence=replace(fold.what.adherence, numbers=rules.adherence))
    return replace(fold, what=numbered) if same else None


def _keep(journal: Journal, fold: _Fold) -> None:
    journal.keep(KEPT, json.dumps(encode(fold, sparse=True), ensure_ascii=False, separators=(",", ":")))


def _key(rules: "HistoryRules") -> str:
    """Other rules, other folds."""
    return f"{VERSION}-{crc32(json.dumps(encode(rules)).encode()):08x}"
