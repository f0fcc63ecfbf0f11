"""The charts of the history: their marks, their places, and their descriptions in words."""

import json
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser

import pytest

from uncrick.core.history.days import days_of
from uncrick.core.model.person_day import person_zone
from uncrick.core.model.record import Item, Kind, Record
from uncrick.core.model.week_hours import parse_hours
from uncrick.core.presentation import charts
from uncrick.core.presentation.charts import COLOURS, HEIGHTS, NAMES, WIDTH, Rectangle, TextLine
from uncrick.core.presentation.exercise_chart import areas
from uncrick.core.presentation.export import history_charts, html, json_list, record_object, table
from uncrick.storage.shipped_data import catalogue

DAY = date(2026, 11, 19)
NOW = datetime(2026, 11, 19, 15, 0, tzinfo=UTC)
KNOWN = catalogue()
count = iter(range(10_000))
OVERVIEW = {
    "areas": [
        {"id": "neck_turn", "name": "Neck, turning", "done": 2, "quota": 5},
        {"id": "shoulders", "name": "Shoulders", "done": 4, "quota": 3},
    ],
    "days_with_breaks": 3,
    "days": [{"date": "2026-11-19", "done": 1, "stepped_away": 0, "natural": 2, "minutes_away": 14}],
}


def record(kind, hour, minute=0, *, minutes=None, on=DAY, **more):
    at = datetime(on.year, on.month, on.day, hour, minute, tzinfo=UTC)
    until = None if minutes is None else at + timedelta(minutes=minutes)
    return Record(f"r{next(count)}", at, until, Kind(kind), "tray", **more)


def done(hour, minute=0, exercise="neck_turn", on=DAY):
    item = Item(exercise, KNOWN.exercise(exercise).name, 5, 84)
    return record("done", hour, minute, on=on, routine=(item,), detail={"seconds": 90, "credited": True})


def parts(*records):
    return [
        (part.role, f"{part.begins:%H:%M}", f"{part.ends:%H:%M}") for part in charts.day_parts(records, DAY, UTC, NOW)
    ]


# ---------------------------------------------------------------- the day


def test_day_without_records_says_so():
    assert parts() == []
    before = DAY - timedelta(days=1)
    assert charts.day([], before, UTC, NOW).descriptions == ("Nothing was recorded on this day.",)
    assert charts.day([], DAY, UTC, NOW).descriptions == ("Your day will show up here.",)


def test_day_band_runs_from_first_record_to_now():
    assert parts(record("prompted", 9)) == [("work", "09:00", "15:00")]


def test_day_band_has_breaks_calls_pauses_and_absences():
    shown = parts(
        record("prompted", 9),
        done(10),
        record("natural", 11, minutes=12),
        record("stepped_away", 12, minutes=8),
        record("deferred", 13, detail={"reason": "call"}),
        record("prompted", 13, 20),
        record("paused", 14, minutes=30),
    )
    assert shown == [
        ("work", "09:00", "15:00"),
        ("call", "13:00", "13:20"),
        ("paused", "14:00", "14:30"),
        ("natural", "11:00", "11:12"),
        ("stepped", "12:00", "12:08"),
        ("exercise", "09:58", "10:00"),
    ]


def test_calls_before_a_prompt_are_in_the_band():
    detail = {"busy": 40 * 60, "busy_until": f"{DAY}T11:40:00+00:00"}
    assert ("call", "11:00", "11:40") in parts(record("prompted", 10), record("prompted", 11, 42, detail=detail))


def test_pause_ends_where_it_was_resumed():
    assert ("paused", "13:00", "13:10") in parts(record("paused", 13, minutes=60), record("resumed", 13, 10))


def test_ongoing_absence_reaches_to_now():
    assert ("natural", "14:00", "15:00") in parts(record("natural", 14))


def test_a_night_shift_is_one_picture():
    zone = person_zone(UTC, parse_hours(["Mon-Sun 22:00-06:00"]))
    later = datetime(2026, 11, 21, 9, tzinfo=UTC)
    tomorrow = DAY + timedelta(days=1)
    records = [done(23), record("natural", 2, minutes=10, on=tomorrow), done(5, on=tomorrow)]
    chart = charts.day(records, DAY, zone, later)
    assert len([text for text in chart.descriptions if "with exercises" in text]) == 2
    hours = [mark.text for mark in chart.marks if isinstance(mark, charts.TextLine) and mark.text.endswith(":00")]
    assert (hours[0], hours[-1]) == ("14:00", "6:00")


def test_absence_into_the_next_day_ends_with_the_day():
    later = datetime(2026, 11, 21, 9, tzinfo=UTC)
    shown = charts.day_parts([record("natural", 22, minutes=600)], DAY, UTC, later)
    assert shown[-1].ends == datetime(2026, 11, 20, 4, tzinfo=UTC)


def test_roles_differ_without_colour():
    patterns = {role: (HEIGHTS[role], role == "call", role == "paused") for role in NAMES}
    assert len(set(patterns.values())) == len(NAMES)


# ---------------------------------------------------------------- week, exercises, year


def test_week_has_seven_days_from_monday():
    chart = charts.week(days_of([done(10), done(11), record("natural", 12, minutes=10)], UTC), DAY)
    assert [line.split(":")[0] for line in chart.descriptions][:2] == ["Monday", "Tuesday"]
    assert chart.descriptions[3] == "Thursday: 3 breaks, 2 with exercises, 13 min away"
    assert chart.descriptions[0] == "Monday: no break"
    assert chart.title == "Week of 16 November to 22 November"


