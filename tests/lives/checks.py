"""Holds every routine against the acceptance rules as it is chosen."""

from collections.abc import Iterator
from datetime import date

from lives.body import Body, Log
from lives.book import ASSUMED, CATALOGUE, DAY, EXERCISES, FORBIDDEN, LATER, MINUTE, NECKS, REGIONS, Book
from lives.dates import day_of
from person import FALLBACK, Person, ids
from uncrick.core.history import pain
from uncrick.core.model.catalog import Exercise
from uncrick.core.model.suggestion import Form, Suggestion
from uncrick.core.selection import on_request
from uncrick.core.selection.situation import Context
from uncrick.errors import RefusedError


class CheckedLife:
    """A person, what they did, and the book that learns of everything that is suggested to them."""

    def __init__(self, seed: int, person: Person) -> None:
        self.seed = seed
        self.person = person
        self.book = Book()
        self.log = Log()
        self.body = Body()
        self.last: frozenset[str] = frozenset()  # ids of the break before
        self.last_on = date.min  # its day
        self.tips: list[str] = []
        self.active: list[date] = []

    def checked(self, suggestion: Suggestion, here: Context, *, swap: bool, tips: bool = True) -> None:
        """An ordinary choice, which may be the home session."""
        if tips:
            self.tipped(suggestion)
        if not suggestion.items:
            self.nothing(suggestion, here)
            return
        self.safe(suggestion, here)
        self.levelled(suggestion, here)
        self.dosed(suggestion, here)
        facts = (self.seed, here.now, ids(suggestion), suggestion.total_seconds)
        owed = {name for name in NECKS if self.log.reps[name] < 10} if here.budget >= 60 and not swap else set()
        # Three moves, of which a set has two, are never all others than those of the set of another day
        new_set = suggestion.form is Form.STRENGTH_SET and day_of(here.now) != self.last_on
        again = {*ids(suggestion)} if new_set else owed
        twice = self.last & set(ids(suggestion)) - {FALLBACK} - again
        self.book.holds("T2", not twice, *facts, twice)
        if here.discreet:
            self.book.holds("T9", all(e.visibility == 0 for e in self.items(suggestion)), *facts)
        if suggestion.form is Form.HOME_SESSION:
            self.home(suggestion, here)
        elif suggestion.form is Form.STRENGTH_SET:
            self.strength(suggestion, here)
        else:
            early = len({*self.active, day_of(here.now)}) <= 3
            most = min(here.budget, 45) if early else here.budget
            self.book.holds("T1", 30 <= suggestion.total_seconds <= most, *facts, most)
            if not (swap or early or here.budget < 60):
                upper = any(e.region in ("neck", "shoulder") for e in self.items(suggestion))
                free = () if upper else tuple(e.id for e in self.free(here, most))
                self.book.holds("T3", not free, *facts, free)

    def strength(self, suggestion: Suggestion, here: Context) -> None:
        sets = self.person.practice.strength
        known = "band" in self.person.profile.equipment and sets.last != day_of(here.now)
        self.book.holds("S1", known and suggestion.total_seconds <= 180, self.seed, here.now, ids(suggestion))

    def tipped(self, suggestion: Suggestion) -> None:
        recent = self.tips[-10:]
        no_bar = not self.person.profile.equipment & {"bar", "bar_fixed"}
        if suggestion.items:
            idle = CATALOGUE.tips[suggestion.tip_id].kind == "bar" and no_bar
            self.book.holds("T15", suggestion.tip_id not in recent and not idle, self.seed, suggestion.tip_id, recent)
        self.tips.append(suggestion.tip_id)

    def nothing(self, suggestion: Suggestion, here: Context) -> None:
        """A prompt without exercises: locked, unwell, or pain has left none."""
        shut = self.body.is_shut(day_of(here.now))
        self.book.routines["nothing: " + suggestion.form] += 1
        if shut:
            self.book.holds("T17", suggestion.alternative in ("", "walk_corridor"), self.seed, here.now, suggestion)
        else:
            self.book.holds("T14", self.refused(FALLBACK, here), self.seed, here.now, suggestion, "though there is one")

    def items(self, suggestion: Suggestion) -> list[Exercise]:
        return [EXERCISES[name] for name in ids(suggestion)]

    def safe(self, suggestion: Suggestion, here: Context) -> None:
        """What holds for everything that is suggested, in whichever way."""
        today = day_of(here.now)
        facts = (self.seed, here.now, ids(suggestion), suggestion.alternative)
        named = self.named(suggestion)
        self.book.holds("T17", not self.body.is_shut(today), *facts)
        self.book.holds("T14", suggestion.alternative not in ids(suggestion), *facts)
        if not suggestion.alternative:
            self.book.routines["no second option"] += 1
            self.book.holds("T14", not list(self.others(suggestion, here)), *facts, list(self.others(suggestion, here)))
        conditions = self.conditions(today)
        self.book.holds("T8", all(not conditions & set(e.contraindications) for e in named), *facts)
        named_ids = {e.id for e in named}
        self.book.holds(
            "T8", not any(named_ids & FORBIDDEN.get(name, frozenset()) for name in conditions), *facts, conditions
        )
        if self.body.retired or self.body.until:
            out = [e.id for e in named if self.body.is_out(e.id, today)]
            self.book.holds("T12", not out, *facts, out, self.body.until)
        if any(self.body.pain(region, today) >= 4 for region in REGIONS):
            self.spared(suggestion, here)

    def named(self, suggestion: Suggestion) -> list[Exercise]:
        return [EXERCISES[name] for name in (*ids(suggestion), suggestion.alternative) if name]

    def others(self, suggestion: Suggestion, here: Context) -> Iterator[str]:
        """What could have been the other option."""
        asked, taken = self.person.profile.asked, ids(suggestion)
        for e in EXERCISES.values():
            possible = e.level == 1 and e.id not in taken and (asked or e.region != "neck")
            # Relief for a stiff neck does not move it, in the other option either
            possible = possible and (suggestion.form is not Form.RELIEF or e.region != "neck")
            if possible and not self.is_gentle(e, here) and not self.refused(e.id, here):
                yield e.id

    def is_gentle(self, exercise: Exercise, here: Context) -> bool:
        """To be done gently, which nobody leads through in the other option."""
        status = pain.status_of(self.person.practice.care, exercise.id, here.now).status
        return status == "gentle" or self.body.pain(exercise.region, day_of(here.now)) >= 4

    def spared(self, suggestion: Suggestion, here: Context) -> None:
        """The pain told of today is minded."""
        today = day_of(here.now)
        facts = (self.seed, here.now, suggestion.items, suggestion.alternative, self.body.pains)
        pain = {region: self.body.pain(region, today) for region in REGIONS}
        self.book.holds("T13", all(pain.get(e.region, 0) < 7 for e in self.named(suggestion)), *facts)
        for item in suggestion.items:
            e = EXERCISES[item.id]
            if 4 <= pain.get(e.region, 0) < 7:
                self.book.holds("T13", item.variant == "gentle" and item.reps <= e.gentle.reps, *facts)
        if min(pain.values()) >= 7:
            self.book.holds("T13", all(e.area == "relief" for e in self.items(suggestion)), *facts)

    def levelled(self, suggestion: Suggestion, here: Context) -> None:
        if self.person.profile.trains:
            return
        facts = (self.seed, here.now, ids(suggestion), suggestion.alternative, "level", here.level)
        named = self.named(suggestion)
        most = self.log.most_level(here.now, day_of(here.now))
        first = self.log.first
        if first is None or here.now - first < 14 * DAY:
            self.book.holds("T4", all(e.level == 1 and e.id not in LATER for e in named), *facts)
        if self.log.days and (day_of(here.now) - self.log.days[-1]).days >= 14:
            self.book.routines["prompts after a long absence"] += 1
        self.book.holds("T16", all(e.level <= here.level <= most for e in named), *facts, "at most", most)

    def dosed(self, suggestion: Suggestion, here: Context) -> None:
        for item in suggestion.items:
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

    def home(self, suggestion: Suggestion, here: Context) -> None:
        self.book.routines["home sessions"] += 1
        facts = (self.seed, here.now, [(item.id, item.reps) for item in suggestion.items], suggestion.total_seconds)
        order = (
            *("cat_floor", "curl_knees", "press_up_half", "curl_up"),
            *("leg_lift_prone", "chest_lift_prone", "swim_dry", "bird_dog", "fitball_tilt", "relief_rock"),
        )
        places = [
            order.index(name) for name in ids(suggestion) if not name.startswith("relief") or name == "relief_rock"
        ]
        one_lift = sum(4 <= place <= 7 for place in places) <= 1
        self.book.holds("F9", places == sorted(places) and one_lift, *facts)
        self.book.holds(
            "F9", suggestion.total_seconds <= 600 and all(item.reps <= 5 for item in suggestion.items), *facts
        )
        self.book.holds("F9", day_of(here.now) not in self.log.sessions, *facts, "a second one")

    def refused(self, name: str, here: Context) -> str:
        """The title with which the exercise is refused by hand; "" if it is not."""
        try:
            on_request.by_hand(CATALOGUE, name, self.person.practice, here, self.person.profile)
        except RefusedError as error:
            return error.title
        return ""

    def is_out_besides(self, exercise: Exercise, here: Context) -> bool:
        """For other reasons than that it hurt lately."""
        today, region = day_of(here.now), exercise.region
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
