"""`uncrick simulate`: options, streams, and traces that cannot be read."""

import io
import json
import sys

import pytest

DAY = '{"at": 0, "do": "active"}\n{"at": 4000, "do": "skip"}\n'


@pytest.fixture
def trace(tmp_path):
    path = tmp_path / "trace.jsonl"
    path.write_text(DAY)
    return str(path)


def result(result):
    assert (result.status, result.err) == (0, "")
    return [json.loads(line) for line in result.out.splitlines()]


def test_every_line_is_json(uncrick, trace):
    lines = result(uncrick("simulate", trace))
    assert next(line["at"] for line in lines if line.get("effect") == "prompt") == 3600


def test_same_run_is_byte_identical(uncrick, trace):
    assert uncrick("simulate", trace, "--seed", "4").out == uncrick("simulate", trace, "--seed", "4", "--json").out


def test_the_length_and_the_settings_are_options(uncrick, trace):
    lines = result(uncrick("simulate", trace, "--for", "70m", "--set", "breaks.every=30m", "--set", "apart=10m"))
    assert next(line["at"] for line in lines if line.get("effect") == "prompt") == 1800
    assert lines[-1]["at"] <= 4200


def test_the_start_is_an_option_and_its_offset_the_zone(uncrick, trace):
    lines = result(uncrick("simulate", trace, "--from", "2026-03-02T09:00:00+05:30", "--set", "work.hours=09:00-18:00"))
    ends = [line["until"] for line in lines if line.get("until")]
    assert all(end.endswith("+05:30") for end in ends)
    assert result(uncrick("simulate", trace, "--from", "2026-03-02")) != []


def test_a_trace_comes_from_standard_input_too(uncrick, trace, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO(DAY))
    assert uncrick("simulate", "-").out == uncrick("simulate", trace).out


def test_nothing_is_written(uncrick, trace, house):
    uncrick("simulate", trace)
    assert not house.history.exists()
    assert not house.state.exists()


def test_the_persons_settings_do_not_matter(uncrick, trace, house):
    before = uncrick("simulate", trace).out
    house.wrote(house.settings, '[breaks]\nevery = "20m"\n')
    assert uncrick("simulate", trace).out == before


def test_an_empty_trace_is_valid(uncrick, tmp_path):
    (tmp_path / "empty").touch()
    assert uncrick("simulate", str(tmp_path / "empty"), "--for", "1m").out == ""


def test_a_broken_line_ends_the_run_with_its_number(uncrick, tmp_path):
    (tmp_path / "broken").write_text(DAY + "hello\n")
    result = uncrick("simulate", str(tmp_path / "broken"))
    assert result.status == 1
    assert result.err == 'The trace is broken at line 3: it is not JSON; expected {"at": SECONDS, "do": WORD}\n'
    assert result.out


UNREADABLE = {
    "nowhere": lambda path: None,
    "a folder": lambda path: path.mkdir(),
    "not UTF-8": lambda path: path.write_bytes(b"\xff\xfe"),
    "in a file": lambda path: path.write_bytes(b"\xc3"),
}


@pytest.mark.parametrize("make", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_a_trace_that_cannot_be_read_is_reported(uncrick, tmp_path, make):
    make(tmp_path / "trace")
    error = uncrick("simulate", str(tmp_path / "trace")).refused()
    assert str(tmp_path / "trace") in error
    assert len(error.splitlines()) == 1


@pytest.mark.parametrize("start", ["9999-12-31T23:00:00+00:00", "0001-01-01T00:00:00+14:00"])
def test_the_end_of_the_calendar_is_reported(uncrick, trace, start):
    assert uncrick("simulate", trace, "--from", start).refused(2).startswith("The calendar ends: ")


def test_a_clock_that_jumps_out_of_the_calendar_is_reported(uncrick, tmp_path):
    jumps = [json.dumps({"at": number, "do": "clock", "by": -3e8}) for number in range(300)]
    (tmp_path / "jumps").write_text("\n".join(jumps))
    result = uncrick("simulate", str(tmp_path / "jumps"))
    assert (result.status, "calendar" in result.err) == (2, True)
