"""What a prompt suggests: a routine with its title, an alternative and a tip."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from uncrick.core.model.record import Item
from uncrick.core.model.text import N_, cells, lower_first, p_

HOME, RELIEF, STRENGTH_SET, DETAIL = "home_session", "relief", "strength_set", "session"
"""Values and key of a record's detail: it belongs to a home session, relief for a stiff neck, or a strength set."""

STRONGER = N_("Easy by now? Take a stronger band.")
"""The opening of a strength set at a step that asks for one; English, as openings are, until a person reads it."""


class Form(StrEnum):
    """What kind of break is suggested; without exercises it says why there are none."""

    ROUTINE = "routine"
    HOME_SESSION = "home_session"
    RELIEF = "relief"
    STRENGTH_SET = "strength_set"
    TIP_ALONE = "tip_alone"
    LOCKED = "locked"
    UNWELL = "unwell"
    NOTHING_LEFT = "nothing_left"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """
    Attributes:
        opening: the opening line (S14), at most four words.
        items: in the order in which they are done.
        relax_seconds: the closing relaxation; counts in `total_seconds` and is no item.
        alternative: an exercise id, not among the items.
        tip_id, tip: one tip.
        walk_first: the alternative, which gets the person up, is named before the routine.
        after_busy: what kept the prompt back for long, such as `call`; "" if nothing did.
        explains_leaving: one of the first prompts, which say that just leaving is a break too.
    """

    opening: str
    items: tuple[Item, ...]
    relax_seconds: int
    total_seconds: int
    alternative: str
    tip_id: str
    tip: str
    form: Form = Form.ROUTINE
    walk_first: bool = False
    after_busy: str = ""
    explains_leaving: bool = False


TITLE = 50
"""Cells of a terminal that a title may take; East Asian characters take two each."""


def title(names: Sequence[str], widest: int = TITLE) -> tuple[str, str]:
    """The title of a routine whose moves have these names, and the second move where so many cells have no room."""
    if len(names) == 1:
        return names[0], ""
    first, second = names[0], lower_first(names[1])
    whole = p_("title of a prompt", "{first}, then {second}", first=first, second=second)
    short = p_("title of a prompt", "{first}, {second}", first=first, second=second)
    fitting = next((text for text in (whole, short) if cells(text) <= widest), "")
    return (fitting, "") if fitting else (first, names[1])
