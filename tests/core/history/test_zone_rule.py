"""The same rule is the same days and hours; another day or hour is another rule."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from uncrick.core.history.zone_rule import zone_rule
from uncrick.core.model.person_day import person_zone
from uncrick.core.model.week_hours import parse_hours

SINCE, UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2026, 11, 26, 12, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


def rule(zone, since=SINCE, until=UNTIL):
    return zone_rule(zone, since, until)


def test_two_names_of_one_clock_have_one_rule():
    assert rule(BERLIN) == rule(ZoneInfo("Europe/Rome"))
    assert rule(UTC) == rule(timezone(timedelta(0)))


@pytest.mark.parametrize("name", ["UTC", "Europe/London", "Africa/Casablanca", "Africa/Lagos", "Asia/Jerusalem"])
def test_another_clock_has_another_rule(name):
    assert rule(BERLIN) != rule(ZoneInfo(name))


def test_zones_that_differ_later_have_one_rule_until_then():
    since, until = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 3, 20, tzinfo=UTC)
    assert rule(BERLIN, since, until) == rule(ZoneInfo("Africa/Lagos"), since, until)
    assert rule(BERLIN, since, UNTIL) != rule(ZoneInfo("Africa/Lagos"), since, UNTIL)


def test_a_change_on_another_day_of_the_week_is_seen():
    """Jerusalem and Athens change their clocks two days apart."""
    assert rule(ZoneInfo("Asia/Jerusalem")) != rule(ZoneInfo("Europe/Athens"))


def test_shifts_in_the_night_make_another_rule():
    nights, late = (
        person_zone(BERLIN, parse_hours([hours])) for hours in ("Mon-Fri 22:00-06:00", "Mon-Fri 20:00-02:00")
    )
    assert len({rule(BERLIN), rule(nights), rule(late)}) == 3
    assert rule(BERLIN) == rule(person_zone(BERLIN, parse_hours(["Mon-Fri 09:00-17:00"])))


def test_a_clock_that_stood_at_the_year_one_is_looked_at_for_a_lifetime():
    assert rule(BERLIN, datetime(1, 1, 2, tzinfo=UTC)) == rule(BERLIN, UNTIL - timedelta(days=366 * 60))
