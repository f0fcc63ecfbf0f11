"""Daemons and commands as processes: start, kill, signals, terminals, full disks."""

import contextlib
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cli.processes import A_DISPLAY, HASTY, wait_until

if sys.platform != "linux":
    pytest.skip("processes and signals as Linux has them", allow_module_level=True)

import resource

# ------------------------------------------------------------------ start and end


def test_start_prints_three_lines_and_leaves_a_daemon(person):
    out = person.run(**A_DISPLAY).printed()
    first, second, third = out.splitlines()
    assert first.startswith("Uncrick is on. First break around ")
    assert first.endswith(", at a pause in your typing.")
    assert second == "Silent in calls and while you are away. You can close this terminal."
    assert third == "Try one: uncrick break.   Quit: uncrick quit."
    again = person.run(**A_DISPLAY)
    assert (again.status, again.out.startswith("Working. ")) == (0, True)
    assert len(person.daemons()) == 1
    assert person.run("quit").status == 0
    wait_until(lambda: not person.left(), "it ends")
    assert person.run("status").status == 3


def test_two_starts_at_once_make_one_daemon(person):
    starts = [person.spawn(env=A_DISPLAY, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    result = [start.communicate(timeout=60) for start in starts]
    assert [start.returncode for start in starts] == [0, 0, 0], result
    wait_until(lambda: len(person.daemons()) == 1, "one of them is left")


def test_a_daemon_that_cannot_start_says_why(person):
    (person.folder / "control.sock").mkdir(parents=True)
    error = person.run(**A_DISPLAY).refused()
    assert error.startswith("Uncrick did not start: The control socket cannot be made: ")
    assert len(error.splitlines()) == 1
    assert person.left() == []


def test_a_home_in_which_nothing_can_be_written_starts_a_daemon_that_says_so(person):
    for file in (person.history, person.state):
        shutil.rmtree(file.parent, ignore_errors=True)
        file.parent.parent.mkdir(exist_ok=True)
        file.parent.write_text("in the way of every file")
    assert person.run(**A_DISPLAY).printed().startswith("Uncrick is on.")
    assert "not everything is saved yet" in person.run("status").printed()
    assert person.run("doctor").status == 0


def test_a_second_daemon_ends_at_once_with_a_sentence(person):
    person.daemon()
    error = person.run("run", "--no-tray").refused()
    assert error == "Uncrick is running already: Quit it with: uncrick quit.\n"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_ends_the_daemon_cleanly(person, number):
    daemon = person.daemon()
    person.asks("pause")
    daemon.send_signal(number)
    assert daemon.wait(60) == 0
    assert [path.name for path in person.folder.iterdir()] == ["lock"]
    assert json.loads(person.state.read_text())["state"]["pause"]


def test_sighup_reloads_the_settings(person):
    daemon = person.daemon()
    person.settings.parent.mkdir(parents=True)
    person.settings.write_text("[breaks]\nidle = 3\n")
    daemon.send_signal(signal.SIGHUP)
    wait_until(lambda: person.asks("status")["status"]["settings_error"], "the fault is told")
    person.settings.write_text('[breaks]\nevery = "40m"\n')
    daemon.send_signal(signal.SIGHUP)
    wait_until(lambda: not person.asks("status")["status"]["settings_error"], "the mended file is read")
    assert daemon.poll() is None


def test_the_launchers_break_starts_a_daemon_first(person):
    result = person.run("break", "--notify", **A_DISPLAY)
    assert (result.status, result.out, result.err) == (0, "", "")
    assert person.phase() == "on_break"


# ------------------------------------------------------------------ killed

PHASES = {
    "working": [],
    "paused": [["pause"]],
    "on_break": [["break"]],
    "due": None,
    "snoozed": [["snooze", "60m"]],
}


@pytest.mark.parametrize("phase", PHASES)
def test_killed_daemon_resumes_in_its_phase(person, phase):
    hasty = HASTY if phase in ("due", "snoozed") else ()
    first = person.daemon(*hasty)
    if hasty:
        wait_until(lambda: person.phase() == "due", "a prompt")
    for words in PHASES[phase] or []:
        assert person.run(*words).status == 0
    assert person.phase() == phase
    before = person.records()
    first.kill()
    first.wait(60)
    assert person.run("status").status == 3
    person.daemon(*hasty)
    assert person.phase() == phase
    assert person.records()[: len(before)] == before


def test_twenty_kills_lose_no_acknowledged_answer(person):
    chance = random.Random(7)
    answered = []
    for life in range(20):
        daemon = person.daemon(*HASTY)
        wait_until(lambda: person.phase() == "due", f"a prompt in life {life}")
        word = chance.choice(["snooze", "skip", "done"])
        begun = time.monotonic()
        person.phase()
        took = time.monotonic() - begun  # so long an answer takes on this machine, as busy as it is now
        kill = subprocess.Popen(["sh", "-c", f"sleep {chance.uniform(0, 4 * took + 0.01):.4f}; kill -9 {daemon.pid}"])
        with contextlib.suppress(OSError):
            reply = person.asks(word, **({"minutes": 0.01} if word == "snooze" else {}))
            if reply["ok"]:
                answered.append(word)
            elif not reply.get("cut"):
                # Two snoozes are all that one prompt has.
                assert reply["error"]["title"] == "No snooze left", reply
        assert kill.wait(60) == 0
        daemon.wait(60)
    person.daemon()
    kinds = [record["kind"] for record in person.records()]
    for word, kind in (("snooze", "snoozed"), ("skip", "skipped"), ("done", "done")):
        # One that was not acknowledged may have been written all the same.
        assert answered.count(word) <= kinds.count(kind) <= 20
    assert len(answered) >= 3
    ids = [record["id"] for record in person.records()]
    assert len(ids) == len(set(ids))


# ------------------------------------------------------------------ in a terminal


def test_without_display_or_server_it_prompts_in_the_terminal(person):
    person.settings.parent.mkdir(parents=True)
    person.settings.write_text('[breaks]\nclock = "wall"\nevery = "0.3s"\napart = "0s"\nmax_a_day = 1000\n')
    with person.terminal() as terminal:
        shown = terminal.shows("k skip")
        assert "neither a display nor a notification server here" in shown
        assert "Ctrl+C quits" in shown
        legend = next(line for line in shown.splitlines() if "k skip" in line)
        assert legend == "Enter start   s in 10 min   d did it   k skip   (just leaving counts)"
        wait_until(lambda: person.phase() == "due", "a prompt")
        terminal.press("k")
        wait_until(lambda: _written(person, "skipped"), "skipped")
        wait_until(lambda: person.phase() == "due", "the next prompt")
        terminal.press("d")
        wait_until(lambda: _written(person, "done"), "done")
        wait_until(lambda: person.phase() == "due", "the next prompt")
        terminal.press("\n")
        wait_until(lambda: person.phase() == "on_break", "a break")
        assert person.asks("stop")["ok"]
        wait_until(lambda: person.phase() == "due", "the next prompt")
        terminal.press("s")
        wait_until(lambda: person.phase() == "snoozed", "snoozed")
        terminal.press("\x03")
        assert terminal.status() == 0
        assert "Traceback" not in terminal.raw
    assert person.left() == []


def _written(person, kind):
    today = person.asks("status")["status"]["today"]
    return today[kind] > 0


def test_a_prompt_that_was_up_is_shown_again_after_a_kill(person):
    settings = [word for word in HASTY for word in ("--set", word)]
    with person.terminal("run", "--no-tray", *settings) as first:
        first.shows("k skip")
        first.process.kill()
        first.process.wait(60)
    with person.terminal("run", "--no-tray", *settings) as second:
        second.shows("k skip")
        second.press("k")
        wait_until(lambda: _written(person, "skipped"), "skipped")


def test_closed_terminal_ends_a_foreground_daemon(person):
    with person.terminal() as terminal:
        terminal.shows("Ctrl+C quits")
        wait_until(lambda: person.answers, "it answers")
        terminal.hang_up()
        assert terminal.process.wait(60) == 0
    assert person.run("status").status == 3


def test_watching_a_status_ends_with_the_daemon(person):
    daemon = person.daemon()
    watch = person.spawn("status", "--watch", stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert watch.stdout.readline().startswith("Working")
    person.asks("pause")
    assert watch.stdout.readline().startswith("Paused")
    daemon.terminate()
    out, err = watch.communicate(timeout=60)
    assert (watch.returncode, out, err) == (0, "", "")


def test_watching_can_be_interrupted(person):
    person.daemon()
    watch = person.spawn("status", "--watch", "--json", stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert json.loads(watch.stdout.readline())["phase"] == "working"
    watch.send_signal(signal.SIGINT)
    _, err = watch.communicate(timeout=60)
    assert (watch.returncode, err) == (130, "")


# ------------------------------------------------------------------ disks


def test_daemon_on_a_full_disk_reports_and_writes_later(person):
    daemon = person.daemon(*HASTY)
    wait_until(lambda: person.phase() == "due", "a prompt")
    # No file may grow beyond nothing, which is what a full disk is to a program.
    free = resource.prlimit(daemon.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    error = person.run("skip").refused()
    assert error.startswith("Your answer counts, but could not be saved yet: ")
    assert len(error.splitlines()) == 1
    assert person.asks("status")["status"]["today"]["skipped"] == 1
    assert person.run("pause").status == 1
    assert daemon.poll() is None
    resource.prlimit(daemon.pid, resource.RLIMIT_FSIZE, free)
    assert person.run("resume").status == 0
    text = ("skipped", "paused", "resumed")  # prompts come all the while
    assert [record["kind"] for record in person.records() if record["kind"] in text] == list(text)


def test_on_a_disk_without_room_the_daemon_lives_and_writes_later(person):
    small = person.root / "data"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "none", small], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("this container mounts nothing")
    try:
        daemon = person.daemon()
        with contextlib.suppress(OSError), open(small / "filler", "wb", buffering=0) as filler:
            while True:
                filler.write(b"\0" * 4096)
        result = None
        for _ in range(60):  # the log of the database has some room of its own
            result = person.run("done")
            if result.status:
                break
        assert result.status == 1
        assert "the disk is full" in result.err
        assert daemon.poll() is None
        counted = person.asks("status")["status"]["today"]["stepped_away"]
        (small / "filler").unlink()
        assert person.run("pause").status == 0
        assert [record["kind"] for record in person.records()].count("stepped_away") == counted
        daemon.terminate()
        daemon.wait(60)
    finally:
        subprocess.run(["umount", "-l", small], check=True)


def test_a_history_held_by_another_program_is_reported_and_prompts_go_on(person):
    import sqlite3

    person.daemon().terminate()
    wait_until(lambda: not person.left(), "it ends")
    other = sqlite3.connect(person.history, isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    try:
        person.daemon()
        assert "is in use by another program" in person.run("status").out
    finally:
        other.close()


# ------------------------------------------------------------------ what it costs


@pytest.mark.skipif("COVERAGE_PROCESS_START" in os.environ, reason="what is measured line by line takes longer")
def test_a_status_is_reported_at_once(person):
    """In work, which no other program of this machine changes, beside that of a Python with the same modules."""
    person.daemon()
    bare = [sys.executable, "-c", "import argparse, json, socket"]
    least_bare = min(work(lambda: subprocess.run(bare, env=person.env, check=True)) for _ in range(5))
    least = min(work(lambda: person.run("status")) for _ in range(5))
    assert person.run("status").status == 0
    assert least < 4 * least_bare


def work(doing):
    """Seconds of processor time that the programs took which `doing` ran."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    doing()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_swept_runtime_folder_is_found_again_and_makes_no_second_daemon(person):
    first = person.daemon()
    shutil.rmtree(person.folder)
    second = person.run("run", "--no-tray")
    assert (second.status, "Uncrick is running already" in second.err) == (1, True)
    wait_until(lambda: person.answers, "the daemon answers again", 90)
    assert person.daemons() == [first.pid]
    assert person.run("done").status == 0


def test_uninstall_during_the_first_start_leaves_nothing_installed(person):
    (person.state.parent / "said.json").unlink()
    person.daemon()

    shares = person.root / "data"

    def installs():
        commands = []
        for pid in person.left():
            with contextlib.suppress(OSError):
                commands.append(Path(f"/proc/{pid}/cmdline").read_bytes())
        return any(b"platforms.launcher" in command for command in commands) or len([*shares.rglob("*.png")]) == 3

    wait_until(installs, "the installer is at work")
    assert person.run("uninstall").status == 0
    wait_until(lambda: not person.left(), "nothing of it goes on")
    assert not [file for file in shares.rglob("*") if file.suffix in (".png", ".desktop", ".new")]


def test_clients_that_use_up_the_handles_stop_neither_prompts_nor_the_rest(person):
    limit = 64
    process = person.daemon(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit)))
    wait_until(lambda: person.asks("status").get("settled", True), "it is ready")
    before = used_seconds(process.pid)
    with contextlib.ExitStack() as stack:
        for _ in range(limit + 16):
            client = stack.enter_context(socket.socket(socket.AF_UNIX))
            client.settimeout(5)
            with contextlib.suppress(OSError):
                client.connect(str(person.folder / "control.sock"))
        time.sleep(2)
        assert len(os.listdir(f"/proc/{process.pid}/fd")) < limit - 10, "handles are left for the daemon itself"
    assert used_seconds(process.pid) - before < 1
    wait_until(lambda: person.answers, "it answers")
    assert len(person.log.read_text()) < 2000
    assert person.run("done").status == 0


def used_seconds(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")
