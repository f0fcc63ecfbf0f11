"""The figure: an exercise at a moment becomes shapes to be filled, each with a role that a painter gives its colour.

Units are those of `skeleton`: standing height, y upwards, 0 at the floor. Nothing here knows a toolkit; every painter
fills the same shapes, in order, with the colours of the picture.
"""

from collections.abc import Iterator
from itertools import pairwise
from math import cos, pi

from uncrick.core.figure.arrows import Motion
from uncrick.core.figure.body import Body, Life
from uncrick.core.figure.props import Scene
from uncrick.core.figure.shapes import Box, Limb, Picture, Primitive, Shape, skin
from uncrick.core.figure.skeleton import Point, Poser, Skeleton, go
from uncrick.core.model.catalog import Exercise
from uncrick.core.model.rig import Rig, Staging

__all__ = ["Box", "Figure", "Limb", "Picture", "Primitive", "Shape", "frame", "person_of", "skin"]

SIZES = {"bust": 0.75, "upper": 0.8, "full": 1.2}  # of arrows
MARGIN = 0.05
HEAD = ((-90, 0.04), (90, 0.04), (0, 0.07))  # degrees from its top, distance: it is larger than a joint, and has hair
BUST = ("head", "neck", "c7", "waist", "shoulder_l", "shoulder_r")
UPPER = (*BUST, "wrist_l", "wrist_r", "hand_l", "hand_r")
HAND = 0.03  # it is larger than a joint
FLOOR = -0.05  # the lowest of all
WIDE = 1.45  # a picture this much wider than high has room for the legs below
HEM = 0.04  # a person who is not shown whole is shown at most so low, above the hips
BACK = 0.09  # how much lower a back is shown than a chest
BREATH, BLINK = 4.0, 5.0  # seconds from one to the next, about
STEPS = 12  # of a breath: a picture that looks the same is not painted again
BLINK_AT = 0.62  # the share of that time at which it begins
SHUT = 0.16  # seconds that it lasts
SHUT_LIDS = 0.5  # from here on lids that fall are drawn shut
SHORT = 4  # a cycle of fewer seconds has no breath and no blinks
SAMPLES = 3  # poses between two keyframes by which the bounds are found


class Figure:
    """
    One exercise, ready to be shown at any moment.

    Args:
        amplitude: share of the movement that is shown; the easier variant has its own.
        look: who is seen, of the people of the rig; "" = the first.
    Attributes:
        colours: of every role.
    """

    def __init__(self, exercise: Exercise, rig: Rig, amplitude: float = 1.0, look: str = "") -> None:
        self.exercise = exercise
        person = rig.people.get(look) or next(iter(rig.people.values()))
        self.colours = {**rig.colours, **person.colours}
        self._poser = Poser(exercise, rig, amplitude)
        drawn_as = exercise.prescribed.exercise if exercise.prescribed else exercise.id
        staging = rig.staging.get(drawn_as, Staging())
        self._scene = Scene(self._poser, staging)
        self._calm, self._crop, self._behind = staging.mark == "breath", staging.crop, staging.behind
        self._motion = Motion(self._poser, staging, SIZES[exercise.frame])
        self.bounds = self._bounds()
        self._lowest = self._how_low()
        legs = self._lowest is None or self._lowest < 0
        self._body = Body(rig, person, shoes="mat" not in exercise.props, legs=legs, behind=staging.behind)

    @property
    def times(self) -> list[float]:
        """Where the keyframes are, in seconds of the cycle."""
        return list(self._poser.times)

    @property
    def moves(self) -> list[bool]:
        """For each keyframe but the last, whether the figure moves until the next."""
        return [start != end for start, end in pairwise(self._poser.poses)]

    def frame(self, t: float, *, alive: bool = True) -> Picture:
        """The picture `t` seconds into a cycle; without breath and blinks where it stands by itself."""
        return Picture(tuple(self._primitives(t, alive=alive)), self.bounds, self.colours, self._lowest)

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

    def _primitives(self, t: float, *, alive: bool) -> Iterator[Primitive]:
        bones = self.skeleton(t)
        yield from self._scene.behind(bones, t, self._body)
        yield from self._body.drawn(bones, self._motion.moving_parts(t), self._life(t, bones.lids, alive=alive))
        yield from self._scene.before(bones)
        yield from self._motion.marks(t)

    def _life(self, t: float, lids: float, *, alive: bool) -> Life:
        """Breath and blinks; both come around with the cycle, so that it joins on to itself."""
        cycle, calm = self.exercise.cycle_s, self._calm or lids > SHUT_LIDS
        if cycle < SHORT or not alive:
            return Life(0.0, calm)
        breaths, blinks = max(1, round(cycle / BREATH)), max(1, round(cycle / BLINK))
        between = cycle / blinks
        since = t % between - between * BLINK_AT
        lungs = (1 - cos(2 * pi * breaths * t / cycle)) / 2
        return Life(round(lungs * STEPS) / STEPS, calm or 0 <= since < SHUT)

    def _bounds(self) -> Box:
        points = list(self._visible_points())
        left, right = min(x for x, _ in points) - MARGIN, max(x for x, _ in points) + MARGIN
        bottom, top = min(y for _, y in points) - MARGIN, max(y for _, y in points) + MARGIN
        if self.exercise.frame != "full":
            low = min(
                y
                for t in self._poser.times
                for joint, (_, y) in self._poser.skeleton(t).joints.items()
                if self._is_in_picture(joint)
            ) - (HAND if self.exercise.frame == "upper" else 0.0)
            if self._behind:
                low -= BACK
            return Box(left, low, right, top)
        return Box(left, bottom, right, top)

    def _visible_points(self) -> Iterator[Point]:
        """Points that must be in the picture, at any moment."""
        full = self.exercise.frame == "full"
        if full:
            yield from self._scene.points()
        for begins, ends in pairwise(self._poser.times):
            for step in range(SAMPLES if full else 1):
                bones = self._poser.skeleton(begins + (ends - begins) * step / SAMPLES)
                yield from (point for joint, point in bones.joints.items() if self._is_in_picture(joint))
                yield from (go(bones["head"], bones.head + aside, far) for aside, far in HEAD)
            for mark in self._motion.marks(begins + (ends - begins) / 2):
                yield from mark.points if isinstance(mark, Shape) else ((x, y) for x, y, _ in mark.nodes)

    def _how_low(self) -> float | None:
        """How far down somebody is shown who is cut off: to the hem, or with legs where the picture is wide."""
        if self.exercise.frame == "full":
            return None
        box, hips = self.bounds, self._poser.skeleton(0)["pelvis"][1]
        return FLOOR if box.right - box.left > WIDE * (box.top - box.bottom) else min(hips + HEM, box.bottom)

    def _is_in_picture(self, joint: str) -> bool:
        shown = {"bust": BUST, "upper": UPPER}.get(self.exercise.frame)
        if shown is not None:
            return joint in shown
        return not self._crop or joint.partition("_")[0] in self._crop


def person_of(rig: Rig, chosen: str, seed: int) -> str:
    """Who is seen: the person `chosen`; by default always the same one of all, by the seed."""
    return chosen if chosen in rig.people else list(rig.people)[seed % len(rig.people)]


def frame(exercise: Exercise, rig: Rig, t: float, *, amplitude: float = 1.0) -> Picture:
    """One picture; for several of the same exercise make one `Figure`."""
    return Figure(exercise, rig, amplitude).frame(t)
