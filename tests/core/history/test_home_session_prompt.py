"""The prompt that suggests the home session: once a day, in the afternoon, to a person who wants it and can do it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.history.test_home_session import AFTERNOON, CATALOGUE, EXERCISES, HOUR, after_a_week, at_home, session
from person import Person, ids, workday
from uncrick.core.model.suggestion import Form
from uncrick.core.presentation import prompt_text


def day(person: Person, hours: range, number: int = 1, **context: object) -> list[bool]:
    """Whether each prompt of a day, at these hours, is the session; none of them is answered."""
    midnight = workday(number) - 9 * HOUR
    place = {"place": "home", "level": 2, **context}
    return [person.meets(midnight + hour * HOUR, **place).form is Form.HOME_SESSION for hour in hours]


def test_the_first_prompt_after_three_in_the_afternoon_suggests_it_once() -> None:
    assert day(at_home(), range(9, 19)) == [hour == 15 for hour in range(9, 19)]


def test_a_day_that_ends_sooner_has_it_in_the_last_prompt_that_is_expected() -> None:
    person = at_home()
    for number in range(2):
        day(person, range(7, 13), number)

    assert day(person, range(7, 13), 2) == [False] * 5 + [True]


def test_a_day_of_three_prompts_in_the_morning_has_none() -> None:
    person = at_home()
    day(person, range(7, 10), number=0)

    assert day(person, range(7, 10)) == [False] * 3


EVERY = frozenset(CATALOGUE.conditions)


@pytest.mark.parametrize(
    ("profile", "context"),
    [
        pytest.param({"home_session": False}, {}, id="not wanted"),
        pytest.param({"equipment": frozenset()}, {}, id="no mat"),
        pytest.param({"conditions": EVERY}, {}, id="nothing is left"),
        pytest.param({"conditions": EVERY - set(EXERCISES["relief_rock"].contraindications)}, {}, id="one is left"),
        pytest.param({}, {"place": "desk"}, id="at the desk"),
        pytest.param({}, {"discreet": True}, id="discreet"),
        pytest.param({}, {"can_stand": False}, id="seated"),
    ],
)
def test_no_prompt_suggests_it_where_it_is_not_wanted_or_cannot_be_done(
    profile: dict[str, object], context: dict[str, object]
) -> None:
    assert not any(day(at_home(**profile), range(9, 19), **context))  # type: ignore[arg-type]


def test_no_prompt_suggests_it_in_the_first_three_active_days() -> None:
    person = at_home()
    person.practice = replace(person.practice, active_days=0)

    assert [any(day(person, range(9, 19), number)) for number in range(5)] == [False, False, False, True, True]


def test_no_prompt_suggests_it_where_one_was_had_that_day() -> None:
    person = at_home()
    person.does(session(person, workday(1)), workday(1))

    assert not any(day(person, range(9, 19)))


def test_another_one_instead_of_it_is_an_ordinary_routine() -> None:
    person = at_home()
    suggestion = person.meets(AFTERNOON, place="home", level=2)
    other = person.meets(AFTERNOON, swapped=suggestion, place="home", level=2)

    assert suggestion.form is Form.HOME_SESSION
    assert other.form is not Form.HOME_SESSION
    assert other.total_seconds <= 75


def test_it_has_another_option_of_the_ordinary_kind() -> None:
    suggestion = at_home().choose(AFTERNOON, place="home", level=2)

    assert suggestion.alternative not in ids(suggestion)
    assert EXERCISES[suggestion.alternative].use == "both"


@given(
    level=st.integers(1, 3),
    conditions=st.sets(st.sampled_from(tuple(CATALOGUE.conditions)), max_size=5),
    week=st.booleans(),
    seed=st.integers(0, 2**32),
)
def test_its_words_fit_a_notification_and_say_how_long_it_is(
    level: int, conditions: set[str], week: bool, seed: int
) -> None:
    person = replace(at_home(level, conditions=frozenset(conditions), consents=frozenset({"prone"})), seed=seed)
    suggestion = (after_a_week(person) if week else person).choose(AFTERNOON, place="home", level=level)
    if suggestion.form is Form.HOME_SESSION:
        prompt = prompt_text.prompt(suggestion, CATALOGUE)
        assert prompt.summary == f"About {round(suggestion.total_seconds / 60)} min on the floor"
        assert len(prompt.summary) <= prompt_text.WIDE.title
        assert all(len(line) <= prompt_text.WIDE.line for line in prompt.lines[:2])
        assert len(prompt.lines) == 2
        assert (suggestion.total_seconds < 300) == ("Longer ones come later." in prompt.lines[0])
