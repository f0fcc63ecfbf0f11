"""Builds the catalogue from parsed TOML; a breach of any rule refuses it, with every fault named."""

from collections.abc import Mapping

from uncrick.core.catalog.consistency import inconsistencies
from uncrick.core.catalog.exercise_reader import read_exercise
from uncrick.core.catalog.figure_reader import read_figure
from uncrick.core.catalog.reader import WHOLE, Fault, Raw, Reader
from uncrick.core.model.catalog import (
    KINDS,
    MOMENTS,
    SHORT,
    TIP_KINDS,
    Area,
    Catalogue,
    Condition,
    Equipment,
    Excluded,
    Exercise,
    Level,
    RedFlag,
    Reference,
    Tip,
    Vocabulary,
)
from uncrick.core.model.numbers import (
    REMEDIES,
    HistoryRules,
    HomeSessionNumbers,
    Owed,
    PainNumbers,
    PainRule,
    RoutineNumbers,
    ScoreWeights,
)
from uncrick.core.model.rig import Rig
from uncrick.errors import CatalogueError


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
    _refuse([Fault(name, WHOLE, "missing file", "it was not read") for name in names if name not in documents])
    readers = {name: Reader(documents[name], name, WHOLE) for name in names}
    rig = read_figure(readers["figure.toml"]) if figure else None
    catalogue = _catalogue(readers["exercises.toml"], readers["tips.toml"], readers["safety.toml"], rig)
    for reader in readers.values():
        reader.end()
    # Rules about several records make sense only once each of them is right
    _refuse([fault for reader in readers.values() for fault in reader.faults] or list(inconsistencies(catalogue)))
    return catalogue


def history_rules(numbers: Raw, safety: Raw) -> HistoryRules:
    """
    What the folds over a history need, without the rest of the catalogue.

    Args:
        numbers: parsed TOML with the numbers of exercises.toml; safety: that of safety.toml.

    Raises:
        CatalogueError: a line for each fault.
    """
    book, signs = Reader(numbers, "exercises.toml", WHOLE), Reader(safety, "safety.toml", WHOLE)
    flags = signs.by_id("red_flag", _red_flag).values()
    rules = HistoryRules(
        _pain(signs), signs.each("pain_rule", _pain_rule), {flag.id: flag.severity for flag in flags}, _numbers(book)
    )
    _refuse([*book.faults, *signs.faults])
    return rules


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise CatalogueError("The catalogue breaks its rules", "\n".join(map(str, faults)))


def _catalogue(book: Reader, tips: Reader, safety: Reader, rig: Rig | None) -> Catalogue:
    book.one_of("schema", ("break-catalogue",))
    areas = book.by_id("area", _area)
    equipment = book.by_id("equipment", _equipment)
    levels = book.each("level", _level)
    conditions = safety.by_name("contraindication", _condition)
    required = safety.inside("required", lambda inner: _required(inner, tuple(conditions)))
    numbers = _numbers(book)
    records = list(book.tables("exercise"))
    vocabulary = Vocabulary(
        areas,
        tuple(equipment),
        tuple(conditions),
        tuple(level.n for level in levels),
        tuple(reader.record for reader in records),
        numbers.min_relax_s,
        rig.bases if rig is not None else {},
        rig.channels if rig is not None else {},
        required,
    )
    return Catalogue(
        disclaimer=book.text("disclaimer"),
        numbers=numbers,
        equipment=equipment,
        areas=areas,
        levels=levels,
        exercises=_exercises(book, records, vocabulary),
        excluded=tuple(book.by_id("excluded", _excluded).values()),
        references=book.by_id("reference", _reference),
        openings=tips.texts("openings"),
        weights=tips.inside("weights", _weights),
        tips=tips.by_id("tip", _tip),
        quiet_tips=tips.texts("quiet"),
        conditions=conditions,
        required=required,
        red_flags=tuple(safety.by_id("red_flag", _red_flag).values()),
        pain=_pain(safety),
        pain_rules=safety.each("pain_rule", _pain_rule),
        rig=rig,
    )


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
        reader.texts("evidence"),
    )


def _weights(reader: Reader) -> dict[str, float]:
    return {kind: reader.number(kind, 0.0, 100.0) for kind in reader.raw if kind in TIP_KINDS}


def _condition(reader: Reader) -> Condition:
    scope = reader.one_of("scope", ("lasting", "today"))
    return Condition(reader.record, reader.text("ask"), scope)


def _required(reader: Reader, conditions: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    return {kind: reader.texts(kind, conditions, rule="unknown tag") for kind in KINDS}


def _red_flag(reader: Reader) -> RedFlag:
    severity = reader.one_of("severity", ("emergency", "urgent", "routine"))
    return RedFlag(reader.record, severity, reader.text("text"), reader.text("action"), reader.texts("evidence"))


def _pain_rule(reader: Reader) -> PainRule:
    return PainRule(
        reader.whole("score_min", 0, 10),
        reader.whole("score_max", 0, 10),
        reader.flag("still_hurts_after_10_min"),
        reader.one_of("action", REMEDIES),
    )


# ---------------------------------------------------------------- numbers


def _numbers(book: Reader) -> RoutineNumbers:
    home = book.inside("home_session", _home_session)
    return book.inside("routine", lambda inner: _routine(inner, home))


def _home_session(reader: Reader) -> HomeSessionNumbers:
    return HomeSessionNumbers(
        **reader.plain_numbers(HomeSessionNumbers),
        floor_equipment=reader.texts("floor_equipment"),
        lying=reader.texts("lying"),
        places=reader.each("places", lambda inner: (inner.texts("first"), inner.texts("instead", needed=False))),
        easing=reader.inside(
            "easing", lambda inner: {region: tuple((name,) for name in inner.texts(region)) for region in inner.raw}
        ),
    )


def _pain(safety: Reader) -> PainNumbers:
    return safety.inside(
        "pain",
        lambda inner: PainNumbers(
            **inner.plain_numbers(PainNumbers),
            severe_conditions=inner.inside("severe_conditions", _texts_by_name),
            notable_conditions=inner.inside("notable_conditions", _texts_by_name),
        ),
    )


def _texts_by_name(reader: Reader) -> dict[str, str]:
    return {name: reader.text(name) for name in reader.raw}


def _routine(reader: Reader, home: HomeSessionNumbers) -> RoutineNumbers:
    return RoutineNumbers(
        **reader.plain_numbers(RoutineNumbers),
        owed=reader.inside("owed", lambda inner: Owed(inner.texts("ids"), inner.whole("reps", 0, 100))),
        introduce=reader.texts("introduce"),
        seated_relief=reader.texts("seated_relief"),
        more_alternatives=reader.texts("more_alternatives"),
        consent=reader.inside("consent", lambda inner: {name: inner.texts(name) for name in inner.raw}),
        weekly_quota=reader.inside(
            "weekly_quota", lambda inner: {area: inner.whole(area, 0, 100) for area in inner.raw}
        ),
        score=reader.inside("score", lambda inner: ScoreWeights(**inner.plain_numbers(ScoreWeights))),
        home_session=home,
    )
