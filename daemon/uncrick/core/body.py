"""The body over its joints: a figure with volume, seen from its right side or from the front."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, radians, sin

from uncrick.core.pose import SIDES, Point, Skeleton, go, towards
from uncrick.core.shapes import Limb, Node, Primitive, Shape, smooth

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
FACES = 0.4  # an eye whose way points this little to the front is not seen


@dataclass(frozen=True, slots=True)
class Parts:
    """Which parts of the body are moving now: `head`, `trunk`, and for both sides `girdle_`, `arm_`, `leg_`."""

    moving: frozenset[str]
    eyes_shut: bool = False

    def role(self, part: str, role: str) -> str:
        """The part's role, or the one of what moves."""
        if part not in self.moving:
            return role
        return "moving_far" if role.endswith("_far") else "moving"


def body(bones: Skeleton, parts: Parts) -> Iterator[Primitive]:
    """The whole body, from what is farthest to what is nearest."""
    if bones.view == "side":
        yield from _arm(bones, "l", parts, "body_far")
        yield from _leg(bones, "l", parts, "body_far")
        yield from _trunk_side(bones, parts)
        yield from _head_side(bones, parts)
        yield from _leg(bones, "r", parts, "body")
        yield from _arm(bones, "r", parts, "body_near", gap=True)
        return
    yield Limb(parts.role("head", "head"), ((*bones["c7"], 0.036), (*bones["head"], 0.034)))
    yield from _trunk_front(bones, parts)
    for side, _ in SIDES:
        yield from _leg(bones, side, parts, "body")
    yield from _head_front(bones, parts)
    for side, _ in SIDES:
        yield from _arm(bones, side, parts, "body_near", gap=True)


# ---------------------------------------------------------------- limbs


def _arm(bones: Skeleton, side: str, parts: Parts, role: str, *, gap: bool = False) -> Iterator[Primitive]:
    nodes: list[Node] = [(*bones[f"{joint}_{side}"], radius) for joint, radius in ARM]
    wrist, hand = bones[f"wrist_{side}"], bones[f"hand_{side}"]
    palm: tuple[Node, ...] = ((*wrist, 0.02), (*mean(wrist, hand, 0.5), 0.024), (*mean(wrist, hand, 0.8), 0.016))
    if gap:
        yield Limb("edge", tuple((x, y, radius + GAP) for x, y, radius in nodes))
        yield Limb("edge", tuple((x, y, radius + GAP) for x, y, radius in palm))
    colour = parts.role(f"arm_{side}", role)
    yield Limb(colour, tuple(nodes))
    yield Limb(colour, palm)
    if f"girdle_{side}" in parts.moving and f"arm_{side}" not in parts.moving:
        cap = mean(bones[f"shoulder_{side}"], bones[f"elbow_{side}"], 0.3)
        yield Limb(parts.role(f"girdle_{side}", role), (nodes[0], (*cap, 0.036)))


def _leg(bones: Skeleton, side: str, parts: Parts, role: str) -> Iterator[Primitive]:
    colour = parts.role(f"leg_{side}", role)
    thin = SLIM if bones.view == "front" else 1.0
    yield Limb(colour, tuple((*bones[f"{joint}_{side}"], radius * thin) for joint, radius in LEG))
    ankle, heel, toe = (bones[f"{joint}_{side}"] for joint in ("ankle", "heel", "toe"))
    if bones.view == "front":
        yield Limb(colour, ((*ankle, 0.026), (*mean(heel, toe, 0.3), 0.022), (*mean(heel, toe, 0.9), 0.02)))
        return
    sole = mean(heel, toe, 0.27)  # under the ankle
    lift = towards(sole, ankle)
    back, ball, tip = go(heel, lift, 0.02), go(mean(heel, toe, 0.7), lift, 0.018), go(toe, lift, 0.012)
    yield Limb(colour, ((*ankle, 0.026), (*back, 0.02)))
    yield Limb(colour, ((*ankle, 0.025), (*ball, 0.018)))
    yield Limb(colour, ((*back, 0.02), (*ball, 0.018), (*tip, 0.012)))


# ---------------------------------------------------------------- trunk


