"""Hours of the week as blocks of days and stretches: nothing is lost on the way from the file and back."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncrick.core.model.week_hours import parse_hours
from uncrick.window.settings.week_blocks import Block, read, special, write

WEEKDAYS = frozenset(range(5))


@pytest.mark.parametrize(
    ("lines", "blocks"),
    [
        (["Mon-Fri 08:30-18:00"], [Block(WEEKDAYS, ((510, 1080),))]),
        (["Mon-Fri 08:30-12:00, 13:00-18:00"], [Block(WEEKDAYS, ((510, 720), (780, 1080)))]),
        (["Mon-Fri 09:00-17:00", "Fri off"], [Block(WEEKDAYS - {4}, ((540, 1020),))]),
        (["22:00-06:00"], [Block(frozenset(range(7)), ((1320, 360),))]),
        (["00:00-24:00"], [Block(frozenset(range(7)), ((0, 1440),))]),
        ([], []),
    ],
)
def test_lines_become_blocks(lines, blocks):
    assert list(read(lines)[0]) == blocks


def test_dates_off_are_read_as_stretches():
    assert read(["Mon 09:00-17:00", "2026-12-24 to 2027-01-03 off", "2026-10-03 off"])[1] == (
        (date(2026, 10, 3), date(2026, 10, 3)),
        (date(2026, 12, 24), date(2027, 1, 3)),
    )


def test_blocks_are_written_as_a_person_would():
    lines = write(
        [Block(frozenset({0, 1, 2, 4}), ((510, 720), (780, 1440)))],
        [(date(2026, 12, 24), date(2026, 12, 24)), (date(2026, 12, 30), date(2027, 1, 2))],
    )
    assert lines == ["Mon-Wed, Fri 08:30-12:00, 13:00-24:00", "2026-12-24 off", "2026-12-30 to 2027-01-02 off"]


def test_what_single_dates_have_of_their_own_stays():
    lines = ["Mon-Fri 09:00-17:00", "2026-12-24 08:00-12:00", "2026-12-31 12:00-24:00 off", "2027-01-01 off"]
    blocks, off = read(lines)
    assert sorted(write(blocks, off, special(lines))) == sorted(lines)


def test_dates_off_for_more_than_a_year_take_several_lines():
    off = [(date(2027, 1, 1), date(2027, 12, 31)), (date(2028, 1, 1), date(2028, 1, 5))]
    first, *rest = write([Block(WEEKDAYS, ((540, 1020),))], off)
    assert rest == ["2027-01-01 to 2027-12-31 off", "2028-01-01 to 2028-01-05 off"]
    assert write(*read([first, *rest])) == [first, "2027-01-01 to 2028-01-01 off", "2028-01-02 to 2028-01-05 off"]
    [long] = write([Block(WEEKDAYS, ((540, 1020),))], [(date(2027, 1, 1), date(2028, 6, 30))])[2:]
    assert long == "2028-01-02 to 2028-06-30 off"


SPANS = st.tuples(st.integers(0, 1439), st.integers(0, 1440)).filter(lambda span: span[0] != span[1] % 1440)
BLOCKS = st.lists(
    st.builds(Block, st.frozensets(st.integers(0, 6), min_size=1), st.lists(SPANS, min_size=1).map(tuple)), max_size=4
)
OFF = st.lists(
    st.tuples(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 800)).map(
        lambda pair: (pair[0], pair[0] + timedelta(days=pair[1]))
    ),
    max_size=2,
)


@given(BLOCKS, OFF)
def test_reading_and_writing_changes_no_hour(blocks, off):
    hours = parse_hours(write(blocks, off))
    assert parse_hours(write(*read(write(blocks, off)))) == hours
