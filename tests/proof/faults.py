"""Proves that disks, files and places that are not as they should be end nothing, and lose nothing.

    python tests/proof/faults.py [NAME...] [--quick] [--list] [--json FILE]

A name is a part of a scenario's; `--quick` leaves out the slow ones. In every scenario the daemon starts, prompts (or
says why not in `status`) and answers in time, every command ends in time, nothing writes a traceback, what was
acknowledged is on disk, and what lay there before still does, under whatever name. Disk faults are made by faults.c,
which needs a C compiler.
"""

import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from proof.fault_files import CONTENTS, ODD_ROWS, SETTINGS, put
from proof.own_daemon import QUICK, SLOW, OwnDaemon, own_daemon
from proof.report import Report, finish, parser_of

AT_ONCE = 3
PATIENCE = 5.0  # seconds: after so many a client gives the daemon up
LONGEST_COMMAND = 20.0  # seconds
START = 30.0  # seconds, on a machine with other work
SWEPT = 40.0  # seconds: a heartbeat and a little
EIO, ENOSPC, EROFS, SHORT = 5, 28, 30, -1

Run = Callable[["Trial"], None]


class Trial:
    """
    One scenario as it runs.

    Attributes:
        faults: a sentence each.
        applies: whether there is what the scenario makes odd.
    """

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.applies = True

    def check(self, held: object, sentence: str) -> bool:
        """Note a fault unless it held."""
        if not held:
            self.faults.append(sentence)
        return bool(held)

    # ------------------------------------------------------------ what must hold

    def lives(self, daemon: OwnDaemon, env: Mapping[str, str] | None = None, *, prompts: bool = True) -> bool:
        """It starts, prompts and answers."""
        if daemon.start(env=env, seconds=START) is None:
            ended = f"ended with {daemon.process.poll()}" if daemon.process else ""
            self.check(False, f"does not start: {ended}: {daemon.said()[-300:]}")
            return False
        if prompts:
            self.check(daemon.until_phase("due", seconds=START), "no prompt came")
        for word in ("pause", "resume"):
            self.answers(daemon, word)
        return True

    def answers(self, daemon: OwnDaemon, word: str) -> bool:
        """It answers in time, if only by a refusal in words; whether it acknowledged."""
        begun = time.monotonic()
        try:
            reply = daemon.ask(word, seconds=3 * PATIENCE)
        except OSError as error:
            return self.check(False, f"{word}: no answer: {error!r}")
        took = time.monotonic() - begun
        self.check(took < PATIENCE, f"{word}: answered after {took:.1f} s")
        self.check(reply["ok"] or reply["error"]["message"], f"{word}: refused without a word")
        return bool(reply["ok"])

    def ends(self, daemon: OwnDaemon, *words: str, env: Mapping[str, str] | None = None) -> tuple[int, str]:
        """A command ends in time and without a traceback; its exit status and all that it wrote."""
        try:
            done = daemon.command(*words, env=env, seconds=LONGEST_COMMAND)
        except subprocess.TimeoutExpired:
            self.check(False, f"uncrick {' '.join(words)} hangs")
            return -1, ""
        written = done.stdout + done.stderr
        self.check("Traceback" not in written, f"uncrick {' '.join(words)} ends in a traceback: {written[-200:]}")
        return done.returncode, written

    def no_traceback(self, daemon: OwnDaemon) -> None:
        """Nothing that the daemon wrote is a traceback."""
        written = daemon.written()
        at = written.find("Traceback")
        self.check(at < 0, f"a traceback was written: …{written[at:].strip()[-300:]}")


@dataclass(frozen=True)
class Scenario:
    """One of them; `quick` ones are those of CI."""

    name: str
    quick: bool
    run: Run


# ---------------------------------------------------------------- a person's files


@cache
def prepared() -> Mapping[str, bytes]:
    """The files of a person who has answered, set a profile, and quit: path below home, and content."""
    with own_daemon(SLOW) as daemon:
        assert daemon.start(seconds=START), daemon.said()
        for word in ("done", "pause", "resume"):
            assert daemon.ask(word)["ok"]
        daemon.command("profile", "--none")
        daemon.ask("quit")
        assert daemon.process is not None
        daemon.process.wait(START)
        home = daemon.desk.home
        files = [path for path in home.rglob("*") if path.is_file() and not path.is_symlink()]
        return {str(path.relative_to(home)): path.read_bytes() for path in files}


