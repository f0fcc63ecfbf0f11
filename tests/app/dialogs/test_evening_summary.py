"""The line at the end of the day (S17), and the question about the neck."""

from itertools import pairwise

import pytest

from app.dialogs.past import asked_today, last_record, sleep, with_past
from app.life import MONDAY
from uncrick.control import client
from uncrick.core.model.record import Kind
from uncrick.core.selection.tips import TIME_OFF
from uncrick.ports import InputResumed, InputStopped, ScreenLocked, ScreenUnlocked

HOUR = 3600


@pytest.fixture
def life(welcomed):
    with welcomed.living() as life:
        yield life


# ------------------------------------------------------------------ the end of the day (S17)


def evening(life):
    return life.notifier.of("evening")


def leave(life, hour=17):
    """Nobody was there for most of the day; at that hour the person leaves the desk again."""
    into = (life.clock.now().wall - MONDAY).total_seconds() % 86400
    life.clock.ticks += (hour - 9) * HOUR - into
    life.passes(120)
    life.sees(InputStopped(0))
    life.passes(90)


def test_the_line_comes_when_one_leaves_and_counts_only_breaks_taken_on_purpose(welcomed):
    with with_past(welcomed, 5).living() as life:
        for _ in range(2):
            life.sees(InputStopped(0))
            life.passes(600)
            life.sees(InputResumed())
            life.passes(120)
        client.request("done")
        leave(life)
        (line,) = evening(life)
        today = client.request("status")["status"]["today"]
        assert (today["stepped_away"], today["natural"]) == (1, 3)
        assert line.summary == "Today: 1 break"
        assert today["minutes_away"] > 20
        assert line.transient
        assert not line.sound


def test_it_is_compared_with_ones_own_last_week_alone(welcomed):
    with with_past(welcomed, 7).living() as life:
        client.request("done")
        leave(life)
        assert evening(life)[0].lines[0] == "Last week it was 7 breaks a day, with 14 min away from the screen."


def test_it_carries_a_tip_of_its_own(welcomed, life):
    client.request("done")
    leave(life)
    texts = [tip.short for tip in life.parts.suggestions.catalogue.tips.values() if tip.kind in TIME_OFF]
    assert any(tip[1:] in evening(life)[0].lines[0] for tip in texts)


def test_it_comes_once_a_day_also_over_a_restart(welcomed):
    with welcomed.living() as life:
        client.request("done")
        leave(life)
        life.sees(InputResumed())
        leave(life, 18)
        assert len(evening(life)) == 1
    with welcomed.living() as life:
        leave(life, 19)
        assert evening(life) == []


def test_it_waits_for_a_break_where_a_prompt_may_follow_within_ten_minutes(life):
    client.request("done")
    life.clock.ticks += 7 * HOUR
    life.passes(60)
    life.passes(45 * 60)
    life.sees(InputStopped(0))
    life.passes(90)
    assert evening(life) == []
    life.passes(250)
    assert len(evening(life)) == 1, "five minutes away were the break, and the hour starts anew"


def test_it_waits_for_one_who_left_and_is_gone_soon_after_they_are_back(life):
    client.request("done")
    leave(life)
    life.passes(1200)
    assert "evening" in life.notifier.up
    life.sees(InputResumed())
    life.passes(20)
    assert "evening" in life.notifier.up
    life.passes(60)
    assert "evening" not in life.notifier.up


def test_the_next_morning_it_is_gone(life):
    client.request("done")
    leave(life)
    life.sees(ScreenLocked())
    sleep(life, 15 * HOUR)
    assert "evening" not in life.notifier.up
    life.sees(ScreenUnlocked())


def test_on_a_day_without_a_break_nothing_is_said(life):
    life.passes(7.9 * HOUR)
    while life.phase == "due":
        client.request("skip")
    assert client.request("status")["status"]["today"]["natural"] == 0
    life.sees(InputStopped(0))
    life.passes(120)
    assert life.phase == "away"
    assert evening(life) == []


def test_it_can_be_switched_off(welcomed):
    with welcomed.living("prompt.evening=false") as life:
        client.request("done")
        leave(life)
        assert evening(life) == []


