"""Feedback: it hurt, which exercise, how much, and whether it still does."""

import pytest

from app.dialogs.patient import (
    DAY,
    answers,
    ask,
    asked_days,
    begin_two,
    buttons,
    choose,
    do,
    hurt_in_the_second,
    leave,
    lock,
    play,
    repeat,
    report,
    sleep,
    status,
    summaries,
    take_a_call,
    unlock,
    up,
    words,
)
from app.life import suggestion
from uncrick.app.dialogs.notices import which
from uncrick.storage import paths, profile_file

HOW_MUCH = ["A little", "Clearly", "A lot"]
STILL = "Does it still hurt?"


# ------------------------------------------------------------------ which, and how much


def test_it_hurt_leads_to_how_much_in_three_bands(life):
    play(life, repeat, "guide:hurt")
    assert (up(life, "care"), buttons(life, "care")) == ("How much does it hurt?", HOW_MUCH)


def test_from_how_much_a_click_on_the_text_leads_to_the_card(life):
    play(life, repeat, "guide:hurt")
    notice = life.notifier.up["care"]
    assert "stop now" in notice.lines[0]
    life.clicks("care", notice.default)
    assert up(life, "card") == "Any of these? Call 112 now"
    assert words(life)[-2:] == ["hurt", "unwell"]


@pytest.mark.parametrize(
    ("band", "scores", "becomes"),
    [("little", range(1, 4), "resting"), ("clearly", range(4, 6), "resting"), ("lot", range(6, 11), "retired")],
)  # the safe reading, until it is said to be gone
def test_each_band_is_recorded_and_takes_the_exercise_out(life, band, scores, becomes):
    report(band)(life)
    [_, (word, detail)] = answers(life)
    assert (word, detail["exercise"], detail["variant"]) == ("hurt", "neck_turn", "")
    assert detail["score"] in scores
    assert status(life) == becomes
    assert life.notifier.up["care"].lines[0].startswith("Turn your head ")


ONE = {"exercise": "neck_turn", "variant": ""}
BOTH = {"exercise": "neck_turn,neck_nod", "variant": ""}


@pytest.mark.parametrize(
    ("story", "recorded"),
    [
        ([repeat, "guide:hurt", 20], [("hurt", ONE)]),
        ([hurt_in_the_second, 20], [("hurt", BOTH)]),
        ([hurt_in_the_second, "care:unwell"], [("hurt", BOTH), ("unwell", {})]),
        ([hurt_in_the_second, "care:item:neck_nod", 20], [("hurt", {"exercise": "neck_nod", "variant": ""})]),
        (
            [repeat, "guide:hurt", ask("feedback", feedback="hurt", score=3), 60],
            [("hurt", {**ONE, "score": 3})],
        ),
    ],
    ids=["no number", "not said which one", "unwell instead of which one", "one without a number", "said elsewhere"],
)
def test_half_a_report_counts_as_far_as_it_came(life, story, recorded):
    play(life, *story)
    assert [answer for answer in answers(life) if answer[0] != "fine"] == recorded
    assert "care" not in life.notifier.up


def test_unwell_instead_of_which_one_shows_the_card(life):
    play(life, hurt_in_the_second, "care:unwell")
    assert up(life, "card") == "Any of these? Call 112 now"


def test_of_exercises_that_were_not_begun_nothing_is_asked(life):
    play(life, begin_two, 5, choose("hurt"))
    assert up(life, "care") == "How much does it hurt?"
    life.clicks("care", "little")
    assert answers(life)[-1][1]["exercise"] == "neck_turn"


def test_of_several_exercises_it_is_asked_which_one(life):
    hurt_in_the_second(life)
    assert (up(life, "care"), buttons(life, "care")) == (
        "Which one?",
        ["Turn your head", "Look down and up", "I felt unwell"],
    )
    play(life, "care:item:neck_nod", "care:lot")
    assert answers(life)[-1][1]["exercise"] == "neck_nod"
    assert (status(life, "neck_nod"), status(life)) == ("retired", "active")


