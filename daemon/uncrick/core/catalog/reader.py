"""Reads typed values out of one parsed TOML table, and collects every fault instead of stopping at the first."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from uncrick.core.model.text import N_, _
from uncrick.errors import CatalogueError

Raw = Mapping[str, object]
T = TypeVar("T")

WHOLE = "file"
"""What the table of a whole file is called in messages."""


_LONGEST = 80
NOT_TEXT = N_("{key} = {value} is not text")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a record of a file, the rule that it breaks, and the key where it is about one key."""

    file: str
    record: str
    rule: str
    what: str
    key: str = ""

    def __str__(self) -> str:
        return f"{self.file}: {self.record}: {self.rule}: {self.what}"


def refuse(faults: Sequence[Fault]) -> None:
    """
    Refuse data with any fault.

    Raises:
        CatalogueError: with a line `file: id: rule: what` for each.
    """
    if faults:
        raise CatalogueError("The catalogue breaks its rules", "\n".join(map(str, faults)))


def shown(value: object) -> str:
    """A value as it may stand in a message: one short line."""
    match value:
        case bool():
            text = "true" if value else "false"
        case str() | int() | float() | list() | dict():
            text = repr(value)
        case _:
            text = str(value)  # dates and times
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


class Reader:
    """
    Reads one table. A value that is missing or wrong adds a fault and counts as the neutral value of its type.

    Args:
        raw: the table as parsed.
        file: its file's name.
        record: what the table is called in messages: an id, or the name of a table.
    """

    __slots__ = ("_left", "absent", "faults", "file", "raw", "record")

    def __init__(self, raw: Raw, file: str, record: str, *, absent: bool = False) -> None:
        self.raw = raw
        self.absent = absent
        self.file = file
        self.record = record
        self.faults: list[Fault] = []
        self._left = set(raw)

    def fault(self, rule: str, what: str, key: str = "") -> None:
        """Add a fault against `rule`."""
        self.faults.append(Fault(self.file, self.record, rule, what, key))

    def _take(self, key: str, needed: bool) -> object:
        self._left.discard(key)
        if key not in self.raw and needed:
            self.fault("missing key", _("{key} is missing", key=key), key)
        return self.raw.get(key)

    def _is(self, key: str, value: object, kind: type, wrong: str) -> bool:
        # bool is an int to Python, and a mistake to us
        right = isinstance(value, kind) and (kind is bool or not isinstance(value, bool))
        if value is not None and not right:
            self.fault("wrong type", _(wrong, key=key, value=shown(value)), key)
        return right

    def text(self, key: str, *, most: int | None = None, empty: bool = False) -> str:
        """Text of at most `most` characters."""
        value = self._take(key, needed=True)
        if not self._is(key, value, str, NOT_TEXT):
            return ""
        text = str(value)
        if not text.strip() and not empty:
            self.fault("empty text", _("{key} is empty", key=key), key)
        if most is not None and len(text) > most:
            what = _(
                "{key} has {count} characters, at most {most}: {text}",
                key=key,
                count=len(text),
                most=most,
                text=shown(text),
            )
            self.fault("too long", what, key)
        return text

    def one_of(self, key: str, words: Sequence[str], *, rule: str = "unknown word") -> str:
        """One of `words`; the object of `words` itself, so that every word is in memory once."""
        text = self.text(key, empty=True)
        if text in words:
            return words[words.index(text)]
        if isinstance(self.raw.get(key), str):
            self.fault(
                rule,
                _("{key} = {value} is not one of {words}", key=key, value=shown(text), words=", ".join(words)),
                key,
            )
        return ""

    def texts(
        self, key: str, words: Sequence[str] | None = None, *, rule: str = "unknown word", needed: bool = True
    ) -> tuple[str, ...]:
        """A list of texts, each of `words` where they are given, none twice."""
        value = self._take(key, needed=needed)
        if not self._is(key, value, list, N_("{key} = {value} is not a list")):
            return ()
        accepted: list[str] = []
        for entry in _entries(value):
            if not self._is(key, entry, str, NOT_TEXT):
                continue
            text = str(entry)
            if text in accepted:
                self.fault("said twice", _("{key} has {value} twice", key=key, value=shown(text)), key)
            elif words is None:
                accepted.append(text)
            elif text in words:
                accepted.append(words[words.index(text)])
            else:
                wrong = _(
                    "{key} has {value}, which is not one of {words}", key=key, value=shown(text), words=", ".join(words)
                )
                self.fault(rule, wrong, key)
        return tuple(accepted)

    def whole(self, key: str, low: int, high: int) -> int:
        """A whole number, low..high."""
        value = self._take(key, needed=True)
        if not self._is(key, value, int, N_("{key} = {value} is not a whole number")) or not isinstance(value, int):
            return low
        return int(self._within(key, value, low, high))

    def number(self, key: str, low: float, high: float, default: float | None = None) -> float:
        """A number, low..high."""
        value = self._take(key, needed=default is None)
        if not isinstance(value, float | int) or isinstance(value, bool):
            self._is(key, value, float, N_("{key} = {value} is not a number"))
            return low if default is None else default
        return self._within(key, value, low, high)

    def _within(self, key: str, value: float, low: float, high: float) -> float:
        if not low <= value <= high:
            what = _("{key} = {value}, expected {low} to {high}", key=key, value=shown(value), low=low, high=high)
            self.fault("out of range", what, key)
        return value

    def flag(self, key: str, default: bool | None = None) -> bool:
        """True or false."""
        value = self._take(key, needed=default is None)
        return bool(value) if self._is(key, value, bool, N_("{key} = {value} is not true or false")) else bool(default)

    def table(self, key: str, *, needed: bool = True) -> "Reader":
        """A table within this one; its faults stay apart until `join`."""
        value = self._take(key, needed=needed)
        right = self._is(key, value, dict, N_("{key} = {value} is not a table"))
        inner = value if right and isinstance(value, dict) else {}
        return Reader(inner, self.file, self._inner(key), absent=not right)

    def tables(self, key: str) -> Iterator["Reader"]:
        """The tables of a list; each is called by its `id`, or by its place."""
        value = self._take(key, needed=True)
        if not self._is(key, value, list, N_("{key} = {value} is not a list of tables")):
            return
        for place, entry in enumerate(_entries(value), start=1):
            if self._is(key, entry, dict, N_("{key} = {value} is not a table")) and isinstance(entry, dict):
                name = entry.get("id")
                yield Reader(
                    entry, self.file, name if isinstance(name, str) and name else self._inner(f"{key} {place}")
                )

    def inside(self, key: str, read: Callable[["Reader"], T]) -> T:
        """What `read` makes of the table within this one, whose faults are joined."""
        inner = self.table(key)
        value = read(inner)
        self.join(inner)
        return value

    def each(self, key: str, read: Callable[["Reader"], T]) -> tuple[T, ...]:
        """What `read` makes of each table of a list, whose faults are joined."""
        values = []
        for inner in self.tables(key):
            values.append(read(inner))
            self.join(inner)
        return tuple(values)

    def by_id(self, key: str, read: Callable[["Reader"], T]) -> dict[str, T]:
        """What `read` makes of each table of a list, by the `id` in it; an id that comes twice is a fault."""
        values: dict[str, T] = {}
        for inner in self.tables(key):
            inner.text("id")
            if inner.record in values:
                inner.fault("duplicate id", f"there are two {key}s of this id")
            values[inner.record] = read(inner)
            self.join(inner)
        return values

    def by_name(self, key: str, read: Callable[["Reader"], T]) -> dict[str, T]:
        """What `read` makes of each table within a table of tables, by its name there."""
        outer = self.table(key)
        values = {}
        for name in outer.raw:
            inner = outer.table(name)
            inner.record = name
            values[name] = read(inner)
            outer.join(inner)
        self.join(outer)
        return values

    def plain_numbers(self, kind: type, low: int = 0, high: int = 3650) -> dict[str, Any]:
        """The fields of a dataclass that are whole numbers, or numbers, by name."""
        values: dict[str, Any] = {}
        for name, annotation in kind.__annotations__.items():
            if annotation is int:
                values[name] = self.whole(name, low, high)
            elif annotation is float:
                values[name] = self.number(name, -high, high)
        return values

    def _inner(self, name: str) -> str:
        return name if self.record == WHOLE else f"{self.record}.{name}"

    def skip(self, key: str) -> None:
        """Leave a key unread that has a right to be there."""
        self._left.discard(key)

    def join(self, inner: "Reader") -> None:
        """Take over the faults of a table within, unknown keys among them; a missing table is a fault already."""
        inner.end()
        if not inner.absent:
            self.faults.extend(inner.faults)

    def end(self) -> None:
        """Every key that was not read is a fault."""
        for key in sorted(self._left):
            self.fault("unknown key", shown(key)[1:-1], key)
        self._left.clear()


def _entries(value: object) -> list[object]:
    return value if isinstance(value, list) else []
