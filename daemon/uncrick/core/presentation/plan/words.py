"""How often and how long an exercise of a plan is done, in words."""

from collections.abc import Sequence
from datetime import date

from uncrick.core.catalog.prescribed import dose_sentence
from uncrick.core.model.dates import comma_list, day_month, sentences, weekday_short
from uncrick.core.model.prescription import EVERY_DAY, WORKDAYS, Plan, Prescription
from uncrick.core.model.text import _, n_, p_, upper_first

MONDAY = date(2024, 1, 1)


def dated(day: date) -> str:
    """`31 Jan 2027`."""
    return p_("date", "{day} {year}", day=day_month(day), year=day.year)


def day_name(weekday: int) -> str:
    """`Mon`, for Monday = 0."""
    return weekday_short(MONDAY.replace(day=1 + weekday))


def days_of(days: Sequence[int]) -> str:
    """`every day`, `Monday to Friday`, or `Mon, Wed, Fri`."""
    if tuple(days) == EVERY_DAY:
        return _("every day")
    if tuple(days) == WORKDAYS:
        return _("Monday to Friday")
    return comma_list([day_name(day) for day in days])


def how_often(item: Prescription) -> str:
    """`4 times a day, every day, until 31 Jan 2027`."""
    times = _("twice a day") if item.per_day == 2 else n_("once a day", "{count} times a day", item.per_day)
    parts = [times, days_of(item.days)]
    if item.until is not None:
        parts.append(_("until {date}", date=dated(item.until)))
    return comma_list(parts)


def prescribed(item: Prescription) -> str:
    """Dose, and how often, in two sentences."""
    return sentences(dose_sentence(item), p_("sentence", "{text}.", text=upper_first(how_often(item))))


def period(plan: Plan) -> str:
    """`30 Nov 2026 to 31 Jan 2027`, or `from 30 Nov 2026`; nothing where no date is known."""
    ends = [item.until for item in plan.exercises]
    last = max(filter(None, ends)) if ends and all(ends) else None
    if plan.begins is None:
        return _("until {date}", date=dated(last)) if last else ""
    first = dated(plan.begins)
    return _("{first} to {last}", first=first, last=dated(last)) if last else _("from {date}", date=first)
