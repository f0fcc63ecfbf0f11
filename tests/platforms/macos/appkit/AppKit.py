"""What the icon uses of AppKit, as pyobjc has it; what is shown is written to a file, and clicks are read from a pipe.

By https://developer.apple.com/documentation/appkit/nsstatusitem, .../nsmenu, .../nsmenuitem and .../nsapplication. The
pipe's lines: `open` the menu, `click` with the titles that lead to an item, `hold` until the icon is to change, `die`.
"""

import io
import json
import os
import threading
import zlib
from typing import Any, Self

from Foundation import CLICKS, MAIN, NSData, NSDefaultRunLoopMode, NSEventTrackingRunLoopMode, NSObject, on_main_thread
from PIL import Image

if os.environ.get("STAND_IN_FAILS"):
    raise ImportError(os.environ["STAND_IN_FAILS"])

NSVariableStatusItemLength = -1.0
NSApplicationActivationPolicyAccessory = 1
AT_ONCE = [NSDefaultRunLoopMode, NSEventTrackingRunLoopMode, CLICKS]


class NSImage(NSObject):
    def initWithData_(self, data: NSData) -> Self:
        self.picture = Image.open(io.BytesIO(data.content))
        self.points = tuple(map(float, self.picture.size))
        return self

    def size(self) -> tuple[float, ...]:
        return self.points

    def setSize_(self, points: tuple[float, float]) -> None:
        self.points = points


class NSMenuItem(NSObject):
    def initWithTitle_action_keyEquivalent_(self, title: str, action: bytes, key: str) -> Self:
        self.title, self.action, self.submenu, self.enabled = title, action, None, True
        return self

    def setAction_(self, action: bytes) -> None:
        self.action = action

    def setTarget_(self, target: object) -> None:
        self.target = target

    def setTag_(self, tag: int) -> None:
        self._tag = tag

    def tag(self) -> int:
        return self._tag

    def setEnabled_(self, enabled: bool) -> None:
        assert isinstance(enabled, bool)
        self.enabled = enabled

    def setSubmenu_(self, menu: "NSMenu") -> None:
        self.submenu = menu

    def click(self) -> None:
        """An item that cannot be chosen does nothing."""
        methods = [getattr(type(self.target), name) for name in dir(type(self.target))]
        method = next(method for method in methods if getattr(method, "selector", b"") == self.action)
        if self.enabled:
            method(self.target, self)


class NSMenu(NSObject):
    def initWithTitle_(self, title: str) -> Self:
        self.items: list[NSMenuItem] = []
        return self

    def setAutoenablesItems_(self, on: bool) -> None:
        assert not on

    def addItem_(self, item: NSMenuItem) -> None:
        on_main_thread()
        self.items.append(item)

    def titles(self) -> list[Any]:
        return [
            {"title": item.title, "enabled": item.enabled, "items": item.submenu.titles() if item.submenu else []}
            for item in self.items
        ]


class Button(NSObject):
    """NSStatusBarButton."""

    shown: dict[str, Any]

    def setTarget_(self, target: object) -> None: ...

    def setAction_(self, action: bytes) -> None: ...

    def setHidden_(self, hidden: bool) -> None:
        self._set("hidden", hidden)

    def setToolTip_(self, text: str) -> None:
        self._set("tooltip", text)

    def setAccessibilityLabel_(self, text: str) -> None:
        self._set("label", text)

    def setImage_(self, image: NSImage) -> None:
        content = zlib.crc32(image.picture.tobytes())
        self._set("picture", {"points": image.size(), "pixels": image.picture.size, "content": content})

    def _set(self, what: str, value: object) -> None:
        on_main_thread()
        self.shown[what] = value
        write(self.shown)


class NSStatusItem(NSObject):
    def __init__(self) -> None:
        self.shown: dict[str, Any] = {"policy": NSApplication.sharedApplication().policy, "changes": 0}
        self._button = Button()
        self._button.shown = self.shown
        self.menu: NSMenu | None = None

    def button(self) -> Button:
        return self._button

    def setMenu_(self, menu: NSMenu) -> None:
        on_main_thread()
        self.menu = menu
        self.shown["menu"] = menu.titles()
        self.shown["changes"] += 1
        write(self.shown)


class NSStatusBar(NSObject):
    item: NSStatusItem

    @classmethod
    def systemStatusBar(cls) -> type[Self]:
        return cls

    @classmethod
    def statusItemWithLength_(cls, length: float) -> NSStatusItem:
        on_main_thread()
        assert length == NSVariableStatusItemLength
        cls.item = NSStatusItem()
        return cls.item

    @classmethod
    def thickness(cls) -> float:
        return 24.0


class NSApplication(NSObject):
    policy = 0
    _only: "NSApplication | None" = None

    @classmethod
    def sharedApplication(cls) -> "NSApplication":
        cls._only = cls._only or cls()
        return cls._only

    def setActivationPolicy_(self, policy: int) -> bool:
        self.policy = policy
        return True

    def run(self) -> None:
        on_main_thread()
        threading.Thread(target=follow_clicks, daemon=True).start()
        while True:
            MAIN.next()()


def follow_clicks() -> None:
    with open(os.environ["STAND_IN_CLICKS"], encoding="utf-8") as pipe:
        for line in pipe:
            word, *titles = json.loads(line)
            MAIN.perform(AT_ONCE, lambda word=word, titles=titles: act(word, titles))


def act(word: str, titles: list[str]) -> None:
    item = NSStatusBar.item
    match word:
        case "open":
            MAIN.mode, item.opened = NSEventTrackingRunLoopMode, item.menu
            item.button()._set("open", True)
        case "click":
            menu = item.opened
            for title in titles[:-1]:
                menu = next(each for each in menu.items if each.title == title).submenu
            chosen = next(each for each in menu.items if each.title == titles[-1])
            MAIN.mode = NSDefaultRunLoopMode
            chosen.click()
        case "hold":
            MAIN.hold()
            item.button()._set("held", True)
        case "die":
            os._exit(3)


def write(shown: dict[str, Any]) -> None:
    place = os.environ["STAND_IN_SCREEN"]
    with open(f"{place}.new", "w", encoding="utf-8") as file:
        json.dump(shown, file)
    os.replace(f"{place}.new", place)
