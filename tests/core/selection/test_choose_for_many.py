"""Routines chosen for 150 random people over 20 days: what holds for every one of them."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise

import pytest

from person import FALLBACK, Person, ids, workday
from uncrick.core.model.catalog import Exercise
from uncrick.core.model.profile import Profile
from uncrick.core.model.suggestion import Form, Suggestion
from uncrick.core.selection.situation import Context
from uncrick.storage import shipped_data

# One process lives through them with --dist loadfile, and all tests read what came of it.

CATALOGUE = shipped_data.catalogue()
EXERCISES = CATALOGUE.exercises
TAGS = tuple(CATALOGUE.conditions)
NECKS = ("neck_nod", "neck_turn", "neck_tilt")
BUDGETS = (30, 45, 60, 75, 90, 105, 120)
ASSUMED = {"desk", "doorway", "walk_space"}
HOUR = timedelta(hours=1)

PEOPLE, DAYS, A_DAY = 150, 20, 7
"""Pretend lives: 21,000 breaks in every run."""


# ---------------------------------------------------------------- pretend lives


@dataclass(frozen=True)
class Shown:
    """One prompt of a life: what was known, what was suggested, and whether it was done, and until when."""

    profile: Profile
    context: Context
    active_day: int
    suggestion: Suggestion
    swap: bool
    done: datetime | None


def life(seed: int) -> list[Shown]:
    """A random person, 20 days of seven prompts; some are done, some swapped away, some let be."""
    dice = random.Random(seed)
    conditions = frozenset(dice.sample(TAGS, dice.choice([0, 0, 0, 1, 2, 4, 8])))
    equipment = frozenset(dice.sample(list(CATALOGUE.equipment), dice.choice([0, 0, 2, 5])))
    asked_from = dice.choice([0, 0, 2, 99])
    profile = Profile(False, conditions, equipment, dice.choice(["desk", "desk", "home"]), trains=dice.random() < 0.1)
    person = Person(CATALOGUE, profile, seed=seed)
    budget, level, keen = dice.choice(BUDGETS), dice.choice([1, 1, 2, 3]), dice.choice([0.3, 0.6, 1.0])
    if profile.trains:
        level = 3
    prompts: list[Shown] = []
    for day in range(DAYS):
        person.profile = replace(profile, asked=day >= asked_from)
        at = workday(day) + timedelta(minutes=dice.randrange(60))
        for _ in range(A_DAY):
            circumstances = {
                "budget": budget,
                "level": level,
                "place": profile.place,
                "can_stand": dice.random() < 0.8,
                "discreet": dice.random() < 0.15,
            }
            before = prompts[-1].suggestion if prompts and dice.random() < 0.1 else None
            number = person.practice.active_day_number(at.date())
            suggestion = person.meets(at, before, **circumstances)
            swapped = frozenset(ids(before)) if before is not None else frozenset()
            context = Context(at, exclude=swapped, **circumstances)  # type: ignore[arg-type]
            done = person.does(suggestion, at) if dice.random() < keen else None
            prompts.append(Shown(person.profile, context, number, suggestion, before is not None, done))
            at = (done or at) + timedelta(minutes=dice.randrange(25, 90))
    return prompts


@cache
def lives() -> tuple[list[Shown], ...]:
    return tuple(life(seed) for seed in range(PEOPLE))


def everything() -> Iterator[Shown]:
    for prompts in lives():
        yield from prompts


def ordinary() -> Iterator[Shown]:
    """All but the strength sets, which have a length and moves of their own."""
    return (shown for shown in everything() if shown.suggestion.form is not Form.STRENGTH_SET)


def suggested(shown: Shown) -> list[Exercise]:
    return [EXERCISES[name] for name in (*ids(shown.suggestion), shown.suggestion.alternative)]


def items(shown: Shown) -> list[Exercise]:
    return [EXERCISES[name] for name in ids(shown.suggestion)]


def test_more_than_twenty_thousand_breaks_are_lived_through() -> None:
    assert sum(len(prompts) for prompts in lives()) >= 20_000


def test_a_routine_takes_thirty_seconds_to_the_budget() -> None:
    assert all(30 <= shown.suggestion.total_seconds <= shown.context.budget for shown in ordinary())


def test_a_strength_set_has_moves_of_its_own_and_takes_three_minutes_at_most() -> None:
    sets = [shown for shown in everything() if shown.suggestion.form is Form.STRENGTH_SET]

    assert sets
    for shown in sets:
        assert "band" in shown.profile.equipment
        assert 30 <= shown.suggestion.total_seconds <= 180
        assert all((e.area, e.use) == ("strength", "set") for e in items(shown))
        assert len(set(ids(shown.suggestion))) == len(items(shown)) <= 2


def test_a_strength_set_comes_once_a_day_at_most() -> None:
    for prompts in lives():
        days = [shown.context.now.date() for shown in prompts if shown.suggestion.form is Form.STRENGTH_SET]
        assert len(set(days)) == len(days)


def test_seconds_are_those_of_the_catalogue_and_add_up() -> None:
    for shown in everything():
        routine = shown.suggestion
        assert all(item.seconds == EXERCISES[item.id].seconds(item.reps) for item in routine.items)
        work = sum(item.seconds for item in routine.items) + 3 * (len(routine.items) - 1)
        assert routine.total_seconds == work + routine.relax_seconds
        assert routine.relax_seconds == max(6, 30 - work)


def twice(a: Shown, b: Shown) -> set[str]:
    """What comes in both prompts, but for a neck move that was let be and is all that the day still owes."""
    owed = set() if a.done is not None or b.context.budget < 60 or b.swap else {*NECKS}
    return set(ids(a.suggestion)) & set(ids(b.suggestion)) - {FALLBACK} - owed


def test_no_exercise_comes_in_two_prompts_running() -> None:
    for prompts in lives():
        assert all(not twice(a, b) for a, b in pairwise(prompts))


def test_another_one_differs_from_the_prompt_before_as_well() -> None:
    for prompts in lives():
        for a, b, c in zip(prompts, prompts[1:], prompts[2:], strict=False):
            if c.swap and not b.swap:
                assert not set(ids(a.suggestion)) & set(ids(c.suggestion)) - {FALLBACK}


def test_every_routine_has_a_neck_or_shoulder_item_unless_all_are_excluded() -> None:
    for prompts in lives():
        last: set[str] = set()
        log: dict[str, list[tuple[datetime, int, date]]] = {}
        for shown in prompts:
            # A routine of one move has another title each time of the day, even where neck and shoulders run out
            upper = any(e.region in ("neck", "shoulder") for e in items(shown))
            if not (shown.swap or upper or shown.active_day <= 3 or shown.context.budget < 60):
                assert not list(free(shown, log, last))
            last = set(ids(shown.suggestion))
            if shown.done is not None:
                for item in shown.suggestion.items:
                    log.setdefault(item.id, []).append((shown.done, item.reps, shown.context.now.date()))
    assert any(not any(e.region in ("neck", "shoulder") for e in items(shown)) for shown in everything())


def free(shown: Shown, log: dict[str, list[tuple[datetime, int, date]]], barred: set[str]) -> Iterator[Exercise]:
    """Written anew from F4: level-1 exercises for neck and shoulder that nothing stands in the way of."""
    profile, context = shown.profile, shown.context
    at_hand = ASSUMED | profile.equipment | ({"bar"} if "bar_fixed" in profile.equipment else set())
    room = min(context.budget, 45 if shown.active_day <= 3 else 120) - 6
    for e in EXERCISES.values():
        times = log.get(e.id, [])
        today = [entry for entry in times if entry[2] == context.now.date()]
        gap = timedelta(minutes=120 if e.region == "neck" else e.gap_min)
        if (
            e.region in ("neck", "shoulder")
            and (e.region != "neck" or profile.asked)
            and e.use == "both"
            and e.level == 1
            and e.position in ("sit", "stand")
            and (e.position == "sit" or context.can_stand)
            and e.visibility <= (0 if context.discreet else 1)
            and set(e.equipment) <= at_hand
            and not profile.conditions & set(e.contraindications)
            and e.id not in barred
            and e.seconds(1) <= room
            and sum(entry[1] for entry in today) < e.per_day_reps
            and (e.region != "neck" or len(today) < 3)
            and all(context.now - entry[0] >= gap for entry in times)
        ):
            yield e


def test_below_its_level_no_exercise_is_suggested() -> None:
    for shown in everything():
        assert all(e.level <= shown.context.level for e in suggested(shown))


def test_at_level_one_there_is_no_press_no_shrug_and_no_hang_above_feet_down() -> None:
    later = {"neck_press_fb", "neck_press_lr", "shrug", "shrug_weights", "bar_hang"}
    for shown in everything():
        if shown.context.level == 1:
            assert not later & {e.id for e in suggested(shown)}


def test_the_daily_dose_is_never_passed() -> None:
    for prompts in lives():
        done: Counter[tuple[str, date]] = Counter()
        for shown in prompts:
            if shown.done is not None:
                for item in shown.suggestion.items:
                    done[item.id, shown.context.now.date()] += item.reps
        assert all(reps <= EXERCISES[name].per_day_reps for (name, _), reps in done.items())


def test_neck_exercises_are_two_hours_apart_and_at_most_three_times_a_day() -> None:
    for prompts in lives():
        last: dict[str, datetime] = {}
        times: Counter[tuple[str, date]] = Counter()
        for shown in prompts:
            for e in items(shown):
                if e.region == "neck" and e.id in last:
                    assert shown.context.now - last[e.id] >= 2 * HOUR
                if shown.done is not None:
                    last[e.id] = shown.done
                    times[e.id, shown.context.now.date()] += 1
        assert all(count <= 3 for (name, _), count in times.items() if EXERCISES[name].region == "neck")


def test_what_a_condition_leaves_out_is_never_suggested() -> None:
    for shown in everything():
        assert all(not shown.profile.conditions & set(e.contraindications) for e in suggested(shown))


def test_necks_wait_for_the_profile() -> None:
    for shown in everything():
        if not shown.profile.asked:
            assert all(e.region != "neck" for e in suggested(shown))


def test_only_what_the_person_has_is_needed() -> None:
    for shown in everything():
        at_hand = ASSUMED | shown.profile.equipment | ({"bar"} if "bar_fixed" in shown.profile.equipment else set())
        assert all(set(e.equipment) <= at_hand for e in items(shown))


def test_discreet_is_discreet() -> None:
    for shown in everything():
        if shown.context.discreet:
            assert all(e.visibility == 0 for e in items(shown))


def test_seated_only_is_seated() -> None:
    for shown in everything():
        if not shown.context.can_stand:
            assert all(e.position == "sit" for e in items(shown))


def test_no_item_is_a_walk_a_hang_or_on_the_floor() -> None:
    assert all(e.position in ("sit", "stand") and e.use == "both" for shown in ordinary() for e in items(shown))


def test_what_is_done_seated_comes_before_what_is_done_standing() -> None:
    for shown in everything():
        positions = [e.position for e in items(shown)]
        assert positions == sorted(positions)


def test_items_are_from_different_areas() -> None:
    for shown in ordinary():
        areas = [e.area for e in items(shown)]
        assert len(set(areas)) == len(areas)


def test_two_items_are_most_and_three_from_ninety_seconds_on() -> None:
    for shown in everything():
        assert 1 <= len(shown.suggestion.items) <= (3 if shown.context.budget >= 90 else 2)
    assert any(len(shown.suggestion.items) == 3 for shown in everything())


def test_the_first_three_active_days_have_one_item_of_at_most_45_seconds() -> None:
    for shown in everything():
        if shown.active_day <= 3:
            assert len(shown.suggestion.items) == 1
            assert shown.suggestion.total_seconds <= 45


@pytest.mark.parametrize("seed", range(20))
def test_also_of_short_exercises_the_first_three_active_days_have_one(seed: int) -> None:
    """As a person's own exercises may be, of which several fit into 45 seconds."""
    short = {name: replace(exercise, setup_s=1, cycle_s=2) for name, exercise in EXERCISES.items()}
    person = Person(replace(CATALOGUE, exercises=short), seed=seed)
    for day in range(4):
        suggestion = person.meets(workday(day))
        assert (len(suggestion.items) == 1) == (day < 3)
        person.does(suggestion, workday(day))


