"""A pretend person for whom routines are chosen: prompts and answers become records, and records practice."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, tzinfo

from uncrick.core.history import levels
from uncrick.core.history.practice import EMPTY, Practice, learn
from uncrick.core.model.catalog import Catalogue
from uncrick.core.model.profile import Profile
from uncrick.core.model.record import Fact, Item, Kind, Record
from uncrick.core.model.suggestion import DETAIL, Form, Suggestion
from uncrick.core.selection import choose
from uncrick.core.selection.situation import Context
from uncrick.storage import shipped_data

MONDAY = datetime(2025, 3, 3, 9, 0, tzinfo=UTC)
FALLBACK = shipped_data.rules().numbers.fallback
LONGER = (Form.HOME_SESSION, Form.STRENGTH_SET)


def record(
    kind: Kind, at: datetime, items: tuple[Item, ...] = (), until: datetime | None = None, **detail: Fact
) -> Record:
    """One line of a history."""
    return Record(f"{kind}-{at.isoformat()}", at, until, kind, "policy", items, None, detail)


@dataclass
class Person:
    """Answers prompts one after another; `practice` is the summary of the history so far."""

    catalogue: Catalogue
    profile: Profile = field(default_factory=lambda: Profile(asked=True))
    practice: Practice = EMPTY
    zone: tzinfo = UTC
    seed: int = 7

    def learn(self, *records: Record) -> None:
        for entry in records:
            self.practice = learn(self.practice, entry, self.zone, self.catalogue.history_rules)

    def level(self, at: datetime) -> int:
        """The level that the history gives."""
        return levels.level(self.practice.training, self.profile, at.astimezone(self.zone), self.catalogue.numbers)

    def choose(self, at: datetime, **context: object) -> Suggestion:
        return choose.choose(
            self.catalogue,
            self.profile,
            self.practice,
            Context(at.astimezone(self.zone), **{"level": self.level(at), **context}),  # type: ignore[arg-type]
            self.seed,
        )

    def meets(self, at: datetime, swapped: Suggestion | None = None, **context: object) -> Suggestion:
        """Choose and show a prompt; with `swapped` it replaces that one."""
        if swapped is not None:
            context["exclude"] = frozenset(item.id for item in swapped.items)
        suggestion = self.choose(at, **context)
        detail: dict[str, Fact] = {
            "prompt": at.isoformat(),
            "showing": 1,
            "alternative": suggestion.alternative,
            "tip": suggestion.tip_id,
            "opening": suggestion.opening,
        }
        if suggestion.form in LONGER:
            detail[DETAIL] = str(suggestion.form)
        if swapped is not None:
            detail["swapped"] = ",".join(item.id for item in swapped.items)
        self.learn(record(Kind.PROMPTED, at, suggestion.items, None, **detail))
        return suggestion

    def does(self, suggestion: Suggestion, at: datetime, **detail: Fact) -> datetime:
        """Do the routine, starting at `at`. Returns when it ended."""
        until = at + timedelta(seconds=suggestion.total_seconds)
        facts: dict[str, Fact] = {"credited": True, "seconds": suggestion.total_seconds, **detail}
        if suggestion.form in LONGER:
            facts[DETAIL] = str(suggestion.form)
        self.learn(record(Kind.DONE, at, suggestion.items, until, **facts))
        return until

    def begins(self, suggestion: Suggestion, at: datetime) -> None:
        """Begin the routine without a prompt."""
        detail: dict[str, Fact] = {DETAIL: str(suggestion.form)} if suggestion.form in LONGER else {}
        self.learn(record(Kind.STARTED, at, suggestion.items, None, prompt=None, **detail))

    def trained(self, exercise_id: str, at: datetime, times: int = 1, reps: int = 1) -> None:
        """Do that exercise alone, `times` in a row."""
        item = Item(exercise_id, exercise_id, reps, 30)
        self.learn(*(record(Kind.DONE, at, (item,), at, credited=True) for _ in range(times)))


def ids(suggestion: Suggestion) -> tuple[str, ...]:
    """Exercise ids of the items, in order."""
    return tuple(item.id for item in suggestion.items)


def workday(number: int) -> datetime:
    """Nine o'clock on the given working day, 0 being a Monday."""
    weeks, day = divmod(number, 5)
    return MONDAY + timedelta(days=7 * weeks + day)


def veteran(**profile: object) -> Person:
    """Beyond the first days, with nothing done yet today."""
    practice = replace(EMPTY, active_days=30, active_day=date(2025, 2, 28), days_before=(8, 8), prompts_on_day=8)
    return Person(shipped_data.catalogue(), Profile(**{"asked": True, **profile}), practice)  # type: ignore[arg-type]
