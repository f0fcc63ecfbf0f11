"""Builds the catalogue from parsed TOML; a breach of any rule refuses it, with every fault named."""

from collections.abc import Mapping
from dataclasses import replace

from uncrick.core.catalog.consistency import inconsistencies
from uncrick.core.catalog.exercise_reader import read_exercise
from uncrick.core.catalog.figure_reader import read_figure
from uncrick.core.catalog.numbers_reader import read_adherence, read_pain, read_pain_rules, read_routine
from uncrick.core.catalog.reader import WHOLE, Fault, Raw, Reader, refuse
from uncrick.core.model.catalog import (
    FRAMES,
    KINDS,
    MOMENTS,
    PHASES,
    PLACES,
    POSITIONS,
    PROPS,
    SHORT,
    TIP_KINDS,
    USES,
    Area,
    Catalogue,
    Check,
    Condition,
    Equipment,
    Excluded,
    Exercise,
    HeadMovement,
    Level,
    RedFlag,
    Reference,
    Tip,
    Vocabulary,
)
from uncrick.core.model.numbers import SEVERITIES, CustomDefaults, PlanNumbers, PositionDefaults
from uncrick.core.model.rig import VIEWS, Rig

FILES = ("exercises.toml", "tips.toml", "safety.toml", "adherence.toml", "custom_exercises.toml")
"""The files of the catalogue without the figure."""


def build(documents: Mapping[str, Raw], *, figure: bool = True) -> Catalogue:
    """
    The whole catalogue, typed and checked.

    Args:
        documents: parsed TOML by file name: those of FILES and, for the figure, figure.toml.
        figure: False leaves out figure.toml, the rig and all keyframes.

    Raises:
        CatalogueError: with a line `file: id: rule: what` for each fault in any of the files.
    """
    names = (*FILES, *(("figure.toml",) if figure else ()))
    refuse([Fault(name, WHOLE, "missing file", "it was not read") for name in names if name not in documents])
    readers = {name: Reader(documents[name], name, WHOLE) for name in names}
    rig = read_figure(readers["figure.toml"]) if figure else None
    catalogue = _catalogue(readers, rig)
    for reader in readers.values():
        reader.end()
    # Rules about several records make sense only once each of them is right
    refuse([fault for reader in readers.values() for fault in reader.faults] or list(inconsistencies(catalogue)))
    return catalogue


def _catalogue(readers: Mapping[str, Reader], rig: Rig | None) -> Catalogue:
    book, tips, safety, prompts, custom = (readers[name] for name in FILES)
    book.one_of("schema", ("break-catalogue",))
    areas = book.by_id("area", _area)
    equipment = book.by_id("equipment", _equipment)
    levels = book.each("level", _level)
    conditions = safety.by_name("contraindication", _condition)
    required = safety.inside("required", lambda inner: _required(inner, tuple(conditions)))
    catalogue = Catalogue(
        disclaimer=book.text("disclaimer"),
        numbers=read_routine(book),
        equipment=equipment,
        areas=areas,
        levels=levels,
        exercises={},
        excluded=tuple(book.by_id("excluded", _excluded).values()),
        references=book.by_id("reference", _reference),
        openings=tips.texts("openings"),
        quiet_tips=tips.texts("quiet"),
        weights=tips.inside("weights", _weights),
        tips=tips.by_id("tip", _tip),
        checks=tips.by_id("check", lambda inner: Check(inner.record, inner.text("ask", most=SHORT))),
        conditions=conditions,
        required=required,
        head_may_move=safety.inside("head_may_move", lambda inner: HeadMovement(**inner.plain_numbers(HeadMovement))),
        red_flags=tuple(safety.by_id("red_flag", _red_flag).values()),
        ease_opening=safety.text("ease_opening"),
        ease_after=safety.texts("ease_after"),
        pain=read_pain(safety),
        pain_rules=read_pain_rules(safety),
        adherence=read_adherence(prompts),
        custom=_custom_defaults(custom, tuple(equipment)),
        rig=rig,
    )
    records = list(book.tables("exercise"))
    vocabulary = replace(catalogue.vocabulary(), exercises=tuple(reader.record for reader in records))
    return replace(catalogue, exercises=_exercises(book, records, vocabulary))


