"""Finds in a window what a person could not read or reach: texts that are cut, and inputs outside of what is seen."""

import re
from collections.abc import Iterator

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QLabel, QLineEdit, QScrollArea, QWidget

from pseudo_locale import PseudoLocale
from uncrick.core.model.dates import WEEKDAYS_SHORT

INPUTS = (QAbstractButton, QComboBox, QLineEdit, QAbstractSpinBox)
# Pixels that the rounding of fonts may cost.
ROUNDING = 2


def faults(window: QWidget) -> list[str]:
    """Every cut text and every input that cannot be reached, each as the text and what is wrong; none is right."""
    return [*_cut_labels(window), *_cut_buttons(window), *_unreachable(window)]


def _shown(window: QWidget, kind: type) -> Iterator[QWidget]:
    return (each for each in window.findChildren(kind) if each.isVisibleTo(window))


def _cut_labels(window: QWidget) -> Iterator[str]:
    for each in _shown(window, QLabel):
        if not each.text():
            continue
        if not each.wordWrap():
            if each.sizeHint().width() > each.width() + ROUNDING:
                yield f"{each.text()!r} is wider than its place"
        elif each.heightForWidth(each.width()) > each.height() + ROUNDING:
            yield f"{each.text()!r} is higher than its place"
        elif max(each.fontMetrics().horizontalAdvance(word) for word in each.text().split()) > each.width() + ROUNDING:
            yield f"a word of {each.text()!r} is wider than its place"


def _cut_buttons(window: QWidget) -> Iterator[str]:
    for each in _shown(window, QAbstractButton):
        if each.text() and each.fontMetrics().horizontalAdvance(each.text()) > each.width():
            yield f"the button {each.text()!r} is narrower than its text"
        if each.text() and each.fontMetrics().height() > each.height() + ROUNDING:
            yield f"the button {each.text()!r} is lower than its text"


def _unreachable(window: QWidget) -> Iterator[str]:
    boxes: list[tuple[QWidget, QRect]] = []
    for kind in (*INPUTS, QLabel):
        for each in _shown(window, kind):
            box = QRect(each.mapTo(window, each.rect().topLeft()), each.size())
            scrolled = _scroll_area_of(each, window)
            seen = QRect(window.rect())
            if scrolled is not None:
                # What is above or below can be scrolled to; what is beside cannot.
                view = scrolled.viewport()
                across = QRect(view.mapTo(window, view.rect().topLeft()), view.size())
                seen = QRect(across.left(), box.top(), across.width(), box.height())
            elif isinstance(each, (*INPUTS, QLabel)) and box.height():
                boxes.append((each, box))
            if not seen.adjusted(-ROUNDING, -ROUNDING, ROUNDING, ROUNDING).contains(box):
                yield f"{_name(each)!r} is outside of what is seen"
    for number, (one, box) in enumerate(boxes):
        for other, its_box in boxes[number + 1 :]:
            if one.isAncestorOf(other) or other.isAncestorOf(one) or one is other:
                continue
            common = box & its_box
            if common.width() > ROUNDING and common.height() > ROUNDING:
                yield f"{_name(one)!r} lies over {_name(other)!r}"


def _scroll_area_of(widget: QWidget, window: QWidget) -> QScrollArea | None:
    parent = widget.parentWidget()
    while parent is not None and parent is not window:
        if isinstance(parent, QScrollArea):
            return parent
        parent = parent.parentWidget()
    return None


def _name(widget: QWidget) -> str:
    return getattr(widget, "text", widget.accessibleName)() or widget.accessibleName() or type(widget).__name__


class LongerTexts(PseudoLocale):
    """
    The pseudo-locale with tails that can be wrapped, as words can: six letters each.

    Numbers, and dates and times, which are hardly longer in any language, stay as they are.
    """

    def gettext(self, message: str) -> str:
        if message in WEEKDAYS_SHORT or not re.search("[a-z]", re.sub(r"{.*?}", "", message)):
            return message
        return re.sub("~+", lambda tail: " ".join(re.findall("~{1,6}", tail[0])), super().gettext(message))

    def ngettext(self, one: str, many: str, count: int) -> str:
        return self.gettext(one if count == 1 else many)

    def pgettext(self, context: str, message: str) -> str:
        return message if context.startswith(("date", "time", "list", "month")) else self.gettext(message)


def mirrored(window: QWidget) -> QWidget:
    """The window from right to left, as in Arabic."""
    window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    return window
