"""The command line: finds the command, builds only its parser, and prints errors as sentences."""

import errno
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from uncrick import __version__, i18n
from uncrick.core.model.close_names import close_names, did_you_mean
from uncrick.core.model.text import N_, _
from uncrick.errors import UncrickError, UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser


@dataclass(frozen=True, slots=True)
class Command:
    """
    One word of the command line.

    Attributes:
        usage: what is typed; never translated.
        help: what it does; English, translated where it is shown.
        run: `module:function` below uncrick.cli; the module is imported only when the command is used.
        everyday: shown by `--help`; the rest stand under `--help-all`.
    """

    usage: str
    help: str
    run: str
    everyday: bool = False


# Given by the launcher, which has no terminal: the result of the command is shown as a notification.
NOTIFY = "--notify"

# A link that Windows opens for a button, by the button's key.
LINK = "uncrick:"
LINKED = {"start": "break", "snooze": "snooze", "done": "done"}

COMMANDS: dict[str, Command] = {
    "break": Command("break [ID | --home] [--here] [--stop]", N_("take a break now"), "breaks:take", everyday=True),
    "done": Command("done", N_("I have just moved: count it as a break"), "answers:done", everyday=True),
    "snooze": Command(
        "snooze [10m]", N_("ask again later (snooze 5: in five minutes)"), "answers:snooze", everyday=True
    ),
    "skip": Command("skip", N_("not this one"), "answers:skip", everyday=True),
    "undo": Command("undo", N_("take the last answer back"), "answers:undo"),
    "pause": Command(
        "pause [1h | until 14:00 | tomorrow]",
        N_("no prompts for an hour (or pause 90, pause until 14, pause tomorrow)"),
        "answers:pause",
        everyday=True,
    ),
    "resume": Command("resume", N_("end the pause"), "answers:resume", everyday=True),
    "ease": Command("ease [--lying] [--here]", N_("my neck is stiff: a short relief"), "breaks:ease", everyday=True),
    "today": Command("today", N_("how today has gone so far"), "reports:today", everyday=True),
    "feedback": Command(
        "feedback fine | hard | hurt [--score N] [--exercise ID]",
        N_("how the last routine was; it hurt"),
        "person.health:feedback",
    ),
    "safety": Command(
        "safety [--sign ID]... [--checked] [--json]",
        N_("signs that mean stop, and whom to call"),
        "person.health:safety",
    ),
    "why": Command(
        "why [11:20]", N_("why a prompt came or did not (why 11:20: at that time)"), "reports:why", everyday=True
    ),
    "another": Command("another", N_("another routine for this prompt"), "answers:another"),
    "work-on": Command("work-on [2h]", N_("prompts for a while outside the working hours"), "answers:work_on"),
    "status": Command("status [--json] [--watch]", N_("what is going on"), "reports:status"),
    "exercises": Command(
        "exercises [ID | check [FILE] | new NAME | draw [ID] [--gif] | on ID] [--json]",
        N_("the exercises, or the card of one; check your own, begin a new one; pictures; one back that hurt"),
        "exercises:exercises",
    ),
    "plan": Command(
        "plan [import FILE | show | print [--out FILE] | report [--out FILE] | remove] [--json]",
        N_("the exercises of your therapist: take a plan in, see it, print it, report on it"),
        "person.plan:plan",
    ),
    "history": Command("history [--days N] [--json | --csv]", N_("every prompt and answer"), "reports:history"),
    "stats": Command("stats [--days N] [--json | --html FILE]", N_("the days in numbers"), "reports:stats"),
    "settings": Command(
        "settings [show | path | check | get KEY | set KEY VALUE | edit | reload]",
        N_("see and change settings"),
        "setup:settings",
    ),
    "profile": Command(
        "profile [show | forget] [--json]", N_("what to leave out, and what is at hand"), "person.profile:profile"
    ),
    "desk": Command(
        "desk [ID done | ID not-yet] [--json]", N_("check your desk in nine questions"), "person.desk:desk"
    ),
    "autostart": Command("autostart [on | off]", N_("start when I log in"), "setup:autostart"),
    "doctor": Command("doctor [--json]", N_("what works here, and how to repair the rest"), "doctor:doctor"),
    "simulate": Command(
        "simulate TRACE [--from ISO] [--for 8h] [--set KEY=VALUE]... [--seed N] [--json]",
        N_("simulate a day of work"),
        "simulate:simulate",
    ),
    "window": Command("window guide|settings|history", N_("breaks, settings, days in pictures"), "daemon:window"),
    "run": Command("run [--set KEY=VALUE]... [--no-tray] [--move-here]", N_("run in the foreground"), "daemon:run"),
    "quit": Command("quit", N_("end the daemon"), "daemon:leave"),
    "uninstall": Command("uninstall", N_("remove what Uncrick installed"), "setup:uninstall"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    words = list(sys.argv[1:] if argv is None else argv)
    os.umask(os.umask(0o077) | 0o077)  # whatever is written, folders on the way to it too, is the person's alone
    _ready_streams()
    i18n.install()
    _ready_zone()
    try:
        status = _reported(words)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of our output closed the pipe, as `head` does.
        _mute()
        return 0
    except OSError as error:
        terminal_closed = error.errno == errno.EIO and error.filename is None and _is_hung_up()
        _mute()
        if terminal_closed:
            return 0
        reason = error.strerror or error
        with suppress(OSError):
            print(
                _("{file} cannot be used: {reason}.", file=error.filename, reason=reason)
                if error.filename
                else _("The output cannot be written: {reason}.", reason=reason),
                file=sys.stderr,
            )
        return 1
    finally:
        _mute_errors()
    return status


def _ready_zone() -> None:
    """A zone that is a day or more from UTC is a slip of the pen, and no calendar can show it."""
    if abs(time.localtime().tm_gmtoff) < 86400 or sys.platform == "win32":
        return
    zone = os.environ.get("TZ", "")
    os.environ["TZ"] = "UTC"
    time.tzset()
    print(_("The time zone {zone} cannot be used; UTC is used instead.", zone=zone), file=sys.stderr)


def _is_hung_up() -> bool:
    """Whether standard output was a terminal until that was closed; a disk may fail with the same error."""
    if sys.platform == "win32":
        return False
    import termios

    try:
        termios.tcgetattr(sys.stdout.fileno())
    except termios.error as error:
        return bool(error.args[0] == errno.EIO)
    except (OSError, ValueError):
        pass
    return False


def _reported(words: list[str]) -> int:
    """Run it, and print a sentence if it fails; the exit status."""
    try:
        return _run(words)
    except UncrickError as error:
        return _failed(error)
    except SystemExit as end:  # argparse exits after --help or wrong usage
        return end.code if isinstance(end.code, int) else 1
    except KeyboardInterrupt:
        return 130
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 whatever a library raises, a person reads a sentence
        from uncrick.cli.failures import unexpected

        return _failed(unexpected(error, starting=not words))


def _failed(error: UncrickError) -> int:
    from uncrick.cli.failures import sentence

    print(sentence(error), file=sys.stderr)
    return error.exit_code


def _ready_streams() -> None:
    """Replace closed streams by the null device; print ? for what the terminal cannot encode."""
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            nowhere = os.open(os.devnull, os.O_RDWR)
            if nowhere != number:
                os.dup2(nowhere, number)
                os.close(nowhere)
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115 open until the process ends
        elif number and hasattr(stream, "reconfigure"):
            is_file = sys.platform == "win32" and not stream.isatty() and "PYTHONIOENCODING" not in os.environ
            # Into a file or a pipe Windows would write its old code page, without most of the world's letters.
            stream.reconfigure(encoding="utf-8" if is_file else None, errors="replace")


def _mute() -> None:
    """Send standard output to the null device, so that the last flush of the interpreter does not fail."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _mute_errors() -> None:
    """The same for standard error, where the terminal was closed."""
    try:
        sys.stderr.flush()
    except (OSError, ValueError):
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def _run(words: list[str]) -> int:
    if NOTIFY in words:
        from uncrick.cli.daemon import run_with_notification

        return run_with_notification([word for word in words if word != NOTIFY], _run)
    if not words:
        return _function("daemon:start")([], _parser("", _("start Uncrick")))
    if words[0] in ("-h", "--help", "help", "--help-all"):
        from uncrick.storage.invocation import typeable

        print(typeable(overview(everyday=words[0] != "--help-all")))
        return 0
    if words[0] in ("-V", "--version"):
        print(f"uncrick {__version__}")
        return 0
    if len(words) == 1 and words[0].startswith(LINK):
        return _follow(words[0])
    if words == ["run"]:
        from uncrick.cli.daemon import run_plainly

        return run_plainly()
    command = COMMANDS.get(words[0])
    if command is None:
        near = did_you_mean(close_names(words[0], COMMANDS))
        see = _("See uncrick --help.")
        raise UsageError(_("There is no command {word!r}", word=words[0]), f"{near} {see}" if near else see)
    return _function(command.run)(words[1:], _parser(words[0], _(command.help)))


def _follow(link: str) -> int:
    """Run the command that a link of a notification names, on Windows; any web page may hold one."""
    word = link.removeprefix(LINK).strip("/")
    if word not in LINKED:
        raise UsageError(_("There is no command {word!r}", word=link), _("See uncrick --help."))
    from uncrick.cli.daemon import run_with_notification

    return run_with_notification([LINKED[word]], _run)


def overview(*, everyday: bool) -> str:
    """The words for every day on one screen, or all of them with what they take."""
    return "\n".join(
        (
            _("Uncrick suggests a short neck-and-shoulder break in every hour of desk work."),
            "",
            *(_everyday() if everyday else _all()),
        )
    )


def _everyday() -> Iterator[str]:
    words = {name: command for name, command in COMMANDS.items() if command.everyday}
    width = max(map(len, words))
    yield _("Type this to start it, or to see how things stand: uncrick")
    yield _("Or add one of these words:")
    yield ""
    yield from (f"  {name.ljust(width)}  {_(command.help)}" for name, command in words.items())
    yield ""
    yield _("All the others: uncrick --help-all")


def _all() -> Iterator[str]:
    rows = [("", _("start it, or say how things stand")), *((word.usage, _(word.help)) for word in COMMANDS.values())]
    for usage, text in rows:
        yield f"uncrick {usage}".rstrip()
        yield f"        {text}"
    yield ""
    yield _("Each command takes --help.")


def _parser(name: str, text: str) -> "ArgumentParser":
    from argparse import ArgumentParser

    from uncrick.storage.invocation import command

    return ArgumentParser(prog=command(name), description=f"{text[0].upper()}{text[1:]}.", allow_abbrev=False)


def _function(path: str) -> Callable[[list[str], "ArgumentParser"], int]:
    from importlib import import_module

    module, name = path.split(":")
    function: Callable[[list[str], ArgumentParser], int] = getattr(import_module(f"uncrick.cli.{module}"), name)
    return function
