"""The everyday commands, against a daemon: what they do, what they say, and how they end."""

import json
from datetime import datetime, timedelta

import pytest

from app.life import MONDAY
from uncrick.cli import COMMANDS, overview
from uncrick.platforms.common.clock import ZONE


@pytest.fixture
def life(house):
    house.clock.start = datetime.now(ZONE)
    with house.living() as life:
        yield life


@pytest.fixture
def due(life):
    life.passes(3600)
    assert life.phase == "due"
    return life


# ------------------------------------------------------------------ help


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["help"]])
def test_help_shows_the_everyday_words_on_one_screen(uncrick, words):
    out = uncrick(*words).printed()
    lines = out.splitlines()
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80
    named = [line.split()[0] for line in lines if line.startswith("  ")]
    assert named == ["break", "done", "snooze", "skip", "pause", "resume", "ease", "today", "why"]
    assert "doctor" not in out


def test_help_all_shows_every_word(uncrick):
    out = uncrick("--help-all").printed()
    assert all(f"uncrick {command.usage}" in out for command in COMMANDS.values())
    assert len(overview(everyday=False)) > len(overview(everyday=True))


@pytest.mark.parametrize("words", [["--version"], ["-V"]])
def test_version_is_printed(uncrick, words):
    assert uncrick(*words).out.startswith("uncrick ")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_its_help(uncrick, command):
    assert uncrick(command, "--help").printed().startswith(f"usage: uncrick {command}")


def test_launcher_option_is_not_in_the_help(uncrick):
    assert "--notify" not in uncrick("--help-all").out


# ------------------------------------------------------------------ wrong usage

WRONG = {
    "an unknown command": (["dance"], "There is no command 'dance'"),
    "a misspelt command": (["snoze"], "Did you mean snooze?"),
    "an unknown option": (["done", "--loud"], "unrecognized arguments: --loud"),
    "a word too many": (["skip", "it"], "unrecognized arguments: it"),
    "an unknown exercise": (["break", "neck_trun"], "Did you mean neck_turn"),
    "an unknown exercise here": (["break", "neck_trun", "--here"], "Did you mean neck_turn"),
    "stop and here": (["break", "--stop", "--here"], "--stop cannot be combined with anything else"),
    "stop and an exercise": (["break", "neck_turn", "--stop"], "--stop cannot be combined with anything else"),
    "a snooze of words": (["snooze", "x"], "'x' is not a length of time"),
    "a snooze of nothing": (["snooze", "0m"], "is not a length of time that can be used"),
    "a snooze below nothing": (["snooze", "--", "-5m"], "is not a length of time"),
    "a snooze of days": (["snooze", "30h"], "at most 2 hours"),
    "a pause of words": (["pause", "a", "while"], "'a while' is not a length of time"),
    "a pause of weeks": (["pause", "1000h"], "Say 5 or 5m for five minutes, or 1h for an hour; at most 7 days."),
    "a pause until 25:00": (["pause", "until", "25:00"], "'25:00' is not a time of day"),
    "a pause until": (["pause", "until"], "Say 14 or 14:00"),
    "a pause until words": (["pause", "until", "lunch"], "'lunch' is not a time of day"),
    "a pause until a second": (["pause", "until", "14:00:00"], "is not a time of day"),
    "why at no time": (["why", "noon"], "'noon' is not a time of day"),
    "why on no day": (["why", "someday", "11:20"], "'someday 11:20' is not a time"),
    "why of tomorrow": (["why", "2999-01-01", "11:20"], "is in the future"),
    "history of no days": (["history", "--days", "0"], "'0' is not a number of days"),
    "history of words": (["history", "--days", "all"], "expected 1 or more"),
    "history of parts": (["history", "--days", "1.5"], "expected 1 or more"),
    "history below nothing": (["history", "--days=-1"], "expected 1 or more"),
    "history of ages": (["history", "--days", "9" * 30], "expected 1 or more"),
    "history in two forms": (["history", "--json", "--csv"], "not allowed with"),
    "stats of no days": (["stats", "--days", "0"], "'0' is not a number of days"),
    "the card of nothing": (["exercises", "neck_trun"], "Did you mean neck_turn"),
    "the card of nonsense": (["exercises", "zzz"], "uncrick exercises lists them"),
    "an unknown setting": (["settings", "get", "evry"], "did you mean breaks.every?"),
    "an unknown setting to set": (["settings", "set", "evry", "5m"], "did you mean breaks.every?"),
    "a value that cannot be": (["settings", "set", "every", "soon"], "expected a length of time"),
    "a setting without a value": (["settings", "set", "every"], "Expected: uncrick settings set KEY VALUE."),
    "settings of nothing": (["settings", "dance"], "invalid choice"),
    "a start at login that is neither": (["autostart", "maybe"], "invalid choice"),
    "a run with a wrong setting": (["run", "--set", "evry=5m"], "did you mean breaks.every?"),
    "a run that sets nothing": (["run", "--set", "every"], "does not set anything"),
    "a simulation of nothing": (["simulate"], "required: TRACE"),
    "a simulation from no time": (["simulate", "-", "--from", "monday"], "'monday' is not a time"),
    "a simulation for no time": (["simulate", "-", "--for", "long"], '"long" is not a length of time'),
    "a simulation for ages": (["simulate", "-", "--for", "999999999h"], "ten years"),
    "a simulation of no seed": (["simulate", "-", "--seed", "x"], "invalid int value"),
    "a simulation with a wrong setting": (["simulate", "-", "--set", "every=x"], "expected a length of time"),
}


