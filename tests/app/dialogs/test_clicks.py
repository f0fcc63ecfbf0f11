"""What a person clicks and sees: notification buttons, tray keys, faces, offers."""

from dataclasses import replace
from datetime import timedelta

import pytest

from uncrick.app import tray
from uncrick.app.dialogs import onboarding
from uncrick.app.dialogs.engine import ANSWER_STAYS
from uncrick.core.model.record import Kind
from uncrick.platforms import launcher
from uncrick.ports import ScreenLocked, ScreenUnlocked
from uncrick.storage.shipped_data import catalogue


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


def test_every_button_that_is_shown_is_understood(due, caplog):
    notice = due.notifier.up["prompt"]
    assert {button.key for button in notice.buttons} | {notice.default} == {"default", "start", "snooze", "done"}


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


def test_trying_one_from_the_welcome_starts_a_break(life):
    assert "try" in [button.key for button in life.notifier.up["welcome"].buttons]
    life.clicks("welcome", "try")
    assert life.phase == "on_break"


def test_starting_at_login_from_the_welcome_puts_the_entry_in_place(life):
    life.clicks("welcome", "autostart")
    assert launcher.starts_at_login()
    told = life.notifier.up["welcome"]
    assert "Uncrick" in told.lines[0]
    assert told.lines[1] == "Undo: uncrick autostart off"


def test_a_start_at_login_that_cannot_be_set_is_told(life, monkeypatch):
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


# ------------------------------------------------------------------ tray


@pytest.mark.parametrize(
    ("key", "phase"),
    [
        ("break", "on_break"),
        ("ease", "on_break"),
        ("pause:30m", "paused"),
        ("pause:1h", "paused"),
        ("pause:2h", "paused"),
        ("pause:tomorrow", "paused"),
    ],
)
def test_every_entry_while_working_does_what_it_says(life, key, phase):
    life.chooses(key)
    assert life.phase == phase
    assert sources(life) == {"tray"}


@pytest.mark.parametrize(
    ("key", "phase"),
    [("start", "on_break"), ("another", "due"), ("snooze", "snoozed"), ("done", "working"), ("skip", "working")],
)
def test_every_entry_while_due_does_what_it_says(due, key, phase):
    due.chooses(key)
    assert due.phase == phase


@pytest.mark.parametrize(("key", "phase"), [("stop", "working"), ("move_on", "on_break")])
def test_every_entry_on_a_break_does_what_it_says(life, key, phase):
    life.chooses("break")
    life.chooses(key)
    assert life.phase == phase


@pytest.mark.parametrize(("key", "phase"), [("resume", "working"), ("longer", "paused")])
def test_every_entry_while_paused_does_what_it_says(life, key, phase):
    life.chooses("pause:1h")
    life.chooses(key)
    assert life.phase == phase


@pytest.mark.parametrize(
    ("key", "summary", "words"),
    [
        ("today", "Today", "No break yet today."),
        ("why", "Why this?", "Nothing keeps a prompt back."),
        ("about", "Uncrick", "MIT licence."),
        ("about", "Uncrick", catalogue().disclaimer),
        ("next", "Uncrick", "Next break around 10:00"),
    ],
)
def test_what_is_asked_of_the_tray_is_answered_in_a_notification(life, key, summary, words):
    life.chooses(key)
    told = life.notifier.up["answer"]
    assert told.summary.startswith(summary)
    assert words in told.lines
    assert told.transient
    assert told.seconds > 0


def test_why_names_the_last_decisions(due):
    due.chooses("skip")
    due.chooses("why")
    assert due.notifier.up["answer"].lines[1:] == ("10:00 Prompted: the time was full.", "10:00 You skipped it.")


def test_settings_opens_the_file(life, monkeypatch):
    opened = []
    monkeypatch.setattr(launcher, "open_file", opened.append)
    life.chooses("settings")
    assert [path.rpartition("/")[2] for path in opened] == ["settings.toml"]


def test_quit_ends_the_daemon(life):
    life.chooses("quit")
    assert life.is_over


def test_an_unknown_entry_is_logged_and_changes_nothing(life, caplog):
    life.chooses("dance")
    assert "not in its menu" in caplog.text
    assert life.phase == "working"


def test_what_cannot_be_done_is_told(life):
    life.chooses("skip")
    assert life.notifier.up["refusal"].summary == "Nothing to skip"


def test_a_left_click_starts_when_due_else_tells_what_comes_next(life):
    assert life.tray.face.left_click == "next"
    life.passes(3600)
    assert life.tray.face.left_click == "start"
    life.chooses(life.tray.face.left_click)
    assert life.phase == "on_break"


def entries(face):
    return [entry.key for entry in face.menu]


def test_each_menu_has_ten_entries_and_each_key_is_understood(life):
    seen = {}

    def look():
        seen[life.phase] = life.tray.face

    look()
    life.sees(ScreenLocked())
    look()
    life.sees(ScreenUnlocked())
    life.passes(3700)
    look()
    life.chooses("snooze")
    look()
    life.chooses("start")
    look()
    life.chooses("pause:1h")
    look()
    assert set(seen) == {"working", "away", "due", "snoozed", "on_break", "paused"}
    known = {"", "pause", "later", "help", "today", "why", "about", "settings", "quit", "hurt", "card", "checked"}
    for face in seen.values():
        assert len(face.menu) == 10
        for entry in (*face.menu, *(child for above in face.menu for child in above.children)):
            assert entry.key in known or entry.key in life.parts.commands, entry


def test_the_face_off_hours(house):
    with house.living("work.hours=Mon-Fri 10:00-18:00") as life:
        assert life.tray.face.kind == "off"
        assert life.tray.face.menu[0].label == "Off until 10:00"


def test_the_face_names_what_is_due(due):
    assert due.tray.face.kind == "due"
    [item, *_] = due.daemon.engine.state.prompt.suggestion.items
    headline = catalogue().exercise(item.id).headline
    assert due.tray.face.menu[0].label.startswith(f"Now: {headline[:1].lower()}{headline[1:]}")


def test_the_face_on_a_break_counts_down_in_tens(life):
    life.chooses("break")
    lines = []
    for _ in range(4):
        life.passes(10)
        lines.append(life.tray.face.menu[0].label)
    left = [int(line.rpartition(", ")[2].split()[0]) for line in lines if "left" in line]
    assert left == sorted(left, reverse=True)
    assert len(set(left)) == len(left) >= 2
    assert all(seconds % 10 == 0 for seconds in left)


def test_on_a_break_the_face_is_put_right_every_ten_seconds(life, monkeypatch):
    planned = []
    with monkeypatch.context() as patched:
        patched.setattr(life.loop, "call_later", lambda seconds, call, *args: planned.append((seconds, call)))
        life.chooses("break")
        assert (tray.REFRESH, life.parts.tray.refresh) in planned
        before = len(life.tray.faces)
        life.call(life.parts.tray.refresh)
        assert len(life.tray.faces) > before
        life.parts.tray._timer = None


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


def test_an_answer_goes_by_itself(life):
    life.chooses("today")
    assert life.notifier.up["answer"].seconds == ANSWER_STAYS
