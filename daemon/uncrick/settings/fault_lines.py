"""The line on which each fault of a settings file stands."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from uncrick.core.model.text import _
from uncrick.settings.slips import AGAIN
from uncrick.storage.toml_text import statements

Place = tuple[str, ...]
"""The tables and the key."""


@dataclass(frozen=True, slots=True)
class Fault:
    """
    One fault.

    Attributes:
        place: where it is; () for what is at none.
        sentence: what is wrong.
        part: of a value over several lines the one that is wrong.
        line: of a fault at no place.
    """

    place: Place
    sentence: str
    part: str = ""
    line: int = 0


def located(faults: Iterable[Fault], text: str) -> tuple[str, ...]:
    """The faults with the line on which each stands, in the order of the lines."""
    lines, whole = key_lines(text), text.split("\n")
    placed = []
    for fault in faults:
        line = fault.line or lines[fault.place]
        if fault.part:
            below = range(line, len(whole) + 1)
            line = next((number for number in below if fault.part in whole[number - 1]), line)
        placed.append((line, fault.sentence))
    placed.sort(key=lambda entry: entry[0])
    return tuple(_("line {number}: {fault}", number=line, fault=sentence) for line, sentence in placed)


def key_lines(text: str) -> dict[Place, int]:
    """
    The line on which each table and each key in it first stands.

    tomllib keeps no positions, so the text, valid as a whole, is read again a statement at a time.
    """
    import tomllib

    lines: dict[Place, int] = {}
    within: Place = ()
    for start, statement in statements(text):
        content = tomllib.loads(statement)
        header = statement.lstrip().startswith("[")
        if header:
            within = ()
        for path in [(*within, *names) for names in _names(content)]:
            lines.setdefault(tuple(name.rstrip(AGAIN) for name in path), start)
            within = path if header else within
    return lines


def _names(content: Mapping[str, object]) -> Iterator[Place]:
    """Every key, and the keys down to two tables below it; no fault is deeper."""
    for key, value in content.items():
        yield (key,)
        for inner, below in value.items() if isinstance(value, dict) else ():
            yield key, inner
            yield from ((key, inner, last) for last in below) if isinstance(below, dict) else ()
