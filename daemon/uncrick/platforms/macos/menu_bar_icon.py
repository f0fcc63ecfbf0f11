"""pystray's icon on macOS, changed by the main thread alone, and never while its menu is open.

Tried with stand-ins for AppKit, never run on a Mac. AppKit belongs to the main thread, and pystray finds what was
chosen by the place in the newest menu: a menu that is replaced while it is open would choose something else. What is
put off to the run loop's default mode waits until the menu has closed.
"""

import io
from collections.abc import Callable
from functools import partial
from typing import Any

import AppKit
import Foundation
import objc
import pystray

from uncrick.core.presentation.tray_menu import Entry, TrayState
from uncrick.platforms.common import icons

POINTS = 18  # the height that Apple's guidelines give a picture in the menu bar
SIZE = 2 * POINTS  # pixels, for a screen of high density


class MenuBarIcon(pystray.Icon):  # type: ignore[misc]  # pystray has no types
    """
    The icon; a click opens its menu, so that there is no left click of another meaning.

    Args:
        state: what it shows.
        chosen: gets the keys that are chosen.
        troubled: gets in words what could not be shown.
    """

    def __init__(self, state: TrayState, chosen: Callable[[str], None], troubled: Callable[[str], None]) -> None:
        self._chosen, self._troubled = chosen, troubled
        self._state = state
        # Without this, a process that has an icon would stand in the Dock.
        AppKit.NSApplication.sharedApplication().setActivationPolicy_(AppKit.NSApplicationActivationPolicyAccessory)
        super().__init__("uncrick", _picture(state), state.tooltip, self._menu_of(state))

    def show_state(self, state: TrayState) -> None:
        """Show another state; what did not change is left alone. On the main thread."""
        before, self._state = self._state, state
        if (before.kind, before.fraction) != (state.kind, state.fraction):
            self.icon = _picture(state)
        self.title = state.tooltip
        if before.menu != state.menu:
            self.menu = self._menu_of(state)

    def later(self, do: Callable[[], None]) -> None:
        """Have the main thread do something as soon as no menu is open; on any thread."""

        def done() -> None:
            try:
                do()
            except Exception as error:  # noqa: BLE001 pyobjc's errors have no common type, and the next may go well
                self._troubled(repr(error))

        call = _MainThreadCall.alloc().initWithFunction_(done)
        modes = [Foundation.NSDefaultRunLoopMode]
        call.performSelectorOnMainThread_withObject_waitUntilDone_modes_("run:", None, False, modes)

    def _assert_image(self) -> None:
        """Give the button its picture in the pixels of a dense screen; pystray's would be one pixel a point."""
        png = io.BytesIO()
        self.icon.save(png, "PNG")
        data = Foundation.NSData.dataWithBytes_length_(png.getvalue(), len(png.getvalue()))
        image = AppKit.NSImage.alloc().initWithData_(data)
        image.setSize_((POINTS, POINTS))
        self._icon_image = image
        self._status_item.button().setImage_(image)

    def _update_title(self) -> None:
        """Set the tooltip, and the name that VoiceOver reads, without which it would be a button without one."""
        super()._update_title()
        self._status_item.button().setAccessibilityLabel_(self.title)

    def _menu_of(self, state: TrayState) -> Any:
        return pystray.Menu(*map(self._line, state.menu))

    def _line(self, entry: Entry) -> Any:
        if entry.children:
            return pystray.MenuItem(entry.label, pystray.Menu(*map(self._line, entry.children)))
        return pystray.MenuItem(
            entry.label, partial(self._choose, entry.key), enabled=entry.enabled and bool(entry.key)
        )

    def _choose(self, key: str, *_pystray: object) -> None:
        self._chosen(key)


class _MainThreadCall(Foundation.NSObject):  # type: ignore[misc]  # pyobjc has no types
    """A call, as an object whose `run:` a run loop can perform."""

    def initWithFunction_(self, function: Callable[[], None]) -> Any:  # noqa: N802 a selector
        made = objc.super(_MainThreadCall, self).init()
        made.function = function
        return made

    def run_(self, _nothing: object) -> None:
        self.function()


def _picture(state: TrayState) -> Any:
    return icons.picture(icons.name(state.kind, state.fraction), SIZE)
