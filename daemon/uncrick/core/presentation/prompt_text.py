"""The text of a prompt and of a guided break, cut to what a notification can show."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from uncrick.core.model.dates import sentences
from uncrick.core.model.suggestion import Form, Suggestion
from uncrick.core.model.text import N_, _, cells, lower_first, n_, p_, upper_first

if TYPE_CHECKING:
    from uncrick.core.model.catalog import Catalogue

# Widths in cells of a terminal, which count East Asian characters twice.
SUMMARY = 40
LINE = 60
HINT, HINT_WITHOUT = N_("uncrick break, snooze or skip"), N_("uncrick done, snooze or skip")
# Opens the first prompt after a time away (S19).
RETURN = N_("Hello again")
# More repetitions than this nobody counts: they are the steps of a walk.
COUNTED = 12
# Shown where no exercise is suggested: nothing is asked of the person.
LOOK_AWAY = N_("Look away for a minute")
ON_THE_FEET = ("walk", "stand", "hang")

# Between two sentences: spaces after a full stop, or nothing after the full stop of Chinese and Japanese.
SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])")


def announced(text: "Wording") -> "Wording":
    """The same for a prompt whose break begins by itself: that is worth more than the tip."""
    return Wording(text.summary, (*text.lines[:2], _("Begins by itself in 1 min. Stop always ends it.")))


@dataclass(frozen=True, slots=True)
class Wording:
    """A summary of 40 cells at most, and the body lines."""

    summary: str
    lines: tuple[str, ...]


def length(seconds: float) -> str:
    """A length of time, rounded: `45 s`, `1 min`, `1½ min`."""
    if seconds < 53:
        rounded = max(5, round(seconds / 5) * 5)
        return n_("{count} s", "{count} s", rounded)
    whole, half = divmod(round(seconds / 30), 2)
    return n_("{count}½ min", "{count}½ min", whole) if half else n_("{count} min", "{count} min", whole)


def how_often(count: int) -> str:
    """`once`, `twice`, `5 times`."""
    return _("twice") if count == 2 else n_("once", "{count} times", count)


def times(reps: int) -> str:
    """How often, but nothing for a single repetition, nor for steps."""
    return "" if reps == 1 or reps > COUNTED else how_often(reps)


def move(suggestion: Suggestion, catalogue: "Catalogue") -> str:
    """The first move and how often: `Turn your head slowly, 5 times`; of a home session, what it is."""
    if not suggestion.items:
        return _(LOOK_AWAY)
    if suggestion.form is Form.HOME_SESSION:
        about = minutes(suggestion.total_seconds)
        return n_("A longer one on the floor, about {count} min", "A longer one on the floor, about {count} min", about)
    item = suggestion.items[0]
    headline, repeated = catalogue.exercise(item.id).headline, times(item.reps)
    return _("{headline}, {times}", headline=headline, times=repeated) if repeated else headline


def minutes(seconds: float) -> int:
    """Whole minutes, at least one."""
    return max(1, round(seconds / 60))


def session(seconds: float, least: float) -> str:
    """The line before a home session that was asked for; `least` seconds make a whole one."""
    about = n_("About {count} min on the floor.", "About {count} min on the floor.", minutes(seconds))
    if seconds >= least:
        return about
    return sentences(about, _("Shorter for now: the rest is for later, or left out for you."))


def prompt(suggestion: Suggestion, catalogue: "Catalogue") -> Wording:
    """The text of a prompt: the move and its time, how, the alternative, a tip."""
    if not suggestion.items:
        walk, rest = _("Or walk a little, if you feel able."), _("Or close your eyes for a while.")
        return Wording(_(LOOK_AWAY), (walk if suggestion.alternative else rest, *_tip(suggestion)))
    if suggestion.after_busy and suggestion.alternative:
        return _after_busy(suggestion, catalogue)
    if suggestion.form is Form.TIP_ALONE:
        return _tip_alone(suggestion, catalogue)
    if suggestion.walk_first and suggestion.alternative:
        return _walk_first(suggestion, catalogue)
    if suggestion.form is Form.HOME_SESSION:
        return Wording(move(suggestion, catalogue), _body(suggestion, catalogue, _course(suggestion, catalogue)))
    first = catalogue.exercise(suggestion.items[0].id)
    how = _noted(first.how, first.note)
    if len(suggestion.items) > 1:
        second = lower_first(catalogue.exercise(suggestion.items[1].id).headline)
        how = _first_fitting(sentences(how, _("Then {headline}.", headline=second)), how)
    return Wording(_summary(suggestion, catalogue), _body(suggestion, catalogue, how))


def _summary(suggestion: Suggestion, catalogue: "Catalogue") -> str:
    """The move and its time after the opening; what gives way first when it gets long: the opening, then the number."""
    named, headline = move(suggestion, catalogue), catalogue.exercise(suggestion.items[0].id).headline
    without_opening = _timed(named, suggestion)
    choices = [without_opening]
    if suggestion.opening:
        choices.insert(0, _opened(suggestion, _timed(lower_first(named), suggestion)))
    if suggestion.opening == RETURN:
        choices.insert(1, _opened(suggestion, lower_first(headline)))
    return next((text for text in choices if cells(text) <= SUMMARY), _timed(headline, suggestion))


def _timed(named: str, suggestion: Suggestion) -> str:
    return p_("summary of a prompt", "{move}, {length}", move=named, length=length(suggestion.total_seconds))


def opening_words(opening: str) -> str:
    """An opening, which a suggestion has in English, as a person reads it."""
    return _(RETURN) if opening == RETURN else p_("opening", opening)


def _opened(suggestion: Suggestion, rest: str) -> str:
    opening = opening_words(suggestion.opening)
    return p_("summary of a prompt", "{opening}: {move}", opening=opening, move=rest)


def _tip(suggestion: Suggestion) -> tuple[str, ...]:
    return (_("Tip: {tip}", tip=lower_first(suggestion.tip)),) if suggestion.tip else ()


def _body(suggestion: Suggestion, catalogue: "Catalogue", how: str) -> tuple[str, ...]:
    if suggestion.alternative:
        invite = catalogue.exercise(suggestion.alternative).invite
        leave = _("Or {invite}. Just leaving counts.", invite=invite)
    else:
        leave = _("Just leaving counts.")
    return (how, leave, *_tip(suggestion))


def _course(suggestion: Suggestion, catalogue: "Catalogue") -> str:
    """What a home session begins with, how much follows, and whether it is shorter than usual."""
    more = len(suggestion.items) - 1
    first = catalogue.exercise(suggestion.items[0].id).headline
    if more:
        course = n_(
            "{headline} first, then {count} more.", "{headline} first, then {count} more.", more, headline=first
        )
    else:
        course = _sentence(first)
    return (
        course
        if suggestion.total_seconds >= catalogue.numbers.home_session.least_s
        else sentences(course, _("Shorter for now."))
    )


def _noted(how: str, note: str) -> str:
    """The line on how, and the person's note behind as many of its sentences as leave room; without room, no note."""
    if not note:
        return how
    own = upper_first(note)
    own = own if own[-1] in ".!?。！？" else _sentence(own)
    parts = SENTENCE_END.split(how)
    whole = (*parts[:-1], parts[-1] if parts[-1][-1:] in ".!?。！？" else _sentence(parts[-1]))
    return _first_fitting(*(sentences(*whole[:count], own) for count in range(len(whole), 0, -1)), how)


