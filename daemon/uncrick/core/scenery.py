"""What the figure stands, sits, lies and hangs on: each prop is placed by the poses of its exercise."""

from collections.abc import Callable, Iterator
from math import dist

from uncrick.core.body import mean
from uncrick.core.pose import SIDES, Point, Poser, Skeleton, go
from uncrick.core.shapes import Limb, Primitive, Shape, block, line

MAT = 0.03  # how thick
SOLE = 0.06  # from the middle of a sitting body's hip down to what it sits on


class Scene:
    """The surroundings of one exercise."""

    def __init__(self, poser: Poser) -> None:
        self.exercise = poser.exercise
        self._poser = poser
        self._first = poser.skeleton(0)
        self._keys = [poser.skeleton(t) for t in poser.times]
        self.left = min(x for bones in self._keys for x, _ in bones.joints.values())
        self.right = max(x for bones in self._keys for x, _ in bones.joints.values())
        self._grip = self._gripped()
        drawn: dict[str, Callable[[Skeleton, float], Iterator[Primitive]]] = {
            "chair": self._chair,
            "desk": self._desk,
            "bar": self._bar,
            "doorway": self._doorway,
            "mat": self._mat,
            "ball": self._ball,
            "floor": self._path,
            "stairs": self._stairs,
        }
        self._props = [drawn[prop] for prop in self.exercise.props if prop in drawn]

    def behind(self, bones: Skeleton, t: float) -> Iterator[Primitive]:
        """What is drawn before the body."""
        if not {"stairs", "seen_from_above"} & set(self.exercise.props):
            yield from self._floor(bones)
        for prop in self._props:
            yield from prop(bones, t)

    def before(self, bones: Skeleton) -> Iterator[Primitive]:
        """What is drawn over the body."""
        if "mat" in self.exercise.props and "seen_from_above" not in self.exercise.props:
            yield block(
                "prop", self.left - 0.06, -MAT, self.right + 0.06, -0.006
            )  # whoever lies on it sinks in a little
        if "bar" in self.exercise.props and self.exercise.view == "side":
            yield Limb("prop", ((*self._grip, 0.024),))
            yield Limb("prop_far", ((*self._grip, 0.01),))
        if "weights" in self.exercise.props:
            for side, _ in SIDES:
                x, y = mean(bones[f"wrist_{side}"], bones[f"hand_{side}"], 0.6)
                yield line("prop", 0.022, (x - 0.05, y), (x + 0.05, y))
                for end in (-0.05, 0.05):
                    yield line("prop", 0.034, (x + end, y - 0.036), (x + end, y + 0.036))

    def points(self) -> Iterator[Point]:
        """Corners of props that must be in the picture."""
        if "bar" in self.exercise.props:
            x, y = self._grip
            yield from ((x - 0.12, y + 0.05), (x + (0.39 if self.exercise.view == "side" else 0.12), y + 0.05))
        if "desk" in self.exercise.props:
            x, y = self._grip
            yield from ((x + 0.32, y), (x + 0.32, y + 0.28))
        if "doorway" in self.exercise.props:
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

    def _gripped(self) -> Point:
        """Where the hands meet the bar, the desk or the frame: between them where they are furthest from the hips."""

        if "bar" in self.exercise.props:
            return _hands(self._first)
        rest = _hands(self._first)
        return max((_hands(bones) for bones in self._keys), key=lambda hands: dist(hands, rest))

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
            yield line("prop", 0.03, (foot[0], seat), foot, mean(foot, head, 0.85))
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
            return
        yield block("prop_far", x + 0.4, 0.0, x + 0.44, y + 0.07)
        yield line("prop", 0.024, (x, y), (x + 0.41, y))
        yield line("prop_far", 0.018, (x + 0.2, y), (x + 0.4, y - 0.16))

    def _doorway(self, bones: Skeleton, t: float) -> Iterator[Primitive]:
        x, y = self._grip
        near, far, top = x + 0.01, x - 0.58, y + 0.06
        yield block("prop_far", near, 0.0, near + 0.055, top + 0.055)
        yield block("prop_far", far - 0.055, 0.0, far, top + 0.055)
        yield block("prop_far", far, top, near, top + 0.055)
        yield block("prop", near, 0.0, near + 0.012, top)
        yield block("prop", far - 0.012, 0.0, far, top)
        yield block("prop", far, top, near, top + 0.012)

    def _mat(self, bones: Skeleton, t: float) -> Iterator[Primitive]:
        if "seen_from_above" in self.exercise.props:
            middle, head = self._first["pelvis"], self._first["head"]
            left, right = head[0] - 0.16, middle[0] + 0.42
            yield block("prop_far", left, middle[1] - 0.3, right, middle[1] + 0.3)
            yield line("prop", 0.12, (head[0] - 0.03, head[1] - 0.09), (head[0] - 0.03, head[1] + 0.09))
            return
        yield block("prop", self.left - 0.06, -MAT, self.right + 0.06, -0.002)

    def _ball(self, bones: Skeleton, t: float) -> Iterator[Primitive]:
        radius = (self._first["pelvis"][1] - 0.045) / 2
        x = bones["pelvis"][0] * 0.6
        yield Limb("prop", ((x, radius, radius),))
        yield Limb("prop_far", ((x, radius, radius - 0.016),))
        lean = 90 - 200 * bones["pelvis"][0]
        middle = (x, radius)
        yield line("prop", 0.012, go(middle, lean, radius - 0.01), middle, go(middle, lean + 180, radius - 0.01))

    def _walked(self, bones: Skeleton, t: float) -> Point:
        """The ankle of the foot that stands: what lies under it goes with it."""
        later = self._poser.skeleton(t + 0.04)
        return min(
            (later[f"ankle_{side}"][0] - bones[f"ankle_{side}"][0], bones[f"ankle_{side}"]) for side, _ in SIDES
        )[1]

    def _path(self, bones: Skeleton, t: float) -> Iterator[Primitive]:
        x, _ = self._walked(bones, t)
        feet = sorted(self._first[f"ankle_{side}"][0] for side, _ in SIDES)
        stride = feet[1] - feet[0]
        for step in range(-7, 8):
            at = x + step * stride
            if self.left - 0.25 < at < self.right + 0.2:
                yield line("prop", 0.014, (at - 0.03, -0.05), (at + 0.07, -0.05))

    def _stairs(self, bones: Skeleton, t: float) -> Iterator[Primitive]:
        low, high = sorted((self._first[f"ankle_{side}"] for side, _ in SIDES), key=lambda ankle: ankle[1])
        wide, tall = high[0] - low[0], high[1] - low[1]
        x, y = self._walked(bones, t)
        x, y = x - wide * 0.45, y - 0.039
        outline = []
        for step in range(-7, 8):
            outline += [(x + step * wide, y + (step - 1) * tall), (x + step * wide, y + step * tall)]
        for step in range(-7, 8):
            yield line(
                "prop",
                0.016,
                (x + step * wide, y + step * tall - 0.008),
                (x + (step + 1) * wide, y + step * tall - 0.008),
            )
        deep = -7 * tall + y - 0.6
        yield Shape("prop_far", (*outline, (outline[-1][0], deep), (outline[0][0], deep)))
        rail = [(x + step * wide, y + step * tall + 0.4) for step in (-7, 8)]
        yield line("prop_far", 0.02, *rail)


def _hands(bones: Skeleton) -> Point:
    one, two = (mean(bones[f"wrist_{side}"], bones[f"hand_{side}"], 0.75) for side, _ in SIDES)
    return mean(one, two, 0.5)
