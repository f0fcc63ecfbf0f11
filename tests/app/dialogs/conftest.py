"""Persons whom the dialogs have nothing, or little, to ask, and the engine of the dialogs on pretend ports."""

import json

import pytest

from app.dialogs.asker import Asker
from app.life import MONDAY
from uncrick.core.model.profile import Profile
from uncrick.storage import paths, profile_file
from uncrick.storage.profile_file import StoredProfile

TODAY = MONDAY.date()


@pytest.fixture
def asker(tmp_path):
    return Asker(tmp_path / "said.json")


@pytest.fixture
def welcomed(house):
    """Somebody who was welcomed, and offered the start at login."""
    house.wrote(house.said, json.dumps({"welcomed": "2026-11-01", "offered": "2026-11-01"}))
    return house


@pytest.fixture
def with_profile(welcomed):
    """Somebody whose profile is answered too."""
    profile_file.save(paths.profile_file(), StoredProfile().answer(Profile(conditions=frozenset()), TODAY))
    return welcomed


@pytest.fixture
def life(with_profile):
    """A daemon in Germany of somebody who has nothing else to be asked; some files have a life of their own."""
    with with_profile.living("safety.region=DE") as life:
        yield life
