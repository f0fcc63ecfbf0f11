"""When the instruction and the caution of an exercise are shown."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uncrick.core.history.practice import Practice
    from uncrick.core.model.catalog import Exercise
    from uncrick.core.model.numbers import RoutineNumbers
    from uncrick.core.model.record import Item

HAZARDOUS = ("hang", "floor", "ball")
"""Positions whose cautions are shown every time, however little room there is."""


def read_first(items: Iterable["Item"], practice: "Practice", numbers: "RoutineNumbers") -> tuple[str, ...]:
    """Ids of the exercises that were done too seldom to begin without their instruction and caution."""
    return tuple(item.id for item in items if practice.of(item.id).times < numbers.read_first_times)


def is_hazardous(exercise: "Exercise") -> bool:
    """Its caution is shown every time; of a plan's exercise that is the stop rule."""
    return exercise.position in HAZARDOUS or exercise.prescribed is not None
