"""One routine as the window knows it: where it stands, what the person says to it, and what comes after it."""

import time
from collections.abc import Callable, Mapping
from enum import Enum, auto
from typing import Any

from PySide6.QtCore import QObject, Signal

from uncrick.core.model.catalog import Catalogue
from uncrick.core.presentation.timeline import RoutineClock, next_item
from uncrick.errors import UncrickError
from uncrick.storage.invocation import typeable
from uncrick.window.client import Answered, Heard, Lost, Refused, Told, Wire
from uncrick.window.guide.timeline_view import Course, Snapshot
from uncrick.window.guide.voice import Voice

# Of a routine that was this near to its end nothing is missing.
NEARLY = 1.5
# An ordinary routine is followed by one question, and that for so long.
ASKED = 20.0
# A window that was up already shows a routine at once; one that had to be opened, within so many seconds of it.
AT_ONCE, OPENING = 0.1, 2.0
AWAY = 5 * 60.0
# What is to be read first is read by then, or the window is not looked at: nothing waits for ever.
READ = 60.0


class State(Enum):
    """What the window is there for at the moment."""

    IDLE = auto()
    ON = auto()
    OVER = auto()
    HURT = auto()
    AWAY = auto()
    GONE = auto()


class Session(QObject):
    """
    Follows the daemon's routine between its words by a clock of its own.

    Signals:
        changed: another state, another exercise, held or eased; look at everything anew.
        noted: something to tell the person, in one line.

    Args:
        catalogue: the person's; `read` gives it anew, by the names of what a routine consists of.

    Attributes:
        done: it was gone through to its end.
        asks: it is to be asked how the routine was; no more often than the daemon says.
        eased: numbers of the exercises that are done the easier way.
        reading: the number of the exercise whose instruction and caution are read before it begins, or None.
    """

    changed = Signal()
    noted = Signal(str)
    _came = Signal(object)

    def __init__(
        self,
        wire: Wire,
        catalogue: Catalogue,
        read: Callable[[Mapping[str, str]], Catalogue],
        voice: Voice | None = None,
    ) -> None:
        super().__init__()
        self._wire = wire
        self._voice = voice
        self._catalogue = catalogue
        self._read = read
        self.state = State.IDLE
        self.course: Course | None = None
        self.done = False
        self.asks = False
        self.eased: set[int] = set()
        self.until = 0.0
        self.reading: int | None = None
        self._unread: set[int] = set()
        self._read_since = 0.0
        self._told: dict[str, Any] | None = None
        self._clock = RoutineClock(0.0)
        self._leaving = False
        self._swapping = False
        self._cut_off = False
        self._greeted = False
        self._came.connect(self.hear)

    def attend(self) -> None:
        """Begin to follow the daemon."""
        self._wire.attend(self._came.emit)

    # ------------------------------------------------------------ what is

    def position(self) -> float:
        """Seconds into the routine."""
        return self._clock.position(time.monotonic())

    @property
    def held(self) -> bool:
        """Whether the routine is paused, also while an instruction is read."""
        return self._clock.paused

    def sight(self) -> Snapshot | None:
        """What is to be seen now."""
        return None if self.course is None else self.course.sight(self.position())

    def amplitude(self) -> float:
        """How much of the movement the figure shows."""
        if self.course is None:
            return 1.0
        position = self.position()
        return self.course.amplitude(position, eased=self.course.item(position) in self.eased)

    def read_for(self) -> float:
        """Seconds since what is to be read first is up."""
        return time.monotonic() - self._read_since

    def left(self) -> float:
        """Seconds until what is on the screen goes by itself."""
        return max(0.0, self.until - time.monotonic())

    def look(self) -> None:
        """What time alone brings about."""
        if self.reading is not None and self.read_for() >= READ:
            self.begin()
        if self.state is State.ON and self.course is not None:
            self._read_first()
            position = self.position()
            step = self.course.step(position)
            if self._voice is not None and self._greeted and not self.held:
                self._voice.look(step, position)
            number = step.item
            if number in self.eased:
                end = self.course.eased_end(number, self.course.exercises[number].gentle.reps)
                if position >= end:
                    self._go(next_item(self.course.walk, position))
            if self._cut_off and position >= self.course.total:
                self._over(done=True)
        elif self.state in (State.OVER, State.HURT, State.AWAY) and not self.left():
            self._become(State.GONE)

    # ------------------------------------------------------------ what the person says

    def start(self) -> None:
        """Begin a break."""
        self._wire.say("break")

    def painted(self) -> None:
        """The routine is on the screen; it begins with that, not with the click that opened a window for it."""
        if self._greeted or self.state is not State.ON:
            return
        self._greeted = True
        self._wire.say("guided")
        if not self.held and AT_ONCE < self.position() < OPENING:
            self._go(0.0, back=True)

    def begin(self) -> None:
        """What was to be read first has been read."""
        if self.reading is None or self.state is not State.ON:
            return
        self._unread.discard(self.reading)
        late = self.reading == 0 and 0 < self.position() < OPENING
        self.reading = None
        if late:
            self._go(0.0, back=True)
        self._hold(held=False)

    def _read_first(self) -> None:
        """Stand still where an exercise begins that is to be read of first."""
        if self.course is None or self.reading is not None or self.held:
            return
        step = self.course.step(self.position())
        if step.item in self._unread:
            self.reading, self._read_since = step.item, time.monotonic()
            self._hold(held=True)

    def stop(self) -> None:
        """Break it off, at once."""
        if self.state is State.ON:
            self._leaving = True
            self._wire.say("stop")
            self._over(done=False)

    def leave(self) -> None:
        """Break it off and ask nothing: the window is being closed."""
        if self.state is State.ON:
            self._wire.say("stop")
            if self._voice is not None:
                self._voice.end(done=False)
            self._become(State.GONE)

    def hold(self) -> None:
        """Stand still, or go on."""
        if self.reading is not None:
            self.begin()
        elif self.state is State.ON:
            self._hold(held=not self.held)

    def _hold(self, *, held: bool) -> None:
        self._clock = self._clock.pause(time.monotonic(), paused=held)
        self._hush()
        self._wire.say("hold", held=held)
        self.changed.emit()

    def forward(self) -> None:
        """On to the next exercise."""
        if self.state is State.ON and self.course is not None:
            read, self.reading = self.reading is not None, None
            self._go(next_item(self.course.walk, self.position()))
            if read:
                self._hold(held=False)

    def back(self) -> None:
        """To the beginning of this exercise, or to the one before."""
        if self.state is State.ON and self.course is not None and self.reading is None:
            self._go(self.course.before(self.position()), back=True)

    def ease(self) -> None:
        """This exercise smaller and fewer times, or as it was."""
        if self.state is State.ON and self.course is not None:
            number = self.course.item(self.position())
            self.eased ^= {number}
            self._wire.say("easier", item=number, eased=number in self.eased)
            self.changed.emit()

    def swap(self) -> None:
        """Do the alternative in its place."""
        if self.state is State.ON and self.course is not None and self.course.alternative is not None:
            self._swapping = True
            self._hush()
            self._wire.say("stop")
            self._wire.say("break", exercise=self.course.alternative.id)

    def hurt(self) -> None:
        """It hurt: ask where and how much."""
        if self.state in (State.OVER, State.AWAY):
            self.until = time.monotonic() + 3 * ASKED
            self._become(State.HURT)

    def report(self, said: str, exercise: str | None = None, score: int | None = None) -> None:
        """Say how it was: `fine`, `hard`, `hurt` or `unwell`."""
        self.asks = False
        self._wire.say("feedback", feedback=said, exercise=exercise, score=score)
        self.until = time.monotonic() + ASKED
        self._become(State.OVER)

    def away(self) -> None:
        """Stay away from the screen for five minutes."""
        self.until = time.monotonic() + AWAY
        self._become(State.AWAY)

    # ------------------------------------------------------------ what the daemon says

    def hear(self, heard: Heard) -> None:
        """Take up what came over the wire."""
        match heard:
            case Told(status, at):
                self._take(status["break"], at)
            case Answered("feedback", reply):
                self.noted.emit(" ".join(map(str, reply.get("said", ()))) or "Noted. The next times will be gentler.")
            case Answered("ask", reply):
                self.asks = bool(reply.get("ask"))
                self.changed.emit()
            case Answered(_, _):
                pass
            case Refused("break", error):
                self._swapping = False
                self.noted.emit(_sentence(error))
                if self.state is State.ON:
                    self._over(done=False)
            case Refused("feedback", _):
                self.noted.emit("That could not be noted. Leave out what hurts.")
            case Refused("guided" | "stop" | "hold" | "advance" | "easier" | "ask", _):
                pass  # it has just ended, and the status says so
            case Refused(_, error):
                self.noted.emit(_sentence(error))
                self._lost()
            case Lost():
                self._lost()

    def _take(self, told: dict[str, Any] | None, at: float) -> None:
        if told is None:
            self._leaving = False
            if self.state is State.ON and not self._swapping and self.course is not None:
                self._over(done=self.position() >= self.course.total - NEARLY)
            return
        if self._leaving:
            return
        same = self._told is not None and all(self._told[key] == told[key] for key in ("items", "total_seconds"))
        course = self.course
        if course is None or self.state is not State.ON or not same:
            course = self.course = Course(told, self._known({item["id"]: item["name"] for item in told["items"]}))
            self.eased, self._swapping, self._greeted = set(), False, False
            self.reading, self._unread = None, set(course.read_first)
            self.state = State.ON
        self._told = told
        # A status that was under way when the instruction came up knows nothing of that pause
        paused = bool(told["held"]) or self.reading is not None
        self._clock = RoutineClock(course.total, float(told["position"]), at, paused=paused)
        self._read_first()
        self.changed.emit()

    def _known(self, named: Mapping[str, str]) -> Catalogue:
        """The catalogue, read anew only where it does not know what the routine consists of."""
        if not named.keys() <= self._catalogue.exercises.keys():
            self._catalogue = self._read(named)
        return self._catalogue

    def _lost(self) -> None:
        if self.state is State.ON:
            self._cut_off = True
            self.noted.emit("Uncrick itself has ended: this break is not written down.")
        elif self.state is State.IDLE:
            self._become(State.GONE)

    def _go(self, to: float, *, back: bool = False) -> None:
        self._hush()
        self._clock = self._clock.seek(to, time.monotonic())
        self._wire.say("advance", to=round(to, 3), back=back or None)
        self.changed.emit()

    def _hush(self) -> None:
        if self._voice is not None:
            self._voice.hush()

    def _over(self, *, done: bool) -> None:
        if self._voice is not None:
            self._voice.end(done=done)
        self.done = done
        self._told = None
        self.asks = False
        if not self._cut_off:
            self._wire.say("ask", stopped=not done)
        self.until = time.monotonic() + ASKED
        self._become(State.OVER)

    def _become(self, state: State) -> None:
        self.state, self.reading = state, None
        self.changed.emit()


def _sentence(error: UncrickError) -> str:
    return typeable(f"{error.title}. {error.message}" if error.message else error.title)
