"""Feedback: what is asked after a routine, what is not, and answers over the socket."""

import json
import logging
import time

import pytest

from app.dialogs.patient import (
    DAY,
    answers,
    ask,
    begin,
    buttons,
    choose,
    close,
    do,
    finish,
    lock,
    name_an_emergency,
    play,
    repeat,
    report,
    safety,
    sleep,
    status,
    take_a_call,
    up,
    words,
)
from uncrick.control import client
from uncrick.core.presentation.feedback import HEALTH
from uncrick.core.scheduling import events as ev
from uncrick.errors import RefusedError, UsageError
from uncrick.storage import paths
from uncrick.storage.history.store import History

CLOSING = ["It hurt", "Undo"]
AFTER = ["Fine", "A bit much", "It hurt…"]
STOPPED = ["Just interrupted", "A bit much", "It hurt…"]


# ------------------------------------------------------------------ what is asked


@pytest.mark.parametrize(
    ("story", "summary", "labels"),
    [
        ([do], "Done. How was it?", AFTER),
        ([repeat], "Done. Good.", CLOSING),
        ([do, "guide:fine", lambda life: do(life, "neck_nod")], "Done. Good.", CLOSING),
        ([do, "guide:hard", sleep(DAY), do], "Done. How was it?", AFTER),
        ([begin, 5, "guide:stop"], "Stopped. Was something wrong?", STOPPED),
        ([begin, take_a_call, finish], "Done. Good.", CLOSING),
        ([begin, ask("pause")], None, []),
        ([begin, lock, finish], None, []),
    ],
    ids=["new", "known", "second of the day", "eased", "stopped", "in a call", "paused", "locked"],
)
def test_what_is_asked_with_which_buttons_after_a_routine(life, story, summary, labels):
    play(life, *story)
    assert (up(life, "guide"), buttons(life, "guide") if summary else []) == (summary, labels)


@pytest.mark.parametrize("reason", ["share", "dnd"])
def test_while_prompts_are_suppressed_nothing_is_asked(life, reason):
    play(life, begin, lambda life: life.call(life.parts.entry.handle, ev.BusyBegun(reason)), finish)
    assert buttons(life, "guide") == CLOSING


def test_an_ordinary_routine_ends_with_a_notice_of_20_seconds(life):
    repeat(life)
    assert life.notifier.up["guide"].seconds == 20


def test_an_eased_exercise_is_shorter_the_next_time(life):
    play(life, do, "guide:hard", sleep(DAY), begin)
    [item] = life.daemon.engine.state.routine.suggestion.items
    assert item.variant == "less"


def test_at_most_three_questions_come_in_a_week(with_profile):
    asked = {"welcomed": "x", "offered": "x", "asked": "2026-11-20 2026-11-21 2026-11-22"}
    with_profile.wrote(with_profile.said, json.dumps(asked))
    with with_profile.living() as life:
        do(life)
        assert up(life, "guide") == "Done. Good."


def test_the_profile_is_asked_about_before_the_first_routine_is(welcomed):
    with welcomed.living() as life:
        play(life, ask("break"), finish)
        assert buttons(life, "guide") == CLOSING
        life.passes(60)
        assert len(life.notifier.of("profile")) == 1


# ------------------------------------------------------------------ what is recorded


@pytest.mark.parametrize(
    ("story", "recorded"),
    [
        ([repeat, 60], ["fine"]),
        ([do, 19], []),
        ([do, 20], ["no_answer"]),
        ([do, close("guide"), 60], ["no_answer"]),
        ([begin, 5, "guide:stop", "guide:interrupted", 1200], ["interrupted"]),
        ([begin, choose("stop"), 20, 1200], ["no_answer"]),
        ([begin, ask("pause"), 60], []),
        ([do, "guide:worse"], []),
        ([do, "guide:worse", "guide:fine"], ["fine"]),
    ],
    ids=[
        "no answer to an ordinary notice",
        "19 s without an answer",
        "20 s without an answer",
        "put away",
        "interrupted, and nothing after it",
        "stopped without an answer",
        "broken off by a pause",
        "a button that is not offered",
        "the question stays open after it",
    ],
)
def test_what_is_recorded_after_a_routine(life, story, recorded):
    play(life, *story)
    assert words(life) == recorded
    assert life.notifier.of("care") == []


