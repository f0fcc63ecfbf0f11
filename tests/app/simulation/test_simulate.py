"""The simulation: what each word does, and that a run can be repeated to the byte."""

import json
from datetime import datetime

import pytest

from app.simulation.runs import HOUR, of, run
from uncrick.app.simulation.trace import SHOWN
from uncrick.storage.shipped_data import catalogue

YEAR = 400 * 86_400
ASLEEP = ((3000, "suspend"),)
KILLED_WHILE_DUE = ((3610, "kill"), (3640, "launch"))

# ------------------------------------------------------------------ the desk


STORIES = {
    # name: (events, hours, word of a line, when it comes)
    "deadlines_on_the_second_of_a_line_come_before_it": ([(3600, "skip")], 1, "skipped", [3600]),
    "silence_is_away_after_its_minute_and_a_break_after_five": ([(600, "idle")], 0.5, "natural", [600]),
    "a_locked_screen_is_a_break": ([(1000, "lock"), (1400, "unlock")], 0.5, "natural", [1000]),
    "sleep_is_an_absence_from_the_last_look_on": ([*ASLEEP, (13_800, "resume")], 4, "natural", [3000]),
    "nothing_is_owed_after_sleep": ([*ASLEEP, (13_800, "resume")], 4, "prompt", []),
    "a_kill_silences": ([(3500, "kill")], 3, "prompt", []),
    "a_daemon_long_stopped_is_a_person_long_away": ([(3000, "kill"), (6600, "launch")], 2, "natural", [3000]),
    "nothing_is_owed_after_a_long_stop": ([(3000, "kill"), (6600, "launch")], 2, "prompt", []),
    "a_wall_clock_an_hour_back_moves_no_prompt": ([(1000, "clock", {"by": -HOUR})], 1.1, "prompt", [3600]),
    "a_wall_clock_an_hour_ahead_moves_no_prompt": ([(1000, "clock", {"by": HOUR})], 1.1, "prompt", [3600]),
    "a_wall_clock_a_year_ahead_moves_no_prompt": ([(1000, "clock", {"by": YEAR})], 1.1, "prompt", [3600]),
    "a_wall_clock_a_year_back_moves_no_prompt": ([(1000, "clock", {"by": -YEAR})], 1.1, "prompt", [3600]),
    "done_is_a_record": ([(3660, "done")], 1.1, "done", [3660]),
    "skip_is_a_record": ([(3660, "skip")], 1.1, "skipped", [3660]),
    "snooze_is_a_record": ([(3660, "snooze")], 1.1, "snoozed", [3660]),
    "stepped_away_is_a_record": ([(3660, "stepped_away")], 1.1, "stepped_away", [3660]),
    "start_leads_through_a_routine": ([(3660, "start")], 1.2, "lead", [3660]),
    "stop_breaks_it_off": ([(3660, "start"), (3665, "stop")], 1.2, "part_done", [3665]),
    "a_pause_ends_by_itself": ([(60, "pause", {"minutes": 10})], 1, "resumed", [660]),
    "a_pause_ends_by_a_word": ([(60, "pause", {"minutes": 10}), (90, "resume_breaks")], 1, "resumed", [90]),
    "a_prompt_up_at_a_kill_can_be_answered": ([*KILLED_WHILE_DUE, (3650, "done")], 1.1, "done", [3650]),
}


@pytest.mark.parametrize(("events", "hours", "word", "times"), STORIES.values(), ids=STORIES)
def test_a_story_has_its_line(events, hours, word, times):
    assert of(run((0, "active"), *events, hours=hours), word) == times


@pytest.mark.parametrize(
    ("events", "count"),
    [([(3500, "kill"), (3530, "launch")], 1), ([*KILLED_WHILE_DUE, (3650, "done")], 2)],
    ids=["the_hour_goes_on_after_a_launch", "a_prompt_that_was_up_is_up_again"],
)
def test_a_launch_goes_on_where_the_daemon_was_killed(events, count):
    assert len(of(run((0, "active"), *events, hours=1.15), "prompt")) == count


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


def test_nothing_is_looked_at_while_asleep():
    assert all(line["at"] <= 3000 for line in run((0, "active"), *ASLEEP, hours=4))


# ------------------------------------------------------------------ words


def test_a_started_routine_is_done_to_its_end():
    out = run((0, "active"), (3660, "start"), hours=1.2)
    [done] = of(out, "done")
    assert 3660 < done <= 3660 + 120
    assert [line["completed"] for line in out if line.get("effect") == "end_guide"] == [True]


def test_another_is_a_new_showing_with_other_items():
    out = run((0, "active"), (3660, "another"), hours=1.03)
    first, second = [line["prompt"]["items"] for line in out if line.get("effect") == "prompt"]
    assert {item["id"] for item in first}.isdisjoint(item["id"] for item in second)


