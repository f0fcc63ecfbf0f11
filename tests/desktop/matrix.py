"""Tries Uncrick on every desktop that can run here without a screen, and prints what was seen to work.

    python tests/desktop/matrix.py [DESKTOP ...]

Each cell is one thing that was done and seen: never what a part of the desktop says of itself.
"""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from jeepney.io.blocking import DBusConnection

sys.path.insert(0, str(Path(__file__).parents[1]))

from desktop.big import GnomeDesk, KdeDesk
from desktop.desks import NOTIFICATIONS, WATCHER, BusDesk, SwayDesk, XDesk, XfceDesk
from desktop.running import SOON, Running, daemon
from desktop.sounds import Sounds

# A prompt after three seconds whether somebody types or not, and one that takes its time
PROMPTED = (*SOON, "breaks.clock=wall")
WATCHED = ("breaks.idle=3s", "breaks.natural=10m")
COLUMNS = ("tray", "prompt", "button", "silence", "typing", "lock", "sleep", "do not disturb", "call")
CALL = 25.0  # seconds; a call has to last ten before it is believed


@dataclass(frozen=True)
class Kind:
    """
    One desktop, and what only it knows how to do.

    Attributes:
        package: Debian's, whose version is told.
        press: presses a button of the prompt, or None where nothing here could.
        types: presses a key, or None.
        disturb: switches do-not-disturb on or off.
    """

    name: str
    desk: Callable[[], BusDesk]
    package: str
    press: Callable[[BusDesk], object] | None
    types: Callable[[BusDesk], object] | None
    disturb: Callable[[BusDesk, bool], object]


