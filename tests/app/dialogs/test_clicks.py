"""What a person clicks in notifications: the prompt, the guide, the welcome."""

from dataclasses import replace
from datetime import timedelta

import pytest

from uncrick.app.dialogs import onboarding
from uncrick.control import client
from uncrick.core.model.record import Kind
from uncrick.platforms import launcher
from uncrick.ports import ScreenLocked, ScreenUnlocked


@pytest.fixture
def life(house):
    with house.living() as life:
        yield life


@pytest.fixture
def due(life):
    life.passes(3600)
    assert life.phase == "due"
    return life


def kinds(life):
    return [record.kind for record in life.call(lambda: list(life.parts.history.records()))]


def sources(life):
    return {record.source for record in life.call(lambda: list(life.parts.history.records()))}


# ------------------------------------------------------------------ notifications


@pytest.mark.parametrize(
    ("key", "kind", "phase"),
    [
        ("default", Kind.STARTED, "on_break"),
        ("start", Kind.STARTED, "on_break"),
        ("snooze", Kind.SNOOZED, "snoozed"),
        ("done", Kind.DONE, "working"),
    ],
)
def test_every_button_of_a_prompt_does_what_it_says(due, key, kind, phase):
    due.clicks("prompt", key)
    assert (kinds(due)[-1], due.phase) == (kind, phase)
    assert sources(due) == {"policy", "notification"}
    assert "prompt" not in due.notifier.up


def test_every_button_that_is_shown_is_understood(due):
    notice = due.notifier.up["prompt"]
    assert {button.key for button in notice.buttons} | {notice.default} == {"default", "start", "snooze", "done"}


def test_undo_on_the_closing_notice_makes_the_same_prompt_due_again(due):
    prompt = due.call(lambda: due.daemon.engine.state.prompt)
    due.clicks("prompt", "start")
    due.passes(5)
    due.clicks("guide", "finish")
    due.clicks("guide", "undo")
    assert (kinds(due)[-2:], due.phase) == ([Kind.DONE, Kind.UNDONE], "due")
    again = due.call(lambda: due.daemon.engine.state.prompt)
    assert (again.id, again.suggestion) == (prompt.id, prompt.suggestion)
    assert "guide" not in due.notifier.up
    assert due.notifier.up["prompt"].summary


def test_undo_in_the_tray_puts_the_closing_notice_away(due):
    due.clicks("prompt", "start")
    due.passes(5)
    due.clicks("guide", "finish")
    assert "guide" in due.notifier.up
    due.chooses("undo")
    assert (due.phase, "guide" in due.notifier.up) == ("due", False)


def test_closing_a_prompt_skips_it(due):
    due.closes("prompt")
    assert kinds(due) == [Kind.PROMPTED, Kind.SKIPPED]


def test_the_buttons_of_the_three_showings(life):
    life.passes(3600)
    shown = []
    for _ in range(3):
        shown.append([button.key for button in life.notifier.up["prompt"].buttons])
        life.clicks("prompt", "snooze")
        life.passes(600)
    assert shown == [["start", "snooze", "done"], ["start", "snooze", "done"], ["start", "done"]]


def test_a_third_snooze_is_refused_in_a_notification(life):
    life.passes(3600)
    for _ in range(2):
        life.clicks("prompt", "snooze")
        life.passes(600)
    life.clicks("prompt", "snooze")
    assert life.notifier.up["refusal"].summary == "No snooze left"
    assert life.phase == "due"


def test_the_guide_can_be_finished(due):
    due.clicks("prompt", "start")
    due.clicks("guide", "finish")
    assert kinds(due)[-1] is Kind.DONE
    assert due.notifier.up["guide"].summary == "Done. Good."


def test_the_guide_can_be_stopped(due):
    due.clicks("prompt", "start")
    due.clicks("guide", "stop")
    assert kinds(due)[-1] is Kind.PART_DONE
    assert due.notifier.up["guide"].summary == "Stopped."


def test_a_guide_that_is_put_away_leaves_the_routine_on(due):
    due.clicks("prompt", "start")
    due.closes("guide")
    assert due.phase == "on_break"
    due.passes(120)
    assert kinds(due)[-1] is Kind.DONE


@pytest.mark.parametrize("way", ["tray", "command"])
def test_the_welcome_leaves_when_a_break_is_begun_in_another_way(life, way):
    assert "welcome" in life.notifier.up
    if way == "tray":
        life.chooses("break")
    else:
        client.request("break")
    life.passes(1)
    assert "welcome" not in life.notifier.up


