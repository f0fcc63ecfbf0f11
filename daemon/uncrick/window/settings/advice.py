"""Sentences about settings that cannot be saved or used, or are unusual; without a word of the file's language."""

from uncrick.core.model.text import _, n_
from uncrick.errors import SettingsError
from uncrick.settings import SETTINGS, Loaded, Settings
from uncrick.settings.values import ODD, QUIET_HOURS, WORK_HOURS, long_hours
from uncrick.storage import paths

TEXTS = {setting.name: setting.text for setting in SETTINGS}


def why_not_saved(error: SettingsError, loaded: Loaded) -> str:
    """What the system says, or that the file as it is takes nothing in."""
    cause = error.__cause__
    if isinstance(cause, OSError):
        return _("your settings file cannot be written ({reason}).", reason=paths.reason(cause))
    if loaded.errors and (loaded.torn or not loaded.faulty):
        return _("your settings file cannot be read as it is. The button “Repair” above puts it right.")
    return _("this cannot be used here.")


def on_faults(loaded: Loaded) -> str:
    """What is wrong with the file as a whole, and what the button does; "" where nothing is."""
    if not loaded.errors:
        return ""
    if not loaded.faulty:
        return _(
            "Your settings file cannot be read, so nothing can be changed here. "
            "“Repair” begins a new one, and leaves the old one beside it."
        )
    return n_(
        "Your settings file has an entry that cannot be used, and changes wait for that. "
        "“Repair” keeps all the others, and a copy of the file.",
        "Your settings file has {count} entries that cannot be used, and changes wait for that. "
        "“Repair” keeps all the others, and a copy of the file.",
        len(loaded.faulty),
    )


def not_running() -> str:
    """Nobody follows the settings at the moment."""
    return _("Uncrick is not running. What you change here is saved, and counts from its next start.")


def on_field(name: str, loaded: Loaded, scale: float) -> str:
    """
    What is to be said about one setting, or "".

    Args:
        scale: seconds in the unit that it is shown in.
    """
    if name in loaded.faulty:
        return _("⚠ What your settings file says here cannot be used. Choose a value to replace it.")
    return _unusual(name, loaded.settings, scale) or _without_effect(name, loaded.settings) or _long_night(name, loaded)


def _long_night(name: str, loaded: Loaded) -> str:
    """Hours that go on far into the next day."""
    sentence = next(long_hours(loaded.written, name), "") if name in (WORK_HOURS, QUIET_HOURS) else ""
    return f"{sentence}." if sentence else ""


def _unusual(name: str, settings: Settings, scale: float) -> str:
    setting = next(each for each in SETTINGS if each.name == name)
    if setting.advised is None:
        return ""
    low, high = setting.advised
    if low <= getattr(getattr(settings, setting.table), setting.key) <= high:
        return ""
    least, most = f"{low / scale:g}", f"{high / scale:g}"
    return _("That is unusual: {low} to {high} suits most people.", low=least, high=most)


def _without_effect(name: str, settings: Settings) -> str:
    """One of two lengths is longer than the other, and one of them then never comes to pass."""
    for long, short in ODD:
        if getattr(settings.breaks, long) > getattr(settings.breaks, short):
            if name == f"breaks.{long}":
                return _("This is longer than “{other}”.", other=_(TEXTS[f"breaks.{short}"]))
            if name == f"breaks.{short}":
                return _("This is shorter than “{other}”.", other=_(TEXTS[f"breaks.{long}"]))
    return ""
