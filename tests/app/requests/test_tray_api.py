"""What the tray shows, and what each of its entries does."""

import pytest

from uncrick.app import tray
from uncrick.app.dialogs.engine import ANSWER_STAYS
from uncrick.platforms import launcher
from uncrick.ports import ScreenLocked, ScreenUnlocked
from uncrick.storage import paths
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


def sources(life):
    return {record.source for record in life.call(lambda: list(life.parts.history.records()))}


# ------------------------------------------------------------------ entries


WORKING, DUE, ON_BREAK, PAUSED = [], [3600], ["break"], ["pause:1h"]


@pytest.mark.parametrize(
    ("before", "key", "phase"),
    [
        (WORKING, "break", "on_break"),
        (WORKING, "pause:30m", "paused"),
        (WORKING, "pause:1h", "paused"),
        (WORKING, "pause:2h", "paused"),
        (WORKING, "pause:tomorrow", "paused"),
        (DUE, "start", "on_break"),
        (DUE, "another", "due"),
        (DUE, "snooze", "snoozed"),
        (DUE, "done", "working"),
        (DUE, "skip", "working"),
        (ON_BREAK, "stop", "working"),
        (ON_BREAK, "move_on", "on_break"),
        (PAUSED, "resume", "working"),
        (PAUSED, "longer", "paused"),
    ],
)
def test_every_entry_does_what_it_says(life, before, key, phase):
    for step in before:
        life.chooses(step) if isinstance(step, str) else life.passes(step)
    life.chooses(key)
    assert life.phase == phase
    assert sources(life) - {"policy"} == (set() if key == "another" else {"tray"})


@pytest.mark.parametrize(
    ("key", "summary", "words"),
    [
        ("today", "Today", "No break yet today."),
        ("why", "Why this?", "Nothing holds the next break back."),
        ("about", "Uncrick", "MIT licence."),
        ("about", "Uncrick", catalogue().disclaimer),
        ("next", "Uncrick", "Next break around 10:00"),
    ],
)
def test_a_question_to_the_tray_is_answered_in_a_notification(life, key, summary, words):
    life.chooses(key)
    answer = life.notifier.up["answer"]
    assert answer.summary.startswith(summary)
    assert words in answer.lines
    assert (answer.transient, answer.seconds) == (True, ANSWER_STAYS)


def test_why_names_the_last_decisions(due):
    due.chooses("skip")
    due.chooses("why")
    assert due.notifier.up["answer"].lines[1:] == ("10:00 Shown because the hour was over.", "10:00 You skipped it.")


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


def test_what_cannot_be_done_is_shown(life):
    life.chooses("skip")
    assert life.notifier.up["refusal"].summary == "Nothing to skip"


def test_a_left_click_starts_when_due_else_says_what_comes_next(life):
    assert life.tray.face.left_click == "next"
    life.passes(3600)
    assert life.tray.face.left_click == "start"
    life.chooses(life.tray.face.left_click)
    assert life.phase == "on_break"


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
    others = {"", "pause", "later", "help", "today", "why", "about", "settings", "quit", "hurt", "card", "checked"}
    for face in seen.values():
        assert len(face.menu) == 10
        for entry in (*face.menu, *(child for above in face.menu for child in above.children)):
            assert entry.key in others or entry.key in life.parts.commands, entry


def test_the_face_off_hours(house):
    with house.living("work.hours=Mon-Fri 10:00-18:00") as life:
        assert life.tray.face.kind == "off"
        assert life.tray.face.menu[0].label == "Off until 10:00"


def test_the_face_names_what_is_due(due):
    assert due.tray.face.kind == "due"
    [item, *_] = due.daemon.engine.state.prompt.suggestion.items
    headline = catalogue().exercise(item.id).headline
    assert due.tray.face.menu[0].label.startswith(f"Now: {headline[:1].lower()}{headline[1:]}")


@pytest.mark.parametrize("seed", range(1, 41))
def test_the_face_on_a_break_counts_down_in_tens(house, monkeypatch, seed):
    """Of whatever routine, also of one that takes half a ten more."""
    monkeypatch.setattr(paths, "personal_seed", lambda: seed)
    lines = []
    with house.living() as life:
        life.chooses("break")
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
