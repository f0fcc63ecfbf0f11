"""Shows a picture of the history: its shapes painted by Qt at any width, and its sentences for who does not see it."""

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QHelpEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from uncrick.core.presentation.charts import COLOURS, Box, Chart, Words
from uncrick.window.theme import Look, type_of


class Drawn(QWidget):
    """One picture, as wide as there is room."""

    def __init__(self, look: Look, chart: Chart) -> None:
        super().__init__()
        self._look = look
        self._chart = chart
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(320)
        # Reached with Tab, so that a screen reader comes by and reads what the picture says.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.show_chart(chart)

    def show_chart(self, chart: Chart) -> None:
        """Another picture in its place."""
        self._chart = chart
        self.setAccessibleName(chart.title)
        self.setAccessibleDescription(" ".join(line if line.endswith(".") else f"{line}." for line in chart.told))
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 Qt's name
        self._fit()

    def _fit(self) -> None:
        """As high as it must be for its width."""
        self.setFixedHeight(round(self._chart.height * max(self.width(), 1) / self._chart.width))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            scale = self._chart.width / self.width()
            at = QPointF(event.pos().x() * scale, event.pos().y() * scale)
            boxes = [mark for mark in reversed(self._chart.marks) if isinstance(mark, Box) and mark.told]
            told = next((mark.told for mark in boxes if _rect(mark).contains(at)), "")
            QToolTip.showText(event.globalPos(), told, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = self.width() / self._chart.width
        painter.scale(scale, scale)
        for mark in self._chart.marks:
            match mark:
                case Box():
                    self._box(painter, mark)
                case Words():
                    self._words(painter, mark)
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._look.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(1, 1, self._chart.width - 2, self._chart.height - 2), 6, 6)
        painter.end()

    def _colour(self, role: str) -> QColor:
        if self._look.contrast and role in ("text", "muted", "line"):
            return QColor(self._look.text)
        return QColor(COLOURS[role][1 if self._look.dark else 0])

    def _box(self, painter: QPainter, mark: Box) -> None:
        colour = self._colour(mark.role)
        painter.setPen(QPen(colour, 1.5) if mark.open else Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush if mark.open else QBrush(colour))
        if mark.hatched:
            faint = QColor(colour)
            faint.setAlphaF(0.35)
            painter.setBrush(QBrush(faint))
            painter.drawRoundedRect(_rect(mark), mark.round, mark.round)
            painter.setBrush(QBrush(colour, Qt.BrushStyle.BDiagPattern))
        painter.drawRoundedRect(_rect(mark), mark.round, mark.round)

    def _words(self, painter: QPainter, mark: Words) -> None:
        font = QFont(type_of(1.0, strong=mark.strong))
        font.setPixelSize(round(mark.size))
        painter.setFont(font)
        painter.setPen(self._colour(mark.role))
        wide = painter.fontMetrics().horizontalAdvance(mark.text)
        x = mark.x - {"start": 0.0, "middle": wide / 2, "end": float(wide)}[mark.anchor]
        painter.drawText(QPointF(x, mark.y), mark.text)


def _rect(mark: Box) -> QRectF:
    return QRectF(mark.x, mark.y, mark.width, mark.height)
