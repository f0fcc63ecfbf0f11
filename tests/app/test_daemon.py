"""A daemon lives: its beat, its ports, its end."""

import os
from datetime import timedelta

import pytest

from app.life import MONDAY, Beat, Life
from app.views import kinds, records, status
from uncrick.app.daemon import Options
from uncrick.app.dialogs.engine import ANSWER_STAYS
from uncrick.app.heartbeat import LATEST_LOOK, DeferredScheduler
from uncrick.control import client
from uncrick.core.model.record import Kind
from uncrick.errors import RunningError
from uncrick.ports import (
    IdleSourceChanged,
    InputResumed,
    InputStopped,
    Notice,
    ScreenLocked,
    ScreenUnlocked,
    SleepBegan,
    SleepEnded,
)
from uncrick.storage import paths

# ------------------------------------------------------------------ an hour


def test_an_hour_of_work_a_prompt_and_a_snooze(house, life):
    life.passes(3600)
    assert life.notifier.up["prompt"]
    client.request("snooze")
    assert "prompt" not in life.notifier.up
    life.passes(600)
    assert life.notifier.up["prompt"].fresh
    client.request("done")
    assert "prompt" not in life.notifier.up
    assert kinds(house) == [Kind.PROMPTED, Kind.SNOOZED, Kind.PROMPTED, Kind.DONE]


def test_a_routine_ends_by_itself_and_is_on_disk(house, life):
    client.request("break")
    life.passes(120)
    assert kinds(house) == [Kind.STARTED, Kind.DONE]
    assert life.phase == "working"


@pytest.mark.parametrize(
    ("begin", "end"),
    [(ScreenLocked(), ScreenUnlocked()), (InputStopped(60), InputResumed()), (SleepBegan(), SleepEnded())],
)
def test_an_absence_is_seen_from_its_beginning_to_its_end(life, begin, end):
    life.passes(120)
    life.sees(begin)
    life.passes(1)
    assert life.phase == "away"
    life.sees(end)
    assert life.phase == "working"


def test_a_silence_is_counted_from_the_last_input(house, life):
    life.passes(600)
    life.sees(InputStopped(60))
    life.passes(300)
    [record] = records(house)
    assert (record.kind, record.at) == (Kind.NATURAL, MONDAY + timedelta(seconds=540))


def test_silence_is_watched_for(life):
    assert life.presence.watched == [60.0]
    life.passes(3000)
    assert life.presence.watched == [60.0, 8.0]


def test_the_zone_is_read_again_with_every_look(life):
    before = life.clock.rereads
    life.passes(60)
    assert life.clock.rereads >= before + 2


def test_a_beat_that_stood_still_is_a_gap(house, life):
    life.passes(3000)

    def wakes():
        life.clock.ticks += 3 * 3600
        life.parts.heartbeat.look()

    life.call(wakes)
    [record] = records(house)
    assert (record.kind, record.at) == (Kind.NATURAL, MONDAY + timedelta(seconds=3000))
    assert status()["active_seconds"] < 60


def test_a_beat_that_is_a_little_late_is_none(life):
    life.passes(600)

    def wakes():
        life.clock.ticks += LATEST_LOOK - 1
        life.parts.heartbeat.look()

    life.call(wakes)
    assert status()["active_seconds"] == 600 + LATEST_LOOK - 1


def test_the_first_event_after_a_gap_may_be_a_click(house, life):
    life.passes(3000)
    life.clock.ticks += 3 * 3600
    client.request("pause")
    assert kinds(house) == [Kind.NATURAL, Kind.PAUSED]


def test_a_new_day_begins_with_nothing_done(life):
    client.request("done")
    assert status()["today"]["stepped_away"] == 1
    life.passes(19.5 * 3600)
    assert status()["today"]["stepped_away"] == 0


# ------------------------------------------------------------------ parts of the desktop


def test_without_an_idle_source_every_second_counts(life):
    life.sees(IdleSourceChanged(None))
    shown = status()
    assert (shown["clock"], shown["idle_source"]) == ("wall", None)
    life.passes(60)
    life.sees(IdleSourceChanged("pretend"))
    shown = status()
    assert (shown["clock"], shown["idle_source"]) == ("active", "pretend")


def test_without_an_idle_source_the_prompt_still_comes(life):
    life.sees(InputStopped(60))
    life.sees(IdleSourceChanged(None))
    life.passes(3700)
    assert life.phase == "due"


def test_settings_that_are_read_again_keep_the_clock_of_a_blind_desktop(life, house):
    life.sees(IdleSourceChanged(None))
    house.wrote(house.settings, '[breaks]\nevery = "50m"\n')
    client.request("reload")
    assert status()["clock"] == "wall"


@pytest.mark.parametrize("part", ["tray", "notifier", "presence"])
def test_a_part_that_does_not_start_ends_nothing(house, part, caplog):
    life = Life(Options(), house.clock)
    house.lives.append(life)

    async def fails(*_):
        raise OSError("it does not answer")

    getattr(life, part).start = fails
    life.begin()
    life.passes(3600)
    assert status()["phase"] == "due"
    assert "it does not answer" in caplog.text


@pytest.mark.parametrize("part", ["tray", "notifier", "presence"])
def test_a_part_that_does_not_stop_ends_the_others_all_the_same(house, part, caplog):
    with house.living() as life:

        async def fails():
            raise OSError("it does not let go")

        getattr(life, part).stop = fails
    assert "it does not let go" in caplog.text
    others = {"tray", "notifier", "presence"} - {part}
    assert all(getattr(life, other).stopped for other in others)
    assert life.failed is None


def test_without_a_tray_it_is_reported_once(house):
    for shown in (1, 0):
        life = Life(Options(), house.clock)
        house.lives.append(life)
        life.tray.has_place = False
        life.begin()
        assert len(life.notifier.of("tray")) == shown
        life.end()


def test_a_tray_that_is_not_wanted_is_not_started(house):
    with house.living(tray=False) as life:
        assert life.notifier.of("tray") == []
        life.passes(60)
        assert not life.tray.started


def test_a_second_daemon_is_refused(life, house):
    second = Life(Options(), house.clock)
    with pytest.raises(RunningError, match="running already"):
        second.begin()


def test_at_the_end_everything_is_let_go_of(house):
    with house.living() as life:
        pass
    assert life.presence.stopped
    assert life.notifier.stopped
    assert life.tray.stopped
    assert life.beat.stopped
    assert not [name for name in os.listdir(paths.runtime()) if name != "lock"]


def test_the_plan_of_before_the_beat_is_taken_over_by_it():
    late, beat = DeferredScheduler(), Beat()
    late.plan(5.0)
    late.become(beat)
    late.plan(7.0)
    late.stop()
    assert (beat.plans, beat.stopped) == ([5.0, 7.0], True)


def test_a_beat_that_never_came_needs_no_end():
    DeferredScheduler().stop()


def test_for_a_notice_that_leaves_by_itself_a_look_is_planned(life):
    life.passes(60)
    life.call(life.parts.dialogs.tell_briefly, Notice("answer", "Skipped."))
    assert life.beat.planned == life.clock.ticks + ANSWER_STAYS
    life.passes(ANSWER_STAYS)
    assert life.notifier.withdrawn[-1] == "answer"
