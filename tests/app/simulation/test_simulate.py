"""The simulation: how traces are read, what each word does, and that a run can be repeated to the byte."""

import json
from datetime import UTC, datetime

import pytest

from uncrick.app.simulation.simulate import Simulation
from uncrick.app.simulation.trace import MACHINE, SAID, SHOWN, read_trace
from uncrick.errors import TraceError
from uncrick.settings import Settings, override

MONDAY = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
HOUR = 3600


def lines(*events):
    """A trace of (second, word) or (second, word, {more})."""
    return [json.dumps({"at": at, "do": do, **(more[0] if more else {})}) for at, do, *more in events]


def run(*events, start=MONDAY, hours=2.0, seed=0, set_=(), text=None):
    """What a run prints, as objects."""
    out = []
    trace = read_trace(text if text is not None else lines(*events))
    Simulation(start, override(Settings(), set_), seed, out.append).run(trace, hours * HOUR)
    return out


def of(out, word):
    """When it happened."""
    return [line["at"] for line in out if word in (line.get("effect"), line.get("record"))]


# ------------------------------------------------------------------ reading

BROKEN = {
    "words": "hello",
    "half a line": '{"at": 1, "do": ',
    "a list": "[]",
    "a number": "17",
    "null": "null",
    "deep": "[" * 100_000,
    "a number of ten thousand digits": '{"at": ' + "9" * 10_000 + ', "do": "idle"}',
    "no at": '{"do": "idle"}',
    "at as text": '{"at": "1", "do": "idle"}',
    "at as truth": '{"at": true, "do": "idle"}',
    "at below zero": '{"at": -1, "do": "idle"}',
    "at that is no number": '{"at": NaN, "do": "idle"}',
    "at without end": '{"at": Infinity, "do": "idle"}',
    "at of four hundred digits": '{"at": ' + "9" * 400 + ', "do": "idle"}',
    "at out of order": '{"at": 4, "do": "idle"}',
    "no word": '{"at": 9}',
    "an unknown word": '{"at": 9, "do": "dance"}',
    "a word that is none": '{"at": 9, "do": ["idle"]}',
    "pause without minutes": '{"at": 9, "do": "pause"}',
    "pause of no minutes": '{"at": 9, "do": "pause", "minutes": 0}',
    "pause of text": '{"at": 9, "do": "pause", "minutes": "10"}',
    "pause for centuries": '{"at": 9, "do": "pause", "minutes": 1e300}',
    "clock without by": '{"at": 9, "do": "clock"}',
    "clock by text": '{"at": 9, "do": "clock", "by": "1h"}',
    "clock without end": '{"at": 9, "do": "clock", "by": -Infinity}',
    "clock beyond the calendar": '{"at": 9, "do": "clock", "by": 1e300}',
    "clock by four hundred digits": '{"at": 9, "do": "clock", "by": ' + "9" * 400 + "}",
    "profile without one": '{"at": 9, "do": "profile"}',
    "profile of a wrong kind": '{"at": 9, "do": "profile", "profile": {"place": "moon"}}',
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_line_is_named_by_its_number(broken):
    text = [*lines((0, "active"), (5, "idle")), "", broken, *lines((10, "active"))]
    with pytest.raises(TraceError) as refused:
        run(text=text)
    assert refused.value.title == "The trace is broken at line 4"
    assert refused.value.message
    assert len(refused.value.message) < 600


def test_what_came_before_a_broken_line_was_printed():
    out = []
    text = [*lines((0, "active"), (3700, "skip")), "broken"]
    with pytest.raises(TraceError, match="line 3"):
        Simulation(MONDAY, Settings(), 0, out.append).run(read_trace(text), 2 * HOUR)
    assert of(out, "skipped") == [3700]


def test_an_unknown_word_is_told_which_there_are():
    with pytest.raises(TraceError, match=r"active.*unlock"):
        run((0, "dance"))


def test_empty_lines_are_passed_over():
    assert run(text=["", "  ", *lines((0, "active")), "\n"]) == run((0, "active"))


def test_an_empty_trace_is_an_idle_desk():
    assert {line.get("record") for line in run(hours=3) if "record" in line} <= {"natural"}
    assert of(run(hours=3), "prompt") == []


def test_lines_after_the_end_are_ignored_also_broken_ones():
    text = [*lines((0, "active"), (8000, "skip")), "broken"]
    assert run(text=text) == run((0, "active"))


def test_every_word_is_one_of_the_contract():
    contract = (
        "active idle lock unlock suspend resume call_start call_end share_start share_end fullscreen_on fullscreen_off "
        "dnd_on dnd_off start stop done stepped_away skip snooze another pause resume_breaks kill launch clock profile"
    )
    assert {*SAID, *SHOWN, *MACHINE} == set(contract.split())


# ------------------------------------------------------------------ the desk


def test_an_hour_of_work_prompts_once_on_the_hour():
    out = run((0, "active"), hours=1.01)
    assert of(out, "prompt") == [3600]
    [shown] = [line for line in out if line.get("effect") == "prompt"]
    assert set(shown["prompt"]) == {"opening", "items", "total_seconds", "alternative", "tip"}


def test_every_line_is_an_effect_or_a_record():
    out = run((0, "active"), (3700, "snooze"), (4400, "start"), hours=3)
    for line in out:
        assert ("effect" in line) != ("record" in line)
        assert isinstance(line["at"], int | float)
    records = [line for line in out if "record" in line]
    assert all({"id", "until", "source", "routine", "feedback", "detail"} <= set(line) for line in records)


def test_deadlines_on_the_second_of_a_line_come_before_it():
    assert of(run((0, "active"), (3600, "skip"), hours=1), "skipped") == [3600]


def test_silence_is_away_after_its_minute_and_a_break_after_five():
    out = run((0, "active"), (600, "idle"), hours=0.5)
    assert of(out, "natural") == [600]


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("call_start", "call_end"),
        ("share_start", "share_end"),
        ("fullscreen_on", "fullscreen_off"),
        ("dnd_on", "dnd_off"),
    ],
)
def test_while_busy_the_prompt_waits_and_comes_after(begin, end):
    out = run((0, "active"), (3000, begin), (4000, end), hours=1.5)
    at, *_ = of(out, "prompt")
    assert 4060 <= at <= 4120


