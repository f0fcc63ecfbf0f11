"""`uncrick simulate`: reads a trace of events, and prints what would happen as JSON lines."""

import json
import sys
from argparse import ArgumentParser
from contextlib import ExitStack
from datetime import UTC, datetime

from uncrick.cli.arguments import parse, usage_errors
from uncrick.core.model.text import N_, _
from uncrick.errors import TraceError, UsageError

# A Monday morning: without `--from` every run prints the same.
START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def simulate(words: list[str], parser: ArgumentParser) -> int:
    """Run the policy over a trace."""
    parser.add_argument(
        "trace", metavar="TRACE", help=_("JSON lines {form}; - for standard input", form='{"at": SECONDS, "do": WORD}')
    )
    parser.add_argument("--from", dest="start", metavar="ISO", help=_("when it begins; its offset is the time zone"))
    parser.add_argument("--for", dest="length", metavar="8h", default="8h", help=_("for how long"))
    parser.add_argument("--set", dest="settings", metavar="KEY=VALUE", action="append", default=[], help=_("a setting"))
    parser.add_argument("--seed", type=int, default=0, help=_("another seed, other routines"))
    given = parse(parser, words, N_("JSON lines, which is what it prints anyway"))

    from uncrick.app.simulation.simulate import Simulation
    from uncrick.app.simulation.trace import DECADE, read_trace
    from uncrick.settings import Settings, override, parse_duration

    start = _start(given.start)
    with usage_errors():
        seconds = parse_duration(given.length)
    if seconds > DECADE:
        raise UsageError(_("That is too long a time"), _("--for takes ten years at most."))
    with usage_errors():
        settings = override(Settings(), given.settings)
    write = sys.stdout.write

    def emit(line: dict[str, object]) -> None:
        write(json.dumps(line, ensure_ascii=False, separators=(", ", ": ")) + "\n")

    with ExitStack() as stack:
        if given.trace == "-":
            lines = sys.stdin
        else:
            try:
                lines = stack.enter_context(open(given.trace, encoding="utf-8"))
            except OSError as error:
                raise TraceError(_("The trace cannot be read"), f"{given.trace}: {error.strerror}.") from None
        try:
            Simulation(start, settings, given.seed, emit).run(read_trace(lines), seconds)
        except UnicodeDecodeError:
            raise TraceError(_("The trace cannot be read"), _("{file} is not UTF-8 text.", file=given.trace)) from None
        except OverflowError:
            raise UsageError(_("The calendar ends"), _("Begin well within the years 1 to 9999.")) from None
    return 0


def _start(text: str | None) -> datetime:
    if text is None:
        return START
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(
            _("{text!r} is not a time", text=text), _("Expected one such as 2026-03-02T09:00:00+01:00.")
        ) from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
