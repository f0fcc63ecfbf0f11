"""How the figure is painted."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from uncrick.core.figure.shapes import Box, Picture, line
from uncrick.window.painter import paint


def painted(pieces):
    points = [(0.1 + 0.8 * n / pieces, 0.3 + 0.27 * n / pieces) for n in range(pieces + 1)]
    image = QImage(200, 200, QImage.Format.Format_RGB32)
    image.fill("#ffffff")
    painter = QPainter(image)
    picture = Picture((line("arrow", 0.05, *points),), Box(0, 0, 1, 1), {"arrow": ("#000000", "#000000")})
    paint(painter, picture, QRectF(0, 0, 200, 200), dark=False)
    painter.end()
    return [image.pixelColor(x, y).red() for x in range(200) for y in range(200)]


def test_line_of_many_pieces_is_as_smooth_as_that_of_a_single_one(qapp):
    differences = [abs(many - single) for many, single in zip(painted(24), painted(1), strict=True)]
    assert max(differences) < 40
