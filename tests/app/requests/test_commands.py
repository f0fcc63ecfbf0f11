"""Every word that a person can say, whatever they say it with."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.life import MONDAY
from uncrick.control import client
from uncrick.control.protocol import WORDS
from uncrick.core.model.record import Kind
from uncrick.core.presentation.tray_menu import PAUSES
from uncrick.errors import RefusedError, UsageError


@pytest.fixture
def life(house):
    with house.living() as life:
        yield life


@pytest.fixture
def due(life):
    life.passes(3600)
    assert life.phase == "due"
    return life


def say(life, word, source="cli", **args):
    life.call(life.parts.commands.say, word, source, args)


def state(life):
    return life.daemon.engine.state


def kinds(life):
    return [record.kind for record in life.call(lambda: list(life.parts.history.records()))]


def last(life):
    return life.call(lambda: list(life.parts.history.records()))[-1]


def test_break_with_nothing_due_starts_a_routine(life):
    say(life, "break")
    assert life.phase == "on_break"
    assert state(life).routine.prompt_id is None


def test_break_with_a_prompt_up_starts_what_it_suggested(due):
    prompt = state(due).prompt
    say(due, "break")
    assert state(due).routine.suggestion == prompt.suggestion
    assert state(due).routine.prompt_id == prompt.id
    assert "prompt" not in due.notifier.up


def test_break_takes_an_exercise_by_its_id(life):
    say(life, "break", exercise="neck_press_fb")
    assert state(life).routine.suggestion.items[0].id == "neck_press_fb"


def test_a_break_here_has_no_guide_of_ours(life):
    say(life, "break", here=True)
    assert state(life).routine.here
    assert life.notifier.of("guide") == []


def test_start_is_break(due):
    say(due, "start", "notification")
    assert due.phase == "on_break"
    assert last(due).source == "notification"


def test_ease_starts_a_seated_relief(life):
    say(life, "ease", "tray")
    assert life.phase == "on_break"
    assert last(life).source == "tray"


def test_stop_breaks_the_routine_off(life):
    say(life, "break")
    life.passes(5)
    say(life, "stop")
    assert kinds(life)[-1] is Kind.PART_DONE


def test_hold_lets_it_stand_still_and_go_on(life):
    say(life, "break")
    say(life, "hold", held=True)
    life.passes(500)
    assert life.phase == "on_break"
    say(life, "hold", held=False)
    life.passes(120)
    assert life.phase == "working"


def test_hold_alone_means_stand_still(life):
    say(life, "break")
    say(life, "hold")
    assert state(life).routine.halted_since is not None


def test_advance_goes_on_at_a_second(life):
    say(life, "break", exercise="neck_turn")
    say(life, "advance", to=20.0)
    assert state(life).routine.position(life.clock.ticks) == 20.0


@pytest.mark.parametrize("word", ["advance", "move_on"])
def test_the_next_move_is_gone_on_to(life, word):
    say(life, "break", exercise="neck_turn")
    say(life, word)
    routine = state(life).routine
    assert routine.position(life.clock.ticks) == routine.suggestion.items[0].seconds


@pytest.mark.parametrize(
    ("word", "kind", "phase"),
    [("done", Kind.DONE, "working"), ("skip", Kind.SKIPPED, "working"), ("snooze", Kind.SNOOZED, "snoozed")],
)
def test_an_answer_to_a_prompt_is_written_down_with_its_source(due, word, kind, phase):
    say(due, word, "window")
    assert (last(due).kind, last(due).source, due.phase) == (kind, "window", phase)


def test_done_with_nothing_due_is_a_break_taken_unasked(life):
    say(life, "done")
    assert last(life).kind is Kind.STEPPED_AWAY


def test_snooze_takes_minutes(due):
    say(due, "snooze", minutes=25.0)
    assert state(due).waiting.until == due.clock.ticks + 25 * 60


def test_snooze_alone_takes_the_length_that_is_set(house):
    with house.living("breaks.snooze=7m") as life:
        life.passes(3600)
        say(life, "snooze")
        assert state(life).waiting.until == life.clock.ticks + 7 * 60


def test_another_shows_other_items(due):
    before = due.notifier.up["prompt"].summary
    say(due, "another")
    assert due.notifier.up["prompt"].summary != before
    assert due.phase == "due"


@pytest.mark.parametrize(
    ("word", "args", "seconds"),
    [
        ("pause", {}, 3600),
        ("pause", {"minutes": 30.0}, 1800),
        ("pause", {"until": MONDAY + timedelta(hours=5)}, 5 * 3600),
        ("pause:30m", {}, 1800),
        ("pause:1h", {}, 3600),
        ("pause:2h", {}, 7200),
        ("pause", {"until": "tomorrow"}, 21 * 3600),
        ("pause:tomorrow", {}, 21 * 3600),
    ],
)
def test_a_pause_lasts_as_long_as_was_said(life, word, args, seconds):
    say(life, word, "tray", **args)
    assert life.phase == "paused"
    assert state(life).pause.until == pytest.approx(life.clock.ticks + seconds)


def test_undo_takes_the_last_answer_back(life):
    say(life, "done")
    assert life.parts.history_cache.today.breaks == 1
    say(life, "undo")
    assert (kinds(life)[-1], life.parts.history_cache.today.breaks) == (Kind.UNDONE, 0)


def test_undo_with_nothing_to_undo_is_refused(life):
    with pytest.raises(RefusedError, match="Nothing to undo"):
        say(life, "undo")


def test_resume_ends_the_pause(life):
    say(life, "pause")
    say(life, "resume")
    assert life.phase == "working"
    assert last(life).kind is Kind.RESUMED


def test_resume_without_a_pause_changes_nothing(life):
    say(life, "resume")
    assert life.phase == "working"


def test_longer_adds_an_hour_to_the_pause(life):
    say(life, "pause:30m")
    life.passes(600)
    until = state(life).pause.until
    say(life, "longer", "tray")
    assert state(life).pause.until == pytest.approx(until + 3600)


def test_every_word_of_the_wire_is_served(life):
    assert {word for word in WORDS if word not in life.parts.api} == {"ping"}


def test_every_entry_of_the_tray_that_is_a_word_is_served(life):
    entries = [*PAUSES, "done", "skip"]
    assert all(key in life.parts.commands for key in (*entries, "start", "stop", "another", "longer", "resume", "ease"))
    assert "nonsense" not in life.parts.commands


def test_easier_is_recorded_as_it_is_done_and_can_be_taken_back(life):
    say(life, "break", exercise="neck_turn")
    whole = state(life).routine.suggestion.items[0]
    say(life, "easier", item=0)
    gentle = life.parts.suggestions.catalogue.exercise("neck_turn").gentle
    assert (state(life).routine.done[0].reps, state(life).routine.done[0].variant) == (gentle.reps, "gentle")
    say(life, "easier", item=0, eased=False)
    assert state(life).routine.done == (whole,)


@pytest.mark.parametrize(
    ("word", "args", "error", "reason"),
    [
        ("break", {"exercise": "neck_trun"}, UsageError, "neck_turn"),
        *((word, {}, RefusedError, "No break is on") for word in ("stop", "hold", "advance", "move_on", "easier")),
        *((word, {}, RefusedError, "No break is due now") for word in ("skip", "snooze", "another")),
        ("pause", {"until": MONDAY - timedelta(minutes=1)}, RefusedError, "has passed"),
        ("pause", {"until": MONDAY + timedelta(days=8)}, UsageError, "week"),
        ("longer", {}, RefusedError, "Not paused"),
    ],
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(life, word, args, error, reason):
    with pytest.raises(error, match=reason):
        say(life, word, **args)
    assert (life.phase, kinds(life)) == ("working", [])


def test_done_with_nothing_due_says_what_it_books_and_books_it_once_in_five_minutes(life):
    assert client.request("done")["said"] == ["That counts as a break. The hour starts again."]
    life.passes(240)
    assert client.request("done")["said"] == ["Your break is counted already."]
    assert kinds(life) == [Kind.STEPPED_AWAY]
    life.passes(90)
    assert client.request("done")["said"] == ["That counts as a break. The hour starts again."]
    assert kinds(life) == [Kind.STEPPED_AWAY] * 2


def test_done_at_a_prompt_says_nothing_more(life):
    life.passes(3600)
    assert "said" not in client.request("done")


@pytest.mark.parametrize(
    ("word", "args", "reason"), [("break", {}, "A break is on"), ("easier", {"item": 3}, "No break is on")]
)
def test_what_cannot_be_done_on_a_break_is_refused(life, word, args, reason):
    say(life, "break", exercise="neck_turn")
    with pytest.raises(RefusedError, match=reason):
        say(life, word, **args)


OFFICE = "work.hours=Mon-Fri 08:30-18:00"


@pytest.mark.parametrize(
    ("zone", "now", "hours", "end"),
    [
        ("UTC", MONDAY, [OFFICE], "2026-11-24 08:30"),
        ("UTC", datetime(2026, 11, 27, 9, 0, tzinfo=UTC), [OFFICE], "2026-11-30 08:30"),
        ("UTC", MONDAY, ["work.hours=22:00-06:00; 08:00-12:00"], "2026-11-23 22:00"),
        ("Europe/Berlin", datetime(2026, 10, 24, 18, 0, tzinfo=UTC), [], "2026-10-25 06:00"),
    ],
    ids=["work begins", "Monday", "the next shift", "the clocks change"],
)
def test_until_tomorrow_ends_when_the_next_work_begins_in_the_persons_zone(house, zone, now, hours, end):
    house.clock.where, house.clock.start = ZoneInfo(zone), now
    with house.living(*hours) as life:
        say(life, "pause:tomorrow")
        until = life.clock.now().wall_at(state(life).pause.until)
        assert until.astimezone(house.clock.where).strftime("%Y-%m-%d %H:%M") == end
