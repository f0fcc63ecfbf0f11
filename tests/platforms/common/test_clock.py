"""The machine's clocks and zone."""

import ctypes
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncrick.platforms.common import clock as module
from uncrick.platforms.common.clock import LocalZone, SystemClock


@pytest.fixture
def move(monkeypatch) -> Iterator[Callable[[str], SystemClock]]:
    """Take the machine to another zone."""
    if sys.platform == "win32":
        pytest.skip("TZ is for programs of Unix; zones come from the system")
    clock = SystemClock()

    def to(zone: str) -> SystemClock:
        monkeypatch.setenv("TZ", zone)
        clock.reread()
        return clock

    yield to
    monkeypatch.undo()
    time.tzset()


def test_a_zone_that_no_calendar_can_show_is_utc(move):
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert noon.astimezone(move("UTC+99:99:99").zone()).hour == 12


@pytest.mark.parametrize("year", [1, 9999])
def test_the_ends_of_the_calendar_have_a_local_time(move, year):
    end = datetime(year, 12 if year > 1 else 1, 31 if year > 1 else 1, tzinfo=UTC)
    for zone in ("Pacific/Kiritimati", "Pacific/Niue"):
        assert end.astimezone(move(zone).zone()).year == year


def test_a_moment_is_utc_and_its_ticks_go_on():
    first, second = SystemClock().now(), SystemClock().now()
    assert first.wall.tzinfo is UTC
    assert second.ticks >= first.ticks
    assert abs((first.wall - datetime.now(UTC)).total_seconds()) < 5


@pytest.mark.parametrize(
    ("platform", "clock"), [("linux", "CLOCK_BOOTTIME"), ("darwin", "CLOCK_MONOTONIC_RAW"), ("win32", None)]
)
def test_ticks_are_of_a_clock_that_runs_on_through_sleep(platform, clock, monkeypatch):
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(time, str(clock), 77, raising=False)
    monkeypatch.setattr(time, "clock_gettime", {77: 7.0}.__getitem__, raising=False)
    monkeypatch.setattr(time, "monotonic", lambda: 8.0)
    assert SystemClock().now().ticks == (7.0 if clock else 8.0)


def test_the_zone_follows_the_machine_once_it_is_read_again(move):
    noon = datetime(2026, 1, 15, 12, tzinfo=UTC)
    assert noon.astimezone(move("Asia/Kolkata").zone()).hour == 17
    assert noon.astimezone(move("America/New_York").zone()).hour == 7


def test_summer_time_is_seen(move):
    zone = move("Europe/Berlin").zone()
    assert datetime(2026, 1, 15, 12, tzinfo=UTC).astimezone(zone).hour == 13
    assert datetime(2026, 7, 15, 12, tzinfo=UTC).astimezone(zone).hour == 14


def test_the_zone_has_a_name(move):
    zone = move("Europe/Berlin").zone()
    assert datetime(2026, 7, 15, 12, tzinfo=zone).tzname() == "CEST"


@pytest.mark.parametrize("name", ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "UTC"])
def test_the_zone_agrees_with_the_database(name, move):
    zone, expected = move(name).zone(), ZoneInfo(name)

    @given(st.datetimes(datetime(2020, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 bounds are naive
    def agrees(at: datetime) -> None:
        here, there = at.astimezone(zone), at.astimezone(expected)
        assert here.replace(tzinfo=None) == there.replace(tzinfo=None)

    agrees()


@pytest.mark.parametrize("name", ["Europe/Berlin", "America/New_York", "Pacific/Auckland"])
def test_local_times_lead_back_to_where_they_came_from(name, move):
    zone = move(name).zone()

    @given(st.datetimes(datetime(2020, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 bounds are naive
    def leads_back(at: datetime) -> None:
        assert at.astimezone(zone).astimezone(UTC) == at

    leads_back()


@pytest.mark.parametrize(("hour", "offset"), [(0, "+02:00"), (1, "+01:00")])
def test_the_hour_that_autumn_repeats_is_two_hours(hour, offset, move):
    at = datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
    here = at.astimezone(move("Europe/Berlin").zone())
    assert here.isoformat() == f"2026-10-25T02:30:00{offset}"
    assert here.astimezone(UTC) == at


def test_without_a_time_the_zone_speaks_of_now(move):
    move("Asia/Kolkata")
    assert LocalZone().utcoffset(None) == timedelta(hours=5, minutes=30)


def test_every_look_within_one_boot_names_the_same_boot():
    assert SystemClock().boot() == SystemClock().boot()
    assert SystemClock().boot() != "" or sys.platform != "linux"


def test_a_system_that_cannot_name_its_boot_says_nothing(monkeypatch, tmp_path):
    monkeypatch.setattr(module, "BOOT_ID", str(tmp_path / "nowhere"))
    assert module._boot.__wrapped__() == "" or sys.platform != "linux"


@pytest.mark.parametrize("year", [1, 1753, 1969, 3001, 9998])
def test_where_the_system_knows_no_offset_the_nearest_counts(year, move, monkeypatch):
    def by_windows(when: datetime) -> datetime:
        if not 1970 <= when.year <= 3000:
            raise OSError(22, "Invalid argument")
        return when.astimezone()

    zone = move("Asia/Kolkata").zone()
    monkeypatch.setattr(module, "_by_system", by_windows)
    here = datetime(year, 2, 28, 12, tzinfo=UTC).astimezone(zone)
    assert here.isoformat() == f"{year:04}-02-28T17:30:00+05:30"
    assert here.astimezone(UTC) == datetime(year, 2, 28, 12, tzinfo=UTC)


def test_on_windows_the_zone_is_read_again_too(monkeypatch):
    read = []
    monkeypatch.setattr(sys, "platform", "win32")
    library = type("Library", (), {"_tzset": lambda self: read.append("zone")})
    monkeypatch.setattr(ctypes, "CDLL", lambda name: {"ucrtbase": library()}[name])
    SystemClock().reread()
    assert read == ["zone"]
