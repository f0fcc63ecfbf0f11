"""Chairs, mats, bars and other props, placed by the poses of their exercise."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from math import dist

from uncrick.core.figure.body import MovingParts, body
from uncrick.core.figure.shapes import Limb, Primitive, Shape, block, line
from uncrick.core.figure.skeleton import SIDES, Point, Poser, Skeleton, bend, between, go, towards
from uncrick.core.model.rig import Staging

MAT = 0.03  # how thick
LOW = 0.02  # feet that are less high need no step
WALL = 0.3  # how far to both sides of the walk it is shown
DOOR, HEAD_HIGH, FRAME = 0.4, 1.0, 0.018  # the doors along it
DOORWAY = 1.08  # how high the one is that is seen from the front
RAIL, REACH = 0.43, 0.15  # how high above the stairs, and how far ahead of the shoulder it is with_hand_on_rail
BAND = 0.016  # how wide it is
SOLE = 0.06  # from the middle of a sitting body's hip down to what it sits on


class Scene:
    """The surroundings of one exercise."""

    def __init__(self, poser: Poser, staging: Staging) -> None:
        self.exercise = poser.exercise
        self._poser = poser
        self._staging = staging
        self._first = poser.skeleton(0)
        self._keyframes = [poser.skeleton(t) for t in poser.times]
        self.left = min(x for bones in self._keyframes for x, _ in bones.joints.values())
        self.right = max(x for bones in self._keyframes for x, _ in bones.joints.values())
        self._grip = self._grip_point()
        self.step = self._step_height()
        drawn: dict[str, Callable[[Skeleton, float], Iterator[Primitive]]] = {
            "chair": self._chair,
            "desk": self._desk,
            "bar": self._bar,
            "doorway": self._doorway,
            "mat": self._mat,
            "ball": self._ball,
            "floor": self._corridor,
            "stairs": self._stairs,
        }
        self._props = [drawn[prop] for prop in self.exercise.props if prop in drawn]

    def behind(self, bones: Skeleton, t: float) -> Iterator[Primitive]:
        """What is drawn before the body."""
        if not {"stairs", "seen_from_above"} & set(self.exercise.props):
            yield from self._floor(bones)
        for prop in self._props:
            yield from prop(bones, t)
        if self._staging.ghost == "start" and bones.joints != self._first.joints:
            yield from _ghost(self._first)

    def before(self, bones: Skeleton) -> Iterator[Primitive]:
        """What is drawn over the body."""
        if "mat" in self.exercise.props and "seen_from_above" not in self.exercise.props:
            # A person who lies on it sinks in a little
            yield block("prop", self.left - 0.06, -MAT, self.right + 0.06, -0.006)
        if "bar" in self.exercise.props and self.exercise.view == "side":
            yield Limb("prop", ((*self._grip, 0.024),))
            yield Limb("prop_far", ((*self._grip, 0.01),))
        if {"band_feet", "band_hands"} & set(self.exercise.props):
            yield from self._band(bones)
        if "weights" in self.exercise.props:
            for side, _ in SIDES:
                x, y = between(bones[f"wrist_{side}"], bones[f"hand_{side}"], 0.6)
                yield line("prop", 0.022, (x - 0.05, y), (x + 0.05, y))
                for end in (-0.05, 0.05):
                    yield line("prop", 0.034, (x + end, y - 0.036), (x + end, y + 0.036))

    def _band(self, bones: Skeleton) -> Iterator[Primitive]:
        """From hand to hand, or from each hand to under the foot of its side."""
        left, right = (between(bones[f"wrist_{side}"], bones[f"hand_{side}"], 0.6) for side, _ in SIDES)
        if "band_hands" in self.exercise.props:
            yield line("band", BAND, left, right)
            return
        for side, hand in (("l", left), ("r", right)):
            sole = between(bones[f"heel_{side}"], bones[f"toe_{side}"], 0.6)
            yield line("band", BAND, hand, sole)

    def points(self) -> Iterator[Point]:
        """Corners of props that must be in the picture."""
        if "bar" in self.exercise.props:
            x, y = self._grip
            yield from (
                (x - 0.12, y + 0.05),
                (x + (0.39 if self.exercise.view == "side" else 0.12), y + 0.05),
                (x, 0.0),
            )
        if "desk" in self.exercise.props:
            x, y = self._grip
            yield from ((x + 0.32, y), (x + 0.32, y + 0.28))
        if "doorway" in self.exercise.props and self.exercise.view == "front":
            yield from ((-0.4, DOORWAY + 0.04), (0.4, DOORWAY + 0.04))
        elif "doorway" in self.exercise.props:
            x, y = self._grip
            yield from ((x + 0.05, y + 0.1), (x - 0.58, y + 0.1))
        if "stairs" in self.exercise.props:
            yield (0.0, -0.2)

    def _floor(self, bones: Skeleton) -> Iterator[Primitive]:
        down = -MAT if "mat" in self.exercise.props else 0.0
        if self.exercise.position in ("stand", "walk", "hang"):
            feet = [bones[f"{joint}_{side}"][0] for side, _ in SIDES for joint in ("heel", "toe")]
            yield line("shadow", 0.026, (min(feet) - 0.01, -0.012), (max(feet) + 0.01, -0.012))
        yield block("floor", self.left - 0.3, down - 0.014, self.right + 0.3, down)

    def _grip_point(self) -> Point:
        """Where the hands meet the bar (at their highest), the desk or the frame (furthest from where they rest)."""
        if "bar" in self.exercise.props:
            return max(map(_hands, self._keyframes), key=lambda hands: hands[1])
        rest = _hands(self._first)
        return max((_hands(bones) for bones in self._keyframes), key=lambda hands: dist(hands, rest))

    def _step_height(self) -> float:
        """How high the step below the bar is; 0 = there is none."""
        feet = min(self._first[f"{joint}_{side}"][1] for joint in ("heel", "toe") for side, _ in SIDES)
        return feet if "bar" in self.exercise.props and feet > LOW else 0.0

    # ------------------------------------------------------------ props

    def _chair(self, bones: Skeleton, t: float) -> Iterator[Primitive]:
        first = self._first
        seat = first["pelvis"][1] - SOLE - 0.014
        if self.exercise.view == "front":
            low, high = first["waist"][1] - 0.02, first["c7"][1] - 0.06
            yield block("prop_far", -0.135, low, 0.135, high)
            for y in (low, high):
                yield line("prop_far", 0.06, (-0.105, y), (0.105, y))
            yield line("prop", 0.032, (-0.15, seat), (0.15, seat))
            middle = 0.0
        else:
            back = first.trunk + 90
            foot, head = go(first["pelvis"], back, 0.09), go(first["c7"], back, 0.088)
            middle = (first["pelvis"][0] + first["knee_r"][0]) / 2 - 0.06
            yield line("prop", 0.03, (foot[0], seat), foot, between(foot, head, 0.85))
            yield line("prop", 0.032, (foot[0], seat), (middle + 0.13, seat))
        yield line("prop", 0.026, (middle, seat), (middle, 0.05))
        yield line("prop", 0.024, (middle - 0.11, 0.035), (middle, 0.06), (middle + 0.11, 0.035))
        for x in (middle - 0.11, middle + 0.11):
            yield Limb("prop", ((x, 0.018, 0.018),))

    def _desk(self, bones: Skeleton, t: float) -> Iterator[Primitive]:
        x, y = self._grip
        top = y - 0.02
        yield block("prop", x - 0.07, top - 0.03, x + 0.36, top)
        yield block("prop_far", x + 0.02, 0.0, x + 0.05, top - 0.03)
        yield block("prop_far", x + 0.29, 0.0, x + 0.32, top - 0.03)
        yield line("prop_far", 0.02, (x + 0.16, top + 0.01), (x + 0.28, top + 0.01))
        yield line("prop_far", 0.02, (x + 0.22, top), (x + 0.22, top + 0.12))
        yield line("prop", 0.026, (x + 0.2, top + 0.08), (x + 0.2, top + 0.29))

    def _bar(self, bones: Skeleton, t: float) -> Iterator[Primitive]:
        x, y = self._grip
        if self.exercise.view == "front":
            for post in (x - 0.4, x + 0.4):
                yield block("prop_far", post - 0.016, 0.0, post + 0.016, y + 0.06)
            yield line("prop", 0.03, (x - 0.4, y), (x + 0.4, y))
            if self.step:
                yield from self._box(x)
            return
        yield block("prop_far", x + 0.4, 0.0, x + 0.44, y + 0.07)
        yield line("prop", 0.024, (x, y), (x + 0.41, y))
        yield line("prop_far", 0.018, (x + 0.2, y), (x + 0.4, y - 0.16))

    def _box(self, x: float) -> Iterator[Primitive]:
        yield block("prop_far", x - 0.16, 0.0, x + 0.16, self.step)
        yield block("prop", x - 0.175, self.step - 0.022, x + 0.175, self.step)

    def _doorway(self, bones: Skeleton, t: float) -> Iterator[Primitive]:
        x, y = self._grip
        if self.exercise.view == "front":
            yield from self._frame_around()
            return
        near, far, top = x + 0.01, x - 0.58, y + 0.06
        yield block("prop_far", near, 0.0, near + 0.055, top + 0.055)
        yield block("prop_far", far - 0.055, 0.0, far, top + 0.055)
        yield block("prop_far", far, top, near, top + 0.055)
        yield block("prop", near, 0.0, near + 0.012, top)
        yield block("prop", far - 0.012, 0.0, far, top)
        yield block("prop", far, top, near, top + 0.012)

    def _frame_around(self) -> Iterator[Primitive]:
        """A doorway seen from the front, whose posts the forearms rest on."""
        side, top = max(abs(bones["wrist_r"][0]) for bones in self._keyframes) + 0.02, DOORWAY
        for x in (-side - 0.06, side):
            yield block("prop_far", x, 0.0, x + 0.06, top)
        yield block("prop_far", -side - 0.06, top, side + 0.06, top + 0.06)

    def _mat(self, bones: Skeleton, t: float) -> Iterator[Primitive]:
        if "seen_from_above" in self.exercise.props:
            middle, head = self._first["pelvis"], self._first["head"]
            left, right = head[0] - 0.16, max(middle[0] + 0.42, self.right + 0.06)
            yield block("prop_far", left, middle[1] - 0.3, right, middle[1] + 0.3)
            yield line("prop", 0.12, (head[0] - 0.03, head[1] - 0.09), (head[0] - 0.03, head[1] + 0.09))
            return
        yield block("prop", self.left - 0.06, -MAT, self.right + 0.06, -0.002)

    def _ball(self, bones: Skeleton, t: float) -> Iterator[Primitive]:
        radius = (self._first["pelvis"][1] - 0.045) / 2
        x = bones["pelvis"][0] * 0.6
        yield Limb("prop", ((x, radius, radius),))  # in the shade, in the light, and where it shines
        yield Limb("prop_lit", ((x - 0.012, radius + 0.012, radius - 0.018),))
        shine = [go((x, radius), way, radius * 0.62) for way in (128, 142, 156)]
        yield Limb("prop_shine", tuple((*at, 0.014) for at in shine))

    def _standing_ankle(self, bones: Skeleton, t: float) -> Point:
        """The ankle of the foot on the ground, which moves backwards with the ground under it."""
        later = self._poser.skeleton(t + 0.04)
        return min(
            (later[f"ankle_{side}"][0] - bones[f"ankle_{side}"][0], bones[f"ankle_{side}"]) for side, _ in SIDES
        )[1]

    def _corridor(self, bones: Skeleton, t: float) -> Iterator[Primitive]:
        """A wall whose doors go by, one in a cycle."""
        x, _ = self._standing_ankle(bones, t)
        feet = sorted(self._first[f"ankle_{side}"][0] for side, _ in SIDES)
        wide = 2 * (feet[1] - feet[0])
        left, right = self.left - WALL, self.right + WALL
        yield block("prop_far", left, 0.0, right, 0.03)
        x += wide / 2 * (bones["ankle_l"][0] == x)
        for step in range(-3, 4):
            door = x + step * wide, x + step * wide + DOOR
            begins, ends = max(left, door[0]), min(right, door[1])
            if begins >= ends:
                continue
            yield block("prop_far", begins, HEAD_HIGH, ends, HEAD_HIGH + FRAME)
            for post in door:
                if left <= post - FRAME / 2 and post + FRAME / 2 <= right:
                    yield block("prop_far", post - FRAME / 2, 0.0, post + FRAME / 2, HEAD_HIGH + FRAME)
            if left < door[0] + 0.06 < right:
                yield Limb("prop_far", ((door[0] + 0.06, 0.48, 0.016),))

    def _flight(self, bones: Skeleton, t: float) -> tuple[Point, float, float]:
        """An edge of the stairs, and how wide and tall a step is."""
        low, high = sorted((self._first[f"ankle_{side}"] for side, _ in SIDES), key=lambda ankle: ankle[1])
        wide, tall = high[0] - low[0], high[1] - low[1]
        x, y = self._standing_ankle(bones, t)
        return (x - wide * 0.45, y - 0.039), wide, tall

    def _stairs(self, bones: Skeleton, t: float) -> Iterator[Primitive]:
        (x, y), wide, tall = self._flight(bones, t)
        edges = [(x + step * wide, y + step * tall) for step in range(-7, 9)]
        outline = [corner for at, up in edges for corner in ((at, up - tall), (at, up))]
        yield Shape("prop_far", (*outline, (outline[-1][0], edges[0][1] - 0.6), (outline[0][0], edges[0][1] - 0.6)))
        for at, up in edges[:-1]:
            yield line("prop", 0.016, (at, up - 0.008), (at + wide, up - 0.008))
        for at, up in edges:
            yield line("prop_far", 0.012, (at + wide / 2, up), (at + wide / 2, up + tall / 2 + RAIL))
        yield line("prop", 0.022, *((at, up + RAIL) for at, up in (edges[0], edges[-1])))

    def with_hand_on_rail(self, bones: Skeleton, t: float) -> Skeleton:
        """On stairs the far hand is on the rail; elsewhere the skeleton stays as it is."""
        if "stairs" not in self.exercise.props:
            return bones
        (x, y), wide, tall = self._flight(bones, t)
        joints = dict(bones.joints)
        chain = ("shoulder_l", "elbow_l", "wrist_l")
        at = joints[chain[0]][0] + REACH
        bend(joints, chain, (at, y + (at - x) * tall / wide + RAIL + 0.028), 1)
        hand = dist(bones["wrist_l"], bones["hand_l"])
        joints["hand_l"] = go(joints["wrist_l"], towards((0, 0), (wide, tall)) - 8, hand)
        return replace(bones, joints=joints)


def _ghost(bones: Skeleton, role: str = "ghost") -> Iterator[Primitive]:
    """The outline of a body that is somewhere else now."""
    yield from (replace(shape, role=role) for shape in body(bones, MovingParts(frozenset())) if shape.role != "edge")


def _hands(bones: Skeleton) -> Point:
    left, right = (between(bones[f"wrist_{side}"], bones[f"hand_{side}"], 0.75) for side, _ in SIDES)
    return between(left, right, 0.5)
