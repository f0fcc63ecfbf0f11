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

import asyncio
import contextlib
import os
import secrets
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Self, TypeVar

import pytest
from jeepney import DBusAddress, DBusErrorResponse, new_method_call
from jeepney.io.blocking import open_dbus_connection
from jeepney.wrappers import unwrap_msg

T = TypeVar("T")

PATH = (
    f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin:/usr/games"  # with the `uncrick` of this environment
)
SYSTEM_PYTHON = "/usr/bin/python3"  # it has dbusmock, which cannot be had from PyPI without a compiler
KEPT = ("COVERAGE_PROCESS_START", "COVERAGE_FILE", "PYTHONDONTWRITEBYTECODE", "USER")  # of our own environment
DESKTOP = ("DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "SWAYSOCK", "DBUS_", "XDG_", "DESKTOP_SESSION")  # never kept
NOTIFICATIONS = "org.freedesktop.Notifications"
WATCHER = "org.kde.StatusNotifierWatcher"
SERVERS = {"dunst": "dunst", "xfce4-notifyd": "/usr/lib/*/xfce4/notifyd/xfce4-notifyd", "mako": "mako"}

# No services but those that a desk puts there: which server is started must not depend on what else is installed
BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <servicedir>{services}</servicedir>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""

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


def need(*programs: str) -> None:
    """Skip the test, or fail it where desktops are required, unless all these programs are installed."""
    missing = [program for program in programs if not path_of(program)]
    if missing:
        lacking(f"not installed: {', '.join(missing)}")


def path_of(program: str) -> str | None:
    """The path of a program; a pattern finds what is not on the PATH."""
    if "*" in program:
        return next((str(path) for path in Path("/").glob(program.lstrip("/")) if os.access(path, os.X_OK)), None)
    return shutil.which(program, path=PATH)


def lacking(reason: str) -> None:
    """This machine could have it and has not."""
    if os.environ.get("UNCRICK_REQUIRE_DESKTOP") == "1":
        pytest.fail(f"A desktop is required here (UNCRICK_REQUIRE_DESKTOP=1): {reason}", pytrace=False)
    pytest.skip(reason)


async def until(predicate: Callable[[], T], timeout: float = 60, what: str = "") -> T:  # noqa: ASYNC109 as wait_until
    """Let the loop run until the answer is true; it is returned."""
    end = time.monotonic() + timeout
    while not (answer := predicate()):
        if time.monotonic() > end:
            raise AssertionError(f"{what or 'it'} did not come in {timeout:g} s")
        await asyncio.sleep(0.01)
    return answer


async def away(function: Callable[..., T], *args: Any, **more: Any) -> T:
    """Do what blocks, such as a click, while the loop runs on."""
    return await asyncio.to_thread(function, *args, **more)


class BareDesk:
    """
    Folders of its own; no bus, no display.

    Attributes:
        folder: all of it, gone with the desk.
        home: the home folder; the XDG folders lie in it.
        env: the environment of everything in here.
    """

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="desk-", dir="/tmp"))  # short: a socket's path has 107 bytes
        self.home = self.folder / "home"
        self._mark = f"UNCRICK_DESK={secrets.token_hex(8)}"
        self._started: list[subprocess.Popen[bytes]] = []
        runtime = self.folder / "run"
        self.env = {
            "PATH": PATH,
            "HOME": str(self.home),
            "XDG_RUNTIME_DIR": str(runtime),
            "XDG_CONFIG_HOME": str(self.home / ".config"),
            "XDG_DATA_HOME": str(self.home / ".local/share"),
            "XDG_STATE_HOME": str(self.home / ".local/state"),
            "XDG_CACHE_HOME": str(self.home / ".cache"),
            "TMPDIR": str(self.folder / "tmp"),
            "LANG": "C.UTF-8",
            "SHELL": "/bin/sh",
            "NO_AT_BRIDGE": "1",
            "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={runtime}/no-system-bus",
            **{name: os.environ[name] for name in KEPT if name in os.environ},
            **dict([self._mark.split("=")]),
        }

    def __enter__(self) -> Self:
        for name in ("HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "TMPDIR"):
            Path(self.env[name]).mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            self.up()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.down()
        shutil.rmtree(self.folder, ignore_errors=True)

    @contextlib.contextmanager
    def inside(self) -> Iterator[Self]:
        """This process is in the desk: its environment is the desk's."""
        before = dict(os.environ)
        for name in before:
            if name.startswith(DESKTOP):
                del os.environ[name]
        os.environ.update(self.env)
        try:
            yield self
        finally:
            os.environ.clear()
            os.environ.update(before)

    def up(self) -> None:
        """Start what belongs to this desktop."""

    def down(self) -> None:
        """End everything that runs in here, the youngest first."""
        for process in reversed(self._started):
            self.end(process)
        for _ in range(100):  # what has left its process group still carries the mark
            left = list(self.running())
            if not left:
                break
            for pid in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.02)

    # ------------------------------------------------------------ processes

    def spawn(
        self, argv: Sequence[str | Path], *, env: dict[str, str] | None = None, **popen: Any
    ) -> subprocess.Popen[bytes]:
        """Start a program in this desktop; its output goes to `log`, unless said otherwise."""
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                [str(arg) for arg in argv],
                **{
                    "env": {**self.env, **(env or {})},
                    "cwd": self.home,
                    "stdin": subprocess.DEVNULL,
                    "stdout": log,
                    "stderr": log,
                    "start_new_session": True,
                    **popen,
                },
            )
        self._started.append(process)
        return process

    def run(self, argv: Sequence[str | Path | int], *, timeout: float = 20, check: bool = True) -> str:
        """Run a program in this desktop to its end; what it wrote to standard output."""
        done = subprocess.run(
            [str(arg) for arg in argv],
            env=self.env,
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
        if check and done.returncode:
            raise AssertionError(f"{argv[0]} ended with {done.returncode}: {done.stderr.strip()}")
        return done.stdout

    def end(self, process: subprocess.Popen[bytes], timeout: float = 3) -> None:
        """Ask a program and its children to end, then make them."""
        for sign in (signal.SIGTERM, signal.SIGKILL):
            if process.poll() is None:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, sign)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(timeout)
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                stream.close()
        if process in self._started:
            self._started.remove(process)

    def running(self) -> Iterator[int]:
        """The processes that run in this desktop, however they were started."""
        for entry in Path("/proc").iterdir():
            if entry.name.isdecimal():
                with contextlib.suppress(OSError):
                    state = (entry / "stat").read_text().rpartition(") ")[2][:1]
                    if state != "Z" and self._mark.encode() in (entry / "environ").read_bytes().split(b"\0"):
                        yield int(entry.name)

    @property
    def log(self) -> str:
        """What everything in here has written so far."""
        path = self.folder / "log"
        return path.read_text(errors="replace") if path.exists() else ""

    def wait_until(self, predicate: Callable[[], T], timeout: float = 10, what: str = "") -> T:
        """Ask again and again until the answer is true; it is returned."""
        end = time.monotonic() + timeout
        while not (answer := predicate()):
            if time.monotonic() > end:
                raise AssertionError(
                    f"{what or getattr(predicate, '__name__', 'it')} did not come in {timeout:g} s\n{self.log[-3000:]}"
                )
            time.sleep(0.02)
        return answer


