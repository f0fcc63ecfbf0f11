"""Paints an exercise in the list: its box, its name, and below it, wrapped, why the person does not get it."""

from enum import IntEnum
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QListView, QStyle, QStyledItemDelegate, QStyleOptionButton

from uncrick.window.theme import type_of

BOX, EDGE, GAP = 16, 8, 8  # pixels: of the check box, about the text, and between the two
WRAP = int(Qt.TextFlag.TextWordWrap)


STATES = {
    Qt.CheckState.Unchecked: QStyle.StateFlag.State_Off,
    Qt.CheckState.Checked: QStyle.StateFlag.State_On,
    Qt.CheckState.PartiallyChecked: QStyle.StateFlag.State_NoChange,
}


class Roles(IntEnum):
    """What an item holds besides its name: the id of an exercise, or that of a group, whose exercises follow."""

    ID = Qt.ItemDataRole.UserRole
    REASON = Qt.ItemDataRole.UserRole + 1
    GROUP = Qt.ItemDataRole.UserRole + 2


class ExerciseDelegate(QStyledItemDelegate):
    """Items are as high as their texts need in the width of the list."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view
        self._small, self._strong = type_of(0.88), type_of(1.0, strong=True)

    def sizeHint(self, option: Any, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802 Qt's name
        wide = self._view.viewport().width() - 2 * self._view.spacing()
        name, reason = self._heights(index, self._text_width(wide))
        return QSize(wide, max(BOX, name + reason) + 2 * EDGE)

    def paint(self, painter: QPainter, option: Any, index: QModelIndex | QPersistentModelIndex) -> None:
        option = _copy(option)
        self.initStyleOption(option, index)
        palette, style = option.palette, QApplication.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, self._view)
        box = self._box(option.rect)
        check = QStyleOptionButton()
        check.rect = box
        check.state = QStyle.StateFlag.State_Enabled | STATES[Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole))]
        style.drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorCheckBox, check, painter, self._view)
        text = self._text(option.rect)
        reason, (high, _low) = index.data(Roles.REASON), self._heights(index, text.width())
        align = Qt.AlignmentFlag.AlignRight if self._is_mirrored() else Qt.AlignmentFlag.AlignLeft
        flags = WRAP | int(align | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignTop)
        painter.save()
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        painter.setFont(self._font(index))
        painter.drawText(text, flags, index.data(Qt.ItemDataRole.DisplayRole))
        if reason:
            painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
            painter.setFont(self._small)
            painter.drawText(text.adjusted(0, high, 0, 0), flags, reason)
        painter.restore()

    def editorEvent(  # noqa: N802 Qt's name
        self, event: QEvent, model: Any, option: Any, index: QModelIndex | QPersistentModelIndex
    ) -> bool:
        """A click on the box, and Space, switch; a click elsewhere only chooses."""
        kind = event.type()
        if kind == QEvent.Type.MouseButtonRelease:
            pressed: Any = event
            hit = self._box(option.rect).adjusted(-EDGE, -EDGE, EDGE // 2, EDGE)
            if not hit.contains(pressed.position().toPoint()):
                return False
        elif kind != QEvent.Type.KeyPress or _key(event) not in (Qt.Key.Key_Space, Qt.Key.Key_Select):
            return False
        checked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked.value
        state = Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked
        return bool(model.setData(index, state.value, Qt.ItemDataRole.CheckStateRole))

    def _heights(self, index: QModelIndex | QPersistentModelIndex, width: int) -> tuple[int, int]:
        """Of the name and of the reason, in a text of that width."""
        name = _height(QFontMetrics(self._font(index)), str(index.data(Qt.ItemDataRole.DisplayRole)), width)
        reason = index.data(Roles.REASON)
        return name, _height(QFontMetrics(self._small), reason, width) if reason else 0

    def _font(self, index: QModelIndex | QPersistentModelIndex) -> QFont:
        return self._strong if index.data(Roles.GROUP) else self._view.font()

    def _text_width(self, width: int) -> int:
        return width - 2 * EDGE - BOX - GAP

    def _box(self, item: QRect) -> QRect:
        left = item.right() - EDGE - BOX + 1 if self._is_mirrored() else item.left() + EDGE
        return QRect(left, item.top() + EDGE, BOX, BOX)

    def _text(self, item: QRect) -> QRect:
        left = EDGE if self._is_mirrored() else EDGE + BOX + GAP
        return QRect(item.left() + left, item.top() + EDGE - 1, self._text_width(item.width()), item.height() - EDGE)

    def _is_mirrored(self) -> bool:
        return self._view.layoutDirection() is Qt.LayoutDirection.RightToLeft


def _copy(option: Any) -> Any:
    """Another one like it: Qt's own is not to be changed."""
    return type(option)(option)


def _key(event: Any) -> Qt.Key:
    key: Qt.Key = event.key()
    return key


def _height(metrics: QFontMetrics, text: str, width: int) -> int:
    return metrics.boundingRect(QRect(0, 0, width, 10_000), WRAP, text).height()
