"""The settings as the program works with them, what a written value becomes there, and what is unusual."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from uncrick.core.model.exercise_setting import ExerciseSetting
from uncrick.core.model.week_hours import WeekHours, parse_hours
from uncrick.core.scheduling.rules import Breaks
from uncrick.errors import SettingsError
from uncrick.settings.schema import EXERCISE, SETTINGS, Setting, Written, find, parse_duration, quoted, spoken

# Where the first is longer than the second, one of them can never take effect.
ODD = (
    ("window", "every"),
    ("apart", "every"),
    ("lull", "idle"),
    ("idle", "natural"),
    ("left", "unanswered"),
    ("bubble", "unanswered"),
)
SUPPRESSIONS = {"calls": "call", "share": "share", "fullscreen": "fullscreen", "do_not_disturb": "dnd"}


@dataclass(frozen=True, slots=True)
class Work:
    hours: WeekHours = field(default_factory=WeekHours)


@dataclass(frozen=True, slots=True)
class Routine:
    """`seconds`: the budget of one routine."""

    seconds: int = 60
    discreet: bool = False
    can_stand: bool = True


@dataclass(frozen=True, slots=True)
class Prompt:
    """`banner`: seconds until what is due in the tray becomes a notification; None = it never does."""

    sound: bool = False
    style: str = "full"
    evening: bool = True

    @property
    def banner(self) -> float | None:
        return {"badge": None, "badge_first": 180.0}.get(self.style, 0.0)


@dataclass(frozen=True, slots=True)
class Quiet:
    hours: WeekHours = field(default_factory=WeekHours)
    calls: bool = True
    share: bool = True
    fullscreen: bool = True
    do_not_disturb: bool = True
    ignore: tuple[str, ...] = ()

    @property
    def switched_off(self) -> frozenset[str]:
        """Words of `suppressed_by` that are not to keep a prompt back."""
        return frozenset(word for key, word in SUPPRESSIONS.items() if not getattr(self, key))


@dataclass(frozen=True, slots=True)
class Safety:
    """`region`: `auto`, or a territory in two capital letters."""

    region: str = "auto"


@dataclass(frozen=True, slots=True)
class Voice:
    enabled: bool = False
    chime: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """`scale`: percent."""

    enabled: bool = True
    fullscreen: bool = False
    scale: int = 100
    theme: str = "auto"
    still: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, one attribute a table; durations in seconds. `exercise` is by id, with what was set only."""

    breaks: Breaks = field(default_factory=Breaks)
    work: Work = field(default_factory=Work)
    routine: Routine = field(default_factory=Routine)
    prompt: Prompt = field(default_factory=Prompt)
    quiet: Quiet = field(default_factory=Quiet)
    safety: Safety = field(default_factory=Safety)
    voice: Voice = field(default_factory=Voice)
    window: Window = field(default_factory=Window)
    exercise: Mapping[str, ExerciseSetting] = field(default_factory=dict)


def value_of(setting: Setting, given: object) -> object:
    """What the program works with, from what is written; SettingsError if that cannot be used."""
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
    raise SettingsError(f"{setting.name} = {quoted(given)}", f"expected {setting.expected}")


def plain(written: Written) -> str:
    """A value as it is written on the command line."""
    if isinstance(written, bool):
        return "true" if written else "false"
    return "; ".join(written) if isinstance(written, list) else str(written)


def given_by(setting: Setting, word: str) -> object:
    """What a word of the command line would be in a file; a wrong one stays as it is, to be refused by `value_of`."""
    import tomllib

    match setting.kind:
        case "flag":
            return {"true": True, "on": True, "false": False, "off": False}.get(word.lower(), word)
        case "count" if word.isdecimal() and len(word) < 10:
            return int(word)
        case "hours" | "names" if word.startswith("["):
            with suppress(ValueError, RecursionError):
                return tomllib.loads(f"it = {word}")["it"]
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
                raise SettingsError(f'"{word}" sets nothing', "expected KEY=VALUE, such as breaks.every=45m")
            setting = find(name.strip())
            values[setting.name] = value_of(setting, given_by(setting, value.strip()))
        except SettingsError as error:
            faults.append(str(error))
    if faults:
        raise SettingsError("These settings cannot be used", "\n".join(faults))
    return with_values(settings, values)


def advice(settings: Settings) -> tuple[str, ...]:
    """What works and is unusual, a sentence each."""

    def shown(setting: Setting, value: float) -> str:
        return spoken(value) if setting.kind == "duration" else f"{value:g}"

    said = []
    for setting in SETTINGS:
        if setting.advised:
            value = getattr(getattr(settings, setting.table), setting.key)
            low, high = setting.advised
            if not low <= value <= high:
                usual = f"{shown(setting, low)} to {shown(setting, high)}"
                said.append(f"{setting.name} = {shown(setting, value)} is unusual: {usual} is recommended")
    for long, short in ODD:
        first, second = getattr(settings.breaks, long), getattr(settings.breaks, short)
        if first > second:
            said.append(f"breaks.{long} ({spoken(first)}) is longer than breaks.{short} ({spoken(second)})")
    return tuple(said)


def with_values(settings: Settings, values: Mapping[str, object]) -> Settings:
    """The settings with some changed, by name (`breaks.every`)."""
    tables: dict[str, dict[str, Any]] = {}
    for name, value in values.items():
        table, _, key = name.rpartition(".")
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
