"""Whole years of pretend people, with every routine held against the acceptance rules T1 to T18 as it is chosen."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from person import FALLBACK, Person, ids, record, workday
from uncrick.core.history import pain, practice
from uncrick.core.model.catalog import Exercise
from uncrick.core.model.profile import Profile
from uncrick.core.model.record import Fact, Item, Kind, Record
from uncrick.core.model.suggestion import Form, Suggestion
from uncrick.core.selection import on_request
from uncrick.core.selection.choose import choose
from uncrick.core.selection.situation import Context
from uncrick.errors import RefusedError
from uncrick.storage import shipped_data

CATALOGUE = shipped_data.catalogue()
EXERCISES = CATALOGUE.exercises
LASTING = tuple(it.id for it in CATALOGUE.conditions.values() if it.scope == "lasting")
BUDGETS = (30, 45, 60, 60, 60, 75, 90, 105, 120)
ASSUMED = frozenset({"desk", "doorway", "walk_space"})
NECKS = ("neck_nod", "neck_turn", "neck_tilt")
LATER = frozenset({"neck_press_fb", "neck_press_lr", "shrug", "shrug_weights", "bar_hang", "bar_hang_sway"})
ZONES = (UTC, UTC, ZoneInfo("Europe/Berlin"), ZoneInfo("America/Los_Angeles"), timezone(timedelta(hours=14)))
MOVES_HEAD = frozenset(
    [
        "neck_nod",
        "neck_turn",
        "neck_tilt",
        "neck_press_fb",
        "neck_press_lr",
        "chin_tuck",
        "round_stand",
        "cat_floor",
        "curl_knees",
        "curl_up",
        "chest_lift_prone",
        "press_up_half",
    ]
)
FORBIDDEN = {
    **dict.fromkeys(("neck_injury", "arm_nerve", "inflam_neck", "vascular"), MOVES_HEAD),
    "pregnant": frozenset({"curl_knees", "curl_up", "relief_knees_chest", "relief_rock"}),
    "balance": frozenset(
        ["shoulder_alt", "shrug_weights", "round_stand", "reach_stand", "side_bend", "walk_corridor", "stairs"]
    ),
}
"""By condition, what nobody with it ever meets; written anew, so that a tag which is missing in the data is found."""

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
    "T12": "what was retired never comes back by itself, and what rests comes back on the day after",
    "T13": "pain of seven leaves a region alone, pain of four to six has its gentle variants only",
    "T14": "there are always two different options",
    "T15": "no tip comes twice within ten, and bar tips come only with a bar",
    "T16": "fourteen days away cost a level for five active days, sixty cost all of them",
    "T17": "while exercises are locked, and on a day of feeling unwell, there is none in any way",
    "T18": "ten minutes after a pain without an answer it counts as one that still hurts",
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


REGIONS = ("neck", "shoulder", "back")
SIGNS = {it.id: it.severity for it in CATALOGUE.red_flags}


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
        known = 5 if score is None else score
        gone = answer == "gone"
        before = self.gentle.get(name)
        self.gentle[name] = at
        again = variant == "gentle" and before is not None and at - before <= 14 * DAY
        if known >= 6 or again:
            self.retired.add(name)
        else:
            rests = {(False, False): 2, (False, True): 0, (True, False): 7, (True, True): 2}[known >= 4, gone]
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


class Life:
    """One person from the first day on; `book` learns of everything that is suggested to them."""

    def __init__(self, seed: int, weeks: int) -> None:
        self.dice = random.Random(seed)
        self.seed, self.weeks = seed, weeks
        self.book = Book()
        self.person = Person(CATALOGUE, self.told(), seed=seed, zone=self.dice.choice(ZONES))
        self.log = Log()
        self.body = Body()
        self.ailing = self.dice.choice([0.0, 0.3, 1.0, 1.0])
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
        self.morning(at)
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
        if not shown.items or self.dice.random() >= self.keen:
            return at
        over = self.meets(shown, at)
        return self.complains(shown, over) if self.dice.random() < 0.06 * self.ailing else over

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
        self.is_active(today)
        self.prompts_on[today] += swapped is None
        self.log.at(today)
        if self.book.routines["prompts"] % 8 == 0:
            again = choose(CATALOGUE, person.profile, before, here, self.seed)
            self.book.holds("T11", again == found, self.seed, at, found, again)
        self.book.routines["prompts"] += 1
        self.checked(found, here, swap=swapped is not None)
        self.last = frozenset(ids(found))
        return found

    def meets(self, suggestion: Suggestion, at: datetime, whole: float = 0.93) -> datetime:
        """It is done, or broken off; when it was over."""
        begun, today = at, self.local(at).date()
        self.is_active(today)
        until = at + timedelta(seconds=suggestion.total_seconds)
        if self.dice.random() < whole:
            self.person.does(suggestion, at)
            self.log.done(suggestion.items, until, today)
            self.log.finished(begun, today)
            if suggestion.form is Form.HOME_SESSION:
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
        return over

    def is_active(self, today: date) -> None:
        if len(self.active) < 4 and today not in self.active:
            self.active.append(today)

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
                ways = {"ease": on_request.ease, "lying": on_request.lying, "home": on_request.home, "break": choose}
                found = ways[kind](*known)
        except RefusedError:
            self.book.routines[f"{kind} refused"] += 1
            return at
        self.book.routines[kind] += 1
        self.book.holds("T17", not self.body.is_shut(here.now.date()) or not found.items, self.seed, here.now, kind)
        if not found.items:
            return at
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
        today = here.now.date()
        barred = bool(self.conditions(today) & set(EXERCISES[name].contraindications))
        out = self.body.is_out(name, today)
        found = on_request.by_hand(CATALOGUE, name, person.practice, here, person.profile)
        self.book.holds("T8", not barred, self.seed, here.now, name, "was not refused")
        self.book.holds("T12", not out, self.seed, here.now, name, "was not refused")
        return found

    def refused(self, name: str, here: Context) -> str:
        """The title with which the exercise is refused by hand; "" if it is not."""
        try:
            on_request.by_hand(CATALOGUE, name, self.person.practice, here, self.person.profile)
        except RefusedError as error:
            return error.title
        return ""

    # ------------------------------------------------------------ what hurts

    def says(self, word: str, at: datetime, **detail: Fact) -> Record:
        said = replace(record(Kind.FEEDBACK, at, **detail), id=f"{word}-{at.isoformat()}", feedback=word)
        self.person.learn(said)
        self.book.routines[f"said {word}"] += 1
        return said

    def complains(self, suggestion: Suggestion, at: datetime) -> datetime:
        """After a routine; when the last answer was given."""
        dice, today = self.dice, self.local(at).date()
        word = dice.choice(["hurt", "hurt", "hurt", "hard", "unwell", "signs"])
        if word == "signs" and dice.random() < 0.4:
            signs = dice.sample(list(SIGNS), dice.choice([0, 1, 1, 2]))
            self.says("signs", at, signs=",".join(signs))
            self.body.signed(signs, at)
            self.turned_away(at)
        elif word == "unwell" and dice.random() < 0.5:
            self.says("unwell", at)
            self.body.unwell = today
            self.turned_away(at)
        elif word == "hard":
            self.says("hard", at, exercise=",".join(ids(suggestion)), variant="")
        elif word == "hurt":
            return self.hurts(dice.choice(suggestion.items), at)
        return at

    def hurts(self, item: Item, at: datetime) -> datetime:
        dice, today = self.dice, self.local(at).date()
        score = dice.choice([None, *range(1, 11)])
        told = {} if score is None else {"score": score}
        said = self.says("hurt", at, exercise=item.id, variant=item.variant, **told)
        answer = dice.choice(["gone", "still", "", "late"])
        asked = at + 12 * MINUTE
        self.body.hurts(item.id, score, answer, at, today, item.variant)
        if not answer:
            self.unanswered(said, asked)
        elif answer == "late":
            asked = at + 20 * MINUTE
            self.says("gone", asked, of=said.id)
        else:
            self.says(answer, asked, of=said.id)
        return asked

    def unanswered(self, said: Record, at: datetime) -> None:
        """Without an answer everything is as if it had been said that it still hurts."""
        person = self.person
        still = replace(record(Kind.FEEDBACK, at, of=said.id), id="still", feedback="still")
        other = practice.learn(person.practice, still, person.zone, CATALOGUE.history_rules)
        for wait in (10 * MINUTE, 2 * DAY, 9 * DAY):
            here = Context(self.local(said.at + wait), level=person.level(said.at + wait), **self.circumstances())  # type: ignore[arg-type]
            known = (CATALOGUE, person.profile, person.practice, here, self.seed)
            alike = choose(*known) == choose(*known[:2], other, *known[3:])
            self.book.holds("T18", alike, self.seed, said, here.now)

    def turned_away(self, at: datetime) -> None:
        """Every way to an exercise, as long as there is to be none."""
        here = Context(self.local(at), level=self.person.level(at), **self.circumstances())  # type: ignore[arg-type]
        if not self.body.is_shut(here.now.date()):
            return
        known = (CATALOGUE, self.person.profile, self.person.practice, here, self.seed)
        found = choose(*known)
        walk = found.alternative in ("", "walk_corridor")
        self.book.holds("T17", not found.items and walk and not found.total_seconds, self.seed, at, found)
        for ask in (on_request.ease, on_request.lying, on_request.home):
            try:
                ask(*known)
            except RefusedError:
                self.book.holds("T17", True)
            else:
                self.book.holds("T17", False, self.seed, at, choose)
        for name in self.dice.sample(list(EXERCISES), 5):
            self.book.holds("T17", self.refused(name, here), self.seed, at, name)

    def morning(self, at: datetime) -> None:
        """What is told before the first prompt of a day, and what that day brings back."""
        dice, body = self.dice, self.body
        here = Context(self.local(at), level=3)
        today = here.now.date()
        if body.lock is not None and dice.random() < 0.5:
            self.says("checked", at)
            body.checked(at)
        self.turned_away(at)
        for name, until in list(body.until.items()):
            if not body.is_shut(today) and name not in body.retired:
                title = self.refused(name, here)
                out = today <= until or self.is_out_besides(EXERCISES[name], here)
                self.book.holds("T12", bool(title) == out, self.seed, at, name, until, title)
            if today > until:
                del body.until[name]
        self.retired_stay(here)
        if dice.random() < 0.1 * self.ailing:
            region, score = dice.choice(REGIONS), dice.randrange(1, 11)
            self.says("pain", at, region=region, score=score)
            body.pains[region] = today, score
        asked = pain.next_day(self.person.practice.care, here.now)
        if asked and dice.random() < 0.4:
            word = dice.choice(["better", "same", "same", "worse"])
            self.says(word, at, exercises=",".join(asked))
            if word == "worse":
                for name in asked:
                    body.until[name] = max(body.until.get(name, date.min), today + 2 * DAY)
        self.learnt_of_retirements(at)

    def learnt_of_retirements(self, at: datetime) -> None:
        """A second worse day retires the newest exercise, which may be any."""
        now = self.local(at)
        known = self.person.practice.care
        self.body.retired |= {name for name in EXERCISES if pain.status_of(known, name, now).status == "retired"}

    def retired_stay(self, here: Context) -> None:
        for name in sorted(self.body.retired):
            if not self.body.is_shut(here.now.date()):
                self.book.holds("T12", self.refused(name, here), self.seed, here.now, name, "is back")
            if self.dice.random() < 0.02:
                self.says("turned_on", here.now.astimezone(UTC), exercise=name)
                self.body.retired.discard(name)

    def is_out_besides(self, exercise: Exercise, here: Context) -> bool:
        """For other reasons than that it hurt lately."""
        today, region = here.now.date(), exercise.region
        paused = pain.region_paused(self.person.practice.care, CATALOGUE, region, here.now) is not None
        barred = self.conditions(today) & set(exercise.contraindications)
        return bool(barred) or self.body.pain(region, today) >= 7 or (paused and exercise.id != FALLBACK)

    def conditions(self, today: date) -> frozenset[str]:
        """The lasting ones, and those of the day."""
        pain = {region: self.body.pain(region, today) for region in REGIONS}
        of_day = {
            "neck_severe": pain["neck"] >= 7,
            "back_acute": pain["back"] >= 4,
            "back_severe": pain["back"] >= 7,
        }
        return self.person.profile.conditions | {name for name, holds in of_day.items() if holds}

    # ------------------------------------------------------------ what must hold

    def checked(self, found: Suggestion, here: Context, *, swap: bool, tips: bool = True) -> None:
        """An ordinary choice, which may be the home session."""
        if tips:
            self.tipped(found)
        if not found.items:
            self.nothing(found, here)
            return
        self.safe(found, here)
        self.levelled(found, here)
        self.dosed(found, here)
        facts = (self.seed, here.now, ids(found), found.total_seconds)
        twice = self.last & set(ids(found)) - {FALLBACK}
        self.book.holds("T2", not twice, *facts, twice)
        if here.discreet:
            self.book.holds("T9", all(e.visibility == 0 for e in self.items(found)), *facts)
        if found.form is Form.HOME_SESSION:
            self.home(found, here)
        else:
            early = len({*self.active, here.now.date()}) <= 3
            most = min(here.budget, 45) if early else here.budget
            self.book.holds("T1", 30 <= found.total_seconds <= most, *facts, most)
            if not swap:
                upper = any(e.region in ("neck", "shoulder") for e in self.items(found))
                free = () if upper else tuple(e.id for e in self.free(here, most))
                self.book.holds("T3", not free, *facts, free)

    def tipped(self, found: Suggestion) -> None:
        recent = self.tips[-10:]
        no_bar = not self.person.profile.equipment & {"bar", "bar_fixed"}
        if found.items:
            idle = CATALOGUE.tips[found.tip_id].kind == "bar" and no_bar
            self.book.holds("T15", found.tip_id not in recent and not idle, self.seed, found.tip_id, recent)
        self.tips.append(found.tip_id)

    def nothing(self, found: Suggestion, here: Context) -> None:
        """A prompt without exercises: locked, unwell, or pain has left none."""
        shut = self.body.is_shut(here.now.date())
        self.book.routines["nothing: " + found.form] += 1
        if shut:
            self.book.holds("T17", found.alternative in ("", "walk_corridor"), self.seed, here.now, found)
        else:
            self.book.holds("T14", self.refused(FALLBACK, here), self.seed, here.now, found, "though there is one")

    def items(self, found: Suggestion) -> list[Exercise]:
        return [EXERCISES[name] for name in ids(found)]

    def safe(self, found: Suggestion, here: Context) -> None:
        """What holds for everything that is suggested, in whichever way."""
        today = here.now.date()
        facts = (self.seed, here.now, ids(found), found.alternative)
        named = self.named(found)
        self.book.holds("T17", not self.body.is_shut(today), *facts)
        self.book.holds("T14", found.alternative not in ids(found), *facts)
        if not found.alternative:
            self.book.routines["no second option"] += 1
            self.book.holds("T14", not list(self.others(found, here)), *facts, list(self.others(found, here)))
        conditions = self.conditions(today)
        self.book.holds("T8", all(not conditions & set(e.contraindications) for e in named), *facts)
        met = {e.id for e in named}
        self.book.holds(
            "T8", not any(met & FORBIDDEN.get(name, frozenset()) for name in conditions), *facts, conditions
        )
        if self.body.retired or self.body.until:
            out = [e.id for e in named if self.body.is_out(e.id, today)]
            self.book.holds("T12", not out, *facts, out, self.body.until)
        if any(self.body.pain(region, today) >= 4 for region in REGIONS):
            self.spared(found, here)

    def named(self, found: Suggestion) -> list[Exercise]:
        return [EXERCISES[name] for name in (*ids(found), found.alternative) if name]

    def others(self, found: Suggestion, here: Context) -> Iterator[str]:
        """What could have been the other option."""
        asked, taken = self.person.profile.asked, ids(found)
        for e in EXERCISES.values():
            known = e.level == 1 and e.id not in taken and (asked or e.region != "neck")
            if known and not self.is_gentle(e, here) and not self.refused(e.id, here):
                yield e.id

    def is_gentle(self, exercise: Exercise, here: Context) -> bool:
        """To be done gently, which nobody leads through in the other option."""
        status = pain.status_of(self.person.practice.care, exercise.id, here.now).status
        return status == "gentle" or self.body.pain(exercise.region, here.now.date()) >= 4

    def spared(self, found: Suggestion, here: Context) -> None:
        """The pain told of today is minded."""
        today = here.now.date()
        facts = (self.seed, here.now, found.items, found.alternative, self.body.pains)
        pain = {region: self.body.pain(region, today) for region in REGIONS}
        self.book.holds("T13", all(pain.get(e.region, 0) < 7 for e in self.named(found)), *facts)
        for item in found.items:
            e = EXERCISES[item.id]
            if 4 <= pain.get(e.region, 0) < 7:
                self.book.holds("T13", item.variant == "gentle" and item.reps <= e.gentle.reps, *facts)
        if min(pain.values()) >= 7:
            self.book.holds("T13", all(e.area == "relief" for e in self.items(found)), *facts)

    def levelled(self, found: Suggestion, here: Context) -> None:
        if self.person.profile.trains:
            return
        facts = (self.seed, here.now, ids(found), found.alternative, "level", here.level)
        named = self.named(found)
        most = self.log.most_level(here.now, here.now.date())
        first = self.log.first
        if first is None or here.now - first < 14 * DAY:
            self.book.holds("T4", all(e.level == 1 and e.id not in LATER for e in named), *facts)
        if self.log.days and (here.now.date() - self.log.days[-1]).days >= 14:
            self.book.routines["prompts after a long absence"] += 1
        self.book.holds("T16", all(e.level <= here.level <= most for e in named), *facts, "at most", most)

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
                and not self.refused(e.id, here)
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


def lived(kinds: Sequence[type[Life]], weeks: int, count: int, first: int = 0) -> Book:
    """So many people of these kinds in turn, each for so many weeks."""
    book = Book()
    for seed in range(first, first + count):
        book.add(kinds[seed % len(kinds)](seed, weeks).live())
    return book
