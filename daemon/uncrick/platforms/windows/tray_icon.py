"""pystray's icon on Windows, with a menu that stays while it is open, and with balloons that can be clicked."""

import sys
import threading
from collections.abc import Callable
from typing import Any

import pystray

if sys.platform != "win32":
    raise ImportError("this is the icon on Windows")

WM_RBUTTONUP = 0x205
BALLOON_CLICKED = 0x405  # NIN_BALLOONUSERCLICK


class TrayIcon(pystray.Icon):  # type: ignore[misc]  # pystray has no types
    """
    The icon.

    Args:
        icon: name, picture, tooltip and menu, as pystray takes them.
        balloon_clicked: called on pystray's thread.
    """

    def __init__(self, *icon: Any, balloon_clicked: Callable[[], None]) -> None:
        self._balloon_clicked = balloon_clicked
        self._menu_lock = threading.Lock()
        self._menu_is_open = self._menu_is_outdated = False
        super().__init__(*icon)

    def _on_notify(self, wparam: int, lparam: int) -> Any:
        """What happened to the icon; returns from a right click when the menu has closed."""
        if lparam == BALLOON_CLICKED:
            self._balloon_clicked()
            return None
        if lparam != WM_RBUTTONUP:
            return super()._on_notify(wparam, lparam)
        with self._menu_lock:
            self._menu_is_open = True
        try:
            return super()._on_notify(wparam, lparam)
        finally:
            with self._menu_lock:
                self._menu_is_open = False
                if self._menu_is_outdated:
                    self._menu_is_outdated = False
                    super()._update_menu()

    def _update_menu(self) -> None:
        """Build the menu anew: a menu that is destroyed while it is open stays on the screen for good."""
        with self._menu_lock:
            self._menu_is_outdated = self._menu_is_open
            if not self._menu_is_open:
                super()._update_menu()

    def show_balloon(self, title: str, text: str) -> None:
        """Show a balloon in place of the one that is up; Windows takes it away after some seconds."""
        self._notify(text, title)

    def remove_balloon(self) -> None:
        """Take the balloon away."""
        self._remove_notification()
