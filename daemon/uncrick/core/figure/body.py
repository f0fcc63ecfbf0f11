"""The body around the joints: outlines with volume, from the right side or the front."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import asin, cos, degrees, radians, sin, sqrt

from uncrick.core.figure.shapes import Limb, Node, Primitive, Shape, smooth
from uncrick.core.figure.skeleton import SIDES, Point, Skeleton, between, go, towards

# Radii, in standing heights
ARM = (("shoulder", 0.041), ("elbow", 0.03), ("wrist", 0.021))
LEG = (("hip", 0.06), ("knee", 0.043), ("ankle", 0.026))
SLIM = 0.92  # a leg is less wide than it is deep
GAP = 0.008  # around a near arm, so that it stands out from the trunk
HAIR = (
    (38, 0.056, 0.014),
    (12, 0.048, 0.021),
    (-18, 0.044, 0.026),
    (-48, 0.043, 0.029),
    (-78, 0.044, 0.029),
    (-105, 0.046, 0.026),
    (-128, 0.052, 0.02),
)  # around the head: angle forwards from its top, distance, radius
HAIRLINE = ((0, 0.036), (40, 0.033), (58, 0.022), (74, 0.0), (92, -0.004), (110, -0.028), (180, -0.04))
# by how far it is aside of the nose, degrees: its height
SKULL, CAP, CAP_UP = 0.058, 0.064, 0.009  # the radius of the head, of the hair around it, and the middle of the hair
EDGEWISE = 0.25  # what faces the eye as little as this is not seen
ASKEW = 8  # degrees of a turn that bring an ear before the hair


@dataclass(frozen=True, slots=True)
class MovingParts:
    """
    What moves now.

    Attributes:
        names: of `head`, `trunk`, and for each side (`_l`, `_r`) `girdle`, `arm` and `leg`.
        eyes_shut: the eyes are drawn shut, for breathing.
    """

    names: frozenset[str]
    eyes_shut: bool = False

    def role(self, part: str, role: str) -> str:
        """The role in which a part is painted; one that moves has another colour."""
        if part not in self.names:
            return role
        return "moving_far" if role.endswith("_far") else "moving"


def body(bones: Skeleton, moving: MovingParts) -> Iterator[Primitive]:
    """The whole body, from what is farthest to what is nearest."""
    if bones.view == "side":
        yield from _arm(bones, "l", moving, "body_far")
        yield from _leg(bones, "l", moving, "body_far")
        yield from _trunk_side(bones, moving)
        yield from _head_side(bones, moving)
        yield from _leg(bones, "r", moving, "body")
        yield from _arm(bones, "r", moving, "body_near", gap=True)
        return
    yield Limb(moving.role("head", "head"), ((*bones["c7"], 0.036), (*bones["head"], 0.034)))
    yield from _trunk_front(bones, moving)
    for side, _ in SIDES:
        yield from _leg(bones, side, moving, "body")
    yield from _head_front(bones, moving)
    for side, _ in SIDES:
        yield from _arm(bones, side, moving, "body_near", gap=True)


# ---------------------------------------------------------------- limbs


def _arm(bones: Skeleton, side: str, moving: MovingParts, role: str, *, gap: bool = False) -> Iterator[Primitive]:
    nodes: list[Node] = [(*bones[f"{joint}_{side}"], radius) for joint, radius in ARM]
    wrist, hand = bones[f"wrist_{side}"], bones[f"hand_{side}"]
    palm: tuple[Node, ...] = ((*wrist, 0.02), (*between(wrist, hand, 0.5), 0.024), (*between(wrist, hand, 0.8), 0.016))
    if gap:
        yield Limb("edge", tuple((x, y, radius + GAP) for x, y, radius in nodes))
        yield Limb("edge", tuple((x, y, radius + GAP) for x, y, radius in palm))
    colour = moving.role(f"arm_{side}", role)
    yield Limb(colour, tuple(nodes))
    yield Limb(colour, palm)
    if f"girdle_{side}" in moving.names and f"arm_{side}" not in moving.names:
        cap = between(bones[f"shoulder_{side}"], bones[f"elbow_{side}"], 0.3)
        yield Limb(moving.role(f"girdle_{side}", role), (nodes[0], (*cap, 0.036)))


def _leg(bones: Skeleton, side: str, moving: MovingParts, role: str) -> Iterator[Primitive]:
    colour = moving.role(f"leg_{side}", role)
    thin = SLIM if bones.view == "front" else 1.0
    yield Limb(colour, tuple((*bones[f"{joint}_{side}"], radius * thin) for joint, radius in LEG))
    ankle, heel, toe = (bones[f"{joint}_{side}"] for joint in ("ankle", "heel", "toe"))
    if bones.view == "front":
        yield Limb(colour, ((*ankle, 0.026), (*between(heel, toe, 0.3), 0.022), (*between(heel, toe, 0.9), 0.02)))
        return
    sole = between(heel, toe, 0.27)  # under the ankle
    lift = towards(sole, ankle)
    back, ball, tip = go(heel, lift, 0.02), go(between(heel, toe, 0.7), lift, 0.018), go(toe, lift, 0.012)
    yield Limb(colour, ((*ankle, 0.026), (*back, 0.02)))
    yield Limb(colour, ((*ankle, 0.025), (*ball, 0.018)))
    yield Limb(colour, ((*back, 0.02), (*ball, 0.018), (*tip, 0.012)))


# ---------------------------------------------------------------- trunk


def _trunk_side(bones: Skeleton, moving: MovingParts) -> Iterator[Primitive]:
    pelvis, waist, c7 = bones["pelvis"], bones["waist"], bones["c7"]
    low, high, up = towards(pelvis, waist), towards(waist, c7), bones.trunk
    # The belly bends inwards and the back outwards: a curve through pelvis, waist and chest
    round_by = sin(radians(low - high))
    chest = go(between(waist, c7, 0.62), up - 90, 0.012 - 0.045 * round_by)
    colour = moving.role("trunk", "body")
    neck = moving.role("head", "head")
    yield Limb(neck, ((*go(c7, up, -0.01), 0.036), (*between(c7, bones["neck"], 0.6), 0.031), (*bones["head"], 0.034)))
    outline = (
        (*go(pelvis, low, 0.005), 0.069),
        (*go(between(pelvis, waist, 0.55), low + 90, 0.04 * round_by), 0.064),
        (*go(between(waist, c7, 0.1), (low + high) / 2 - 90, 0.002 - 0.06 * round_by), 0.063),
        (*chest, 0.069),
        (*go(go(c7, up, -0.037), up - 90, 0.004), 0.05),
    )
    yield Limb(colour, smooth(outline))
    shoulder = bones["shoulder_r"]
    yield Limb(colour, ((*shoulder, 0.042), (*go(c7, up, -0.03), 0.045)))
    if "girdle_r" in moving.names:
        yield Limb("moving", ((*go(c7, up, 0.01), 0.02), (*shoulder, 0.042)))


def _trunk_front(bones: Skeleton, moving: MovingParts) -> Iterator[Primitive]:
    pelvis, waist, c7, up = bones["pelvis"], bones["waist"], bones["c7"], bones.trunk
    colour = moving.role("trunk", "body")
    chest = go(c7, up, -0.075)
    yield Limb(colour, ((*chest, 0.088), (*go(waist, up, 0.01), 0.074), (*go(pelvis, up, 0.02), 0.082)))
    yield Limb(colour, ((*go(pelvis, up + 90, 0.03), 0.07), (*go(pelvis, up - 90, 0.03), 0.07)))
    for side, sign in SIDES:
        shoulder = bones[f"shoulder_{side}"]
        yield Limb(colour, ((*shoulder, 0.04), (*go(chest, up + sign * 90, 0.035), 0.06)))
        slope = "moving" if f"girdle_{side}" in moving.names else colour
        yield Limb(slope, ((*go(c7, up, 0.012), 0.03), (*go(shoulder, up, 0.004), 0.036)))


# ---------------------------------------------------------------- head


@dataclass(frozen=True, slots=True)
class _Head:
    """A frame of reference on the head: `at(right, up)` from its middle."""

    middle: Point
    up: float

    def at(self, right: float, up: float) -> Point:
        return go(go(self.middle, self.up, up), self.up - 90, right)

    def node(self, right: float, up: float, radius: float) -> Node:
        return (*self.at(right, up), radius)


def _head_side(bones: Skeleton, moving: MovingParts) -> Iterator[Primitive]:
    head, colour = _Head(bones["head"], bones.head), moving.role("head", "head")
    shade = _shade(moving)
    skull, chin = head.node(-0.006, 0.006, 0.061), head.node(0.034, -0.042, 0.022)
    yield Limb(colour, (skull, head.node(0.018, -0.022, 0.046), chin))
    nose = (head.node(0.046, 0.014, 0.008), head.node(0.073, -0.016, 0.008), head.node(0.046, -0.022, 0.008))
    yield Limb(colour, nose)
    yield Shape(colour, tuple((x, y) for x, y, _ in nose))
    crown = head.at(-0.004, 0.008)
    hair = tuple((*go(crown, head.up - angle, far), radius) for angle, far, radius in HAIR)
    yield Limb("hair", smooth(hair, 3))
    yield Limb(colour, (head.node(-0.014, 0.0, 0.013), head.node(-0.011, -0.016, 0.009)))
    yield Limb(shade, (head.node(-0.013, -0.002, 0.006), head.node(-0.012, -0.012, 0.004)))
    yield Limb("face", _lid(head, 0.036, 0.004) if moving.eyes_shut else (head.node(0.036, 0.004, 0.0075),))
    yield Limb("face", (head.node(0.053, -0.041, 0.0032), head.node(0.039, -0.037, 0.0032)))


@dataclass(frozen=True, slots=True)
class _Turned:
    """The head as a ball: where a place on it is seen, by how far it lies to the side of the nose, and how high."""

    head: _Head
    turn: float

    def at(self, aside: float, up: float, out: float = SKULL) -> Point:
        """Plus `aside` is to the screen's right, degrees; `up` and `out` (from the axis) in standing heights."""
        return self.head.at(out * sin(radians(self.turn + aside)), up)

    def node(self, aside: float, up: float, radius: float, out: float = SKULL) -> Node:
        return (*self.at(aside, up, out), radius)

    def seen(self, aside: float) -> bool:
        """Whether that side of the head is towards the eye."""
        return cos(radians(self.turn + aside)) > EDGEWISE


