"""Own exercises and settings for single ones, in a daemon: they join in, and cost nothing while it waits."""

import os
import subprocess
import sys

import pytest

from app.views import status
from core.catalog.test_custom import LEAST
from uncrick.app import catalog_loader
from uncrick.app.catalog_loader import CatalogLoader, mine
from uncrick.control import client
from uncrick.core.model.exercise_setting import ExerciseSetting
from uncrick.errors import RefusedError
from uncrick.storage import paths, shipped_data

BROKEN = LEAST.replace("shoulders", "ears")


@pytest.fixture
def folder(house):
    folder = house.settings.parent / "exercises"
    folder.mkdir(parents=True)
    return folder


def looks(monkeypatch) -> list[str]:
    """Every look at the folder from now on."""
    seen = []
    identity = catalog_loader._identity
    monkeypatch.setattr(catalog_loader, "_identity", lambda folder: (seen.append(folder), identity(folder))[1])
    return seen


# ---------------------------------------------------------------- the tailor


def test_without_a_folder_it_is_the_shipped_catalogue_itself(house):
    assert CatalogLoader(paths.exercises()).catalogue({}) is shipped_data.catalogue()
    assert mine() is shipped_data.catalogue()


def test_without_a_folder_what_reads_them_is_not_loaded(house):
    code = "import sys; from uncrick.app.catalog_loader import mine; mine(); "
    code += "print('uncrick.core.catalog.custom' in sys.modules)"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert printed.stdout == "False\n"


def test_a_simulation_knows_none_of_them(folder):
    (folder / "mine.toml").write_text(LEAST)

    assert CatalogLoader(None).catalogue({}) is shipped_data.catalogue()


def test_what_did_not_change_is_not_read_again(folder):
    (folder / "mine.toml").write_text(LEAST)
    loader = CatalogLoader(str(folder))
    catalogue = loader.catalogue({})
    loader.look()

    assert loader.catalogue({}) is catalogue


@pytest.mark.parametrize("change", ["edited", "removed", "added"])
def test_what_changed_is_read_with_the_next_look(folder, change):
    file = folder / "mine.toml"
    file.write_text(LEAST)
    loader = CatalogLoader(str(folder))
    assert loader.catalogue({}).exercise("mine").name == "Wrist circles"
    match change:
        case "edited":
            file.write_text(LEAST.replace("Wrist circles", "Hand circles"))
        case "removed":
            file.unlink()
        case _:
            (folder / "other.toml").write_text(LEAST)
    loader.look()

    catalogue = loader.catalogue({})

    assert (catalogue.exercise("mine").name == "Hand circles") == (change == "edited")
    assert bool(catalogue.exercise("mine").off) == (change == "removed")
    assert ("other" in catalogue.exercises) == (change == "added")


def test_other_wishes_make_another_catalogue(folder):
    loader = CatalogLoader(str(folder))

    assert not loader.catalogue({}).exercise("shrug").off
    assert loader.catalogue({"shrug": ExerciseSetting(enabled=False)}).exercise("shrug").off


def test_a_folder_that_cannot_be_read_is_reported(house, folder, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "listdir", refuse)
    loader = CatalogLoader(str(folder))

    assert loader.catalogue({}) is shipped_data.catalogue()
    assert "permission denied" in str(loader.amiss())


def test_with_the_figure_own_ones_keep_still_unless_they_say_how_they_move(folder):
    (folder / "mine.toml").write_text(LEAST)

    assert [frame.pose for frame in mine(figure=True).exercise("mine").keyframes] == [{}, {}]
    assert mine().exercise("mine").keyframes == ()


def test_what_a_former_version_knew_is_known_by_its_name(house):
    catalogue = mine({"neck_spin": "Spin", "": "", "shrug": "?"})

    assert catalogue.exercise("neck_spin").name == "Spin"
    assert catalogue.exercise("shrug").name == "Shrug and let go"
    assert "" not in catalogue.exercises


# ---------------------------------------------------------------- in the daemon


def test_nothing_is_looked_at_while_it_waits(life, folder, monkeypatch):
    (folder / "mine.toml").write_text(LEAST)
    seen = looks(monkeypatch)
    life.passes(3000)

    assert seen == []
    life.passes(600)
    assert life.phase == "due"
    assert seen


def test_a_file_that_was_added_is_there_at_the_next_word(life, folder):
    (folder / "mine.toml").write_text(LEAST)
    client.request("break", exercise="mine")

    assert [item["id"] for item in status()["break"]["items"]] == ["mine"]


