"""`uncrick feedback` and `uncrick safety`, and the question after a routine in this terminal."""

import argparse
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

from uncrick.cli import output
from uncrick.cli.arguments import by_numbers, listed, parse, parts
from uncrick.control import client
from uncrick.core.history.pain import REGIONS
from uncrick.core.model.record import Item
from uncrick.core.model.text import N_, _
from uncrick.core.presentation import feedback as answers
from uncrick.core.presentation import red_flags
from uncrick.errors import NotRunningError, UncrickError, UsageError
from uncrick.platforms.common import locale_region
from uncrick.settings import load
from uncrick.storage import paths
from uncrick.storage.shipped_data import catalogue

MOST = 10  # the worst score
NECK = "neck"
NO_SIGN = "none"  # typed: Enter alone must not say that somebody is well
RESULT = N_("a JSON object: what follows from it, and the safety lock")

EPILOG = N_("""\
fine, hard, hurt      the last routine; hurt takes --score, and --exercise where one of several is meant
gone, still           within 15 minutes of a hurt: it does not hurt any more, or it does
unwell                no exercises for the rest of the day, and the card of warning signs
pain                  before a routine, with --score
better, same, worse   today, compared with before the last routines
""")


# ---------------------------------------------------------------- feedback


def feedback(words: list[str], parser: ArgumentParser) -> int:
    """Record an answer, and print what follows from it."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _(EPILOG)
    parser.add_argument("answer", choices=answers.ANSWERS, metavar="ANSWER", help=", ".join(answers.ANSWERS))
    parser.add_argument("--score", type=_score, metavar="N", help=_("how much, 0 to 10"))
    parser.add_argument("--exercise", metavar="ID", help=_("the one that is meant; without it all of the last routine"))
    parser.add_argument("--region", choices=REGIONS, help=_("where the pain is; neck where none is given"))
    given = parse(parser, words, RESULT)
    _check(given)
    args = {"score": given.score, "exercise": given.exercise, "region": given.region}
    if given.answer == "pain":
        args["region"] = given.region or NECK
    return report_answer(given.answer, as_json=given.json, **args)


def report_answer(answer: str, *, as_json: bool, **args: Any) -> int:
    """Record an answer, and print what follows from it; the exit status."""
    lines, safety_lock = record(answer, **args)
    if as_json:
        output.as_json({"said": lines, "safety": safety_lock})
        return 0
    _say(lines)
    if answer == "unwell":
        output.say("\n{}\n\n{}".format(card(), _("If one applies, give its number, such as: uncrick safety --sign 3")))
    return 0


def record(answer: str, **args: Any) -> tuple[list[str], output.Plain | None]:
    """Record an answer, through the daemon or without one; the lines to print, and `safety` of the status."""
    given = {name: value for name, value in args.items() if value is not None}
    try:
        reply = client.request("feedback", feedback=answer, **given)
    except NotRunningError:
        from uncrick.cli.offline import Offline

        with Offline.begin(paths.history_file()) as offline:
            return list(offline.tell(answer, given)), offline.safety()
    return reply["said"], reply["status"]["safety"]


def _check(given: argparse.Namespace) -> None:
    """
    Raises:
        UsageError: options that do not go with the answer.
    """
    if given.answer == "pain" and given.score is None:
        raise UsageError(_("Pain needs a number"), _("Expected --score 0 to 10."))
    for name, fitting in (("score", ("hurt", "pain")), ("exercise", answers.OF_ROUTINE), ("region", ("pain",))):
        if getattr(given, name) is not None and given.answer not in fitting:
            raise UsageError(
                _("--{name} cannot be used with {answer}", answer=given.answer, name=name),
                _("It goes with {answers}.", answers=", ".join(fitting)),
            )


def _score(text: str) -> int:
    if not text.isdecimal() or not 0 <= int(text[:3]) <= MOST:
        raise argparse.ArgumentTypeError(_("{text!r} is not a score; expected 0 to 10", text=text))
    return int(text)


def _say(lines: Iterable[str]) -> None:
    for line in list(lines) or [_("Noted.")]:
        output.say(line)


# ---------------------------------------------------------------- safety


def safety(words: list[str], parser: ArgumentParser) -> int:
    """Show the card of red flags, and record those that apply."""
    parser.add_argument(
        "--sign", nargs="+", action="extend", metavar="N", help=_("signs that apply, by their numbers on the card")
    )
    parser.add_argument("--checked", action="store_true", help=_("I have been checked, or it has gone"))
    given = parse(parser, words, N_("the card and the lock as a JSON object"))
    if given.sign and given.checked:
        raise UsageError(_("--sign and --checked contradict each other"), _("Use only one of them."))
    ids = _signs(given.sign or ())
    if not given.json:
        # First of all, for recording it may fail.
        _say_actions(ids)
    lines: list[str] = []
    if ids or given.checked:
        lines = (record("checked") if given.checked else record("signs", signs=",".join(ids)))[0]
    if given.json:
        output.as_json(_object())
    elif lines or ids:
        _say(lines)
    else:
        _show_card()
    return 0


def _signs(words: Sequence[str]) -> list[str]:
    """
    The ids of the signs that were given by number or id.

    Raises:
        UsageError: the card has no such sign.
    """
    try:
        ids = by_numbers(parts(" ".join(words)), [flag.id for flag in red_flags.listed(catalogue())])
    except ValueError as error:
        raise UsageError(_("There is no such sign on the card"), str(error)) from None
    answers.known_signs(ids, catalogue())
    return ids


def _show_card() -> None:
    """The lock, the card, and in a terminal the question which of the signs apply."""
    try:
        lock = _safety_lock()
    except UncrickError as error:
        lock = None
        output.warn(f"{error}\n")  # the card must be readable whatever is wrong with the files
    if lock is not None:
        output.say(
            f"{output.safety_line({'safety': lock})}\n{_release(lock)}\n"
            if lock["locked"]
            else _("Exercises are off for today: you felt unwell.") + "\n"
        )
    output.say(card())
    if sys.stdin and sys.stdin.isatty() and sys.stdout.isatty():
        _ask_for_signs()


def card() -> str:
    """The card of red flags, as plain text."""
    return red_flags.card(catalogue(), emergency_number())


def emergency_number() -> str:
    """The emergency number of the person's region, or words for it."""
    return red_flags.number(
        load(paths.settings_file()).settings.safety.region, locale_region.territory(), locale_region.ahead()
    )


