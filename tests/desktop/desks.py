"""Real desktops without a screen, a fresh one each time: folders, buses, display, panel, notification server.

    with XfceDesk(notifications="dunst") as desk:
        program = desk.spawn(["program"])
        desk.wait_until(lambda: desk.owner("org.example.Program"), what="the program's name on the bus")
        desk.click(*desk.tray_icon)
        desk.screenshot("shot.png")

A test that runs in the same process as what it tests enters the desk's environment, and leaves the loop free:

        with desk.inside():
            await away(desk.click, *desk.tray_icon)
            await until(lambda: told, what="a click")

Everything that was started in a desk, and everything that those started, ends with it. What a machine lacks makes a
test skip and say why; with UNCRICK_REQUIRE_DESKTOP=1 it fails instead, unless the container itself forbids it.
"""

import os
import subprocess
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest

from desktop.buses import NOTIFICATIONS, PATH, SYSTEM_PYTHON, BareDesk, BusDesk, away, lacking, need, until

__all__ = [
    "NOTIFICATIONS",
    "PATH",
    "SYSTEM_PYTHON",
    "WATCHER",
    "BareDesk",
    "BusDesk",
    "SwayDesk",
    "XDesk",
    "XfceDesk",
    "away",
    "lacking",
    "need",
    "until",
]

WATCHER = "org.kde.StatusNotifierWatcher"

PANEL = """<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="dark-mode" type="bool" value="{dark}"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="size" type="uint" value="28"/>
      <property name="plugin-ids" type="array"><value type="int" value="1"/></property>
    </property>
  </property>
  <property name="plugins" type="empty"><property name="plugin-1" type="string" value="systray"/></property>
</channel>
"""

SWAY = """output HEADLESS-1 resolution 1000x600
default_border none
focus_follows_mouse no
seat seat0 fallback true
"""

WAYBAR = """{"layer": "top", "position": "top", "height": 28, "modules-left": ["tray"], "modules-center": [],
 "modules-right": [], "tray": {"icon-size": 22}}"""


class XDesk(BusDesk):
    """An X server with a window manager; no panel."""

    size = (1000, 600)

    def start_display(self) -> None:
        need("Xvfb", "openbox", "xdotool", "import")
        self.env |= {"XDG_SESSION_TYPE": "x11", "XDG_CURRENT_DESKTOP": "XFCE", "DESKTOP_SESSION": "xfce"}
        self.start_x()
        self.spawn(["openbox"])
        self.wait_until(
            lambda: "window id" in self.run(["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"], check=False),
            what="the window manager",
        )

    def start_x(self, number: str = "", *options: str | Path) -> None:
        """Start the X server, on the first free number or on the one that a killed one had."""
        geometry = "{}x{}x24".format(*self.size)
        argv = ["Xvfb", *([f":{number}"] if number else []), "-screen", "0", geometry, "-nolisten", "tcp", "-noreset"]
        argv += map(str, options)
        self.env["DISPLAY"] = ":" + self.announced(argv, "-displayfd {}")
        self.x = self._started[-1]

    def screenshot(self, path: str | Path) -> Path:
        """A picture of the whole screen."""
        self.run(["import", "-window", "root", path])
        return Path(path)

    def click(self, x: int, y: int, button: int = 1) -> None:
        """Move the pointer there and click."""
        self.run(["xdotool", "mousemove", x, y, "click", button])

    def point(self, x: int, y: int) -> None:
        """Move the pointer there."""
        self.run(["xdotool", "mousemove", x, y])

    def key(self, *keys: str) -> None:
        """Press and release keys, named as xdotool does."""
        self.run(["xdotool", "key", *keys])

    def bubble(self) -> tuple[int, int, int, int]:
        """Wait for a notification and say where it is: x, y, width, height."""
        return self.wait_until(
            lambda: [place for place in self.shown("notifyd") + self.shown("dunst") if place[2] > 100], what="a bubble"
        )[0]

    def click_button(self, index: int, of: int = 3) -> None:
        """Click on a button, counted from 0, of the notification that xfce4-notifyd shows."""
        x, y, width, height = self.bubble()
        self.click(x + width - 57 - 92 * (of - 1 - index), y + height - 31)

    def shown(self, title: str) -> list[tuple[int, int, int, int]]:
        """The visible windows whose title or class matches: x, y, width, height."""
        places = []
        for window in self.run(["xdotool", "search", "--onlyvisible", "--name", "--class", title], check=False).split():
            text = self.run(["xdotool", "getwindowgeometry", "--shell", window], check=False)
            values = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
            if values:
                places.append((int(values["X"]), int(values["Y"]), int(values["WIDTH"]), int(values["HEIGHT"])))
        return places


