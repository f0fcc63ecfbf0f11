"""The stick figure out of figure.toml: its rig, base poses, and how exercises are shown."""

from collections.abc import Mapping
from dataclasses import replace

from uncrick.core.catalog.exercise_reader import angles
from uncrick.core.catalog.reader import WHOLE, Raw, Reader
from uncrick.core.model.catalog import Vocabulary
from uncrick.core.model.rig import GHOSTS, MARKS, PARTS, TRACERS, VIEWS, Base, Rig, Staging


def with_figure(vocabulary: Vocabulary, document: Raw) -> Vocabulary:
    """What one more exercise may refer to, with parsed figure.toml, which was checked when it was shipped."""
    rig = read_figure(Reader(document, "figure.toml", WHOLE))
    return replace(vocabulary, bases=rig.bases, channels=rig.channels)


def read_figure(reader: Reader) -> Rig:
    """The rig; its faults stay with `reader`, which reads figure.toml."""
    segments, channels = reader.inside("rig", _segments_and_channels)
    bases = reader.by_name("bases", lambda inner: _base(inner, channels))
    return Rig(segments, channels, bases, reader.by_name("staging", _staging))


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


def _staging(reader: Reader) -> Staging:
    return Staging(
        reader.texts("focus", PARTS, needed=False),
        reader.one_of("tracer", TRACERS) if "tracer" in reader.raw else "c7",
        reader.one_of("mark", MARKS) if "mark" in reader.raw else "",
        reader.number("still", 0, 120) if "still" in reader.raw else None,
        reader.one_of("ghost", GHOSTS) if "ghost" in reader.raw else "",
    )
