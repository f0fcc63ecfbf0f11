"""The texts of the shipped catalogue that a person reads, and the catalogue with their translations."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from uncrick.core.model.catalog import Catalogue, Exercise
from uncrick.core.model.text import _, p_

TEXTS: Mapping[str, Mapping[str, str]] = {
    "exercise": {
        "name": "",
        "headline": "",
        "how": "",
        "why": "",
        "instruction": "",
        "caution": "",
        "setup_say": "spoken",
        "source_section": "source",
    },
    "cues": {"say": "spoken", "brief": "spoken"},
    "area": {"name": ""},
    "level": {"usually": ""},
    "equipment": {"name": ""},
    "excluded": {"what": "", "reason": ""},
    "tip": {"text": "", "short": "after Tip"},
    "check": {"ask": ""},
    "red_flag": {"text": "", "action": ""},
    "contraindication": {"ask": ""},
}
"""By list of records in the TOML files: the fields that are texts, each with the context of its messages or ""."""

SINGLE: Mapping[str, str] = {"disclaimer": "", "openings": "opening", "ease_opening": "opening", "ease_after": ""}
"""Texts that stand alone, and lists of them, with their contexts."""

Record = TypeVar("Record")
Key = TypeVar("Key")


def translated(catalogue: Catalogue) -> Catalogue:
    """
    The catalogue, which was checked in English, in the language of this process.

    References stay as they are; openings too, as they are stored in English and translated when they are shown.
    """
    return replace(
        catalogue,
        disclaimer=message(SINGLE["disclaimer"], catalogue.disclaimer),
        equipment=_each("equipment", catalogue.equipment),
        areas=_each("area", catalogue.areas),
        levels=tuple(_record("level", level) for level in catalogue.levels),
        exercises={name: _exercise(exercise) for name, exercise in catalogue.exercises.items()},
        excluded=tuple(_record("excluded", entry) for entry in catalogue.excluded),
        tips=_each("tip", catalogue.tips),
        checks=_each("check", catalogue.checks),
        conditions=_each("contraindication", catalogue.conditions),
        ease_after=tuple(message(SINGLE["ease_after"], line) for line in catalogue.ease_after),
        red_flags=tuple(_record("red_flag", flag) for flag in catalogue.red_flags),
    )


def message(context: str, text: str) -> str:
    """The translation of a text of the data; the text itself if it is empty or its translation has other holes."""
    if not text:
        return text
    shown = p_(context, text) if context else _(text)
    return shown if _holes(shown) == _holes(text) else text


def _holes(text: str) -> set[str] | None:
    """The names of the holes, such as `{number}`; None for a text whose braces do not match."""
    from string import Formatter  # only where there is a translation

    try:
        return {name for _text, name, _format, _conversion in Formatter().parse(text) if name is not None}
    except ValueError:
        return None


def _exercise(exercise: Exercise) -> Exercise:
    cues = tuple(_record("cues", cue) for cue in exercise.cues)
    return _record("exercise", replace(exercise, cues=cues))


def _each(kind: str, records: Mapping[Key, Record]) -> dict[Key, Record]:
    return {key: _record(kind, record) for key, record in records.items()}


def _record(kind: str, record: Record) -> Record:
    texts = {field: message(context, getattr(record, field)) for field, context in TEXTS[kind].items()}
    entry: Any = record
    changed: Record = replace(entry, **texts)
    return changed
