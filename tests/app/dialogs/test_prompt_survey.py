"""The questions about the prompts (S12, S18)."""

import tomllib
from datetime import timedelta

import pytest

from app.dialogs.past import asked_today, last_record, sleep, with_past
from app.life import MONDAY
from uncrick.app.dialogs.prompt_survey import MORE, OFFER, WHY
from uncrick.control import client
from uncrick.core.model.record import Kind
from uncrick.ports import InputResumed, InputStopped
from uncrick.settings import get

HOUR = 3600
FULL = "prompt.style full"


@pytest.fixture
def life(welcomed):
    with welcomed.living() as life:
        yield life


def refuse(life, times):
    """So many prompts, skipped as they come."""
    for _ in range(times):
        life.passes(HOUR)
        assert life.phase == "due"
        client.request("skip")
    life.passes(60)


def settings(welcomed):
    return tomllib.loads(welcomed.settings.read_text("utf-8"))


def asked(life, question):
    """How often a question was asked."""
    return [notice.summary for notice in life.notifier.of("enquiry")].count(question.summary)


# ------------------------------------------------------------------ why prompts are passed over (S12)


def test_after_five_refusals_in_a_row_it_is_asked_once(life):
    refuse(life, 4)
    assert asked(life, WHY) == 0
    refuse(life, 1)
    assert asked(life, WHY) == 1
    refuse(life, 2)
    assert asked(life, WHY) == 1


def test_not_again_within_four_weeks(life):
    refuse(life, 5)
    for _ in range(3):
        sleep(life, 8 * 86400)
        refuse(life, 2)
    assert asked(life, WHY) == 1
    sleep(life, 8 * 86400)
    refuse(life, 2)
    assert asked(life, WHY) == 2


def test_not_where_the_question_budget_is_spent(welcomed):
    with asked_today(welcomed).living() as life:
        refuse(life, 5)
        assert asked(life, WHY) == 0
        sleep(life, 86400 - 6 * HOUR)
        refuse(life, 1)
        assert asked(life, WHY) == 1


def test_not_in_a_call_nor_to_an_empty_chair(life):
    refuse(life, 4)
    life.passes(HOUR)
    client.request("skip")
    life.sees(InputStopped(10))
    life.passes(600)
    assert asked(life, WHY) == 0
    life.sees(InputResumed())
    life.passes(60)
    assert asked(life, WHY) == 1


def test_a_question_has_three_buttons_at_most_and_fits():
    for question in (WHY, MORE, OFFER):
        assert len(question.buttons) <= 3
        assert len(question.summary) <= 50
        assert all(len(line) <= 80 for line in question.lines)
        assert question.hint.startswith("uncrick settings")


@pytest.mark.parametrize(
    ("keys", "changed", "text", "undo"),
    [
        (["too_often"], {"breaks": {"every": "1h15m"}}, "From now on a break comes every 1h15m.", "breaks.every 60m"),
        (["bad_time"], {"quiet": {"hours": ["14:00-15:00"]}}, "It is now quiet from 14:00 to 15:00.", 'quiet.hours ""'),
        (["more", "not_useful"], {"prompt": {"style": "tips"}}, "From now on you get a tip and a walk.", FULL),
        (["more", "own_breaks"], {"prompt": {"style": "badge"}}, "From now on breaks only show in the tray.", FULL),
    ],
)
def test_each_answer_changes_one_setting_and_says_how_to_undo_it(welcomed, life, keys, changed, text, undo):
    refuse(life, 5)
    for key in keys:
        life.clicks("enquiry", key)
    assert settings(welcomed) == changed
    notice, record = life.notifier.up["enquiry"], last_record(life)
    assert (notice.summary, notice.lines, notice.hint) == (text, (), f"Undo: uncrick settings set {undo}")
    assert [button.label for button in notice.buttons] == ["Undo"]
    assert (record.kind, record.feedback, record.detail["about"]) == (Kind.FEEDBACK, keys[-1], "prompts")


@pytest.mark.parametrize(("key", "name"), [("too_often", "breaks.every"), ("bad_time", "quiet.hours")])
def test_a_change_is_undone_by_a_click(welcomed, life, key, name):
    refuse(life, 5)
    path = str(welcomed.settings)
    before = get(path, name)
    life.clicks("enquiry", key)
    assert get(path, name) != before
    life.clicks("enquiry", "undo")
    assert get(path, name) == before
    assert life.notifier.up["enquiry"].summary == "It is as it was before."


