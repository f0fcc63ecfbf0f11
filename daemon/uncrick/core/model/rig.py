"""The figure's record: segments, channels, base poses, and how each exercise is shown."""

from collections.abc import Mapping
from dataclasses import dataclass

PARTS = ("head", "trunk", "girdle", "arm", "leg", "body")
TRACERS = ("c7", "waist", "pelvis")
MARKS = ("", "press", "breath", "gaze")
GHOSTS = ("", "start")
VIEWS = ("side", "front")


@dataclass(frozen=True, slots=True)
class Base:
    """A pose that exercises start from: the channels that are not zero."""

    id: str
    view: str
    pose: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Staging:
    """
    How one exercise is shown, where its keyframes alone do not say it.

    Attributes:
        focus: the parts that may be marked as moving, of PARTS; empty = all that move.
        tracer: the joint whose way the arrow of the trunk shows: `c7`, `waist` or `pelvis`.
        mark: `press` (hands and head push against each other), `breath`, `gaze` (where the eyes look), or "".
        still: second of the cycle for a single picture; None = where the pose is furthest from rest.
        ghost: `start` (a pale body stays where it began, for movements that are small), or "".
    """

    focus: tuple[str, ...] = ()
    tracer: str = "c7"
    mark: str = ""
    still: float | None = None
    ghost: str = ""


@dataclass(frozen=True, slots=True)
class Rig:
    """
    The figure.

    Attributes:
        segments: lengths as fractions of standing height.
        channels: by joint, in which view it is drawn: `side`, `front` or `both`.
        bases: the poses that exercises start from.
        staging: by exercise id.
    """

    segments: Mapping[str, float]
    channels: Mapping[str, str]
    bases: Mapping[str, Base]
    staging: Mapping[str, Staging]
