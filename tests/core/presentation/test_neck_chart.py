"""The chart of the neck: its answers, its breaks and its words."""

from datetime import UTC, date, datetime, timedelta

import pytest

from uncrick.core.history.days import days_of
from uncrick.core.model.record import Kind, Record
from uncrick.core.presentation.charts import COLOURS, WIDTH, Rectangle, TextLine
from uncrick.core.presentation.neck_chart import MARKS, neck, stiff_days

DAY = date(2026, 11, 19)


def felt(answer, on=DAY, hour=17, about="neck"):
    at = datetime(on.year, on.month, on.day, hour, tzinfo=UTC)
    return Record(f"{on}{hour}", at, None, Kind.FEEDBACK, "notification", (), answer, {"about": about})


def took_break(on=DAY):
    at = datetime(on.year, on.month, on.day, 10, tzinfo=UTC)
    return Record(f"{on}b", at, at + timedelta(minutes=6), Kind.STEPPED_AWAY, "tray")


def widths(chart, answer):
    role, _width = MARKS[answer]
    return [mark for mark in chart.marks if isinstance(mark, Rectangle) and mark.role == role and mark.description]


def test_without_answers_it_has_nothing_to_show():
    assert neck(days_of([took_break()], UTC), DAY).marks == ()


def test_each_answered_day_has_its_mark():
    chart = neck(days_of([felt("good", DAY - timedelta(days=1)), felt("stiff")], UTC), DAY)
    assert [len(widths(chart, answer)) for answer in ("good", "so_so", "stiff")] == [1, 0, 1]


def test_the_last_answer_of_a_day_counts():
    chart = neck(days_of([felt("stiff", hour=9), felt("good", hour=17)], UTC), DAY)
    assert not widths(chart, "stiff")


def test_other_answers_are_not_of_the_neck():
    assert neck(days_of([felt("good", about="prompts")], UTC), DAY).marks == ()


def test_weeks_stand_side_by_side_and_claim_nothing():
    days = [DAY - timedelta(days=number) for number in (3, 2, 1, 0)]
    chart = neck(days_of([took_break(days[0]), *(felt("so_so", day) for day in days)], UTC), DAY)
    assert chart.descriptions == (
        "Stiff days: 0 of 4 in November",
        "Week of 16 November: so-so 4; 1 break.",
        "The two are shown side by side. One does not have to come from the other.",
    )


def test_a_few_answers_are_not_compared_yet():
    chart = neck(days_of([felt("stiff")], UTC), DAY)
    assert chart.descriptions[0].startswith("Each mark is a day")
    assert len(widths(chart, "stiff")) == 1


def test_older_weeks_are_left_out():
    assert neck(days_of([felt("stiff", DAY - timedelta(days=130))], UTC), DAY).marks == ()


def test_stiff_days_are_counted_by_month():
    answers = {
        date(2026, 8, 3): "stiff",
        date(2026, 9, 1): "good",
        **{date(2026, 10, day): "stiff" if day < 7 else "so_so" for day in range(1, 11)},
        date(2026, 11, 2): "stiff",
    }
    assert stiff_days(answers) == "Stiff days: 0 of 1 in September, 6 of 10 in October, 1 of 1 in November"


def test_answers_differ_without_colour():
    assert len({width for _role, width in MARKS.values()}) == 3


@pytest.mark.parametrize("answer", ["good", "so_so", "stiff"])
def test_every_mark_is_inside_the_chart(answer):
    days = [DAY - timedelta(days=number) for number in range(90, -1, -1)]
    chart = neck(days_of([record for day in days for record in (took_break(day), felt(answer, day))], UTC), DAY)
    for mark in chart.marks:
        assert mark.role in COLOURS
        assert 0 <= mark.x <= WIDTH
        assert 0 <= mark.y <= chart.height
        assert isinstance(mark, TextLine) or mark.x + mark.width <= WIDTH
