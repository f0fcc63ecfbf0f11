"""The names that are closest to a mistyped one."""

from collections.abc import Iterable

from uncrick.core.model.text import _

LONGEST = 80  # characters of a typed name that are compared


def close_names(typed: str, names: Iterable[str], *, most: int = 1, cutoff: float = 0.6) -> list[str]:
    """
    The names most like the typed one, closest first.

    Args:
        most: how many at most.
        cutoff: likeness that a name needs at least, 0 to 1, as `difflib.get_close_matches` counts it.
    """
    import difflib

    return difflib.get_close_matches(typed[:LONGEST], list(names), most, cutoff)


def did_you_mean(names: Iterable[str]) -> str:
    """The question that offers those names; "" without any."""
    listed = " or ".join(dict.fromkeys(names))
    return _("Did you mean {names}?", names=listed) if listed else ""
