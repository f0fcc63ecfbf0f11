"""Notifies systemd that we are ready, that we are alive and that we stop, see sd_notify(3)."""

import logging
import os
import socket
import sys

log = logging.getLogger(__name__)

VARIABLES = ("NOTIFY_SOCKET", "WATCHDOG_PID", "WATCHDOG_USEC")


class Manager:
    """
    The service manager at NOTIFY_SOCKET; without that variable every method does nothing.

    The variables are removed from the environment, so that a process which we start does not notify in our name.
    """

    def __init__(self) -> None:
        self._taken = {name: os.environ[name] for name in VARIABLES if name in os.environ}
        self._address = os.environ.pop("NOTIFY_SOCKET", "")
        ours = os.environ.pop("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        self._has_watchdog = bool(os.environ.pop("WATCHDOG_USEC", "")) and ours

    def up(self, doing: str) -> None:
        """We are ready; `doing` is the status text."""
        self._send(f"READY=1\nSTATUS={doing}")

    def alive(self) -> None:
        """We are alive; sent only where systemd has a watchdog for us."""
        if self._has_watchdog:
            self._send("WATCHDOG=1")

    def leaving(self) -> None:
        """We are about to stop."""
        self._send("STOPPING=1")

    def environment(self) -> dict[str, str]:
        """The variables that were removed, for the program that this process becomes."""
        return dict(self._taken)

    def _send(self, message: str) -> None:
        if sys.platform != "linux" or not self._address.startswith(("/", "@")):
            return
        # A leading @ is the NUL of an abstract address.
        address = self._address.replace("@", "\0", 1) if self._address[0] == "@" else self._address
        try:
            kind = socket.SOCK_DGRAM | socket.SOCK_NONBLOCK | socket.SOCK_CLOEXEC
            with socket.socket(socket.AF_UNIX, kind) as sender:
                sender.sendto(message.encode(), address)
        except OSError as error:
            log.debug("the service manager cannot be notified: %s", error)
