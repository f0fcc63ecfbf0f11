"""Whole years of pretend people, with every routine held against the acceptance rules T1 to T18 as it is chosen."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from person import Person, ids, record, workday
from uncrick import shipped
from uncrick.core import routine
from uncrick.core.catalogue import FALLBACK, Exercise
from uncrick.core.floor import HOME
from uncrick.core.profile import Profile
from uncrick.core.record import Item, Kind
from uncrick.core.routine import Context
from uncrick.core.suggestion import Suggestion
from uncrick.errors import RefusedError

CATALOGUE = shipped.catalogue()
EXERCISES = CATALOGUE.exercises
LASTING = tuple(it.id for it in CATALOGUE.conditions.values() if it.scope == "lasting")
BUDGETS = (30, 45, 60, 60, 60, 75, 90, 105, 120)
ASSUMED = frozenset({"desk", "doorway", "walk_space"})
NECKS = ("neck_nod", "neck_turn", "neck_tilt")
LATER = frozenset({"neck_press_fb", "neck_press_lr", "shrug", "shrug_weights", "bar_hang", "bar_hang_sway"})
ZONES = (UTC, UTC, ZoneInfo("Europe/Berlin"), ZoneInfo("America/Los_Angeles"), timezone(timedelta(hours=14)))
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)

RULES = {
    "T1": "an ordinary routine takes thirty seconds to the budget",
    "T2": "no exercise comes in two breaks running",
    "T3": "every ordinary routine has a neck or shoulder item unless all are excluded",
    "T4": "for fourteen days nothing beyond level one is suggested, however many breaks there are",
    "T5": "neither the day's repetitions nor the pauses of the neck are ever passed",
    "T6": "with eight breaks a day, all done, the neck gets its dose every day and every area its quota",
    "T7": "with twenty breaks a week every area gets one item and each neck area three",
    "T8": "what a condition leaves out never appears, nor as the other option, nor by hand",
    "T9": "where it is to be discreet nothing can be seen",
    "T11": "the same state and seed give the same suggestion",
    "T14": "there are always two different options",
    "T15": "no tip comes twice within ten, and bar tips come only with a bar",
    "T16": "fourteen days away cost a level for five active days, sixty cost all of them",
    "F9": "the home session keeps its order, its minutes and its one a day",
}
"""What is held against every routine that it applies to."""


@dataclass
class Book:
    """How often each rule was checked, what broke it, and how many routines there were."""

    checks: Counter[str] = field(default_factory=Counter)
    breaches: dict[str, list[str]] = field(default_factory=dict)
    routines: Counter[str] = field(default_factory=Counter)

    def holds(self, rule: str, truth: object, *facts: object) -> None:
        self.checks[rule] += 1
        if not truth:
            self.breaches.setdefault(rule, []).append(" ".join(map(str, facts)))

    def add(self, other: "Book") -> None:
        self.checks.update(other.checks)
        self.routines.update(other.routines)
        for rule, found in other.breaches.items():
            self.breaches.setdefault(rule, []).extend(found)


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


class Life:
    """One person from the first day on; `book` learns of everything that is suggested to them."""

    def __init__(self, seed: int, weeks: int) -> None:
        self.dice = random.Random(seed)
        self.seed, self.weeks = seed, weeks
        self.book = Book()
        self.person = Person(CATALOGUE, self.told(), seed=seed, zone=self.dice.choice(ZONES))
        self.log = Log()
        self.last: frozenset[str] = frozenset()  # ids of the break before
        self.tips: list[str] = []
        self.prompts_on: Counter[date] = Counter()
        self.active: list[date] = []
        self.settle()

    # ------------------------------------------------------------ who it is

    def told(self) -> Profile:
        dice = self.dice
        return Profile(
            asked=False,
            conditions=frozenset(dice.sample(LASTING, dice.choice([0, 0, 0, 1, 2, 4, 8]))),
            equipment=frozenset(dice.sample(list(CATALOGUE.equipment), dice.choice([0, 2, 5, 9]))),
            place=dice.choice(["desk", "home"]),
            home_session=dice.random() < 0.7,
            trains=dice.random() < 0.1,
            consents=frozenset(name for name in CATALOGUE.numbers.consent if dice.random() < 0.5),
        )

    def settle(self) -> None:
        dice = self.dice
        self.budget = dice.choice(BUDGETS)
        self.a_day, self.keen = dice.choice([3, 5, 7, 8, 10]), dice.choice([0.3, 0.6, 0.9, 1.0])
        self.hidden = dice.choice([0.0, 0.0, 0.1, 1.0])
        self.seated = dice.choice([0.0, 0.1, 0.3])
        self.told_on = dice.choice([0, 0, 3, 200])
        self.pause = 0.0 if self.weeks <= 4 else 1.0

    # ------------------------------------------------------------ how it goes

    def live(self) -> Book:
        number = 0
        while number < 5 * self.weeks:
            self.day(number)
            number += 1 + self.away()
        return self.book

    def away(self) -> int:
        """Working days off."""
        chance = self.dice.random()
        if chance < 0.01 * self.pause:
            return self.dice.randrange(10, 16)
        if chance < 0.014 * self.pause:
            return self.dice.randrange(42, 56)
        return self.dice.randrange(1, 4) if chance < 0.05 else 0

    def day(self, number: int) -> None:
        dice = self.dice
        if number >= self.told_on:
            self.person.profile = replace(self.person.profile, asked=True)
        if dice.random() < 0.002:
            more = frozenset({dice.choice(LASTING)})
            self.person.profile = replace(self.person.profile, conditions=self.person.profile.conditions | more)
        at = workday(number) + dice.randrange(60) * MINUTE
        for _ in range(max(1, self.a_day + dice.randrange(-2, 3))):
            at = self.unasked(at) if dice.random() < 0.05 else self.prompt(at)
            at += dice.randrange(25, 90) * MINUTE

    def circumstances(self) -> dict[str, object]:
        return {
            "budget": self.budget,
            "place": self.person.profile.place,
            "can_stand": self.dice.random() >= self.seated,
            "discreet": self.dice.random() < self.hidden,
        }

    def local(self, at: datetime) -> datetime:
        return at.astimezone(self.person.zone)

    def prompt(self, at: datetime) -> datetime:
        """A prompt, perhaps swapped for another one, and what becomes of it; when that was over."""
        shown = self.shown(at, None)
        while self.dice.random() < 0.06:
            shown = self.shown(at, shown)
        return self.meets(shown, at) if self.dice.random() < self.keen else at

    def shown(self, at: datetime, swapped: Suggestion | None) -> Suggestion:
        context, person = self.circumstances(), self.person
        before = person.practice
        found = person.meets(at, swapped, **context)
        here = Context(
            self.local(at),
            level=person.level(at),
            exclude=frozenset(ids(swapped)) if swapped else frozenset(),
            **context,  # type: ignore[arg-type]
        )
        today = here.now.date()
        if not self.active or today > self.active[-1]:
            self.active.append(today)
        self.prompts_on[today] += swapped is None
        self.log.at(today)
        if self.book.routines["prompts"] % 8 == 0:
            again = routine.choose(CATALOGUE, person.profile, before, here, self.seed)
            self.book.holds("T11", again == found, self.seed, at, found, again)
        self.book.routines["prompts"] += 1
        self.checked(found, here, swap=swapped is not None)
        self.last = frozenset(ids(found))
        return found

    def meets(self, suggestion: Suggestion, at: datetime, whole: float = 0.93) -> datetime:
        """It is done, or broken off; when it was over."""
        begun, today = at, self.local(at).date()
        until = at + timedelta(seconds=suggestion.total_seconds)
        if self.dice.random() < whole:
            self.person.does(suggestion, at)
            self.log.done(suggestion.items, until, today)
            self.log.finished(begun, today)
            if HOME in suggestion.reasons:
                self.log.sessions.append(today)
            return until
        seconds = self.dice.randrange(suggestion.total_seconds // 2)
        over = at + timedelta(seconds=seconds)
        self.person.learn(
            record(Kind.PART_DONE, at, suggestion.items, over, prompt=at.isoformat(), credited=True, seconds=seconds)
        )
        kept, left = [], seconds
        for item in suggestion.items:
            if left < item.seconds:
                break
            kept.append(item)
            left -= item.seconds + CATALOGUE.numbers.transition_s
        self.log.done(tuple(kept), over, today)
        if not self.active or today > self.active[-1]:
            self.active.append(today)
        return over

    def unasked(self, at: datetime) -> datetime:
        """Something by hand."""
        person = self.person
        here = Context(self.local(at), level=person.level(at), **self.circumstances())  # type: ignore[arg-type]
        self.log.at(here.now.date())
        kind = self.dice.choice(["ease", "lying", "home", "home", "hand", "break"])
        known = (CATALOGUE, person.profile, person.practice, here, self.seed)
        try:
            if kind == "hand":
                found = self.by_hand(here)
            else:
                choose = {"ease": routine.ease, "lying": routine.lying, "home": routine.home, "break": routine.choose}
                found = choose[kind](*known)
        except RefusedError:
            self.book.routines[f"{kind} refused"] += 1
            return at
        self.book.routines[kind] += 1
        if kind == "break":
            self.checked(found, here, swap=False, tips=False)
        elif kind != "hand":
            self.safe(found, here)
            self.dosed(found, here)
            if kind == "home":
                self.home(found, here)
        person.begins(found, at)
        self.last = frozenset(ids(found))
        return self.meets(found, at)

    def by_hand(self, here: Context) -> Suggestion:
        person = self.person
        name = self.dice.choice(list(EXERCISES))
        barred = bool(person.profile.conditions & set(EXERCISES[name].contraindications))
        try:
            found = routine.by_hand(CATALOGUE, name, person.practice, here, person.profile)
        except RefusedError:
            self.book.holds("T8", barred, self.seed, here.now, name, "was refused")
            raise
        self.book.holds("T8", not barred, self.seed, here.now, name, "was not refused")
        return found

    # ------------------------------------------------------------ what must hold

    def checked(self, found: Suggestion, here: Context, *, swap: bool, tips: bool = True) -> None:
        """An ordinary choice, which may be the home session."""
        self.safe(found, here)
        self.levelled(found, here)
        self.dosed(found, here)
        facts = (self.seed, here.now, ids(found), found.total_seconds)
        twice = self.last & set(ids(found)) - {FALLBACK}
        self.book.holds("T2", not twice, *facts, twice)
        if here.discreet:
            self.book.holds("T9", all(e.visibility == 0 for e in self.items(found)), *facts)
        if HOME in found.reasons:
            self.home(found, here)
        else:
            early = (len(self.active) or 1) <= 3 or (self.active[-1] < here.now.date() and len(self.active) < 3)
            most = min(here.budget, 45) if early else here.budget
            self.book.holds("T1", 30 <= found.total_seconds <= most, *facts, most)
            if not swap:
                upper = any(e.region in ("neck", "shoulder") for e in self.items(found))
                free = () if upper else tuple(e.id for e in self.free(here, most))
                self.book.holds("T3", not free, *facts, free)
        if tips:
            recent = self.tips[-10:]
            bars = not self.person.profile.equipment & {"bar", "bar_fixed"}
            no_bar = CATALOGUE.tips[found.tip_id].kind == "bar" and bars
            self.book.holds("T15", found.tip_id not in recent and not no_bar, *facts, found.tip_id, recent)
            self.tips.append(found.tip_id)

    def items(self, found: Suggestion) -> list[Exercise]:
        return [EXERCISES[name] for name in ids(found)]

    def safe(self, found: Suggestion, here: Context) -> None:
        """What holds for everything that is suggested, in whichever way."""
        facts = (self.seed, here.now, ids(found), found.alternative)
        named = [*self.items(found), EXERCISES[found.alternative]]
        self.book.holds("T14", found.items and found.alternative not in ids(found), *facts)
        conditions = self.person.profile.conditions
        self.book.holds("T8", all(not conditions & set(e.contraindications) for e in named), *facts)

    def levelled(self, found: Suggestion, here: Context) -> None:
        if self.person.profile.trains:
            return
        facts = (self.seed, here.now, ids(found), found.alternative, "level", here.level)
        named = [*self.items(found), EXERCISES[found.alternative]]
        most = self.log.most_level(here.now, here.now.date())
        first = self.log.first
        if first is None or here.now - first < 14 * DAY:
            self.book.holds("T4", all(e.level == 1 and e.id not in LATER for e in named), *facts)
        if self.log.days and (here.now.date() - self.log.days[-1]).days >= 14:
            self.book.routines["prompts after a long absence"] += 1
        self.book.holds("T16", all(e.level <= most for e in named), *facts, "at most", most)

    def dosed(self, found: Suggestion, here: Context) -> None:
        for item in found.items:
            e = EXERCISES[item.id]
            last = self.log.last.get(e.id)
            facts = (self.seed, here.now, item, self.log.reps[e.id], self.log.times[e.id], last)
            self.book.holds("T5", 0 < self.log.reps[e.id] + item.reps <= e.per_day_reps, *facts)
            if e.region == "neck" and last is not None:
                self.book.holds("T5", here.now - last >= 120 * MINUTE and self.log.times[e.id] < 3, *facts)

    def free(self, here: Context, most: int) -> Iterator[Exercise]:
        """Written anew from F4: level-1 exercises for neck and shoulder that nothing stands in the way of."""
        profile, log = self.person.profile, self.log
        things = ASSUMED | profile.equipment | ({"bar"} if "bar_fixed" in profile.equipment else set())
        for e in EXERCISES.values():
            if (
                e.region in ("neck", "shoulder")
                and (e.region != "neck" or profile.asked)
                and e.use == "both"
                and e.level == 1
                and e.position in ("sit", "stand")
                and (e.position == "sit" or here.can_stand)
                and e.visibility <= (0 if here.discreet else 1)
                and things.issuperset(e.equipment)
                and not profile.conditions & set(e.contraindications)
                and e.id not in self.last
                and e.seconds(1) <= most - 6
                and log.reps[e.id] < e.per_day_reps
                and (e.region != "neck" or log.times[e.id] < 3)
                and (e.id not in log.last or here.now - log.last[e.id] >= max(e.gap_min, 120) * MINUTE)
            ):
                yield e

    def home(self, found: Suggestion, here: Context) -> None:
        self.book.routines["home sessions"] += 1
        facts = (self.seed, here.now, [(item.id, item.reps) for item in found.items], found.total_seconds)
        order = (
            *("cat_floor", "curl_knees", "press_up_half", "curl_up"),
            *("leg_lift_prone", "chest_lift_prone", "swim_dry", "bird_dog", "relief_rock"),
        )
        places = [order.index(name) for name in ids(found) if not name.startswith("relief") or name == "relief_rock"]
        one_lift = sum(4 <= place <= 7 for place in places) <= 1
        self.book.holds("F9", places == sorted(places) and one_lift, *facts)
        self.book.holds("F9", found.total_seconds <= 600 and all(item.reps <= 5 for item in found.items), *facts)
        self.book.holds("F9", here.now.date() not in self.log.sessions, *facts, "a second one")


# ---------------------------------------------------------------- those who do what is asked of them


class Diligent(Life):
    """Eight breaks a day, five days a week, and the home session besides, all done by one who may do everything: T6."""

    def told(self) -> Profile:
        consents = frozenset(CATALOGUE.numbers.consent) if self.dice.random() < 0.5 else frozenset[str]()
        place, wants = self.dice.choice([("desk", False), ("home", False), ("home", True)])
        things = frozenset({"mat", "weights"}) if wants else frozenset[str]()
        return Profile(True, frozenset(), things, place, home_session=wants, consents=consents)

    def settle(self) -> None:
        super().settle()
        self.budget, self.hidden, self.seated, self.told_on = self.dice.choice([60, 60, 75, 90, 105, 120]), 0, 0, 0
        self.a_day = 8 + self.person.profile.home_session
        self.person.zone = UTC
        self.dose: Counter[str] = Counter()
        self.week: Counter[str] = Counter()
        self.level_two: int | None = None

    def away(self) -> int:
        return 0

    def day(self, number: int) -> None:
        self.dose = Counter()
        level = self.person.level(workday(number))
        if level > 1 and self.level_two is None:
            self.level_two = number // 5
        for hour in range(self.a_day):
            at = workday(number) + hour * 62 * MINUTE
            found = self.shown(at, None)
            self.meets(found, at, whole=1)
            self.dose.update({item.id: item.reps for item in found.items})
            self.week.update(e.area for e in self.items(found))
        self.after_day(number)
        if number % 5 == 4:
            self.after_week(number // 5)
            self.week = Counter()

    def after_day(self, number: int) -> None:
        for name in NECKS if number >= 3 else ():
            self.book.holds("T6", 5 <= self.dose[name] <= 10, self.seed, self.budget, "day", number, self.dose)

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


def lived(kinds: list[type[Life]], weeks: int, count: int, first: int = 0) -> Book:
    """So many people of these kinds in turn, each for so many weeks."""
    book = Book()
    for seed in range(first, first + count):
        book.add(kinds[seed % len(kinds)](seed, weeks).live())
    return book
