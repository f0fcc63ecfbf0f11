"""How a person responds to prompts, folded from the history, and how many prompts follow from that."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, tzinfo

from uncrick.core.history.undone import without_undone
from uncrick.core.model.numbers import AdherenceNumbers
from uncrick.core.model.person_day import day_of
from uncrick.core.model.record import Kind, Record, Source
from uncrick.core.model.text import N_

NEVER = date.min

PROMPTS, QUIETER, NECK = "prompts", "quieter", "neck"
"""What a question is about; its answer is a feedback record with this word as its detail `about`."""

FELT = {"good": N_("good"), "so_so": N_("so-so"), "stiff": N_("stiff")}
"""Answers about the neck, and their words."""

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

    def is_bad(self, numbers: AdherenceNumbers) -> bool:
        """Too few of its prompts lead to a break."""
        return self.shown >= numbers.hour_prompts and (self.completed + 1) / (self.shown + 2) < numbers.hour_share


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
    How the person responded to prompts so far.

    Attributes:
        numbers: the thresholds by which this is judged.
        row: prompts in a row that were skipped or ignored; a natural break does not end it.
        prompt, hour: id of the last prompt, and the clock hour of its first showing.
        refused, completed: that prompt was refused; it was followed by a break.
        hours: by clock hour, those that had prompts.
        days: dates with prompts in the four weeks up to the newest of them, newest last.
        first, number: the first date with a prompt, and how many such dates there were.
        silent: dates in a row before the newest on which every prompt was ignored.
        seen, returned: the newest date with any sign of the person, and the newest that followed a time away.
        answers: by what was asked, the last answer.
    """

    numbers: AdherenceNumbers
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
    answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def review(self) -> timedelta:
        """How far back the share of breaks is counted: four weeks."""
        return timedelta(days=self.numbers.review_days)

    @property
    def is_lighter(self) -> bool:
        """The next prompt is to be short, and to begin with the walk."""
        return self.row >= self.numbers.short_after

    @property
    def is_to_ask(self) -> bool:
        """So many prompts were refused that the person should be asked why."""
        return self.row >= self.numbers.ask_after

    def late_hours(self, today: date) -> frozenset[int]:
        """Clock hours whose window begins later today."""
        number, retry = self._number_of(today), self.numbers.hour_retry_days
        return frozenset(at for at, hour in self.hours.items() if hour.moved_on and number - hour.moved_on <= retry)

    def most(self, today: date) -> int | None:
        """The most prompts today, or None; fewer after days of silence and on the first day back."""
        limits = [self.numbers.return_most] if self.is_return(today) else []
        if self.is_silent(today):
            limits.append(self.numbers.silent_most)
        return min(limits, default=None)

    def is_return(self, today: date) -> bool:
        """The first day after a time away."""
        return today == self.returned or self.was_away(today)

    def is_first_of_return(self, today: date) -> bool:
        """The next prompt is the first after a time away."""
        return self.is_return(today) and not (self.days and self.days[-1].on == today)

    def is_silent(self, today: date) -> bool:
        """Nobody has answered for days, so an ignored prompt is not repeated."""
        return self.silent_days(today) >= self.numbers.silent_days

    def silent_days(self, today: date) -> int:
        """Days in a row, up to yesterday, on which every prompt was ignored."""
        newest = self.days[-1] if self.days else None
        return self.silent + (newest is not None and newest.on < today and _all_ignored(newest))

    def completion(self, today: date) -> tuple[int, int]:
        """Prompts of the last four weeks that were followed by a break, and all of them."""
        recent = [day for day in self.days if today - self.review < day.on <= today]
        return sum(day.completed for day in recent), sum(day.shown for day in recent)

    def is_steady(self, today: date) -> bool:
        """Four weeks in which most prompts were followed by a break."""
        if self.first == NEVER or today < self.first + self.review:
            return False
        completed, shown = self.completion(today)
        return shown >= self.numbers.steady_prompts and completed >= self.numbers.steady_share * shown

    def _number_of(self, today: date) -> int:
        """Which date with prompts today is, or would be."""
        return self.number + (not self.days or today > self.days[-1].on)

    def was_away(self, today: date) -> bool:
        """There was no sign of the person for longer than a few days before."""
        return self.seen != NEVER and (today - self.seen).days > self.numbers.away_days


def adherence(records: Iterable[Record], zone: tzinfo, numbers: AdherenceNumbers) -> Adherence:
    """The summary of a history, oldest record first."""
    summary = Adherence(numbers)
    for record in without_undone(records):
        summary = learn(summary, record, zone)
    return summary


