"""The figure: an exercise at a moment becomes shapes to be filled, each with a role that a painter gives its colour.

Units are those of `pose`: standing height, y upwards, 0 at the floor. Nothing here knows a toolkit; both painters fill
the same shapes, in order, with the colours of `COLOURS`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import acos, degrees, dist

from uncrick.core.catalogue import Exercise, Rig
from uncrick.core.pose import Point, Poser, Skeleton, go, towards

Node = tuple[float, float, float]
"""x, y and the radius there."""

COLOURS: Mapping[str, tuple[str, str]] = {
    # role: in the light theme, in the dark theme
    "ground": ("#f7f5f0", "#1f2429"),  # what the figure stands before; transparent pictures leave it out
    "edge": ("#f7f5f0", "#1f2429"),  # the gap between a near limb and what is behind it
    "floor": ("#cfc9bd", "#4b545d"),
    "shadow": ("#e4dfd5", "#2c333a"),
    "prop": ("#a79c8b", "#7d8790"),
    "prop_far": ("#d3ccbf", "#3d464e"),
    "body_far": ("#a9bfcc", "#4a6578"),
    "body": ("#3d6580", "#7ba6c2"),
    "body_near": ("#4d7896", "#93bbd4"),
    "head": ("#4d7896", "#93bbd4"),
    "hair": ("#24404f", "#dbe9f2"),
    "face": ("#f7f5f0", "#16222b"),
    "moving": ("#e07b2c", "#f09a50"),
    "moving_far": ("#f2bf92", "#8f5c30"),
    "arrow": ("#b4470f", "#ffc48a"),
}
"""The one table of roles; a colour is `#rrggbb`."""


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
        far = dist((x0, y0), (x1, y1))
        if far <= abs(r0 - r1):
            continue
        way, spread = towards((x0, y0), (x1, y1)), degrees(acos((r0 - r1) / far))
        yield (
            go((x0, y0), way + spread, r0),
            go((x1, y1), way + spread, r1),
            go((x1, y1), way - spread, r1),
            go((x0, y0), way - spread, r0),
        )


class Figure:
    """
    One exercise, ready to be shown at any moment.

    Args:
        amplitude: share of the movement that is shown; the easier variant has its own.
    """

    def __init__(self, exercise: Exercise, rig: Rig, amplitude: float = 1.0) -> None:
        self.exercise = exercise
        self._poser = Poser(exercise, rig, amplitude)
        self.bounds = self._bounds()

    def frame(self, t: float) -> Picture:
        """The picture `t` seconds into a cycle."""
        return Picture(tuple(self._drawn(self._poser.skeleton(t))), self.bounds)

    def skeleton(self, t: float) -> Skeleton:
        """The joints `t` seconds into a cycle."""
        return self._poser.skeleton(t)

    @property
    def telling(self) -> float:
        """The second of the cycle at which a still picture says most: where the pose is furthest from the first one."""
        first = self._poser.poses[0]
        away = [sum(abs(pose[channel] - first[channel]) for channel in pose) for pose in self._poser.poses]
        return self._poser.times[away.index(max(away))]

    def _drawn(self, bones: Skeleton) -> Iterator[Primitive]:
        yield Limb("floor", ((self.bounds.left, -0.01, 0.006), (self.bounds.right, -0.01, 0.006)))
        yield from _arm(bones, "l", "body_far")
        yield from _leg(bones, "l", "body_far")
        yield Limb("body", ((*bones["pelvis"], 0.065), (*bones["waist"], 0.06), (*bones["c7"], 0.05)))
        yield Limb("body", ((*bones["c7"], 0.03), (*bones["neck"], 0.03)))
        yield Limb("head", ((*bones["head"], 0.065),))
        yield from _leg(bones, "r", "body_near")
        yield from _arm(bones, "r", "body_near")

    def _bounds(self) -> Box:
        seconds = self.exercise.cycle_s
        points = [point for step in range(4 * seconds) for point in self._poser.skeleton(step / 4).joints.values()]
        left, right = min(x for x, _ in points) - 0.1, max(x for x, _ in points) + 0.1
        return Box(left, -0.06, right, max(y for _, y in points) + 0.12)


def frame(exercise: Exercise, rig: Rig, t: float, *, amplitude: float = 1.0) -> Picture:
    """One picture; whoever shows many keeps a `Figure`."""
    return Figure(exercise, rig, amplitude).frame(t)


def _arm(bones: Skeleton, side: str, role: str) -> Iterator[Primitive]:
    nodes = zip(("shoulder", "elbow", "wrist", "hand"), (0.04, 0.03, 0.023, 0.02), strict=True)
    yield Limb(role, tuple((*bones[f"{joint}_{side}"], radius) for joint, radius in nodes))


def _leg(bones: Skeleton, side: str, role: str) -> Iterator[Primitive]:
    nodes = zip(("hip", "knee", "ankle"), (0.06, 0.043, 0.028), strict=True)
    yield Limb(role, tuple((*bones[f"{joint}_{side}"], radius) for joint, radius in nodes))
    yield Limb(role, ((*bones[f"heel_{side}"], 0.02), (*bones[f"toe_{side}"], 0.018)))
