"""Marks beside the figure that no joint draws: where the eyes look."""

from collections.abc import Iterator

from uncrick.core.figure.shapes import Limb, Primitive, Shape, block
from uncrick.core.figure.skeleton import Point, Skeleton, go

EYE = (0.036, 0.004)  # beyond the middle of the head and above it, from the side
NEAR, STEP, DASHES = 0.1, 0.045, 5  # where the line of sight begins, and its dashes
WINDOW = (0.33, 0.56, 0.16)  # how far off it begins and ends, and half its height


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
    yield block("sky", left, low, right, high)
    wide = right - left
    yield Limb("sun", ((left + wide * 0.7, low + 0.24, 0.03),))
    hills = ((0.0, 0.1), (0.25, 0.17), (0.45, 0.12), (0.75, 0.19), (1.0, 0.11))
    yield Shape("hills", ((left, low), *((left + wide * x, low + y) for x, y in hills), (right, low)))
    for edge in (left, right):
        yield block("prop", edge - 0.008, low, edge + 0.008, high)
    yield block("prop", left + wide / 2 - 0.004, low, left + wide / 2 + 0.004, high)
    for edge in (low, high):
        yield block("prop", left - 0.008, edge - 0.008, right + 0.008, edge + 0.008)
