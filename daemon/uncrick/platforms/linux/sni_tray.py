"""The tray on Linux: a pystray Icon over StatusNotifierItem and dbusmenu, and the Tray port on top of it.

pystray's own Linux backends need GTK for a menu or X11 for an icon; this one needs a session bus. It runs on the loop
that is there, without a thread, and takes ready pixmaps where pystray takes an image.
"""

import asyncio
import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from uncrick.errors import DesktopError
from uncrick.platforms.common import icons
from uncrick.platforms.common.child import errand
from uncrick.platforms.linux.dbus import PATIENCE, Bus, Fault, Interface, Link, Method, Property
from uncrick.ports import Entry, TrayState

os.environ["PYSTRAY_BACKEND"] = "dummy"  # the others reach for GTK or an X server while they are imported
from pystray import Menu, MenuItem
from pystray._base import Icon

log = logging.getLogger(__name__)

WATCHER, WATCHER_PATH = "org.kde.StatusNotifierWatcher", "/StatusNotifierWatcher"
ITEM, ITEM_PATH = "org.kde.StatusNotifierItem", "/StatusNotifierItem"
MENU, MENU_PATH = "com.canonical.dbusmenu", "/MenuBar"

REGISTER_PAUSES = (0.5, 1, 2, 4, 8)  # seconds; a watcher may own its name before it has its object
DOUBLE_CLICK = 0.5  # seconds in which the same choice is the same click
RING_PAUSE = 60.0  # seconds between two steps of a ring that empties
DRAWING_TAKES = 60.0  # seconds at most, on the slowest machine

Properties = dict[str, tuple[str, Any]]


# ---------------------------------------------------------------- the menu


class Line(MenuItem):  # type: ignore[misc]
    """A menu item that keeps its identity when its text changes."""

    def __init__(self, key: str, text: str, action: object, **more: Any) -> None:
        super().__init__(text, action, **more)
        self.key = key


@dataclass(slots=True)
class _Node:
    id: int
    item: Any
    properties: Properties
    children: "list[_Node]" = field(default_factory=list)

    def shape(self) -> tuple[int, tuple[Any, ...]]:
        return self.id, tuple(child.shape() for child in self.children)

    def walk(self) -> "Iterator[_Node]":
        yield self
        for child in self.children:
            yield from child.walk()

    def layout(self, depth: int, names: list[str]) -> tuple[int, Properties, list[tuple[str, Any]]]:
        """As GetLayout gives it; a negative depth is all the way down."""
        chosen = {name: value for name, value in self.properties.items() if not names or name in names}
        below = self.children if depth else []
        return self.id, chosen, [("(ia{sv}av)", child.layout(depth - 1, names)) for child in below]


class _Tree:
    """A pystray Menu as dbusmenu sees it: an item's id follows from its path of keys, for as long as this lives."""

    def __init__(self) -> None:
        self.revision = 0
        self.seen = 0  # the revision that a host fetched last
        self.nodes: dict[int, _Node] = {}
        self._ids: dict[tuple[str, ...], int] = {}
        self.update(None)

    def update(self, menu: Menu | None) -> tuple[bool, list[tuple[int, Properties]], list[tuple[int, list[str]]]]:
        """
        Take over a menu.

        Returns:
            whether its structure changed, and of the items that stayed, which properties have new values or went.
        """
        root = _Node(0, None, {"children-display": ("s", "submenu")}, self._children(menu, ()))
        before, self.nodes = self.nodes, {node.id: node for node in root.walk()}
        stayed = [(before[id_].properties, node) for id_, node in self.nodes.items() if id_ in before]
        changed = [
            (node.id, {name: value for name, value in node.properties.items() if old.get(name) != value})
            for old, node in stayed
        ]
        gone = [(node.id, [name for name in old if name not in node.properties]) for old, node in stayed]
        restructured = not before or before[0].shape() != root.shape()
        self.revision += restructured
        return restructured, [one for one in changed if one[1]], [one for one in gone if one[1]]

    def find(self, id_: int) -> _Node:
        try:
            return self.nodes[id_]
        except KeyError:
            raise Fault("InvalidArgs", f"The menu has no item {id_}") from None

    def _children(self, menu: Menu | None, above: tuple[str, ...]) -> list[_Node]:
        nodes, met = [], dict[str, int]()
        for item in menu or ():
            key = getattr(item, "key", item.text)
            met[key] = met.get(key, 0) + 1
            path = (*above, f"{key}\0{met[key]}")
            id_ = self._ids.setdefault(path, len(self._ids) + 1)
            nodes.append(_Node(id_, item, _properties(item), self._children(item.submenu, path)))
        return nodes


