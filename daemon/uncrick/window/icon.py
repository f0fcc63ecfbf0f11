"""The icon of every window: the launcher's, drawn by Qt, so that it needs no file."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap

from uncrick.platforms.common.icons import TEAL, TRACK, Colour

SIZES = (16, 32, 48, 128)  # pixels


def icon() -> QIcon:
    """A ring of which a quarter has passed, about head and shoulders."""
    made = QIcon()
    for size in SIZES:
        made.addPixmap(_drawn(size))
    return made


def _drawn(size: int) -> QPixmap:
    picture = QPixmap(size, size)
    picture.fill(Qt.GlobalColor.transparent)
    stroke = size / 8
    edge = QRectF(stroke / 2 + 0.5, stroke / 2 + 0.5, size - stroke - 1, size - stroke - 1)
    unit, middle = size / 2, QPointF(size / 2, size / 2)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for colour, turns in ((TRACK, 1.0), (TEAL, 0.75)):
        painter.setPen(QPen(_colour(colour), stroke, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawArc(edge, 90 * 16, round(turns * 360 * 16))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_colour(TEAL))
    painter.drawEllipse(middle + QPointF(0, -0.2 * unit), 0.23 * unit, 0.23 * unit)
    painter.drawPie(QRectF(middle.x() - 0.46 * unit, middle.y() + 0.1 * unit, 0.92 * unit, 0.82 * unit), 0, 180 * 16)
    painter.end()
    return picture


def _colour(colour: Colour) -> QColor:
    return QColor(*colour)