def test_a_locked_screen_is_a_break():
    assert of(run((0, "active"), (1000, "lock"), (1400, "unlock"), hours=0.5), "natural") == [1000]


def test_sleep_is_an_absence_from_the_last_sight_on():
    out = run((0, "active"), (3000, "suspend"), (3000 + 3 * HOUR, "resume"), hours=4)
    assert of(out, "natural") == [3000]
    assert of(out, "prompt") == []


def test_nothing_is_looked_at_while_asleep():
    out = run((0, "active"), (3000, "suspend"), hours=4)
    assert all(line["at"] <= 3000 for line in out)


def test_a_kill_silences_and_a_launch_goes_on():
    killed = run((0, "active"), (3500, "kill"), hours=3)
    assert of(killed, "prompt") == []
    launched = run((0, "active"), (3500, "kill"), (3530, "launch"), hours=1.2)
    assert len(of(launched, "prompt")) == 1


def test_a_long_absence_of_the_daemon_is_an_absence_of_the_person():
    out = run((0, "active"), (3000, "kill"), (3000 + HOUR, "launch"), hours=2)
    assert of(out, "natural") == [3000]
    assert of(out, "prompt") == []


def test_a_prompt_that_was_up_is_up_again_after_a_kill():
    out = run((0, "active"), (3610, "kill"), (3640, "launch"), (3650, "done"), hours=1.1)
    assert of(out, "done") == [3650]
    assert len(of(out, "prompt")) == 2


@pytest.mark.parametrize("by", [-HOUR, HOUR, 400 * 86400, -400 * 86400])
def test_a_wall_clock_that_jumps_moves_no_prompt(by):
    assert of(run((0, "active"), (1000, "clock", {"by": by}), hours=1.1), "prompt") == [3600]


# ------------------------------------------------------------------ words


@pytest.mark.parametrize(
    ("word", "kind"), [("done", "done"), ("skip", "skipped"), ("snooze", "snoozed"), ("stepped_away", "stepped_away")]
)
def test_every_answer_is_a_record(word, kind):
    assert of(run((0, "active"), (3660, word), hours=1.1), kind) == [3660]


def test_start_leads_through_a_routine_to_its_end():
    out = run((0, "active"), (3660, "start"), hours=1.2)
    assert of(out, "lead") == [3660]
    [done] = of(out, "done")
    assert 3660 < done <= 3660 + 120
    assert [line["completed"] for line in out if line.get("effect") == "end_guide"] == [True]


def test_stop_breaks_it_off():
    out = run((0, "active"), (3660, "start"), (3665, "stop"), hours=1.2)
    assert of(out, "part_done") == [3665]


