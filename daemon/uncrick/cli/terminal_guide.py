"""Leads through a routine in a terminal: progress bar, cues, and keys (space, n, q or Esc, h)."""

import os
import re
import select
import signal
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from textwrap import fill, wrap
from types import FrameType
from typing import TYPE_CHECKING, Any, Protocol

from uncrick.cli.console import obeys_escapes
from uncrick.cli.failures import sentence
from uncrick.core.model.dates import minutes_seconds
from uncrick.core.model.record import Item
from uncrick.core.model.text import N_, _
from uncrick.core.presentation.timeline import Step, next_item, step_at
from uncrick.errors import RefusedError, UncrickError

if TYPE_CHECKING:
    from uncrick.core.model.catalog import Exercise

WIDTH = 24  # columns of the progress bar
PAGE = 76  # columns of a text to be read
TURN = 0.1  # seconds between two looks at the keyboard
ASK = 2.0  # seconds between two questions whether the routine is still on
UNREAD = 60.0  # seconds after which an unread page gives way, for an unattended terminal must not hold up the day
KEYS = N_("space pause   n next   q stop   h it hurts")
BEGIN = ("\n", "\r")
CLEAR = "\x1b[2K"
DIM, PLAIN = "\x1b[2m", "\x1b[22m"
# An arrow or a function key sends an escape and letters that nobody typed.
ESC, ALONE = "\x1b", 0.05  # seconds after which no letters follow an escape
TWO_PARTS = ("\x00", "\xe0")  # what comes before the letter of such a key in a Windows console
ESCAPES = re.compile(r"\x1b(?:[\[O][0-9;]*.)?")


class Runner(Protocol):
    """The process that runs the routine: the daemon, or this one."""

    def hold(self, *, paused: bool) -> None: ...

    def advance(self, to: float) -> None: ...

    def stop(self) -> None: ...

    def is_on(self) -> bool: ...

    def may_ask(self, *, stopped: bool) -> bool:
        """Whether to ask how it was; True counts as asked."""

    def tell(self, word: str, given: Mapping[str, Any]) -> Sequence[str]:
        """Record an answer; the lines that say what follows from it."""


class _Left(Exception):  # noqa: N818 it is no error
    """The terminal was closed, or a signal asked this process to end."""


