"""Filled shapes, each with a role that a painter gives its colour."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import acos, degrees, dist

from uncrick.core.figure.skeleton import Point, go, towards
from uncrick.core.model.rig import Colour

Node = tuple[float, float, float]
"""x, y and the radius there."""


@dataclass(frozen=True, slots=True)
class Limb:
    """Discs in a row and all that lies between neighbours; one node alone is a disc."""

    role: str
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """A filled polygon whose outline does not cross itself."""

    role: str
    points: tuple[Point, ...]


Primitive = Limb | Shape


@dataclass(frozen=True, slots=True)
class Box:
    """left < right, bottom < top."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Picture:
    """
    What to fill, first to last.

    Attributes:
        bounds: the part that is shown, the same all through an exercise.
        colours: of every role.
        lowest: how far down a person whom the picture cuts off may be shown; None = all of them is shown.
    """

    primitives: tuple[Primitive, ...]
    bounds: Box
    colours: Mapping[str, Colour] = field(hash=False)
    lowest: float | None = None

    def fitted(self, aspect: float) -> Box:
        """What is shown in a frame of that width by height: the bounds, and around them what there is room for."""
        box = self.bounds
        wide, high = box.right - box.left, box.top - box.bottom
        aside = max(0.0, high * aspect - wide) / 2
        spare = max(0.0, wide / aspect - high)
        below = spare / 2 if self.lowest is None else min(spare, max(0.0, box.bottom - self.lowest))
        return Box(box.left - aside, box.bottom - below, box.right + aside, box.top + spare - below)


def skin(limb: Limb) -> Iterator[tuple[Point, ...]]:
    """The four-cornered pieces that join the discs of a limb; a disc that holds its neighbour needs none."""
    for (x0, y0, r0), (x1, y1, r1) in pairwise(limb.nodes):
        length = dist((x0, y0), (x1, y1))
        if length <= abs(r0 - r1):
            continue
        direction, spread = towards((x0, y0), (x1, y1)), degrees(acos((r0 - r1) / length))
        yield (
            go((x0, y0), direction + spread, r0),
            go((x1, y1), direction + spread, r1),
            go((x1, y1), direction - spread, r1),
            go((x0, y0), direction - spread, r0),
        )


def line(role: str, width: float, *points: Point) -> Limb:
    """A line through points, round at its ends and corners."""
    return Limb(role, tuple((x, y, width / 2) for x, y in points))


def block(role: str, left: float, bottom: float, right: float, top: float) -> Shape:
    """An upright rectangle."""
    return Shape(role, ((left, bottom), (right, bottom), (right, top), (left, top)))


def wider(nodes: Sequence[Node], by: float) -> tuple[Node, ...]:
    """The nodes with larger radii: what a contour or a glow is made of."""
    return tuple((x, y, radius + by) for x, y, radius in nodes)


def smooth(nodes: tuple[Node, ...], parts: int = 4) -> tuple[Node, ...]:
    """A curve through the nodes instead of corners."""
    curve = [nodes[0]]
    for place in range(len(nodes) - 1):
        corners = [nodes[min(max(place + step, 0), len(nodes) - 1)] for step in (-1, 0, 1, 2)]
        for part in range(1, parts + 1):
            x, y, r = _spline(corners, part / parts)
            curve.append((x, y, r))
    return tuple(curve)


def outline(role: str, points: Sequence[Point], parts: int = 3) -> Shape:
    """A closed curve through the points."""
    curve: list[Point] = []
    for place in range(len(points)):
        corners = [points[(place + step) % len(points)] for step in (-1, 0, 1, 2)]
        for part in range(parts):
            x, y = _spline(corners, part / parts)
            curve.append((x, y))
    return Shape(role, tuple(curve))


def _spline(corners: Sequence[tuple[float, ...]], u: float) -> Iterator[float]:
    """A point of the curve of Catmull and Rom between the second and the third corner, 0 <= u <= 1."""
    for a, b, c, d in zip(*corners, strict=True):
        yield b + (c - a) / 2 * u + (a - 2.5 * b + 2 * c - d / 2) * u**2 + (1.5 * (b - c) + (d - a) / 2) * u**3
