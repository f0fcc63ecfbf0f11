"""Presence by looking: what is told, when, and at what price."""

import heapq
import itertools
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncrick.errors import DesktopError
from uncrick.platforms.common import polling
from uncrick.platforms.common.polling import AWAY, AWAY_LONG, BACKSTOP, RETRY, SOON, PollingPresence, away_pause
from uncrick.ports import IdleSourceChanged, InputResumed, InputStopped, ScreenLocked, ScreenUnlocked, Sighting


class Timer:
    def __init__(self, do: Callable[[], None]) -> None:
        self.do: Callable[[], None] | None = do

    def cancel(self) -> None:
        self.do = None


class Desk:
    """A loop whose time passes when it is told to, and a person before it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, asks_lock: bool = False, listens: bool = False) -> None:
        self.now = 1000.0
        self.input_at = 1000.0
        self.broken = self.locked = False
        self.looks = 0
        self.reported: list[tuple[float, Sighting]] = []
        self._timers: list[tuple[float, int, Timer]] = []
        self._order = itertools.count()
        monkeypatch.setattr(polling.asyncio, "get_running_loop", lambda: self)
        lock = (lambda: self.locked) if asks_lock else None
        self.listens, self.is_listened_to = listens, False
        self.presence = PollingPresence("the pretend system", self.idle, lock, self.listen)

    def listen(self, on: bool) -> bool:
        self.is_listened_to = on and self.listens
        return self.is_listened_to

    def idle(self) -> float:
        self.looks += 1
        if self.broken:
            raise DesktopError("No idle source", "It broke.")
        return self.now - self.input_at

    def time(self) -> float:
        return self.now

    def call_later(self, delay: float, do: Callable[[], None]) -> Timer:
        timer = Timer(do)
        heapq.heappush(self._timers, (self.now + delay, next(self._order), timer))
        return timer

    def start(self) -> "Desk":
        finished(self.presence.start(self.tell))
        return self

    def tell(self, sighting: Sighting) -> None:
        self.reported.append((self.now, sighting))

    def to(self, at: float) -> None:
        """Let time pass until `at`."""
        while self._timers and self._timers[0][0] <= at:
            self.now, _, timer = heapq.heappop(self._timers)
            if timer.do is not None:
                timer.do()
        self.now = at

    def pass_(self, seconds: float) -> None:
        self.to(self.now + seconds)

    def press(self) -> None:
        self.input_at = self.now
        self.stir()

    def stir(self) -> None:
        """What the listener hears, and what perhaps is no input."""
        if self.is_listened_to:
            self.is_listened_to = False
            self.presence.input_heard()

    def type_for(self, seconds: float) -> None:
        for _ in range(int(seconds)):
            self.press()
            self.pass_(1)

    def seen(self) -> list[Sighting]:
        """What was told since this was last asked."""
        reported, self.reported = [sighting for _, sighting in self.reported], []
        return reported


def finished(doing: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine that waits for nothing."""
    with pytest.raises(StopIteration):
        doing.send(None)


@pytest.fixture
def desk(monkeypatch) -> Iterator[Desk]:
    with monkeypatch.context() as patched:
        yield Desk(patched)


def test_the_first_sighting_is_the_source(desk):
    desk.presence.watch(8)
    desk.pass_(100)
    assert desk.seen() == []
    desk.start().pass_(0)
    assert desk.seen()[0] == IdleSourceChanged("the pretend system")


def test_silence_is_reported_after_the_watched_seconds(desk):
    desk.start().presence.watch(8)
    desk.pass_(7.9)
    assert desk.seen() == [IdleSourceChanged("the pretend system")]
    desk.pass_(0.2)
    assert desk.reported == [(1008, InputStopped(8))]


def test_a_longer_silence_is_reported_at_once_with_its_true_length(desk):
    desk.start().presence.watch(60)
    desk.pass_(30)
    desk.presence.watch(8)
    desk.pass_(0)
    assert desk.seen()[-1] == InputStopped(30)


def test_silence_is_reported_once(desk):
    desk.start().presence.watch(8)
    desk.pass_(3600)
    assert desk.seen() == [IdleSourceChanged("the pretend system"), InputStopped(8)]


