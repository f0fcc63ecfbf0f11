"""Builds the labels and buttons that the pages of the guide share."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from uncrick.window.stage import Ring
from uncrick.window.theme import GAP, type_of

# Heights, flat and upright, below which something is left out.
LOW, HIGH = 300, 400
# A window of this size or less has words of the usual size; words and buttons grow with it up to so many times that.
USUAL, LARGEST, LARGEST_BUTTONS = (640, 620), 2.6, 1.6
# On a large screen, which is looked at from a step away, words grow faster than the window by this.
AFAR = 1.25
# Pixels of a line that is still read with ease.
NARROW = 460


def label(
    size: float, text: str = "", *, strong: bool = False, muted: bool = False, wrap: bool = False, middle: bool = False
) -> QLabel:
    """A label of plain text; `size` is a multiple of the system's font size."""
    made = QLabel(text)
    made.setFont(type_of(size, strong=strong))
    made.setProperty("times", size)
    made.setProperty("strong", strong)
    made.setWordWrap(wrap)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if muted:
        made.setProperty("muted", "true")
    if middle:
        made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    else:
        made.setAlignment(beginning() | Qt.AlignmentFlag.AlignVCenter)
    return made


def beginning() -> Qt.AlignmentFlag:
    """The side on which a line begins; Qt itself would go by the letters of the text, not by the window."""
    mirrored = QApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft
    return Qt.AlignmentFlag.AlignAbsolute | (Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft)


def ending() -> Qt.AlignmentFlag:
    """The side on which a line ends."""
    mirrored = QApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft
    return Qt.AlignmentFlag.AlignAbsolute | (Qt.AlignmentFlag.AlignLeft if mirrored else Qt.AlignmentFlag.AlignRight)


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


def scale_for(width: int, height: int) -> float:
    """How many times the usual size words may have in a window of so many pixels: a full screen is seen from afar."""
    return max(1.0, min(width / USUAL[0], height / USUAL[1], LARGEST))


def enlarge(page: QWidget, scale: float) -> None:
    """Give the labels and buttons of a page so many times their usual size."""
    for each in page.findChildren(QLabel):
        each.setFont(type_of((each.property("times") or 1.0) * scale, strong=bool(each.property("strong"))))
    for button_ in page.findChildren(QPushButton):
        button_.setFont(type_of((button_.property("times") or 1.0) * min(scale, LARGEST_BUTTONS)))


def emphasise(target: QPushButton, *, main: bool) -> None:
    """Give a button the one strong colour, or take it away."""
    value = "true" if main else "false"
    if target.property("main") != value:
        target.setProperty("main", value)
        target.style().unpolish(target)  # so that the style sheet looks at it anew
        target.style().polish(target)


def show_those_that_fit(buttons: Iterable[QPushButton], width: int) -> None:
    """Show buttons that stand beside each other as far as they fit, the first ones first; hide the others."""
    left = width
    for each in buttons:
        left -= each.sizeHint().width()
        each.setVisible(left >= 0)
        left -= GAP


def centred_column(page: QWidget, *parts: QWidget | QHBoxLayout) -> QVBoxLayout:
    """Widgets and rows below each other in the middle of the page."""
    column = QVBoxLayout(page)
    column.setSpacing(2 * GAP)
    column.addStretch(2)
    for part in parts:
        if isinstance(part, QHBoxLayout):
            column.addLayout(part)
        elif isinstance(part, Ring):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        else:
            column.addWidget(part)
    column.addStretch(3)  # what stands a little above the middle looks to be in the middle
    return column


def fit_column(page: QWidget, column: QVBoxLayout, width: int, height: int) -> float:
    """Enlarge a page and its centred column, no wider than is read with ease; returns how many times."""
    scale = scale_for(width, height)
    scale *= AFAR if scale > 1 else 1
    enlarge(page, scale)
    beside = max(0, round((width - 4 * GAP - NARROW * scale) / 2))
    column.setContentsMargins(beside, 0, beside, 0)
    column.setSpacing(round(2 * GAP * min(scale, 1.5)) if height >= LOW else GAP // 2)
    return scale


def centred_row(parts: Iterable[QWidget]) -> QHBoxLayout:
    """Widgets beside each other, in the middle."""
    row = QHBoxLayout()
    row.setSpacing(GAP)
    row.addStretch(1)
    for each in parts:
        row.addWidget(each)
    row.addStretch(1)
    return row


def scrolled(*labels: QLabel) -> QScrollArea:
    """Labels below each other, which can be scrolled where they find no room."""
    inner = QWidget()
    column = QVBoxLayout(inner)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GAP)
    for each in labels:
        each.setAlignment(beginning() | Qt.AlignmentFlag.AlignTop)
        column.addWidget(each)
    column.addStretch(1)
    area = QScrollArea()
    area.setWidget(inner)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area


def set_text(target: QLabel, text: str) -> None:
    """Set only a text that differs: a label that is set anew is laid out anew."""
    if target.text() != text:
        target.setText(text)
