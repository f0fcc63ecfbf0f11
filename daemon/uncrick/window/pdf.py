"""Writes a page of HTML as a PDF of A4 paper with Qt, in a window's process or in that of a command."""

import os
import sys

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPageLayout, QPageSize, QPainter, QPdfWriter, QTextDocument

from uncrick.core.model.text import _
from uncrick.storage import paths

MARGIN = 14.0  # millimetres
RESOLUTION = 300  # dots an inch
FOOT = 24  # points at the lower edge, for the number of the page
SMALL = 8.0  # points


def write(html: str, path: str, title: str) -> None:
    """
    Write the PDF, and replace what is there.

    Raises:
        OSError: it cannot be written.
    """
    # An application is needed for its fonts; a command has no display, and needs none
    running = QGuiApplication.instance() or _hidden_application()
    page = QBuffer()
    page.open(QIODevice.OpenModeFlag.WriteOnly)
    _paint(html, page, title)
    paths.write(path, bytes(page.data().data()))
    del running


def _hidden_application() -> QGuiApplication:
    if sys.platform == "linux":
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return QGuiApplication(["uncrick"])


def _paint(html: str, target: QIODevice, title: str) -> None:
    writer = QPdfWriter(target)
    writer.setResolution(RESOLUTION)
    writer.setTitle(title)
    writer.setCreator("Uncrick")
    page = QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4),
        QPageLayout.Orientation.Portrait,
        QMarginsF(MARGIN, MARGIN, MARGIN, MARGIN),
        QPageLayout.Unit.Millimeter,
    )
    writer.setPageLayout(page)
    foot = FOOT * RESOLUTION / 72
    size = QSizeF(writer.width(), writer.height() - foot)
    document = QTextDocument()
    document.documentLayout().setPaintDevice(writer)
    document.setDocumentMargin(0)
    document.setMetaInformation(QTextDocument.MetaInformation.CssMedia, "print")
    document.setHtml(html)
    document.setPageSize(size)
    painter = QPainter(writer)
    count = document.pageCount()
    for number in range(count):
        if number:
            writer.newPage()
        painter.save()
        painter.translate(0, -number * size.height())
        document.drawContents(painter, QRectF(0, number * size.height(), size.width(), size.height()))
        painter.restore()
        if count > 1:
            _number(painter, QRectF(0, size.height(), size.width(), foot), number + 1, count)
    painter.end()


def _number(painter: QPainter, foot: QRectF, number: int, count: int) -> None:
    font = painter.font()
    font.setPointSizeF(SMALL)
    painter.setFont(font)
    painter.setPen(QColor("#5b6866"))
    where = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
    painter.drawText(foot, where, _("{number} of {count}", number=number, count=count))
