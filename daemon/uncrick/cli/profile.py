"""`uncrick profile`: what a person says about themselves, asked one by one or given as flags; shown, and forgotten."""

import argparse
import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from glob import glob
from textwrap import wrap
from typing import TYPE_CHECKING

from uncrick.cli import output
from uncrick.control import client
from uncrick.core.model.profile import Profile
from uncrick.errors import NotRunningError, RefusedError, UncrickError, UsageError
from uncrick.storage import paths, profile_file
from uncrick.storage.profile_file import PLACES, StoredProfile

if TYPE_CHECKING:
    from uncrick.core.model.catalog import Catalogue, Exercise

NAMED = 4
WIDTH = 80
NONE = ("0", "none")
SKIP = ("s", "skip")
Change = Callable[[StoredProfile], StoredProfile]
Switch = argparse.BooleanOptionalAction


def profile(words: list[str], parser: argparse.ArgumentParser) -> int:
    """Ask, take flags, show, or forget."""
    _options(parser)
    given = parser.parse_args(words)
    flags = _flags(given)
    if given.action is not None and flags:
        raise UsageError(f"profile {given.action} goes alone", f"It takes no {flags[0]}.")
    if given.action == "forget":
        return _forget(as_json=given.json)
    from uncrick.storage.shipped_data import catalogue

    known = catalogue()
    if flags:
        _keep(_changed_by(given, known))
    elif given.action is None and not given.json:
        return _ask(known)
    kept = _loaded(known)
    if given.json:
        output.as_json(_object(kept))
    elif given.action == "show":
        _show(kept, known)
    else:
        output.say(_meaning(kept, known))
    return 0


def _options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", nargs="?", choices=("show", "forget"), help="see it, or remove it")
    parser.add_argument("--json", action="store_true", help="the answers as a JSON object; null before there are any")
    parser.add_argument("--conditions", metavar="a,b", help="ids of conditions that apply")
    parser.add_argument("--none", action="store_true", default=None, help="no condition applies")
    parser.add_argument("--decline", action="store_true", default=None, help="leave the conditions unanswered")
    parser.add_argument("--equipment", metavar="a,b", help="ids of things at hand, or none")
    parser.add_argument("--place", choices=PLACES, help="where you work")
    parser.add_argument("--home-session", action=Switch, help="a longer session at home may be suggested")
    parser.add_argument("--trains", action=Switch, help="I already train")
    parser.add_argument("--consents", metavar="a,b", help="ids of harder exercises to come after four weeks, or none")


def _flags(given: argparse.Namespace) -> list[str]:
    """Those that were given, as they were typed."""
    answers = ("conditions", "none", "decline", "equipment", "place", "home_session", "trains", "consents")
    return [f"--{name.replace('_', '-')}" for name in answers if getattr(given, name) is not None]


# ------------------------------------------------------------------ flags


def _changed_by(given: argparse.Namespace, known: "Catalogue") -> Change:
    """
    What the flags say.

    Raises:
        UsageError: an unknown id, or flags that contradict each other.
    """
    about = [flag for flag in _flags(given) if flag in ("--conditions", "--none", "--decline")]
    if len(about) > 1:
        raise UsageError(f"{' and '.join(about)} contradict each other", "Give one of them.")
    told: dict[str, object] = {}
    for name, ids in (("equipment", profile_file.things(known)), ("consents", profile_file.agreements(known))):
        text = getattr(given, name)
        if text is not None:
            told[name] = _ids(f"--{name}", text, ids) if text.strip() not in NONE else frozenset()
    for name in ("place", "home_session", "trains"):
        if getattr(given, name) is not None:
            told[name] = getattr(given, name)
    conditions: frozenset[str] | None = None
    if given.conditions is not None:
        conditions = _ids("--conditions", given.conditions, profile_file.lasting(known))
    elif given.none:
        conditions = frozenset()
    return _change(told, conditions, declined=bool(given.decline))


def _ids(flag: str, text: str, known: Mapping[str, str]) -> frozenset[str]:
    found = [part for part in re.split(r"[,\s]+", text) if part]
    if not found:
        raise UsageError(
            f"{flag} names nothing", f"Expected some of {', '.join(known)}; for none of them: {_no(flag)}."
        )
    strange = [part for part in found if part not in known]
    if strange:
        raise UsageError(f"{flag} knows no {', '.join(map(repr, strange))}", _nearest(strange, known))
    return frozenset(found)


def _no(flag: str) -> str:
    return "--none" if flag == "--conditions" else f"{flag} none"


def _nearest(strange: Sequence[str], known: Mapping[str, str]) -> str:
    from difflib import get_close_matches

    near = [name for part in strange for name in get_close_matches(part, list(known), n=2, cutoff=0.6)]
    if near:
        return f"Did you mean {' or '.join(dict.fromkeys(near))}?"
    return f"Expected some of {', '.join(known)}."


