"""What is filled in where a person's own exercise, or one of a plan, does not say it: custom_exercises.toml."""

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
class PlanNumbers:
    """Each number is explained where it stands, in custom_exercises.toml."""

    gap_min: int
    most_at_once: int
    setup_s: int
    move_s: int
    hold_move_s: int
    let_go_s: int
    set_rest_s: int
    most_exercises: int
    most_sets: int
    most_reps: int
    most_hold_s: int
    most_per_day: int
    most_minutes: int
    report_days: int


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
    plan: PlanNumbers
