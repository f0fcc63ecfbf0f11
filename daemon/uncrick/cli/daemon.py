"""Commands that start and end the daemon, open a window, and run from the desktop's launcher."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stdout, suppress
from io import StringIO
from typing import IO, TYPE_CHECKING

from uncrick.cli import failures, output
from uncrick.cli.arguments import check_overrides
from uncrick.control import client
from uncrick.core.model.text import _
from uncrick.errors import FolderError, NotRunningError, RefusedError, RunningError, UncrickError
from uncrick.storage import invocation, paths, start_failure

if TYPE_CHECKING:
    from argparse import ArgumentParser  # the daemon must not load it

# Seconds.
STARTING = 8.0  # until a word about a new daemon that does not answer yet
SETTLING = 45.0  # until it is ready: a part of the desktop that hangs is given up after 10 s, and there are four
LEAVING = 30.0  # until a daemon that was asked to quit is gone, on a computer that is busy, too
OTHER = 0.5  # until another daemon answers that was started at the same time

WINDOWS = ("guide", "settings", "about", "history")  # the keys of window.launch.WINDOWS, which is a large import

# From the launcher: without a daemon there is nothing to end or to resume.
NEEDS_DAEMON = frozenset({"pause", "resume", "quit", "snooze"})
# From the launcher: what the notification shows after the command; a break that begins shows itself.
SHOWN = {"today": "today", "pause": "next", "resume": "next"}


# ---------------------------------------------------------------- start


def start(words: list[str], parser: "ArgumentParser") -> int:
    """`uncrick`: start detached; running already: the status."""
    from uncrick.cli import other_session  # the daemon must not keep it in memory

    try:
        status = client.request("status")["status"]
        elsewhere = other_session.find()
    except NotRunningError:
        pass
    else:
        if elsewhere is not None:
            output.say(other_session.sentence(elsewhere))
            return 0
        output.say(output.status_line(status))
        output.say(output.today_line(status["today"]))
        return 0
    from uncrick.platforms import can_show

    if not can_show():
        output.say(_("There is neither a display nor a notification server here, so Uncrick prompts in this terminal."))
        output.say(_("Leave it open; Ctrl+C quits."))
        sys.stdout.flush()
        return _foreground((), tray=False)
    invocation.ask()
    status = _detached()
    at = status["next_prompt_at"]
    output.say(
        _("Uncrick is on. First break around {time}, at a pause in your typing.", time=output.clock(at))
        if at
        else _("Uncrick is on. {status}", status=output.status_line(status))
    )
    output.say(_("Silent in calls and while you are away. You can close this terminal."))
    output.say(_("Try one: uncrick break.   Quit: uncrick quit."))
    return 0


def ensure_running() -> None:
    """Start a daemon if none runs; prints nothing."""
    try:
        client.request("ping")
    except NotRunningError:
        _detached()


def run(words: list[str], parser: "ArgumentParser") -> int:
    """`uncrick run` with options: stay in the foreground."""
    parser.add_argument("--set", dest="settings", metavar="KEY=VALUE", action="append", default=[], help=_("a setting"))
    parser.add_argument("--no-tray", action="store_true", help=_("no tray icon"))
    parser.add_argument("--move-here", action="store_true", help=_("take over from your other session"))
    parser.add_argument("--check", action="store_true", help=_("only see whether it could run"))
    given = parser.parse_args(words)
    if given.check:
        return _check_program()
    check_overrides(given.settings)
    if given.move_here:
        from uncrick.cli import other_session

        other_session.take_over()
    return _foreground(tuple(given.settings), tray=not given.no_tray)


def run_plainly() -> int:
    """`uncrick run`: the same without a parser, which the daemon would keep in memory for good."""
    return _foreground((), tray=True)


def leave(words: list[str], parser: "ArgumentParser") -> int:
    """`uncrick quit`."""
    parser.parse_args(words)
    quit_daemon()
    output.say(_("Uncrick is off. Start it again with: uncrick"))
    return 0


def quit_daemon() -> None:
    """
    Ask the daemon to quit, and wait until it is gone.

    Raises:
        NotRunningError: there is none.
        UncrickError: it does not quit.
    """
    client.request("quit")
    until = time.monotonic() + LEAVING
    while _is_running():
        if time.monotonic() > until:
            raise UncrickError(
                _("Uncrick did not quit"), _("It was asked to quit and is still running. Its log says more.")
            )
        time.sleep(0.05)


def _is_running() -> bool:
    """Whether a daemon answers, or answers no more and has not released its lock yet."""
    from uncrick.control.lock import Lock

    with suppress(UncrickError):
        client.request("ping")
        return True
    try:
        Lock.take(paths.runtime(), paths.lock_file()).release()
    except RunningError:
        return True
    except UncrickError:  # nobody can hold one in such a folder
        return False
    return False


# ---------------------------------------------------------------- being the daemon


def _foreground(overrides: tuple[str, ...], *, tray: bool) -> int:
    """Be the daemon; a failed start is reported, and recorded until the next good one."""
    reported = bool(os.environ.pop(failures.REPORTED, "")) or failures.is_read()
    before = start_failure.last()
    start_failure.store(start_failure.WORDLESS)
    try:
        status = _run_daemon(overrides, tray=tray)
    except KeyboardInterrupt:
        start_failure.forget()
        raise
    except (Exception, SystemExit) as error:
        raise failures.start_failed(error, before, reported=reported) from error
    start_failure.forget()
    return status


def _run_daemon(overrides: tuple[str, ...], *, tray: bool) -> int:
    from uncrick.app.daemon import Options, run
    from uncrick.app.process.log import to_file

    with suppress(FolderError):  # a home that is full is no reason not to start
        paths.made(paths.state())
    to_file(os.path.join(paths.state(), "uncrick.log"))
    terminal = sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()
    try:
        return run(Options(overrides, tray=tray, terminal=terminal))
    except RunningError:
        from uncrick.cli import other_session

        other_session.note()  # at the login to a second session
        raise


def _check_program() -> int:
    """
    `uncrick run --check`: everything that a daemon runs on can be imported and read.

    Asked by a running daemon before it gives way to the program that took the place of its own.
    """
    from uncrick.app import daemon  # noqa: F401 that it can be imported is the question
    from uncrick.app.process import scheduler  # noqa: F401 as above
    from uncrick.platforms import desktop
    from uncrick.settings import load
    from uncrick.storage import shipped_data

    shipped_data.catalogue(figure=True)
    load(os.devnull)
    desktop(paths.cache(), terminal=False)
    return 0


# ---------------------------------------------------------------- a daemon of its own


def _detached() -> output.Plain:
    """Start a daemon that outlives this terminal; its status, once it is ready."""
    with _printed() as printed:
        child = subprocess.Popen(
            [sys.executable, "-m", "uncrick", "run"],
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=printed,
            start_new_session=True,
            creationflags=_outliving(),
            cwd="/",
            env=os.environ | {failures.REPORTED: "1"},
        )
        status = _answering(child)
        printed.seek(0)
        message = printed.read().strip().removeprefix(f"{start_failure.TITLE}: ")
    if status is None and child.poll() is None:
        still = _("It runs, but was not ready after {seconds:.0f} s. See: uncrick doctor", seconds=SETTLING)
        raise UncrickError(_("Uncrick is still starting"), still)
    if status is None:
        raise UncrickError(start_failure.TITLE, message or _wordless(child.returncode))
    return status


def _outliving() -> int:
    """The flags of a process that outlives this terminal; on Windows a new session means nothing."""
    if sys.platform == "win32":
        # Not DETACHED_PROCESS: each child of a process without any console would open one of its own.
        return subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
    return 0


def _printed() -> IO[str]:
    """A file for what a new daemon prints before it is ready, which need not be in a home that is full."""
    try:
        return open(os.path.join(paths.made(paths.state()), "start.txt"), "w+", encoding="utf-8")
    except (OSError, FolderError):
        import tempfile

        return tempfile.TemporaryFile("w+", encoding="utf-8")


def _wordless(status: int) -> str:
    """The message about a daemon that ended and printed nothing."""
    if status < 0:
        return _("It ended unexpectedly (signal {number}). To see what is wrong: uncrick doctor", number=-status)
    return _("It ended unexpectedly (exit status {number}). To see what is wrong: uncrick doctor", number=status)


def _answering(child: "subprocess.Popen[bytes]") -> output.Plain | None:
    """The status of the new daemon once it is ready; None if it ended, or is silent for too long."""
    begun = time.monotonic()
    until, patient = begun + SETTLING, begun + STARTING
    answers = False
    while time.monotonic() < until:
        try:
            reply = client.request("status")
        except UncrickError:  # not there yet, or it ended in the midst of an answer
            if child.poll() is not None:
                # It may have ended because another one, begun at the same time, is about to answer.
                until = min(until, time.monotonic() + OTHER)
            elif time.monotonic() > patient:
                output.warn(_("Uncrick is still starting. This computer is busy; a moment, please."))
                patient = until
        else:
            if reply.get("settled", True):
                status: output.Plain = reply["status"]
                return status
            if not answers:
                answers, until = True, time.monotonic() + SETTLING
        time.sleep(0.02)
    return None


# ---------------------------------------------------------------- windows, and the desktop's launcher


def window(words: list[str], parser: "ArgumentParser") -> int:
    """`uncrick window`: the routine, the settings or the history."""
    parser.add_argument("what", choices=WINDOWS, help=_("which one"))
    given = parser.parse_args(words)
    # Without a display Qt ends the process with an unclear message. Checked only where somebody would read ours.
    if sys.stderr.isatty():
        from uncrick.platforms.common import qt

        if (lack := qt.lack()) is not None:
            raise UncrickError(_("The window cannot be opened"), qt.sentence(lack))
    from uncrick.window import launch

    return launch.WINDOWS[given.what]()


def run_with_notification(words: list[str], run: Callable[[list[str]], int]) -> int:
    """Run a command as `run` would, and show its result as a notification; the exit status."""
    command = words[0] if words else ""
    if command in NEEDS_DAEMON:
        try:
            client.request("ping")
        except NotRunningError:
            return 0
    else:
        try:
            ensure_running()
        except UncrickError as error:
            from uncrick.platforms.common import bare_notification

            bare_notification.show(error.title, invocation.typeable(error.message))
            raise
    shown = SHOWN.get(command)
    status = 0
    try:
        with redirect_stdout(StringIO()):
            status = run(words)
    except RefusedError:
        # The status says why.
        shown, status = "next", 1
    if shown is not None:
        with suppress(NotRunningError):
            client.request("show", what=shown)
    return status