def _properties(item: MenuItem) -> Properties:
    if item is Menu.SEPARATOR:
        return {"type": ("s", "separator")}
    properties: Properties = {"label": ("s", item.text.replace("_", "__")), "enabled": ("b", bool(item.enabled))}
    if item.checked is not None:
        properties["toggle-type"] = ("s", "radio" if item.radio else "checkmark")
        properties["toggle-state"] = ("i", int(item.checked))
    if item.submenu is not None:
        properties["children-display"] = ("s", "submenu")
    return properties


# ---------------------------------------------------------------- the icon


class SniIcon(Icon):  # type: ignore[misc]
    """
    pystray's Icon for Linux desktops: set `icon` (a list of `icons.Pixmap`), `title`, `menu` and `visible` as ever.

    `attach` takes the place of `run`. A click on the icon calls the menu's default item.

    Args:
        placed: told each time a tray has taken the icon up.
    """

    HAS_NOTIFICATION = False

    def __init__(self, name: str, icon: list[icons.Pixmap], title: str, menu: Menu, placed: Callable[[], None]) -> None:
        self.registered = False
        self._placed = placed
        self._tree = _Tree()
        self._link = Link("session", self._arrived, self._left)
        self._registering: asyncio.Task[None] | None = None
        super().__init__(name, icon, title, menu)
        self._tree.update(menu)

    async def attach(self) -> bool:
        """Offer the icon to the tray there is, and to every later one; False while there is none that shows it."""
        self.visible = True
        try:
            await self._link.start()  # a connection of its own: closing it is the only way to leave a tray
        except DesktopError as error:
            log.debug("%s", error)
        return self.registered

    async def detach(self) -> None:
        """Leave the tray."""
        self._forget()
        await self._link.stop()
        self.visible = False

    # ------------------------------------------------------------ pystray asks

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
        restructured, changed, gone = self._tree.update(self.menu)
        if changed or gone:
            self._emit(MENU_PATH, MENU, "ItemsPropertiesUpdated", changed, gone)
        if restructured:
            self._emit(MENU_PATH, MENU, "LayoutUpdated", self._tree.revision, 0)

    def _emit(self, path: str, interface: str, member: str, *args: Any) -> None:
        if self._link.bus is not None and self.registered:
            self._link.bus.emit(path, interface, member, *args)

    # ------------------------------------------------------------ the tray comes and goes

    async def _arrived(self, bus: Bus) -> None:
        bus.export(ITEM_PATH, self._item())
        bus.export(MENU_PATH, self._menu_of())
        bus.listen(
            lambda _: self._register(bus), sender=WATCHER, interface=WATCHER, member="StatusNotifierHostRegistered"
        )
        await bus.watch_name(WATCHER, lambda owner: self._register(bus) if owner else self._forget())
        if self._registering is not None:
            await asyncio.wait([self._registering], timeout=PATIENCE)

    def _left(self) -> None:
        self._forget()

    def _forget(self) -> None:
        self.registered = False
        if self._registering is not None:
            self._registering.cancel()
            self._registering = None

    def _register(self, bus: Bus) -> None:
        self._forget()
        self._registering = asyncio.get_running_loop().create_task(self._registration(bus), name="uncrick tray item")

    async def _registration(self, bus: Bus) -> None:
        for pause in (*REGISTER_PAUSES, 0):
            try:
                await bus.call(
                    WATCHER, WATCHER_PATH, WATCHER, "RegisterStatusNotifierItem", "s", bus.name, starts=False
                )
                self.registered = bool(await bus.get(WATCHER, WATCHER_PATH, WATCHER, "IsStatusNotifierHostRegistered"))
            except DesktopError as error:
                log.debug("%s", error)
                await asyncio.sleep(pause)
                continue
            if self.registered:
                self._placed()
            return

    # ------------------------------------------------------------ what the tray asks

    def _item(self) -> Interface:
        def nothing(*_: object) -> tuple[()]:
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
                "SecondaryActivate": Method("ii", "", nothing),
                "ContextMenu": Method("ii", "", nothing),
                "Scroll": Method("is", "", nothing),
                "ProvideXdgActivationToken": Method("s", "", nothing),
            },
            properties={name: Property(*value) for name, value in values.items()},
            signals={"NewTitle": "", "NewIcon": "", "NewToolTip": "", "NewStatus": "s"},
        )

    def _menu_of(self) -> Interface:
        tree = self._tree

        def get_layout(parent: int, depth: int, names: list[str]) -> tuple[Any, ...]:
            tree.seen = tree.revision
            return tree.revision, tree.find(parent).layout(depth, names)

        def get_group(ids: list[int], names: list[str]) -> tuple[Any, ...]:
            known = [tree.nodes[id_] for id_ in ids or tree.nodes if id_ in tree.nodes]
            return ([node.layout(0, names)[:2] for node in known],)

        def get_one(id_: int, name: str) -> tuple[Any, ...]:
            try:
                return (tree.find(id_).properties[name],)
            except KeyError:
                raise Fault("InvalidArgs", f"Item {id_} has no property {name}") from None

        def event(id_: int, kind: str, _data: object, _time: int) -> tuple[Any, ...]:
            item = tree.find(id_).item
            if kind == "clicked" and item is not None and item.enabled and item.submenu is None:
                item(self)
            return ()

        def events(all_: list[tuple[int, str, object, int]]) -> tuple[Any, ...]:
            lost = [id_ for id_, *_ in all_ if id_ not in tree.nodes]
            for one in all_:
                if one[0] not in lost:
                    event(*one)
            return (lost,)

        def stale(ids: list[int]) -> list[int]:
            return [id_ for id_ in ids if id_ in tree.nodes and tree.seen != tree.revision]

        return Interface(
            MENU,
            methods={
                "GetLayout": Method("iias", "u(ia{sv}av)", get_layout),
                "GetGroupProperties": Method("aias", "a(ia{sv})", get_group),
                "GetProperty": Method("is", "v", get_one),
                "Event": Method("isvu", "", event),
                "EventGroup": Method("a(isvu)", "ai", events),
                "AboutToShow": Method("i", "b", lambda id_: (stale([id_]) != [],)),
                "AboutToShowGroup": Method(
                    "ai", "aiai", lambda ids: (stale(ids), [i for i in ids if i not in tree.nodes])
                ),
            },
            properties={
                "Version": Property("u", lambda: 3),
                "TextDirection": Property("s", lambda: "ltr"),
                "Status": Property("s", lambda: "normal"),
                "IconThemePath": Property("as", list),
            },
            signals={
                "ItemsPropertiesUpdated": "a(ia{sv})a(ias)",
                "LayoutUpdated": "ui",
                "ItemActivationRequested": "iu",
            },
        )


