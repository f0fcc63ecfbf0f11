"""What a prompt suggests: a routine, an alternative and a tip."""

from dataclasses import dataclass

from uncrick.core.model.record import Item

HOME = "home_session"
"""The reason code by which a suggestion is known to be a home session."""

DETAIL = "session"
"""Where a record says what longer session it belongs to."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """
    Attributes:
        opening: the opening line (S14), at most four words.
        items: in the order in which they are done.
        relax_seconds: the closing relaxation; counts in `total_seconds` and is no item.
        alternative: an exercise id, not among the items.
        tip_id, tip: one tip.
        reasons: reason codes for `why`, such as `early_days` or `neck_waits_for_profile`.
    """

    opening: str
    items: tuple[Item, ...]
    relax_seconds: int
    total_seconds: int
    alternative: str
    tip_id: str
    tip: str
    reasons: tuple[str, ...] = ()
