"""Commands that begin a break: break and ease, also in this terminal and without a daemon."""

import argparse
from datetime import datetime, timedelta
from typing import Any

from uncrick import paths
from uncrick.cli import output
from uncrick.cli.answers import answer
from uncrick.control import client
from uncrick.errors import NotRunningError, UncrickError, UsageError

REMEMBERED = timedelta(days=400)


def take(words: list[str], parser: argparse.ArgumentParser) -> int:
    """`uncrick break`."""
    parser.add_argument("exercise", metavar="ID", nargs="?", help="an exercise of `uncrick exercises`")
    parser.add_argument("--here", action="store_true", help="lead me through it in this terminal")
    parser.add_argument("--stop", action="store_true", help="break off the one that is on")
    parser.add_argument("--json", action="store_true", help="print the status as JSON")
    given = parser.parse_args(words)
    if given.stop and (given.here or given.exercise):
        raise UsageError("--stop goes alone", "It breaks off the break that is on.")
    if given.stop:
        return answer("stop", as_json=given.json)
    if given.exercise is not None:
        _say_level(given.exercise)
    if given.here:
        return _here("break", given.exercise)
    return answer("break", as_json=given.json, exercise=given.exercise)


def ease(words: list[str], parser: argparse.ArgumentParser) -> int:
    """`uncrick ease`."""
    parser.add_argument("--here", action="store_true", help="lead me through it in this terminal")
    parser.add_argument("--json", action="store_true", help="print the status as JSON")
    given = parser.parse_args(words)
    if given.here:
        return _here("ease", None)
    return answer("ease", as_json=given.json)


def _say_level(exercise_id: str) -> None:
    """One line before an exercise of a later level; it is not refused."""
    from uncrick.core.naming import exercise_named
    from uncrick.shipped import catalogue

    known = catalogue()
    exercise = exercise_named(known, exercise_id)
    level = next(level for level in known.levels if level.n == exercise.level)
    if exercise.level > 1:
        output.warn(f"{exercise.name}: {level.usually}.")


def _here(do: str, exercise: str | None) -> int:
    from uncrick.cli.guide import TerminalGuide

    args: dict[str, Any] = {"here": True} if exercise is None else {"here": True, "exercise": exercise}
    try:
        status = client.request(do, **args)["status"]
    except NotRunningError:
        return _alone(do, exercise)
    _mind([item["id"] for item in status["break"]["items"]])
    return TerminalGuide(_Daemon()).lead(_routine(status["break"]))


def _routine(told: output.Plain) -> "Any":
    """The walk through the routine that the daemon has begun."""
    from uncrick.core.record import Item
    from uncrick.core.suggestion import Suggestion
    from uncrick.core.walk import steps
    from uncrick.shipped import catalogue

    items = tuple(Item(**item) for item in told["items"])
    tip = told["tip"]
    total = told["total_seconds"]
    return steps(Suggestion("", items, 0, total, told["alternative"] or "", tip["id"], tip["text"]), catalogue())


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


def _alone(do: str, exercise: str | None) -> int:
    """No daemon: the same choice and the same records, made here."""
    from uncrick.cli.alone import Alone
    from uncrick.cli.guide import TerminalGuide

    alone = Alone.begin(paths.history_file(), datetime.now().astimezone(), REMEMBERED)
    walk = alone.start(do, exercise)
    _mind(alone.exercises)
    return TerminalGuide(alone).lead(walk)


def _mind(exercises: list[str]) -> None:
    """Who would not say what to leave out is told what to mind, in the first routines."""
    from uncrick import profilefile
    from uncrick.shipped import catalogue

    path = paths.profile_file()
    try:
        if not profilefile.load(path).is_cautious:
            return
        profilefile.update(path, profilefile.Kept.cautioned)
    except UncrickError as error:
        output.warn(str(error))
    for name in exercises:
        output.say(catalogue().exercise(name).caution)
