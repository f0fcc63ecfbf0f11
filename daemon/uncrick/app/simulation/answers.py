"""The word `answers` of a trace: how the pretend person answers every prompt from then on, by seeded draws."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from uncrick.core.model.random import share

ANSWERS = ("start", "done", "snooze", "skip", "leave")
"""What a prompt can get; the rest of the draws leaves it unanswered."""
LONGEST_WAIT = 86400.0
AWAY = 180.0
"""Seconds for which a person who leaves is away at least: longer than `left`, shorter than `natural`, by default."""


@dataclass(frozen=True, slots=True)
class Answers:
    """
    How prompts are answered.

    Attributes:
        shares: for each of ANSWERS how many of all prompts get it, from 0 to 1.
        after: the shortest and the longest wait from the showing to the answer, in seconds.
    """

    shares: tuple[float, ...]
    after: tuple[float, float]

    def drawn(self, seed: int, showing: int) -> tuple[str | None, float]:
        """The answer to that showing, or None for no answer, and the seconds until then."""
        draw, (shortest, longest) = share(seed, showing, 0), self.after
        wait = shortest + (longest - shortest) * share(seed, showing, 1)
        for word, part in zip(ANSWERS, self.shares, strict=True):
            draw -= part
            if draw < 0:
                return word, wait
        return None, wait


def answers(raw: Mapping[str, Any]) -> Answers:
    """
    What a line of a trace says.

    Raises:
        ValueError: with what is wrong.
    """
    shares = tuple(_between(raw.get(word, 0), word, 1.0) for word in ANSWERS)
    if sum(shares) > 1 + 1e-9:
        raise ValueError(f"the answers add up to {sum(shares):g}; expected 1 at most")
    after = raw.get("after")
    if not isinstance(after, list) or len(after) != 2:
        raise ValueError(f'"after" is {after!r}; expected two numbers of seconds such as [10, 40]')
    shortest, longest = (_between(seconds, "after", LONGEST_WAIT) for seconds in after)
    if shortest > longest:
        raise ValueError(f'"after" is {after!r}; expected the shorter wait first')
    return Answers(shares, (shortest, longest))


def _between(value: object, key: str, highest: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= highest:
        raise ValueError(f'"{key}" has {value!r}; expected a number from 0 to {highest:g}')
    return float(value)
