"""`why 11:20`: stories, the answer about any moment of them, and that it names the phase that really was."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.scheduling.test_machine_any_order import BERLIN, CHANGES, HOURS, MOVE, QUIET, SPANS, STARTS, live
from desk import Desk, seconds
from stories import tell
from uncrick.core.presentation.why import Answer, answer
from uncrick.core.scheduling import events as ev
from uncrick.core.scheduling.attendance import gone_since
from uncrick.core.scheduling.effects import SaveSnapshot
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
    def snapshots(self) -> list[Snapshot | Unwatched]:
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

    def why(self, time: str | float) -> Answer:
        """The answer about a time of the story."""
        snapshots = [load_snapshot(dump_snapshot(snapshot), self.rules) for snapshot in self.snapshots]
        return answer(snapshots, self.wall(time), lambda at: f"{at:%H:%M}")

    def wall(self, time: str | float) -> datetime:
        return self.begun.wall + timedelta(seconds=seconds(time))


def begun(**options: Any) -> Remembered:
    """A daemon that has just started; Monday 09:00, unless the options say otherwise."""
    desk = Remembered(**options)
    desk.happens(ev.Looked())
    return desk


def matches(text: str, expected: str) -> bool:
    """Whether it is the text; `...` at an end of it stands for any other."""
    inner = expected.removeprefix("...").removesuffix("...")
    starts, ends = expected.endswith("..."), expected.startswith("...")
    if starts and ends:
        return inner in text
    return text.startswith(inner) if starts else text.endswith(inner) if ends else text == inner


WAITED = "A prompt waited for a pause in your typing"
WORKED = "You were working: {} min since the last break."
STORIES: dict[str, tuple[str, dict[str, str]]] = {
    "what may be typed in another session is no absence": (
        "may_be_elsewhere 240:00 | types 10:00 | stops 60:00 | types 61:00",
        {
            "30:00": (
                "Nothing typed here, maybe in your other session from 09:11 to 10:00: prompts waited. "
                f"{WORKED.format(30)}"
            )
        },
    ),
    "a second screen is named": (
        "types 10:00 | begins projector | types 20:00",
        {"15:00": f"Second screen connected since 09:10: prompts wait. {WORKED.format(15)}"},
    ),
    "plain work has its minutes and when the next prompt was due": (
        "types 45:00",
        {"34:10": f"{WORKED.format(34)} The next prompt was due by 10:00, or earlier at a pause in your typing."},
    ),
    "in the window a prompt waits for a pause and comes": (
        "types 54:00 | pauses_typing 9",
        {
            "52:00": f"{WORKED.format(52)} {WAITED}, until 10:00 at the latest. It came at 09:54.",
            "54:30": "A prompt has been on the screen since 09:54.",
        },
    ),
    "a prompt too soon after the last one has its true time": (
        "with every=600.0; window=0.0 | types 10:00 | skips | types 19:00",
        {"18:00": "...The next prompt was planned for 09:35."},
    ),
    "a call that ends before the full hour has the later end": (
        "types 58:30 | begins call | types 59:30 | ends call | types 62:00",
        {"60:40": "...pause in your typing, until 10:01 at the latest. It came at 10:01."},
    ),
    "a short absence has a beginning and an end": (
        "types 20:00 | stops 23:00 | types 40:00",
        {
            "22:00": "You were away from 09:20 to 09:23, so nothing was shown.",
            "25:00": f"{WORKED.format(23)}...",  # the first minute without input still counted as work
        },
    ),
    "a long absence is one and starts the count again": (
        "types 20:00 | stops 40:00 | types 50:00",
        {"30:00": "You were away from 09:20 to 09:40, so nothing was shown.", "45:00": f"{WORKED.format(5)}..."},
    ),
    "a locked screen is named": (
        "types 20:00 | locks | goes_on 22:00 | unlocks | types 30:00",
        {"21:00": "The screen was locked from 09:20 to 09:22, so nothing was shown."},
    ),
    "just back from an absence": (
        "types 48:50 | stops 50:50 | types 54:00",
        {"51:20": f"{WORKED.format(50)} You had just come back, so a prompt waited until 09:51."},
    ),
    "a call has a beginning and an end across everything in it": (
        "types 40:00 | begins call | types 75:00 | pauses 10 | goes_on 85:00 | types 100:00 | ends call | types 105:00",
        {
            "70:00": "Microphone or camera in use from 09:40 to 10:40: prompts waited. "
            "You were working: 70 min since the last break."
        },
    ),
    **{
        f"minutes of listening are minutes of work, {reason}": (
            f"types 20:00 | begins {reason} | stops 90:00 | ends {reason} | types 91:00",
            {"80:00": "...You were working: 80 min..."},
        )
        for reason in ("call", "share", "fullscreen")
    },
    "input that never pauses is named": (
        "types 200:00",
        {"190:00": "Input without a single pause, as from a machine since 12:00: prompts wait...."},
    ),
    "do not disturb leaves the minutes of work as they are": (
        "types 20:00 | begins dnd | types 50:00",
        {"45:00": f"...prompts wait. {WORKED.format(45)}"},
    ),
    "two reasons are two sentences": (
        "types 40:00 | begins share | types 50:00 | begins dnd | types 70:00 | ends share | types 80:00",
        {"65:00": "Screen shared from 09:40 to 10:10: prompts waited. Do not disturb since 09:50: prompts wait..."},
    ),
    "just free after a call": (
        "types 40:00 | begins call | types 70:00 | ends call | types 75:00",
        {
            "70:30": "...A call or a full screen had just ended, so a prompt waited until 10:11. It came at 10:12....",
            "71:30": f"...{WAITED}...",
        },
    ),
    "a pause that lasts names its end": (
        "types 20:00 | pauses 60 | types 30:00",
        {"25:00": "Prompts are paused from 09:20 until 10:20."},
    ),
    "a pause that was ended early": (
        "types 20:00 | pauses 60 | types 30:00 | resumes | types 40:00",
        {"25:00": "Prompts were paused from 09:20 to 09:30."},
    ),
    "a snooze and the showing before it": (
        "types 60:00 | goes_on 61:00 | snoozes | types 80:00",
        {
            "60:30": "A prompt was on the screen from 10:00 to 10:01.",
            "65:00": "You had snoozed the prompt until 10:11.",
        },
    ),
    "a repeat has its time and waits for no pause in the typing": (
        "types 65:00 | types 80:00",
        {"70:00": f"{WORKED.format(5)} The next prompt was planned for 10:15."},
    ),
    "a prompt that a call delayed comes two minutes after it": (
        "types 52:00 | begins call | types 54:00 | ends call | types 60:00",
        {"55:30": "...until 09:56 at the latest. It came at 09:56...."},
    ),
    "quiet hours are a reason with both ends": (
        "with quiet=10:00-11:00 | types minutes=150",
        {"90:00": "Quiet hours from 10:00 to 11:00: prompts waited...."},
    ),
    "enough for today is a reason": (
        "with max_a_day=1 | types 60:30 | skips | types minutes=90",
        {"130:00": "Enough for today since 10:00..."},
    ),
    "a break was on": (
        "types 20:00 | starts | goes_on 22:00",
        {"20:30": "A break was on from 09:20 to 09:21."},
    ),
    "sleep has a name": (
        "types 50:00 | sleeps 230:00 | types 240:00",
        {"100:00": "The machine was asleep from 09:50 to 12:50.", "235:00": "You were working: 5 min..."},
    ),
    "a sleep that nobody announced": (
        "types 50:00 | sleeps 230:00 announced=False",
        {"100:00": "The machine was asleep, or too busy for Uncrick, from 09:50 to 12:50."},
    ),
    "a daemon that did not run": (
        "types 50:00 | dies 55:00 | types 80:00",
        {"52:00": "Uncrick was not running from 09:50 to 09:55."},
    ),
    "a machine that was restarted": (
        "types 50:00 | dies 55:00 reboot=True | types 80:00",
        {"52:00": "Uncrick was not running from 09:50 to 09:55."},
    ),
    "before the first day nothing is known": (
        "types 1:00",
        {"-1:00": "Nothing is recorded for that time; the records begin at 09:00."},
    ),
}


@pytest.mark.parametrize(("story", "answers"), STORIES.values(), ids=STORIES)
def test_story(story: str, answers: dict[str, str]) -> None:
    desk = tell(story, begun)
    for time, expected in answers.items():
        text = " ".join(desk.why(time).text)
        assert matches(text, expected), text


@pytest.mark.parametrize(
    ("story", "time", "phase", "blocked_by", "since", "until"),
    [
        ("types 54:00", "52:00", "working", (), "0:00", None),
        ("types 20:00 | stops 23:00 | types 40:00", "22:00", "away", (), "20:00", "23:00"),
        ("types 20:00 | stops 23:00", "20:30", "away", (), "20:00", None),
        ("types 20:00 | stops 23:00", "19:59", "working", (), "0:00", "21:00"),
        ("types 40:00 | begins call | types 75:00", "70:00", "working", ("call",), "0:00", None),
        ("with quiet=10:00-11:00 | types 150:00", "90:00", "working", ("quiet_hours",), "0:00", "122:00"),
        ("types 50:00 | sleeps 230:00", "100:00", "asleep", (), "50:00", "230:00"),
        ("types 50:00 | dies 55:00", "52:00", "not_running", (), "50:00", "55:00"),
    ],
)
def test_answer_has_phase_span_and_blockers(story, time, phase, blocked_by, since, until):
    desk = tell(story, begun)
    result = desk.why(time)
    assert (result.phase, result.blocked_by) == (phase, blocked_by)
    assert result.since == desk.wall(since)
    assert result.until == (None if until is None else desk.wall(until))


def test_in_a_moved_hour_no_prompt_waited_for_a_pause_in_the_typing():
    desk = begun()
    desk.follows(late_hours=frozenset({9}))
    desk.types("54:00")
    assert desk.why("53:00").text == (WORKED.format(53), "The next prompt was planned for 10:00.")


def test_working_hours_and_the_edges_of_the_day():
    desk = begun(start=datetime(2026, 11, 23, 8, 0, tzinfo=UTC), work=["Mon-Fri 09:00-17:00"])
    desk.types(minutes=10 * 60)
    assert desk.why("30:00").text == ("You were outside your working hours from 08:00 to 09:00.",)
    assert desk.why("70:00").text[0] == "The first 20 minutes of the working day from 09:00 to 09:20: prompts waited."
    assert desk.why("570:00").text == ("You were outside your working hours from 17:00 to 09:00.",)


def test_an_absence_in_which_the_process_died_is_saved_again():
    desk = tell("types 20:00 | stops 22:00", begun)
    lost = len(desk.effects)
    desk.dies("23:00")
    desk.types("30:00")
    del desk.effects[lost - 1]
    assert desk.why("21:00").phase == "away"


def test_without_any_snapshot_nothing_is_known():
    assert answer([], datetime(2026, 11, 23, tzinfo=UTC), str).text == ("Nothing is recorded for that time.",)


def test_in_an_hour_that_a_clock_set_back_repeats_the_second_one_counts():
    desk = tell("types 50:00 | sets_clock -3600.0 | pauses 30 | types 70:00", begun)
    # 08:55 by the wall clock, the only time that it showed that
    assert answer(desk.snapshots, desk.wall(-5 * 60.0), str).phase == "paused"


@pytest.mark.parametrize(
    "story",
    [
        "with beat=30.0 | types 49:00",
        "with lull=20.0 | types 51:00" + " | pauses_typing 15 | types seconds_=30" * 5,
    ],
    ids=["an hour of plain work", "lulls in the window"],
)
def test_no_snapshot_is_saved_without_a_change(story):
    assert len(tell(story, begun).snapshots) == 1


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
    assert [load_snapshot(dump_snapshot(snapshot), desk.rules) for snapshot in desk.snapshots] == desk.snapshots
    begun, now = desk.begun.wall, desk.now.wall
    moments = {begun + share * (now - begun) for share in shares}
    # Most goes wrong about the turns.
    for at, *_ in desk.samples:
        moments |= {at + timedelta(seconds=by) for by in (-30.0, -1.0, 0.0, 1.0, 30.0)}
    for at in sorted(moment for moment in moments if begun <= moment <= now):
        result = answer(desk.snapshots, at, lambda moment: f"{moment:%H:%M:%S}")
        assert result.phase in desk.phases_at(at), f"{at}: {result}"
        assert result.text
        assert result.since is None or result.since <= at, f"{at}: {result}"
        assert result.until is None or result.until > at, f"{at}: {result}"
