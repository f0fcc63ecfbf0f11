"""What a person types: lengths, times of day, moments of the past, and numbers."""

from datetime import datetime

import pytest

from uncrick.cli.answers import pause_arguments
from uncrick.cli.arguments import listed, minutes, past_moment, time_of_day
from uncrick.errors import UsageError
from uncrick.platforms.common.clock import ZONE

# ------------------------------------------------------------------ lengths and times

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("10m", 10), ("90s", 1.5), ("1h", 60), ("1h30m", 90), ("0.5h", 30), ("2H", 120), ("5", 5), ("7.5", 7.5)],
)
def test_lengths_are_read(text, expected):
    assert minutes(text, most=120) == expected


@pytest.mark.parametrize(
    ("text", "ahead", "expected"),
    [
        ("14:00", True, "23 14:00"),
        ("09:00", True, "24 09:00"),
        ("12:00", True, "24 12:00"),
        ("14", True, "23 14:00"),
        ("9", True, "24 09:00"),
        ("14:00", False, "22 14:00"),
    ],
)
def test_a_time_of_day_is_the_next_or_the_last_one(text, ahead, expected):
    assert time_of_day(text, NOON, ahead=ahead).strftime("%d %H:%M") == expected


def test_bare_number_of_a_pause_is_minutes():
    assert pause_arguments(["90"], NOON) == {"minutes": 90}


def test_pause_until_an_hour_needs_no_minutes():
    assert pause_arguments(["until", "14"], NOON)["until"].startswith("2026-11-23T14:00")


def test_a_pause_alone_is_an_hour():
    assert pause_arguments([], NOON) == {"minutes": 60}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("11:20", "23 11:20"),
        ("14:00", "22 14:00"),
        ("yesterday 11:20", "22 11:20"),
        ("today 11:20", "23 11:20"),
        ("Fri 11:20", "20 11:20"),
        ("monday 11:20", "23 11:20"),
        ("Mon 14:00", "16 14:00"),
        ("2026-11-19 11:20", "19 11:20"),
        ("2026-11-19T11:20", "19 11:20"),
    ],
)
def test_a_moment_of_the_past_may_be_of_another_day(text, expected):
    assert past_moment(text.split(), NOON).strftime("%d %H:%M") == expected


@pytest.mark.parametrize(
    "words", [["until", "24:00"], ["until", "-1:00"], ["until", "24"], ["until", ""], ["until", ":"]]
)
def test_invalid_time_of_day_is_refused(words):
    with pytest.raises(UsageError, match="not a time of day"):
        pause_arguments(words, NOON)


@pytest.mark.unix("zones by TZ")
def test_time_beyond_a_clock_change_is_wall_time(monkeypatch):
    import time

    with monkeypatch.context() as patched:
        patched.setenv("TZ", "Europe/Berlin")
        time.tzset()
        evening = datetime(2026, 10, 24, 20, 0, tzinfo=ZONE)
        until = datetime.fromisoformat(pause_arguments(["until", "09:00"], evening)["until"])
        assert (until - evening).total_seconds() == 14 * 3600
    time.tzset()


# ------------------------------------------------------------------ numbers

IDS = [f"sign_{number}" for number in range(1, 19)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3", {3}),
        ("1,3", {1, 3}),
        ("1 3", {1, 3}),
        ("2-4", {2, 3, 4}),
        ("2 - 4, 9", {2, 3, 4, 9}),
        ("1, 3-5 18,", {1, 3, 4, 5, 18}),
        ("7-7", {7}),
        ("2–3", {2, 3}),
    ],
)
def test_numbers_and_ranges_are_understood(text, expected):
    assert listed(text, IDS) == [IDS[number - 1] for number in sorted(expected)]


def test_ids_stand_beside_numbers():
    assert listed("3 sign_1, 3", IDS) == ["sign_3", "sign_1"]


@pytest.mark.parametrize("text", ["19", "0", "-1", "5-3", "1-19", "x", "1,x", "1-", "1.5", "³", "9999", ",", "1-2-3"])
def test_invalid_number_is_refused(text):
    with pytest.raises(ValueError, match=r"numbers? from 1 to 18\."):
        listed(text, IDS)