class XfceDesk(XDesk):
    """
    XFCE: a panel with a tray at the top left, and a notification server.

    Args:
        notifications: `dunst`, `xfce4-notifyd` or None.
        panel: with the panel.
        dark: a dark panel.
    """

    tray_icon = (16, 14)  # where the first icon of the tray is

    def __init__(
        self,
        *,
        notifications: str | None = "dunst",
        panel: bool = True,
        dark: bool = True,
        logind: bool = False,
    ) -> None:
        super().__init__(logind=logind, notifications=notifications, activatable=["org.xfce.Xfconf"])
        self._with_panel, self._dark = panel, dark
        self.panel: subprocess.Popen[bytes] | None = None

    def start_display(self) -> None:
        super().start_display()
        config = self.home / ".config/xfce4/xfconf/xfce-perchannel-xml"
        config.mkdir(parents=True)
        (config / "xfce4-panel.xml").write_text(PANEL.format(dark=str(self._dark).lower()))
        if self._with_panel:
            self.start_panel()

    def start_panel(self) -> None:
        """Start the panel; returns once its tray takes icons."""
        need("xfce4-panel")
        self.panel = self.spawn(["xfce4-panel", "--disable-wm-check"])
        self.wait_until(lambda: self.owner(WATCHER), what="the panel's tray")

    def kill_panel(self) -> None:
        """The panel crashes."""
        assert self.panel is not None
        self.end(self.panel)
        self.wait_until(lambda: not self.owner(WATCHER), what="the tray gone")

    def open_menu(self, x: int | None = None, y: int | None = None) -> tuple[int, int, int, int]:
        """Right click on the first tray icon, or there, and wait for its menu: x, y, width, height."""
        if x is not None and y is not None:
            return self._new_menu(lambda: self.click(x, y, 3))
        # A panel that has just started knows of the icon before it shows it; a click would open the panel's own menu.
        self.wait_until(self.shows_an_icon, what="an icon in the panel")
        return self._new_menu(lambda: self.click(*self.tray_icon, 3))

    def shows_an_icon(self) -> bool:
        """Whether something is drawn where the first icon of the tray is."""
        x, y = self.tray_icon
        pixels = self.run(["import", "-window", "root", "-crop", f"20x20+{x - 10}+{y - 10}", "-depth", "8", "txt:-"])
        return len({line.split()[2] for line in pixels.splitlines()[1:]}) > 3

    def choose(self, *rows: int) -> None:
        """Open the icon's menu and click on its row, counted from 0; further rows are those of the submenus."""
        menu = self.open_menu()
        *above, last = rows
        for row in above:
            menu = self._new_menu(partial(self.point, *self._row(menu, row)))
        self.click(*self._row(menu, last))

    def _row(self, menu: tuple[int, int, int, int], row: int) -> tuple[int, int]:
        x, y, width, _ = menu
        return x + width // 3, y + self.MENU_EDGE + row * self.MENU_ROW + self.MENU_ROW // 2

    def _new_menu(self, make: Callable[[], None]) -> tuple[int, int, int, int]:
        before = set(self._menus())
        make()
        return self.wait_until(lambda: [menu for menu in self._menus() if menu not in before], what="the menu")[0]

    MENU_EDGE, MENU_ROW = 4, 25  # pixels, of GTK's own theme

    def _menus(self) -> list[tuple[int, int, int, int]]:
        return [place for place in self.shown("wrapper-2.0") if place[3] > self.MENU_ROW + 2 * self.MENU_EDGE]

    def tray_items(self) -> list[str]:
        """What is registered with the tray."""
        if not self.owner(WATCHER):
            return []
        properties = "org.freedesktop.DBus.Properties"
        args = (WATCHER, "RegisteredStatusNotifierItems")
        return list(self.call(WATCHER, "/StatusNotifierWatcher", properties, "Get", "ss", *args)[0][1])


