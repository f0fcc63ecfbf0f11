"""Arms with hands, and legs with shoes."""

from collections.abc import Iterator, Mapping
from math import dist

from uncrick.core.figure.shapes import Limb, Node, Primitive, outline, smooth, wider
from uncrick.core.figure.skeleton import Point, Skeleton, between, go, towards
from uncrick.core.figure.tint import MovingParts

FROM = 0.3  # share of a forearm or shank at which its contour begins: it parts it from what it is folded over
BEHIND = 0.65  # a shank that is drawn as short as this, in thighs, is bent backwards behind the thigh
THUMB_TURN = 30.0  # how soon the forearm of the front view turns the thumb to the other side
FINGERS = (68, 26, 9, -8, -25)  # how far each is aside of the hand when they are fanned, degrees; the thumb first
FOOT = (  # of a shoe: along the sole from heel to toe, and up, as shares of the foot
    (-0.02, 0.0),
    (0.3, -0.02),
    (0.7, -0.02),
    (0.98, 0.0),
    (1.04, 0.09),
    (0.96, 0.18),
    (0.74, 0.24),
    (0.52, 0.36),
    (0.44, 0.5),
    (0.08, 0.5),
    (-0.04, 0.28),
)


class Limbs:
    """
    The limbs of one person.

    Args:
        sizes: radii by name, in standing heights.
        shoes: false = socks.
        behind: the front view is seen from the back.
    """

    def __init__(self, sizes: Mapping[str, float], *, shoes: bool, behind: bool) -> None:
        self._behind = behind
        self._sizes = sizes
        self._shoe = "shoe" if shoes else "sock"

    # ------------------------------------------------------------ arms

    def arm(self, bones: Skeleton, side: str, moving: MovingParts, far: str = "") -> Iterator[Primitive]:
        """Hand, forearm, and the sleeve over them."""
        size = self._sizes
        shoulder, elbow, wrist = (bones[f"{joint}_{side}"] for joint in ("shoulder", "elbow", "wrist"))
        cuff = between(elbow, wrist, size["sleeve"])
        wide = size["elbow"] + (size["wrist"] - size["elbow"]) * size["sleeve"]
        upper: tuple[Node, ...] = ((*shoulder, size["shoulder"]), (*elbow, size["elbow"]))
        lower: tuple[Node, ...] = ((*elbow, size["elbow"]), (*cuff, wide + 0.003))
        bare: tuple[Node, ...] = ((*elbow, size["elbow"] - 0.004), (*wrist, size["wrist"]))
        part = "trunk" if "trunk" in moving else f"arm_{side}"  # one shirt: no sleeves of another colour
        skin, sleeve, contour = f"skin{far}", moving.role(part, "shirt", far), moving.role(part, "shirt", "_line")
        if not far:
            yield Limb(contour, _inked((_part(upper, 0.15), upper[1]), size["line"]))
        yield Limb(sleeve, upper)
        if f"girdle_{side}" in moving and f"arm_{side}" not in moving and not self._behind:
            yield Limb(f"moving{far}", (upper[0], _part(upper, 0.16)))
        if not far:
            yield Limb("skin_shade", _inked((_part(bare, FROM), bare[1]), size["line"] * 0.7))
        yield from self._hand(bones, side, far)
        yield Limb(skin, bare)
        if not far:
            yield Limb(contour, _inked((_part(lower, FROM), lower[1]), size["line"]))
        yield Limb(sleeve, lower)

    def _hand(self, bones: Skeleton, side: str, far: str) -> Iterator[Primitive]:
        size = self._sizes
        wrist, hand = bones[f"wrist_{side}"], bones[f"hand_{side}"]
        way, long = towards(wrist, hand), dist(wrist, hand)
        flip = self._thumb_side(bones, way, hand)
        root = go(go(wrist, way, long * 0.3), way + 90, flip * size["palm"] * 0.55)
        tip = go(go(wrist, way, long * 0.72), way + 90, flip * size["palm"] * 1.5)
        palm: tuple[Node, ...] = (
            (*wrist, size["wrist"]),
            (*go(wrist, way, long * 0.5), size["palm"]),
            (*go(wrist, way, long * 1.0), size["fingers"]),
        )
        thumb: tuple[Node, ...] = ((*root, size["thumb"] * 1.15), (*tip, size["thumb"]))
        parts = [thumb, palm]
        if abs(bones.fingers) > 0.05:
            parts = list(self._fingers(bones.fingers, wrist, way, long, flip))
        if not far:
            for part in parts:
                yield Limb("skin_shade", wider(part, size["line"] * 0.7))
        for part in parts:
            yield Limb(f"skin{far}", smooth(part, 3))

    def _fingers(self, spread: float, wrist: Point, way: float, long: float, flip: float) -> Iterator[tuple[Node, ...]]:
        """Five fingers, fanned as far as `spread` says; below 0 they curl up into a fist."""
        size = self._sizes
        palm = go(wrist, way, long * 0.5)
        reach = long * (0.95 + 0.25 * max(0.0, spread) - 0.75 * max(0.0, -spread))
        yield (*wrist, size["wrist"]), (*palm, size["palm"] * (1.0 + 0.25 * max(0.0, -spread)))
        for place, aside in enumerate(FINGERS):
            heading = way + (flip or 1.0) * aside * (0.35 + 0.65 * max(0.0, spread))
            tip = go(palm, heading, reach * (0.8 if place == 0 else 1.0))
            yield (*go(palm, heading, long * 0.2), size["thumb"]), (*tip, size["thumb"] * 0.85)

    @staticmethod
    def _thumb_side(bones: Skeleton, way: float, hand: Point) -> float:
        """Plus: counter-clockwise of the hand. From the front it is the side nearer to the head, as forearms turn."""
        if bones.view == "side":
            return 1.0
        across = (towards(hand, bones["head"]) - way + 180) % 360 - 180
        return (
            max(-1.0, min(1.0, across / THUMB_TURN)) if abs(across) < 150 else (180 - abs(across)) / 30 * _sign(across)
        )

    # ------------------------------------------------------------ legs

    def leg(self, bones: Skeleton, side: str, moving: MovingParts, far: str = "") -> Iterator[Primitive]:
        """Foot, ankle, and the trousers over them."""
        size = self._sizes
        hip, knee, ankle = (bones[f"{joint}_{side}"] for joint in ("hip", "knee", "ankle"))
        wide = 0.9 if bones.view == "front" else 1.0
        cloth, contour = moving.role(f"leg_{side}", "trousers", far), moving.role(f"leg_{side}", "trousers", "_line")
        end = between(knee, ankle, size["trouser"])
        thigh: tuple[Node, ...] = ((*hip, size["hip"] * wide**2), (*knee, size["knee"] * wide))
        calf = (*between(knee, ankle, 0.3), size["knee"] * 0.94 * wide)
        shank: tuple[Node, ...] = (thigh[1], calf, (*end, size["ankle"]))
        yield Limb(
            f"skin{far}" if self._shoe == "shoe" else f"sock{far}", ((*end, size["shin"]), (*ankle, size["shin"]))
        )
        yield from self._foot(bones, side, far)
        if bones.view == "front" and dist(knee, ankle) < BEHIND * dist(hip, knee):
            yield Limb(moving.role(f"leg_{side}", "trousers", "_far"), smooth(shank, 3))
            yield Limb(cloth, thigh)
            return
        yield Limb(cloth, thigh)
        if not far and bones.view == "side":
            yield Limb(contour, _inked((calf, shank[2]), size["line"]))
        yield Limb(cloth, smooth(shank, 3))

    def _foot(self, bones: Skeleton, side: str, far: str) -> Iterator[Primitive]:
        ankle, heel, toe = (bones[f"{joint}_{side}"] for joint in ("ankle", "heel", "toe"))
        if bones.view == "front":
            low, tip = between(heel, toe, 0.2), between(heel, toe, 0.8)
            yield Limb(f"sole{far}", ((*go(low, 90, 0.014), 0.026), (*go(tip, 90, 0.014), 0.026)))
            yield Limb(
                f"{self._shoe}{far}", ((*ankle, 0.022), (*go(low, 90, 0.019), 0.026), (*go(tip, 90, 0.019), 0.026))
            )
            return
        along, long = towards(heel, toe), dist(heel, toe)
        up = along + 90
        points = [go(go(heel, along, long * x), up, long * y) for x, y in FOOT]
        if self._shoe == "shoe":
            sole = ((0.0, 0.045), (0.98, 0.045))
            yield Limb(f"sole{far}", tuple((*go(go(heel, along, long * x), up, long * y), 0.011) for x, y in sole))
            points = [go(at, up, 0.007) if place < 4 else at for place, at in enumerate(points)]
        yield outline(f"{self._shoe}{far}", points)


def _inked(nodes: tuple[Node, ...], width: float) -> tuple[Node, ...]:
    """The contour of a limb: it begins without width and swells, like a stroke of a pen."""
    return (nodes[0], *wider(nodes[1:], width))


def _part(nodes: tuple[Node, ...], share: float) -> Node:
    """A node on the way from the first to the last."""
    (x0, y0, r0), (x1, y1, r1) = nodes[0], nodes[-1]
    return x0 + (x1 - x0) * share, y0 + (y1 - y0) * share, r0 + (r1 - r0) * share


def _sign(value: float) -> float:
    return 1.0 if value > 0 else -1.0
