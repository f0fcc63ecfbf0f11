"""`uncrick doctor`: what works here, what does not, and the one command that mends it; with a daemon or without."""

import argparse
import os
import shutil
import stat
import sys
import textwrap
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace

from uncrick import __version__
from uncrick.cli import failed, output
from uncrick.cli.imports import OPTIONAL, Trial, bound
from uncrick.control import client, name_too_long
from uncrick.errors import NotRunningError, UncrickError
from uncrick.storage import installation, invocation, paths, start_failure

Parser = argparse.ArgumentParser
WIDTH = 80
SETTLES = 4.0  # seconds that a daemon may need to meet its desktop
# Without these no prompt comes, or no answer is kept.
ESSENTIAL = frozenset({"Daemon", "Notifications", "Settings", "History", "State", "Control socket", "Free space"})
START, LIBRARY = "Last start", "Library"
ENOUGH_SPACE = 20 * 2**20  # bytes; a year of history is less than this


@dataclass(frozen=True, slots=True)
class Finding:
    """
    One line of the table.

    Attributes:
        mend: the command that mends it, where there is one.
    """

    what: str
    ok: bool
    text: str
    mend: str | None = None

    @property
    def essential(self) -> bool:
        """Whether Uncrick cannot do its work without it."""
        return self.what in ESSENTIAL or self.breaks

    @property
    def breaks(self) -> bool:
        """Whether it has failed, rather than not been begun or be absent."""
        return not self.ok and (self.what == START or self.what.startswith(f"{LIBRARY} "))


def _of_start() -> Iterator[Finding]:
    """The reason why there is no daemon, before anything else."""
    last = start_failure.last()
    if last is None:
        return
    with suppress(UncrickError):
        client.request("ping")
        return
    yield Finding(START, False, f"failed at {output.clock(last.when)}: {last.reason}", last.mend or "uncrick")


def _of_libraries(trial: Trial) -> Iterator[Finding]:
    """Each that cannot be imported, or that is older or newer than what Uncrick was tried with."""
    fine = []
    for one in trial.outcome():
        name = f"{installation.distribution(one.library)} {installation.version(one.library)}".rstrip()
        optional = one.library in OPTIONAL
        if one.why:
            what = "Window library" if optional else f"{LIBRARY} {one.library}"
            yield Finding(what, False, f"{name} cannot be imported: {one.why}", installation.mend(one.library))
        elif asked := bound(one.library):
            text = f"{name} is not a version that Uncrick was tried with ({asked})"
            yield Finding(f"Version of {one.library}", False, text, installation.mend(one.library))
        else:
            fine.append(name)
    yield Finding("Libraries", True, ", ".join(fine) or "none")


NOT_STARTED = Finding("Daemon", False, "not running", "uncrick")


def doctor(words: list[str], parser: Parser) -> int:
    """What works here."""
    parser.add_argument("--json", action="store_true", help="a JSON list of objects: what, ok, text, mend")
    given = parser.parse_args(words)
    trial = Trial()
    invocation.ask(anew=True)
    parts = (_of_start, _of_daemon, _of_machine, _of_files, lambda: _of_libraries(trial))
    found = [_to_type(finding) for part in parts for finding in _all_of(part)]
    if given.json:
        output.as_json([asdict(finding) for finding in found])
    else:
        for line in table(found):
            output.say(line)
    return 1 if any(finding.breaks for finding in found) else 0


