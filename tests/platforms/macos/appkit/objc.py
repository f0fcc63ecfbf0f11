"""What the icon uses of pyobjc itself, see https://pyobjc.readthedocs.io/en/latest/api/module-objc.html."""

import builtins
from collections.abc import Callable
from typing import Any

super = builtins.super  # noqa: A001 pyobjc's name


def namedSelector(name: bytes) -> Callable[[Any], Any]:
    """A decorator that gives a method another selector than that of its name."""

    def named(method: Any) -> Any:
        method.selector = name
        return method

    return named
