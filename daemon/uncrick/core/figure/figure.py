"""The figure: an exercise at a moment becomes shapes to be filled, each with a role that a painter gives its colour.

Units are those of `skeleton`: standing height, y upwards, 0 at the floor. Nothing here knows a toolkit; every painter
fills the same shapes, in order, with the colours of `COLOURS`.
"""

from collections.abc import Iterator
from itertools import pairwise

from uncrick.core.figure.arrows import Motion
from uncrick.core.figure.body import body
from uncrick.core.figure.props import Scene
from uncrick.core.figure.shapes import COLOURS, Box, Limb, Picture, Primitive, Shape, skin
from uncrick.core.figure.skeleton import Point, Poser, Skeleton
from uncrick.core.model.catalog import Exercise
from uncrick.core.model.rig import Rig, Staging

__all__ = ["COLOURS", "Box", "Figure", "Limb", "Picture", "Primitive", "Shape", "frame", "skin"]

SIZES = {"bust": 0.75, "upper": 0.8, "full": 1.2}  # of arrows
MARGIN = 0.07
HEAD = ((-0.03, 0.0), (0.03, 0.0), (0.0, 0.03))  # it is larger than a joint
BUST = ("head", "neck", "c7", "shoulder_l", "shoulder_r", "elbow_l", "elbow_r")
UPPER = (*BUST, "wrist_l", "wrist_r", "hand_l", "hand_r")
SAMPLES = 3  # poses between two keyframes by which the bounds are found


class Figure:
    """
    One exercise, ready to be shown at any moment.

    Args:
        amplitude: share of the movement that is shown; the easier variant has its own.
    """

    def __init__(self, exercise: Exercise, rig: Rig, amplitude: float = 1.0) -> None:
        self.exercise = exercise
        self._poser = Poser(exercise, rig, amplitude)
        staging = rig.staging.get(exercise.id, Staging())
        self._scene = Scene(self._poser, staging)
        self._motion = Motion(self._poser, staging, SIZES[exercise.frame])
        self.bounds = self._bounds()

    @property
    def times(self) -> list[float]:
        """Where the keyframes are, in seconds of the cycle."""
        return list(self._poser.times)

    @property
    def moves(self) -> list[bool]:
        """For each keyframe but the last, whether the figure moves until the next."""
        return [start != end for start, end in pairwise(self._poser.poses)]

    def frame(self, t: float) -> Picture:
        """The picture `t` seconds into a cycle."""
        return Picture(tuple(self._primitives(t)), self.bounds)

    def skeleton(self, t: float) -> Skeleton:
        """The joints `t` seconds into a cycle."""
        return self._scene.with_hand_on_rail(self._poser.skeleton(t), t)

    @property
    def still_second(self) -> float:
        """The second of the cycle for a single picture."""
        return self._motion.still_second

    def moments(self, count: int) -> list[float]:
        """`count` seconds of the cycle that tell the movement, in order."""
        return self._motion.moments(count)

    def _primitives(self, t: float) -> Iterator[Primitive]:
        bones = self.skeleton(t)
        yield from self._scene.behind(bones, t)
        yield from body(bones, self._motion.moving_parts(t))
        yield from self._scene.before(bones)
        yield from self._motion.marks(t)

    def _bounds(self) -> Box:
        points = list(self._visible_points())
        left, right = min(x for x, _ in points) - MARGIN, max(x for x, _ in points) + MARGIN
        bottom, top = min(y for _, y in points) - MARGIN, max(y for _, y in points) + MARGIN
        if self.exercise.frame != "full":
            return Box(left, bottom + MARGIN, right, top)
        return Box(left, bottom, right, top)

    def _visible_points(self) -> Iterator[Point]:
        """Points that must be in the picture, at any moment."""
        shown = {"bust": BUST, "upper": UPPER}.get(self.exercise.frame)
        if shown is None:
            yield from self._scene.points()
        for begins, ends in pairwise(self._poser.times):
            for step in range(1 if shown else SAMPLES):
                bones = self._poser.skeleton(begins + (ends - begins) * step / SAMPLES)
                yield from (point for joint, point in bones.joints.items() if shown is None or joint in shown)
                yield from ((bones["head"][0] + x, bones["head"][1] + y) for x, y in HEAD)
            for mark in self._motion.marks(begins + (ends - begins) / 2):
                yield from mark.points if isinstance(mark, Shape) else ((x, y) for x, y, _ in mark.nodes)


def frame(exercise: Exercise, rig: Rig, t: float, *, amplitude: float = 1.0) -> Picture:
    """One picture; for several of the same exercise make one `Figure`."""
    return Figure(exercise, rig, amplitude).frame(t)
