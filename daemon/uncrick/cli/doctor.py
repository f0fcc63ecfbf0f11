"""`uncrick doctor`: what works here, what does not, and the command that mends it."""

import os
import shutil
import stat
import sys
import textwrap
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace

from uncrick import __version__
from uncrick.cli import failures, other_session, output
from uncrick.cli.arguments import parse
from uncrick.cli.library_trial import OPTIONAL, Trial, bound
from uncrick.control import client, excess_of_name, name_shorter
from uncrick.core.model.text import N_, _, cells, n_
from uncrick.errors import NotRunningError, UncrickError
from uncrick.storage import installation, invocation, paths, start_failure
from uncrick.storage.machine import file_system

WIDTH = 80
SETTLES = 4.0  # seconds that a new daemon may need to connect to its desktop
# Without these no prompt comes, or no answer is recorded. Subjects are English in the JSON, translated in the table.
ESSENTIAL = frozenset({"Daemon", "Notifications", "Settings", "History", "State", "Control socket", "Free space"})
SESSION = N_("Session")
START, LIBRARY, VERSION = N_("Last start"), N_("Library {library}"), N_("Version of {library}")
ENOUGH_SPACE = 20 * 2**20  # bytes; a year of history is less than this


@dataclass(frozen=True, slots=True)
class Finding:
    """
    One line of the table.

    Attributes:
        what: its subject, the same in every language.
        mend: the command that mends it, where there is one.
    """

    what: str
    ok: bool
    text: str
    mend: str | None = None

    @property
    def essential(self) -> bool:
        """Whether Uncrick cannot do its work without it."""
        return self.what in ESSENTIAL or self.what == SESSION or self.breaks

    @property
    def title(self) -> str:
        """Its subject in the person's language."""
        for form in (LIBRARY, VERSION):
            if self.what.startswith(before := form.format(library="")):
                return _(form, library=self.what.removeprefix(before))
        return _(self.what)

    @property
    def breaks(self) -> bool:
        """Whether it has failed; False if it is only absent or was never started."""
        return not self.ok and (self.what == START or self.what.startswith(LIBRARY.format(library="")))


def _of_start() -> Iterator[Finding]:
    """Why the last start failed, while no daemon runs."""
    last = start_failure.last()
    if last is None:
        return
    with suppress(UncrickError):
        client.request("ping")
        return
    text = _("failed at {time}: {reason}", time=output.clock(last.when), reason=last.reason)
    yield Finding(START, False, text, last.mend or "uncrick")


def _of_session() -> Iterator[Finding]:
    """That the daemon runs in another session, whatever else there is."""
    with suppress(UncrickError):
        if (there := other_session.find()) is not None:
            where = {"display": there.display, "time": there.since}
            text = _("Uncrick runs in your other session: {display}, since {time}", **where)
            yield Finding(SESSION, there.follows, text, None if there.follows else "uncrick run --move-here")


def _of_libraries(trial: Trial) -> Iterator[Finding]:
    """Each that cannot be imported, or that is older or newer than what Uncrick was tried with."""
    fine = []
    for result in trial.outcome():
        library = result.library
        name = f"{installation.distribution(library)} {installation.version(library)}".rstrip()
        if result.why:
            what = N_("Window library") if library in OPTIONAL else LIBRARY.format(library=library)
            text = _("{library} cannot be imported: {reason}", library=name, reason=result.why)
            yield Finding(what, False, text, installation.mend(library))
        elif bounds := bound(library):
            text = _("{library} is not a version that Uncrick was tried with ({bounds})", library=name, bounds=bounds)
            yield Finding(VERSION.format(library=library), False, text, installation.mend(library))
        else:
            fine.append(name)
    yield Finding(N_("Libraries"), True, ", ".join(fine) or _("none"))


def doctor(words: list[str], parser: ArgumentParser) -> int:
    """Print what works here, and how to repair the rest; exit status 1 where something has failed."""
    given = parse(parser, words, N_("a JSON list of objects: what, ok, text, mend"))
    trial = Trial()
    invocation.ask(anew=True)
    parts = (_of_session, _of_start, _of_daemon, _of_machine, _of_files, lambda: _of_libraries(trial))
    findings = [_typeable(finding) for part in parts for finding in _findings(part)]
    if given.json:
        output.as_json([asdict(finding) for finding in findings])
    else:
        for line in table(findings):
            output.say(line)
    return 1 if any(finding.breaks for finding in findings) else 0