def test_another_is_a_new_showing_with_other_items():
    out = run((0, "active"), (3660, "another"), hours=1.03)
    first, second = [line["prompt"]["items"] for line in out if line.get("effect") == "prompt"]
    assert {item["id"] for item in first}.isdisjoint(item["id"] for item in second)


def test_a_pause_ends_by_itself_and_by_a_word():
    assert of(run((0, "active"), (60, "pause", {"minutes": 10}), hours=1), "resumed") == [660]
    assert of(run((60, "pause", {"minutes": 10}), (90, "resume_breaks"), hours=1), "resumed") == [90]


def test_a_profile_lets_neck_items_in():
    told = [(second * HOUR + 60, "skip") for second in range(1, 9)]

    def regions(*first):
        out = run(*first, (0, "active"), *told, hours=9)
        return {item["id"] for line in out if line.get("effect") == "prompt" for item in line["prompt"]["items"]}

    without, with_ = regions(), regions((0, "profile", {"profile": {"conditions": []}}))
    assert not any(id_.startswith("neck_") for id_ in without)
    assert any(id_.startswith("neck_") for id_ in with_)


REFUSED = ("skip", "snooze", "another", "stop")


@pytest.mark.parametrize("word", REFUSED)
def test_a_refused_word_is_one_line_and_the_run_goes_on(word):
    out = run((0, "active"), (10, word), hours=1.01)
    assert out[0].keys() == {"at", "effect", "why"}
    assert (out[0]["at"], out[0]["effect"]) == (10, "refused")
    assert out[0]["why"]
    assert of(out, "prompt") == [3600]


@pytest.mark.parametrize(
    ("state", "why"), [("kill", "the daemon is not running"), ("suspend", "the machine is asleep")]
)
def test_nobody_hears_a_word_while_killed_or_asleep(state, why):
    out = run((0, "active"), (3610, state), (3620, "done"), (3630, "pause", {"minutes": 5}), hours=1.1)
    assert [line["why"] for line in out if line.get("effect") == "refused"] == [why, why]


# ------------------------------------------------------------------ redundancies

TWICE = {
    "active": ((5, "active"),),
    "idle": ((5, "idle"),),
    "lock": ((5, "lock"),),
    "unlock": ((5, "unlock"),),
    "suspend": ((5, "suspend"), (50, "resume")),
    "resume": ((5, "resume"),),
    "kill": ((5, "kill"), (50, "launch")),
    "launch": ((5, "launch"),),
    "resume_breaks": ((5, "resume_breaks"),),
    **{word: ((5, word),) for word in SHOWN if word not in ("active", "idle", "lock", "unlock")},
}


@pytest.mark.parametrize("events", TWICE.values(), ids=TWICE.keys())
def test_a_word_said_twice_is_said_once(events):
    at, word = events[0]
    once = run((0, "active"), *events, (1000, "unlock"), (1001, "active"), hours=2)
    twice = run((0, "active"), (at, word), (at, word), *events, (1000, "unlock"), (1001, "active"), hours=2)
    assert twice == once


@pytest.mark.parametrize("word", ["idle", "unlock", "resume", "launch", "call_end", "share_end", "dnd_off"])
def test_the_end_of_what_never_began_changes_nothing(word):
    assert run((0, word), (10, "active")) == run((10, "active"))


ODD = [
    [(10, "suspend"), (20, "kill"), (30, "resume"), (40, "launch"), (50, "active")],
    [(10, "kill"), (20, "suspend"), (30, "launch"), (40, "resume"), (50, "active")],
    [(10, "kill"), (20, "lock"), (30, "call_start"), (40, "launch"), (50, "unlock"), (60, "call_end"), (70, "active")],
    [(10, "suspend"), (20, "lock"), (30, "dnd_on"), (40, "resume"), (50, "unlock"), (60, "dnd_off"), (70, "active")],
    [(10, "suspend"), (20, "clock", {"by": 90_000}), (30, "resume"), (40, "active")],
    [(10, "kill"), (20, "clock", {"by": -90_000}), (30, "launch"), (40, "active")],
    [
        (10, "start"),
        (12, "suspend"),
        (14, "kill"),
        (16, "launch"),
        (18, "resume"),
        (20, "stepped_away"),
        (30, "active"),
    ],
    [(10, "kill"), (20, "profile", {"profile": {}}), (30, "launch"), (40, "active")],
]


@pytest.mark.parametrize("events", ODD, ids=range(len(ODD)))
def test_odd_orders_end_in_work_and_a_prompt(events):
    out = run((0, "active"), *events, hours=3)
    assert len(of(out, "prompt")) >= 1


