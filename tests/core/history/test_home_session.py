"""The home session and the relief lying down: order, doses, gates, days, and how a prompt words them."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from person import MONDAY, Person, ids, record, workday
from uncrick.core.history import home_session
from uncrick.core.model.profile import Profile
from uncrick.core.model.record import Fact, Kind
from uncrick.core.model.suggestion import HOME, Form, Suggestion
from uncrick.core.presentation import prompt_text
from uncrick.core.presentation.timeline import RISE, steps
from uncrick.core.selection import on_request
from uncrick.core.selection.situation import Context
from uncrick.errors import RefusedError
from uncrick.storage import shipped_data

CATALOGUE = shipped_data.catalogue()
NUMBERS = CATALOGUE.numbers.home_session
EXERCISES = CATALOGUE.exercises
HOUR = timedelta(hours=1)
WHOLE = ("cat_floor", "curl_knees", "press_up_half", "curl_up", "relief_rock")
PRONE = {"leg_lift_prone", "chest_lift_prone", "swim_dry"}
AFTERNOON = MONDAY + 6 * HOUR  # 15:00


def at_home(level: int = 2, **profile: object) -> Person:
    """Everything of the session up to that level was met long ago; no session was had yet."""
    answers = {"asked": True, "home_session": True, "place": "home", "equipment": frozenset({"mat"}), **profile}
    person = Person(CATALOGUE, Profile(**answers))  # type: ignore[arg-type]
    for place in NUMBERS.order:
        for name in (name for names in place for name in names):
            if 1 < EXERCISES[name].level <= level:
                person.trained(name, MONDAY - 240 * HOUR)
    person.practice = replace(person.practice, active_days=30, prompts_on_day=8)
    return person


def session(person: Person, at: datetime = AFTERNOON, level: int = 2, **context: object) -> Suggestion:
    """Asked for by hand."""
    return on_request.home(
        CATALOGUE,
        person.profile,
        person.practice,
        Context(at, level=level, **context),  # type: ignore[arg-type]
        person.seed,
    )


def lying(person: Person, at: datetime = MONDAY, **context: object) -> Suggestion:
    return on_request.lying(CATALOGUE, person.profile, person.practice, Context(at, **context))  # type: ignore[arg-type]


def after_a_week(person: Person) -> Person:
    """The first session was had ten days ago."""
    person.practice = replace(person.practice, home=home_session.HomeSessions(workday(-6).date(), workday(-1).date()))
    return person


def answered(person: Person, word: str, at: datetime = MONDAY, **detail: Fact) -> Person:
    person.learn(replace(record(Kind.FEEDBACK, at, **detail), id=word, feedback=word))
    return person


# ---------------------------------------------------------------- the session


def sore_neck(person: Person) -> Person:
    return answered(person, "pain", region="neck", score=2)


def did(person: Person, hours_ago: float, reps: int) -> Person:
    person.trained("cat_floor", AFTERNOON - hours_ago * HOUR, reps=reps)
    return person


USUAL = (*WHOLE[:4], "bird_dog", "relief_rock")


@pytest.mark.parametrize(
    ("person", "level", "expected"),
    [
        pytest.param(at_home(), 2, [(name, 3) for name in USUAL], id="in its order, with a stand-in for the lifts"),
        pytest.param(at_home(3), 3, [(name, 3) for name in USUAL], id="no lifts without consent"),
        pytest.param(after_a_week(at_home()), 2, [(name, 5) for name in USUAL], id="more after the first week"),
        pytest.param(did(at_home(), 0.5, 5), 2, [(name, 3) for name in USUAL[1:]], id="what was just done is left out"),
        pytest.param(
            did(after_a_week(at_home()), 2, 8),
            2,
            list(zip(USUAL, (2, 5, 5, 5, 5, 5), strict=True)),
            id="the day's rest",
        ),
        pytest.param(
            sore_neck(after_a_week(at_home(conditions=frozenset({"shoulder"})))),
            2,
            list(zip(("relief_comfort", *USUAL), (1, 5, 5, 5, 5, 4, 5), strict=True)),
            id="shortened to ten minutes",
        ),
    ],
)
def test_the_session_in_its_order(person: Person, level: int, expected: list[tuple[str, int]]) -> None:
    suggestion = session(person, level=level)

    assert [(item.id, item.reps) for item in suggestion.items] == expected
    assert suggestion.total_seconds <= 600
    assert (suggestion.total_seconds < 300) == (len(expected) < 6)
    assert suggestion.form is Form.HOME_SESSION


def test_at_level_three_one_of_the_lifts_takes_the_place_of_the_stand_in() -> None:
    fifth = {
        ids(session(replace(at_home(3, consents=frozenset({"prone"})), seed=seed), level=3))[4] for seed in range(9)
    }

    assert fifth <= PRONE
    assert len(fifth) > 1


def test_two_months_without_a_session_make_it_new_again() -> None:
    home = home_session.HomeSessions(MONDAY.date(), (MONDAY + 240 * HOUR).date())

    assert home_session.session_reps(home, (MONDAY + 69 * 24 * HOUR).date(), NUMBERS) == 5
    assert home_session.session_reps(home, (MONDAY + 70 * 24 * HOUR).date(), NUMBERS) == 3


def test_the_first_week_is_counted_from_the_first_session_done() -> None:
    person = at_home()
    first = person.meets(AFTERNOON, level=2, place="home")
    person.does(first, AFTERNOON)
    next_week = AFTERNOON + 7 * 24 * HOUR

    assert first.form is Form.HOME_SESSION
    assert session(person, next_week - HOUR * 24).items[0].reps == 3
    assert session(person, next_week).items[0].reps == 5


def test_the_back_and_floor_set_is_whole_from_the_first_session() -> None:
    suggestion = session(at_home(1), level=1)

    assert ids(suggestion) == ("cat_floor", "curl_knees", "press_up_half", "curl_up", "bird_dog", "relief_rock")
    assert {item.reps for item in suggestion.items} == {3}


def test_whoever_has_a_ball_rolls_their_hips_on_it() -> None:
    assert "fitball_tilt" in ids(session(at_home(equipment=frozenset({"mat", "ball"}))))
    assert "fitball_tilt" not in ids(session(at_home()))


def test_a_shorter_session_says_so() -> None:
    suggestion = session(at_home(1, conditions=frozenset({"leg_nerve", "pregnant"})), level=1)

    assert suggestion.total_seconds < 300
    assert suggestion.form is Form.HOME_SESSION
    assert "It gets longer" in prompt_text.session(suggestion.total_seconds, NUMBERS.least_s)
    assert "Longer ones come later" in prompt_text.prompt(suggestion, CATALOGUE).lines[0]


def test_lifts_face_down_wait_for_week_five_and_come_in_turn() -> None:
    person = at_home(1, consents=frozenset({"prone"}))
    met: Counter[str] = Counter()
    for day in range(40):
        at = workday(day) + 6 * HOUR
        suggestion = session(person, at, person.level(at))
        person.does(suggestion, at)
        met.update(ids(suggestion))
        assert day >= 20 or not {*ids(suggestion)} & PRONE

    assert min(met[name] for name in PRONE) >= 3


@pytest.mark.parametrize("tag", tuple(CATALOGUE.conditions))
@pytest.mark.parametrize("level", [1, 3])
def test_no_condition_lets_through_what_carries_it(tag: str, level: int) -> None:
    person = at_home(3, conditions=frozenset({tag}), consents=frozenset({"prone"}))
    for find in (session, lying):
        suggestion = find(person, level=level)
        named = [EXERCISES[name] for name in (*ids(suggestion), suggestion.alternative)]
        assert all(tag not in exercise.contraindications for exercise in named)


def test_with_every_condition_the_session_is_refused() -> None:
    with pytest.raises(RefusedError, match="No exercise of the home session"):
        session(at_home(conditions=frozenset(CATALOGUE.conditions)))


def test_the_refusal_for_a_seated_person_names_the_setting() -> None:
    for find in (session, lying):
        with pytest.raises(RefusedError) as error:
            find(at_home(), can_stand=False)
        assert "you cannot get up" in error.value.message


def test_a_home_session_by_hand_needs_no_mat_no_home_and_no_privacy() -> None:
    person = at_home(equipment=frozenset(), place="desk")

    assert len(session(person, place="desk", discreet=True).items) == 6
    assert lying(person, discreet=True).items


def test_a_second_session_on_a_day_is_refused_in_words() -> None:
    person = at_home()
    person.does(session(person), AFTERNOON)

    with pytest.raises(RefusedError, match="You had your home session today"):
        session(person, AFTERNOON + 3 * HOUR)
    assert session(person, AFTERNOON + 24 * HOUR).items


def test_a_session_that_was_broken_off_early_may_be_begun_again() -> None:
    person = at_home()
    person.learn(record(Kind.PART_DONE, AFTERNOON, session(person).items, session=HOME, seconds=20))

    assert session(person, AFTERNOON + HOUR).items


# ---------------------------------------------------------------- lying down


def test_relief_lying_down_takes_one_to_two_minutes_and_ends_with_getting_up() -> None:
    person = at_home()
    seen = set()
    for hour in range(0, 8, 2):
        suggestion = lying(person, MONDAY + hour * HOUR)
        person.begins(suggestion, MONDAY + hour * HOUR)
        seen.update(ids(suggestion))
        assert 60 <= suggestion.total_seconds <= 120
        assert suggestion.total_seconds == sum(item.seconds for item in suggestion.items) + suggestion.relax_seconds
        assert (steps(suggestion, CATALOGUE)[-1].kind, steps(suggestion, CATALOGUE)[-1].cue) == ("close", RISE)

    assert len(seen) > 1
    assert all(EXERCISES[name].position == "floor" and EXERCISES[name].area == "relief" for name in seen)


def test_a_position_that_was_just_taken_does_not_come_again_at_once() -> None:
    person = at_home()
    person.does(lying(person), MONDAY)

    assert ids(lying(person, MONDAY + HOUR / 6)) != ids(lying(person, MONDAY + 24 * HOUR))


def test_when_every_position_was_just_taken_the_seated_relief_is_named() -> None:
    person = at_home()
    for name in NUMBERS.lying:
        person.trained(name, MONDAY)

    with pytest.raises(RefusedError) as error:
        lying(person, MONDAY + HOUR / 2)
    assert "uncrick ease" in error.value.message


def test_the_seated_relief_still_ends_with_letting_go() -> None:
    person = at_home()

    assert (
        steps(on_request.ease(CATALOGUE, person.profile, person.practice, Context(MONDAY)), CATALOGUE)[-1].name
        == "Relax"
    )


# ---------------------------------------------------------------- pain


@pytest.mark.parametrize(
    ("region", "score", "days_ago", "first"),
    [
        *((region, score, 0, "relief_hands_head") for region in ("neck", "shoulder") for score in (1, 3)),
        *(("back", score, 0, "relief_knees_chest") for score in (1, 3)),
        ("back", 3, 1, "cat_floor"),
    ],
)
def test_a_little_pain_of_today_is_eased_before_the_session(region: str, score: int, days_ago: int, first: str) -> None:
    suggestion = ids(session(answered(at_home(), "pain", MONDAY - days_ago * 24 * HOUR, region=region, score=score)))

    assert suggestion[:2] == ((first, "cat_floor") if first != "cat_floor" else ("cat_floor", "curl_knees"))


def test_pain_of_four_is_no_matter_of_easing_but_leaves_out_what_it_bars() -> None:
    suggestion = session(answered(at_home(), "pain", region="back", score=4))

    assert all("back_acute" not in EXERCISES[name].contraindications for name in ids(suggestion))
    assert not set(ids(suggestion)) & {"relief_knees_chest", "relief_comfort", "relief_hands_head"}


def test_what_hurt_rests_and_comes_back_gently() -> None:
    person = answered(after_a_week(at_home()), "hurt", exercise="cat_floor", score=3)

    assert "cat_floor" not in ids(session(person))
    again = next(item for item in session(person, AFTERNOON + 72 * HOUR).items if item.id == "cat_floor")
    assert (again.variant, again.reps) == ("gentle", EXERCISES["cat_floor"].gentle.reps)


def test_a_position_lying_down_that_was_retired_does_not_come_back() -> None:
    person = answered(at_home(), "hurt", exercise="relief_knees_chest", score=8)

    assert ids(lying(person, MONDAY + 240 * HOUR)) == ("relief_rock",)


@pytest.mark.parametrize(("word", "detail"), [("unwell", {}), ("signs", {"signs": "chest"})])
def test_locked_or_unwell_there_is_no_session(word: str, detail: dict[str, Fact]) -> None:
    person = answered(at_home(), word, **detail)

    assert not person.choose(AFTERNOON, place="home", level=2).items
    for find in (session, lying):
        with pytest.raises(RefusedError):
            find(person, AFTERNOON)
