"""Status, tray, `why`, the watchdog and the busy poller agree about the next prompt, at any moment of any story."""

import re
from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.presentation.test_why import STORIES, Remembered, lived
from core.scheduling.test_machine_any_order import BERLIN, CHANGES, HOURS, QUIET, STARTS
from uncrick.app.busy_polling import nearness
from uncrick.core.history.day import Today
from uncrick.core.presentation.status import clock, status
from uncrick.core.presentation.tray_menu import face
from uncrick.core.presentation.why import answer
from uncrick.core.scheduling import events as ev
from uncrick.core.scheduling.blockers import DELAYS
from uncrick.core.scheduling.effects import ShowPrompt
from uncrick.core.scheduling.outlook import look_ahead
from uncrick.core.scheduling.state import Phase
from uncrick.ports import Nearness

SECOND = timedelta(seconds=1.01)
BY_ITSELF = (ev.Looked, ev.InputStopped, ev.BoundaryCrossed)
THERE = (Phase.WORKING, Phase.SNOOZED)


class Agreeing(Remembered):
    """A desk at which everything that speaks of the next prompt is asked after every event."""

    def happens(self, event: ev.Event) -> None:
        before, rules, effects = getattr(self, "state", None), self.rules, len(self.effects)
        super().happens(event)
        self.agree()
        shown = any(isinstance(effect, ShowPrompt) for effect in self.effects[effects:])
        if before is None or not shown or not isinstance(event, BY_ITSELF):
            return
        if before.phase in THERE and before.day == self.state.day:
            was = look_ahead(before, rules, before.seen)
            assert nearness(look_ahead(before, rules, self.now), self.now.ticks) is Nearness.NEAR
            assert was.earliest is not None
            assert self.now.ticks >= was.earliest - 1e-3
            assert was.expected is None or self.now.ticks <= was.expected + 1e-3

    def agree(self) -> None:
        outlook = look_ahead(self.state, self.rules, self.now)
        assert outlook.overdue_since is None
        today = Today(self.now.wall.date())
        answers = status(self.state, self.rules, self.now, today)
        line = face(self.state, self.rules, self.now, today, "turn", "Uncrick").menu[0].label
        at = None if answers["next_prompt_at"] is None else datetime.fromisoformat(answers["next_prompt_at"])
        if at is None or self.phase is not Phase.WORKING:
            assert "Next break around" not in line
        else:
            assert line.endswith(clock(at, self.rules)) or line.startswith(("Quiet", "Waiting"))
            assert not outlook.lasting or outlook.lasting == ("day_start",)
        why = answer(self.snapshots, self.now.wall, lambda moment: moment.isoformat())
        assert why.phase == answers["phase"]
        if self.phase is Phase.WORKING:
            assert [code for code in why.blocked_by if not code.startswith("day_")] == answers["suppressed_by"]
            delayed = DELAYS.intersection(blocker.code for blocker in outlook.blockers)
            # Ticks are sums of floats, and the times of `why` whole microseconds: at the turn itself both are right.
            turns = outlook.earliest is not None and abs(self.now.ticks - outlook.earliest) < 1e-3
            if at is not None and not delayed and outlook.earliest is not None and not turns:
                waits = self.now.ticks >= outlook.earliest
                assert ("A prompt waited for a pause" in " ".join(why.text)) == waits or self.state.waiting is not None
        times = re.findall(r"(?:come at|due by|typing, until) (\S+?)(?:\.$|,| )", " ".join(why.text) + " ")
        for latest in times if at is not None else ():
            assert abs(datetime.fromisoformat(latest.rstrip(".")) - at) <= SECOND, why.text


LATE = st.sampled_from([frozenset(), frozenset({9, 10}), frozenset(range(24))])


@example([("types", 3200.0)], STARTS[0], [], [], {}, frozenset({10}))
@example([("types", 300.0), ("starts", None), ("types", 3500.0)], STARTS[0], [], [], {}, frozenset({10}))
@example([("types", 3510.0), ("begins", "call"), ("types", 60.0), ("ends", "call")], STARTS[0], [], [], {}, frozenset())
@example(
    [("types", 600.0), ("says", ev.Answer.SKIP), ("types", 300.0)], STARTS[0], [], [], {"every": 600.0}, frozenset()
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STORIES, st.sampled_from(STARTS), st.sampled_from(HOURS), st.sampled_from(QUIET), CHANGES, LATE)
def test_all_who_speak_of_the_next_prompt_agree(
    story: list[tuple[str, Any]],
    start: datetime,
    work: list[str],
    quiet: list[str],
    changes: dict[str, Any],
    late: frozenset[int],
) -> None:
    desk = Agreeing(start=start, zone=BERLIN, work=work, quiet=quiet, **changes)
    desk.follows(late_hours=late)
    lived(desk, [move for move in story if move[0] != "follows"])
