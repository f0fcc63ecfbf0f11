"""Every setting, declared once: its default, type, ranges and what it does; the tables that the program works with."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal

from uncrick.core.model.close_names import close_names
from uncrick.core.model.exercise_setting import ExerciseSetting
from uncrick.core.model.text import N_, _
from uncrick.core.model.week_hours import WeekHours
from uncrick.core.scheduling.rules import Breaks
from uncrick.errors import SettingsError
from uncrick.settings.written import Written, in_one_unit, quoted

Kind = Literal["duration", "count", "flag", "word", "hours", "names", "text", "region"]

MINUTE = 60.0
WEEK = 7 * 86400.0
INSTANT = 0.001  # the shortest duration that is not zero


@dataclass(frozen=True, slots=True)
class Setting:
    """
    One setting.

    Attributes:
        kind: a `duration` is read as seconds, `hours` as WeekHours, `names` as a tuple.
        text: what it does, in words for the person that need no knowledge of the file, without a full stop; English,
            translated where it is shown.
        least, most: the hard range, in seconds or as a count; a duration with `least` 0 may be zero.
        advised: the recommended range; outside it a value works, with a warning.
        words: what a `word` may be, each with what it means, as `text`.
        unit: what a `count` counts, as `text`; a duration has the unit that it is written with.
        table, key: taken from the dataclass that has the setting.
        default: as written in a file; taken from the dataclass.
    """

    kind: Kind
    text: str
    least: float = 0
    most: float = 0
    advised: tuple[float, float] | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    table: str = ""
    key: str = ""
    default: Written = ""

    @property
    def name(self) -> str:
        return f"{self.table}.{self.key}"


# ---------------------------------------------------------------- tables whose dataclass belongs to the core


def _length(low: float, high: float, text: str) -> Setting:
    """A duration above zero; the recommended range in seconds."""
    return Setting("duration", text, INSTANT, WEEK, (low, high))


def _delay(high: float, text: str) -> Setting:
    """A duration that may be zero; recommended up to `high` seconds."""
    return Setting("duration", text, 0, WEEK, (0, high))


# Defaults: core.scheduling.rules.Breaks.
_BREAKS: Mapping[str, Setting] = {
    "every": _length(30 * MINUTE, 90 * MINUTE, N_("Suggest a break after this much work")),
    "window": _delay(20 * MINUTE, N_("Look for a good moment this long before the break is due")),
    "lull": _delay(30, N_("A pause in your typing this long is a good moment")),
    "idle": _length(30, 3 * MINUTE, N_("Time stops counting as work when keyboard and mouse rest for this long")),
    "listening": _length(
        30 * MINUTE,
        8 * 60 * MINUTE,
        N_("In a call or a film, time without any input counts as work for this long at most"),
    ),
    "tireless": _length(60 * MINUTE, 12 * 60 * MINUTE, N_("Input that never pauses for this long is not a person")),
    "clock": Setting(
        "word",
        N_("What counts as work"),
        words={"active": N_("Time at the keyboard"), "wall": N_("All the time, also reading on paper")},
    ),
    "natural": _length(2 * MINUTE, 15 * MINUTE, N_("Being away this long counts as a break")),
    "left": _length(
        30, 5 * MINUTE, N_("A reminder counts as followed when you leave keyboard and mouse alone this long")
    ),
    "after_absence": _delay(5 * MINUTE, N_("When you come back, wait this long before a reminder")),
    "after_busy": _delay(5 * MINUTE, N_("After a call or a film, wait this long before a reminder")),
    "snooze": _length(2 * MINUTE, 20 * MINUTE, N_("How long a snooze lasts")),
    "max_snoozes": Setting(
        "count", N_("How often you can snooze the same reminder"), 0, 1000, (0, 3), unit=N_("times")
    ),
    "unanswered": _length(MINUTE, 15 * MINUTE, N_("Take a reminder back when you have not answered it for this long")),
    "bubble": _length(10, 2 * MINUTE, N_("How long a reminder stays on the screen")),
    "undo": _length(MINUTE, 60 * MINUTE, N_("You can take an answer back for this long")),
    "max_a_day": Setting("count", N_("The most reminders in a day"), 1, 1000, (4, 16)),
    "apart": _delay(45 * MINUTE, N_("The least time between two reminders")),
    "strict": Setting(
        "flag",
        N_("Begin the break by itself a minute after the reminder; Stop and the Esc key always end it"),
    ),
}

# For each exercise, as in `exercise.neck_turn.enabled`. Defaults: core.model.exercise_setting.ExerciseSetting.
_WISH: Mapping[str, Setting] = {
    "enabled": Setting("flag", N_("Whether it may be suggested, and done by hand")),
    "reps": Setting("count", N_("Repetitions in one hourly break; 0 leaves it as it is"), 0, 400),
    "note": Setting(
        "text", N_("Your own words on it: on its card, in the guide, and in a reminder where they fit"), most=50
    ),
}

# ---------------------------------------------------------------- our own tables: default, then the declaration


def _declare(default: Any, setting: Setting) -> Any:
    return field(default=default, metadata={"setting": setting})


def _flag(default: bool, text: str) -> Any:
    return _declare(default, Setting("flag", text))


def _count(default: int, least: int, most: int, text: str, unit: str) -> Any:
    return _declare(default, Setting("count", text, least, most, (least, most), unit=unit))


def _word(default: str, words: Mapping[str, str], text: str) -> Any:
    return _declare(default, Setting("word", text, words=words))


def _hours(text: str) -> Any:
    return _declare(WeekHours(), Setting("hours", text))


@dataclass(frozen=True, slots=True)
class Work:
    hours: WeekHours = _hours(N_("Your working days and hours; outside them there are no reminders"))


@dataclass(frozen=True, slots=True)
class Routine:
    seconds: int = _count(75, 30, 120, N_("How long the exercises of a break take"), N_("seconds"))
    discreet: bool = _flag(False, N_("Only exercises that nobody will notice"))
    can_stand: bool = _flag(True, N_("Suggest standing exercises, walks and stairs too"))


@dataclass(frozen=True, slots=True)
class Prompt:
    sound: bool = _flag(False, N_("Play a short sound with each reminder"))
    style: str = _word(
        "full",
        {
            "full": N_("A message with the exercise"),
            "tips": N_("A message with a tip and a walk"),
            "badge": N_("Only the icon in the tray"),
            "badge_first": N_("The icon first, a message after 3 minutes"),
        },
        N_("What a reminder looks like"),
    )
    evening: bool = _flag(True, N_("One quiet line at the end of the day about how it went"))

    @property
    def banner(self) -> float | None:
        """Seconds until what is due in the tray becomes a notification; None: it never does."""
        return {"badge": None, "badge_first": 180.0}.get(self.style, 0.0)


SUPPRESSIONS = {"calls": "call", "share": "share", "fullscreen": "fullscreen", "do_not_disturb": "dnd"}


@dataclass(frozen=True, slots=True)
class Quiet:
    hours: WeekHours = _hours(N_("Hours without reminders, such as your lunch break"))
    calls: bool = _flag(True, N_("Stay silent in calls, while microphone or camera is in use"))
    share: bool = _flag(True, N_("Stay silent while you share your screen"))
    fullscreen: bool = _flag(True, N_("Stay silent over films and slides in full screen"))
    projector: bool = _flag(
        False, N_("Stay silent while a screen is connected that was not there before, such as a projector")
    )
    do_not_disturb: bool = _flag(True, N_("Stay silent while your desktop is set to do not disturb"))
    ignore: tuple[str, ...] = _declare(
        (),
        Setting(
            "names",
            N_("Programs that may use microphone or camera without it being a call"),
        ),
    )

    @property
    def switched_off(self) -> frozenset[str]:
        """Words of `suppressed_by` that are not to suppress a prompt."""
        return frozenset(word for key, word in SUPPRESSIONS.items() if not getattr(self, key))


@dataclass(frozen=True, slots=True)
class Safety:
    region: str = _declare(
        "auto",
        Setting(
            "region",
            N_("The country whose emergency number is shown when something feels wrong"),
        ),
    )


@dataclass(frozen=True, slots=True)
class Voice:
    enabled: bool = _flag(False, N_("Speak the steps of a break aloud"))
    chime: bool = _flag(False, N_("A soft chime when it is time to let go, and at the end"))


@dataclass(frozen=True, slots=True)
class Window:
    enabled: bool = _flag(True, N_("Show the exercises in a window with a moving figure, not in messages"))
    fullscreen: bool = _flag(False, N_("Let that window fill every screen"))
    scale: int = _count(100, 100, 300, N_("Size of everything in the windows"), N_("percent"))
    theme: str = _word(
        "auto",
        {
            "auto": N_("As on my desktop"),
            "light": N_("Light"),
            "dark": N_("Dark"),
            "contrast": N_("High contrast"),
        },
        N_("Colours of the windows"),
    )
    still: bool = _flag(False, N_("No movement: the figure goes from pose to pose"))
    figure: str = _word(
        "auto",
        {
            "auto": N_("Any of the three"),
            "short": N_("Short dark hair"),
            "bun": N_("Hair in a bun"),
            "curls": N_("Grey curls"),
        },
        N_("The person in the pictures"),
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, one attribute a table; durations in seconds. `exercise` is by id, with what was set only."""

    breaks: Breaks = field(default_factory=Breaks)
    work: Work = field(default_factory=Work)
    routine: Routine = field(default_factory=Routine)
    prompt: Prompt = field(default_factory=Prompt)
    quiet: Quiet = field(default_factory=Quiet)
    safety: Safety = field(default_factory=Safety)
    exercise: Mapping[str, ExerciseSetting] = field(default_factory=dict)
    voice: Voice = field(default_factory=Voice)
    window: Window = field(default_factory=Window)


