"""Records, exercises and profiles as plain JSON objects."""

import json
from datetime import UTC, timedelta

import pytest

from app.life import MONDAY
from uncrick.core.model.profile import Profile
from uncrick.core.model.record import Item, Kind, Record
from uncrick.core.presentation.export import record_object
from uncrick.storage.json_objects import exercise_object, profile_of
from uncrick.storage.shipped_data import catalogue

KNOWN = catalogue()


def iso(at):
    return at.astimezone(UTC).isoformat(timespec="seconds")


def test_a_record_has_the_fields_of_the_contract():
    items = (Item("neck_turn", "Turn", 5, 40),)
    record = Record("r1", MONDAY, MONDAY + timedelta(minutes=1), Kind.DONE, "cli", items, "fine", {"credited": True})
    assert record_object(record, iso) == {
        "id": "r1",
        "at": "2026-11-23T09:00:00+00:00",
        "until": "2026-11-23T09:01:00+00:00",
        "kind": "done",
        "source": "cli",
        "routine": [{"id": "neck_turn", "name": "Turn", "reps": 5, "seconds": 40}],
        "feedback": "fine",
        "detail": {"credited": True},
    }


@pytest.mark.parametrize(("variant", "more"), [("", {}), ("gentle", {"variant": "gentle"})])
def test_an_easier_variant_is_reported_and_nothing_where_there_is_none(variant, more):
    record = Record("r1", MONDAY, None, Kind.DONE, "cli", (Item("neck_turn", "Turn", 5, 40, variant),))
    assert record_object(record, iso)["routine"] == [
        {"id": "neck_turn", "name": "Turn", "reps": 5, "seconds": 40, **more}
    ]


def test_what_lasts_has_no_end():
    assert record_object(Record("r1", MONDAY, None, Kind.NATURAL, "policy"), iso)["until"] is None


@pytest.mark.parametrize("id_", sorted(KNOWN.exercises))
def test_every_exercise_is_an_object_with_an_id(id_):
    plain = json.loads(json.dumps(exercise_object(KNOWN.exercise(id_))))
    assert plain["id"] == id_
    assert plain["cycle_seconds"] == pytest.approx(sum(phase["seconds"] for phase in plain["phases"]))
    assert all(plain[key] for key in ("name", "instruction", "why", "area"))


def test_an_empty_profile_means_none_of_these():
    assert profile_of({"conditions": []}, KNOWN) == Profile(asked=True)


def test_a_whole_profile_is_taken_over():
    condition, thing = min(KNOWN.conditions), min(KNOWN.equipment)
    given = {
        "conditions": [condition],
        "equipment": [thing],
        "place": "home",
        "home_session": True,
        "trains": True,
        "consents": ["prone"],
    }
    assert profile_of(given, KNOWN) == Profile(
        asked=True,
        conditions=frozenset({condition}),
        equipment=frozenset({thing}),
        place="home",
        home_session=True,
        trains=True,
        consents=frozenset({"prone"}),
    )


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (None, '"profile" is missing'),
        ([], '"profile" is missing'),
        ("none", '"profile" is missing'),
        ({"age": 40}, 'unknown key "age"'),
        ({"place": "moon"}, "'moon'; expected desk or home"),
        ({"consents": ["handstand"]}, '"handstand" in "consents" is unknown; expected some of prone, weights'),
        ({"place": 3}, "expected desk or home"),
        ({"place": []}, "expected desk or home"),
        ({"conditions": "none"}, "expected a list of condition ids"),
        ({"conditions": [1]}, "expected a list of condition ids"),
        ({"conditions": ["boredom"]}, '"boredom" in "conditions" is unknown'),
        ({"equipment": ["boat"]}, '"boat" in "equipment" is unknown'),
        ({"equipment": None}, "expected a list of things"),
        ({"trains": "yes"}, "expected true or false"),
        ({"home_session": 1}, "expected true or false"),
    ],
)
def test_a_wrong_profile_is_refused_in_words(given, words):
    with pytest.raises(ValueError, match=r".") as refused:
        profile_of(given, KNOWN)
    assert words in str(refused.value)


def test_a_consent_that_is_no_longer_asked_is_passed_over():
    assert profile_of({"consents": ["sway", "prone"]}, catalogue()).consents == {"prone"}
