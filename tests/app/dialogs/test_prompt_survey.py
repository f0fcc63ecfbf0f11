"""The questions about the prompts (S12, S18)."""

import json
import tomllib
from datetime import timedelta

import pytest

from app.life import MONDAY
from uncrick.app.dialogs.prompt_survey import MORE, OFFER, WHY
from uncrick.control import client
from uncrick.core.model.record import Kind, Record
from uncrick.ports import InputResumed, InputStopped
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


def refuses(life, times):
    """So many prompts, skipped as they come."""
    for _ in range(times):
        life.passes(HOUR)
        assert life.phase == "due"
        client.request("skip")
    life.passes(60)


def settings(house):
    return tomllib.loads(house.settings.read_text("utf-8"))


def asked(life, question):
    return [notice for notice in life.notifier.of("enquiry") if notice.summary == question.summary]


def records(life):
    return life.call(lambda: list(life.parts.history.records()))


def sleeps(life, seconds):
    life.clock.ticks += seconds
    life.passes(60)


# ------------------------------------------------------------------ why prompts are passed over (S12)


def test_after_five_refusals_in_a_row_it_is_asked_once(life):
    refuses(life, 4)
    assert asked(life, WHY) == []
    refuses(life, 1)
    assert len(asked(life, WHY)) == 1
    refuses(life, 2)
    assert len(asked(life, WHY)) == 1


def test_not_again_within_four_weeks(life):
    refuses(life, 5)
    for _ in range(3):
        sleeps(life, 8 * 86400)
        refuses(life, 2)
    assert len(asked(life, WHY)) == 1
    sleeps(life, 8 * 86400)
    refuses(life, 2)
    assert len(asked(life, WHY)) == 2


def test_not_where_the_question_budget_is_spent(house):
    with quiet_house(house, asked="2026-11-23").living() as life:
        refuses(life, 5)
        assert asked(life, WHY) == []
        sleeps(life, 86400 - 6 * HOUR)
        refuses(life, 1)
        assert len(asked(life, WHY)) == 1


def test_not_in_a_call_nor_to_an_empty_chair(life):
    refuses(life, 4)
    life.passes(HOUR)
    client.request("skip")
    life.sees(InputStopped(10))
    life.passes(600)
    assert asked(life, WHY) == []
    life.sees(InputResumed())
    life.passes(60)
    assert len(asked(life, WHY)) == 1


def test_a_question_has_three_buttons_at_most_and_fits():
    for question in (WHY, MORE, OFFER):
        assert len(question.buttons) <= 3
        assert len(question.summary) <= 40
        assert all(len(line) <= 60 for line in question.lines)
        assert question.hint.startswith("uncrick settings")


@pytest.mark.parametrize(
    ("steps", "changed", "said", "undo"),
    [
        (["too_often"], {"breaks": {"every": "1h15m"}}, "Prompts now come every 1h15m.", "breaks.every 60m"),
        (["bad_time"], {"quiet": {"hours": ["14:00-15:00"]}}, "Quiet from 14:00 to 15:00 now.", 'quiet.hours ""'),
        (
            ["more", "not_useful"],
            {"prompt": {"style": "tips"}},
            "Prompts now bring a tip and a walk.",
            "prompt.style full",
        ),
        (["more", "own_breaks"], {"prompt": {"style": "badge"}}, "Prompts now stay in the tray.", "prompt.style full"),
    ],
)
def test_each_answer_changes_one_setting_says_what_and_how_to_undo_it(house, life, steps, changed, said, undo):
    refuses(life, 5)
    for key in steps:
        life.clicks("enquiry", key)
    assert settings(house) == changed
    last = life.notifier.up["enquiry"]
    assert (last.summary, last.lines) == (said, (f"Undo: uncrick settings set {undo}",))
    assert records(life)[-1].kind is Kind.FEEDBACK
    assert (records(life)[-1].feedback, records(life)[-1].detail["about"]) == (steps[-1], "prompts")


def test_what_was_answered_holds_at_once(life):
    refuses(life, 5)
    life.clicks("enquiry", "too_often")
    life.passes(4400)
    assert life.phase == "working"
    life.passes(40)
    assert life.phase == "due"


def test_in_the_tray_alone_no_notification_comes(life):
    refuses(life, 5)
    life.clicks("enquiry", "more")
    life.clicks("enquiry", "own_breaks")
    before = len(life.notifier.of("prompt"))
    life.passes(HOUR)
    assert life.phase == "due"
    assert life.tray.face.kind == "due"
    assert len(life.notifier.of("prompt")) == before
    client.request("done")
    assert life.phase == "working"


