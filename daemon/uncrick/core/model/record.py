"""One line of the history, and what a routine in it consisted of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What happened."""

    PROMPTED = "prompted"
    STARTED = "started"
    DONE = "done"
    PART_DONE = "part_done"
    STEPPED_AWAY = "stepped_away"
    SKIPPED = "skipped"
    IGNORED = "ignored"
    SNOOZED = "snoozed"
    NATURAL = "natural"
    DEFERRED = "deferred"
    PAUSED = "paused"
    RESUMED = "resumed"
    UNDONE = "undone"
    FEEDBACK = "feedback"


class Source(StrEnum):
    """Through what it came."""

    NOTIFICATION = "notification"
    TRAY = "tray"
    CLI = "cli"
    WINDOW = "window"
    POLICY = "policy"


Fact = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Item:
    """
    One exercise of a routine.

    Attributes:
        reps: repetitions; seconds: setup and repetitions together, without transition or closing relaxation.
        variant: `gentle`, `less` (a repetition fewer, three quarters of the movement), or "" for as it stands.
    """

    id: str
    name: str
    reps: int
    seconds: int
    variant: str = ""


def item_object(item: Item) -> dict[str, Any]:
    """The item as a plain object; `variant` is there only where the exercise is not done as it stands."""
    plain: dict[str, Any] = {"id": item.id, "name": item.name, "reps": item.reps, "seconds": item.seconds}
    return {**plain, "variant": item.variant} if item.variant else plain


@dataclass(frozen=True, slots=True)
class Record:
    """
    One line of the history; never changed once written, save that an open `until` is closed.

    Attributes:
        id: unique in this history.
        at: aware UTC, when it began.
        until: aware UTC, when it ended; None for an instant, or while it lasts.
        source: a `Source`, or a device's name.
        routine: what was suggested or done.
        feedback: the answer to a question, if there was one.
        detail: small facts by name: `prompt` (id of the prompt's first showing), `showing`, `credited`, `tip`, ...
    """

    id: str
    at: datetime
    until: datetime | None
    kind: Kind
    source: str
    routine: tuple[Item, ...] = ()
    feedback: str | None = None
    detail: Mapping[str, Fact] = field(default_factory=dict)