@contextmanager
def used_daemon(breaks: Mapping[str, object] = QUICK) -> Iterator[OwnDaemon]:
    """A daemon, not started, of a person who has answered before."""
    with own_daemon(breaks) as daemon:
        for name, content in prepared().items():
            path = daemon.desk.home / name
            if path != daemon.settings:
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                path.write_bytes(content)
        yield daemon


def is_kept(folder: Path, content: bytes) -> bool:
    """Whether a file with this content lies in the folder, under whatever name."""
    return any(path.is_file() and path.read_bytes() == content for path in folder.rglob("*") if not path.is_fifo())


# ---------------------------------------------------------------- odd files

FILES: Mapping[str, Callable[[OwnDaemon], Path | None]] = {
    "history": lambda daemon: daemon.history,
    "write-ahead log": lambda daemon: Path(f"{daemon.history}-wal"),
    "profile": lambda daemon: daemon.data / "profile.json",
    "plan": lambda daemon: daemon.data / "plan.toml",
    "state": lambda daemon: next(daemon.state.glob("state-*.json"), None),
    "what was said": lambda daemon: daemon.state / "said.json",
    "log": lambda daemon: daemon.state / "uncrick.log",
    "lock": lambda daemon: daemon.runtime / "lock",
    "own exercises": lambda daemon: daemon.config / "exercises",
}
PRECIOUS = {"history", "profile", "plan"}


def odd_file(file: str, what: str, trial: Trial) -> None:
    """One of the program's files is something else."""
    with used_daemon() as daemon:
        path = FILES[file](daemon)
        if path is None:
            trial.applies = False
            return
        content = put(path, what)
        trial.lives(daemon)
        for words in (("today",), ("history", "--json")) if file == "history" else (("profile",), ("plan",)):
            trial.ends(daemon, *words)
        if content and file in PRECIOUS:
            trial.check(is_kept(daemon.data, content), f"what stood in the {file} is gone")
        trial.no_traceback(daemon)


def odd_rows(statement: str, trial: Trial) -> None:
    """Somebody else changed the history."""
    with used_daemon() as daemon:
        with closing(sqlite3.connect(daemon.history)) as connection:
            connection.executescript(statement)
        trial.lives(daemon)
        for words in (("today",), ("history", "--json"), ("history", "--csv"), ("stats",), ("why",)):
            trial.ends(daemon, *words)
        trial.no_traceback(daemon)


def odd_settings(what: str, trial: Trial) -> None:
    """The settings are something else: told in `status`, and the defaults count."""
    with used_daemon() as daemon:
        path = daemon.config if what == "folder is a file" else daemon.settings
        put(path, what)
        if trial.lives(daemon, prompts=False):
            trial.check(daemon.status()["settings_error"], "status does not say what is wrong")
        status, _ = trial.ends(daemon, "settings", "check")
        trial.check(status == 1, f"settings check ends with {status}")
        for words in (("settings", "show"), ("settings", "set", "breaks.every", "50m"), ("status",)):
            trial.ends(daemon, *words)
        trial.no_traceback(daemon)


def flipped_bit(trial: Trial) -> None:
    """One bit of the write-ahead log is another: what is missing afterwards is told."""
    with own_daemon(SLOW) as daemon:
        trial.lives(daemon, prompts=False)
        for _ in range(20):
            daemon.ask("pause")
            daemon.ask("resume")
        before = len(daemon.rows())
        daemon.kill()
        log = Path(f"{daemon.history}-wal")
        if not log.exists():
            trial.applies = False
            return
        content = bytearray(log.read_bytes())
        content[len(content) // 3] ^= 1
        log.write_bytes(content)
        trial.lives(daemon, prompts=False)
        _, written = trial.ends(daemon, "doctor")
        told = "missing" in written or "missing" in daemon.written() or "damaged" in daemon.written()
        now = len(daemon.rows()) - 2  # the answers of this life
        trial.check(now >= before or told, f"{before - now} of {before} records are gone, and nothing says so")


# ---------------------------------------------------------------- a faulty disk


@cache
def library() -> Path:
    """faults.c, compiled."""
    target = Path(work(), "faults.so")
    source = Path(__file__).with_name("faults.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", target, source, "-ldl"], check=True)
    return target


