"""`why 11:20`: stories, the answer about any moment of them, and that it names the phase that really was."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.scheduling.test_machine_any_order import BERLIN, CHANGES, HOURS, MOVE, QUIET, SPANS, STARTS, live
from desk import Desk, seconds
from uncrick.core.presentation.why import Answer, answer
from uncrick.core.scheduling import events as ev
from uncrick.core.scheduling.effects import SaveSnapshot
from uncrick.core.scheduling.outlook import gone_since
from uncrick.core.scheduling.snapshot import Snapshot, Unwatched
from uncrick.core.scheduling.state import Phase
from uncrick.storage.state_codec import dump_snapshot, load_snapshot

UNWATCHED = {"not_running", "asleep", "unseen"}
THERE = (Phase.WORKING, Phase.SNOOZED)


class Remembered(Desk):
    """A desk whose phases are written down as they were at every look, apart from what the policy keeps of them."""

    def __init__(self, **options: Any) -> None:
        self.samples: list[tuple[datetime, Phase, datetime | None]] = []
        self.missed: list[tuple[datetime, datetime]] = []
        # A silence before a time in which nobody looked may turn out, after it, to have been the absence's beginning.
        self.silent: list[tuple[datetime, datetime]] = []
        super().__init__(**options)

    @property
    def kept(self) -> list[Snapshot | Unwatched]:
        return [effect.snapshot for effect in self.effects if isinstance(effect, SaveSnapshot)]

    def happens(self, event: ev.Event) -> None:
        since = self.samples[-1][0] if self.samples else self.now.wall
        super().happens(event)
        if isinstance(event, ev.Gapped | ev.Launched):
            self.missed.append((since, self.now.wall))
            if self._silent_from is not None:
                self.silent.append((self.wall(self._silent_from), since))
        gone = self.now.wall_at(gone_since(self.state)) if self.state.phase is Phase.AWAY else None
        self.samples.append((self.now.wall, self.state.phase, gone))

    def phases_at(self, at: datetime) -> set[str]:
        """What the phase may be said to have been: one word, but for a time in which nobody looked."""
        for since, until in self.missed:
            if since <= at < until:
                return {phase.value for phase in Phase} | UNWATCHED
        before = [number for number, sample in enumerate(self.samples) if sample[0] <= at]
        if not before:
            return {"unknown"}
        phase = self.samples[before[-1]][1]
        if phase in THERE:
            for _, later, gone in self.samples[before[-1] :]:
                if gone is not None and gone <= at:
                    return {"away"}
                if later not in (*THERE, Phase.AWAY):
                    break
        may_have_left = phase in THERE and any(since <= at < until for since, until in self.silent)
        return {phase.value, "away"} if may_have_left else {phase.value}

    def why(self, time: str | float, *, on_disk: bool = True) -> Answer:
        """The answer about a time of the story."""
        kept = [load_snapshot(dump_snapshot(snapshot), self.rules) for snapshot in self.kept] if on_disk else self.kept
        return answer(kept, self.wall(time), lambda at: f"{at:%H:%M}")

    def wall(self, time: str | float) -> datetime:
        return self.begun.wall + timedelta(seconds=seconds(time))


@pytest.fixture
def desk() -> Remembered:
    """Monday 09:00, a fresh daemon."""
    desk = Remembered()
    desk.happens(ev.Looked())
    return desk


def said(told: Answer) -> str:
    return " ".join(told.text)


# ------------------------------------------------------------------ stories


def test_plain_work_says_how_long_and_when_the_next_was_due(desk):
    desk.types("45:00")
    assert said(desk.why("34:10")) == (
        "You were working: 34 min since the last break. The next prompt was due by 10:00, or earlier at a pause in"
        " your typing."
    )


def test_in_the_window_a_prompt_waits_for_a_pause_and_comes(desk):
    desk.types("54:00")
    desk.pauses_typing(9)
    told = desk.why("52:00")
    assert told.phase == "working"
    assert said(told) == (
        "You were working: 52 min since the last break. A prompt waited for a pause in your typing, until 10:00 at the"
        " latest. It came at 09:54."
    )
    assert said(desk.why("54:30")) == "A prompt was up since 09:54."


def test_in_a_moved_hour_no_prompt_waited_for_a_pause(desk):
    desk.follows(late_hours=frozenset({9}))
    desk.types("54:00")
    assert said(desk.why("53:00")) == (
        "You were working: 53 min since the last break. The next prompt was to come at 10:00."
    )


def test_a_prompt_too_soon_after_the_last_one_has_its_true_time():
    desk = Remembered(every=600.0, window=0.0)
    desk.happens(ev.Looked())
    desk.types("10:00")
    desk.skips()
    desk.types("19:00")
    assert said(desk.why("18:00")).endswith("The next prompt was to come at 09:35.")


def test_a_call_that_ends_before_the_full_hour_has_the_later_end(desk):
    desk.types("58:30")
    desk.begins("call")
    desk.types("59:30")
    desk.ends("call")
    desk.types("62:00")
    assert said(desk.why("60:40")).endswith("pause in your typing, until 10:01 at the latest. It came at 10:01.")


def test_a_short_absence_has_a_beginning_and_an_end(desk):
    desk.types("20:00")
    desk.stops("23:00")
    desk.types("40:00")
    told = desk.why("22:00")
    assert (told.phase, said(told)) == ("away", "You were away from 09:20 to 09:23: nothing is shown then.")
    assert (told.since, told.until) == (desk.wall("20:00"), desk.wall("23:00"))
    # The first minute without input still counted as work.
    assert said(desk.why("25:00")).startswith("You were working: 23 min since the last break.")


def test_an_absence_is_told_from_the_last_input_on_though_it_was_seen_later(desk):
    desk.types("20:00")
    desk.stops("23:00")
    assert desk.why("20:30").phase == "away"
    assert desk.why("19:59").phase == "working"


def test_a_long_absence_is_one_and_starts_the_count_again(desk):
    desk.types("20:00")
    desk.stops("40:00")
    desk.types("50:00")
    assert said(desk.why("30:00")) == "You were away from 09:20 to 09:40: nothing is shown then."
    assert said(desk.why("45:00")).startswith("You were working: 5 min since the last break.")


def test_a_locked_screen_is_named(desk):
    desk.types("20:00")
    desk.locks()
    desk.goes_on("22:00")
    desk.unlocks()
    desk.types("30:00")
    assert said(desk.why("21:00")) == "The screen was locked from 09:20 to 09:22: nothing is shown then."


def test_who_has_just_come_back_is_told_so(desk):
    desk.types("48:50")
    desk.stops("50:50")
    desk.types("54:00")
    told = said(desk.why("51:20"))
    assert told == (
        "You were working: 50 min since the last break. You had just come back: a prompt waited until 09:51."
    )


def test_a_call_has_a_beginning_and_an_end_across_everything_in_it(desk):
    desk.types("40:00")
    desk.begins("call")
    desk.types("75:00")
    desk.pauses(10)
    desk.goes_on("85:00")
    desk.types("100:00")
    desk.ends("call")
    desk.types("105:00")
    told = desk.why("70:00")
    assert told.blocked_by == ("call",)
    assert said(told) == (
        "Microphone or camera in use from 09:40 to 10:40: prompts waited. "
        "By 09:40 you had worked 40 min since the last break."
    )


@pytest.mark.parametrize("reason", ["call", "share", "fullscreen"])
def test_minutes_of_listening_are_not_told_as_minutes_of_work(desk, reason):
    desk.types("20:00")
    desk.begins(reason)
    desk.stops("90:00")
    desk.ends(reason)
    desk.types("95:00")
    assert "you had worked 20 min" in said(desk.why("80:00"))
    assert "You were working: 25 min" in said(desk.why("94:30"))


def test_do_not_disturb_leaves_the_minutes_of_work_what_they_are(desk):
    desk.types("20:00")
    desk.begins("dnd")
    desk.types("50:00")
    assert said(desk.why("45:00")).endswith("prompts wait. You were working: 45 min since the last break.")


def test_two_reasons_are_two_sentences(desk):
    desk.types("40:00")
    desk.begins("share")
    desk.types("50:00")
    desk.begins("dnd")
    desk.types("70:00")
    desk.ends("share")
    desk.types("80:00")
    assert said(desk.why("65:00")).startswith(
        "Screen shared from 09:40 to 10:10: prompts waited. Do not disturb since 09:50: prompts wait"
    )


def test_who_has_just_become_free_is_told_so(desk):
    desk.types("40:00")
    desk.begins("call")
    desk.types("70:00")
    desk.ends("call")
    desk.types("75:00")
    assert "You had only just become free: a prompt waited until 10:11. It came at 10:12." in said(desk.why("70:30"))
    assert "A prompt waited for a pause in your typing" in said(desk.why("71:30"))


def test_a_pause_names_its_end_and_when_it_really_ended(desk):
    desk.types("20:00")
    desk.pauses(60)
    desk.types("30:00")
    assert said(desk.why("25:00")) == "Prompts are paused from 09:20 until 10:20."
    desk.resumes()
    desk.types("40:00")
    assert said(desk.why("25:00")) == "Prompts were paused from 09:20 to 09:30."


def test_a_snooze_and_the_showing_before_it(desk):
    desk.types("60:00")
    desk.goes_on("61:00")
    desk.snoozes()
    desk.types("80:00")
    assert said(desk.why("60:30")) == "A prompt was up from 10:00 to 10:01."
    assert said(desk.why("65:00")) == "You had snoozed the prompt until 10:11."


def test_a_prompt_that_comes_once_more_has_its_time_and_waits_for_no_pause(desk):
    desk.types("65:00")
    desk.types("80:00")
    assert said(desk.why("70:00")) == (
        "You were working: 5 min since the last break. The next prompt was to come at 10:15."
    )


def test_what_a_call_kept_back_is_told_to_come_two_minutes_after_it(desk):
    desk.types("52:00")
    desk.begins("call")
    desk.types("54:00")
    desk.ends("call")
    desk.types("60:00")
    assert "until 09:56 at the latest. It came at 09:56." in said(desk.why("55:30"))


def test_quiet_hours_are_a_reason_with_both_ends():
    desk = Remembered(quiet=["10:00-11:00"])
    desk.happens(ev.Looked())
    desk.types(minutes=150)
    told = desk.why(90 * 60)
    assert told.blocked_by == ("quiet_hours",)
    assert said(told).startswith("Quiet hours from 10:00 to 11:00: prompts waited.")


def test_working_hours_and_the_edges_of_the_day():
    desk = Remembered(start=datetime(2026, 11, 23, 8, 0, tzinfo=UTC), work=["Mon-Fri 09:00-17:00"])
    desk.happens(ev.Looked())
    desk.types(minutes=10 * 60)
    assert said(desk.why(30 * 60)) == "Outside your working hours from 08:00 to 09:00."
    assert said(desk.why(70 * 60)).startswith("The first 20 minutes of the day from 09:00 to 09:20: prompts waited")
    assert said(desk.why(9.5 * 3600)) == "Outside your working hours from 17:00 to 09:00."


def test_enough_for_today_is_a_reason(desk):
    desk = Remembered(max_a_day=1)
    desk.happens(ev.Looked())
    desk.types("60:30")
    desk.skips()
    desk.types(minutes=90)
    assert said(desk.why("130:00")).startswith("Enough for today since 10:00")


def test_a_break_was_on(desk):
    desk.types("20:00")
    desk.starts()
    desk.goes_on("22:00")
    assert said(desk.why("20:30")) == "A break was on from 09:20 to 09:21."


def test_sleep_has_a_name(desk):
    desk.types("50:00")
    desk.sleeps("230:00")
    desk.types("240:00")
    told = desk.why("100:00")
    assert (told.phase, said(told)) == ("asleep", "The machine was asleep from 09:50 to 12:50.")
    assert said(desk.why("235:00")).startswith("You were working: 5 min")


def test_a_sleep_that_nobody_announced(desk):
    desk.types("50:00")
    desk.sleeps("230:00", announced=False)
    assert said(desk.why("100:00")) == "The machine slept, or Uncrick was held up, from 09:50 to 12:50."


@pytest.mark.parametrize("reboot", [False, True])
def test_a_daemon_that_did_not_run(desk, reboot):
    desk.types("50:00")
    desk.dies("55:00", reboot=reboot)
    desk.types("80:00")
    told = desk.why("52:00")
    assert (told.phase, said(told)) == ("not_running", "Uncrick was not running from 09:50 to 09:55.")


def test_an_absence_is_known_although_the_process_died_in_it(desk):
    """What was kept last may have been lost with it; how things stood is told again."""
    desk.types("20:00")
    desk.stops("22:00")
    lost = len(desk.effects)
    desk.dies("23:00")
    desk.types("30:00")
    del desk.effects[lost - 1]
    assert desk.why("21:00").phase == "away"


def test_before_the_first_day_nothing_is_known(desk):
    assert said(desk.why(-60.0)) == "Nothing is known of that time; what is kept begins 09:00."
    assert answer([], desk.now.wall, str).text == ("Nothing is known of that time.",)


def test_in_an_hour_that_a_clock_set_back_repeats_the_second_one_counts(desk):
    desk.types("50:00")
    desk.sets_clock(-3600)
    desk.pauses(30)
    desk.types("70:00")
    # 08:55 by the wall clock, the only time that it showed that
    assert answer(desk.kept, desk.wall(-5 * 60.0), str).phase == "paused"


# ------------------------------------------------------------------ what is kept, and when


def test_an_hour_of_plain_work_keeps_nothing_but_its_beginning(desk):
    desk = Remembered(beat=30.0)
    desk.happens(ev.Looked())
    desk.types("49:00")
    assert len(desk.kept) == 1


def test_lulls_in_the_window_keep_nothing():
    desk = Remembered(lull=20.0)
    desk.happens(ev.Looked())
    desk.types("51:00")
    for _ in range(5):
        desk.pauses_typing(15)
        desk.types(seconds_=30)
    assert len(desk.kept) == 1


# ------------------------------------------------------------------ any story, any moment


STORIES = st.lists(
    st.one_of(
        MOVE,
        st.tuples(st.just("sleeps"), SPANS),
        st.tuples(st.just("sleeps_unannounced"), SPANS),
        st.tuples(st.just("dies"), SPANS),
        st.tuples(st.just("works_on"), st.sampled_from([1.0, 120.0])),
        st.tuples(st.just("follows"), CHANGES),
    ),
    min_size=3,
    max_size=25,
)


def lived(desk: Remembered, story: list[tuple[str, Any]]) -> Remembered:
    """The story, in which a word that makes no sense is passed over."""
    desk.happens(ev.Looked())  # as the daemon does when it starts
    for word, what in story:
        match word:
            case "sleeps" | "sleeps_unannounced":
                desk.sleeps(minutes=what / 60, announced=word == "sleeps")
            case "dies":
                desk.dies(minutes=what / 60)
            case "follows":
                desk.follows(**what)
            case _:
                live(desk, [(word, what)])
    return desk


@example([("types", 3000.0), ("stops", 45.0), ("dies", 255.0)], STARTS[0], HOURS[0], QUIET[0], {"every": 600.0}, [])
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    STORIES, st.sampled_from(STARTS), st.sampled_from(HOURS), st.sampled_from(QUIET), CHANGES, st.lists(st.floats(0, 1))
)
def test_of_any_moment_of_any_story_the_answer_names_the_phase_that_was(story, start, work, quiet, changes, shares):
    desk = lived(Remembered(start=start, zone=BERLIN, work=work, quiet=quiet, **changes), story)
    assert [load_snapshot(dump_snapshot(snapshot), desk.rules) for snapshot in desk.kept] == desk.kept
    begun, now = desk.begun.wall, desk.now.wall
    moments = {begun + share * (now - begun) for share in shares}
    # Most goes wrong about the turns.
    for at, *_ in desk.samples:
        moments |= {at + timedelta(seconds=by) for by in (-30.0, -1.0, 0.0, 1.0, 30.0)}
    for at in sorted(moment for moment in moments if begun <= moment <= now):
        told = answer(desk.kept, at, lambda moment: f"{moment:%H:%M:%S}")
        assert told.phase in desk.phases_at(at), f"{at}: {told}"
        assert told.text
        assert told.since is None or told.since <= at, f"{at}: {told}"
        assert told.until is None or told.until > at, f"{at}: {told}"
