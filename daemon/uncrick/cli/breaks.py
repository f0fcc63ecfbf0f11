"""Commands that begin a break: break and ease, also in this terminal and without a daemon."""

import argparse
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from uncrick.cli import output
from uncrick.cli.answers import answer
from uncrick.control import client
from uncrick.core.model.record import Item
from uncrick.core.presentation.prompt_text import session
from uncrick.errors import NotRunningError, UsageError
from uncrick.storage import paths

if TYPE_CHECKING:
    from uncrick.core.model.catalog import Exercise

REMEMBERED = timedelta(days=400)


def take(words: list[str], parser: argparse.ArgumentParser) -> int:
    """`uncrick break`."""
    parser.add_argument("exercise", metavar="ID", nargs="?", help="an exercise of `uncrick exercises`")
    parser.add_argument("--home", action="store_true", help="the longer session on the floor, 5 to 10 minutes")
    parser.add_argument("--here", action="store_true", help="lead me through it in this terminal")
    parser.add_argument("--stop", action="store_true", help="break off the one that is on")
    parser.add_argument("--json", action="store_true", help="print the status as JSON")
    given = parser.parse_args(words)
    if given.stop and (given.here or given.home or given.exercise):
        raise UsageError("--stop goes alone", "It breaks off the break that is on.")
    if given.home and given.exercise:
        raise UsageError("--home takes no exercise", "It has an order of its own.")
    if given.stop:
        return answer("stop", as_json=given.json)
    if given.exercise is not None:
        _say_level(given.exercise)
    args = {"exercise": given.exercise} if given.exercise is not None else {"home": True} if given.home else {}
    if given.here:
        return _here("break", args)
    if given.home and not given.json:
        return _told_length(client.request("break", **args)["status"])
    return answer("break", as_json=given.json, **args)


def ease(words: list[str], parser: argparse.ArgumentParser) -> int:
    """`uncrick ease`."""
    parser.add_argument("--lying", action="store_true", help="one or two minutes of relief lying down")
    parser.add_argument("--here", action="store_true", help="lead me through it in this terminal")
    parser.add_argument("--json", action="store_true", help="print the status as JSON")
    given = parser.parse_args(words)
    args = {"lying": True} if given.lying else {}
    if given.here:
        return _here("ease", args)
    return answer("ease", as_json=given.json, **args)


def _told_length(status: output.Plain) -> int:
    """The daemon leads; how long it takes is good to know before one lies down."""
    _say_session(status["break"]["total_seconds"])
    output.say(output.status_line(status))
    return 0


def _say_session(seconds: float) -> None:
    """One line before a home session."""
    from uncrick.storage.shipped_data import rules

    output.say(session(seconds, rules().numbers.home_session.least_s))


def _say_level(exercise_id: str) -> None:
    """One line before an exercise of a later level; it is not refused."""
    from uncrick.app.catalog_loader import mine
    from uncrick.core.catalog.lookup import exercise_named

    known = mine()
    exercise = exercise_named(known, exercise_id)
    level = next(level for level in known.levels if level.n == exercise.level)
    if exercise.level > 1:
        output.warn(f"{exercise.name}: {level.usually}.")


def _here(do: str, args: dict[str, Any]) -> int:
    from uncrick.cli.guide import TerminalGuide

    try:
        status = client.request(do, here=True, **args)["status"]
    except NotRunningError:
        return _alone(do, args)
    if "home" in args:
        _say_session(status["break"]["total_seconds"])
    items = tuple(Item(**item) for item in status["break"]["items"])
    first = _exercises(items, status["break"]["read_first"])
    return TerminalGuide(_Daemon(), items, first).lead(_routine(status["break"], items))


def _routine(told: output.Plain, items: tuple[Item, ...]) -> "Any":
    """The walk through the routine that the daemon has begun."""
    from uncrick.app.catalog_loader import mine
    from uncrick.core.model.suggestion import Suggestion
    from uncrick.core.presentation.timeline import steps

    known = mine({item.id: item.name for item in items})
    tip = told["tip"]
    total = told["total_seconds"]
    return steps(Suggestion("", items, 0, total, told["alternative"] or "", tip["id"], tip["text"]), known)


class _Daemon:
    """The routine runs in the daemon; this terminal leads."""

    def held(self, *, held: bool) -> None:
        client.request("hold", held=held)

    def advanced(self, to: float) -> None:
        client.request("advance", to=to)

    def stopped(self) -> None:
        client.request("stop")

    def is_on(self) -> bool:
        return client.request("status")["status"]["break"] is not None

    def asks(self, *, stopped: bool) -> bool:
        return bool(client.request("ask", stopped=stopped)["ask"])

    def tell(self, word: str, given: Mapping[str, Any]) -> Sequence[str]:
        said: list[str] = client.request("feedback", feedback=word, **given)["said"]
        return said


def _alone(do: str, args: dict[str, Any]) -> int:
    """No daemon: the same choice and the same records, made here."""
    from uncrick.cli.guide import TerminalGuide
    from uncrick.cli.offline import Alone

    alone = Alone.begin(paths.history_file(), REMEMBERED)
    walk = alone.start(do, args)
    if "home" in args:
        _say_session(walk[-1].ends)
    items = alone.items
    return TerminalGuide(alone, items, _exercises(items, alone.read_first)).lead(walk)


def _exercises(items: tuple[Item, ...], ids: Collection[str]) -> "tuple[Exercise, ...]":
    """Those of the routine's exercises that are named."""
    from uncrick.app.catalog_loader import mine

    known = mine({item.id: item.name for item in items})
    return tuple(known.exercise(item.id) for item in items if item.id in ids)