def _all_of(part: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
    """What a part finds; one that a broken library ends says so, and the others go on."""
    try:
        yield from part()
    except Exception as error:  # noqa: BLE001 a doctor who falls ill helps nobody
        failed.log(error)
        said = start_failure.explained(error)
        mend = said.mend if isinstance(said, start_failure.BrokenError) else ""
        what = said.what if isinstance(said, start_failure.BrokenError) else str(said)
        yield Finding("Doctor", False, f"not all could be looked at: {what}", mend or None)


def _to_type(finding: Finding) -> Finding:
    mend = None if finding.mend is None else invocation.typeable(finding.mend)
    return replace(finding, text=invocation.typeable(finding.text), mend=mend)


def table(found: Iterable[Finding]) -> Iterator[str]:
    """What is amiss first, each with what mends it; then what works."""
    kept = list(found)
    width = max(len(finding.what) for finding in kept) + 4
    sections = (
        ("Missing", [one for one in kept if not one.ok and one.essential]),
        ("Could be better", [one for one in kept if not one.ok and not one.essential]),
        ("Works", [one for one in kept if one.ok]),
    )
    for head, findings in sections:
        if not findings:
            continue
        if head != next(name for name, some in sections if some):
            yield ""
        yield head
        for one in findings:
            first, later = f"  {one.what:<{width - 2}}", " " * width
            yield from textwrap.wrap(
                one.text, WIDTH, initial_indent=first, subsequent_indent=later, break_on_hyphens=False
            )
            if one.mend is not None and not one.ok:
                yield f"{later}> {one.mend}"


# ------------------------------------------------------------------ the daemon and its desktop


def _of_daemon() -> Iterator[Finding]:
    from uncrick import platforms

    try:
        reply = _heard()
    except UncrickError as error:
        gone = isinstance(error, NotRunningError)
        if gone and not name_too_long(paths.runtime()):
            yield NOT_STARTED
        else:
            yield Finding("Daemon", False, "cannot be reached" if gone else str(error), "uncrick" if gone else None)
        yield Finding(*platforms.session())
        if not platforms.can_show():
            text = "no display and no notification server; prompts come in the terminal of uncrick run"
            yield Finding("Notifications", False, text, "uncrick run")
        return
    told = reply["status"]
    yield Finding("Daemon", True, f"running, version {told['version']}, {told['phase']}")
    if told["version"] != __version__:
        text = f"the daemon is {told['version']}, this command {__version__}"
        yield Finding("Version", False, text, "uncrick quit; uncrick")
    facts = [(fact["what"], fact["ok"], fact["text"]) for fact in reply["facts"]]
    desktop = next((text for what, _, text in facts if what == "Desktop"), "")
    for fact in facts:
        yield _mended(fact, desktop)
    source = told["idle_source"]
    counts = "every second counts" if told["clock"] == "wall" else "seconds with input count"
    yield Finding("Active time", source is not None, counts + ("" if source else ", as silence cannot be seen"))


def _heard() -> output.Plain:
    """What the daemon says; one that has only just begun is given time to meet its desktop."""
    end = time.monotonic() + SETTLES
    while not (reply := client.request("doctor")).get("settled", True) and time.monotonic() < end:
        time.sleep(0.1)
    return reply


def _mended(fact: tuple[str, bool, str], desktop: str) -> Finding:
    from uncrick.platforms.linux import install_hints

    what, ok, text = fact
    mends = {"Tray": install_hints.for_tray, "Notifications": install_hints.for_notifications}
    return Finding(what, ok, text, None if ok or what not in mends else mends[what](desktop))


# ------------------------------------------------------------------ the machine


def _of_machine() -> Iterator[Finding]:
    from uncrick.platforms import launcher
    from uncrick.platforms.common import clock, qt
    from uncrick.platforms.linux import install_hints

    yield Finding("Clock", *clock.describe())
    speaker = next((name for name in ("spd-say", "espeak-ng", "espeak", "say") if shutil.which(name)), None)
    silent = "nothing here reads a routine aloud"
    yield Finding("Voice", speaker is not None, speaker or silent, None if speaker else install_hints.install("voice"))
    lack = qt.lack()
    yield (
        Finding("Window", True, "it can open")
        if lack is None
        else Finding("Window", False, lack.what, lack.mend or None)
    )
    on = launcher.starts_at_login()
    place = str(launcher.autostart_file())
    yield Finding("Start at login", on, f"on: {_short(place)}" if on else "off", None if on else "uncrick autostart on")
    if sys.platform == "linux":
        file = launcher.launcher_file()
        mend = None if file.exists() else f"{sys.executable} -m uncrick.platforms.launcher"
        yield Finding("Launcher", file.exists(), _short(str(file)) if file.exists() else "not installed", mend)


# ------------------------------------------------------------------ files


def _of_files() -> Iterator[Finding]:
    from uncrick.app.catalog_loader import CatalogLoader
    from uncrick.settings import load
    from uncrick.storage.history_store import History

    tailor = CatalogLoader(paths.exercises())
    loaded = load(paths.settings_file(), tailor.most_reps)
    file = _file("Settings", paths.settings_file())
    wrong = " ".join(loaded.errors)
    yield Finding("Settings", False, wrong, "uncrick settings edit") if wrong else file
    tailor.look()
    amiss = tailor.amiss()
    own = f"{tailor.count} in {_short(paths.exercises())}"
    yield Finding("Own exercises", amiss is None, amiss or own, None if amiss is None else "uncrick exercises check")
    yield _file("Profile", paths.profile_file())
    kept = _file("History", paths.history_file())
    try:
        History.read(paths.history_file()).shut()
    except UncrickError as error:
        kept = Finding("History", False, str(error), kept.mend)
    yield kept
    yield _file("State", paths.state_file())
    for what, path in (
        ("Profile", paths.profile_file()),
        ("History", paths.history_file()),
        ("State", paths.state_file()),
    ):
        yield from _open_to_others(what, path)
    yield _socket()
    yield _space()


def _file(what: str, path: str) -> Finding:
    """One file, or the folder in which it would be begun; or why it cannot be used."""
    there = path
    while not os.path.lexists(there) and there != os.path.dirname(there):
        there = os.path.dirname(there)
    try:
        found = os.stat(there)
    except OSError as error:
        return Finding(what, False, f"{_short(there)}: {paths.reason(error)}")
    mode = stat.S_IMODE(found.st_mode)
    begun = there == path
    text = f"{_short(path)}, {f'{mode:04o}, {_size(found.st_size)}' if begun else 'not written yet'}"
    if not os.access(there, os.R_OK | os.W_OK):
        return Finding(what, False, f"{_short(there)} may not be written ({mode:04o})", _allowed(there, found))
    return Finding(what, True, text)


def _open_to_others(what: str, path: str) -> Iterator[Finding]:
    """A file that works, and that others may look into."""
    if sys.platform == "win32" or not os.path.exists(path):
        return
    mode = stat.S_IMODE(os.stat(path).st_mode)
    if mode & 0o077:
        text = f"{_short(path)}: others may look into it ({mode:04o})"
        yield Finding(f"{what} file", False, text, f"chmod go= {_quoted(path)}")


def _allowed(path: str, found: os.stat_result) -> str | None:
    if sys.platform == "win32":
        return None
    if found.st_uid != os.getuid():
        return f"sudo chown {os.getuid()} {_quoted(path)}"
    return f"chmod u+rw{'x' if stat.S_ISDIR(found.st_mode) else ''} {_quoted(path)}"


def _socket() -> Finding:
    folder = paths.runtime()
    if (too_long := name_too_long(folder)) is not None:
        text, _, mend = too_long.message.partition(" Name a shorter folder of yours: ")
        return Finding("Control socket", False, text, mend)
    return _file("Control socket", folder)


def _space() -> Finding:
    there = paths.data()
    while not os.path.isdir(there) and there != os.path.dirname(there):
        there = os.path.dirname(there)
    try:
        free = shutil.disk_usage(there).free
    except OSError as error:
        return Finding("Free space", False, f"{_short(there)}: {paths.reason(error)}")
    return Finding("Free space", free >= ENOUGH_SPACE, f"{_size(free)} for the history")


def _size(count: float) -> str:
    for unit in ("bytes", "KiB", "MiB"):
        if count < 1024:
            return f"{count:.0f} {unit}"
        count /= 1024
    return f"{count:.0f} GiB"


def _short(path: str) -> str:
    home = os.path.expanduser("~")
    return f"~{path[len(home) :]}" if path.startswith(home + os.sep) else path


def _quoted(path: str) -> str:
    from shlex import quote

    return quote(path)
