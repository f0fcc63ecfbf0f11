"""Reads the numbers of dose, levels, pain and adherence, without the rest of the catalogue."""

from collections.abc import Mapping

from uncrick.core.catalog.reader import WHOLE, Raw, Reader, refuse
from uncrick.core.model.numbers import (
    PAIN_ACTIONS,
    SEVERITIES,
    AdherenceNumbers,
    EaseNumbers,
    HistoryRules,
    HomeSessionNumbers,
    Owed,
    PainNumbers,
    PainRule,
    RoutineNumbers,
    StrengthSetNumbers,
    StrengthStep,
    Weekly,
)

FILES = ("exercises.toml", "safety.toml", "adherence.toml")
"""The files that `history_rules` needs; of exercises.toml only the tables before its lists."""


def history_rules(documents: Mapping[str, Raw]) -> HistoryRules:
    """
    What the folds over a history need, without the rest of the catalogue.

    Args:
        documents: parsed TOML by file name, of FILES.

    Raises:
        CatalogueError: a line for each fault.
    """
    book, safety, prompts = (Reader(documents[name], name, WHOLE) for name in FILES)
    severities = {flag.record: flag.one_of("severity", SEVERITIES) for flag in safety.tables("red_flag")}
    rules = HistoryRules(
        read_pain(safety), read_pain_rules(safety), severities, read_routine(book), read_adherence(prompts)
    )
    refuse([*book.faults, *safety.faults, *prompts.faults])
    return rules


def read_routine(book: Reader) -> RoutineNumbers:
    """`[routine]`, `[home_session]` and `[strength_set]` of exercises.toml."""
    home = book.inside("home_session", _home_session)
    strength = book.inside("strength_set", _strength_set)
    return book.inside("routine", lambda inner: _routine(inner, home, strength))


def read_pain(safety: Reader) -> PainNumbers:
    """`[pain]` of safety.toml."""
    return safety.inside(
        "pain", lambda inner: PainNumbers(**inner.plain_numbers(PainNumbers), advice=inner.text("advice"))
    )


def read_pain_rules(safety: Reader) -> tuple[PainRule, ...]:
    """Each `[[pain_rule]]` of safety.toml."""
    return safety.each("pain_rule", _pain_rule)


def read_adherence(prompts: Reader) -> AdherenceNumbers:
    """`[adherence]` of adherence.toml."""
    return prompts.inside("adherence", lambda inner: AdherenceNumbers(**inner.plain_numbers(AdherenceNumbers)))


def _home_session(reader: Reader) -> HomeSessionNumbers:
    return HomeSessionNumbers(
        **reader.plain_numbers(HomeSessionNumbers),
        lying=reader.texts("lying"),
        order=reader.each("order", lambda inner: (inner.texts("best_of"), inner.texts("stand_in", needed=False))),
        ease_first=reader.inside(
            "ease_first", lambda inner: {region: tuple((id_,) for id_ in inner.texts(region)) for region in inner.raw}
        ),
    )


def _ease(reader: Reader) -> EaseNumbers:
    return EaseNumbers(
        **reader.plain_numbers(EaseNumbers), rest=reader.texts("rest"), movement=reader.texts("movement")
    )


def _strength_set(reader: Reader) -> StrengthSetNumbers:
    return StrengthSetNumbers(
        **reader.plain_numbers(StrengthSetNumbers),
        equipment=reader.text("equipment"),
        order=reader.texts("order"),
        steps=reader.each(
            "steps", lambda inner: StrengthStep(inner.whole("reps", 1, 100), inner.flag("stronger", default=False))
        ),
    )


def _routine(reader: Reader, home: HomeSessionNumbers, strength: StrengthSetNumbers) -> RoutineNumbers:
    return RoutineNumbers(
        **reader.plain_numbers(RoutineNumbers),
        owed=reader.inside("owed", lambda inner: Owed(inner.texts("ids"), inner.whole("reps", 0, 100))),
        weekly=reader.each("weekly", lambda inner: Weekly(**inner.plain_numbers(Weekly), ids=inner.texts("ids"))),
        fallback=reader.text("fallback"),
        walk=reader.text("walk"),
        ease=reader.inside("ease", _ease),
        alternatives=reader.texts("alternatives"),
        introduce=reader.texts("introduce"),
        consent=reader.inside("consent", lambda inner: {name: inner.texts(name) for name in inner.raw}),
        retired_consents=reader.inside("retired", lambda inner: frozenset(inner.texts("consents"))),
        weekly_quota=reader.inside(
            "weekly_quota", lambda inner: {area: inner.whole(area, 0, 100) for area in inner.raw}
        ),
        home_session=home,
        strength_set=strength,
    )


def _pain_rule(reader: Reader) -> PainRule:
    return PainRule(
        reader.whole("score_min", 0, 10),
        reader.whole("score_max", 0, 10),
        reader.flag("still_hurts_after_10_min"),
        reader.one_of("action", PAIN_ACTIONS),
        reader.whole("rest_days", 1, 365) if "rest_days" in reader.raw else 0,
    )