def _change(told: Mapping[str, object], conditions: frozenset[str] | None, *, declined: bool) -> Change:
    """What becomes of the file; conditions of None stay what they are."""
    today = _today()

    def change(kept: StoredProfile) -> StoredProfile:
        changed = replace(kept.told, **told)  # type: ignore[arg-type]
        if conditions is not None:
            return kept.answer(replace(changed, conditions=conditions), today)
        kept = replace(kept, told=changed)
        if not declined:
            return kept
        if kept.answered is not None:
            raise RefusedError("You have answered already", "To take it back: uncrick profile forget.")
        return kept.decline(today)

    return change


# ------------------------------------------------------------------ questions


def _ask(known: "Catalogue") -> int:
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("There is no terminal to ask in", "Give flags: see uncrick profile --help.")
    kept = _loaded(known)
    try:
        change = _asked(kept, known)
    except (KeyboardInterrupt, EOFError):
        output.say("\nNothing was changed.")
        return 130
    kept = _keep(change)
    output.say(_meaning(kept, known))
    return 0


def _asked(kept: StoredProfile, known: "Catalogue") -> Change:
    before = kept.told
    conditions, declined = _conditions(kept, known)
    things = profile_file.things(known)
    found = _picked("At hand?", _keys(before.equipment), things, before.equipment)
    equipment = before.equipment if found is None else found
    if {"bar", "bar_fixed"} & (equipment - before.equipment):
        output.say("Mind the bar's weight limit.")
    place = _one("Where do you work?", {"d": "desk", "h": "home"}, before.place)
    yes = {"y": True, "n": False}
    told = {
        "equipment": equipment,
        "place": place,
        "home_session": _one("A longer session at home now and then?", yes, before.home_session),
        "trains": _one("Do you already train?", yes, before.trains),
    }
    possible = replace(before, equipment=equipment, conditions=conditions or frozenset())
    harder = {} if declined or told["trains"] else _harder(possible, known)
    if harder:
        agreed = _picked("After four weeks, any of these harder ones?", _keys(before.consents), harder, before.consents)
        told["consents"] = before.consents if agreed is None else agreed
    return _change(told, conditions, declined=declined)


def _harder(told: Profile, known: "Catalogue") -> dict[str, str]:
    """The consents that would open anything to this person; whoever trains is not asked."""
    from uncrick.core.model.eligibility import allowed, owned

    at_hand = owned(known, told)
    opened = {name: map(known.exercise, ids) for name, ids in known.numbers.consent.items()}
    return {
        name: text
        for name, text in profile_file.agreements(known).items()
        if any(allowed(it, told) and at_hand.issuperset(it.equipment) for it in opened[name])
    }


def _conditions(kept: StoredProfile, known: "Catalogue") -> tuple[frozenset[str] | None, bool]:
    """The conditions, None for what was; and whether the question was declined."""
    output.say("\n".join(wrap(known.disclaimer, WIDTH)))
    output.say("Stays on this machine. Ctrl+C leaves everything as it was.\n")
    asks, before = profile_file.lasting(known), kept.told.conditions
    found = _picked("Do any of these apply?", f"Such as 2, 5-7. {_keys(before)}, s skips", asks, before)
    if found is None and kept.answered is not None:
        return before, False
    return found, found is None


def _keys(before: frozenset[str]) -> str:
    return "Enter keeps the *, 0 for none" if before else "Enter for none"


def _picked(question: str, keys: str, names: Mapping[str, str], before: frozenset[str]) -> frozenset[str] | None:
    """Some of the names, by their numbers; Enter is `before`, None a skip."""
    output.say(question)
    ids = list(names)
    for number, (name, text) in enumerate(names.items(), 1):
        output.say(f"{'*' if name in before else ' '}{number:3}  {text}")
    while True:
        typed = input(f"{keys} > ").strip().lower()
        if not typed:
            return before
        if typed in SKIP:
            return None
        if typed in NONE:
            return frozenset()
        try:
            return frozenset(ids[number - 1] for number in numbers(typed, len(ids)))
        except ValueError as error:
            output.say(f"{error}")


def numbers(typed: str, most: int) -> frozenset[int]:
    """
    Numbers and ranges from 1 to `most`, with commas or spaces between them.

    Raises:
        ValueError: says what is none.
    """
    found: set[int] = set()
    for part in re.split(r"[,\s]+", re.sub(r"\s*[-–]\s*", "-", typed.strip(", "))):
        match = re.fullmatch(r"(\d{1,3})(?:-(\d{1,3}))?", part, re.ASCII)
        first = int(match[1]) if match else 0
        last = int(match[2] or match[1]) if match else 0
        if not 1 <= first <= last <= most:
            raise ValueError(f"{part} is no number from 1 to {most}.")
        found.update(range(first, last + 1))
    return frozenset(found)


def _one(question: str, keys: Mapping[str, object], before: object) -> object:
    """One of the answers by its letter; Enter is `before`."""
    choices = "/".join(f"[{key}]" if value == before else key for key, value in keys.items())
    while True:
        typed = input(f"{question} {_spelled(keys)}{choices} > ").strip().lower()
        if not typed or typed in SKIP:
            return before
        if typed[0] in keys:
            return keys[typed[0]]
        output.say(f"{' or '.join(keys)}, or Enter.")


