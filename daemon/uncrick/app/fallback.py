"""The simplest suggestion there is: what a prompt shows when the choice of a routine fails."""

from uncrick.core.model.record import Item
from uncrick.core.model.suggestion import Suggestion

WALK, OR = "walk_corridor", "breathe_drop"


def simplest() -> Suggestion:
    """A walk, which nothing forbids and which needs no profile, no history and no file of the person's."""
    from uncrick.storage.shipped_data import catalogue

    walk = catalogue().exercise(WALK)
    item = Item(walk.id, walk.name, walk.reps.micro, walk.seconds(walk.reps.micro))
    return Suggestion("", (item,), 0, item.seconds, OR, "", "")
