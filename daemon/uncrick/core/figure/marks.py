"""Marks beside the figure that no joint draws: where the eyes look, fingers that spread."""

from collections.abc import Iterator

from uncrick.core.figure.shapes import Limb, Primitive, Shape, block
from uncrick.core.figure.skeleton import SIDES, Point, Skeleton, between, go, towards

EYE = (0.036, 0.004)  # beyond the middle of the head and above it, from the side
FINGERS = (-70, -28, -9, 10, 29)  # how far each is aside of the hand, degrees, when they are spread
NEAR, STEP, DASHES = 0.1, 0.045, 5  # where the line of sight begins, and its dashes
WINDOW = (0.34, 0.44, 0.15)  # how far off it begins and ends, and half its height


def gaze(bones: Skeleton, t: float) -> Iterator[Primitive]:
    """A line of sight from the eye to the hills behind a window; the dashes go outwards, one step a second."""
    eye = go(go(bones["head"], bones.head, EYE[1]), bones.head - 90, EYE[0])
    yield from _window(eye)
    for dash in range(DASHES):
        x = eye[0] + NEAR + STEP * ((dash + t) % DASHES)
        yield Limb("arrow", ((x, eye[1], 0.006), (x + 0.018, eye[1], 0.006)))


def _window(eye: Point) -> Iterator[Primitive]:
    near, far, half = WINDOW
    left, right, low, high = eye[0] + near, eye[0] + far, eye[1] - half, eye[1] + half
    yield block("prop_shine", left, low, right, high)
    middle = (left + right) / 2
    yield Shape("prop_far", ((left, low), (left, low + 0.08), (middle, low + 0.13), (right, low + 0.06), (right, low)))
    for edge in (left, right):
        yield block("prop", edge - 0.008, low, edge + 0.008, high)
    for edge in (low, high):
        yield block("prop", left - 0.008, edge - 0.008, right + 0.008, edge + 0.008)


def fan(bones: Skeleton, fingers: float) -> Iterator[Primitive]:
    """The fingers of both hands: spread as far as `fingers` says, 0..1; below 0 the hand is a fist."""
    if not fingers:
        return
    for side, _ in SIDES:
        wrist, hand = bones[f"wrist_{side}"], bones[f"hand_{side}"]
        palm, way = between(wrist, hand, 0.5), towards(wrist, hand)
        if fingers < 0:
            yield Limb("arrow", ((*between(wrist, hand, 0.6), 0.03 * -fingers),))
            continue
        for angle in FINGERS:
            tip = go(palm, way + angle * fingers, 0.075)
            yield Limb("arrow", ((*go(palm, way + angle * fingers, 0.02), 0.009), (*tip, 0.007)))
