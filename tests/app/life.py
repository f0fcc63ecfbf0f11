"""A daemon on pretend ports: its clocks are set by hand, and a test sees what it shows."""

import asyncio
import os
import sys
import threading
from collections.abc import Callable, Coroutine, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any, TypeVar

import pytest

from uncrick.app.daemon import Daemon, Options
from uncrick.app.process.host import Host
from uncrick.app.wiring import Wiring
from uncrick.control.lock import Lock
from uncrick.core.model.moment import Moment
from uncrick.core.model.record import Item
from uncrick.core.model.suggestion import Suggestion
from uncrick.core.presentation.tray_menu import TrayState
from uncrick.platforms import launcher
from uncrick.ports import Clicked, Desktop, Dismissed, Fact, IdleSourceChanged, Nearness, Notice, NoticeEvent, Sighting
from uncrick.storage import paths
from uncrick.storage.shipped_data import catalogue

T = TypeVar("T")

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NEVER_TIRED = "breaks.tireless=168h"
SEED = 1


def suggestion(*ids: str, alternative: str = "walk_corridor") -> Suggestion:
    """A routine of these exercises, each twice."""
    shipped = catalogue()
    chosen = [shipped.exercise(id_) for id_ in ids or ("neck_turn",)]
    items = tuple(Item(part.id, part.name, 2, part.setup_s + 2 * part.cycle_s) for part in chosen)
    total = sum(item.seconds for item in items) + shipped.numbers.transition_s * (len(items) - 1) + 6
    return Suggestion("A pause", items, 6, total, alternative, "tip", "Top of the screen at eye level.")


@dataclass
class Clock:
    """Two clocks that stand still until they are set."""

    start: datetime = MONDAY
    ticks: float = 1000.0
    jumped: float = 0.0
    rereads: int = 0
    boots: int = 1
    where: tzinfo = UTC

    def now(self) -> Moment:
        return Moment(self.start + timedelta(seconds=self.ticks - 1000.0 + self.jumped), self.ticks)

    def zone(self) -> tzinfo:
        return self.where

    def reread(self) -> None:
        self.rereads += 1

    def boot(self) -> str:
        return str(self.boots)


@dataclass
class Presence:
    """Tells what the test says."""

    source: str | None = "pretend"
    watched: list[float] = field(default_factory=list)
    tell: Callable[[Sighting], None] = lambda _: None
    stopped: bool = False

    async def start(self, tell: Callable[[Sighting], None]) -> None:
        self.tell = tell
        tell(IdleSourceChanged(self.source))

    def watch(self, seconds: float) -> None:
        self.watched.append(seconds)

    async def stop(self) -> None:
        self.stopped = True

    def describe(self) -> list[Fact]:
        return [("Idle", True, "pretend")]


@dataclass
class Notifier:
    """Keeps what is up, by slot, and everything that was ever shown."""

    shown: list[Notice] = field(default_factory=list)
    up: dict[str, Notice] = field(default_factory=dict)
    lowered: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    tell: Callable[[NoticeEvent], None] = lambda _: None
    name: str = "pretend"
    started: bool = False
    stopped: bool = False

    async def start(self, tell: Callable[[NoticeEvent], None]) -> None:
        self.tell, self.started = tell, True

    def show(self, notice: Notice) -> None:
        self.shown.append(notice)
        self.up[notice.slot] = notice

    def lower(self, slot: str) -> None:
        self.lowered.append(slot)

    def withdraw(self, slot: str) -> None:
        self.withdrawn.append(slot)
        self.up.pop(slot, None)

    async def stop(self) -> None:
        self.stopped = True

    def describe(self) -> list[Fact]:
        return [("Notifications", True, "pretend")]

    def of(self, slot: str) -> list[Notice]:
        """Everything shown in a slot."""
        return [notice for notice in self.shown if notice.slot == slot]


