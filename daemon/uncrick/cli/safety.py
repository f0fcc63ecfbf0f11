"""`uncrick safety`: the card of signs that mean stop, the number to call, and the lock that a sign brings."""

import argparse
import sys

from uncrick.cli import output
from uncrick.cli.feedback import REMEMBERED, tell
from uncrick.cli.profile import numbers
from uncrick.control import client
from uncrick.core.presentation import feedback, red_flags
from uncrick.errors import NotRunningError, UncrickError, UsageError
from uncrick.platforms.common import locale_region
from uncrick.settings import load
from uncrick.storage import paths
from uncrick.storage.shipped_data import catalogue


def safety(words: list[str], parser: argparse.ArgumentParser) -> int:
    """Show the card, and take what applies."""
    parser.add_argument(
        "--sign", nargs="+", action="extend", metavar="ID", help="signs that apply, as --json names them"
    )
    parser.add_argument("--checked", action="store_true", help="I have been checked, or it has gone")
    parser.add_argument("--json", action="store_true", help="the card and the lock as a JSON object")
    given = parser.parse_args(words)
    if given.sign and given.checked:
        raise UsageError("--sign and --checked contradict each other", "Give one of them.")
    ids = list(dict.fromkeys(given.sign or ()))
    feedback.known_signs(ids, catalogue())
    if not given.json:
        # What to do stands before anything that could go wrong with keeping it
        _say_actions(ids)
    said: list[str] = []
    if ids or given.checked:
        said, _ = tell("checked") if given.checked else tell("signs", signs=",".join(ids))
    if given.json:
        output.as_json(_object())
        return 0
    if said or ids:
        _say(said)
        return 0
    try:
        now = _locked()
    except UncrickError as error:
        now = None
        output.warn(f"{error}\n")  # whatever is wrong with the files, the card is to be seen
    if now is not None:
        output.say(f"{output.safety_line({'safety': now})}\n{_way_out(now)}\n" if now["locked"] else _today())
    output.say(whole())
    if sys.stdin and sys.stdin.isatty() and sys.stdout.isatty():
        _ask()
    return 0


def whole() -> str:
    """The card, as plain text."""
    return red_flags.card(catalogue(), called())


def called() -> str:
    """The emergency number of the person's region, or words for it."""
    return red_flags.number(
        load(paths.settings_file()).settings.safety.region, locale_region.territory(), locale_region.ahead()
    )


def _say_actions(ids: list[str]) -> None:
    """What to do for each sign."""
    flags = {flag.id: flag for flag in red_flags.listed(catalogue())}
    for name in ids:
        output.say(red_flags.action(flags[name], called()))


def _say(said: list[str]) -> None:
    """What it comes to."""
    for line in said or ["Noted."]:
        output.say(line)


def _ask() -> None:
    """Once: which of them applies."""
    flags = red_flags.listed(catalogue())
    output.say("")
    while True:
        try:
            typed = input("Does any of these apply? Numbers such as 1, 7; Enter for none > ").strip()
            chosen = sorted(numbers(typed, len(flags))) if typed else []
        except (KeyboardInterrupt, EOFError):
            output.say("")
            return
        except ValueError as error:
            output.say(f"{error}")
            continue
        break
    ids = [flags[number - 1].id for number in chosen]
    _say_actions(ids)
    said, _ = tell("signs", signs=",".join(ids))
    _say(said)


def _locked() -> output.Plain | None:
    """The `safety` of the status."""
    try:
        now: output.Plain | None = client.request("status")["status"]["safety"]
    except NotRunningError:
        from uncrick.cli.offline import Alone

        return Alone.looking(paths.history_file(), REMEMBERED).safety()
    return now


def _way_out(now: output.Plain) -> str:
    return f"Checked, or gone? From {output.clock(now['releasable_at'])} on: uncrick safety --checked"


def _today() -> str:
    return "Exercises are off for today: you felt unwell.\n"


def _object() -> output.Plain:
    number = called()
    return {
        "number": None if number == red_flags.UNKNOWN else number,
        "signs": [
            {"id": flag.id, "severity": flag.severity, "text": flag.text, "action": red_flags.action(flag, number)}
            for flag in red_flags.listed(catalogue())
        ],
        "safety": _locked(),
    }