def _complain(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def _run(*words: str) -> Callable[[BusDesk], object]:
    return lambda desk: desk.run(list(words))


def _gsettings(desk: BusDesk, on: bool) -> None:
    desk.run(["gsettings", "set", "org.gnome.desktop.notifications", "show-banners", str(not on).lower()])


def _xfconf(desk: BusDesk, on: bool) -> None:
    words = ["-c", "xfce4-notifyd", "-p", "/do-not-disturb", "-n", "-t", "bool", "-s", str(on).lower()]
    desk.run(["xfconf-query", *words])


def _dunst(desk: BusDesk, on: bool) -> None:
    desk.run(["dunstctl", "set-paused", str(on).lower()])


def _mako(desk: BusDesk, on: bool) -> None:
    desk.run(["makoctl", "mode", "-s", "do-not-disturb" if on else "default"])


def _plasma(desk: BusDesk, on: bool) -> None:
    """As a program does that presents something: for as long as it stays on the bus."""
    from jeepney import DBusAddress, new_method_call
    from jeepney.io.blocking import open_dbus_connection
    from jeepney.wrappers import unwrap_msg

    if not on:
        INHIBITIONS.pop().close()
        return
    connection = open_dbus_connection(desk.env["DBUS_SESSION_BUS_ADDRESS"])
    server = DBusAddress("/org/freedesktop/Notifications", NOTIFICATIONS, NOTIFICATIONS)
    asked = new_method_call(server, "Inhibit", "ssa{sv}", ("org.kde.okular", "Presenting", {}))
    unwrap_msg(connection.send_and_get_reply(asked, timeout=10))
    INHIBITIONS.append(connection)


INHIBITIONS: list[DBusConnection] = []


DESKTOPS = (
    Kind(
        "GNOME Shell, AppIndicator extension, Wayland",
        GnomeDesk,
        "gnome-shell",
        lambda desk: desk.press("Start"),  # type: ignore[attr-defined]
        lambda desk: desk.types(),  # type: ignore[attr-defined]
        _gsettings,
    ),
    Kind("KDE Plasma, KWin, Wayland", KdeDesk, "kwin-wayland", None, None, _plasma),
    Kind(
        "XFCE panel, xfce4-notifyd, X11",
        partial(XfceDesk, notifications="xfce4-notifyd", logind=True),
        "xfce4-panel",
        lambda desk: desk.click_button(0),  # type: ignore[attr-defined]
        lambda desk: desk.key("a"),  # type: ignore[attr-defined]
        _xfconf,
    ),
    Kind(
        "openbox, dunst, X11",
        partial(XDesk, notifications="dunst", logind=True),
        "dunst",
        _run("dunstctl", "action"),
        lambda desk: desk.key("a"),  # type: ignore[attr-defined]
        _dunst,
    ),
    Kind(
        "sway, waybar, mako, Wayland",
        partial(SwayDesk, logind=True),
        "sway",
        _run("makoctl", "invoke", "start"),
        lambda desk: desk.key("a"),  # type: ignore[attr-defined]
        _mako,
    ),
)


class Trial:
    """One desktop, tried."""

    def __init__(self, kind: Kind, desk: BusDesk) -> None:
        self.kind = kind
        self.desk = desk
        self.seen: dict[str, str] = {}

    def all(self) -> None:
        """Everything, each in a daemon that waits for it."""
        with self.running(*PROMPTED) as running:
            self.sees("tray", self._tray)
            self.sees("prompt", lambda: self._prompt(running))
            if self.kind.press is not None:
                self.sees("button", lambda: self._button(running))
        with self.running(*WATCHED) as running:
            self.sees("silence", lambda: self._silence(running))
            if self.kind.types is not None:
                self.sees("typing", lambda: self._typing(running))
        with self.running("breaks.clock=wall") as running:
            self.sees("lock", lambda: self._lock(running))
            self.sees("sleep", lambda: self._sleep(running))
        self.sees("do not disturb", self._disturbed)
        self.sees("call", self._call)

    @contextmanager
    def running(self, *settings: str) -> Iterator[Running]:
        for state in (Path(self.desk.env["XDG_STATE_HOME"]) / "uncrick").glob("state-*.json"):
            state.unlink()
        with daemon(self.desk, *settings) as running:
            # It has met its desktop once the doctor says so.
            running.uncrick("doctor")
            yield running

    def sees(self, what: str, look: Callable[[], object]) -> None:
        """Write down whether it was seen; why not goes to standard error."""
        try:
            look()
        except (Exception, pytest.skip.Exception) as error:  # noqa: BLE001 whatever it is, it was not seen
            self.seen[what] = "no"
            reason = str(error).strip().splitlines() or [repr(error)]
            _complain(f"{self.kind.name}: {what}: {reason[0]}")
        else:
            self.seen[what] = "yes"

    def fact(self, running: Running, what: str) -> str:
        facts = json.loads(running.uncrick("doctor", "--json").stdout)
        return next((fact["text"] for fact in facts if fact["what"] == what and fact["ok"]), "")

    # ------------------------------------------------------------ one by one

    def _tray(self) -> None:
        items = getattr(self.desk, "tray_items", None)
        assert items is not None, "there is no panel"
        self.desk.wait_until(items, what="an icon")
        properties, host = "org.freedesktop.DBus.Properties", "IsStatusNotifierHostRegistered"
        shown = self.desk.call(WATCHER, "/StatusNotifierWatcher", properties, "Get", "ss", WATCHER, host)[0]
        assert shown[1], "nothing shows the icons that are registered"

    def _prompt(self, running: Running) -> None:
        assert self.fact(running, "Notifications"), "nothing shows notifications"
        assert running.phase("due")["prompt"]

    def _button(self, running: Running) -> None:
        assert self.kind.press is not None
        running.phase("due")
        self.desk.wait_until(lambda: self.kind.press(self.desk) is not False, what="a button")  # type: ignore[misc]
        running.phase("on_break")

    def _silence(self, running: Running) -> None:
        try:
            running.phase("away")
        except AssertionError:
            status = running.status()
            raise AssertionError(f"{status['phase']}, {status['reason']}, by {status['idle_source']}") from None

    def _typing(self, running: Running) -> None:
        running.phase("away")
        assert self.kind.types is not None
        self.kind.types(self.desk)
        running.phase("working")

    def _lock(self, running: Running) -> None:
        for member, phase in (("Lock", "away"), ("Unlock", "working")):
            self.desk.logind_signal(member, session=True)
            running.phase(phase)

    def _sleep(self, running: Running) -> None:
        for begins, phase in ((True, "away"), (False, "working")):
            self.desk.logind_signal("PrepareForSleep", ("b", begins))
            running.phase(phase)

    def _disturbed(self) -> None:
        self.kind.disturb(self.desk, True)
        with self.running(*PROMPTED) as running:
            self._suppressed(running, "dnd", 10)
            self.kind.disturb(self.desk, False)
            self._free(running, "dnd")

    def _call(self) -> None:
        sounds = Sounds(self.desk, "pulseaudio")
        recorder = sounds.record()
        with self.running(*PROMPTED, "breaks.every=20s") as running:
            self._suppressed(running, "call", CALL)
            self.desk.end(recorder)
            self._free(running, "call")

    def _suppressed(self, running: Running, reason: str, seconds: float) -> None:
        self.desk.wait_until(lambda: reason in running.status()["suppressed_by"], seconds, f"{reason} as a reason")

    def _free(self, running: Running, reason: str) -> None:
        self.desk.wait_until(lambda: reason not in running.status()["suppressed_by"], CALL, f"the end of {reason}")


def tried(kind: Kind) -> dict[str, str]:
    """What was seen on it; nothing where it does not even come up."""
    begun = time.monotonic()
    seen: dict[str, str] = {}
    try:
        with kind.desk() as desk:
            trial = Trial(kind, desk)
            seen = trial.seen
            trial.all()
    except (Exception, pytest.skip.Exception, pytest.fail.Exception) as error:  # noqa: BLE001 the others are still tried
        reason = str(error).strip().splitlines() or [repr(error)]
        _complain(f"{kind.name}: {reason[0]}")
    _complain(f"{kind.name}: {time.monotonic() - begun:.0f} s")
    return seen


def version(kind: Kind) -> str:
    """Its name, and the version that was tried."""
    done = subprocess.run(
        ["dpkg-query", "-W", "-f=${source:Upstream-Version}", kind.package], capture_output=True, text=True, check=False
    )
    return f"{kind.name} ({done.stdout.partition('+')[0]})" if done.stdout else kind.name


def main(names: list[str]) -> int:
    """Try those whose name begins with one of `names`, or all; the exit status is 1 when one did not come up."""
    chosen = [kind for kind in DESKTOPS if not names or kind.name.lower().startswith(tuple(map(str.lower, names)))]
    table = {version(kind): tried(kind) for kind in chosen}
    lines = [f"| desktop | {' | '.join(COLUMNS)} |", f"|{'---|' * (len(COLUMNS) + 1)}"]
    for name, seen in table.items():
        lines.append(f"| {name} | {' | '.join(seen.get(column, 'not tried') for column in COLUMNS)} |")
    sys.stdout.write("\n".join(lines) + "\n")
    return 0 if all(table.values()) else 1


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the desks end with us
    sys.exit(main(sys.argv[1:]))