@dataclass
class Tray:
    """Keeps the faces."""

    has_place: bool = True
    faces: list[TrayState] = field(default_factory=list)
    chosen: Callable[[str], None] = lambda _: None
    started: bool = False
    stopped: bool = False

    async def start(self, face: TrayState, chosen: Callable[[str], None]) -> bool:
        self.chosen, self.started = chosen, True
        self.faces.append(face)
        return self.has_place

    def show(self, face: TrayState) -> None:
        self.faces.append(face)

    async def stop(self) -> None:
        self.stopped = True

    def describe(self) -> list[Fact]:
        return [("Tray", self.has_place, "pretend")]

    @property
    def face(self) -> TrayState:
        return self.faces[-1]


@dataclass
class Busy:
    """Tells what the test says, and looks at once; `finds` is what the next look brings."""

    users: tuple[str, ...] = ("zoom",)
    finds: list[tuple[str, bool]] = field(default_factory=list)
    attended: list[tuple[Nearness, float | None]] = field(default_factory=list)
    ignored: tuple[str, ...] = ()
    looks: int = 0
    hangs: bool = False
    tell: Callable[[str, bool], None] = lambda *_: None
    crossed: Callable[[], None] = lambda: None
    stopped: bool = False

    async def start(self, tell: Callable[[str, bool], None], crossed: Callable[[], None]) -> None:
        self.tell, self.crossed = tell, crossed

    def attend(self, nearness: Nearness, quiet: float | None) -> None:
        self.attended.append((nearness, quiet))

    async def look(self) -> None:
        self.looks += 1
        if self.hangs:
            await asyncio.Event().wait()
        while self.finds:
            self.tell(*self.finds.pop(0))

    def ignore(self, names: Iterable[str]) -> None:
        self.ignored = tuple(names)

    def dismiss(self) -> tuple[str, ...]:
        self.tell("call", False)
        return self.users

    async def stop(self) -> None:
        self.stopped = True

    def describe(self) -> list[Fact]:
        return [("Microphone", True, "pretend")]


@dataclass
class Beat:
    """Remembers for when a look is wanted."""

    planned: float | None = None
    plans: list[float | None] = field(default_factory=list)
    begun: int = 0
    stopped: bool = False

    def plan(self, ticks: float | None) -> None:
        self.planned = ticks
        self.plans.append(ticks)

    def begin_again(self) -> None:
        self.begun += 1

    def stop(self) -> None:
        self.stopped = True


