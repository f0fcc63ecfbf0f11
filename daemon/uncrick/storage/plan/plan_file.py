"""A prescribed plan as a file: read from TOML or from a spreadsheet's CSV, and kept in the person's data folder."""

import csv
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import count

from uncrick.core.catalog import plan_values
from uncrick.core.catalog.plan_reader import HEAD, PlanFault, Row, read_plan
from uncrick.core.catalog.reader import shown
from uncrick.core.model.catalog import Catalogue
from uncrick.core.model.close_names import close_names
from uncrick.core.model.prescription import Plan
from uncrick.core.model.text import _, lower_first
from uncrick.errors import UncrickError, UnreadableError
from uncrick.storage import paths
from uncrick.storage.plan.plan_text import as_toml
from uncrick.storage.toml_text import parsed, statements

LARGEST = 262144  # bytes
DELIMITERS = ";,\t"
SPREADSHEETS = (".xlsx", ".xls", ".ods", ".numbers")
Lines = dict[tuple[str, ...], int]


@dataclass(frozen=True, slots=True)
class Read:
    """What was read; `plan` is None where there is no file, or where it has faults."""

    plan: Plan | None = None
    faults: tuple[PlanFault, ...] = ()


def in_file(path: str, catalogue: Catalogue) -> Read:
    """
    The plan of a file, or all its faults; nothing in it raises.

    Args:
        catalogue: the shipped one.
    """
    ending = os.path.splitext(path)[1].lower()
    if ending in SPREADSHEETS:
        return _unusable(_("It is a spreadsheet; save it there as CSV (UTF-8), and take that file"))
    try:
        text = paths.read(path, LARGEST)
    except FileNotFoundError:
        return _unusable(_("There is no such file"))
    except UnreadableError as error:
        return _unusable(_("It cannot be read: {why}", why=error))
    try:
        head, rows, faults = _of_toml(text) if ending == ".toml" else _of_csv(text)
    except _Unusable as unusable:
        return Read(faults=unusable.faults)
    plan, more = read_plan(head, rows, catalogue)
    every = tuple(sorted((*faults, *more), key=lambda fault: fault.line))
    return Read(None, every) if every else Read(plan)


def _unusable(what: str) -> Read:
    return Read(faults=(PlanFault(0, what),))


class _Unusable(Exception):  # noqa: N818 it becomes the faults of the file
    def __init__(self, *faults: PlanFault) -> None:
        super().__init__()
        self.faults = faults


Rows = tuple[Row, list[Row], list[PlanFault]]


# ---------------------------------------------------------------- TOML


def _of_toml(text: str) -> Rows:
    try:
        document = parsed(text)
    except ValueError as error:
        what, _at, where = str(error).replace(" (at end of document)", "").partition(" (at line ")
        number, _comma, _column = where.partition(",")
        line = int(number) if number.isdecimal() else text.rstrip("\n").count("\n") + 1
        raise _Unusable(PlanFault(line, _("It is not valid TOML: {why}", why=lower_first(what)))) from None
    lines = _lines(text)
    faults: list[PlanFault] = []
    entries = document.pop("exercise", [])
    entries = entries if isinstance(entries, list) else [entries]
    head = _row(document, 0, {key: lines.get((key,), 1) for key in document}, faults, HEAD)
    rows = []
    for place, entry in enumerate(entries):
        line = lines.get(("exercise", str(place)), 1)
        if not isinstance(entry, dict):
            faults.append(PlanFault(line, _("exercise = {value} is not a table", value=shown(entry))))
            continue
        places = {key: lines.get(("exercise", str(place), key), line) for key in entry}
        rows.append(_row(entry, line, places, faults))
    return head, rows, faults


def _row(
    table: Mapping[str, object],
    line: int,
    places: Mapping[str, int],
    faults: list[PlanFault],
    keys: tuple[str, ...] = plan_values.KEYS,
) -> Row:
    """A table as texts by key, of `keys`."""
    values: dict[str, str] = {}
    lines: dict[str, int] = {}
    for word, value in table.items():
        key = word if word in keys else plan_values.key_of(word)
        if key is None or key not in keys:
            faults.append(PlanFault(places[word], _unknown(word, keys)))
            continue
        lines[key], text = places[word], _text(value)
        if text is None:
            faults.append(PlanFault(places[word], _("{key} cannot be {value}", key=word, value=shown(value))))
        elif text:
            values[key] = text
    return Row(line, values, lines)


def _text(value: object) -> str | None:
    """The value as it would stand in a cell of a table; None for what cannot."""
    match value:
        case bool():
            return None
        case str():
            return " ".join(value.split())
        case float():
            return f"{value:.10g}"
        case int():
            return str(value) if abs(value) < 10**9 else shown("…")
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case list() if all(isinstance(part, str) for part in value):
            return ", ".join(value)
        case _:
            return None


def _lines(text: str) -> Lines:
    """The line of each key, and of each table of an exercise; tomllib keeps none, so a statement is read at a time."""
    import tomllib

    lines: Lines = {}
    within: tuple[str, ...] = ()
    tables = 0
    for start, statement in statements(text):
        content = tomllib.loads(statement)
        if statement.lstrip().startswith("["):
            within = ("exercise", str(tables))
            tables += "exercise" in content
            lines.setdefault(within, start)
        else:
            for key in content:
                lines.setdefault((*within, key), start)
    return lines