# ---------------------------------------------------------------- looking them up

EXERCISE = "exercise"
"""The table that has a table for each exercise, by its id."""


def _of_table(table: str, owner: Any, declared: Mapping[str, Setting]) -> Iterator[Setting]:
    """The settings of a dataclass: declared beside its fields, or by name where the core owns it."""
    for entry in fields(owner):
        setting = entry.metadata.get("setting") or declared.get(entry.name)
        if setting is not None:
            yield replace(setting, table=table, key=entry.name, default=_default(setting.kind, entry.default))


def _default(kind: Kind, default: Any) -> Written:
    """The default of a field, as written in a file; lists are empty by default."""
    match kind:
        case "duration":
            return in_one_unit(default)
        case "hours" | "names":
            return []
        case _:
            written: Written = default
            return written


SETTINGS: tuple[Setting, ...] = tuple(
    setting
    for table in fields(Settings)
    if table.name != EXERCISE
    for setting in _of_table(table.name, table.type, _BREAKS)
)
PER_EXERCISE: tuple[Setting, ...] = tuple(_of_table(EXERCISE, ExerciseSetting, _WISH))

# [sync] is reserved for what is to come: the table may stand in a file, a key in it may not.
TABLES = (*(table.name for table in fields(Settings)), "sync")
BY_NAME = {setting.name: setting for setting in SETTINGS}


