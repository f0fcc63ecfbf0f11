"""The person's settings file: read with all its faults at once, shown, and written back with its comments."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from uncrick.core.model.exercise_setting import ExerciseSetting
from uncrick.errors import SettingsError, UnreadableError
from uncrick.settings.schema import EXERCISE, SETTINGS, TABLES, Setting, Written, find, nearest, quoted
from uncrick.settings.values import Settings, advice, given_by, value_of, with_values
from uncrick.storage import paths

LARGEST = 65536  # bytes
ALWAYS = "breathe_drop"  # the last resort of every choice


@dataclass(frozen=True, slots=True)
class Loaded:
    """
    A file as read.

    Attributes:
        settings: what can be used; the default stands in for a faulty value.
        errors: one sentence a fault, with key, value, what was expected and the line.
        warnings: one sentence each: outside the recommended range, or an odd combination.
        written: what the file says, by name, faulty values left out.
    """

    settings: Settings
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    written: Mapping[str, Written] = field(default_factory=dict)


MostReps = Callable[[str], int | None]
"""Repetitions a day of an exercise, by its id; None where there is no such exercise."""


def load(path: str, most_reps: MostReps | None = None) -> Loaded:
    """
    Read a file; a missing one is empty. Never raises for what a person wrote.

    Args:
        most_reps: asked for each exercise that the file names; without it these are taken as they stand.
    """
    try:
        text = _text(path)
        tables = _parsed(text)
    except SettingsError as error:
        return Loaded(Settings(), (str(error),))
    written: dict[str, Written] = {}
    values: dict[str, object] = {}
    faults: list[tuple[tuple[str, ...], str]] = []
    for table, content in tables.items():
        if table not in TABLES:
            faults.append(((table,), f"{quoted(table)} is not a table of settings: {nearest(table)}"))
            continue
        if not isinstance(content, dict):
            faults.append(((table,), f"{table} = {quoted(content)}: expected a table, [{table}]"))
            continue
        for where, value in _leaves(table, content):
            name = ".".join(where)
            try:
                values[name] = value_of(find(name), value)
                written[name] = cast("Written", value)
            except SettingsError as error:
                faults.append((where, str(error)))
    about: tuple[str, ...] = ()
    if most_reps is not None and tables.get(EXERCISE):
        too_many, about = _checked(with_values(Settings(), values).exercise, most_reps)
        faults += too_many
        for where, _ in too_many:
            del values[".".join(where)], written[".".join(where)]
    settings = with_values(Settings(), values)
    return Loaded(settings, _located(faults, text) if faults else (), (*advice(settings), *about), written)


def _leaves(table: str, content: Mapping[str, object]) -> Iterator[tuple[tuple[str, ...], object]]:
    """Each key with its value; those of an exercise lie one table deeper."""
    for key, value in content.items():
        if table == EXERCISE and isinstance(value, dict):
            yield from (((table, key, inner), below) for inner, below in value.items())
        else:
            yield (table, key), value


def _checked(
    wishes: Mapping[str, ExerciseSetting], most_reps: MostReps
) -> tuple[list[tuple[tuple[str, ...], str]], tuple[str, ...]]:
    """What no such exercise allows, and what is of no use."""
    faults: list[tuple[tuple[str, ...], str]] = []
    warnings = []
    for name, wish in wishes.items():
        most = most_reps(name)
        if most is None:
            warnings.append(f"[{EXERCISE}.{name}] does nothing: there is no exercise {quoted(name)} (any more)")
        elif wish.reps > most:
            said = f"{EXERCISE}.{name}.reps = {wish.reps}: expected a whole number from 0 to {most}, its most in a day"
            faults.append(((EXERCISE, name, "reps"), said))
        if name == ALWAYS and not wish.enabled:
            warnings.append(f"{EXERCISE}.{name}.enabled = false: it still comes where nothing else is left")
    return faults, tuple(warnings)


def _text(path: str) -> str:
    """What the file says, "" where there is none."""
    try:
        return paths.read(path, LARGEST)
    except FileNotFoundError:
        return ""
    except UnreadableError as error:
        raise SettingsError("Settings cannot be read", f"{path}: {error}.") from error


def _parsed(text: str) -> dict[str, Any]:
    if not text:
        return {}  # of one who changed nothing the parser stays away
    import tomllib

    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        what, _, where = str(error).partition(" (at ")
        place = where.rstrip(")") or "somewhere"
        raise SettingsError("The settings are not valid TOML", f"{place}: {what[:1].lower()}{what[1:]}") from error


def _located(faults: list[tuple[tuple[str, ...], str]], text: str) -> tuple[str, ...]:
    """The faults with the line on which each stands, in the order of the lines."""
    lines = _lines(text)
    placed = sorted(((lines[path], said) for path, said in faults), key=lambda fault: fault[0])
    return tuple(f"line {line}: {said}" for line, said in placed)


def _lines(text: str) -> dict[tuple[str, ...], int]:
    """
    The line on which each table and each key in it first stands.

    tomllib keeps no positions, so the text, valid as a whole, is read again a statement at a time.
    """
    import tomllib

    found: dict[tuple[str, ...], int] = {}
    within: tuple[str, ...] = ()
    statement, start = "", 1
    for number, line in enumerate(text.split("\n"), 1):
        statement += line + "\n"
        try:
            content = tomllib.loads(statement)
        except tomllib.TOMLDecodeError:
            continue  # a value that goes on in the next line
        header = statement.lstrip().startswith("[")
        if header:
            within = ()
        for path in [(*within, *names) for names in _names(content)]:
            found.setdefault(path, start)
            within = path if header else within
        statement, start = "", number + 1
    return found


def _names(content: Mapping[str, object]) -> Iterator[tuple[str, ...]]:
    """Every key, and the keys two tables below it; no fault lies deeper."""
    for key, value in content.items():
        yield (key,)
        for inner, below in value.items() if isinstance(value, dict) else ():
            yield key, inner
            yield from ((key, inner, last) for last in below) if isinstance(below, dict) else ()


# ---------------------------------------------------------------- showing and changing


@dataclass(frozen=True, slots=True)
class Shown:
    """A setting and its value in effect, as written."""

    setting: Setting
    value: Written

    @property
    def changed(self) -> bool:
        return self.value != self.setting.default


def show(path: str) -> list[Shown]:
    """Every setting, in order, and what was set for single exercises."""
    written = load(path).written
    of_exercises = [find(name) for name in written if name.startswith(f"{EXERCISE}.")]
    return [Shown(setting, written.get(setting.name, setting.default)) for setting in (*SETTINGS, *of_exercises)]


def get(path: str, name: str) -> Written:
    """The value in effect; SettingsError for a name that is none."""
    setting = find(name)
    return load(path).written.get(setting.name, setting.default)


def put(path: str, name: str, word: str) -> Written:
    """
    Write one setting into the file, whose comments stay; the new value as written.

    Raises:
        SettingsError: no such setting, a value that cannot be used, or a file that cannot be read or written.
    """
    setting = find(name)
    new = given_by(setting, word)
    value_of(setting, new)
    text = _text(path)
    before = _parsed(text)
    try:
        changed = _changed(text, setting, new, path)
    except (SettingsError, ImportError):
        raise
    except Exception as error:  # a library that cannot take the file apart, or put it together
        raise SettingsError("Settings cannot be written", f"{path} stays as it is: {_why(error)}.") from error
    if changed is None:
        return cast("Written", new)
    if _parsed_or_none(changed) != _with(before, setting, new):
        what = f"{path} stays as it is, for tomlkit would have written something else; edit it yourself"
        raise SettingsError("Settings cannot be written", f"{what}: uncrick settings edit.")
    try:
        paths.write(path, changed)
    except OSError as error:
        raise SettingsError("Settings cannot be written", f"{path}: {paths.reason(error)}.") from error
    return cast("Written", new)


def _changed(text: str, setting: Setting, new: object, path: str) -> str | None:
    """The text with another value in it; None where it says so already by saying nothing."""
    import tomlkit

    document = tomlkit.parse(text)
    parts = setting.table.split(".", 1)
    tables = _tables(document, parts, path)
    if setting.key not in tables[-1] and new == setting.default:
        return None
    for part, outer, table in zip(parts, [document, *tables], tables, strict=False):
        if part not in outer:
            outer[part] = table
    tables[-1][setting.key] = new
    return tomlkit.dumps(document)


def _with(tables: Mapping[str, Any], setting: Setting, new: object) -> dict[str, Any]:
    """What the file must say afterwards: the one value, and nothing else, is another."""
    *within, key = (*setting.table.split(".", 1), setting.key)
    wanted = dict(tables)
    table = wanted
    for name in within:
        table[name] = dict(table.get(name, {}))
        table = table[name]
    table[key] = new
    return wanted


def _parsed_or_none(text: str) -> dict[str, Any] | None:
    try:
        return _parsed(text)
    except SettingsError:
        return None


def _why(error: Exception) -> str:
    said = " ".join(str(error).split())
    return f"{type(error).__name__}{f' ({said})' if said else ''}"


def _tables(document: Any, names: list[str], path: str) -> list[Any]:
    """The tables of those names, one within the other; new ones where they are missing, not yet in their place."""
    import tomlkit

    found = []
    outer = document
    for name in names:
        outer = outer[name] if name in outer else tomlkit.table(is_super_table=name == EXERCISE)
        if not isinstance(outer, dict):
            raise SettingsError(f"{name} is not a table", f"mend {path} first")
        found.append(outer)
    return found
