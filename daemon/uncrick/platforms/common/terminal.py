"""Notices of last resort: bare bubbles through plyer, then the terminal that the daemon was started in."""

import asyncio
import atexit
import logging
import os
import shutil
import sys
import warnings
from collections.abc import Callable
from typing import Any, TextIO

from uncrick.errors import DesktopError
from uncrick.ports import Button, Clicked, Dismissed, Notice, NoticeEvent

log = logging.getLogger(__name__)

TITLE, TEXT = 64, 255  # characters; Windows' balloons refuse more

ENTER = "\n"
LETTERS = {"start": ENTER, "snooze": "s", "done": "d"}  # the keys of a prompt; those of other notices are numbered
SKIP = "k"
BELL = "\a"


class PlyerNotifier:
    """Bubbles without buttons, which cannot be changed or taken away; what the person says comes by other ways."""

    name = "plyer"

    def __init__(self) -> None:
        self._notify: Callable[..., None] = lambda **_: None
        self._shown: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._complained = False

    async def start(self, tell: Callable[[NoticeEvent], None]) -> None:
        """
        Find a way to show bubbles.

        Raises:
            DesktopError: there is none on this machine.
        """
        if not _plyer_reaches_a_server():
            raise DesktopError("No notifications", "Nothing on this machine shows notifications.")
        try:
            with warnings.catch_warnings():  # it warns of what else could be installed
                warnings.simplefilter("ignore")
                from plyer import notification

                self._notify = notification.notify
        except (ImportError, NotImplementedError, AttributeError) as error:
            raise DesktopError("No notifications", f"plyer shows none on this machine: {error}.") from error

    def show(self, notice: Notice) -> None:
        """Show a new notice; one that only changes its words is left as it is."""
        if notice.slot in self._shown and not notice.fresh:
            return
        self._shown.add(notice.slot)
        text = "\n".join([*notice.lines, *([notice.hint] if notice.hint else [])])
        bubble = self._bubble(notice.summary[:TITLE], text[:TEXT], notice.seconds)
        task = asyncio.get_running_loop().create_task(bubble)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def lower(self, slot: str) -> None:
        """It leaves by itself."""

    def withdraw(self, slot: str) -> None:
        """Nothing can be taken away; the next notice of the slot is a new one."""
        self._shown.discard(slot)

    def describe(self) -> list[tuple[str, bool, str]]:
        """What a person may want to know."""
        return [("Notifications", True, "bubbles without buttons (plyer); answer with the tray or uncrick done")]

    async def stop(self) -> None:
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=2)

    async def _bubble(self, title: str, text: str, seconds: float) -> None:
        try:
            call = asyncio.to_thread(
                self._notify, title=title, message=text, app_name="Uncrick", timeout=round(seconds) or 10
            )
            await call
        except Exception as error:  # noqa: BLE001 whatever it is, plyer's or the system's, it is one notice less
            if not self._complained:
                log.warning("plyer could not show a notification: %s", error)
            self._complained = True


def _plyer_reaches_a_server() -> bool:
    """
    Whether plyer can do what the bus could not.

    On Linux it runs notify-send, which says nothing when it fails, and needs the server that was not there; it is of
    use in a Flatpak, and on a bus that jeepney cannot reach.
    """
    if sys.platform != "linux":
        return True
    if os.path.isdir("/app"):
        return shutil.which("gdbus") is not None
    from uncrick.platforms import session_bus_address

    given = os.environ.get("DBUS_SESSION_BUS_ADDRESS", "")
    return bool(given) and session_bus_address() is None and shutil.which("notify-send") is not None


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
        self._tell: Callable[[NoticeEvent], None] = lambda _: None
        self._up: dict[str, Notice] = {}  # the newest last
        self._normal: list[Any] | None = None  # the terminal's mode before ours

    async def start(self, tell: Callable[[NoticeEvent], None]) -> None:
        """Take the terminal; never raises, a log file is written to as well."""
        self._tell = tell
        try:
            self._fd = self._keys.fileno() if self._keys.isatty() and sys.platform != "win32" else -1
        except (ValueError, OSError, AttributeError):  # closed, or none at all
            self._fd = -1
        atexit.register(self._restore)

    def show(self, notice: Notice) -> None:
        """Write a notice; its keys hold until it is withdrawn, answered or replaced."""
        before = self._up.pop(notice.slot, None)
        self._up[notice.slot] = notice
        reads = self._read_keys()
        lines = [notice.summary, *notice.lines]
        if notice.fresh or before is None or before.buttons != notice.buttons:
            lines = ["", *lines]
            lines += [line for line in [self._legend(notice) if reads else notice.hint] if line]
        self._write((BELL if notice.sound else "") + "".join(f"{line}\n" for line in lines))

    def lower(self, slot: str) -> None:
        """A line in a terminal covers nothing: its keys hold until it is withdrawn."""

    def withdraw(self, slot: str) -> None:
        """What is written stays written; its keys mean nothing any more."""
        self._up.pop(slot, None)

    def describe(self) -> list[tuple[str, bool, str]]:
        """What a person may want to know."""
        return [("Notifications", False, "no notification server here; prompts come in the terminal of uncrick run")]

    async def stop(self) -> None:
        """Give the terminal back."""
        self._up.clear()
        if self._fd >= 0:
            asyncio.get_running_loop().remove_reader(self._fd)
        self._restore()
        atexit.unregister(self._restore)

    # ------------------------------------------------------------ keys

    def _bindings(self, notice: Notice) -> dict[str, Button]:
        """Which key means which button."""
        labels = {button.key: button.label for button in notice.buttons}
        bound = {}
        if notice.default is not None:
            bound[ENTER] = Button(notice.default, labels.get(notice.default, "open"))
        rest = [button for button in notice.buttons if button.key != notice.default]
        for number, button in enumerate(rest, 1):
            known = LETTERS.get(button.key) if notice.slot == "prompt" else None
            bound[known or str(number)] = button
        return bound

    def _legend(self, notice: Notice) -> str:
        words = [
            f"{'Enter' if key == ENTER else key} {button.label[:1].lower()}{button.label[1:]}"
            for key, button in self._bindings(notice).items()
        ]
        if notice.slot == "prompt":
            words += [f"{SKIP} skip", "(just leaving counts)"]
        return "   ".join(words)

    def _pressed(self) -> None:
        if not self._in_front():  # reading would stop a process in the background
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
        for key in keys if self._normal is not None else keys[:1]:  # else it is a line, with an Enter that is no answer
            self._key(key)

    def _key(self, key: str) -> None:
        """The newest notice that knows the key gets it."""
        for slot, notice in reversed(self._up.items()):
            if key == SKIP and slot == "prompt":
                del self._up[slot]
                self._tell(Dismissed(slot))
                return
            button = self._bindings(notice).get(key)
            if button is not None:
                del self._up[slot]
                self._tell(Clicked(slot, button.key))
                return

    # ------------------------------------------------------------ the terminal

    def _in_front(self) -> bool:
        """Whether the terminal's keys are ours, and not those of a shell that we run behind."""
        if sys.platform == "win32":
            return False
        try:
            return os.tcgetpgrp(self._fd) == os.getpgrp()
        except OSError:
            return False

    def _read_keys(self) -> bool:
        """Get keys one by one, without Enter and without their echo."""
        if self._fd < 0 or not self._in_front() or sys.platform == "win32":
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
        asyncio.get_running_loop().add_reader(self._fd, self._pressed)
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
