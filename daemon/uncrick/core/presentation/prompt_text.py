"""The text of a prompt: an invitation, how long it takes and what else counts, a tip."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from uncrick.core.model.dates import sentences
from uncrick.core.model.prescription import PLANNED
from uncrick.core.model.suggestion import STRONGER, TITLE, Form, Suggestion, title
from uncrick.core.model.text import N_, _, cells, lower_first, n_, p_, upper_first

if TYPE_CHECKING:
    from uncrick.core.model.catalog import Catalogue

HINT, HINT_WITHOUT = N_("uncrick break, snooze or skip"), N_("uncrick done, snooze or skip")
# Opens the first prompt after a time away (S19).
RETURN = N_("Hello again")
# More repetitions than this nobody counts: they are the steps of a walk.
COUNTED = 12
# Shown where no exercise is suggested: nothing is asked of the person.
LOOK_AWAY = N_("Look away for a minute")
LEAVING = N_("Just leaving counts too.")
SEATED, STANDING = ("sit",), ("stand", "walk")


@dataclass(frozen=True, slots=True)
class Widths:
    """The room for a title and for the first paragraph, in cells of a terminal: East Asian characters take two."""

    title: int
    line: int


WIDE = Widths(TITLE, 80)
# Of servers that cut a title: the second move then stands in the first paragraph.
NARROW = Widths(36, 100)


@dataclass(frozen=True, slots=True)
class Wording:
    """A summary, and the body: paragraphs, which the notification server wraps."""

    summary: str
    lines: tuple[str, ...]


def announced(text: Wording) -> Wording:
    """The same for a prompt whose break begins by itself: that is worth more than the tip."""
    return Wording(text.summary, (text.lines[0], _("It begins by itself in a minute. Stop ends it at any time.")))


def prompt(suggestion: Suggestion, catalogue: "Catalogue", widths: Widths = WIDE) -> Wording:
    """The text of a prompt, in that room."""
    if not suggestion.items:
        walk, rest = _("Or walk a little, if you feel able."), _("Or close your eyes for a while.")
        return Wording(_(LOOK_AWAY), (walk if suggestion.alternative else rest, *_tip(suggestion)))
    names = [catalogue.exercise(item.id).headline for item in suggestion.items]
    if suggestion.after_busy and suggestion.alternative:
        return _after_busy(suggestion, catalogue, names, widths)
    if suggestion.form is Form.TIP_ALONE:
        return Wording(names[0], (*_leaving(suggestion), suggestion.tip))
    if suggestion.form is Form.HOME_SESSION:
        return Wording(move(suggestion, catalogue), (_course(suggestion, catalogue, names[0]), *_tip(suggestion)))
    if suggestion.form is Form.STRENGTH_SET:
        return Wording(move(suggestion, catalogue), (_strength(suggestion, names, widths), *_tip(suggestion)))
    if suggestion.walk_first and suggestion.alternative:
        walk, instead = catalogue.exercise(suggestion.alternative).headline, _instead(suggestion, names[0])
        line = _first_fitting(widths, sentences(instead, *_leaving(suggestion)), instead)
        return Wording(walk, (line, *_tip(suggestion)))
    called, unnamed = title(names, widths.title)
    return Wording(called, (_how_long(suggestion, catalogue, unnamed, widths), *_tip(suggestion)))


def move(suggestion: Suggestion, catalogue: "Catalogue") -> str:
    """The first move and how often: `Turn your head, 5 times`; of a home session or a strength set, what it is."""
    if not suggestion.items:
        return _(LOOK_AWAY)
    if suggestion.form is Form.HOME_SESSION:
        about = minutes(suggestion.total_seconds)
        return n_("About {count} min on the floor", "About {count} min on the floor", about)
    if suggestion.form is Form.STRENGTH_SET:
        return _("Two minutes with your band") if len(suggestion.items) > 1 else _("A minute with your band")
    item = suggestion.items[0]
    headline, repeated = catalogue.exercise(item.id).headline, times(item.reps)
    return _("{headline}, {times}", headline=headline, times=repeated) if repeated else headline


def session(seconds: float, least: float) -> str:
    """The line before a home session that was asked for; `least` seconds make a whole one."""
    about = n_("About {count} minute on the floor.", "About {count} minutes on the floor.", minutes(seconds))
    return about if seconds >= least else sentences(about, _("It gets longer over the next weeks."))


# ---------------------------------------------------------------- lengths and numbers


def length(seconds: float) -> str:
    """A length of time, rounded: `45 s`, `1 min`, `75 s`, `1½ min`."""
    rounded = max(5, round(seconds / 5) * 5)
    if rounded < 55 or 65 <= rounded <= 80:
        return n_("{count} s", "{count} s", rounded)
    whole, half = divmod(round(seconds / 30), 2)
    return n_("{count}½ min", "{count}½ min", whole) if half else n_("{count} min", "{count} min", whole)


def spoken_length(seconds: float) -> str:
    """A length of time as people say it: `one minute`, `a minute and a quarter`, `a minute and a half`."""
    quarters = max(2, round(seconds / 15))
    words = (
        _("half a minute"),
        _("under a minute"),
        _("one minute"),
        _("a minute and a quarter"),
        _("a minute and a half"),
        _("a minute and three quarters"),
        _("two minutes"),
    )
    if quarters < 2 + len(words):
        return words[quarters - 2]
    return n_("{count} minute", "{count} minutes", round(quarters / 4))


def how_often(count: int) -> str:
    """`once`, `twice`, `5 times`."""
    return _("twice") if count == 2 else n_("once", "{count} times", count)


def times(reps: int) -> str:
    """How often, but nothing for a single repetition, nor for steps."""
    return "" if reps == 1 or reps > COUNTED else how_often(reps)


def minutes(seconds: float) -> int:
    """Whole minutes, at least one."""
    return max(1, round(seconds / 60))


# ---------------------------------------------------------------- parts of a prompt


def _how_long(suggestion: Suggestion, catalogue: "Catalogue", unnamed: str, widths: Widths) -> str:
    """How long it takes and what else counts; before it a move not named yet, or the person's note, or a warm line."""
    note, opening = catalogue.exercise(suggestion.items[0].id).note, opening_words(suggestion.opening)
    if unnamed:
        then = _("Then {move}.", move=lower_first(unnamed))
        said = (_sentence(opening), then) if suggestion.opening == RETURN else (then, _sentence(opening))
        return _behind([sentences(*said), then] if opening else [then], suggestion, catalogue, widths)
    if note:
        noted = _behind([_sentence(upper_first(note))], suggestion, catalogue, widths)
        if cells(noted) <= widths.line:
            return noted
    return _behind([_sentence(opening), ""] if opening else [""], suggestion, catalogue, widths)


