"""Those who do what is asked of them, and any number of people."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from lives.book import CATALOGUE, MINUTE, NECKS, Book
from lives.life import Life
from person import workday
from uncrick.core.model.profile import Profile
from uncrick.core.model.suggestion import Suggestion


class Diligent(Life):
    """Eight breaks a day, five days a week, and the home session besides, all done by one who may do everything: T6."""

    def profile(self) -> Profile:
        consents = frozenset(CATALOGUE.numbers.consent) if self.dice.random() < 0.5 else frozenset[str]()
        place, wants = self.dice.choice([("desk", False), ("home", False), ("home", True)])
        things = frozenset({"mat", "weights"}) if wants else frozenset[str]()
        return Profile(True, frozenset(), things, place, home_session=wants, consents=consents)

    def settle(self) -> None:
        super().settle()
        self.budget, self.hidden, self.seated, self.answers_on = self.dice.choice([60, 60, 75, 90, 105, 120]), 0, 0, 0
        self.a_day = 8 + self.person.profile.home_session
        self.person.zone = UTC
        self.dose: Counter[str] = Counter()
        self.week: Counter[str] = Counter()
        self.level_two: int | None = None

    def away(self) -> int:
        return 0

    def complains(self, suggestion: Suggestion, at: datetime) -> datetime:
        """Nothing hurts."""
        return at

    def day(self, number: int) -> None:
        self.dose = Counter()
        level = self.person.level(workday(number))
        if level > 1 and self.level_two is None:
            self.level_two = number // 5
        for hour in range(self.a_day):
            at = workday(number) + hour * 62 * MINUTE
            suggestion = self.shown(at, None)
            self.meets(suggestion, at, whole=1)
            self.dose.update({item.id: item.reps for item in suggestion.items})
            self.week.update(e.area for e in self.items(suggestion))
        self.after_day(number)
        if number % 5 == 4:
            self.after_week(number // 5)
            self.week = Counter()

    def after_day(self, number: int) -> None:
        least = 10 if self.budget >= 75 and number < 10 else 5
        for name in NECKS if number >= 3 else ():
            self.book.holds("T6", least <= self.dose[name] <= 10, self.seed, self.budget, "day", number, self.dose)

    def quotas(self, week: int) -> Iterator[tuple[str, int]]:
        """The areas that are due in that week, with their quotas; presses from the second week of level 2 on."""
        for area, quota in CATALOGUE.numbers.weekly_quota.items():
            if area != "neck_strength" or (self.level_two is not None and week > self.level_two):
                yield area, quota

    def after_week(self, week: int) -> None:
        for area, quota in self.quotas(week) if week else ():
            self.book.holds("T6", self.week[area] >= quota, self.seed, self.budget, "week", week, area, self.week)


class Fewer(Diligent):
    """Twenty breaks a week, four a day: T7."""

    def settle(self) -> None:
        super().settle()
        self.a_day = 4

    def after_day(self, number: int) -> None:
        """At four breaks a day the neck does without its daily dose."""

    def after_week(self, week: int) -> None:
        for area, _ in self.quotas(week) if week else ():
            least = 3 if area in ("neck_flexext", "neck_turn", "neck_side") else 1
            self.book.holds("T7", self.week[area] >= least, self.seed, self.budget, "week", week, area, self.week)


def lived(kinds: Sequence[type[Life]], weeks: int, count: int, first: int = 0) -> Book:
    """So many people of these kinds in turn, each for so many weeks."""
    book = Book()
    for seed in range(first, first + count):
        book.add(kinds[seed % len(kinds)](seed, weeks).live())
    return book
