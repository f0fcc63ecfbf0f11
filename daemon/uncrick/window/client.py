"""The window's talk with the daemon, in threads of its own: a window that waits for nobody never stands still."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any

from uncrick.control import client
from uncrick.core.model.record import Source
from uncrick.errors import UncrickError

# How long a word that was said may take to be heard when the window closes.
PARTING = 2.0


@dataclass(frozen=True, slots=True)
class Told:
    """The status, now or changed, and when it was heard: the window may still have been opening then."""

    status: dict[str, Any]
    at: float = field(default_factory=time.monotonic)


@dataclass(frozen=True, slots=True)
class Answered:
    """The daemon did what `do` asked; its reply."""

    do: str
    reply: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Refused:
    """The daemon did not do what `do` asked, or cannot be reached."""

    do: str
    error: UncrickError


@dataclass(frozen=True, slots=True)
class Lost:
    """The daemon has ended; nothing more is told."""


Heard = Told | Answered | Refused | Lost


class Wire:
    """Listens from `open` on; what was heard before there is a listener waits for it."""

    def __init__(self) -> None:
        self._words: SimpleQueue[tuple[str, dict[str, object]] | None] = SimpleQueue()
        self._heard: list[Heard] = []
        self._listener: Callable[[Heard], None] | None = None
        self._turn = threading.Lock()
        self._begun = threading.Event()
        self._speaker = threading.Thread(target=self._speak, name="uncrick speaks", daemon=True)

    def open(self) -> None:
        """Begin to listen and to speak."""
        threading.Thread(target=self._listen, name="uncrick listens", daemon=True).start()
        self._speaker.start()

    def first(self, seconds: float) -> Heard | None:
        """What was heard first; None if it takes longer than that."""
        return self._heard[0] if self._begun.wait(seconds) else None

    def attend(self, listener: Callable[[Heard], None]) -> None:
        """Call `listener` in one of our threads with everything that was and is heard."""
        with self._turn:
            self._listener = listener
            for heard in self._heard:
                listener(heard)

    def say(self, do: str, **args: object) -> None:
        """Say a word; what comes of it is heard."""
        self._words.put((do, {**args, "source": Source.WINDOW.value}))

    def close(self) -> None:
        """Let what was said be heard, and listen no more."""
        with self._turn:
            self._listener = None
        self._words.put(None)
        if self._speaker.is_alive():
            self._speaker.join(PARTING)

    def _listen(self) -> None:
        try:
            for status in client.watch():
                self._hear(Told(status))
            self._hear(Lost())
        except UncrickError as error:
            self._hear(Refused("watch", error))
        except OSError:
            self._hear(Lost())

    def _speak(self) -> None:
        while (word := self._words.get()) is not None:
            do, args = word
            try:
                self._hear(Answered(do, client.request(do, **args)))
            except UncrickError as error:
                self._hear(Refused(do, error))

    def _hear(self, heard: Heard) -> None:
        with self._turn:
            if self._listener is not None:
                self._listener(heard)
            else:
                self._heard.append(heard)
        self._begun.set()
