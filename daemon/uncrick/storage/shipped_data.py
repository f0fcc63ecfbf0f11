"""The data that ships with Uncrick: read by name, parsed, and built into the catalogue."""

import os.path
import tomllib
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from uncrick.core.catalog import numbers_reader
from uncrick.core.model.text import is_english

if TYPE_CHECKING:
    from uncrick.core.model.catalog import Catalogue, Vocabulary
    from uncrick.core.model.numbers import HistoryRules


def text(name: str) -> str:
    """
    A shipped file such as `settings.toml`, as text.

    Raises:
        FileNotFoundError: there is none of that name.
    """
    package = import_module("uncrick.config")
    spec: Any = package.__spec__
    # importlib.resources would do the same and bring tempfile, shutil and random along
    return bytes(spec.loader.get_data(os.path.join(os.path.dirname(spec.origin), name))).decode()


def parsed(texts: Mapping[str, str]) -> Mapping[str, Any]:
    """TOML texts parsed, by their names."""
    return {name: tomllib.loads(content) for name, content in texts.items()}


@lru_cache(maxsize=2)
def catalogue(*, figure: bool = False, parse: Callable[[Mapping[str, str]], Mapping[str, Any]] = parsed) -> "Catalogue":
    """
    The shipped catalogue, checked, in the language of this process; with `figure` also the rig and the keyframes.

    Args:
        parse: parses the files; a caller with a cache of its own passes another.

    Raises:
        CatalogueError: the shipped data breaks a rule of its own.
    """
    from uncrick.core.catalog.load import FILES, build  # only where there is a choice to make

    names = (*FILES, *(("figure.toml",) if figure else ()))
    english = build(parse({name: text(name) for name in names}), figure=figure)
    if is_english():
        return english
    from uncrick.core.catalog.translate import translated

    return translated(english)


@lru_cache(maxsize=1)
def rules() -> "HistoryRules":
    """
    What the folds over a history need: a fiftieth of the work of `catalogue`, for whoever starts with a history.

    Raises:
        CatalogueError: the shipped data breaks a rule of its own.
    """
    # The numbers stand before the first list of exercises.toml, and the lists are long
    exercises, _, _ = text("exercises.toml").partition("\n[[")
    others = {name: text(name) for name in numbers_reader.FILES if name != "exercises.toml"}
    return numbers_reader.history_rules(parsed({"exercises.toml": exercises, **others}))


def figure(vocabulary: "Vocabulary") -> "Vocabulary":
    """The same, with what a movement may use; nothing of it is kept here."""
    from uncrick.core.catalog.figure_reader import with_figure

    return with_figure(vocabulary, tomllib.loads(text("figure.toml")))
