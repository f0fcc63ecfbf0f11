"""Times of a story, and the routines that are suggested in it."""

from datetime import UTC, datetime
from typing import Any

from uncrick.core.model.record import Item, Kind
from uncrick.core.model.suggestion import Suggestion
from uncrick.core.scheduling.rules import Occasion

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TINY = 1e-6
# After these the count begins anew.
BREAKS = frozenset({Kind.NATURAL, Kind.STEPPED_AWAY, Kind.DONE, Kind.PART_DONE, Kind.SKIPPED, Kind.IGNORED})
# How a desktop may report silence, and a daemon look at its clock: every story must be the same in all of them.
WAYS: dict[str, dict[str, Any]] = {
    "reported at once": {"watched": False},
    "reported when watched for": {"watched": True},
    "with a beat": {"watched": True, "beat": 30.0},
}


def suggestion(number: int = 0, *, seconds: int = 60) -> Suggestion:
    """A routine that differs from those with another number."""
    items = (Item(f"turn-{number}", "Turn your head", 5, seconds - 20), Item(f"roll-{number}", "Roll", 3, 14))
    return Suggestion("A pause", items, 6, seconds, f"walk-{number}", f"tip-{number}", "Screen at eye level.")


def suggest(occasion: Occasion) -> Suggestion:
    """A routine that depends on the seed, as the real choice does."""
    return suggestion(occasion.seed)


def seconds(time: str | float) -> float:
    """Seconds of `51:10`, minutes and seconds since the story began."""
    if isinstance(time, int | float):
        return float(time)
    minutes, _, rest = time.partition(":")
    return int(minutes) * 60 + float(rest)


def clock_text(time: float) -> str:
    """Seconds as `51:10`."""
    minutes, rest = divmod(round(time, 3), 60)
    return f"{int(minutes)}:{rest:02.0f}" if rest == int(rest) else f"{int(minutes)}:{rest:06.3f}"
