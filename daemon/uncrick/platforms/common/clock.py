"""The machine's clocks: the calendar, seconds that run on through sleep, and the zone the person lives in."""

import sys
import time
from datetime import UTC, datetime, timedelta, tzinfo

from uncrick.core.model.moment import Moment


class LocalZone(tzinfo):
    """The zone of this machine as it is now, with its summer time."""

    def fromutc(self, when: datetime) -> datetime:
        """`when` carries UTC numbers, as tzinfo asks for."""
        local = when.replace(tzinfo=UTC).astimezone()
        here = local.replace(tzinfo=self)
        # An hour that autumn repeats is the first of the two, unless it is said to be the second.
        return here if here.utcoffset() == local.utcoffset() else here.replace(fold=1)

    def utcoffset(self, when: datetime | None) -> timedelta | None:
        """Local time ahead of UTC."""
        return self._known(when).utcoffset()

    def dst(self, when: datetime | None) -> timedelta | None:
        """Unknown: the system tells the offset alone."""
        return None

    def tzname(self, when: datetime | None) -> str | None:
        """Such as CET."""
        return self._known(when).tzname()

    @staticmethod
    def _known(when: datetime | None) -> datetime:
        return datetime.now(UTC).astimezone() if when is None else when.replace(tzinfo=None).astimezone()


ZONE = LocalZone()


class SystemClock:
    """The real one."""

    def now(self) -> Moment:
        """Both clocks, read together."""
        return Moment(datetime.now(UTC), _ticks())

    def zone(self) -> tzinfo:
        """The person's zone; a change of it is seen after `reread`."""
        return ZONE

    def reread(self) -> None:
        """Take up a zone that was changed while we run."""
        if sys.platform != "win32":
            time.tzset()


def describe() -> tuple[bool, str]:
    """For `doctor`: whether seconds are counted through sleep, and by which clock."""
    if sys.platform == "linux":
        return hasattr(time, "CLOCK_BOOTTIME"), "CLOCK_BOOTTIME, which runs on through sleep"
    name = "CLOCK_MONOTONIC_RAW" if sys.platform == "darwin" else "the system's uptime"
    return True, f"{name}, which runs on through sleep"


def _ticks() -> float:
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":  # where time.monotonic stands still while the machine sleeps
        return time.clock_gettime(time.CLOCK_MONOTONIC_RAW)
    return time.monotonic()
