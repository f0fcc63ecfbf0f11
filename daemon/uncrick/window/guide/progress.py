"""Paints how far the routine and the repetitions of an exercise have got."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from uncrick.core.model.text import _
from uncrick.window.theme import Look

# Pixels, at the usual size: the height of the bar, the gap between its parts, a dot, and what lies between two dots.
BAR, GAP, DOT, APART = 6.0, 4.0, 8.0, 6.0


class RoutineBar(QWidget):
    """A bar with a part for each exercise, as long as it lasts, filled as far as the routine has got."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._parts: tuple[tuple[float, float], ...] = ()
        self._position = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.enlarge(1.0)

    def enlarge(self, scale: float) -> None:
        """So many times the usual height."""
        self.setFixedHeight(round(BAR * scale))

    def show_position(self, parts: tuple[tuple[float, float], ...], position: float) -> None:
        """Show the parts, each with the seconds at which it begins and ends, and where the routine stands."""
        pixels = max(1.0, self.width() / max(1.0, parts[-1][1]))
        shown = round(position * pixels) / pixels
        if (parts, shown) != (self._parts, self._position):
            self._parts, self._position = parts, shown
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 Qt's name
        if not self._parts:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        room = self.width() - GAP * (len(self._parts) - 1)
        pixels = room / self._parts[-1][1]
        for number, (begins, ends) in enumerate(self._parts):
            box = QRectF(begins * pixels + number * GAP, 0, (ends - begins) * pixels, self.height())
            self._paint_part(painter, box, (self._position - begins) / (ends - begins))
        painter.end()

    def _paint_part(self, painter: QPainter, box: QRectF, share: float) -> None:
        round_ = box.height() / 2
        painter.setBrush(QColor(self._look.track))
        painter.drawRoundedRect(box, round_, round_)
        if share > 0:
            filled = QRectF(box)
            filled.setWidth(max(box.height(), box.width() * min(1.0, share)))
            painter.setBrush(QColor(self._look.accent))
            painter.drawRoundedRect(filled, round_, round_)


class RepetitionDots(QWidget):
    """A dot for each repetition; those that were begun are filled."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._rep = self._reps = 0
        self._scale = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def enlarge(self, scale: float) -> None:
        """So many times the usual size."""
        self._scale = scale
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 Qt's name
        wide = self._reps * (DOT + APART) * self._scale
        return QSize(round(wide), round((DOT + 4) * self._scale))

    def show_repetition(self, rep: int, reps: int) -> None:
        """Show repetition `rep` of `reps`; nothing where `reps` is 0."""
        if (rep, reps) == (self._rep, self._reps):
            return
        self._rep, self._reps = rep, reps
        self.setAccessibleName(_("{rep} of {reps}", rep=rep, reps=reps) if reps else "")
        self.setToolTip(self.accessibleName())
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        radius = DOT / 2 * self._scale
        for number in range(self._reps):
            at = (number + 0.5) * (DOT + APART) * self._scale
            if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
                at = self.width() - at
            begun = number < self._rep
            painter.setBrush(QColor(self._look.accent if begun else self._look.line))
            painter.drawEllipse(QPointF(at, self.height() / 2), *(radius, radius) if begun else (radius * 0.7,) * 2)
        painter.end()
