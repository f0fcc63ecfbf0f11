"""The choice of a routine (F1 to F10): what a prompt suggests, and what a person asked for by hand."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from uncrick.core.history import home_session, pain
from uncrick.core.history.levels import withheld
from uncrick.core.history.practice import FULL_WEEK, Practice, Trained, monday
from uncrick.core.model.catalog import FALLBACK, Catalogue, Exercise
from uncrick.core.model.eligibility import allowed, obstacles, owned
from uncrick.core.model.profile import Profile
from uncrick.core.model.random import mixed, share
from uncrick.core.model.record import Item
from uncrick.core.model.suggestion import HOME, Suggestion
from uncrick.core.selection.greetings import opening
from uncrick.core.selection.restrictions import NOTABLE, WALK, Gates, gates, refuse_barred, refuse_shut
from uncrick.core.selection.tips import quiet, tip
from uncrick.errors import RefusedError, UsageError

EASE = (FALLBACK, "relief_hands_head")
"""What eases a stiff neck without moving it, in this order."""

UPPER = ("neck", "shoulder")
FLOOR = frozenset({"mat", "firm_bed"})
"""What whoever asks for the floor has at hand: a place to lie."""

AHEAD = 4
"""Breaks to look ahead for areas that lag behind: where the neck fills three of four breaks, none is free sooner."""

BESIDES = ("door_reach",)
"""An alternative though it is neither for the whole body nor a hang."""


@dataclass(frozen=True, slots=True)
class Context:
    """
    The circumstances of one choice.

    Attributes:
        now: aware, in the person's zone.
        budget: seconds the routine may take; held within 30..120.
        place: `desk` or `home`.
        can_stand: standing up is possible; discreet: nothing that others would notice.
        level: 1..3, from `levels.level`.
        walk: the alternative is to be a walk, if there is one.
        exclude: exercises of the routine that was swapped away; not empty means that another one is wanted.
    """

    now: datetime
    budget: int = 60
    place: str = "desk"
    can_stand: bool = True
    discreet: bool = False
    level: int = 1
    exclude: frozenset[str] = frozenset()
    walk: bool = False


@dataclass(frozen=True, slots=True)
class _Case:
    """
    One choice, with everything that is worked out once for it.

    Attributes:
        profile: the person's, with the conditions that hold today.
        gates: what pain bars, and what it eases.
        deficits, behind: by area, how far it lags in the week; the areas that lag by half an item, or soon will.
        enough, spare: the breaks left today suffice for the neck's daily dose; they are more than that.
        withheld: ids of exercises that wait for the person's consent.
        may_begin, next_new: a harder exercise may be met today; which one of those that have an order.
        floor: what is for the home session only is open too.
    """

    catalogue: Catalogue
    profile: Profile
    practice: Practice
    context: Context
    seed: int
    today: date
    budget: int
    items: int
    gates: Gates
    withheld: frozenset[str]
    at_hand: frozenset[str]
    deficits: Mapping[str, float]
    behind: frozenset[str]
    enough: bool
    spare: bool
    may_begin: bool
    next_new: str | None
    floor: bool = False


# ---------------------------------------------------------------- what is offered


def choose(catalogue: Catalogue, profile: Profile, practice: Practice, context: Context, seed: int) -> Suggestion:
    """What the next prompt suggests; the same input gives the same suggestion."""
    case = _case(catalogue, profile, practice, context, seed)
    if case.gates.shut:
        return _nothing(case, case.gates.shut)
    pool = _pool(case)
    if _is_time_for_home(case):
        session = _session(case, pool, barred=practice.shown)
        if session is not None and session.total_seconds > catalogue.numbers.max_budget_s:
            return session
    plan, reasons = _plan(case, pool)
    if not plan:
        return _nothing(case, *reasons)
    return _suggestion(case, plan, (*_circumstances(case), *reasons), pool)


def ease(catalogue: Catalogue, profile: Profile, practice: Practice, context: Context, seed: int = 0) -> Suggestion:
    """
    About 40 seconds of seated relief for a stiff neck, which it does not move.

    Raises:
        RefusedError: there is no exercise now, or even this one hurt.
    """
    refuse_shut(practice.care, context.now)
    case = _case(catalogue, profile, practice, context, seed)
    fit = [
        exercise
        for exercise in (catalogue.exercise(name) for name in EASE)
        if _suits(case, exercise) and _rested(case, exercise)
    ]
    other = [exercise for exercise in fit if exercise.id not in practice.shown]
    chosen = next(iter(other or fit), catalogue.exercise(FALLBACK))
    refuse_barred(chosen, catalogue, practice.care, context.now)
    return _suggestion(case, [(chosen, case.gates.most(chosen, chosen.reps.micro))], ("ease",), _pool(case))


def lying(catalogue: Catalogue, profile: Profile, practice: Practice, context: Context, seed: int = 0) -> Suggestion:
    """
    One or two minutes of relief lying down, which end with getting up calmly.

    Raises:
        RefusedError: no position is left for this person at this time, or there is no exercise now.
    """
    refuse_shut(practice.care, context.now)
    case = _on_the_floor(_case(catalogue, profile, practice, context, seed))
    names = [name for name in home_session.LYING if name not in practice.shown] + list(home_session.LYING)
    chosen = next((it for it in map(catalogue.exercise, names) if _suits(case, it) and _rested(case, it)), None)
    if chosen is None:
        raise RefusedError("No position lying down is left now", f"{_no_floor(case)} Seated relief: uncrick ease.")
    reps = min(case.gates.most(chosen, chosen.reps.full), _left_today(case, chosen))
    return _risen(
        _suggestion(case, [(chosen, reps)], ("ease",), _pool(replace(case, floor=False))), home_session.LYING_S
    )


def home(catalogue: Catalogue, profile: Profile, practice: Practice, context: Context, seed: int = 0) -> Suggestion:
    """
    The home session (F9), asked for by hand.

    Raises:
        RefusedError: there was one today, nothing of it is left for this person at this time, or nothing is allowed.
    """
    refuse_shut(practice.care, context.now)
    case = _case(catalogue, profile, practice, context, seed)
    if practice.home.last == case.today:
        raise RefusedError("You had your home session today", "One a day is enough; there is another one tomorrow.")
    session = _session(_on_the_floor(case), _pool(case))
    if session is None:
        raise RefusedError("Nothing of the home session is left now", _no_floor(case))
    return session


def by_hand(
    catalogue: Catalogue, exercise_id: str, practice: Practice, context: Context, profile: Profile, seed: int = 0
) -> Suggestion:
    """
    One exercise that the person asked for; neither level, place nor equipment refuses it.

    Raises:
        UsageError: no exercise has that id.
        RefusedError: a condition or a setting of the person leaves it out, it rests or is retired, or there is no
            exercise now.
    """
    exercise = catalogue.exercises.get(exercise_id)
    if exercise is None:
        raise UsageError(f"There is no exercise {exercise_id!r}", _closest(exercise_id, catalogue))
    refuse_shut(practice.care, context.now)
    if exercise.off:
        raise RefusedError(f"{exercise.name} is off", exercise.off)
    case = _case(catalogue, profile, practice, context, seed)
    in_the_way = obstacles(exercise, case.profile, catalogue)
    if in_the_way:
        asked = "; ".join(condition.ask for condition in in_the_way)
        raise RefusedError(f"{exercise.name} is left out for you", f"You told Uncrick: {asked}.")
    refuse_barred(exercise, catalogue, practice.care, context.now)
    left = _left_today(case, exercise)
    reasons = ["by_hand"]
    if exercise.level > context.level:
        reasons.append(f"usually_level_{exercise.level}")
    if left == 0:
        reasons.append("daily_dose_reached")
    most = exercise.gentle.reps if _is_new(case, exercise) else exercise.reps.micro or exercise.reps.full
    reps = min(case.gates.most(exercise, most), left) or exercise.gentle.reps
    return _suggestion(case, [(exercise, reps)], tuple(reasons), _pool(case))


def _closest(exercise_id: str, catalogue: Catalogue) -> str:
    import difflib

    names = difflib.get_close_matches(exercise_id, list(catalogue.exercises), n=3, cutoff=0.5)
    return f"Did you mean {' or '.join(names)}?" if names else "uncrick exercises lists them."


# ---------------------------------------------------------------- the case


def _case(catalogue: Catalogue, profile: Profile, practice: Practice, context: Context, seed: int) -> _Case:
    numbers = catalogue.numbers
    today = context.now.date()
    early = practice.active_day_number(today) <= numbers.early_active_days
    budget = min(max(context.budget, numbers.min_budget_s), numbers.max_budget_s)
    if early:
        budget = min(budget, numbers.early_budget_s)
    barring = gates(catalogue, profile, practice.care, context.now)
    profile = barring.profile
    at_hand = owned(catalogue, profile)
    enough, spare, crowded = _neck_dose(catalogue, practice, context, budget, barring)
    deficits, behind = _deficits(catalogue, practice, today, context.level, barring, ahead=AHEAD * crowded)
    return _Case(
        catalogue=catalogue,
        profile=profile,
        practice=practice,
        context=context,
        # The count of prompts makes each choice a new draw, even for one who passes the same seed all day
        seed=mixed(seed, practice.prompts),
        today=today,
        budget=budget,
        items=1 if early else numbers.many_items if budget >= numbers.many_items_budget_s else numbers.max_items,
        gates=barring,
        withheld=withheld(profile, numbers.consent),
        at_hand=at_hand,
        deficits=deficits,
        behind=behind,
        enough=enough,
        spare=spare,
        may_begin=_may_begin(catalogue, practice, today),
        next_new=_next_new(catalogue, practice, context, at_hand, barring),
    )


def _deficits(
    catalogue: Catalogue, practice: Practice, today: date, level: int, barring: Gates, *, ahead: int
) -> tuple[dict[str, float], frozenset[str]]:
    """How far each area is behind its share of the week (F5), and which will be, `ahead` breaks on, by half an item."""
    breaks, expected = practice.week_at(today)
    scale, passed = min(1.0, expected / FULL_WEEK), min(1.0, (breaks + 1) / expected)
    done: dict[str, int] = {}
    this_week = monday(today)
    for name, trained in practice.trained.items():
        if trained.week == this_week and name in catalogue.exercises:
            # What stands in for an exercise that rests serves that one's area too
            for area in {catalogue.exercises[name].area, *(it.area for it in barring.stands_in.get(name, ()))}:
                done[area] = done.get(area, 0) + trained.week_times
    deficits = dict.fromkeys(catalogue.areas, -0.5)
    behind = set()
    for area, whole in catalogue.numbers.weekly_quota.items():
        quota = whole * scale if level > 1 or area != "neck_strength" else 0.0
        if quota:
            missing = quota * passed - done.get(area, 0)
            deficits[area] = missing / quota
            if missing + quota * ahead / expected >= 0.5:
                behind.add(area)
    return deficits, frozenset(behind)


def _neck_dose(
    catalogue: Catalogue, practice: Practice, context: Context, budget: int, barring: Gates
) -> tuple[bool, bool, bool]:
    """Whether the breaks left today suffice for the neck's daily dose, are more than that, have no room beside it."""
    numbers, today, profile = catalogue.numbers, context.now.date(), barring.profile
    if budget <= numbers.early_budget_s:
        return True, True, False
    needed = 0
    for exercise in map(catalogue.exercise, numbers.owed.ids):
        if profile.asked and allowed(exercise, profile) and exercise.id not in barring.out:
            most = min(
                barring.most(exercise, exercise.reps.micro),
                (budget - numbers.end_relax_s - exercise.setup_s) // exercise.cycle_s,
            )
            needed += -(-max(0, numbers.owed.reps - practice.reps_on(exercise.id, today)) // most)
    session = _wants_home(profile, context) and today not in (practice.home.last, practice.home.shown)
    left = practice.prompts_left(today) - session
    return left >= needed, left >= needed + 1, needed > 0 and budget < numbers.many_items_budget_s


def _may_begin(catalogue: Catalogue, practice: Practice, today: date) -> bool:
    """Enough active days have passed since a harder exercise was first done."""
    begun = [
        trained.begun
        for name, trained in practice.trained.items()
        if trained.begun and name in catalogue.exercises and catalogue.exercises[name].level >= 2
    ]
    gap = catalogue.numbers.new_strength_gap_active_days
    return not begun or practice.active_day_number(today) - max(begun) >= gap


def _next_new(
    catalogue: Catalogue, practice: Practice, context: Context, at_hand: frozenset[str], barring: Gates
) -> str | None:
    """Of those that are met in a given order, the first that was not met yet and that this person can do."""
    for name in catalogue.numbers.introduce:
        exercise = catalogue.exercise(name)
        hidden = context.discreet and exercise.visibility > 0
        if not (practice.of(name).times or hidden) and _possible(exercise, barring, at_hand):
            return name
    return None


def _possible(exercise: Exercise, barring: Gates, at_hand: frozenset[str]) -> bool:
    profile = barring.profile
    waits = exercise.region == "neck" and not profile.asked
    barred = waits or exercise.id in barring.out
    return not barred and allowed(exercise, profile) and at_hand.issuperset(exercise.equipment)


# ---------------------------------------------------------------- candidates


def _pool(case: _Case) -> list[Exercise]:
    """The candidates: without what the person does not like, as long as there is more."""
    practice = case.practice
    barred = {*practice.shown, *case.context.exclude}
    if case.context.exclude:
        barred.update(practice.before)
    found = [
        exercise
        for exercise in case.catalogue.exercises.values()
        if exercise.id not in barred and _suits(case, exercise) and _rested(case, exercise) and _met(case, exercise)
    ]
    if case.context.exclude:
        unseen = [exercise for exercise in found if exercise.id not in practice.swapped]
        found = unseen if any(map(_can_be_item, unseen)) else found
    liked = [exercise for exercise in found if not _is_rare(case, exercise)]
    # Rather what is not much liked than nothing for neck and shoulders
    room = case.budget - case.catalogue.numbers.end_relax_s
    items = [exercise for exercise in found if _can_be_item(exercise) and _reps(case, exercise, room)]
    needed = [exercise for exercise in items if exercise.region in UPPER] or items
    return liked if any(not _is_rare(case, exercise) for exercise in needed) else found


def _is_rare(case: _Case, exercise: Exercise) -> bool:
    """Swapped away so often that it comes once in a while only."""
    numbers = case.catalogue.numbers
    trained = case.practice.of(exercise.id)
    if trained.swaps < numbers.swap_limit:
        return False
    return (case.today - max(trained.day, trained.swapped_on)).days < numbers.rare_days


def _suits(case: _Case, exercise: Exercise) -> bool:
    """For this person, at this place, at all."""
    context = case.context
    if exercise.use != "both" and not case.floor:
        return False
    if not _is_open(case, exercise) or not _possible(exercise, case.gates, case.at_hand):
        return False
    if exercise.position != "sit" and not context.can_stand:
        return False
    if context.discreet:
        return exercise.visibility == 0 and _is_at(context.place, exercise)
    # A bar that one has may be named at the desk too
    hang_by = exercise.position == "hang"
    seen = 2 if context.place == "home" or hang_by else 1
    return exercise.visibility <= seen and (hang_by or _is_at(context.place, exercise))


def _is_open(case: _Case, exercise: Exercise) -> bool:
    """Of a level that was reached, and agreed to where that is asked."""
    return exercise.level <= case.context.level and exercise.id not in case.withheld


def _is_at(place: str, exercise: Exercise) -> bool:
    there = {
        "desk": ("desk_seated", "desk_standing", "corridor", "stairs"),
        "home": ("desk_seated", "desk_standing", "home", "bar"),
    }
    return not set(there[place]).isdisjoint(exercise.places)


def _rested(case: _Case, exercise: Exercise) -> bool:
    """The day's dose is not reached, and the last time is long enough ago."""
    trained = case.practice.of(exercise.id)
    if trained.last is None:
        return True
    numbers = case.catalogue.numbers
    neck = exercise.region == "neck"
    if _left_today(case, exercise) == 0:
        return False
    if neck and trained.day == case.today and trained.sessions >= numbers.neck_sessions:
        return False
    gap = max(exercise.gap_min, numbers.neck_gap_min) if neck else exercise.gap_min
    # A last time that lies ahead by more than the gap is a clock that was wrong
    return abs((case.context.now - trained.last).total_seconds()) >= 60 * gap


def _left_today(case: _Case, exercise: Exercise) -> int:
    return max(0, exercise.per_day_reps - _reps_today(case, exercise))


def _met(case: _Case, exercise: Exercise) -> bool:
    """What must come before it was done, and it is no harder exercise that comes too early."""
    after = exercise.after
    if after is not None and case.practice.of(after.id).times < after.times:
        return False
    if not _is_new(case, exercise) or case.profile.trains:
        return True
    in_turn = exercise.id not in case.catalogue.numbers.introduce or exercise.id == case.next_new
    return case.may_begin and in_turn


def _is_new(case: _Case, exercise: Exercise) -> bool:
    return exercise.level >= 2 and not case.practice.of(exercise.id).times


# ---------------------------------------------------------------- score


def _score(case: _Case, exercise: Exercise) -> float:
    trained = case.practice.of(exercise.id)
    owed = _owed(case, exercise)
    replaced = case.gates.stands_in.get(exercise.id, ())
    deficit = max(case.deficits[it.area] for it in (exercise, *replaced))
    if owed:
        # The day's dose takes more times in small budgets than the week's quota counts; that must not tell against it
        deficit = max(deficit, 0.0)
    tie = 0.01 * share(case.seed, sum(map(ord, exercise.id)), len(exercise.id))
    from_article = 0.3 if exercise.origin == "article" else 0.0
    return 3 * deficit + 2 * owed + _recency(case, trained) + from_article + tie


def _owed(case: _Case, exercise: Exercise) -> bool:
    owed = case.catalogue.numbers.owed
    served = (exercise, *case.gates.stands_in.get(exercise.id, ()))
    return any(it.id in owed.ids for it in served) and _reps_today(case, exercise) < owed.reps


def _reps_today(case: _Case, exercise: Exercise) -> int:
    return case.practice.reps_on(exercise.id, case.today)


def _recency(case: _Case, trained: Trained) -> float:
    if trained.last is None:
        return 1.0
    days = (case.context.now - trained.last).total_seconds() / 86400
    return min(1.0, max(0.0, days / 3))


# ---------------------------------------------------------------- building

_Plan = list[tuple[Exercise, int]]


def _can_be_item(exercise: Exercise) -> bool:
    return exercise.position in ("sit", "stand") and exercise.area != "relief"


def _plan(case: _Case, pool: list[Exercise]) -> tuple[_Plan, tuple[str, ...]]:
    numbers = case.catalogue.numbers
    room = case.budget - numbers.end_relax_s
    fit = [exercise for exercise in pool if _can_be_item(exercise) and _reps(case, exercise, room)]
    upper = [exercise for exercise in fit if exercise.region in UPPER]
    upper = _roomy(case, upper, fit, room) or upper
    primary = _best(case, _varied(case, upper) or fit)
    if primary is None:
        last = case.catalogue.exercise(FALLBACK)
        if last.id in case.gates.out:
            return [], ("nothing_left",)
        return [(last, min(case.gates.most(last, last.reps.micro), (room - last.setup_s) // last.cycle_s))], (
            "nothing_else_fits",
        )
    reps = _leaving_room(case, primary, fit, room)
    plan = [(primary, reps)]
    while len(plan) < case.items:
        more = _further(case, fit, plan, room)
        if more is None:
            break
        plan.append(more)
    plan.sort(key=lambda part: part[0].position != "sit")
    return plan, _why(case, primary)


def _reps(case: _Case, exercise: Exercise, room: int) -> int:
    """Repetitions that the exercise allows, the day has left, and fit into `room` seconds."""
    most = case.gates.most(exercise, exercise.gentle.reps if _is_new(case, exercise) else exercise.reps.micro)
    return max(0, min(most, (room - exercise.setup_s) // exercise.cycle_s, _left_today(case, exercise)))


def _varied(case: _Case, upper: list[Exercise]) -> list[Exercise]:
    """Those of `upper` unlike the last two routines, where these were alike: both owed necks, or of one area."""
    exercises = case.catalogue.exercises
    owed = case.catalogue.numbers.owed.ids
    leads = [
        next((exercises[name] for name in ids if name in exercises and exercises[name].region in UPPER), None)
        for ids in case.practice.leads
    ]
    if len(leads) == 2 and leads[0] is not None and leads[1] is not None:
        if case.spare and leads[0].id in owed and leads[1].id in owed:
            return [exercise for exercise in upper if exercise.id not in owed] or upper
        if leads[0].area == leads[1].area:
            return [exercise for exercise in upper if exercise.area != leads[0].area] or upper
    return upper


def _leaving_room(case: _Case, primary: Exercise, fit: list[Exercise], room: int) -> int:
    """Repetitions of the first item, so many that an area that lags behind in the week still finds a place."""
    numbers = case.catalogue.numbers
    reps = _reps(case, primary, room)
    shortest = _waiting(case, primary, fit)
    if shortest is None or (_goes_first(case, primary) and not case.spare):
        return reps
    reps = min(reps, numbers.further_reps)
    if _goes_first(case, primary):
        return reps
    return max(1, min(reps, (room - numbers.transition_s - shortest - primary.setup_s) // primary.cycle_s))


def _goes_first(case: _Case, exercise: Exercise) -> bool:
    """The day's dose goes before the week's quota, as long as it can be reached; at 60 s it leaves no room for both."""
    return case.enough and _owed(case, exercise)


def _waiting(case: _Case, primary: Exercise, fit: list[Exercise]) -> int | None:
    """Seconds of the shortest item that an area which lags behind has to offer beside `primary`; None: none waits."""
    if case.items == 1 or case.budget < 60:
        return None
    areas = case.behind - {primary.area}
    return min((it.seconds(1) for it in fit if it.area in areas and it.region != "neck"), default=None)


def _roomy(case: _Case, upper: list[Exercise], fit: list[Exercise], room: int) -> list[Exercise]:
    """Of `upper`, those beside which an area that lags behind finds a place, or that need not care."""
    transition = case.catalogue.numbers.transition_s
    return [
        it
        for it in upper
        if _goes_first(case, it) or it.seconds(1) + transition + (_waiting(case, it, fit) or 0) <= room
    ]


def _best(case: _Case, pool: Iterable[Exercise]) -> Exercise | None:
    return max(pool, key=lambda exercise: _score(case, exercise), default=None)


def _further(case: _Case, fit: list[Exercise], plan: _Plan, room: int) -> tuple[Exercise, int] | None:
    numbers = case.catalogue.numbers
    areas = {exercise.area for exercise, _ in plan}
    used = _work(case, plan)
    begun = any(_is_new(case, exercise) for exercise, _ in plan)
    rest = room - used - numbers.transition_s
    options = [
        exercise
        for exercise in fit
        if exercise.area not in areas
        and not _owed(case, exercise)
        and not (begun and _is_new(case, exercise))
        and _reps(case, exercise, rest)
    ]
    best = _best(case, [exercise for exercise in options if exercise.area in case.behind] or options)
    if best is None or (_score(case, best) < 0.5 and used + numbers.end_relax_s >= numbers.enough_s):
        return None
    return best, min(numbers.further_reps, _reps(case, best, rest))


def _work(case: _Case, plan: _Plan) -> int:
    """Seconds of all items and the transitions between them."""
    return sum(exercise.seconds(reps) for exercise, reps in plan) + case.catalogue.numbers.transition_s * (
        len(plan) - 1
    )


def _why(case: _Case, primary: Exercise) -> tuple[str, ...]:
    if _owed(case, primary):
        return ("owed_today",)
    if _is_new(case, primary):
        return ("new_exercise",)
    return ("area_behind",) if primary.area in case.behind else ("longest_ago",)


def _circumstances(case: _Case) -> tuple[str, ...]:
    early = case.practice.active_day_number(case.today) <= case.catalogue.numbers.early_active_days
    facts = {
        "another_one": bool(case.context.exclude),
        "early_days": early,
        "neck_waits_for_profile": not case.profile.asked,
        "discreet": case.context.discreet,
        "seated_only": not case.context.can_stand,
    }
    return tuple(name for name, holds in facts.items() if holds)


# ---------------------------------------------------------------- on the floor


def _on_the_floor(case: _Case) -> _Case:
    """The same for one who asked for the floor: they have it, and nobody who should not notice is there."""
    context = replace(case.context, place="home", discreet=False)
    return replace(case, context=context, at_hand=case.at_hand | FLOOR, floor=True)


def _no_floor(case: _Case) -> str:
    """Why nothing on the floor is left."""
    if not case.context.can_stand:
        return "It is done on the floor, and routine.can_stand is off."
    return "All of it is left out for you, rests, or was done a short while ago."


def _is_time_for_home(case: _Case) -> bool:
    """A prompt is to suggest the home session: once a day, to those who want it, where they are at home."""
    practice, context, today = case.practice, case.context, case.today
    early = practice.active_day_number(today) <= case.catalogue.numbers.early_active_days
    if not _wants_home(case.profile, context) or context.exclude or early:
        return False
    if today in (practice.home.last, practice.home.shown):
        return False
    met = practice.prompts_on_day if today == practice.active_day else 0
    last_of_day = met + 1 >= home_session.LEAST_PROMPTS and practice.prompts_left(today) <= 1
    return context.now.hour >= home_session.HOUR or last_of_day


def _wants_home(profile: Profile, context: Context) -> bool:
    return profile.home_session and context.place == "home"


def _session(case: _Case, pool: list[Exercise], barred: Container[str] = ()) -> Suggestion | None:
    """The home session in its order; what does not suit is left out. None: nothing is left."""
    case = replace(case, floor=True)
    wanted = home_session.reps(case.practice.home, case.today)
    plan: _Plan = []
    for place in home_session.ORDER:
        chosen = _first_that_suits(case, place, plan, barred)
        if chosen is not None:
            most = min(wanted, chosen.gentle.reps if _is_new(case, chosen) else chosen.reps.full)
            plan.append((chosen, min(case.gates.most(chosen, most), _left_today(case, chosen))))
    if not plan:
        return None
    easing = _first_that_suits(case, _ease_first(case), plan, barred)
    if easing is not None:
        plan.insert(0, (easing, easing.reps.full))
    while _work(case, plan) + case.catalogue.numbers.end_relax_s > home_session.MOST_S:
        longest = max(range(len(plan)), key=lambda at: plan[at][0].cycle_s * (plan[at][1] > 1))
        plan[longest] = (plan[longest][0], plan[longest][1] - 1)
    found = _suggestion(case, plan, (HOME,), pool)
    if found.total_seconds < home_session.LEAST_S:
        found = replace(found, reasons=(*found.reasons, home_session.SHORTER))
    return _risen(found, home_session.MOST_S)


def _ease_first(case: _Case) -> home_session.Place:
    """What eases the little pain that was told of today, before anything else."""
    told = {region: pain.pain(case.practice.care, region, case.today) for region in home_session.EASE_FIRST}
    little = {region: score for region, score in told.items() if 0 < score < NOTABLE}
    return home_session.EASE_FIRST[max(little, key=little.__getitem__)] if little else ()


def _first_that_suits(case: _Case, place: home_session.Place, plan: _Plan, barred: Container[str]) -> Exercise | None:
    """What fills a place, or None; one new harder exercise in a session is enough."""
    begun = any(_is_new(case, exercise) for exercise, _ in plan)
    for names in place:
        fit = [
            it
            for it in map(case.catalogue.exercise, names)
            if it.id not in barred
            and _suits(case, it)
            and _rested(case, it)
            and _met(case, it)
            and not (begun and _is_new(case, it))
        ]
        if fit:
            return _best(case, fit)
    return None


def _risen(suggestion: Suggestion, most: int) -> Suggestion:
    """With time to get up calmly at the end, as far as `most` seconds allow."""
    work = suggestion.total_seconds - suggestion.relax_seconds
    relax = max(suggestion.relax_seconds, min(home_session.RISE_S, most - work))
    return replace(suggestion, relax_seconds=relax, total_seconds=work + relax)


# ---------------------------------------------------------------- the rest of a prompt


def _nothing(case: _Case, *reasons: str) -> Suggestion:
    """A break without exercises: to look away, and to walk where that is safe."""
    walk = case.catalogue.exercise(WALK)
    walks = case.context.can_stand and _possible(walk, case.gates, case.at_hand)
    chosen = quiet(case.catalogue, case.practice, case.seed)
    return Suggestion("", (), 0, 0, WALK if walks else "", chosen.id, chosen.short, reasons)


def _suggestion(case: _Case, plan: _Plan, reasons: tuple[str, ...], pool: list[Exercise]) -> Suggestion:
    numbers = case.catalogue.numbers
    work = _work(case, plan)
    relax = max(numbers.end_relax_s, numbers.min_budget_s - work)
    chosen = tip(case.catalogue, case.profile, case.practice, case.context.place, case.seed, case.gates.out)
    return Suggestion(
        opening=opening(case.catalogue, case.practice, case.seed),
        items=tuple(
            Item(exercise.id, exercise.name, reps, exercise.seconds(reps), case.gates.variant(exercise))
            for exercise, reps in plan
        ),
        relax_seconds=relax,
        total_seconds=work + relax,
        alternative=_alternative(case, plan, pool),
        tip_id=chosen.id,
        tip=chosen.short,
        reasons=reasons,
    )


def _alternative(case: _Case, plan: _Plan, pool: list[Exercise]) -> str:
    """The second option (F6.8), or the next best that is safe for the person; "" where pain has left none."""
    every = case.catalogue.exercises.values()
    # Nobody leads through the alternative, so it is none that has to be done gently
    taken = {*(exercise.id for exercise, _ in plan), *case.gates.gentle, *case.gates.out}
    kinds = [
        exercise
        for exercise in pool
        if exercise.area == "whole_body" or exercise.position == "hang" or exercise.id in BESIDES
    ]
    last = case.catalogue.exercise(FALLBACK)
    pools = (
        [exercise for exercise in kinds if case.context.walk and exercise.position == "walk"],
        kinds,
        [] if last.off else [last],
        pool,
        [exercise for exercise in every if _suits(case, exercise) and _left_today(case, exercise)],
        [
            exercise
            for exercise in every
            if _is_open(case, exercise) and _possible(exercise, case.gates, frozenset(case.catalogue.equipment))
        ],
        # Of one who switched everything off: the last resort, and what is beside it
        [last],
        [
            exercise
            for exercise in every
            if exercise.off
            and _is_open(case, exercise)
            and _possible(replace(exercise, off=""), case.gates, frozenset(case.catalogue.equipment))
        ],
    )
    left = ([exercise for exercise in options if exercise.id not in taken] for options in pools)
    best = _best(case, next((options for options in left if options), ()))
    return "" if best is None else best.id