class SwayDesk(BusDesk):
    """
    sway without a screen: Wayland and no X at all, with waybar's tray at the top left.

    Args:
        notifications: `mako`, `dunst` or None.
        bar: with waybar.
    """

    def __init__(
        self,
        *,
        notifications: str | None = "mako",
        bar: bool = True,
        logind: bool = False,
        activatable: Sequence[str] = (),
    ) -> None:
        super().__init__(logind=logind, notifications=notifications, activatable=activatable)
        self._with_bar = bar
        self.sway: subprocess.Popen[bytes] | None = None

    def start_display(self) -> None:
        need("sway", "swaymsg", "grim", "wtype")
        self.env |= {
            "XDG_SESSION_TYPE": "wayland",
            "XDG_CURRENT_DESKTOP": "sway",
            "WLR_BACKENDS": "headless",
            "WLR_LIBINPUT_NO_DEVICES": "1",
            "WLR_RENDERER": "pixman",
            "GDK_BACKEND": "wayland",
        }
        self.start_sway()
        if self._with_bar:
            need("waybar")
            (self.folder / "waybar.json").write_text(WAYBAR)
            (self.folder / "waybar.css").write_text("* { font-size: 12px } window { background: #222 }")
            self.spawn(["waybar", "-c", self.folder / "waybar.json", "-s", self.folder / "waybar.css"])
            self.wait_until(lambda: self.owner(WATCHER), what="waybar's tray")

    def start_sway(self) -> None:
        """Start the compositor, or start it again after `kill_sway`."""
        (self.folder / "sway.conf").write_text(SWAY)
        argv: list[str | Path] = ["sway", "-c", self.folder / "sway.conf"]
        if os.geteuid() == 0:  # sway refuses root
            argv = [*_as_a_user(), *argv]
        run = Path(self.env["XDG_RUNTIME_DIR"])
        for stale in [*run.glob("wayland-*"), *run.glob("sway-ipc.*")]:
            stale.unlink()
        self.sway = self.spawn(argv)
        socket = self.wait_until(lambda: [*run.glob("sway-ipc.*.sock")], what="sway")[0]
        display = self.wait_until(lambda: [*run.glob("wayland-?")], what="the Wayland display")[0]
        self.env |= {"SWAYSOCK": str(socket), "WAYLAND_DISPLAY": display.name}
        self.wait_until(
            lambda: "HEADLESS-1" in self.run(["swaymsg", "-t", "get_outputs"], check=False), what="an output"
        )

    def kill_sway(self) -> None:
        """The compositor crashes."""
        assert self.sway is not None
        self.end(self.sway)

    def screenshot(self, path: str | Path) -> Path:
        """A picture of the whole screen."""
        self.run(["grim", path])
        return Path(path)

    def click(self, x: int, y: int, button: int = 1) -> None:
        """Move the pointer there and click."""
        self.point(x, y)
        self.run(["swaymsg", f"seat seat0 cursor press button{button}"])
        self.run(["swaymsg", f"seat seat0 cursor release button{button}"])

    def point(self, x: int, y: int) -> None:
        """Move the pointer there."""
        self.run(["swaymsg", f"seat seat0 cursor set {x} {y}"])

    def key(self, *keys: str) -> None:
        """Press and release keys, named as wtype does."""
        for key in keys:
            self.run(["wtype", "-k", key])

    tray_items = XfceDesk.tray_items


def _as_a_user() -> list[str | Path]:
    wrapper: list[str | Path] = ["unshare", "-U", "--map-user=1000"]
    if subprocess.run([*wrapper, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this container allows no user namespaces, and sway refuses root")
    return wrapper
