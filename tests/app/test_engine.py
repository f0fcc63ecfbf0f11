"""The engine: one event after the other, every effect performed, the next look planned."""

from dataclasses import dataclass, field, replace

import pytest

from app.life import Beat, Clock, suggestion
from uncrick.app.engine import Engine
from uncrick.core.model.record import Kind
from uncrick.core.model.week_hours import parse_hours
from uncrick.core.scheduling import events as ev
from uncrick.core.scheduling import machine
from uncrick.core.scheduling.effects import Effect, Refuse, SaveSnapshot, ShowPrompt, WithdrawPrompt, Write
from uncrick.core.scheduling.rules import Breaks, Rules
from uncrick.core.scheduling.state import Phase
from uncrick.errors import RefusedError

RULES = Rules(suggest=lambda occasion: suggestion(), breaks=Breaks())


@dataclass
class Around:
    """What an engine drives."""

    clock: Clock = field(default_factory=Clock)
    beat: Beat = field(default_factory=Beat)
    performed: list[Effect] = field(default_factory=list)
    watched: list[float] = field(default_factory=list)
    changes: list[tuple[Phase, bool]] = field(default_factory=list)

    def engine(self, rules=RULES, state=None, perform=None):
        return Engine(
            rules,
            state or machine.begin(self.clock.now(), rules),
            self.clock,
            perform or self.performed.append,
            plan=self.beat.plan,
            watch=self.watched.append,
            changed=lambda state, now, moved: self.changes.append((state.phase, moved)),
        )

    def of(self, kind):
        return [effect for effect in self.performed if isinstance(effect, kind)]


@pytest.fixture
def around():
    return Around()


def worked(around, engine, seconds=3600):
    """So long at work, with a look at the end."""
    around.clock.ticks += seconds
    engine.handle(ev.Looked())


def test_the_effects_of_an_event_are_performed_in_their_order(around):
    engine = around.engine()
    engine.handle(ev.Looked())
    worked(around, engine)
    assert [type(effect).__name__ for effect in around.performed] == [
        "SaveSnapshot",
        "Write",
        "ShowPrompt",
        "Note",
        "SaveSnapshot",
    ]


def test_a_look_is_planned_after_every_event(around):
    engine = around.engine()
    engine.handle(ev.Looked())
    assert around.beat.plans == [around.clock.ticks + 3000]
    around.clock.ticks += 1
    engine.handle(ev.InputStopped(around.clock.ticks))
    assert around.beat.plans[-1] == around.clock.ticks + 60


def test_silence_is_watched_for_once_until_the_wish_changes(around):
    engine = around.engine()
    for _ in range(3):
        worked(around, engine, 20)
    assert around.watched == [60.0]
    worked(around, engine, 3000)
    assert around.watched == [60.0, 8.0]


def test_an_event_from_within_an_effect_waits_for_its_turn(around):
    seen = []

    def perform(effect):
        if not isinstance(effect, SaveSnapshot):
            seen.append(type(effect).__name__)
        if isinstance(effect, ShowPrompt):
            engine.handle(ev.Answered(ev.Answer.SKIP, "cli"))
            seen.append("handled")

    engine = around.engine(perform=perform)
    worked(around, engine)
    assert seen == ["Write", "ShowPrompt", "handled", "Note", "WithdrawPrompt", "Write", "Note"]
    assert engine.state.phase is Phase.WORKING


def test_a_refusal_is_raised_to_whoever_spoke_and_changes_nothing(around):
    engine = around.engine()
    engine.handle(ev.Looked())
    before = engine.state
    with pytest.raises(RefusedError, match="No break is due now") as refused:
        engine.handle(ev.Answered(ev.Answer.SKIP, "cli"))
    assert refused.value.title == "Nothing to skip"
    assert engine.state == before
    assert around.of(Refuse) == []


def test_a_refused_word_still_plans_the_next_look(around):
    engine = around.engine()
    with pytest.raises(RefusedError):
        engine.handle(ev.BreakStopped("cli"))
    assert around.beat.planned is not None
    assert around.changes == [(Phase.WORKING, True)]


def test_after_an_effect_that_fails_the_engine_still_takes_events(around):
    def perform(effect):
        if isinstance(effect, ShowPrompt):
            raise OSError("no screen")
        around.performed.append(effect)

    engine = around.engine(perform=perform)
    with pytest.raises(OSError, match="no screen"):
        worked(around, engine)
    engine.handle(ev.Answered(ev.Answer.SKIP, "cli"))
    assert [effect.record.kind for effect in around.of(Write)] == [Kind.PROMPTED, Kind.SKIPPED]


def test_whoever_looks_on_is_reported_whether_anything_but_time_has_changed(around):
    engine = around.engine()
    engine.handle(ev.Looked())
    engine.handle(ev.Locked())
    worked(around, engine, 30)
    assert around.changes == [(Phase.WORKING, False), (Phase.AWAY, True), (Phase.AWAY, False)]


def test_a_given_state_is_gone_on_from(around):
    first = around.engine()
    worked(around, first)
    second = Around(clock=around.clock)
    engine = second.engine(state=first.state)
    assert engine.state.phase is Phase.DUE
    engine.handle(ev.Answered(ev.Answer.DONE, "cli"))
    assert [type(effect) for effect in second.performed[:2]] == [WithdrawPrompt, Write]


def test_other_rules_hold_at_once_also_those_of_the_calendar(around):
    engine = around.engine()
    worked(around, engine, 1800)
    engine.follow(replace(RULES, breaks=Breaks(every=1800.0)))
    assert engine.state.phase is Phase.DUE
    engine.follow(replace(RULES, work=parse_hours(["Sat 10:00-11:00"])))
    assert engine.state.phase is Phase.OFF


@pytest.mark.parametrize(("banner", "after", "quiet"), [(0.0, 3600, False), (None, 3600, True), (180.0, 3600, True)])
def test_a_prompt_that_is_put_right_stays_where_it_is_due(around, banner, after, quiet):
    engine = around.engine(rules=replace(RULES, banner=banner))
    worked(around, engine, after)
    around.performed.clear()
    engine.revise(lambda old: replace(old, opening="Another"))
    assert [effect.quiet for effect in around.of(ShowPrompt)] == [quiet]


def test_what_has_become_a_notification_is_put_right_as_one(around):
    engine = around.engine(rules=replace(RULES, banner=180.0))
    worked(around, engine)
    worked(around, engine, 180)
    around.performed.clear()
    engine.revise(lambda old: replace(old, opening="Another"))
    assert [effect.quiet for effect in around.of(ShowPrompt)] == [False]
