"""One pretend person from the first day on: prompts, breaks, pains, absences."""

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from lives.book import BUDGETS, CATALOGUE, DAY, EXERCISES, LASTING, MINUTE, REGIONS, SIGNS, ZONES, Book
from lives.checks import CheckedLife
from lives.dates import day_of
from person import Person, ids, record, workday
from uncrick.core.history import pain, practice
from uncrick.core.model.profile import Profile
from uncrick.core.model.record import Fact, Item, Kind, Record
from uncrick.core.model.suggestion import Form, Suggestion
from uncrick.core.selection import on_request
from uncrick.core.selection.choose import choose
from uncrick.core.selection.situation import Context
from uncrick.errors import RefusedError


class Life(CheckedLife):
    """One person from the first day on; `book` learns of everything that is suggested to them."""

    def __init__(self, seed: int, weeks: int) -> None:
        self.dice = random.Random(seed)
        self.weeks = weeks
        super().__init__(seed, Person(CATALOGUE, self.profile(), seed=seed, zone=self.dice.choice(ZONES)))
        self.ailing = self.dice.choice([0.0, 0.3, 1.0, 1.0])
        self.prompts_on: Counter[date] = Counter()
        self.settle()

    # ------------------------------------------------------------ who it is

    def profile(self) -> Profile:
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
        self.answers_on = dice.choice([0, 0, 3, 200])
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
        if number >= self.answers_on:
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
        suggestion = person.meets(at, swapped, **context)
        here = Context(
            self.local(at),
            level=person.level(at),
            exclude=frozenset(ids(swapped)) if swapped else frozenset(),
            **context,  # type: ignore[arg-type]
        )
        today = day_of(here.now)
        self.is_active(today)
        self.prompts_on[today] += swapped is None
        self.log.at(today)
        if self.book.routines["prompts"] % 8 == 0:
            again = choose(CATALOGUE, person.profile, before, here, self.seed)
            self.book.holds("T11", again == suggestion, self.seed, at, suggestion, again)
        self.book.routines["prompts"] += 1
        self.checked(suggestion, here, swap=swapped is not None)
        self.last, self.last_on = frozenset(ids(suggestion)), today
        return suggestion

    def meets(self, suggestion: Suggestion, at: datetime, whole: float = 0.93) -> datetime:
        """It is done, or broken off; when it was over."""
        begun, today = at, day_of(self.local(at))
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
        credited, left = [], seconds
        for item in suggestion.items:
            if left < item.seconds:
                break
            credited.append(item)
            left -= item.seconds + CATALOGUE.numbers.transition_s
        self.log.done(tuple(credited), over, today)
        return over

    def is_active(self, today: date) -> None:
        if len(self.active) < 4 and today not in self.active:
            self.active.append(today)

    def unasked(self, at: datetime) -> datetime:
        """Something by hand."""
        person = self.person
        here = Context(self.local(at), level=person.level(at), **self.circumstances())  # type: ignore[arg-type]
        self.log.at(day_of(here.now))
        kind = self.dice.choice(["ease", "lying", "home", "home", "hand", "break"])
        arguments = (CATALOGUE, person.profile, person.practice, here, self.seed)
        try:
            if kind == "hand":
                suggestion = self.by_hand(here)
            else:
                ways = {"ease": on_request.ease, "lying": on_request.lying, "home": on_request.home, "break": choose}
                suggestion = ways[kind](*arguments)
        except RefusedError:
            self.book.routines[f"{kind} refused"] += 1
            return at
        self.book.routines[kind] += 1
        self.book.holds(
            "T17", not self.body.is_shut(day_of(here.now)) or not suggestion.items, self.seed, here.now, kind
        )
        if not suggestion.items:
            return at
        if kind == "break":
            self.checked(suggestion, here, swap=False, tips=False)
        elif kind != "hand":
            self.safe(suggestion, here)
            self.dosed(suggestion, here)
            if kind == "home":
                self.home(suggestion, here)
        person.begins(suggestion, at)
        self.last, self.last_on = frozenset(ids(suggestion)), day_of(here.now)
        return self.meets(suggestion, at)

    def by_hand(self, here: Context) -> Suggestion:
        person = self.person
        name = self.dice.choice(list(EXERCISES))
        today = day_of(here.now)
        barred = bool(self.conditions(today) & set(EXERCISES[name].contraindications))
        out = self.body.is_out(name, today)
        suggestion = on_request.by_hand(CATALOGUE, name, person.practice, here, person.profile)
        self.book.holds("T8", not barred, self.seed, here.now, name, "was not refused")
        self.book.holds("T12", not out, self.seed, here.now, name, "was not refused")
        return suggestion

    # ------------------------------------------------------------ what hurts

    def says(self, word: str, at: datetime, **detail: Fact) -> Record:
        report = replace(record(Kind.FEEDBACK, at, **detail), id=f"{word}-{at.isoformat()}", feedback=word)
        self.person.learn(report)
        self.book.routines[f"said {word}"] += 1
        return report

    def complains(self, suggestion: Suggestion, at: datetime) -> datetime:
        """After a routine; when the last answer was given."""
        dice, today = self.dice, day_of(self.local(at))
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
        dice, today = self.dice, day_of(self.local(at))
        score = dice.choice([None, *range(1, 11)])
        detail = {} if score is None else {"score": score}
        report = self.says("hurt", at, exercise=item.id, variant=item.variant, **detail)
        answer = dice.choice(["gone", "still", "", "late"])
        asked = at + 12 * MINUTE
        self.body.hurts(item.id, score, answer, at, today, item.variant)
        if not answer:
            self.unanswered(report, asked)
        elif answer == "late":
            asked = at + 20 * MINUTE
            self.says("gone", asked, of=report.id)
        else:
            self.says(answer, asked, of=report.id)
        return asked

    def unanswered(self, report: Record, at: datetime) -> None:
        """Without an answer everything is as if it had been report that it still hurts."""
        person = self.person
        still = replace(record(Kind.FEEDBACK, at, of=report.id), id="still", feedback="still")
        other = practice.learn(person.practice, still, person.zone, CATALOGUE.history_rules)
        for wait in (10 * MINUTE, 2 * DAY, 9 * DAY):
            here = Context(self.local(report.at + wait), level=person.level(report.at + wait), **self.circumstances())  # type: ignore[arg-type]
            arguments = (CATALOGUE, person.profile, person.practice, here, self.seed)
            alike = choose(*arguments) == choose(*arguments[:2], other, *arguments[3:])
            self.book.holds("T18", alike, self.seed, report, here.now)

    def turned_away(self, at: datetime) -> None:
        """Every way to an exercise, as long as there is to be none."""
        here = Context(self.local(at), level=self.person.level(at), **self.circumstances())  # type: ignore[arg-type]
        if not self.body.is_shut(day_of(here.now)):
            return
        arguments = (CATALOGUE, self.person.profile, self.person.practice, here, self.seed)
        suggestion = choose(*arguments)
        walk = suggestion.alternative in ("", "walk_corridor")
        self.book.holds(
            "T17", not suggestion.items and walk and not suggestion.total_seconds, self.seed, at, suggestion
        )
        for ask in (on_request.ease, on_request.lying, on_request.home):
            try:
                ask(*arguments)
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
        today = day_of(here.now)
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
        care = self.person.practice.care
        self.body.retired |= {name for name in EXERCISES if pain.status_of(care, name, now).status == "retired"}

    def retired_stay(self, here: Context) -> None:
        for name in sorted(self.body.retired):
            if not self.body.is_shut(day_of(here.now)):
                self.book.holds("T12", self.refused(name, here), self.seed, here.now, name, "is back")
            if self.dice.random() < 0.02:
                self.says("turned_on", here.now.astimezone(UTC), exercise=name)
                self.body.retired.discard(name)
