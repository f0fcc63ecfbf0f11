"""Days at a desk as people have them, with coffee, lunch and calls; every notice is written down with its time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random

from app.life import House, Life
from uncrick.core.scheduling import events as ev
from uncrick.errors import RefusedError
from uncrick.ports import InputResumed, InputStopped, Notice, ScreenLocked, ScreenUnlocked

DAY, HOUR, MINUTE = 86_400, 3600, 60
# Seconds between two looks: fewer make the days of a test longer, more would be taken for a gap.
STEP = 70.0
TEN_MINUTES = timedelta(minutes=10)

Habit = Callable[[Random], str | None]
"""What a person answers to a prompt: a word, `away` (they leave the desk), or None (nothing at all)."""


@dataclass(frozen=True, slots=True)
class Seen:
    """
    A new notice.

    Attributes:
        asked_for: it answers a click or a command, or leads through a break that the person began.
    """

    at: datetime
    notice: Notice
    asked_for: bool


@dataclass
class Worker:
    """
    Somebody from nine to about half past five, Monday to Friday.

    Attributes:
        answers: the keys that this person clicks in questions, by slot.
        active: seconds at the keyboard or in calls.
    """

    life: Life
    habit: Habit
    answers: dict[str, str] = field(default_factory=dict)
    seed: int = 7
    seen: list[Seen] = field(default_factory=list)
    clicks: list[datetime] = field(default_factory=list)
    active: float = 0.0

    def __post_init__(self) -> None:
        self._chance = Random(self.seed)
        self._is_acting = True  # what comes while the daemon starts was shown before anybody looked
        self._open: list[Notice] = []
        notifier = self.life.notifier
        shows = notifier.show

        def show(notice: Notice) -> None:
            is_update = not notice.fresh and notice.slot in notifier.up and not _asks(notice)
            shows(notice)
            if not is_update:
                self.seen.append(Seen(self.now, notice, self._is_acting or notice.slot == "guide"))
            self._open.append(notice)

        notifier.show = show  # type: ignore[method-assign]
        self.seen = [Seen(self.now, notice, asked_for=False) for notice in notifier.shown]
        self._is_acting = False

    @property
    def now(self) -> datetime:
        return self.life.clock.now().wall

    @property
    def unasked(self) -> list[Seen]:
        """What came without a click, prompts left out."""
        return [seen for seen in self.seen if not seen.asked_for and seen.notice.slot != "prompt"]

    @property
    def brought(self) -> list[Seen]:
        """What came without a click, prompts included."""
        return [seen for seen in self.seen if not seen.asked_for]

    @property
    def too_close(self) -> list[tuple[Seen, Seen]]:
        """Pairs that came within ten minutes with no click between them; a prompt may follow on itself."""
        return [
            (sooner, later)
            for sooner, later in pairwise(self.brought)
            if not (sooner.notice.slot == later.notice.slot == "prompt")
            and later.at - sooner.at < TEN_MINUTES
            and not any(sooner.at <= at <= later.at for at in self.clicks)
        ]

    @property
    def questions(self) -> list[Seen]:
        """What wanted an answer and was neither a prompt nor the end of a click."""
        return [
            seen
            for seen in self.seen
            if seen.notice.slot in ("profile", "enquiry", "care", "evening", "welcome", "guide", "desk")
            and _asks(seen.notice)
            and not (seen.asked_for and seen.notice.slot != "guide")
        ]

    def works(self, days: int) -> None:
        """So many working days; the weekends between them pass."""
        while days:
            begin = self.life.clock.ticks
            if self.now.weekday() < 5:
                days -= 1
                self._day()
            self.life.clock.ticks = begin + DAY

    def _day(self) -> None:
        chance = self._chance
        self.life.passes(30)
        self._input(begins=True)
        for hours, rest in ((1.5, 7), (1.7, 50), (1.8, 9), (1.8, 4), (0.2, 3)):
            call = hours > 1 and chance.random() < 0.35
            self._types(hours * HOUR - (30 * MINUTE if call else 0))
            if call:
                self._calls(30 * MINUTE)
            self._rests(rest * MINUTE)
        self.life.sees(ScreenLocked())
        self._passes(10 * MINUTE)

    def _input(self, *, begins: bool) -> None:
        if begins:
            self.life.sees(ScreenUnlocked())
            self.life.sees(InputResumed())
        else:
            self.life.sees(InputStopped(0))

    def _rests(self, seconds: float) -> None:
        self._input(begins=False)
        self._passes(seconds)
        self._input(begins=True)
        self._answers()

    def _calls(self, seconds: float) -> None:
        self.life.call(self.life.parts.entry.handle, ev.BusyBegun("call"))
        self._passes(seconds)
        self.active += seconds
        self.life.call(self.life.parts.entry.handle, ev.BusyEnded("call"))

    def _types(self, seconds: float) -> None:
        while seconds > 0:
            self._passes(STEP)
            self.active += STEP
            seconds -= STEP
            self._answers()
            if self.life.phase == "due":
                seconds -= self._meets()

    def _meets(self) -> float:
        """A prompt is up; the seconds that its answer takes."""
        answer = self.habit(self._chance)
        if answer == "away":
            self._rests(400)
            return 400
        if answer is None:
            return 0
        with suppress(RefusedError), self._acting():
            self.life.call(self.life.parts.commands.say, answer, "notification")
        if answer != "start":
            return 0
        self._passes(130)
        self._answers()
        return 130

    def _answers(self) -> None:
        """Click what this person clicks."""
        shown, self._open = self._open, []
        for notice in shown:
            key = self.answers.get(notice.slot)
            if notice.slot in self.life.notifier.up and key in [button.key for button in notice.buttons]:
                with self._acting():
                    self.life.clicks(notice.slot, str(key))

    @contextmanager
    def _acting(self) -> Iterator[None]:
        self._is_acting = True
        self.clicks.append(self.now)
        try:
            yield
        finally:
            self._is_acting = False

    def _passes(self, seconds: float) -> None:
        """As `Life.passes`, with as few looks as there may be."""
        life = self.life

        def lived() -> None:
            until = life.clock.ticks + seconds
            while life.clock.ticks < until:
                at, latest = life.beat.planned, life.clock.ticks + STEP
                life.clock.ticks = min(until, latest if at is None else max(life.clock.ticks, min(at, latest)))
                if at is not None and at <= life.clock.ticks:
                    life.beat.planned = None
                life.parts.heartbeat.look()

        life.call(lived)


def _asks(notice: Notice) -> bool:
    keys = [button.key for button in notice.buttons if button.key != "undo"]  # a way back is no question
    if notice.slot == "welcome":
        return keys == ["autostart"]
    return len(keys) > 1 and not {"stop", "finish"} & {*keys}


@contextmanager
def worker(house: House, habit: Habit, answers: dict[str, str] | None = None) -> Iterator[Worker]:
    """A person with a new daemon."""
    with house.living() as life:
        yield Worker(life, habit, answers or {})


def text(notice: Notice) -> frozenset[str]:
    """The lines of a notice that are more than a question."""
    return frozenset(line for line in notice.lines if not line.endswith("?"))