def _sentence(text: str) -> str:
    return p_("sentence", "{text}.", text=text)


def _tip_alone(suggestion: Suggestion, catalogue: "Catalogue") -> Wording:
    headline = catalogue.exercise(suggestion.items[0].id).headline
    return Wording(_timed(headline, suggestion), (suggestion.tip, _("Just leaving counts.")))


def _walk_first(suggestion: Suggestion, catalogue: "Catalogue") -> Wording:
    """The walk leads; the routine, which `Start` still begins, follows."""
    walk = catalogue.exercise(suggestion.alternative)
    first = catalogue.exercise(suggestion.items[0].id)
    named, lasting = lower_first(move(suggestion, catalogue)), length(suggestion.total_seconds)
    instead = _("Or {move}, {length}.", move=named, length=lasting)
    tip = _("Tip: {tip}", tip=lower_first(suggestion.tip))
    return Wording(_("{headline}. Just leaving counts.", headline=walk.headline), (instead, first.how, tip))


def _after_busy(suggestion: Suggestion, catalogue: "Catalogue") -> Wording:
    """After a long call: up first, and the routine for whoever stays seated."""
    walk = catalogue.exercise(suggestion.alternative)
    # Where the invitation is too long beside what was waited for, the body says how.
    invitations = (walk.invite, _("up you get")) if walk.position in ON_THE_FEET else (walk.invite,)
    choices = (_opened(suggestion, invite) for invite in invitations)
    summary = next((text for text in choices if cells(text) <= SUMMARY), upper_first(walk.invite))
    named, lasting = lower_first(move(suggestion, catalogue)), length(suggestion.total_seconds)
    first = lower_first(catalogue.exercise(suggestion.items[0].id).headline)
    start = _first_fitting(
        _("Or press Start: {move}, {length}.", move=named, length=lasting),
        _("Or press Start: {headline}.", headline=first),
    )
    return Wording(summary, (walk.how, start, *_tip(suggestion)))


def _first_fitting(*texts: str) -> str:
    return next((text for text in texts if cells(text) <= LINE), texts[-1])
