"""Layouts that fold where there is little room: widgets in lines, and a row of a text with its inputs."""

from collections.abc import Iterable

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QApplication, QLayout, QLayoutItem, QWidget


class _Folding(QLayout):
    """A layout whose height follows from its width alone; the items in the order in which they were added."""

    def __init__(self, parent: QWidget, gap: int) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 Qt's name
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 Qt's name
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 Qt's name
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802 Qt's name
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 Qt's name
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 Qt's name
        return self._arrange(QRect(0, 0, width, 0), place=False)

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802 Qt's name
        super().setGeometry(rect)
        self._arrange(rect, place=True)

    def minimumSize(self) -> QSize:  # noqa: N802 Qt's name
        size = QSize(0, 0)
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _arrange(self, rect: QRect, *, place: bool) -> int:
        """Arrange the items in `rect`, or only find out how high that is."""
        raise NotImplementedError


def _place(item: QLayoutItem, within: QRect, left: int, top: int, size: QSize) -> None:
    """Place it `left` pixels from where the person begins to read."""
    if QApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft:
        left = within.width() - left - size.width()
    item.setGeometry(QRect(QPoint(within.x() + left, top), size))


class FlowLayout(_Folding):
    """Lines of widgets, each as high as its highest."""

    def __init__(self, parent: QWidget, gap: int = 6) -> None:
        super().__init__(parent, gap)

    def sizeHint(self) -> QSize:  # noqa: N802 Qt's name
        sizes = [item.sizeHint() for item in self._shown()]
        gaps = self._gap * max(0, len(sizes) - 1)
        return QSize(sum(size.width() for size in sizes) + gaps, max((size.height() for size in sizes), default=0))

    def _arrange(self, rect: QRect, *, place: bool) -> int:
        lines: list[list[QLayoutItem]] = [[]]
        used = 0
        for item in self._shown():
            wide = item.sizeHint().width()
            if lines[-1] and used + self._gap + wide > rect.width():
                lines.append([])
                used = 0
            used += wide + (self._gap if lines[-1] else 0)
            lines[-1].append(item)
        top = rect.y()
        for line in lines:
            high = max((item.sizeHint().height() for item in line), default=0)
            at = 0
            for item in line:
                size = item.sizeHint()
                size.setWidth(min(size.width(), rect.width()))
                if place:
                    _place(item, rect, at, top + (high - size.height()) // 2, size)
                at += size.width() + self._gap
            top += high + self._gap
        return top - self._gap - rect.y() if self._shown() else 0


class RowLayout(_Folding):
    """
    A text, and beside it, at the other end, what it is about; or that below the text where there is little room.

    Args:
        text: breaks its lines.
        inputs: stand beside each other.
        mark: stands before the inputs, or behind them where they are below the text.
        least: pixels that the text has at least beside the inputs.
        margin: pixels above and below.
    """

    def __init__(
        self,
        parent: QWidget,
        text: QWidget,
        inputs: Iterable[QWidget],
        mark: QWidget | None,
        *,
        least: int,
        gap: int,
        margin: int,
    ) -> None:
        super().__init__(parent, gap)
        self._least, self._margin, self._marked = least, margin, mark is not None
        for each in (text, *((mark,) if mark is not None else ()), *inputs):
            self.addWidget(each)

    def sizeHint(self) -> QSize:  # noqa: N802 Qt's name
        text, *beside = (item.sizeHint() for item in self._shown())
        wide = text.width() + sum(size.width() + self._gap for size in beside)
        return QSize(wide, max(size.height() for size in (text, *beside)) + 2 * self._margin)

    def _arrange(self, rect: QRect, *, place: bool) -> int:
        text, *beside = self._shown()
        if not beside or rect.width() >= self._least + self._width(beside):
            lines = [[text, *beside]]
        elif self._marked and len(beside) > 1 and self._width(beside) - self._gap > rect.width():
            lines = [[text, beside[0]], beside[1:]]  # too long together with the mark
        elif self._marked:
            lines = [[text], [*beside[1:], beside[0]]]
        else:
            lines = [[text], beside]
        top = self._margin
        for line in lines:
            top += self._arrange_line(rect, line, text, top, place=place) + self._gap
        return top - self._gap + self._margin

    def _width(self, beside: list[QLayoutItem]) -> int:
        """Of the inputs, with the gap before each."""
        return sum(item.sizeHint().width() + self._gap for item in beside)

    def _arrange_line(self, rect: QRect, line: list[QLayoutItem], text: QLayoutItem, top: int, *, place: bool) -> int:
        """The height of a line; a text in it takes what the others leave."""
        left_over = rect.width() - self._width([item for item in line if item is not text])
        sizes = [item.sizeHint() for item in line]
        if line[0] is text:
            sizes[0] = QSize(left_over, text.heightForWidth(left_over)) if text.hasHeightForWidth() else sizes[0]
            sizes[0].setWidth(left_over)
        high, left = max(size.height() for size in sizes), 0
        for item, size in zip(line, sizes, strict=True):
            size.setWidth(min(size.width(), rect.width() - left))
            if place:
                _place(item, rect, left, rect.y() + top + (high - size.height()) // 2, size)
            left += size.width() + self._gap
        return high