def test_areas_say_in_words_how_often():
    assert areas(OVERVIEW["areas"]).descriptions == (
        "Neck, turning: 2 times so far.",
        "Shoulders: 4 times, enough.",
    )


def numbers(chart):
    texts = [mark.text for mark in chart.marks if isinstance(mark, TextLine)]
    return [text for text in texts if any(letter.isdigit() for letter in text)]


def test_areas_without_exercises_are_not_held_up_to_anybody():
    counted = [*OVERVIEW["areas"], {"id": "lower_back", "name": "Lower back", "done": 0, "quota": 2}]
    texts = [mark.text for mark in areas(counted).marks if isinstance(mark, TextLine)]
    assert "Lower back" not in texts
    assert numbers(areas(counted)) == ["2 times so far", "4 times, enough"]
    assert texts[-1] == "The next breaks bring the others."


def test_a_week_without_exercises_has_one_kind_sentence():
    counted = [{**area, "done": 0} for area in OVERVIEW["areas"]]
    chart = areas(counted)
    assert chart.descriptions == ("Nothing yet this week. The next breaks fill this in.",)
    assert len(chart.marks) == 1


def squares(chart):
    return [mark for mark in chart.marks if isinstance(mark, Rectangle)]


def test_year_squares_grow_with_the_breaks():
    records = [done(hour, on=DAY) for hour in range(8, 15)] + [done(9, on=DAY - timedelta(days=1))]
    chart = charts.year(days_of(records, UTC), DAY)
    assert squares(chart)[-1].width > squares(chart)[-2].width
    assert chart.descriptions == ("2 days with a break in the last twelve months, 8 breaks in all.",)


def test_year_begins_with_the_first_day_of_the_history():
    records = [done(9, on=DAY - timedelta(days=9)), done(9)]
    assert len(squares(charts.year(days_of(records, UTC), DAY))) == 10


def test_year_of_an_old_history_has_every_day():
    records = [done(9, on=DAY - timedelta(days=900)), done(9)]
    assert 366 <= len(squares(charts.year(days_of(records, UTC), DAY))) <= 373


def test_year_without_a_break_shows_no_empty_squares():
    chart = charts.year(days_of([record("prompted", 9)], UTC), DAY)
    assert squares(chart) == []
    assert chart.descriptions == ("From your first break on, every day has its square here.",)


# ---------------------------------------------------------------- all of them


@pytest.mark.parametrize("records", [[], [done(10)], [record("natural", 3), record("prompted", 23)]], ids=len)
def test_every_mark_is_inside_its_chart_and_has_a_colour(records):
    for chart in history_charts(days_of(records, UTC), records, OVERVIEW, NOW, NOW):
        assert chart.descriptions
        for mark in chart.marks:
            assert mark.role in COLOURS
            assert -1 <= mark.x <= WIDTH + 1
            assert 0 <= mark.y <= chart.height
            if isinstance(mark, Rectangle):
                assert mark.width > 0
                assert mark.x + mark.width <= WIDTH + 1


def test_no_chart_mentions_missed_breaks():
    records = [record("skipped", 10), record("ignored", 11), record("snoozed", 12)]
    text = " ".join(
        line
        for chart in history_charts(days_of(records, UTC), records, OVERVIEW, NOW, NOW)
        for line in chart.descriptions
    )
    assert "skip" not in text
    assert "ignored" not in text


# ---------------------------------------------------------------- taken away


def page_of(records):
    return html(days_of(records, UTC), records, OVERVIEW, NOW)


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.tags, self.attributes = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_page_is_complete_without_links():
    page = Page()
    text = page_of([done(10), record("deferred", 12)])
    page.feed(text)
    assert page.open == []
    assert page.tags.count("svg") == 4, "no answer about the neck, no chart of it"
    assert not [value for name, value in page.attributes if name in ("src", "href")]
    assert "http" not in text


def test_page_shows_the_weeks_of_the_neck():
    days = [DAY - timedelta(days=number) for number in (3, 2, 1, 0)]
    felt = [record("feedback", 17, on=day, feedback="stiff", detail={"about": "neck"}) for day in days]
    assert "Stiff days: 4 of 4 in November" in page_of([done(10, on=days[0]), *felt])


def test_personal_text_is_escaped():
    item = Item("own", "<script>alert(1)</script>", 5, 84)
    text = page_of([record("done", 10, routine=(item,), detail={"seconds": 9})])
    assert "<script" not in text


def test_csv_has_a_header_and_a_line_for_each_record():
    item = Item("neck_turn", "Turn", 5, 84)
    one = Record("r1", NOW, None, Kind.DONE, "cli", (item,), None, {"a": 1})
    lines = list(table([one], lambda at: f"{at:%H:%M}"))
    head = "id,at,until,kind,source,routine,feedback,detail\r\n"
    assert lines == [head, 'r1,15:00,,done,cli,neck_turn*5,,"{""a"": 1}"\r\n']


@pytest.mark.parametrize("records", [[], [done(10)], [done(9), record("natural", 3, detail={"why": "a\nb"})]], ids=len)
def test_json_comes_record_by_record_and_reads_as_one_list(records):
    def iso(at):
        return at.isoformat()

    whole = json.dumps([record_object(each, iso) for each in records], indent=2, ensure_ascii=False) + "\n"
    assert "".join(json_list(iter(records), iso)) == whole


def test_a_line_of_text_begins_at_its_place():
    assert TextLine(0, 0, "x").anchor == "start"
