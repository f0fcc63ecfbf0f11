"""The history window cuts no text, in its widgets or in its charts, whatever the size, the font and the language."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import QApplication

import surfaces
from uncrick.core.model import text
from uncrick.core.presentation.charts import TextLine
from uncrick.storage import shipped_data
from uncrick.window.history.window import SIZE, SMALLEST
from uncrick.window.theme import CONTRAST, DARK, LIGHT, dress
from window.conftest import KNOWN
from window.cut_texts import LongerTexts, faults, mirrored

SIZES = {"default": SIZE, "smallest": SMALLEST, "1366x768": (1366, 768), "1366x768 at 200 percent": (683, 384)}


def found(look, known=KNOWN, *, mirror=False):
    """The faults of all states of the window at all sizes."""
    wrong = []
    for name, window in surfaces.history_pages(look, known):
        if mirror:
            mirrored(window)
        for size, (width, height) in SIZES.items():
            window.resize(width, height)
            surfaces.settle(window, 0)
            wrong += [f"{name}, {size}: {fault}" for fault in faults(window)]
        wrong += [f"{name}: {fault}" for view in window.charts for fault in painted(view._chart)]
        window.hide()
        window.deleteLater()
    return wrong


def painted(chart):
    """Texts of a chart that leave it or lie over each other."""
    boxes = [(mark.text, box(mark)) for mark in chart.marks if isinstance(mark, TextLine)]
    for number, (text_, place) in enumerate(boxes):
        if not QRectF(-2, -2, chart.width + 4, chart.height + 4).contains(place):
            yield f"{text_!r} leaves {chart.title!r}"
        for other, its_place in boxes[number + 1 :]:
            if place.intersects(its_place):
                yield f"{text_!r} lies over {other!r}"


def box(mark):
    """Where a text is painted."""
    font = QFont(QApplication.font())
    font.setPixelSize(round(mark.size))
    font.setWeight(QFont.Weight.DemiBold if mark.strong else QFont.Weight.Normal)
    metrics = QFontMetricsF(font)
    wide = metrics.horizontalAdvance(mark.text)
    x = mark.x - {"start": 0.0, "middle": wide / 2, "end": wide}[mark.anchor]
    return QRectF(x, mark.y - metrics.capHeight(), wide, metrics.capHeight())


@pytest.fixture
def font(qapp):
    """Sets the font of the desktop; afterwards it is as before."""
    before = QFont(QApplication.font())
    yield lambda name, points: QApplication.setFont(QFont(name, points))
    QApplication.setFont(before)


@pytest.fixture
def longer_texts():
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


def test_nothing_is_cut_where_texts_are_longer(qapp, longer_texts):
    dress(qapp, LIGHT)
    assert found(LIGHT, longer_texts) == []