def test_what_was_answered_holds_at_once(life):
    refuse(life, 5)
    life.clicks("enquiry", "too_often")
    life.passes(4400)
    assert life.phase == "working"
    life.passes(40)
    assert life.phase == "due"


def test_in_the_tray_alone_no_notification_comes(life):
    refuse(life, 5)
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
    refuse(life, 5)
    life.clicks("enquiry", "more")
    life.clicks("enquiry", "not_useful")
    life.passes(HOUR)
    assert life.notifier.up["prompt"].summary == "Take a short walk"


def test_comments_and_what_else_was_set_stay(welcomed):
    welcomed.wrote(welcomed.settings, '# mine\n[quiet]\nhours = ["12:00-13:00"] # lunch\n')
    with welcomed.living() as life:
        life.clock.ticks += 4.5 * HOUR
        refuse(life, 5)
        life.clicks("enquiry", "bad_time")
        text = welcomed.settings.read_text("utf-8")
        assert "# mine" in text
        assert "# lunch" in text
        assert settings(welcomed) == {"quiet": {"hours": ["12:00-13:00", "18:00-19:00"]}}
        undo = life.notifier.up["enquiry"].hint
        assert undo == 'Undo: uncrick settings set quiet.hours "12:00-13:00"'


def test_settings_that_cannot_be_written_are_reported(welcomed, life):
    refuse(life, 5)
    welcomed.wrote(welcomed.settings, "quiet = 5\n")
    life.clicks("enquiry", "bad_time")
    assert life.notifier.up["refusal"].summary == "quiet is not a table"


def test_as_it_is_changes_nothing_and_is_recorded(welcomed, life):
    refuse(life, 5)
    life.clicks("enquiry", "more")
    life.clicks("enquiry", "as_it_is")
    assert not welcomed.settings.exists()
    assert last_record(life).feedback == "as_it_is"


def test_a_button_that_is_not_theirs_is_a_warning(life, caplog):
    life.clicks("enquiry", "format_disk")
    life.clicks("evening", "format_disk")
    assert caplog.text.count("which it does not offer") == 2


# ------------------------------------------------------------------ quieter prompts (S18)


def test_after_four_weeks_that_went_well_quieter_prompts_are_offered_once(welcomed):
    with with_past(welcomed, 30).living() as life:
        life.passes(120)
        assert asked(life, OFFER) == 1
        life.clicks("enquiry", "quieter")
        assert settings(welcomed) == {"prompt": {"style": "badge_first"}}
        life.passes(HOUR)
        assert life.phase == "due"
    with welcomed.living() as life:
        sleep(life, 86400)
        assert asked(life, OFFER) == 0


def test_without_an_answer_it_is_not_offered_again(welcomed):
    with with_past(welcomed, 30).living() as life:
        life.passes(120)
        for _ in range(3):
            sleep(life, 86400)
        assert asked(life, OFFER) == 1


def test_prompts_that_begin_in_the_tray_become_notifications_after_three_minutes(welcomed):
    with welcomed.living("prompt.style=badge_first") as life:
        life.passes(HOUR + 170)
        assert (life.phase, life.notifier.of("prompt")) == ("due", [])
        life.passes(10)
        assert len(life.notifier.of("prompt")) == 1


def test_neither_after_three_weeks_nor_after_four_that_went_less_well(welcomed):
    with with_past(welcomed, 20).living() as life:
        life.passes(120)
        assert asked(life, OFFER) == 0


# ------------------------------------------------------------------ hours, days away, silence


def test_an_hour_that_is_passed_over_has_no_early_prompts(welcomed):
    with with_past(welcomed, 10, Kind.SKIPPED, hours=[9]).living() as life:
        assert life.daemon.engine.rules.late_hours == {9}


def test_it_is_learnt_while_the_daemon_runs(welcomed):
    with with_past(welcomed, 7, Kind.SKIPPED, hours=[10]).living() as life:
        assert life.daemon.engine.rules.late_hours == frozenset()
        refuse(life, 1)
        assert life.daemon.engine.rules.late_hours == {10}


def test_after_a_time_away_the_first_prompt_greets_and_three_are_the_most(welcomed):
    with with_past(welcomed, 10, until=MONDAY - timedelta(days=9)).living() as life:
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


def test_whoever_answers_nothing_for_three_days_has_four_prompts_a_day_until_they_do(welcomed):
    with with_past(welcomed, 7, Kind.IGNORED).living() as life:
        assert life.daemon.engine.rules.most_today == 4
        life.passes(HOUR)
        client.request("skip")
        assert life.daemon.engine.rules.most_today is None
