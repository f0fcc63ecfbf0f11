"""The routine in a terminal: a progress bar, the cues, and keys (space pause, n next, q or Esc stop, h it hurts)."""

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

from uncrick.cli.failed import sentence
from uncrick.core.model.record import Item
from uncrick.core.presentation.timeline import Step, next_item, step_at
from uncrick.errors import RefusedError, UncrickError

if TYPE_CHECKING:
    from uncrick.core.model.catalog import Exercise

WIDTH = 24
TURN = 0.1
ASK = 2.0
KEYS = "space pause   n next   q stop   h it hurts"
CLEAR = "\x1b[2K"
DIM, PLAIN = "\x1b[2m", "\x1b[22m"
PAGE = 76  # columns of what is to be read
BEGIN = ("\n", "\r")
UNREAD = 60.0  # seconds after which it begins by itself: a terminal that nobody looks at must not hold the day
# An arrow or a function key is an escape and letters that nobody typed.
ESC, ALONE = "\x1b", 0.05  # seconds after which no letters follow on an escape
ESCAPES = re.compile(r"\x1b(?:[\[O][0-9;]*.)?")


class Led(Protocol):
    """Where the routine really runs."""

    def held(self, *, held: bool) -> None: ...

    def advanced(self, to: float) -> None: ...

    def stopped(self) -> None: ...

    def is_on(self) -> bool: ...

    def asks(self, *, stopped: bool) -> bool:
        """Whether to ask how it was; that counts as asked."""

    def tell(self, word: str, given: Mapping[str, Any]) -> Sequence[str]:
        """Have an answer written down; what it comes to, a line each."""


class _Left(Exception):  # noqa: N818 it is no error
    """The terminal was closed, or somebody asked us to go."""


class TerminalGuide:
    """
    Leads through a walk; without a terminal it prints the cues, and cannot be paused.

    Args:
        first: exercises whose instruction and caution are to be read before the walk begins.
    """

    def __init__(self, led: Led, items: tuple[Item, ...], first: Sequence["Exercise"] = ()) -> None:
        self._led = led
        self._items = items
        self._first = first
        self._hurts = self._left = False
        self._walk: tuple[Step, ...] = ()
        self._position = 0.0
        self._held = False
        self._drawn = 0
        self._cue: Step | None = None
        self._live = sys.stdout.isatty()

    def lead(self, walk: tuple[Step, ...]) -> int:
        """Go through it; the exit status."""
        self._walk = walk
        with _keys() as keys:
            stopped = self._led_by(keys)
            print("Stopped. What you did counts." if stopped else "Done. Good. Stay away from the screen a little.")
            with suppress(_Left, KeyboardInterrupt):
                self._ask(keys, stopped=stopped)
        return 0

    def _led_by(self, keys: "_Keys") -> bool:
        """Until the end; whether it was stopped."""
        stopped = True
        try:
            stopped = self._read_first(keys) or self._follow(keys)
        except (_Left, KeyboardInterrupt):
            self._left = True
        except UncrickError:
            stopped = False  # whoever runs it cannot be reached
            raise
        finally:
            # Before anything is drawn, for the terminal may be gone.
            if stopped:
                self._stop()
            self._clear()
        return stopped

    def _ask(self, keys: "_Keys", *, stopped: bool) -> None:
        """How it was, where that is worth a question, and how much it hurt, where that was said."""
        from uncrick.cli import feedback_prompt

        def tell(word: str, **given: Any) -> Sequence[str]:
            return self._led.tell(word, given)

        if self._left:
            return
        if self._hurts:
            said = feedback_prompt.how_much(keys, tell, self._items)
        elif self._live and sys.stdin.isatty() and self._led.asks(stopped=stopped):
            said = feedback_prompt.ask(keys, tell, self._items, stopped=stopped)
        else:
            return
        for line in said:
            print(line)

    def _stop(self) -> None:
        try:
            self._led.stopped()
        except UncrickError as error:
            print(sentence(error), file=sys.stderr)

    def _read_first(self, keys: "_Keys") -> bool:
        """Stand still until what is new has been read; whether the routine was stopped there."""
        for exercise in self._first:
            print(f"Read first: {exercise.name}")
            for text in (exercise.instruction, exercise.caution):
                print(fill(text, PAGE, initial_indent="  ", subsequent_indent="  "))
        if not (self._first and self._live and sys.stdin.isatty()):
            return False
        print("Enter begins, q stops.", flush=True)
        self._led.held(held=True)
        asked = begun = time.monotonic()
        while (key := keys.wait(TURN)) not in (*BEGIN, "q"):
            if time.monotonic() - begun > UNREAD:
                break
            if time.monotonic() - asked > ASK:
                asked = time.monotonic()
                if not self._led.is_on():
                    return False
        if key != "q":
            self._led.held(held=False)
        return key == "q"

    def _follow(self, keys: "_Keys") -> bool:
        """Until the end; whether it was stopped."""
        total = self._walk[-1].ends
        last = asked = time.monotonic()
        while self._position < total:
            self._draw(total)
            key = keys.wait(TURN)
            now = time.monotonic()
            if not self._held:
                self._position += now - last
            last = now
            if key in ("q", "h"):
                self._hurts = key == "h"
                return True
            try:
                self._pressed(key)
            except RefusedError:
                return False  # it has just ended
            if now - asked > ASK and self._position < total - ASK:
                asked = now
                if not self._led.is_on():
                    return False
        # The routine ends by the clock of whoever runs it: wait for its word.
        until = time.monotonic() + ASK
        while self._led.is_on() and time.monotonic() < until:
            time.sleep(TURN)
        return False

    def _pressed(self, key: str) -> None:
        if key == " ":
            self._held = not self._held
            self._led.held(held=self._held)
        elif key == "n":
            self._position = next_item(self._walk, self._position)
            self._led.advanced(self._position)

    def _draw(self, total: float) -> None:
        step = step_at(self._walk, self._position)
        count = f"  {step.rep} of {step.reps}" if step.rep and step.reps > 1 else ""
        if not self._live:
            if step is not self._cue and step.cue:
                if self._cue is None or self._cue.item != step.item:
                    self._print_beginning(step)
                self._cue = step
                print(f"{step.name}{count}: {step.cue}", flush=True)
            return
        left = max(0, round(total - self._position))
        full = min(WIDTH, round(WIDTH * self._position / total))
        bar = "█" * full + "░" * (WIDTH - full)
        in_step = max(1, round(step.ends - self._position))
        lines = (
            f"{step.name}{count}",
            f"{bar} {left // 60}:{left % 60:02} left{'   paused' if self._held else ''}",
            f"{step.cue}  {in_step}",
            *(f"{DIM}{line}{PLAIN}" for line in wrap(step.caution, PAGE)),
            *((f"Your note: {step.note}",) if step.note else ()),
            KEYS,
        )
        self._clear()
        sys.stdout.write("".join(f"{CLEAR}{line}\n" for line in lines))
        sys.stdout.flush()
        self._drawn = len(lines)

    def _print_beginning(self, step: Step) -> None:
        """What is good to know of an exercise that begins, unless it was to be read first."""
        if step.caution and step.name not in (exercise.name for exercise in self._first):
            print(f"{step.name}: {step.caution}", flush=True)
        if step.note:
            print(f"{step.name}: your note: {step.note}", flush=True)

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
    """Single keys, without Enter; the terminal is given back as it was."""

    def left(number: int, frame: FrameType | None) -> None:
        raise _Left

    before = {number: signal.signal(number, left) for number in _leaving()}
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


def _leaving() -> list[int]:
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
                    return "q" if key == ESC else key
                time.sleep(0.02)
        return ""
