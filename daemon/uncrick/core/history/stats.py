"""What a history comes to, for the person: completion, exercises by area, level, days with a break, the neck."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from uncrick.core.history import day as summary
from uncrick.core.history import levels
from uncrick.core.history.adherence import FELT, FOUR_WEEKS, NECK, Adherence
from uncrick.core.history.day import BREAKS, Today
from uncrick.core.history.levels import Course
from uncrick.core.history.practice import FULL_WEEK, Practice, monday
from uncrick.core.model.catalog import Catalogue
from uncrick.core.model.eligibility import allowed
from uncrick.core.model.numbers import RoutineNumbers
from uncrick.core.model.profile import Profile
from uncrick.core.model.record import Kind, Record

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """Who it is about; `first_level_only`: nothing is known of what to mind."""

    profile: Profile
    practice: Practice
    met: Adherence
    first_level_only: bool = False


def overview(records: list[Record], person: Person, catalogue: Catalogue, now: datetime, days: int | None) -> Plain:
    """
    Everything that `uncrick stats` tells, as plain values.

    Args:
        records: the history, oldest first, as far back as it goes.
        now: aware, in the person's zone.
        days: of how many days, today included, each is told; None = all.
    """
    zone, today = now.tzinfo, now.date()
    assert zone is not None
    since = date.min if days is None else today - timedelta(days=days - 1)
    recent = [record for record in records if since <= record.at.astimezone(zone).date()]
    completed, shown = person.met.completion(today)
    return {
        **summary.statistics(recent, zone),
        "completion": {
            "shown": shown,
            "completed": completed,
            "percent": round(100 * completed / shown) if shown else None,
        },
        "areas": areas(person, catalogue, now),
        "level": {"level": level(person, now, catalogue.numbers), "next": next_level(person, now, catalogue.numbers)},
        "days_with_breaks": days_with_breaks(records, today, zone),
        "neck": neck(records, today, zone),
    }


def level(person: Person, now: datetime, numbers: RoutineNumbers) -> int:
    """The level the person is at."""
    return 1 if person.first_level_only else levels.level(person.practice.course, person.profile, now, numbers)


def next_level(person: Person, now: datetime, numbers: RoutineNumbers) -> str:
    """What the next level waits for, in a sentence."""
    course, profile, at = person.practice.course, person.profile, level(person, now, numbers)
    if at == 3:
        return "There is none above it."
    if person.first_level_only:
        return "Level 2 opens once you say what to mind: uncrick profile."
    if course.worse:
        return "The next one waits until the next day feels no worse."
    if course.frozen:
        return "The next one waits for a few more days with exercises."
    if levels.holds_back(course, now, numbers):
        return "The next one waits until a week has passed without pain."
    return _time_to_go(course, profile, (at + 1, *levels.waits(numbers)[at + 1]), now)


def _time_to_go(course: Course, profile: Profile, waits: tuple[int, int, int], now: datetime) -> str:
    wanted, days, active = waits
    if course.since is None:
        return f"Level {wanted} opens {days // 7} weeks after your first routine."
    more_days, more_active = max(0, days - (now - course.since).days), max(0, active - course.days)
    if more_active and more_active >= more_days:
        return f"Level {wanted} opens after {_number(more_active, 'more day')} with exercises."
    if more_days:
        among = f", {more_active} of them with exercises" if more_active else ""
        return f"Level {wanted} opens after {_number(more_days, 'more day')}{among}."
    if wanted == 3 and not profile.consents:
        return "Level 3 opens when you agree to it: uncrick profile."
    return f"Level {wanted} comes back after a few more days with exercises."


def _number(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def areas(person: Person, catalogue: Catalogue, now: datetime) -> list[Plain]:
    """How often each area was exercised this week, and how often is enough for a week with that many breaks."""
    practice, today = person.practice, now.date()
    _, expected = practice.week_at(today)
    scale = min(1.0, expected / FULL_WEEK)
    done: dict[str, int] = {}
    for name, trained in practice.trained.items():
        if trained.week == monday(today) and name in catalogue.exercises:
            area = catalogue.exercises[name].area
            done[area] = done.get(area, 0) + trained.week_times
    strong = level(person, now, catalogue.numbers) > 1
    open_to = {it.area for it in catalogue.exercises.values() if allowed(it, person.profile)}
    return [
        {"id": id_, "name": area.name, "done": done.get(id_, 0), "quota": max(1, round(quota * scale))}
        for id_, area in catalogue.areas.items()
        if (quota := catalogue.numbers.weekly_quota.get(id_))
        and id_ in open_to
        and (strong or id_ != "neck_strength")
        and (person.profile.asked or area.region != "neck")
    ]


def days_with_breaks(records: Iterable[Record], today: date, zone: tzinfo) -> int:
    """
    Days with a break of any kind, up to today, without one that was missed.

    Missed is a day on which a prompt could have been followed and no break was taken, nor begun; days off, days of
    nothing but calls and days without the machine are not, and one missed day in a calendar week is forgiven.
    """
    taken: set[date] = set()
    prompts: dict[str, date] = {}
    refused: set[date] = set()
    begun: set[date] = set()
    for record in records:
        on = record.at.astimezone(zone).date()
        if _is_break(record, on, zone):
            taken.add(on)
        elif record.kind is Kind.PART_DONE:
            begun.add(on)
        elif record.kind is Kind.PROMPTED:
            prompts[str(record.detail.get("prompt"))] = on
        elif record.kind is Kind.DEFERRED:
            prompts.pop(str(record.detail.get("prompt")), None)
        elif record.kind in (Kind.SKIPPED, Kind.IGNORED):
            refused.add(on)
    missed = {*prompts.values(), *refused} - taken - begun - {today}
    forgiven: set[date] = set()
    broken = date.min
    for day in sorted(missed, reverse=True):
        if monday(day) in forgiven:
            broken = day
            break
        forgiven.add(monday(day))
    return sum(broken < day <= today for day in taken)


def _is_break(record: Record, on: date, zone: tzinfo) -> bool:
    if record.kind not in BREAKS or record.kind is Kind.PART_DONE:
        return False
    # An absence that reaches past midnight, or has not ended, may as well be the end of the day.
    ended = record.until is not None and record.until.astimezone(zone).date() == on
    return record.kind is not Kind.NATURAL or ended


def neck(records: Iterable[Record], today: date, zone: tzinfo) -> list[Plain]:
    """The answers about the neck, each with its days and the breaks on them; nothing before four weeks of answers."""
    days: dict[date, Today] = {}
    felt: dict[date, str] = {}
    for record in records:
        on = record.at.astimezone(zone).date()
        days[on] = summary.learn(days.get(on, Today(on)), record, zone)
        if record.kind is Kind.FEEDBACK and record.detail.get("about") == NECK and record.feedback in FELT:
            felt[on] = record.feedback
    if not felt or today - min(felt) < FOUR_WEEKS:
        return []
    return [_felt(answer, [days[on] for on, said in felt.items() if said == answer]) for answer in FELT]


def _felt(answer: str, days: list[Today]) -> Plain:
    count = len(days)
    return {
        "answer": answer,
        "days": count,
        "breaks_a_day": round(sum(day.breaks for day in days) / count, 1) if count else None,
        "minutes_a_day": round(sum(day.minutes_away for day in days) / count) if count else None,
    }


# ---------------------------------------------------------------- in words


def lines(told: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The overview in words: what it is about, and what it says."""
    found: list[tuple[str, str]] = []
    if with_breaks := told["days_with_breaks"]:
        found.append(("In a row", f"{_number(with_breaks, 'day')} with a break"))
    done = told["completion"]
    if done["shown"]:
        found.append(("Prompts", f"{done['completed']} of {done['shown']} led to a break, in the last four weeks"))
    found.append(("Level", f"{told['level']['level']}. {told['level']['next']}"))
    width = max((len(area["name"]) for area in told["areas"]), default=0)
    for number, area in enumerate(told["areas"]):
        done_of = f"{area['name']:<{width}}  {area['done']} of {area['quota']}"
        found.append(("" if number else "This week", done_of))
    for number, row in enumerate(row for row in told["neck"] if row["days"]):
        beside = f"{row['breaks_a_day']:g} breaks and {row['minutes_a_day']} min away a day"
        felt = f"{FELT[row['answer']]} on {_number(row['days'], 'day')}, with {beside}"
        found.append(("" if number else "Neck", felt))
    if told["neck"]:
        found.append(("", "Side by side; one need not come from the other."))
    return found
