"""A history in a folder that is not there yet."""

import pytest

from uncrick.storage.history.store import History


@pytest.fixture
def path(tmp_path):
    return str(tmp_path / "data" / "history.db")


@pytest.fixture
def history(path):
    opened = History.open(path)
    yield opened
    opened.shut()
