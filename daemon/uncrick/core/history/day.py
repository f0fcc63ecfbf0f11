"""The breaks of one day, folded from its records."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, tzinfo

from uncrick.core.history.undone import without_undone
from uncrick.core.model.dates import sentences
from uncrick.core.model.person_day import day_of
from uncrick.core.model.record import Kind, Record
from uncrick.core.model.text import _, n_, p_

BREAKS = frozenset({Kind.DONE, Kind.PART_DONE, Kind.STEPPED_AWAY, Kind.NATURAL})
COUNTED = {
    Kind.DONE: "done",
    Kind.STEPPED_AWAY: "stepped_away",
    Kind.SKIPPED: "skipped",
    Kind.IGNORED: "ignored",
    Kind.SNOOZED: "snoozed",
    Kind.NATURAL: "natural",
}


@dataclass(frozen=True, slots=True)
class Today:
    """
    One local day.

    Attributes:
        seconds_away: in routines and in absences that were breaks; one that reaches past midnight ended the day and
            was no break, so it adds none.
        seconds_taken: the part of them in routines and in absences that a prompt or the person made a break.
        open: the record of an absence that has not ended yet.
    """

    on: date
    done: int = 0
    stepped_away: int = 0
    skipped: int = 0
    ignored: int = 0
    snoozed: int = 0
    natural: int = 0
    part_done: int = 0
    seconds_away: float = 0.0
    seconds_taken: float = 0.0
    open: Record | None = None

    @property
    def breaks(self) -> int:
        """Every break taken, natural ones included; one that was broken off early is none."""
        return self.done + self.stepped_away + self.natural

    @property
    def taken(self) -> int:
        """The breaks that the person took on purpose: lunch, coffee and going home are none."""
        return self.done + self.stepped_away

    @property
    def minutes_taken(self) -> int:
        """Whole minutes of these, rounded."""
        return round(self.seconds_taken / 60)

    @property
    def returns(self) -> int:
        """How often the person left the desk on their own, and came back."""
        is_gone = self.open is not None and self.open.kind is Kind.NATURAL
        return self.natural - is_gone

    @property
    def minutes_away(self) -> int:
        """Whole minutes, rounded."""
        return round(self.seconds_away / 60)


def learn(today: Today, record: Record, zone: tzinfo) -> Today:
    """The day with one more record in it; a record of a later day begins that day."""
    on = day_of(record.at, zone)
    if on > today.on:
        today = Today(on)
    elif on < today.on:
        return today
    return add(today, record, zone)


def add(today: Today, record: Record, zone: tzinfo) -> Today:
    """The day with one more of its own records."""
    if record.kind is Kind.PART_DONE:
        today = replace(today, part_done=today.part_done + 1)
    elif name := COUNTED.get(record.kind):
        today = replace(today, **{name: getattr(today, name) + 1})
    if record.kind in (Kind.DONE, Kind.PART_DONE):
        given = record.detail.get("seconds")
        seconds = given if isinstance(given, int | float) else 0
        return replace(today, seconds_away=today.seconds_away + seconds, seconds_taken=today.seconds_taken + seconds)
    if record.kind in (Kind.NATURAL, Kind.STEPPED_AWAY):
        return close(replace(today, open=record), record, zone)
    return today


def close(today: Today, record: Record, zone: tzinfo) -> Today:
    """The day once an open absence has ended; `record` carries its `until`."""
    if today.open is None or record.id != today.open.id or record.until is None:
        return today
    whole = day_of(record.until, zone) == today.on
    # A clock that was set back in the meantime takes no minutes away.
    away = max(0.0, (record.until - record.at).total_seconds()) if whole else 0.0
    taken = away if today.open.kind is Kind.STEPPED_AWAY else 0.0
    return replace(today, open=None, seconds_away=today.seconds_away + away, seconds_taken=today.seconds_taken + taken)


def of_day(records: Iterable[Record], on: date, zone: tzinfo) -> Today:
    """The day `on`, from its records, oldest first."""
    today = Today(on)
    for record in without_undone(records):
        if day_of(record.at, zone) == on:
            today = add(today, record, zone)
    return today


def sentence(today: Today) -> str:
    """The day in a sentence or two, without blame: what was done, never what was not."""
    besides = n_(
        "You were also away from the desk once.", "You were also away from the desk {count} times.", today.returns
    )
    if not today.taken:
        alone = n_("You were away from the desk once.", "You were away from the desk {count} times.", today.returns)
        none = _("No break yet today.")
        return sentences(none, alone) if today.returns else none
    text = p_("sentence", "{text}.", text=headline(today))
    return sentences(text, besides) if today.returns else text


def headline(today: Today) -> str:
    """`Today: 3 breaks, 2 with exercises, 41 minutes away from the screen`: the breaks that were taken on purpose."""
    taken = n_("{count} break", "{count} breaks", today.taken)
    minutes = n_("{count} minute", "{count} minutes", today.minutes_taken)
    match today.done > 0, today.minutes_taken > 0:
        case True, True:
            return _(
                "Today: {breaks}, {exercised} with exercises, {minutes} away from the screen",
                breaks=taken,
                exercised=today.done,
                minutes=minutes,
            )
        case True, False:
            return _("Today: {breaks}, {exercised} with exercises", breaks=taken, exercised=today.done)
        case False, True:
            return _("Today: {breaks}, {minutes} away from the screen", breaks=taken, minutes=minutes)
        case _:
            return _("Today: {breaks}", breaks=taken)


def short_line(breaks: int, minutes: int) -> str:
    """`Today: 4 breaks, 11 min`; the plural goes by the breaks, as "min" is an abbreviation."""
    return n_("Today: {count} break, {minutes} min", "Today: {count} breaks, {minutes} min", breaks, minutes=minutes)
