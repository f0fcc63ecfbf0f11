"""The line at the end of the day (S17), and the question about the neck."""

import json
from datetime import timedelta

import pytest

from app.life import MONDAY
from uncrick.control import client
from uncrick.core.model.record import Kind, Record
from uncrick.ports import InputResumed, InputStopped, ScreenLocked, ScreenUnlocked
from uncrick.storage.history_store import History

HOUR = 3600


def quiet_house(house, **said):
    """Nothing else is to be said or asked."""
    house.wrote(house.said, json.dumps({"welcomed": "2026-11-01", "offered": "2026-11-01", **said}))
    return house


@pytest.fixture
def life(house):
    with quiet_house(house).living() as life:
        yield life


def records(life):
    return life.call(lambda: list(life.parts.history.records()))


def sleeps(life, seconds):
    life.clock.ticks += seconds
    life.passes(60)


def lived(house, days, answer=Kind.DONE, hours=range(9, 16), until=MONDAY):
    """Working days with a prompt in each of these hours, all answered alike."""
    history = History.open(str(house.history))
    try:
        for day in range(days, 0, -1):
            on = until - timedelta(days=day)
            if on.weekday() >= 5:
                continue
            for hour in hours:
                at = on.replace(hour=hour)
                name = f"{at:%Y%m%dT%H}"
                detail = {"prompt": name, "showing": 1, "credited": True, "seconds": 120}
                history.append(Record(name, at, None, Kind.PROMPTED, "policy", (), None, detail))
                history.append(Record(f"{name}-a", at + timedelta(minutes=1), None, answer, "cli", (), None, detail))
    finally:
        history.shut()
    return house


# ------------------------------------------------------------------ the end of the day (S17)


def evening(life):
    return life.notifier.of("evening")


def leaves(life, hour=17):
    """Nobody was there for most of the day; at that hour the person leaves the desk again."""
    into = (life.clock.now().wall - MONDAY).total_seconds() % 86400
    life.clock.ticks += (hour - 9) * HOUR - into
    life.passes(120)
    life.sees(InputStopped(0))
    life.passes(90)


def test_the_line_comes_when_one_leaves_and_counts_natural_breaks(house):
    with lived(quiet_house(house), 5).living() as life:
        for _ in range(2):
            life.sees(InputStopped(0))
            life.passes(600)
            life.sees(InputResumed())
            life.passes(120)
        client.request("done")
        leaves(life)
        (line,) = evening(life)
        today = client.request("status")["status"]["today"]
        assert (today["stepped_away"], today["natural"]) == (1, 3)
        assert line.summary == f"Today: 4 breaks, {today['minutes_away']} min away"
        assert today["minutes_away"] > 20
        assert line.transient
        assert not line.sound


def test_it_is_compared_with_ones_own_last_week_alone(house):
    with lived(quiet_house(house), 7).living() as life:
        client.request("done")
        leaves(life)
        assert evening(life)[0].lines[0] == "Last week, a day: 7 breaks, 14 min."


def test_it_carries_a_tip_of_its_own(house, life):
    client.request("done")
    leaves(life)
    said = [tip.short for tip in life.parts.suggestions.catalogue.tips.values() if tip.seldom]
    assert any(tip[1:] in evening(life)[0].lines[0] for tip in said)


def test_it_comes_once_a_day_also_over_a_restart(house):
    quiet_house(house)
    with house.living() as life:
        client.request("done")
        leaves(life)
        life.sees(InputResumed())
        leaves(life, 18)
        assert len(evening(life)) == 1
    with house.living() as life:
        leaves(life, 19)
        assert evening(life) == []


def test_it_waits_for_one_who_left_and_is_gone_soon_after_they_are_back(life):
    client.request("done")
    leaves(life)
    life.passes(1200)
    assert "evening" in life.notifier.up
    life.sees(InputResumed())
    life.passes(20)
    assert "evening" in life.notifier.up
    life.passes(60)
    assert "evening" not in life.notifier.up


def test_the_next_morning_it_is_gone(life):
    client.request("done")
    leaves(life)
    life.sees(ScreenLocked())
    sleeps(life, 15 * HOUR)
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


def test_it_can_be_switched_off(house):
    with quiet_house(house).living("prompt.evening=false") as life:
        client.request("done")
        leaves(life)
        assert evening(life) == []


def test_with_working_hours_it_comes_at_their_end(house):
    with quiet_house(house).living("work.hours=09:00-17:00") as life:
        client.request("done")
        life.passes(8 * HOUR - 60)
        assert evening(life) == []
        life.passes(120)
        assert len(evening(life)) == 1


# ------------------------------------------------------------------ the neck


def test_now_and_then_it_asks_for_the_neck_with_three_buttons(house):
    with lived(quiet_house(house), 10).living() as life:
        client.request("done")
        leaves(life)
        (line,) = evening(life)
        assert line.lines[-1] == "Your neck today?"
        assert [button.label for button in line.buttons] == ["Good", "So-so", "Stiff"]
        life.clicks("evening", "so_so")
        kept = records(life)[-1]
        assert (kept.kind, kept.feedback, kept.detail["about"]) == (Kind.FEEDBACK, "so_so", "neck")


def neck_questions(house, life, days, *, answered):
    count = 0
    for _ in range(days):
        client.request("done")
        leaves(life)
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
def test_it_leaves_one_question_a_week_and_stops_asking_who_does_not_answer(house, answered, asked_for):
    with lived(quiet_house(house), 10).living() as life:
        assert neck_questions(house, life, 14, answered=answered) == asked_for


def test_on_the_first_days_it_does_not_ask(house):
    with lived(quiet_house(house), 1).living() as life:
        client.request("done")
        leaves(life)
        assert evening(life)[0].buttons == ()


def test_nobody_is_asked_about_the_neck_on_a_day_with_another_question(house):
    with lived(quiet_house(house, asked="2026-11-23"), 10).living() as life:
        client.request("done")
        leaves(life)
        assert evening(life)[0].buttons == ()
