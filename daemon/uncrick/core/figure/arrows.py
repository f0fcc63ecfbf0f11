"""Which parts of the figure move, and the arrows that show where to, from the keyframes alone."""

from collections.abc import Iterator, Mapping
from itertools import accumulate, pairwise
from math import cos, dist, radians, sin

from uncrick.core.figure.body import MovingParts
from uncrick.core.figure.marks import fan, gaze
from uncrick.core.figure.shapes import Primitive, Shape, line
from uncrick.core.figure.skeleton import SIDES, Point, Poser, Skeleton, between, go, towards
from uncrick.core.model.rig import Staging

PARTS_OF: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("neck", "neck_side", "neck_turn", "head_shift"), ("head",)),
    **dict.fromkeys(("pelvis", "lumbar", "thorax", "trunk_side"), ("trunk",)),
    "scap": ("girdle_l", "girdle_r"),
    "sway": ("leg_l", "leg_r"),
    "fingers": ("arm_l", "arm_r"),
    "root_y": ("body",),
    **{f"clav_{side}": (f"girdle_{side}",) for side, _ in SIDES},
    **{f"{joint}_{side}": (f"arm_{side}",) for side, _ in SIDES for joint in ("shoulder", "elbow", "wrist")},
    **{f"{joint}_{side}": (f"leg_{side}",) for side, _ in SIDES for joint in ("hip", "knee", "ankle")},
}
DEGREES = 2.0  # a channel that changes by less moves nothing
LEAST = {"head_shift": 0.005, "root_y": 0.03, "fingers": 0.2}  # those that are no angles
STEPS = 24  # of the path that an arrow follows
DEEPEST = -0.03  # the path of an arrow may dip into the mat
GRIP = 0.03  # a hand that moves less than this holds on to something
VISIBLE = 0.012  # an arrow needs a path of this length
SMALL_MOVES = 1.5  # by how much the arrow of a movement is larger that is small itself
FACE = 0.115  # from the middle of the head to an arrow: hair or nose, and some air
ASIDE, ASIDE_MOST = 0.01, 40  # moved aside by so much, at most so often
SHORTEST, LONGEST = 0.085, 0.3  # it is drawn at least and at most so long