class TerminalGuide:
    """
    Leads through a timeline; without a terminal it prints the cues, and cannot be paused.

    Args:
        read_first: exercises whose instruction and caution are to be read before the routine begins.
    """

    def __init__(self, runner: Runner, items: tuple[Item, ...], read_first: Sequence["Exercise"] = ()) -> None:
        self._runner = runner
        self._items = items
        self._to_read = read_first
        self._hurts = self._left = False
        self._timeline: tuple[Step, ...] = ()
        self._position = 0.0
        self._paused = False
        self._drawn = 0
        self._cue: Step | None = None
        self._live = obeys_escapes(sys.stdout)

    def lead(self, timeline: tuple[Step, ...]) -> int:
        """Go through it; the exit status."""
        self._timeline = timeline
        with _keys() as keys:
            stopped = self._guide(keys)
            print(
                _("Stopped. What you did counts.") if stopped else _("Done. Good. Stay away from the screen a little.")
            )
            with suppress(_Left, KeyboardInterrupt):
                self._ask(keys, stopped=stopped)
        return 0

    def _guide(self, keys: "_Keys") -> bool:
        """Until the end; whether it was stopped."""
        stopped = True
        try:
            stopped = self._read_first(keys) or self._follow(keys)
        except (_Left, KeyboardInterrupt):
            self._left = True
        except UncrickError:
            stopped = False  # the runner cannot be reached
            raise
        finally:
            # Before drawing, for the terminal may be gone.
            if stopped:
                self._stop()
            self._clear()
        return stopped

    def _ask(self, keys: "_Keys", *, stopped: bool) -> None:
        """Ask how the routine was where that is due, or how much it hurt where `h` ended it."""
        from uncrick.cli.person import health

        def tell(word: str, **given: Any) -> Sequence[str]:
            return self._runner.tell(word, given)

        if self._left:
            return
        if self._hurts:
            lines = health.ask_how_much(keys, tell, self._items)
        elif self._live and sys.stdin.isatty() and self._runner.may_ask(stopped=stopped):
            lines = health.ask_how(keys, tell, self._items, stopped=stopped)
        else:
            return
        for line in lines:
            print(line)

    def _stop(self) -> None:
        try:
            self._runner.stop()
        except UncrickError as error:
            print(sentence(error), file=sys.stderr)

    def _read_first(self, keys: "_Keys") -> bool:
        """Wait until the new exercises have been read; whether the routine was stopped there."""
        for exercise in self._to_read:
            print(_("Read first: {exercise}", exercise=exercise.name))
            for text in (exercise.instruction, exercise.caution):
                print(fill(text, PAGE, initial_indent="  ", subsequent_indent="  "))
        if not (self._to_read and self._live and sys.stdin.isatty()):
            return False
        print(_("Enter begins, q stops."), flush=True)
        self._runner.hold(paused=True)
        asked = begun = time.monotonic()
        while (key := keys.wait(TURN)) not in (*BEGIN, "q"):
            if time.monotonic() - begun > UNREAD:
                break
            if time.monotonic() - asked > ASK:
                asked = time.monotonic()
                if not self._runner.is_on():
                    return False
        if key != "q":
            self._runner.hold(paused=False)
        return key == "q"

    def _follow(self, keys: "_Keys") -> bool:
        """Until the end; whether it was stopped."""
        total = self._timeline[-1].ends
        last = asked = time.monotonic()
        while self._position < total:
            self._draw(total)
            key = keys.wait(TURN)
            now = time.monotonic()
            if not self._paused:
                self._position += now - last
            last = now
            if key in ("q", "h"):
                self._hurts = key == "h"
                return True
            try:
                self._apply(key)
            except RefusedError:
                return False  # it has just ended
            if now - asked > ASK and self._position < total - ASK:
                asked = now
                if not self._runner.is_on():
                    return False
        # The routine ends by the clock of its runner: wait for that.
        until = time.monotonic() + ASK
        while self._runner.is_on() and time.monotonic() < until:
            time.sleep(TURN)
        return False

    def _apply(self, key: str) -> None:
        if key == " ":
            self._paused = not self._paused
            self._runner.hold(paused=self._paused)
        elif key == "n":
            self._position = next_item(self._timeline, self._position)
            self._runner.advance(self._position)

    def _draw(self, total: float) -> None:
        step = step_at(self._timeline, self._position)
        name = step.name
        if step.rep and step.reps > 1:
            name = _("{exercise}  {rep} of {reps}", exercise=step.name, rep=step.rep, reps=step.reps)
        if self._live:
            self._draw_live(step, name, total)
        elif step is not self._cue and step.cue:
            if self._cue is None or self._cue.item != step.item:
                self._print_beginning(step)
            self._cue = step
            print(f"{name}: {step.cue}", flush=True)

    def _draw_live(self, step: Step, name: str, total: float) -> None:
        """The lines of this step, in place of those drawn before."""
        left = max(0, round(total - self._position))
        filled = min(WIDTH, round(WIDTH * self._position / total))
        bar, time_left = "█" * filled + "░" * (WIDTH - filled), minutes_seconds(left)
        in_step = max(1, round(step.ends - self._position))
        lines = (
            name,
            _("{bar} {time} left   paused", bar=bar, time=time_left)
            if self._paused
            else _("{bar} {time} left", bar=bar, time=time_left),
            f"{step.cue}  {in_step}",
            *(f"{DIM}{line}{PLAIN}" for line in wrap(step.caution, PAGE)),
            *((_("Your note: {note}", note=step.note),) if step.note else ()),
            _(KEYS),
        )
        self._clear()
        sys.stdout.write("".join(f"{CLEAR}{line}\n" for line in lines))
        sys.stdout.flush()
        self._drawn = len(lines)

    def _print_beginning(self, step: Step) -> None:
        """Caution and note of an exercise that begins, unless the caution was to be read first."""
        if step.caution and step.name not in (exercise.name for exercise in self._to_read):
            print(f"{step.name}: {step.caution}", flush=True)
        if step.note:
            print(_("{exercise}: your note: {note}", exercise=step.name, note=step.note), flush=True)

    def _clear(self) -> None:
        if self._drawn:
            sys.stdout.write(f"\x1b[{self._drawn}A" + f"{CLEAR}\n" * self._drawn + f"\x1b[{self._drawn}A")
            self._drawn = 0


class _Keys(Protocol):
    def wait(self, seconds: float) -> str: ...


class _NoKeys:
    """No terminal to read from."""

    def wait(self, seconds: float) -> str:
        time.sleep(seconds)
        return ""


@contextmanager
def _keys() -> Iterator[_Keys]:
    """Single keys, without Enter; restores the mode of the terminal at the end."""

    def leave(number: int, frame: FrameType | None) -> None:
        raise _Left

    before = {number: signal.signal(number, leave) for number in _end_signals()}
    try:
        if not sys.stdin.isatty():
            yield _NoKeys()
        elif sys.platform == "win32":
            yield _ConsoleKeys()
        else:
            import termios
            import tty

            mode: list[Any] = termios.tcgetattr(sys.stdin)
            tty.setcbreak(sys.stdin)
            try:
                yield _TerminalKeys()
            finally:
                termios.tcsetattr(sys.stdin, termios.TCSADRAIN, mode)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end_signals() -> list[int]:
    return [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


class _TerminalKeys:
    """Keys of a Unix terminal."""

    def __init__(self) -> None:
        self._typed = ""

    def wait(self, seconds: float) -> str:
        if not self._typed:
            self._typed = self._read(seconds)
        key, self._typed = self._typed[:1], self._typed[1:]
        return key

    def _read(self, seconds: float) -> str:
        if not select.select([sys.stdin], [], [], seconds)[0]:
            return ""
        data = os.read(sys.stdin.fileno(), 16)
        if not data:
            raise _Left
        if data == ESC.encode() and not select.select([sys.stdin], [], [], ALONE)[0]:
            return "q"
        return ESCAPES.sub("", data.decode(errors="replace")).lower()


class _ConsoleKeys:
    """Keys of a Windows console."""

    def wait(self, seconds: float) -> str:
        if sys.platform == "win32":
            import msvcrt

            until = time.monotonic() + seconds
            while time.monotonic() < until:
                if msvcrt.kbhit():
                    key = msvcrt.getwch().lower()
                    if key in TWO_PARTS and msvcrt.kbhit():
                        msvcrt.getwch()  # which arrow or function key it was
                        continue
                    return "q" if key == ESC else key
                time.sleep(0.02)
        return ""