@pytest.mark.parametrize(("words", "text"), WRONG.values(), ids=WRONG.keys())
def test_wrong_usage_is_reported_and_changes_nothing(uncrick, house, words, text):
    assert text in uncrick(*words).refused(2)
    assert not house.history.exists()
    assert not house.settings.exists()


@pytest.mark.parametrize(("words", "text"), WRONG.values(), ids=WRONG.keys())
def test_wrong_usage_is_the_same_with_a_daemon(uncrick, due, words, text):
    result = uncrick(*words)
    assert (result.status, text in result.err) == (2, True)
    assert due.phase == "due"


# ------------------------------------------------------------------ without a daemon

NEEDY = [
    ["break"],
    ["break", "neck_turn"],
    ["break", "--stop"],
    ["done"],
    ["snooze"],
    ["snooze", "5m"],
    ["skip"],
    ["another"],
    ["pause"],
    ["pause", "until", "14:00"],
    ["resume"],
    ["ease"],
    ["today"],
    ["today", "--json"],
    ["why"],
    ["status"],
    ["status", "--json"],
    ["status", "--watch"],
    ["settings", "reload"],
    ["quit"],
]


@pytest.mark.parametrize("words", NEEDY, ids=" ".join)
def test_command_that_needs_a_daemon_exits_with_3(uncrick, words):
    assert uncrick(*words).refused(3) == "Uncrick is not running: Start it with: uncrick.\n"


@pytest.mark.unix("no Unix sockets")
@pytest.mark.parametrize("words", NEEDY, ids=" ".join)
def test_a_socket_that_a_killed_daemon_left_is_not_running(uncrick, house, words):
    folder = house.root / "run" / "uncrick"
    folder.mkdir(parents=True)
    import socket

    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(folder / "control.sock"))
    assert uncrick(*words).status == 3


# ------------------------------------------------------------------ with a daemon