class Motion:
    """
    Which parts move when, in one exercise.

    Args:
        size: of arrows; 1 suits a picture as large as a standing figure.
    """

    def __init__(self, poser: Poser, staging: Staging, size: float) -> None:
        self._poser = poser
        self._staging = staging
        self._size = size
        self._relaxed = poser.poses[self._relaxed_pose()]
        self._displaced = [self._parts_that_differ(pose, self._relaxed) for pose in poser.poses]
        self._changes = [self._parts_that_differ(*pair) for pair in pairwise(poser.poses)]
        self._turns = any(pose["neck_turn"] for pose in poser.poses)
        self._slides = any(pose["head_shift"] for pose in poser.poses)
        self._sways = any(pose["sway"] for pose in poser.poses)
        self._arrows = [tuple(self._arrows_between(number)) for number in range(len(self._changes))]

    def _relaxed_pose(self) -> int:
        """The number of the keyframe at which the last relax phase ends."""
        phases = self._poser.exercise.phases
        ends = [
            end
            for end, phase in zip(accumulate(phase.s for phase in phases), phases, strict=True)
            if phase.kind == "relax"
        ]
        return max((n for n, t in enumerate(self._poser.times) if t <= max(ends, default=0)), default=0)

    def _parts_that_differ(self, start: Mapping[str, float], end: Mapping[str, float]) -> frozenset[str]:
        focus = self._staging.focus
        return frozenset(
            part
            for channel, parts in PARTS_OF.items()
            if abs(start[channel] - end[channel]) > LEAST.get(channel, DEGREES)
            for part in parts
            if (not focus and part != "body") or part.partition("_")[0] in focus
        )

    def moving_parts(self, t: float) -> MovingParts:
        """The parts that are away from the relaxed pose, or about to leave it."""
        eyes_shut = self._staging.mark == "breath" or self._poser.channel("lids", t) > 0.5
        if self._poser.exercise.loop:
            return MovingParts(frozenset[str]().union(*self._displaced), eyes_shut)
        number, _ = self._poser.interval(t)
        return MovingParts(self._displaced[number] | self._displaced[number + 1], eyes_shut)

    @property
    def still_second(self) -> float:
        """The second of the cycle for a single picture: shortly before the pose furthest from the relaxed one."""
        if self._staging.still is not None:
            return self._staging.still
        distances = [
            sum(abs(pose[channel] - self._relaxed[channel]) for channel in PARTS_OF if channel != "root_y")
            for pose in self._poser.poses
        ]
        last = distances.index(max(distances))
        if not last:
            return self._poser.times[0]
        begins, ends = self._poser.times[last - 1 : last + 1]
        return begins + (ends - begins) * 0.8

    def moments(self, count: int) -> list[float]:
        """`count` seconds of the cycle that tell the movement, in order: where it rests, and under way."""
        seconds: list[float] = []
        for changed, (begins, ends) in zip(self._changes, pairwise(self._poser.times), strict=True):
            shares = (0.3, 0.75) if changed else (0.5,)
            seconds += [begins + (ends - begins) * share for share in shares]
        if len(seconds) < count:
            cycle = self._poser.exercise.cycle_s
            return [cycle * (n + 0.5) / count for n in range(count)]
        return [seconds[round(n * (len(seconds) - 1) / (count - 1))] for n in range(count)]

    # ------------------------------------------------------------ arrows

    def marks(self, t: float) -> Iterator[Primitive]:
        """Where the moving parts are going, for as long as they go; where hands press; breath."""
        if self._staging.mark == "press" and self._phase(t) == "tense":
            yield from self._pressing(t)
        elif self._staging.mark == "breath":
            yield from self._breathing(t)
        elif self._staging.mark == "gaze" and self._phase(t) != "relax":
            yield from gaze(self._poser.skeleton(t), t % self._poser.exercise.cycle_s)
        yield from fan(self._poser.skeleton(t), self._poser.channel("fingers", t))
        if not self._poser.exercise.loop:
            yield from self._arrows[self._poser.interval(t)[0]]

    def _arrows_between(self, number: int) -> Iterator[Primitive]:
        """The arrows between one keyframe and the next."""
        parts = tuple(self._parts_with_arrows(number))
        if not parts:
            return
        begins, ends = self._poser.times[number : number + 2]
        skeletons = [self._poser.skeleton(begins + (ends - begins - 1e-6) * step / STEPS) for step in range(STEPS + 1)]
        for part in parts:
            if (
                part.startswith("arm")
                and dist(skeletons[0][f"hand_{part[-1]}"], skeletons[-1][f"hand_{part[-1]}"]) < GRIP
            ):
                continue  # the arm bends while the hand holds on
            for beside in (part, part.replace("leg", "toe")):  # beyond the foot, or where that is underground before it
                path = [self._arrow_point(bones, beside) for bones in skeletons]
                if min(y for _, y in path) > DEEPEST:
                    break
            else:
                continue
            if dist(path[0], path[-1]) >= VISIBLE:
                joints = ("head", "c7", "waist", "pelvis") if part == "trunk" else ("head",)
                avoid = [bones[joint] for bones in skeletons for joint in joints]
                yield from self._arrow(_moved_aside(self._arrow_path(path), avoid))

    def _parts_with_arrows(self, number: int) -> Iterator[str]:
        going = self._changes[number] & (self._displaced[number] | self._displaced[number + 1])
        for part in sorted(going):
            name, _, side = part.partition("_")
            together = self._poser.exercise.view == "side" or name == "leg"
            if side == "l" and together and f"{name}_r" in going:
                continue  # one arrow for the two
            if name == "girdle" and f"arm_{side}" in going:
                continue
            if name == "leg" and self._sways and not self._swings(number):
                continue
            yield part

    def _swings(self, number: int) -> bool:
        return self._poser.poses[number]["sway"] != self._poser.poses[number + 1]["sway"]

    def _arrow_point(self, bones: Skeleton, part: str) -> Point:
        """A point beside the part that moves with it."""
        front = bones.view == "front"
        name, _, side = part.partition("_")
        head, trunk = bones["head"], bones.trunk
        if name == "head":
            if self._turns:
                angle = radians(-bones.turn)
                return go(go(head, bones.head, 0.1 + 0.012 * cos(angle)), bones.head - 90, 0.09 * sin(angle))
            return go(head, bones.head, 0.105) if front else go(head, bones.head - 90, 0.19 if self._slides else 0.125)
        if name == "trunk":
            return go(head, bones.head, 0.12) if front else go(bones[self._staging.tracer], trunk + 90, 0.14)
        if name == "girdle":
            shoulder = bones[f"shoulder_{side}"]
            if front and self._staging.mark == "breath":  # the air has the place above
                return go(shoulder, trunk + (90 if side == "l" else -90), 0.085)
            return go(shoulder, trunk, 0.1) if front else go(shoulder, trunk + 90, 0.15)
        if name == "body":
            return go(bones["pelvis"], 180, 0.17)
        if name == "leg" and front:
            if self._sways:
                return go(between(bones["toe_l"], bones["toe_r"], 0.5), -90, 0.035)
            knees = between(bones["knee_l"], bones["knee_r"], 0.5)
            return _beyond(bones["pelvis"], knees, 0.2)
        if name == "toe":
            return _beyond(bones[f"heel_{side}"], bones[f"toe_{side}"], 0.03)
        if name == "leg":
            return _beyond(bones[f"knee_{side}"], bones[f"ankle_{side}"], 0.16)
        return _beyond(bones[f"wrist_{side}"], bones[f"hand_{side}"], 0.035)

    def _arrow_path(self, path: list[Point]) -> list[Point]:
        """The part of a path that an arrow shows: all of a short one, enlarged; the end of a long one."""
        shortest = SHORTEST * self._size * (SMALL_MOVES if self._staging.ghost == "start" else 1.0)
        length = dist(path[0], path[-1])
        if length < shortest:
            middle = between(path[0], path[-1], 0.5)
            path = [between(middle, point, shortest / length) for point in path]
        length = 0.0
        for place in range(len(path) - 1, 0, -1):
            length += dist(path[place], path[place - 1])
            if length > LONGEST * self._size:
                return path[place:]
        return path

    def _arrow(self, path: list[Point], role: str = "arrow") -> Iterator[Primitive]:
        tip = path[-1]
        direction = towards(path[max(-4, -len(path))], tip)
        back = go(tip, direction, -0.034 * self._size)
        yield line(role, 0.014 * self._size, *[point for point in path if dist(point, tip) > 0.03 * self._size])
        yield Shape(
            role, (tip, go(back, direction + 90, 0.024 * self._size), go(back, direction - 90, 0.024 * self._size))
        )

    def _phase(self, t: float) -> str:
        phases = self._poser.exercise.phases
        ends = accumulate(phase.s for phase in phases)
        return next(
            (phase.kind for end, phase in zip(ends, phases, strict=True) if t % self._poser.exercise.cycle_s < end), ""
        )

    def _pressing(self, t: float) -> Iterator[Primitive]:
        """Two arrows that meet at the head: hand and head push with the same strength."""
        bones = self._poser.skeleton(t)
        head = bones["head"]
        hand = min(
            (between(bones[f"wrist_{side}"], bones[f"hand_{side}"], 0.6) for side, _ in SIDES),
            key=lambda at: dist(at, head),
        )
        way = towards(hand, head)
        above = 0.055 if bones.view == "front" else 0.0  # where no forearm is in the way
        for start, heading in ((go(hand, way, -0.14), way), (go(head, way, 0.1 + FACE), way + 180)):
            yield from self._arrow([go(go(start, heading, 0.1 * step / 8), bones.head, above) for step in range(9)])

    def _breathing(self, t: float) -> Iterator[Primitive]:
        """Air to the nose and from it."""
        bones = self._poser.skeleton(t)
        inwards = self._phase(t) != "relax"
        for sign in (-1, 1):
            way = bones.head - 90 if sign > 0 else bones.head + 90
            nose = go(go(bones["head"], bones.head, -0.02), way, 0.08)
            path = [go(go(nose, way, 0.085 * step / 8), bones.head, 0.035 * (step / 8) ** 2) for step in range(9)]
            yield from self._arrow(path[::-1] if inwards else path, "air")


def _moved_aside(path: list[Point], avoid: list[Point]) -> list[Point]:
    """The path, moved aside as little as possible so that the arrow never covers a face at these points."""
    directions = [towards(path[0], path[-1]) + turn for turn in (90, -90, 0, 180)]
    for step in range(ASIDE_MOST):
        for direction in directions:
            moved = [go(point, direction, step * ASIDE) for point in path]
            if all(dist(point, face) >= FACE and point[1] > DEEPEST for point in moved for face in avoid):
                return moved
    return path


def _beyond(start: Point, end: Point, length: float) -> Point:
    """The point `length` beyond `end`, seen from `start`."""
    return go(end, towards(start, end), length)
