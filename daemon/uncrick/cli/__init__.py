"""The command line: finds the command, builds only its parser, and says errors in words."""

import errno
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from uncrick import __version__, i18n
from uncrick.errors import UncrickError, UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser


@dataclass(frozen=True, slots=True)
class Command:
    """
    One word of the command line.

    Attributes:
        run: `module:function` below uncrick.cli; the module is imported only when the command is used.
        everyday: shown by `--help`; the rest stand under `--help-all`.
    """

    usage: str
    help: str
    run: str
    everyday: bool = False


# Said by the launcher, which has no terminal: what comes of the command is shown as a notification.
NOTIFY = "--notify"

COMMANDS: dict[str, Command] = {
    "break": Command("break [ID | --home] [--here] [--stop]", "take a break now", "breaks:take", everyday=True),
    "done": Command("done", "I did it", "answers:done", everyday=True),
    "snooze": Command("snooze [10m]", "ask again later", "answers:snooze", everyday=True),
    "skip": Command("skip", "not this one", "answers:skip", everyday=True),
    "pause": Command("pause [1h | until 14:00 | tomorrow]", "no prompts for a while", "answers:pause", everyday=True),
    "resume": Command("resume", "prompts again", "answers:resume", everyday=True),
    "ease": Command("ease [--lying] [--here]", "my neck is stiff: a short relief", "breaks:ease", everyday=True),
    "today": Command("today", "what today came to", "reports:today", everyday=True),
    "feedback": Command(
        "feedback fine | hard | hurt [--score N] [--exercise ID]",
        "how the last routine was; it hurt",
        "feedback:feedback",
    ),
    "safety": Command(
        "safety [--sign ID]... [--checked] [--json]", "signs that mean stop, and whom to call", "safety:safety"
    ),
    "why": Command("why [11:20]", "why a prompt came, or did not", "why:why", everyday=True),
    "another": Command("another", "another routine for this prompt", "answers:another"),
    "work-on": Command("work-on [2h]", "prompts for a while outside the working hours", "answers:work_on"),
    "status": Command("status [--json] [--watch]", "what is going on", "reports:status"),
    "exercises": Command(
        "exercises [ID | check [FILE] | new NAME | draw [ID] [--gif] | on ID] [--json]",
        "the exercises, or the card of one; check your own, begin a new one; pictures; one back that hurt",
        "reports:exercises",
    ),
    "history": Command("history [--days N] [--json | --csv]", "every prompt and answer", "reports:history"),
    "stats": Command("stats [--days N] [--json | --html FILE]", "the days in numbers", "reports:stats"),
    "settings": Command(
        "settings [show | path | check | get KEY | set KEY VALUE | edit | reload]",
        "see and change settings",
        "configure:settings",
    ),
    "profile": Command("profile [show | forget] [--json]", "what to leave out, and what is at hand", "profile:profile"),
    "autostart": Command("autostart [on | off]", "start when I log in", "configure:autostart"),
    "doctor": Command("doctor [--json]", "what works here, and what mends the rest", "doctor:doctor"),
    "simulate": Command(
        "simulate TRACE [--from ISO] [--for 8h] [--set KEY=VALUE]... [--seed N] [--json]",
        "live through a day of made-up work",
        "simulation:simulate",
    ),
    "window": Command("window guide|settings|history", "breaks, settings, days in pictures", "windows:window"),
    "run": Command("run [--set KEY=VALUE]... [--no-tray]", "run in the foreground", "daemon:run"),
    "quit": Command("quit", "end the daemon", "daemon:leave"),
    "uninstall": Command("uninstall", "take back what was installed", "configure:uninstall"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    words = list(sys.argv[1:] if argv is None else argv)
    _ready_streams()
    i18n.install()
    try:
        status = _said(words)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has enough.
        _mute()
        return 0
    except OSError as error:
        _mute()
        if error.errno == errno.EIO:  # the terminal was closed
            return 0
        what = f"{error.filename} cannot be used" if error.filename else "The output cannot be written"
        with suppress(OSError):
            print(f"{what}: {error.strerror or error}.", file=sys.stderr)
        return 1
    finally:
        _mute_complaints()
    return status


def _said(words: list[str]) -> int:
    """Run it, and say in words what went wrong; the exit status."""
    try:
        return _main(words)
    except UncrickError as error:
        return _failed(error)
    except SystemExit as end:  # argparse's, after a --help or wrong words
        return end.code if isinstance(end.code, int) else 1
    except KeyboardInterrupt:
        return 130
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 whatever a library does, a person reads a sentence
        from uncrick.cli.failed import unexpected

        return _failed(unexpected(error, starting=not words))


def _failed(error: UncrickError) -> int:
    from uncrick.cli.failed import sentence

    print(sentence(error), file=sys.stderr)
    return error.exit_code


def _ready_streams() -> None:
    """Streams that were closed lead nowhere, and a letter that the terminal does not have is no reason to fail."""
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            nowhere = os.open(os.devnull, os.O_RDWR)
            if nowhere != number:
                os.dup2(nowhere, number)
                os.close(nowhere)
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115 as long-lived as we are
        elif number and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _mute() -> None:
    """Nothing more is written; the interpreter must not complain while it flushes what is left."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _mute_complaints() -> None:
    """A terminal that was closed takes no last words either, and that is no failure of ours."""
    try:
        sys.stderr.flush()
    except (OSError, ValueError):
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def _main(words: list[str]) -> int:
    if NOTIFY in words:
        from uncrick.cli.notify_result import launched

        return launched([word for word in words if word != NOTIFY], _main)
    if not words:
        return _function("daemon:start")([], _parser("", "start Uncrick"))
    if words[0] in ("-h", "--help", "help", "--help-all"):
        from uncrick.storage.invocation import typeable

        print(typeable(overview(everyday=words[0] != "--help-all")))
        return 0
    if words[0] in ("-V", "--version"):
        print(f"uncrick {__version__}")
        return 0
    if words == ["run"]:
        from uncrick.cli.daemon import run_plainly

        return run_plainly()
    command = COMMANDS.get(words[0])
    if command is None:
        raise UsageError(f"There is no command {words[0]!r}", _nearest(words[0]))
    return _function(command.run)(words[1:], _parser(words[0], command.help))


def overview(*, everyday: bool) -> str:
    """The commands, a line each."""
    chosen = {name: command for name, command in COMMANDS.items() if command.everyday or not everyday}
    width = max(len(command.usage) for command in chosen.values()) if everyday else 0
    lines = ["Uncrick suggests a short neck-and-shoulder break in every hour of desk work.", ""]
    told = [("", "start it, or say how things stand"), *((it.usage, it.help) for it in chosen.values())]
    for usage, text in told:
        if everyday:
            lines.append(f"uncrick {usage.ljust(width)}  {text}")
        else:
            lines += [f"uncrick {usage}".rstrip(), f"        {text}"]
    lines += ["", "More: uncrick --help-all" if everyday else "Each command takes --help."]
    return "\n".join(lines)


def _parser(name: str, text: str) -> "ArgumentParser":
    from argparse import ArgumentParser

    from uncrick.storage.invocation import command

    return ArgumentParser(prog=command(name), description=f"{text[0].upper()}{text[1:]}.", allow_abbrev=False)


def _function(path: str) -> Callable[[list[str], "ArgumentParser"], int]:
    from importlib import import_module

    module, name = path.split(":")
    function: Callable[[list[str], ArgumentParser], int] = getattr(import_module(f"uncrick.cli.{module}"), name)
    return function


def _nearest(word: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word, COMMANDS, n=1)
    return f"Did you mean {near[0]}? See uncrick --help." if near else "See uncrick --help."
