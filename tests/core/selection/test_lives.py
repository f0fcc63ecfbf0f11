"""The acceptance rules over whole lives: ten years and two hundred times four weeks; with `-m year` 200 years."""

from collections.abc import Callable
from functools import cache

import pytest

from lives import RULES, Book, Diligent, Fewer, Life, lived

# One process lives through them with --dist loadfile, and all tests read what came of it.

MOST: tuple[type[Life], ...] = (*[Life] * 8, Diligent, Fewer)
"""Of ten people, two do all that is asked of them."""

LEAST = {
    "T4": 1000,
    "T6": 1000,
    "T7": 500,
    "T9": 1000,
    "T12": 1000,
    "T13": 500,
    "T16": 1000,
    "T18": 100,
    "F9": 500,
    "S1": 250,
}
"""How often a rule must have been put to the test, where that is less often than at every second routine."""


@cache
def short() -> Book:
    """Two hundred people for four weeks each, and ten for a year."""
    book = lived(MOST, weeks=4, count=200)
    book.add(lived(MOST, weeks=52, count=10, first=1000))
    return book


@cache
def long() -> Book:
    """Two hundred people for a year each."""
    return lived(MOST, weeks=52, count=200, first=2000)


def kept(rule: str, book: Book, record_property: Callable[[str, object], None]) -> None:
    routines = book.routines["prompts"]
    record_property("checks", book.checks[rule])
    assert not book.breaches.get(rule), (RULES[rule], len(book.breaches[rule]), book.breaches[rule][:3])
    assert book.checks[rule] >= LEAST.get(rule, routines / (16 if rule == "T11" else 2)), "hardly ever put to the test"


@pytest.mark.parametrize("rule", RULES)
def test_no_life_breaks_a_rule(rule: str, record_property: Callable[[str, object], None]) -> None:
    kept(rule, short(), record_property)


def test_lives_are_eventful() -> None:
    seen = short().routines

    assert seen["prompts"] > 35_000
    for word in ("hurt", "hard", "gone", "still", "unwell", "signs", "checked", "pain", "worse", "turned_on"):
        assert seen[f"said {word}"] > 10, word
    for kind in ("home", "lying", "ease", "hand", "break", "prompts after a long absence", "home sessions"):
        assert seen[kind] > 30, kind


@pytest.mark.year
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("rule", RULES)
def test_no_year_breaks_a_rule(rule: str, record_property: Callable[[str, object], None]) -> None:
    kept(rule, long(), record_property)
