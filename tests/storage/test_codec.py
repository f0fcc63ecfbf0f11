"""Dataclasses as JSON and back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

import pytest

from uncrick.storage.codec import DecodeError, decode, encode


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True)
class Point:
    x: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class Resting:
    pass


@dataclass(frozen=True, slots=True)
class Moving:
    towards: Point


@dataclass(frozen=True, slots=True)
class Whole:
    number: float = 0.0
    count: int = 0
    truth: bool = False
    day: date | None = None
    at: datetime | None = None
    colour: Colour | None = None
    point: Point | None = None
    motion: Resting | Moving | None = None
    motions: tuple[Resting | Moving, ...] | None = ()
    pairs: tuple[tuple[str, float], ...] = ()
    ids: frozenset[str] = frozenset()
    facts: Mapping[str, str | int | bool | None] = field(default_factory=dict)
    anything: Any = None


WRITTEN = [
    ("number", 1.5, 1.5),
    ("number", 3, 3),
    ("day", date(2026, 11, 23), "2026-11-23"),
    ("at", datetime(2026, 11, 23, 9, tzinfo=UTC), "2026-11-23T09:00:00+00:00"),
    ("colour", Colour.BLUE, "blue"),
    ("point", Point(1.0, "here"), {"x": 1.0, "label": "here"}),
    ("motion", Resting(), {"_": "Resting"}),
    ("motion", Moving(Point(1.0)), {"_": "Moving", "towards": {"x": 1.0, "label": ""}}),
    ("motions", (Resting(),), [{"_": "Resting"}]),
    ("pairs", (("call", 3.0),), [["call", 3.0]]),
    ("ids", frozenset("cab"), ["a", "b", "c"]),
    ("ids", set("cab"), ["a", "b", "c"]),
    ("facts", {"a": 1, "b": None, "c": "x", "d": True}, {"a": 1, "b": None, "c": "x", "d": True}),
    ("anything", {"a": [1]}, {"a": [1]}),
]


@pytest.mark.parametrize(("name", "value", "plain"), WRITTEN)
def test_a_field_has_one_form_as_json(name, value, plain):
    assert encode(Whole(**{name: value}))[name] == plain


@pytest.mark.parametrize(("name", "value", "plain"), WRITTEN)
def test_what_was_encoded_is_decoded_to_the_same_value(name, value, plain):
    whole = Whole(**{name: value})
    assert decode(Whole, json.loads(json.dumps(encode(whole)))) == whole


def test_a_missing_field_has_its_default():
    assert decode(Whole, {}) == Whole()


@pytest.mark.parametrize(
    ("plain", "path", "expected"),
    [
        ([], "", "an object"),
        ({"size": 1}, "size", "nothing but number, count"),
        ({"number": "1"}, "number", "a number"),
        ({"number": True}, "number", "a number"),
        ({"count": 1.0}, "count", "a whole number"),
        ({"truth": 1}, "truth", "true or false"),
        ({"day": "tomorrow"}, "day", "a day such as"),
        ({"day": 3}, "day", "a day such as"),
        ({"at": []}, "at", "a time such as"),
        ({"colour": "green"}, "colour", "one of red, blue"),
        ({"point": 1}, "point", "an object"),
        ({"point": {}}, "point.x", "a value: it is missing"),
        ({"point": {"x": None}}, "point.x", "a number"),
        ({"motion": {}}, "motion", "an object with _ as one of Resting, Moving"),
        ({"motion": {"_": "Flying"}}, "motion", "an object with _ as one of Resting, Moving"),
        ({"motion": {"_": "Moving", "towards": {"x": ""}}}, "motion.towards.x", "a number"),
        ({"motions": {}}, "motions", "a list"),
        ({"pairs": [["call"]]}, "pairs.0", "a list of 2"),
        ({"pairs": [["call", 1], ["call", ""]]}, "pairs.1.1", "a number"),
        ({"ids": [1]}, "ids.0", "text"),
        ({"facts": []}, "facts", "an object"),
        ({"facts": {"a": []}}, "facts.a", "text or a whole number or true or false or null"),
    ],
)
def test_a_fault_names_the_field_and_what_was_expected(plain, path, expected):
    with pytest.raises(DecodeError) as raised:
        decode(Whole, plain)
    assert ".".join(raised.value.path) == path
    assert raised.value.expected.startswith(expected)


@dataclass(frozen=True)
class Counted:
    """What has numbers as keys, and defaults."""

    by_hour: Mapping[int, str]
    most: int = 3
    names: tuple[str, ...] = ()


def test_numbers_as_keys_come_back_as_numbers():
    counted = Counted({7: "seven", -1: "before"}, most=4)
    assert decode(Counted, json.loads(json.dumps(encode(counted)))) == counted


def test_a_key_that_is_no_number_is_named():
    with pytest.raises(DecodeError, match="numbers as keys"):
        decode(Counted, {"by_hour": {"noon": "x"}})


def test_sparse_is_without_what_has_its_default_and_reads_the_same():
    counted = Counted({}, names=("a",))
    assert encode(counted, sparse=True) == {"by_hour": {}, "names": ["a"]}
    assert decode(Counted, encode(counted, sparse=True)) == counted
