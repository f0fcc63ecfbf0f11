"""Modules of other systems, imported here with stand-ins for what is under them."""

import importlib.util
import sys
from types import ModuleType

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
