"""The page of the plan: taken in, faults in sentences, printed, reported on, and removed."""

import os
from datetime import UTC, datetime

import pytest

from plans import FOUR, PLAN
from pseudo_locale import widget_texts
from uncrick.core.model.record import Kind, Record
from uncrick.storage import paths
from uncrick.storage.history.store import History
from uncrick.storage.plan import plan_file
from uncrick.storage.shipped_data import catalogue
from uncrick.window.settings.plan_page import PlanPage


@pytest.fixture
def files(place):
    """A file to take in, and names to write to; what was opened and asked for."""
    place.joinpath("four.csv").write_text(FOUR)
    return place


@pytest.fixture
def page(qtbot, files):
    asked = {"file": str(files / "four.csv"), "target": "", "opened": [], "reloads": 0, "again": []}

    def reload():
        asked["reloads"] += 1

    def target(_page, name):
        return asked["target"] or str(files / name)

    made = PlanPage(
        reload,
        asked["again"].append,
        choose_file=lambda _page: asked["file"],
        choose_target=target,
        open_file=asked["opened"].append,
    )
    made.asked = asked
    qtbot.addWidget(made)
    made.resize(640, 480)
    made.show()
    return made


def shown(page) -> str:
    return "\n".join(widget_texts(page.exercises))


def test_without_a_plan_the_page_says_what_one_is_for(page) -> None:
    assert page.intro.text().startswith("Did a therapist give you exercises?")
    assert page.take_in.isVisible()
    assert not any(button.isVisible() for button in (page.remove, page.sheet))


def test_a_plan_is_taken_in_shown_and_told_to_the_daemon(page) -> None:
    page.take_in.click()

    assert page.note.text() == "Imported: 4 exercises. They come first from the next break on."
    assert page.asked["reloads"] == 1
    assert plan_file.stored(catalogue()).plan.exercises == PLAN.exercises
    for text in ("One-leg calf raises", "2 sets of 15. Twice a day, Monday to Friday.", "10 times, hold for 5 s."):
        assert text in shown(page)
    assert page.remove.isVisible()


def test_faults_are_sentences_and_change_nothing(page, files) -> None:
    page.take_in.click()
    files.joinpath("four.csv").write_text("name;reps\nRow;ten\nPull;0\n")
    page.take_in.click()

    assert page.faults.text().split("\n") == [
        "four.csv was not imported. Please correct it, or ask for it again:",
        "line 2: reps is 'ten'; expected a whole number from 1 to 200.",
        "line 3: reps is '0'; expected a whole number from 1 to 200.",
    ]
    assert plan_file.stored(catalogue()).plan.exercises == PLAN.exercises
    assert page.asked["reloads"] == 1


def test_of_many_faults_the_first_are_shown_and_the_rest_counted(page, files) -> None:
    files.joinpath("four.csv").write_text("name;reps\n" + "".join(f"Row {number};x\n" for number in range(12)))
    page.take_in.click()

    assert page.faults.text().split("\n")[-1] == "And 4 more."


def test_an_example_to_begin_with_can_be_saved_and_taken_in(page, files) -> None:
    page.asked["target"] = page.asked["file"] = str(files / "example.csv")
    page.example.click()
    page.take_in.click()

    assert page.note.text() == "Imported: 3 exercises. They come first from the next break on."
    assert not page.example.isVisible()


def test_who_chooses_no_file_changes_nothing(page) -> None:
    page.asked["file"] = ""
    page.take_in.click()

    assert (page.asked["reloads"], page.note.text(), page.faults.text()) == (0, "", "")


def test_removing_keeps_the_file_and_says_where(page) -> None:
    page.take_in.click()
    page.remove.click()

    assert plan_file.stored(catalogue()).plan is None
    assert os.path.exists(page.note.text().removeprefix("The plan has ended. Its file is kept: "))
    assert (shown(page), page.asked["reloads"]) == ("", 2)


@pytest.mark.parametrize(("button", "name"), [("sheet", "exercise-plan.pdf"), ("report", "exercise-report.pdf")])
def test_pages_are_written_as_pdf_and_opened(page, files, button, name) -> None:
    page.take_in.click()
    getattr(page, button).click()

    assert page.asked["opened"] == [str(files / name)]
    assert (files / name).read_bytes().startswith(b"%PDF")


def test_a_page_may_be_a_web_page(page, files) -> None:
    page.take_in.click()
    page.asked["target"] = str(files / "plan.html")
    page.sheet.click()

    assert "One-leg calf raises" in (files / "plan.html").read_text("utf-8")


def test_a_page_that_cannot_be_written_is_said_in_words(page, files) -> None:
    page.take_in.click()
    (files / "no").write_text("in the way")
    page.asked["target"] = str(files / "no" / "plan.pdf")
    page.sheet.click()

    assert page.faults.text().rpartition("no cannot be written: ")[2] in ("file exists.", "file already exists.")
    assert page.asked["opened"] == []


def test_what_hurt_is_paused_and_can_be_taken_up_again(page) -> None:
    page.take_in.click()
    history = History.open(paths.history_file())
    at = datetime.now(UTC)
    history.append(
        Record("r1", at, None, Kind.FEEDBACK, "window", (), "hurt", {"exercise": "plan-red_band_row", "score": 3})
    )
    history.shut()
    page.refresh()

    assert "Paused, because it hurt. Ask your therapist." in shown(page)
    [again] = [
        button
        for button in page.exercises.findChildren(type(page.sheet))
        if button.accessibleName() == "Take up again: Red band row"
    ]
    again.click()
    assert page.asked["again"] == ["plan-red_band_row"]


def test_a_kept_plan_that_was_damaged_says_so(page, files) -> None:
    page.take_in.click()
    with open(paths.plan_file(), "w", encoding="utf-8") as file:
        file.write("x = ")
    page.refresh()

    assert page.faults.text().startswith("The plan cannot be used as it is; import it again.\nline 1: ")


def test_the_page_is_one_of_the_settings_and_the_plan_is_not_among_our_exercises(desk, files) -> None:
    plan_file.store(PLAN, datetime.now(UTC).date(), catalogue())
    window = desk.open()
    window.open_page("plan")

    assert window.pages.currentWidget() is window.plan
    assert "One-leg calf raises" in shown(window.plan)
    assert not [name for name in window.exercises._items if name.startswith("plan-")]
