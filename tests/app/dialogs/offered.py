"""Somebody whom the profile is offered: what they do, and what a test sees of it."""

from collections.abc import Callable

from app.life import Life
from uncrick.app.dialogs.profile_offer import QUESTION
from uncrick.control import client
from uncrick.core.model.profile import Profile
from uncrick.storage import paths, profile_file
from uncrick.storage.profile_file import StoredProfile
from uncrick.storage.shipped_data import catalogue

DAY = 86_400
CATALOGUE = catalogue()
NECK = {exercise.id for exercise in CATALOGUE.exercises.values() if exercise.region == "neck"}


def stored() -> StoredProfile:
    return profile_file.load(paths.profile_file())


def store(profile: StoredProfile) -> StoredProfile:
    profile_file.save(paths.profile_file(), profile)
    return profile


def profile(life: Life) -> Profile:
    return life.parts.suggestions.profile


def routine(life: Life) -> None:
    """One to its end, and the moment after it."""
    client.request("break")
    life.passes(150)
    assert life.phase == "working"


def asked(life: Life) -> int:
    return life.notifier.of("profile").count(QUESTION)


def next_day(life: Life, days: int = 1) -> None:
    """The machine sleeps until the same time of a later day."""

    def wakes() -> None:
        life.clock.ticks += days * DAY
        life.parts.heartbeat.look()

    life.call(wakes)
    life.passes(30)


def on_days(life: Life, count: int, after: Callable[[], None] = lambda: None) -> None:
    """A routine on each of so many days, and what is done after it."""
    for day in range(count):
        if day:
            next_day(life)
        routine(life)
        after()
