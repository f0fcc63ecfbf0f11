"""What a written value becomes in the program, the command line laid over the settings, and what is unusual."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from uncrick.core.model.exercise_setting import ExerciseSetting
from uncrick.core.model.text import _
from uncrick.core.model.week_hours import parse_hours
from uncrick.errors import SettingsError
from uncrick.settings.schema import EXERCISE, SETTINGS, Setting, Settings, find
from uncrick.settings.written import parse_duration, quoted, spoken

# Where the first is longer than the second, one of them can never take effect.
ODD = (
    ("window", "every"),
    ("apart", "every"),
    ("lull", "idle"),
    ("idle", "natural"),
    ("left", "unanswered"),
    ("bubble", "unanswered"),
)


def value_of(setting: Setting, given: object) -> object:
    """The value in the program of a written one; SettingsError if that cannot be used."""
    with suppress(SettingsError):
        match setting.kind, given:
            case "duration", str() if setting.least <= (seconds := parse_duration(given)) <= setting.most:
                return seconds
            case "count", int() if not isinstance(given, bool) and setting.least <= given <= setting.most:
                return given
            case "flag", bool():
                return given
            case "word", str() if given in setting.words:
                return given
            case "hours", list() if all(isinstance(line, str) for line in given):
                return parse_hours(given)
            case "text", str() if len(given) <= setting.most and (given.isprintable() or not given):
                return given.strip()
            case "names", list() if all(isinstance(name, str) for name in given):
                return tuple(given)
            case "region", str() if given == "auto" or (len(given) == 2 and given.isascii() and given.isalpha()):
                return given if given == "auto" else given.upper()
            case _:
                pass
    raise SettingsError(f"{setting.name} = {quoted(given)}", _("expected {what}", what=setting.expected))


def given_by(setting: Setting, word: str) -> object:
    """A word of the command line as a file would have it; a wrong one unchanged, and `value_of` refuses it."""
    import tomllib

    match setting.kind:
        case "flag":
            return {"true": True, "on": True, "false": False, "off": False}.get(word.lower(), word)
        case "count" if word.isdecimal() and len(word) < 10:
            return int(word)
        case "hours" | "names" if word.startswith("["):
            with suppress(ValueError, RecursionError):
                return tomllib.loads(f"value = {word}")["value"]
            return word
        case "hours" | "names":
            return [part.strip() for part in word.split(";") if part.strip()]
        case _:
            return word


def override(settings: Settings, words: Iterable[str]) -> Settings:
    """
    The settings with `KEY=VALUE` words laid over them.

    Raises:
        SettingsError: one line for each word that cannot be used.
    """
    values: dict[str, object] = {}
    faults: list[str] = []
    for word in words:
        name, sign, value = word.partition("=")
        try:
            if not sign:
                raise SettingsError(
                    _('"{word}" does not set anything', word=word), _("expected KEY=VALUE, such as breaks.every=45m")
                )
            setting = find(name.strip())
            values[setting.name] = value_of(setting, given_by(setting, value.strip()))
        except SettingsError as error:
            faults.append(str(error))
    if faults:
        raise SettingsError(_("These settings cannot be used"), "\n".join(faults))
    return with_values(settings, values)


def advice(settings: Settings) -> tuple[str, ...]:
    """What works and is unusual, a sentence each."""
    return (*_outside_the_range(settings), *_without_effect(settings))


def _outside_the_range(settings: Settings) -> Iterator[str]:
    for setting in SETTINGS:
        if setting.advised is None:
            continue
        value = getattr(getattr(settings, setting.table), setting.key)
        low, high = setting.advised
        if not low <= value <= high:
            numbers = (spoken(number) if setting.kind == "duration" else f"{number:g}" for number in (value, low, high))
            yield _(
                "{name} = {value} is unusual: {low} to {high} is recommended",
                **dict(zip(("value", "low", "high"), numbers, strict=True)),
                name=setting.name,
            )


def _without_effect(settings: Settings) -> Iterator[str]:
    for long, short in ODD:
        first, second = getattr(settings.breaks, long), getattr(settings.breaks, short)
        if first > second:
            yield _(
                "breaks.{first} ({long}) is longer than breaks.{second} ({short})",
                first=long,
                long=spoken(first),
                second=short,
                short=spoken(second),
            )


def with_values(settings: Settings, values: Mapping[str, object]) -> Settings:
    """The settings with some changed, by name (`breaks.every`)."""
    tables: dict[str, dict[str, Any]] = {}
    for name, value in values.items():
        table, _dot, key = name.rpartition(".")
        tables.setdefault(table, {})[key] = value
    changed: dict[str, Any] = {}
    wishes = dict(settings.exercise)
    for table, part in tables.items():
        if table.startswith(f"{EXERCISE}."):
            exercise = table.removeprefix(f"{EXERCISE}.")
            wishes[exercise] = replace(wishes.get(exercise, ExerciseSetting()), **part)
        else:
            changed[table] = replace(getattr(settings, table), **part)
    return replace(settings, exercise=wishes, **changed)
