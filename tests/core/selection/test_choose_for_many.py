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
from uncrick.core.model.suggestion import Suggestion
from uncrick.core.selection.situation import Context
from uncrick.storage import shipped_data

CATALOGUE = shipped_data.catalogue()
EXERCISES = CATALOGUE.exercises
TAGS = tuple(CATALOGUE.conditions)
BUDGETS = (30, 45, 60, 75, 90, 105, 120)
ASSUMED = {"desk", "doorway", "walk_space"}
HOUR = timedelta(hours=1)

PEOPLE, DAYS, A_DAY = 150, 20, 7
"""Pretend lives: 21,000 breaks in every run."""


# ---------------------------------------------------------------- pretend lives


@dataclass(frozen=True)
class Met:
    """One prompt of a life: what was known, what was suggested, and whether it was done, and until when."""

    profile: Profile
    context: Context
    active_day: int
    suggestion: Suggestion
    swap: bool
    done: datetime | None


def life(seed: int) -> list[Met]:
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
    met: list[Met] = []
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
            before = met[-1].suggestion if met and dice.random() < 0.1 else None
            number = person.practice.active_day_number(at.date())
            suggestion = person.meets(at, before, **circumstances)
            swapped = frozenset(ids(before)) if before is not None else frozenset()
            context = Context(at, exclude=swapped, **circumstances)  # type: ignore[arg-type]
            done = person.does(suggestion, at) if dice.random() < keen else None
            met.append(Met(person.profile, context, number, suggestion, before is not None, done))
            at = (done or at) + timedelta(minutes=dice.randrange(25, 90))
    return met


@cache
def lives() -> tuple[list[Met], ...]:
    return tuple(life(seed) for seed in range(PEOPLE))


def everything() -> Iterator[Met]:
    for met in lives():
        yield from met


def suggested(it: Met) -> list[Exercise]:
    return [EXERCISES[name] for name in (*ids(it.suggestion), it.suggestion.alternative)]


def items(it: Met) -> list[Exercise]:
    return [EXERCISES[name] for name in ids(it.suggestion)]


def test_more_than_twenty_thousand_breaks_are_lived_through() -> None:
    assert sum(len(met) for met in lives()) >= 20_000


def test_a_routine_takes_thirty_seconds_to_the_budget() -> None:
    assert all(30 <= it.suggestion.total_seconds <= it.context.budget for it in everything())


def test_seconds_are_those_of_the_catalogue_and_add_up() -> None:
    for it in everything():
        found = it.suggestion
        assert all(item.seconds == EXERCISES[item.id].seconds(item.reps) for item in found.items)
        work = sum(item.seconds for item in found.items) + 3 * (len(found.items) - 1)
        assert found.total_seconds == work + found.relax_seconds
        assert found.relax_seconds == max(6, 30 - work)


def test_no_exercise_comes_in_two_prompts_running() -> None:
    for met in lives():
        for a, b in pairwise(met):
            assert not set(ids(a.suggestion)) & set(ids(b.suggestion)) - {FALLBACK}


def test_another_one_differs_from_the_prompt_before_as_well() -> None:
    for met in lives():
        for a, b, c in zip(met, met[1:], met[2:], strict=False):
            if c.swap and not b.swap:
                assert not set(ids(a.suggestion)) & set(ids(c.suggestion)) - {FALLBACK}


def test_every_routine_has_a_neck_or_shoulder_item_unless_all_are_excluded() -> None:
    for met in lives():
        last: set[str] = set()
        log: dict[str, list[tuple[datetime, int, date]]] = {}
        for it in met:
            if not it.swap and not any(e.region in ("neck", "shoulder") for e in items(it)):
                assert not list(free(it, log, last))
            last = set(ids(it.suggestion))
            if it.done is not None:
                for item in it.suggestion.items:
                    log.setdefault(item.id, []).append((it.done, item.reps, it.context.now.date()))
    assert any(not any(e.region in ("neck", "shoulder") for e in items(it)) for it in everything())


def free(it: Met, log: dict[str, list[tuple[datetime, int, date]]], barred: set[str]) -> Iterator[Exercise]:
    """Written anew from F4: level-1 exercises for neck and shoulder that nothing stands in the way of."""
    profile, context = it.profile, it.context
    at_hand = ASSUMED | profile.equipment | ({"bar"} if "bar_fixed" in profile.equipment else set())
    room = min(context.budget, 45 if it.active_day <= 3 else 120) - 6
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
    for it in everything():
        assert all(e.level <= it.context.level for e in suggested(it))


def test_at_level_one_there_is_no_press_no_shrug_and_no_hang_above_feet_down() -> None:
    later = {"neck_press_fb", "neck_press_lr", "shrug", "shrug_weights", "bar_hang", "bar_hang_sway"}
    for it in everything():
        if it.context.level == 1:
            assert not later & {e.id for e in suggested(it)}


