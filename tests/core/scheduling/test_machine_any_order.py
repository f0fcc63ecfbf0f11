"""Whatever happens, in whatever order: the invariants of the policy (the desk checks them after every step)."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from desk import Desk
from uncrick.core.model.record import Kind
from uncrick.core.model.week_hours import parse_hours
from uncrick.core.scheduling import events as ev
from uncrick.core.scheduling import machine
from uncrick.core.scheduling.state import Phase, State
from uncrick.storage.state_codec import dumps, loads

BERLIN = ZoneInfo("Europe/Berlin")
STARTS = [
    datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
    datetime(2026, 11, 27, 17, 20, tzinfo=BERLIN),
    datetime(2026, 3, 29, 0, 40, tzinfo=BERLIN),
    datetime(2026, 10, 25, 1, 10, tzinfo=BERLIN),
]
HOURS: list[list[str]] = [[], ["Mon-Fri 08:30-12:00, 13:00-18:00"], ["Sun 02:30-05:00", "22:00-06:00"]]
QUIET: list[list[str]] = [[], ["12:00-13:00"], ["02:10-02:50"]]
BUSY = st.sampled_from(["call", "share", "fullscreen", "dnd", "recording"])
ANSWERS = st.sampled_from(list(ev.Answer))
# Mostly round, so that deadlines meet; sometimes not, and from milliseconds to hours.
SPANS = st.one_of(
    st.sampled_from([0.0, 1.0, 2.0, 7.0, 8.0, 29.0, 45.0, 60.0, 61.0, 90.0, 120.0, 300.0, 600.0, 3000.0, 3600.0]),
    st.floats(0.001, 200.0).map(lambda span: round(span, 3)),
    st.integers(60, 4 * 3600).map(float),
)
CHANGES: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "every": st.sampled_from([600.0, 1800.0, 3600.0]),
        "window": st.sampled_from([0.0, 300.0, 600.0]),
        "lull": st.sampled_from([0.0, 1.0, 8.0]),
        "clock": st.sampled_from(["active", "wall"]),
        "after_absence": st.sampled_from([0.0, 60.0]),
        "after_busy": st.sampled_from([0.0, 60.0]),
        "snooze": st.sampled_from([120.0, 600.0]),
        "max_snoozes": st.sampled_from([0, 1, 2]),
        "max_a_day": st.sampled_from([1, 3, 10]),
        "apart": st.sampled_from([0.0, 1500.0]),
        "natural": st.sampled_from([120.0, 300.0]),
        "listening": st.sampled_from([600.0, 14400.0]),
        "tireless": st.sampled_from([3600.0, 10800.0]),
        "strict": st.booleans(),
    },
)


class AnyOrder(RuleBasedStateMachine):
    """Any event at any time, gaps, restarts and other settings in between."""

    @initialize(
        start=st.sampled_from(STARTS),
        zone=st.sampled_from([UTC, BERLIN]),
        work=st.sampled_from(HOURS),
        quiet=st.sampled_from(QUIET),
        watched=st.booleans(),
        beat=st.sampled_from([None, 30.0]),
        changes=CHANGES,
    )
    def begin(self, start: datetime, beat: float | None, changes: dict[str, Any], **more: Any) -> None:
        self.desk = Desk(start=start, beat=beat, **more, **changes)
        self.desk.happens(ev.Looked())  # as the daemon does when it starts

    @rule(span=SPANS)
    def types(self, span: float) -> None:
        self.desk.types(seconds_=span)

    @rule(minutes=st.integers(40, 70))
    def works_for_an_hour(self, minutes: int) -> None:
        self.desk.types(minutes=minutes)

    @rule(span=SPANS)
    def stops(self, span: float) -> None:
        self.desk.stops(seconds_=span)

    @precondition(lambda self: self.desk.locked)
    @rule()
    def unlocks(self) -> None:
        self.desk.unlocks()

    @rule()
    def locks(self) -> None:
        self.desk.locks()

    @rule(reason=BUSY)
    def begins(self, reason: str) -> None:
        self.desk.begins(reason)

    @rule(reason=BUSY)
    def ends(self, reason: str) -> None:
        self.desk.ends(reason)

    @rule()
    def free_again(self) -> None:
        for reason in sorted(self.desk.busy):
            self.desk.ends(reason)

    @rule()
    def undoes(self) -> None:
        self.desk.undoes()

    @rule()
    def switches_task(self) -> None:
        self.desk.switches_task()

    @rule(answer=ANSWERS, minutes=st.sampled_from([None, 1.0, 30.0]))
    def answers(self, answer: ev.Answer, minutes: float | None) -> None:
        self.desk.says(answer, minutes=minutes)

    @rule()
    def starts(self) -> None:
        self.desk.starts()

    @precondition(lambda self: self.desk.phase is Phase.ON_BREAK)
    @rule(halted=st.booleans())
    def halts(self, halted: bool) -> None:
        self.desk.halts(halted=halted)

    @precondition(lambda self: self.desk.phase is Phase.ON_BREAK)
    @rule(to=st.sampled_from([5.0, 30.0, 61.0]))
    def moves_on(self, to: float) -> None:
        self.desk.moves_on(to)

    @rule()
    def breaks_off(self) -> None:
        self.desk.breaks_off()

    @rule(word=st.sampled_from(["fine", "hurt", "unwell", "signs", "gone"]), signs=st.sampled_from(["", "chest"]))
    def tells(self, word: str, signs: str) -> None:
        self.desk.happens(ev.FeedbackGiven(word, "cli", {"signs": signs}))

    @rule(minutes=st.sampled_from([0.5, 4.0, 30.0, 600.0]))
    def pauses(self, minutes: float) -> None:
        self.desk.pauses(minutes)

    @rule()
    def resumes(self) -> None:
        self.desk.resumes()

    @rule(minutes=st.sampled_from([1.0, 120.0]))
    def works_on(self, minutes: float) -> None:
        self.desk.works_on(minutes)

    @rule(span=SPANS, announced=st.booleans())
    def sleeps(self, span: float, announced: bool) -> None:
        self.desk.sleeps(minutes=span / 60, announced=announced)

    @rule(span=SPANS, reboot=st.booleans())
    def dies(self, span: float, reboot: bool) -> None:
        self.desk.dies(minutes=span / 60, reboot=reboot)

    @rule(by=st.sampled_from([-86400.0, -3600.0, -1.0, 1.0, 3600.0, 86400.0]))
    def sets_clock(self, by: float) -> None:
        self.desk.sets_clock(by)

    @rule(changes=CHANGES, ignored=st.sampled_from([frozenset[str](), frozenset({"dnd"}), frozenset({"call"})]))
    def follows_other_rules(self, changes: dict[str, Any], ignored: frozenset[str]) -> None:
        self.desk.follows(ignored=ignored, **changes)

    @rule(
        banner=st.sampled_from([0.0, 180.0, None]),
        most_today=st.sampled_from([None, 1, 4]),
        late_hours=st.sampled_from(
            [frozenset[int](), frozenset({9, 10}), frozenset({2, 17, 23}), frozenset(range(24))]
        ),
    )
    def is_prompted_in_another_way(self, **rules: Any) -> None:
        self.desk.follows(**rules)

    @rule(work=st.sampled_from(HOURS), quiet=st.sampled_from(QUIET))
    def follows_other_hours(self, work: list[str], quiet: list[str]) -> None:
        self.desk.follows(work=parse_hours(work), quiet=parse_hours(quiet))

    def teardown(self) -> None:
        desk: Desk | None = getattr(self, "desk", None)
        if desk is None:
            return
        assert loads(dumps(desk.state)) == desk.state, "what is saved is what is loaded"
        assert {record.id for record in desk.records if record.kind in (Kind.NATURAL, Kind.STEPPED_AWAY)} >= set(
            desk.closed
        ), "only absences end later than they begin"


AnyOrder.TestCase.settings = settings(
    max_examples=120,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
TestAnyOrder = AnyOrder.TestCase


# ---------------------------------------------------------------- a story, lived through in different ways

MOVE = st.one_of(
    st.tuples(st.just("types"), SPANS),
    st.tuples(st.just("types"), st.integers(2400, 4200).map(float)),
    st.tuples(st.just("stops"), SPANS),
    st.tuples(st.sampled_from(["begins", "ends"]), BUSY),
    st.tuples(st.just("says"), ANSWERS),
    st.tuples(st.just("pauses"), st.sampled_from([2.0, 30.0])),
    st.tuples(
        st.sampled_from(["locks", "unlocks", "starts", "breaks_off", "resumes", "switches_task", "snoozes"]),
        st.none(),
    ),
)
MOVES = st.lists(MOVE, max_size=30)

# A prompt that falls due in the last seconds of a silence which is no absence yet, between two looks.
SHOWN_LATE = [("stops", 538.0), *(("types", seconds) for seconds in (60.0, 3600.0, 4681.0, 4200.0)), ("stops", 61.0)]


def live(desk: Desk, moves: list[tuple[str, Any]]) -> Desk:
    for word, what in moves:
        if word in ("types", "stops"):
            getattr(desk, word)(seconds_=what)
        elif word == "unlocks" and not desk.locked:
            continue
        else:
            getattr(desk, word)(*(() if what is None else (what,)))
    return desk


def lasting(state: State) -> Any:
    """What of a state does not tell when it was looked at; sums of seconds are not exact."""
    plain = json.loads(dumps(replace(state, began=0.0)), parse_float=lambda number: round(float(number), 4))
    return plain["state"]


@settings(max_examples=60, deadline=None)
@given(MOVES, st.sampled_from(HOURS), st.sampled_from(QUIET))
@example(SHOWN_LATE, [], [])
def test_looking_late_changes_neither_what_is_decided_nor_when(moves, work, quiet):
    """A beat every 30 s alone finds each deadline that passed, in its order and at its own time."""
    more = {"start": STARTS[1], "zone": BERLIN, "work": work, "quiet": quiet, "watched": False}
    punctual, late = Desk(**more), Desk(**more, beat=30.0, punctual=False)
    for desk in (punctual, late):
        desk.happens(ev.Looked())  # as the daemon does when it starts
        live(desk, moves)
    assert late.records == punctual.records
    assert late.closed == punctual.closed
    assert [type(effect) for effect in late.effects] == [type(effect) for effect in punctual.effects]
    assert lasting(late.state) == lasting(punctual.state)


@settings(max_examples=60, deadline=None)
@given(MOVES)
def test_the_same_trace_twice_gives_the_same_output(moves):
    desk = live(Desk(), moves)
    state, effects = machine.begin(desk.begun, desk.rules), []
    for event, now in desk.trace:
        state, more = machine.step(state, event, now, desk.rules)
        effects += more
    assert state == desk.state
    assert effects == desk.effects
