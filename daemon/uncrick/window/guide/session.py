"""Follows one routine of the daemon, takes the person's commands, and owns what comes after it."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal

from uncrick.core.model.catalog import Catalogue
from uncrick.core.model.text import _
from uncrick.core.presentation.timeline import RoutineClock, next_item
from uncrick.errors import UncrickError
from uncrick.storage.invocation import typeable
from uncrick.window.client import (
    ConnectionLost,
    DaemonConnection,
    Message,
    Replied,
    RequestFailed,
    StatusReceived,
)
from uncrick.window.guide.state import REPLIES, GuideState
from uncrick.window.guide.timeline_view import RoutineTimeline, Snapshot
from uncrick.window.guide.voice import CueSpeaker

# All times are in seconds.
# A routine that ends within so long of its end counts as done.
NEARLY = 1.5
# The page after a routine closes by itself after so long.
CLOSES = 20.0
# A routine that is painted between these two times began while its window opened: it starts again.
AT_ONCE, OPENING = 0.1, 2.0
AWAY = 5 * 60.0
# So long the safety card stays: it is read with care. So long a reply stays that needs no thought.
CARD, GOODBYE = 10 * 60.0, 3.0
# An instruction gives way to the exercise after so long: nobody may be looking.
READ = 60.0


class Session(QObject):
    """
    Follows the daemon's routine between its messages by a clock of its own.

    Signals:
        changed: another state, another exercise, paused or eased; refresh everything.
        notice: a message to the person, in one line.

    Args:
        catalogue: the person's; `reload` reads it again, given the names by id of what a routine consists of.

    Attributes:
        done: the routine was followed to its end.
        asks_feedback: ask how the routine was; the daemon decides how often.
        answered: the last answer to that, a key of `REPLIES`, or ""; `reply`: what is said to it.
        eased: numbers of the exercises that are done the easier way.
        reading: the number of the exercise whose instruction and caution are read before it begins, or None.
        closes_at: the reading of `time.monotonic()` at which the page after the routine closes by itself.
    """

    changed = Signal()
    notice = Signal(str)
    _received = Signal(object)

    def __init__(
        self,
        connection: DaemonConnection,
        catalogue: Catalogue,
        reload: Callable[[Mapping[str, str]], Catalogue],
        speaker: CueSpeaker | None = None,
    ) -> None:
        super().__init__()
        self._connection = connection
        self._speaker = speaker
        self._catalogue = catalogue
        self._reload = reload
        self.state = GuideState.IDLE
        self.routine: RoutineTimeline | None = None
        self.done = False
        self.asks_feedback = False
        self.answered = self.reply = ""
        self.eased: set[int] = set()
        self.closes_at = 0.0
        self.reading: int | None = None
        self._unread: set[int] = set()
        self._reading_since = 0.0
        self._last_status: dict[str, Any] | None = None
        self._clock = RoutineClock(0.0)
        self._stopping = False
        self._swapping = False
        self._connection_lost = False
        self._painted = False
        self._received.connect(self.receive)

    def subscribe(self) -> None:
        """Begin to follow the daemon."""
        self._connection.subscribe(self._received.emit)

    # ------------------------------------------------------------ where the routine stands

    def position(self) -> float:
        """Seconds into the routine."""
        return self._clock.position(time.monotonic())

    @property
    def paused(self) -> bool:
        """Whether the routine stands still, also while an instruction is read."""
        return self._clock.paused

    @property
    def is_asked(self) -> bool:
        """Whether the person asked for the routine, so that its window is no surprise."""
        return self._last_status is None or bool(self._last_status.get("asked", True))

    def snapshot(self) -> Snapshot | None:
        """What the window shows of the routine now, or None without one."""
        return None if self.routine is None else self.routine.snapshot(self.position())

    def amplitude(self) -> float:
        """The share of the movement that the figure shows, 0..1."""
        if self.routine is None:
            return 1.0
        position = self.position()
        return self.routine.amplitude(position, eased=self.routine.item(position) in self.eased)

    def seconds_reading(self) -> float:
        """Seconds since the instruction came up."""
        return time.monotonic() - self._reading_since

    def seconds_left(self) -> float:
        """Seconds until the page after the routine closes by itself."""
        return max(0.0, self.closes_at - time.monotonic())

    def update(self) -> None:
        """Do what is due by the clock."""
        if self.reading is not None and self.seconds_reading() >= READ:
            self.begin()
        if self.state is GuideState.ON and self.routine is not None:
            self._update_routine(self.routine)
        elif self.state not in (GuideState.IDLE, GuideState.GONE) and not self.seconds_left():
            self._become(GuideState.GONE)

    def _update_routine(self, routine: RoutineTimeline) -> None:
        self._stop_to_read()
        position = self.position()
        step = routine.step(position)
        if self._speaker is not None and self._painted and not self.paused:
            self._speaker.update(routine.spoken, position)
        number = step.item
        if number in self.eased:
            end = routine.eased_end(number, routine.exercises[number].gentle.reps)
            if position >= end:
                self._seek(next_item(routine.steps, position))
        if self._connection_lost and position >= routine.total:
            self._end(done=True)

    # ------------------------------------------------------------ what the person does

    def start(self) -> None:
        """Begin a break."""
        self._connection.send("break")

    def report_painted(self) -> None:
        """The routine is on the screen; it begins with that, not with the click that opened a window for it."""
        if self._painted or self.state is not GuideState.ON:
            return
        self._painted = True
        self._connection.send("guided")
        if not self.paused and AT_ONCE < self.position() < OPENING:
            self._seek(0.0, back=True)

    def begin(self) -> None:
        """Begin the exercise whose instruction was read."""
        if self.reading is None or self.state is not GuideState.ON:
            return
        self._unread.discard(self.reading)
        late = self.reading == 0 and 0 < self.position() < OPENING
        self.reading = None
        if late:
            self._seek(0.0, back=True)
        self._pause(paused=False)

    def _stop_to_read(self) -> None:
        """Pause where an exercise begins whose instruction is to be read first."""
        if self.routine is None or self.reading is not None or self.paused:
            return
        step = self.routine.step(self.position())
        if step.item in self._unread:
            self.reading, self._reading_since = step.item, time.monotonic()
            self._pause(paused=True)

    def stop(self) -> None:
        """Stop the routine at once."""
        if self.state is GuideState.ON:
            self._stopping = True
            self._connection.send("stop")
            self._end(done=False)

    def close(self) -> None:
        """Stop the routine and ask nothing: the window is being closed."""
        if self.state is GuideState.ON:
            self._connection.send("stop")
            if self._speaker is not None:
                self._speaker.end(done=False)
            self._become(GuideState.GONE)

    def toggle_pause(self) -> None:
        """Pause, or go on."""
        if self.reading is not None:
            self.begin()
        elif self.state is GuideState.ON:
            self._pause(paused=not self.paused)

    def _pause(self, *, paused: bool) -> None:
        self._clock = self._clock.pause(time.monotonic(), paused=paused)
        self._hush()
        self._connection.send("hold", held=paused)
        self.changed.emit()

    def forward(self) -> None:
        """On to the next exercise."""
        if self.state is GuideState.ON and self.routine is not None:
            was_reading, self.reading = self.reading is not None, None
            self._seek(next_item(self.routine.steps, self.position()))
            if was_reading:
                self._pause(paused=False)

    def back(self) -> None:
        """To the beginning of this exercise, or to the one before."""
        if self.state is GuideState.ON and self.routine is not None and self.reading is None:
            self._seek(self.routine.back_from(self.position()), back=True)

    def ease(self) -> None:
        """Do this exercise smaller and fewer times, or again as before."""
        if self.state is GuideState.ON and self.routine is not None:
            number = self.routine.item(self.position())
            self.eased ^= {number}
            self._connection.send("easier", item=number, eased=number in self.eased)
            self.changed.emit()

    def swap(self) -> None:
        """Do the alternative in place of the routine."""
        if self.state is GuideState.ON and self.routine is not None and self.routine.alternative is not None:
            self._swapping = True
            self._hush()
            self._connection.send("stop")
            self._connection.send("break", exercise=self.routine.alternative.id)

    def ask_about_pain(self) -> None:
        """Ask what hurt, and how much."""
        if self.state in (GuideState.OVER, GuideState.AWAY):
            self.closes_at = time.monotonic() + 3 * CLOSES
            self._become(GuideState.HURT)

    def cancel_pain(self) -> None:
        """Nothing hurt after all."""
        self.closes_at = time.monotonic() + CLOSES
        self._become(GuideState.OVER)

    def report(self, feedback: str, exercise: str | None = None, score: int | None = None) -> None:
        """Send how the routine was: `fine`, `hard` or `hurt`."""
        self._connection.send("feedback", feedback=feedback, exercise=exercise, score=score)
        self._reply_to(feedback, CLOSES)

    def answer_interrupted(self) -> None:
        """The routine was stopped for a reason that is nobody's business: nothing is written down."""
        self._reply_to("interrupted", GOODBYE)

    def report_unwell(self) -> None:
        """Send that the person felt unwell, and show the signs that mean stop."""
        self._connection.send("feedback", feedback="unwell")
        self.answered, self.closes_at = "unwell", time.monotonic() + CARD
        self._become(GuideState.CARD)

    def report_signs(self, signs: Sequence[str]) -> None:
        """Send which signs of the safety card are there; the card goes on to say what to do about them."""
        self._connection.send("feedback", feedback="signs", signs=",".join(signs))
        if not signs:
            self._reply_to("none", CLOSES)

    def _reply_to(self, answer: str, seconds: float) -> None:
        """Take an answer, and say so for a while."""
        self.asks_feedback = False
        self.answered, self.reply = answer, _(REPLIES[answer][1])
        self.closes_at = time.monotonic() + seconds
        self._become(GuideState.OVER)

    def stay_away(self) -> None:
        """Count the five minutes away from the screen."""
        self.closes_at = time.monotonic() + AWAY
        self._become(GuideState.AWAY)

    # ------------------------------------------------------------ what the daemon sends

    def receive(self, message: Message) -> None:
        """Take up a message of the daemon."""
        match message:
            case StatusReceived(status, at):
                self._take_status(status["break"], at)
            case Replied("feedback", reply):
                if self.answered in ("hard", "hurt") and (advice := " ".join(map(str, reply.get("said", ())))):
                    self._say(advice)
            case Replied("ask", reply):
                self.asks_feedback = bool(reply.get("ask"))
                self.changed.emit()
            case Replied(_do, _reply):
                pass
            case RequestFailed(do, error):
                self._take_failure(do, error)
            case ConnectionLost():
                self._lose_connection()

    def _take_failure(self, do: str, error: UncrickError) -> None:
        match do:
            case "break":
                self._swapping = False
                self.notice.emit(_sentence(error))
                if self.state is GuideState.ON:
                    self._end(done=False)
            case "feedback":
                self._say(_("That could not be saved. Leave out what hurts."))
            case "guided" | "stop" | "hold" | "advance" | "easier" | "ask":
                pass  # the routine has just ended, and the status reports it
            case _:
                self.notice.emit(_sentence(error))
                self._lose_connection()

    def _say(self, reply: str) -> None:
        """Reply to the last answer."""
        self.reply = reply
        self.notice.emit(reply)

    def _take_status(self, status: dict[str, Any] | None, at: float) -> None:
        """Take up the `break` object of a status."""
        if status is None:
            self._stopping = False
            if self.state is GuideState.ON and not self._swapping and self.routine is not None:
                self._end(done=self.position() >= self.routine.total - NEARLY)
            return
        if self._stopping:
            return
        last, routine = self._last_status, self.routine
        same = last is not None and all(last[key] == status[key] for key in ("items", "total_seconds"))
        if routine is None or self.state is not GuideState.ON or not same:
            routine = self.routine = self._new_routine(status)
        self._last_status = status
        # A status that was under way when the instruction came up knows nothing of that pause
        paused = bool(status["held"]) or self.reading is not None
        self._clock = RoutineClock(routine.total, float(status["position"]), at, paused=paused)
        self._stop_to_read()
        self.changed.emit()

    def _new_routine(self, status: dict[str, Any]) -> RoutineTimeline:
        routine = RoutineTimeline(status, self._catalogue_with({item["id"]: item["name"] for item in status["items"]}))
        self.eased, self._swapping, self._painted = set(), False, False
        self.reading, self._unread = None, set(routine.read_first)
        self.state = GuideState.ON
        return routine

    def _catalogue_with(self, names: Mapping[str, str]) -> Catalogue:
        """The catalogue, read again only where it lacks what the routine consists of."""
        if not names.keys() <= self._catalogue.exercises.keys():
            self._catalogue = self._reload(names)
        return self._catalogue

    def _lose_connection(self) -> None:
        if self.state is GuideState.ON:
            self._connection_lost = True
            self.notice.emit(_("Uncrick is not running any more, so this break is not recorded."))
        elif self.state is GuideState.IDLE:
            self._become(GuideState.GONE)

    def _seek(self, position: float, *, back: bool = False) -> None:
        self._hush()
        self._clock = self._clock.seek(position, time.monotonic())
        self._connection.send("advance", to=round(position, 3), back=back or None)
        self.changed.emit()

    def _hush(self) -> None:
        if self._speaker is not None:
            self._speaker.hush()

    def _end(self, *, done: bool) -> None:
        if self._speaker is not None:
            self._speaker.end(done=done)
        self.done = done
        self._last_status = None
        self.asks_feedback = False
        self.answered = self.reply = ""
        if not self._connection_lost:
            self._connection.send("ask", stopped=not done)
        self.closes_at = time.monotonic() + CLOSES
        self._become(GuideState.OVER)

    def _become(self, state: GuideState) -> None:
        self.state, self.reading = state, None
        self.changed.emit()


def _sentence(error: UncrickError) -> str:
    return typeable(f"{error.title}. {error.message}" if error.message else error.title)
