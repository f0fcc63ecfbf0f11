"""Paints what moves in a window: the card with the figure, and the ring."""

from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from uncrick.core.figure.figure import Figure, Picture, person_of
from uncrick.core.model.catalog import Catalogue, Exercise
from uncrick.core.model.text import _, n_
from uncrick.storage import paths
from uncrick.window.painter import paint
from uncrick.window.theme import Look, type_of

FRAME = 1000 // 15  # milliseconds between two frames

ROUND = 18.0
INSET = 16.0
# A still figure has the pose of so many seconds before the end of a phase: still within the phase.
BEFORE = 0.01


class Stage(QWidget):
    """
    A rounded card with a moving figure.

    Attributes:
        painted: number of paints so far.
        scale: how much larger than usual its text is.
    """

    def __init__(self, look: Look, catalogue: Catalogue) -> None:
        super().__init__()
        self._look = look
        self._catalogue = catalogue
        self._figures: dict[tuple[str, float], Figure] = {}
        self._person = look.figure
        self._picture: Picture | None = None
        self._bust = False
        self._words: tuple[str, str] | None = None
        self._phase, self._breath, self._lungs, self._relaxed = "", "", 0.0, False
        self.painted, self.scale = 0, 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(96, 96)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:  # noqa: N802 Qt's name
        return QSize(440, 280)

    def show_figure(self, exercise: Exercise, t: float, amplitude: float = 1.0) -> None:
        """Show the figure `t` seconds into a repetition; it is painted only if it looks different."""
        if not exercise.base:
            self._show_words(exercise)
            return
        self._words = None
        key = (exercise.id, amplitude)
        if key not in self._figures:
            rig = self._catalogue.rig
            if rig is None:
                return
            self._figures[key] = Figure(exercise, rig, amplitude, person_of(rig, self._person, paths.personal_seed()))
        figure = self._figures[key]
        picture = figure.frame(self._still(figure, t), alive=False) if self._look.still else figure.frame(t)
        if picture != self._picture:
            self._picture = picture
            self._bust = exercise.frame != "full"
            self.setAccessibleName(_("Figure: {exercise}", exercise=exercise.name))
            self.update()

    def _show_words(self, exercise: Exercise) -> None:
        """An exercise of a plan that has no figure: its name and its dose in the place of one."""
        words = (exercise.name, exercise.how)
        if words != self._words:
            self._words, self._picture = words, None
            self.setAccessibleName(" ".join(words))
            self.update()

    def show_person(self, chosen: str) -> None:
        """Show the exercises by somebody else from now on, as in the settings."""
        self._person = chosen
        self._figures.clear()

    def show_phase(self, phase: str, *, relaxed: bool, breath: str = "", lungs: float = 0.0) -> None:
        """Show how to breathe, or else the phase, in a word or two; `lungs`: how full they are, 0..1."""
        lungs = round(lungs, 1) if not self._look.still else 0.0
        shown = (phase, breath, lungs, relaxed)
        if shown != (self._phase, self._breath, self._lungs, self._relaxed):
            self._phase, self._breath, self._lungs, self._relaxed = shown
            self.update()

    def _still(self, figure: Figure, t: float) -> float:
        """The second shown where no motion is wanted: the start, then the pose in which each phase ends."""
        if figure.exercise.loop:
            return figure.still_second
        at = 0
        for phase in figure.exercise.phases:
            at += phase.s
            if 0 < t < at:
                return at - BEFORE
        return t

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 Qt's name
        self.painted += 1
        look = self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = look.width / 2
        card = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        frame = look.accent if self._relaxed else look.line
        painter.setPen(QPen(QColor(frame), look.width * (2 if self._relaxed else 1)))
        painter.setBrush(QColor(look.calm if self._relaxed else look.card))
        painter.drawRoundedRect(card, ROUND, ROUND)
        self._paint_chip(painter, card)
        if self._picture is not None:
            # A bust reaches down to the edge of the card, which cuts it off.
            below = 0.0 if self._bust else INSET
            inner = card.adjusted(INSET, INSET * 1.5, -INSET, -below)
            if self._breath:
                self._halo(painter, inner)
            paint(painter, self._picture, inner, dark=look.dark)
        elif self._words is not None:
            self._paint_words(painter, card.adjusted(2 * INSET, 2 * INSET, -2 * INSET, -INSET), *self._words)
        painter.end()

    def _paint_words(self, painter: QPainter, within: QRectF, name: str, dose: str) -> None:
        """Paint the name, and below it the dose, in the middle of the card."""
        wrap = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
        fonts = (type_of(1.5 * self.scale, strong=True), type_of(1.1 * self.scale))
        heights = []
        for text, font in zip((name, dose), fonts, strict=True):
            painter.setFont(font)
            heights.append(painter.boundingRect(within, wrap, text).height())
        top = within.top() + max(0.0, (within.height() - sum(heights) - INSET / 2) / 2)
        for text, font, high, colour in zip(
            (name, dose), fonts, heights, (self._look.text, self._look.muted), strict=True
        ):
            painter.setFont(font)
            painter.setPen(QColor(colour))
            painter.drawText(QRectF(within.left(), top, within.width(), high), wrap, text)
            top += high + INSET / 2

    def _paint_chip(self, painter: QPainter, card: QRectF) -> None:
        """Paint how to breathe, or the phase, in the upper corner where it has room."""
        text = self._breath or self._phase
        if not text:
            return
        painter.setFont(type_of((1.05 if self._relaxed else 0.95) * self.scale, strong=True))
        metrics = painter.fontMetrics()
        if metrics.horizontalAdvance(text) + 48 > card.width():
            return  # the text beside the figure says it too
        wide, high = metrics.horizontalAdvance(text) + 24, metrics.height() + 10
        left = card.left() + 12
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            left = card.right() - 12 - wide
        chip = QRectF(left, card.top() + 12, wide, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._look.accent if self._relaxed else self._look.track))
        painter.drawRoundedRect(chip, high / 2, high / 2)
        painter.setPen(QColor(self._look.on_accent if self._relaxed else self._look.text))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, text)

    def _halo(self, painter: QPainter, inner: QRectF) -> None:
        """Paint a disc behind the figure that grows with the breath."""
        radius = min(inner.width(), inner.height()) * (0.34 + 0.12 * self._lungs)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._look.calm))
        painter.drawEllipse(inner.center(), radius, radius)


