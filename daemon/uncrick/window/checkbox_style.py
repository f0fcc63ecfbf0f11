"""Draws check boxes with a clear frame and a tick, not by colour alone; lists of choices open below their box."""

from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QProxyStyle, QStyle, QWidget

from uncrick.window.theme import Look

BOXES = (QStyle.PrimitiveElement.PE_IndicatorCheckBox, QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck)
TICK = ((0.24, 0.53), (0.43, 0.72), (0.78, 0.3))  # shares of the box
DASH = ((0.26, 0.5), (0.74, 0.5))
SIDE, ROUND = 16.0, 4.0


class CheckboxStyle(QProxyStyle):
    """The Fusion style with check boxes of our own."""

    def __init__(self, look: Look) -> None:
        super().__init__("Fusion")
        self._look = look

    def styleHint(  # noqa: N802 Qt's name
        self,
        hint: QStyle.StyleHint,
        option: Any = None,
        widget: QWidget | None = None,
        returnData: Any = None,  # noqa: N803 Qt's name
    ) -> int:
        if hint is QStyle.StyleHint.SH_ComboBox_Popup:
            return 0  # a list, and no menu with a frame of its own
        return super().styleHint(hint, option, widget, returnData)

    def drawPrimitive(  # noqa: N802 Qt's name
        self, element: QStyle.PrimitiveElement, option: Any, painter: QPainter, widget: QWidget | None = None
    ) -> None:
        if element not in BOXES:
            super().drawPrimitive(element, option, painter, widget)
            return
        look, on = self._look, bool(option.state & (QStyle.StateFlag.State_On | QStyle.StateFlag.State_NoChange))
        box = QRectF(0, 0, SIDE, SIDE)
        box.moveCenter(QRectF(option.rect).center())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(look.accent if on else look.muted), 1.4 * look.width))
        painter.setBrush(QColor(look.accent if on else look.card))
        painter.drawRoundedRect(box, ROUND, ROUND)
        if on:
            pen = QPen(QColor(look.on_accent), 2.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            mark = DASH if option.state & QStyle.StateFlag.State_NoChange else TICK
            painter.drawPolyline(QPolygonF([QPointF(box.x() + x * SIDE, box.y() + y * SIDE) for x, y in mark]))
        painter.restore()
