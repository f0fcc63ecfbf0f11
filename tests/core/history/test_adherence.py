"""How prompts are met, folded from the history (S12, S15, S18, S19): each rule with the days and clocks of a person."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncrick.core.history import adherence
from uncrick.core.history.adherence import Adherence
from uncrick.core.model.record import Fact, Kind, Record, Source
from uncrick.storage import shipped_data

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NUMBERS = shipped_data.rules().adherence
EMPTY = Adherence(NUMBERS)
RETRY = NUMBERS.hour_retry_days
BERLIN = ZoneInfo("Europe/Berlin")


@dataclass
class Person:
    """Meets prompts; what is known of them is folded record by record."""

    met: Adherence = EMPTY
    zone: tzinfo = UTC
    serial: int = 0
    kept: list[Record] = field(default_factory=list)

    def writes(self, kind: Kind, at: datetime, source: str = "policy", feedback: str | None = None, **detail: Fact):
        self.serial += 1
        record = Record(f"r{self.serial}", at, None, kind, source, (), feedback, detail)
        self.kept.append(record)
        self.met = adherence.learn(self.met, record, self.zone)

    def sees(self, at: datetime, *answers: Kind) -> None:
        """One prompt, and what follows it, a minute apart."""
        name = f"p{self.serial}"
        self.writes(Kind.PROMPTED, at, prompt=name, showing=1)
        for number, kind in enumerate(answers, 1):
            self.writes(kind, at + timedelta(minutes=number), "cli", prompt=name)

    def lives(self, day: datetime, *hours: int, answer: Kind | None) -> None:
        """A prompt at each of these hours, all answered alike."""
        for hour in hours:
            self.sees(day.replace(hour=hour), *(() if answer is None else (answer,)))


@pytest.fixture
def person():
    return Person()


def day(number: int) -> datetime:
    """The n-th working day at nine."""
    weeks, days = divmod(number, 5)
    return MONDAY + timedelta(days=7 * weeks + days)


# ---------------------------------------------------------------- prompts in a row (S12)


@pytest.mark.parametrize("kind", [Kind.SKIPPED, Kind.IGNORED])
def test_the_third_refusal_in_a_row_makes_the_next_prompt_lighter_and_the_fifth_asks(person, kind):
    told = []
    for hour in range(9, 14):
        person.sees(MONDAY.replace(hour=hour), kind)
        told.append((person.met.is_lighter, person.met.is_to_ask))
    assert told == [(False, False), (False, False), (True, False), (True, False), (True, True)]


@pytest.mark.parametrize("kind", [Kind.DONE, Kind.PART_DONE, Kind.STEPPED_AWAY])
def test_a_break_ends_the_row(person, kind):
    person.lives(MONDAY, 9, 10, 11, 12, answer=Kind.SKIPPED)
    person.sees(MONDAY.replace(hour=13), kind)
    assert person.met.row == 0


@pytest.mark.parametrize("kind", [Kind.NATURAL, Kind.SNOOZED, Kind.DEFERRED, Kind.PAUSED, Kind.STARTED])
def test_what_is_neither_break_nor_refusal_leaves_it(person, kind):
    person.lives(MONDAY, 9, 10, answer=Kind.SKIPPED)
    person.sees(MONDAY.replace(hour=11), kind)
    assert person.met.row == 2


def test_a_prompt_that_was_ignored_repeated_and_ignored_again_is_one(person):
    person.sees(MONDAY, Kind.IGNORED, Kind.IGNORED)
    assert person.met.row == 1


def test_an_answer_to_the_question_begins_the_row_anew(person):
    person.lives(MONDAY, 9, 10, 11, 12, 13, answer=Kind.IGNORED)
    person.writes(Kind.FEEDBACK, MONDAY.replace(hour=14), feedback="too_often", about="prompts")
    assert (person.met.row, person.met.answers["prompts"]) == (0, "too_often")


def test_an_answer_about_the_neck_does_not(person):
    person.lives(MONDAY, 9, 10, 11, answer=Kind.IGNORED)
    person.writes(Kind.FEEDBACK, MONDAY.replace(hour=14), feedback="stiff", about="neck")
    assert person.met.row == 3


# ---------------------------------------------------------------- hours of the clock (S15)


def at_eleven(person: Person, first: int, *answers: Kind | None) -> None:
    for number, answer in enumerate(answers):
        person.lives(day(first + number), 11, answer=answer)


def test_an_hour_with_none_of_six_moves(person):
    at_eleven(person, 0, *[Kind.SKIPPED] * 5)
    assert person.met.late_hours(day(4).date()) == frozenset()
    at_eleven(person, 5, Kind.SKIPPED)
    assert person.met.late_hours(day(5).date()) == {11}


def test_one_of_six_is_enough_to_stay(person):
    at_eleven(person, 0, Kind.DONE, *[Kind.SKIPPED] * 5)
    assert person.met.late_hours(day(5).date()) == frozenset()


def test_one_of_seven_moves(person):
    at_eleven(person, 0, Kind.DONE, *[Kind.SKIPPED] * 6)
    assert person.met.late_hours(day(6).date()) == {11}


def test_it_counts_as_a_break_if_the_ignored_prompt_is_followed_in_the_end(person):
    at_eleven(person, 0, *[Kind.SKIPPED] * 5)
    person.sees(day(5).replace(hour=11), Kind.IGNORED, Kind.DONE)
    assert person.met.late_hours(day(5).date()) == frozenset()


def test_the_other_hours_stay(person):
    for number in range(6):
        person.lives(day(number), 10, answer=Kind.DONE)
        person.lives(day(number), 11, answer=Kind.SKIPPED)
    assert person.met.late_hours(day(5).date()) == {11}


def test_after_ten_working_days_it_is_tried_again_from_nothing(person):
    at_eleven(person, 0, *[Kind.SKIPPED] * 6)
    for number in range(6, 6 + RETRY):
        person.lives(day(number), 14, answer=Kind.DONE)
        assert person.met.late_hours(day(number).date()) == {11}
    after = 6 + RETRY
    assert person.met.late_hours(day(after).date()) == frozenset()
    at_eleven(person, after, *[Kind.SKIPPED] * 5)
    assert person.met.late_hours(day(after + 4).date()) == frozenset()
    at_eleven(person, after + 5, Kind.SKIPPED)
    assert person.met.late_hours(day(after + 5).date()) == {11}


def test_days_without_the_machine_are_no_working_days(person):
    at_eleven(person, 0, *[Kind.SKIPPED] * 6)
    assert person.met.late_hours(day(5).date() + timedelta(days=60)) == {11}


def test_hours_are_those_of_the_persons_clock():
    person = Person(zone=BERLIN)
    at_eleven(person, 0, *[Kind.SKIPPED] * 6)
    assert person.met.late_hours(day(5).date()) == {12}


# ---------------------------------------------------------------- days on which all is ignored


def test_after_three_days_of_silence_there_are_at_most_four_prompts(person):
    for number in range(3):
        assert person.met.most(day(number).date()) is None
        person.lives(day(number), 9, 10, 11, 12, 13, 14, answer=Kind.IGNORED)
        assert person.met.most(day(number).date()) is None
    assert person.met.most(day(3).date()) == 4
    person.lives(day(3), 9, 10, answer=Kind.IGNORED)
    assert person.met.most(day(3).date()) == 4


@pytest.mark.parametrize("kind", [Kind.SKIPPED, Kind.SNOOZED, Kind.STARTED, Kind.DONE, Kind.STEPPED_AWAY])
def test_any_answer_lifts_that(person, kind):
    for number in range(3):
        person.lives(day(number), 9, 10, answer=Kind.IGNORED)
    person.sees(day(3), kind)
    assert person.met.most(day(3).date()) is None
    assert person.met.silent_days(day(4).date()) == 0


def test_so_does_a_break_taken_unasked(person):
    for number in range(3):
        person.lives(day(number), 9, 10, answer=Kind.IGNORED)
    person.writes(Kind.STEPPED_AWAY, day(3), "cli")
    assert person.met.most(day(3).date()) is None


def test_being_away_anyway_says_nothing_of_the_prompts(person):
    for number in range(3):
        person.lives(day(number), 9, 10, answer=Kind.IGNORED)
        person.writes(Kind.NATURAL, day(number).replace(hour=12))
    assert person.met.most(day(3).date()) == 4


def test_one_answer_a_day_is_no_silence(person):
    for number in range(5):
        person.lives(day(number), 9, 10, answer=Kind.IGNORED)
        person.sees(day(number).replace(hour=11), Kind.SKIPPED)
    assert person.met.most(day(5).date()) is None


def test_days_of_nothing_but_calls_are_neither(person):
    for number in range(2):
        person.lives(day(number), 9, 10, answer=Kind.IGNORED)
    person.lives(day(2), 9, 10, answer=Kind.DEFERRED)
    assert person.met.silent_days(day(3).date()) == 2


# ---------------------------------------------------------------- a time away (S19)


@pytest.mark.parametrize(("days", "most"), [(1, None), (7, None), (8, 3), (30, 3), (400, 3)])
def test_after_seven_whole_days_away_the_first_day_has_three_prompts(person, days, most):
    person.sees(MONDAY, Kind.DONE)
    back = MONDAY + timedelta(days=days)
    assert person.met.most(back.date()) == most
    person.sees(back, Kind.DONE)
    assert person.met.most(back.date()) == most
    assert person.met.most(back.date() + timedelta(days=1)) is None


def test_only_its_first_prompt_is_greeted(person):
    person.sees(MONDAY, Kind.DONE)
    back = MONDAY + timedelta(days=10)
    assert person.met.is_first_of_return(back.date())
    person.sees(back, Kind.SKIPPED)
    assert not person.met.is_first_of_return(back.date())


def test_it_is_greeted_although_the_first_thing_that_day_was_a_natural_break(person):
    person.sees(MONDAY, Kind.DONE)
    back = MONDAY + timedelta(days=10)
    person.writes(Kind.NATURAL, back)
    assert person.met.is_first_of_return(back.date())
    assert person.met.most(back.date()) == 3


def test_a_pause_that_ends_while_nobody_is_there_is_no_return(person):
    person.sees(MONDAY, Kind.DONE)
    person.writes(Kind.PAUSED, MONDAY.replace(hour=10), "cli")
    person.writes(Kind.RESUMED, MONDAY + timedelta(days=7), Source.POLICY)
    assert person.met.most((MONDAY + timedelta(days=10)).date()) == 3


def test_who_begins_has_not_been_away():
    assert EMPTY.most(MONDAY.date()) is None
    assert not EMPTY.is_first_of_return(MONDAY.date())


# ---------------------------------------------------------------- four weeks (S18)


def lived(person: Person, days: int, done: int, of: int) -> date:
    for number in range(days):
        for hour in range(of):
            person.sees(day(number).replace(hour=9 + hour), Kind.DONE if hour < done else Kind.SKIPPED)
    return day(days).date()


def test_after_four_weeks_at_seventy_percent_a_person_is_steady(person):
    today = lived(person, 20, 7, 10)
    assert person.met.completion(today) == (133, 190)
    assert person.met.is_steady(today)


def test_below_that_they_are_not(person):
    assert not person.met.is_steady(lived(person, 20, 6, 9))


def test_neither_before_four_weeks_have_passed(person):
    today = lived(person, 19, 10, 10)
    assert today < MONDAY.date() + timedelta(days=28)
    assert not person.met.is_steady(today)


def test_nor_by_a_few_prompts_only(person):
    person.lives(MONDAY, 9, 10, answer=Kind.DONE)
    assert not person.met.is_steady(MONDAY.date() + timedelta(days=28))


def test_what_is_older_than_four_weeks_counts_no_more(person):
    lived(person, 5, 0, 10)
    for number in range(5, 30):
        person.lives(day(number), *range(9, 17), answer=Kind.DONE)
    completed, shown = person.met.completion(day(29).date())
    assert completed == shown == 8 * 20


@pytest.mark.parametrize(
    ("kind", "detail", "counted"),
    [
        (Kind.DONE, {"credited": True}, 1),
        (Kind.DONE, {"credited": False}, 0),
        (Kind.PART_DONE, {"credited": True}, 0),
        (Kind.STEPPED_AWAY, {}, 1),
        (Kind.NATURAL, {}, 0),
    ],
)
def test_completed_is_what_was_done_for_more_than_half_or_left_the_desk_for(person, kind, detail, counted):
    person.writes(Kind.PROMPTED, MONDAY, prompt="p", showing=1)
    person.writes(kind, MONDAY, prompt="p", **detail)
    assert person.met.completion(MONDAY.date()) == (counted, 1)


def test_a_prompt_is_completed_once(person):
    person.sees(MONDAY, Kind.DONE, Kind.DONE)
    assert person.met.completion(MONDAY.date()) == (1, 1)


def test_a_break_unasked_completes_no_prompt(person):
    person.sees(MONDAY, Kind.SKIPPED)
    person.writes(Kind.DONE, MONDAY.replace(hour=10), prompt=None)
    assert person.met.completion(MONDAY.date()) == (0, 1)


def test_showing_it_again_or_another_one_is_no_new_prompt(person):
    person.sees(MONDAY)
    person.writes(Kind.PROMPTED, MONDAY, prompt="p0", showing=2)
    person.writes(Kind.PROMPTED, MONDAY, prompt="p0", showing=1, swapped="shrug")
    assert person.met.completion(MONDAY.date()) == (0, 1)


# ---------------------------------------------------------------- whatever is in a history

KINDS = st.sampled_from([*Kind, *[Kind.PROMPTED] * 8])
ANY = st.lists(
    st.tuples(
        KINDS,
        st.integers(-3 * 86400, 9 * 86400),
        st.sampled_from(["p1", "p2", None]),
        st.sampled_from([None, 1, 2]),
        st.sampled_from(["policy", "cli"]),
    ),
    max_size=60,
)


@given(ANY)
def test_any_history_is_folded_and_never_asks_for_more(lines):
    at = MONDAY
    met = EMPTY
    for number, (kind, later, prompt, showing, source) in enumerate(lines):
        at += timedelta(seconds=later)
        detail = {key: value for key, value in (("prompt", prompt), ("showing", showing)) if value is not None}
        met = adherence.learn(met, Record(f"r{number}", at, None, kind, source, (), "good", detail), BERLIN)
        today = at.astimezone(BERLIN).date()
        completed, shown = met.completion(today)
        assert 0 <= completed <= shown
        assert met.most(today) in (None, 3, 4)
        assert met.late_hours(today) <= set(range(24))
        assert len(met.days) <= 29
        assert all(hour.completed <= hour.shown for hour in met.hours.values())
        assert met.row >= 0
