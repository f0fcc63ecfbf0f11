"""The switch that starts Uncrick with the person's session, and what came of it."""

import threading
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from uncrick.core.model.text import _
from uncrick.platforms import launcher
from uncrick.storage import paths
from uncrick.window.cards import Row, announce, text_label
from uncrick.window.controls import ClickableLabel, Switch


def turn(on: bool) -> None:
    """
    Start at login, or no longer.

    Raises:
        OSError: nothing was changed.
    """
    launcher.autostart(on=on)


class StartAtLogin(QWidget):
    """
    A switch whose work is done beside the window, as a system may take seconds for it.

    Args:
        is_on: whether the system starts us.
        turn: changes that, or raises OSError.
    """

    _done = Signal(bool, str)

    def __init__(
        self, is_on: Callable[[], bool] = launcher.starts_at_login, turn: Callable[[bool], None] = turn
    ) -> None:
        super().__init__()
        self._is_on, self._turn = is_on, turn
        text = _("Start Uncrick when I log in")
        self.switch = Switch()
        self.switch.setAccessibleName(text)
        self.switch.setChecked(is_on())
        self.switch.clicked.connect(self._change)
        label = ClickableLabel(text)
        label.clicked.connect(self.switch.click)
        self.outcome = text_label("", 0.9, muted=True)
        self.outcome.setContentsMargins(0, 0, 0, 8)
        self.outcome.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Row(label, [self.switch]))
        column.addWidget(self.outcome)
        self._done.connect(self._finish)

    def _change(self, on: bool) -> None:
        self.switch.setEnabled(False)
        self._say(_("One moment…"))
        threading.Thread(target=self._work, args=(on,), name="uncrick login", daemon=True).start()

    def _work(self, on: bool) -> None:
        try:
            self._turn(on)
        except OSError as error:
            self._done.emit(on, _("⚠ That could not be changed: {reason}.", reason=paths.reason(error)))
            return
        self._done.emit(on, "")

    def _finish(self, on: bool, fault: str) -> None:
        """Show what is so now, whatever was asked for."""
        starts = self._is_on()
        self.switch.setEnabled(True)
        self.switch.setChecked(starts)
        if fault:
            self._say(fault)
        elif starts:
            self._say(_("Uncrick will start when you log in."))
        elif on:
            self._say(_("⚠ Uncrick is set to start, but the settings of your system keep it from starting."))
        else:
            self._say(_("Uncrick will not start by itself any more."))

    def _say(self, text: str) -> None:
        self.outcome.setText(text)
        self.outcome.show()
        announce(self.outcome, text)
