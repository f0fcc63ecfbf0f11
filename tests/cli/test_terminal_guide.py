"""A break in this terminal: the walk, the keys, and what becomes of it when a daemon comes and goes."""

import json
import signal
import sys
from types import SimpleNamespace

import pytest

from app.life import Clock
from cli.records import records
from uncrick.cli import terminal_guide
from uncrick.core.model.record import Kind
from uncrick.storage.history.store import History
from uncrick.storage.shipped_data import catalogue

CUES = catalogue().exercise("neck_turn").cues


@pytest.fixture(autouse=True)
def read(request, monkeypatch):
    """What an exercise needs was read before, except where a test asks for the first times."""
    if "first_times" not in request.fixturenames:
        monkeypatch.setattr("uncrick.core.selection.cautions.read_first", lambda items, practice, numbers: ())


@pytest.fixture
def first_times():
    """Nothing was done before."""


def kinds(house):
    return [record.kind for record in records(house)]


class Keys:
    """Somebody who presses a key at certain seconds; time passes while they are waited for."""

    def __init__(self, clock: Clock, presses):
        self.clock, self.presses, self.began = clock, dict(presses), clock.ticks

    def wait(self, seconds):
        self.clock.ticks += seconds
        for at in sorted(self.presses):
            if self.clock.ticks - self.began >= at:
                key = self.presses.pop(at)
                if isinstance(key, BaseException):
                    raise key
                if callable(key):
                    key()
                    return ""
                return key
        return ""


@pytest.fixture
def pressing(clock, monkeypatch):
    """Keys to press."""

    def presses(keys):
        from contextlib import contextmanager

        @contextmanager
        def pressed():
            yield Keys(clock, keys)

        monkeypatch.setattr(terminal_guide, "_keys", pressed)

    return presses


# ------------------------------------------------------------------ without a daemon


def test_without_a_terminal_the_cues_are_printed_in_their_order(uncrick, house, clock):
    out = uncrick("break", "neck_turn", "--here").printed()
    lines = out.splitlines()
    assert lines[0] == f"Turn your head: {catalogue().exercise('neck_turn').caution}"
    assert lines[1] == f"Turn your head: {catalogue().exercise('neck_turn').setup_say}"
    assert all(any(cue.say in line for line in lines) for cue in CUES)
    assert lines[-2] == "Relax: Let your whole body go loose. Breathe out slowly."
    assert lines[-1] == "Done. Good. Stay away from the screen a little."
    assert kinds(house) == [Kind.STARTED, Kind.DONE]


def test_first_two_times_begin_with_read_first(uncrick, house, clock, first_times):
    record = catalogue().exercise("shoulder_alt")
    result = [" ".join(uncrick("break", record.id, "--here").out.split()) for _ in range(3)]
    assert [text.startswith(f"Read first: {record.name} {record.instruction} {record.caution}") for text in result] == [
        True,
        True,
        False,
    ]


def test_a_hang_ends_with_the_arms_down(uncrick, house, clock):
    lines = uncrick("break", "bar_hang", "--here").out.splitlines()
    assert lines[-3] == "Hang at the bar: Lower your arms. Shake them out and rest."
    assert lines[-2].startswith("Relax: Let your whole body go loose.")


def test_the_routine_is_credited(uncrick, house, clock):
    uncrick("break", "neck_turn", "--here")
    done = json.loads(uncrick("history", "--json").out)[-1]
    assert done["detail"]["credited"] is True
    assert done["source"] == "cli"


@pytest.mark.parametrize("words", [["break", "--here"], ["ease", "--here"]], ids=" ".join)
def test_a_routine_is_chosen(uncrick, house, clock, words):
    assert uncrick(*words).status == 0
    assert kinds(house) == [Kind.STARTED, Kind.DONE]


def test_q_stops_and_what_was_done_counts(uncrick, house, pressing):
    pressing({3: "q"})
    result = uncrick("break", "neck_turn", "--here")
    assert (result.status, result.out.splitlines()[-1]) == (0, "Stopped. What you did counts.")
    assert kinds(house) == [Kind.STARTED, Kind.PART_DONE]


def test_after_half_of_it_a_stop_is_done(uncrick, house, pressing):
    pressing({50: "q"})
    uncrick("break", "neck_turn", "--here")
    assert kinds(house) == [Kind.STARTED, Kind.DONE]


