"""The exercises one by one: switched on and off, with the reason where the person does not get one."""

import pytest
from PySide6.QtCore import QPoint, Qt

from uncrick.core.model.profile import Profile
from uncrick.settings import load
from uncrick.storage import paths, profile_file
from uncrick.window.catalog import personal_catalogue
from uncrick.window.easier import easier
from uncrick.window.settings.exercise_delegate import Roles


@pytest.fixture
def page(window):
    window.open_page("exercises")
    return window.exercises


def item(page, name):
    found = next(n for n in range(page.list.count()) if page.list.item(n).data(Roles.ID) == name)
    page.list.setCurrentRow(found)
    return page.list.item(found)


def test_exercise_is_shown_and_switched_off(page, qtbot):
    entry = item(page, "side_bend")
    assert page.name.text() == entry.text()
    painted = page.stage.painted
    qtbot.waitUntil(lambda: page.stage.painted > painted + 3)
    entry.setCheckState(Qt.CheckState.Unchecked)
    assert not load(paths.settings_file()).settings.exercise["side_bend"].enabled
    assert personal_catalogue().exercise("side_bend").off
    assert page.reason.text() == "✓ Saved. You switched it off."


def test_space_switches_and_a_click_on_the_name_does_not(page, qtbot):
    entry = item(page, "shrug")
    qtbot.keyClick(page.list, Qt.Key.Key_Space)
    assert entry.checkState() is Qt.CheckState.Unchecked
    middle = page.list.visualItemRect(entry).center()
    qtbot.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert entry.checkState() is Qt.CheckState.Unchecked
    box = page.list.visualItemRect(entry).topLeft() + QPoint(16, 16)
    qtbot.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=box)
    assert entry.checkState() is Qt.CheckState.Checked


def test_each_exercise_says_why_the_person_does_not_get_it(page):
    assert item(page, "neck_turn").data(Roles.REASON) == "Waits for your answers about your health."
    assert page.reason.text() == "Waits for your answers about your health."
    spoken = item(page, "neck_turn").data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.endswith("Waits for your answers about your health.")


def test_answers_about_the_person_change_the_reasons(window, page):
    window.open_page("about")
    window.profile.none.box.click()
    window.open_page("exercises")
    assert item(page, "neck_turn").data(Roles.REASON) == ""
    assert page.reason.text() == "You get this one."


def test_reason_leads_to_the_page_where_it_is_changed(window, page):
    item(page, "neck_turn")
    page.change.click()
    assert window.pages.currentWidget() is window.profile


def test_count_of_exercises_is_what_the_list_says(page):
    entries = [page.list.item(n) for n in range(page.list.count()) if page.list.item(n).data(Roles.ID)]
    given = sum(not entry.data(Roles.REASON) for entry in entries)
    assert page.summary.text() == f"You get {given} of {len(entries)} exercises."


def test_exercise_that_is_not_saved_is_not_shown_as_switched(page, monkeypatch):
    def refuse(*_args, **_named):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(paths, "write", refuse)
    entry = item(page, "shrug")
    entry.setCheckState(Qt.CheckState.Unchecked)
    assert entry.checkState() is Qt.CheckState.Checked
    assert "no space left" in page.error.text()
    assert page.error.isVisible()


def test_an_exercise_that_hurt_is_brought_back_with_a_button(desk):
    asked = []
    window = desk.open(try_again=asked.append)
    page = window.exercises
    page._retired = lambda exercise: exercise.id == "shrug"
    window.open_page("exercises")
    assert not page.again.isVisible()
    item(page, "shrug")
    assert page.again.isVisible()
    page.again.click()
    assert asked == ["shrug"]


def test_easier_says_what_becomes_easier(page):
    item(page, "neck_turn")
    assert page.easier.text() == "Easier is: 3 times and half as far; or “Glide your chin back” in its place."


def test_an_easier_walk_is_a_shorter_one(page):
    item(page, "walk_corridor")
    assert page.easier.text().startswith("Easier is: for a shorter time")


def test_every_exercise_says_what_becomes_easier():
    known = personal_catalogue()
    for exercise in known.exercises.values():
        text = easier(exercise, known)
        assert text.startswith("Easier is: ")
        assert "_" not in text


def group(page, name):
    return next(page.list.item(n) for n in range(page.list.count()) if page.list.item(n).data(Roles.GROUP) == name)


def test_a_whole_group_is_switched_off_and_on_at_once(page):
    known = personal_catalogue()
    shoulders = {exercise.id for exercise in known.exercises.values() if exercise.area == "shoulders"}
    group(page, "shoulders").setCheckState(Qt.CheckState.Unchecked)
    settings = load(paths.settings_file()).settings.exercise
    assert {name for name, wish in settings.items() if not wish.enabled} == shoulders
    assert page.reason.text() == f"✓ Saved. You get 0 of {len(shoulders)}."
    group(page, "shoulders").setCheckState(Qt.CheckState.Checked)
    assert all(wish.enabled for wish in load(paths.settings_file()).settings.exercise.values())


