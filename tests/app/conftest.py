"""Folders of a person who is not there."""

import pytest

from app.life import House


@pytest.fixture
def house(tmp_path, monkeypatch):
    """The folders; a daemon that a test forgot ends with them."""
    house = House(tmp_path, monkeypatch)
    yield house
    for life in house.lives:
        life.end()


@pytest.fixture
def life(house):
    """A daemon that runs until the test ends."""
    with house.living() as life:
        yield life
