"""Limits the questions to one a day, three a week and six in four weeks, and remembers what was asked and shown."""

import json
import logging
from datetime import date

from uncrick.errors import HistoryError
from uncrick.storage.state_file import StateStore

log = logging.getLogger(__name__)

A_WEEK, FOUR_WEEKS = 3, 6
WEEK = 7


class DialogMemory:
    """Days and numbers by name, remembered over restarts."""

    def __init__(self, store: StateStore) -> None:
        self._store = store
        self._texts = self._loaded()

    def text(self, name: str) -> str | None:
        """What was remembered under this name."""
        return self._texts.get(name)

    def day(self, name: str) -> date | None:
        """The day that was remembered under this name."""
        try:
            return date.fromisoformat(self._texts[name])
        except (KeyError, ValueError):
            return None

    def number(self, name: str) -> int:
        """The number that was remembered under this name; zero where there is none."""
        text = self._texts.get(name, "")
        return int(text) if text.isdecimal() else 0

    def remember(self, name: str, value: object) -> None:
        """Remember a text, a day or a number; a disk that takes none costs one question too many after a restart."""
        self._texts[name] = str(value)
        try:
            self._store.save(json.dumps(self._texts))
        except HistoryError as error:
            log.warning("%s: %s", error.title, error.message)

    def _loaded(self) -> dict[str, str]:
        loaded = self._store.load()
        if loaded is None:
            return {}
        try:
            texts = json.loads(loaded[0])
        except (ValueError, RecursionError):
            texts = None
        if not isinstance(texts, dict):
            log.warning("what was said before cannot be read; kept as %s", self._store.set_aside())
            return {}
        return {str(key): str(value) for key, value in texts.items()}


class QuestionBudget:
    """
    The questions of a day, a week and four weeks, whatever they are about.

    A question that is wanted, for the person answers it whenever it comes, does not count among those of four weeks.
    """

    def __init__(self, memory: DialogMemory) -> None:
        self._memory = memory

    def has_room(self, today: date, *, spare: int = 0, wanted: bool = False) -> bool:
        """Whether one more question may be put today; `spare`: so many of the week are left to more urgent ones."""
        asked = self._days("asked", today)
        this_week = [day for day in asked if (today - day).days < WEEK]
        unwanted = asked.difference(self._days("asked_wanted", today))
        within = wanted or len(unwanted) < FOUR_WEEKS
        return today not in asked and len(this_week) < A_WEEK - spare and within

    def take(self, today: date, *, spare: int = 0, wanted: bool = False) -> bool:
        """Whether one more question may be put today, which then counts as put."""
        if not self.has_room(today, spare=spare, wanted=wanted):
            return False
        for name in ("asked", "asked_wanted") if wanted else ("asked",):
            days = sorted({*self._days(name, today), today})
            self._memory.remember(name, " ".join(day.isoformat() for day in days))
        return True

    def _days(self, name: str, today: date) -> set[date]:
        """The days of the last four weeks that were remembered under this name."""
        try:
            days = [date.fromisoformat(day) for day in (self._memory.text(name) or "").split()]
        except ValueError:
            return set()
        return {day for day in days if 0 <= (today - day).days < 4 * WEEK}