# ---------------------------------------------------------------- the port


class LinuxTray:
    """
    The Tray port on Linux.

    Args:
        cache_dir: folder in which the drawn icons are kept.
    """

    def __init__(self, cache_dir: str) -> None:
        self._cache_dir = cache_dir
        self._chosen: Callable[[str], None] = lambda _: None
        self._face: TrayState | None = None
        self._icon: SniIcon | None = None
        self._picture = ""
        self._stepped = float("-inf")  # when the ring's last step was shown
        self._last_choice = ("", float("-inf"))
        self._drawing: asyncio.Task[None] | None = None

    async def start(self, face: TrayState, chosen: Callable[[str], None]) -> bool:
        """Show the icon; False when this desktop has no place for one (it is taken up when one appears)."""
        self._chosen, self._face = chosen, face
        self._picture = icons.name(face.kind, face.fraction)
        self._icon = SniIcon("uncrick", self._pixmaps(), face.tooltip, self._menu(face), self._placed)
        return await self._icon.attach()

    def show(self, face: TrayState) -> None:
        """Show another face; what is as it was costs nothing."""
        if self._icon is None or face == self._face:
            return
        before, self._face = self._face, face
        picture = icons.name(face.kind, face.fraction)
        if picture != self._picture and self._may_step(picture):
            self._picture = picture
            self._icon.icon = self._pixmaps()
        self._icon.title = face.tooltip
        if before is None or (before.menu, before.left_click) != (face.menu, face.left_click):
            self._icon.menu = self._menu(face)

    async def stop(self) -> None:
        """Take the icon away."""
        if self._drawing is not None:
            self._drawing.cancel()
            await asyncio.wait([self._drawing])
        icon, self._icon = self._icon, None
        if icon is not None:
            await icon.detach()

    def describe(self) -> list[tuple[str, bool, str]]:
        """What a person may want to know: what, whether it works, and in words."""
        if self._icon is not None and self._icon.registered:
            return [("Tray", True, "the icon is shown")]
        return [("Tray", False, "this desktop shows no tray icons (GNOME needs the AppIndicator extension)")]

    # ------------------------------------------------------------ inside

    def _may_step(self, picture: str) -> bool:
        """A ring that empties steps at most once a minute; every other change is shown at once."""
        now = asyncio.get_running_loop().time()
        steps = [name.removeprefix("ring-") for name in (self._picture, picture) if name.startswith("ring-")]
        if len(steps) == 2 and int(steps[1]) < int(steps[0]) and now - self._stepped < RING_PAUSE:
            return False
        self._stepped = now
        return True

    def _pixmaps(self) -> list[icons.Pixmap]:
        fraction = self._face.fraction if self._face is not None else 1.0
        return icons.read(self._cache_dir, self._picture) or icons.plain(fraction)

    def _menu(self, face: TrayState) -> Menu:
        click = Line("", "", partial(self._choose, face.left_click), default=True, visible=False)
        return Menu(*map(self._line, face.menu), click)

    def _line(self, entry: Entry) -> Line:
        if entry.children:
            return Line(entry.key, entry.label, Menu(*map(self._line, entry.children)))
        return Line(entry.key, entry.label, partial(self._choose, entry.key), enabled=bool(entry.key))

    def _choose(self, key: str, *_: object) -> None:
        """Some trays send a double click as two, and some menus a click in two ways."""
        now = asyncio.get_running_loop().time()
        before, self._last_choice = self._last_choice, (key, now)
        if before[0] != key or now - before[1] > DOUBLE_CLICK:
            self._chosen(key)

    def _placed(self) -> None:
        if self._drawing is None and not os.path.isdir(icons.folder(self._cache_dir)):
            self._drawing = asyncio.get_running_loop().create_task(self._draw(), name="uncrick icons")

    async def _draw(self) -> None:
        """Have the icons drawn by a child; until then, and without it, the ring is a plain one."""
        try:
            status = await errand("uncrick.platforms.common.icons", self._cache_dir, takes=DRAWING_TAKES)
        except OSError as error:
            log.warning("The icons cannot be drawn: %s", error)
            return
        if status:
            log.warning("The icons could not be drawn (exit status %d); the ring stays plain", status)
        elif self._icon is not None:
            self._icon.icon = self._pixmaps()