class BusDesk(BareDesk):
    """
    A session bus and, on request, a system bus with a pretend logind; no display.

    Args:
        logind: a private system bus with logind on it, and one session, `c1`, of ours.
        notifications: `dunst`, `xfce4-notifyd`, `mako` or None.
        activatable: names of D-Bus services of this machine that the session bus may start.
    """

    def __init__(
        self,
        *,
        logind: bool = False,
        notifications: str | None = None,
        activatable: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self.notifications = notifications
        self.server: subprocess.Popen[bytes] | None = None
        self._logind = logind
        self._activatable = activatable

    def up(self) -> None:
        need("dbus-daemon")
        self.start_bus()
        if self._logind:
            self._start_logind()
        self.start_display()
        if self.notifications:
            self.start_notifications()

    def start_bus(self) -> None:
        """Start the session bus, or start it again after `stop_bus`."""
        self.env["DBUS_SESSION_BUS_ADDRESS"] = self._bus("session", self._activatable)
        self._session_bus = self._started[-1]

    def stop_bus(self) -> None:
        """The session bus ends."""
        self.end(self._session_bus)

    def start_display(self) -> None:
        """Nothing to look at here."""

    def start_notifications(self, name: str | None = None) -> subprocess.Popen[bytes]:
        """Start a notification server, the desk's own by default; returns once it answers."""
        program = SERVERS[name or self.notifications or ""]
        need(program)
        self.server = self.spawn([path_of(program) or program])
        self.wait_until(lambda: self.owner(NOTIFICATIONS), what=f"{program} on the bus")
        return self.server

    def kill_notifications(self) -> None:
        """The notification server crashes."""
        assert self.server is not None
        self.server.kill()
        self.server.wait()
        self.wait_until(lambda: not self.owner(NOTIFICATIONS), what="the name set free")

    # ------------------------------------------------------------ the buses

    def call(
        self,
        service: str,
        path: str,
        interface: str,
        member: str,
        signature: str = "",
        *args: Any,
        bus: str = "SESSION",
    ) -> tuple[Any, ...]:
        """Call a D-Bus method and wait for the answer; an error is a DBusErrorResponse."""
        with open_dbus_connection(self.env[f"DBUS_{bus}_BUS_ADDRESS"]) as connection:
            message = new_method_call(DBusAddress(path, service, interface), member, signature or None, args)
            body: tuple[Any, ...] = unwrap_msg(connection.send_and_get_reply(message, timeout=10))
            return body

    def owner(self, name: str, bus: str = "SESSION") -> str:
        """Who owns a name on the bus; empty for nobody."""
        try:
            dbus = "org.freedesktop.DBus"
            return str(self.call(dbus, "/org/freedesktop/DBus", dbus, "GetNameOwner", "s", name, bus=bus)[0])
        except DBusErrorResponse:
            return ""

    def _bus(self, kind: str, activatable: Sequence[str] = ()) -> str:
        socket, services = self.folder / "run" / f"{kind}-bus", self.folder / f"{kind}-services"
        services.mkdir(exist_ok=True)
        socket.unlink(missing_ok=True)
        for name in activatable:
            shutil.copy(f"/usr/share/dbus-1/services/{name}.service", services)
        config = self.folder / f"{kind}-bus.conf"
        config.write_text(BUS_CONFIG.format(socket=socket, services=services))
        self.announced(["dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile"], "--print-address={}")
        return f"unix:path={socket}"

    def announced(self, argv: list[str], option: str) -> str:
        """Start a program that writes one line to a file descriptor when it is ready; that line."""
        read, write = os.pipe()
        try:
            process = self.spawn([*argv, *option.format(write).split()], pass_fds=[write])
        finally:
            os.close(write)
        line, end = b"", time.monotonic() + 20
        with os.fdopen(read, "rb", buffering=0) as pipe:
            while not line.endswith(b"\n"):
                ready = select.select([pipe], [], [], max(0.0, end - time.monotonic()))[0]
                part = pipe.read(1024) if ready else b""
                if not part:
                    raise AssertionError(
                        f"{argv[0]} did not come up (exit status {process.poll()})\n{self.log[-3000:]}"
                    )
                line += part
        return line.decode().strip()

    # ------------------------------------------------------------ logind

    def _start_logind(self) -> None:
        if subprocess.run([SYSTEM_PYTHON, "-c", "import dbusmock"], capture_output=True, check=False).returncode:
            lacking("not installed: python3-dbusmock")
        self.env["DBUS_SYSTEM_BUS_ADDRESS"] = self._bus("system")
        self.logind = self.spawn([SYSTEM_PYTHON, "-m", "dbusmock", "--system", "--template", "logind"])
        self.wait_until(lambda: self.owner("org.freedesktop.login1", "SYSTEM"), what="logind")
        self.call(
            "org.freedesktop.login1",
            "/org/freedesktop/login1",
            "org.freedesktop.DBus.Mock",
            "AddSession",
            "ssusb",
            *("c1", "seat0", os.getuid(), "user", True),
            bus="SYSTEM",
        )
        self.env["XDG_SESSION_ID"] = "c1"

    def logind_signal(self, member: str, *args: tuple[str, Any], session: bool = False) -> None:
        """Have logind emit a signal, of the manager or of our session; each argument is (signature, value)."""
        path = "/org/freedesktop/login1" + ("/session/c1" if session else "")
        interface = "org.freedesktop.login1." + ("Session" if session else "Manager")
        signature = "".join(argument for argument, _ in args)
        self.call(
            "org.freedesktop.login1",
            path,
            "org.freedesktop.DBus.Mock",
            "EmitSignal",
            "sssav",
            *(interface, member, signature, list(args)),
            bus="SYSTEM",
        )

    def logind_property(self, name: str, value: Any, signature: str = "b") -> None:
        """Change a property of our session, as logind would."""
        self.call(
            "org.freedesktop.login1",
            "/org/freedesktop/login1/session/c1",
            "org.freedesktop.DBus.Mock",
            "UpdateProperties",
            "sa{sv}",
            *("org.freedesktop.login1.Session", {name: (signature, value)}),
            bus="SYSTEM",
        )


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
