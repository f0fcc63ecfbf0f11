"""GNOME Shell and KDE Plasma without a screen: large to install, and slow to start, so for `.ci/desktops` alone."""

import json
import shutil
from pathlib import Path
from typing import Any

from desktop.desks import NOTIFICATIONS, WATCHER, BusDesk, XfceDesk, need

SHELL, SHELL_PATH = "org.gnome.Shell", "/org/gnome/Shell"
REMOTE, REMOTE_PATH = "org.gnome.Mutter.RemoteDesktop", "/org/gnome/Mutter/RemoteDesktop"
SLOW = 60.0  # seconds for a shell to come up, drawn by the processor
KEY_A = 30

# JavaScript: how many tray icons are shown; whether one of the buttons with that label could be pressed
TRAY = "Object.keys(imports.ui.main.panel.statusArea).filter(name => name.startsWith('appindicator-')).length"
PRESS = """(() => { for (const source of imports.ui.main.messageTray.getSources())
  for (const one of source.notifications) for (const action of one.actions || [])
    if (action.label === %s) { action.callback(); return true; }
  return false; })()"""


class GnomeDesk(BusDesk):
    """GNOME Shell on Wayland, with the AppIndicator extension."""

    def __init__(self) -> None:
        super().__init__(logind=True, activatable=["ca.desrt.dconf", "org.gnome.Shell.Notifications"])

    def start_display(self) -> None:
        need("gnome-shell", "gjs", "gsettings")
        self.env |= {
            "XDG_SESSION_TYPE": "wayland",
            "XDG_CURRENT_DESKTOP": "GNOME",
            "XDG_DATA_DIRS": "/usr/local/share:/usr/share",
            "LIBGL_ALWAYS_SOFTWARE": "1",
            "GSETTINGS_BACKEND": "dconf",
        }
        extensions = "['ubuntu-appindicators@ubuntu.com', 'appindicatorsupport@rgcjonas.gmail.com']"
        self.run(["gsettings", "set", "org.gnome.shell", "enabled-extensions", extensions])
        self.run(["gsettings", "set", "org.gnome.shell", "welcome-dialog-last-shown-version", "'999'"])
        argv = ["gnome-shell", "--headless", "--wayland", "--no-x11", "--virtual-monitor", "1000x600", "--unsafe-mode"]
        self.spawn(argv)
        run = Path(self.env["XDG_RUNTIME_DIR"])
        self.env["WAYLAND_DISPLAY"] = self.wait_until(lambda: [*run.glob("wayland-?")], SLOW, "the display")[0].name
        self.wait_until(lambda: self.owner(SHELL), SLOW, "GNOME Shell")
        self.wait_until(lambda: self.owner(NOTIFICATIONS), SLOW, "its notifications")
        self.wait_until(lambda: self.owner(WATCHER), SLOW, "its tray")
        # The overview, in which a shell begins, shows no banners.
        self.evaluate("imports.ui.main.overview.hide()")

    def evaluate(self, script: str) -> Any:
        """Run JavaScript in the shell; what it gave."""
        worked, result = self.call(SHELL, SHELL_PATH, SHELL, "Eval", "s", script)
        assert worked, result
        return json.loads(result) if result else None

    def tray_items(self) -> list[str]:
        """The icons that are drawn in the top bar."""
        return ["shown"] * int(self.evaluate(TRAY))

    def press(self, label: str) -> bool:
        """Press the button with that label, of whichever notification has one."""
        return bool(self.evaluate(PRESS % json.dumps(label)))

    def types(self) -> None:
        """Press and release a key, as a remote desktop does."""
        from jeepney import DBusAddress, new_method_call
        from jeepney.io.blocking import open_dbus_connection
        from jeepney.wrappers import unwrap_msg

        with open_dbus_connection(self.env["DBUS_SESSION_BUS_ADDRESS"]) as connection:

            def ask(path: str, interface: str, member: str, signature: str = "", *args: Any) -> tuple[Any, ...]:
                message = new_method_call(DBusAddress(path, REMOTE, interface), member, signature or None, args)
                body: tuple[Any, ...] = unwrap_msg(connection.send_and_get_reply(message, timeout=10))
                return body

            session = ask(REMOTE_PATH, REMOTE, "CreateSession")[0]
            ask(session, f"{REMOTE}.Session", "Start")
            for pressed in (True, False):
                ask(session, f"{REMOTE}.Session", "NotifyKeyboardKeycode", "ub", KEY_A, pressed)
            ask(session, f"{REMOTE}.Session", "Stop")


class KdeDesk(BusDesk):
    """Plasma on Wayland: KWin, and Plasma's own panel and notifications."""

    tray_items = XfceDesk.tray_items

    def __init__(self) -> None:
        super().__init__(logind=True, activatable=["org.kde.ActivityManager", "org.kde.kded5"])

    def start_display(self) -> None:
        need("kwin_wayland", "plasmashell", "kded5", "kwriteconfig5")
        self.env |= {
            "XDG_SESSION_TYPE": "wayland",
            "XDG_CURRENT_DESKTOP": "KDE",
            "KDE_FULL_SESSION": "true",
            "KDE_SESSION_VERSION": "5",
            "XDG_DATA_DIRS": "/usr/local/share:/usr/share",
            "KWIN_COMPOSE": "Q",
            "LIBGL_ALWAYS_SOFTWARE": "1",
            "QT_QUICK_BACKEND": "software",
        }
        # The packaged one has file capabilities, which a container may not grant; a copy has none.
        copy = self.folder / "bin"
        copy.mkdir()
        kwin = shutil.which("kwin_wayland")
        assert kwin is not None
        shutil.copy(kwin, copy / "kwin_wayland")
        self.spawn([copy / "kwin_wayland", "--virtual", "--no-lockscreen", "--socket", "wayland-kwin"])
        run = Path(self.env["XDG_RUNTIME_DIR"])
        self.wait_until((run / "wayland-kwin").exists, SLOW, "KWin")
        self.env |= {"WAYLAND_DISPLAY": "wayland-kwin", "QT_QPA_PLATFORM": "wayland"}
        self.wait_until(lambda: self.owner("org.kde.KWin"), SLOW, "KWin on the bus")
        # What the bus starts from now on finds the display.
        self.run(["dbus-update-activation-environment", "--all"])
        self.spawn(["kded5"])
        self.spawn(["plasmashell", "--no-respawn"])
        self.wait_until(lambda: self.owner(NOTIFICATIONS), SLOW, "Plasma's notifications")
        self.wait_until(lambda: self.owner(WATCHER), SLOW, "Plasma's tray")
