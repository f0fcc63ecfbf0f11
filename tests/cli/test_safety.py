"""`uncrick safety`: the card of signs that mean stop, the lock, and the emergency number of the region."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from cli.records import feedback
from uncrick.storage import paths
from uncrick.storage.shipped_data import catalogue

KNOWN = catalogue()
DAY = 86_400

# ------------------------------------------------------------------ the card and the lock


@pytest.mark.unix("the region by LANG")
def test_the_card_has_every_sign_in_three_groups_and_the_number(uncrick, house, life):
    out = uncrick("safety").printed()
    text = " ".join(out.split())
    heads = ["Call 112 now:", "Stop, and see a clinician within a day or two:", "Book a clinician or physiotherapist:"]
    assert [text.index(head) for head in heads] == sorted(text.index(head) for head in heads)
    for flag in KNOWN.red_flags:
        assert flag.text in text
    assert "your emergency number" not in text
    assert max(map(len, out.splitlines())) <= 80
    assert feedback(house) == []


@pytest.mark.unix("the region by LANG")
def test_the_card_as_json(uncrick, at):
    result = json.loads(uncrick("safety", "--json").out)
    assert result["number"] == "112"
    assert {sign["id"] for sign in result["signs"]} == {flag.id for flag in KNOWN.red_flags}
    assert {sign["severity"] for sign in result["signs"]} == {"emergency", "urgent", "routine"}
    assert result["safety"] is None


def test_the_setting_names_another_number(uncrick, house, at):
    house.wrote(house.settings, '[safety]\nregion = "jp"\n')
    assert "Call 119 now:" in uncrick("safety").out


def test_showing_the_card_creates_no_history(uncrick, house, at):
    uncrick("safety", "--json")
    assert not house.history.exists()


@pytest.mark.unix("the region by LANG")
def test_sign_locks_until_released_after_its_time(uncrick, house, life):
    result_out = uncrick("safety", "--sign", "chest", "nerve").printed()
    assert result_out.startswith("Stop. Call 112 now. Do not stretch it out.\n")
    assert "Exercises are off for safety." in result_out
    assert json.loads(uncrick("safety", "--json").out)["safety"]["signs"] == ["chest", "nerve"]
    assert uncrick("safety").out.startswith("Exercises are off for safety since ")
    for words in (["break", "--here"], ["ease", "--here"], ["break", "neck_turn", "--here"]):
        assert uncrick(*words).status == 1
    uncrick("safety", "--checked").refused()
    house.clock.ticks += DAY
    assert uncrick("safety", "--checked").out == "Exercises are on again.\n"
    assert json.loads(uncrick("safety", "--json").out)["safety"] is None


@pytest.mark.parametrize("broken", ["history", "profile"])
def test_card_and_actions_are_shown_with_damaged_files(uncrick, house, broken):
    uncrick("feedback", "fine", "--exercise", "shrug")
    if broken == "history":
        with closing(sqlite3.connect(house.history)) as base, base:
            base.execute("pragma user_version = 99")
    else:
        house.wrote(Path(paths.profile_file()), '{"schema": 99}')
    before = house.history.read_bytes()
    assert "Chest pain" in uncrick("safety").out
    result = uncrick("safety", "--sign", "chest")
    assert result.out.startswith("Stop. Call ")
    assert result.status == (1 if broken == "history" else 0)
    if broken == "history":
        assert house.history.read_bytes() == before
    else:
        assert [word for word, _ in feedback(house)] == ["fine", "signs"]


def test_signs_may_be_given_one_by_one(uncrick, house, life):
    uncrick("safety", "--sign", "chest", "--sign", "nerve")
    assert json.loads(uncrick("safety", "--json").out)["safety"]["signs"] == ["chest", "nerve"]


def test_signs_are_given_by_their_numbers_on_the_card(uncrick, life):
    signs = [sign["id"] for sign in json.loads(uncrick("safety", "--json").out)["signs"]]
    uncrick("safety", "--sign", "3", "5,nerve")
    assert set(json.loads(uncrick("safety", "--json").out)["safety"]["signs"]) == {signs[2], signs[4], "nerve"}


def test_number_that_is_not_on_the_card_locks_nothing(uncrick, house, life):
    error = uncrick("safety", "--sign", "99").refused(2)
    assert error == "There is no such sign on the card: 99 is not a number from 1 to 15.\n"
    assert feedback(house) == []


def test_unknown_sign_is_named_and_locks_nothing(uncrick, house, life):
    result = uncrick("safety", "--sign", "chest", "moon")
    assert result.status != 0
    assert "There is no sign called 'moon'" in result.err
    assert feedback(house) == []


def test_status_and_today_say_that_exercises_are_off(uncrick, house, at):
    with at(True):
        uncrick("safety", "--sign", "nerve")
        for words in (["status"], ["today"]):
            # The command goes by the real clock: a time of more than six days ago has its date
            off = r"Exercises are off for safety since Mon( 23 Nov)? 09:00\. Why, and what to do: uncrick safety\."
            assert re.search(off, uncrick(*words).out)
        status = json.loads(uncrick("status", "--json").out)
        assert status["safety"] == {
            "locked": True,
            "since": "2026-11-23T09:00:00+00:00",
            "signs": ["nerve"],
            "releasable_at": "2026-11-23T09:00:00+00:00",
        }


def test_a_prompt_without_exercises_is_reported_in_words(uncrick, house, at):
    with at(True) as life:
        uncrick("safety", "--sign", "nerve")
        life.passes(3700)
        out = uncrick("status").out
        assert out.startswith("Due now: look away for a minute. uncrick done, snooze or skip.\n")
        for words in (["break"], ["break", "--here"], ["ease"], ["another"]):
            uncrick(*words).refused()
        assert uncrick("done").status == 0


# ------------------------------------------------------------------ the region


def test_terminal_asks_once_which_signs_apply(person):
    with person.terminal("safety", LANG="en_AU.UTF-8") as terminal:
        terminal.shows("Call 000 now:")
        terminal.shows("Numbers such as 1, 7, or none; Enter leaves it open > ")
        terminal.press("99\n")
        terminal.shows("99 is not a number from 1 to 15.")
        terminal.press("1\n")
        terminal.shows("Stop. Call 000 now. Do not stretch it out.")
        assert terminal.status() == 0
    [record] = person.records()
    assert (record["feedback"], record["detail"]) == ("signs", {"signs": "chest"})


def test_enter_alone_records_nothing(person):
    with person.terminal("safety") as terminal:
        terminal.shows("Enter leaves it open > ")
        terminal.press("\n")
        assert terminal.status() == 0
    assert person.records() == []


def test_none_is_typed_for_no_sign(person):
    with person.terminal("safety") as terminal:
        terminal.shows("Enter leaves it open > ")
        terminal.press("none\n")
        assert terminal.status() == 0
    [record] = person.records()
    assert (record["feedback"], record["detail"]) == ("signs", {"signs": ""})
