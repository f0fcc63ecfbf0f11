"""The person's settings file: read with all its faults at once, shown, and written back with its comments."""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from uncrick.core.model.exercise_setting import ExerciseSetting
from uncrick.core.model.text import _, lower_first, n_
from uncrick.errors import SettingsError, UnreadableError
from uncrick.settings.fault_lines import Fault, Place, key_lines, located
from uncrick.settings.schema import BY_NAME, EXERCISE, SETTINGS, TABLES, Setting, Settings, find, nearest
from uncrick.settings.slips import Mended, Slip, mend_slips
from uncrick.settings.values import (
    QUIET_HOURS,
    WORK_HOURS,
    advice,
    given_by,
    hours_faults_of,
    long_hours,
    value_of,
    wanted,
    with_unit,
    with_values,
)
from uncrick.settings.written import Written, quoted
from uncrick.storage import paths
from uncrick.storage.toml_text import parsed

LARGEST = 65536  # bytes
MOST_FAULTS = 50  # that are told; of others only how many there are


@dataclass(frozen=True, slots=True)
class Loaded:
    """
    A file as read.

    Attributes:
        settings: what can be used; the default stands in for a faulty value.
        errors: one sentence a fault, with key, value, what was expected and the line.
        warnings: one sentence each: outside the recommended range, or an odd combination.
        written: what the file says, by name, faulty values left out.
        faulty: names of what cannot be used; empty where the whole file cannot be read.
        text: as it stands in the file; "" where it cannot be read.
        torn: it is not valid TOML: slips were mended to read the rest, and nothing can be written into it.
    """

    settings: Settings
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    written: Mapping[str, Written] = field(default_factory=dict)
    faulty: tuple[str, ...] = ()
    text: str = ""
    torn: bool = False


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
        mended = _read(text)
    except SettingsError as error:
        return Loaded(Settings(), (str(error),))
    written: dict[str, Written] = {}
    values: dict[str, object] = {}
    faults: list[Fault] = []
    slips = _slips_of_values(mended)
    for table, content in mended.tables.items():
        if table not in TABLES:
            hint = nearest(table) if len(faults) < MOST_FAULTS else ""
            sentence = _("{table} is not a table of settings: {hint}", table=quoted(table), hint=hint)
            faults.append(Fault((table,), sentence))
            continue
        if not isinstance(content, dict):
            sentence = _("{table} = {value}: expected a table, [{table}]", table=table, value=quoted(content))
            faults.append(Fault((table,), sentence))
            continue
        for place, value in _leaves(table, content):
            name = ".".join(place)
            if len(faults) >= MOST_FAULTS and table != EXERCISE and name not in BY_NAME:
                faults.append(Fault(place, ""))  # which setting may have been meant is not worth the time any more
                continue
            found: list[Fault] = []
            try:
                setting = find(name)
                found = _faults(setting, place, value, slips.get(place, []))
                if not found or place in slips:
                    values[name] = value_of(setting, value)
                    written[name] = cast("Written", with_unit(setting, value))
            except SettingsError as error:
                found = found or [Fault(place, str(error))]
            faults += found
    warnings: tuple[str, ...] = ()
    if most_reps is not None and mended.tables.get(EXERCISE):
        too_many, warnings = _check_exercises(with_values(Settings(), values).exercise, most_reps)
        faults += too_many
        for fault in too_many:
            del values[".".join(fault.place)], written[".".join(fault.place)]
    settings = with_values(Settings(), values)
    long = [f"{name}: {told}" for name in (WORK_HOURS, QUIET_HOURS) for told in long_hours(written, name)]
    warnings = (*advice(settings), *long, *warnings)
    faulty = tuple(dict.fromkeys(".".join(fault.place) for fault in faults))
    told = [slip for of_value in slips.values() for slip in of_value]
    # A value of no setting has no sentence: that its name is unknown is said already.
    unsaid = [slip for slip in mended.slips if slip not in told and slip.sentence]
    others = [Fault((), _as_sentence(slip), line=slip.line) for slip in unsaid]
    errors = located([*faults[:MOST_FAULTS], *others], mended.text) if faults or others else ()
    if untold := len(faults[MOST_FAULTS:]):
        errors += (n_("and {count} more fault", "and {count} more faults", untold),)
    return Loaded(settings, errors, warnings, written, faulty, text, torn=bool(mended.slips))


def _read(text: str) -> Mended:
    """What the file says, its slips mended; SettingsError where it is torn beyond that."""
    try:
        return Mended(text, _parsed(text))
    except SettingsError:
        try:
            mended = mend_slips(text)
        except (ValueError, RecursionError):  # such as a number that no computer has room for, or too deep a nesting
            mended = None
        if mended is None:
            raise
        return mended


def _slips_of_values(mended: Mended) -> dict[Place, list[Slip]]:
    """The slips in values, by the setting to which each belongs."""
    if not mended.slips:
        return {}
    places = sorted((line, place) for place, line in key_lines(mended.text).items() if len(place) > 1)
    slips: dict[Place, list[Slip]] = {}
    for slip in mended.slips:
        if slip.of_value and (above := [place for line, place in places if line <= slip.line]):
            slips.setdefault(above[-1], []).append(slip)
    return slips


def _faults(setting: Setting, place: Place, value: object, slips: list[Slip]) -> list[Fault]:
    """What is wrong with one value: of hours, every entry; of one with slips, what is to be written there."""
    faults = [Fault(place, f"{setting.name}: {error}", entry) for entry, error in hours_faults_of(setting, value)]
    for slip in slips:
        what = f"{setting.name} = {slip.written}" if slip.written else setting.name
        sentence = slip.sentence or _in_quotes(setting, value)
        faults.append(Fault(place, f"{what}: {sentence}", line=slip.line))
    return faults


