"""How a person answers prompts (S12, S15, S18, S19): each rule with the days and clocks of a person."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncrick.core.history.adherence import Adherence, learn
from uncrick.core.model.record import Fact, Kind, Record, Source
from uncrick.storage import shipped_data

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NUMBERS = shipped_data.rules().adherence
EMPTY = Adherence(NUMBERS)
RETRY = NUMBERS.hour_retry_days
BERLIN = ZoneInfo("Europe/Berlin")


@dataclass
class Person:
    """Answers prompts; their adherence is folded record by record."""

    adherence: Adherence = EMPTY
    zone: tzinfo = UTC
    serial: int = 0

    def writes(self, kind: Kind, at: datetime, source: str = "policy", feedback: str | None = None, **detail: Fact):
        self.serial += 1
        record = Record(f"r{self.serial}", at, None, kind, source, (), feedback, detail)
        self.adherence = learn(self.adherence, record, self.zone)

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

    def ignores_all(self, days: int) -> None:
        for number in range(days):
            self.lives(day(number), 9, 10, answer=Kind.IGNORED)


@pytest.fixture
def person():
    return Person()


def day(number: int) -> datetime:
    """The n-th working day at nine."""
    weeks, days = divmod(number, 5)
    return MONDAY + timedelta(days=7 * weeks + days)


def on(number: int) -> date:
    return day(number).date()


DONE, SKIPPED, IGNORED = Kind.DONE, Kind.SKIPPED, Kind.IGNORED

# ---------------------------------------------------------------- prompts in a row (S12)


@pytest.mark.parametrize("kind", [SKIPPED, IGNORED])
def test_after_three_refusals_prompts_are_short_and_after_five_it_is_asked_why(person, kind):
    found = []
    for hour in range(9, 14):
        person.sees(MONDAY.replace(hour=hour), kind)
        found.append((person.adherence.is_lighter, person.adherence.is_to_ask))
    assert found == [(False, False), (False, False), (True, False), (True, False), (True, True)]


@pytest.mark.parametrize(
    ("refused", "answers", "row"),
    [
        *((4, (kind,), 0) for kind in (DONE, Kind.PART_DONE, Kind.STEPPED_AWAY)),
        *((2, (kind,), 2) for kind in (Kind.NATURAL, Kind.SNOOZED, Kind.DEFERRED, Kind.PAUSED, Kind.STARTED)),
        pytest.param(0, (IGNORED, IGNORED), 1, id="ignored, repeated and ignored again is one"),
    ],
)
def test_a_break_ends_the_row_of_refused_prompts(person, refused, answers, row):
    person.lives(MONDAY, *range(9, 9 + refused), answer=SKIPPED)
    person.sees(MONDAY.replace(hour=15), *answers)
    assert person.adherence.row == row


@pytest.mark.parametrize(("about", "answer", "row"), [("prompts", "too_often", 0), ("neck", "stiff", 3)])
def test_an_answer_about_the_prompts_ends_the_row(person, about, answer, row):
    person.lives(MONDAY, 9, 10, 11, answer=IGNORED)
    person.writes(Kind.FEEDBACK, MONDAY.replace(hour=14), feedback=answer, about=about)
    assert (person.adherence.row, person.adherence.answers) == (row, {about: answer})


# ---------------------------------------------------------------- hours of the clock (S15)


def at_eleven(person: Person, first: int, *answers: Kind) -> None:
    for number, answer in enumerate(answers):
        person.lives(day(first + number), 11, answer=answer)


@pytest.mark.parametrize(
    ("answers", "late"),
    [
        pytest.param([SKIPPED] * 5, set(), id="five are too few"),
        pytest.param([SKIPPED] * 6, {11}, id="none of six"),
        pytest.param([DONE, *[SKIPPED] * 5], set(), id="one of six"),
        pytest.param([DONE, *[SKIPPED] * 6], {11}, id="one of seven"),
    ],
)
def test_an_hour_with_few_breaks_moves(person, answers, late):
    at_eleven(person, 0, *answers)
    assert person.adherence.late_hours(on(len(answers) - 1)) == late


def test_a_break_after_an_ignored_prompt_moves_the_hour_back(person):
    at_eleven(person, 0, *[SKIPPED] * 5)
    person.sees(day(5).replace(hour=11), IGNORED, DONE)
    assert person.adherence.late_hours(on(5)) == frozenset()


def test_the_other_hours_stay(person):
    for number in range(6):
        person.lives(day(number), 10, answer=DONE)
        person.lives(day(number), 11, answer=SKIPPED)
    assert person.adherence.late_hours(on(5)) == {11}


def test_after_ten_days_with_prompts_it_is_tried_again_from_nothing(person):
    at_eleven(person, 0, *[SKIPPED] * 6)
    for number in range(6, 6 + RETRY):
        person.lives(day(number), 14, answer=DONE)
        assert person.adherence.late_hours(on(number)) == {11}
    after = 6 + RETRY
    assert person.adherence.late_hours(on(after)) == frozenset()
    at_eleven(person, after, *[SKIPPED] * 5)
    assert person.adherence.late_hours(on(after + 4)) == frozenset()
    at_eleven(person, after + 5, SKIPPED)
    assert person.adherence.late_hours(on(after + 5)) == {11}


def test_days_without_the_machine_do_not_count(person):
    at_eleven(person, 0, *[SKIPPED] * 6)
    assert person.adherence.late_hours(on(5) + timedelta(days=60)) == {11}


def test_hours_are_those_of_the_persons_clock():
    person = Person(zone=BERLIN)
    at_eleven(person, 0, *[SKIPPED] * 6)
    assert person.adherence.late_hours(on(5)) == {12}


# ---------------------------------------------------------------- days on which all is ignored


def test_after_three_days_of_silence_there_are_at_most_four_prompts(person):
    for number in range(3):
        assert person.adherence.most(on(number)) is None
        person.lives(day(number), 9, 10, 11, 12, 13, 14, answer=IGNORED)
        assert person.adherence.most(on(number)) is None
    assert person.adherence.most(on(3)) == 4
    person.lives(day(3), 9, 10, answer=IGNORED)
    assert person.adherence.most(on(3)) == 4


@pytest.mark.parametrize("kind", [SKIPPED, Kind.SNOOZED, Kind.STARTED, DONE, Kind.STEPPED_AWAY])
def test_any_answer_lifts_that(person, kind):
    person.ignores_all(3)
    person.sees(day(3), kind)
    assert person.adherence.most(on(3)) is None
    assert person.adherence.silent_days(on(4)) == 0


@pytest.mark.parametrize(("kind", "most"), [(Kind.STEPPED_AWAY, None), (Kind.NATURAL, 4)])
def test_a_break_taken_unasked_lifts_it_and_a_natural_one_does_not(person, kind, most):
    person.ignores_all(3)
    person.writes(kind, day(3), "cli")
    assert person.adherence.most(on(3)) == most


def test_one_answer_a_day_is_no_silence(person):
    for number in range(5):
        person.lives(day(number), 9, 10, answer=IGNORED)
        person.sees(day(number).replace(hour=11), SKIPPED)
    assert person.adherence.most(on(5)) is None


def test_days_of_nothing_but_calls_are_neither(person):
    person.ignores_all(2)
    person.lives(day(2), 9, 10, answer=Kind.DEFERRED)
    assert person.adherence.silent_days(on(3)) == 2


# ---------------------------------------------------------------- a time away (S19)


@pytest.mark.parametrize(("days", "most"), [(1, None), (7, None), (8, 3), (30, 3), (400, 3)])
def test_after_seven_whole_days_away_the_first_day_has_three_prompts(person, days, most):
    person.sees(MONDAY, DONE)
    back = MONDAY + timedelta(days=days)
    assert person.adherence.most(back.date()) == most
    person.sees(back, DONE)
    assert person.adherence.most(back.date()) == most
    assert person.adherence.most(back.date() + timedelta(days=1)) is None


BACK = MONDAY + timedelta(days=10)


@pytest.mark.parametrize(
    ("kind", "first"), [pytest.param(None, True), (Kind.PROMPTED, False), (Kind.NATURAL, True)], ids=str
)
def test_only_the_first_prompt_of_a_return_is_greeted(person, kind, first):
    person.sees(MONDAY, DONE)
    if kind is not None:
        person.writes(kind, BACK, prompt="p", showing=1)
    assert person.adherence.is_first_of_return(BACK.date()) == first
    assert person.adherence.most(BACK.date()) == 3


def test_a_pause_that_ends_while_nobody_is_there_is_no_return(person):
    person.sees(MONDAY, DONE)
    person.writes(Kind.PAUSED, MONDAY.replace(hour=10), "cli")
    person.writes(Kind.RESUMED, MONDAY + timedelta(days=7), Source.POLICY)
    assert person.adherence.most(BACK.date()) == 3


def test_a_new_person_has_not_been_away():
    assert EMPTY.most(MONDAY.date()) is None
    assert not EMPTY.is_first_of_return(MONDAY.date())


# ---------------------------------------------------------------- four weeks (S18)


def lived(person: Person, days: int, done: int, of: int) -> date:
    for number in range(days):
        for hour in range(of):
            person.sees(day(number).replace(hour=9 + hour), DONE if hour < done else SKIPPED)
    return day(days).date()


def test_after_four_weeks_at_seventy_percent_a_person_is_steady(person):
    today = lived(person, 20, 7, 10)
    assert person.adherence.completion(today) == (133, 190)
    assert person.adherence.is_steady(today)


def test_below_that_they_are_not(person):
    assert not person.adherence.is_steady(lived(person, 20, 6, 9))


def test_neither_before_four_weeks_have_passed(person):
    today = lived(person, 19, 10, 10)
    assert today < MONDAY.date() + timedelta(days=28)
    assert not person.adherence.is_steady(today)


def test_nor_by_a_few_prompts_only(person):
    person.lives(MONDAY, 9, 10, answer=DONE)
    assert not person.adherence.is_steady(MONDAY.date() + timedelta(days=28))


def test_what_is_older_than_four_weeks_counts_no_more(person):
    lived(person, 5, 0, 10)
    for number in range(5, 30):
        person.lives(day(number), *range(9, 17), answer=DONE)
    completed, shown = person.adherence.completion(day(29).date())
    assert completed == shown == 8 * 20


@pytest.mark.parametrize(
    ("kind", "detail", "counted"),
    [
        (DONE, {"credited": True}, 1),
        (DONE, {"credited": False}, 0),
        (Kind.PART_DONE, {"credited": True}, 0),
        (Kind.STEPPED_AWAY, {}, 1),
        (Kind.NATURAL, {}, 0),
    ],
)
def test_completed_is_what_was_done_for_more_than_half_or_left_the_desk_for(person, kind, detail, counted):
    person.writes(Kind.PROMPTED, MONDAY, prompt="p", showing=1)
    person.writes(kind, MONDAY, prompt="p", **detail)
    assert person.adherence.completion(MONDAY.date()) == (counted, 1)


def test_a_prompt_is_completed_once(person):
    person.sees(MONDAY, DONE, DONE)
    assert person.adherence.completion(MONDAY.date()) == (1, 1)


def test_a_break_unasked_completes_no_prompt(person):
    person.sees(MONDAY, SKIPPED)
    person.writes(DONE, MONDAY.replace(hour=10), prompt=None)
    assert person.adherence.completion(MONDAY.date()) == (0, 1)


def test_showing_it_again_or_another_one_is_no_new_prompt(person):
    person.sees(MONDAY)
    person.writes(Kind.PROMPTED, MONDAY, prompt="p0", showing=2)
    person.writes(Kind.PROMPTED, MONDAY, prompt="p0", showing=1, swapped="shrug")
    assert person.adherence.completion(MONDAY.date()) == (0, 1)


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
    summary = EMPTY
    for number, (kind, later, prompt, showing, source) in enumerate(lines):
        at += timedelta(seconds=later)
        detail = {key: value for key, value in (("prompt", prompt), ("showing", showing)) if value is not None}
        summary = learn(summary, Record(f"r{number}", at, None, kind, source, (), "good", detail), BERLIN)
        today = at.astimezone(BERLIN).date()
        completed, shown = summary.completion(today)
        assert 0 <= completed <= shown
        assert summary.most(today) in (None, 3, 4)
        assert summary.late_hours(today) <= set(range(24))
        assert len(summary.days) <= 29
        assert all(hour.completed <= hour.shown for hour in summary.hours.values())
        assert summary.row >= 0
