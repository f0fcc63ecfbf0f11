"""The settings: declared once, read with all faults at once, laid over from the command line, and written back."""

from uncrick.settings.file import Loaded, Shown, get, load, put, show
from uncrick.settings.schema import SETTINGS, Setting, Written, find, parse_duration, spoken
from uncrick.settings.values import Prompt, Quiet, Routine, Settings, Voice, Window, Work, advice, override, plain

__all__ = [
    "SETTINGS",
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
    "load",
    "override",
    "parse_duration",
    "plain",
    "put",
    "show",
    "spoken",
]
