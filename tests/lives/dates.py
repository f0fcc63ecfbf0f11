"""The day of a pretend person, who has no working hours: it ends at four, as the checks have it for themselves."""

from datetime import date, datetime, timedelta


def day_of(at: datetime) -> date:
    """The date on which the day of that local time began."""
    return (at.replace(tzinfo=None) - timedelta(hours=4)).date()
