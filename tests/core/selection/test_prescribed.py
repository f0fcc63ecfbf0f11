"""The plan comes first when something of it is owed, ours fills, and nothing of it comes more often or later."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from person import FALLBACK, MONDAY, Person, ids, veteran, workday
from plans import PLAN, plans
from uncrick.core.catalog.prescribed import with_plan
from uncrick.core.model.prescription import Plan, Prescription, is_prescribed
from uncrick.core.model.profile import Profile
from uncrick.core.model.suggestion import Form
from uncrick.core.presentation import feedback
from uncrick.core.selection import on_request
from uncrick.core.selection.situation import Context
from uncrick.errors import RefusedError
from uncrick.storage import shipped_data

from .reports import said

CATALOGUE = shipped_data.catalogue()
HOUR = timedelta(hours=1)
CHIN = "plan-chin_tuck"


def patient(*items: Prescription, **profile: object) -> Person:
    """Somebody beyond the first days who has that plan, or the four ordinary prescriptions."""
    plan = (
        Plan(items) if items else replace(PLAN, exercises=tuple(replace(item, until=None) for item in PLAN.exercises))
    )
    return replace(veteran(**profile), catalogue=with_plan(CATALOGUE, plan))


def day(person: Person, begins=MONDAY, breaks: int = 8, does=lambda number: True) -> list[tuple[str, ...]]:
    """Ids of what each hour of a working day brings."""
    brought = []
    for number in range(breaks):
        suggestion = person.meets(begins + number * HOUR)
        brought.append(ids(suggestion))
        if suggestion.items and does(number):
            person.does(suggestion, begins + number * HOUR)
    return brought


def prescribed(brought: list[tuple[str, ...]]) -> list[str]:
    return [id_ for names in brought for id_ in names if is_prescribed(id_)]


# ---------------------------------------------------------------- first, and spread over the day


def test_four_times_a_day_is_every_second_hour() -> None:
    brought = day(patient(Prescription("Chin tuck", "chin_tuck", reps=10, hold=5, per_day=4)))

    assert [CHIN in names for names in brought] == [True, False] * 4


def test_the_whole_dose_comes_however_little_time_a_break_has() -> None:
    suggestion = patient(Prescription("Chin tuck", "chin_tuck", reps=10, hold=5, per_day=4)).choose(MONDAY, budget=40)

    assert [(item.id, item.reps) for item in suggestion.items] == [(CHIN, 10)]
    assert suggestion.total_seconds > 100


def test_ours_fills_the_time_that_is_left() -> None:
    suggestion = patient(Prescription("One-leg calf raises", area="legs", reps=5)).choose(MONDAY, budget=90)

    assert suggestion.items[0].id == "plan-one_leg_calf_raises"
    assert len(suggestion.items) > 1
    assert not any(is_prescribed(item.id) for item in suggestion.items[1:])
    assert suggestion.total_seconds <= 90


def test_what_was_missed_is_made_up_for_later_in_the_day() -> None:
    person = patient(Prescription("Row", reps=5, per_day=2))

    assert prescribed(day(person, does=lambda number: number in (6, 7))) == ["plan-row"] * 8


def test_all_four_ordinary_prescriptions_are_met_by_who_does_every_break() -> None:
    met = Counter(prescribed(day(patient())))

    assert met == {CHIN: 4, "plan-one_leg_calf_raises": 2, "plan-red_band_row": 1, "plan-pec_stretch": 2}


def test_only_on_its_days() -> None:
    person = patient(Prescription("Row", reps=5, days=(1,)))

    assert [prescribed(day(person, workday(number))) for number in range(3)] == [[], ["plan-row"], []]


def test_nothing_comes_after_the_last_date() -> None:
    person = patient(Prescription("Row", reps=5, until=workday(1).date()))

    assert [len(prescribed(day(person, workday(number)))) for number in range(3)] == [1, 1, 0]


def test_nothing_comes_before_the_first_date_and_ours_goes_on_until_then() -> None:
    plan = Plan((Prescription("Turn", "neck_turn", reps=5),), begins=workday(2).date())
    person = replace(veteran(), catalogue=with_plan(CATALOGUE, plan))
    days = [day(person, workday(number)) for number in range(3)]

    assert [len(prescribed(brought)) for brought in days] == [0, 0, 1]
    assert "neck_turn" in [name for brought in days[:2] for names in brought for name in names]


def test_what_the_plan_has_is_not_suggested_in_our_dose_as_well() -> None:
    person = patient(Prescription("Turn", "neck_turn", reps=5, until=workday(4).date()))
    during = [name for number in range(5) for names in day(person, workday(number)) for name in names]
    after = [name for number in range(5, 10) for names in day(person, workday(number)) for name in names]

    assert "neck_turn" not in during
    assert "neck_turn" in after


def test_another_one_is_another_one() -> None:
    person = patient(Prescription("Row", reps=5, per_day=8), Prescription("Pull", reps=5, per_day=8))
    first = person.meets(MONDAY, budget=40)
    second = person.meets(MONDAY, swapped=first, budget=40)

    assert not set(ids(first)) & set(ids(second))


def test_the_alternative_is_never_a_part_of_the_plan() -> None:
    person = patient()

    assert not any(is_prescribed(person.choose(MONDAY + number * HOUR).alternative) for number in range(8))


# ---------------------------------------------------------------- what keeps it back, and what does not


def test_no_condition_and_no_unanswered_profile_takes_it_out() -> None:
    item = Prescription("Chin tuck", "chin_tuck", reps=10, hold=5)
    everything = frozenset(CATALOGUE.conditions)

    assert CHIN in ids(patient(item, conditions=everything).choose(MONDAY))
    assert CHIN in ids(replace(patient(item), profile=Profile(asked=False)).choose(MONDAY))


def test_the_safety_lock_does() -> None:
    person = patient()
    person.learn(said("signs", signs="cord"))
    suggestion = person.choose(MONDAY)

    assert (suggestion.form, suggestion.items) == (Form.LOCKED, ())


def test_severe_pain_of_today_keeps_it_back_until_tomorrow() -> None:
    person = patient(Prescription("Chin tuck", "chin_tuck", reps=10, hold=5))
    person.learn(said("pain", region="neck", score=8))

    assert CHIN not in ids(person.choose(MONDAY))
    assert CHIN in ids(person.choose(MONDAY + 24 * HOUR))


def test_a_milder_pain_does_not_change_what_was_prescribed() -> None:
    person = patient(Prescription("Chin tuck", "chin_tuck", reps=10, hold=5))
    person.learn(said("pain", region="neck", score=5), said("hard", exercise=CHIN))
    [item] = person.choose(MONDAY).items

    assert (item.id, item.reps, item.variant) == (CHIN, 10, "")


def test_what_hurt_is_paused_alone_until_it_is_taken_up_again_in_full() -> None:
    person = patient(Prescription("Row", reps=5, per_day=8), Prescription("Pull", reps=5, per_day=8))
    person.learn(said("hurt", exercise="plan-row", score=2))
    week_later = MONDAY + timedelta(days=7)

    assert set(prescribed(day(replace(person, practice=person.practice), week_later))) == {"plan-pull"}

    person.learn(said("turned_on", at=week_later, exercise="plan-row"))
    items = {item.id: item for item in person.choose(week_later + HOUR, budget=120).items}
    assert (items["plan-row"].reps, items["plan-row"].variant) == (5, "")


def test_who_reports_pain_is_told_to_ask_the_therapist() -> None:
    person = patient(Prescription("Row", reps=5))
    person.learn(said("hurt", exercise="plan-row", score=2))

    lines = feedback.comes_to("hurt", {"exercise": "plan-row"}, person.practice.care, person.catalogue, MONDAY)

    assert lines == ("Row is paused. Ask your therapist before you go on with it.",)
    with pytest.raises(RefusedError, match="Ask your therapist"):
        on_request.by_hand(person.catalogue, "plan-row", person.practice, Context(MONDAY), person.profile)


def test_by_hand_it_can_be_done_at_any_time_in_full() -> None:
    person = patient(Prescription("Row", sets=2, reps=5, days=(6,)))
    suggestion = on_request.by_hand(person.catalogue, "plan-row", person.practice, Context(MONDAY), person.profile)

    assert [(item.id, item.reps) for item in suggestion.items] == [("plan-row", 10)]


# ---------------------------------------------------------------- any plan


@settings(deadline=None, max_examples=25)
@given(plan=plans(), begins=st.dates(date(2025, 1, 1), date(2030, 1, 1)), seed=st.integers(0, 99), data=st.data())
def test_no_plan_comes_more_often_than_it_says_nor_on_another_day(plan, begins, seed, data) -> None:
    person = replace(veteran(), catalogue=with_plan(CATALOGUE, plan), seed=seed)
    items = {item.id: item for item in plan.exercises}
    for number in range(4):
        today = MONDAY.replace(year=begins.year, month=begins.month, day=begins.day) + timedelta(days=number)
        answers = data.draw(st.lists(st.booleans(), min_size=9, max_size=9))
        done: Counter[str] = Counter()
        for hour, answer in enumerate(answers):
            at = today + hour * HOUR
            suggestion = person.meets(at)
            met = [id_ for id_ in ids(suggestion) if is_prescribed(id_)]
            assert suggestion.items
            assert all(
                at.date() >= plan.begins and items[id_].is_on(at.date()) and done[id_] < items[id_].per_day
                for id_ in met
            )
            if answer:
                person.does(suggestion, at)
                done.update(met)


def test_one_who_did_nothing_else_still_gets_a_break_when_nothing_is_owed() -> None:
    person = patient(*(Prescription("Mine", name, reps=1) for name in (FALLBACK,)))
    day(person)

    assert person.choose(MONDAY + 9 * HOUR).items
