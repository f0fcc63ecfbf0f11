"""What the calendar says at a moment: the date, working hours, quiet hours, and until when that holds."""

from datetime import UTC, datetime, timedelta

from uncrick.core.model.moment import Moment
from uncrick.core.model.person_day import DAY, INSTANT, NIGHT_ENDS, SAME_DAY, day_of, end_of_day, ends_day
from uncrick.core.model.week_hours import Stretch, joined
from uncrick.core.scheduling.blockers import Code
from uncrick.core.scheduling.rules import FIRST_OF_DAY, LAST_OF_DAY, Day, Rules

# Hours that last so long are no shift: they only say on which days there are reminders.
WHOLE_DAY = timedelta(days=1)
# Without working hours everybody is up again then.
MORNING = 6
# What hours lead to when they begin or end is over by then, such as the first minutes of the day.
AFTER_TURN = timedelta(hours=1)
# So many turns say what the state goes by: the end of one stretch, and the whole of the one before.
TURNS = 3
# Among so many shifts there is one that is long enough, or there is none.
SHIFTS = 200


def day_at(moment: Moment, rules: Rules, work_until: datetime | None = None) -> Day:
    """What the calendar says at `moment`, and for how long; until `work_until` nothing is outside the hours."""
    local = moment.wall.astimezone(rules.zone)
    changes: list[datetime | None] = [end_of_day(local, rules.zone)]
    off, quiet, edge = False, False, None
    if rules.work:
        at_work = rules.work.stretch(local, rules.zone)
        off = not at_work.inside
        changes.append(at_work.until)
        if at_work.inside:
            edge, turn = _edge(at_work, moment.wall, rules)
            changes.append(turn)
        elif work_until is not None and moment.wall < work_until:
            off = False
            changes.append(work_until)
    if rules.quiet:
        hours = rules.quiet.stretch(local, rules.zone)
        quiet = hours.inside
        changes.append(hours.until)
    late = local.hour in rules.late_hours
    if rules.late_hours:
        changes.append(_late_hour_change(local, rules.late_hours, late=late))
    until = min(change for change in changes if change is not None)
    return Day(day_of(local, rules.zone), off, quiet, edge, moment.wall, until, late, _reading(moment.wall, rules))


def holds(day: Day, moment: Moment, rules: Rules) -> bool:
    """Whether what the calendar said still holds: in its time, and in the zone in which it was read."""
    return day.since <= moment.wall < day.until and day.reading in (None, _reading(day.since, rules))


def _reading(at: datetime, rules: Rules) -> datetime:
    """What the person's clock shows at `at`."""
    return at.astimezone(rules.zone).replace(tzinfo=None)


def tomorrow(now: datetime, rules: Rules) -> datetime:
    """
    When the person's next day begins, for a pause at `now` (aware): with the next working day that is at least four
    hours away, not with what follows a lunch break; where there are no hours, or the whole day is one of work, at six,
    and nights belong to the evening.
    """
    local = now.astimezone(rules.zone)
    if local.time() >= NIGHT_ENDS:
        local += timedelta(days=1)
    morning = local.replace(hour=MORNING, minute=0, second=0, microsecond=0, fold=0)
    if not rules.work or lasts_for_days(rules.work.stretch(morning, rules.zone)):
        return morning
    at: datetime | None = now
    # Where no day ends until then, none ever does: the hours go around the clock.
    while at is not None and at <= now + 2 * DAY:
        stretch = rules.work.stretch(at, rules.zone)
        at = stretch.until
        if at is not None and not stretch.inside and at - now >= SAME_DAY and ends_day(stretch):
            return at
    return morning


def next_shift(at: datetime, least: timedelta, rules: Rules) -> datetime | None:
    """When (aware UTC), of `at` or later, working hours begin that last for `least`; None where there are none."""
    begins: datetime | None = at
    for _number in range(SHIFTS):
        if begins is None:
            return None
        stretch = rules.work.stretch(begins, rules.zone)
        if stretch.inside and (stretch.until is None or stretch.until - begins >= least):
            return begins
        begins = stretch.until
    return None


def telling_spans(since: datetime, until: datetime, rules: Rules) -> list[tuple[datetime, datetime]]:
    """
    Of a time in which nothing turns but the calendar, the spans after which the state is as if all of it was lived
    through: around the last turns of working hours and of quiet hours, and the end. In order, apart.
    """
    spans = [(until - rules.lived, until)]
    for hours in (rules.work, rules.quiet):
        turn: datetime | None = until
        for _number in range(TURNS):
            turn = hours.stretch(turn - INSTANT, rules.zone).since if turn is not None else None
            if turn is not None and turn > since:
                spans.append((turn - DAY, min(turn + AFTER_TURN, until)))
    return joined((max(begin, since), end) for begin, end in spans)


def lasts_for_days(stretch: Stretch) -> bool:
    """Whether these are whole days on which the person may be at work at any hour, and no shift."""
    if not stretch.inside:
        return False
    return stretch.since is None or stretch.until is None or stretch.until - stretch.since >= WHOLE_DAY


def _late_hour_change(local: datetime, hours: frozenset[int], *, late: bool) -> datetime:
    """When an hour with a moved window begins or ends next, at the latest with the next date."""
    for hour in range(local.hour + 1, 24):
        if (hour in hours) is not late:
            turn = local.replace(hour=hour, minute=0, second=0, microsecond=0, fold=0).astimezone(UTC)
            if turn > local:
                return turn
    return (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0, fold=0).astimezone(UTC)


def _edge(at_work: Stretch, now: datetime, rules: Rules) -> tuple[Code | None, datetime | None]:
    """Whether `now` is in the first or last minutes of the working day (S7), and when that may change."""
    since, until = at_work.since, at_work.until
    if since is not None and now < since + FIRST_OF_DAY and not _within_day(since, rules, before=True):
        return Code.DAY_START, since + FIRST_OF_DAY
    if until is None or _within_day(until, rules, before=False):
        return None, None
    last = until - LAST_OF_DAY
    return (Code.DAY_END, None) if now >= last else (None, last)


def _within_day(turn: datetime, rules: Rules, *, before: bool) -> bool:
    """Whether the working hours that begin (`before`) or end at `turn` only go around a lunch break."""
    off = rules.work.stretch(turn - timedelta(seconds=1) if before else turn, rules.zone)
    return not ends_day(off)
