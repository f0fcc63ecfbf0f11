"""The figure's record: segments, channels, base poses, and how each exercise is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field

PARTS = ("head", "trunk", "girdle", "arm", "leg", "body")
TRACERS = ("c7", "waist", "pelvis", "heel")
MARKS = ("", "press", "breath", "gaze")
GHOSTS = ("", "start")
VIEWS = ("side", "front")
JOINTS = ("head", "neck", "c7", "waist", "pelvis", "shoulder", "elbow", "wrist", "hand", "hip", "knee", "ankle", "toe")
BUILD = ("shoulders", "waist", "hips", "limbs")
Colour = tuple[str, str]
"""`#rrggbb` in the light theme, and in the dark one."""
Numbers = tuple[float, ...]


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
        tracer: the joint whose way the arrow of the trunk shows: `c7`, `waist` or `pelvis`; `heel` = that
            of a leg is beside its heel.
        mark: `press` (hands and head push against each other), `breath`, `gaze` (where the eyes look), or "".
        still: second of the cycle for a single picture; None = where the pose is furthest from rest.
        ghost: `start` (a pale body stays where it began, for movements that are small), or "".
        behind: the figure is seen from behind; front view only.
        crop: the joints that must be in the picture, without their side; empty = all.
        arrows: false = the tint of what moves says enough.
        oblique: share of its length at which a body that lies is drawn: it is seen from a corner, so that it fills more
            of the picture; side view only.
        perch: how far before the back of the chair the person sits, in standing heights.
    """

    focus: tuple[str, ...] = ()
    tracer: str = "c7"
    mark: str = ""
    still: float | None = None
    ghost: str = ""
    behind: bool = False
    crop: tuple[str, ...] = ()
    arrows: bool = True
    perch: float = 0.0
    oblique: float = 1.0


@dataclass(frozen=True, slots=True)
class Person:
    """
    One of the people whom the figure can be; lengths in radii of the head.

    Attributes:
        build: factors of the widths of `shoulders`, `waist`, `hips` and `limbs`.
        colours: of this person, by role; they go before those of the rig.
        hair_side: the outline of the hair in the side view, (forwards, up) from the middle of the head.
        hairline: how high the hair begins, (degrees aside of the nose, up), from 0 to 180 degrees.
        cap: the radius of the hair around the head in the front view.
        tufts_side, tufts: round pieces of hair: (forwards, up, radius), and on the ball of the head (degrees aside of
            the nose, up, distance from the axis, radius).
    """

    id: str
    build: Mapping[str, float]
    colours: Mapping[str, Colour]
    hair_side: tuple[Numbers, ...]
    hairline: tuple[Numbers, ...]
    cap: float
    tufts_side: tuple[Numbers, ...] = ()
    tufts: tuple[Numbers, ...] = ()


@dataclass(frozen=True, slots=True)
class Rig:
    """
    The figure.

    Attributes:
        segments: lengths as fractions of standing height.
        channels: by joint, in which view it is drawn: `side`, `front` or `both`.
        bases: the poses that exercises start from.
        staging: by exercise id.
        body: radii and the like of the body, in standing heights.
        face: outlines and lines of the face, in radii of the head.
        colours: by role.
        people: whom the figure can be, by id, in the order in which a choice shows them.
    """

    segments: Mapping[str, float]
    channels: Mapping[str, str]
    bases: Mapping[str, Base]
    staging: Mapping[str, Staging]
    body: Mapping[str, float] = field(default_factory=dict)
    face: Mapping[str, tuple[Numbers, ...]] = field(default_factory=dict)
    colours: Mapping[str, Colour] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)
