"""Proves that hostile programs beside it do the daemon no harm.

    python tests/proof/peers.py [NAME...] [--quick] [--list] [--seconds S] [--json FILE]

Notification servers, trays, sound, PipeWire, X, Wayland and sway servers and message buses that send nonsense, hang
up, flood, lie or say nothing, and clients of the control socket. Each for some seconds while prompts come: the daemon
lives, answers in time, keeps what was answered, does not spin, does not grow, writes no traceback, and ends when asked
to. A name is a part of a peer's; `--quick` tries those of CI.
"""

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from proof import notification_server, tray_watcher
from proof.client_peers import CLIENTS, ClientPeer
from proof.own_daemon import OwnDaemon, own_daemon
from proof.report import Report, finish, parser_of
from proof.socket_servers import SocketPeer, SocketServer, socket_peers

AT_ONCE = 3
SECONDS = 4.0  # for which each peer may do harm
START = 30.0
PATIENCE = 5.0  # seconds: after so many a client gives the daemon up
MOST_CPU = 0.5  # of one core, while a peer floods it
MOST_GROWTH = 40.0  # MiB: a few messages of the largest size that is taken, which is 16 MiB
MOST_LOG = 20_000  # bytes
MOST_CONNECTIONS = 20.0  # a second, of all parts that look for a server
QUICK = {
    *("silent", "wrong types", "huge names", "closes at once", "odd signals", "double fire", "answers of others"),
    *("tray: lies", "tray: dies", "tray: clicks"),
    *("sound server hangs up", "sound server sends a short packet", "sound server lists nonsense"),
    *("PipeWire hangs up", "PipeWire sends anything", "X server announces 16 GiB", "X server sends anything"),
    *("Wayland announces globals for ever", "sway sends 16 MiB of brackets", "session bus hangs up"),
    *("session bus greets and sends deep variants", "system bus sends anything"),
    *("client: odd lines", "client: half lines", "client: watchers that do not read", "client: every handle"),
}

Beside = Callable[[OwnDaemon], AbstractContextManager[object]]


@dataclass(frozen=True)
class Peer:
    """
    A hostile program.

    Attributes:
        beside: lets it run beside a daemon.
        bus: it is on a bus.
        may_quit: it presses every entry of the menu, Quit as well.
        client: what a client does while the daemon runs.
    """

    name: str
    beside: Beside
    bus: bool = False
    tray: bool = False
    may_quit: bool = False
    client: ClientPeer | None = None


@contextmanager
def on_the_bus(program: str, kind: str, daemon: OwnDaemon) -> Iterator[object]:
    """A server of our own folder runs on the bus."""
    here = Path(__file__).with_name(program)
    process = daemon.desk.spawn([sys.executable, here, kind])
    name = tray_watcher.NAME if "tray" in program else notification_server.NAME
    owner = daemon.desk.owner  # type: ignore[attr-defined]
    daemon.desk.wait_until(lambda: owner(name) or process.poll() is not None, 30, f"the {kind} server")
    yield process


@contextmanager
def at_a_socket(peer: SocketPeer, daemon: OwnDaemon) -> Iterator[object]:
    """A server listens where the daemon looks for one."""
    folder = str(daemon.desk.folder)
    daemon.desk.env |= {name: value.replace("~", folder) for name, value in peer.env.items()}
    server = SocketServer(Path(peer.path.replace("~", folder)), peer.talk)
    with closing(server):
        yield server


@contextmanager
def nobody(daemon: OwnDaemon) -> Iterator[object]:
    """No server."""
    yield None


def peers() -> Iterator[Peer]:
    """Every hostile program."""
    for kind in notification_server.KINDS:
        beside = partial(on_the_bus, "notification_server.py", kind)
        yield Peer(f"notifications: {kind}", beside, bus=True)
    for kind in tray_watcher.KINDS:
        beside = partial(on_the_bus, "tray_watcher.py", kind)
        yield Peer(f"tray: {kind}", beside, bus=True, tray=True, may_quit=kind == "clicks")
    for name, peer in socket_peers().items():
        yield Peer(name, partial(at_a_socket, peer))
    for name, client in CLIENTS.items():
        yield Peer(f"client: {name}", nobody, client=client)


