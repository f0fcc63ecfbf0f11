"""Which clothes are tinted because what is in them moves."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MovingParts:
    """
    What moves now.

    Attributes:
        names: of `head`, `trunk`, and for each side (`_l`, `_r`) `girdle`, `arm` and `leg`.
    """

    names: frozenset[str]

    def __contains__(self, part: str) -> bool:
        return part in self.names

    def role(self, part: str, clothes: str, tone: str = "") -> str:
        """The role of a part's clothes; `tone` is `_far` for the far side, `_line` for a contour."""
        return ("moving" if part in self.names else clothes) + tone
