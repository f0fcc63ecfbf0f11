"""A daemon whose scheduler has died is noticed by the kernel's timer, and prompts in time."""

import subprocess
import sys

import pytest

from cli.processes import HASTY, Person, wait_until

if sys.platform == "win32":
    pytest.skip("no timers of the kernel", allow_module_level=True)

DEAD = f"""
from uncrick.app.process import scheduler, watchdog
from uncrick.app.daemon import Options, run
watchdog.SILENCE, watchdog.GOES_ON = 0.3, 0.1
start = scheduler.BreakScheduler.start
def start_and_die(self):
    start(self)
    scheduler.BreakScheduler.start = start
    self._scheduler.shutdown(wait=False)
scheduler.BreakScheduler.start = start_and_die
run(Options({HASTY!r}, tray=False))
"""


def test_daemon_prompts_after_its_scheduler_died(tmp_path):
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
        _, text = daemon.communicate(timeout=60)
        assert "nobody looked at the clock" in text
    finally:
        person.ends()
