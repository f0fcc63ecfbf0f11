"""Reads a prescribed plan from the rows of its file; every fault is named by its line, all of them at once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from uncrick.core.catalog import plan_values
from uncrick.core.catalog.plan_values import ValueFault
from uncrick.core.catalog.prescribed import exercise_of
from uncrick.core.catalog.reader import shown
from uncrick.core.model.catalog import Catalogue, Exercise
from uncrick.core.model.close_names import close_names
from uncrick.core.model.prescription import EVERY_DAY, PRESCRIBED, Plan, Prescription, slug
from uncrick.core.model.text import _

NAME, TEXT = 60, 400
"""Characters of a name or an area, and of notes or a stop rule."""

HEAD = ("title", "therapist", "from", "until", "days", "stop")
"""What a file in TOML may say once for the whole plan."""

MOST_FAULTS = 20

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PlanFault:
    """What is wrong in one line of a file, as a sentence without its full stop; line 0 is the file as a whole."""

    line: int
    what: str

    def __str__(self) -> str:
        return _("line {line}: {what}.", line=self.line, what=self.what) if self.line else f"{self.what}."


@dataclass(frozen=True, slots=True)
class Row:
    """
    What a file says of one exercise.

    Attributes:
        line: the first one of it; lines: of each key.
        values: texts by key, of KEYS; empty ones, and those that cannot be used, are not there.
    """

    line: int
    values: Mapping[str, str]
    lines: Mapping[str, int] = field(default_factory=dict)


def read_plan(head: Row, rows: Iterable[Row], catalogue: Catalogue) -> tuple[Plan, list[PlanFault]]:
    """
    The plan, and all that is wrong with it; it is of use only without any fault.

    Args:
        head: what is said once for all, by the keys of HEAD.
        catalogue: the shipped one, whose exercises lend their figures.
    """
    reading = _Reading(catalogue)
    plan = reading.head(head)
    exercises: dict[str, tuple[int, Prescription]] = {}
    for row in rows:
        item = reading.exercise(row)
        if item is None:
            continue
        if item.id in exercises:
            first = exercises[item.id][0]
            reading.fault(row.line, _("{name} is in line {first} already", name=shown(item.name), first=first))
        exercises.setdefault(item.id, (row.line, item))
    most = catalogue.custom.plan.most_exercises
    if not exercises and not reading.faults:
        reading.fault(0, _("There is no exercise in it"))
    if len(exercises) > most:
        reading.fault(0, _("There are {count} exercises in it, at most {most}", count=len(exercises), most=most))
    faults = sorted(reading.faults, key=lambda fault: fault.line)
    return replace(plan, exercises=tuple(item for _line, item in exercises.values())), faults[:MOST_FAULTS]


class _Reading:
    def __init__(self, catalogue: Catalogue) -> None:
        self.faults: list[PlanFault] = []
        self._usual: dict[str, str] = {}
        self._numbers = catalogue.custom.plan
        self._catalogue = catalogue
        self._ours = {id_: each for id_, each in catalogue.exercises.items() if each.origin not in (PRESCRIBED, "own")}
        self._by_name = {_plain(each.name): each for each in self._ours.values()}
        self._by_name |= {_plain(id_): each for id_, each in self._ours.items()}

    def fault(self, line: int, what: str) -> None:
        self.faults.append(PlanFault(line, what))

    def head(self, row: Row) -> Plan:
        title, therapist = (self.text(row, key, NAME) for key in ("title", "therapist"))
        for key, read in _USUAL.items():
            before = len(self.faults)
            read(self, row)
            if key in row.values and len(self.faults) == before:
                self._usual[key] = row.values[key]
        return Plan((), title, therapist, self.value(row, "from", plan_values.last_date, None))

    def exercise(self, row: Row) -> Prescription | None:
        """One exercise; None where it cannot be said what it is."""
        before = len(self.faults)
        name = self.text(row, "name", NAME)
        known = self._known(row, name)
        if not name and known is None:
            if len(self.faults) == before:
                self.fault(row.line, _("The name of the exercise is missing"))
            return None
        numbers = self._numbers
        row = replace(row, values={**self._usual, **row.values})
        item = Prescription(
            name=name or (known.name if known else ""),
            exercise=known.id if known else slug(row.values["id"]) if "id" in row.values else "",
            area=self.text(row, "area", NAME),
            sets=self.value(row, "sets", lambda text: plan_values.whole(text, numbers.most_sets), 1),
            reps=self.value(row, "reps", lambda text: plan_values.whole(text, numbers.most_reps), 1),
            hold=self.value(row, "hold", lambda text: plan_values.seconds(text, numbers.most_hold_s), 0.0),
            per_day=self.value(row, "per day", lambda text: plan_values.whole(text, numbers.most_per_day), 1),
            days=self.value(row, "days", plan_values.weekdays, EVERY_DAY),
            until=self.value(row, "until", plan_values.last_date, None),
            notes=self.text(row, "notes", TEXT),
            stop=self.text(row, "stop", TEXT),
        )
        if {"reps", "hold"}.isdisjoint((*row.values, *row.lines)) and len(self.faults) == before:
            self.fault(row.line, _("{name} has neither reps nor hold", name=shown(item.name)))
        self._check_length(row, item)
        return item

    def _known(self, row: Row, name: str) -> Exercise | None:
        """The exercise of ours that the row names, by its id or by its name."""
        given = row.values.get("id", "")
        known = self._by_name.get(_plain(given)) if given else None
        known = known or (self._by_name.get(_plain(name)) if name else None)
        if given and known is None and not name:
            near = close_names(given, self._ours)
            hint = _("perhaps {near} is meant", near=near[0]) if near else _("write under name what it is called")
            what = _("{id} is not an exercise of Uncrick's; {hint}", id=shown(given), hint=hint)
            self.fault(row.lines.get("id", row.line), what)
        return known

    def _check_length(self, row: Row, item: Prescription) -> None:
        minutes = exercise_of(item, self._catalogue).duration_s.full / 60
        if minutes > self._numbers.most_minutes:
            self.fault(
                row.line,
                _(
                    "{name} takes {minutes} minutes each time, at most {most}: check sets, reps and hold",
                    name=shown(item.name),
                    minutes=round(minutes),
                    most=self._numbers.most_minutes,
                ),
            )

    def value(self, row: Row, key: str, read: Callable[[str], T], usual: T) -> T:
        text = row.values.get(key)
        if text is None:
            return usual
        try:
            return read(text)
        except ValueFault as fault:
            what = _("{key} is {value}; {expected}", key=key, value=shown(text), expected=fault)
            self.fault(row.lines.get(key, row.line), what)
            return usual

    def text(self, row: Row, key: str, most: int) -> str:
        text = row.values.get(key, "")
        if len(text) > most:
            what = _("{key} has {count} characters, at most {most}", key=key, count=len(text), most=most)
            self.fault(row.lines.get(key, row.line), what)
        elif not text.isprintable():
            self.fault(row.lines.get(key, row.line), _("{key} has characters that cannot be shown", key=key))
        else:
            return text
        return ""


def _plain(name: str) -> str:
    """A name or id as it is compared: whatever its capitals, spaces, hyphens and underscores, and in the plural too."""
    return "".join(char for char in name.casefold() if char.isalnum()).removesuffix("s")


_USUAL: Mapping[str, Callable[[_Reading, Row], object]] = {
    "until": lambda reading, row: reading.value(row, "until", plan_values.last_date, None),
    "days": lambda reading, row: reading.value(row, "days", plan_values.weekdays, EVERY_DAY),
    "stop": lambda reading, row: reading.text(row, "stop", TEXT),
}
"""What the head may say for every exercise that does not say it itself."""