class Life:
    """A daemon that lives in a thread of its own, as a client's opposite must."""

    def __init__(self, options: Options, clock: Clock, busy: Busy | None = None) -> None:
        self.busy = busy
        self.options = options
        self.clock = clock
        self.presence, self.notifier, self.tray = Presence(), Notifier(), Tray()
        self.daemon: Daemon
        self.beat = Beat()
        self.loop: asyncio.AbstractEventLoop
        self.failed: BaseException | None = None
        self._up = threading.Event()
        self._thread = threading.Thread(target=self._run, name="pretend daemon", daemon=True)

    def begin(self) -> None:
        self._thread.start()
        assert self._up.wait(60), "the daemon does not start"
        if self.failed is not None:
            self._thread.join(60)
            raise self.failed

    def end(self) -> None:
        """An orderly end."""
        if self._thread.is_alive():
            self.loop.call_soon_threadsafe(self.parts.shutdown.now)
            self._thread.join(60)
        assert not self._thread.is_alive(), "the daemon does not end"

    def crash(self) -> None:
        """As by SIGKILL: nothing more is saved or said."""

        async def dropped() -> None:
            for late in ("save", "end"):
                setattr(self.parts.books, late, lambda: None)
            self.parts.shutdown.now()

        self.does(dropped())
        self._thread.join(60)

    @property
    def parts(self) -> Wiring:
        """The parts of the daemon."""
        return self.daemon.parts

    @property
    def is_over(self) -> bool:
        self._thread.join(60)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            asyncio.run(self._live())
        except BaseException as error:  # noqa: BLE001 it is raised again where the test is
            self.failed = error
        finally:
            self._up.set()

    def _host(self) -> Host:
        """Without the signals and the children of the process, and with a beat that the test is."""

        async def installs_nothing(_memory: object) -> None:
            pass

        return Host(
            heed_signals=lambda leave, hang_up, alarm: None,
            start_scheduler=lambda clock, look: self.beat,
            install_launcher=installs_nothing,
        )

    async def _live(self) -> None:
        self.loop = asyncio.get_running_loop()
        lock = Lock.take(paths.runtime())
        try:
            busy = self.busy
            machine = Desktop(self.clock, self.presence, self.notifier, self.tray, (lambda: busy) if busy else None)
            self.daemon = Daemon(self.options, machine, lock, self._host())
            living = asyncio.ensure_future(self.daemon.live())
            while not (self.parts.queries.is_up or living.done()):
                await asyncio.sleep(0)
            self._up.set()
            await living
        finally:
            lock.release()

    # ------------------------------------------------------------ the test's hand

    def does(self, doing: Coroutine[Any, Any, T]) -> T:
        """Run it where the daemon runs."""
        return asyncio.run_coroutine_threadsafe(doing, self.loop).result(60)

    def call(self, function: Callable[..., T], *args: object) -> T:
        """Call it where the daemon runs."""

        async def called() -> T:
            return function(*args)

        return self.does(called())

    def passes(self, seconds: float) -> None:
        """Time goes by; every look that was planned comes in time, and a heartbeat."""

        def lived() -> None:
            until = self.clock.ticks + seconds
            while self.clock.ticks < until:
                at = self.beat.planned
                heartbeat = self.clock.ticks + 30
                self.clock.ticks = min(until, heartbeat if at is None else max(self.clock.ticks, min(at, heartbeat)))
                if at is not None and at <= self.clock.ticks:
                    self.beat.planned = None
                self.parts.heartbeat.look()

        self.call(lived)

    def sees(self, sighting: Sighting) -> None:
        self.call(self.presence.tell, sighting)

    def clicks(self, slot: str, key: str) -> None:
        self.call(self.notifier.tell, Clicked(slot, key))

    def closes(self, slot: str) -> None:
        self.call(self.notifier.tell, Dismissed(slot))

    def chooses(self, key: str) -> None:
        self.call(self.tray.chosen, key)

    @property
    def phase(self) -> str:
        return self.daemon.engine.state.phase.value


class House:
    """The folders of a person; daemons begin and end in them."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.clock = Clock()
        self.lives: list[Life] = []
        self.busy: Busy | None = None  # for the lives to come
        for name, folder in self.environment(root).items():
            monkeypatch.setenv(name, folder)
        # Otherwise what is suggested would follow from the name of the test's folder.
        monkeypatch.setattr(paths, "personal_seed", lambda: SEED)
        # No shell of theirs is asked, and `uncrick` is where they look.
        monkeypatch.delenv("SHELL", raising=False)
        monkeypatch.setenv("PATH", os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]]))
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"):
            monkeypatch.delenv(name, raising=False)
        self.settings = Path(paths.settings_file())
        self.state = Path(paths.state_file())
        self.said = self.state.with_name("said.json")
        self.history = Path(paths.history_file())
        draw_nothing()

    @staticmethod
    def environment(root: Path) -> dict[str, str]:
        """Where everything of a person lies, so that nothing of ours is touched."""
        return {
            "HOME": str(root),
            "XDG_CONFIG_HOME": str(root / "config"),
            "XDG_DATA_HOME": str(root / "data"),
            "XDG_STATE_HOME": str(root / "state"),
            "XDG_CACHE_HOME": str(root / "cache"),
            "XDG_RUNTIME_DIR": str(root / "run"),
        }

    @contextmanager
    def living(self, *overrides: str, **options: Any) -> Iterator[Life]:
        """A daemon, to the end of the block, for a person whose input never pauses."""
        life = Life(Options((NEVER_TIRED, *overrides), **options), self.clock, self.busy)
        self.lives.append(life)
        life.begin()
        try:
            yield life
        finally:
            life.end()

    def wrote(self, path: Path, text: str | bytes) -> Path:
        """Put a file of the person's in place."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path


def draw_nothing() -> None:
    """Icons that are there already need no child that draws them."""
    for size in launcher.ICON_SIZES:
        icon = launcher.icon_file(size)
        icon.parent.mkdir(parents=True, exist_ok=True)
        icon.touch()
