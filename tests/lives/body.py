"""What a pretend person's pains and routines must lead to, written anew and apart from what the program knows."""

from collections import Counter
from datetime import date, datetime

from lives.book import DAY, SIGNS
from uncrick.core.model.record import Item


class Body:
    """What a person's pains must lead to by the tables of D3 and D4, written anew: by exercise, rest and retirement."""

    def __init__(self) -> None:
        self.until: dict[str, date] = {}
        self.retired: set[str] = set()
        self.gentle: dict[str, datetime] = {}  # when an exercise last hurt
        self.pains: dict[str, tuple[date, int]] = {}
        self.unwell = date.min
        self.lock: tuple[datetime, bool] | None = None  # since when, and whether it is an emergency

    def hurts(self, name: str, score: int | None, answer: str, at: datetime, today: date, variant: str) -> None:
        """By the pain rules; without an answer it still hurts."""
        felt = 5 if score is None else score
        gone = answer == "gone"
        before = self.gentle.get(name)
        self.gentle[name] = at
        again = variant == "gentle" and before is not None and at - before <= 14 * DAY
        if felt >= 6 or again:
            self.retired.add(name)
        else:
            rests = {(False, False): 2, (False, True): 0, (True, False): 7, (True, True): 2}[felt >= 4, gone]
            if rests and name not in self.retired:
                self.until[name] = max(self.until.get(name, date.min), today + rests * DAY)

    def signed(self, signs: list[str], at: datetime) -> None:
        grave = {SIGNS[sign] for sign in signs} - {"routine"}
        if grave:
            was = self.lock
            emergency = "emergency" in grave
            since = was[0] if was is not None and was[1] and not emergency else at
            self.lock = since, emergency or (was is not None and was[1])

    def checked(self, at: datetime) -> None:
        if self.lock is not None and (not self.lock[1] or at - self.lock[0] >= DAY):
            self.lock = None

    def pain(self, region: str, today: date) -> int:
        on, score = self.pains.get(region, (date.min, 0))
        return score if on == today else 0

    def is_out(self, name: str, today: date) -> bool:
        return name in self.retired or today <= self.until.get(name, date.min)

    def is_shut(self, today: date) -> bool:
        return self.lock is not None or self.unwell == today


class Log:
    """What was really done, kept apart from what the program knows: by exercise, its times and repetitions."""

    def __init__(self) -> None:
        self.on = date.min
        self.reps: Counter[str] = Counter()
        self.times: Counter[str] = Counter()
        self.last: dict[str, datetime] = {}
        self.first: datetime | None = None
        self.days: list[date] = []  # with a finished routine, counted anew after two months away
        self.back = 0  # how many of them there were at the last return
        self.sessions: list[date] = []

    def at(self, today: date) -> None:
        if today != self.on:
            self.on, self.reps, self.times = today, Counter(), Counter()

    def done(self, items: tuple[Item, ...], ended: datetime, today: date) -> None:
        self.at(today)
        for item in items:
            self.reps[item.id] += item.reps
            self.times[item.id] += 1
            self.last[item.id] = ended

    def finished(self, begun: datetime, today: date) -> None:
        away = (today - self.days[-1]).days if self.days else 999
        if away >= 60:
            self.first, self.days, self.back = begun, [], -99
        elif away >= 14:
            self.back = len(self.days)
        if not self.days or today > self.days[-1]:
            self.days.append(today)

    def most_level(self, now: datetime, today: date) -> int:
        """The highest level that F7 allows, whoever the person is; one who trains has all."""
        away = (today - self.days[-1]).days if self.days else 999
        if self.first is None or away >= 60:
            return 1
        waited = (now - self.first) // DAY
        earned = 1 + (waited >= 14 and len(self.days) >= 8) + (waited >= 28 and len(self.days) >= 16)
        done_since = len([day for day in self.days[max(self.back, 0) :] if day < today])
        return max(1, earned - (away >= 14 or (self.back > 0 and done_since < 5)))
