"""`uncrick desk`: nine questions about the desk, their answers, and what to do about those that are not yet so."""

import json

import pytest

from uncrick.storage import paths, profile_file
from uncrick.storage.shipped_data import catalogue

CHECKS = catalogue().checks


@pytest.fixture
def answers(house):
    return lambda: profile_file.load(paths.profile_file()).answers


def test_without_a_terminal_the_questions_are_shown(uncrick):
    out = uncrick("desk").out
    assert all(check.ask in out for check in CHECKS.values())
    assert out.count("not answered") == 9


def test_an_answer_is_stored_and_can_be_changed(uncrick, answers):
    shown = uncrick("desk", "mouse", "not-yet").out
    assert (answers().desk_open, answers().desk_done) == ({"mouse"}, set())
    assert "elbows stay by your sides" in shown
    uncrick("desk", "mouse", "done")
    assert (answers().desk_open, answers().desk_done) == (set(), {"mouse"})


def test_json_has_question_answer_and_tip(uncrick):
    rows = {row["id"]: row for row in json.loads(uncrick("desk", "light", "not-yet", "--json").out)}
    assert list(rows) == list(CHECKS)
    assert rows["light"]["answer"] == "not_yet"
    assert rows["seat"]["answer"] is None
    assert all(row["tip"] for row in rows.values())


def test_an_unknown_question_is_named_with_the_nearest(uncrick):
    result = uncrick("desk", "sest", "done")
    assert result.status == 2
    assert "Did you mean seat?" in result.err


def test_a_missing_answer_is_asked_for(uncrick, answers):
    result = uncrick("desk", "seat")
    assert result.status == 2
    assert "uncrick desk seat done" in result.err
    assert not answers().desk_done


def test_other_answers_of_the_profile_stay(uncrick, answers):
    uncrick("profile", "--conditions", "dizzy", "--lacks", "stairs")
    uncrick("desk", "seat", "done")
    assert (answers().conditions, answers().lacks, answers().desk_done) == ({"dizzy"}, {"stairs"}, {"seat"})
