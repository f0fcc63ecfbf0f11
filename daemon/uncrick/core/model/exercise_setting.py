"""What a person set for one exercise."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ExerciseSetting:
    """
    Attributes:
        enabled: False: it is never suggested.
        reps: repetitions in one hourly break; 0 = as in the catalogue.
        note: the person's own words on it; "" = none.
    """

    enabled: bool = True
    reps: int = 0
    note: str = ""
