"""What is remembered is the same, whether it is folded from all records or from where an earlier fold ended."""

import json
import os
from datetime import UTC, datetime, timedelta, tzinfo
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from uncrick.app.history import remembered
from uncrick.core.history import adherence, day, practice
from uncrick.core.history.undone import without_undone
from uncrick.core.model.person_day import day_of, person_zone
from uncrick.core.model.record import Item, Kind, Record
from uncrick.core.model.week_hours import parse_hours
from uncrick.core.presentation import feedback
from uncrick.storage import shipped_data
from uncrick.storage.codec import decode, encode
from uncrick.storage.history.store import History

RULES = shipped_data.rules()
BERLIN = ZoneInfo("Europe/Berlin")
ZONES: tuple[tzinfo, ...] = (
    BERLIN,
    UTC,
    ZoneInfo("America/New_York"),
    person_zone(BERLIN, parse_hours(["Sat 22:00-06:00"])),
)
NOON = datetime(2026, 10, 20, 12, tzinfo=UTC)
TURN, NOD = (Item(name, name, 5, 40) for name in ("neck_turn", "neck_nod"))
ANSWERS = ("hurt", "gone", "hard", "worse", "better", "signs", "good", "turned_on")
DETAILS = (
    {"seconds": 60, "prompt": "p1", "showing": 1, "tip": "posture_next", "alternative": "walk_corridor"},
    {"seconds": 90, "credited": False, "prompt": "p2"},
    {"exercise": "neck_turn", "score": 7, "prompt": "p1"},
    {"about": "prompts", "prompt": None},
)


def written(number, at, kind=Kind.DONE, *, answer=None, **detail):
    return Record(f"r{number}", at, None, kind, "cli", (TURN,), answer, detail)


def read(history, now, zone=BERLIN, waiting=()):
    return remembered.read(history, zone, RULES, now, day_of(now, zone), waiting)


def from_records(history, now, zone=BERLIN):
    """As a fold over all of them has it."""
    records = list(history.remembered(now - remembered.REMEMBERED))
    what = remembered.Remembered(
        practice.practice(records, zone, RULES),
        adherence.adherence(records, zone, RULES.adherence),
        feedback.lately(records),
    )
    return what, day.of_day(without_undone(records), day_of(now, zone), zone)


@pytest.fixture
def history(tmp_path):
    opened = History.open(str(tmp_path / "history.db"))
    opened._connection.execute("PRAGMA synchronous = OFF")
    yield opened
    opened.shut()


@pytest.fixture
def ten_days(history):
    """Twelve records a day, the last day half over, and what was remembered of the nine before it."""

    def write():
        for number in range(114):
            history.append(written(number, NOON + timedelta(days=number // 12, hours=number % 12 / 3), seconds=60))

    history.together(write)
    read(history, now(9))
    return history


def now(days):
    return NOON + timedelta(days=days, hours=5)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(("record", "record", "record", "late", "undo", "forget", "read", "read", "zone")),
        st.sampled_from([kind for kind in Kind if kind is not Kind.UNDONE]),
        st.integers(0, 30 * 60),
        st.integers(0, 30),
    ),
    max_size=30,
)


@settings(deadline=None, max_examples=40)
@given(STEPS)
def test_from_a_kept_fold_it_is_what_all_records_say(steps):
    with TemporaryDirectory() as folder:
        history, at, zone, number = History.open(os.path.join(folder, "history.db")), NOON, BERLIN, 0
        history._connection.execute("PRAGMA synchronous = OFF")
        for step, kind, minutes, which in steps:
            match step:
                case "record" | "late":
                    at += timedelta(minutes=minutes) * (step == "record")
                    when = at - timedelta(minutes=minutes * 5) * (step == "late")
                    answer = ANSWERS[which % len(ANSWERS)] if kind is Kind.FEEDBACK else None
                    items = (TURN, NOD)[: which % 3]
                    detail = DETAILS[which % len(DETAILS)]
                    history.append(Record(f"r{number}", when, None, kind, "cli", items, answer, detail))
                    number += 1
                case "undo":
                    history.append(written(number, at, Kind.UNDONE, of=f"r{which % (number + 1)}"))
                    number += 1
                case "forget":
                    history.forget(("hurt", "good"))
                case "zone":
                    zone = ZONES[which % len(ZONES)]
                case _:
                    assert read(history, at, zone) == from_records(history, at, zone)
        assert read(history, at, zone) == from_records(history, at, zone)
        assert read(history, at, zone) == from_records(history, at, zone)
        history.shut()


@pytest.mark.parametrize("zone", ZONES, ids=("Berlin", "UTC", "New York", "nights"))
def test_another_zone_has_its_own(ten_days, zone):
    assert read(ten_days, now(9), zone) == from_records(ten_days, now(9), zone)


def test_only_what_came_after_the_fold_is_read(ten_days):
    rows = 0

    def counted(_cursor, row):
        nonlocal rows
        rows += 1
        return row

    ten_days._connection.row_factory = counted
    read(ten_days, now(9))
    ten_days._connection.row_factory = None
    assert rows < 12 + 12


def test_what_waits_and_takes_back_an_old_answer_counts(ten_days):
    undone = written("u", now(9), Kind.UNDONE, of="r3")
    what, _today = read(ten_days, now(9), waiting=[undone])
    ten_days.append(undone)
    assert what == from_records(ten_days, now(9))[0]


def test_a_fold_by_other_rules_is_made_anew(ten_days, monkeypatch):
    kept = json.loads(ten_days.kept("remembered"))
    with ten_days.of_one_moment():
        ten_days.keep("remembered", json.dumps(kept | {"key": "other"}))
    assert read(ten_days, now(9)) == from_records(ten_days, now(9))


@pytest.mark.parametrize("text", ["", "[]", "{}", "no JSON"])
def test_a_fold_that_cannot_be_read_is_made_anew(ten_days, text):
    with ten_days.of_one_moment():
        ten_days.keep("remembered", text)
    assert read(ten_days, now(9)) == from_records(ten_days, now(9))


def test_no_byte_of_a_forgotten_answer_is_left_in_it(history, tmp_path):
    for number, word in enumerate(("hurt", "signs")):
        history.append(written(number, NOON, Kind.FEEDBACK, answer=word, exercise="sharp-mark", score=7))
    history.append(written(3, now(1)))
    read(history, now(1))
    assert "sharp-mark" in history.kept("remembered")
    history.forget(("hurt", "signs"))
    assert history.kept("remembered") is None
    assert b"sharp-mark" not in b"".join(file.read_bytes() for file in tmp_path.iterdir())


def test_what_is_remembered_reads_as_it_was_written(ten_days):
    what, _today = read(ten_days, now(9))
    assert decode(remembered.Remembered, json.loads(json.dumps(encode(what)))) == what
