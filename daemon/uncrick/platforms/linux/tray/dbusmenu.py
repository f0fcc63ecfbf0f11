"""A pystray menu as an object of the interface com.canonical.dbusmenu, which tray hosts draw.

Its source is the interface description dbus-menu.xml of libdbusmenu; the properties of an item are named there.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from uncrick.platforms.linux.dbus import Interface, Method, MethodError, Property
from uncrick.platforms.linux.tray.pystray_base import Menu, MenuItem

MENU, MENU_PATH = "com.canonical.dbusmenu", "/MenuBar"
VERSION = 3  # of the interface
ROOT = 0  # the id of the menu itself

Properties = dict[str, tuple[str, Any]]  # by name: signature and value


class KeyedItem(MenuItem):  # type: ignore[misc]
    """A menu item that keeps its identity when its text changes."""

    def __init__(self, key: str, text: str, action: object, **options: Any) -> None:
        super().__init__(text, action, **options)
        self.key = key


@dataclass(frozen=True, slots=True)
class MenuChanges:
    """
    What an update changed.

    Attributes:
        restructured: items came, went or moved.
        changed: of the items that stayed, the properties with a new value, by id.
        removed: of the items that stayed, the names of properties that are gone, by id.
    """

    restructured: bool
    changed: list[tuple[int, Properties]]
    removed: list[tuple[int, list[str]]]


@dataclass(slots=True)
class _Node:
    id: int
    item: Any
    properties: Properties
    children: "list[_Node]" = field(default_factory=list)

    def structure(self) -> tuple[int, tuple[Any, ...]]:
        """The ids alone, nested."""
        return self.id, tuple(child.structure() for child in self.children)

    def walk(self) -> "Iterator[_Node]":
        yield self
        for child in self.children:
            yield from child.walk()

    def layout(self, depth: int, names: list[str]) -> tuple[int, Properties, list[tuple[str, Any]]]:
        """
        The result of GetLayout.

        Args:
            depth: levels below this item; negative for all.
            names: the properties asked for; empty for all.
        """
        chosen = {name: value for name, value in self.properties.items() if not names or name in names}
        below = self.children if depth else []
        return self.id, chosen, [("(ia{sv}av)", child.layout(depth - 1, names)) for child in below]


class MenuTree:
    """
    The items of a menu by id. An id follows from the item's path of keys, and stays for as long as the tree lives.

    Attributes:
        revision: counts the changes of structure.
    """

    def __init__(self) -> None:
        self.revision = 0
        self._fetched = 0  # the revision that a host asked for last
        self._nodes: dict[int, _Node] = {}
        self._ids: dict[tuple[str, ...], int] = {}
        self.update(None)

    def update(self, menu: Menu | None) -> MenuChanges:
        """Take over a menu."""
        root = _Node(ROOT, None, {"children-display": ("s", "submenu")}, self._children(menu, ()))
        before, self._nodes = self._nodes, {node.id: node for node in root.walk()}
        stayed = [(before[id_].properties, node) for id_, node in self._nodes.items() if id_ in before]
        changed = [
            (node.id, {name: value for name, value in node.properties.items() if old.get(name) != value})
            for old, node in stayed
        ]
        removed = [(node.id, [name for name in old if name not in node.properties]) for old, node in stayed]
        restructured = not before or before[ROOT].structure() != root.structure()
        self.revision += restructured
        return MenuChanges(
            restructured, [entry for entry in changed if entry[1]], [entry for entry in removed if entry[1]]
        )

    def interface(self, click: Callable[[Any], None]) -> Interface:
        """The D-Bus interface; `click` gets the pystray item that a person chose."""

        def event(id_: int, kind: str, _data: object, _time: int) -> tuple[Any, ...]:
            item = self._node(id_).item
            if kind == "clicked" and item is not None and item.enabled and item.submenu is None:
                click(item)
            return ()

        def event_group(events: list[tuple[int, str, object, int]]) -> tuple[Any, ...]:
            unknown = [id_ for id_, *_ in events if id_ not in self._nodes]
            for each in events:
                if each[0] not in unknown:
                    event(*each)
            return (unknown,)

        return Interface(
            MENU,
            methods={
                "GetLayout": Method("iias", "u(ia{sv}av)", self._get_layout),
                "GetGroupProperties": Method("aias", "a(ia{sv})", self._get_group_properties),
                "GetProperty": Method("is", "v", self._get_property),
                "Event": Method("isvu", "", event),
                "EventGroup": Method("a(isvu)", "ai", event_group),
                "AboutToShow": Method("i", "b", lambda id_: (self._outdated([id_]) != [],)),
                "AboutToShowGroup": Method(
                    "ai", "aiai", lambda ids: (self._outdated(ids), [id_ for id_ in ids if id_ not in self._nodes])
                ),
            },
            properties={
                "Version": Property("u", lambda: VERSION),
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

    def _get_layout(self, parent: int, depth: int, names: list[str]) -> tuple[Any, ...]:
        self._fetched = self.revision
        return self.revision, self._node(parent).layout(depth, names)

    def _get_group_properties(self, ids: list[int], names: list[str]) -> tuple[Any, ...]:
        nodes = [self._nodes[id_] for id_ in ids or self._nodes if id_ in self._nodes]
        return ([node.layout(0, names)[:2] for node in nodes],)

    def _get_property(self, id_: int, name: str) -> tuple[Any, ...]:
        try:
            return (self._node(id_).properties[name],)
        except KeyError:
            raise MethodError("InvalidArgs", f"Item {id_} has no property {name}") from None

    def _outdated(self, ids: list[int]) -> list[int]:
        """Those whose layout changed since a host fetched it."""
        return [id_ for id_ in ids if id_ in self._nodes and self._fetched != self.revision]

    def _node(self, id_: int) -> _Node:
        try:
            return self._nodes[id_]
        except KeyError:
            raise MethodError("InvalidArgs", f"The menu has no item {id_}") from None

    def _children(self, menu: Menu | None, above: tuple[str, ...]) -> list[_Node]:
        nodes, uses = [], dict[str, int]()
        for item in menu or ():
            key = getattr(item, "key", item.text)
            uses[key] = uses.get(key, 0) + 1  # two items of one key are told apart by their order
            path = (*above, f"{key}\0{uses[key]}")
            id_ = self._ids.setdefault(path, len(self._ids) + 1)
            nodes.append(_Node(id_, item, _properties(item), self._children(item.submenu, path)))
        return nodes


def _properties(item: MenuItem) -> Properties:
    properties: Properties = {  # a single underscore would mark the next letter as a shortcut
        "label": ("s", item.text.replace("_", "__")),
        "enabled": ("b", bool(item.enabled)),
    }
    if item.submenu is not None:
        properties["children-display"] = ("s", "submenu")
    return properties
