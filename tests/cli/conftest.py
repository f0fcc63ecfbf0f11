"""Commands in this process, on folders and daemons that are not ours; and as processes of their own."""

import json
import logging
import shutil
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.life import MONDAY, House
from cli.processes import Person, Result
from uncrick.cli import main, offline, terminal_guide
from uncrick.core.model.profile import Profile
from uncrick.storage import paths, profile_file
from uncrick.storage.profile_file import StoredProfile


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A person's folders, in which daemons of this process may live."""
    house = House(tmp_path, monkeypatch)
    yield house
    for life in house.lives:
        life.end()


@pytest.fixture
def uncrick(house, capsys):
    """Run a command in this process."""

    root = logging.getLogger()
    before, level = root.handlers[:], root.level

    def run(*words):
        capsys.readouterr()
        status = main(list(words))
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return Result(status, out, err)

    yield run
    for handler in set(root.handlers) - set(before):
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)


@pytest.fixture
def person():
    """A person whose programs are processes; all of them end with the test."""
    if sys.platform == "win32":
        pytest.skip("processes as Unix has them; `tests/windows` tries those of Windows from outside")
    # A short name: sockets lie in it, and their names may not be long.
    person = Person(Path(tempfile.mkdtemp(prefix="uncrick-")))
    try:
        yield person
    finally:
        person.ends()
        shutil.rmtree(person.root, ignore_errors=True)


@pytest.fixture
def clock(house, monkeypatch):
    """Time passes while it is waited for; without a daemon its clock is ours as well."""

    def sleep(seconds):
        house.clock.ticks += seconds
        for life in house.lives:
            life.call(life.parts.heartbeat.look)

    passing = SimpleNamespace(monotonic=lambda: house.clock.ticks, sleep=sleep)
    monkeypatch.setattr(terminal_guide, "time", passing)
    monkeypatch.setattr(offline, "SystemClock", lambda: house.clock)
    return house.clock


@pytest.fixture
def at(house, clock, monkeypatch):
    """A house in Germany with or without a daemon in it, whose profile is answered."""
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    for name in ("LC_ALL", "LC_TELEPHONE", "LC_ADDRESS", "LC_MONETARY", "LC_TIME"):
        monkeypatch.delenv(name, raising=False)
    today = MONDAY.date()
    house.wrote(house.said, json.dumps({"welcomed": str(today), "offered": str(today)}))
    profile_file.save(paths.profile_file(), StoredProfile().answer(Profile(conditions=frozenset()), today))
    return lambda daemon: house.living() if daemon else nullcontext()


@pytest.fixture(params=[False, True], ids=["alone", "with a daemon"])
def life(request, at):
    """The daemon in that house; None in the case without one."""
    with at(request.param) as life:
        yield life


@pytest.fixture(params=["alone", "daemon"])
def either(request, house):
    """Both ways in which a break is led through in a terminal."""
    if request.param == "alone":
        yield house
        return
    with house.living():
        yield house
