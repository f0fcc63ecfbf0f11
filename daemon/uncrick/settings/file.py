"""The person's settings file: read with all its faults at once, shown, and written back with its comments."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from uncrick import paths
from uncrick.errors import SettingsError
from uncrick.settings.declared import SETTINGS, TABLES, Setting, Written, find, nearest, quoted
from uncrick.settings.values import Settings, advice, given_by, value_of, with_values

LARGEST = 65536  # bytes


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


def load(path: str) -> Loaded:
    """Read a file; a missing one is empty. Never raises for what a person wrote."""
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
        for key, value in content.items():
            name = f"{table}.{key}"
            try:
                values[name] = value_of(find(name), value)
                written[name] = value
            except SettingsError as error:
                faults.append(((table, key), str(error)))
    settings = with_values(Settings(), values)
    return Loaded(settings, _located(faults, text) if faults else (), advice(settings), written)


def _text(path: str) -> str:
    """What the file says, "" where there is none."""
    import os
    import stat

    try:
        mode = os.stat(path).st_mode
        if not stat.S_ISREG(mode):
            what = "a folder" if stat.S_ISDIR(mode) else "no ordinary file"
            raise SettingsError("Settings cannot be read", f"{path} is {what}; a text file is expected.")
        with open(path, "rb") as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise SettingsError("Settings cannot be read", f"{path}: {paths.reason(error)}.") from error
    if len(content) > LARGEST:
        raise SettingsError("Settings cannot be read", f"{path} is larger than {LARGEST // 1024} KiB.")
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SettingsError(f"line {line} is not UTF-8 text", f"save {path} as UTF-8") from error


def _parsed(text: str) -> dict[str, Any]:
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
    """Every key and the keys right below it; no fault lies deeper."""
    for key, value in content.items():
        yield (key,)
        if isinstance(value, dict):
            yield from ((key, inner) for inner in value)


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
    """Every setting, in order."""
    written = load(path).written
    return [Shown(setting, written.get(setting.name, setting.default)) for setting in SETTINGS]


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
    import tomlkit

    setting = find(name)
    new = given_by(setting, word)
    value_of(setting, new)
    text = _text(path)
    _parsed(text)
    document = tomlkit.parse(text)
    table: Any = document.get(setting.table, {})
    if not isinstance(table, dict):
        raise SettingsError(f"{setting.table} is not a table", f"mend {path} first")
    if setting.key in table or new != setting.default:
        if setting.table not in document:
            document[setting.table] = table = tomlkit.table()
        table[setting.key] = new
        try:
            paths.write(path, tomlkit.dumps(document))
        except OSError as error:
            raise SettingsError("Settings cannot be written", f"{path}: {paths.reason(error)}.") from error
    return cast("Written", new)