@pytest.mark.parametrize("how", [KeyboardInterrupt(), terminal_guide._Left()])
def test_leaving_the_terminal_stops(uncrick, house, pressing, how):
    pressing({3: how})
    assert uncrick("break", "neck_turn", "--here").status == 0
    assert kinds(house) == [Kind.STARTED, Kind.PART_DONE]


def test_space_pauses_and_resumes(uncrick, house, clock, pressing):
    pressing({3: " ", 500: " "})
    began = clock.ticks
    uncrick("break", "neck_turn", "--here")
    assert clock.ticks - began > 500 + 40
    assert kinds(house) == [Kind.STARTED, Kind.DONE]


def test_n_goes_to_the_next_exercise_and_to_the_end(uncrick, house, clock, pressing):
    pressing({3: "n", 4: "n", 5: "n", 6: "n"})
    began = clock.ticks
    result = uncrick("break", "neck_turn", "--here")
    assert result.out.splitlines()[-1].startswith("Done. Good.")
    assert clock.ticks - began < 20
    [_, done] = json.loads(uncrick("history", "--json").out)
    assert done["kind"] == "done"
    assert done["detail"]["credited"] is False, "nothing was exercised"


def test_other_keys_do_nothing(uncrick, house, pressing):
    pressing({1: "x", 2: "\x1b", 3: "\n", 4: "ü"})
    uncrick("break", "neck_turn", "--here")
    assert kinds(house) == [Kind.STARTED, Kind.DONE]


def test_two_breaks_in_a_row_are_two_records_each(uncrick, house, clock):
    for _ in range(2):
        uncrick("break", "--here")
    records = json.loads(uncrick("history", "--json").out)
    assert len({record["id"] for record in records}) == len(records) == 4


def test_two_breaks_begun_within_the_same_second_are_both_kept(uncrick, house, clock, pressing):
    for _ in range(2):
        pressing({0: "q"})
        house.clock.ticks = 1000.0 + len(kinds(house)) / 10
        assert uncrick("break", "--here").status == 0
    assert len(kinds(house)) == 4


def test_unusable_history_is_reported_before_the_routine(uncrick, house, clock):
    house.history.mkdir(parents=True)
    assert "is a folder" in uncrick("break", "--here").refused()


def test_failed_write_at_the_end_is_reported(uncrick, house, clock, pressing, monkeypatch):
    from uncrick.errors import HistoryError

    def full():
        def refuse(self, record):
            raise HistoryError("The history cannot be used", "it cannot grow: the disk is full.")

        monkeypatch.setattr(History, "append", refuse)

    pressing({3: full})
    result = uncrick("break", "neck_turn", "--here")
    assert result.status == 1
    assert result.err == "The history cannot be used: it cannot grow: the disk is full.\n"


# ------------------------------------------------------------------ with a daemon


@pytest.fixture
def life(house):
    with house.living() as life:
        yield life


def test_the_routine_runs_in_the_daemon_and_is_led_here(uncrick, house, life, clock):
    life.passes(3600)
    assert uncrick("break", "--here").printed().splitlines()[-1].startswith("Done. Good.")
    assert kinds(house) == [Kind.PROMPTED, Kind.STARTED, Kind.DONE]
    assert life.notifier.of("guide") == []


def test_keys_reach_the_daemon(uncrick, house, life, pressing):
    seen = []

    def look():
        seen.append(life.daemon.engine.state.routine.halted_since is not None)

    pressing({2: " ", 3: look, 5: " ", 6: look, 8: "n", 9: "q"})
    uncrick("break", "neck_turn", "--here")
    assert seen == [True, False]
    assert kinds(house) == [Kind.STARTED, Kind.PART_DONE]
    assert life.phase == "working"


def test_second_break_is_refused(uncrick, life, clock):
    uncrick("break")
    assert uncrick("break", "--here").refused().startswith("A break is on: ")


def test_routine_ended_elsewhere_ends_here(uncrick, house, life, pressing):
    pressing({5: lambda: life.call(life.parts.commands.say, "done", "tray", {})})
    uncrick("break", "neck_turn", "--here").printed()
    assert kinds(house) == [Kind.STARTED, Kind.DONE]


@pytest.mark.parametrize("key", ["n", " "])
def test_key_after_an_end_elsewhere_is_ignored(uncrick, house, life, pressing, key):
    pressing({5: lambda: life.call(life.parts.commands.say, "done", "tray", {}), 5.15: key})
    uncrick("break", "neck_turn", "--here").printed()


