"""Commands that begin a break: break and ease, also in this terminal and without a daemon."""

from argparse import ArgumentParser
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from uncrick.cli import output
from uncrick.cli.answers import answer
from uncrick.cli.arguments import STATUS_AS_JSON, parse
from uncrick.control import client
from uncrick.core.model.record import Item
from uncrick.core.model.text import _
from uncrick.core.presentation.prompt_text import session
from uncrick.errors import NotRunningError, UsageError
from uncrick.storage import paths

if TYPE_CHECKING:
    from uncrick.core.model.catalog import Exercise
    from uncrick.core.presentation.timeline import Step


def take(words: list[str], parser: ArgumentParser) -> int:
    """`uncrick break`."""
    parser.add_argument(
        "exercise",
        metavar="ID",
        nargs="?",
        help=_("an exercise of `uncrick exercises`, or strength: two minutes with your elastic band"),
    )
    parser.add_argument("--home", action="store_true", help=_("the longer session on the floor, 5 to 10 minutes"))
    parser.add_argument("--here", action="store_true", help=_("lead me through it in this terminal"))
    parser.add_argument("--stop", action="store_true", help=_("stop the break that is on"))
    given = parse(parser, words, STATUS_AS_JSON)
    if given.stop and (given.here or given.home or given.exercise):
        raise UsageError(_("--stop cannot be combined with anything else"), _("It stops the break that is on."))
    if given.home and given.exercise:
        raise UsageError(
            _("--home cannot be combined with an exercise"), _("Leave the exercise out: uncrick break --home")
        )
    if given.stop:
        return answer("stop", as_json=given.json)
    if given.exercise is not None:
        _warn_of_level(given.exercise)
    args = {"exercise": given.exercise} if given.exercise is not None else {"home": True} if given.home else {}
    if given.here:
        return _here("break", args)
    if given.home and not given.json:
        return _home_session(client.request("break", **args)["status"])
    return answer("break", as_json=given.json, **args)


def ease(words: list[str], parser: ArgumentParser) -> int:
    """`uncrick ease`."""
    parser.add_argument("--lying", action="store_true", help=_("one or two minutes of relief lying down"))
    parser.add_argument("--here", action="store_true", help=_("lead me through it in this terminal"))
    given = parse(parser, words, STATUS_AS_JSON)
    args = {"lying": True} if given.lying else {}
    if given.here:
        return _ease_here(args)
    if given.json:
        return answer("ease", as_json=True, **args)
    status = client.request("ease", **args)["status"]
    output.say(status["break"]["opening"])
    output.say(output.status_line(status))
    return 0


def _ease_here(args: dict[str, Any]) -> int:
    """Lead through relief, between why nothing sharp comes now and what else helps."""
    from uncrick.app.catalog_loader import mine
    from uncrick.core.presentation.prompt_text import opening_words

    catalogue = mine()
    status = _here("ease", args, opening_words(catalogue.ease_opening))
    for line in catalogue.ease_after:
        output.say(line)
    return status


def _home_session(status: output.Plain) -> int:
    """The daemon leads; print how long it takes before the person lies down."""
    _say_session(status["break"]["total_seconds"])
    output.say(output.status_line(status))
    return 0


def _say_session(seconds: float) -> None:
    """One line before a home session."""
    from uncrick.storage.shipped_data import rules

    output.say(session(seconds, rules().numbers.home_session.least_s))


def _warn_of_level(exercise_id: str) -> None:
    """One line before an exercise of a later level; it is not refused."""
    from uncrick.app.catalog_loader import mine
    from uncrick.core.catalog.lookup import exercise_named
    from uncrick.core.selection.strength_set import WORD

    if exercise_id == WORD:
        return
    catalogue = mine()
    exercise = exercise_named(catalogue, exercise_id)
    level = next(level for level in catalogue.levels if level.n == exercise.level)
    if exercise.level > 1:
        output.warn(f"{exercise.name}: {level.usually}.")


# ---------------------------------------------------------------- led in this terminal


def _here(do: str, args: dict[str, Any], opening: str = "") -> int:
    from uncrick.cli.terminal_guide import TerminalGuide

    try:
        status = client.request(do, here=True, **args)["status"]
    except NotRunningError:
        return _without_daemon(do, args, opening)
    if opening:
        output.say(opening)
    if "home" in args:
        _say_session(status["break"]["total_seconds"])
    items = tuple(Item(**item) for item in status["break"]["items"])
    read_first = _exercises(items, status["break"]["read_first"])
    return TerminalGuide(_Daemon(), items, read_first).lead(_timeline(status["break"], items))


def _timeline(routine: output.Plain, items: tuple[Item, ...]) -> "tuple[Step, ...]":
    """The steps of the routine that the daemon has begun."""
    from uncrick.app.catalog_loader import mine
    from uncrick.core.model.suggestion import Suggestion
    from uncrick.core.presentation.timeline import steps

    catalogue = mine({item.id: item.name for item in items})
    tip, total = routine["tip"], routine["total_seconds"]
    return steps(Suggestion("", items, 0, total, routine["alternative"] or "", tip["id"], tip["text"]), catalogue)


class _Daemon:
    """The routine runs in the daemon; this terminal leads."""

    def hold(self, *, paused: bool) -> None:
        client.request("hold", held=paused)

    def advance(self, to: float) -> None:
        client.request("advance", to=to)

    def stop(self) -> None:
        client.request("stop")

    def is_on(self) -> bool:
        return client.request("status")["status"]["break"] is not None

    def may_ask(self, *, stopped: bool) -> bool:
        return bool(client.request("ask", stopped=stopped)["ask"])

    def tell(self, word: str, given: Mapping[str, Any]) -> Sequence[str]:
        lines: list[str] = client.request("feedback", feedback=word, **given)["said"]
        return lines


def _without_daemon(do: str, args: dict[str, Any], opening: str) -> int:
    """The same choice and the same records, made by this process."""
    from uncrick.cli.offline import Offline
    from uncrick.cli.terminal_guide import TerminalGuide

    with Offline.begin(paths.history_file()) as offline:
        timeline = offline.start(do, args)
        if opening:
            output.say(opening)
        if "home" in args:
            _say_session(timeline[-1].ends)
        items = offline.items
        return TerminalGuide(offline, items, _exercises(items, offline.read_first)).lead(timeline)


def _exercises(items: tuple[Item, ...], ids: Collection[str]) -> "tuple[Exercise, ...]":
    """Those of the routine's exercises that have one of the ids."""
    from uncrick.app.catalog_loader import mine

    catalogue = mine({item.id: item.name for item in items})
    return tuple(catalogue.exercise(item.id) for item in items if item.id in ids)