@cache
def work() -> str:
    """The folder of what is made for all scenarios; `main` removes it."""
    return tempfile.mkdtemp(prefix="faults-")


class Disk:
    """What fails on the disk that a daemon sees, from `fails` to `is_well`."""

    def __init__(self, daemon: OwnDaemon) -> None:
        self._rules = daemon.desk.folder / "faults"
        self.env = {"LD_PRELOAD": str(library()), "UNCRICK_FAULTS": str(self._rules)}
        self.is_well()

    def fails(self, calls: str, error: int, pattern: str, *, first: int = 1, count: int = 0) -> None:
        """These calls on files with this pattern in their path fail, see faults.c."""
        self._rules.write_text(f"{calls} {error} {first} {count} {pattern}\n")

    def is_well(self) -> None:
        """Nothing fails any more."""
        self._rules.write_text("")


def fails_while_running(calls: str, error: int, pattern: str, trial: Trial, *, first: int = 1, count: int = 0) -> None:
    """The disk fails for some answers: they are refused or kept, and afterwards everything is as before."""
    with used_daemon(SLOW) as daemon:
        disk = Disk(daemon)
        if not trial.lives(daemon, disk.env, prompts=False):
            return
        before = len(daemon.rows())
        disk.fails(calls, error, pattern, first=first, count=count)
        kept = sum(trial.answers(daemon, word) for word in ("pause", "resume", "pause", "resume"))
        disk.is_well()
        time.sleep(1.2)
        for word in ("pause", "resume"):
            trial.check(trial.answers(daemon, word), f"{word} is refused although the disk is well again")
        time.sleep(1.2)  # what waited is written
        trial.check(daemon.alive, "the daemon ended")
        verdict, rows = daemon.copied()
        trial.check(verdict == "ok", f"the history is damaged: {verdict}")
        trial.check(len(rows) >= before + kept + 2, f"{kept + 2} were acknowledged, {len(rows) - before} are on disk")
        aside = [path.name for path in daemon.data.glob("*damaged*")]
        trial.check(not aside, f"a sound history was set aside: {aside}")
        daemon.kill()
        trial.lives(daemon, prompts=False)
        trial.no_traceback(daemon)


def fails_at_start(calls: str, error: int, pattern: str, trial: Trial) -> None:
    """The disk fails while the daemon starts, and is well afterwards."""
    with used_daemon() as daemon:
        disk = Disk(daemon)
        disk.fails(calls, error, pattern)
        prompts = "settings" not in pattern
        trial.lives(daemon, disk.env, prompts=prompts)
        daemon.kill()
        trial.no_traceback(daemon)
        trial.lives(daemon)
        ids = {row[0] for row in daemon.rows()}
        trial.check(len(ids) >= 3, "the records of before are gone")
        trial.check(not list(daemon.data.glob("*damaged*")), "a sound file was set aside")


def command_fails(words: tuple[str, ...], calls: str, error: int, pattern: str, trial: Trial) -> None:
    """A command on a faulty disk says so and fails; it leaves nothing that stands in the way of the next try."""
    with used_daemon(SLOW) as daemon:
        disk = Disk(daemon)
        disk.fails(calls, error, pattern)
        said = tuple(word.replace("~", str(daemon.desk.home)) for word in words)
        status, written = trial.ends(daemon, *said, env=disk.env)
        trial.check(status != 0, f"uncrick {' '.join(words)} ends with 0")
        trial.check(written.strip(), f"uncrick {' '.join(words)} says nothing")
        disk.is_well()
        status, written = trial.ends(daemon, *said, env=disk.env)
        trial.check(status == 0, f"uncrick {' '.join(words)} fails on a disk that is well again: {written[-150:]}")


def import_fails(trial: Trial) -> None:
    """The disk fails while the program itself is loaded: it may end, but never as if all were well."""
    with used_daemon() as daemon:
        disk = Disk(daemon)
        disk.fails("o", EIO, "core/history")
        process = daemon.launch(env=disk.env)
        try:
            status = process.wait(START)
        except subprocess.TimeoutExpired:
            return
        trial.check(status != 0, "the daemon ends with 0, so nobody starts it again")
        trial.check(daemon.said(), "the daemon ends without a word")


# ---------------------------------------------------------------- others at the same files


