"""The safety lock: why there is no exercise at all, and when exercises come back (D)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from uncrick.core.model.dates import weekday_time
from uncrick.core.model.person_day import day_of
from uncrick.core.model.suggestion import Form
from uncrick.core.model.text import _
from uncrick.errors import RefusedError

if TYPE_CHECKING:
    from uncrick.core.history.pain import Care


@dataclass(frozen=True, slots=True)
class Lock:
    """
    Exercises are off, because of a sign that means stop.

    Attributes:
        since: aware, when the sign was ticked; of an emergency, the newest one.
        signs: ids of red flags.
        releases_at: from when on the person may say that they were checked.
    """

    since: datetime
    signs: tuple[str, ...]
    emergency: bool
    releases_at: datetime

    def releasable(self, now: datetime) -> bool:
        """The person may say so now."""
        return now >= self.releases_at


def closed(care: "Care", today: date) -> Form | None:
    """Why there is no exercise: the lock, or feeling unwell, which lasts for a day that comes again too; else None."""
    if care.lock is not None:
        return Form.LOCKED
    return Form.UNWELL if today <= care.unwell else None


def refuse_closed(care: "Care", now: datetime) -> None:
    """
    Refuse every exercise while exercises are locked, or the person felt unwell today.

    Raises:
        RefusedError: says why, and what opens them again.
    """
    match closed(care, day_of(now)):
        case Form.LOCKED:
            raise RefusedError(
                _("Exercises are off for safety"),
                _("You named a sign that means stop. Once you have been checked or it has gone: uncrick safety"),
            )
        case Form.UNWELL:
            raise RefusedError(_("No exercises today"), _("You felt unwell. They come back tomorrow."))
        case _:
            pass


def refuse_release(care: "Care", now: datetime) -> None:
    """
    Refuse "I was checked, or it has gone" where it does not release the lock.

    Raises:
        RefusedError: nothing is locked, or it is too early.
    """
    lock = care.lock
    if lock is None:
        raise RefusedError(_("Nothing is locked"), _("Exercises are not off for safety."))
    if not lock.releasable(now):
        at = lock.releases_at.astimezone(now.tzinfo)
        raise RefusedError(
            _("That is too early"),
            _("After an emergency sign exercises stay off for a day: until {time}.", time=weekday_time(at)),
        )
