"""Commands by which a person answers: done, skip, another, snooze, pause, resume, work-on."""

from argparse import ArgumentParser
from datetime import datetime
from functools import partial
from typing import Any

from uncrick.cli import other_session, output
from uncrick.cli.arguments import STATUS_AS_JSON, minutes, parse, time_of_day
from uncrick.control import client
from uncrick.core.model.text import _


def _answer_alone(do: str, words: list[str], parser: ArgumentParser) -> int:
    """A request without arguments."""
    return answer(do, as_json=parse(parser, words, STATUS_AS_JSON).json)


done, skip, another, undo, resume = (partial(_answer_alone, do) for do in ("done", "skip", "another", "undo", "resume"))


def snooze(words: list[str], parser: ArgumentParser) -> int:
    """Ask again later."""
    parser.add_argument(
        "length", nargs="?", help=_("minutes, or a length such as 1h; without one as long as your settings say")
    )
    given = parse(parser, words, STATUS_AS_JSON)
    args = {} if given.length is None else {"minutes": minutes(given.length, most=120)}
    return answer("snooze", as_json=given.json, **args)


def pause(words: list[str], parser: ArgumentParser) -> int:
    """No prompts for a while."""
    parser.add_argument(
        "length", nargs="*", help=_("minutes, a length such as 2h, until 14:00, or tomorrow; an hour without one")
    )
    given = parse(parser, words, STATUS_AS_JSON)
    from uncrick.platforms.common.clock import ZONE

    return answer("pause", as_json=given.json, **pause_arguments(given.length, datetime.now(ZONE)))


def work_on(words: list[str], parser: ArgumentParser) -> int:
    """Prompts for a while outside the working hours."""
    parser.add_argument("length", nargs="?", default="2h", help=_("minutes, or a length such as 3h; 2h without one"))
    given = parse(parser, words, STATUS_AS_JSON)
    return answer("work_on", as_json=given.json, minutes=minutes(given.length, most=24 * 60))


def pause_arguments(words: list[str], now: datetime) -> dict[str, Any]:
    """
    The arguments of the request `pause`.

    Raises:
        UsageError: for anything but a length (a bare number is minutes), a time of day or tomorrow.
    """
    text = " ".join(words)
    if not words:
        return {"minutes": 60}
    if text in ("tomorrow", "until tomorrow"):
        return {"until": "tomorrow"}
    if words[0] == "until":
        return {"until": time_of_day(" ".join(words[1:]), now, ahead=True).isoformat()}
    return {"minutes": minutes(text, most=7 * 24 * 60)}


def answer(do: str, *, as_json: bool, **args: Any) -> int:
    """Ask the daemon, and print its status afterwards."""
    other_session.note()
    reply = client.request(do, **args)
    status = reply["status"]
    lines = [*reply.get("said", ()), output.status_line(status)]
    output.say_or_json(as_json, "\n".join(lines), status)
    return 0
