"""Which parts of the figure move, and the arrows that show where to, from the keyframes alone."""

from collections.abc import Iterator, Mapping
from itertools import accumulate, pairwise
from math import cos, dist, radians, sin

from uncrick.core.figure.body import Parts, mean
from uncrick.core.figure.shapes import Primitive, Shape, line
from uncrick.core.figure.skeleton import SIDES, Point, Poser, Skeleton, go, towards
from uncrick.core.model.rig import Staging

PARTS_OF: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("neck", "neck_side", "neck_turn", "head_shift"), ("head",)),
    **dict.fromkeys(("pelvis", "lumbar", "thorax", "trunk_side"), ("trunk",)),
    "scap": ("girdle_l", "girdle_r"),
    "sway": ("leg_l", "leg_r"),
    "root_y": ("body",),
    **{f"clav_{side}": (f"girdle_{side}",) for side, _ in SIDES},
    **{f"{joint}_{side}": (f"arm_{side}",) for side, _ in SIDES for joint in ("shoulder", "elbow", "wrist")},
    **{f"{joint}_{side}": (f"leg_{side}",) for side, _ in SIDES for joint in ("hip", "knee", "ankle")},
}
DEGREES = 2.0  # a channel that changes by less moves nothing
LEAST = {"head_shift": 0.005, "root_y": 0.03}  # those that are no angles
STEPS = 24  # of the way that an arrow follows
DEEPEST = -0.03  # the way of an arrow may dip into the mat
HAND = 0.03  # a hand that goes less far has not let go
SHOWN = 0.012  # an arrow needs a way of this length
SMALL_MOVES = 1.5  # by how much the arrow of a movement is larger that is small itself
CLEAR = 0.115  # from the middle of the head to an arrow: hair or nose, and some air
CLEARING, CLEARINGS = 0.01, 40  # moved aside by so much, at most so often
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
        self._loose = poser.poses[self._let_go()]
        self._away = [self._differing(pose, self._loose) for pose in poser.poses]
        self._ways = [self._differing(*pair) for pair in pairwise(poser.poses)]
        self._turns = any(pose["neck_turn"] for pose in poser.poses)
        self._slides = any(pose["head_shift"] for pose in poser.poses)
        self._sways = any(pose["sway"] for pose in poser.poses)
        self._arrows = [tuple(self._going(number)) for number in range(len(self._ways))]

    def _let_go(self) -> int:
        """The keyframe at which all is loose: the end of the last relax phase."""
        phases = self._poser.exercise.phases
        ends = [
            end
            for end, phase in zip(accumulate(phase.s for phase in phases), phases, strict=True)
            if phase.kind == "relax"
        ]
        return max((n for n, t in enumerate(self._poser.times) if t <= max(ends, default=0)), default=0)

    def _differing(self, one: Mapping[str, float], two: Mapping[str, float]) -> frozenset[str]:
        focus = self._staging.focus
        return frozenset(
            part
            for channel, parts in PARTS_OF.items()
            if abs(one[channel] - two[channel]) > LEAST.get(channel, DEGREES)
            for part in parts
            if (not focus and part != "body") or part.partition("_")[0] in focus
        )

    def parts(self, t: float) -> Parts:
        """What is away from where it rests, or about to leave it."""
        shut = self._staging.mark == "breath"
        if self._poser.exercise.loop:
            return Parts(frozenset[str]().union(*self._away), shut)
        number, _ = self._poser.interval(t)
        return Parts(self._away[number] | self._away[number + 1], shut)

    @property
    def telling(self) -> float:
        """The second of the cycle at which a still picture says most: on the way to the pose furthest from rest."""
        if self._staging.still is not None:
            return self._staging.still
        far = [
            sum(abs(pose[channel] - self._loose[channel]) for channel in PARTS_OF if channel != "root_y")
            for pose in self._poser.poses
        ]
        last = far.index(max(far))
        if not last:
            return self._poser.times[0]
        begins, ends = self._poser.times[last - 1 : last + 1]
        return begins + (ends - begins) * 0.8

    def moments(self, count: int) -> list[float]:
        """`count` seconds of the cycle that tell the movement, in order: where it rests, and under way."""
        found: list[float] = []
        for way, (begins, ends) in zip(self._ways, pairwise(self._poser.times), strict=True):
            shares = (0.3, 0.75) if way else (0.5,)
            found += [begins + (ends - begins) * share for share in shares]
        if len(found) < count:
            long = self._poser.exercise.cycle_s
            return [long * (n + 0.5) / count for n in range(count)]
        return [found[round(n * (len(found) - 1) / (count - 1))] for n in range(count)]

    # ------------------------------------------------------------ arrows

    def marks(self, t: float) -> Iterator[Primitive]:
        """Where the moving parts are going, for as long as they go; where hands press; breath."""
        if self._staging.mark == "press" and self._phase(t) == "tense":
            yield from self._pressing(t)
        elif self._staging.mark == "breath":
            yield from self._breathing(t)
        if not self._poser.exercise.loop:
            yield from self._arrows[self._poser.interval(t)[0]]

    def _going(self, number: int) -> Iterator[Primitive]:
        """The arrows between one keyframe and the next."""
        parts = tuple(self._traced(number))
        if not parts:
            return
        begins, ends = self._poser.times[number : number + 2]
        way = [self._poser.skeleton(begins + (ends - begins - 1e-6) * step / STEPS) for step in range(STEPS + 1)]
        for part in parts:
            if part.startswith("arm") and dist(way[0][f"hand_{part[-1]}"], way[-1][f"hand_{part[-1]}"]) < HAND:
                continue  # it bends while the hand keeps its grip
            for beside in (part, part.replace("leg", "toe")):  # beyond the foot, or where that is underground before it
                path = [self._beside(bones, beside) for bones in way]
                if min(y for _, y in path) > DEEPEST:
                    break
            else:
                continue
            if dist(path[0], path[-1]) >= SHOWN:
                kept = ("head", "c7", "waist", "pelvis") if part == "trunk" else ("head",)
                off = [bones[joint] for bones in way for joint in kept]
                yield from self._arrow(_clear(self._drawn_long(path), off))

    def _traced(self, number: int) -> Iterator[str]:
        going = self._ways[number] & (self._away[number] | self._away[number + 1])
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

    def _beside(self, bones: Skeleton, part: str) -> Point:
        """A point beside the part, that goes where the part goes."""
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
                return go(mean(bones["toe_l"], bones["toe_r"], 0.5), -90, 0.035)
            knees = mean(bones["knee_l"], bones["knee_r"], 0.5)
            return _on(bones["pelvis"], knees, 0.2)
        if name == "toe":
            return _on(bones[f"heel_{side}"], bones[f"toe_{side}"], 0.03)
        if name == "leg":
            return _on(bones[f"knee_{side}"], bones[f"ankle_{side}"], 0.16)
        return _on(bones[f"wrist_{side}"], bones[f"hand_{side}"], 0.035)

    def _drawn_long(self, path: list[Point]) -> list[Point]:
        """The part of the way that an arrow shows: all of a short one, made larger; the end of a long one."""
        shortest = SHORTEST * self._size * (SMALL_MOVES if self._staging.ghost == "start" else 1.0)
        far = dist(path[0], path[-1])
        if far < shortest:
            middle, larger = mean(path[0], path[-1], 0.5), shortest / far
            path = [mean(middle, point, larger) for point in path]
        long = 0.0
        for place in range(len(path) - 1, 0, -1):
            long += dist(path[place], path[place - 1])
            if long > LONGEST * self._size:
                return path[place:]
        return path

    def _arrow(self, path: list[Point], role: str = "arrow") -> Iterator[Primitive]:
        way = towards(path[max(-4, -len(path))], path[-1])
        tip = path[-1]
        back = go(tip, way, -0.034 * self._size)
        yield line(role, 0.014 * self._size, *[point for point in path if dist(point, tip) > 0.03 * self._size])
        yield Shape(role, (tip, go(back, way + 90, 0.024 * self._size), go(back, way - 90, 0.024 * self._size)))

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
            (mean(bones[f"wrist_{side}"], bones[f"hand_{side}"], 0.6) for side, _ in SIDES),
            key=lambda at: dist(at, head),
        )
        way = towards(hand, head)
        above = 0.055 if bones.view == "front" else 0.0  # where no forearm is in the way
        for start, heading in ((go(hand, way, -0.14), way), (go(head, way, 0.1 + CLEAR), way + 180)):
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


def _clear(path: list[Point], kept: list[Point]) -> list[Point]:
    """The arrow moved aside by as little as keeps it off these points: a face is seen, wherever it is meanwhile."""
    aside = [towards(path[0], path[-1]) + turn for turn in (90, -90, 0, 180)]
    for step in range(CLEARINGS):
        for way in aside:
            moved = [go(point, way, step * CLEARING) for point in path]
            if all(dist(point, off) >= CLEAR and point[1] > DEEPEST for point in moved for off in kept):
                return moved
    return path


def _on(one: Point, two: Point, length: float) -> Point:
    """The point `length` beyond the second."""
    return go(two, towards(one, two), length)