def test_trying_one_from_the_welcome_starts_a_break(life):
    assert "try" in [button.key for button in life.notifier.up["welcome"].buttons]
    life.clicks("welcome", "try")
    assert life.phase == "on_break"


def test_starting_at_login_from_the_welcome_puts_the_entry_in_place(life):
    life.clicks("welcome", "autostart")
    assert launcher.starts_at_login()
    notice = life.notifier.up["welcome"]
    assert (notice.summary, notice.lines) == ("Uncrick will start when you log in.", ())
    assert [button.label for button in notice.buttons] == ["Undo"]
    assert notice.hint == "Undo: uncrick autostart off"


def test_the_start_at_login_is_taken_back_by_a_click(life):
    life.clicks("welcome", "autostart")
    life.clicks("welcome", "undo")
    assert not launcher.starts_at_login()
    assert life.notifier.up["welcome"].summary == "Uncrick will not start when you log in."


def test_the_welcome_stays_until_it_is_answered_or_an_hour_has_passed(life):
    life.sees(ScreenUnlocked())
    life.passes(3500)
    assert "welcome" in life.notifier.up
    life.passes(200)
    assert "welcome" not in life.notifier.up


def test_a_start_at_login_that_cannot_be_set_is_reported(life, monkeypatch):
    def fails(*, on):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(launcher, "autostart", fails)
    life.clicks("welcome", "autostart")
    assert life.notifier.up["welcome"].lines[0] == "That did not work: read-only file system."


@pytest.mark.parametrize("slot", ["welcome", "answer", "history", "moon"])
def test_closing_another_notice_changes_nothing(due, slot):
    due.closes(slot)
    assert kinds(due) == [Kind.PROMPTED]


@pytest.mark.parametrize(("slot", "key"), [("prompt", "dance"), ("moon", "start"), ("guide", "")])
def test_a_click_that_was_not_offered_is_logged_and_changes_nothing(due, caplog, slot, key):
    due.clicks(slot, key)
    assert kinds(due) == [Kind.PROMPTED]
    assert "does not offer" in caplog.text


def test_a_click_that_comes_too_late_is_refused_in_a_notification(due):
    due.clicks("prompt", "done")
    due.clicks("prompt", "snooze")
    assert due.notifier.up["refusal"].lines == ("No break is due now.",)
    assert due.notifier.up["refusal"].seconds > 0


# ------------------------------------------------------------------ offers


def test_the_welcome_says_when_the_first_break_comes(life):
    assert life.notifier.up["welcome"].lines[0] == "First break around 10:00, at a pause in your typing."


def test_a_welcome_that_cannot_say_when_says_how(house, monkeypatch):
    look_ahead = onboarding.look_ahead
    monkeypatch.setattr(onboarding, "look_ahead", lambda *moment: replace(look_ahead(*moment), expected=None))
    with house.living() as life:
        assert "after an hour of work" in life.notifier.up["welcome"].lines[0]


def test_a_second_start_on_the_same_day_welcomes_nobody(house):
    with house.living():
        pass
    with house.living() as life:
        assert life.notifier.of("welcome") == []


def test_the_offer_to_start_at_login_comes_once_more_on_the_second_day(house):
    with house.living() as life:
        life.passes(600)
    house.clock.jumped += timedelta(days=1).total_seconds()
    house.clock.ticks += 10
    with house.living() as life:
        assert [button.key for button in life.notifier.up["welcome"].buttons] == ["autostart"]
    with house.living() as life:
        assert life.notifier.of("welcome") == []


def test_the_offer_comes_to_a_daemon_that_runs_through_the_night(life):
    life.notifier.up.clear()
    life.sees(ScreenLocked())
    life.passes(24 * 3600)
    life.sees(ScreenUnlocked())
    assert [button.key for button in life.notifier.up["welcome"].buttons] == ["autostart"]
    before = len(life.notifier.of("welcome"))
    life.chooses("pause:30m")
    life.chooses("resume")
    assert len(life.notifier.of("welcome")) == before


def test_no_offer_comes_while_nobody_may_be_interrupted(house):
    with house.living("quiet.hours=08:00-12:00") as life:
        assert life.notifier.of("welcome") == []
        life.passes(3 * 3600 + 120)
        life.chooses("skip")
        assert len(life.notifier.of("welcome")) == 1
