"""The settings window's line to the daemon: it is told of changes, started, and looked for while it is away."""

import subprocess
import sys
from collections.abc import Callable
from subprocess import DEVNULL
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from uncrick.window.client import ConnectionLost, DaemonConnection, Message, Replied, RequestFailed, StatusReceived

AGAIN = 3000  # milliseconds between two looks for a daemon that does not run


class DaemonLink(QObject):
    """
    Connects, and connects again when the daemon comes up later. All signals come in the thread of the windows.

    Args:
        connect: makes a connection that is not open yet.

    Signals:
        running: whether the daemon runs; at first and at each change.
        replied: the name of a request, and its reply.
    """

    running = Signal(bool)
    replied = Signal(str, dict)
    _received = Signal(object)

    def __init__(self, connect: Callable[[], DaemonConnection] = DaemonConnection) -> None:
        super().__init__()
        self._connect = connect
        self._connection: DaemonConnection | None = None
        self._runs: bool | None = None
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN)
        self._again.timeout.connect(self.open)
        self._received.connect(self._receive)

    def open(self) -> None:
        """Connect, and take the place of an older connection."""
        if self._connection is not None:
            self._connection.close()
        self._connection = self._connect()
        self._connection.subscribe(self._received.emit)
        self._connection.open()

    def send(self, do: str, **args: object) -> None:
        """Queue a request; one that no daemon takes is lost, as it reads its files when it starts."""
        if self._connection is not None:
            self._connection.send(do, **args)

    def start(self) -> None:
        """Start the daemon, as the command without a word does."""
        command = [sys.executable, "-P", "-m", "uncrick"]
        subprocess.Popen(command, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL, start_new_session=True)
        self._again.start()

    def close(self) -> None:
        """Send what is queued, and end."""
        self._again.stop()
        if self._connection is not None:
            self._connection.close()

    def _receive(self, message: Message) -> None:
        match message:
            case StatusReceived():
                self._set(runs=True)
            case Replied(do, reply):
                self._reply(do, reply)
            case ConnectionLost() | RequestFailed("watch", _):
                self._set(runs=False)
                self._again.start()
            case RequestFailed():
                pass  # it runs without what was asked; faults of the settings are read from the file

    def _reply(self, do: str, reply: dict[str, Any]) -> None:
        self.replied.emit(do, reply)

    def _set(self, *, runs: bool) -> None:
        if runs != self._runs:
            self._runs = runs
            self.running.emit(runs)
