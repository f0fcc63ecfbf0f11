"""The words of a prompt and of a guided break, cut to what a notification can show."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from uncrick.core.held import walk_first
from uncrick.core.suggestion import Suggestion

if TYPE_CHECKING:
    from uncrick.core.catalogue import Catalogue

SUMMARY = 40
LINE = 60
HINT = "uncrick break, snooze or skip"
# More than this nobody counts: they are the steps of a walk.
COUNTED = 12


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
    """The first move and how often: `Turn your head slowly, 5 times`."""
    item = suggestion.items[0]
    return ", ".join(part for part in (catalogue.exercise(item.id).headline, times(item.reps)) if part)


def prompt(suggestion: Suggestion, catalogue: "Catalogue") -> Wording:
    """What a prompt says: the move and its time, how, the alternative, a tip."""
    if walk_first(suggestion):
        return _walk_first(suggestion, catalogue)
    named = move(suggestion, catalogue)
    lead = suggestion.opening and f"{suggestion.opening}: "
    took = f", {length(suggestion.total_seconds)}"
    first = catalogue.exercise(suggestion.items[0].id)
    # What gives way first when it gets long: the opening, then the number.
    whole = f"{lead}{_lower(named)}{took}" if lead else named + took
    summary = next((text for text in (whole, named + took) if len(text) <= SUMMARY), first.headline + took)
    how = first.how
    invite = catalogue.exercise(suggestion.alternative).invite
    lines = [how, f"Or {invite}. Just leaving counts."]
    if len(suggestion.items) > 1:
        lines[0] = _first_fitting(f"{how} Then {_lower(catalogue.exercise(suggestion.items[1].id).headline)}.", how)
    if suggestion.tip:
        lines.append(f"Tip: {_lower(suggestion.tip)}")
    return Wording(summary, tuple(lines))


def _walk_first(suggestion: Suggestion, catalogue: "Catalogue") -> Wording:
    """After a long call: up first, and the routine for whoever stays seated."""
    walk = catalogue.exercise(suggestion.alternative)
    whole = f"{suggestion.opening}: {walk.invite}"
    summary = whole if len(whole) <= SUMMARY else walk.invite[:1].upper() + walk.invite[1:]
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