class Trial:
    """One peer beside one daemon; `faults` has a sentence each."""

    def __init__(self, peer: Peer, seconds: float) -> None:
        self.faults: list[str] = []
        self.cost = ""
        self._peer, self._seconds = peer, seconds

    def run(self) -> None:
        """Let the peer do its worst."""
        with (
            own_daemon(bus=self._peer.bus, tray=self._peer.tray) as daemon,
            self._peer.beside(daemon) as server,
        ):
            if daemon.start(seconds=START) is None:
                self.faults.append(f"the daemon does not start: {daemon.said()[-300:]}")
                return
            time.sleep(1)
            self._endure(daemon, server)
            self._end(daemon)

    def _endure(self, daemon: OwnDaemon, server: object) -> None:
        cpu, memory, begun = daemon.cpu(), daemon.memory()["Anonymous"], time.monotonic()
        acknowledged, worst = 0, 0.0
        if self._peer.client is not None:
            self.faults += self._peer.client(daemon)
        while daemon.alive and (time.monotonic() < begun + self._seconds or not acknowledged):
            asked = time.monotonic()
            with suppress(OSError, ValueError, KeyError):
                if daemon.ask("status", seconds=3 * PATIENCE)["status"]["phase"] in {"due", "working"}:
                    acknowledged += bool(daemon.ask("pause", seconds=3 * PATIENCE)["ok"])
                    acknowledged += bool(daemon.ask("resume", seconds=3 * PATIENCE)["ok"])
            worst = max(worst, time.monotonic() - asked)
            if time.monotonic() > begun + self._seconds + 20:
                self.faults.append("nothing could be answered")
                break
            time.sleep(0.2)
        if not daemon.alive:
            if not (self._peer.may_quit and daemon.ended == 0):
                self.faults.append(f"the daemon ended with {daemon.ended}: {daemon.said()[-300:]}")
            return
        took = time.monotonic() - begun
        share, growth = (daemon.cpu() - cpu) / took, daemon.memory()["Anonymous"] - memory
        connections = f", {server.connections} connections" if isinstance(server, SocketServer) else ""
        self.cost = f"cpu {share:.2f}, grew {growth:.1f} MiB, worst answer {worst:.2f} s{connections}"
        if worst > PATIENCE:
            self.faults.append(f"an answer took {worst:.1f} s")
        if share > MOST_CPU:
            self.faults.append(f"it spins: {share:.0%} of a core{connections}")
        if isinstance(server, SocketServer) and server.connections > took * MOST_CONNECTIONS:
            self.faults.append(f"it connects again and again: {server.connections} times in {took:.0f} s")
        if growth > MOST_GROWTH:
            self.faults.append(f"it grew by {growth:.0f} MiB")
        said = sum(row[2] in {"paused", "resumed"} for row in daemon.rows())
        if said < acknowledged:
            self.faults.append(f"{acknowledged} were acknowledged, {said} are on disk")

    def _end(self, daemon: OwnDaemon) -> None:
        written = daemon.written()
        if "Traceback" in written:
            at = written.index("Traceback")
            self.faults.append(f"a traceback was written: …{written[at:].strip()[-250:]}")
        if len(written) > MOST_LOG:
            kinds = Counter(" ".join(line.split()[2:])[:80] for line in written.splitlines())
            often, times = kinds.most_common(1)[0]
            self.faults.append(f"{len(written)} bytes were written to the log, {times} times: {often}")
        if self._peer.bus:
            shown = daemon.command("doctor", seconds=60).stdout
            if "\x1b" in shown or "\u202e" in shown:
                self.faults.append("doctor shows another program's control characters as they are")
        skipped = [row for row in daemon.rows() if row[2] == "skipped"]
        if skipped and self._peer.name.endswith(("closes at once", "closed before it is shown")):
            self.faults.append(f"{len(skipped)} prompts that the server closed count as skipped by the person")
        if not daemon.alive:
            return
        with suppress(OSError, ValueError):
            daemon.ask("quit", seconds=3 * PATIENCE)
        assert daemon.process is not None
        try:
            daemon.process.wait(20)
        except subprocess.TimeoutExpired:
            self.faults.append("it does not quit")


def _outcome(seconds: float, peer: Peer) -> tuple[Peer, Trial]:
    trial = Trial(peer, seconds)
    try:
        trial.run()
    except Exception as error:  # noqa: BLE001 a proof that fails is a fault of this peer, and the others still come
        trial.faults.append(f"the proof itself failed: {error!r}"[:500])
    return peer, trial


def main() -> int:
    """Try the peers that were asked for; the exit status."""
    parser = parser_of(__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--list", action="store_true", help="print the names and end")
    parser.add_argument("--seconds", type=float, default=SECONDS)
    given = parser.parse_args()
    chosen = [
        peer
        for peer in peers()
        if (not given.names or any(name in peer.name for name in given.names))
        and (not given.quick or {peer.name, peer.name.removeprefix("notifications: ")} & QUICK)
    ]
    if given.list:
        print("\n".join(peer.name for peer in chosen))
        return 0
    report, failed = Report("peers"), []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for peer, trial in pool.map(partial(_outcome, given.seconds), chosen):
            print(f"{peer.name}: {trial.cost}", flush=True)
            failed += [peer.name] if trial.faults else []
            for sentence in trial.faults:
                report.fault(f"{peer.name}: {sentence}")
    report.tried = f"{len(chosen)} hostile peers, {given.seconds:g} s each"
    report.figures = {"held": len(chosen) - len(failed), "failed": len(failed)}
    report.short = failed
    return finish(report, given.json)


if __name__ == "__main__":
    sys.exit(main())
