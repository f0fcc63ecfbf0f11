"""A Mac to ask, in the place of what ctypes would load."""

import ctypes

import pytest

from platforms.macos.frameworks import Mac


@pytest.fixture
def mac(monkeypatch: pytest.MonkeyPatch) -> Mac:
    mac = Mac()
    monkeypatch.setattr(ctypes, "CDLL", mac.library)
    return mac