def test_silence_is_reported_again_after_a_new_watch(desk):
    desk.start().presence.watch(8)
    desk.pass_(20)
    desk.seen()
    desk.presence.watch(60)
    desk.pass_(41)
    assert desk.seen() == [InputStopped(60)]


@pytest.mark.parametrize(("absence", "pause"), [(10.5, AWAY), (100.5, 10.0), (10_000.5, AWAY_LONG)])
def test_input_after_silence_is_reported_within_a_tenth_of_it(absence, pause, desk):
    desk.start().presence.watch(8)
    desk.pass_(absence)
    desk.seen()
    desk.press()
    desk.pass_(pause)
    assert desk.seen()[0] == InputResumed()


def test_a_long_absence_costs_four_looks_in_a_minute(desk):
    desk.start().presence.watch(60)
    desk.pass_(600)
    desk.looks = 0
    desk.pass_(600)
    assert desk.looks == 40


@pytest.fixture
def listening(monkeypatch) -> Desk:
    return Desk(monkeypatch, listens=True).start()


def test_who_listens_hears_of_a_return_at_once(listening):
    listening.presence.watch(8)
    listening.pass_(100.5)
    listening.seen()
    listening.press()
    assert listening.seen() == [InputResumed()]


def test_who_listens_looks_twice_in_a_minute_of_absence(listening):
    listening.presence.watch(60)
    listening.pass_(600)
    listening.looks = 0
    listening.pass_(600)
    assert listening.looks == 20


def test_nobody_listens_while_the_person_is_at_work(listening):
    listening.presence.watch(60)
    listening.type_for(100)
    assert not listening.is_listened_to
    listening.pass_(61)
    assert listening.is_listened_to
    listening.press()
    assert not listening.is_listened_to


def test_a_return_that_the_listener_missed_is_seen_by_the_backstop(listening):
    listening.presence.watch(8)
    listening.pass_(100.5)
    listening.seen()
    listening.input_at = listening.now
    listening.pass_(BACKSTOP)
    assert listening.seen()[0] == InputResumed()


def test_while_one_listens_a_longer_silence_is_reported_in_time(listening):
    listening.presence.watch(8)
    listening.pass_(9)
    listening.presence.watch(20)
    listening.pass_(11.2)
    assert listening.seen()[1:] == [InputStopped(8), InputStopped(20)]


def test_what_stirs_without_being_input_costs_no_more_than_looking(listening):
    listening.presence.watch(8)
    listening.pass_(10)
    listening.seen()
    listening.looks = 0
    for _ in range(1000):
        listening.stir()
        listening.pass_(0.01)
    assert listening.looks <= 2 * 10 / AWAY + 1
    listening.press()
    listening.pass_(AWAY)
    assert listening.seen() == [InputResumed()]


def test_a_stop_ends_the_listening(listening):
    listening.presence.watch(8)
    listening.pass_(20)
    finished(listening.presence.stop())
    assert not listening.is_listened_to


def test_after_input_the_same_silence_is_watched_for_again(desk):
    desk.start().presence.watch(8)
    desk.pass_(20)
    desk.press()
    desk.pass_(20)
    assert desk.seen()[1:] == [InputStopped(8), InputResumed(), InputStopped(8)]


def test_input_is_no_news_while_there_was_no_silence(desk):
    desk.start().presence.watch(60)
    desk.type_for(600)
    assert desk.seen() == [IdleSourceChanged("the pretend system")]


def test_the_end_of_a_silence_is_owed_also_after_another_was_asked_for(desk):
    desk.start().presence.watch(8)
    desk.pass_(20)
    desk.presence.watch(300)
    desk.pass_(1)
    desk.press()
    desk.pass_(away_pause(20))
    assert desk.seen()[-1] == InputResumed()


def test_the_receiver_of_a_silence_may_watch_again_at_once(desk):
    def tell(sighting: Sighting) -> None:
        desk.tell(sighting)
        if sighting == InputStopped(8):
            desk.presence.watch(60)

    finished(desk.presence.start(tell))
    desk.presence.watch(8)
    desk.pass_(100)
    assert desk.seen()[1:] == [InputStopped(8), InputStopped(60)]


def test_while_the_person_types_a_look_costs_one_wake_up_in_a_minute_of_watching(desk):
    desk.start().presence.watch(60)
    desk.pass_(0)
    desk.looks = 0
    desk.type_for(600)
    assert desk.looks <= 11


