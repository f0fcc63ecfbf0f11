"""Builds the catalogue from parsed TOML: typed, checked, and refused with every fault named."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from uncrick.core.catalog.checks import EXERCISE_RULES
from uncrick.core.catalog.reader import WHOLE, Fault, Raw, Reader
from uncrick.core.model.catalog import (
    ANSWERS,
    FALLBACK,
    GHOSTS,
    HEADLINE,
    HOW,
    INVITE,
    KINDS,
    MARKS,
    MOMENTS,
    PARTS,
    PHASES,
    PLACES,
    POSITIONS,
    PROPS,
    REMEDIES,
    SHORT,
    TIP_KINDS,
    TRACERS,
    VIEWS,
    After,
    Area,
    Base,
    Catalogue,
    Channel,
    Condition,
    Cue,
    Dose,
    Equipment,
    Excluded,
    Exercise,
    FeedbackOption,
    Gentle,
    HistoryRules,
    Keyframe,
    Known,
    Level,
    Owed,
    PainRule,
    Phase,
    RedFlag,
    Reference,
    Rig,
    RoutineNumbers,
    Staging,
    Tip,
)
from uncrick.errors import CatalogueError

# ---------------------------------------------------------------- one exercise

T = TypeVar("T")


def exercise(raw: Raw, file: str, known: Known, name: str = "exercise") -> Exercise:
    """
    One exercise, typed and checked; without an id of its own it is called `name` in messages.

    Raises:
        CatalogueError: with a line `file: id: rule: what` for each fault of the record.
    """
    found, faults = examined(raw, file, known, name)
    _refuse(faults)
    return found


def examined(raw: Raw, file: str, known: Known, name: str = "exercise") -> tuple[Exercise, list[Fault]]:
    """One exercise and every fault of it; it is of use only without any."""
    own = raw.get("id")
    reader = Reader(raw, file, own if isinstance(own, str) and own else name)
    found = _typed(reader, known)
    reader.end()
    if not reader.faults:
        # A record of wrong types would only breed faults that follow from the first
        for rule, check in EXERCISE_RULES:
            for what in check(found, known):
                reader.fault(rule, what)
    return found, reader.faults


def _typed(reader: Reader, known: Known) -> Exercise:
    return Exercise(
        id=reader.text("id"),
        name=reader.text("name"),
        headline=reader.text("headline", most=HEADLINE),
        how=reader.text("how", most=HOW),
        invite=reader.text("invite", most=INVITE),
        origin=reader.one_of("origin", ("article", "added", "own")),
        inventory=reader.text("inventory", empty=True),
        source_section=reader.text("source_section", empty=True),
        area=reader.one_of("area", tuple(known.areas), rule="unknown area"),
        region=reader.text("region"),
        target=reader.text("target"),
        why=reader.text("why"),
        position=reader.one_of("position", POSITIONS),
        places=reader.texts("places", PLACES, rule="unknown place"),
        equipment=reader.texts("equipment", known.equipment, rule="unknown equipment"),
        use=reader.one_of("use", ("both", "home")),
        visibility=reader.whole("visibility", 0, 2),
        level=reader.whole("level", min(known.levels, default=1), max(known.levels, default=1)),
        after=_after(reader, known) if "after" in reader.raw else None,
        effort=reader.text("effort"),
        reps=_dose(reader, "reps", 400),
        per_day_reps=reader.whole("per_day_reps", 1, 1000),
        gap_min=reader.whole("gap_min", 0, 1440),
        setup_s=reader.whole("setup_s", 0, 30),
        cycle_s=reader.whole("cycle_s", 1, 120),
        duration_s=_dose(reader, "duration_s", 300),
        instruction=reader.text("instruction"),
        caution=reader.text("caution"),
        setup_say=reader.text("setup_say"),
        contraindications=reader.texts("contraindications", known.conditions, rule="unknown tag"),
        gentle=_gentle(reader),
        view=reader.one_of("view", VIEWS),
        frame=reader.one_of("frame", ("bust", "full")),
        base=reader.text("base"),
        props=reader.texts("props", PROPS),
        loop=reader.flag("loop"),
        ground=reader.flag("ground"),
        phases=tuple(_each(reader, "phases", _phase)),
        cues=tuple(_each(reader, "cues", _cue)),
        keyframes=_keyframes(reader, known),
        evidence=reader.texts("evidence"),
    )


def _each(reader: Reader, key: str, read: Callable[[Reader], T]) -> Iterator[T]:
    for inner in reader.tables(key):
        yield read(inner)
        reader.join(inner)


def _after(reader: Reader, known: Known) -> After:
    inner = reader.table("after")
    after = After(inner.one_of("id", known.exercises, rule="unknown exercise"), inner.whole("times", 1, 100))
    reader.join(inner)
    return after


def _dose(reader: Reader, key: str, most: int) -> Dose:
    inner = reader.table(key)
    dose = Dose(inner.whole("micro", 0, most), inner.whole("full", 1, most))
    reader.join(inner)
    return dose


def _gentle(reader: Reader) -> Gentle:
    inner = reader.table("gentle")
    effort = inner.number("effort", 0.0, 0.5) if "effort" in inner.raw else None
    gentle = Gentle(
        inner.number("amplitude", 0.1, 1.0), inner.whole("reps", 1, 100), inner.text("alt", empty=True), effort
    )
    reader.join(inner)
    return gentle


def _phase(reader: Reader) -> Phase:
    return Phase(reader.one_of("kind", PHASES), reader.whole("s", 1, 120))


def _cue(reader: Reader) -> Cue:
    return Cue(reader.whole("t", 0, 120), reader.text("say"), reader.text("brief"))


def _keyframes(reader: Reader, known: Known) -> tuple[Keyframe, ...]:
    found = tuple(_each(reader, "keyframes", _keyframe)) if known.bases else ()
    if not known.bases:
        reader.skip("keyframes")
    return found


def _keyframe(reader: Reader) -> Keyframe:
    inner = reader.table("pose")
    pose = _numbers(inner)
    reader.join(inner)
    return Keyframe(reader.number("t", 0, 120), pose)


def _numbers(reader: Reader) -> dict[str, float]:
    return {key: reader.number(key, -360.0, 360.0) for key in reader.raw}


# ---------------------------------------------------------------- all of it


def build(documents: Mapping[str, Raw], *, figure: bool = True) -> Catalogue:
    """
    The whole catalogue, typed and checked.

    Args:
        documents: parsed TOML by file name: exercises.toml, tips.toml, safety.toml and, for the figure, figure.toml.
        figure: False leaves out figure.toml, the rig and all keyframes.

    Raises:
        CatalogueError: with a line `file: id: rule: what` for each fault in any of the files.
    """
    names = ("exercises.toml", "tips.toml", "safety.toml", *(("figure.toml",) if figure else ()))
    missing = [name for name in names if name not in documents]
    _refuse([Fault(name, WHOLE, "missing file", "it was not read") for name in missing])
    top = {name: Reader(documents[name], name, WHOLE) for name in names}
    rig = _figure(top["figure.toml"]) if figure else None
    found = _catalogue(top["exercises.toml"], top["tips.toml"], top["safety.toml"], rig)
    for reader in top.values():
        reader.end()
    faults = [fault for reader in top.values() for fault in reader.faults]
    # What records say of each other makes sense only once each of them does
    _refuse(faults or [Fault(*breach) for breach in _across(found)])
    return found


def history_rules(numbers: Raw, safety: Raw) -> HistoryRules:
    """
    What the folds over a history need, without the rest of the catalogue.

    Args:
        numbers: parsed TOML with the `[routine]` of exercises.toml; safety: that of safety.toml.

    Raises:
        CatalogueError: a line for each fault.
    """
    book, signs = Reader(numbers, "exercises.toml", WHOLE), Reader(safety, "safety.toml", WHOLE)
    flags = _named(signs, "red_flag", _red_flag).values()
    found = HistoryRules(
        tuple(_each(signs, "pain_rule", _pain_rule)), {flag.id: flag.severity for flag in flags}, _routine(book)
    )
    _refuse([*book.faults, *signs.faults])
    return found


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise CatalogueError("The catalogue breaks its rules", "\n".join(map(str, faults)))


def _catalogue(exercises: Reader, tips: Reader, safety: Reader, rig: Rig | None) -> Catalogue:
    exercises.one_of("schema", ("break-catalogue",))
    areas = _named(exercises, "area", _area)
    equipment = _named(exercises, "equipment", _equipment)
    levels = tuple(_each(exercises, "level", _level))
    conditions = _conditions(safety)
    required = _required(safety, tuple(conditions))
    numbers = _routine(exercises)
    raws = list(exercises.tables("exercise"))
    known = Known(
        areas,
        tuple(equipment),
        tuple(conditions),
        tuple(level.n for level in levels),
        tuple(reader.record for reader in raws),
        numbers.min_relax_s,
        rig.bases if rig is not None else {},
        rig.channels if rig is not None else {},
        required,
    )
    return Catalogue(
        schema_version=exercises.text("schema_version"),
        language=exercises.text("language"),
        source_article=exercises.text("source_article"),
        disclaimer=exercises.text("disclaimer"),
        numbers=numbers,
        equipment=equipment,
        areas=areas,
        levels=levels,
        exercises=_exercises(exercises, raws, known),
        excluded=tuple(_named(exercises, "excluded", _excluded).values()),
        references=_named(exercises, "reference", _reference),
        openings=tips.texts("openings"),
        weights=_weights(tips),
        tips=_named(tips, "tip", _tip),
        conditions=conditions,
        required=required,
        red_flags=tuple(_named(safety, "red_flag", _red_flag).values()),
        feedback_options=tuple(_named(safety, "feedback_option", _feedback_option).values()),
        pain_rules=tuple(_each(safety, "pain_rule", _pain_rule)),
        rig=rig,
    )


def _named(reader: Reader, key: str, read: Callable[[Reader], T]) -> dict[str, T]:
    """The records of a list by id."""
    found: dict[str, T] = {}
    for inner in reader.tables(key):
        inner.text("id")
        if inner.record in found:
            inner.fault("duplicate id", f"there are two {key}s of this id")
        found[inner.record] = read(inner)
        reader.join(inner)
    return found


def _exercises(reader: Reader, raws: list[Reader], known: Known) -> dict[str, Exercise]:
    found: dict[str, Exercise] = {}
    for raw in raws:
        if raw.record in found:
            raw.fault("duplicate id", "there are two exercises of this id")
            reader.join(raw)
        found[raw.record], faults = examined(raw.raw, raw.file, known, raw.record)
        reader.faults.extend(faults)
    return found


def _area(reader: Reader) -> Area:
    return Area(reader.record, reader.one_of("region", ("neck", "shoulder", "back", "whole")), reader.text("name"))


def _equipment(reader: Reader) -> Equipment:
    return Equipment(
        reader.record,
        reader.text("name"),
        reader.flag("assumed", default=False),
        reader.texts("includes", needed=False),
    )


def _level(reader: Reader) -> Level:
    return Level(reader.whole("n", 1, 3), reader.text("text"), reader.text("usually"))


def _excluded(reader: Reader) -> Excluded:
    return Excluded(
        reader.record,
        reader.text("inventory", empty=True),
        reader.text("source_section"),
        reader.text("what"),
        reader.text("reason"),
        reader.text("instead", empty=True),
    )


def _reference(reader: Reader) -> Reference:
    return Reference(reader.record, reader.text("citation"), reader.text("url", empty=True), reader.text("status"))


def _tip(reader: Reader) -> Tip:
    return Tip(
        reader.record,
        reader.one_of("kind", TIP_KINDS),
        reader.text("inventory"),
        reader.text("text"),
        reader.text("short", most=SHORT),
        reader.one_of("when", MOMENTS),
        reader.texts("needs", needed=False),
        reader.flag("seldom", default=False),
        reader.texts("evidence"),
    )


def _weights(tips: Reader) -> dict[str, float]:
    inner = tips.table("weights")
    weights = {kind: inner.number(kind, 0.0, 100.0) for kind in inner.raw if kind in TIP_KINDS}
    tips.join(inner)
    return weights


def _conditions(safety: Reader) -> dict[str, Condition]:
    outer = safety.table("contraindication")
    found = {}
    for key in outer.raw:
        inner = outer.table(key)
        inner.record = key
        scope = inner.one_of("scope", ("lasting", "today"))
        found[key] = Condition(key, inner.text("ask"), inner.one_of("action", ("exclude",)), scope)
        outer.join(inner)
    safety.join(outer)
    return found


def _required(safety: Reader, conditions: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    inner = safety.table("required")
    found = {kind: inner.texts(kind, conditions, rule="unknown tag") for kind in KINDS}
    safety.join(inner)
    return found


def _red_flag(reader: Reader) -> RedFlag:
    severity = reader.one_of("severity", ("emergency", "urgent", "routine"))
    return RedFlag(reader.record, severity, reader.text("text"), reader.text("action"), reader.texts("evidence"))


def _feedback_option(reader: Reader) -> FeedbackOption:
    return FeedbackOption(reader.record, reader.text("label"), reader.one_of("action", ANSWERS))


def _pain_rule(reader: Reader) -> PainRule:
    return PainRule(
        reader.whole("score_min", 0, 10),
        reader.whole("score_max", 0, 10),
        reader.flag("still_hurts_after_10_min"),
        reader.one_of("action", REMEDIES),
    )


def _routine(reader: Reader) -> RoutineNumbers:
    inner = reader.table("routine")
    quota = inner.table("weekly_quota")
    owed = inner.table("owed")
    consent = inner.table("consent")
    numbers = {name: inner.whole(name, 0, 3650) for name, kind in RoutineNumbers.__annotations__.items() if kind is int}
    found = RoutineNumbers(
        **numbers,
        alternative_always=inner.flag("alternative_always"),
        owed=Owed(owed.texts("ids"), owed.whole("reps", 0, 100)),
        introduce=inner.texts("introduce"),
        consent={name: consent.texts(name) for name in consent.raw},
        weekly_quota={area: quota.whole(area, 0, 100) for area in quota.raw},
    )
    inner.join(quota)
    inner.join(owed)
    inner.join(consent)
    reader.join(inner)
    return found


def with_figure(known: Known, document: Raw) -> Known:
    """What one more exercise may refer to, the parsed figure.toml among it, which was checked when it was shipped."""
    rig = _figure(Reader(document, "figure.toml", WHOLE))
    return replace(known, bases=rig.bases, channels=rig.channels)


def _figure(reader: Reader) -> Rig:
    inner = reader.table("rig")
    segments, channels, kinematics = (inner.table(key) for key in ("segments", "channels", "kinematics"))
    drawn = {key: _channel(channels, key) for key in channels.raw}
    rig = Rig(
        inner.text("units"),
        inner.flag("front_view_is_mirror"),
        inner.text("side_view_faces"),
        inner.text("easing"),
        inner.text("ground_rule"),
        {key: segments.number(key, 0.0, 1.0) for key in segments.raw},
        drawn,
        {key: kinematics.text(key) for key in kinematics.raw},
        _bases(reader, drawn),
        _stagings(reader),
    )
    for part in (segments, channels, kinematics):
        inner.join(part)
    reader.join(inner)
    return rig


def _bases(reader: Reader, channels: Mapping[str, Channel]) -> dict[str, Base]:
    outer = reader.table("bases")
    bases = {}
    for key in outer.raw:
        inner = outer.table(key)
        inner.record = key
        pose = inner.table("pose")
        bases[key] = Base(key, inner.one_of("view", VIEWS), _numbers(pose))
        for channel in bases[key].pose:
            if channel not in channels or channels[channel].view not in ("both", bases[key].view):
                inner.fault("channel", f"{channel} is not drawn in the {bases[key].view} view")
        inner.join(pose)
        outer.join(inner)
    reader.join(outer)
    return bases


def _stagings(reader: Reader) -> dict[str, Staging]:
    outer = reader.table("staging")
    found = {}
    for key in outer.raw:
        inner = outer.table(key)
        inner.record = key
        found[key] = Staging(
            inner.texts("focus", PARTS, needed=False),
            inner.one_of("tracer", TRACERS) if "tracer" in inner.raw else "c7",
            inner.one_of("mark", MARKS) if "mark" in inner.raw else "",
            inner.number("still", 0, 120) if "still" in inner.raw else None,
            inner.one_of("ghost", GHOSTS) if "ghost" in inner.raw else "",
        )
        outer.join(inner)
    reader.join(outer)
    return found


def _channel(channels: Reader, key: str) -> Channel:
    inner = channels.table(key)
    channel = Channel(inner.one_of("view", ("both", *VIEWS)), inner.text("meaning"))
    channels.join(inner)
    return channel


# ---------------------------------------------------------------- what records say of each other

Breach = tuple[str, str, str, str]
"""File, record, rule, what."""


def _across(found: Catalogue) -> Iterator[Breach]:
    yield from _names_known(found)
    yield from _stand_ins_end(found)
    yield from _consent_asked(found)
    yield from _fallback_for_all(found)
    yield from _openings_vary(found)
    yield from _scores_covered(found)


def _names_known(found: Catalogue) -> Iterator[Breach]:
    exercises, references = found.exercises, found.references
    numbers = found.numbers
    book, tips, safety = "exercises.toml", "tips.toml", "safety.toml"
    asked: list[tuple[str, str, str, tuple[str, ...], Mapping[str, object]]] = [
        (book, "routine.weekly_quota", "unknown area", tuple(numbers.weekly_quota), found.areas),
        (book, "routine.owed", "unknown exercise", numbers.owed.ids, exercises),
        (book, "routine.introduce", "unknown exercise", numbers.introduce, exercises),
        *((book, "routine.consent", "unknown exercise", names, exercises) for names in numbers.consent.values()),
        *((book, it.id, "unknown equipment", it.includes, found.equipment) for it in found.equipment.values()),
        *((book, it.id, "unknown exercise", (it.instead,), exercises) for it in found.excluded if it.instead),
        *((book, it.id, "unknown reference", it.evidence, references) for it in exercises.values()),
        *((tips, it.id, "unknown exercise", it.needs, exercises) for it in found.tips.values()),
        *((tips, it.id, "unknown reference", it.evidence, references) for it in found.tips.values()),
        *((safety, it.id, "unknown reference", it.evidence, references) for it in found.red_flags),
        ("figure.toml", "staging", "unknown exercise", tuple(found.rig.staging) if found.rig else (), exercises),
    ]
    for file, record, rule, names, known in asked:
        for name in names:
            if name not in known:
                yield file, record, rule, f"{name!r} is not in the catalogue"


def _stand_ins_end(found: Catalogue) -> Iterator[Breach]:
    for start in found.exercises.values():
        here, seen = start, {start.id}
        while here.gentle.alt and here.gentle.alt not in seen:
            here = found.exercises[here.gentle.alt]
            seen.add(here.id)
        if here.gentle.alt:
            yield "exercises.toml", start.id, "gentle.alt in a circle", f"it comes back to {here.gentle.alt}"


def _consent_asked(found: Catalogue) -> Iterator[Breach]:
    """Nobody meets an exercise of level 3 without having agreed to its kind."""
    asked = {name for names in found.numbers.consent.values() for name in names}
    for it in found.exercises.values():
        if it.level == 3 and it.id not in asked:
            yield "exercises.toml", it.id, "consent", "it is of level 3, and routine.consent does not name it"


def _fallback_for_all(found: Catalogue) -> Iterator[Breach]:
    """Two exercises at least bar nobody, so that there always are a routine and an alternative."""
    last = found.exercises.get(FALLBACK)
    if last is None or last.contraindications or last.equipment or last.use != "both" or last.level != 1:
        what = "it must be there, for the hourly break, at level 1, needing nothing and barring nobody"
        yield "exercises.toml", FALLBACK, "fallback", what
    if sum(it.level == 1 and not it.contraindications for it in found.exercises.values()) < 2:
        yield "exercises.toml", FALLBACK, "fallback", "a second exercise of level 1 must bar nobody"


def _openings_vary(found: Catalogue) -> Iterator[Breach]:
    needed = max(8, found.numbers.opening_memory + 1)
    if len(found.openings) < needed:
        yield "tips.toml", "openings", "openings", f"{len(found.openings)} lines, at least {needed}"
    for line in found.openings:
        if (words := len(line.split())) > 4:
            yield "tips.toml", "openings", "openings", f"{line!r} has {words} words, at most 4"


def _scores_covered(found: Catalogue) -> Iterator[Breach]:
    for score in range(1, 11):
        for hurts in (False, True):
            answers = [
                rule
                for rule in found.pain_rules
                if rule.score_min <= score <= rule.score_max and rule.still_hurts_after_10_min is hurts
            ]
            if len(answers) != 1:
                what = f"score {score}, still hurts {hurts}: {len(answers)} rules, expected 1"
                yield "safety.toml", "pain_rule", "scores", what
