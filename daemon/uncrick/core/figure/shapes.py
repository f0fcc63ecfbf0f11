"""Filled shapes, each with a role, and the colour of every role."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import acos, degrees, dist

from uncrick.core.figure.skeleton import Point, go, towards

Node = tuple[float, float, float]
"""x, y and the radius there."""

COLOURS: Mapping[str, tuple[str, str]] = {
    # role: in the light theme, in the dark theme
    "ground": ("#f8f6f1", "#20262b"),  # what the figure stands before; transparent pictures leave it out
    "edge": ("#f8f6f1", "#20262b"),  # the gap between a near limb and what is behind it
    "floor": ("#cdc6b8", "#4b545d"),
    "shadow": ("#b3aa98", "#5f6973"),
    "prop": ("#a3967f", "#87909a"),
    "prop_lit": ("#bcb09b", "#9aa2ab"),
    "prop_shine": ("#e6dfd2", "#c6ccd2"),
    "prop_far": ("#d8d0c0", "#414b54"),
    "band": ("#b0455e", "#e58a9f"),
    "body_far": ("#a9c0ce", "#496578"),
    "body": ("#3f6a87", "#7aa5c1"),
    "body_near": ("#335770", "#9cc3da"),
    "head": ("#86abc2", "#bcd6e4"),
    "head_shade": ("#5d87a1", "#8fb0c4"),
    "hair": ("#1f3746", "#4d7187"),
    "face": ("#1f3746", "#16222b"),
    "moving": ("#e2792b", "#f0964a"),
    "moving_shade": ("#c25c14", "#cf742a"),
    "moving_far": ("#f0b98a", "#96602f"),
    "ghost": ("#f0d2b4", "#5a4432"),  # where it was
    "arrow": ("#b8480f", "#ffcb96"),
    "air": ("#6aa9d0", "#9fd0ee"),  # breath
}
"""A colour is `#rrggbb`."""


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
    """What to fill, first to last; `bounds` is the part that is shown, the same all through an exercise."""

    primitives: tuple[Primitive, ...]
    bounds: Box


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


def smooth(nodes: tuple[Node, ...], parts: int = 4) -> tuple[Node, ...]:
    """A curve through the nodes instead of corners."""
    curve = [nodes[0]]
    for place in range(len(nodes) - 1):
        corners = [nodes[min(max(place + step, 0), len(nodes) - 1)] for step in (-1, 0, 1, 2)]
        for part in range(1, parts + 1):
            u = part / parts
            x, y, r = (
                b + (c - a) / 2 * u + (a - 2.5 * b + 2 * c - d / 2) * u**2 + (1.5 * (b - c) + (d - a) / 2) * u**3
                for a, b, c, d in zip(*corners, strict=True)
            )
            curve.append((x, y, r))
    return tuple(curve)
