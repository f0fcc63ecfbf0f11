"""The joints of the figure at a moment: keyframes, easing, forward kinematics, fixed hands and feet.

Points are in units of standing height, y upwards, 0 at the floor; directions in degrees, counter-clockwise from the
screen's right.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from math import acos, atan2, cos, degrees, dist, hypot, pi, radians, sin

from uncrick.core.model.catalog import Exercise, Keyframe
from uncrick.core.model.rig import Rig

Point = tuple[float, float]

SIDES = (("l", 1), ("r", -1))  # and their sign in the front view
RESTS = 0.022  # a hand or foot that is this near to where it was has not left its place
UNCHANGED = {
    "thigh_scale": 1.0,
    "shank_scale": 1.0,
    "arm_scale": 1.0,
}  # every other channel is 0 where nothing is said of it


@dataclass(frozen=True, slots=True)
class Skeleton:
    """
    The joints at one moment.

    Attributes:
        joints: pelvis, waist, c7 (the root of the neck), neck (its top), head (its middle), and for each side
            (`_l`, `_r`) shoulder, elbow, wrist, hand (its end), hip, knee, ankle, heel, toe.
        trunk, head: where the upper trunk and the head point upwards to.
        turn, nod: how far the face is turned to the figure's left, and bent down; front view only.
    """

    view: str
    joints: Mapping[str, Point]
    trunk: float
    head: float
    turn: float
    nod: float

    def __getitem__(self, joint: str) -> Point:
        return self.joints[joint]


class Poser:
    """
    The poses of one exercise.

    Args:
        amplitude: share of the movement that is shown, 1 for all of it; the easier variant has its own.
    Attributes:
        times, poses: the keyframes: seconds of the cycle, and every channel.
    """

    def __init__(self, exercise: Exercise, rig: Rig, amplitude: float = 1.0) -> None:
        self.exercise = exercise
        self._rig = rig
        keys = exercise.keyframes or (
            Keyframe(0, {}),
            Keyframe(exercise.cycle_s, {}),
        )  # nothing said: it stays as it is
        self.times = [key.t for key in keys]
        base = rig.bases[exercise.base].pose
        whole = [self._whole(base, key.pose) for key in keys]
        rest = self._whole(base, {})
        self.poses = [
            {channel: rest[channel] + amplitude * (value - rest[channel]) for channel, value in pose.items()}
            for pose in whole
        ]
        # Where hands and feet rest is a matter of the full movement: the easier one touches the same places.
        self._places = [self._skeleton(pose) for pose in whole]

    def _whole(self, base: Mapping[str, float], pose: Mapping[str, float]) -> dict[str, float]:
        return {
            channel: pose.get(channel, base.get(channel, UNCHANGED.get(channel, 0.0))) for channel in self._rig.channels
        }

    def interval(self, t: float) -> tuple[int, float]:
        """The number of the keyframe that `t` follows, and the share of the way to the next one."""
        t %= self.exercise.cycle_s
        number = min(bisect_right(self.times, t), len(self.times) - 1) - 1
        begins, ends = self.times[number : number + 2]
        return number, (t - begins) / (ends - begins)

    def skeleton(self, t: float) -> Skeleton:
        """The joints `t` seconds into a cycle; cycles follow one another."""
        number, share = self.interval(t)
        if self.exercise.loop:
            return self._skeleton({channel: self._flow(channel, number, share) for channel in self._rig.channels})
        one, two = self.poses[number : number + 2]
        eased = (1 - cos(pi * share)) / 2
        found = self._skeleton({name: one[name] + (two[name] - one[name]) * eased for name in self._rig.channels})
        return self._held(found, number, eased)

    def _flow(self, channel: str, number: int, share: float) -> float:
        """A walk does not halt at its keyframes: a curve through them, of which each cycle goes on from the last."""
        turns = len(self.poses) - 1
        before, one, two, after = (self.poses[(number + n) % turns][channel] for n in (-1, 0, 1, 2))
        slope, end = (two - before) / 2, (after - one) / 2
        square, cube = share**2, share**3
        return (
            (2 * cube - 3 * square + 1) * one
            + (cube - 2 * square + share) * slope
            + (3 * square - 2 * cube) * two
            + (cube - square) * end
        )

    # ------------------------------------------------------------ what stays where it rests

    def _held(self, found: Skeleton, number: int, eased: float) -> Skeleton:
        """Hands and feet that are in one place at two keyframes are there all the way between."""
        before, after = self._places[number], self._places[number + 1]
        joints = dict(found.joints)
        for side, _ in SIDES:
            for chain in (
                (f"shoulder_{side}", f"elbow_{side}", f"wrist_{side}"),
                (f"hip_{side}", f"knee_{side}", f"ankle_{side}"),
            ):
                end = chain[2]
                if found.view == "front" and end.startswith("ankle"):
                    continue  # a leg that points at the eye is drawn shortened: no chain of two known lengths
                if dist(before[end], after[end]) > RESTS:
                    continue
                place = _between(before[end], after[end], eased)
                senses = _bent(before, chain), _bent(after, chain)
                if min(senses) < 0 < max(senses):
                    stretch(joints, chain, place)
                else:
                    bend(joints, chain, place, sum(senses))
                for tip in (f"hand_{side}",) if end.startswith("wrist") else (f"heel_{side}", f"toe_{side}"):
                    one, two = _offset(before[end], before[tip]), _offset(after[end], after[tip])
                    x, y = _between(one, two, eased)
                    long = hypot(*one) / (hypot(x, y) or 1.0)
                    joints[tip] = (joints[end][0] + x * long, joints[end][1] + y * long)
        return Skeleton(found.view, joints, found.trunk, found.head, found.turn, found.nod)

    # ------------------------------------------------------------ forward kinematics

    def _skeleton(self, pose: Mapping[str, float]) -> Skeleton:
        found = self._side(pose) if self.exercise.view == "side" else self._front(pose)
        if not self.exercise.ground:
            return found
        low = min(found[joint][1] for joint in ("toe_l", "toe_r", "heel_l", "heel_r"))
        return Skeleton(
            found.view,
            {joint: (x, y - low) for joint, (x, y) in found.joints.items()},
            found.trunk,
            found.head,
            found.turn,
            found.nod,
        )

    def _side(self, pose: Mapping[str, float]) -> Skeleton:
        long, base = self._rig.segments, 90 + pose["root_rot"]
        joints: dict[str, Point] = {"pelvis": (pose["root_x"], pose["root_y"])}
        low = base - pose["pelvis"] - pose["lumbar"]
        trunk = low - pose["thorax"]
        joints["waist"] = go(joints["pelvis"], low, long["lower_trunk"])
        joints["c7"] = go(joints["waist"], trunk, long["upper_trunk"])
        neck = go(joints["c7"], trunk - pose["neck"] / 2, long["neck"])
        joints["neck"] = go(neck, trunk - 90, pose["head_shift"])
        head = trunk - pose["neck"]
        joints["head"] = go(joints["neck"], head, long["head_r"])
        for side, _ in SIDES:
            girdle = go(joints["c7"], trunk, long["shoulder_half"] * sin(radians(pose[f"clav_{side}"])))
            joints[f"shoulder_{side}"] = go(girdle, trunk - 90, long["shoulder_half"] * sin(radians(pose["scap"])))
            self._arm(joints, side, trunk + 180, 1, pose)
            joints[f"hip_{side}"] = joints["pelvis"]
            thigh = base + 180 + pose[f"hip_{side}"]
            shank = thigh - pose[f"knee_{side}"]
            joints[f"knee_{side}"] = go(joints["pelvis"], thigh, long["thigh"])
            ankle = joints[f"ankle_{side}"] = go(joints[f"knee_{side}"], shank, long["shank"])
            foot = shank + 90 + pose[f"ankle_{side}"]
            sole = go(ankle, foot - 90, long["ankle_h"])
            joints[f"toe_{side}"] = go(sole, foot, long["foot"])
            joints[f"heel_{side}"] = go(sole, foot, -long["heel"])
        return Skeleton("side", joints, trunk, head, 0.0, 0.0)

    def _front(self, pose: Mapping[str, float]) -> Skeleton:
        long, base = self._rig.segments, 90 + pose["root_rot"]
        joints: dict[str, Point] = {"pelvis": (pose["root_x"], pose["root_y"])}
        trunk = base + pose["trunk_side"]
        joints["waist"] = go(joints["pelvis"], base + pose["trunk_side"] / 2, long["lower_trunk"])
        joints["c7"] = go(joints["waist"], trunk, long["upper_trunk"])
        joints["neck"] = go(joints["c7"], trunk + pose["neck_side"] / 2, long["neck"])
        head = trunk + pose["neck_side"]
        joints["head"] = go(joints["neck"], head, long["head_r"])
        for side, sign in SIDES:
            across = trunk + sign * (90 - pose[f"clav_{side}"])
            joints[f"shoulder_{side}"] = go(joints["c7"], across, long["shoulder_half"])
            self._arm(joints, side, trunk + 180, -sign, pose)
            joints[f"hip_{side}"] = go(joints["pelvis"], base + sign * 90, long["hip_half"])
            thigh = base + 180 - sign * pose[f"hip_{side}"]
            shank = thigh + sign * pose[f"knee_{side}"]
            short = long["thigh"] * pose["thigh_scale"]
            joints[f"knee_{side}"] = go(joints[f"hip_{side}"], thigh, short)
            ankle = joints[f"ankle_{side}"] = go(joints[f"knee_{side}"], shank, long["shank"] * pose["shank_scale"])
            joints[f"heel_{side}"] = go(ankle, shank, long["ankle_h"])
            joints[f"toe_{side}"] = go(joints[f"heel_{side}"], shank + sign * -80, long["heel"])
        found = Skeleton("front", joints, trunk, head, pose["neck_turn"], pose["neck"])
        return _swayed(found, pose["sway"]) if pose["sway"] else found

    def _arm(self, joints: dict[str, Point], side: str, hangs: float, sense: int, pose: Mapping[str, float]) -> None:
        long, scale = self._rig.segments, pose["arm_scale"]
        way, at = hangs, joints[f"shoulder_{side}"]
        for channel, segment, joint in (
            ("shoulder", "upper_arm", "elbow"),
            ("elbow", "forearm", "wrist"),
            ("wrist", "hand", "hand"),
        ):
            way += sense * pose[f"{channel}_{side}"]
            at = joints[f"{joint}_{side}"] = go(at, way, long[segment] * scale)


def _swayed(found: Skeleton, sway: float) -> Skeleton:
    """The figure swings below the bar: arms about their hands, what hangs from the arms about the neck."""
    joints = dict(found.joints)
    for side, _ in SIDES:
        for joint in ("shoulder", "elbow", "wrist"):
            joints[f"{joint}_{side}"] = turned(found[f"{joint}_{side}"], found[f"hand_{side}"], sway)
    before = _between(found["shoulder_l"], found["shoulder_r"], 0.5)
    after = _between(joints["shoulder_l"], joints["shoulder_r"], 0.5)
    for joint, (x, y) in found.joints.items():
        if joint.partition("_")[0] not in ("shoulder", "elbow", "wrist", "hand"):
            joints[joint] = turned((x + after[0] - before[0], y + after[1] - before[1]), after, sway)
    return Skeleton(found.view, joints, found.trunk + sway, found.head + sway, found.turn, found.nod)


# ---------------------------------------------------------------- plane geometry


def go(start: Point, way: float, length: float) -> Point:
    """`length` from `start` in the direction `way`."""
    return start[0] + length * cos(radians(way)), start[1] + length * sin(radians(way))


def turned(point: Point, middle: Point, angle: float) -> Point:
    """`point` turned about `middle`, counter-clockwise."""
    x, y = point[0] - middle[0], point[1] - middle[1]
    c, s = cos(radians(angle)), sin(radians(angle))
    return middle[0] + x * c - y * s, middle[1] + x * s + y * c


def towards(start: Point, end: Point) -> float:
    """The direction from one point to another."""
    return degrees(atan2(end[1] - start[1], end[0] - start[0]))


Chain = tuple[str, str, str]


def bend(joints: dict[str, Point], chain: Chain, place: Point, sense: float) -> None:
    """Bring the end of a chain of two bones to `place`, or as near as it reaches; `sense` is the side it bends to."""
    root, middle, end = (joints[name] for name in chain)
    upper, lower, far = dist(root, middle), dist(middle, end), dist(root, place)
    reach = min(max(far, abs(upper - lower) + 1e-6), upper + lower - 1e-6)
    angle = degrees(acos(max(-1.0, min(1.0, (upper**2 + reach**2 - lower**2) / (2 * upper * reach)))))
    way = towards(root, place)
    joints[chain[1]] = go(root, way - angle if sense > 0 else way + angle, upper)
    joints[chain[2]] = go(root, way, reach)


def stretch(joints: dict[str, Point], chain: Chain, place: Point) -> None:
    """Bring the end to `place` while the elbow goes from one side to the other: on its way it points at the eye."""
    root, middle, end = (joints[name] for name in chain)
    larger = dist(root, place) / dist(root, end)
    way = towards(root, place) - towards(root, end)
    x, y = turned(middle, root, way)
    joints[chain[1]] = (root[0] + (x - root[0]) * larger, root[1] + (y - root[1]) * larger)
    joints[chain[2]] = place


def _bent(bones: Skeleton, chain: Chain) -> float:
    """Plus where the end is bent counter-clockwise."""
    root, middle, end = (bones[name] for name in chain)
    x, y = _offset(root, middle)
    return x * (end[1] - root[1]) - y * (end[0] - root[0])


def _offset(one: Point, two: Point) -> Point:
    return two[0] - one[0], two[1] - one[1]


def _between(one: Point, two: Point, share: float) -> Point:
    return one[0] + (two[0] - one[0]) * share, one[1] + (two[1] - one[1]) * share
