"""The joints of the figure at a moment: keyframes, easing, forward kinematics, fixed hands and feet.

Points are in units of standing height, y upwards, 0 at the floor; directions in degrees, counter-clockwise from the
screen's right.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import acos, atan2, cos, degrees, dist, hypot, pi, radians, sin

from uncrick.core.model.catalog import Exercise, Keyframe
from uncrick.core.model.rig import Rig

Point = tuple[float, float]

SIDES = (("l", 1), ("r", -1))  # and their sign in the front view
SAME_PLACE = 0.022  # a hand or foot stays put if two keyframes have it nearer to each other than this
NEUTRAL = {"thigh_scale": 1.0, "shank_scale": 1.0, "arm_scale": 1.0}  # every other channel is 0 unless it is given


@dataclass(frozen=True, slots=True)
class Skeleton:
    """
    The joints at one moment.

    Attributes:
        joints: pelvis, waist, c7 (the root of the neck), neck (its top), head (its middle), and for each side
            (`_l`, `_r`) shoulder, elbow, wrist, hand (its end), hip, knee, ankle, heel, toe.
        trunk, head: where the upper trunk and the head point upwards to.
        turn: how far the face is turned to the figure's left, degrees; front view only.
    """

    view: str
    joints: Mapping[str, Point]
    trunk: float
    head: float
    turn: float

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
        # Without keyframes the figure keeps its base pose
        keyframes = exercise.keyframes or (Keyframe(0, {}), Keyframe(exercise.cycle_s, {}))
        self.times = [keyframe.t for keyframe in keyframes]
        base = rig.bases[exercise.base].pose
        full = [self._all_channels(base, keyframe.pose) for keyframe in keyframes]
        rest = self._all_channels(base, {})
        self.poses = [
            {channel: rest[channel] + amplitude * (value - rest[channel]) for channel, value in pose.items()}
            for pose in full
        ]
        # The easier variant touches the same places with hands and feet as the full movement
        self._full = [self._skeleton(pose) for pose in full]

    def _all_channels(self, base: Mapping[str, float], pose: Mapping[str, float]) -> dict[str, float]:
        return {
            channel: pose.get(channel, base.get(channel, NEUTRAL.get(channel, 0.0))) for channel in self._rig.channels
        }

    def interval(self, t: float) -> tuple[int, float]:
        """The number of the keyframe that `t` follows, and the share of the way to the next one."""
        t %= self.exercise.cycle_s
        number = min(bisect_right(self.times, t), len(self.times) - 1) - 1
        begins, ends = self.times[number : number + 2]
        return number, (t - begins) / (ends - begins)

    def channel(self, name: str, t: float) -> float:
        """One channel `t` seconds into a cycle, in proportion between its keyframes."""
        number, share = self.interval(t)
        start, end = (pose[name] for pose in self.poses[number : number + 2])
        return start + (end - start) * share

    def skeleton(self, t: float) -> Skeleton:
        """The joints `t` seconds into a cycle; cycles follow one another."""
        number, share = self.interval(t)
        if self.exercise.loop:
            return self._skeleton({channel: self._flow(channel, number, share) for channel in self._rig.channels})
        start, end = self.poses[number : number + 2]
        eased = (1 - cos(pi * share)) / 2
        pose = {channel: start[channel] + (end[channel] - start[channel]) * eased for channel in self._rig.channels}
        return self._with_fixed_ends(self._skeleton(pose), number, eased)

    def _flow(self, channel: str, number: int, share: float) -> float:
        """A channel of a walk, which does not stop at its keyframes: a cubic curve through them, cycle after cycle."""
        count = len(self.poses) - 1
        before, start, end, after = (self.poses[(number + step) % count][channel] for step in (-1, 0, 1, 2))
        slope, slope_at_end = (end - before) / 2, (after - start) / 2
        square, cube = share**2, share**3
        return (
            (2 * cube - 3 * square + 1) * start
            + (cube - 2 * square + share) * slope
            + (3 * square - 2 * cube) * end
            + (cube - square) * slope_at_end
        )

    # ------------------------------------------------------------ hands and feet that stay in place

    def _with_fixed_ends(self, skeleton: Skeleton, number: int, eased: float) -> Skeleton:
        """Hands and feet that two keyframes have in the same place stay there between them."""
        before, after = self._full[number], self._full[number + 1]
        joints = dict(skeleton.joints)
        for side, _ in SIDES:
            for chain in (
                (f"shoulder_{side}", f"elbow_{side}", f"wrist_{side}"),
                (f"hip_{side}", f"knee_{side}", f"ankle_{side}"),
            ):
                end = chain[2]
                if skeleton.view == "front" and end.startswith("ankle"):
                    continue  # a leg that points at the eye is drawn shortened: no chain of two known lengths
                if dist(before[end], after[end]) > SAME_PLACE:
                    continue
                place = between(before[end], after[end], eased)
                senses = _bend_side(before, chain), _bend_side(after, chain)
                if min(senses) < 0 < max(senses):
                    stretch(joints, chain, place)
                else:
                    bend(joints, chain, place, sum(senses))
                for tip in (f"hand_{side}",) if end.startswith("wrist") else (f"heel_{side}", f"toe_{side}"):
                    offsets = _offset(before[end], before[tip]), _offset(after[end], after[tip])
                    x, y = between(*offsets, eased)
                    scale = hypot(*offsets[0]) / (hypot(x, y) or 1.0)
                    joints[tip] = (joints[end][0] + x * scale, joints[end][1] + y * scale)
        return replace(skeleton, joints=joints)

    # ------------------------------------------------------------ forward kinematics

    def _skeleton(self, pose: Mapping[str, float]) -> Skeleton:
        skeleton = self._side(pose) if self.exercise.view == "side" else self._front(pose)
        if not self.exercise.ground:
            return skeleton
        low = min(skeleton[joint][1] for joint in ("toe_l", "toe_r", "heel_l", "heel_r"))
        return replace(skeleton, joints={joint: (x, y - low) for joint, (x, y) in skeleton.joints.items()})

    def _side(self, pose: Mapping[str, float]) -> Skeleton:
        length, base = self._rig.segments, 90 + pose["root_rot"]
        joints: dict[str, Point] = {"pelvis": (pose["root_x"], pose["root_y"])}
        low = base - pose["pelvis"] - pose["lumbar"]
        trunk = low - pose["thorax"]
        joints["waist"] = go(joints["pelvis"], low, length["lower_trunk"])
        joints["c7"] = go(joints["waist"], trunk, length["upper_trunk"])
        neck = go(joints["c7"], trunk - pose["neck"] / 2, length["neck"])
        joints["neck"] = go(neck, trunk - 90, pose["head_shift"])
        head = trunk - pose["neck"]
        joints["head"] = go(joints["neck"], head, length["head_r"])
        for side, _ in SIDES:
            girdle = go(joints["c7"], trunk, length["shoulder_half"] * sin(radians(pose[f"clav_{side}"])))
            joints[f"shoulder_{side}"] = go(girdle, trunk - 90, length["shoulder_half"] * sin(radians(pose["scap"])))
            self._arm(joints, side, trunk + 180, 1, pose)
            joints[f"hip_{side}"] = joints["pelvis"]
            thigh = base + 180 + pose[f"hip_{side}"]
            shank = thigh - pose[f"knee_{side}"]
            joints[f"knee_{side}"] = go(joints["pelvis"], thigh, length["thigh"])
            ankle = joints[f"ankle_{side}"] = go(joints[f"knee_{side}"], shank, length["shank"])
            foot = shank + 90 + pose[f"ankle_{side}"]
            sole = go(ankle, foot - 90, length["ankle_h"])
            joints[f"toe_{side}"] = go(sole, foot, length["foot"])
            joints[f"heel_{side}"] = go(sole, foot, -length["heel"])
        return Skeleton("side", joints, trunk, head, 0.0)

    def _front(self, pose: Mapping[str, float]) -> Skeleton:
        length, base = self._rig.segments, 90 + pose["root_rot"]
        joints: dict[str, Point] = {"pelvis": (pose["root_x"], pose["root_y"])}
        trunk = base + pose["trunk_side"]
        joints["waist"] = go(joints["pelvis"], base + pose["trunk_side"] / 2, length["lower_trunk"])
        joints["c7"] = go(joints["waist"], trunk, length["upper_trunk"])
        joints["neck"] = go(joints["c7"], trunk + pose["neck_side"] / 2, length["neck"])
        head = trunk + pose["neck_side"]
        joints["head"] = go(joints["neck"], head, length["head_r"])
        for side, sign in SIDES:
            across = trunk + sign * (90 - pose[f"clav_{side}"])
            joints[f"shoulder_{side}"] = go(joints["c7"], across, length["shoulder_half"])
            self._arm(joints, side, trunk + 180, -sign, pose)
            joints[f"hip_{side}"] = go(joints["pelvis"], base + sign * 90, length["hip_half"])
            thigh = base + 180 - sign * pose[f"hip_{side}"]
            shank = thigh + sign * pose[f"knee_{side}"]
            short = length["thigh"] * pose["thigh_scale"]
            joints[f"knee_{side}"] = go(joints[f"hip_{side}"], thigh, short)
            ankle = joints[f"ankle_{side}"] = go(joints[f"knee_{side}"], shank, length["shank"] * pose["shank_scale"])
            joints[f"heel_{side}"] = go(ankle, shank, length["ankle_h"])
            joints[f"toe_{side}"] = go(joints[f"heel_{side}"], shank + sign * -80, length["heel"])
        skeleton = Skeleton("front", joints, trunk, head, pose["neck_turn"])
        return _swayed(skeleton, pose["sway"]) if pose["sway"] else skeleton

    def _arm(self, joints: dict[str, Point], side: str, hangs: float, sense: int, pose: Mapping[str, float]) -> None:
        length, scale = self._rig.segments, pose["arm_scale"]
        direction, at = hangs, joints[f"shoulder_{side}"]
        for channel, segment, joint in (
            ("shoulder", "upper_arm", "elbow"),
            ("elbow", "forearm", "wrist"),
            ("wrist", "hand", "hand"),
        ):
            direction += sense * pose[f"{channel}_{side}"]
            at = joints[f"{joint}_{side}"] = go(at, direction, length[segment] * scale)


def _swayed(skeleton: Skeleton, sway: float) -> Skeleton:
    """The figure swings below the bar: arms about their hands, what hangs from the arms about the neck."""
    joints = dict(skeleton.joints)
    for side, _ in SIDES:
        for joint in ("shoulder", "elbow", "wrist"):
            joints[f"{joint}_{side}"] = turned(skeleton[f"{joint}_{side}"], skeleton[f"hand_{side}"], sway)
    before = between(skeleton["shoulder_l"], skeleton["shoulder_r"], 0.5)
    after = between(joints["shoulder_l"], joints["shoulder_r"], 0.5)
    for joint, (x, y) in skeleton.joints.items():
        if joint.partition("_")[0] not in ("shoulder", "elbow", "wrist", "hand"):
            joints[joint] = turned((x + after[0] - before[0], y + after[1] - before[1]), after, sway)
    return replace(skeleton, joints=joints, trunk=skeleton.trunk + sway, head=skeleton.head + sway)


# ---------------------------------------------------------------- plane geometry


def go(start: Point, direction: float, length: float) -> Point:
    """The point `length` from `start` in that direction."""
    return start[0] + length * cos(radians(direction)), start[1] + length * sin(radians(direction))


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
    upper, lower = dist(root, middle), dist(middle, end)
    reach = min(max(dist(root, place), abs(upper - lower) + 1e-6), upper + lower - 1e-6)
    angle = degrees(acos(max(-1.0, min(1.0, (upper**2 + reach**2 - lower**2) / (2 * upper * reach)))))
    direction = towards(root, place)
    joints[chain[1]] = go(root, direction - angle if sense > 0 else direction + angle, upper)
    joints[chain[2]] = go(root, direction, reach)


def stretch(joints: dict[str, Point], chain: Chain, place: Point) -> None:
    """Bring the end to `place` while the elbow goes from one side to the other: on its way it points at the eye."""
    root, middle, end = (joints[name] for name in chain)
    moved = turned(middle, root, towards(root, place) - towards(root, end))
    joints[chain[1]] = between(root, moved, dist(root, place) / dist(root, end))
    joints[chain[2]] = place


def _bend_side(bones: Skeleton, chain: Chain) -> float:
    """To which side the chain is bent: plus is counter-clockwise."""
    root, middle, end = (bones[name] for name in chain)
    x, y = _offset(root, middle)
    return x * (end[1] - root[1]) - y * (end[0] - root[0])


def _offset(start: Point, end: Point) -> Point:
    return end[0] - start[0], end[1] - start[1]


def between(start: Point, end: Point, share: float) -> Point:
    """The point that lies `share` of the way from one point to another."""
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share
