"""A plan that a clinician prescribed: its exercises, their doses, and the days on which they are done."""

from dataclasses import dataclass
from datetime import date

from uncrick.core.model.text import N_

PRESCRIBED = "prescribed"
"""The origin of such an exercise."""

PREFIX = "plan-"
"""How the id of such an exercise begins; no exercise of Uncrick's, nor of a person's own, has a hyphen in its id."""

PLANNED = N_("From your therapist's plan")
"""The opening of a routine that begins with such an exercise; English, as openings are, until a person reads it."""

EVERY_DAY: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)
WORKDAYS = EVERY_DAY[:5]


@dataclass(frozen=True, slots=True)
class Prescription:
    """
    One exercise of a plan.

    Attributes:
        name: as the plan has it.
        exercise: id that the plan gives it; where Uncrick has an exercise of that id, its figure shows it. "" = none.
        area: a free word for what it is for; "" = none was given.
        sets, reps: of one time; reps are those of a set.
        hold: seconds in the end position of each repetition; 0 = none, or as the figure has it.
        per_day: times a day; days: weekdays, Monday = 0.
        begins, until: the first date, which the whole plan has, and the last; None = no such limit.
        notes: how to do it; stop: when to stop.
    """

    name: str
    exercise: str = ""
    area: str = ""
    sets: int = 1
    reps: int = 1
    hold: float = 0.0
    per_day: int = 1
    days: tuple[int, ...] = EVERY_DAY
    until: date | None = None
    notes: str = ""
    stop: str = ""
    begins: date | None = None

    @property
    def id(self) -> str:
        """The same for as long as the plan calls it so, whatever else of it changes."""
        return PREFIX + (self.exercise or slug(self.name))

    @property
    def total(self) -> int:
        """Repetitions of one time, all sets together."""
        return self.sets * self.reps

    def holds(self, day: date) -> bool:
        """It has begun, and its last date has not passed."""
        return (self.begins or day) <= day <= (self.until or day)

    def is_on(self, day: date) -> bool:
        """It is to be done on that date."""
        return self.holds(day) and day.weekday() in self.days


@dataclass(frozen=True, slots=True)
class Plan:
    """
    What one file of a plan says.

    Attributes:
        title, therapist: as they stand on the printed sheet; may be "".
        begins: the first date; None in a file that does not say it.
    """

    exercises: tuple[Prescription, ...] = ()
    title: str = ""
    therapist: str = ""
    begins: date | None = None


def is_prescribed(exercise_id: str) -> bool:
    """Whether an exercise of that id belongs, or once belonged, to a plan."""
    return exercise_id.startswith(PREFIX)


def slug(name: str) -> str:
    """The name in small letters, digits and _; what is lost of other scripts is kept as a number."""
    # Whoever only asks what is prescribed, such as the daemon at its start, has no use for these
    import unicodedata
    from zlib import crc32

    plain = unicodedata.normalize("NFKD", name).casefold()
    kept = "".join(char if char.isascii() and char.isalnum() else " " for char in plain).split()
    lost = any(char.isalpha() and not char.isascii() for char in plain)
    number = [f"{crc32(name.encode()):08x}"] if lost or not kept else []
    return "_".join([*kept, *number])
