"""One choice of exercises: its circumstances, and what is worked out once for it."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from uncrick.core.catalog.prescribed import set_aside
from uncrick.core.history.levels import withheld
from uncrick.core.history.practice import Practice, monday
from uncrick.core.model.catalog import Catalogue, Exercise
from uncrick.core.model.eligibility import owned
from uncrick.core.model.numbers import RoutineNumbers
from uncrick.core.model.person_day import day_of
from uncrick.core.model.profile import Profile
from uncrick.core.model.random import mixed
from uncrick.core.selection.restrictions import Restrictions, current_restrictions

FLOOR_EQUIPMENT = frozenset({"mat", "firm_bed"})
"""Equipment that is taken to be at hand when the person asks for exercises on the floor."""


@dataclass(frozen=True, slots=True)
class Context:
    """
    The circumstances of one choice.

    Attributes:
        now: aware, in the person's zone.
        budget: seconds the routine may take; limited to `min_budget_s`..`max_budget_s` of the catalogue.
        place: `desk` or `home`.
        can_stand: standing up is possible; discreet: nothing that others would notice.
        level: 1..3, from `levels.level`.
        gets_up: the alternative is to get the person up, if there is such a one.
        exclude: exercises of the routine that was swapped away; not empty means that another one is wanted.
    """

    now: datetime
    budget: int = 75
    place: str = "desk"
    can_stand: bool = True
    discreet: bool = False
    level: int = 1
    exclude: frozenset[str] = frozenset()
    gets_up: bool = False


@dataclass(frozen=True, slots=True)
class Situation:
    """
    Everything that one choice depends on.

    Attributes:
        profile: the person's, with the conditions that hold today.
        seed: of this very choice.
        budget: seconds of the routine, at most; items: exercises in it, at most.
        early: it is one of the person's first active days.
        restrictions: what pain excludes, and what it eases.
        withheld: ids of exercises that wait for the person's consent, or that a plan has.
        equipment: ids of everything at hand.
        behind: the areas that miss `behind_items` of their share of the week.
        may_start_new: a harder exercise may be done for the first time today.
        next_new: which of those that are introduced in a fixed order is next.
        home_only: exercises that are for the home session only are open too.
    """

    catalogue: Catalogue
    profile: Profile
    practice: Practice
    context: Context
    seed: int
    today: date
    early: bool
    budget: int
    items: int
    restrictions: Restrictions
    withheld: frozenset[str]
    equipment: frozenset[str]
    behind: frozenset[str]
    may_start_new: bool
    next_new: str | None
    home_only: bool = False

    @property
    def numbers(self) -> RoutineNumbers:
        """The numbers of the catalogue."""
        return self.catalogue.numbers

    @property
    def work_seconds(self) -> int:
        """Seconds for exercises within the budget, without the closing relaxation."""
        return self.budget - self.numbers.end_relax_s


def situation_of(catalogue: Catalogue, profile: Profile, practice: Practice, context: Context, seed: int) -> Situation:
    """The situation in which `choose`, or a request by hand, chooses."""
    numbers = catalogue.numbers
    today = day_of(context.now)
    early = practice.active_day_number(today) <= numbers.early_active_days
    budget = min(max(context.budget, numbers.min_budget_s), numbers.max_budget_s)
    if early:
        budget = min(budget, numbers.early_budget_s)
    restrictions = current_restrictions(catalogue, profile, practice.care, context.now)
    profile = restrictions.profile
    equipment = owned(catalogue, profile)
    return Situation(
        catalogue=catalogue,
        profile=profile,
        practice=practice,
        context=context,
        # The count of prompts makes each choice a new draw, even if the caller passes the same seed all day
        seed=mixed(seed, practice.prompts),
        today=today,
        early=early,
        budget=budget,
        items=_items(budget, numbers, early=early),
        restrictions=restrictions,
        withheld=withheld(profile, numbers.consent) | set_aside(catalogue, today),
        equipment=equipment,
        behind=_areas_behind(catalogue, practice, context, restrictions),
        may_start_new=_may_start_new(catalogue, practice, today),
        next_new=_next_new(catalogue, practice, context, equipment, restrictions),
    )


def on_the_floor(situation: Situation) -> Situation:
    """The same for a person who asked for the floor: they have a place to lie, and need not be discreet."""
    context = replace(situation.context, place="home", discreet=False)
    return replace(situation, context=context, equipment=situation.equipment | FLOOR_EQUIPMENT, home_only=True)


def wants_home_session(profile: Profile, context: Context) -> bool:
    """Home sessions may be suggested to the person, and they are at home."""
    return profile.home_session and context.place == "home"


def is_possible(exercise: Exercise, restrictions: Restrictions, equipment: frozenset[str]) -> bool:
    """The exercise is allowed, and its equipment is there."""
    return restrictions.allow(exercise) and equipment.issuperset(exercise.equipment)


def _items(budget: int, numbers: RoutineNumbers, *, early: bool) -> int:
    """Exercises in a routine of so many seconds, at most."""
    if early or budget < numbers.two_items_budget_s:
        return 1
    return numbers.many_items if budget >= numbers.many_items_budget_s else numbers.max_items


def _areas_behind(
    catalogue: Catalogue, practice: Practice, context: Context, restrictions: Restrictions
) -> frozenset[str]:
    """The areas that are behind their share of the week (F5)."""
    numbers, today = catalogue.numbers, day_of(context.now)
    breaks, expected = practice.week_at(today, numbers)
    share = min(1.0, expected / numbers.full_week) * min(1.0, (breaks + 1) / expected)
    done = _done_this_week(catalogue, practice, today, restrictions)
    return frozenset(
        area
        for area, quota in numbers.weekly_quota.items()
        if (context.level > 1 or area != "neck_strength") and quota * share - done.get(area, 0) >= numbers.behind_items
    )


def _done_this_week(
    catalogue: Catalogue, practice: Practice, today: date, restrictions: Restrictions
) -> dict[str, int]:
    """Exercises done this week by area; a stand-in serves the area of the exercise that rests as well."""
    done: dict[str, int] = {}
    this_week = monday(today)
    for name, trained in practice.trained.items():
        if trained.week == this_week and name in catalogue.exercises:
            replaced = restrictions.replaces.get(name, ())
            for area in {catalogue.exercises[name].area, *(exercise.area for exercise in replaced)}:
                done[area] = done.get(area, 0) + trained.week_times
    return done


def _may_start_new(catalogue: Catalogue, practice: Practice, today: date) -> bool:
    """Enough active days have passed since a harder exercise was first done."""
    started = [
        trained.begun
        for name, trained in practice.trained.items()
        if trained.begun and name in catalogue.exercises and catalogue.exercises[name].level >= 2
    ]
    gap = catalogue.numbers.new_strength_gap_active_days
    return not started or practice.active_day_number(today) - max(started) >= gap


def _next_new(
    catalogue: Catalogue,
    practice: Practice,
    context: Context,
    equipment: frozenset[str],
    restrictions: Restrictions,
) -> str | None:
    """Of those introduced in a fixed order, the first that was not done yet and that this person can do."""
    for name in catalogue.numbers.introduce:
        exercise = catalogue.exercise(name)
        hidden = context.discreet and exercise.visibility > 0
        if not (practice.of(name).times or hidden) and is_possible(exercise, restrictions, equipment):
            return name
    return None
