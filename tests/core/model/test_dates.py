"""Dates, times, lengths and lists in words."""

from datetime import UTC, date, datetime, timedelta

import pytest

from uncrick.core.model import dates

DAYS = [date(2026, 1, 1) + timedelta(days=11 * number) for number in range(40)]
TIMES = [datetime(2026, 1, 1, 0, 5, 9, tzinfo=UTC) + timedelta(hours=277 * number) for number in range(40)]


@pytest.mark.parametrize(
    ("words", "pattern"),
    [
        (dates.weekday, "%A"),
        (dates.weekday_short, "%a"),
        (dates.month_short, "%b"),
        (dates.weekday_date_year, "%a %d %b %Y"),
    ],
)
def test_a_day_in_english_reads_as_in_the_c_locale(words, pattern):
    assert [words(day) for day in DAYS] == [day.strftime(pattern) for day in DAYS]


@pytest.mark.parametrize(
    ("words", "pattern"),
    [
        (dates.time_of_day, "%H:%M"),
        (dates.time_with_seconds, "%H:%M:%S"),
        (dates.weekday_time, "%a %H:%M"),
        (dates.date_time, "%a %d %b %H:%M"),
    ],
)
def test_a_time_in_english_reads_as_in_the_c_locale(words, pattern):
    assert [words(at) for at in TIMES] == [at.strftime(pattern) for at in TIMES]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (dates.day_month, "7 Dec"),
        (dates.weekday_date, "Mon 7 Dec"),
        (dates.day_month_long, "7 December"),
        (dates.weekday_date_long, "Monday, 7 December"),
    ],
)
def test_a_day_in_a_sentence_has_no_leading_zero(words, expected):
    assert words(date(2026, 12, 7)) == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [(0, "08:30"), (1, "Tue 08:30"), (6, "Sun 08:30"), (7, "Mon 14 Dec 08:30"), (-7, "Mon 30 Nov 08:30")],
)
def test_a_time_names_its_day_where_it_is_not_today(days, expected):
    monday = datetime(2026, 12, 7, 8, 30, tzinfo=UTC)
    assert dates.near(monday + timedelta(days=days), monday.date()) == expected


@pytest.mark.parametrize(
    ("minutes", "expected"), [(0, "0 min"), (40, "40 min"), (60, "1 h"), (65, "1 h 05"), (100, "1 h 40")]
)
def test_a_length_has_hours_from_sixty_minutes_on(minutes, expected):
    assert dates.hours_minutes(minutes) == expected


def test_sentences_follow_each_other_after_a_space():
    assert dates.sentences("Breathe out.", "Let go.", "Rest.") == "Breathe out. Let go. Rest."
