"""Hours of the week are set with buttons and times, and are saved only when they mean something."""

import pytest
from PySide6.QtCore import QLocale

from uncrick.window.settings.week_editor import WeekEditor


@pytest.fixture
def editor(qtbot):
    """Where the week begins on Monday."""
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    made = WeekEditor(with_days_off=True)
    made.saved = []
    made.changed.connect(made.saved.append)
    qtbot.addWidget(made)
    made.show()
    yield made
    QLocale.setDefault(before)


def test_a_day_off_is_one_click(editor):
    editor.show_lines(["Mon-Fri 08:30-12:00, 13:00-18:00"])
    editor.blocks[0].days[4].click()
    assert editor.saved == [["Mon-Thu 08:30-12:00, 13:00-18:00"]]


def test_without_hours_every_day_is_on_and_a_silent_day_is_one_click(editor):
    assert all(button.isChecked() for button in editor.blocks[0].days.values())
    assert editor.meaning.text() == "You are reminded every day. Click a day to have no reminders on it."
    editor.blocks[0].days[4].click()
    assert editor.saved == [["Mon-Thu, Sat-Sun 00:00-24:00"]]
    assert editor.meaning.text() == "No reminders on Friday."
    editor.blocks[0].days[4].click()
    assert editor.saved[-1] == []


def test_a_day_says_what_a_click_does(editor):
    friday = editor.blocks[0].days[4]
    assert friday.toolTip() == "Friday is on. Click to switch it off."
    friday.click()
    assert friday.toolTip() == "Friday is off. Click to switch it on."


def test_silent_days_are_named_whatever_the_hours(editor):
    editor.show_lines(["Mon-Wed 09:00-17:00", "Thu 09:00-12:00"])
    assert editor.meaning.text() == "No reminders on Friday, Saturday and Sunday."


def test_hours_begin_with_the_usual_ones(editor):
    editor.blocks[0].more.click()
    assert editor.saved == [["Mon-Fri 09:00-17:00"]]


def test_days_that_were_chosen_stay_when_hours_are(editor):
    editor.blocks[0].days[0].click()
    editor.blocks[0].more.click()
    assert editor.saved[-1] == ["Tue-Sun 09:00-17:00"]


def test_whole_days_are_shown_as_they_were_saved(editor):
    editor.show_lines(["Mon-Thu 00:00-24:00"])
    assert editor.blocks[0].spans == []
    assert editor.lines() == ["Mon-Thu 00:00-24:00"]


def test_days_off_need_no_hours(editor):
    editor.add_off.click()
    assert editor.saved[0][0] == "Mon-Sun 00:00-24:00"
    editor.off[0].remove.click()
    assert editor.saved[-1] == []


def test_quiet_hours_are_none_until_some_are_chosen(qtbot):
    quiet = WeekEditor(with_days_off=False)
    qtbot.addWidget(quiet)
    assert (quiet.blocks, quiet.lines(), quiet.meaning.text()) == ([], [], "None set.")
    quiet.add.click()
    assert quiet.lines() == ["Mon-Fri 09:00-17:00"]


def test_a_stretch_is_added_and_removed(editor):
    editor.show_lines(["Mon-Fri 08:00-12:00"])
    editor.blocks[0].more.click()
    editor.blocks[0].spans[0].remove.click()
    assert editor.saved == [["Mon-Fri 08:00-12:00, 13:00-17:00"], ["Mon-Fri 13:00-17:00"]]


def test_other_days_get_hours_of_their_own(editor):
    editor.show_lines(["Mon-Fri 08:00-12:00"])
    editor.add.click()
    assert editor.saved == [["Mon-Fri 08:00-12:00", "Sat-Sun 09:00-17:00"]]


def test_removing_the_last_stretch_removes_the_hours(editor):
    editor.show_lines(["Mon-Fri 08:00-12:00"])
    editor.blocks[0].spans[0].remove.click()
    assert editor.saved == [[]]
    assert all(button.isChecked() for button in editor.blocks[0].days.values())


def test_a_time_is_typed(editor):
    editor.show_lines(["Mon-Fri 08:00-12:00"])
    begin = editor.blocks[0].spans[0].begin
    begin.setEditText("7:45")
    begin.lineEdit().editingFinished.emit()
    assert editor.saved == [["Mon-Fri 07:45-12:00"]]


def test_hours_without_a_day_are_not_saved_as_no_hours(editor):
    editor.show_lines(["Fri 08:00-12:00"])
    editor.blocks[0].days[4].click()
    assert editor.saved == []
    assert "choose at least one day" in editor.problem.text()
    editor.blocks[0].days[0].click()
    assert editor.saved == [["Mon 08:00-12:00"]]
    assert not editor.problem.isVisible()


def test_a_stretch_without_length_is_not_saved(editor):
    editor.show_lines(["Mon 08:00-12:00"])
    end = editor.blocks[0].spans[0].end
    end.setEditText("8")
    end.lineEdit().editingFinished.emit()
    assert editor.saved == []
    assert "end is the same" in editor.problem.text()


def test_days_off_are_kept_and_changed(editor):
    editor.show_lines(["Mon 08:00-12:00", "2026-12-24 to 2027-01-03 off"])
    editor.off[0].first.setDate(editor.off[0].first.date().addDays(-1))
    assert editor.saved == [["Mon 08:00-12:00", "2026-12-23 to 2027-01-03 off"]]
    editor.off[0].remove.click()
    assert editor.saved[-1] == ["Mon 08:00-12:00"]


def test_last_day_off_follows_the_first(editor):
    editor.show_lines(["Mon 08:00-12:00", "2026-12-24 off"])
    editor.off[0].first.setDate(editor.off[0].first.date().addDays(2))
    assert editor.saved == [["Mon 08:00-12:00", "2026-12-26 off"]]


def test_hours_that_were_just_saved_are_not_built_anew(editor):
    editor.show_lines(["Mon 08:00-12:00"])
    block = editor.blocks[0]
    editor.show_lines(["Mon 08:00-12:00"])
    assert editor.blocks[0] is block
