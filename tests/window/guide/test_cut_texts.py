"""No page of the guide cuts a text or hides an input, whatever the size, the font, the look and the language."""

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

import surfaces
from uncrick.core.model import text
from uncrick.storage import shipped_data
from uncrick.window.guide.window import SIZE
from uncrick.window.theme import CONTRAST, DARK, LIGHT, dress
from window.conftest import KNOWN
from window.cut_texts import LongerTexts, faults, mirrored

SIZES = {
    "default": SIZE,
    "200 percent on 1366x768": (480, 336),
    "full screen of 1366x768": (1366, 768),
    "full screen at 200 percent": (683, 384),
}


def found(look, known=KNOWN, *, mirror=False):
    """The faults of all pages at all sizes."""
    wrong = []
    for name, window in surfaces.guide_pages(look, known):
        window._clock.stop()  # a text that changes between layout and look would be a fault of the test
        if mirror:
            mirrored(window)
        for size, (width, height) in SIZES.items():
            window.resize(width, height)
            surfaces.settle(window, 0)
            wrong += [f"{name}, {size}: {fault}" for fault in faults(window)]
        window.hide()
        window.deleteLater()
    return wrong


@pytest.fixture
def font(qapp):
    """Sets the font of the desktop; afterwards it is as before."""
    before = QFont(QApplication.font())
    yield lambda name, points: QApplication.setFont(QFont(name, points))
    QApplication.setFont(before)


@pytest.fixture
def pseudo_catalogue():
    text.install(LongerTexts())
    shipped_data.catalogue.cache_clear()
    yield shipped_data.catalogue(figure=True)
    text.install(text.English())
    shipped_data.catalogue.cache_clear()


@pytest.mark.parametrize(
    ("look", "name"),
    [(LIGHT, "DejaVu Sans"), (DARK, "DejaVu Serif"), (CONTRAST, "Nimbus Sans")],
    ids=("light", "dark", "contrast"),
)
def test_nothing_is_cut_in_any_look_and_font(qapp, font, look, name):
    font(name, 11)
    dress(qapp, look)
    assert found(look) == []


def test_nothing_is_cut_from_right_to_left(qapp):
    dress(qapp, LIGHT)
    assert found(LIGHT, mirror=True) == []


def test_nothing_is_cut_where_texts_are_longer(qapp, pseudo_catalogue):
    dress(qapp, LIGHT)
    assert found(LIGHT, pseudo_catalogue) == []
