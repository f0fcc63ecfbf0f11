"""What a service manager is told, in systemd's words: that we are up, that we live, that we leave."""

import logging
import os
import socket
import sys

log = logging.getLogger(__name__)

NAMES = ("NOTIFY_SOCKET", "WATCHDOG_PID", "WATCHDOG_USEC")


class Manager:
    """
    The other end of NOTIFY_SOCKET; without one, nothing is told and nothing costs.

    The variable is taken out of the environment: what we start speaks for itself only.
    """

    def __init__(self) -> None:
        self._taken = {name: os.environ[name] for name in NAMES if name in os.environ}
        self._address = os.environ.pop("NOTIFY_SOCKET", "")
        ours = os.environ.pop("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        self._watches = bool(os.environ.pop("WATCHDOG_USEC", "")) and ours

    def up(self, doing: str) -> None:
        """We are ready."""
        self._tell(f"READY=1\nSTATUS={doing}")

    def alive(self) -> None:
        """We still are; only where that is watched."""
        if self._watches:
            self._tell("WATCHDOG=1")

    def leaving(self) -> None:
        """We are about to end."""
        self._tell("STOPPING=1")

    def environment(self) -> dict[str, str]:
        """What was taken out of it, for the program that this process becomes."""
        return dict(self._taken)

    def _tell(self, words: str) -> None:
        if sys.platform != "linux" or not self._address.startswith(("/", "@")):
            return
        # A leading @ is the NUL of an abstract address.
        where = self._address.replace("@", "\0", 1) if self._address[0] == "@" else self._address
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK | socket.SOCK_CLOEXEC) as wire:
                wire.sendto(words.encode(), where)
        except OSError as error:
            log.debug("the service manager was not told: %s", error)
