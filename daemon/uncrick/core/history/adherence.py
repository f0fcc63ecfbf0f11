"""How a person meets the prompts: a fold over the history, and what policy and choice are to go by because of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta, tzinfo

from uncrick.core.model.record import Kind, Record, Source

NEVER = date.min

LIGHTER, ENQUIRY = 3, 5
"""Prompts in a row without a break (S12): from so many on they are shorter, from so many on it is asked why."""

SEEN_ENOUGH, LEAST = 6, 0.25
"""Prompts in a clock hour before it is judged, and the share of breaks below which its window moves (S15)."""

RETRY = 10
"""Days with prompts after which an hour that was moved is tried again (S15)."""

SILENT_DAYS, SILENT_MOST = 3, 4
"""Days in a row on which every prompt was ignored, and how many prompts a day there are after them."""

AWAY_DAYS, RETURN_MOST = 7, 3
"""Whole days away, and how many prompts there are on the first day back (S19)."""

FOUR_WEEKS = timedelta(days=28)
STEADY, STEADY_SHOWN = 0.7, 20
"""Share of breaks over four weeks, of at least so many prompts, from which quieter prompts are offered (S18)."""

PROMPTS, QUIETER, NECK = "prompts", "quieter", "neck"
"""What a question is about; its answer is a feedback record with this word as its detail `about`."""

FELT = {"good": "good", "so_so": "so-so", "stiff": "stiff"}
"""Answers about the neck, and how they are said."""

REFUSED = frozenset({Kind.SKIPPED, Kind.IGNORED})
TAKEN = frozenset({Kind.DONE, Kind.PART_DONE, Kind.STEPPED_AWAY})


@dataclass(frozen=True, slots=True)
class Hour:
    """
    One hour of the clock.

    Attributes:
        shown, completed: prompts first shown in it, and those that were followed by a break.
        moved_on: the number of the day (of those with prompts) on which its window was moved; 0 = it was not.
    """

    shown: int = 0
    completed: int = 0
    moved_on: int = 0

    @property
    def is_bad(self) -> bool:
        """Too few of its prompts lead to a break."""
        return self.shown >= SEEN_ENOUGH and (self.completed + 1) / (self.shown + 2) < LEAST


@dataclass(frozen=True, slots=True)
class Tally:
    """
    The prompts of one local date.

    Attributes:
        answered: at least one of them was, in whatever way, or a break was taken unasked.
    """

    on: date
    shown: int = 0
    completed: int = 0
    ignored: int = 0
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Adherence:
    """
    The history as far as it tells how prompts are met.

    Attributes:
        row: prompts in a row that were skipped or ignored; a natural break says nothing of them.
        prompt, hour: id of the last prompt, and the clock hour of its first showing.
        refused, completed: that prompt was refused; it was followed by a break.
        hours: by clock hour, those that had prompts.
        days: dates with prompts in the four weeks up to the newest of them, newest last.
        first, number: the first date with a prompt, and how many such dates there were.
        silent: dates in a row before the newest on which every prompt was ignored.
        seen, returned: the newest date with any sign of the person, and the newest that followed a time away.
        told: by what was asked, the last answer.
    """

    row: int = 0
    prompt: str = ""
    hour: int = 0
    refused: bool = False
    completed: bool = False
    hours: Mapping[int, Hour] = field(default_factory=dict)
    days: tuple[Tally, ...] = ()
    first: date = NEVER
    number: int = 0
    silent: int = 0
    seen: date = NEVER
    returned: date = NEVER
    told: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_lighter(self) -> bool:
        """The next prompt is to be short, and to begin with the walk."""
        return self.row >= LIGHTER

    @property
    def is_to_ask(self) -> bool:
        """So many prompts were refused that the person should be asked why."""
        return self.row >= ENQUIRY

    def late_hours(self, today: date) -> frozenset[int]:
        """Clock hours whose window begins later today."""
        number = self._number_of(today)
        return frozenset(
            hour for hour, known in self.hours.items() if known.moved_on and number - known.moved_on <= RETRY
        )

    def most(self, today: date) -> int | None:
        """The most prompts today, where the person has shown that fewer are in place."""
        limits = [RETURN_MOST] if self.is_return(today) else []
        if self.is_silent(today):
            limits.append(SILENT_MOST)
        return min(limits, default=None)

    def is_return(self, today: date) -> bool:
        """The first day after a time away."""
        return today == self.returned or _was_away(self.seen, today)

    def is_first_of_return(self, today: date) -> bool:
        """The next prompt is the first after a time away."""
        return self.is_return(today) and not (self.days and self.days[-1].on == today)

    def is_silent(self, today: date) -> bool:
        """Nobody has answered for days: a prompt that is passed over does not come once more."""
        return self.silent_days(today) >= SILENT_DAYS

    def silent_days(self, today: date) -> int:
        """Days in a row, up to yesterday, on which every prompt was ignored."""
        newest = self.days[-1] if self.days else None
        return self.silent + (newest is not None and newest.on < today and _all_ignored(newest))

    def completion(self, today: date) -> tuple[int, int]:
        """Prompts of the last four weeks that were followed by a break, and all of them."""
        found = [day for day in self.days if today - FOUR_WEEKS < day.on <= today]
        return sum(day.completed for day in found), sum(day.shown for day in found)

    def is_steady(self, today: date) -> bool:
        """Four weeks in which most prompts were followed by a break."""
        if self.first == NEVER or today < self.first + FOUR_WEEKS:
            return False
        completed, shown = self.completion(today)
        return shown >= STEADY_SHOWN and completed >= STEADY * shown

    def _number_of(self, today: date) -> int:
        """Which date with prompts today is, or would be."""
        return self.number + (not self.days or today > self.days[-1].on)


EMPTY = Adherence()


def adherence(records: Iterable[Record], zone: tzinfo) -> Adherence:
    """The summary of a history, oldest record first."""
    known = EMPTY
    for record in records:
        known = learn(known, record, zone)
    return known


def learn(known: Adherence, record: Record, zone: tzinfo) -> Adherence:
    """The summary with one more record, the newest."""
    local = record.at.astimezone(zone)
    if record.kind is not Kind.RESUMED or record.source != Source.POLICY:
        # A pause ends whether somebody is there or not; everything else takes a person
        known = _seen(known, local.date())
    match record.kind:
        case Kind.PROMPTED:
            is_first = record.detail.get("showing", 1) == 1 and record.detail.get("swapped") is None
            return _shown(known, record, local.date(), local.hour) if is_first else known
        case kind if kind in REFUSED:
            return _refused(known, record)
        case kind if kind in TAKEN:
            return _taken(known, record)
        case Kind.STARTED | Kind.SNOOZED:
            return _answered(known)
        case Kind.FEEDBACK:
            return _told(known, record)
        case _:
            return known


# ---------------------------------------------------------------- what a record changes


def _was_away(seen: date, today: date) -> bool:
    return seen != NEVER and (today - seen).days > AWAY_DAYS


def _all_ignored(day: Tally) -> bool:
    return day.ignored > 0 and not day.answered


def _seen(known: Adherence, today: date) -> Adherence:
    if today <= known.seen:
        return known
    returned = today if _was_away(known.seen, today) else known.returned
    return replace(known, seen=today, returned=returned)


def _shown(known: Adherence, record: Record, today: date, hour: int) -> Adherence:
    if not known.days or today > known.days[-1].on:
        known = replace(
            known,
            days=(*(day for day in known.days if day.on > today - FOUR_WEEKS), Tally(today)),
            first=today if known.first == NEVER else known.first,
            number=known.number + 1,
            silent=known.silent_days(today),
        )
    was = known.hours.get(hour, Hour())
    if was.moved_on and known.number - was.moved_on > RETRY:
        was = Hour()
    known = _hour(known, hour, replace(was, shown=was.shown + 1))
    known = _today(known, shown=known.days[-1].shown + 1)
    return replace(
        known, prompt=str(record.detail.get("prompt") or record.id), hour=hour, refused=False, completed=False
    )


def _refused(known: Adherence, record: Record) -> Adherence:
    if record.kind is Kind.SKIPPED:
        known = _answered(known)
    elif known.days:
        known = _today(known, ignored=known.days[-1].ignored + 1)
    if known.refused or known.completed or record.detail.get("prompt") != known.prompt:
        # What was ignored, repeated and ignored again is one prompt
        return known
    hour = known.hours[known.hour]
    if hour.is_bad and not hour.moved_on:
        known = _hour(known, known.hour, replace(hour, moved_on=known.number))
    return replace(known, row=known.row + 1, refused=True)


def _taken(known: Adherence, record: Record) -> Adherence:
    known = replace(_answered(known), row=0)
    whole = record.kind is Kind.STEPPED_AWAY or (
        record.kind is Kind.DONE and record.detail.get("credited") is not False
    )
    if not whole or known.completed or not known.prompt or record.detail.get("prompt") != known.prompt:
        return known
    was = known.hours[known.hour]
    hour = replace(was, completed=was.completed + 1)
    if known.refused and was.moved_on == known.number and not hour.is_bad:
        # It was moved for this very prompt, which came to a break in the end
        hour = replace(hour, moved_on=0)
    known = _today(_hour(known, known.hour, hour), completed=known.days[-1].completed + 1)
    return replace(known, completed=True)


def _answered(known: Adherence) -> Adherence:
    return replace(_today(known, answered=True) if known.days else known, silent=0)


def _told(known: Adherence, record: Record) -> Adherence:
    about = record.detail.get("about")
    if not isinstance(about, str) or record.feedback is None:
        return known
    # What was changed for an answer deserves to be met without prejudice
    row = 0 if about == PROMPTS else known.row
    return replace(known, row=row, told={**known.told, about: record.feedback})


def _hour(known: Adherence, hour: int, value: Hour) -> Adherence:
    return replace(known, hours={**known.hours, hour: value})


def _today(known: Adherence, **changed: int | bool) -> Adherence:
    return replace(known, days=(*known.days[:-1], replace(known.days[-1], **changed)))  # type: ignore[arg-type]
