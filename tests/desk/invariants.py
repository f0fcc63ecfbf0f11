"""What must hold after every event, whatever the story."""

from dataclasses import replace

from desk.stories import TINY, clock_text
from uncrick.core.scheduling import events as ev
from uncrick.core.scheduling import machine
from uncrick.core.scheduling.effects import (
    Effect,
    Refuse,
    SaveSnapshot,
    Write,
)
from uncrick.core.scheduling.outlook import look_ahead, next_wake
from uncrick.core.scheduling.state import BubbleUp, Phase, State, Wait


class Invariants:
    """The checks of a desk: nothing is shown out of place, every second is counted, the promise is observed."""

    def _check_showing(self, at: str, *, asked: bool) -> None:
        assert not self.locked, f"{at}: shown on a locked screen"
        assert not self.asleep, f"{at}: shown on a sleeping machine"
        assert not self.reasons(), f"{at}: shown although {self.busy}"
        assert not self.state.day.quiet, f"{at}: shown out of hours"
        assert not self.state.day.off, f"{at}: shown out of hours"
        # Whoever asks for another one is there, although no key was pressed.
        if not asked and self._silent_from is not None and self.rules.breaks.clock == "active":
            # A prompt that fell due between two looks of the beat alone is shown at the second, up to a beat late.
            late = 0.0 if self._punctual or self._beat is None else self._beat
            assert self.time < self._present_until() + late + TINY, f"{at}: shown while away"

    def _check(self, before: State, event: ev.Event, effects: tuple[Effect, ...]) -> None:
        state, now, at = self.state, self.now, clock_text(self.time)
        again, more = machine.step(state, ev.Looked(), now, self.rules)
        assert (again, more) == (state, ()), f"{at}: a second look at the same moment changes something: {event}"
        bubble = state.shown is not None and state.shown.bubble == BubbleUp()
        assert self.shown == bubble, f"{at}: up exactly when due"
        assert (state.phase is Phase.DUE) == (state.shown is not None), f"{at}: due means up"
        assert state.count >= 0, f"{at}: worked time below zero"
        gap = isinstance(event, ev.Gapped | ev.Launched)
        turned = any(at.routine or at.pause or at.day.off or at.day != state.day for at in (before, state))
        gap |= before.start is not None and state.start is None
        if gap and (turned or self._jumped or any(isinstance(effect, Write) for effect in effects)):
            self.owed = state.count  # the stories check what happened within the gap
        if self._punctual:
            assert abs(state.count - self.owed) < 1e-3, f"{at}: {state.count} s counted, {self.owed} s worked"
        wake = next_wake(state, self.rules, now)
        assert wake is not None, f"{at}: the next look lies behind"
        assert wake > now.ticks, f"{at}: the next look lies behind"
        if any(isinstance(effect, Refuse) for effect in effects):
            assert [type(effect) for effect in effects if not isinstance(effect, SaveSnapshot)] == [Refuse]
            assert state == replace(
                before,
                seen=now,
                counted_until=state.counted_until,
                count=state.count,
                snapshot_mark=state.snapshot_mark,
            )
        assert look_ahead(state, self.rules, now).overdue_since is None, f"{at}: a prompt is owed, and none is up"
        self._check_phase(at)
        self._check_promise(at)

    def _check_phase(self, at: str) -> None:
        state, ticks = self.state, self.now.ticks
        match state.phase:
            case Phase.DUE:
                assert state.presence.absence is None, at
            case Phase.SNOOZED:
                assert state.waiting is not None, at
                assert state.waiting.until > ticks, at
            case Phase.PAUSED:
                assert state.pause is not None, f"{at}: a pause that does not end"
                assert state.pause.until > ticks, f"{at}: a pause that does not end"
            case Phase.ON_BREAK:
                assert state.routine is not None, at
                assert state.routine.ends is None or state.routine.ends > ticks, f"{at}: a routine that does not end"
            case Phase.OFF:
                assert state.day.off, at
                assert self.rules.work, at
            case Phase.AWAY:
                least = min(self.rules.breaks.idle, self.rules.breaks.left)
                silent = self._silent_from is not None and self.time >= self._silent_from + least - TINY
                assert self.locked or self.asleep or silent, f"{at}: taken to be away"
            case Phase.WORKING:
                assert state.presence.absence is None, at
        assert state.presence.silence is None or not state.presence.silence.gap, at

    def _most(self) -> int:
        return min(self.rules.breaks.max_a_day, self.rules.most_today or self.rules.breaks.max_a_day)

    def _check_promise(self, at: str) -> None:
        """Without one of the listed reasons there is a prompt or a break within `every` of active time."""
        state, breaks = self.state, self.rules.breaks
        if state.phase is not Phase.WORKING or state.count < breaks.every + TINY:
            return
        waiting, shown = state.waiting, state.first_showings
        reasons = [
            bool(self.reasons()),
            state.presence.nobody,
            state.day.quiet,
            state.day.edge is not None,
            waiting is not None and waiting.why is Wait.REPEAT and waiting.until > self.now.ticks,
            self.time < self._back + breaks.after_absence + TINY,
            self.time < self._free + 2 * breaks.after_busy + TINY,
            shown is not None and self.now.ticks < shown.latest + breaks.apart + TINY,
            waiting is None and shown is not None and shown.on == state.day.on and shown.count >= self._most(),
        ]
        assert any(reasons), f"{at}: {state.count} s of work without a prompt or a break, and no reason for it"
