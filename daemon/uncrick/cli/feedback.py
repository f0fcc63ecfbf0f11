"""`uncrick feedback`: how a routine was, and pain; through the daemon, or straight into the history without one."""

import argparse
from datetime import timedelta
from typing import Any

from uncrick.cli import output
from uncrick.control import client
from uncrick.core.presentation.feedback import ANSWERS, OF_ROUTINE
from uncrick.core.selection.restrictions import REGIONS
from uncrick.errors import NotRunningError, UsageError
from uncrick.storage import paths

REMEMBERED = timedelta(days=400)
MOST = 10
NECK = "neck"

EPILOG = """\
fine, hard, hurt      the last routine; hurt takes --score, and --exercise where one of several is meant
gone, still           within 15 minutes of a hurt: it does not hurt any more, or it does
unwell                no exercises for the rest of the day, and the card of signs to mind
pain                  before a routine, with --score
better, same, worse   today, compared with before the last routines
"""


def feedback(words: list[str], parser: argparse.ArgumentParser) -> int:
    """Take an answer, and say what it comes to."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = EPILOG
    parser.add_argument("answer", choices=ANSWERS, metavar="ANSWER", help=", ".join(ANSWERS))
    parser.add_argument("--score", type=_score, metavar="N", help="how much, 0 to 10")
    parser.add_argument("--exercise", metavar="ID", help="the one that is meant; without it all of the last routine")
    parser.add_argument("--region", choices=REGIONS, help="where the pain is; neck where none is given")
    parser.add_argument("--json", action="store_true", help="a JSON object: what it comes to, and the safety lock")
    given = parser.parse_args(words)
    _check(given)
    args = {"score": given.score, "exercise": given.exercise, "region": given.region}
    if given.answer == "pain":
        args["region"] = given.region or NECK
    said, safety = tell(given.answer, **args)
    if given.json:
        output.as_json({"said": said, "safety": safety})
        return 0
    for line in said or ["Noted."]:
        output.say(line)
    if given.answer == "unwell":
        from uncrick.cli.safety import whole

        output.say(f"\n{whole()}\n\nOne applies? uncrick safety --sign ID")
    return 0


def tell(answer: str, **args: Any) -> tuple[list[str], output.Plain | None]:
    """Have it written down; what it comes to, a line each, and the `safety` of the status."""
    given = {name: value for name, value in args.items() if value is not None}
    try:
        reply = client.request("feedback", feedback=answer, **given)
    except NotRunningError:
        from uncrick.cli.offline import Alone

        alone = Alone.begin(paths.history_file(), REMEMBERED)
        return list(alone.tell(answer, given)), alone.safety()
    return reply["said"], reply["status"]["safety"]


def _check(given: argparse.Namespace) -> None:
    """
    Raises:
        UsageError: options that do not go with the answer.
    """
    if given.answer == "pain" and given.score is None:
        raise UsageError("pain needs a number", "Expected --score 0 to 10.")
    for name, answers in (("score", ("hurt", "pain")), ("exercise", OF_ROUTINE), ("region", ("pain",))):
        if getattr(given, name) is not None and given.answer not in answers:
            raise UsageError(f"{given.answer} takes no --{name}", f"It goes with {', '.join(answers)}.")


def _score(text: str) -> int:
    if not text.isdecimal() or not 0 <= int(text[:3]) <= MOST:
        raise argparse.ArgumentTypeError(f"{text!r} is no score; expected 0 to 10")
    return int(text)
