"""Neck, shirt and hips."""

from collections.abc import Iterator, Mapping
from math import radians, sin

from uncrick.core.figure.shapes import Limb, Node, Primitive, Shape, outline, smooth
from uncrick.core.figure.skeleton import SIDES, Point, Skeleton, between, go, towards
from uncrick.core.figure.tint import MovingParts

COLLAR = 0.0085  # half as wide
BLADE_OUT, BLADE_LOW = 0.066, 0.062  # of a shoulder blade that rests: from the spine, and below the root of the neck
BLADE_SLIDE = 0.0015  # towards the spine for each degree of `scap`
BLADE = ((-0.022, 0.036), (0.024, 0.03), (0.022, 0.0), (0.004, -0.052), (-0.014, -0.03))  # outwards, up


def blade(bones: Skeleton, side: str, sign: int) -> Point:
    """The middle of a shoulder blade, seen from behind; it follows the shoulder and slides towards the spine."""
    lift = (bones[f"shoulder_{side}"][1] - bones["c7"][1]) * 0.6
    return go(
        go(bones["c7"], bones.trunk, lift - BLADE_LOW), bones.trunk + sign * 90, BLADE_OUT + BLADE_SLIDE * bones.scap
    )


class Trunk:
    """
    The trunk of one person.

    Args:
        sizes: radii by name, in standing heights.
        build: factors of the widths.
        behind: the front view is seen from the back.
    """

    def __init__(self, sizes: Mapping[str, float], build: Mapping[str, float], *, behind: bool) -> None:
        self._sizes = sizes
        self._build = build
        self._behind = behind

    # ------------------------------------------------------------ from the side

    def side(self, bones: Skeleton, moving: MovingParts, lungs: float) -> Iterator[Primitive]:
        """Hips, neck, and the shirt with its collar."""
        size = self._sizes
        pelvis, waist, c7 = bones["pelvis"], bones["waist"], bones["c7"]
        low, high, up = towards(pelvis, waist), towards(waist, c7), bones.trunk
        # The belly bends inwards and the back outwards: a curve through pelvis, waist and chest
        round_by = sin(radians(low - high))
        wide = size["chest"] * (1 + size["breath"] * lungs)
        shirt = moving.role("trunk", "shirt")
        yield Limb(
            moving.role("leg_r", "trousers"), ((*pelvis, size["hip"] + 0.002), (*go(pelvis, low, 0.03), size["belly"]))
        )
        yield from self._neck(bones, size["neck"])
        nodes: tuple[Node, ...] = (
            (*go(pelvis, low, 0.042), size["belly"] + 0.003),
            (*go(between(pelvis, waist, 0.75), low + 90, 0.04 * round_by), size["belly"]),
            (*go(between(waist, c7, 0.1), (low + high) / 2 - 90, 0.002 - 0.055 * round_by), size["belly"]),
            (*go(between(waist, c7, 0.6), up - 90, 0.01 - 0.045 * round_by), wide),
            (*go(go(c7, up, -0.048), up - 90, 0.002), wide * 0.74),
        )
        yield Limb(shirt, smooth(nodes))
        shoulder = bones["shoulder_r"]
        yield Limb(shirt, ((*shoulder, size["shoulder"]), (*go(c7, up, -0.04), 0.04)))
        yield Limb(shirt, ((*go(c7, up, -0.03), 0.04), (*go(c7, up, -0.002), 0.025)))
        if "girdle_r" in moving:
            yield Limb("moving", ((*go(c7, up, -0.004), 0.018), (*shoulder, size["shoulder"])))
        front, back = go(go(c7, up, 0.008), up - 90, 0.031), go(go(c7, up, 0.027), up + 90, 0.024)
        yield Limb("collar", ((*back, COLLAR), (*go(between(back, front, 0.5), up, -0.004), COLLAR), (*front, COLLAR)))

    def _neck(self, bones: Skeleton, wide: float) -> Iterator[Primitive]:
        root, head = go(bones["c7"], bones.trunk, -0.012), bones["head"]
        yield Limb("skin", ((*root, wide * 0.92), (*between(bones["c7"], bones["neck"], 0.6), wide), (*head, wide)))
        ahead, thin = (0.006, 0.009) if bones.view == "side" else (0.0, 0.005)
        chin = go(go(head, bones.head, -0.05), bones.head - 90, ahead)
        yield Limb("skin_shade", ((*chin, wide - thin), (*head, wide - thin)))

    # ------------------------------------------------------------ from the front

    def front(self, bones: Skeleton, moving: MovingParts, lungs: float) -> Iterator[Primitive]:
        """Hips, neck, and the shirt with its collar; from behind the shoulder blades."""
        up, c7, pelvis = bones.trunk, bones["c7"], bones["pelvis"]
        hips = 0.05 * self._build["hips"]
        low = towards(pelvis, bones["waist"])
        yield Limb(
            moving.role("leg_r" if "leg_l" in moving else "", "trousers"),
            tuple((*go(go(pelvis, low, -0.004), low + sign * 90, 0.04), hips) for _, sign in SIDES),
        )
        yield from self._neck(bones, self._sizes["neck"] * 0.96)
        edges = {side: list(self._edge(bones, side, sign, lungs)) for side, sign in SIDES}
        yield outline(moving.role("trunk", "shirt"), [*edges["l"], *reversed(edges["r"])])
        for side, sign in SIDES:
            if f"girdle_{side}" in moving and not self._behind:
                neck, top, out = edges[side][6], edges[side][5], edges[side][4]
                below = go(go(bones[f"shoulder_{side}"], up, -0.034), up + sign * 90, 0.014)
                inner = go(between(c7, bones[f"shoulder_{side}"], 0.5), up, -0.026)
                yield outline("moving", [neck, top, out, below, inner])
        if self._behind:
            yield from self._back(bones, moving)
        else:
            yield from self._neckline(bones)

    def _edge(self, bones: Skeleton, side: str, sign: int, lungs: float) -> Iterator[Point]:
        """One edge of the shirt, from the hem to the neck."""
        pelvis, waist, c7, shoulder, up = (
            bones["pelvis"],
            bones["waist"],
            bones["c7"],
            bones[f"shoulder_{side}"],
            bones.trunk,
        )
        low = towards(pelvis, waist)
        build, full = self._build, 1 + self._sizes["breath"] * lungs
        yield go(go(pelvis, low, 0.002), low + sign * 90, 0.102 * build["hips"])
        yield go(go(pelvis, low, 0.06), low + sign * 90, 0.089 * (build["hips"] + build["waist"]) / 2)
        yield go(go(waist, up, 0.03), up + sign * 90, 0.077 * (build["waist"] + 1) / 2 * full)
        yield go(go(c7, up, -0.09), up + sign * 90, 0.088 * (build["shoulders"] + 1) / 2 * full)
        yield go(go(shoulder, up, -0.008), up + sign * 90, 0.034)
        yield go(go(shoulder, up, 0.028), up + sign * 90, 0.012)
        yield go(go(c7, up, 0.028), up + sign * 90, 0.035)

    @staticmethod
    def _neckline(bones: Skeleton) -> Iterator[Primitive]:
        """Skin in the opening of the collar, and the collar."""
        c7, up = bones["c7"], bones.trunk
        low = go(c7, up, -0.03)
        sides = [go(go(c7, up, 0.03), up + sign * 90, 0.034) for _, sign in SIDES]
        above = [go(at, up, 0.012) for at in sides]  # no seam between the neck and the opening
        yield Shape("skin", (above[0], above[1], sides[1], low, sides[0]))
        for at in sides:
            yield Limb("collar", ((*at, COLLAR), (*low, COLLAR * 0.8)))

    def _back(self, bones: Skeleton, moving: MovingParts) -> Iterator[Primitive]:
        """The shoulder blades, as they lie under the shirt, the spine between them, and the collar."""
        c7, up = bones["c7"], bones.trunk
        ends = [go(go(c7, up, 0.028), up + sign * 90, 0.034) for _, sign in SIDES]
        yield Limb("collar", ((*ends[0], COLLAR), (*go(c7, up, 0.02), COLLAR), (*ends[1], COLLAR)))
        yield Limb("shirt_line", ((*go(c7, up, -0.03), 0.0022), (*go(bones["waist"], up, 0.0), 0.0022)))
        for side, sign in SIDES:
            role = moving.role(f"girdle_{side}", "shirt", "" if f"girdle_{side}" in moving else "_far")
            middle = blade(bones, side, sign)
            shape = [go(go(middle, up, high), up + sign * 90, out) for out, high in BLADE]
            yield outline(role, shape)