def _in_quotes(setting: Setting, value: object) -> str:
    """What is to be written in the place of a value that had no quotes."""
    try:
        value_of(setting, value)
    except SettingsError:
        return wanted(setting, value)
    return _("write it in quotes: {value}", value=quoted(value))


def _as_sentence(slip: Slip) -> str:
    """A slip that is about no setting."""
    return f"{slip.written[:80]}: {slip.sentence}" if slip.written else slip.sentence


def _leaves(table: str, content: Mapping[str, object]) -> Iterator[tuple[tuple[str, ...], object]]:
    """Each key with its value; those of an exercise lie one table deeper."""
    for key, value in content.items():
        if table == EXERCISE and isinstance(value, dict):
            yield from (((table, key, inner), below) for inner, below in value.items())
        else:
            yield (table, key), value


def _check_exercises(wishes: Mapping[str, ExerciseSetting], most_reps: MostReps) -> tuple[list[Fault], tuple[str, ...]]:
    """Faults: more repetitions than an exercise allows. Warnings: settings without effect."""
    faults: list[Fault] = []
    warnings = []
    for name, wish in wishes.items():
        most, table = most_reps(name), f"{EXERCISE}.{name}"
        if most is None:
            warnings.append(
                _("[{table}] does nothing: there is no exercise {name} (any more)", table=table, name=quoted(name))
            )
        elif wish.reps > most:
            setting = f"{table}.reps"
            text = _(
                "{name} = {value}: expected a whole number from 0 to {most}, its most in a day",
                name=setting,
                value=wish.reps,
                most=most,
            )
            faults.append(Fault((EXERCISE, name, "reps"), text))
        if not wish.enabled and _always_comes(name):
            setting = f"{table}.enabled"
            warnings.append(_("{name} = false: it is still suggested where nothing else is left", name=setting))
    return faults, tuple(warnings)


def _always_comes(exercise_id: str) -> bool:
    """It is chosen where nothing else is left, whatever the settings say."""
    from uncrick.storage.shipped_data import rules

    return exercise_id == rules().numbers.fallback


def _text(path: str) -> str:
    """The text of the file, "" where there is none."""
    try:
        return paths.read(path, LARGEST)
    except FileNotFoundError:
        return ""
    except UnreadableError as error:
        raise SettingsError(_("Settings cannot be read"), f"{path}: {error}.") from error


def _parsed(text: str) -> dict[str, Any]:
    if not text:
        return {}  # saves loading the parser
    try:
        return parsed(text)
    except ValueError as error:
        what, _at, where = str(error).partition(" (at ")
        place = where.rstrip(")") or _("at an unknown place")
        raise SettingsError(_("The settings are not valid TOML"), f"{place}: {lower_first(what)}") from error


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
    try:
        before = _parsed(text)
    except SettingsError as error:
        loaded = load(path)
        raise (SettingsError(error.title, "\n" + "\n".join(loaded.errors)) if loaded.torn else error) from None
    try:
        changed = _changed(text, setting, new, path)
    except (SettingsError, ImportError):
        raise
    except Exception as error:  # a library that cannot take the file apart, or put it together
        raise SettingsError(
            _("Settings cannot be written"), _("{file} was not changed: {why}.", file=path, why=_why(error))
        ) from error
    if changed is None:
        return cast("Written", new)
    if _parsed_or_none(changed) != _with(before, setting, new):
        raise SettingsError(
            _("Settings cannot be written"),
            _(
                "{file} stays as it is, for tomlkit would have written something else; edit it yourself: "
                "uncrick settings edit.",
                file=path,
            ),
        )
    if len(changed.encode()) > LARGEST:
        most = LARGEST // 1024
        sentence = _("{file} would be larger than {most} KiB, and no longer be read.", file=path, most=most)
        raise SettingsError(_("Settings cannot be written"), sentence)
    try:
        paths.write(path, changed)
    except OSError as error:
        raise SettingsError(_("Settings cannot be written"), f"{path}: {paths.reason(error)}.") from error
    return cast("Written", new)


def mend(path: str) -> str:
    """
    Set a file with faults aside, and write all of it that can be used into a new one; returns the name of the old one.

    Raises:
        SettingsError: nothing was changed.
    """
    import tomlkit

    document = tomlkit.document()
    for name, value in load(path).written.items():
        setting = find(name)
        parts = setting.table.split(".", 1)
        tables = _tables(document, parts, path)
        for part, outer, table in zip(parts, [document, *tables], tables, strict=False):
            if part not in outer:
                outer[part] = table
        tables[-1][setting.key] = value
    try:
        aside = paths.set_aside(path)
        try:
            paths.write(path, tomlkit.dumps(document))
        except OSError:
            os.replace(aside, path)
            raise
    except OSError as error:
        raise SettingsError(_("Settings cannot be written"), f"{path}: {paths.reason(error)}.") from error
    return aside


def _changed(text: str, setting: Setting, new: object, path: str) -> str | None:
    """The text with the new value in it; None where the value is the default and the file does not name the setting."""
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
    """What the file must say afterwards: only this value has changed."""
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
    message = " ".join(str(error).split())
    return f"{type(error).__name__} ({message})" if message else type(error).__name__


def _tables(document: Any, names: list[str], path: str) -> list[Any]:
    """The nested tables of those names; missing ones are new, and not yet part of the document."""
    import tomlkit

    tables = []
    outer = document
    for name in names:
        outer = outer[name] if name in outer else tomlkit.table(is_super_table=name == EXERCISE)
        if not isinstance(outer, dict):
            raise SettingsError(_("{name} is not a table", name=name), _("correct {file} first", file=path))
        tables.append(outer)
    return tables
