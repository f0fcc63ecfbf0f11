"""What an answer leads to, in sentences."""

from datetime import UTC, datetime

import pytest

from uncrick.core.history.pain import Care, ExerciseStatus
from uncrick.core.presentation.feedback import _becomes, comes_to
from uncrick.storage.shipped_data import catalogue

NOW = datetime(2026, 11, 26, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize("region", ["neck", "shoulder", "back"])
@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (3, ()),
        (5, ("Only gentle {region} exercises today.",)),
        (
            8,
            (
                "No {region} exercises today. A short relief: uncrick ease",
                "Signs that mean stop: uncrick safety",
            ),
        ),
    ],
)
def test_pain_of_a_region_limits_its_exercises(region, score, expected):
    lines = comes_to("pain", {"region": region, "score": score}, Care(), catalogue(), NOW)
    assert lines == tuple(line.format(region=region) for line in expected)


@pytest.mark.parametrize(
    ("status", "left", "expected"),
    [
        ("gentle", 1, "Shrug: gently, next time."),
        ("gentle", 3, "Shrug: gently, the next 3 times."),
        ("less", 1, "Shrug: a little less, next time."),
        ("less", 2, "Shrug: a little less, the next 2 times."),
        ("resting", 0, "Shrug rests until Thu 26 Nov."),
        ("retired", 0, "Shrug stays out until you turn it on again: uncrick exercises on shrug"),
        ("", 0, ""),
    ],
)
def test_what_becomes_of_an_exercise_is_one_sentence(status, left, expected):
    assert _becomes(ExerciseStatus(status, left=left, until=NOW.date()), "Shrug", "shrug") == expected
