"""`uncrick why`: what keeps a prompt back now, and what held at a moment of the last days."""

import argparse
import textwrap
from datetime import datetime, timedelta

from uncrick.cli import output
from uncrick.cli.answers import time_of_day
from uncrick.control import client
from uncrick.errors import UsageError

Parser = argparse.ArgumentParser
KEYS = ("phase", "since", "reason", "suppressed_by", "active_seconds", "next_prompt_at")
SHOWN = 5  # decisions before a moment of the past
WIDTH = 80
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EXPECTED = 'Expected one such as 11:20, "yesterday 11:20", "Fri 11:20" or "2026-11-20 11:20".'


def why(words: list[str], parser: Parser) -> int:
    """Why a prompt came, or did not."""
    times = "what held at that time, the last one that was: also yesterday 11:20, Fri 11:20, 2026-11-20 11:20"
    parser.add_argument("time", nargs="*", metavar="11:20", help=times)
    parser.add_argument("--json", action="store_true", help="one JSON object")
    given = parser.parse_args(words)
    args: dict[str, str] = {}
    if given.time:
        now = _now()
        # Whoever says 11:20 means the whole of that minute.
        whole = moment(given.time, now) + timedelta(seconds=59, microseconds=999_999)
        args["at"] = min(whole, now).isoformat()
    reply = client.request("why", **args)
    if given.json:
        told = reply["then"] if given.time else {key: reply["status"][key] for key in KEYS}
        output.as_json({**told, "decisions": reply["decisions"]})
    elif given.time:
        output.say(textwrap.fill(reply["then"]["text"], WIDTH))
        _decisions(reply["decisions"][-SHOWN:], "Decided until then:", "No decisions until then are kept.")
    else:
        _at_present(reply["status"])
        _decisions(reply["decisions"], "The last decisions:", "No decisions yet.")
    return 0


def _at_present(told: output.Plain) -> None:
    from uncrick.core.presentation.status import blocker_words

    output.say(output.status_line(told))
    minutes, seconds = divmod(told["active_seconds"], 60)
    output.say(f"Active since the last break: {minutes} min {seconds:02} s.")
    if told["suppressed_by"]:
        output.say(f"Kept back by: {', '.join(map(blocker_words, told['suppressed_by']))}.")


def _decisions(notes: list[output.Plain], head: str, none: str) -> None:
    output.say(head if notes else none)
    output.table((output.clock(note["at"]), note["text"]) for note in notes)


def moment(words: list[str], now: datetime) -> datetime:
    """
    A time of the past as people say it; a time of day alone is the last one that was.

    Raises:
        UsageError: it is none, or lies ahead.
    """
    text = " ".join(words)
    day, _, time = text.replace("T", " ").strip().rpartition(" ")
    try:
        last = time_of_day(time, now, ahead=False)
    except UsageError as error:
        raise UsageError(error.title, EXPECTED) from None
    if not day:
        return last
    at = last.replace(year=now.year, month=now.month, day=now.day)
    if day.lower() in ("today", "yesterday"):
        at -= timedelta(days=1 if day.lower() == "yesterday" else 0)
    elif (name := day.lower()[:3]) in WEEKDAYS:
        back = (now.weekday() - WEEKDAYS.index(name)) % 7
        at -= timedelta(days=back if at <= now or back else 7)
    else:
        try:
            on = datetime.fromisoformat(day)
        except ValueError:
            raise UsageError(f"{text!r} is no time", EXPECTED) from None
        at = at.replace(year=on.year, month=on.month, day=on.day)
    if at > now:
        raise UsageError(f"{text!r} lies ahead", "Only what has been can be told of.")
    return at


def _now() -> datetime:
    """In the person's zone, in which a day may have 23 hours."""
    from uncrick.platforms.common.clock import ZONE

    return datetime.now(ZONE)
