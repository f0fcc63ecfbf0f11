"""A prescribed plan written as a file of TOML, or as a table for a spreadsheet, and as a plain object."""

import csv
import json
from collections.abc import Iterator
from typing import Any

from uncrick.core.catalog.plan_values import KEYS, SHORT_DAYS
from uncrick.core.model.prescription import EVERY_DAY, WORKDAYS, Plan, Prescription

HEADING = """\
# A plan of exercises from a clinician, as `uncrick plan import` took it in.
# id: an exercise of Uncrick's, for its figure. hold: seconds. per_day: times a day. until: the last date.
"""

EXAMPLE = Plan(
    (
        Prescription("Chin tuck", "chin_tuck", reps=10, hold=5.0, per_day=4),
        Prescription(
            "Calf raises", area="legs", sets=2, reps=15, per_day=2, days=WORKDAYS, notes="Hold on to the desk."
        ),
        Prescription("Band row", sets=2, reps=12, days=(0, 2, 4), stop="Stop if the shoulder hurts."),
    )
)
"""What a clinician may begin with."""


def as_toml(plan: Plan) -> str:
    """A file that reads back as the same plan."""
    return "\n".join((HEADING, *_head(plan), *(line for item in plan.exercises for line in _table(item)))) + "\n"


def as_csv(plan: Plan) -> str:
    """A table with a head; without the title, the therapist and the first date, for which a table has no place."""
    lines: list[str] = []

    class Lines:
        def write(self, line: str) -> int:
            lines.append(line)
            return len(line)

    writer = csv.writer(Lines(), lineterminator="\n")
    writer.writerow(KEYS)
    for item in plan.exercises:
        values = dict(_values(item))
        writer.writerow([_cell(values.get(key, "")) for key in KEYS])
    return "".join(lines)


def plan_object(plan: Plan) -> dict[str, Any]:
    """The plan for JSON."""
    return {
        "title": plan.title,
        "therapist": plan.therapist,
        "from": plan.begins.isoformat() if plan.begins else None,
        "exercises": [item_object(item) for item in plan.exercises],
    }


def item_object(item: Prescription) -> dict[str, Any]:
    """One exercise of a plan for JSON."""
    return {
        "id": item.id,
        "name": item.name,
        "exercise": item.exercise or None,
        "area": item.area,
        "sets": item.sets,
        "reps": item.reps,
        "hold": item.hold,
        "per_day": item.per_day,
        "days": [SHORT_DAYS[day].lower() for day in item.days],
        "until": item.until.isoformat() if item.until else None,
        "notes": item.notes,
        "stop": item.stop,
    }


def _head(plan: Plan) -> Iterator[str]:
    for key, value in (("title", plan.title), ("therapist", plan.therapist)):
        if value:
            yield f"{key} = {_quoted(value)}"
    if plan.begins:
        yield f"from = {plan.begins.isoformat()}"


def _table(item: Prescription) -> Iterator[str]:
    yield ""
    yield "[[exercise]]"
    for key, value in _values(item):
        quoted = isinstance(value, str) and key != "until"
        yield f"{key.replace(' ', '_')} = {_quoted(value) if quoted else value}"


def _values(item: Prescription) -> Iterator[tuple[str, str | int]]:
    """What a file says of it, by key; what is as it would be anyway is left out."""
    yield from (("id", item.exercise),) if item.exercise else ()
    yield "name", item.name
    yield "sets", item.sets
    yield "reps", item.reps
    if item.hold:
        yield "hold", int(item.hold) if item.hold == int(item.hold) else f"{item.hold:g}"
    yield "per day", item.per_day
    yield "days", "daily" if item.days == EVERY_DAY else ", ".join(SHORT_DAYS[day] for day in item.days)
    if item.until:
        yield "until", item.until.isoformat()
    yield from ((key, text) for key, text in (("area", item.area), ("notes", item.notes), ("stop", item.stop)) if text)


def _cell(value: str | int) -> str:
    return str(value)


def _quoted(value: object) -> str:
    """As TOML, whose quoted texts are written as those of JSON are."""
    return json.dumps(value, ensure_ascii=False)
