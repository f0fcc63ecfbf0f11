"""Which machine this is."""

import os
from types import SimpleNamespace

import pytest

from uncrick.storage import paths
from uncrick.storage.machine import this_machine


@pytest.fixture
def be(tmp_path, monkeypatch):
    """The machine has this name and this id."""

    def machine(name, machine_id):
        file = tmp_path / "machine-id"
        file.write_text(machine_id)
        monkeypatch.setattr(this_machine, "MACHINE_IDS", (str(file),))
        monkeypatch.setattr(os, "uname", lambda: SimpleNamespace(nodename=name))
        return this_machine.mark("/run/user/1000/uncrick")

    return machine


@pytest.mark.unix("reads the name and the boot of a Unix machine")
def test_the_same_machine_has_the_same_mark(be):
    assert be("desk", "0f3a") == be("desk", "0f3a")


@pytest.mark.parametrize("other", [("desk", "1111"), ("lab-2", "0f3a")], ids=["namesake", "copied image"])
@pytest.mark.unix("reads the name and the boot of a Unix machine")
def test_another_machine_has_another_mark(be, other):
    assert be("desk", "0f3a") != be(*other)


@pytest.mark.unix("reads the name and the boot of a Unix machine")
def test_a_container_with_a_lock_of_its_own_is_another_machine(be):
    assert be("desk", "0f3a") != this_machine.mark("/tmp/uncrick-1000")  # noqa: S108 only a name


@pytest.mark.parametrize(
    ("name", "plain"),
    [("Desk.example.org", "desk-example-org"), ("büro/1", "b-ro-1"), ("", "machine"), ("...", "machine")],
)
@pytest.mark.unix("reads the name and the boot of a Unix machine")
def test_the_name_can_stand_in_a_file_name(be, name, plain):
    be(name, "")
    assert this_machine.host() == plain


@pytest.mark.unix("reads the name and the boot of a Unix machine")
def test_the_state_carries_the_name_of_the_machine(be, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    be("desk", "0f3a")
    name = os.path.basename(paths.state_file())
    assert name == f"state-desk-{paths.machine_mark()}.json"
    assert paths.STATE.fullmatch(name)


@pytest.mark.unix("reads the name and the boot of a Unix machine")
def test_only_states_of_other_machines_are_those_of_others(be, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    be("desk", "0f3a")
    folder = tmp_path / "uncrick"
    folder.mkdir()
    for name in (
        os.path.basename(paths.state_file()),
        "state-lab-2-0123abcd.json",
        "state-damaged-20260101T000000.json",
    ):
        (folder / name).touch()
    assert [os.path.basename(path) for path in paths.states_of_others()] == ["state-lab-2-0123abcd.json"]
