"""Paints a chart of the history with Qt, and describes it to screen readers."""

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QHelpEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from uncrick.core.presentation.charts import COLOURS, Chart, Mark, Rectangle, TextLine
from uncrick.window.theme import Look, type_of

OPPOSITE = {"start": "end", "middle": "middle", "end": "start"}


class ChartView(QWidget):
    """A chart, as wide as there is room."""

    def __init__(self, look: Look, chart: Chart) -> None:
        super().__init__()
        self._look = look
        self._chart = chart
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(320)
        # Reached with Tab, so that a screen reader reads its description.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.show_chart(chart)

    def show_chart(self, chart: Chart) -> None:
        """Show another chart in its place."""
        self._chart = chart
        self.setAccessibleName(chart.title)
        self.setAccessibleDescription(
            " ".join(line if line.endswith(".") else f"{line}." for line in chart.descriptions)
        )
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 Qt's name
        self._fit()

    def _fit(self) -> None:
        """Give it the height that goes with its width."""
        self.setFixedHeight(round(self._chart.height * max(self.width(), 1) / self._chart.width))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            scale = self._chart.width / self.width()
            at = QPointF(event.pos().x() * scale, event.pos().y() * scale)
            QToolTip.showText(event.globalPos(), self._description(at), self)
            return True
        return super().event(event)

    def _description(self, at: QPointF) -> str:
        """Of the uppermost rectangle there that has one; "" where none has."""
        marks = reversed(list(self._marks()))
        described = (mark for mark in marks if isinstance(mark, Rectangle) and mark.description)
        return next((mark.description for mark in described if _area(mark).contains(at)), "")

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = self.width() / self._chart.width
        painter.scale(scale, scale)
        for mark in self._marks():
            match mark:
                case Rectangle():
                    self._paint_rectangle(painter, mark)
                case TextLine():
                    self._paint_text(painter, mark)
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._look.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(1, 1, self._chart.width - 2, self._chart.height - 2), 6, 6)
        painter.end()

    def _marks(self) -> Iterator[Mark]:
        """Where the language runs from right to left, so does time."""
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            return (_mirrored(mark, self._chart.width) for mark in self._chart.marks)
        return iter(self._chart.marks)

    def _colour(self, role: str) -> QColor:
        if self._look.contrast and role in ("text", "muted", "line"):
            return QColor(self._look.text)
        return QColor(COLOURS[role][1 if self._look.dark else 0])

    def _paint_rectangle(self, painter: QPainter, mark: Rectangle) -> None:
        colour = self._colour(mark.role)
        painter.setPen(QPen(colour, 1.5) if mark.open else Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush if mark.open else QBrush(colour))
        if mark.hatched:
            faint = QColor(colour)
            faint.setAlphaF(0.35)
            painter.setBrush(QBrush(faint))
            painter.drawRoundedRect(_area(mark), mark.round, mark.round)
            painter.setBrush(QBrush(colour, Qt.BrushStyle.BDiagPattern))
        painter.drawRoundedRect(_area(mark), mark.round, mark.round)

    def _paint_text(self, painter: QPainter, mark: TextLine) -> None:
        font = QFont(type_of(1.0, strong=mark.strong))
        font.setPixelSize(round(mark.size))
        painter.setFont(font)
        painter.setPen(self._colour(mark.role))
        wide = painter.fontMetrics().horizontalAdvance(mark.text)
        x = mark.x - {"start": 0.0, "middle": wide / 2, "end": float(wide)}[mark.anchor]
        painter.drawText(QPointF(x, mark.y), mark.text)


def _area(mark: Rectangle) -> QRectF:
    return QRectF(mark.x, mark.y, mark.width, mark.height)


def _mirrored(mark: Mark, width: float) -> Mark:
    match mark:
        case Rectangle():
            return replace(mark, x=width - mark.x - mark.width)
        case TextLine():
            return replace(mark, x=width - mark.x, anchor=OPPOSITE[mark.anchor])
