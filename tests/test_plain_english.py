"""Searches every text a person can read for mannered turns of phrase and for names that exercises gave up."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import pytest

from extract_messages import extracted
from uncrick.cli.exercises import template
from uncrick.core.model.catalog import Exercise
from uncrick.storage import shipped_data


class Turn(NamedTuple):
    """A turn of phrase that nobody says: how it is found, a text that had it, and what to write."""

    pattern: str
    example: str
    better: str


TURNS = (
    # A noun is denied with "not a", a verb with "not".
    Turn(r"(?<!there )\b(is|was|are) no (?!longer|more|better|worse)", "That file is no catalogue.", "is not a"),
    Turn(r"\b(is|has|which is) none of\b", "reps = 3 is none of these", "is not one of"),
    Turn(r"\btakes? no\b", "A home session takes no exercise", "cannot be used with"),
    Turn(r"\bmakes? no\b", "'?' makes no name of a file", "cannot be made into"),
    Turn(r"\bsays nothing\b", "The name says nothing", "is empty"),
    Turn(r"\btells? (nobody|no one|nothing)\b", "The desktop tells nobody", "does not report"),
    Turn(r"\bdoes nothing here\b", "The setting does nothing here", "has no effect"),
    Turn(r"\bnobody (is|was) asked\b", "Here nobody is asked", "no question is asked"),
    Turn(r"\bneed not\b", "One need not come from the other", "does not have to"),
    Turn(r"\bkeeps? (a prompt|prompts|it) back\b", "nothing keeps a prompt back", "holds back"),
    Turn(r"^(Never|Nowhere|Not once) (is|are|was|does|did)\b", "Never is the neck forced.", "The neck is never"),
    Turn(r"^Who (?!is|are|was|can)\w+s\b[^?]*$", "Who takes breaks sees less.", "If you"),
    Turn(r"\bwho(m)?ever\b", "for whoever reads on paper", "for people who"),
    # The person is spoken to in everyday words.
    Turn(r"\bsay so\b", "When it has gone, say so: uncrick safety", "name what to press"),
    Turn(r"\bgoes alone\b", "--stop goes alone", "cannot be combined with anything else"),
    Turn(r"\blies ahead\b", "That lies ahead", "has not come yet"),
    Turn(r"\b(is|was|are|were) over already\b", "That is over already", "has passed"),
    Turn(r"\b(it|that|today|day) (comes|came) to\b", "One line in the evening: what it came to.", "a summary"),
    Turn(r"\bup you get\b", "After 30 min of calls: up you get", "stand up"),
    Turn(r"\bof (yours|ours|mine)\b", "a service of yours", "your"),
    Turn(r"\bstand(s|ing)?[ -]in\b", "Another exercise stands in", "is suggested instead"),
    Turn(r"\bsaid to hurt\b", "What was said to hurt is left out", "you reported that it hurt"),
    Turn(r"\btold of\b", "Only what has been can be told of.", "Choose a time in the past"),
    Turn(r"\bwithout a word\b", "It ended without a word", "unexpectedly"),
    Turn(r"\ball the same\b", "Prompts come all the same.", "anyway"),
    Turn(r"\bback only by you\b", "Shrug stays out. Back only by you", "until you turn it on again"),
    Turn(r"\brules? it out\b", "nothing rules it out", "nothing in particular"),
    Turn(r"\bas (it|they) comes?\b", "The settings as they come", "default"),
    Turn(r"\b(just|become) free\b", "Waiting: just free again", "a call has just ended"),
    Turn(r"[?.;] Else\b", "Did you mean reps? Else take it out", "If not"),
    Turn(r"\btake (it|one|some|them) (out|away)\b", "Take it out", "Remove it"),
    Turn(r"(^|, |# )so often\b", "reps = 4  # so often in one break", "repetitions"),
    Turn(r"\bmends\b|\bmend it\b", "what works here, and what mends the rest", "how to repair"),
    Turn(r"\bnought\b", "0 for nought", "none"),
    Turn(r"\bor the like\b", "a call or the like has just ended", "name them"),
    Turn(r"\bwhat to mind\b|\bto mind\b(?! you)", "uncrick safety says what to mind", "what to watch for"),
    Turn(r"\bwhen you were checked\b", "When you were checked: uncrick safety", "Once you have been checked"),
    Turn(r"\b(was|were) (\w+ )?since\b", "Prompts were paused since 9:00.", "have been paused since"),
    # No riddles and no threats in an exercise.
    Turn(r"\bcomplains?\b", "Stay low if a shoulder complains.", "hurts"),
    Turn(r"\bnever (into|far)\b", "Then right. Never into pain.", "Stop before it hurts"),
    Turn(r"\bEasy there\b", "Easy there.", "Pause there"),
    Turn(r"\b(average pace|a kind mood)\b", "Average pace, no bouncing.", "Move slowly"),
    Turn(r"\bkipping\b|\bunseat\b", "No jumping, no kipping.", "words that everybody knows"),
)

GIVEN_UP = {
    "walk_corridor": ("walk the corridor", "corridor walk"),
    "neck_press_fb": ("hand press",),
    "round_stand": ("standing back round",),
    "curl_knees": ("nod to knees",),
    "swim_dry": ("dry-land crawl",),
    "relief_rock": ("knee rocking",),
    "relief_comfort": ("find your easy position",),
    "forward_bend": ("desk-supported bend", "fold at your desk"),
    "bar_hang_feet": ("feet-down hang",),
    "chin_tuck": ("chin glide", "chin tuck"),
    "blade_squeeze": ("shoulder-blade squeeze",),
    "seat_tilt": ("seated round",),
    "bird_dog": ("bird dog",),
    "door_reach": ("doorway reach",),
}
"""Names that an exercise no longer has, by its id; people would think that they are other exercises."""


DATA = ("exercises.toml", "tips.toml", "safety.toml")


def _of_data(value: object, key: str = "") -> Iterator[str]:
    match value:
        case str() if key not in ("id", "evidence", "url"):
            yield value
        case dict():
            for name, inner in value.items():
                yield from _of_data(inner, name)
        case list():
            for inner in value:
                yield from _of_data(inner, key)


@cache
def texts() -> tuple[str, ...]:
    """The messages of the program, the texts of the data, the comments of the settings, and the template."""
    found: list[str] = []
    for message in extracted():
        found.extend(message.id if isinstance(message.id, tuple | list) else (message.id,))
    for name in DATA:
        document = tomllib.loads(shipped_data.text(name))
        document.pop("reference", None)  # titles as their authors gave them
        found.extend(_of_data(document))
    found.extend(shipped_data.text("settings.toml").splitlines())
    found.extend(template("Wrist circles", "wrist_circles").splitlines())
    return tuple(dict.fromkeys(text.removeprefix("# ") for text in found if text))


def with_turn(turn: Turn, among: tuple[str, ...]) -> list[str]:
    return [text for text in among if re.search(turn.pattern, text, re.IGNORECASE)]


@pytest.mark.parametrize("turn", TURNS, ids=[turn.example for turn in TURNS])
def test_no_text_has_the_turn(turn: Turn) -> None:
    assert with_turn(turn, texts()) == [], f"write instead: {turn.better}"


@pytest.mark.parametrize("turn", TURNS, ids=[turn.example for turn in TURNS])
def test_a_turn_is_found_in_its_example_and_not_in_the_better_form(turn: Turn) -> None:
    assert with_turn(turn, (turn.example,)) == [turn.example]
    assert with_turn(turn, (turn.better,)) == []


@pytest.mark.parametrize("text", ["It is no longer there.", "There is no break due.", "No sooner than {time}"])
def test_everyday_words_are_not_found(text: str) -> None:
    assert [turn.example for turn in TURNS if with_turn(turn, (text,))] == []


@pytest.mark.parametrize("name", GIVEN_UP)
def test_no_text_has_a_name_that_an_exercise_gave_up(name: str) -> None:
    current = shipped_data.catalogue().exercise(name).name

    assert [text for text in texts() for old in GIVEN_UP[name] if old in text.lower()] == [], f"say: {current}"


# ---------------------------------------------------------------- cues


@pytest.fixture(params=shipped_data.catalogue().exercises)
def exercise(request: pytest.FixtureRequest) -> Exercise:
    return shipped_data.catalogue().exercise(request.param)


def test_a_first_cue_is_whole_sentences_and_a_later_one_a_fragment(exercise: Exercise) -> None:
    assert [cue.say for cue in exercise.cues if not cue.say.endswith(".")] == []
    assert [cue.brief for cue in exercise.cues if cue.brief.endswith(".")] == []
    assert exercise.setup_say.endswith(".")


def test_no_cue_comes_twice_in_a_row(exercise: Exercise) -> None:
    if not exercise.loop:
        says, briefs = [[cue.say for cue in exercise.cues], [cue.brief for cue in exercise.cues]]
        assert [say for say, following in pairwise(says) if say == following] == []
        assert [brief for brief, following in pairwise((*briefs, briefs[0])) if brief == following] == []


def test_card_texts_are_whole_sentences(exercise: Exercise) -> None:
    written = (exercise.how, exercise.why, exercise.instruction, exercise.caution)
    assert [text for text in written if not text.endswith(".")] == []


@pytest.mark.parametrize("name", shipped_data.catalogue().tips)
def test_tips_are_whole_sentences(name: str) -> None:
    tip = shipped_data.catalogue().tips[name]
    assert tip.text.endswith(".")
    assert tip.short.endswith(".")
