"""`uncrick plan`: with a daemon and without one, taken in, shown, printed, reported on and removed."""

import json
import os
import sys
from dataclasses import replace
from datetime import date

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest

from plans import FOUR, PLAN
from uncrick import window
from uncrick.core.model.person_day import day_of
from uncrick.core.model.prescription import Plan
from uncrick.platforms.common.clock import ZONE
from uncrick.settings.person_clock import person_now
from uncrick.storage import paths
from uncrick.storage.plan import plan_file
from uncrick.storage.plan.plan_text import as_toml
from uncrick.storage.shipped_data import catalogue


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "four.csv").write_text(FOUR)
    return "four.csv"


def taken() -> tuple:
    plan = plan_file.stored(catalogue()).plan
    return () if plan is None else plan.exercises


def test_without_a_plan_it_says_how_to_take_one_in(uncrick, life) -> None:
    assert uncrick("plan").out.startswith("You have no plan of a therapist. To import one: uncrick plan import FILE\n")
    assert json.loads(uncrick("plan", "--json").out)["exercises"] == []
    assert (uncrick("plan", "print").status, uncrick("plan", "report").status) == (1, 1)


def test_the_example_that_is_shown_can_be_taken_in(uncrick, house, file, tmp_path) -> None:
    (tmp_path / "example.csv").write_text(uncrick("plan").out.partition("\n\n")[2])

    assert uncrick("plan", "import", "example.csv").out.startswith("Imported: 3 exercises.\n")


def test_a_plan_is_taken_in_and_shown(uncrick, life, file) -> None:
    result = uncrick("plan", "import", file)

    assert (result.status, taken()) == (0, PLAN.exercises)
    assert result.out.startswith("Imported: 4 exercises.\nGlide your chin back  10 times, hold for 5 s  4 times a day")
    assert "One-leg calf raises" in uncrick("plan", "show").out
    assert uncrick("plan").out == uncrick("plan", "show").out


def test_json_has_the_whole_plan_and_how_the_day_stands(uncrick, life, file) -> None:
    imported = json.loads(uncrick("plan", "import", file, "--json").out)
    shown = json.loads(uncrick("plan", "--json").out)

    assert (imported["ok"], imported["before"]) == (True, None)
    chin = shown["exercises"][0]
    assert {**chin, "today": None, "paused": None} == {**imported["exercises"][0], "today": None, "paused": None}
    assert (chin["id"], chin["hold"], chin["per_day"], chin["until"]) == ("plan-chin_tuck", 5.0, 4, "2027-01-31")
    assert chin["paused"] is False