@pytest.mark.parametrize(
    ("words", "phase", "text"),
    [
        (["break"], "on_break", "On a break: "),
        (["done"], "working", "Working. Next break around "),
        (["skip"], "working", "Working. Next break around "),
        (["snooze"], "snoozed", "(1 snooze left)."),
        (["snooze", "3m"], "snoozed", "Again at "),
        (["another"], "due", "Due now: "),
        (["pause"], "paused", "Paused until "),
        (["pause", "30m"], "paused", "Paused until "),
        (["pause", "1h30m"], "paused", "Paused until "),
        (["pause", "tomorrow"], "paused", "Paused until "),
        (["pause", "until", "tomorrow"], "paused", "Paused until "),
        (["ease"], "on_break", "On a break: "),
        (["status"], "due", "Due now: "),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_command_prints_the_new_status(uncrick, due, words, phase, text):
    assert text in uncrick(*words).printed()
    assert due.phase == phase


@pytest.mark.parametrize("command", ["break", "done", "skip", "snooze", "another", "pause", "ease", "status"])
def test_the_status_is_reported_as_json(uncrick, due, command):
    assert json.loads(uncrick(command, "--json").printed())["phase"] == due.phase


@pytest.mark.parametrize("words", [["skip"], ["snooze"], ["another"], ["skip", "--json"], ["snooze", "--json"]])
def test_refusal_is_an_error_message_also_with_json(uncrick, life, words):
    assert uncrick(*words).refused().endswith(": No break is due now.\n")


def test_a_third_snooze_is_refused(uncrick, due):
    for _ in range(2):
        assert uncrick("snooze").status == 0
        due.passes(600)
    result = uncrick("snooze")
    assert (result.status, result.err.startswith("No snooze left: ")) == (1, True)


def test_last_snooze_says_that_none_is_left(uncrick, due):
    uncrick("snooze")
    due.passes(600)
    assert "(no snooze left)" in uncrick("snooze").out


def test_break_takes_an_exercise(uncrick, life):
    assert "neck" in uncrick("break", "neck_turn", "--json").out
    assert life.daemon.engine.state.routine.suggestion.items[0].id == "neck_turn"


def test_an_exercise_of_a_later_level_is_begun_after_one_line(uncrick, life):
    result = uncrick("break", "neck_press_fb")
    assert result.status == 0
    assert len(result.err.splitlines()) == 1
    assert life.phase == "on_break"


def test_break_stop_ends_the_break(uncrick, life):
    uncrick("break")
    result = uncrick("break", "--stop")
    assert (result.status, life.phase) == (0, "working")
    assert uncrick("break", "--stop").status == 1


def test_resume_ends_the_pause(uncrick, life):
    uncrick("pause")
    assert uncrick("resume").status == 0
    assert life.phase == "working"


def test_quit_ends_the_daemon(uncrick, life):
    result = uncrick("quit")
    assert (result.status, result.out) == (0, "Uncrick is off. Start it again with: uncrick\n")
    assert life.is_over
    assert uncrick("quit").status == 3


def test_bare_uncrick_prints_the_status_of_a_running_daemon(uncrick, life):
    out = uncrick().printed()
    assert out.startswith("Working. Next break around ")
    assert "Today: 0 breaks, 0 min." in out


def test_a_second_run_is_refused(uncrick, life):
    for words in (["run"], ["run", "--no-tray"]):
        assert uncrick(*words).refused() == "Uncrick is running already: Quit it with: uncrick quit.\n"


# ------------------------------------------------------------------ how things stand

LINES = {
    "working": lambda life: None,
    "due": lambda life: life.passes(3600),
    "paused": lambda life: life.call(life.parts.commands.say, "pause", "cli", {}),
    "on_break": lambda life: life.call(life.parts.commands.say, "break", "cli", {}),
}


@pytest.mark.parametrize("phase", LINES)
def test_every_phase_is_a_sentence(uncrick, life, phase):
    LINES[phase](life)
    line = uncrick("status").out.splitlines()[0]
    assert line[0].isupper()
    assert line.endswith(".")
    assert "None" not in line


def test_off_hours_keep_the_name_of_the_day(uncrick, house):
    house.clock.start = MONDAY
    with house.living("work.hours=Tue 08:30-18:00"):
        assert uncrick("status").out.startswith("Outside working hours until Tue 08:30.")


def test_status_names_what_suppresses_a_prompt(uncrick, house):
    with house.living("quiet.hours=06:00-12:00"):
        line = uncrick("status").out.splitlines()[0]
        assert line.startswith("Working. Quiet hours until ")


def test_status_says_that_idleness_cannot_be_measured(uncrick, house):
    from uncrick.ports import IdleSourceChanged

    with house.living() as life:
        life.sees(IdleSourceChanged(None))
        assert "Every second counts as work: nothing here tells whether somebody types." in uncrick("status").out
        result = uncrick("doctor").out
        assert "all time counts" in result


def test_status_names_faulty_settings(uncrick, house, life):
    house.wrote(house.settings, '[breaks]\nevery = "soon"\n')
    life.passes(60)
    assert "the last good ones are used: line 2: breaks.every =" in uncrick("status").out


def test_an_older_daemon_is_reported_how_to_restart(uncrick, life, monkeypatch):
    monkeypatch.setattr("uncrick.app.requests.queries.__version__", "0.0.9")
    assert "The daemon is 0.0.9" in (result := uncrick("status").out)
    assert "uncrick quit, then uncrick" in result


def test_today_is_a_sentence_and_an_object(uncrick, due):
    uncrick("done")
    assert uncrick("today").out.startswith("Today: 1 break")
    assert json.loads(uncrick("today", "--json").out)["done"] == 1


def test_why_prints_active_time_and_decisions(uncrick, due):
    out = uncrick("why").printed()
    assert "Active since the last break: 60 min 00 s." in out
    assert "Shown because the hour was over." in out


def test_why_of_a_fresh_daemon_has_no_decisions(uncrick, life):
    assert "No decisions yet." in uncrick("why").out


def test_why_names_what_suppresses_a_prompt(uncrick, house):
    with house.living("quiet.hours=06:00-12:00"):
        assert "Held back by: quiet hours." in uncrick("why").out


def test_why_is_an_object(uncrick, due):
    result = json.loads(uncrick("why", "--json").out)
    assert set(result) >= {"phase", "reason", "suppressed_by", "decisions", "next_prompt_at"}
    assert {"at", "text"} == set(result["decisions"][0])


@pytest.fixture
def monday(house, monkeypatch):
    """It is 10:30 on the Monday on which the pretend daemon began at 09:00:20."""
    monkeypatch.setattr("uncrick.cli.reports._now", lambda: MONDAY + timedelta(minutes=90))
    house.clock.start = MONDAY.replace(second=20)
    with house.living() as life:
        life.passes(3600)
        yield life


def test_why_at_a_minute_means_its_end(uncrick, monday):
    assert "A prompt has been on the screen since 10:00." in uncrick("why", "10:00").out
    assert "Shown because" in uncrick("why", "10:00").out
    assert "Shown because" not in uncrick("why", "09:59").out


def test_why_of_a_moment_describes_that_moment(uncrick, monday):
    assert uncrick("why", "09:34").printed() == (
        "You were working: 34 min since the last break. The next prompt was due by 10:00,\n"
        "or earlier at a pause in your typing.\n"
        "No decisions before that time are stored.\n"
    )


def test_why_of_a_moment_is_an_object(uncrick, monday):
    result = json.loads(uncrick("why", "today", "09:34", "--json").out)
    assert set(result) == {"at", "phase", "since", "until", "suppressed_by", "text", "decisions"}
    assert (result["phase"], result["suppressed_by"]) == ("working", [])


def test_why_of_a_moment_before_everything(uncrick, monday):
    assert uncrick("why", "Fri 12:00").out.startswith(
        "Nothing is recorded for that time; the records begin at Mon 09:00."
    )