def test_an_own_exercise_is_suggested_when_the_others_are_off(house, folder):
    (folder / "mine.toml").write_text(LEAST)
    house.wrote(
        house.settings, "".join(f"[exercise.{name}]\nenabled = false\n" for name in shipped_data.catalogue().exercises)
    )
    with house.living() as life:
        life.passes(3600)

        assert [item["id"] for item in status()["prompt"]["items"]] == ["mine"]
        assert (
            "Wrist circles" in life.notifier.up["prompt"].summary
            or "wrist circles" in life.notifier.up["prompt"].summary
        )


def test_what_is_wrong_is_a_warning_at_a_reload_and_stands_in_the_status(life, folder):
    assert status()["exercises_error"] is None
    (folder / "mine.toml").write_text(BROKEN)

    [warning] = client.request("reload")["warnings"]

    assert warning.startswith("Some of your own exercises are not used: mine.toml: mine: unknown area: ")
    assert status()["exercises_error"].startswith("mine.toml: mine: unknown area: ")
    assert status()["settings_error"] is None
    (folder / "mine.toml").write_text(LEAST)
    assert client.request("reload")["warnings"] == []
    assert status()["exercises_error"] is None


def test_a_broken_file_ends_nothing(life, folder):
    (folder / "mine.toml").write_bytes(b"\xff")
    (folder / "dir.toml").mkdir()
    life.passes(3600)

    assert life.phase == "due"
    assert "mine.toml" in status()["exercises_error"]


@pytest.mark.parametrize("what", ["prompt", "snoozed", "break"])
@pytest.mark.parametrize("how", ["reload", "another break", "restart"])
def test_a_file_that_is_removed_meanwhile_ends_nothing(house, folder, what, how, caplog):
    file = folder / "mine.toml"
    file.write_text(LEAST)
    off = "".join(f"[exercise.{name}]\nenabled = false\n" for name in shipped_data.catalogue().exercises)
    house.wrote(house.settings, off)
    with house.living() as life:
        life.passes(3600)
        assert [item["id"] for item in status()["prompt"]["items"]] == ["mine"]
        if what == "snoozed":
            client.request("snooze")
        elif what == "break":
            client.request("break")
        phase = life.phase
        file.unlink()
        if how == "reload":
            client.request("reload")
        elif how == "another break" and what != "break":
            with pytest.raises(RefusedError):
                client.request("break", exercise="neck_turn")
        if how != "restart":
            assert life.phase == phase
            life.passes(601)
            assert life.phase in ("due", "working", "snoozed")
            if what == "snoozed":
                assert "prompt" in life.notifier.up
    if how == "restart":
        with house.living() as life:
            assert life.phase in ("due", "snoozed", "on_break")
            life.passes(660)
            assert status()["phase"] in ("due", "working", "snoozed")
    assert [entry.getMessage() for entry in caplog.records if entry.levelname in ("ERROR", "WARNING")] == []


# ---------------------------------------------------------------- settings of one exercise


def test_what_is_switched_off_is_refused_with_the_way_to_turn_it_on(life, house):
    house.wrote(house.settings, "[exercise.seat_tilt]\nenabled = false\n")
    client.request("reload")

    with pytest.raises(RefusedError, match=r"uncrick settings set exercise\.seat_tilt\.enabled true"):
        client.request("break", exercise="seat_tilt")


def test_a_prompt_that_is_up_changes_when_its_exercise_is_switched_off(life, house):
    life.passes(3600)
    [item] = status()["prompt"]["items"]
    house.wrote(house.settings, f"[exercise.{item['id']}]\nenabled = false\n")
    client.request("reload")

    assert item["id"] not in [other["id"] for other in status()["prompt"]["items"]]
    assert life.phase == "due"


def test_more_than_a_day_allows_is_a_fault_at_a_reload(life, house):
    house.wrote(house.settings, "\n[exercise.neck_turn]\nreps = 40\n")

    with pytest.raises(RefusedError) as error:
        client.request("reload")

    assert "line 3: exercise.neck_turn.reps = 40: expected a whole number from 0 to 10" in str(error.value)


def test_an_id_that_is_no_more_is_a_warning(life, house):
    house.wrote(house.settings, "[exercise.neck_spin]\nenabled = false\n")

    [warning] = client.request("reload")["warnings"]

    assert warning == '[exercise.neck_spin] does nothing: there is no exercise "neck_spin" (any more)'


def test_the_last_resort_says_that_it_still_comes(life, house):
    house.wrote(house.settings, "[exercise.breathe_drop]\nenabled = false\n")

    assert "still suggested where nothing else is left" in client.request("reload")["warnings"][0]


def test_without_tables_of_exercises_a_reload_loads_no_catalogue(life, house, monkeypatch):
    monkeypatch.setattr(CatalogLoader, "catalogue", lambda *_: pytest.fail("it was loaded"))
    house.wrote(house.settings, '[breaks]\nevery = "50m"\n')

    assert client.request("reload")["warnings"] == []
