"""What a history comes to, in numbers and in words."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from uncrick.core.history import adherence, practice, stats
from uncrick.core.history.days import days_of
from uncrick.core.model.profile import Profile
from uncrick.core.model.record import Fact, Item, Kind, Record
from uncrick.storage.shipped_data import catalogue

# A Monday; the tests look at the history on the evening of the Wednesday two days later, unless they say otherwise.
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CATALOGUE = catalogue()
ASKED = Profile(asked=True)


@dataclass
class Life:
    """A history that is written a line at a time."""

    records: list[Record] = field(default_factory=list)
    profile: Profile = ASKED
    declined: bool = False

    def writes(
        self, kind: Kind, days: float, *ids: str, minutes: float = 1, feedback: str | None = None, **detail: Fact
    ) -> None:
        """A record so many days after Monday."""
        at = MONDAY + timedelta(days=days, seconds=len(self.records))
        items = tuple(Item(name, name, 3, 30) for name in ids)
        number = len(self.records)
        self.records.append(
            Record(f"r{number}", at, at + timedelta(minutes=minutes), kind, "cli", items, feedback, detail)
        )

    def breaks(self, days: float, *ids: str, count: int = 1) -> None:
        for _ in range(count):
            self.writes(Kind.DONE, days, *(ids or ("neck_turn",)), credited=True, seconds=60)

    def misses(self, days: float) -> None:
        """A prompt that led to nothing."""
        name = f"p{len(self.records)}"
        self.writes(Kind.PROMPTED, days, prompt=name, showing=1)
        self.writes(Kind.IGNORED, days, prompt=name)

    def person(self) -> stats.Person:
        return stats.Person(
            self.profile,
            practice.practice(self.records, UTC, CATALOGUE.history_rules),
            adherence.adherence(self.records, UTC, CATALOGUE.adherence),
            first_level_only=self.declined,
        )

    def overview(self, day: float = 2.3, days: int | None = None):
        return stats.overview(days_of(self.records, UTC), self.person(), CATALOGUE, MONDAY + timedelta(days=day), days)

    def in_a_row(self, day: float = 2.3) -> int:
        return stats.days_with_breaks(days_of(self.records, UTC), (MONDAY + timedelta(days=day)).date())


@pytest.fixture
def life():
    return Life()


# ---------------------------------------------------------------- days with a break


def test_each_day_with_a_break_of_any_kind_counts(life):
    life.breaks(0)
    life.writes(Kind.STEPPED_AWAY, 1, minutes=6)
    life.writes(Kind.NATURAL, 2, minutes=6)
    assert life.in_a_row() == 3


def test_a_day_on_which_a_break_was_only_begun_is_neither_counted_nor_missed(life):
    life.breaks(0)
    life.misses(1)
    life.writes(Kind.PART_DONE, 1, "neck_turn", credited=False, seconds=5)
    life.misses(2)
    assert life.in_a_row() == 1


def test_weekends_days_off_and_days_without_the_machine_do_not_break_it(life):
    for day in (-30, -10, -5, 0, 2):
        life.breaks(day)
    assert life.in_a_row() == 5


def test_a_day_of_nothing_but_calls_does_not_either(life):
    life.breaks(-1)
    for day in (0, 1):
        life.writes(Kind.PROMPTED, day, prompt=f"p{day}", showing=1)
        life.writes(Kind.DEFERRED, day, prompt=f"p{day}")
    life.breaks(2)
    assert life.in_a_row() == 2


def test_one_missed_day_in_a_week_is_forgiven(life):
    for day in (-7, -6, -4, 0, 2):
        life.breaks(day)
    life.misses(-5)
    life.misses(1)
    assert life.in_a_row() == 5


def test_a_second_one_in_the_same_week_is_where_it_begins(life):
    for day in (-2, -1, 0):
        life.breaks(day)
    life.misses(1)
    life.misses(2)
    life.breaks(3)
    life.breaks(4)
    assert life.in_a_row(4.3) == 2


def test_a_prompt_today_that_led_to_nothing_yet_is_no_missed_day(life):
    life.breaks(1)
    life.misses(0)
    life.misses(2)
    assert life.in_a_row() == 1


def test_a_natural_break_saves_a_day_and_the_night_does_not(life):
    life.breaks(-7)
    for day in (-6, -5):
        life.misses(day)
        life.writes(Kind.NATURAL, day + 0.4, minutes=14 * 60)
    life.breaks(0)
    assert life.in_a_row() == 1
    life.writes(Kind.NATURAL, -5, minutes=6)
    assert life.in_a_row() == 3


def test_nothing_is_no_day(life):
    assert life.in_a_row() == 0


# ---------------------------------------------------------------- the rest


def test_prompts_and_those_that_led_to_a_break(life):
    for day, kind in ((0, Kind.DONE), (1, Kind.STEPPED_AWAY), (1.1, Kind.SKIPPED)):
        life.writes(Kind.PROMPTED, day, prompt=f"p{day}", showing=1)
        life.writes(kind, day, prompt=f"p{day}")
    assert life.overview()["completion"] == {"shown": 3, "completed": 2, "percent": 67}


def test_areas_stand_beside_their_quota_of_this_week(life):
    life.breaks(-3, "neck_turn", count=4)
    life.breaks(1, "neck_turn", "blade_squeeze", count=2)
    areas = {area["id"]: area for area in life.overview()["areas"]}
    assert areas["neck_turn"]["done"] == 2
    assert areas["neck_turn"]["name"] == "Neck, turning"
    assert areas["lower_back"]["done"] == 0
    assert "neck_strength" not in areas
    assert "relief" not in areas


def test_in_a_full_week_the_quota_is_the_catalogues(life):
    for week in range(-8, 0):
        for day in range(5):
            life.breaks(7 * week + day, count=8)
    quotas = {area["id"]: area["quota"] for area in life.overview()["areas"]}
    assert quotas == CATALOGUE.numbers.weekly_quota


def test_an_area_left_out_for_the_person_is_not_listed(life):
    life.profile = Profile(asked=True, conditions=frozenset({"neck_injury"}))
    assert not any(area["id"].startswith("neck") for area in life.overview()["areas"] if area["id"] != "neck_flexext")
    life.profile = Profile(asked=True, conditions=frozenset({"arm_nerve"}))
    assert not any(area["id"].startswith("neck") for area in life.overview()["areas"])


def test_without_a_profile_neck_areas_are_not_listed(life):
    life.profile = Profile()
    life.breaks(1, "shrug")
    assert not [area for area in life.overview()["areas"] if area["id"].startswith("neck")]


@pytest.mark.parametrize(
    ("days", "text"),
    [
        ([], "Level 2 opens 2 weeks after your first routine."),
        ([2], "Level 2 opens after 14 more days, 7 of them with exercises."),
        ([-11, -10, -9, -8, -7, -6, -5, -2, 2], "Level 2 opens after 1 more day."),
        ([-20, -19], "Level 2 opens after 6 more days with exercises."),
        ([-20, -19, -17, -16, -13, -12, -11, 1], "Level 3 opens after 8 more days with exercises."),
        ([-70 + day for day in range(72)], "Level 3 opens when you agree to it: uncrick profile."),
    ],
)
def test_the_next_level_says_what_it_waits_for(life, days, text):
    for day in days:
        life.breaks(day)
    assert life.overview()["level"]["next"] == text


def test_the_next_level_names_pain_and_a_worse_next_day(life):
    life.breaks(0)
    life.writes(Kind.FEEDBACK, 1, feedback="hurt", score=5)
    assert life.overview()["level"] == {
        "level": 1,
        "next": "The next level waits until a week has passed without pain.",
    }
    life.writes(Kind.FEEDBACK, 2, feedback="worse")
    assert "the day after exercises feels no worse" in life.overview()["level"]["next"]
    life.writes(Kind.FEEDBACK, 2.1, feedback="better")
    assert life.overview()["level"]["next"] == "The next level waits for a few more days with exercises."


def test_who_would_not_say_what_to_mind_stays_at_the_first(life):
    life.declined = True
    for day in range(-70, 2):
        life.breaks(day)
    assert life.overview()["level"] == {
        "level": 1,
        "next": "Level 2 opens once you have answered the health question: uncrick profile.",
    }


def test_who_trains_is_at_the_last(life):
    life.profile = Profile(asked=True, trains=True)
    assert life.overview()["level"] == {"level": 3, "next": "This is the highest level."}


def test_only_the_requested_days_are_listed_while_trends_look_further_back(life):
    life.breaks(-4)
    life.breaks(1)
    shown = life.overview(days=2)
    assert [day["date"] for day in shown["days"]] == ["2026-11-24"]
    assert shown["days_with_breaks"] == 2


# ---------------------------------------------------------------- the neck


def felt(life: Life, day: float, answer: str, breaks: int) -> None:
    life.breaks(day, count=breaks)
    life.writes(Kind.FEEDBACK, day, feedback=answer, about="neck")


def test_before_four_weeks_the_neck_is_left_out(life):
    felt(life, -20, "good", 3)
    assert life.overview()["neck"] == []


def test_after_four_weeks_it_stands_beside_the_breaks(life):
    felt(life, -30, "good", 4)
    felt(life, -20, "good", 6)
    felt(life, 1, "stiff", 1)
    assert life.overview()["neck"] == [
        {"answer": "good", "days": 2, "breaks_a_day": 5.0, "minutes_a_day": 5},
        {"answer": "so_so", "days": 0, "breaks_a_day": None, "minutes_a_day": None},
        {"answer": "stiff", "days": 1, "breaks_a_day": 1.0, "minutes_a_day": 1},
    ]


def test_other_answers_are_not_about_the_neck(life):
    felt(life, -30, "good", 1)
    life.writes(Kind.FEEDBACK, 1, feedback="good", about="prompts")
    assert [row["days"] for row in life.overview()["neck"]] == [1, 0, 0]


# ---------------------------------------------------------------- in words


def test_the_words_are_calm_and_fit_a_terminal(life):
    for day in range(-60, 2):
        felt(life, day, ("good", "so_so", "stiff")[day % 3], 1)
        life.misses(day)
    rows = stats.lines(life.overview())
    width = max(len(heading) for heading, _ in rows) + 2
    assert all(width + len(text) <= 80 for _, text in rows)
    text = "\n".join(text for _, text in rows)
    assert "One does not have to come from the other" in text
    assert not {"missed", "failed", "ignored", "skipped", "only", "should"} & set(text.lower().split())
    assert "!" not in text


def test_empty_rows_are_left_out(life):
    rows = dict(stats.lines(life.overview()))
    assert "Prompts" not in rows
    assert "In a row" not in rows
    assert rows["Level"].startswith("1.")


def test_statistics_tell_each_day_and_how_often_each_exercise_was_done(life):
    life.writes(Kind.DONE, 0, "neck_turn", seconds=60, credited=True)
    life.writes(Kind.DONE, 0.1, "neck_turn", seconds=5, credited=False)
    life.writes(Kind.PART_DONE, 0.2, "neck_turn", seconds=20)
    life.writes(Kind.DONE, 1, "neck_turn", seconds=60)
    plain = stats.statistics(days_of(life.records, UTC))
    assert [day["date"] for day in plain["days"]] == ["2026-11-23", "2026-11-24"]
    assert (plain["days"][0]["done"], plain["days"][0]["part_done"], plain["days"][0]["breaks"]) == (2, 1, 2)
    assert plain["days"][0]["minutes_away"] == 1
    assert plain["repetitions"] == {"neck_turn": 6}
