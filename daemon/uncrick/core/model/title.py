"""The title of a prompt: what to do, in words one says; both moves where there are two and room for them."""

from collections.abc import Sequence

from uncrick.core.model.text import cells, lower_first, p_

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