def _unknown(word: str, keys: tuple[str, ...] = plan_values.KEYS) -> str:
    near = close_names(word.lower(), keys)
    if near:
        return _("{word} is not known here; perhaps {near} is meant", word=shown(word), near=near[0])
    return _("{word} is not known here; there are: {keys}", word=shown(word), keys=", ".join(keys))


# ---------------------------------------------------------------- CSV


def _of_csv(text: str) -> Rows:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    begin = next((number for number, line in enumerate(lines) if line.strip(' ";,\t')), len(lines))
    delimiter = ""
    if begin < len(lines) and lines[begin].lower().startswith("sep="):  # as spreadsheets write it
        delimiter, begin = lines[begin][4:5], begin + 1
    if begin >= len(lines) or not text.strip():
        raise _Unusable(PlanFault(0, _("It is empty")))
    delimiter = delimiter or max(DELIMITERS, key=lines[begin].count)
    return _of_table(_cells(lines[begin:], delimiter, begin))


def _cells(lines: list[str], delimiter: str, before: int) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, each with the number of its first line."""
    line = 0
    try:
        reader = csv.reader((f"{each}\n" for each in lines), delimiter=delimiter, skipinitialspace=True)
        for cells in reader:
            first, line = line + 1, reader.line_num
            texts = [" ".join(cell.split()) for cell in cells]
            if any(texts):
                yield before + first, texts
    except csv.Error as error:
        raise _Unusable(
            PlanFault(before + line + 1, _("It is not a table that can be read: {why}", why=error))
        ) from None


def _of_table(table: Iterator[tuple[int, list[str]]]) -> Rows:
    line, heads = next(table, (0, []))
    keys = [plan_values.key_of(head) if head else "" for head in heads]
    faults = [PlanFault(line, _unknown(head)) for head, key in zip(heads, keys, strict=True) if key is None]
    twice = [key for key in plan_values.KEYS if keys.count(key) > 1]
    faults += [PlanFault(line, _("There are two columns for {key}", key=key)) for key in twice]
    if not {"id", "name"}.intersection(filter(None, keys)):
        keys_of_all = ", ".join(plan_values.KEYS)
        what = _("The first line must name the columns, with id or name among them: {keys}", keys=keys_of_all)
        faults.append(PlanFault(line, what))
    if faults:
        raise _Unusable(*faults)
    rows = []
    for number, cells in table:
        beyond = [text for text in cells[len(keys) :] if text] + [
            text for key, text in zip(keys, cells, strict=False) if key == "" and text
        ]
        if beyond:
            what = _("{value} is in a column without a name; put a text with commas in quotes", value=shown(beyond[0]))
            faults.append(PlanFault(number, what))
        rows.append(Row(number, {key: text for key, text in zip(keys, cells, strict=False) if key and text}))
    return Row(0, {}), rows, faults


# ---------------------------------------------------------------- the person's plan


def stored(catalogue: Catalogue) -> Read:
    """The plan that was imported, or nothing; a file that was damaged since has faults, and stays where it is."""
    path = paths.plan_file()
    return in_file(path, catalogue) if os.path.lexists(path) else Read()


def store(plan: Plan, today: date, catalogue: Catalogue) -> str | None:
    """
    Keep this plan from now on; where the plan before was put, None where there was none.

    A plan that does not say when it begins goes on from one that it continues, so that the report has its days too.

    Raises:
        UncrickError: it cannot be written; the plan before stays.
    """
    path = paths.plan_file()
    begins = plan.begins or _goes_on_from(plan, stored(catalogue).plan) or today
    try:
        paths.made(paths.data())
        aside = _set_aside(path, "before") if os.path.lexists(path) else None
        try:
            paths.write(path, as_toml(replace(plan, begins=begins)))
        except OSError:
            if aside:
                os.replace(aside, path)
            raise
    except OSError as error:
        raise UncrickError(_("The plan cannot be kept"), f"{path}: {paths.reason(error)}.") from error
    return aside


def _goes_on_from(plan: Plan, before: Plan | None) -> date | None:
    """The first date of the plan before, if the two have an exercise in common."""
    if before is None or not {item.id for item in plan.exercises} & {item.id for item in before.exercises}:
        return None
    return before.begins


def remove() -> str | None:
    """
    No plan holds from now on; where its file was put, None where there was none.

    Raises:
        UncrickError: it cannot be moved.
    """
    path = paths.plan_file()
    try:
        return _set_aside(path, "removed") if os.path.lexists(path) else None
    except OSError as error:
        raise UncrickError(_("The plan cannot be removed"), f"{path}: {paths.reason(error)}.") from error


def _set_aside(path: str, word: str) -> str:
    stem, ending = os.path.splitext(path)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    aside = next(name for turn in count() if not os.path.lexists(name := f"{stem}-{word}-{stamp}{turn or ''}{ending}"))
    os.rename(path, aside)
    return aside