def test_tips_are_a_walk_and_a_tip(life):
    refuses(life, 5)
    life.clicks("enquiry", "more")
    life.clicks("enquiry", "not_useful")
    life.passes(HOUR)
    assert life.notifier.up["prompt"].summary == "Take a short walk"


def test_comments_and_what_else_was_set_stay(house):
    house.wrote(house.settings, '# mine\n[quiet]\nhours = ["12:00-13:00"] # lunch\n')
    with quiet_house(house).living() as life:
        life.clock.ticks += 4.5 * HOUR
        refuses(life, 5)
        life.clicks("enquiry", "bad_time")
        text = house.settings.read_text("utf-8")
        assert "# mine" in text
        assert "# lunch" in text
        assert settings(house) == {"quiet": {"hours": ["12:00-13:00", "18:00-19:00"]}}
        undo = life.notifier.up["enquiry"].lines[0]
        assert undo == 'Undo: uncrick settings set quiet.hours "12:00-13:00"'


def test_settings_that_cannot_be_written_are_said(house, life):
    refuses(life, 5)
    house.wrote(house.settings, "quiet = 5\n")
    life.clicks("enquiry", "bad_time")
    assert life.notifier.up["refusal"].summary == "quiet is not a table"


def test_as_it_is_changes_nothing_and_is_kept(house, life):
    refuses(life, 5)
    life.clicks("enquiry", "more")
    life.clicks("enquiry", "as_it_is")
    assert not house.settings.exists()
    assert records(life)[-1].feedback == "as_it_is"


def test_a_button_that_is_not_theirs_is_a_warning(life, caplog):
    life.clicks("enquiry", "format_disk")
    life.clicks("evening", "format_disk")
    assert caplog.text.count("which it does not offer") == 2


# ------------------------------------------------------------------ a history to begin with


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


# ------------------------------------------------------------------ quieter prompts (S18)


def test_after_four_weeks_that_went_well_quieter_prompts_are_offered_once(house):
    with lived(quiet_house(house), 30).living() as life:
        life.passes(120)
        assert len(asked(life, OFFER)) == 1
        life.clicks("enquiry", "quieter")
        assert settings(house) == {"prompt": {"style": "badge_first"}}
        life.passes(HOUR)
        assert life.phase == "due"
    with house.living() as life:
        sleeps(life, 86400)
        assert asked(life, OFFER) == []


def test_without_an_answer_it_is_not_offered_again(house):
    with lived(quiet_house(house), 30).living() as life:
        life.passes(120)
        for _ in range(3):
            sleeps(life, 86400)
        assert len(asked(life, OFFER)) == 1


def test_prompts_that_begin_in_the_tray_become_notifications_after_three_minutes(house):
    with quiet_house(house).living("prompt.style=badge_first") as life:
        life.passes(HOUR + 170)
        assert (life.phase, life.notifier.of("prompt")) == ("due", [])
        life.passes(10)
        assert len(life.notifier.of("prompt")) == 1


def test_neither_after_three_weeks_nor_after_four_that_went_less_well(house):
    with lived(quiet_house(house), 20).living() as life:
        life.passes(120)
        assert asked(life, OFFER) == []


# ------------------------------------------------------------------ hours, days away, silence


def test_an_hour_that_is_passed_over_has_no_early_prompts(house):
    with lived(quiet_house(house), 10, Kind.SKIPPED, hours=[9]).living() as life:
        assert life.daemon.engine.rules.late_hours == {9}


def test_it_is_learnt_while_the_daemon_runs(house):
    with lived(quiet_house(house), 7, Kind.SKIPPED, hours=[10]).living() as life:
        assert life.daemon.engine.rules.late_hours == frozenset()
        refuses(life, 1)
        assert life.daemon.engine.rules.late_hours == {10}


def test_after_a_time_away_the_first_prompt_greets_and_three_are_the_most(house):
    with lived(quiet_house(house), 10, until=MONDAY - timedelta(days=9)).living() as life:
        shown = []
        for _ in range(8):
            life.passes(HOUR)
            if life.phase == "due":
                shown.append(life.notifier.up["prompt"].lines[0])
                client.request("done")
        assert len(shown) == 3
        assert shown[0].startswith("Hello again. ")
        assert not [text for text in shown[1:] if "Hello" in text]
        assert client.request("status")["status"]["suppressed_by"] == ["enough"]


def test_whoever_answers_nothing_for_three_days_has_four_prompts_a_day_until_they_do(house):
    with lived(quiet_house(house), 7, Kind.IGNORED).living() as life:
        assert life.daemon.engine.rules.most_today == 4
        life.passes(HOUR)
        client.request("skip")
        assert life.daemon.engine.rules.most_today is None
