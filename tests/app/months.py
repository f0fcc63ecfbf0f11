"""People who live with the daemon for weeks, each in their own way; what they are shown and asked is counted."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, timedelta

from app.life import House, Life
from uncrick.app.dialogs.notices import UNDO
from uncrick.app.dialogs.prompt_survey import MORE
from uncrick.core.model.record import Kind, Record
from uncrick.errors import RefusedError
from uncrick.ports import InputResumed, InputStopped, Notice, ScreenLocked, ScreenUnlocked

DAY = 86_400
HOUR = 3600
QUESTIONS = ("profile", "enquiry", "evening", "care", "guide")
STOP = "stop"

Habit = Callable[["Month", int], str | None]
"""What a person answers to the n-th prompt: a word, `away` (they leave the desk), or None (nothing at all)."""


@dataclass
class Month:
    """
    One person's weeks, from nine to six with an hour's lunch, Monday to Friday.

    Attributes:
        reply: what they answer to a question about the prompts.
        records: everything that was written to the history.
        questions: each that was put, with its date.
        away: first and last date of each time without the machine.
        notices: how many notices have been counted.
    """

    life: Life
    habit: Habit
    reply: str | None = None
    records: list[Record] = field(default_factory=list)
    questions: list[tuple[date, Notice]] = field(default_factory=list)
    away: list[tuple[date, date]] = field(default_factory=list)
    notices: int = 0

    def __post_init__(self) -> None:
        ledger = self.life.parts.history_cache
        write = ledger.append

        def append(record: Record) -> None:
            self.records.append(record)
            write(record)

        ledger.append = append  # type: ignore[method-assign]

    @property
    def first_showings(self) -> list[Record]:
        """The prompts, each as it was first shown."""
        return [
            record
            for record in self.records
            if record.kind is Kind.PROMPTED and record.detail["showing"] == 1 and "swapped" not in record.detail
        ]

    @property
    def prompts(self) -> list[date]:
        """The dates of their first showings."""
        return [record.at.date() for record in self.first_showings]

    @property
    def today(self) -> date:
        return self.life.clock.now().wall.date()

    def lives(self, days: int) -> None:
        """So many days, weekends included, of which the person has only the nights and weekends off."""
        for _ in range(days):
            if self.today.weekday() < 5:
                self.works_a_day()
            else:
                self.life.clock.ticks += DAY

    def is_away(self, days: int) -> None:
        """The machine sleeps."""
        self.away.append((self.today, self.today + timedelta(days=days)))
        self.life.clock.ticks += days * DAY

    def works_a_day(self) -> None:
        begin = self.life.clock.ticks
        self.life.passes(30)
        self.life.sees(ScreenUnlocked())
        self.life.sees(InputResumed())
        self.works(4 * HOUR)
        self.rests(HOUR)
        self.works(4 * HOUR)
        self.life.sees(ScreenLocked())
        self.life.passes(360)
        self._count()
        self.life.clock.ticks = begin + DAY

    def rests(self, seconds: float) -> None:
        """Nobody is at the desk."""
        self.life.sees(InputStopped(0))
        self.life.passes(seconds)
        self.life.sees(InputResumed())
        self._count()

    def works(self, seconds: float) -> None:
        """At the keyboard; prompts are met as this person meets them."""
        until = self.life.clock.ticks + seconds
        while self.life.clock.ticks < until:
            self.life.passes(60)
            self._count()
            if self.life.phase == "due":
                self._meets()

    def _meets(self) -> None:
        answer = self.habit(self, len(self.prompts))
        if answer == "away":
            self.rests(400)
        elif answer is not None:
            with suppress(RefusedError):
                self.life.call(self.life.parts.commands.say, answer, "notification")
            if answer == "start":
                self.life.passes(130)

    def _count(self) -> None:
        """What came up since it was last counted."""
        shown = self.life.notifier.shown
        for notice in shown[self.notices :]:
            guides = any(button.key == STOP for button in notice.buttons)
            choices = [button for button in notice.buttons if button.key != UNDO.key]
            if notice.slot in QUESTIONS and len(choices) > 1 and not guides and notice.summary != MORE.summary:
                self.questions.append((self.today, notice))
                if self.reply is not None and notice.slot == "enquiry":
                    self.life.clicks("enquiry", self.reply)
        self.notices = len(shown)


@contextmanager
def month(house: House, habit: Habit, reply: str | None = None) -> Iterator[Month]:
    """A person with a new daemon."""
    with house.living() as life:
        yield Month(life, habit, reply)