def _exercises(book: Reader, records: list[Reader], vocabulary: Vocabulary) -> dict[str, Exercise]:
    exercises: dict[str, Exercise] = {}
    for record in records:
        if record.record in exercises:
            record.fault("duplicate id", "there are two exercises of this id")
            book.join(record)
        exercises[record.record], faults = read_exercise(record.raw, record.file, vocabulary, record.record)
        book.faults.extend(faults)
    return exercises


# ---------------------------------------------------------------- single records


def _area(reader: Reader) -> Area:
    return Area(reader.record, reader.one_of("region", ("neck", "shoulder", "back", "whole")), reader.text("name"))


def _equipment(reader: Reader) -> Equipment:
    return Equipment(
        reader.record,
        reader.text("name"),
        reader.flag("assumed", default=False),
        reader.flag("may_lack", default=False),
        reader.texts("includes", needed=False),
    )


def _level(reader: Reader) -> Level:
    return Level(reader.whole("n", 1, 3), reader.text("usually"))


def _excluded(reader: Reader) -> Excluded:
    return Excluded(reader.record, reader.text("what"), reader.text("reason"), reader.text("instead", empty=True))


def _reference(reader: Reader) -> Reference:
    return Reference(reader.record, reader.text("citation"), reader.text("url", empty=True))


def _tip(reader: Reader) -> Tip:
    return Tip(
        reader.record,
        reader.one_of("kind", TIP_KINDS),
        reader.text("text"),
        reader.text("short", most=SHORT),
        reader.one_of("when", MOMENTS),
        reader.texts("needs", needed=False),
        reader.flag("seldom", default=False),
        reader.flag("once", default=False),
        reader.whole("from_month", 1, 12) if "from_month" in reader.raw else 0,
        reader.whole("to_month", 1, 12) if "to_month" in reader.raw else 0,
        reader.texts("phases", PHASES, needed=False),
        reader.texts("regions", needed=False),
        reader.texts("positions", POSITIONS, needed=False),
        reader.text("check", empty=True) if "check" in reader.raw else "",
        reader.texts("evidence"),
    )


def _weights(reader: Reader) -> dict[str, float]:
    return {kind: reader.number(kind, 0.0, 100.0) for kind in reader.raw if kind in TIP_KINDS}


def _condition(reader: Reader) -> Condition:
    scope = reader.one_of("scope", ("lasting", "today"))
    if scope != "today":
        return Condition(reader.record, reader.text("ask"), scope)
    region = reader.one_of("region", ("neck", "shoulder", "back"))
    return Condition(reader.record, reader.text("ask"), scope, region, reader.whole("from_score", 1, 10))


def _required(reader: Reader, conditions: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    return {kind: reader.texts(kind, conditions, rule="unknown tag") for kind in KINDS}


def _red_flag(reader: Reader) -> RedFlag:
    severity = reader.one_of("severity", SEVERITIES)
    return RedFlag(reader.record, severity, reader.text("text"), reader.text("action"), reader.texts("evidence"))


def _custom_defaults(custom: Reader, equipment: tuple[str, ...]) -> CustomDefaults:
    table = custom.table("position")
    positions = {
        name: table.inside(
            name,
            lambda inner: PositionDefaults(
                inner.texts("places", PLACES),
                inner.texts("equipment", equipment),
                inner.texts("props", PROPS),
                inner.one_of("use", USES),
                inner.whole("visibility", 0, 2),
                inner.one_of("view", VIEWS),
                inner.one_of("frame", FRAMES),
                inner.text("front"),
                inner.text("side"),
            ),
        )
        for name in POSITIONS
    }
    custom.join(table)
    plan = custom.inside("plan", lambda inner: PlanNumbers(**inner.plain_numbers(PlanNumbers)))
    return custom.inside(
        "defaults", lambda inner: CustomDefaults(**inner.plain_numbers(CustomDefaults), positions=positions, plan=plan)
    )
