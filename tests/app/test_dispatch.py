"""The performer: what each effect means to notifier, guide and history."""

import logging
from datetime import UTC
from typing import get_args

import pytest

from app.journals import MemoryJournal
from app.life import MONDAY, Notifier, suggestion
from uncrick.app.dispatch import NOTES_IN_MEMORY, EffectDispatcher
from uncrick.app.history_cache import HistoryCache
from uncrick.app.isolation import Isolation
from uncrick.app.observers import Observers
from uncrick.core.history.day import Today
from uncrick.core.model.record import Kind, Record
from uncrick.core.scheduling import effects as ef
from uncrick.core.scheduling.state import Prompt, Routine
from uncrick.errors import HistoryError
from uncrick.settings import Settings, override
from uncrick.storage import shipped_data
from uncrick.storage.shipped_data import catalogue

RECORD = Record("r1", MONDAY, None, Kind.NATURAL, "policy")
ROUTINE = Routine(suggestion(), 0.0, "cli")


class Guide:
    def __init__(self):
        self.calls = []

    def lead(self, routine):
        self.calls.append(routine)

    def end(self, *, completed):
        self.calls.append(completed)


class Stage:
    """A performer and all it plays to."""

    def __init__(self):
        self.notifier, self.guide, self.journal, self.stored = Notifier(), Guide(), MemoryJournal(), []
        self.saved = []
        self.snoozable = True
        self.dispatcher = EffectDispatcher(
            self.notifier,
            self.guide,
            HistoryCache(self.journal, UTC, Today(MONDAY.date()), shipped_data.rules()),
            catalogue,
            lambda prompt: self.snoozable,
            settings=override(Settings(), ["prompt.sound=false"]),
            store=self.store,
            save=self.saved.append,
            observers=Observers(Isolation("test")),
        )

    def store(self, at, text):
        self.stored.append((at, text))

    def prompted(self, prompt=None):
        self.dispatcher.perform(ef.ShowPrompt(prompt or Prompt("p", suggestion(), 0.0)))
        return self.notifier.shown[-1]


@pytest.fixture
def stage():
    return Stage()


def test_a_prompt_is_a_new_notice_in_its_slot(stage):
    notice = stage.prompted()
    assert (notice.slot, notice.fresh, notice.transient, notice.seconds) == ("prompt", True, False, 0)


def test_a_prompt_says_the_move_how_long_the_alternative_and_a_tip(stage):
    notice = stage.prompted()
    assert notice.summary == "Turn your head"
    assert notice.lines[0].endswith(" right where you are, or take a short walk.")
    assert notice.lines[1].startswith("Tip: ")


def test_a_prompt_shows_the_picture_of_its_first_exercise(stage):
    assert stage.prompted().picture == suggestion().items[0].id == "neck_turn"


def test_a_prompt_has_three_buttons_and_the_body_starts(stage):
    notice = stage.prompted()
    assert [(button.key, button.label) for button in notice.buttons] == [
        ("start", "Start"),
        ("snooze", "In 10 min"),
        ("done", "Did it"),
    ]
    assert notice.default in ("default", "start")


def test_without_a_snooze_left_none_is_offered(stage):
    stage.snoozable = False
    assert [button.key for button in stage.prompted().buttons] == ["start", "done"]


@pytest.mark.parametrize(("minutes", "label"), [(10.0, "In 10 min"), (0.2, "In 1 min"), (12.6, "In 13 min")])
def test_the_snooze_button_says_its_length(stage, minutes, label):
    stage.dispatcher.follow(override(Settings(), [f"breaks.snooze={60 * minutes:g}s"]))
    assert stage.prompted().buttons[1].label == label


def test_where_buttons_are_not_drawn_the_commands_are_named(stage):
    assert stage.prompted().hint == "uncrick break, snooze or skip"


def test_the_chime_is_a_setting(stage):
    assert stage.prompted().sound is False
    stage.dispatcher.follow(override(Settings(), ["prompt.sound=true"]))
    assert stage.prompted().sound is True


def test_what_is_due_in_the_tray_becomes_a_notification_only_later(stage):
    prompt = Prompt("p1", suggestion(), 0.0)
    stage.dispatcher.perform(ef.ShowPrompt(prompt, quiet=True))
    assert stage.notifier.shown == []
    stage.dispatcher.perform(ef.RaiseBubble(prompt))
    assert [notice.slot for notice in stage.notifier.shown] == ["prompt"]


def test_a_bubble_that_leaves_is_lowered_and_not_withdrawn(stage):
    stage.dispatcher.perform(ef.LowerBubble())
    assert (stage.notifier.lowered, stage.notifier.withdrawn) == (["prompt"], [])


def test_a_prompt_that_is_over_is_withdrawn(stage):
    stage.dispatcher.perform(ef.WithdrawPrompt())
    assert stage.notifier.withdrawn == ["prompt"]


def test_a_routine_is_led_by_the_guide(stage):
    stage.dispatcher.perform(ef.LeadRoutine(ROUTINE))
    stage.dispatcher.perform(ef.EndGuide(completed=True))
    assert stage.guide.calls == [ROUTINE, True]


def test_a_routine_in_a_terminal_needs_no_guide_of_ours(stage):
    stage.dispatcher.perform(ef.LeadRoutine(Routine(suggestion(), 0.0, "cli", here=True)))
    assert stage.guide.calls == []


def test_records_and_their_ends_go_to_the_history(stage):
    stage.dispatcher.perform(ef.Write(RECORD))
    stage.dispatcher.perform(ef.Close("r1", MONDAY))
    assert stage.journal.lines == [RECORD, ("r1", MONDAY)]


def test_decisions_are_stored_in_the_history_and_the_last_ones_at_hand(stage):
    for number in range(NOTES_IN_MEMORY + 5):
        stage.dispatcher.perform(ef.Note(MONDAY, f"note {number}"))
    assert len(stage.stored) == NOTES_IN_MEMORY + 5
    assert [text for _, text in stage.dispatcher.notes] == [
        f"note {number}" for number in range(5, NOTES_IN_MEMORY + 5)
    ]


def test_a_decision_that_cannot_be_stored_is_still_at_hand(stage):
    def full(at, text):
        raise HistoryError("The history cannot be used", "the disk is full.")

    stage.dispatcher._store = full
    stage.dispatcher.perform(ef.Note(MONDAY, "You skipped it."))
    assert list(stage.dispatcher.notes) == [(MONDAY, "You skipped it.")]


@pytest.mark.parametrize("effect", [ef.ShowBadge(), ef.Refuse("No", "Not now.")])
def test_badge_and_refusal_need_no_port(stage, effect):
    stage.dispatcher.perform(effect)
    assert (stage.notifier.shown, stage.guide.calls, stage.journal.lines) == ([], [], [])


def test_every_effect_has_its_test_here():
    told = {ef.ShowPrompt, ef.LowerBubble, ef.WithdrawPrompt, ef.LeadRoutine, ef.EndGuide, ef.Write, ef.Close, ef.Note}
    assert set(get_args(ef.Effect)) == told | {ef.RaiseBubble, ef.ShowBadge, ef.SaveSnapshot, ef.Refuse}


def test_a_port_that_fails_is_logged_and_the_record_is_still_written(stage, monkeypatch, caplog):
    caplog.set_level(logging.ERROR)
    monkeypatch.setattr(stage.notifier, "withdraw", lambda slot: 1 / 0)
    stage.dispatcher.perform(ef.WithdrawPrompt())
    stage.dispatcher.perform(ef.Write(RECORD))
    assert stage.journal.lines == [RECORD]
    assert "WithdrawPrompt" in caplog.text
