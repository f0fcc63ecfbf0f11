"""What `uncrick stats` shows: completion, exercises by area, level, days with breaks, the neck."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from uncrick.core.history import levels
from uncrick.core.history.adherence import FELT, Adherence
from uncrick.core.history.day import COUNTED, Today
from uncrick.core.history.days import Days, DaySummary
from uncrick.core.history.practice import Practice, monday
from uncrick.core.model.catalog import Catalogue
from uncrick.core.model.eligibility import allowed
from uncrick.core.model.numbers import RoutineNumbers
from uncrick.core.model.person_day import day_of
from uncrick.core.model.profile import Profile
from uncrick.core.model.text import _, n_

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """The person; `first_level_only`: they would not say what to mind, so they stay at level 1."""

    profile: Profile
    practice: Practice
    adherence: Adherence
    first_level_only: bool = False


def overview(history: Days, person: Person, catalogue: Catalogue, now: datetime, days: int | None) -> Plain:
    """
    Everything that `uncrick stats` shows, as plain values.

    Args:
        history: all of its days.
        now: aware, in the person's zone.
        days: how many days are listed, today included; None = all.
    """
    today = day_of(now)
    since = date.min if days is None else today - timedelta(days=days - 1)
    completed, shown = person.adherence.completion(today)
    return {
        **statistics({on: day for on, day in history.items() if since <= on}),
        "completion": {
            "shown": shown,
            "completed": completed,
            "percent": round(100 * completed / shown) if shown else None,
        },
        "areas": areas(person, catalogue, now),
        "level": {"level": level(person, now, catalogue.numbers), "next": next_level(person, now, catalogue.numbers)},
        "days_with_breaks": days_with_breaks(history, today),
        "neck": neck(history, today, person.adherence.review),
    }


def statistics(history: Days) -> Plain:
    """Days with anything in them, oldest first, and how often each exercise was done: plain values."""
    done: dict[str, int] = {}
    for day in history.values():
        for name, reps in day.repetitions.items():
            done[name] = done.get(name, 0) + reps
    return {
        "days": [
            {
                "date": on.isoformat(),
                **{name: getattr(day.counts, name) for name in (*COUNTED.values(), "part_done")},
                "breaks": day.counts.breaks,
                "minutes_away": day.counts.minutes_away,
            }
            for on, day in history.items()
        ],
        "repetitions": done,
    }


def level(person: Person, now: datetime, numbers: RoutineNumbers) -> int:
    """The level the person is at."""
    return 1 if person.first_level_only else levels.level(person.practice.training, person.profile, now, numbers)


def next_level(person: Person, now: datetime, numbers: RoutineNumbers) -> str:
    """What the next level waits for, in a sentence."""
    training, at = person.practice.training, level(person, now, numbers)
    if at == 3:
        return _("This is the highest level.")
    if person.first_level_only:
        return _("Level 2 opens once you have answered the health question: uncrick profile.")
    if training.worse:
        return _("The next level waits until the day after exercises feels no worse.")
    if training.frozen:
        return _("The next level waits for a few more days with exercises.")
    if levels.holds_back(training, now, numbers):
        return _("The next level waits until a week has passed without pain.")
    days, active = levels.waits(numbers)[at + 1]
    if training.since is None:
        return _("Level {level} opens {weeks} weeks after your first routine.", level=at + 1, weeks=days // 7)
    more_days, more_active = max(0, days - (now - training.since).days), max(0, active - training.days)
    return _time_to_go(at + 1, more_days, more_active, person.profile)


def _time_to_go(wanted: int, days: int, active: int, profile: Profile) -> str:
    """When a level opens, after `days` more days and `active` more days with exercises."""
    if active and active >= days:
        return n_(
            "Level {level} opens after 1 more day with exercises.",
            "Level {level} opens after {count} more days with exercises.",
            active,
            level=wanted,
        )
    if days and active:
        return n_(
            "Level {level} opens after 1 more day, {active} of them with exercises.",
            "Level {level} opens after {count} more days, {active} of them with exercises.",
            days,
            level=wanted,
            active=active,
        )
    if days:
        return n_(
            "Level {level} opens after 1 more day.", "Level {level} opens after {count} more days.", days, level=wanted
        )
    if wanted == 3 and not profile.consents:
        return _("Level 3 opens when you agree to it: uncrick profile.")
    return _("Level {level} comes back after a few more days with exercises.", level=wanted)


def areas(person: Person, catalogue: Catalogue, now: datetime) -> list[Plain]:
    """How often each area was exercised this week, and how often is enough for a week with that many breaks."""
    practice, today = person.practice, day_of(now)
    expected = practice.week_at(today, catalogue.numbers)[1]
    scale = min(1.0, expected / catalogue.numbers.full_week)
    done: dict[str, int] = {}
    for name, trained in practice.trained.items():
        if trained.week == monday(today) and name in catalogue.exercises:
            area = catalogue.exercises[name].area
            done[area] = done.get(area, 0) + trained.week_times
    strong = level(person, now, catalogue.numbers) > 1
    open_to = {exercise.area for exercise in catalogue.exercises.values() if allowed(exercise, person.profile)}
    return [
        {"id": id_, "name": area.name, "done": done.get(id_, 0), "quota": max(1, round(quota * scale))}
        for id_, area in catalogue.areas.items()
        if (quota := catalogue.numbers.weekly_quota.get(id_))
        and id_ in open_to
        and (strong or id_ != "neck_strength")
        and (person.profile.asked or area.region != "neck")
    ]


def days_with_breaks(history: Days, today: date) -> int:
    """
    Days with a break of any kind, up to today, without one that was missed.

    Missed is a day on which a prompt could have been followed and no break was taken, nor begun; days off, days of
    nothing but calls and days without the machine are not, and one missed day in a calendar week is forgiven.
    """
    forgiven: set[date] = set()
    told: set[str] = set()  # prompts of which a later day has the last word
    count = 0
    for on, day in reversed(list(history.items())):
        is_over = on != today and _is_missed(day, told)
        told.update(day.prompts)
        if is_over and monday(on) in forgiven:
            break
        if is_over:
            forgiven.add(monday(on))
        count += day.has_break and on <= today
    return count


def _is_missed(day: DaySummary, told: Collection[str]) -> bool:
    if day.has_break or day.counts.part_done:
        return False
    was_shown = any(shown and prompt not in told for prompt, shown in day.prompts.items())
    return was_shown or day.counts.skipped + day.counts.ignored > 0


def neck(history: Days, today: date, least: timedelta) -> list[Plain]:
    """The answers about the neck, each with its days and the breaks on them; nothing before `least` of answers."""
    felt = [(on, day) for on, day in history.items() if day.felt]
    if not felt or today - felt[0][0] < least:
        return []
    return [_felt(answer, [day.counts for _on, day in felt if day.felt == answer]) for answer in FELT]


def _felt(answer: str, days: list[Today]) -> Plain:
    count = len(days)
    return {
        "answer": answer,
        "days": count,
        "breaks_a_day": round(sum(day.breaks for day in days) / count, 1) if count else None,
        "minutes_a_day": round(sum(day.minutes_away for day in days) / count) if count else None,
    }


# ---------------------------------------------------------------- in words


def lines(stats: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The overview as rows of a heading and a text; a row that continues the one before has the heading ""."""
    rows: list[tuple[str, str]] = []
    if days := stats["days_with_breaks"]:
        rows.append((_("In a row"), n_("1 day with a break", "{count} days with a break", days)))
    completion = stats["completion"]
    if completion["shown"]:
        counts = {"completed": completion["completed"], "shown": completion["shown"]}
        rows.append((_("Prompts"), _("{completed} of {shown} led to a break, in the last four weeks", **counts)))
    rows.append((_("Level"), f"{stats['level']['level']}. {stats['level']['next']}"))
    width = max((len(area["name"]) for area in stats["areas"]), default=0)
    for number, area in enumerate(stats["areas"]):
        done = _("{done} of {quota}", done=area["done"], quota=area["quota"])
        rows.append(("" if number else _("This week"), f"{area['name']:<{width}}  {done}"))
    for number, answer in enumerate(answer for answer in stats["neck"] if answer["days"]):
        rows.append(("" if number else _("Neck"), _neck_line(answer)))
    if stats["neck"]:
        rows.append(("", _("Seen side by side. One does not have to come from the other.")))
    return rows


def _neck_line(answer: Mapping[str, Any]) -> str:
    return n_(
        "{felt} on 1 day, with {breaks} breaks and {minutes} min away a day",
        "{felt} on {count} days, with {breaks} breaks and {minutes} min away a day",
        answer["days"],
        felt=_(FELT[answer["answer"]]),
        breaks=f"{answer['breaks_a_day']:g}",
        minutes=answer["minutes_a_day"],
    )
