"""How a page of settings is laid out: a column of readable width, cards on it, and rows that fold when it is narrow."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from uncrick.window.flow import RowLayout
from uncrick.window.theme import GAP, leading, type_of

WIDEST = 680
LEAST_TEXT = 190
"""Pixels: of a page's column at most; of a row's text at least, before the input moves below it."""


class Page(QScrollArea):
    """A page that scrolls up and down, never sideways; its column is no wider than is easy to read."""

    def __init__(self, title: str) -> None:
        super().__init__()
        inner = QWidget()
        inner.setMinimumWidth(1)  # the width of the view decides, and rows fold
        body = QWidget()
        body.setMaximumWidth(WIDEST)
        self.column = QVBoxLayout(body)
        self.column.setContentsMargins(2, 0, 2 * GAP, GAP)
        self.column.setSpacing(GAP)
        row = QHBoxLayout(inner)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(body)
        self.title = text_label(title, 1.5, strong=True)
        self.column.addWidget(self.title)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def add(self, part: QWidget) -> None:
        """Below what is there."""
        self.column.addWidget(part)

    def add_card(self, rows: Iterable[QWidget], heading: str = "") -> None:
        """Rows on one card, below a heading."""
        if heading:
            label = text_label(heading, 1.05, strong=True)
            label.setContentsMargins(0, GAP, 0, 0)
            self.column.addWidget(label)
        self.column.addWidget(Card(rows))

    def finish(self) -> None:
        """Nothing follows; the rest of the page stays empty."""
        self.column.addStretch(1)


class Card(QFrame):
    """Rows below each other, with a hairline between two."""

    def __init__(self, rows: Iterable[QWidget]) -> None:
        super().__init__()
        self.setProperty("card", "true")
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GAP, 6, 2 * GAP, 6)
        column.setSpacing(0)
        for number, row in enumerate(rows):
            if number:
                rule = QFrame()
                rule.setProperty("rule", "true")
                column.addWidget(rule)
            column.addWidget(row)


class Row(QWidget):
    """
    A text, and what it is about: beside it, or below where there is little room.

    Args:
        text: what the inputs do, as a label.
        inputs: from the text on; they stand beside each other.
        mark: says what came of a change: before the inputs, or behind them where they stand below the text.
    """

    def __init__(self, text: QWidget, inputs: Iterable[QWidget], mark: QWidget | None = None) -> None:
        super().__init__()
        RowLayout(self, text, inputs, mark, least=LEAST_TEXT, gap=GAP, margin=GAP)


class Banner(QFrame):
    """A sentence at the top of a window, with buttons; hidden as long as there is nothing to say."""

    def __init__(self, buttons: Iterable[QPushButton] = ()) -> None:
        super().__init__()
        self.setProperty("banner", "true")
        self.text = text_label("")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(2 * GAP)
        row.addWidget(self.text, 1)
        for each in buttons:
            row.addWidget(each)
        self.hide()

    def show_text(self, text: str) -> None:
        """Say it, also to a screen reader; an empty text hides the banner."""
        if text and text != self.text.text():
            announce(self, text)
        self.text.setText(text)
        self.setVisible(bool(text))


def text_label(text: str, size: float = 1.0, *, strong: bool = False, muted: bool = False) -> QLabel:
    """A label of plain text that breaks its lines; `size` is a multiple of the system's font size."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setAlignment(leading())
    label.setFont(type_of(size, strong=strong))
    if muted:
        label.setProperty("muted", "true")
    return label


def announce(source: QObject, text: str) -> None:
    """Have a screen reader say it."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(source, text))