@pytest.mark.parametrize(
    ("count", "page", "keys"),
    [
        (5, 0, ["item:neck_turn", "item:neck_nod", "more"]),
        (5, 1, ["item:neck_tilt", "item:shrug", "item:chin_tuck"]),
        (4, 1, ["item:neck_tilt", "item:shrug", "unwell"]),
    ],
)
def test_more_exercises_than_buttons_come_a_few_at_a_time(count, page, keys):
    items = suggestion("neck_turn", "neck_nod", "neck_tilt", "shrug", "chin_tuck").items[:count]
    assert [button.key for button in which(items, page).buttons] == keys


def test_a_report_that_waits_for_its_number_outlives_an_orderly_end(with_profile):
    with with_profile.living() as life:
        play(life, do, "guide:hurt")
    with with_profile.living() as life:
        assert words(life) == ["hurt"]


# ------------------------------------------------------------------ whether it still hurts


@pytest.mark.parametrize(
    ("story", "last", "becomes"),
    [
        ([report("little"), 630, "care:gone"], "gone", "gentle"),
        ([report("clearly"), 630, "care:still"], "still", "resting"),
        ([report("little"), 630, 300], "no_answer", "resting"),
        ([report("little"), 630, ask("feedback", feedback="gone"), 400], "gone", "gentle"),
        ([report("little"), 630, ask("feedback", feedback="still"), 400], "still", "resting"),
    ],
    ids=["gone", "still", "no answer in five minutes", "gone elsewhere", "still elsewhere"],
)
def test_what_the_answer_after_ten_minutes_leads_to(life, story, last, becomes):
    play(life, *story)
    assert words(life) == ["fine", "hurt", last]
    assert status(life) == becomes
    assert up(life, "care") != STILL


def test_the_question_comes_after_ten_minutes_with_two_buttons(life):
    play(life, report("little"), 599)
    assert up(life, "care") is None
    life.passes(31)
    assert (up(life, "care"), buttons(life, "care")) == (STILL, ["Yes", "It is gone"])


def test_yes_says_until_when_the_exercise_rests(life):
    play(life, report("clearly"), 630, "care:still")
    assert "rests until" in life.notifier.up["care"].lines[0]


def test_an_answer_elsewhere_closes_the_question(life):
    play(life, report("little"), 630, ask("feedback", feedback="gone"))
    assert "care" not in life.notifier.up


def test_the_question_is_free_of_the_budget(life):
    repeat(life)
    asked = asked_days(life)
    play(life, "guide:hurt", "care:little", 630)
    assert (up(life, "care"), asked_days(life)) == (STILL, asked)


@pytest.mark.parametrize("absence", [leave, lock, take_a_call, ask("pause")], ids=["away", "locked", "call", "paused"])
def test_who_is_not_there_is_not_asked_whether_it_still_hurts(life, absence):
    play(life, report("little"), 60, absence, 900)
    assert summaries(life, "care") == ["How much does it hurt?", "Noted"]
    assert status(life) == "resting"


def test_a_question_that_is_up_leaves_when_a_call_begins(life):
    play(life, report("little"), 630, take_a_call)
    assert "care" not in life.notifier.up


def test_who_comes_back_in_time_is_asked_then(life):
    play(life, report("little"), 30, lock, 700, unlock, 30)
    assert up(life, "care") == STILL


# ------------------------------------------------------------------ what follows


@pytest.mark.parametrize(
    ("story", "summary"),
    [
        ([report("lot"), 630, "care:still", 1200], "Noted"),
        ([report("lot"), lock, 1500, unlock, 1200], "After the exercise that hurt"),
    ],
    ids=["with the answer", "on coming back"],
)
def test_much_pain_that_stays_brings_advice_once(life, story, summary):
    play(life, *story)
    advised = [notice for notice in life.notifier.shown if any("Book a clinician" in line for line in notice.lines)]
    assert [notice.summary for notice in advised] == [summary]


def test_after_a_retirement_the_profile_is_mentioned_again(life):
    report("lot")(life)
    assert life.notifier.of("profile") == []
    play(life, sleep(2 * DAY), lambda life: do(life, "blade_squeeze"), 120)
    assert summaries(life, "profile") == ["Has anything about your health changed?"]
    assert profile_file.load(paths.profile_file()).renewed is None
