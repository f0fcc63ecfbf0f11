"""How a prescribed plan stands: by the person's day, which ends at four or when their shift does."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from plans import PLAN
from uncrick.app import plan_pages
from uncrick.core.model.person_day import person_zone
from uncrick.core.model.record import Item, Kind, Record
from uncrick.core.model.week_hours import WeekHours, parse_hours
from uncrick.storage import paths
from uncrick.storage.history.store import History

BERLIN = ZoneInfo("Europe/Berlin")
FRIDAY_NIGHT = datetime(2026, 11, 28, 0, 30, tzinfo=BERLIN)


@pytest.fixture
def done_at(house):
    """Have the first exercise of the plan done at that time."""

    def done(at: datetime) -> None:
        history = History.open(paths.history_file())
        item = Item(PLAN.exercises[0].id, PLAN.exercises[0].name, 10, 60)
        history.append(Record("1", at, None, Kind.DONE, "window", (item,), None, {"credited": True}))
        history.shut()

    return done


@pytest.mark.parametrize(("hours", "later"), [([], 20), (["Mon-Fri 22:00-06:00"], 5 * 60)])
def test_what_was_done_before_the_night_is_over_counts_for_that_day(done_at, hours, later):
    zone = person_zone(BERLIN, parse_hours(hours) if hours else WeekHours())
    done_at(FRIDAY_NIGHT)
    now = (FRIDAY_NIGHT + timedelta(minutes=later)).astimezone(zone)
    assert plan_pages.standing(PLAN, now)[0].done == 1
