"""The person's day in the simulator: what counts by day goes on over midnight, and through a night shift."""

from datetime import datetime

from app.simulation.runs import HOUR, of, run

NIGHTS = "work.hours=Mon-Fri 22:00-06:00"
SKIPS = tuple((number * HOUR + 60, "skip") for number in range(1, 9))


def test_the_daily_limit_of_an_evening_at_the_desk_goes_on_until_four():
    start = datetime.fromisoformat("2026-11-23T21:30:00+01:00")
    out = run((0, "active"), *SKIPS, start=start, hours=8, set_=["max_a_day=2", "tireless=24h"])
    first, second, third, *_ = of(out, "prompt")
    assert (first, second) == (HOUR, 2 * HOUR + 60)
    assert 6.5 * HOUR <= third <= 6.5 * HOUR + 180, "four in the morning"


def test_the_daily_limit_of_a_night_shift_holds_to_its_end():
    start = datetime.fromisoformat("2026-11-23T22:00:00+01:00")
    out = run((0, "active"), *SKIPS, start=start, hours=8, set_=[NIGHTS, "max_a_day=3", "tireless=24h"])
    assert len(of(out, "prompt")) == 3