@pytest.mark.parametrize("key", ["", "q", "n", " "])
def test_daemon_that_ends_meanwhile_is_reported(uncrick, house, life, pressing, key):
    pressing({5: life.end, 6: key} if key else {5: life.end})
    result = uncrick("break", "neck_turn", "--here")
    assert result.err == "Uncrick is not running: Start it with: uncrick.\n"
    assert result.status == (0 if key == "q" else 3)


# ------------------------------------------------------------------ the real terminal


@pytest.mark.parametrize("daemon", [False, True], ids=["alone", "with a daemon"])
def test_at_a_terminal_there_is_a_bar_the_cue_and_the_keys(person, daemon):
    person.run("profile", "--none")
    if daemon:
        person.daemon()
    with person.terminal("break", "neck_turn", "--here") as terminal:
        terminal.shows("Enter begins, q stops.")
        terminal.press("\n")
        shown = terminal.shows("space pause   n next   q stop   h it hurts")
        assert "░" in shown
        assert " left" in shown
        assert catalogue().exercise("neck_turn").setup_say in shown
        terminal.press(" ")
        terminal.shows("paused")
        terminal.press(" ")
        terminal.press("n")
        terminal.shows("Relax")
        terminal.press("q")
        terminal.shows("Stopped. What you did counts.")
        terminal.shows("Enter just interrupted   b a bit much   h it hurt")
        terminal.press("\n")
        assert terminal.status() == 0
    records = person.records()
    assert [record["kind"] for record in records] == ["started", "part_done", "feedback"]
    assert records[-1]["feedback"] == "interrupted"


def test_escape_stops_at_once(person):
    with person.terminal("break", "neck_turn", "--here") as terminal:
        terminal.shows("q stop")
        terminal.press("\x1b")
        terminal.shows("Stopped. What you did counts.")


def test_at_a_terminal_two_n_end_it(person):
    with person.terminal("break", "neck_turn", "--here") as terminal:
        terminal.shows("Enter begins, q stops.")
        terminal.press("\n")
        terminal.shows("q stop ")
        terminal.press("n")
        terminal.shows("Relax")
        terminal.press("n")
        terminal.shows("Done. Good.")
        terminal.shows("f fine   b a bit much   h it hurt")
        terminal.press("f")
        assert terminal.status() == 0
        assert "Traceback" not in terminal.raw


def test_arrows_and_function_keys_are_no_letters(person):
    with person.terminal("break", "neck_turn", "--here") as terminal:
        terminal.shows("Enter begins, q stops.")
        terminal.press("\n")
        terminal.shows("q stop ")
        terminal.press("\x1bOQ")  # F2, with a Q in it
        terminal.press(" ")
        terminal.shows("paused")
        assert terminal.process.poll() is None


@pytest.mark.parametrize("how", ["hang up", "terminate", "interrupt"])
def test_closed_terminal_records_what_was_done(person, how):
    with person.terminal("break", "neck_turn", "--here") as terminal:
        terminal.shows("q stop")
        if how == "hang up":
            terminal.hang_up()
        elif how == "terminate":
            terminal.process.send_signal(signal.SIGTERM)
        else:
            terminal.press("\x03")
        terminal.process.wait(60)
    assert [record["kind"] for record in person.records()] == ["started", "part_done"]


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("\xe0Hn", ["n"]),  # the arrow up is no h
        ("\x00;q", ["q"]),  # nor is a function key
        ("\xe0", ["\xe0"]),  # a French keyboard has this letter
        ("H ", ["h", " "]),
        ("\x1b", ["q"]),
    ],
)
def test_an_arrow_in_a_windows_console_is_no_letter(typed, keys, monkeypatch):
    left = list(typed)
    console = SimpleNamespace(kbhit=lambda: bool(left), getwch=lambda: left.pop(0))
    monkeypatch.setitem(sys.modules, "msvcrt", console)
    monkeypatch.setattr(sys, "platform", "win32")
    read = terminal_guide._ConsoleKeys()
    assert [read.wait(10.0) for _ in keys] == keys
    assert left == []


def test_terminal_mode_is_restored(person):
    import os
    import pty
    import subprocess
    import termios

    ours, theirs = pty.openpty()
    try:
        before = termios.tcgetattr(theirs)
        process = person.spawn("break", "neck_turn", "--here", stdin=theirs, stdout=subprocess.PIPE)
        assert process.stdout.readline()
        assert termios.tcgetattr(theirs) != before
        os.write(ours, b"q")
        process.communicate(timeout=60)
        assert process.returncode == 0
        assert termios.tcgetattr(theirs) == before
    finally:
        os.close(ours)
        os.close(theirs)
