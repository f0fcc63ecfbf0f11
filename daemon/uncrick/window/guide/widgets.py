"""Builds the labels and buttons that the pages of the guide share."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from uncrick.window.stage import Ring
from uncrick.window.theme import GAP, type_of

# Heights, flat and upright, below which something is left out.
LOW, HIGH = 300, 400


def label(
    size: float, text: str = "", *, strong: bool = False, muted: bool = False, wrap: bool = False, middle: bool = False
) -> QLabel:
    """A label of plain text; `size` is a multiple of the system's font size."""
    made = QLabel(text)
    made.setFont(type_of(size, strong=strong))
    made.setWordWrap(wrap)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if muted:
        made.setProperty("muted", "true")
    if middle:
        made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    elif QApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft:
        made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
    return made


def button(
    text: str, accessible_name: str, action: Callable[[], object], *, main: bool = False, flat: bool = False
) -> QPushButton:
    """A button; its accessible name is its tooltip as well."""
    made = QPushButton(text)
    made.setAccessibleName(accessible_name)
    made.setToolTip(accessible_name)
    made.setProperty("main", "true" if main else "false")
    made.setProperty("flat", "true" if flat else "false")
    made.setAutoDefault(True)  # Enter presses it, as Space does
    made.clicked.connect(lambda *_: action())
    return made


def centred_column(page: QWidget, title: QLabel, text: QLabel, ring: Ring | None = None) -> QVBoxLayout:
    """Title and text in the middle of the page, below a ring if there is one; rows of buttons are added below."""
    column = QVBoxLayout(page)
    column.setSpacing(2 * GAP)
    column.addStretch(2)
    if ring is not None:
        column.addWidget(ring, 0, Qt.AlignmentFlag.AlignHCenter)
    column.addWidget(title)
    column.addWidget(text)
    return column


def centred_row(buttons: Iterable[QPushButton]) -> QHBoxLayout:
    """Buttons beside each other, in the middle."""
    row = QHBoxLayout()
    row.addStretch(1)
    for each in buttons:
        row.addWidget(each)
    row.addStretch(1)
    return row


def set_text(target: QLabel, text: str) -> None:
    """Set only a text that differs: a label that is set anew is laid out anew."""
    if target.text() != text:
        target.setText(text)