def test_two_different_options_are_always_there() -> None:
    for shown in everything():
        assert shown.suggestion.items
        assert shown.suggestion.alternative in EXERCISES
        assert shown.suggestion.alternative not in ids(shown.suggestion)


def test_no_tip_comes_twice_within_ten_and_bar_tips_only_with_a_bar() -> None:
    for prompts in lives():
        tips = [shown.suggestion.tip_id for shown in prompts]
        assert all(name not in tips[max(0, at - 10) : at] for at, name in enumerate(tips))
        if not prompts[0].profile.equipment & {"bar", "bar_fixed"}:
            assert all(CATALOGUE.tips[name].kind != "bar" for name in tips)


def test_opening_tip_title_and_exercises_differ_from_the_last_prompts() -> None:
    for prompts in lives():
        openings = [shown.suggestion.opening for shown in prompts]
        assert all(line not in openings[max(0, at - 5) : at] for at, line in enumerate(openings))
        for a, b in pairwise(prompts):
            assert a.suggestion.tip != b.suggestion.tip
            if set(ids(b.suggestion)) != {FALLBACK}:
                assert set(ids(a.suggestion)) != set(ids(b.suggestion))
                assert items(a)[0].headline != items(b)[0].headline or items(a)[0].id in NECKS


def test_at_most_one_harder_exercise_is_new_in_a_break() -> None:
    for prompts in lives():
        done: set[str] = set()
        for shown in prompts:
            assert sum(e.level >= 2 and e.id not in done for e in items(shown)) <= 1
            if shown.done is not None:
                done.update(ids(shown.suggestion))


def test_three_active_days_lie_between_two_new_harder_exercises() -> None:
    for prompts in lives():
        begun: dict[str, int] = {}
        for shown in prompts:
            if shown.profile.trains:
                continue
            for e in items(shown):
                if e.level >= 2 and e.id not in begun:
                    assert all(shown.active_day - day >= 3 for day in begun.values())
                    if shown.done is not None:
                        begun[e.id] = shown.active_day
