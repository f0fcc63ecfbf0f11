"""A runtime folder of the test's own."""

import pytest

from uncrick.storage import paths


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The runtime folder that the daemon's end and the client's both find."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    return paths.runtime()
