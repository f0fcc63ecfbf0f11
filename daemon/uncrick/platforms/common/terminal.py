"""The Notifier port over the terminal in which the daemon was started: text out, single keys in."""

import asyncio
import atexit
import logging
import os
import sys
from collections.abc import Callable
from typing import Any, TextIO

from uncrick.core.model.text import N_, _, lower_first
from uncrick.ports import Button, Clicked, Dismissed, Fact, Notice, NoticeEvent

log = logging.getLogger(__name__)

ENTER = "\n"
PROMPT_KEYS = {"start": ENTER, "snooze": "s", "done": "d"}  # by button; buttons of other notices are numbered
SKIP = "k"
BELL = "\a"


class TerminalNotifier:
    """
    Writes notices into the terminal and reads single keys from it.

    Args:
        out: where to write; standard output.
        keys: where to read; standard input, if it is a terminal.
    """

    name = "terminal"

    def __init__(self, out: TextIO | None = None, keys: TextIO | None = None) -> None:
        self._out = sys.stdout if out is None else out
        self._keys = sys.stdin if keys is None else keys
        self._fd = -1
        self._report: Callable[[NoticeEvent], None] = lambda _event: None
        self._up: dict[str, Notice] = {}  # the newest last
        self._normal: list[Any] | None = None  # the terminal's mode before ours

    async def start(self, report: Callable[[NoticeEvent], None]) -> None:
        """Take the terminal. Never raises: where there are no keys, and in a log file, the text is still of use."""
        self._report = report
        try:
            self._fd = self._keys.fileno() if self._keys.isatty() and sys.platform != "win32" else -1
        except (ValueError, OSError, AttributeError):  # closed, or none at all
            self._fd = -1
        atexit.register(self._restore)

    def show(self, notice: Notice) -> None:
        """Write a notice; its keys are valid until it is withdrawn, answered or replaced."""
        before = self._up.pop(notice.slot, None)
        self._up[notice.slot] = notice
        reads = self._read_keys()
        if before is not None and not notice.fresh and _command(before) == _command(notice):
            self._write(BELL if notice.sound else "")  # only the seconds left are others
            return
        lines = [notice.summary, *notice.lines]
        if notice.fresh or before is None or before.buttons != notice.buttons:
            lines = ["", *lines]
            lines += [line for line in [self._legend(notice) if reads else notice.hint] if line]
        self._write((BELL if notice.sound else "") + "".join(f"{line}\n" for line in lines))

    def lower(self, slot: str) -> None:
        """A line in a terminal covers nothing, and its keys stay valid."""

    def withdraw(self, slot: str) -> None:
        """The text stays; its keys are no longer valid."""
        self._up.pop(slot, None)

    def describe(self) -> list[Fact]:
        """For `doctor`: that nothing shows notifications."""
        words = _("no notification server here; prompts come in the terminal of uncrick run")
        return [(N_("Notifications"), False, words)]

    async def stop(self) -> None:
        """Restore the terminal's mode."""
        self._up.clear()
        if self._fd >= 0:
            asyncio.get_running_loop().remove_reader(self._fd)
        self._restore()
        atexit.unregister(self._restore)

    # ------------------------------------------------------------ keys

    def _bindings(self, notice: Notice) -> dict[str, Button]:
        """The button of each key."""
        labels = {button.key: button.label for button in notice.buttons}
        bound = {}
        if notice.default is not None:
            bound[ENTER] = Button(notice.default, labels.get(notice.default, _("open")))
        rest = [button for button in notice.buttons if button.key != notice.default]
        for number, button in enumerate(rest, 1):
            letter = PROMPT_KEYS.get(button.key) if notice.slot == "prompt" else None
            bound[letter or str(number)] = button
        return bound

    def _legend(self, notice: Notice) -> str:
        names = {ENTER: _("Enter")}
        words = [f"{names.get(key, key)} {lower_first(button.label)}" for key, button in self._bindings(notice).items()]
        if notice.slot == "prompt":
            words += [_("{key} skip", key=SKIP), _("(just leaving counts)")]
        return "   ".join(words)

    def _read_ready(self) -> None:
        if not self._is_foreground():  # reading would stop a process in the background
            asyncio.get_running_loop().remove_reader(self._fd)
            return
        try:
            data = os.read(self._fd, 64)
        except OSError:
            data = b""
        if not data:
            asyncio.get_running_loop().remove_reader(self._fd)
            self._restore()
            self._fd = -1
            return
        keys = data.decode(errors="replace").lower().replace("\r", ENTER)
        for key in keys if self._normal is not None else keys[:1]:  # in line mode the Enter behind it is no answer
            self._key_pressed(key)

    def _key_pressed(self, key: str) -> None:
        """The newest notice that has the key is answered."""
        for slot, notice in reversed(self._up.items()):
            if key == SKIP and slot == "prompt":
                del self._up[slot]
                self._report(Dismissed(slot))
                return
            button = self._bindings(notice).get(key)
            if button is not None:
                del self._up[slot]
                self._report(Clicked(slot, button.key))
                return

    # ------------------------------------------------------------ the terminal

    def _is_foreground(self) -> bool:
        """Whether our process group is the one that may read the terminal."""
        if sys.platform == "win32":
            return False
        try:
            return os.tcgetpgrp(self._fd) == os.getpgrp()
        except OSError:
            return False

    def _read_keys(self) -> bool:
        """Switch to single keys, without Enter and echo; False where keys cannot be read."""
        if self._fd < 0 or not self._is_foreground() or sys.platform == "win32":
            return False
        import termios

        try:
            mode = termios.tcgetattr(self._fd)
            if mode[3] & termios.ICANON:
                self._normal = list(mode)
                mode[3] &= ~(termios.ICANON | termios.ECHO)
                termios.tcsetattr(self._fd, termios.TCSADRAIN, mode)
        except termios.error as error:
            log.debug("Keys come by lines: %s", error)
        asyncio.get_running_loop().add_reader(self._fd, self._read_ready)
        return True

    def _restore(self) -> None:
        if self._normal is None or self._fd < 0 or sys.platform == "win32":
            return
        import termios

        normal, self._normal = self._normal, None
        try:
            termios.tcsetattr(self._fd, termios.TCSADRAIN, normal)
        except (termios.error, ValueError) as error:
            log.debug("The terminal kept its mode: %s", error)

    def _write(self, text: str) -> None:
        try:
            self._out.write(text)
            self._out.flush()
        except (OSError, ValueError) as error:  # the terminal was closed
            log.debug("Nothing can be written to the terminal: %s", error)


def _command(notice: Notice) -> tuple[object, ...]:
    """What a notice says, without its last line, which in the guide is the time that is left."""
    return notice.summary, notice.lines[:-1], notice.buttons
