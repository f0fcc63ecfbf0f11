"""What is filled in where a person's own exercise does not say it, as custom_exercises.toml has it."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PositionDefaults:
    """What follows from the position; `front` and `side` are the base poses of the two views."""

    places: tuple[str, ...]
    equipment: tuple[str, ...]
    props: tuple[str, ...]
    use: str
    visibility: int
    view: str
    frame: str
    front: str
    side: str


@dataclass(frozen=True, slots=True)
class CustomDefaults:
    """Each number is explained where it stands, in custom_exercises.toml; `positions` has each of POSITIONS."""

    level: int
    setup_s: int
    routine_s: int
    most_reps: int
    gap_min: int
    neck_per_day: int
    full_per_day: int
    gentle_amplitude: float
    gentle_reps: float
    positions: Mapping[str, PositionDefaults]
