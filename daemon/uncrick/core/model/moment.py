"""One look at the two clocks: the calendar and the seconds that never jump."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Moment:
    """
    When something is.

    Attributes:
        wall: aware UTC; serves the calendar only (working hours, the day, stored times).
        ticks: seconds on a clock that runs on through sleep and never jumps; intervals are counted in these.
    """

    wall: datetime
    ticks: float

    def wall_at(self, ticks: float) -> datetime:
        """The wall time at `ticks`, as seen from this moment."""
        return self.wall + timedelta(seconds=ticks - self.ticks)