def _say_actions(ids: list[str]) -> None:
    """What to do for each sign."""
    flags = {flag.id: flag for flag in red_flags.listed(catalogue())}
    for name in ids:
        output.say(red_flags.action(flags[name], emergency_number()))


def _ask_for_signs() -> None:
    signs = [flag.id for flag in red_flags.listed(catalogue())]
    output.say("")
    while True:
        try:
            typed = input(_("Does any of these apply? Numbers such as 1, 7, or none; Enter leaves it open > ")).strip()
            if not typed:
                return
            ids = [] if typed.lower() == NO_SIGN else listed(typed, signs)
        except (KeyboardInterrupt, EOFError):
            output.say("")
            return
        except ValueError as error:
            output.say(f"{error}")
            continue
        break
    _say_actions(ids)
    _say(record("signs", signs=",".join(ids))[0])


def _safety_lock() -> output.Plain | None:
    """The `safety` of the status."""
    try:
        lock: output.Plain | None = client.request("status")["status"]["safety"]
    except NotRunningError:
        from uncrick.cli.offline import Offline

        with Offline.read_only(paths.history_file()) as offline:
            return offline.safety()
    return lock


def _release(lock: output.Plain) -> str:
    return _(
        "Once you have been checked or it has gone, from {time} on: uncrick safety --checked",
        time=output.clock(lock["releasable_at"]),
    )


def _object() -> output.Plain:
    number = emergency_number()
    return {
        "number": None if number == red_flags.UNKNOWN else number,
        "signs": [
            {"id": flag.id, "severity": flag.severity, "text": flag.text, "action": red_flags.action(flag, number)}
            for flag in red_flags.listed(catalogue())
        ],
        "safety": _safety_lock(),
    }


# ---------------------------------------------------------------- the question after a routine

PATIENCE = 20.0  # seconds until a question closes by itself
TURN = 0.1  # seconds between two looks at the keyboard
KEYS_DONE = {"f": "fine", "b": "hard", "h": "hurt"}
KEYS_STOPPED = {
    **dict.fromkeys(("i", "\n", "\r", "q"), "interrupted"),
    "b": "hard",
    "h": "hurt",
}
# The first letter is the key.
LABELS = {
    "fine": N_("f fine"),
    "interrupted": N_("Enter just interrupted"),
    "hard": N_("b a bit much"),
    "hurt": N_("h it hurt"),
}
Tell = Callable[..., Sequence[str]]


class Keys(Protocol):
    """Single keys."""

    def wait(self, seconds: float) -> str: ...


def ask_how(keys: Keys, tell: Tell, items: Sequence[Item], *, stopped: bool) -> list[str]:
    """Ask how the routine was; the lines that say what follows. Without an answer it closes by itself."""
    words = KEYS_STOPPED if stopped else KEYS_DONE
    print("   ".join(_(LABELS[word]) for word in dict.fromkeys(words.values())), flush=True)
    word = _pressed(keys, words)
    if word == "hurt":
        return ask_how_much(keys, tell, items)
    return list(tell(word or "no_answer"))


def ask_how_much(keys: Keys, tell: Tell, items: Sequence[Item]) -> list[str]:
    """Ask which exercise hurt, and how much; unanswered questions leave that open."""
    args: dict[str, Any] = {}
    different = list({item.id: item for item in items}.values())
    if len(different) > 1:
        names = "   ".join(f"{number} {item.name}" for number, item in enumerate(different, 1))
        print(_("Which one?   {names}", names=names), flush=True)
        exercise = _pressed(keys, {str(number): item.id for number, item in enumerate(different, 1)})
        if exercise:
            args["exercise"] = exercise
    print(_("How much does it hurt, 0 to 10? Then Enter.   u I felt unwell"), flush=True)
    typed = _typed(keys)
    if typed.isdecimal() and int(typed) <= MOST:
        args["score"] = int(typed)
    lines = list(tell("hurt", **args))
    if typed == "u":
        return [*lines, *tell("unwell"), _("Signs that mean stop: uncrick safety")]
    return [*lines, _("If it has gone within ten minutes: uncrick feedback gone")]


def _pressed(keys: Keys, meanings: dict[str, str]) -> str:
    """The meaning of the first key that has one; "" if none is pressed in time."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if (key := keys.wait(TURN)) in meanings:
            return meanings[key]
    return ""


def _typed(keys: Keys) -> str:
    """The digits typed until Enter, or "u"; those typed so far if it takes too long."""
    typed = ""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        key = keys.wait(TURN)
        if key in ("\n", "\r"):
            break
        if key == "u":
            return key
        if key.isdecimal() and len(typed) < 2:
            typed += key
            print(key, end="", flush=True)
    print()
    return typed