def _seconds_left(seconds: int) -> str:
    return n_("{count} second left", "{count} seconds left", seconds)


class Ring(QWidget):
    """A ring that fills, with the seconds left in it."""

    def __init__(self, look: Look, size: int) -> None:
        super().__init__()
        self._look = look
        self._shown: tuple[str, int, bool] = ("", 0, False)
        self.setFixedSize(size, size)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_time(self, left: float, share: float, *, relaxed: bool, text: str | None = None) -> None:
        """Show the seconds left, or `text` in their place, and the share that is over, 0..1."""
        steps = 4 if self._look.still else 120
        shown = (str(ceil(left)) if text is None else text, round(share * steps) * 120 // steps, relaxed)
        if shown != self._shown:
            if shown[0] != self._shown[0]:
                self.setAccessibleName(_seconds_left(ceil(left)) if text is None else text)
            self._shown = shown
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 Qt's name
        text, share, relaxed = self._shown
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        thick = max(4.0, self.width() / 12)
        box = QRectF(self.rect()).adjusted(thick, thick, -thick, -thick)
        painter.setPen(Qt.PenStyle.NoPen)
        if relaxed:
            painter.setBrush(QColor(self._look.calm))
            painter.drawEllipse(QPointF(box.center()), box.width() / 2, box.height() / 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self._look.track), thick))
        painter.drawEllipse(box)
        painter.setPen(QPen(QColor(self._look.accent), thick, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        if share:
            painter.drawArc(box, 90 * 16, -share * 48)
        painter.setPen(QColor(self._look.text))
        font = type_of(1.0, strong=True)
        font.setPixelSize(int(self.width() * (0.34 if len(text) < 3 else 0.24)))
        painter.setFont(font)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, text)
        painter.end()