def test_with_working_hours_it_comes_at_their_end(welcomed):
    with welcomed.living("work.hours=09:00-17:00") as life:
        client.request("done")
        life.passes(8 * HOUR - 60)
        assert evening(life) == []
        life.passes(120)
        assert len(evening(life)) == 1


def evenings(life, days):
    """The lines of so many evenings."""
    for day in range(days):
        client.request("done")
        leave(life)
        life.clock.ticks = 1000 + (day + 1) * 86400
        life.passes(30)
        life.sees(InputResumed())
        life.passes(30)
    return [line.lines for line in evening(life)]


def test_no_text_comes_on_two_evenings_in_a_row_also_over_a_restart(welcomed):
    with with_past(welcomed, 7).living() as life:
        first = evenings(life, 4)
    with welcomed.living() as life:
        client.request("done")
        leave(life)
        lines = [*first, *(line.lines for line in evening(life))]
    assert len(lines) == 5
    asks = "Your neck today?"
    for sooner, later in pairwise(lines):
        assert {*sooner} & {*later} <= {asks}


def test_on_the_first_day_it_does_not_follow_at_once_on_the_first_routine(house):
    house.wrote(house.said, '{"welcomed": "2026-11-23", "offered": "2026-11-23"}')
    with house.living() as life:
        life.clock.ticks += 8 * HOUR
        life.passes(60)
        life.sees(InputResumed())
        client.request("break")
        life.passes(200)
        life.sees(InputStopped(0))
        life.passes(120)
        assert evening(life) == []
        life.sees(InputResumed())
        life.passes(1800)
        life.sees(InputStopped(0))
        life.passes(120)
        assert len(evening(life)) == 1


def test_it_leaves_when_a_break_begins(life):
    client.request("done")
    leave(life)
    assert "evening" in life.notifier.up
    client.request("break")
    assert "evening" not in life.notifier.up


def test_it_does_not_follow_at_once_on_a_prompt(life):
    life.clock.ticks += 7.5 * HOUR
    life.passes(30)
    client.request("done")
    life.sees(InputResumed())
    while life.phase != "due":
        life.passes(60)
    client.request("skip")
    life.sees(InputStopped(0))
    life.passes(120)
    assert evening(life) == []
    life.passes(480)
    assert len(evening(life)) == 1


# ------------------------------------------------------------------ the neck


def test_now_and_then_it_asks_for_the_neck_with_three_buttons(welcomed):
    with with_past(welcomed, 10).living() as life:
        client.request("done")
        leave(life)
        (line,) = evening(life)
        assert line.lines[-1] == "Your neck today?"
        assert [button.label for button in line.buttons] == ["Good", "So-so", "Stiff"]
        life.clicks("evening", "so_so")
        record = last_record(life)
        assert (record.kind, record.feedback, record.detail["about"]) == (Kind.FEEDBACK, "so_so", "neck")


def neck_questions(life, days, *, answered):
    count = 0
    for _ in range(days):
        client.request("done")
        leave(life)
        line = evening(life)[-1]
        if line.buttons:
            count += 1
            if answered:
                life.clicks("evening", "good")
        day = (life.clock.now().wall - MONDAY).days
        life.clock.ticks = 1000 + (day + 1) * 86400
        life.passes(30)
        life.sees(InputResumed())
        life.passes(30)
    return count


@pytest.mark.parametrize(("answered", "asked_for"), [(True, 4), (False, 3)])
def test_it_leaves_one_question_a_week_and_stops_asking_who_does_not_answer(welcomed, answered, asked_for):
    with with_past(welcomed, 10).living() as life:
        assert neck_questions(life, 14, answered=answered) == asked_for


@pytest.mark.parametrize(
    "someone",
    [lambda house: with_past(house, 1), lambda house: with_past(asked_today(house), 10)],
    ids=["on the first days", "on a day with another question"],
)
def test_nobody_is_asked_about_the_neck(welcomed, someone):
    with someone(welcomed).living() as life:
        client.request("done")
        leave(life)
        assert evening(life)[0].buttons == ()


def test_who_answered_in_the_history_is_not_asked_again_that_day(welcomed):
    with with_past(welcomed, 10).living() as life:
        client.request("done")
        client.request("feedback", feedback="stiff")
        leave(life)
        assert evening(life)[0].buttons == ()
