"""Every setting, declared once: its type, unit, default, ranges and what it does."""

import re
from dataclasses import dataclass, replace
from typing import Literal

from uncrick.errors import SettingsError

Written = str | int | bool | list[str]  # a value as TOML has it
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
        default: as written in a file.
        text: what it does, for the person.
        least, most: the hard range, in seconds or as a count; a duration with `least` 0 may be zero.
        advised: the recommended range; outside it a value works, with a warning.
        words: what a `word` may be.
    """

    table: str
    key: str
    kind: Kind
    default: Written
    text: str
    least: float = 0
    most: float = 0
    advised: tuple[float, float] | None = None
    words: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.table}.{self.key}"

    @property
    def expected(self) -> str:
        """What a value must be, to follow the word `expected`."""
        match self.kind:
            case "duration" if self.least:
                return f'a duration above zero and up to {spoken(self.most)}, with its unit: "60m", "90s", "1h30m"'
            case "duration":
                return f'a duration from zero to {spoken(self.most)}, with its unit: "60m", "90s", "0s"'
            case "count":
                return f"a whole number from {self.least:g} to {self.most:g}"
            case "flag":
                return "true or false"
            case "word":
                return " or ".join(f'"{word}"' for word in self.words)
            case "hours":
                return 'a list of days and times such as ["Mon-Fri 08:30-18:00"]'
            case "names":
                return 'a list of names such as ["obs"]'
            case "region":
                return '"auto" or the two letters of a country such as "DE"'
            case "text":
                return f"one line of text, of at most {self.most:g} characters"


def _length(key: str, default: str, advised: tuple[float, float], text: str) -> Setting:
    return Setting("breaks", key, "duration", default, text, INSTANT, WEEK, advised)


def _delay(key: str, default: str, longest: float, text: str) -> Setting:
    """A duration that may be zero."""
    return Setting("breaks", key, "duration", default, text, 0, WEEK, (0, longest))


def _flag(table: str, key: str, default: bool, text: str) -> Setting:
    return Setting(table, key, "flag", default, text)


CLOCK = 'What counts: "active" time, or all time on the "wall" clock (for those who read on paper).'
HOURS = (
    'Prompts only within these hours, such as ["Mon-Fri 08:30-12:00, 13:00-18:00", "2026-12-24 off"]; '
    "without any, always."
)
REGION = 'Whose emergency number the safety card names: "auto" (as the machine is set up), or a country such as "DE".'
STRICT = "A minute after a prompt the break begins by itself, if you did not answer. Stop and Esc always end it."
IGNORE = 'Programs that may use the microphone or the camera without it being a call, such as ["obs"].'
THEME = 'Colours of the windows: "auto" as the desktop has them, or always "light", "dark" or high "contrast".'
STYLES = ("full", "tips", "badge", "badge_first")
STYLE = (
    'How a prompt comes: "full", "tips" (tip and walk), "badge" (tray only) or "badge_first" (a bubble after 3 min).'
)

SETTINGS: tuple[Setting, ...] = (
    _length("every", "60m", (30 * MINUTE, 90 * MINUTE), "A break at the latest after this much active time."),
    _delay("window", "10m", 20 * MINUTE, "From this long before that on, a pause in your typing is enough."),
    _delay("lull", "8s", 30, "How long such a pause must be."),
    _length("idle", "60s", (30, 3 * MINUTE), "After this long without input, time is not active any more."),
    Setting("breaks", "clock", "word", "active", CLOCK, words=("active", "wall")),
    _length("natural", "5m", (2 * MINUTE, 15 * MINUTE), "An absence of this length is a break in itself."),
    _length("left", "90s", (30, 5 * MINUTE), "Without input for this long after a prompt you have left for a break."),
    _delay("after_absence", "60s", 5 * MINUTE, "After a short absence, no prompt for this long."),
    _delay("after_busy", "60s", 5 * MINUTE, "After a call or a full screen, no prompt for this long."),
    _length("snooze", "10m", (2 * MINUTE, 20 * MINUTE), "How long a snooze lasts."),
    Setting("breaks", "max_snoozes", "count", 2, "How often one prompt can be snoozed.", 0, 1000, (0, 3)),
    _length("unanswered", "5m", (MINUTE, 15 * MINUTE), "A prompt without an answer is put away after this long."),
    _length("bubble", "45s", (10, 2 * MINUTE), "How long its notification stays on the screen."),
    Setting("breaks", "max_a_day", "count", 10, "At most this many prompts a day.", 1, 1000, (4, 16)),
    _delay("apart", "25m", 45 * MINUTE, "Two prompts are at least this far apart."),
    _flag("breaks", "strict", False, STRICT),
    Setting("work", "hours", "hours", [], HOURS),
    Setting("routine", "seconds", "count", 60, "Length of a routine in seconds.", 30, 120, (30, 120)),
    _flag("routine", "discreet", False, "Only what colleagues would not notice."),
    _flag("routine", "can_stand", True, "You can get up: standing exercises, walks and stairs are suggested too."),
    _flag("prompt", "sound", False, "A short chime with each prompt."),
    Setting("prompt", "style", "word", "full", STYLE, words=STYLES),
    _flag("prompt", "evening", True, "One quiet line at the end of the day: what it came to."),
    Setting("quiet", "hours", "hours", [], 'No prompts within these hours, such as ["12:00-13:00"].'),
    _flag("quiet", "calls", True, "No prompts while the microphone or the camera is in use."),
    _flag("quiet", "share", True, "No prompts while the screen is shared."),
    _flag("quiet", "fullscreen", True, "No prompts over a film or slides in full screen."),
    _flag("quiet", "do_not_disturb", True, "No prompts while the desktop is set to do not disturb."),
    Setting("quiet", "ignore", "names", [], IGNORE),
    Setting("safety", "region", "region", "auto", REGION),
    _flag("voice", "enabled", False, "Speak the steps of a break aloud, while its window is open."),
    _flag("voice", "chime", False, "A soft chime at each letting go, and at the end of a break."),
    _flag("window", "enabled", True, "Lead through a break in a window with a figure; else in the notification."),
    _flag("window", "fullscreen", False, "Let that window fill every screen."),
    Setting("window", "scale", "count", 100, "Size of everything in the windows, in percent.", 100, 300, (100, 300)),
    Setting("window", "theme", "word", "auto", THEME, words=("auto", "light", "dark", "contrast")),
    _flag("window", "still", False, "No motion: the figure goes from pose to pose."),
)
EXERCISE = "exercise"
"""The table that has a table for each exercise, by its id."""

_NOTE = "Your own words on it: on its card, in the guide, and in a prompt where they fit."
PER_EXERCISE: tuple[Setting, ...] = (
    _flag(EXERCISE, "enabled", True, "Whether it may be suggested, and done by hand."),
    Setting(EXERCISE, "reps", "count", 0, "Repetitions in one hourly break; 0 leaves it as it is.", 0, 400),
    Setting(EXERCISE, "note", "text", "", _NOTE, most=50),
)
"""What can be set for each exercise, as in `exercise.neck_turn.enabled`."""

# The last one is a place for what is to come: a table may stand there, a key may not.
TABLES = ("breaks", "work", "routine", "prompt", "quiet", "safety", EXERCISE, "voice", "window", "sync")
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
        raise SettingsError(f"{name} is ambiguous", f"say {' or '.join(setting.name for setting in same)}")
    raise SettingsError(f"{quoted(name)} is not a setting", nearest(name))


def _of_an_exercise(name: str) -> Setting:
    """The setting `exercise.neck_turn.reps`; any id will do."""
    table, _, key = name.rpartition(".")
    for setting in PER_EXERCISE:
        if setting.key == key and table != EXERCISE:
            return replace(setting, table=table)
    keys = ", ".join(setting.key for setting in PER_EXERCISE)
    raise SettingsError(f"{quoted(name)} is not a setting", f"expected exercise.ID. and one of {keys}")


def nearest(name: str) -> str:
    """A setting that may have been meant."""
    import difflib

    known = {setting.key: setting.name for setting in SETTINGS} | {name: name for name in BY_NAME}
    known |= {table: f"[{table}]" for table in TABLES}
    near = difflib.get_close_matches(name[:80], known, 1)
    return f"did you mean {known[near[0]]}?" if near else "`uncrick settings show` lists them all"


def quoted(value: object) -> str:
    """A value as it may stand in a message: one short line."""
    import json

    try:
        text = json.dumps(value, ensure_ascii=False, default=str)
    except RecursionError:
        return "…"
    return text if len(text) <= 80 else f"{text[:79]}…"


_NUMBER = r"([0-9]{1,9}(?:\.[0-9]{1,9})?)"
_DURATION = re.compile(f"(?:{_NUMBER}h)? ?(?:{_NUMBER}m)? ?(?:{_NUMBER}s)?")


def parse_duration(text: str) -> float:
    """
    Seconds of a duration such as `90s`, `10m`, `1h30m` or `2.1h`.

    Raises:
        SettingsError: it is none; a bare number has no unit.
    """
    found = _DURATION.fullmatch(text.strip().lower())
    if not found or not any(found.groups()):
        raise SettingsError(f"{quoted(text)} is no duration", 'expected a number with its unit: "60m", "90s", "1h30m"')
    return round(sum(float(number or 0) * unit for number, unit in zip(found.groups(), (3600, 60, 1), strict=True)), 3)


def spoken(seconds: float) -> str:
    """A duration as it is written: `1h30m`."""
    whole, rest = divmod(round(seconds, 3), 60)
    hours, minutes = divmod(int(whole), 60)
    parts = ((hours, "h"), (minutes, "m"), (round(rest, 3), "s"))
    return "".join(f"{number:g}{unit}" for number, unit in parts if number) or "0s"