# ------------------------------------------------------------------ options


def test_a_setting_holds_for_the_run():
    assert of(run((0, "active"), hours=0.6, set_=["breaks.every=30m"]), "prompt") == [1800]


def test_another_seed_suggests_other_routines():
    def items(seed):
        out = run((0, "active"), *((hour * HOUR + 60, "done") for hour in range(1, 8)), hours=8, seed=seed)
        return [line["prompt"]["items"] for line in out if line.get("effect") == "prompt"]

    assert items(1) != items(2)
    assert items(1) == items(1)


def test_a_run_can_be_repeated_to_the_byte():
    events = [(0, "active")]
    for hour in range(1, 10):
        events += [(hour * HOUR + 60, "start"), (hour * HOUR + 900, "idle"), (hour * HOUR + 1300, "active")]
    first, second = (json.dumps(run(*events, hours=10, seed=5)) for _ in range(2))
    assert first == second


def test_days_follow_the_offset_of_the_start():
    start = datetime.fromisoformat("2026-03-02T22:00:00+05:30")
    out = run(
        (0, "active"), *((n * HOUR + 60, "skip") for n in range(1, 4)), start=start, hours=4, set_=["max_a_day=1"]
    )
    first, second, *_ = of(out, "prompt")
    assert first == 3600
    assert 2 * HOUR <= second < 3 * HOUR
    assert all(line["until"] is None or line["until"].endswith("+05:30") for line in out if "record" in line)


def test_working_hours_are_those_of_the_offset_of_the_start():
    start = datetime.fromisoformat("2026-03-02T07:00:00-08:00")
    out = run((0, "active"), start=start, hours=4, set_=["work.hours=Mon-Fri 08:00-18:00"])
    assert of(out, "prompt")[0] == HOUR + HOUR


def test_five_days_of_work_are_over_in_seconds():
    events = []
    for day in range(5):
        for minute in range(8 * 60):
            at = day * 86400 + minute * 60
            events += [(at, "active"), (at + 50, "idle")]
    out = run(*events, hours=5 * 24)
    assert len([line for line in out if line.get("effect") == "prompt"]) >= 5 * 7


# ------------------------------------------------------------------ how the prompts are met


def skipping(days, times=8, first=0):
    """Prompts at every hour of so many days, skipped two minutes after they came; nobody is there at night."""
    told = []
    for day in range(first, first + days):
        begin = day * 86_400
        told.append((begin + 1, "active"))
        told += [(begin + number * 3720 + 3700, "skip") for number in range(times)]
        told.append((begin + times * 3720 + 1, "idle"))
    return told


def prompts(out):
    return [line for line in out if line.get("effect") == "prompt" and line["showing"] == 1]


def test_after_three_skips_a_simulated_prompt_is_short_and_puts_the_walk_first():
    shown = [line["prompt"] for line in prompts(run(*skipping(2), hours=48))]
    assert all(prompt["alternative"] == "walk_corridor" for prompt in shown[3:])
    assert all(prompt["total_seconds"] <= 45 for prompt in shown[3:])


def test_after_a_week_away_a_day_has_three_prompts_and_begins_with_a_greeting():
    out = run(*skipping(1), *skipping(1, first=9), hours=24 * 10)
    back = [line for line in prompts(out) if line["at"] >= 9 * 86_400]
    assert len(back) == 3
    assert [line["prompt"]["opening"] == "Hello again" for line in back] == [True, False, False]


def test_without_answers_there_are_at_most_four_prompts_a_day_from_day_four():
    days = [[(day * 86_400 + 1, "active"), (day * 86_400 + 8 * HOUR, "idle")] for day in range(6)]
    out = run(*(line for day in days for line in day), hours=24 * 6)
    a_day = [len([line for line in prompts(out) if line["at"] // 86_400 == day]) for day in range(6)]
    assert a_day == [6, 6, 6, 4, 4, 4]


def test_what_is_due_in_the_tray_only_is_told_as_such():
    out = run((1, "active"), set_=["prompt.style=badge"])
    assert [line["quiet"] for line in prompts(out)] == [True]
    assert of(out, "bubble") == []


def test_what_begins_in_the_tray_becomes_a_notification_three_minutes_later():
    out = run((1, "active"), set_=["prompt.style=badge_first"], hours=1.2)
    [prompt] = prompts(out)
    assert of(out, "bubble") == [prompt["at"] + 180]