def test_a_profile_lets_neck_items_in():
    skips = [(second * HOUR + 60, "skip") for second in range(1, 9)]

    def regions(*first):
        out = run(*first, (0, "active"), *skips, hours=9)
        return {item["id"] for line in out if line.get("effect") == "prompt" for item in line["prompt"]["items"]}

    without, with_ = regions(), regions((0, "profile", {"profile": {"conditions": []}}))
    assert not any(id_.startswith("neck_") for id_ in without)
    assert any(id_.startswith("neck_") for id_ in with_)


@pytest.mark.parametrize("word", ["skip", "snooze", "another", "stop"])
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
    **{word: ((5, word),) for word in (*SHOWN, "resume", "launch", "resume_breaks")},
    "suspend": ((5, "suspend"), (50, "resume")),
    "kill": ((5, "kill"), (50, "launch")),
}


@pytest.mark.parametrize("events", TWICE.values(), ids=TWICE.keys())
def test_a_word_given_twice_counts_once(events):
    at, word = events[0]
    once = run((0, "active"), *events, (1000, "unlock"), (1001, "active"), hours=2)
    twice = run((0, "active"), (at, word), (at, word), *events, (1000, "unlock"), (1001, "active"), hours=2)
    assert twice == once


@pytest.mark.parametrize("word", ["idle", "unlock", "resume", "launch", "call_end", "share_end", "dnd_off"])
def test_the_end_of_what_never_began_changes_nothing(word):
    assert run((0, word), (10, "active")) == run((10, "active"))


ODD = {
    "killed_while_asleep": "suspend kill resume launch",
    "asleep_while_killed": "kill suspend launch resume",
    "a_call_and_a_lock_while_killed": "kill lock call_start launch unlock call_end",
    "a_lock_and_quiet_while_asleep": "suspend lock dnd_on resume unlock dnd_off",
    "the_clock_set_ahead_while_asleep": "suspend clock+ resume",
    "the_clock_set_back_while_killed": "kill clock- launch",
    "a_routine_in_the_midst_of_all": "start suspend kill launch resume stepped_away",
    "a_profile_while_killed": "kill profile launch",
}
MORE = {
    "clock+": ("clock", {"by": 90_000}),
    "clock-": ("clock", {"by": -90_000}),
    "profile": ("profile", {"profile": {}}),
}


@pytest.mark.parametrize("words", ODD.values(), ids=ODD)
def test_odd_orders_end_in_work_and_a_prompt(words):
    events = [(10 * turn, *MORE.get(word, (word,))) for turn, word in enumerate([*words.split(), "active"], 1)]
    assert of(run((0, "active"), *events, hours=3), "prompt")


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
    start = datetime.fromisoformat("2026-03-02T02:00:00+05:30")
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
    out = run(*events, hours=5 * 24, set_=["breaks.tireless=9h"])
    assert len([line for line in out if line.get("effect") == "prompt"]) >= 5 * 7


# ------------------------------------------------------------------ how the prompts are met


def skipping(days, times=8, first=0):
    """Prompts at every hour of so many days, skipped two minutes after they came; nobody is there at night."""
    events = []
    for day in range(first, first + days):
        begin = day * 86_400
        events.append((begin + 1, "active"))
        events += [(begin + number * 3720 + 3700, "skip") for number in range(times)]
        events.append((begin + times * 3720 + 1, "idle"))
    return events


def prompts(out):
    return [line for line in out if line.get("effect") == "prompt" and line["showing"] == 1]


def test_after_three_skips_a_simulated_prompt_is_short_and_gets_the_person_up():
    shown = [line["prompt"] for line in prompts(run(*skipping(2), hours=48))]
    positions = {catalogue().exercise(prompt["alternative"]).position for prompt in shown[3:]}
    assert positions <= {"walk", "stand"}
    assert all(prompt["total_seconds"] <= 45 for prompt in shown[3:])


def test_after_a_week_away_a_day_has_three_prompts_and_begins_with_a_greeting():
    out = run(*skipping(1), *skipping(1, first=9), hours=24 * 10)
    back = [line for line in prompts(out) if line["at"] >= 9 * 86_400]
    assert len(back) == 3
    assert [line["prompt"]["opening"] == "Hello again" for line in back] == [True, False, False]


def test_without_answers_there_are_at_most_four_prompts_a_day_from_day_four():
    days = [[(day * 86_400 + 1, "active"), (day * 86_400 + 8 * HOUR, "idle")] for day in range(6)]
    out = run(*(line for day in days for line in day), hours=24 * 6, set_=["breaks.tireless=9h"])
    a_day = [len([line for line in prompts(out) if line["at"] // 86_400 == day]) for day in range(6)]
    assert a_day == [6, 6, 6, 4, 4, 4]


def test_what_is_due_in_the_tray_only_is_reported_as_such():
    out = run((1, "active"), set_=["prompt.style=badge"])
    assert [line["quiet"] for line in prompts(out)] == [True]
    assert of(out, "bubble") == []


def test_what_begins_in_the_tray_becomes_a_notification_three_minutes_later():
    out = run((1, "active"), set_=["prompt.style=badge_first"], hours=1.2)
    [prompt] = prompts(out)
    assert of(out, "bubble") == [prompt["at"] + 180]
