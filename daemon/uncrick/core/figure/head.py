"""Head, face and hair."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import asin, cos, degrees, radians, sin, sqrt

from uncrick.core.figure.shapes import Limb, Node, Primitive, Shape, outline, smooth, wider
from uncrick.core.figure.skeleton import Point, Skeleton, go
from uncrick.core.figure.tint import MovingParts
from uncrick.core.model.rig import Numbers, Person

# All lengths are in radii of the head
SKULL, CAP_UP = 0.86, 0.12  # where eyes and nose lie on the ball of the head; how high the middle of the hair is
EDGEWISE = 0.28  # what faces the eye as little as this is not seen
GLOW = 0.26  # how wide it is around a head that moves
EYE, LID = 0.112, 0.05
EYES = (-25, 25)  # degrees aside of the nose
ASKEW = 8  # degrees of a turn that bring an ear before the hair
JAW = 0.24  # how far the chin goes aside with the face
DEEPER = 0.07  # a head is deeper than it is wide, by this share


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where a place of the head is, with `right` (forwards in the side view) and `up` from its middle."""

    middle: Point
    heading: float
    radius: float

    def at(self, right: float, up: float) -> Point:
        return go(go(self.middle, self.heading, up * self.radius), self.heading - 90, right * self.radius)

    def node(self, right: float, up: float, radius: float) -> Node:
        return (*self.at(right, up), radius * self.radius)


@dataclass(frozen=True, slots=True)
class _Ball:
    """The head as a ball: where a place on it is seen, by how far it lies to the side of the nose, and how high."""

    frame: _Frame
    turn: float

    def at(self, aside: float, up: float, out: float = SKULL) -> Point:
        """Plus `aside` is to the screen's right, degrees; `up` and `out` (from the axis) in radii."""
        return self.frame.at(out * sin(radians(self.turn + aside)), up)

    def node(self, aside: float, up: float, radius: float, out: float = SKULL) -> Node:
        return (*self.at(aside, up, out), radius * self.frame.radius)

    def depth(self, aside: float) -> float:
        """How much that side of the head is towards the eye, -1..1."""
        return cos(radians(self.turn + aside))

    def seen(self, aside: float) -> bool:
        return self.depth(aside) > EDGEWISE


