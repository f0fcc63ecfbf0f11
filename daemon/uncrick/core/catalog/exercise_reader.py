"""One exercise out of its TOML table: typed, and checked against every rule."""

from uncrick.core.catalog.checks import EXERCISE_RULES
from uncrick.core.catalog.reader import Fault, Raw, Reader
from uncrick.core.model.catalog import (
    FRAMES,
    HEADLINE,
    HOW,
    PHASES,
    PLACES,
    POSITIONS,
    PROPS,
    USES,
    After,
    Cue,
    Dose,
    Exercise,
    Gentle,
    Keyframe,
    Phase,
    Vocabulary,
    headline_of,
)
from uncrick.core.model.rig import VIEWS


def read_exercise(raw: Raw, file: str, vocabulary: Vocabulary, name: str = "exercise") -> tuple[Exercise, list[Fault]]:
    """
    One exercise and every fault of it; it is of use only without any.

    Args:
        raw: its table.
        file, name: for messages; the name where it has no id of its own.
    """
    own = raw.get("id")
    reader = Reader(raw, file, own if isinstance(own, str) and own else name)
    exercise = _exercise(reader, vocabulary)
    reader.end()
    if not reader.faults:
        # A record of wrong types would only breed faults that follow from the first
        for rule, check in EXERCISE_RULES:
            for what in check(exercise, vocabulary):
                reader.fault(rule, what)
    return exercise, reader.faults


def _exercise(reader: Reader, vocabulary: Vocabulary) -> Exercise:
    name = reader.text("name")
    headline = reader.text("headline", most=HEADLINE) if "headline" in reader.raw else headline_of(name)
    return Exercise(
        id=reader.text("id"),
        name=name,
        headline=headline,
        how=reader.text("how", most=HOW),
        origin=reader.one_of("origin", ("article", "added", "own")),
        source_section=reader.text("source_section", empty=True),
        area=reader.one_of("area", tuple(vocabulary.areas), rule="unknown area"),
        region=reader.text("region"),
        why=reader.text("why"),
        position=reader.one_of("position", POSITIONS),
        places=reader.texts("places", PLACES, rule="unknown place"),
        equipment=reader.texts("equipment", vocabulary.equipment, rule="unknown equipment"),
        use=reader.one_of("use", USES),
        visibility=reader.whole("visibility", 0, 2),
        level=reader.whole("level", min(vocabulary.levels, default=1), max(vocabulary.levels, default=1)),
        after=reader.inside("after", lambda inner: _after(inner, vocabulary)) if "after" in reader.raw else None,
        effort=reader.text("effort"),
        reps=reader.inside("reps", lambda inner: _dose(inner, 400)),
        per_day_reps=reader.whole("per_day_reps", 1, 1000),
        gap_min=reader.whole("gap_min", 0, 1440),
        setup_s=reader.whole("setup_s", 0, 30),
        cycle_s=reader.whole("cycle_s", 1, 120),
        duration_s=reader.inside("duration_s", lambda inner: _dose(inner, 300)),
        instruction=reader.text("instruction"),
        caution=reader.text("caution"),
        setup_say=reader.text("setup_say"),
        contraindications=reader.texts("contraindications", vocabulary.conditions, rule="unknown tag"),
        gentle=reader.inside("gentle", _gentle),
        view=reader.one_of("view", VIEWS),
        frame=reader.one_of("frame", FRAMES),
        base=reader.text("base"),
        props=reader.texts("props", PROPS),
        loop=reader.flag("loop"),
        ground=reader.flag("ground"),
        phases=reader.each("phases", _phase),
        cues=reader.each("cues", _cue),
        keyframes=_keyframes(reader, vocabulary),
        evidence=reader.texts("evidence"),
    )


def _after(reader: Reader, vocabulary: Vocabulary) -> After:
    return After(reader.one_of("id", vocabulary.exercises, rule="unknown exercise"), reader.whole("times", 1, 100))


def _dose(reader: Reader, most: int) -> Dose:
    return Dose(reader.whole("micro", 0, most), reader.whole("full", 1, most))


def _gentle(reader: Reader) -> Gentle:
    effort = reader.number("effort", 0.0, 0.5) if "effort" in reader.raw else None
    return Gentle(
        reader.number("amplitude", 0.1, 1.0), reader.whole("reps", 1, 100), reader.text("alt", empty=True), effort
    )


def _phase(reader: Reader) -> Phase:
    return Phase(reader.one_of("kind", PHASES), reader.whole("s", 1, 120))


def _cue(reader: Reader) -> Cue:
    return Cue(reader.whole("t", 0, 120), reader.text("say"), reader.text("brief"))


def _keyframes(reader: Reader, vocabulary: Vocabulary) -> tuple[Keyframe, ...]:
    if not vocabulary.bases:
        reader.skip("keyframes")
        return ()
    return reader.each("keyframes", _keyframe)


def _keyframe(reader: Reader) -> Keyframe:
    pose = reader.inside("pose", angles)
    return Keyframe(reader.number("t", 0, 120), pose)


def angles(reader: Reader) -> dict[str, float]:
    """A pose: degrees, or fractions of stature, by channel."""
    return {key: reader.number(key, -360.0, 360.0) for key in reader.raw}