def test_without_a_watch_there_is_no_look(desk):
    desk.start().pass_(3600)
    assert desk.looks == 1


def test_after_stop_there_is_no_look_and_no_report(desk):
    desk.start().presence.watch(8)
    finished(desk.presence.stop())
    desk.looks = 0
    desk.presence.watch(1)
    desk.pass_(100)
    assert (desk.looks, desk.seen()) == (0, [IdleSourceChanged("the pretend system")])


def test_a_source_that_fails_is_given_up_and_taken_up_again(desk):
    desk.start().presence.watch(8)
    desk.broken = True
    desk.pass_(10)
    assert desk.seen()[1:] == [IdleSourceChanged(None)]
    assert [ok for _, ok, _ in desk.presence.describe()] == [False, False, False]
    desk.broken = False
    desk.pass_(RETRY)
    assert desk.seen()[0] == IdleSourceChanged("the pretend system")
    assert desk.presence.describe()[0] == ("Idle", True, "the pretend system")


def test_a_source_that_never_works_is_reported_first(desk):
    desk.broken = True
    desk.start()
    assert desk.seen() == [IdleSourceChanged(None)]


def test_a_lock_and_its_end_are_reported_with_the_next_look(monkeypatch):
    desk = Desk(monkeypatch, asks_lock=True).start()
    assert ("Lock", True, "the pretend system") in desk.presence.describe()
    desk.presence.watch(60)
    desk.pass_(30)
    desk.locked = True
    desk.pass_(30)
    assert desk.seen()[1:] == [InputStopped(60), ScreenLocked()]
    desk.pass_(600)
    assert desk.seen() == []
    desk.locked = False
    desk.press()
    desk.pass_(AWAY_LONG)
    assert sorted(map(repr, desk.seen())) == ["InputResumed()", "ScreenUnlocked()"]


def test_a_lock_at_the_start_is_reported_after_the_source(monkeypatch):
    desk = Desk(monkeypatch, asks_lock=True)
    desk.locked = True
    desk.start()
    assert desk.seen() == [IdleSourceChanged("the pretend system"), ScreenLocked()]
    desk.locked = False
    desk.pass_(AWAY)
    assert desk.seen() == [ScreenUnlocked()]


def test_a_lock_that_something_else_has_seen_is_reported_at_once_and_once(monkeypatch):
    desk = Desk(monkeypatch, asks_lock=True).start()
    desk.seen()
    desk.locked = True
    desk.presence.lock_changed(locked=True)
    assert desk.seen() == [ScreenLocked()]
    desk.pass_(10 * AWAY)
    assert desk.seen() == []


def test_the_end_of_such_a_lock_is_seen_by_a_look_should_nothing_else_see_it(monkeypatch):
    desk = Desk(monkeypatch, asks_lock=True).start()
    desk.locked = True
    desk.presence.lock_changed(locked=True)
    desk.seen()
    desk.locked = False
    desk.pass_(AWAY)
    assert desk.seen() == [ScreenUnlocked()]


@given(
    watched=st.floats(2, 120),
    pauses=st.lists(st.floats(0.5, 400), min_size=1, max_size=12),
)
def test_every_long_silence_and_its_end_are_reported_in_time(watched, pauses):
    with pytest.MonkeyPatch.context() as patched:
        desk = Desk(patched).start()
        desk.presence.watch(watched)
        late = AWAY_LONG + SOON + polling.SLACK
        for pause in pauses:
            began = desk.now
            desk.press()
            desk.pass_(pause)
            stops = [
                (at, sighting) for at, sighting in desk.reported if isinstance(sighting, InputStopped) and at > began
            ]
            in_this = [(at, sighting) for at, sighting in stops if sighting.quiet <= at - began + 1e-6]
            if pause < watched:
                assert not in_this
            elif pause > watched + late:
                assert [sighting.quiet >= watched for _, sighting in in_this] == [True]
                assert in_this[0][0] <= began + watched + late
        kinds = [type(sighting) for _, sighting in desk.reported[1:]]
        assert kinds == [InputStopped, InputResumed] * (len(kinds) // 2) + [InputStopped] * (len(kinds) % 2)