def locked(trial: Trial) -> None:
    """Another program holds the history: answers come in time, and are written afterwards."""
    with used_daemon(SLOW) as daemon, closing(sqlite3.connect(daemon.history, isolation_level=None)) as other:
        if not trial.lives(daemon, prompts=False):
            return
        before = len(daemon.rows())
        other.execute("BEGIN IMMEDIATE")
        kept = sum(trial.answers(daemon, word) for word in ("pause", "resume", "pause", "resume"))
        other.execute("ROLLBACK")
        time.sleep(3)
        kept += trial.answers(daemon, "pause")
        time.sleep(1.2)
        rows = len(daemon.rows()) - before
        trial.check(rows >= 5, f"5 answers were given, {kept} acknowledged at once, {rows} are on disk afterwards")
        trial.no_traceback(daemon)


def locked_at_start(how: str, trial: Trial) -> None:
    """Another program holds the history while the daemon starts."""
    with used_daemon() as daemon, closing(sqlite3.connect(daemon.history, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE" if how == "for itself" else "PRAGMA user_version")
        other.execute("BEGIN EXCLUSIVE" if how == "for itself" else f"BEGIN {how}")
        trial.lives(daemon)
        trial.no_traceback(daemon)


def swept(trial: Trial) -> None:
    """A cleaner removes the runtime folder: the daemon makes its socket again, and stays the only one."""
    with used_daemon(SLOW) as daemon:
        if not trial.lives(daemon, prompts=False):
            return
        for path in daemon.runtime.iterdir():
            path.unlink()
        daemon.runtime.rmdir()
        first = daemon.process
        assert first is not None
        trial.check(daemon.answering(SWEPT), f"its socket is not there again after {SWEPT:g} s")
        second = daemon.desk.spawn(["uncrick", "run", "--no-tray"])
        time.sleep(4)
        trial.check(first.poll() is None, "the daemon ended")
        trial.check(second.poll() is not None, "a second daemon runs beside the first")


# ---------------------------------------------------------------- odd places


def odd_place(env: Mapping[str, str], trial: Trial) -> None:
    """The environment says something odd."""
    with own_daemon() as daemon:
        daemon.desk.env |= {name: value.replace("~", str(daemon.desk.folder)) for name, value in env.items()}
        daemon.launch()
        status = 3
        end = time.monotonic() + START
        while status and daemon.alive and time.monotonic() < end:
            status, _ = trial.ends(daemon, "status")
        trial.check(status == 0, f"does not answer: {daemon.said()[-300:]}")
        trial.ends(daemon, "quit")
        trial.no_traceback(daemon)


PLACES: Mapping[str, dict[str, str]] = {
    "data folder that is not UTF-8": {"XDG_DATA_HOME": "~/\udcff"},
    "every folder relative": {f"XDG_{name}_HOME": "a/b" for name in ("DATA", "STATE", "CONFIG", "CACHE")},
    "empty variables": {f"XDG_{name}": "" for name in ("DATA_HOME", "STATE_HOME", "CONFIG_HOME", "RUNTIME_DIR")},
    "runtime folder missing": {"XDG_RUNTIME_DIR": "~/none"},
    "zone out of range": {"TZ": "UTC+99:99:99"},
    "zone that is none": {"TZ": ":/dev/zero"},
    "ASCII": {"LANG": "C", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
}

# ---------------------------------------------------------------- all of them

QUICK_FILES = {
    ("profile", "a fifo"),
    ("profile", "garbage"),
    ("state", "a fifo"),
    ("state", "garbage"),
    ("lock", "a folder"),
    ("log", "a folder"),
    ("plan", "a fifo"),
}
QUICK_SETTINGS = {"a fifo", "a folder", "a key of 30,000 parts", "a list of 21,000 lines and a fault"}
DISK = [
    ("w", ENOSPC, "history", 1, 0, True),
    ("w", EIO, "history", 1, 0, True),
    ("w", EIO, "history", 2, 1, False),
    ("w", SHORT, "history", 1, 2, True),
    ("rw", EIO, "history", 1, 0, True),
    ("rwson", EIO, "history", 1, 0, True),
    ("r", EIO, "history", 3, 5, False),
    ("s", EIO, "history", 1, 0, False),
    ("won", EROFS, "/home/.", 1, 0, True),
    ("wson", EIO, "state/uncrick/", 1, 0, False),
    ("w", SHORT, "state/uncrick/", 1, 0, False),
]
AT_START = [
    ("w", EIO, "history"),
    ("r", EIO, "history.db"),
    ("o", EIO, "history.db"),
    ("won", EROFS, "/home/."),
    ("w", ENOSPC, "/home/."),
    ("or", EIO, "state-"),
    ("or", EIO, "settings.toml"),
    ("or", EIO, "profile.json"),
    ("ow", EIO, "uncrick.log"),
]
COMMANDS = [
    (("stats", "--html", "~/page.html"), "w", EIO, "page.html"),
    (("stats", "--html", "~/page.html"), "w", ENOSPC, "page.html"),
    (("safety",), "o", EIO, "safety.toml"),
    (("exercises",), "o", EIO, "exercises.toml"),
    (("exercises", "new", "Wrist circles"), "w", ENOSPC, "wrist_circles"),
    (("settings", "set", "breaks.every", "50m"), "w", ENOSPC, "settings.toml"),
]
NAMES = {EIO: "EIO", ENOSPC: "ENOSPC", EROFS: "EROFS", SHORT: "short writes"}


def scenarios() -> Iterator[Scenario]:
    """Every scenario."""
    for file in FILES:
        for what in CONTENTS:
            quick = file == "history" or (file, what) in QUICK_FILES
            yield Scenario(f"{file}: {what}", quick, partial(odd_file, file, what))
    for what, statement in ODD_ROWS.items():
        yield Scenario(f"history with {what}", True, partial(odd_rows, statement))
    for what in SETTINGS:
        yield Scenario(f"settings: {what}", what in QUICK_SETTINGS, partial(odd_settings, what))
    yield Scenario("one bit in the write-ahead log", True, flipped_bit)
    for calls, error, pattern, first, count, quick in DISK:
        name = f"{NAMES[error]} at {calls} from {first} for {count or 'all'} on {pattern}"
        run = partial(fails_while_running, calls, error, pattern, first=first, count=count)
        yield Scenario(name, quick, run)
    for calls, error, pattern in AT_START:
        name = f"start with {NAMES[error]} at {calls} on {pattern}"
        yield Scenario(name, calls in {"won", "w"}, partial(fails_at_start, calls, error, pattern))
    for words, calls, error, pattern in COMMANDS:
        name = f"uncrick {' '.join(words)} with {NAMES[error]}"
        yield Scenario(name, True, partial(command_fails, words, calls, error, pattern))
    yield Scenario("the program itself with EIO", True, import_fails)
    yield Scenario("history locked by another program", True, locked)
    for how in ("IMMEDIATE", "EXCLUSIVE", "for itself"):
        yield Scenario(f"start with a history locked {how}", how == "EXCLUSIVE", partial(locked_at_start, how))
    yield Scenario("runtime folder swept away", False, swept)
    for name, env in PLACES.items():
        yield Scenario(name, name in {"data folder that is not UTF-8", "zone out of range"}, partial(odd_place, env))


def _outcome(scenario: Scenario) -> tuple[Scenario, Trial]:
    trial = Trial()
    try:
        scenario.run(trial)
    except Exception as error:  # noqa: BLE001 a proof that fails is a fault of this scenario, and the others still run
        trial.faults.append(f"the proof itself failed: {error!r}"[:500])
    return scenario, trial


def main() -> int:
    """Run the scenarios that were asked for; the exit status."""
    parser = parser_of(__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--list", action="store_true", help="print the names and end")
    given = parser.parse_args()
    chosen = [
        scenario
        for scenario in scenarios()
        if (not given.names or any(name in scenario.name for name in given.names))
        and (scenario.quick or not given.quick)
    ]
    if given.list:
        print("\n".join(scenario.name for scenario in chosen))
        return 0
    report, applying = Report("faults"), 0
    prepared()
    library()
    try:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for scenario, trial in pool.map(_outcome, chosen):
                applying += trial.applies
                for sentence in trial.faults:
                    report.fault(f"{scenario.name}: {sentence}")
                report.figures[scenario.name] = len(trial.faults)
    finally:
        shutil.rmtree(work())
    failed = [name for name, faults in report.figures.items() if faults]
    report.tried = f"{applying} scenarios of odd files, faulty disks and odd places"
    report.figures = {"held": applying - len(failed), "failed": len(failed)}
    report.short = failed
    return finish(report, given.json)


if __name__ == "__main__":
    sys.exit(main())
