"""An X11 client of the SYNC extension, whose counter IDLETIME is the time since the last input."""

import os
import struct
from collections.abc import Callable, Mapping

from uncrick.errors import DesktopError
from uncrick.platforms.linux.idle.source import ReportingSource, milliseconds
from uncrick.platforms.linux.x11 import X11


class X11Idle(ReportingSource, X11):
    """
    Alarms on the IDLETIME counter: one for silence, and while it lasts one for the next input.

    Numbers of requests and fields are those of the X Synchronization Extension Protocol, version 3.1.
    """

    name = "X11 (XSync)"

    POSITIVE, NEGATIVE = 2, 3  # comparisons: at least, at most
    ALARM_NOTIFY = 1  # an event, counted from the extension's first

    def __init__(
        self,
        stopped: Callable[[float], None],
        resumed: Callable[[], None],
        session: Mapping[str, str] = os.environ,
    ) -> None:
        super().__init__(stopped, resumed, session)
        self._counter = 0
        self._stop_alarm = self._resume_alarm = 0
        self._seconds = 0.0

    async def open(self) -> None:
        await self.connect()
        try:
            self._counter = (await self._open_sync()).get(b"IDLETIME", 0)
            if not self._counter:
                raise DesktopError("No idle source", "The X server does not count idle time.")
        except (DesktopError, struct.error) as error:
            self.close()
            raise DesktopError("No idle source", f"The X server does not help: {error}") from error

    def watch(self, seconds: float) -> None:
        self._seconds = seconds
        self._destroy_alarm(self._stop_alarm)
        self._stop_alarm = self._create_alarm(self.POSITIVE, milliseconds(seconds))

    def _on_event(self, event: bytes) -> None:
        alarm, high, low = struct.unpack_from("=IiI", event, 4)
        if event[0] & 0x7F == self._sync_event + self.ALARM_NOTIFY and event[28] != 2:  # 2: destroyed
            self._alarm_fired(alarm, (high << 32) | low)

    def _alarm_fired(self, alarm: int, quiet: int) -> None:
        if alarm == self._stop_alarm:
            self._destroy_alarm(alarm)
            self._stop_alarm = 0
            if not self._resume_alarm:
                self._resume_alarm = self._create_alarm(self.NEGATIVE, quiet - 1)
            self._stopped(quiet / 1000)
        elif alarm == self._resume_alarm:
            self._destroy_alarm(alarm)
            self._resume_alarm = 0
            if not self._stop_alarm:
                self.watch(self._seconds)
            self._resumed()

    def _create_alarm(self, test: int, milliseconds: int) -> int:
        """An alarm that fires once (its delta is 0), at once if the counter is there already; returns its id."""
        id_ = self._new_id()
        values = struct.pack("=IIiIIiII", self._counter, 0, *_high_low(milliseconds), test, *_high_low(0), 1)
        self._write_request(self._sync, 8, struct.pack("=II", id_, 0x3F) + values)
        return id_

    def _destroy_alarm(self, alarm: int) -> None:
        if alarm:
            self._write_request(self._sync, 11, struct.pack("=I", alarm))


def _high_low(number: int) -> tuple[int, int]:
    return number >> 32, number & 0xFFFFFFFF
