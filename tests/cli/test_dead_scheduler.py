"""A daemon whose scheduler has died is noticed by the kernel's timer, and prompts in time."""

import subprocess
import sys

import pytest

from cli.processes import HASTY, Person, wait_until

if sys.platform == "win32":
    pytest.skip("no timers of the kernel", allow_module_level=True)

DEAD = f"""
from uncrick.app import scheduler as beat, watchdog
from uncrick.app.daemon import Options, run
watchdog.SILENCE, watchdog.GOES_ON = 0.3, 0.1
whole = beat.BreakScheduler.start
def start(self):
    whole(self)
    beat.BreakScheduler.start = whole
    self._scheduler.shutdown(wait=False)
beat.BreakScheduler.start = start
run(Options({HASTY!r}, tray=False))
"""


def test_a_daemon_whose_scheduler_died_prompts_all_the_same(tmp_path):
    person = Person(tmp_path)
    daemon = subprocess.Popen(
        [sys.executable, "-c", DEAD],
        env=person.env,
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    person.started.append(daemon)
    try:
        wait_until(lambda: person.answers, "it answers")
        wait_until(lambda: person.phase() == "due", "a prompt")
        assert person.asks("skip")["ok"]
        wait_until(lambda: person.phase() == "due", "the next prompt")
        daemon.terminate()
        _, said = daemon.communicate(timeout=60)
        assert "nobody looked at the clock" in said
    finally:
        person.ends()
