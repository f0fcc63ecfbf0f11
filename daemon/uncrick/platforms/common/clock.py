"""The machine's clocks: the calendar, seconds that run on through sleep, and the zone the person lives in."""

import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache

from uncrick.core.model.moment import Moment
from uncrick.core.model.text import _

BOOT_ID = "/proc/sys/kernel/random/boot_id"
BOOT_COUNT = r"SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management\PrefetchParameters"


class LocalZone(tzinfo):
    """The zone of this machine as it is now, with its summer time."""

    def fromutc(self, when: datetime) -> datetime:
        """The local time of `when`, whose numbers are UTC, as tzinfo has it."""
        # Of whole seconds, which a float holds exactly. Of an hour that autumn repeats, the second has the fold 1.
        whole = when.replace(microsecond=0, tzinfo=UTC).timestamp()
        local = datetime.fromtimestamp(whole)  # noqa: DTZ006 in the zone of the machine
        return local.replace(microsecond=when.microsecond, tzinfo=self)

    def utcoffset(self, when: datetime | None) -> timedelta | None:
        """Local time ahead of UTC."""
        return self._local(when).utcoffset()

    def dst(self, when: datetime | None) -> timedelta | None:
        """Unknown: the system gives the offset alone."""
        return None

    def tzname(self, when: datetime | None) -> str | None:
        """Such as CET."""
        return self._local(when).tzname()

    @staticmethod
    def _local(when: datetime | None) -> datetime:
        return datetime.now(UTC).astimezone() if when is None else when.replace(tzinfo=None).astimezone()


ZONE = LocalZone()


class SystemClock:
    """The Clock port on the machine's own clocks."""

    def now(self) -> Moment:
        """Wall time and ticks, read together."""
        return Moment(datetime.now(UTC), _ticks())

    def zone(self) -> tzinfo:
        """The person's zone; a change of it is seen after `reread`."""
        return ZONE

    def reread(self) -> None:
        """Use a zone that was changed while we run."""
        if sys.platform != "win32":
            time.tzset()

    def boot(self) -> str:
        """Another word after every reboot; "" where the system has none."""
        return _boot()


def describe() -> tuple[bool, str]:
    """For `doctor`: whether seconds are counted through sleep, and the clock in words."""
    if sys.platform == "linux":
        has_clock, name = hasattr(time, "CLOCK_BOOTTIME"), "CLOCK_BOOTTIME"
    elif sys.platform == "darwin":
        has_clock, name = True, "CLOCK_MONOTONIC_RAW"
    else:
        has_clock, name = True, _("the system's uptime")
    return has_clock, _("{clock}, which runs on through sleep", clock=name)


@cache
def _boot() -> str:
    try:
        if sys.platform == "linux":
            with open(BOOT_ID, encoding="ascii") as file:
                return file.read().strip()
        if sys.platform == "darwin":
            asked = ["/usr/sbin/sysctl", "-n", "kern.bootsessionuuid"]
            return subprocess.run(asked, capture_output=True, text=True, timeout=2, check=True).stdout.strip()
        if sys.platform == "win32":
            import winreg

            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, BOOT_COUNT) as key:
                return str(winreg.QueryValueEx(key, "BootId")[0])
    except (OSError, ValueError, subprocess.SubprocessError):
        pass
    return ""


def _ticks() -> float:
    """Seconds on a clock that runs on through sleep."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":  # where time.monotonic stands still while the machine sleeps
        return time.clock_gettime(time.CLOCK_MONOTONIC_RAW)
    return time.monotonic()
