"""Proves that a daemon neither grows nor grows late: many prompts, each answered by a click or a word, and measured.

    python tests/proof/soak.py [PROMPTS] [--every S] [--json FILE]

It runs on a bus of its own with a notification server of its own and, where Xvfb is installed, an X server for the
idle time. Lateness is from the moment a prompt was due to its Notify at the server. No click is lost: the history has
as many records as there were answers. After the first third it grows by less than 5 % of its PSS, handles and threads
not at all. What counts is the growth of RSS, which is at least what PSS grows by because of the daemon: PSS also grows
when another process that shares pages with it ends.
"""

import queue
import shutil
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1]))

from desktop.desks import BusDesk
from proof.notification_server import FriendlyServer, Shown
from proof.own_daemon import QUICK, OwnDaemon, own_daemon
from proof.report import Report, finish, parser_of, percentile

IN_CI = 300
EVERY = 0.2  # seconds from an answer to the next prompt
A_DAY = 900  # below the limit of prompts in a day; the rest is put off
MOST_GROWTH = 0.05
PATIENCE = 30.0  # seconds for one prompt
LOOK = 0.4  # seconds before somebody closes it; within milliseconds it is the server that does
LOOKS = 4  # at the memory, of which the least counts: what is being done needs some for a moment
WAYS = {"click done": 6, "click snooze": 6, "dismiss": 4, "done": 3, "skip": 2, "snooze": 3}
KINDS = {"done": "done", "snooze": "snoozed", "skip": "skipped", "dismiss": "skipped"}


class XOnBusDesk(BusDesk):
    """A bus, and an X server where there is one."""

    def start_display(self) -> None:
        if shutil.which("Xvfb"):
            argv = ["Xvfb", "-screen", "0", "640x480x24", "-nolisten", "tcp", "-noreset"]
            self.env["DISPLAY"] = ":" + self.announced(argv, "-displayfd {}")


class Soak:
    """Prompts at one daemon, one answered after the other."""

    def __init__(self, daemon: OwnDaemon, every: float) -> None:
        self.late: list[float] = []
        self.answers: Counter[str] = Counter()
        self._daemon, self._every = daemon, every
        self._chance = Random(9)
        self._shown: queue.Queue[Shown] = queue.Queue()
        address = daemon.desk.env["DBUS_SESSION_BUS_ADDRESS"]
        self._server = FriendlyServer(address, self._shown.put)
        self._due_at: float | None = None

    def prompt(self) -> None:
        """Wait for the next prompt, note how late it is, and answer it."""
        shown = self._next()
        if self._due_at is not None:
            self.late.append(shown.at - self._due_at)
        way = self._chance.choices(list(WAYS), list(WAYS.values()))[0]
        if "snooze" in way and self._daemon.status()["snoozes_left"] == 0:
            way = "click done"
        word = way.removeprefix("click ")
        self.answers[KINDS[word]] += 1
        if way.startswith("click"):
            self._server.press(shown.id, word)
        elif way == "dismiss":
            time.sleep(LOOK)
            self._server.dismiss(shown.id)
        else:
            self._daemon.ask(word)
        self._due_at = time.monotonic() + self._every

    def _next(self) -> Shown:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with suppress(queue.Empty):
                shown = self._shown.get(timeout=0.5)
                if shown.is_prompt:
                    return shown
        raise AssertionError(f"no prompt came in {PATIENCE:g} s: {self._daemon.ask('status')}")

    def settled(self) -> None:
        """The last answer is dealt with."""
        time.sleep(1)


def _sizes(daemon: OwnDaemon) -> dict[str, float]:
    memory = min((_later(daemon) for _ in range(LOOKS)), key=lambda memory: memory["Rss"])
    sizes = {"Pss": memory["Pss"], "Rss": memory["Rss"], "Anon": memory["Anonymous"]}
    return sizes | {"handles": daemon.handles(), "threads": daemon.threads()}


def _later(daemon: OwnDaemon) -> dict[str, float]:
    time.sleep(LOOK)
    return daemon.memory()


def measure(prompts: int, every: float, report: Report) -> list[float]:
    """One daemon for so many prompts; the lateness of each in seconds."""
    breaks = {**QUICK, "every": f"{every}s", "snooze": f"{every}s", "max_snoozes": 1000}
    with own_daemon(breaks, desk=XOnBusDesk()) as daemon:
        soak = Soak(daemon, every)
        assert daemon.start(seconds=60), daemon.said()
        first = None
        for number in range(prompts):
            soak.prompt()
            if number == prompts // 3:
                first = _sizes(daemon)
        soak.settled()
        last = _sizes(daemon)
        first = first or last
        _compare(report, first, last)
        kept = Counter(row[2] for row in daemon.rows())
        lost = {kind: said - kept[kind] for kind, said in soak.answers.items() if said != kept[kind]}
        if lost:
            report.fault(f"answers and records differ, by kind: {lost}")
        report.figures["lost clicks"] = report.figures.get("lost clicks", 0) + sum(map(abs, lost.values()))  # type: ignore[operator]
        if "Traceback" in daemon.written():
            report.fault("a traceback was written")
        daemon.ask("quit")
        assert daemon.process is not None
        with suppress(subprocess.TimeoutExpired):
            daemon.process.wait(20)
        if daemon.process.poll() != 0:
            report.fault(f"it ended with {daemon.process.poll()}")
        return soak.late


def _compare(report: Report, first: dict[str, float], last: dict[str, float]) -> None:
    """What grew between two moments."""
    growth = (last["Rss"] - first["Rss"]) / first["Pss"]
    more = {name: last[name] - first[name] for name in ("handles", "threads")}
    if growth > MOST_GROWTH:
        report.fault(f"it grew by {growth:.1%} of {first['Pss']:.1f} MiB")
    for name, number in more.items():
        if number > 0:
            report.fault(f"{number:g} more {name}")
    report.figures |= {
        "grew by": f"{growth:.1%}",
        "PSS, MiB": f"{first['Pss']:.1f} to {last['Pss']:.1f}",
        "Anon, MiB": f"{first['Anon']:.1f} to {last['Anon']:.1f}",
        **{f"more {name}": round(number) for name, number in more.items()},
    }


def main() -> int:
    """Soak it; the exit status."""
    parser = parser_of(__doc__)
    parser.add_argument("prompts", type=int, nargs="?", default=IN_CI)
    parser.add_argument("--every", type=float, default=EVERY, help="seconds")
    given = parser.parse_args()
    report, late, left = Report("soak"), [], given.prompts
    while left > 0:
        late += measure(min(left, A_DAY), given.every, report)
        left -= A_DAY
    report.tried = f"{given.prompts} prompts, each answered"
    shares = {"p50": 0.5, "p99": 0.99, "max": 1.0}
    report.figures["late, ms"] = ", ".join(
        f"{name} {percentile(late, share) * 1000:.0f}" for name, share in shares.items()
    )
    report.short = report.faults
    return finish(report, given.json)


if __name__ == "__main__":
    sys.exit(main())