class Head:
    """
    The head of one person.

    Args:
        face: its outlines and lines.
        radius: of the head, in standing heights.
        behind: the front view is seen from the back.
    """

    def __init__(self, face: Mapping[str, tuple[Numbers, ...]], person: Person, radius: float, *, behind: bool) -> None:
        self._face = face
        self._person = person
        self._radius = radius
        self._behind = behind

    def _frame(self, bones: Skeleton) -> _Frame:
        return _Frame(bones["head"], bones.head, self._radius)

    def _ball(self, bones: Skeleton) -> _Ball:
        turn = 180 + bones.turn if self._behind else -bones.turn
        return _Ball(self._frame(bones), turn)

    def behind(self, bones: Skeleton, moving: MovingParts) -> Iterator[Primitive]:
        """What is seen behind the neck: a glow around a head that moves, and hair."""
        frame, person = self._frame(bones), self._person
        if bones.view == "side":
            tufts = [frame.node(*tuft) for tuft in person.tufts_side]
        else:
            ball = self._ball(bones)
            tufts = [ball.node(aside, up, r, out) for aside, up, out, r in person.tufts if ball.depth(aside) <= 0]
        if "head" in moving:
            skull = (frame.node(0, 0.12, person.cap), frame.node(0.1 if bones.view == "side" else 0, -0.42, 0.56))
            yield Limb("glow", wider(skull, GLOW * self._radius))
            yield from (Limb("glow", wider((tuft,), GLOW * self._radius)) for tuft in tufts)
        yield from (Limb("hair", (tuft,)) for tuft in tufts)

    # ------------------------------------------------------------ from the side

    def side(self, bones: Skeleton, *, eyes_shut: bool) -> Iterator[Primitive]:
        """The head as it looks to the right."""
        frame, face = self._frame(bones), self._face
        yield outline("skin", [frame.at(x, y) for x, y in face["profile"]])
        yield Limb("cheek", (frame.node(0.42, -0.24, 0.17),))
        yield from self._stroke("hair", [frame.node(x, y, 0.045) for x, y in face["brow_side"]])
        yield from self._eye(frame, 0.54, 0.08, eyes_shut)
        yield from self._stroke("face", [frame.node(x, y, 0.04) for x, y in face["mouth_side"]])
        yield outline("hair", [frame.at(x, y) for x, y in self._person.hair_side])
        yield from (Limb("hair", (frame.node(x, y, r),)) for x, y, r in self._person.tufts_side if y < 1.1)
        yield Limb("skin", (frame.node(-0.14, 0.04, 0.19), frame.node(-0.1, -0.2, 0.13)))
        yield Limb("skin_shade", (frame.node(-0.12, 0.03, 0.085), frame.node(-0.1, -0.14, 0.05)))

    def _eye(self, frame: _Frame, x: float, up: float, shut: bool) -> Iterator[Primitive]:
        if shut:
            lid = ((-0.15, 0.0), (0.0, -0.06), (0.15, 0.0))
            yield Limb("face", smooth(tuple(frame.node(x + aside, up + low, LID) for aside, low in lid), 3))
        else:
            yield Limb("face", (frame.node(x, up + 0.035, EYE), frame.node(x, up - 0.035, EYE)))

    @staticmethod
    def _stroke(role: str, nodes: list[Node]) -> Iterator[Primitive]:
        if len(nodes) > 1:
            yield Limb(role, smooth(tuple(nodes), 3))

    # ------------------------------------------------------------ from the front

    def front(self, bones: Skeleton, *, eyes_shut: bool) -> Iterator[Primitive]:
        """The head from the front, turned to a side, or from behind."""
        ball, face, person = self._ball(bones), self._face, self._person
        ears = {aside: (ball.node(aside, 0.0, 0.18, 0.9), ball.node(aside, -0.22, 0.12, 0.86)) for aside in (-90, 90)}
        yield from (Limb("skin", ear) for ear in ears.values())
        yield self._skull(ball)
        if not self._behind:
            yield from self._features(ball, face, eyes_shut)
        yield Shape("hair", tuple(self._hair(ball)))
        yield from (
            Limb("hair", (ball.node(aside, up, r, out),)) for aside, up, out, r in person.tufts if ball.depth(aside) > 0
        )
        for aside, ear in ears.items():
            if self._behind or (ball.depth(aside) > EDGEWISE and abs(bones.turn) > ASKEW):
                yield Limb("skin", ear)
                yield Limb("skin_shade", (ball.node(aside, -0.02, 0.085, 0.9), ball.node(aside, -0.16, 0.05, 0.87)))

    def _skull(self, ball: _Ball) -> Shape:
        ahead = sin(radians(ball.turn))
        wide = 1 + DEEPER * abs(ahead)
        chin = [(up, half * wide, JAW * ahead * max(0.0, min(1.0, -up + 0.1))) for up, half in self._face["front"]]
        left = [ball.frame.at(shift - half, up) for up, half, shift in chin]
        right = [ball.frame.at(shift + half, up) for up, half, shift in chin]
        return outline("skin", [*left, *reversed(right)])

    def _features(self, ball: _Ball, face: Mapping[str, tuple[Numbers, ...]], eyes_shut: bool) -> Iterator[Primitive]:
        ahead = sin(radians(ball.turn))
        for aside in (-40, 40):
            if ball.seen(aside):
                yield Limb("cheek", (ball.node(aside, -0.24, 0.15, 0.8),))
        bump = tuple(
            ball.node(0, up, r, out) for up, r, out in ((0.1, 0.1, 0.78), (-0.14, 0.12, 0.9), (-0.22, 0.1, 0.8))
        )
        yield Limb("skin", bump)
        nose = (
            ((-9, -0.17), (-5, -0.24), (5, -0.24), (9, -0.17))
            if abs(ahead) < 0.3
            else ((-7, -0.22), (2, -0.26), (9, -0.22))
        )
        yield Limb("skin_shade", smooth(tuple(ball.node(aside, up, 0.04, 0.92) for aside, up in nose), 3))
        for aside in EYES:
            sign = 1 if aside > 0 else -1
            if ball.seen(aside):
                x = 0.8 * sin(radians(ball.turn + aside))
                yield from self._eye(ball.frame, x, 0.08, eyes_shut)
            brow = [ball.node(sign * at, up, 0.045, 0.84) for at, up in face["brow"] if ball.seen(sign * at)]
            yield from self._stroke("hair", brow)
        mouth = [ball.node(aside, up, 0.042, 0.74) for aside, up in face["mouth"] if ball.seen(aside)]
        yield from self._stroke("face", mouth)

    def _hair(self, ball: _Ball) -> Iterator[Point]:
        """Along the hairline from one side of the head to the other, then back over the top."""
        cap = self._person.cap
        far = [90.0 * sign - ball.turn for sign in (-1, 1)]  # where the head turns from the eye
        line = [far[0] + (far[1] - far[0]) * step / 48 for step in range(49)]
        heights = [self._hairline(aside) for aside in line]
        for aside, up in zip(line, heights, strict=True):
            yield ball.at(aside, up, sqrt(max(0.0, cap**2 - (up - CAP_UP) ** 2)))
        ends = [degrees(asin(max(-1.0, (up - CAP_UP) / cap))) for up in (heights[-1], heights[0])]
        for step in range(1, 32):
            way = ends[0] + (180 - ends[1] - ends[0]) * step / 32
            yield go(ball.frame.at(0, CAP_UP), ball.frame.heading - 90 + way, cap * ball.frame.radius)

    def _hairline(self, aside: float) -> float:
        """How high the hair begins: over the forehead, at the temples, around the ears, in the nape."""
        aside = abs((aside + 180) % 360 - 180)
        return next(
            low + (high - low) * (aside - begins) / (ends - begins)
            for (begins, low), (ends, high) in pairwise(self._person.hairline)
            if aside <= ends
        )