@pytest.mark.parametrize(
    ("key", "becomes", "shown"),
    [("fine", "active", None), ("hard", "less", "Turn your head: a little less, the next 3 times.")],
)
def test_what_an_answer_changes_and_says(life, key, becomes, shown):
    play(life, do, f"guide:{key}")
    assert answers(life) == [(key, {"exercise": "neck_turn", "variant": ""})]
    assert status(life) == becomes
    assert (life.notifier.up["care"].lines[0] if up(life, "care") else None) == shown


def test_just_interrupted_says_nothing_of_the_exercise(life):
    play(life, begin, 5, "guide:stop", "guide:interrupted")
    assert answers(life) == [("interrupted", {})]


def test_stop_ends_the_guide_within_300_ms(life):
    play(life, begin, 5)
    began = time.process_time()
    life.clicks("guide", "stop")
    assert time.process_time() - began < 0.3, "of work: how long other programs keep this one waiting is no matter"
    assert life.phase == "working"
    assert not life.notifier.up["guide"].sound
    shown = len(life.notifier.of("guide"))
    life.passes(10)
    assert len(life.notifier.of("guide")) == shown, "no text and no sound comes after it"


def test_it_hurt_clicked_too_late_still_counts(life):
    play(life, repeat, 25, "guide:hurt")
    assert up(life, "care") == "How much does it hurt?"


def test_nothing_of_it_is_logged_nor_among_the_decisions(life, caplog):
    caplog.set_level(logging.DEBUG)
    play(life, report("lot"), ask("feedback", feedback="pain", region="back", score=7))
    play(life, ask("feedback", feedback="unwell"), name_an_emergency)
    text = caplog.text + json.dumps(client.request("why")["decisions"])
    for word in ("hurt", "unwell", "neck_turn", "signs", "chest", "retire", "pain", "score"):
        assert word not in text.replace("not performed", "")


# ------------------------------------------------------------------ over the socket


def test_the_reply_says_what_it_comes_to(life):
    do(life)
    reply = client.request("feedback", feedback="hurt", score=5)
    assert reply["said"][0].startswith("Turn your head rests until ")


@pytest.mark.parametrize(
    ("args", "refusal"),
    [
        ({"feedback": "hurt", "score": 5}, "There was no break in the last while to report on"),
        ({"feedback": "gone"}, "Nothing to follow up"),
        ({"feedback": "turned_on", "exercise": "neck_turn"}, "not turned off"),
        ({"feedback": "fine", "exercise": "moon"}, "moon"),
        ({"feedback": "signs", "signs": "moon"}, "moon"),
        ({}, "The answer is missing"),
        ({"feedback": "turned_on"}, "at a time"),
        ({"feedback": "turned_on", "exercise": "shrug,neck_turn"}, "at a time"),
        ({"feedback": "pain"}, "needs a place"),
        ({"feedback": "pain", "region": "neck"}, "needs a place"),
        ({"feedback": "pain", "score": 7}, "needs a place"),
    ],
)
def test_an_answer_about_nothing_or_without_its_parts_is_refused(life, args, refusal):
    with pytest.raises((RefusedError, UsageError), match=refusal):
        client.request("feedback", **args)
    assert answers(life) == []


def test_a_retired_exercise_comes_back_gently_by_hand(life):
    play(life, do, ask("feedback", feedback="hurt", score=8))
    with pytest.raises(RefusedError):
        begin(life)
    sleep(8 * DAY)(life)
    reply = client.request("feedback", feedback="turned_on", exercise="neck_turn")
    assert reply["said"] == ["Turn your head: gently, the next 3 times."]
    begin(life)


def test_who_was_checked_but_felt_unwell_has_exercises_from_tomorrow(life):
    play(life, ask("feedback", feedback="unwell"), ask("feedback", feedback="signs", signs="nerve"))
    reply = client.request("feedback", feedback="checked")
    assert reply["said"] == ["You felt unwell today, so exercises come back tomorrow."]


def test_forgetting_frees_what_the_answers_held_back(life):
    play(life, name_an_emergency, 3700)
    mine = History.open(paths.history_file())
    mine.forget(HEALTH)
    mine.shut()
    prompt = client.request("forget")["status"]["prompt"]
    assert (safety(), life.tray.face.kind) == (None, "due")
    assert prompt["items"]
    life.clicks("prompt", "start")
    assert life.phase == "on_break"
