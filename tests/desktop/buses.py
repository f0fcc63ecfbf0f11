"""What every pretend desktop stands on: folders and processes of its own, and message buses (see `desktop.desks`)."""

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
from pathlib import Path
from typing import Any, Self, TypeVar

import pytest

T = TypeVar("T")

PATH = (
    f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin:/usr/games"  # with the `uncrick` of this environment
)
SYSTEM_PYTHON = "/usr/bin/python3"  # it has dbusmock, which cannot be had from PyPI without a compiler
KEPT = ("COVERAGE_PROCESS_START", "COVERAGE_FILE", "PYTHONDONTWRITEBYTECODE", "USER")  # of our own environment
DESKTOP = ("DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "SWAYSOCK", "DBUS_", "XDG_", "DESKTOP_SESSION")  # never kept
NOTIFICATIONS = "org.freedesktop.Notifications"
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
        from jeepney import DBusAddress, new_method_call
        from jeepney.io.blocking import open_dbus_connection
        from jeepney.wrappers import unwrap_msg

        with open_dbus_connection(self.env[f"DBUS_{bus}_BUS_ADDRESS"]) as connection:
            message = new_method_call(DBusAddress(path, service, interface), member, signature or None, args)
            body: tuple[Any, ...] = unwrap_msg(connection.send_and_get_reply(message, timeout=10))
            return body

    def owner(self, name: str, bus: str = "SESSION") -> str:
        """Who owns a name on the bus; empty for nobody."""
        from jeepney import DBusErrorResponse

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
        self._mock_logind("", "AddSession", "ssusb", "c1", "seat0", os.getuid(), "user", True)
        self.env["XDG_SESSION_ID"] = "c1"

    def logind_signal(self, member: str, *args: tuple[str, Any], session: bool = False) -> None:
        """Have logind emit a signal, of the manager or of our session; each argument is (signature, value)."""
        path, interface = ("/session/c1", "Session") if session else ("", "Manager")
        signature = "".join(argument for argument, _ in args)
        emitted = (f"org.freedesktop.login1.{interface}", member, signature, list(args))
        self._mock_logind(path, "EmitSignal", "sssav", *emitted)

    def logind_property(self, name: str, value: Any, signature: str = "b") -> None:
        """Change a property of our session, as logind would."""
        changed = ("org.freedesktop.login1.Session", {name: (signature, value)})
        self._mock_logind("/session/c1", "UpdateProperties", "sa{sv}", *changed)

    def _mock_logind(self, path: str, member: str, signature: str, *args: Any) -> None:
        login, mock = "org.freedesktop.login1", "org.freedesktop.DBus.Mock"
        self.call(login, f"/org/freedesktop/login1{path}", mock, member, signature, *args, bus="SYSTEM")
