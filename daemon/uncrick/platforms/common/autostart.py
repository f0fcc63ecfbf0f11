"""What every system's start at login has in common: its Protocol, and files that are written and removed."""

import os
from collections.abc import Sequence
from typing import Protocol

from uncrick.storage import paths


class Autostart(Protocol):
    """One way to be started when the person logs in. Every method may raise OSError."""

    @property
    def how(self) -> str:
        """What starts us, as words that are marked for translation, such as "an autostart entry"."""

    def place(self) -> str:
        """Where that is, for the person: a path, or the name of a registry value."""

    def is_on(self) -> bool:
        """Whether we are started, and not switched off by the system's own settings."""

    def enable(self, words: Sequence[str]) -> str:
        """Have this command started at login; returns a remark for the person, "" if there is none."""

    def disable(self) -> bool:
        """Have nothing started; False if nothing was."""


def write_file(place: str, text: str) -> None:
    """
    Write a file, and make its folder.

    Raises:
        OSError: it cannot be written.
    """
    os.makedirs(os.path.dirname(place), exist_ok=True)
    paths.write(place, text)


def remove_file(place: str) -> bool:
    """
    Remove a file; False if there was none.

    Raises:
        OSError: it cannot be removed.
    """
    try:
        os.unlink(place)
    except FileNotFoundError:
        return False
    return True
