"""`uncrick profile`: answers about health, equipment and place: asked, given as flags, shown, or removed."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from glob import glob
from textwrap import wrap
from typing import TYPE_CHECKING

from uncrick.cli import output
from uncrick.cli.arguments import NONE, by_numbers, choose_one, choose_some, parts
from uncrick.control import client
from uncrick.core.model.close_names import close_names, did_you_mean
from uncrick.core.model.person_day import day_of
from uncrick.core.model.profile import Profile
from uncrick.core.model.text import _, n_
from uncrick.errors import NotRunningError, RefusedError, UncrickError, UsageError
from uncrick.storage import paths, profile_file
from uncrick.storage.profile_file import PLACES, StoredProfile

if TYPE_CHECKING:
    from uncrick.core.model.catalog import Catalogue, Exercise

NAMED = 4  # exercises left out that are named in the one line after the questions
WIDTH = 80
ABOUT_CONDITIONS = ("conditions", "none", "decline")
ANSWERS = (*ABOUT_CONDITIONS, "equipment", "lacks", "place", "home_session", "trains", "consents")
Change = Callable[[StoredProfile], StoredProfile]
Switch = argparse.BooleanOptionalAction


def profile(words: list[str], parser: argparse.ArgumentParser) -> int:
    """Ask, take flags, show, or forget."""
    _add_options(parser)
    given = parser.parse_args(words)
    flags = _flags(given)
    if given.action is not None and flags:
        raise UsageError(
            _("profile {action} cannot be combined with options", action=given.action),
            _("Leave out {flag}.", flag=flags[0]),
        )
    if given.action == "forget":
        return _forget(as_json=given.json)
    from uncrick.storage.shipped_data import catalogue as shipped

    catalogue = shipped()
    if flags:
        save(_change_by_flags(given, catalogue))
    elif given.action is None and not given.json:
        return _ask(catalogue)
    stored = load(catalogue)
    if given.json:
        output.as_json(_object(stored))
    elif given.action == "show":
        _show(stored, catalogue)
    else:
        output.say(_meaning(stored, catalogue))
    return 0


def _add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", nargs="?", choices=("show", "forget"), help=_("see it, or remove it"))
    parser.add_argument(
        "--json", action="store_true", help=_("the answers as a JSON object; null before there are any")
    )
    parser.add_argument(
        "--conditions", metavar="a,b", help=_("conditions that apply: names, or numbers of the list that is printed")
    )
    parser.add_argument("--none", action="store_true", default=None, help=_("no condition applies"))
    parser.add_argument("--decline", action="store_true", default=None, help=_("leave the conditions unanswered"))
    parser.add_argument(
        "--equipment", metavar="a,b", help=_("things that you have: names, or numbers of that list; or none")
    )
    parser.add_argument("--lacks", metavar="a,b", help=_("of stairs and walk_space, what is not there; or none"))
    parser.add_argument("--place", choices=PLACES, help=_("where you work"))
    parser.add_argument("--home-session", action=Switch, help=_("a longer session at home may be suggested"))
    parser.add_argument("--trains", action=Switch, help=_("I already train"))
    parser.add_argument(
        "--consents", metavar="a,b", help=_("names of harder exercises to come after four weeks, or none")
    )


def _flags(given: argparse.Namespace, names: tuple[str, ...] = ANSWERS) -> list[str]:
    """Those of the flags that were given, as they were typed."""
    return [f"--{name.replace('_', '-')}" for name in names if getattr(given, name) is not None]


# ------------------------------------------------------------------ flags


def _change_by_flags(given: argparse.Namespace, catalogue: "Catalogue") -> Change:
    """
    The change that the flags ask for.

    Raises:
        UsageError: an unknown id, or flags that contradict each other.
    """
    if len(flags := _flags(given, ABOUT_CONDITIONS)) > 1:
        raise UsageError(_("{flags} contradict each other", flags=" and ".join(flags)), _("Use only one of them."))
    answers: dict[str, object] = {
        name: getattr(given, name) for name in ("place", "home_session", "trains") if getattr(given, name) is not None
    }
    things, lackable = profile_file.things(catalogue), profile_file.lackable(catalogue)
    ids_of = {"equipment": things, "lacks": lackable, "consents": profile_file.agreements(catalogue)}
    for name, ids in ids_of.items():
        text = getattr(given, name)
        if text is not None:
            answers[name] = _ids(f"--{name}", text, ids) if text.strip() not in NONE else frozenset()
    conditions: frozenset[str] | None = None
    if given.conditions is not None:
        conditions = _ids("--conditions", given.conditions, profile_file.lasting(catalogue))
    elif given.none:
        conditions = frozenset()
    return _change(answers, conditions, declined=bool(given.decline))


def _ids(flag: str, text: str, names: Mapping[str, str]) -> frozenset[str]:
    try:
        # What is agreed to is printed only in part, so that its numbers differ from person to person.
        ids = parts(text) if flag == "--consents" else by_numbers(parts(text), list(names))
    except ValueError as error:
        raise UsageError(_("{flag} does not have {ids}", flag=flag, ids=repr(text)), str(error)) from None
    every = ", ".join(names)
    if not ids:
        none = "--none" if flag == "--conditions" else f"{flag} none"
        raise UsageError(
            _("{flag} needs at least one name", flag=flag),
            _("Use names from {names}; for none of them: {none}.", names=every, none=none),
        )
    if unknown := [part for part in ids if part not in names]:
        near = did_you_mean(name for part in unknown for name in close_names(part, names, most=2))
        raise UsageError(
            _("{flag} does not have {ids}", flag=flag, ids=", ".join(map(repr, unknown))),
            near or _("Expected some of {names}.", names=every),
        )
    return frozenset(ids)


def _change(answers: Mapping[str, object], conditions: frozenset[str] | None, *, declined: bool) -> Change:
    """The change of the file; conditions of None stay what they are."""
    today = _today()

    def change(stored: StoredProfile) -> StoredProfile:
        changed = replace(stored.answers, **answers)  # type: ignore[arg-type]
        if conditions is not None:
            return stored.answer(replace(changed, conditions=conditions), today)
        stored = replace(stored, answers=changed)
        if not declined:
            return stored
        if stored.answered is not None:
            raise RefusedError(_("You have answered already"), _("To take it back: uncrick profile forget."))
        return stored.decline(today)

    return change


# ------------------------------------------------------------------ questions


def _ask(catalogue: "Catalogue") -> int:
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            _("There is no terminal to ask the questions in"), _("Use options instead: uncrick profile --help")
        )
    stored = load(catalogue)
    try:
        change = _change_by_questions(stored, catalogue)
    except (KeyboardInterrupt, EOFError):
        output.say("\n" + _("Nothing was changed."))
        return 130
    stored = save(change)
    output.say(_meaning(stored, catalogue))
    return 0


def _change_by_questions(stored: StoredProfile, catalogue: "Catalogue") -> Change:
    before = stored.answers
    conditions, declined = _ask_conditions(stored, catalogue)
    things = profile_file.things(catalogue)
    there = profile_file.at_hand(before, catalogue)
    chosen = choose_some(_("What do you have?"), _keys(there), things, there)
    having = before if chosen is None else profile_file.having(before, chosen, catalogue)
    if {"bar", "bar_fixed"} & (having.equipment - before.equipment):
        output.say(_("Mind the bar's weight limit."))
    place = choose_one(_("Where do you work?"), {"d": "desk", "h": "home"}, before.place)
    yes = {"y": True, "n": False}
    answers = {
        "equipment": having.equipment,
        "lacks": having.lacks,
        "place": place,
        "home_session": choose_one(_("A longer session at home now and then?"), yes, before.home_session),
        "trains": choose_one(_("Do you already train?"), yes, before.trains),
    }
    possible = replace(having, conditions=conditions or frozenset())
    harder = {} if declined or answers["trains"] else _harder(possible, catalogue)
    if harder:
        question = _("After four weeks, any of these harder ones?")
        consents = choose_some(question, _keys(before.consents), harder, before.consents)
        answers["consents"] = before.consents if consents is None else consents
    return _change(answers, conditions, declined=declined)


def _harder(person: Profile, catalogue: "Catalogue") -> dict[str, str]:
    """The consents that would open an exercise to this person; whoever trains is not asked."""
    from uncrick.core.model.eligibility import allowed, owned

    at_hand = owned(catalogue, person)
    opened = {name: map(catalogue.exercise, ids) for name, ids in catalogue.numbers.consent.items()}
    return {
        name: text
        for name, text in profile_file.agreements(catalogue).items()
        if any(allowed(exercise, person) and at_hand.issuperset(exercise.equipment) for exercise in opened[name])
    }


def _ask_conditions(stored: StoredProfile, catalogue: "Catalogue") -> tuple[frozenset[str] | None, bool]:
    """The conditions, None where nothing was answered; and whether the question was declined."""
    output.say("\n".join(wrap(catalogue.disclaimer, WIDTH)))
    output.say(_("Stays on this machine. Ctrl+C leaves everything as it was.") + "\n")
    names, before = profile_file.lasting(catalogue), stored.answers.conditions
    # Before the first answer Enter alone is none: nobody says by chance that they are well.
    known = None if stored.answered is None else before
    keys = _("Numbers such as 2, 5-7, or none; s skips the question")
    if known is not None:
        keys = _("Numbers such as 2, 5-7, or none; Enter leaves it as it was")
    chosen = choose_some(_("Do any of these apply?"), keys, names, known, none=("none",))
    return (before, False) if chosen is None and known is not None else (chosen, chosen is None)


def _keys(before: frozenset[str]) -> str:
    return _("Enter keeps the *, 0 for none") if before else _("Enter for none")


# ------------------------------------------------------------------ what it means


def _show(stored: StoredProfile, catalogue: "Catalogue") -> None:
    answers = stored.answers
    things, consents = profile_file.things(catalogue), profile_file.agreements(catalogue)
    there = profile_file.at_hand(answers, catalogue)
    at_hand = ", ".join(things[name] for name in things if name in there)
    harder = ", ".join(consents[name] for name in consents if name in answers.consents)
    conditions = list(_condition_lines(stored, profile_file.lasting(catalogue)))
    output.table(
        [
            *zip((_("Conditions"), *[""] * (len(conditions) - 1)), conditions, strict=True),
            (_("At hand"), at_hand or _("nothing special")),
            (_("Place"), _(answers.place)),
            (_("Home session"), _home_session(answers)),
            (_("Already trains"), _yes(answers.trains)),
            (_("After 4 weeks"), harder or _("nothing harder")),
        ]
    )
    output.say(_meaning(stored, catalogue, most=len(catalogue.exercises)))
    if stored != StoredProfile():
        output.say(_("Only in {file}; uncrick profile forget removes it.", file=paths.profile_file()))


def _condition_lines(stored: StoredProfile, names: Mapping[str, str]) -> Iterator[str]:
    if stored.answered is None:
        yield _("left unanswered on {date}", date=stored.declined) if stored.declined else _("not answered")
        return
    *others, last = [names[name] for name in names if name in stored.answers.conditions] or [_("none of these")]
    yield from others
    yield _("{condition} (answered on {date})", condition=last, date=stored.answered)


def _home_session(person: Profile) -> str:
    if person.home_session and not (person.place == "home" and "mat" in person.equipment):
        return _("yes, where you work at home with a mat at hand")
    return _yes(person.home_session)


def _yes(value: bool) -> str:
    return _("yes") if value else _("no")


def _meaning(stored: StoredProfile, catalogue: "Catalogue", most: int = NAMED) -> str:
    """What the profile means for the exercises, in a line."""
    person = stored.profile
    if not person.asked:
        return _("Neck exercises wait for your answer to one question: uncrick profile.")
    if stored.answered is None:
        return _("You get the easiest neck exercises. The first three breaks tell you what to watch for.")
    out = [exercise for exercise in catalogue.exercises.values() if not _may(exercise, person)]
    if not out:
        return _("You get neck exercises. Nothing is left out.")
    names = "; ".join(exercise.name for exercise in out[:most])
    if len(out) > most:
        names = _("{names} and {count} more (uncrick profile show)", names=names, count=len(out) - most)
    neck = [exercise for exercise in catalogue.exercises.values() if exercise.region == "neck"]
    allowed = [_may(exercise, person) for exercise in neck]
    if all(allowed):
        return _("You get neck exercises. Left out for you: {names}.", names=names)
    if any(allowed):
        return _("You get some neck exercises. Left out for you: {names}.", names=names)
    return _("You get no neck exercises. Left out for you: {names}.", names=names)


def _may(exercise: "Exercise", person: Profile) -> bool:
    from uncrick.core.model.eligibility import allowed

    return allowed(exercise, person)


def _object(stored: StoredProfile) -> output.Plain | None:
    """What `simulate` takes as a profile; null before any answer, and no `conditions` before they are answered."""
    answers = stored.answers
    if stored.answered is None and stored.declined is None and answers == Profile():
        return None
    conditions = {} if stored.answered is None else {"conditions": sorted(answers.conditions)}
    return {
        **conditions,
        "equipment": sorted(answers.equipment),
        "lacks": sorted(answers.lacks),
        "place": answers.place,
        "home_session": answers.home_session,
        "trains": answers.trains,
        "consents": sorted(answers.consents),
    }


# ------------------------------------------------------------------ the file


def _today() -> date:
    return day_of(datetime.now().astimezone())


def load(catalogue: "Catalogue") -> StoredProfile:
    """What is stored, of what this version knows; the rest is named in a warning."""
    stored, unknown = profile_file.without_unknown_ids(profile_file.load(paths.profile_file()), catalogue)
    if unknown:
        names = ", ".join(unknown)
        output.warn(_("Your profile has entries that this version does not know and ignores: {names}.", names=names))
    return stored


def save(change: Change) -> StoredProfile:
    """Change what is stored, and have the daemon follow."""
    stored = profile_file.update(paths.profile_file(), change)
    tell_daemon("reload")
    return stored


def _forget(*, as_json: bool) -> int:
    removed = profile_file.forget(paths.profile_file())
    answers = _forget_answers()
    tell_daemon("forget")
    if as_json:
        output.as_json({"removed": list(removed), "answers": answers})
        return 0
    for name in removed:
        output.say(_("removed {file}", file=name))
    if not removed and not answers:
        output.say(_("There was no profile, and your history holds no health answers."))
        return 0
    if answers:
        file = paths.history_file()
        output.say(
            n_(
                "removed {count} health answer from {file}",
                "removed {count} health answers from {file}",
                answers,
                file=file,
            )
        )
    output.say(_("Your history holds no health answers. Neck exercises wait for an answer again."))
    return 0


def _forget_answers() -> int:
    """How many answers were removed from the history; warns of damaged histories, which cannot be searched."""
    from uncrick.app.history.report_source import forget_answers
    from uncrick.core.presentation.feedback import HEALTH

    path = paths.history_file()
    count = forget_answers(path, HEALTH) if os.path.exists(path) else 0
    for name in sorted(glob(f"{os.path.splitext(path)[0]}-damaged-*.db")):
        output.warn(_("This damaged history may still hold some; remove it by hand: {file}", file=name))
    return count


def tell_daemon(request: str) -> None:
    """Let a running daemon follow; faults of other files do not matter here."""
    try:
        client.request(request)
    except (NotRunningError, RefusedError):
        pass
    except UncrickError as error:
        output.warn(_("The running Uncrick could not be informed: {error}", error=error))
