"""The stick figure out of figure.toml: its rig, base poses, and how exercises are shown."""

import re
from collections.abc import Mapping
from dataclasses import replace

from uncrick.core.catalog.exercise_reader import angles
from uncrick.core.catalog.reader import WHOLE, Raw, Reader
from uncrick.core.model.catalog import Vocabulary
from uncrick.core.model.rig import (
    BUILD,
    GHOSTS,
    JOINTS,
    MARKS,
    PARTS,
    TRACERS,
    VIEWS,
    Base,
    Colour,
    Numbers,
    Person,
    Rig,
    Staging,
)


def with_figure(vocabulary: Vocabulary, document: Raw) -> Vocabulary:
    """What one more exercise may refer to, with parsed figure.toml, which was checked when it was shipped."""
    rig = read_figure(Reader(document, "figure.toml", WHOLE))
    return replace(vocabulary, bases=rig.bases, channels=rig.channels)


def read_figure(reader: Reader) -> Rig:
    """The rig; its faults stay with `reader`, which reads figure.toml."""
    segments, channels = reader.inside("rig", _segments_and_channels)
    bases = reader.by_name("bases", lambda inner: _base(inner, channels))
    return Rig(
        segments,
        channels,
        bases,
        reader.by_name("staging", _staging),
        reader.inside("body", lambda inner: {key: inner.number(key, 0.0, 1.0) for key in inner.raw}),
        reader.inside("face", lambda inner: {key: _rows(inner, key, 2) for key in inner.raw}),
        reader.inside("colours", _colours),
        reader.by_name("people", _person),
    )


def _segments_and_channels(reader: Reader) -> tuple[dict[str, float], dict[str, str]]:
    segments = reader.inside("segments", lambda inner: {key: inner.number(key, 0.0, 1.0) for key in inner.raw})
    views = ("both", *VIEWS)
    return segments, reader.inside("channels", lambda inner: {key: inner.one_of(key, views) for key in inner.raw})


def _base(reader: Reader, channels: Mapping[str, str]) -> Base:
    base = Base(reader.record, reader.one_of("view", VIEWS), reader.inside("pose", angles))
    for channel in base.pose:
        if channels.get(channel) not in ("both", base.view):
            reader.fault("channel", f"{channel} is not drawn in the {base.view} view")
    return base


def _colours(reader: Reader) -> dict[str, Colour]:
    return {key: _colour(reader, key) for key in reader.raw}


def _colour(reader: Reader, key: str) -> Colour:
    """Two colours: for the light theme and for the dark one."""
    light, dark = (*reader.texts(key), "", "")[:2]
    if not all(re.fullmatch("#[0-9a-f]{6}", shade) for shade in (light, dark)):
        reader.fault("colour", f"{key} is not two different colours such as #1d2b2a", key)
    return light, dark


def _rows(reader: Reader, key: str, width: int, *, needed: bool = True) -> tuple[Numbers, ...]:
    """Rows of `width` numbers each."""
    value = reader.raw.get(key, () if needed else [])
    reader.skip(key)
    rows = value if isinstance(value, list) else None
    if rows is None or any(not isinstance(row, list) or len(row) != width or not _numbers(row) for row in rows):
        reader.fault("wrong type", f"{key} is not a list of rows of {width} numbers", key)
        return ()
    return tuple(tuple(map(float, row)) for row in rows)


def _numbers(row: list[object]) -> bool:
    return all(isinstance(value, int | float) and not isinstance(value, bool) for value in row)


def _person(reader: Reader) -> Person:
    return Person(
        reader.record,
        reader.inside("build", lambda inner: {key: inner.number(key, 0.5, 2.0) for key in BUILD}),
        reader.inside("colours", _colours),
        _rows(reader, "hair_side", 2),
        _rows(reader, "hairline", 2),
        reader.number("cap", 0.5, 2.0),
        _rows(reader, "tufts_side", 3, needed=False),
        _rows(reader, "tufts", 4, needed=False),
    )


def _staging(reader: Reader) -> Staging:
    return Staging(
        reader.texts("focus", PARTS, needed=False),
        reader.one_of("tracer", TRACERS) if "tracer" in reader.raw else "c7",
        reader.one_of("mark", MARKS) if "mark" in reader.raw else "",
        reader.number("still", 0, 120) if "still" in reader.raw else None,
        reader.one_of("ghost", GHOSTS) if "ghost" in reader.raw else "",
        reader.flag("behind", default=False),
        reader.texts("crop", JOINTS, needed=False),
        reader.flag("arrows", default=True),
        reader.number("perch", 0.0, 0.3, 0.0),
        reader.number("oblique", 0.5, 1.0, 1.0),
    )