def test_box_of_a_group_shows_that_some_of_it_are_off(page):
    item(page, "shrug").setCheckState(Qt.CheckState.Unchecked)
    of_group = group(page, personal_catalogue().exercise("shrug").area)
    assert of_group.checkState() is Qt.CheckState.PartiallyChecked


def test_figure_stops_on_another_page(window, page):
    assert page._clock.isActive()
    window.open_page("breaks")
    assert not page._clock.isActive()


def test_list_needs_no_scrolling_sideways(page):
    assert page.list.horizontalScrollBar().maximum() == 0
    assert page.detail.horizontalScrollBar().maximum() == 0


def test_profile_of_another_process_is_read_when_the_page_is_shown(window):
    stored = profile_file.StoredProfile(Profile(conditions=frozenset({"dizzy"})))
    profile_file.save(paths.profile_file(), stored)
    window.open_page("exercises")
    assert item(window.exercises, "neck_turn").data(Roles.REASON).startswith("Left out for your answer: Dizziness")


def test_another_person_shows_the_exercises_as_soon_as_they_are_chosen(window, page):
    shown = []
    for person in ("bun", "curls"):
        window.fields["window.figure"].input.chosen.emit(person)
        page.stage.show_figure(personal_catalogue().exercise("neck_turn"), 0.0)
        shown.append(page.stage.grab().toImage())
    assert shown[0] != shown[1]
    assert load(paths.settings_file()).settings.window.figure == "curls"


# ---------------------------------------------------------------- what is wished for one exercise


def wishes(name):
    return load(paths.settings_file()).settings.exercise.get(name)


def test_number_of_times_is_set_and_set_back(page):
    item(page, "shrug")
    usual = personal_catalogue().exercise("shrug").reps.micro
    assert page.wishes.reps.value() == usual
    assert page.wishes.usual.text() == f"Usually {usual} times."
    page.wishes.reps.box.setValue(usual + 1)
    page.wishes.reps.settle()
    assert wishes("shrug").reps == usual + 1
    assert personal_catalogue().exercise("shrug").reps.micro == usual + 1
    assert page.wishes.often.mark.isVisible()
    page.wishes.reset.click()
    assert (wishes("shrug").reps, page.wishes.reps.value()) == (0, usual)


def test_what_was_wished_before_is_shown_with_the_way_back(desk):
    paths.write(paths.settings_file(), '[exercise.shrug]\nreps = 2\nnote = "only small"\n')
    page = desk.open().exercises
    item(page, "shrug")
    assert (page.wishes.reps.value(), page.wishes.note.text()) == (2, "only small")
    assert page.wishes.reset.text().startswith("Back to ")


def test_what_is_usual_does_not_change_with_what_was_wished(desk):
    usual = personal_catalogue().exercise("shrug").reps.micro
    paths.write(paths.settings_file(), f"[exercise.shrug]\nreps = {usual + 1}\n")
    page = desk.open().exercises
    item(page, "shrug")
    page.wishes.reset.click()
    item(page, "neck_turn")
    item(page, "shrug")
    assert (page.wishes.reps.value(), page.wishes.usual.text()) == (usual, f"Usually {usual} times.")


def test_own_note_is_saved_when_the_field_is_left_or_another_exercise_is_chosen(page):
    item(page, "shrug")
    page.wishes.note.setText("slowly, to the left")
    page.wishes.note.setModified(True)
    item(page, "neck_turn")
    assert wishes("shrug").note == "slowly, to the left"
    assert page.wishes.note.text() == ""


def test_no_number_is_asked_for_a_walk_nor_for_what_only_a_home_session_has(page):
    for name in ("walk_corridor", "leg_lift_prone"):
        item(page, name)
        assert (page.wishes._row.isVisible(), page.wishes.note.isVisible()) == (False, True)


def test_group_has_no_wishes(page):
    page.list.setCurrentItem(group(page, "shoulders"))
    assert not page.wishes.isVisible()
    item(page, "shrug")
    assert page.wishes.isVisible()


def test_wish_that_is_not_saved_says_why(page, monkeypatch):
    def refuse(*_args, **_named):
        raise OSError(28, "No space left on device")

    item(page, "shrug")
    monkeypatch.setattr(paths, "write", refuse)
    page.wishes.note.setText("slow")
    page.wishes.note.setModified(True)
    page.wishes.settle()
    assert "no space left" in page.wishes.noted.fault.text()
