"""The settings: declared once, read with all faults at once, laid over from the command line, and written back."""

from uncrick.settings.file import Loaded, Shown, get, load, mend, put, show
from uncrick.settings.schema import (
    SETTINGS,
    TABLES,
    Prompt,
    Quiet,
    Routine,
    Setting,
    Settings,
    Voice,
    Window,
    Work,
    find,
)
from uncrick.settings.values import advice, override
from uncrick.settings.written import Written, in_minutes, in_words, parse_duration, plain, spoken

__all__ = [
    "SETTINGS",
    "TABLES",
    "Loaded",
    "Prompt",
    "Quiet",
    "Routine",
    "Setting",
    "Settings",
    "Shown",
    "Voice",
    "Window",
    "Work",
    "Written",
    "advice",
    "find",
    "get",
    "in_minutes",
    "in_words",
    "load",
    "mend",
    "override",
    "parse_duration",
    "plain",
    "put",
    "show",
    "spoken",
]