def _trunk_side(bones: Skeleton, parts: Parts) -> Iterator[Primitive]:
    pelvis, waist, c7 = bones["pelvis"], bones["waist"], bones["c7"]
    low, high, up = towards(pelvis, waist), towards(waist, c7), bones.trunk
    # The belly bends inwards and the back outwards: a curve through pelvis, waist and chest
    round_by = sin(radians(low - high))
    chest = go(mean(waist, c7, 0.62), up - 90, 0.012 - 0.045 * round_by)
    colour = parts.role("trunk", "body")
    neck = parts.role("head", "head")
    yield Limb(neck, ((*go(c7, up, -0.01), 0.036), (*mean(c7, bones["neck"], 0.6), 0.031), (*bones["head"], 0.034)))
    outline = (
        (*go(pelvis, low, 0.005), 0.069),
        (*go(mean(pelvis, waist, 0.55), low + 90, 0.04 * round_by), 0.064),
        (*go(mean(waist, c7, 0.1), (low + high) / 2 - 90, 0.002 - 0.06 * round_by), 0.063),
        (*chest, 0.069),
        (*go(go(c7, up, -0.037), up - 90, 0.004), 0.05),
    )
    yield Limb(colour, smooth(outline))
    shoulder = bones["shoulder_r"]
    yield Limb(colour, ((*shoulder, 0.042), (*go(c7, up, -0.03), 0.045)))
    if "girdle_r" in parts.moving:
        yield Limb("moving", ((*go(c7, up, 0.01), 0.02), (*shoulder, 0.042)))


def _trunk_front(bones: Skeleton, parts: Parts) -> Iterator[Primitive]:
    pelvis, waist, c7, up = bones["pelvis"], bones["waist"], bones["c7"], bones.trunk
    colour = parts.role("trunk", "body")
    chest = go(c7, up, -0.075)
    yield Limb(colour, ((*chest, 0.088), (*go(waist, up, 0.01), 0.074), (*go(pelvis, up, 0.02), 0.082)))
    yield Limb(colour, ((*go(pelvis, up + 90, 0.03), 0.07), (*go(pelvis, up - 90, 0.03), 0.07)))
    for side, sign in SIDES:
        shoulder = bones[f"shoulder_{side}"]
        yield Limb(colour, ((*shoulder, 0.04), (*go(chest, up + sign * 90, 0.035), 0.06)))
        slope = "moving" if f"girdle_{side}" in parts.moving else colour
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


def _head_side(bones: Skeleton, parts: Parts) -> Iterator[Primitive]:
    head, colour = _Head(bones["head"], bones.head), parts.role("head", "head")
    skull, chin = head.node(-0.006, 0.006, 0.061), head.node(0.034, -0.042, 0.022)
    yield Limb(colour, (skull, head.node(0.018, -0.022, 0.046), chin))
    yield Shape(colour, (head.at(0.05, 0.022), head.at(0.088, -0.018), head.at(0.05, -0.026)))  # the nose
    crown = head.at(-0.004, 0.008)
    hair = tuple((*go(crown, head.up - angle, far), radius) for angle, far, radius in HAIR)
    yield Limb("hair", smooth(hair, 3))
    yield Limb("face", (head.node(0.038, 0.004, 0.008),))


def _head_front(bones: Skeleton, parts: Parts) -> Iterator[Primitive]:
    head, colour = _Head(bones["head"], bones.head), parts.role("head", "head")
    turn = radians(-bones.turn)
    shift = 0.03 * sin(turn)
    yield Limb("hair", (head.node(0, 0.012, 0.064),))
    yield Limb(colour, (head.node(shift, -0.004, 0.054), head.node(shift * 0.9, -0.03, 0.04)))
    yield Limb("hair", (head.node(shift * 0.5 - 0.034, 0.043, 0.018), head.node(shift * 0.5 + 0.034, 0.043, 0.018)))
    nose = 0.09 * sin(turn)
    shade = "arrow" if "head" in parts.moving else "body"
    yield Limb(colour, (head.node(nose * 0.7, 0.004, 0.012), head.node(nose, -0.02, 0.012)))
    yield Limb(shade, (head.node(nose * 0.55, 0.0, 0.006), head.node(nose * 0.72, -0.022, 0.009)))
    for azimuth in (-24, 24):
        across = turn + radians(azimuth)
        if cos(across) > FACES:
            x = 0.06 * sin(across)
            open_eye = (head.node(x, 0.004, 0.0085),)
            shut_eye = (
                head.node(x - 0.011, 0.002, 0.0035),
                head.node(x, -0.002, 0.0035),
                head.node(x + 0.011, 0.002, 0.0035),
            )
            yield Limb("face", shut_eye if parts.eyes_shut else open_eye)
    middle, half = 0.045 * sin(turn), 0.014 * cos(turn)
    yield Limb("face", (head.node(middle - half, -0.044, 0.004), head.node(middle + half, -0.044, 0.004)))


def mean(one: Point, two: Point, share: float) -> Point:
    """The point that lies `share` of the way from one to two."""
    return one[0] + (two[0] - one[0]) * share, one[1] + (two[1] - one[1]) * share
