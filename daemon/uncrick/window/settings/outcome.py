"""What came of a change, at the place of the change: "Saved", or a sentence that says why not."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel

from uncrick.core.model.text import _
from uncrick.window.cards import announce, text_label
from uncrick.window.theme import type_of

SEEN = 4000  # milliseconds for which "Saved" stays


class SavedMark(QLabel):
    """Says for a moment that a change was saved; its place is there all the time, so that nothing moves."""

    def __init__(self) -> None:
        super().__init__(_("✓ Saved"))
        self.setProperty("saved", "true")
        self.setFont(type_of(0.9))
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SEEN)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def flash(self) -> None:
        self.show()
        self._timer.start()
        announce(self, _("Saved"))


class Outcome:
    """
    The two labels of a place where something is saved.

    Attributes:
        mark: stands beside the question.
        fault: stands below it, and is hidden as long as all is well.
    """

    def __init__(self) -> None:
        self.mark = SavedMark()
        self.fault = text_label("")
        self.fault.setProperty("error", "true")
        self.fault.hide()

    def saved(self) -> None:
        self.fault.hide()
        self.mark.flash()

    def failed(self, text: str) -> None:
        """Say why it was not saved."""
        self.mark.hide()
        self.fault.setText(text)
        self.fault.show()
        announce(self.fault, text)
