"""Searches every text a person can read for medical promises and false claims about the body."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from uncrick.cli.exercises import template
from uncrick.core.presentation.exercise_card import card
from uncrick.platforms.linux import desktop_entry
from uncrick.storage import shipped_data

TREE = Path(__file__).parents[1]
PROGRAM = TREE / "daemon" / "uncrick"
PAGES = ("README.md", "CHANGELOG.md")
DATA = ("exercises.toml", "tips.toml", "safety.toml", "adherence.toml", "custom_exercises.toml", "figure.toml")

FORBIDDEN = re.compile(
    r"spasm|vertebra|subluxat|\bpinch|\btrapped\b|out of place|\btoxin|\bcure[sd]?\b"
    r"|\bheal(s|ed|ing)?\b|\bfix(es|ed|ing)?\b|(correct|perfect|good|bad|proper) posture"
    r"|decompress|blood flow|circulation|\bnerves?\b|\bneurons?\b|\borgans?\b"
    r"|bones? (back|shift|move)"
    r"|shift(s|ed|ing)? (of )?(the )?(bone|disc|back into)|(back )?into (its|their)? ?place"
    r"|realign|alignment|straighten(s|ed)? (the|your) (back|spine|neck)"
    r"|(far|high|hard|deep) as possible|as far as you can|to the stop\b|through (the )?pain\b"
    r"|painless|pain[- ]free|miracle|guarantee|prevents? (pain|injur)|(relieves?|removes?|ends?) pain"
    r"|\bharmless\b|clinically|medically|scientifically|proven|\btherap(y|ies|eutic)\b",
    re.IGNORECASE,
)
"""Words that a text may not use: promises, and claims of the source article that are false."""

EXCEPTIONS = {
    "A hang may feel good because it stretches shoulders and sides. It does not move bones back into place.": (
        "the tip `bar_feel` denies the idea"
    ),
    "Swinging the head back to the stop": "says what was left out, and the reason stands beside it",
    "### Fixed": "a heading of the changelog, and says nothing of a body",
}
"""Texts that may use them, each with the reason."""


def _texts(value: object, key: str = "") -> Iterator[str]:
    match value:
        case str() if key != "id":
            yield value
        case dict():
            for name, inner in value.items():
                yield from _texts(inner, name)
        case list():
            for inner in value:
                yield from _texts(inner, key)


def _of_data(name: str) -> Iterator[str]:
    document = tomllib.loads(shipped_data.text(name))
    # Titles are as their authors gave them; those that are shown stand on the cards, which are searched as well
    document.pop("reference", None)
    yield from _texts(document)


def _paragraphs(name: str) -> Iterator[str]:
    """The paragraphs of a page of the project."""
    yield from (TREE / name).read_text("utf-8").split("\n\n")


def _docstrings(tree: ast.Module) -> set[int]:
    """Ids of the strings that are statements, such as docstrings: only developers read them."""
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def _of_source(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text("utf-8"))
    docstrings = _docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


@cache
def _sources() -> tuple[Path, ...]:
    return tuple(sorted(PROGRAM.rglob("*.py")))


IDS = frozenset(tomllib.loads(shipped_data.text("safety.toml"))["contraindication"]) | {
    flag["id"] for flag in tomllib.loads(shipped_data.text("safety.toml"))["red_flag"]
}
"""Ids, which nobody reads."""


def forbidden(texts: Iterator[str]) -> list[str]:
    return [text for text in texts if text not in EXCEPTIONS and text not in IDS and FORBIDDEN.search(text)]


# ---------------------------------------------------------------- texts


@pytest.mark.parametrize("name", DATA)
def test_the_data_makes_no_forbidden_claim(name: str) -> None:
    assert forbidden(_of_data(name)) == []


def test_the_comments_of_the_settings_make_none() -> None:
    assert forbidden(iter(shipped_data.text("settings.toml").splitlines())) == []


def test_the_program_makes_none() -> None:
    assert _sources()
    assert {path.name: texts for path in _sources() if (texts := forbidden(_of_source(path)))} == {}


@pytest.mark.parametrize("name", PAGES)
def test_readme_and_changelog_make_none(name: str) -> None:
    assert forbidden(_paragraphs(name)) == []


@pytest.mark.parametrize("exercise_id", shipped_data.catalogue().exercises)
def test_the_card_of_an_exercise_makes_none(exercise_id: str) -> None:
    known = shipped_data.catalogue()
    text = " ".join(card(known.exercise(exercise_id), known).split())

    assert forbidden(iter([text])) == []


def test_the_template_of_an_exercise_makes_none() -> None:
    assert forbidden(iter(template("Wrist circles", "wrist_circles").splitlines())) == []


def test_the_launcher_makes_none() -> None:
    assert forbidden(_of_source(Path(desktop_entry.__file__))) == []


# ---------------------------------------------------------------- the search


@pytest.mark.parametrize(
    "text",
    [
        "Spasmodic muscles flex the spine.",
        "The vertebrae shift and pinch neurons.",
        "Your neck is out of place.",
        "It cures a stiff neck and heals the back.",
        "Fix your posture.",
        "Better blood flow to the head.",
        "Turn your head as far as possible.",
        "Swing back, also to the stop.",
        "Sit in the correct posture.",
        "It decompresses the spine.",
        "They are all the same nerves.",
        "Your life will again become painless.",
    ],
)
def test_a_claim_of_the_article_is_found(text: str) -> None:
    assert forbidden(iter([text])) == [text]


@pytest.mark.parametrize(
    "text",
    ["arm_nerve", "Health comes first.", "A fixture in the office.", "Move each shoulder.", "The prefix is short."],
)
def test_a_similar_word_is_not_found(text: str) -> None:
    assert forbidden(iter([text])) == []


def test_every_exception_is_needed() -> None:
    texts = {text for name in DATA for text in _of_data(name)} | set(_paragraphs("CHANGELOG.md"))

    assert {text for text in EXCEPTIONS if text not in texts or not FORBIDDEN.search(text)} == set()
