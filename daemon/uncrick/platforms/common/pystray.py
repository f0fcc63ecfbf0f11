"""The Tray port over pystray's own icon, which runs in a thread: for Windows, and untested there."""

import asyncio
import logging
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from uncrick.platforms.common import icons
from uncrick.ports import Entry, Fact, TrayState

log = logging.getLogger(__name__)

SIZE = 64  # pixels; the system makes it smaller as it needs
TOOLTIP = 127  # characters
APPEARS = 10.0  # seconds in which the icon is shown, or there is none
LEAVES = 2.0  # seconds that its end is waited for
RING_PAUSE = 60.0  # seconds between two steps of a ring that empties
DOUBLE_CLICK = 0.5  # seconds in which the same choice is the same click


class StockTray:
    """The icon and its menu; pystray, and Pillow with it, are imported when it starts."""

    def __init__(self) -> None:
        self._chosen: Callable[[str], None] = lambda _: None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._library: Any = None
        self._icon: Any = None
        self._thread: threading.Thread | None = None
        self._face: TrayState | None = None
        self._pictured: TrayState | None = None  # the face that the icon shows
        self._stepped = float("-inf")  # when the ring's last step was shown
        self._last_choice = ("", float("-inf"))
        self._appeared = asyncio.Event()
        self._failure = "not started"

    async def start(self, face: TrayState, chosen: Callable[[str], None]) -> bool:
        """Show the icon; False when there is no place for one (should it still appear, it is taken up)."""
        loop = self._loop = asyncio.get_running_loop()
        self._chosen, self._face, self._pictured = chosen, face, face
        try:
            import pystray

            self._library = pystray
            picture = icons.picture(icons.name(face.kind, face.fraction), SIZE)
            self._icon = pystray.Icon("uncrick", picture, face.tooltip[:TOOLTIP], self._menu(face))
        except Exception as error:  # noqa: BLE001 each backend fails in its own way, and so does Pillow
            return self._failed(repr(error))

        def appear(icon: Any) -> None:
            icon.visible = True
            loop.call_soon_threadsafe(self._appeared.set)

        # pystray's own threads would keep a daemon alive whose icon never came
        self._thread = threading.Thread(target=self._icon.run, args=(appear,), name="uncrick tray", daemon=True)
        self._thread.start()
        try:
            await asyncio.wait_for(self._appeared.wait(), APPEARS)
        except TimeoutError:
            return self._failed("it did not appear")
        return True

    def show(self, face: TrayState) -> None:
        """Show another face; what is as it was costs nothing."""
        if self._icon is None or face == self._face:
            return
        before, self._face = self._face, face
        try:
            if self._pictured is None or self._may_picture(self._pictured, face):
                self._icon.icon = icons.picture(icons.name(face.kind, face.fraction), SIZE)
                self._pictured = face
            self._icon.title = face.tooltip[:TOOLTIP]
            if before is None or (before.menu, before.left_click) != (face.menu, face.left_click):
                self._icon.menu = self._menu(face)
        except Exception as error:  # noqa: BLE001 the icon stays as it was; nothing else may suffer
            log.warning("tray: %r", error)

    async def stop(self) -> None:
        """Take the icon away."""
        icon, self._icon = self._icon, None
        if icon is not None and self._thread is not None and self._appeared.is_set():
            await asyncio.to_thread(icon.stop)
            await asyncio.to_thread(self._thread.join, LEAVES)

    def describe(self) -> list[Fact]:
        """What a person may want to know: what, whether it works, and in words."""
        if self._icon is not None and self._appeared.is_set():
            return [("Tray", True, "the icon is shown")]
        return [("Tray", False, f"no icon: {self._failure}")]

    # ------------------------------------------------------------ inside

    def _failed(self, why: str) -> bool:
        self._failure = why
        log.warning("tray: %s", why)
        return False

    def _may_picture(self, before: TrayState, face: TrayState) -> bool:
        """A ring that empties steps at most once a minute; every other change is shown at once."""
        if (before.kind, before.fraction) == (face.kind, face.fraction):
            return False
        assert self._loop is not None
        now = self._loop.time()
        empties = before.kind == face.kind == "ring" and face.fraction < before.fraction
        if empties and now - self._stepped < RING_PAUSE:
            return False
        self._stepped = now
        return True

    def _menu(self, face: TrayState) -> Any:
        item = self._library.MenuItem
        click = item("", partial(self._clicked, face.left_click), default=True, visible=False)
        return self._library.Menu(*map(self._line, face.menu), click)

    def _line(self, entry: Entry) -> Any:
        item, label = self._library.MenuItem, entry.label.replace("&", "&&")  # one of them underlines a letter
        if entry.children:
            return item(label, self._library.Menu(*map(self._line, entry.children)))
        return item(label, partial(self._clicked, entry.key), enabled=bool(entry.key))

    def _clicked(self, key: str, *_: object) -> None:
        """On pystray's thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._choose, key)

    def _choose(self, key: str) -> None:
        """A double click comes as two."""
        assert self._loop is not None
        now = self._loop.time()
        before, self._last_choice = self._last_choice, (key, now)
        if before[0] != key or now - before[1] > DOUBLE_CLICK:
            self._chosen(key)
