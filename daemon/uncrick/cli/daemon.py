"""Commands that begin and end the daemon."""

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from uncrick.cli import failed, output
from uncrick.cli.arguments import check_overrides
from uncrick.control import client
from uncrick.errors import NotRunningError, UncrickError
from uncrick.storage import invocation, paths, start_failure

if TYPE_CHECKING:
    from argparse import ArgumentParser

STARTING = 8.0
SETTLING = 45.0  # a part of the desktop that hangs is given up after 10 s, and there are four
LEAVING = 8.0
OTHER = 0.5


def start(words: list[str], parser: "ArgumentParser") -> int:
    """`uncrick`: start detached; running already: the status."""
    try:
        status = client.request("status")["status"]
    except NotRunningError:
        pass
    else:
        output.say(output.status_line(status))
        output.say(output.today_line(status["today"]))
        return 0
    from uncrick.platforms import can_show

    if not can_show():
        output.say("There is neither a display nor a notification server here, so Uncrick prompts in this terminal.")
        output.say("Leave it open; Ctrl+C quits.")
        sys.stdout.flush()
        return _foreground((), tray=False)
    invocation.ask()
    status = _detached()
    at = status["next_prompt_at"]
    first = f"First break around {output.clock(at)}, at a pause in your typing." if at else output.status_line(status)
    output.say(f"Uncrick is on. {first}")
    output.say("Silent in calls and while you are away. You can close this terminal.")
    output.say("Try one: uncrick break.   Quit: uncrick quit.")
    return 0


def awake() -> None:
    """See to it that a daemon runs, without a word."""
    try:
        client.request("ping")
    except NotRunningError:
        _detached()


def run(words: list[str], parser: "ArgumentParser") -> int:
    """`uncrick run` with options: stay in the foreground."""
    parser.add_argument("--set", dest="settings", metavar="KEY=VALUE", action="append", default=[], help="a setting")
    parser.add_argument("--no-tray", action="store_true", help="no tray icon")
    parser.add_argument("--check", action="store_true", help="only see whether it could run")
    given = parser.parse_args(words)
    if given.check:
        return _check_program()
    check_overrides(given.settings)
    return _foreground(tuple(given.settings), tray=not given.no_tray)


def run_plainly() -> int:
    """`uncrick run`: the same without a parser, which the daemon would keep in memory for good."""
    return _foreground((), tray=True)


def leave(words: list[str], parser: "ArgumentParser") -> int:
    """`uncrick quit`."""
    parser.parse_args(words)
    client.request("quit")
    until = time.monotonic() + LEAVING
    while time.monotonic() < until:
        try:
            client.request("ping")
        except UncrickError:
            output.say("Uncrick is off. Start it again with: uncrick")
            return 0
        time.sleep(0.05)
    raise UncrickError("Uncrick does not end", "It was told to, and still answers; its log says more.")


def _foreground(overrides: tuple[str, ...], *, tray: bool) -> int:
    """Be the daemon; a start that fails, whatever a library does, is told and kept until the next good one."""
    told = bool(os.environ.pop(failed.TOLD, "")) or failed.reads_it()
    before = start_failure.last()
    start_failure.keep(start_failure.WORDLESS)
    try:
        status = _lived(overrides, tray=tray)
    except KeyboardInterrupt:
        start_failure.forget()
        raise
    except (Exception, SystemExit) as error:
        raise failed.start_failed(error, before, told=told) from error
    start_failure.forget()
    return status


def _lived(overrides: tuple[str, ...], *, tray: bool) -> int:
    from uncrick.app.daemon import Options, run
    from uncrick.app.process.log import to_file

    to_file(os.path.join(paths.made(paths.state()), "uncrick.log"))
    terminal = sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()
    return run(Options(overrides, tray=tray, terminal=terminal))


def _check_program() -> int:
    """
    `uncrick run --check`: everything that a daemon runs on can be imported and read.

    Asked by a running daemon before it gives way to the program that took the place of its own.
    """
    from uncrick.app import daemon, scheduler  # noqa: F401 that they can be imported is the question
    from uncrick.platforms import desktop
    from uncrick.settings import load
    from uncrick.storage import shipped_data

    shipped_data.catalogue(figure=True)
    load(os.devnull)
    desktop(paths.cache(), terminal=False)
    return 0


def _detached() -> output.Plain:
    """Start a daemon that outlives this terminal; its status, once it reminds."""
    state = paths.made(paths.state())
    try:
        told = open(os.path.join(state, "start.txt"), "w+", encoding="utf-8")  # noqa: SIM115 the daemon goes on with it
    except OSError as error:
        raise UncrickError(start_failure.TITLE, f"{error.filename} cannot be written: {paths.reason(error)}.") from None
    with told:
        child = subprocess.Popen(
            [sys.executable, "-m", "uncrick", "run"],
            stdin=subprocess.DEVNULL,
            stdout=told,
            stderr=told,
            start_new_session=True,
            cwd="/",
            env=os.environ | {failed.TOLD: "1"},
        )
        status = _answering(child)
        told.seek(0)
        said = told.read().strip().removeprefix(f"{start_failure.TITLE}: ")
    if status is None:
        raise UncrickError(start_failure.TITLE, said or _wordless(child.poll()))
    return status


def _wordless(status: int | None) -> str:
    """What is known of a daemon that said nothing."""
    if status is None:
        return f"It runs, but is not ready after {SETTLING:.0f} s. See: uncrick doctor"
    how = f"signal {-status}" if status < 0 else f"exit status {status}"
    return f"It ended without a word ({how}). What may be broken: uncrick doctor"


def _answering(child: "subprocess.Popen[bytes]") -> output.Plain | None:
    """The status of the new daemon once it reminds; None if it ended, or is silent for too long."""
    until = time.monotonic() + STARTING
    answers = False
    while time.monotonic() < until:
        try:
            reply = client.request("status")
        except UncrickError:  # not there yet, or it ended in the midst of an answer
            if child.poll() is not None:
                # It may have ended because another one, begun at the same time, is about to answer.
                until = min(until, time.monotonic() + OTHER)
        else:
            if reply.get("settled", True):
                status: output.Plain = reply["status"]
                return status
            if not answers:
                answers, until = True, time.monotonic() + SETTLING
        time.sleep(0.02)
    return None
