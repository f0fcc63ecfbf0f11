"""Hours of the week on real calendars: as written, over midnight, and through the days when the clock is changed."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counting_zone import CountingZone
from uncrick.core.model.week_hours import WEEK, Stretch, WeekHours, hours_faults, parse_hours
from uncrick.errors import SettingsError

BERLIN = ZoneInfo("Europe/Berlin")  # 2026-03-29: 02:00 is followed by 03:00; 2026-10-25: 02:59 by 02:00
OFFICE = parse_hours(["Mon-Fri 08:30-18:00"])


def at(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN, fold=fold)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_office_hours_hold_from_their_first_to_before_their_last_minute():
    assert not OFFICE.contains(at("2026-11-23 08:29:59"))
    assert OFFICE.contains(at("2026-11-23 08:30"))
    assert OFFICE.contains(at("2026-11-23 17:59:59"))
    assert not OFFICE.contains(at("2026-11-23 18:00"))
    assert not OFFICE.contains(at("2026-11-22 12:00")), "a Sunday"


def test_the_next_change_of_a_working_day_is_its_end_and_after_friday_it_is_monday():
    assert OFFICE.next_change(at("2026-11-23 12:00"), BERLIN) == utc("2026-11-23 17:00")
    assert OFFICE.next_change(at("2026-11-27 18:00"), BERLIN) == utc("2026-11-30 07:30")


def test_the_stretch_tells_how_long_the_day_has_lasted_and_will_last():
    now = at("2026-11-23 09:00")
    assert OFFICE.stretch(now, BERLIN) == Stretch(
        inside=True, since=utc("2026-11-23 07:30"), until=utc("2026-11-23 17:00")
    )


def test_a_moment_without_a_zone_is_read_in_the_one_given():
    naive = datetime.fromisoformat("2026-11-23 12:00")
    assert OFFICE.next_change(naive, BERLIN) == utc("2026-11-23 17:00")
    assert OFFICE.contains(naive)


def test_a_moment_of_another_zone_is_the_same_moment():
    assert OFFICE.next_change(utc("2026-11-23 11:00"), BERLIN) == utc("2026-11-23 17:00")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([], ()),
        (["Mon 08:00-12:00, 13:00-17:00"], ((480, 720), (780, 1020))),
        (["Mon 08:00-12:00", "mon 12:00-17:00"], ((480, 1020),)),
        (["Mon 08:00-12:00", "Monday 09:00-10:00"], ((480, 720),)),
        (["Tue 13:00-14:00", "Mon 8:00-9:00"], ((480, 540), (2220, 2280))),
        (["Mon, Wed 08:00 – 09:00"], ((480, 540), (3360, 3420))),
        (["Mon 22:00-06:00"], ((1320, 1800),)),
        (["Sun 22:00-06:00"], ((6 * 1440 + 1320, WEEK + 360),)),
        (["Sun 22:00-06:00", "Mon 06:00-07:00", "Mon 08:00-09:00"], ((480, 540), (6 * 1440 + 1320, WEEK + 420))),
        (["Sat-Mon 10:00-11:00"], ((600, 660), (5 * 1440 + 600, 5 * 1440 + 660), (6 * 1440 + 600, 6 * 1440 + 660))),
        (["00:00-24:00"], ((0, WEEK),)),
        (["12:00-00:00", "00:00-12:00"], ((0, WEEK),)),
        (["Mon 12:00-24:00", "Tue 00:00-06:00"], ((720, 1800),)),
    ],
)
def test_hours_are_read_as_a_person_means_them(lines, expected):
    assert parse_hours(lines).ranges == expected
    assert bool(parse_hours(lines)) == bool(expected)


@pytest.mark.parametrize(
    "line",
    ["", "Mon", "Mon-Fri", "M 08:00-09:00", "Foo 08:00-09:00", "Mon-Foo 08:00-09:00", "Mon- 08:00-09:00", "08:00",
     "08:00-", "25:00-26:00", "24:00-25:00", "08:60-09:00", "08:00-09:60", "08:00-24:30", "08:00-08:00", "8-8",
     "Mon 08:00-09:00,13", "08:00-09:00 Mon", "noon-night", "١٢:00-13:00", "13pm-14pm", "0am-3am", "Mo-Di 9-17",
     "2026-02-30 08:00-12:00", "24.12.2026 08:00-12:00", "2026-12-24", "2026-12-24 noon"],
)  # fmt: skip
def test_what_are_no_hours_is_refused_with_what_was_expected(line):
    with pytest.raises(SettingsError) as caught:
        parse_hours([line])
    assert caught.value.title == f'"{line}" cannot be read as hours'
    assert "Mon-Fri 08:30-18:00" in caught.value.message


@pytest.mark.parametrize(
    ("line", "same"),
    [
        ("9am-5pm", "09:00-17:00"),
        ("9 am - 5:30 pm", "09:00-17:30"),
        ("9 a.m. to 5 p.m.", "09:00-17:00"),
        ("9-5pm", "09:00-17:00"),
        ("1-5pm", "13:00-17:00"),
        ("9am-5", "09:00-17:00"),
        ("12pm-4pm", "12:00-16:00"),
        ("10pm-6am", "22:00-06:00"),
        ("4pm-12am", "16:00-00:00"),
        ("9-17", "09:00-17:00"),
        ("8.30-17", "08:30-17:00"),
        ("08.30-17.00", "08:30-17:00"),
        ("8h30-17h", "08:30-17:00"),
        ("0830-1700", "08:30-17:00"),
        ("Mon-Fri: 9-17", "Mon-Fri 09:00-17:00"),
        ("Mon to Fri from 9 to 17", "Mon-Fri 09:00-17:00"),
        ("Monday through Friday, 9-17", "Mon-Fri 09:00-17:00"),
        ("weekdays 9-12 and 13-17", "Mon-Fri 09:00-12:00, 13:00-17:00"),
        ("Weekends 10-12", "Sat-Sun 10:00-12:00"),
        ("every day 10-12", "10:00-12:00"),
        ("Mo-Fr 9-17", "Mon-Fri 09:00-17:00"),
        ("Tues & Thurs 9-17", "Tue, Thu 09:00-17:00"),
        ("Mon Wed Fri 9-17", "Mon, Wed, Fri 09:00-17:00"),
        ("Mondays 9—17", "Mon 09:00-17:00"),
    ],
)
def test_what_else_people_write_for_hours_is_taken_where_it_can_mean_one_thing_only(line, same):
    assert parse_hours([line]) == parse_hours([same])


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Mon-Fri 08:30-17:00", "Fri 08:00-12:00"], ["Mon-Thu 08:30-17:00", "Fri 08:00-12:00"]),
        (["Fri 08:00-12:00", "Mon-Fri 08:30-17:00"], ["Mon-Thu 08:30-17:00", "Fri 08:00-12:00"]),
        (["Mon-Fri 08:00-12:00, 13:00-17:00", "Wed 08:00-12:00"],
         ["Mon, Tue, Thu, Fri 08:00-12:00, 13:00-17:00", "Wed 08:00-12:00"]),
        (["Mon-Fri 08:00-12:00", "Mon-Thu 13:00-17:00"], ["Mon-Thu 08:00-12:00, 13:00-17:00", "Fri 08:00-12:00"]),
        (["Mon-Fri 09:00-17:00", "Wed 18:00-20:00"], ["Mon-Fri 09:00-17:00", "Wed 18:00-20:00"]),
        (["Mon-Fri 08:00-17:00", "Wed 13:00-17:00 off"], ["Mon, Tue, Thu, Fri 08:00-17:00", "Wed 08:00-13:00"]),
        (["Sun 22:00-06:00", "Mon 02:00-03:00 off"], ["Sun 22:00-02:00", "Mon 03:00-06:00"]),
    ],
)  # fmt: skip
def test_an_entry_for_fewer_days_holds_on_them_where_the_times_overlap(lines, expected):
    for moment in range(0, 8 * 24 * 60, 30):
        now = at("2026-11-22 00:00") + timedelta(minutes=moment)
        assert parse_hours(lines).contains(now) == parse_hours(expected).contains(now), now


def test_no_hours_contain_nothing_and_never_change():
    assert WeekHours().stretch(at("2026-11-23 12:00"), BERLIN) == Stretch(inside=False, since=None, until=None)


def test_the_whole_week_contains_everything_and_never_changes():
    assert parse_hours(["00:00-24:00"]).stretch(at("2026-11-23 00:00"), BERLIN) == Stretch(True, None, None)


def test_hours_over_midnight_belong_to_the_day_on_which_they_begin():
    friday_night = parse_hours(["Fri 22:00-06:00"])
    assert friday_night.contains(at("2026-11-28 05:59"))
    assert not friday_night.contains(at("2026-11-27 05:59"))


def test_hours_over_the_end_of_the_week_go_on_on_monday():
    night = parse_hours(["Sun 22:00-06:00"])
    assert night.stretch(at("2026-11-23 05:00"), BERLIN) == Stretch(
        True, utc("2026-11-22 21:00"), utc("2026-11-23 05:00")
    )


def test_a_night_is_an_hour_shorter_or_longer_when_the_clock_is_changed():
    night = parse_hours(["22:00-06:00"])
    spring = night.stretch(at("2026-03-29 04:00"), BERLIN)
    autumn = night.stretch(at("2026-10-25 04:00"), BERLIN)
    assert spring.until - spring.since == timedelta(hours=7)
    assert autumn.until - autumn.since == timedelta(hours=9)


def test_hours_that_begin_in_the_skipped_hour_begin_at_the_jump():
    early = parse_hours(["02:30-05:00"])
    assert early.stretch(at("2026-03-29 03:10"), BERLIN) == Stretch(
        True, utc("2026-03-29 01:00"), utc("2026-03-29 03:00")
    )
    assert not early.contains(at("2026-03-29 01:59"))


def test_hours_that_end_in_the_skipped_hour_end_at_the_jump():
    late = parse_hours(["01:00-02:30"])
    assert late.next_change(at("2026-03-29 01:30"), BERLIN) == utc("2026-03-29 01:00")


def test_hours_that_the_clock_skips_do_not_happen_that_day():
    skipped = parse_hours(["Sun 02:10-02:40"])
    assert skipped.next_change(at("2026-03-28 12:00"), BERLIN) == utc("2026-04-05 00:10")
    assert skipped.stretch(at("2026-04-01 12:00"), BERLIN).since == utc("2026-03-22 01:40")


def test_hours_on_both_sides_of_a_skipped_pause_are_one():
    around = parse_hours(["Sun 01:00-02:10, 02:40-04:00"])
    assert around.stretch(at("2026-03-29 01:30"), BERLIN) == Stretch(
        True, utc("2026-03-29 00:00"), utc("2026-03-29 02:00")
    )


def test_an_hour_shown_twice_does_not_repeat_a_range():
    twice = parse_hours(["Sun 02:10-02:40"])
    assert twice.contains(at("2026-10-25 02:20"))
    assert not twice.contains(at("2026-10-25 02:20", fold=1))
    assert twice.next_change(at("2026-10-25 02:20", fold=1), BERLIN) == utc("2026-11-01 01:10")


def test_a_day_that_a_country_skipped_has_no_hours():
    apia = ZoneInfo("Pacific/Apia")  # 2011-12-29 was followed by 2011-12-31
    friday = parse_hours(["Fri 09:00-17:00"])
    before = datetime(2011, 12, 29, 12, tzinfo=apia)
    assert friday.next_change(before, apia) == datetime(2012, 1, 6, 9, tzinfo=apia)


MINUTES = st.integers(0, 1439)
TIMES = st.tuples(MINUTES, MINUTES).filter(lambda pair: pair[0] != pair[1])
DAYS = st.sampled_from(["", "Mon ", "Tue-Thu ", "Fri-Mon ", "Sat, Sun ", "wednesday "])


def written(days: str, times: tuple[int, int]) -> str:
    return days + "-".join(f"{minute // 60:02}:{minute % 60:02}" for minute in times)


LINES = st.lists(st.builds(written, DAYS, TIMES), min_size=1, max_size=5)
ZONES = st.sampled_from(
    ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Havana", "Asia/Kolkata", "UTC"]
)
MOMENTS = st.integers(946684800, 2840140800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@given(lines=LINES, zone=ZONES, moment=MOMENTS)
def test_a_stretch_surrounds_its_moment_and_ends_at_a_change(lines, zone, moment):
    hours, tz = parse_hours(lines), ZoneInfo(zone)
    stretch = hours.stretch(moment, tz)
    assert hours.contains(moment.astimezone(tz)) == stretch.inside
    if stretch.until is None or stretch.since is None:
        assert hours.ranges == ((0, WEEK),)
        return
    assert stretch.since <= moment < stretch.until
    for edge, inside in ((stretch.since, stretch.inside), (stretch.until, not stretch.inside)):
        assert hours.stretch(edge, tz).inside is inside
        assert hours.stretch(edge - timedelta(seconds=1), tz).inside is not inside


@given(lines=LINES, moment=MOMENTS)
def test_without_clock_changes_the_hours_are_wall_time(lines, moment):
    hours = parse_hours(lines)
    minute = moment.weekday() * 1440 + moment.hour * 60 + moment.minute
    shown = any(first <= minute + turn < last for first, last in hours.ranges for turn in (0, WEEK))
    assert hours.contains(moment) == shown


@given(lines=LINES)
def test_ranges_are_in_order_and_apart(lines):
    ranges = parse_hours(lines).ranges
    edges = [edge for one in ranges for edge in one]
    assert edges == sorted(set(edges))
    assert ranges == ((0, WEEK),) or edges[-1] - WEEK < edges[0]


@given(st.text())
def test_any_text_is_hours_or_is_refused(text):
    with suppress(SettingsError):
        assert parse_hours([text])


# ---------------------------------------------------------------- days off

WEEKDAYS = "Mon-Fri 08:30-18:00"


def test_a_weekday_off_is_taken_out_of_the_other_lines():
    hours = parse_hours([WEEKDAYS, "Fri off"])
    assert hours == parse_hours(["Mon-Thu 08:30-18:00"])
    assert parse_hours(["10:00-11:00", "Sat-Sun off"]) == parse_hours(["Mon-Fri 10:00-11:00"])


def test_a_date_off_leaves_that_day_out_and_no_other():
    hours = parse_hours([WEEKDAYS, "2026-11-25 off"])
    assert hours.contains(at("2026-11-24 12:00"))
    assert not hours.contains(at("2026-11-25 12:00"))
    assert hours.contains(at("2026-11-26 12:00"))
    assert hours.contains(at("2026-12-02 12:00")), "a week later"
    assert hours.next_change(at("2026-11-24 18:00"), BERLIN) == utc("2026-11-26 07:30")


def test_dates_off_may_be_many_weeks_and_say_when_work_begins_again():
    hours = parse_hours([WEEKDAYS, "2026-07-01 to 2026-09-30 off"])
    for day in ("2026-07-01 09:00", "2026-08-15 12:00", "2026-09-30 17:00"):
        assert hours.stretch(at(day), BERLIN) == Stretch(
            inside=False, since=utc("2026-06-30 16:00"), until=utc("2026-10-01 06:30")
        )


def test_a_night_shift_belongs_to_the_day_on_which_it_begins():
    hours = parse_hours(["Mon-Fri 22:00-06:00", "2026-11-25 off"])
    assert hours.contains(at("2026-11-25 05:00")), "Tuesday's shift"
    assert not hours.contains(at("2026-11-25 23:00"))
    assert not hours.contains(at("2026-11-26 05:00"))
    assert hours.contains(at("2026-11-26 23:00"))


def test_of_hours_without_an_end_a_date_off_is_cut_from_midnight_to_midnight():
    hours = parse_hours(["00:00-24:00", "2026-11-25 off"])
    assert hours.stretch(at("2026-11-25 12:00"), BERLIN) == Stretch(
        inside=False, since=utc("2026-11-24 23:00"), until=utc("2026-11-25 23:00")
    )
    assert hours.contains(at("2026-11-26 00:00"))


def test_a_date_off_on_which_the_clock_is_changed_has_its_23_hours():
    hours = parse_hours(["00:00-24:00", "2026-03-29 off"])
    off = hours.stretch(at("2026-03-29 12:00"), BERLIN)
    assert off.until - off.since == timedelta(hours=23)


def test_hours_of_a_date_replace_those_of_its_weekday():
    hours = parse_hours([WEEKDAYS, "2026-12-24 08:00-12:00", "2026-12-26 10:00-11:00"])
    assert hours.stretch(at("2026-12-24 09:00"), BERLIN) == Stretch(
        inside=True, since=utc("2026-12-24 07:00"), until=utc("2026-12-24 11:00")
    )
    assert not hours.contains(at("2026-12-24 15:00"))
    assert hours.contains(at("2026-12-23 15:00"))
    assert hours.contains(at("2026-12-31 15:00")), "a week later"
    assert hours.contains(at("2026-12-26 10:30")), "a Saturday"


def test_a_part_of_a_date_can_be_off():
    hours = parse_hours([WEEKDAYS, "2026-12-31 12:00-24:00 off"])
    assert hours.stretch(at("2026-12-31 09:00"), BERLIN).until == utc("2026-12-31 11:00")
    assert hours.next_change(at("2026-12-31 12:00"), BERLIN) == utc("2027-01-01 07:30")


def test_hours_of_several_dates_leave_the_free_days_among_them_free():
    hours = parse_hours([WEEKDAYS, "2026-12-21 to 2026-12-31 10:00-14:00", "2026-12-24 to 2026-12-26 off"])
    assert not hours.contains(at("2026-12-21 09:00"))
    assert hours.contains(at("2026-12-28 11:00"))
    assert not hours.contains(at("2026-12-27 11:00")), "a Sunday"


def test_hours_of_one_date_hold_among_dates_that_are_off():
    hours = parse_hours([WEEKDAYS, "2026-12-24 to 2027-01-03 off", "2026-12-30 09:00-12:00"])
    assert hours.contains(at("2026-12-30 10:00"))
    assert not hours.contains(at("2026-12-29 10:00"))


def test_a_date_in_hours_without_an_end_has_its_own():
    hours = parse_hours(["00:00-24:00", "2026-11-25 10:00-12:00"])
    assert hours.stretch(at("2026-11-25 11:00"), BERLIN) == Stretch(
        inside=True, since=utc("2026-11-25 09:00"), until=utc("2026-11-25 11:00")
    )
    assert hours.contains(at("2026-11-26 00:00"))


def test_hours_of_a_date_alone_are_on_that_date_only():
    hours = parse_hours(["2026-12-24 08:00-12:00"])
    assert hours.stretch(at("2026-12-01 12:00"), BERLIN) == Stretch(
        inside=False, since=None, until=utc("2026-12-24 07:00")
    )
    assert hours.stretch(at("2026-12-25 12:00"), BERLIN) == Stretch(
        inside=False, since=utc("2026-12-24 11:00"), until=None
    )


def test_every_wrong_entry_is_named_with_its_reason():
    faults = hours_faults(["Mon-Thu 08:30-17:00", "Fri 8", "24.12.2026 off"])
    assert [(line, error.title) for line, error in faults] == [
        ("Fri 8", '"Fri 8" cannot be read as hours'),
        ("24.12.2026 off", '"24.12.2026 off" cannot be read as days off'),
    ]
    assert [line for line, _ in hours_faults(["Fri off"])] == [""]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Fri off"], "days off alone are not hours"),
        (["2026-12-24 off"], "days off alone are not hours"),
        (["Fri 08:00-12:00", "Fri off"], "no day is left"),
        ([WEEKDAYS, "2026-02-30 off"], "as days off"),
        ([WEEKDAYS, "2026-12-24 to 2026-12-23 off"], "as days off"),
        ([WEEKDAYS, "2026-01-01 to 2099-01-01 off"], "as days off"),
        ([WEEKDAYS, "24.12.2026 off"], "as days off"),
        ([WEEKDAYS, "Holidays off"], "as hours"),
        ([WEEKDAYS, "off"], "as hours"),
    ],
)
def test_days_off_that_cannot_be_are_refused(lines, expected):
    with pytest.raises(SettingsError, match=expected):
        parse_hours(lines)


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(1, 60), st.integers(0, 23))
def test_whatever_is_off_the_turns_lie_around_the_moment(first, length, hour):
    last = first + timedelta(days=length - 1)
    hours = parse_hours([WEEKDAYS, "Sat 22:00-04:00", f"{first} to {last} off"])
    for day in (first - timedelta(days=1), first, last, last + timedelta(days=1)):
        now = datetime(day.year, day.month, day.day, hour, tzinfo=BERLIN)
        found = hours.stretch(now, BERLIN)
        assert found.since <= now.astimezone(UTC) < found.until
        if first <= day <= last and hour >= 4:
            assert not found.inside


# ---------------------------------------------------------------- what an answer costs


@pytest.mark.parametrize(
    "lines",
    [
        ["Mon-Fri 08:30-12:00, 13:00-18:00"],
        ["00:00-23:59"],
        ["Sun 22:00-06:00"],
        [WEEKDAYS, "2026-01-01 to 2026-12-31 off"],
        [WEEKDAYS, "2026-01-01 to 2026-12-31 12:00-24:00 off"],
        [WEEKDAYS, "2026-01-01 to 2026-12-31 10:00-14:00"],
    ],
    ids=str,
)
@pytest.mark.parametrize("now", ["2026-03-28 12:00", "2026-07-04 03:00", "2026-11-23 12:30", "2106-11-23 12:30"])
def test_a_stretch_is_found_without_a_walk_through_the_calendar(lines, now):
    zone = CountingZone(BERLIN)
    stretch = parse_hours(lines).stretch(datetime.fromisoformat(now).replace(tzinfo=UTC), zone)
    assert None not in (stretch.since, stretch.until)
    assert zone.asked <= 60


def test_of_years_in_which_no_hour_comes_nothing_is_walked_through():
    zone = CountingZone(BERLIN)
    hours = parse_hours(["2026-12-24 08:00-12:00"])
    assert hours.stretch(utc("1970-01-01 00:00"), zone) == Stretch(False, None, utc("2026-12-24 07:00"))
    assert hours.stretch(utc("2106-01-01 00:00"), zone) == Stretch(False, utc("2026-12-24 11:00"), None)
    assert zone.asked <= 60