def test_faults_are_named_by_line_and_nothing_is_taken_in(uncrick, life, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.csv").write_text("name;reps\nRow;ten\nPull;0\n")
    result = uncrick("plan", "import", "bad.csv")

    assert result.status == 1
    assert result.err.split("\n")[:3] == [
        "bad.csv cannot be imported: ",
        "line 2: reps is 'ten'; expected a whole number from 1 to 200.",
        "line 3: reps is '0'; expected a whole number from 1 to 200.",
    ]
    assert taken() == ()
    assert [fault["line"] for fault in json.loads(uncrick("plan", "import", "bad.csv", "--json").out)["faults"]] == [
        2,
        3,
    ]


def suggested(uncrick) -> list[str]:
    """Ids of the exercises of a break that begins now."""
    uncrick("break")
    ids = [item["id"] for item in json.loads(uncrick("status", "--json").out)["break"]["items"]]
    uncrick("break", "--stop")
    return ids


def test_a_running_daemon_suggests_by_the_plan_at_once_and_no_longer_when_it_ended(uncrick, at, file, tmp_path) -> None:
    # The clock of the daemon stands on a day of its own
    plan = Plan(tuple(replace(item, until=None) for item in PLAN.exercises), begins=date(2020, 1, 1))
    (tmp_path / "long.toml").write_text(as_toml(plan))
    with at(True):
        uncrick("plan", "import", "long.toml")
        assert suggested(uncrick)[0].startswith("plan-")

        assert uncrick("plan", "remove").out.startswith("The plan has ended. Its file is kept: ")
        assert not any(id_.startswith("plan-") for id_ in suggested(uncrick))


def test_an_exercise_of_the_plan_can_be_looked_at_and_done_by_its_id(uncrick, life, file) -> None:
    uncrick("plan", "import", file)

    assert "2 sets of 15. Hold on to the desk." in uncrick("exercises", "plan-one_leg_calf_raises").out
    assert "plan-one_leg_calf_raises" in uncrick("exercises").out
    assert uncrick("exercises", "draw", "plan-one_leg_calf_raises").status == 1


def test_what_hurt_is_paused_and_taken_up_again(uncrick, life, file) -> None:
    uncrick("plan", "import", file)
    hurt = uncrick("feedback", "hurt", "--exercise", "plan-red_band_row", "--score", "3")

    assert hurt.out == "Red band row is paused. Ask your therapist before you go on with it.\n"
    assert (
        "Red band row is paused, because it hurt. Ask your therapist; then: uncrick exercises on plan-red_band_row"
        in (uncrick("plan").out)
    )
    assert uncrick("exercises", "on", "plan-red_band_row").status == 0
    assert "paused" not in uncrick("plan").out


@pytest.mark.parametrize("command", ["print", "report"])
@pytest.mark.parametrize("ending", ["html", "pdf"])
def test_pages_are_written(uncrick, life, file, tmp_path, command, ending, qapp) -> None:
    uncrick("plan", "import", file)
    result = uncrick("plan", command, "--out", f"page.{ending}")

    assert result.out.strip() == f"Written: page.{ending}"
    head = (tmp_path / f"page.{ending}").read_bytes()[:15]
    assert head.startswith(b"%PDF" if ending == "pdf" else b"<!DOCTYPE html>")


def test_the_plan_itself_can_be_written_and_taken_in_again(uncrick, house, file) -> None:
    uncrick("plan", "import", file)
    before = taken()
    for ending in ("csv", "toml"):
        uncrick("plan", "print", "--out", f"again.{ending}")
        result = uncrick("plan", "import", f"again.{ending}")
        assert result.out.splitlines()[-1].startswith("The plan before it is in ")
        assert taken() == before


def test_without_qt_a_pdf_is_refused_in_words_and_a_web_page_is_written(
    uncrick, house, file, monkeypatch, tmp_path
) -> None:
    monkeypatch.setitem(sys.modules, "PySide6.QtGui", None)
    monkeypatch.delitem(sys.modules, "uncrick.window.pdf", raising=False)
    monkeypatch.delattr(window, "pdf", raising=False)
    uncrick("plan", "import", file)
    refused = uncrick("plan", "print", "--out", "sheet.pdf")

    assert refused.status == 1
    assert refused.err.startswith("A PDF needs PySide6, which cannot be used here: ")
    assert "A web page needs nothing: --out sheet.html" in refused.err
    assert uncrick("plan", "print", "--out", "sheet.html").status == 0


@pytest.mark.parametrize(
    "words", [("import",), ("import", "a", "b"), ("print", "--out", "x.doc"), ("do",), ("show", "x")]
)
def test_what_is_no_command_is_wrong_usage(uncrick, house, file, words) -> None:
    uncrick("plan", "import", file)

    assert uncrick("plan", *words).status == 2


@pytest.mark.unix("/dev/full")
def test_a_file_that_cannot_be_written_is_said_in_a_sentence(uncrick, house, file) -> None:
    uncrick("plan", "import", file)
    for name in ("/proc/none/page.html", "/proc/none/page.pdf"):
        result = uncrick("plan", "print", "--out", name)
        assert (result.status, result.err.count("\n")) == (1, 1)


def test_a_kept_plan_that_was_damaged_is_named_and_the_rest_goes_on(uncrick, house, file) -> None:
    uncrick("plan", "import", file)
    house.wrote(house.said.with_name("x"), "")
    with open(paths.plan_file(), "w", encoding="utf-8") as kept:
        kept.write("x = ")

    assert uncrick("plan").status == 1
    assert "line 1: It is not valid TOML" in uncrick("plan").err
    assert uncrick("exercises").status == 0
    assert uncrick("plan", "import", file).status == 0
    assert taken() == PLAN.exercises


def test_a_plan_begins_when_it_was_taken_in(uncrick, house, file) -> None:
    before = day_of(person_now(ZONE))
    uncrick("plan", "import", file)

    assert before <= plan_file.stored(catalogue()).plan.begins <= day_of(person_now(ZONE))


def test_an_exercise_whose_last_date_has_passed_says_so(uncrick, house, file, tmp_path) -> None:
    (tmp_path / "old.csv").write_text("name,reps,until\nRow,5,2020-01-31\n")

    assert uncrick("plan", "import", "old.csv").out.splitlines()[1].endswith("until 31 Jan 2020  ended")