def _head_front(bones: Skeleton, moving: MovingParts) -> Iterator[Primitive]:
    head, colour = _Head(bones["head"], bones.head), moving.role("head", "head")
    turned, shade = _Turned(head, -bones.turn), _shade(moving)
    ears = {
        aside: (turned.node(aside, -0.001, 0.012, 0.061), turned.node(aside, -0.017, 0.008, 0.058))
        for aside in (-90, 90)
    }
    yield from (Limb(colour, ear) for ear in ears.values())
    ahead = sin(radians(turned.turn))
    yield Limb(colour, (head.node(0, 0.008, 0.061), head.node(0.012 * ahead, -0.034, 0.038)))
    nose = tuple(turned.node(0, up, 0.008, out) for up, out in ((0.008, 0.051), (-0.017, 0.069), (-0.023, 0.051)))
    yield Limb(colour, nose)
    yield Shape(colour, tuple((x, y) for x, y, _ in nose))
    yield Shape("hair", tuple(_cap(turned)))
    for aside, ear in ears.items():
        if turned.seen(aside) and abs(bones.turn) > ASKEW:
            yield Limb(colour, ear)
            yield Limb(shade, (turned.node(aside, -0.002, 0.006, 0.06), turned.node(aside, -0.013, 0.004, 0.057)))
    wing = 6 * cos(radians(turned.turn))  # from the side there is one
    yield Limb(shade, tuple(turned.node(aside, -0.019, 0.0055, 0.06) for aside in (-wing, wing)))
    for aside in (-24, 24):
        if turned.seen(aside):
            x = 0.054 * sin(radians(turned.turn + aside))
            yield Limb("face", _lid(head, x, 0.006) if moving.eyes_shut else (head.node(x, 0.006, 0.0072),))
    lips = ((-18, -0.0415), (-6, -0.0445), (6, -0.0445), (18, -0.0415))
    yield Limb("face", tuple(turned.node(aside, up, 0.0035, 0.045) for aside, up in lips if turned.seen(aside)))


