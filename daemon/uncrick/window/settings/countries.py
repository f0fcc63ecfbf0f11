"""The countries whose emergency number is known, by name and with that number."""

from PySide6.QtCore import QLocale

from uncrick.core.model.text import _
from uncrick.core.presentation import red_flags
from uncrick.platforms.common import locale_region

AUTO = "auto"


def countries() -> dict[str, str]:
    """By what the settings file has: how this computer is set up first, then all by their names."""
    number = red_flags.number(AUTO, locale_region.territory(), locale_region.ahead())
    auto = (
        _("As this computer is set up")
        if number == red_flags.UNKNOWN
        else _("As this computer is set up ({number})", number=number)
    )
    named = {territory: f"{_name(territory)} ({number})" for territory, number in red_flags.NUMBERS.items()}
    return {AUTO: auto, **dict(sorted(named.items(), key=lambda entry: entry[1]))}


def _name(territory: str) -> str:
    return QLocale.territoryToString(QLocale.codeToTerritory(territory))
