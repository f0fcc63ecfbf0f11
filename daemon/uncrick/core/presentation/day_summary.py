"""The summary at the end of the day (S17): when it is due, and its texts."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta, tzinfo

from uncrick.core.history import day
from uncrick.core.history.day import Today
from uncrick.core.history.practice import monday
from uncrick.core.model.moment import Moment
from uncrick.core.model.person_day import begin_of_day, day_of, ends_day, on_clock
from uncrick.core.model.record import Record
from uncrick.core.model.text import _, n_
from uncrick.core.scheduling.calendar_day import lasts_for_days
from uncrick.core.scheduling.rules import Rules
from uncrick.core.scheduling.state import State

# Without working hours, an absence from then on may be the end of the day.
AFTERNOON = timedelta(hours=16, minutes=30)
LAST_HOUR = timedelta(hours=1)
# The summary comes at most so long after the end of the working hours.
SOON = timedelta(minutes=15)


def is_due(state: State, rules: Rules, now: Moment) -> bool:
    """
    Whether the day may be summed up now.

    It may at the end of the working hours, if the person is present, and before that at the first absence in their
    last hour; without working hours, at the first absence after 16:30.
    """
    local = now.wall.astimezone(rules.zone)
    absent = state.presence.absence is not None
    if state.routine is not None or state.pause is not None or state.shown is not None or state.day.quiet:
        return False
    stretch = rules.work.stretch(local, rules.zone)
    if not rules.work or lasts_for_days(stretch):
        return absent and on_clock(local, state.day.on) >= AFTERNOON
    if stretch.inside:
        until = stretch.until
        night = until is not None and ends_day(rules.work.stretch(until, rules.zone))
        return absent and night and until is not None and now.wall >= until - LAST_HOUR
    since = stretch.since
    return not absent and since is not None and now.wall - since <= SOON and ends_day(stretch)


def last_week(records: Iterable[Record], today: date, zone: tzinfo) -> list[Today]:
    """The days of the calendar week before that of `today` on which a break was taken on purpose."""
    since = monday(today) - timedelta(days=7)
    days: dict[date, Today] = {}
    for record in records:
        on = day_of(record.at, zone)
        if since <= on < monday(today):
            days[on] = day.learn(days.get(on, Today(on)), record, zone)
    return [day for day in days.values() if day.taken]


def since(today: date, zone: tzinfo) -> datetime:
    """The time from which on `last_week` needs records."""
    begin = monday(today) - timedelta(days=7)
    return begin_of_day(begin, zone)


def title(today: Today) -> str:
    """`Today: 3 breaks, 2 with exercises`; of somebody who took none, how often they were away."""
    if not today.taken:
        return n_("You left the desk once today", "You left the desk {count} times today", today.natural)
    breaks = n_("{count} break", "{count} breaks", today.taken)
    if not today.done:
        return _("Today: {breaks}", breaks=breaks)
    return _("Today: {breaks}, {exercised} with exercises", breaks=breaks, exercised=today.done)


def beside(week: list[Today]) -> str:
    """The average day of the person's own last week; "" where there was none."""
    if not week:
        return ""
    breaks = round(sum(day.taken for day in week) / len(week))
    minutes = round(sum(day.minutes_taken for day in week) / len(week))
    return n_(
        "Last week it was {count} break a day, with {minutes} min away from the screen.",
        "Last week it was {count} breaks a day, with {minutes} min away from the screen.",
        breaks,
        minutes=minutes,
    )
