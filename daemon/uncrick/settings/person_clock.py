"""The present in the person's zone, whose days end when their shift does."""

from datetime import datetime, tzinfo

from uncrick.core.model.person_day import person_zone
from uncrick.settings.file import load
from uncrick.storage import paths


def person_now(zone: tzinfo) -> datetime:
    """Now, aware, in that zone with the working hours of the settings file."""
    return datetime.now(person_zone(zone, load(paths.settings_file()).settings.work.hours))
