"""The word `answers`: the pretend person answers by seeded draws, and takes a started routine to its end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.simulation.runs import lines, of, run
from uncrick.app.simulation.trace import read_trace
from uncrick.errors import TraceError

HEALTHY = (0, "profile", {"profile": {"conditions": []}})


def day(shares, *more, after=(10, 40), hours=8.0, **keywords):
    """A day of typing on, with these answers to the prompts."""
    words = (HEALTHY, (0, "answers", {**shares, "after": list(after)}), (1, "active"), *more)
    return run(*words, hours=hours, **keywords)


def records(out):
    """The kinds of what is recorded, but for the prompts themselves."""
    return {line["record"] for line in out if "record" in line} - {"prompted"}


@pytest.mark.parametrize(
    ("word", "kinds"),
    [
        ("start", {"started", "done"}),
        ("done", {"done"}),
        ("skip", {"skipped"}),
        ("leave", {"stepped_away"}),
    ],
)
def test_every_prompt_gets_the_only_answer_there_is(word, kinds):
    assert records(day({word: 1})) == kinds


def test_the_rest_is_ignored():
    assert records(day({})) == {"ignored"}


def test_a_third_snooze_is_refused_as_it_is_to_a_person():
    out = day({"snooze": 1})
    assert of(out, "snoozed")
    assert "refused" in {line.get("effect") for line in out}


def test_the_answer_comes_within_the_given_seconds():
    out = day({"done": 1}, after=(20, 30))
    assert all(20 <= done - shown <= 30 for shown, done in zip(of(out, "prompt"), of(out, "done"), strict=True))


def test_a_started_routine_is_done_without_input():
    out = day({"start": 1}, hours=1.5)
    [lead], [end] = of(out, "lead"), of(out, "end_guide")
    assert end - lead == next(line for line in out if line.get("effect") == "lead")["prompt"]["total_seconds"]


def test_input_goes_on_after_a_started_routine():
    first, second = of(day({"start": 1}, hours=2.5), "prompt")
    assert 3600 <= second - first <= 3600 + 180


def test_nobody_answers_who_is_not_there():
    out = day({"done": 1}, (3620, "idle"), after=(120, 120), hours=1.5)
    assert not of(out, "done")


def test_the_trace_still_says_when_the_person_is_back_from_lunch():
    out = day({"start": 1}, (3630, "idle"), (7200, "active"), hours=3.2)
    assert of(out, "prompt")[1] >= 10800


def test_answers_stop_where_the_trace_says_so():
    out = day({"skip": 1}, (4000, "answers", {"after": [1, 2]}), hours=8)
    assert len(of(out, "skipped")) == 1


def test_sleep_during_a_routine_leaves_the_person_as_the_trace_says():
    out = day({"start": 1}, (3650, "suspend"), (3700, "resume"), hours=3)
    assert len(of(out, "prompt")) >= 2


@given(st.lists(st.floats(0, 0.2), min_size=5, max_size=5), st.integers(0, 2**32))
def test_the_same_seed_gives_the_same_day(shares, seed):
    words = dict(zip(("start", "done", "snooze", "skip", "leave"), shares, strict=True))
    assert day(words, hours=2.1, seed=seed) == day(words, hours=2.1, seed=seed)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ({"start": 0.5, "after": [1]}, '"after" is [1]'),
        ({"start": 0.5}, '"after" is None'),
        ({"start": 2, "after": [1, 2]}, '"start" has 2'),
        ({"start": "x", "after": [1, 2]}, "\"start\" has 'x'"),
        ({"start": 0.6, "done": 0.6, "after": [1, 2]}, "add up to 1.2"),
        ({"start": 0.6, "after": [2, 1]}, "the shorter wait first"),
        ({"start": True, "after": [1, 2]}, '"start" has True'),
        ({"after": [float("nan"), 2]}, '"after" has nan'),
    ],
)
def test_a_faulty_line_says_what_was_expected(line, fault):
    with pytest.raises(TraceError, match="line 1") as raised:
        list(read_trace(lines((0, "answers", line))))
    assert fault in raised.value.message
