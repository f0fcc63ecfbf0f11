"""The words of a prompt and of a guided break, cut to what a notification can show."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from uncrick.core.model.suggestion import Form, Suggestion
from uncrick.core.scheduling.busy_hold import walk_first

if TYPE_CHECKING:
    from uncrick.core.model.catalog import Catalogue

SUMMARY = 40
LINE = 60
HINT, HINT_WITHOUT = "uncrick break, snooze or skip", "uncrick done, snooze or skip"
# Opens the first prompt after a time away (S19).
RETURN = "Hello again"
# More than this nobody counts: they are the steps of a walk.
COUNTED = 12
# What is said where no exercise is suggested: nothing is asked of the person.
LOOK_AWAY = "Look away for a minute"
STRICTLY = "Begins by itself in 1 min. Stop always ends it."
# After a long call, where the words for the walk are too long beside what was waited for; the body says how.
UP, ON_THE_FEET = "up you get", ("walk", "stand", "hang")
WALK, REST = "Or walk a little, if you feel able.", "Or close your eyes for a while."


def announced(said: "Wording") -> "Wording":
    """The same, of a prompt whose break begins by itself: that is worth more than the tip."""
    return Wording(said.summary, (*said.lines[:2], STRICTLY))


@dataclass(frozen=True, slots=True)
class Wording:
    """A summary of 40 characters at most, and the body lines."""

    summary: str
    lines: tuple[str, ...]


def length(seconds: float) -> str:
    """A length as people say it, rounded: `45 s`, `1 min`, `1½ min`."""
    if seconds < 53:
        return f"{max(5, round(seconds / 5) * 5)} s"
    halves = round(seconds / 30)
    whole, half = divmod(halves, 2)
    return f"{whole}{'½' if half else ''} min"


def times(reps: int) -> str:
    """`5 times`, `twice`; nothing for a single repetition, nor for steps."""
    return "" if reps > COUNTED else {1: "", 2: "twice"}.get(reps, f"{reps} times")


def move(suggestion: Suggestion, catalogue: "Catalogue") -> str:
    """The first move and how often: `Turn your head slowly, 5 times`; of a home session, what it is."""
    if not suggestion.items:
        return LOOK_AWAY
    if suggestion.form is Form.HOME_SESSION:
        return f"A longer one on the floor, about {minutes(suggestion.total_seconds)} min"
    item = suggestion.items[0]
    return ", ".join(part for part in (catalogue.exercise(item.id).headline, times(item.reps)) if part)


def minutes(seconds: float) -> int:
    """Whole minutes, at least one."""
    return max(1, round(seconds / 60))


def session(seconds: float, least: float) -> str:
    """What is said before a home session that was asked for; `least` seconds make a whole one."""
    about = f"About {minutes(seconds)} min on the floor."
    return about if seconds >= least else f"{about} Shorter for now: the rest is for later, or left out for you."


def prompt(suggestion: Suggestion, catalogue: "Catalogue") -> Wording:
    """What a prompt says: the move and its time, how, the alternative, a tip."""
    if not suggestion.items:
        return Wording(LOOK_AWAY, (WALK if suggestion.alternative else REST, *_tip(suggestion)))
    if walk_first(suggestion) and suggestion.alternative:
        return _after_busy(suggestion, catalogue)
    if suggestion.form is Form.TIP_ALONE:
        return _tip_alone(suggestion, catalogue)
    if suggestion.walk_first and suggestion.alternative:
        return _walk_first(suggestion, catalogue)
    named = move(suggestion, catalogue)
    if suggestion.form is Form.HOME_SESSION:
        return Wording(named, _body(suggestion, catalogue, _course(suggestion, catalogue)))
    lead = suggestion.opening and f"{suggestion.opening}: "
    took = f", {length(suggestion.total_seconds)}"
    first = catalogue.exercise(suggestion.items[0].id)
    # What gives way first when it gets long: the opening, then the number.
    whole = f"{lead}{_lower(named)}{took}" if lead else named + took
    greeting = (f"{lead}{_lower(first.headline)}",) if suggestion.opening == RETURN else ()
    fitting = (text for text in (whole, *greeting, named + took) if len(text) <= SUMMARY)
    summary = next(fitting, first.headline + took)
    how = _noted(first.how, first.note)
    if len(suggestion.items) > 1:
        how = _first_fitting(f"{how} Then {_lower(catalogue.exercise(suggestion.items[1].id).headline)}.", how)
    return Wording(summary, _body(suggestion, catalogue, how))


def _tip(suggestion: Suggestion) -> tuple[str, ...]:
    return (f"Tip: {_lower(suggestion.tip)}",) if suggestion.tip else ()


def _body(suggestion: Suggestion, catalogue: "Catalogue", how: str) -> tuple[str, ...]:
    or_else = f"Or {catalogue.exercise(suggestion.alternative).invite}. " if suggestion.alternative else ""
    return (how, f"{or_else}Just leaving counts.", *_tip(suggestion))


def _course(suggestion: Suggestion, catalogue: "Catalogue") -> str:
    """What a home session begins with, how much follows, and whether it is shorter than usual."""
    more = len(suggestion.items) - 1
    first = catalogue.exercise(suggestion.items[0].id).headline
    follows = f"{first} first, then {more} more." if more else f"{first}."
    return (
        follows if suggestion.total_seconds >= catalogue.numbers.home_session.least_s else f"{follows} Shorter for now."
    )


def _noted(how: str, note: str) -> str:
    """The line on how, and the person's own words behind as much of it as leaves them room; without room, no words."""
    if not note:
        return how
    said = f"{note[:1].upper()}{note[1:]}{'' if note[-1] in '.!?' else '.'}"
    sentences = how.split(". ")
    parts = [". ".join(sentences[:count]) for count in range(len(sentences), 0, -1)]
    return _first_fitting(*(f"{part.rstrip('.')}. {said}" for part in parts), how)