def _cap(turned: _Turned) -> Iterator[Point]:
    """The hair: along its line from one side of the head to the other, then back over the top."""
    far = [90.0 * sign - turned.turn for sign in (-1, 1)]  # where the head turns from the eye
    line = [far[0] + (far[1] - far[0]) * step / 48 for step in range(49)]
    heights = [_hairline(aside) for aside in line]
    for aside, up in zip(line, heights, strict=True):
        yield turned.at(aside, up, sqrt(max(0.0, CAP**2 - (up - CAP_UP) ** 2)))
    ends = [degrees(asin((up - CAP_UP) / CAP)) for up in (heights[-1], heights[0])]
    for step in range(1, 32):
        way = ends[0] + (180 - ends[1] - ends[0]) * step / 32
        yield go(turned.head.at(0, CAP_UP), turned.head.up - 90 + way, CAP)


def _hairline(aside: float) -> float:
    """How high the hair begins: over the forehead, at the temples, around the ears, in the nape."""
    aside = abs((aside + 180) % 360 - 180)
    return next(
        low + (high - low) * (aside - begins) / (ends - begins)
        for (begins, low), (ends, high) in pairwise(HAIRLINE)
        if aside <= ends
    )


def _shade(moving: MovingParts) -> str:
    """The role of what is marked within the face."""
    return "moving_shade" if "head" in moving.names else "head_shade"


def _lid(head: _Head, x: float, up: float) -> tuple[Node, ...]:
    """An eye that is shut."""
    return tuple(head.node(x + aside, up - 0.002 - low, 0.0035) for aside, low in ((-0.011, 0), (0, 0.004), (0.011, 0)))
