"""`uncrick simulate`: a trace in, lines out."""

import argparse
import json
import sys
from contextlib import ExitStack
from datetime import UTC, datetime

from uncrick.cli.arguments import typed
from uncrick.errors import TraceError, UsageError

# A Monday morning; without `--from` every run is to print the same.
START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def simulate(words: list[str], parser: argparse.ArgumentParser) -> int:
    """Live through a trace."""
    parser.add_argument("trace", metavar="TRACE", help='JSON lines {"at": SECONDS, "do": WORD}; - for standard input')
    parser.add_argument("--from", dest="start", metavar="ISO", help="when it begins; its offset is the time zone")
    parser.add_argument("--for", dest="length", metavar="8h", default="8h", help="for how long")
    parser.add_argument("--set", dest="settings", metavar="KEY=VALUE", action="append", default=[], help="a setting")
    parser.add_argument("--seed", type=int, default=0, help="another seed, other routines")
    parser.add_argument("--json", action="store_true", help="JSON lines, which is what it prints anyway")
    given = parser.parse_args(words)

    from uncrick.app.simulation.simulate import Simulation
    from uncrick.app.simulation.trace import DECADE, read_trace
    from uncrick.settings import Settings, override, parse_duration

    start = _start(given.start)
    with typed():
        seconds = parse_duration(given.length)
    if seconds > DECADE:
        raise UsageError("That is too long a life", "--for takes ten years at most.")
    with typed():
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
                raise TraceError("The trace cannot be read", f"{given.trace}: {error.strerror}.") from None
        try:
            Simulation(start, settings, given.seed, emit).run(read_trace(lines), seconds)
        except UnicodeDecodeError:
            raise TraceError("The trace cannot be read", f"{given.trace} is not UTF-8 text.") from None
        except OverflowError:
            raise UsageError("The calendar ends", "Begin well within the years 1 to 9999.") from None
    return 0


def _start(text: str | None) -> datetime:
    if text is None:
        return START
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!r} is no time", "Expected one such as 2026-03-02T09:00:00+01:00.") from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