def _tip_alone(suggestion: Suggestion, catalogue: "Catalogue") -> Wording:
    headline = catalogue.exercise(suggestion.items[0].id).headline
    return Wording(f"{headline}, {length(suggestion.total_seconds)}", (suggestion.tip, "Just leaving counts."))


def _walk_first(suggestion: Suggestion, catalogue: "Catalogue") -> Wording:
    """The walk leads; the routine, which `Start` still begins, follows."""
    walk = catalogue.exercise(suggestion.alternative)
    first = catalogue.exercise(suggestion.items[0].id)
    named = f"Or {_lower(move(suggestion, catalogue))}, {length(suggestion.total_seconds)}."
    return Wording(f"{walk.headline}. Just leaving counts.", (named, first.how, f"Tip: {_lower(suggestion.tip)}"))


def _after_busy(suggestion: Suggestion, catalogue: "Catalogue") -> Wording:
    """After a long call: up first, and the routine for whoever stays seated."""
    walk = catalogue.exercise(suggestion.alternative)
    invited = (walk.invite, UP) if walk.position in ON_THE_FEET else (walk.invite,)
    whole = (f"{suggestion.opening}: {invite}" for invite in invited)
    named_alone = walk.invite[:1].upper() + walk.invite[1:]
    summary = next((text for text in whole if len(text) <= SUMMARY), named_alone)
    named, took = _lower(move(suggestion, catalogue)), length(suggestion.total_seconds)
    first = _lower(catalogue.exercise(suggestion.items[0].id).headline)
    lines = [walk.how, _first_fitting(f"Or press Start: {named}, {took}.", f"Or press Start: {first}.")]
    if suggestion.tip:
        lines.append(f"Tip: {_lower(suggestion.tip)}")
    return Wording(summary, tuple(lines))


def _first_fitting(*texts: str) -> str:
    return next((text for text in texts if len(text) <= LINE), texts[-1])


def _lower(text: str) -> str:
    """With a small first letter, unless the word is one that keeps its capital."""
    return text if text[:2].isupper() or text[:2] in ("I ", "I'") else text[:1].lower() + text[1:]
