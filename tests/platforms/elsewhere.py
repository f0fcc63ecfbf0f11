"""Modules of other systems, imported here with stand-ins for what is under them."""

import ctypes
import importlib.util
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest


def imported_as_on(monkeypatch: pytest.MonkeyPatch, platform: str, name: str) -> ModuleType:
    """A fresh copy of a module, as it is on that system; nobody else gets to see it."""
    spec = importlib.util.find_spec(name)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with monkeypatch.context() as during:
        during.setattr(sys, "platform", platform)
        spec.loader.exec_module(module)
    return module


class Function:
    """One of a library's, which takes types as they are set on it."""

    def __init__(self, do: Callable[..., Any]) -> None:
        self.do = do
        self.argtypes: tuple[Any, ...] | None = None
        self.restype: Any = ctypes.c_int

    def __call__(self, *args: Any) -> Any:
        assert self.argtypes is None or len(args) == len(self.argtypes)
        return self.do(*args)
