"""Paints the figure with Qt: the shapes of the core, at any size and on light or dark."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from uncrick.core.figure.figure import Limb, Picture, Shape, skin
from uncrick.core.figure.shapes import Node


def paint(painter: QPainter, picture: Picture, into: QRectF, *, dark: bool) -> None:
    """
    Paint the picture into a rectangle, as large as it fits.

    Args:
        into: in the painter's own units.
    """
    box = picture.fitted(into.width() / into.height())
    scale = into.width() / (box.right - box.left)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setClipRect(into)
    painter.translate(into.left(), into.bottom())
    painter.scale(scale, -scale)
    painter.translate(-box.left, -box.bottom)
    theme = 1 if dark else 0
    for primitive in picture.primitives:
        colour = QColor(picture.colours[primitive.role][theme])
        painter.setBrush(colour)
        match primitive:
            case Shape(_, points):
                painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
            case Limb(_, nodes) if len(nodes) > 1 and len({radius for _, _, radius in nodes}) == 1:
                _line(painter, nodes, colour)
            case Limb():
                painter.drawPath(_outline(primitive))
    painter.restore()


def _line(painter: QPainter, nodes: tuple[Node, ...], colour: QColor) -> None:
    """A line of one width as one stroke: the edges of many pieces over each other would be jagged."""
    stroke = QPen(colour, 2 * nodes[0][2], Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(stroke)
    painter.drawPolyline([QPointF(x, y) for x, y, _ in nodes])
    painter.setPen(Qt.PenStyle.NoPen)


def _outline(limb: Limb) -> QPainterPath:
    """All discs and what joins them as a single path, so that no seam shows between them."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for x, y, radius in limb.nodes:
        path.addEllipse(QPointF(x, y), radius, radius)
    for corners in skin(limb):
        # In the direction of Qt's discs: else the two would cut holes into each other.
        path.addPolygon(QPolygonF([QPointF(x, y) for x, y in reversed(corners)]))
        path.closeSubpath()
    return path