def _spelled(keys: Mapping[str, object]) -> str:
    named = [f"{value}" for value in keys.values() if isinstance(value, str)]
    return f"{' or '.join(named)}, " if named else ""


# ------------------------------------------------------------------ what it means


def _show(kept: StoredProfile, known: "Catalogue") -> None:
    told = kept.told
    asks, things, opened = profile_file.lasting(known), profile_file.things(known), profile_file.agreements(known)
    if kept.answered is None:
        conditions = ["not answered" if kept.declined is None else f"left unanswered on {kept.declined}"]
    else:
        conditions = [asks[name] for name in asks if name in told.conditions] or ["none of these"]
        conditions[-1] += f" (answered on {kept.answered})"
    output.table(
        [
            *zip(("Conditions", *[""] * (len(conditions) - 1)), conditions, strict=True),
            ("At hand", ", ".join(things[name] for name in things if name in told.equipment) or "nothing special"),
            ("Place", told.place),
            ("Home session", _session(told)),
            ("Already trains", _yes(told.trains)),
            ("After 4 weeks", ", ".join(opened[name] for name in opened if name in told.consents) or "nothing harder"),
        ]
    )
    output.say(_meaning(kept, known, most=len(known.exercises)))
    if kept != StoredProfile():
        output.say(f"Only in {paths.profile_file()}; uncrick profile forget removes it.")


def _session(told: "Profile") -> str:
    ready = told.place == "home" and "mat" in told.equipment
    return (
        "yes, where you work at home with a mat at hand" if told.home_session and not ready else _yes(told.home_session)
    )


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _meaning(kept: StoredProfile, known: "Catalogue", most: int = NAMED) -> str:
    """What it comes to, in a line."""
    now = kept.profile
    if not now.asked:
        return "Neck exercises wait for the conditions: uncrick profile."
    if kept.answered is None:
        return "Neck exercises are in, the easiest only; the first three routines say what to mind."
    out = [exercise for exercise in known.exercises.values() if not _may(exercise, now)]
    if not out:
        return "Neck exercises are in. Nothing is left out."
    names = [exercise.name for exercise in out[:most]]
    more = f" and {len(out) - most} more (uncrick profile show)" if len(out) > most else ""
    return f"Neck exercises are {_neck(known, now)}. Left out for you: {'; '.join(names)}{more}."


def _neck(known: "Catalogue", now: Profile) -> str:
    may = [_may(exercise, now) for exercise in known.exercises.values() if exercise.region == "neck"]
    return "in" if all(may) else "partly in" if any(may) else "out"


def _may(exercise: "Exercise", now: Profile) -> bool:
    from uncrick.core.model.eligibility import allowed

    return allowed(exercise, now)


def _object(kept: StoredProfile) -> output.Plain | None:
    """What `simulate` takes as a profile; without `conditions` where nobody knows them, null where nothing is known."""
    told = kept.told
    if kept.answered is None and kept.declined is None and told == Profile():
        return None
    known = {} if kept.answered is None else {"conditions": sorted(told.conditions)}
    return {
        **known,
        "equipment": sorted(told.equipment),
        "place": told.place,
        "home_session": told.home_session,
        "trains": told.trains,
        "consents": sorted(told.consents),
    }


# ------------------------------------------------------------------ the file


def _today() -> date:
    return datetime.now().astimezone().date()


def _loaded(known: "Catalogue") -> StoredProfile:
    kept, strange = profile_file.known(profile_file.load(paths.profile_file()), known)
    if strange:
        output.warn(f"Your profile names what this Uncrick does not know, and passes over: {', '.join(strange)}.")
    return kept


def _keep(change: Change) -> StoredProfile:
    kept = profile_file.update(paths.profile_file(), change)
    _told()
    return kept


def _forget(*, as_json: bool) -> int:
    removed = profile_file.forget(paths.profile_file())
    answers = _forgotten_answers()
    _told("forget")
    if as_json:
        output.as_json({"removed": list(removed), "answers": answers})
        return 0
    for name in removed:
        output.say(f"removed {name}")
    if not removed and not answers:
        output.say("There was no profile, and your history holds no health answers.")
        return 0
    if answers:
        output.say(f"removed {answers} health {'answer' if answers == 1 else 'answers'} from {paths.history_file()}")
    output.say("Your history holds no health answers. Neck exercises wait for an answer again.")
    return 0


def _forgotten_answers() -> int:
    """How many were taken out of the history; those that were damaged are named, for nobody can read them."""
    from uncrick.core.presentation.feedback import HEALTH
    from uncrick.storage.history_store import History

    path = paths.history_file()
    gone = 0
    if os.path.exists(path):
        history = History.open(path)
        try:
            gone = history.forget(HEALTH)
        finally:
            history.shut()
    for name in sorted(glob(f"{os.path.splitext(path)[0]}-damaged-*.db")):
        output.warn(f"This damaged history may still hold some; remove it by hand: {name}")
    return gone


def _told(word: str = "reload") -> None:
    """A running daemon follows at once; faults of other files are no matter here."""
    try:
        client.request(word)
    except (NotRunningError, RefusedError):
        pass
    except UncrickError as error:
        output.warn(f"The running Uncrick was not told: {error}")
