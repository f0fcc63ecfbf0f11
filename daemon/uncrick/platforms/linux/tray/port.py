"""The Tray port on Linux: the icon, its menu and its pictures, shown by `SniIcon`."""

import asyncio
import logging
import os
from collections.abc import Callable, Sequence
from functools import partial

from uncrick.core.model.text import N_, _
from uncrick.core.presentation.tray_menu import Entry, TrayState
from uncrick.platforms.common import icons
from uncrick.platforms.common.child import run_child
from uncrick.platforms.linux.tray.dbusmenu import KeyedItem
from uncrick.platforms.linux.tray.pystray_base import Menu
from uncrick.platforms.linux.tray.sni_icon import REGISTER_PAUSES, SniIcon
from uncrick.ports import Fact

log = logging.getLogger(__name__)

DOUBLE_CLICK = 0.5  # seconds in which the same choice is the same click
RING_PAUSE = 60.0  # seconds between two steps of a ring that empties
DRAWING_TIMEOUT = 60.0  # seconds at most, on the slowest machine


class LinuxTray:
    """
    The Tray port on Linux.

    Args:
        cache_dir: folder of the drawn icons.
        ring_pause: seconds between two steps of a ring that empties.
        double_click: seconds in which the same choice is the same click.
        register_pauses: see `SniIcon`.
    """

    def __init__(
        self,
        cache_dir: str,
        *,
        ring_pause: float = RING_PAUSE,
        double_click: float = DOUBLE_CLICK,
        register_pauses: Sequence[float] = REGISTER_PAUSES,
    ) -> None:
        self._cache_dir = cache_dir
        self._ring_pause, self._double_click = ring_pause, double_click
        self._register_pauses = register_pauses
        self._on_choice: Callable[[str], None] = lambda _key: None
        self._state: TrayState | None = None
        self._icon: SniIcon | None = None
        self._picture = ""
        self._ring_stepped = float("-inf")  # loop time at which the ring's last step was shown
        self._last_choice = ("", float("-inf"))  # key and loop time
        self._drawing: asyncio.Task[None] | None = None

    async def start(self, state: TrayState, chosen: Callable[[str], None]) -> bool:
        """
        Show the icon.

        Returns:
            False when this desktop has no place for one; it is taken up when one appears.
        """
        self._on_choice, self._state = chosen, state
        self._picture = icons.name(state.kind, state.fraction)
        self._icon = SniIcon(
            "uncrick", self._pixmaps(), state.tooltip, self._menu(state), self._draw_icons, self._register_pauses
        )
        return await self._icon.attach()

    def show(self, state: TrayState) -> None:
        """Show another state; nothing is sent for what did not change."""
        if self._icon is None or state == self._state:
            return
        before, self._state = self._state, state
        picture = icons.name(state.kind, state.fraction)
        if picture != self._picture and self._may_step(picture):
            self._picture = picture
            self._icon.icon = self._pixmaps()
        self._icon.title = state.tooltip
        if before is None or (before.menu, before.left_click) != (state.menu, state.left_click):
            self._icon.menu = self._menu(state)

    async def stop(self) -> None:
        """Take the icon away."""
        if self._drawing is not None:
            self._drawing.cancel()
            await asyncio.wait([self._drawing])
        icon, self._icon = self._icon, None
        if icon is not None:
            await icon.detach()

    def describe(self) -> list[Fact]:
        """For `doctor`: whether the icon is shown."""
        if self._icon is not None and self._icon.registered:
            return [(N_("Tray"), True, _("the icon is shown"))]
        return [(N_("Tray"), False, _("this desktop shows no tray icons (GNOME needs the AppIndicator extension)"))]

    # ------------------------------------------------------------ the picture

    def _may_step(self, picture: str) -> bool:
        """A ring that empties steps at most once a minute; every other change is shown at once."""
        now = asyncio.get_running_loop().time()
        steps = [name.removeprefix("ring-") for name in (self._picture, picture) if name.startswith("ring-")]
        if len(steps) == 2 and int(steps[1]) < int(steps[0]) and now - self._ring_stepped < self._ring_pause:
            return False
        self._ring_stepped = now
        return True

    def _pixmaps(self) -> list[icons.Pixmap]:
        fraction = self._state.fraction if self._state is not None else 1.0
        return icons.read(self._cache_dir, self._picture) or icons.plain(fraction)

    def _draw_icons(self) -> None:
        """Have the icons drawn once a tray shows ours, if that was not done before."""
        if self._drawing is None and not os.path.isdir(icons.folder(self._cache_dir)):
            self._drawing = asyncio.get_running_loop().create_task(self._draw(), name="uncrick icons")

    async def _draw(self) -> None:
        """Have the icons drawn by a child; until then, and without it, the ring is a plain one."""
        try:
            status = await run_child("uncrick.platforms.common.icons", self._cache_dir, timeout=DRAWING_TIMEOUT)
        except OSError as error:
            log.warning("The icons cannot be drawn: %s", error)
            return
        if status:
            log.warning("The icons could not be drawn (exit status %d); the ring stays plain", status)
        elif self._icon is not None:
            self._icon.icon = self._pixmaps()

    # ------------------------------------------------------------ the menu

    def _menu(self, state: TrayState) -> Menu:
        click = KeyedItem("", "", partial(self._choose, state.left_click), default=True, visible=False)
        return Menu(*map(self._item, state.menu), click)

    def _item(self, entry: Entry) -> KeyedItem:
        if entry.children:
            return KeyedItem(entry.key, entry.label, Menu(*map(self._item, entry.children)))
        return KeyedItem(
            entry.key, entry.label, partial(self._choose, entry.key), enabled=entry.enabled and bool(entry.key)
        )

    def _choose(self, key: str, *_pystray: object) -> None:
        """Report a choice; some trays send a double click as two clicks, and some menus one click in two ways."""
        now = asyncio.get_running_loop().time()
        (last_key, last_time), self._last_choice = self._last_choice, (key, now)
        if last_key != key or now - last_time > self._double_click:
            self._on_choice(key)
