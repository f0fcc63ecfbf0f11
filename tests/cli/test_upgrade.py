"""A daemon whose files are replaced goes on as the new program, in the same process, once that can run."""

import os
import shutil
import sys
from pathlib import Path

import pytest

import uncrick
from cli.processes import Person, wait_until

if sys.platform != "linux":
    pytest.skip("processes as Linux has them", allow_module_level=True)

TREE = Path(uncrick.__file__).parent


class Program:
    """A copy of Uncrick that a test may replace."""

    def __init__(self, folder: Path) -> None:
        self.package = folder / "uncrick"
        shutil.copytree(TREE, self.package, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(TREE.parents[1] / "config", self.package / "config", dirs_exist_ok=True)
        [beat] = (file for file in self.package.rglob("*.py") if "HEARTBEAT = 30.0" in file.read_text("utf-8"))
        beat.write_text(beat.read_text("utf-8").replace("HEARTBEAT = 30.0", "HEARTBEAT = 1.0"), "utf-8")
        self.env = {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}

    def becomes(self, version: str) -> None:
        """Another version is installed."""
        file = self.package / "__init__.py"
        fresh = file.with_suffix(".new")
        fresh.write_text(file.read_text().replace(f'"{uncrick.__version__}"', f'"{version}"'))
        os.replace(fresh, file)


@pytest.fixture
def program(tmp_path):
    return Program(tmp_path)


def version(person: Person) -> str:
    """The daemon's; "" while the old program gives way to the new one."""
    try:
        return str(person.asks("status").get("version", ""))
    except (OSError, ValueError):
        return ""


def test_upgrade_keeps_process_state_options_and_lock(person, program):
    daemon = person.daemon("breaks.every=45m", env=program.env)
    assert person.asks("pause", minutes=60)["ok"]
    paused_until = person.asks("status")["status"]["paused_until"]
    program.becomes("0.9.9")
    wait_until(lambda: version(person) == "0.9.9", "the new program answers", 40)
    assert daemon.poll() is None
    result = person.asks("status")["status"]
    assert (result["phase"], result["paused_until"]) == ("paused", paused_until)
    assert person.asks("why")["ok"]
    command = Path(f"/proc/{daemon.pid}/cmdline").read_text().split("\0")
    assert command[3:] == ["uncrick", "run", "--set", "breaks.every=45m", "--no-tray", ""]
    assert person.run("run").status == 1, "the lock is held"
    assert [one["kind"] for one in person.records()] == ["paused"], "nothing counts as away"


def test_upgrade_waits_for_a_program_that_can_run(person, program):
    daemon = person.daemon(env=program.env)
    part = program.package / "core" / "scheduling" / "machine.py"
    aside = part.rename(part.with_suffix(".aside"))
    program.becomes("0.9.9")
    wait_until(lambda: "does not start" in person.log.read_text(), "the trial fails", 40)
    assert version(person) == uncrick.__version__
    aside.rename(part)
    os.utime(program.package / "__init__.py")
    wait_until(lambda: version(person) == "0.9.9", "the whole program answers", 40)
    assert daemon.poll() is None
