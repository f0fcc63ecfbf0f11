"""The body around the joints, dressed, from the right side, the front or the back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from uncrick.core.figure.head import Head
from uncrick.core.figure.limbs import Limbs
from uncrick.core.figure.shapes import Primitive
from uncrick.core.figure.skeleton import SIDES, Skeleton, go, towards
from uncrick.core.figure.tint import MovingParts
from uncrick.core.figure.trunk import Trunk
from uncrick.core.model.rig import Person, Rig

LAP = 0.5  # a thigh that is drawn as short as this points at the eye, and is seen before the shirt
FOLDED = 50  # degrees between trunk and thigh from which on the thigh is seen before the shirt
RISE = {"c7": 1.0, "neck": 1.1, "head": 1.1, "shoulder": 1.0, "elbow": 0.5, "waist": 0.2}
"""How much of the rise of the chest a joint follows."""


@dataclass(frozen=True, slots=True)
class Life:
    """
    What moves in a person who keeps still.

    Attributes:
        lungs: how full they are, 0..1.
        eyes_shut: in a blink, or to breathe in peace.
    """

    lungs: float = 0.0
    eyes_shut: bool = False


STILL = Life()


class Body:
    """
    One person, drawn around any skeleton.

    Args:
        shoes: false = socks, on a mat.
        legs: false = the picture ends above them.
        behind: a skeleton of the front view is seen from the back.
    """

    def __init__(
        self, rig: Rig, person: Person, *, shoes: bool = True, legs: bool = True, behind: bool = False
    ) -> None:
        sizes = _sizes(rig.body, person.build)
        self._behind, self._legs = behind, legs
        self._rise = rig.body["breath"] / 4
        self._limbs = Limbs(sizes, shoes=shoes, behind=behind)
        self._trunk = Trunk(sizes, person.build, behind=behind)
        self._head = Head(rig.face, person, rig.segments["head_r"], behind=behind)

    def drawn(self, bones: Skeleton, moving: MovingParts, life: Life = STILL) -> Iterator[Primitive]:
        """The whole body, from what is farthest to what is nearest."""
        bones = _breathing(bones, life.lungs * self._rise)
        if bones.view == "side":
            yield from self._side(bones, moving, life)
        else:
            yield from self._front(bones, moving, life)

    def _side(self, bones: Skeleton, moving: MovingParts, life: Life) -> Iterator[Primitive]:
        yield from self._limbs.arm(bones, "l", moving, "_far")
        yield from self._limbs.leg(bones, "l", moving, "_far")
        yield from self._head.behind(bones, moving)
        leg = list(self._limbs.leg(bones, "r", moving))
        folded = abs((towards(bones["hip_r"], bones["knee_r"]) - bones.trunk) % 360 - 180) > FOLDED
        if not folded:
            yield from leg
        yield from self._trunk.side(bones, moving, life.lungs)
        yield from self._head.side(bones, eyes_shut=life.eyes_shut)
        if folded:
            yield from leg
        yield from self._limbs.arm(bones, "r", moving)

    def _front(self, bones: Skeleton, moving: MovingParts, life: Life) -> Iterator[Primitive]:
        yield from self._head.behind(bones, moving)
        lap = any(
            _length(bones, f"hip_{side}", f"knee_{side}") < LAP * _length(bones, "waist", "c7") for side, _ in SIDES
        )
        legs = [shape for side, _ in SIDES for shape in self._limbs.leg(bones, side, moving) if self._legs]
        trunk = list(self._trunk.front(bones, moving, life.lungs))
        yield from (*trunk, *legs) if lap and not self._behind else (*legs, *trunk)
        yield from self._head.front(bones, eyes_shut=life.eyes_shut)
        for side, _ in SIDES:
            yield from self._limbs.arm(bones, side, moving)


def _sizes(body: Mapping[str, float], build: Mapping[str, float]) -> dict[str, float]:
    """The radii of this person."""
    factors = {
        **dict.fromkeys(("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "neck"), build["limbs"]),
        "belly": build["waist"],
        "chest": (build["shoulders"] + build["waist"]) / 2,
    }
    return {name: size * factors.get(name, 1.0) for name, size in body.items()}


def _breathing(bones: Skeleton, rise: float) -> Skeleton:
    """The joints with the chest lifted by `rise`; hands stay where they are."""
    if not rise:
        return bones
    joints = {
        joint: go(at, bones.trunk, rise * RISE.get(joint.partition("_")[0], 0.0)) for joint, at in bones.joints.items()
    }
    return replace(bones, joints=joints)


def _length(bones: Skeleton, start: str, end: str) -> float:
    (x0, y0), (x1, y1) = bones[start], bones[end]
    return float(((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5)
