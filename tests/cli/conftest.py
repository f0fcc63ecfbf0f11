"""Commands in this process, on folders and daemons that are not ours; and as processes of their own."""

import logging
import shutil
import tempfile
from pathlib import Path

import pytest

from app.life import House
from cli.processes import Person, Result
from uncrick.cli import main


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
    # A short name: sockets lie in it, and their names may not be long.
    person = Person(Path(tempfile.mkdtemp(prefix="uncrick-")))
    try:
        yield person
    finally:
        person.ends()
        shutil.rmtree(person.root, ignore_errors=True)
