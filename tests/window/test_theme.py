"""The colours of the windows."""

import pytest
from PySide6.QtCore import Qt

from uncrick.window.theme import CONTRAST, DARK, LIGHT, look


def contrast(first, second):
    """As WCAG counts it."""

    def light(colour):
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((light(first), light(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])
def test_text_has_enough_contrast(colours):
    for ground in (colours.ground, colours.card):
        assert contrast(colours.text, ground) >= 7
        assert contrast(colours.muted, ground) >= 4.5
        assert contrast(colours.accent, ground) >= 3
    assert contrast(colours.on_accent, colours.accent) >= 4.5
    assert contrast(colours.text, colours.track) >= 4.5


def test_a_desktop_that_is_dark_gets_a_dark_window(qapp, monkeypatch):
    monkeypatch.setattr(type(qapp.styleHints()), "colorScheme", lambda _: Qt.ColorScheme.Dark)
    assert look(qapp, "auto", still=False).dark
    assert not look(qapp, "light", still=False).dark
