"""Dataclasses as plain JSON values and back, driven by the type hints of their fields; a fault names the field.

| type hint                             | JSON                                                       |
|---------------------------------------|------------------------------------------------------------|
| str, int, float, bool, None           | the same                                                   |
| datetime, date                        | ISO 8601 text                                              |
| an Enum                               | its value                                                  |
| tuple, list                           | a list                                                     |
| frozenset                             | a sorted list                                              |
| Mapping[str, ...], dict[str, ...]     | an object                                                  |
| Mapping[int, ...], dict[int, ...]     | an object, its keys as text                                |
| a dataclass                           | an object, a key a field                                   |
| a union with two dataclasses or more  | the object of one of them, with its class's name under `_` |
"""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache, partial
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")

TAG = "_"
EXPECTED: dict[Any, str] = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    NoneType: "null",
    datetime: "a time such as 2026-11-23T09:00:00+00:00",
    date: "a day such as 2026-11-23",
}


class DecodeError(ValueError):
    """
    A value is not what the type hint says.

    Attributes:
        path: the field's names and the places in lists, outermost first; empty for the whole.
        value: what is there.
        expected: in words.
    """

    def __init__(self, path: tuple[str, ...], value: object, expected: str) -> None:
        where = f'"{".".join(path)}"' if path else "it"
        super().__init__(f"{where} is {value!r}; expected {expected}")
        self.path = path
        self.value = value
        self.expected = expected


def encode(value: object, hint: Any = None, *, sparse: bool = False) -> Any:
    """
    The value as JSON has it.

    Args:
        hint: the type to which it is decoded; its own class where that is not given.
        sparse: without the fields of dataclasses that have their default.
    """
    part_of = partial(encode, sparse=sparse)
    hint = type(value) if hint is None else _without_none(hint)
    origin, parts = get_origin(hint), get_args(hint)
    if is_dataclass(value) and not isinstance(value, type):
        tag = {TAG: value.__class__.__name__} if origin in (Union, UnionType) and _tagged(parts) else {}
        kinds = hints(value.__class__)
        told = [
            field.name for field in fields(value) if not (sparse and _is_default(field, getattr(value, field.name)))
        ]
        return tag | {name: part_of(getattr(value, name), kinds[name]) for name in told}
    if isinstance(value, tuple | list):
        return [part_of(item, part) for item, part in zip(value, _items(hint, len(value)), strict=True)]
    if isinstance(value, AbstractSet):
        return sorted(encode(item) for item in value)
    if isinstance(value, Mapping):
        return {str(key): part_of(item, parts[1] if parts else None) for key, item in value.items()}
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def decode(kind: type[T], plain: object) -> T:
    """
    The value of that type. A field that is missing has its default, if it has one.

    Raises:
        DecodeError: `plain` is not what `encode` wrote for this type.
    """
    return cast(T, _decode(kind, plain, ()))


@cache
def hints(kind: type) -> Mapping[str, Any]:
    """The type hints of a dataclass's fields, by name."""
    resolved = get_type_hints(kind)
    return {field.name: resolved[field.name] for field in fields(kind)}


def _is_default(field: "Field[Any]", value: object) -> bool:
    if field.default_factory is not MISSING:
        return bool(value == field.default_factory())
    return field.default is not MISSING and bool(value == field.default)


def _decode(hint: Any, plain: Any, path: tuple[str, ...]) -> Any:
    if hint is Any or (plain is None and NoneType in get_args(hint)):
        return plain
    hint = _without_none(hint)
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _decode_union(parts, plain, path)
    if is_dataclass(hint):
        return _decode_dataclass(cast(type, hint), plain, path)
    if origin in (tuple, list, frozenset):
        _require(isinstance(plain, list), path, plain, "a list")
        items = _items(hint, len(plain))
        _require(len(items) == len(plain), path, plain, f"a list of {len(items)}")
        return origin(
            _decode(item, part, (*path, str(at))) for at, (item, part) in enumerate(zip(items, plain, strict=True))
        )
    if origin is not None and issubclass(origin, Mapping):
        _require(isinstance(plain, dict), path, plain, "an object")
        if parts[0] is int:
            _require(all(key.lstrip("-").isdecimal() for key in plain), path, plain, "an object with numbers as keys")
            return {int(key): _decode(parts[1], part, (*path, key)) for key, part in plain.items()}
        return {key: _decode(parts[1], part, (*path, key)) for key, part in plain.items()}
    return _decode_scalar(hint, plain, path)


def _decode_dataclass(kind: type, plain: Any, path: tuple[str, ...], tag: str | None = None) -> Any:
    _require(isinstance(plain, dict), path, plain, "an object")
    decoded = {}
    for key, part in plain.items():
        if key != tag:
            _require(key in hints(kind), (*path, key), part, f"nothing but {', '.join(hints(kind))}")
            decoded[key] = _decode(hints(kind)[key], part, (*path, key))
    for field in fields(kind):
        has_default = field.default is not MISSING or field.default_factory is not MISSING
        _require(field.name in plain or has_default, (*path, field.name), None, "a value: it is missing")
    return kind(**decoded)


def _decode_union(parts: tuple[Any, ...], plain: Any, path: tuple[str, ...]) -> Any:
    if tagged := _tagged(parts):
        kind = tagged.get(str(plain.get(TAG))) if isinstance(plain, dict) else None
        if kind is None:
            raise DecodeError(path, plain, f"an object with {TAG} as one of {', '.join(tagged)}")
        return _decode_dataclass(kind, plain, path, TAG)
    for part in parts:
        with suppress(DecodeError):
            return _decode(part, plain, path)
    raise DecodeError(path, plain, " or ".join(EXPECTED.get(part, str(part)) for part in parts))


def _decode_scalar(hint: Any, plain: Any, path: tuple[str, ...]) -> Any:
    if hint in (datetime, date) or issubclass(hint, Enum):
        expected = EXPECTED.get(hint) or f"one of {', '.join(str(member.value) for member in hint)}"
        _require(isinstance(plain, str | int), path, plain, expected)
        try:
            return hint(plain) if issubclass(hint, Enum) else hint.fromisoformat(plain)
        except (TypeError, ValueError):
            raise DecodeError(path, plain, expected) from None
    allowed = (int, float) if hint is float else (hint,)
    _require(type(plain) in allowed, path, plain, EXPECTED[hint])
    return plain


def _require(is_right: bool, path: tuple[str, ...], value: object, expected: str) -> None:
    if not is_right:
        raise DecodeError(path, value, expected)


def _without_none(hint: Any) -> Any:
    """The one type of an optional value; any other hint as it is."""
    parts = [part for part in get_args(hint) if part is not NoneType]
    return parts[0] if get_origin(hint) in (Union, UnionType) and len(parts) == 1 else hint


def _tagged(parts: tuple[Any, ...]) -> dict[str, type]:
    """The dataclasses of a union, by name, where there is more than one to tell apart."""
    classes: dict[str, type] = {part.__name__: part for part in parts if isinstance(part, type) and is_dataclass(part)}
    return classes if len(classes) > 1 else {}


def _items(hint: Any, count: int) -> tuple[Any, ...]:
    """The type hints of the items of a list of that length."""
    parts = get_args(hint)
    is_of_one_type = get_origin(hint) is not tuple or parts[-1:] == (Ellipsis,)
    return (parts[0] if parts else None,) * count if is_of_one_type else parts
