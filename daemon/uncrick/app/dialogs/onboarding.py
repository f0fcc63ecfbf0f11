"""What is said only once, or once more on the second day: the welcome, the start at login, a desktop without a tray."""

import json
import logging
from datetime import date

from uncrick.errors import HistoryError
from uncrick.ports import Button, Notice
from uncrick.storage.state_file import StateStore

log = logging.getLogger(__name__)

WELCOME = "welcome"
# Seconds: long enough to be read twice, and gone before it is in the way.
UP = 15.0
# Questions, over all flows.
A_WEEK = 3
WEEK = 7
OFFER = Button("autostart", "Start at login")


class Onboarding:
    """Remembers what was said."""

    def __init__(self, store: StateStore) -> None:
        self._store = store
        self._said = self._loaded()

    def installed(self, what: str) -> bool:
        """Whether launcher and icon were installed for `what` (this version, at this place)."""
        return self._said.get("installed") == what

    def has_installed(self, what: str) -> None:
        """They were."""
        self._say("installed", what)

    def has_something(self, today: date) -> bool:
        """Whether `welcome` may have something to say."""
        return "welcomed" not in self._said or ("offered" not in self._said and self._said["welcomed"] != str(today))

    def welcome(self, today: date, first_break: str, *, at_login: bool) -> Notice | None:
        """The welcome on the first day; the offer to start at login once more on a later one; else None."""
        if "welcomed" not in self._said:
            self._say("welcomed", today.isoformat())
            return Notice(
                slot=WELCOME,
                summary="Uncrick is on",
                lines=(first_break, "Silent in calls and while you are away."),
                buttons=(Button("try", "Try one"), *(() if at_login else (OFFER,))),
                hint="Try one: uncrick break",
                default="try",
                seconds=UP,
            )
        if self._said["welcomed"] == today.isoformat() or "offered" in self._said or at_login:
            return None
        if not self.may_ask(today):
            return None
        self.has_asked(today)
        self._say("offered", today.isoformat())
        return Notice(
            slot=WELCOME,
            summary="Start Uncrick when you log in?",
            lines=("This is asked only once.",),
            buttons=(OFFER,),
            hint="uncrick autostart on",
            seconds=UP,
        )

    def may_ask(self, today: date, *, sparing: int = 0) -> bool:
        """
        Whether one more question may be put, whatever it is about: at most one a day and three a week.

        Args:
            sparing: so many of the week are left for what matters more.
        """
        return today not in (asked := self._asked(today)) and len(asked) < A_WEEK - sparing

    def last(self, what: str) -> date | None:
        """When `what` was last said, if ever."""
        try:
            return date.fromisoformat(self._said[what])
        except (KeyError, ValueError):
            return None

    def has_said(self, what: str, today: date) -> None:
        """It was."""
        self._say(what, today.isoformat())

    def has_asked(self, today: date) -> None:
        """One was put."""
        self._say("asked", " ".join(day.isoformat() for day in (*self._asked(today), today)))

    def count(self, what: str) -> int:
        """A number that was kept; zero where none was."""
        kept = self._said.get(what, "")
        return int(kept) if kept.isdecimal() else 0

    def has_counted(self, what: str, number: int) -> None:
        """Keep it."""
        self._say(what, str(number))

    def no_tray(self) -> Notice | None:
        """Said once on a desktop without a tray."""
        if "no_tray" in self._said:
            return None
        self._say("no_tray", "said")
        return Notice(
            slot="tray",
            summary="No tray on this desktop",
            lines=("Prompts come all the same.", "Break now, Pause, Today: in the launcher, or uncrick --help."),
            seconds=UP,
        )

    def _asked(self, today: date) -> list[date]:
        """The days of this week (seven days back) on which a question was put."""
        try:
            days = [date.fromisoformat(day) for day in self._said.get("asked", "").split()]
        except ValueError:
            return []
        return [day for day in days if 0 <= (today - day).days < WEEK]

    def _say(self, what: str, when: str) -> None:
        self._said[what] = when
        try:
            self._store.save(json.dumps(self._said))
        except HistoryError as error:
            # Said again after the next start, which is better than never.
            log.warning("%s: %s", error.title, error.message)

    def _loaded(self) -> dict[str, str]:
        loaded = self._store.load()
        if loaded is None:
            return {}
        try:
            said = json.loads(loaded[0])
        except (ValueError, RecursionError):
            said = None
        if not isinstance(said, dict):
            log.warning("what was said before cannot be read; kept as %s", self._store.set_aside())
            return {}
        return {str(key): str(value) for key, value in said.items()}
