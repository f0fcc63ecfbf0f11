"""`uncrick desk`: a check of the desk in nine questions: asked, answered one by one, or shown."""

import argparse
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from uncrick.cli import output
from uncrick.cli.arguments import choose_one
from uncrick.cli.person.profile import load, save
from uncrick.core.model.close_names import close_names, did_you_mean
from uncrick.core.model.text import N_, _
from uncrick.errors import UsageError

if TYPE_CHECKING:
    from uncrick.core.model.catalog import Catalogue
    from uncrick.core.model.profile import Profile
    from uncrick.storage.profile_file import StoredProfile

DONE, NOT_YET = "done", "not-yet"
WORDS = {DONE: N_("done"), NOT_YET: N_("not yet"), "": N_("not answered")}


def desk(words: list[str], parser: argparse.ArgumentParser) -> int:
    """Ask the questions, answer one, or show them."""
    parser.add_argument("id", nargs="?", help=_("one of the questions"))
    parser.add_argument("answer", nargs="?", choices=(DONE, NOT_YET), help=_("its answer"))
    parser.add_argument("--json", action="store_true", help=_("the questions and answers as a JSON list"))
    given = parser.parse_args(words)
    from uncrick.storage.shipped_data import catalogue as shipped

    catalogue = shipped()
    if given.id is not None:
        _answer_one(given.id, given.answer, catalogue)
    stored = load(catalogue)
    if given.json:
        output.as_json([*_objects(stored, catalogue)])
    elif given.id is None and sys.stdin and sys.stdin.isatty() and sys.stdout.isatty():
        return _ask(stored, catalogue)
    else:
        _show(stored, catalogue)
    return 0


def _answer_one(name: str, answer: str | None, catalogue: "Catalogue") -> None:
    if name not in catalogue.checks:
        near = did_you_mean(close_names(name, catalogue.checks, most=2))
        every = ", ".join(catalogue.checks)
        raise UsageError(
            _("There is no question {id}", id=repr(name)), near or _("Expected one of {names}.", names=every)
        )
    if answer is None:
        raise UsageError(_("The answer is missing"), _("Say done or not-yet: uncrick desk {id} done.", id=name))
    save(lambda stored: stored.answer_check(name, done=answer == DONE))


def _ask(stored: "StoredProfile", catalogue: "Catalogue") -> int:
    output.say(_("y yes or not needed, n not yet, Enter leaves it as it is, Ctrl+C ends it.") + "\n")
    keys = {"y": True, "n": False}
    for name, check in catalogue.checks.items():
        before = {DONE: True, NOT_YET: False}.get(_state(name, stored.answers))
        try:
            answer = choose_one(check.ask, keys, before)
        except (KeyboardInterrupt, EOFError):
            output.say("\n" + _("The answers up to here are saved."))
            return 130
        if isinstance(answer, bool) and answer is not before:
            stored = save(lambda now, name=name, done=answer: now.answer_check(name, done=done))  # type: ignore[misc]
    _show(stored, catalogue)
    return 0


def _show(stored: "StoredProfile", catalogue: "Catalogue") -> None:
    output.table(
        [(name, check.ask, _(WORDS[_state(name, stored.answers)])) for name, check in catalogue.checks.items()]
    )
    tips = {tip.check: tip.text for tip in catalogue.tips.values() if tip.check}
    for name in catalogue.checks:
        if name in stored.answers.desk_open:
            output.say("\n" + tips[name])
    if stored.answers.desk_open:
        output.say("\n" + _("When one is done: uncrick desk ID done."))


def _objects(stored: "StoredProfile", catalogue: "Catalogue") -> Iterator[output.Plain]:
    tips = {tip.check: tip.text for tip in catalogue.tips.values() if tip.check}
    for name, check in catalogue.checks.items():
        answer = _state(name, stored.answers).replace("-", "_") or None
        yield {"id": name, "question": check.ask, "answer": answer, "tip": tips[name]}


def _state(name: str, answers: "Profile") -> str:
    return DONE if name in answers.desk_done else NOT_YET if name in answers.desk_open else ""
