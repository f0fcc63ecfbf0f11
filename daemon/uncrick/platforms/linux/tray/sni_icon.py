"""pystray's Icon for Linux, over the StatusNotifierItem specification of freedesktop.org.

pystray's own Linux backends need GTK for a menu or X11 for an icon; this one needs a session bus. It runs on the event
loop, without a thread, and takes ready pixmaps where pystray takes an image.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Any

from uncrick.errors import DesktopError
from uncrick.platforms.common.icons import Pixmap
from uncrick.platforms.linux.dbus import ANSWER_TIMEOUT, Bus, Interface, Link, Method, Property
from uncrick.platforms.linux.tray.dbusmenu import MENU, MENU_PATH, MenuTree
from uncrick.platforms.linux.tray.pystray_base import Icon, Menu

log = logging.getLogger(__name__)

WATCHER, WATCHER_PATH = "org.kde.StatusNotifierWatcher", "/StatusNotifierWatcher"
ITEM, ITEM_PATH = "org.kde.StatusNotifierItem", "/StatusNotifierItem"

REGISTER_PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)  # seconds; a watcher may own its name before it has its object


class SniIcon(Icon):  # type: ignore[misc]
    """
    A tray icon: set `icon` (a list of `Pixmap`), `title`, `menu` and `visible` as with any pystray Icon.

    `attach` takes the place of `run`. A click on the icon calls the menu's default item.

    Args:
        on_registered: called each time a tray has taken the icon up.
        register_pauses: seconds to wait before each new attempt to register with a tray that refused.
    Attributes:
        registered: a tray has taken the icon up and shows it.
    """

    def __init__(
        self,
        name: str,
        icon: list[Pixmap],
        title: str,
        menu: Menu,
        on_registered: Callable[[], None],
        register_pauses: Sequence[float] = REGISTER_PAUSES,
    ) -> None:
        self.registered = False
        self._on_registered = on_registered
        self._register_pauses = register_pauses
        self._tree = MenuTree()
        self._link = Link("session", self._connected, self._unregister)
        self._registering: asyncio.Task[None] | None = None
        super().__init__(name, icon, title, menu)
        self._tree.update(menu)

    async def attach(self) -> bool:
        """
        Offer the icon to the tray there is, and to every later one.

        Returns:
            False while there is no tray that shows it.
        """
        self.visible = True
        try:
            await self._link.start()  # a connection of its own: closing it is the only way to leave a tray
        except DesktopError as error:
            log.debug("%s", error)
        return self.registered

    async def detach(self) -> None:
        """Leave the tray."""
        self._unregister()
        await self._link.stop()
        self.visible = False

    # ------------------------------------------------------------ what pystray's base class calls

    def _show(self) -> None:
        self._emit(ITEM_PATH, ITEM, "NewStatus", "Active")

    def _hide(self) -> None:
        self._emit(ITEM_PATH, ITEM, "NewStatus", "Passive")

    def _update_icon(self) -> None:
        self._icon_valid = True
        self._emit(ITEM_PATH, ITEM, "NewIcon")

    def _update_title(self) -> None:
        self._emit(ITEM_PATH, ITEM, "NewToolTip")

    def _update_menu(self) -> None:
        changes = self._tree.update(self.menu)
        if changes.changed or changes.removed:
            self._emit(MENU_PATH, MENU, "ItemsPropertiesUpdated", changes.changed, changes.removed)
        if changes.restructured:
            self._emit(MENU_PATH, MENU, "LayoutUpdated", self._tree.revision, 0)

    def _emit(self, path: str, interface: str, member: str, *args: Any) -> None:
        if self._link.bus is not None and self.registered:
            self._link.bus.emit(path, interface, member, *args)

    # ------------------------------------------------------------ the tray comes and goes

    async def _connected(self, bus: Bus) -> None:
        bus.export(ITEM_PATH, self._item())
        bus.export(MENU_PATH, self._tree.interface(lambda item: item(self)))
        bus.listen(
            lambda _: self._register(bus), sender=WATCHER, interface=WATCHER, member="StatusNotifierHostRegistered"
        )
        await bus.watch_name(WATCHER, lambda owner: self._register(bus) if owner else self._unregister())
        if self._registering is not None:
            await asyncio.wait([self._registering], timeout=ANSWER_TIMEOUT)

    def _unregister(self) -> None:
        self.registered = False
        if self._registering is not None:
            self._registering.cancel()
            self._registering = None

    def _register(self, bus: Bus) -> None:
        self._unregister()
        self._registering = asyncio.get_running_loop().create_task(self._registration(bus), name="uncrick tray item")

    async def _registration(self, bus: Bus) -> None:
        for pause in (*self._register_pauses, 0):
            try:
                await bus.call(
                    WATCHER, WATCHER_PATH, WATCHER, "RegisterStatusNotifierItem", "s", bus.name, auto_start=False
                )
                self.registered = bool(await bus.get(WATCHER, WATCHER_PATH, WATCHER, "IsStatusNotifierHostRegistered"))
            except DesktopError as error:
                log.debug("%s", error)
                await asyncio.sleep(pause)
                continue
            if self.registered:
                self._on_registered()
            return

    # ------------------------------------------------------------ what the tray asks

    def _item(self) -> Interface:
        def ignored(*_: object) -> tuple[()]:
            return ()

        def activate(*_: object) -> tuple[()]:
            self()
            return ()

        values: dict[str, tuple[str, Callable[[], Any]]] = {
            "Category": ("s", lambda: "ApplicationStatus"),
            "Id": ("s", lambda: self.name),
            "Title": ("s", self.name.capitalize),
            "Status": ("s", lambda: "Active" if self.visible else "Passive"),
            "WindowId": ("i", lambda: 0),
            "IconName": ("s", str),
            "IconThemePath": ("s", str),
            "IconPixmap": ("a(iiay)", lambda: self.icon),
            "IconAccessibleDesc": ("s", lambda: self.title),
            "OverlayIconName": ("s", str),
            "OverlayIconPixmap": ("a(iiay)", list),
            "AttentionIconName": ("s", str),
            "AttentionIconPixmap": ("a(iiay)", list),
            "AttentionMovieName": ("s", str),
            "AttentionAccessibleDesc": ("s", str),
            "ToolTip": ("(sa(iiay)ss)", lambda: ("", [], self.title, "")),
            "ItemIsMenu": ("b", bool),
            "Menu": ("o", lambda: MENU_PATH),
        }
        return Interface(
            ITEM,
            methods={
                "Activate": Method("ii", "", activate),
                "SecondaryActivate": Method("ii", "", ignored),
                "ContextMenu": Method("ii", "", ignored),
                "Scroll": Method("is", "", ignored),
                "ProvideXdgActivationToken": Method("s", "", ignored),
            },
            properties={name: Property(*value) for name, value in values.items()},
            signals={"NewTitle": "", "NewIcon": "", "NewToolTip": "", "NewStatus": "s"},
        )