def _findings(part: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
    """The findings of a part; a part that fails becomes a finding, and the others go on."""
    try:
        yield from part()
    except Exception as error:  # noqa: BLE001 a broken library must not end the report about it
        failures.log(error)
        explained = start_failure.explained(error)
        reason, mend = str(explained), ""
        if isinstance(explained, start_failure.BrokenError):
            reason, mend = explained.what, explained.mend
        yield Finding(N_("Doctor"), False, _("some checks failed: {reason}", reason=reason), mend or None)


def _typeable(finding: Finding) -> Finding:
    """The finding with commands that can be typed here."""
    mend = None if finding.mend is None else invocation.typeable(finding.mend)
    return replace(finding, text=invocation.typeable(finding.text), mend=mend)


def table(findings: Iterable[Finding]) -> Iterator[str]:
    """The lines of the report: what is missing, each with what mends it; then what works."""
    listed = list(findings)
    width = max(cells(finding.title) for finding in listed) + 4
    sections = (
        (_("Missing"), [finding for finding in listed if not finding.ok and finding.essential]),
        (_("Could be better"), [finding for finding in listed if not finding.ok and not finding.essential]),
        (_("Works"), [finding for finding in listed if finding.ok]),
    )
    first_section = True
    for head, section in sections:
        if not section:
            continue
        if not first_section:
            yield ""
        first_section = False
        yield head
        for finding in section:
            first = f"  {finding.title}{' ' * (width - 2 - cells(finding.title))}"
            later = " " * width
            yield from textwrap.wrap(
                finding.text, WIDTH, initial_indent=first, subsequent_indent=later, break_on_hyphens=False
            )
            if finding.mend is not None and not finding.ok:
                yield f"{later}> {finding.mend}"


# ------------------------------------------------------------------ the daemon and its desktop


def _of_daemon() -> Iterator[Finding]:
    try:
        reply = _ask_daemon()
    except UncrickError as error:
        yield from _without_daemon(error)
        return
    status = reply["status"]
    version, phase = status["version"], status["phase"]
    yield Finding(N_("Daemon"), True, _("running, version {version}, {phase}", version=version, phase=phase))
    if version != __version__:
        text = _("the daemon is {daemon}, this command {command}", daemon=version, command=__version__)
        yield Finding(N_("Version"), False, text, "uncrick quit; uncrick")
    facts = [(fact["what"], fact["ok"], fact["text"]) for fact in reply["facts"]]
    desktop = next((text for what, _ok, text in facts if what == "Desktop"), "")
    for fact in facts:
        yield _with_mend(fact, desktop)
    source = status["idle_source"]
    if source is None:
        text = (
            _("all time counts, because this desktop does not report when you are away")
            if status["clock"] == "wall"
            else _("time with input counts, because this desktop does not report when you are away")
        )
    else:
        text = _("all time counts") if status["clock"] == "wall" else _("time with input counts")
    yield Finding(N_("Active time"), source is not None, text)


def _without_daemon(error: UncrickError) -> Iterator[Finding]:
    """Why there is no answer, and what the desktop offers."""
    from uncrick import platforms

    if not isinstance(error, NotRunningError):
        yield Finding(N_("Daemon"), False, str(error))
    elif excess_of_name(paths.runtime()):
        yield Finding(N_("Daemon"), False, _("cannot be reached"), "uncrick")
    else:
        yield Finding(N_("Daemon"), False, _("not running"), "uncrick")
    yield Finding(*platforms.session())
    if not platforms.can_show():
        text = _("no display and no notification server; prompts come in the terminal of uncrick run")
        yield Finding(N_("Notifications"), False, text, "uncrick run")


def _ask_daemon() -> output.Plain:
    """The reply to `doctor`; a new daemon is given time to connect to its desktop."""
    end = time.monotonic() + SETTLES
    while not (reply := client.request("doctor")).get("settled", True) and time.monotonic() < end:
        time.sleep(0.1)
    return reply


def _with_mend(fact: tuple[str, bool, str], desktop: str) -> Finding:
    from uncrick.platforms.linux import install_hints

    what, ok, text = fact
    mends = {"Tray": install_hints.for_tray, "Notifications": install_hints.for_notifications}
    return Finding(what, ok, text, None if ok or what not in mends else mends[what](desktop))


# ------------------------------------------------------------------ the machine


def _of_machine() -> Iterator[Finding]:
    from uncrick.platforms import launcher
    from uncrick.platforms.common import clock, qt, speech
    from uncrick.platforms.linux import install_hints

    yield Finding(N_("Clock"), *clock.describe())
    speaker = speech.program()
    silent = _("no speech program is installed")
    yield Finding(
        N_("Voice"), speaker is not None, speaker or silent, None if speaker else install_hints.install("voice")
    )
    lack = qt.lack()
    yield (
        Finding(N_("Window"), True, _("it can open"))
        if lack is None
        else Finding(N_("Window"), False, lack.what, lack.mend or None)
    )
    on = launcher.starts_at_login()
    place = str(launcher.autostart_file())
    text = _("on: {file}", file=_short(place)) if on else _("off")
    yield Finding(N_("Start at login"), on, text, None if on else "uncrick autostart on")
    if sys.platform == "linux":
        file = launcher.launcher_file()
        mend = None if file.exists() else f"{sys.executable} -m uncrick.platforms.launcher"
        yield Finding(N_("Launcher"), file.exists(), _short(str(file)) if file.exists() else _("not installed"), mend)


# ------------------------------------------------------------------ files


def _of_files() -> Iterator[Finding]:
    from uncrick.app.catalog_loader import CatalogLoader
    from uncrick.settings import load
    from uncrick.storage.history.store import History

    loader = CatalogLoader(paths.exercises())
    loaded = load(paths.settings_file(), loader.most_reps)
    file = _file(N_("Settings"), paths.settings_file(), written=False)
    faults = " ".join(loaded.errors)
    yield Finding(N_("Settings"), False, faults, "uncrick settings edit") if faults else file
    loader.look()
    amiss = loader.amiss()
    own = _("{count} in {folder}", count=loader.count, folder=_short(paths.exercises()))
    yield Finding(N_("Own exercises"), amiss is None, amiss or own, None if amiss is None else loader.mend)
    yield _file(N_("Profile"), paths.profile_file(), written=False)
    history = _file(N_("History"), paths.history_file())
    try:
        History.read(paths.history_file()).shut()
    except UncrickError as error:
        history = Finding(N_("History"), False, str(error), history.mend)
    yield history
    yield _file(N_("State"), paths.state_file())
    for what, path in (
        (N_("Profile file"), paths.profile_file()),
        (N_("History file"), paths.history_file()),
        (N_("State file"), paths.state_file()),
    ):
        yield from _open_to_others(what, path)
    yield from _of_home()
    for damaged in paths.files_set_aside():
        text = _("{file} was damaged and set aside: rescue what you need and delete it", file=_short(damaged))
        yield Finding(N_("Damaged file"), False, text)
    yield _socket()
    yield _space()


def _of_home() -> Iterator[Finding]:
    """What is worth knowing of a home that is not on this machine alone."""
    kind, others = file_system.network(paths.data()), len(paths.states_of_others())
    facts = (
        _("on a network file system ({kind})", kind=kind) if kind else "",
        n_(
            "used from another machine too, with a pause and an hour of its own",
            "used from {count} other machines too, each with a pause and an hour of its own",
            others,
        )
        if others
        else "",
    )
    if any(facts):
        yield Finding(N_("Home"), True, "; ".join(filter(None, facts)))


def _file(what: str, path: str, *, written: bool = True) -> Finding:
    """
    One file, or the folder in which it would be created; or why it cannot be used.

    Args:
        written: it is nothing without being written to; else somebody may have made it on purpose so that it is not.
    """
    there = path
    while not os.path.lexists(there) and there != os.path.dirname(there):
        there = os.path.dirname(there)
    try:
        status = os.stat(there)
    except OSError as error:
        return Finding(what, False, f"{_short(there)}: {paths.reason(error)}")
    # On Windows nothing of a mode is true: who may read is said by the folder's own list.
    mode = "" if sys.platform == "win32" else f"{stat.S_IMODE(status.st_mode):04o}"
    if not written and there == path and os.access(there, os.R_OK) and not os.access(there, os.W_OK):
        known = ", ".join(filter(None, (_short(path), mode)))
        return Finding(what, True, _("{file}, may only be read", file=known))
    if file_system.is_read_only(there):
        text = _("{file} is on a disk that may only be read", file=_short(path))
        return Finding(what, not written, text)
    if not os.access(there, os.R_OK | os.W_OK):
        text = _("{file} may not be written", file=_short(there)) + (f" ({mode})" if mode else "")
        return Finding(what, False, text, _permit(there, status))
    if there != path:
        return Finding(what, True, _("{file}, not written yet", file=_short(path)))
    return Finding(what, True, ", ".join(filter(None, (_short(path), mode, _size(status.st_size)))))


def _open_to_others(what: str, path: str) -> Iterator[Finding]:
    """A file that works, and that other users may read or write."""
    if sys.platform == "win32" or os.path.islink(path) or not os.access(path, os.W_OK):
        return
    mode = stat.S_IMODE(os.stat(path).st_mode)
    if mode & 0o077:
        text = _("{file}: others may look into it ({mode:04o})", file=_short(path), mode=mode)
        yield Finding(what, False, text, f"chmod go= {_quoted(path)}")


def _permit(path: str, status: os.stat_result) -> str | None:
    """The command that lets us write there; None for a link, whose target may be somebody else's to change."""
    if sys.platform == "win32" or os.path.islink(path):
        return None
    if status.st_uid != os.getuid():
        return f"sudo chown {os.getuid()} {_quoted(path)}"
    return f"chmod u+rw{'x' if stat.S_ISDIR(status.st_mode) else ''} {_quoted(path)}"


def _socket() -> Finding:
    folder = paths.runtime()
    if (excess := excess_of_name(folder)) is not None:
        return Finding(N_("Control socket"), False, excess, name_shorter())
    return _file(N_("Control socket"), folder)


def _space() -> Finding:
    there = paths.data()
    while not os.path.isdir(there) and there != os.path.dirname(there):
        there = os.path.dirname(there)
    try:
        free = shutil.disk_usage(there).free
    except OSError as error:
        return Finding(N_("Free space"), False, f"{_short(there)}: {paths.reason(error)}")
    return Finding(N_("Free space"), free >= ENOUGH_SPACE, _("{size} for the history", size=_size(free)))


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