def find(name: str) -> Setting:
    """
    The setting `breaks.every`, or `every` where only one table has it.

    Raises:
        SettingsError: there is none, or more than one.
    """
    if name in BY_NAME:
        return BY_NAME[name]
    if name.startswith(f"{EXERCISE}."):
        return _of_an_exercise(name)
    same = [setting for setting in SETTINGS if setting.key == name]
    if len(same) == 1:
        return same[0]
    if same:
        names = _(" or ").join(setting.name for setting in same)
        raise SettingsError(_("{name} is ambiguous", name=name), _("say {names}", names=names))
    raise SettingsError(_("{name} is not a setting", name=quoted(name)), nearest(name))


def _of_an_exercise(name: str) -> Setting:
    """The setting `exercise.neck_turn.reps`; the id is not checked."""
    table, _dot, key = name.rpartition(".")
    for setting in PER_EXERCISE:
        if setting.key == key and table != EXERCISE:
            return replace(setting, table=table)
    keys = ", ".join(setting.key for setting in PER_EXERCISE)
    raise SettingsError(
        _("{name} is not a setting", name=quoted(name)), _("expected exercise.ID. and one of {keys}", keys=keys)
    )


def nearest(name: str) -> str:
    """A setting that may have been meant."""
    names = {setting.key: setting.name for setting in SETTINGS} | {name: name for name in BY_NAME}
    names |= {table: f"[{table}]" for table in TABLES}
    near = close_names(name, names)
    if near:
        return _("did you mean {name}?", name=names[near[0]])
    return _("`uncrick settings show` lists them all")
