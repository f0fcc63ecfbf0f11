"""Commands by which a person answers: done, skip, another, snooze, pause, resume, work on."""

import argparse
from datetime import datetime, timedelta
from typing import Any

from uncrick.cli import output
from uncrick.cli.arguments import typed
from uncrick.control import client
from uncrick.errors import UsageError

Parser = argparse.ArgumentParser


def done(words: list[str], parser: Parser) -> int:
    """I did it."""
    return _plain(words, parser, "done")


def skip(words: list[str], parser: Parser) -> int:
    """Not this one."""
    return _plain(words, parser, "skip")


def another(words: list[str], parser: Parser) -> int:
    """Another routine."""
    return _plain(words, parser, "another")


def resume(words: list[str], parser: Parser) -> int:
    """Prompts again."""
    return _plain(words, parser, "resume")


def snooze(words: list[str], parser: Parser) -> int:
    """Ask again later."""
    parser.add_argument("length", nargs="?", help="such as 5m or 10m; the setting breaks.snooze where none is given")
    parser.add_argument("--json", action="store_true", help="print the status as JSON")
    given = parser.parse_args(words)
    args = {} if given.length is None else {"minutes": minutes(given.length, most=120)}
    return answer("snooze", as_json=given.json, **args)


def pause(words: list[str], parser: Parser) -> int:
    """No prompts for a while."""
    parser.add_argument("length", nargs="*", help="such as 30m, 2h, until 14:00 or tomorrow; 1h where none is given")
    parser.add_argument("--json", action="store_true", help="print the status as JSON")
    given = parser.parse_args(words)
    from uncrick.platforms.common.clock import ZONE

    return answer("pause", as_json=given.json, **pause_arguments(given.length, datetime.now(ZONE)))


def work_on(words: list[str], parser: Parser) -> int:
    """Prompts for a while outside the working hours."""
    parser.add_argument("length", nargs="?", default="2h", help="such as 90m; 2h where none is given")
    parser.add_argument("--json", action="store_true", help="print the status as JSON")
    given = parser.parse_args(words)
    return answer("work_on", as_json=given.json, minutes=minutes(given.length, most=24 * 60))


def pause_arguments(words: list[str], now: datetime) -> dict[str, Any]:
    """
    What the daemon is asked for.

    Raises:
        UsageError: for anything but a length, a time of day or tomorrow.
    """
    text = " ".join(words)
    if not words:
        return {"minutes": 60}
    if text in ("tomorrow", "until tomorrow"):
        return {"until": "tomorrow"}
    if words[0] == "until":
        return {"until": time_of_day(" ".join(words[1:]), now, ahead=True).isoformat()}
    return {"minutes": minutes(text, most=7 * 24 * 60)}


def minutes(text: str, *, most: float) -> float:
    """
    A length in minutes.

    Raises:
        UsageError: not a length, not more than zero, or more than `most` minutes.
    """
    from uncrick.settings import parse_duration

    with typed():
        found = parse_duration(text) / 60
    if not 0 < found <= most:
        raise UsageError(f"{text!r} is no useful length", f"Expected more than zero and at most {most / 60:g} h.")
    return found


def time_of_day(text: str, now: datetime, *, ahead: bool) -> datetime:
    """
    The next (`ahead`) or the last such time, as in `14:00`.

    Raises:
        UsageError: not a time of day.
    """
    try:
        hour, minute = (int(part) for part in text.split(":"))
        at = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    except ValueError:
        raise UsageError(f"{text!r} is no time of day", "Expected one such as 14:00.") from None
    if ahead and at <= now:
        at += timedelta(days=1)
    if not ahead and at > now:
        at -= timedelta(days=1)
    return at


def answer(do: str, *, as_json: bool, **args: Any) -> int:
    """Ask the daemon, and say how things stand then."""
    status = client.request(do, **args)["status"]
    if as_json:
        output.as_json(status)
    else:
        output.say(output.status_line(status))
    return 0


def _plain(words: list[str], parser: Parser, do: str) -> int:
    parser.add_argument("--json", action="store_true", help="print the status as JSON")
    return answer(do, as_json=parser.parse_args(words).json)
