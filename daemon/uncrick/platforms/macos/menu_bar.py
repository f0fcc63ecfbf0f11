"""The process that shows the icon in the menu bar: reads states and writes choices, a line of JSON each.

Written from the documentation, tried with stand-ins, never run on a Mac. It is pystray's icon: pystray comes with the
daemon and brings pyobjc along, and its backend for macOS has been used by others for years; desktop-notifier's rubicon
would mean an icon and a menu of our own. `python -m uncrick.platforms.macos.menu_bar` speaks with `tray.MenuBarTray`.
"""

import json
import os
import sys
import threading
from collections.abc import Callable
from typing import BinaryIO

from uncrick.core.presentation.tray_menu import TrayState
from uncrick.storage.codec import decode


def read(line: bytes) -> TrayState:
    """
    The state in a line.

    Raises:
        ValueError: there is none.
    """
    return decode(TrayState, json.loads(line))


def say(**said: object) -> None:
    """Write a line; the daemon may have gone, which the other pipe says as well."""
    try:
        os.write(1, json.dumps(said).encode() + b"\n")
    except OSError:
        os._exit(0)


class Newest:
    """The newest of the states that were read, taken by the main thread."""

    def __init__(self, state: TrayState) -> None:
        self.state = state

    def follow(self, lines: BinaryIO, arrived: Callable[[], None]) -> None:
        """Read states until the daemon has gone, then end the process: a menu may be open, and would keep it."""
        for line in lines:
            self.state = read(line)
            arrived()
        os._exit(0)


def main() -> int:
    """Exit status: 0 the daemon has gone, 1 there can be no icon."""
    lines = sys.stdin.buffer
    first = lines.readline()
    if not first:
        return 0
    try:
        show(Newest(read(first)), lines)
    except Exception as error:  # noqa: BLE001 whatever pyobjc and AppKit raise, the daemon is to say it
        say(failed=repr(error))
        return 1
    return 0


def show(newest: Newest, lines: BinaryIO) -> None:
    """Show the icon, and each new state, for as long as AppKit's loop runs."""
    from uncrick.platforms.macos.menu_bar_icon import MenuBarIcon

    icon = MenuBarIcon(newest.state, lambda key: say(chosen=key), lambda trouble: say(trouble=trouble))

    def arrived() -> None:
        icon.later(lambda: icon.show_state(newest.state))

    def appear() -> None:
        icon.visible = True
        say(shown=True)

    threading.Thread(target=newest.follow, args=(lines, arrived), daemon=True).start()
    icon.run(lambda _icon: icon.later(appear))


if __name__ == "__main__":
    os._exit(main())  # threads, ours and pystray's, would keep Python from ending
