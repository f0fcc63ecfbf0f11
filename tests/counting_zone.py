"""A zone that counts how often a calendar asks it: what hours cost, on whatever machine."""

from datetime import datetime, timedelta, tzinfo


class CountingZone(tzinfo):
    """
    Another zone, with a count.

    Attributes:
        asked: conversions so far, in either direction.
    """

    def __init__(self, zone: tzinfo) -> None:
        self.zone = zone
        self.asked = 0

    def utcoffset(self, when: datetime | None) -> timedelta | None:
        """Counted."""
        self.asked += 1
        return self.zone.utcoffset(self._there(when))

    def dst(self, when: datetime | None) -> timedelta | None:
        """Of the other zone."""
        return self.zone.dst(self._there(when))

    def tzname(self, when: datetime | None) -> str | None:
        """Of the other zone."""
        return self.zone.tzname(self._there(when))

    def fromutc(self, when: datetime) -> datetime:
        """Counted."""
        self.asked += 1
        return self.zone.fromutc(when.replace(tzinfo=self.zone)).replace(tzinfo=self)

    def _there(self, when: datetime | None) -> datetime | None:
        return None if when is None else when.replace(tzinfo=self.zone)