def _behind(firsts: list[str], suggestion: Suggestion, catalogue: "Catalogue", widths: Widths) -> str:
    """The longest line that fits; the place gives way first, then the first sentence, then the alternative."""
    time, place = spoken_length(suggestion.total_seconds), _place(suggestion, catalogue)
    either, leaving = _alternative(suggestion, catalogue), _leaving(suggestion)
    return _first_fitting(
        widths,
        *(
            sentences(first, _length_of(time, where, other), *left)
            for left in (leaving, ())
            for other in (either, "")
            for first in firsts
            for where in (place, "")
        ),
    )


def opening_words(opening: str) -> str:
    """An opening, which a suggestion has in English, as a person reads it."""
    return _(opening) if opening in (RETURN, PLANNED) else p_("opening", opening)


def _length_of(time: str, place: str, either: str) -> str:
    if place and either:
        text = _("{length} {place}, or {alternative}.", length=time, place=place, alternative=either)
    elif either:
        text = _("{length}, or {alternative}.", length=time, alternative=either)
    elif place:
        text = _("{length} {place}.", length=time, place=place)
    else:
        text = _sentence(time)
    return upper_first(text)


def _place(suggestion: Suggestion, catalogue: "Catalogue") -> str:
    """Where it is done: seated people need not get up."""
    positions = [catalogue.exercise(item.id).position for item in suggestion.items]
    if all(position in SEATED for position in positions):
        return _("right where you are")
    return _("on your feet") if all(position in STANDING for position in positions) else ""


def _alternative(suggestion: Suggestion, catalogue: "Catalogue") -> str:
    return lower_first(catalogue.exercise(suggestion.alternative).headline) if suggestion.alternative else ""


def _leaving(suggestion: Suggestion) -> tuple[str, ...]:
    return (_(LEAVING),) if suggestion.explains_leaving else ()


def _tip(suggestion: Suggestion) -> tuple[str, ...]:
    return (_("Tip: {tip}", tip=lower_first(suggestion.tip)),) if suggestion.tip else ()


def _instead(suggestion: Suggestion, name: str) -> str:
    """What `Start` begins where the walk is named first."""
    time = spoken_length(suggestion.total_seconds)
    return _("Or press Start: {move}, {length}.", move=lower_first(name), length=time)


def _course(suggestion: Suggestion, catalogue: "Catalogue", first: str) -> str:
    """What a home session begins with, how much follows, and whether it is shorter than usual."""
    more = len(suggestion.items) - 1
    course = _sentence(first)
    if more:
        course = n_("{name} first, then {count} more.", "{name} first, then {count} more.", more, name=first)
    whole = suggestion.total_seconds >= catalogue.numbers.home_session.least_s
    return course if whole else sentences(course, _("Longer ones come later."))


def _strength(suggestion: Suggestion, names: list[str], widths: Widths) -> str:
    """The moves of a strength set, how often each, and whether a stronger band is due."""
    stronger = (_(STRONGER),) if suggestion.opening == STRONGER else ()
    reps = suggestion.items[0].reps
    if len(names) == 1:
        return sentences(_sentence(names[0]), _sentence(upper_first(how_often(reps))), *stronger)
    repeated = n_("{count} time each.", "{count} times each.", reps)
    both = p_("title of a prompt", "{first}, then {second}", first=names[0], second=lower_first(names[1]))
    return _first_fitting(
        widths, sentences(_sentence(both), repeated, *stronger), sentences(_sentence(both), *stronger)
    )


def _first_fitting(widths: Widths, *texts: str) -> str:
    return next((text for text in texts if cells(text) <= widths.line), texts[-1])


def _sentence(text: str) -> str:
    return text if text[-1:] in tuple(".!?。！？") else p_("sentence", "{text}.", text=text)


def _after_busy(suggestion: Suggestion, catalogue: "Catalogue", names: list[str], widths: Widths) -> Wording:
    """After a long call: up first, and the routine for whoever stays seated."""
    walk = catalogue.exercise(suggestion.alternative).headline
    called = p_(
        "title of a prompt", "{opening}: {move}", opening=opening_words(suggestion.opening), move=lower_first(walk)
    )
    line = _instead(suggestion, names[0])
    if cells(called) > widths.title:
        called, line = walk, _first_fitting(widths, sentences(_sentence(opening_words(suggestion.opening)), line), line)
    return Wording(called, (line, *_tip(suggestion)))
