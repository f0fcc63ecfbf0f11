"""The Tray port over pystray's own icon, which runs in a thread: for Windows, tried under Wine."""

import asyncio
import logging
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from uncrick.core.model.text import N_, _
from uncrick.core.presentation.tray_menu import Entry, TrayState
from uncrick.platforms.common import icons
from uncrick.ports import Fact

log = logging.getLogger(__name__)

SIZE = 64  # pixels; the system makes it smaller as it needs
LONGEST_TOOLTIP = 127  # characters, of Windows
START_TIMEOUT = 10.0  # seconds in which the icon is shown, or there is none
STOP_TIMEOUT = 2.0  # seconds that its end is waited for
RING_PAUSE = 60.0  # seconds between two steps of a ring that empties
DOUBLE_CLICK = 0.5  # seconds in which the same choice is the same click


class PystrayTray:
    """
    The icon and its menu; pystray, and Pillow with it, are imported when it starts.

    Args:
        start_timeout: seconds in which the icon must be shown.
    """

    def __init__(self, start_timeout: float = START_TIMEOUT) -> None:
        self._start_timeout = start_timeout
        self._on_choice: Callable[[str], None] = lambda _key: None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._library: Any = None
        self._icon: Any = None
        self._thread: threading.Thread | None = None
        self._state: TrayState | None = None
        self._pictured: TrayState | None = None  # the state whose picture the icon shows
        self._ring_stepped = float("-inf")  # when the ring's last step was shown
        self._last_choice = ("", float("-inf"))
        self._appeared = asyncio.Event()
        self._failure = _("not started")

    async def start(self, state: TrayState, chosen: Callable[[str], None]) -> bool:
        """
        Show the icon.

        Returns:
            False when there is no place for one; should it still appear, it is used.
        """
        loop = self._loop = asyncio.get_running_loop()
        self._on_choice, self._state, self._pictured = chosen, state, state
        try:
            import pystray

            self._library = pystray
            picture = icons.picture(icons.name(state.kind, state.fraction), SIZE)
            self._icon = self._new_icon("uncrick", picture, state.tooltip[:LONGEST_TOOLTIP], self._menu(state))
        except Exception as error:  # noqa: BLE001 each backend fails in its own way, and so does Pillow
            return self._failed(repr(error))

        def appear(icon: Any) -> None:
            icon.visible = True
            loop.call_soon_threadsafe(self._appeared.set)

        # pystray's own threads would keep a daemon alive whose icon never came
        self._thread = threading.Thread(target=self._icon.run, args=(appear,), name="uncrick tray", daemon=True)
        self._thread.start()
        try:
            await asyncio.wait_for(self._appeared.wait(), self._start_timeout)
        except TimeoutError:
            return self._failed(_("the icon did not appear"))
        return True

    def show(self, state: TrayState) -> None:
        """Show another state; what did not change is left alone."""
        if self._icon is None or state == self._state:
            return
        before, self._state = self._state, state
        try:
            if self._pictured is None or self._may_picture(self._pictured, state):
                self._icon.icon = icons.picture(icons.name(state.kind, state.fraction), SIZE)
                self._pictured = state
            self._icon.title = state.tooltip[:LONGEST_TOOLTIP]
            if before is None or (before.menu, before.left_click) != (state.menu, state.left_click):
                self._icon.menu = self._menu(state)
        except Exception as error:  # noqa: BLE001 the icon stays as it was; nothing else may suffer
            log.warning("tray: %r", error)

    async def stop(self) -> None:
        """Take the icon away."""
        icon, self._icon = self._icon, None
        if icon is not None and self._thread is not None and self._appeared.is_set():
            await asyncio.to_thread(icon.stop)
            await asyncio.to_thread(self._thread.join, STOP_TIMEOUT)

    @property
    def is_shown(self) -> bool:
        """Whether the icon is there."""
        return self._icon is not None and self._appeared.is_set()

    def describe(self) -> list[Fact]:
        """For `doctor`: whether the icon is shown."""
        if self.is_shown:
            return [(N_("Tray"), True, _("the icon is shown"))]
        return [(N_("Tray"), False, _("no icon: {failure}", failure=self._failure))]

    # ------------------------------------------------------------ inside

    def _new_icon(self, *icon: Any) -> Any:
        return self._library.Icon(*icon)

    def _failed(self, reason: str) -> bool:
        self._failure = reason
        log.warning("tray: %s", reason)
        return False

    def _may_picture(self, before: TrayState, state: TrayState) -> bool:
        """A ring that empties steps at most once a minute; every other change is shown at once."""
        if (before.kind, before.fraction) == (state.kind, state.fraction):
            return False
        assert self._loop is not None
        now = self._loop.time()
        empties = before.kind == state.kind == "ring" and state.fraction < before.fraction
        if empties and now - self._ring_stepped < RING_PAUSE:
            return False
        self._ring_stepped = now
        return True

    def _menu(self, state: TrayState) -> Any:
        item = self._library.MenuItem
        click = item("", partial(self._clicked, state.left_click), default=True, visible=False)
        return self._library.Menu(*map(self._line, state.menu), click)

    def _line(self, entry: Entry) -> Any:
        item, label = self._library.MenuItem, entry.label.replace("&", "&&")  # a single & underlines
        if entry.children:
            return item(label, self._library.Menu(*map(self._line, entry.children)))
        return item(label, partial(self._clicked, entry.key), enabled=entry.enabled and bool(entry.key))

    def _clicked(self, key: str, *_: object) -> None:
        """A menu item was chosen; called on pystray's thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._choose, key)

    def _choose(self, key: str) -> None:
        """A double click comes as two."""
        assert self._loop is not None
        now = self._loop.time()
        (last_key, last_time), self._last_choice = self._last_choice, (key, now)
        if last_key != key or now - last_time > DOUBLE_CLICK:
            self._on_choice(key)