def learn(summary: Adherence, record: Record, zone: tzinfo) -> Adherence:
    """The summary with one more record, the newest."""
    return learn_local(summary, record, record.at.astimezone(zone))


def learn_local(summary: Adherence, record: Record, local: datetime) -> Adherence:
    """The same, where the time of the record is known in the person's zone."""
    if record.kind is not Kind.RESUMED or record.source != Source.POLICY:
        # A pause ends even if nobody is there; every other record is a sign of the person
        summary = _seen(summary, day_of(local))
    match record.kind:
        case Kind.PROMPTED:
            is_first = record.detail.get("showing", 1) == 1 and record.detail.get("swapped") is None
            return _shown(summary, record, day_of(local), local.hour) if is_first else summary
        case kind if kind in REFUSED:
            return _refused(summary, record)
        case kind if kind in TAKEN:
            return _taken(summary, record)
        case Kind.STARTED | Kind.SNOOZED:
            return _answered(summary)
        case Kind.FEEDBACK:
            return _asked(summary, record)
        case _:
            return summary


# ---------------------------------------------------------------- what a record changes


def _all_ignored(day: Tally) -> bool:
    return day.ignored > 0 and not day.answered


def _seen(summary: Adherence, today: date) -> Adherence:
    if today <= summary.seen:
        return summary
    returned = today if summary.was_away(today) else summary.returned
    return replace(summary, seen=today, returned=returned)


def _shown(summary: Adherence, record: Record, today: date, hour: int) -> Adherence:
    if not summary.days or today > summary.days[-1].on:
        summary = replace(
            summary,
            days=(*(day for day in summary.days if day.on > today - summary.review), Tally(today)),
            first=today if summary.first == NEVER else summary.first,
            number=summary.number + 1,
            silent=summary.silent_days(today),
        )
    before = summary.hours.get(hour, Hour())
    if before.moved_on and summary.number - before.moved_on > summary.numbers.hour_retry_days:
        before = Hour()
    summary = _hour(summary, hour, replace(before, shown=before.shown + 1))
    summary = _today(summary, shown=summary.days[-1].shown + 1)
    return replace(
        summary, prompt=str(record.detail.get("prompt") or record.id), hour=hour, refused=False, completed=False
    )


def _refused(summary: Adherence, record: Record) -> Adherence:
    if record.kind is Kind.SKIPPED:
        summary = _answered(summary)
    elif summary.days:
        summary = _today(summary, ignored=summary.days[-1].ignored + 1)
    if summary.refused or summary.completed or record.detail.get("prompt") != summary.prompt:
        # What was ignored, repeated and ignored again is one prompt
        return summary
    hour = summary.hours[summary.hour]
    if hour.is_bad(summary.numbers) and not hour.moved_on:
        summary = _hour(summary, summary.hour, replace(hour, moved_on=summary.number))
    return replace(summary, row=summary.row + 1, refused=True)


def _taken(summary: Adherence, record: Record) -> Adherence:
    summary = replace(_answered(summary), row=0)
    whole = record.kind is Kind.STEPPED_AWAY or (
        record.kind is Kind.DONE and record.detail.get("credited") is not False
    )
    if not whole or summary.completed or not summary.prompt or record.detail.get("prompt") != summary.prompt:
        return summary
    before = summary.hours[summary.hour]
    hour = replace(before, completed=before.completed + 1)
    if summary.refused and before.moved_on == summary.number and not hour.is_bad(summary.numbers):
        # It was moved because of this prompt, which led to a break after all
        hour = replace(hour, moved_on=0)
    summary = _today(_hour(summary, summary.hour, hour), completed=summary.days[-1].completed + 1)
    return replace(summary, completed=True)


def _answered(summary: Adherence) -> Adherence:
    return replace(_today(summary, answered=True) if summary.days else summary, silent=0)


def _asked(summary: Adherence, record: Record) -> Adherence:
    about = record.detail.get("about")
    if not isinstance(about, str) or record.feedback is None:
        return summary
    # The person just changed the prompts, so the streak of refusals starts again
    row = 0 if about == PROMPTS else summary.row
    return replace(summary, row=row, answers={**summary.answers, about: record.feedback})


def _hour(summary: Adherence, hour: int, value: Hour) -> Adherence:
    return replace(summary, hours={**summary.hours, hour: value})


def _today(summary: Adherence, **changed: int | bool) -> Adherence:
    return replace(summary, days=(*summary.days[:-1], replace(summary.days[-1], **changed)))  # type: ignore[arg-type]
