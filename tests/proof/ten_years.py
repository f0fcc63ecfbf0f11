"""Proves that ten years of history cost what none costs: prints a table, and ends with 1 where a bound is broken.

    python tests/proof/ten_years.py [--years 10]

Commands, the window and a daemon run as a person has them, in folders of their own, with no history, with one of a
year and with one of so many years. Figures are CPU seconds (the least of three runs), and MiB of memory that no file
backs. What is read once, after an update or after answers were forgotten, is named apart and has no bound.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from cli.processes import UNCRICK, Person
from proof.long_history import fill

TIMES, SECONDS = 1.2, 0.3  # a command may cost so many times what it costs with no history, or so much
MEMORY = 1.0  # MiB that the daemon may keep, and a command that prints all records may take, beyond that
A_RECORD = 60e-6  # seconds that a record may cost where all are printed
RUNS = 3
TICKS = os.sysconf("SC_CLK_TCK")

COMMANDS = (
    ("today",),
    ("stats",),
    ("stats", "--json"),
    ("stats", "--html", "page.html"),
    ("history",),
    ("history", "--days", "7"),
    ("status",),
    ("why",),
)
PRINTED = (("history", "--json"), ("history", "--csv"))
WORDS = ("forget", "reload", "status")

# The window, without a screen: what it costs to open it, to have the focus again, and to turn to the day before.
WINDOW = """
import json, sys, time
from uncrick.window import launch
def steps(app, window, name, size):
    window.resize(*size); window.show(); app.processEvents()
    opened = time.process_time(); window._reread(); app.processEvents()
    again = time.process_time(); window.turn(-1); app.processEvents()
    print(json.dumps([opened, again - opened, time.process_time() - again])); sys.stdout.flush()
    return 0
launch._run = steps
launch.history()
"""
ASK = "import sys; from uncrick.control import client; client.request(sys.argv[1])"


@dataclass(frozen=True)
class Row:
    """One line of the table: what it is, its figures by years of history, and the bound of the last."""

    what: str
    figures: tuple[float, ...]
    most: float | None

    @property
    def is_broken(self) -> bool:
        """The longest history costs more than it may."""
        return self.most is not None and self.figures[-1] > self.most

    def __str__(self) -> str:
        ratio = f"x{self.figures[-1] / self.figures[0]:.1f}" if self.figures[0] else ""
        bound = "" if self.most is None else f"{self.most:.3f}"
        numbers = "".join(f"{figure:>12.3f}" for figure in self.figures)
        return f"{self.what:<34}{numbers}{ratio:>8}{bound:>9}{'  BROKEN' if self.is_broken else ''}"


class Desk:
    """A person with a history of so many years."""

    def __init__(self, root: Path, years: float) -> None:
        self.person = Person(root)
        self.person.history.parent.mkdir(parents=True)
        self.records = fill(str(self.person.history), years, datetime.now(UTC)) if years else 0

    def cpu(self, *words: str, program: tuple[str, ...] = tuple(UNCRICK)) -> tuple[float, float]:
        """CPU seconds, and the most MiB of memory, of one command."""
        with open(os.devnull, "w") as nothing:
            process = subprocess.Popen(
                [*program, *words], env=self.person.env, cwd=self.person.root, stdin=subprocess.DEVNULL, stdout=nothing
            )
            _pid, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{' '.join(words)} ended with {process.returncode}")
        return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024

    def window(self) -> list[float]:
        """CPU seconds of the window: opened, with the focus again, a day back."""
        env = self.person.env | {"QT_QPA_PLATFORM": "offscreen"}
        out = subprocess.run([sys.executable, "-c", WINDOW], env=env, capture_output=True, text=True, check=True).stdout
        return [float(figure) for figure in json.loads(out.splitlines()[-1])]


def used(pid: int) -> float:
    """CPU seconds of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def anon(pid: int) -> float:
    """MiB of a process that no file backs."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Anonymous:")) / 1024


def figures_of(desk: Desk) -> dict[str, float]:
    """Everything that is measured of one person."""
    found: dict[str, float] = {}

    def least(what: str, figure: float) -> None:
        found[what] = min(figure, found.get(what, figure))

    try:
        desk.person.daemon("breaks.every=50m")  # of which the first one sums up what the last days left
        found["first report after an update"] = desk.cpu("stats")[0]
        for process in desk.person.started:
            process.kill()
            process.wait()
        for _run in range(RUNS):
            daemon = desk.person.daemon("breaks.every=50m")
            least("daemon until it answers", used(daemon.pid))
            least("daemon, Anon after the start, MiB", anon(daemon.pid))
            for words in COMMANDS:
                least(" ".join(words[:2]), desk.cpu(*words)[0])
            for words in PRINTED:
                seconds, memory = desk.cpu(*words)
                least(" ".join(words), seconds)
                least(f"{' '.join(words)}, MiB", memory)
            for word in WORDS:
                before = used(daemon.pid)
                desk.cpu(word, program=(sys.executable, "-c", ASK))
                least(f"daemon for {word}", used(daemon.pid) - before)
            for what, figure in zip(("opened", "focus again", "a day back"), desk.window(), strict=True):
                least(f"window, {what}", figure)
            least("daemon, Anon after all this, MiB", anon(daemon.pid))
            daemon.kill()
            daemon.wait()
        found["profile forget"] = desk.cpu("profile", "forget")[0]
    finally:
        desk.person.ends()
    return found


def bound(what: str, empty: float, records: int) -> float | None:
    """What the longest history may cost, where there is a bound."""
    if what in ("first report after an update", "profile forget"):
        return None
    if what.endswith("MiB"):
        return empty + MEMORY
    if what in map(" ".join, PRINTED):
        return empty + A_RECORD * records
    return max(TIMES * empty, SECONDS)


def main() -> int:
    """Measure and print; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--years", type=float, default=10, help="the longest history; 10 where it is not given")
    years = (0, 1, parser.parse_args().years)
    with tempfile.TemporaryDirectory() as root:
        desks = [Desk(Path(root) / str(number), span) for number, span in enumerate(years)]
        found = [figures_of(desk) for desk in desks]
        rows = [
            Row(what, tuple(figures[what] for figures in found), bound(what, empty, desks[-1].records))
            for what, empty in found[0].items()
        ]
    heads = "".join(f"{name:>12}" for name in ("empty", "1 year", f"{years[-1]:g} years"))
    lines = (
        f"{'CPU s (MiB where it says so)':<34}{heads}{'ratio':>8}{'bound':>9}",
        f"{'records':<34}{''.join(f'{desk.records:>12}' for desk in desks)}",
        *map(str, rows),
    )
    sys.stdout.write("\n".join(lines) + "\n")
    return int(any(row.is_broken for row in rows))


if __name__ == "__main__":
    sys.exit(main())