def test_the_daily_dose_is_never_passed() -> None:
    for met in lives():
        done: Counter[tuple[str, date]] = Counter()
        for it in met:
            if it.done is not None:
                for item in it.suggestion.items:
                    done[item.id, it.context.now.date()] += item.reps
        assert all(reps <= EXERCISES[name].per_day_reps for (name, _), reps in done.items())


def test_neck_exercises_are_two_hours_apart_and_at_most_three_times_a_day() -> None:
    for met in lives():
        last: dict[str, datetime] = {}
        times: Counter[tuple[str, date]] = Counter()
        for it in met:
            for e in items(it):
                if e.region == "neck" and e.id in last:
                    assert it.context.now - last[e.id] >= 2 * HOUR
                if it.done is not None:
                    last[e.id] = it.done
                    times[e.id, it.context.now.date()] += 1
        assert all(count <= 3 for (name, _), count in times.items() if EXERCISES[name].region == "neck")


def test_what_a_condition_leaves_out_is_never_suggested() -> None:
    for it in everything():
        assert all(not it.profile.conditions & set(e.contraindications) for e in suggested(it))


def test_necks_wait_for_the_profile() -> None:
    for it in everything():
        if not it.profile.asked:
            assert all(e.region != "neck" for e in suggested(it))


def test_only_what_the_person_has_is_needed() -> None:
    for it in everything():
        at_hand = ASSUMED | it.profile.equipment | ({"bar"} if "bar_fixed" in it.profile.equipment else set())
        assert all(set(e.equipment) <= at_hand for e in items(it))


def test_discreet_is_discreet() -> None:
    for it in everything():
        if it.context.discreet:
            assert all(e.visibility == 0 for e in items(it))


def test_seated_only_is_seated() -> None:
    for it in everything():
        if not it.context.can_stand:
            assert all(e.position == "sit" for e in items(it))


def test_no_item_is_a_walk_a_hang_or_on_the_floor() -> None:
    assert all(e.position in ("sit", "stand") and e.use == "both" for it in everything() for e in items(it))


def test_what_is_done_seated_comes_before_what_is_done_standing() -> None:
    for it in everything():
        positions = [e.position for e in items(it)]
        assert positions == sorted(positions)


def test_items_are_from_different_areas() -> None:
    for it in everything():
        areas = [e.area for e in items(it)]
        assert len(set(areas)) == len(areas)


def test_two_items_are_most_and_three_from_ninety_seconds_on() -> None:
    for it in everything():
        assert 1 <= len(it.suggestion.items) <= (3 if it.context.budget >= 90 else 2)
    assert any(len(it.suggestion.items) == 3 for it in everything())


def test_the_first_three_active_days_have_one_item_of_at_most_45_seconds() -> None:
    for it in everything():
        if it.active_day <= 3:
            assert len(it.suggestion.items) == 1
            assert it.suggestion.total_seconds <= 45


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
    for it in everything():
        assert it.suggestion.items
        assert it.suggestion.alternative in EXERCISES
        assert it.suggestion.alternative not in ids(it.suggestion)


def test_no_tip_comes_twice_within_ten_and_bar_tips_only_with_a_bar() -> None:
    for met in lives():
        tips = [it.suggestion.tip_id for it in met]
        assert all(name not in tips[max(0, at - 10) : at] for at, name in enumerate(tips))
        if not met[0].profile.equipment & {"bar", "bar_fixed"}:
            assert all(CATALOGUE.tips[name].kind != "bar" for name in tips)


def test_opening_tip_title_and_exercises_differ_from_the_last_prompts() -> None:
    for met in lives():
        openings = [it.suggestion.opening for it in met]
        assert all(line not in openings[max(0, at - 5) : at] for at, line in enumerate(openings))
        for a, b in pairwise(met):
            assert a.suggestion.tip != b.suggestion.tip
            if set(ids(b.suggestion)) != {FALLBACK}:
                assert set(ids(a.suggestion)) != set(ids(b.suggestion))
                assert items(a)[0].headline != items(b)[0].headline


def test_at_most_one_harder_exercise_is_new_in_a_break() -> None:
    for met in lives():
        done: set[str] = set()
        for it in met:
            assert sum(e.level >= 2 and e.id not in done for e in items(it)) <= 1
            if it.done is not None:
                done.update(ids(it.suggestion))


def test_three_active_days_lie_between_two_new_harder_exercises() -> None:
    for met in lives():
        begun: dict[str, int] = {}
        for it in met:
            if it.profile.trains:
                continue
            for e in items(it):
                if e.level >= 2 and e.id not in begun:
                    assert all(it.active_day - day >= 3 for day in begun.values())
                    if it.done is not None:
                        begun[e.id] = it.active_day
