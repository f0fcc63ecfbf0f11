"""The settings window: its pages, what is saved at once, and what is said where something cannot be."""

import os

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QSpinBox

from pseudo_locale import widget_texts
from uncrick.settings import SETTINGS, load
from uncrick.storage import paths
from uncrick.window.controls import Choice, Number, Switch
from uncrick.window.settings.week_editor import WeekEditor
from uncrick.window.settings.window import FIRST, PAGES


def typed(field, value):
    """Type a number, and leave the box."""
    field.input.box.setValue(value)
    field.input.settle()


def saved():
    return load(paths.settings_file()).settings


# ---------------------------------------------------------------- what is there


def test_every_setting_has_a_field_with_its_value_in_effect(window):
    assert set(window.fields) == {setting.name for setting in SETTINGS}
    assert window.fields["breaks.every"].input.value() == 50
    assert window.fields["breaks.snooze"].input.value() == 10


def test_first_page_has_what_most_people_want_to_change(window):
    first = window.pages.widget(0)
    for _heading, names in FIRST:
        assert all(first.isAncestorOf(window.fields[name]) for name in names)
    assert first.isAncestorOf(window.login)


@pytest.mark.parametrize(
    ("kind", "made"),
    [("duration", Number), ("count", Number), ("flag", Switch), ("word", Choice), ("hours", WeekEditor)],
)
def test_each_kind_has_an_input_of_its_own(window, kind, made):
    fields = [window.fields[setting.name] for setting in SETTINGS if setting.kind == kind]
    assert fields
    assert all(type(field.input) is made for field in fields)


def test_a_number_has_its_unit_beside_it(window):
    shown = {name: window.fields[name].unit.text() for name in ("breaks.every", "breaks.lull", "window.scale")}
    assert shown == {"breaks.every": "minutes", "breaks.lull": "seconds", "window.scale": "percent"}
    typed(window.fields["breaks.every"], 1)
    assert window.fields["breaks.every"].unit.text() == "minute"


def test_nothing_of_the_language_of_the_file_is_shown(desk):
    window = desk.open("[breaks]\nevery = 3\nsnooze = '90m'\nwindow = '2h'\n[work]\nhours = ['Mon 09:00-17:00']\n")
    shown = "\n".join(widget_texts(window))
    keys = {setting.name for setting in SETTINGS} | {setting.key for setting in SETTINGS if "_" in setting.key}
    words = {word for setting in SETTINGS for word in setting.words if "_" in word}
    assert [text for text in (*keys, *words, '"', "[", "TOML", " = ", "60m", "1h") if text in shown] == []


def test_every_input_has_a_name_for_a_screen_reader(window):
    inputs = [
        part
        for kind in (QAbstractButton, QComboBox, QSpinBox, QLineEdit)
        for part in window.findChildren(kind)
        if not isinstance(part.parentWidget(), QSpinBox | QComboBox) and not part.objectName().startswith("qt_")
    ]
    assert len(inputs) > 60
    assert [part for part in inputs if not (part.accessibleName() or getattr(part, "text", str)())] == []


def test_tab_goes_from_top_to_bottom(window, qtbot):
    names = [name for _heading, names in FIRST for name in names]
    page = window.pages.widget(0)
    order, part = [], window.sections.nextInFocusChain()
    while part is not window.sections:
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isVisibleTo(page) and page.isAncestorOf(part):
            order += [name for name in names if window.fields[name].isAncestorOf(part) and name not in order]
        part = part.nextInFocusChain()
    assert order == names


def test_pages_are_reached_with_the_keyboard(window, qtbot):
    window.sections.setFocus()
    qtbot.keyClick(window.sections, Qt.Key.Key_Down)
    assert window.pages.currentWidget() is window.exercises


def test_a_page_is_opened_by_its_name(window):
    assert len(PAGES) == window.pages.count() == window.sections.count()
    window.open_page("about")
    assert window.pages.currentWidget() is window.profile


# ---------------------------------------------------------------- saving


def test_a_number_means_the_unit_beside_it_and_comments_stay(window, desk):
    typed(window.fields["breaks.every"], 45)
    assert desk.text() == '# mine\n[breaks]\nevery = "45m" # not too often\n'
    assert desk.reloads


def test_saved_is_said_beside_what_was_changed(window):
    field = window.fields["breaks.snooze"]
    assert not field.mark.isVisible()
    typed(field, 7)
    assert field.mark.isVisible()
    assert [other for other in window.fields.values() if other.mark.isVisible()] == [field]


def test_every_kind_of_input_saves(window):
    window.fields["voice.enabled"].input.click()
    theme = window.fields["window.theme"].input
    theme.setCurrentIndex(theme.findText("Dark"))
    theme.activated.emit(theme.currentIndex())
    typed(window.fields["window.scale"], 150)
    window.fields["work.hours"].input.blocks[0].days[4].click()
    programs = window.fields["quiet.ignore"].input
    programs.setText("obs, teams")
    programs.setModified(True)
    programs.editingFinished.emit()
    settings = saved()
    assert settings.voice.enabled
    assert (settings.window.theme, settings.window.scale) == ("dark", 150)
    assert settings.work.hours
    assert settings.quiet.ignore == ("obs", "teams")


def test_what_was_typed_is_saved_when_the_window_closes(window):
    window.fields["breaks.every"].input.box.lineEdit().setText("45")
    window.close()
    assert saved().breaks.every == 45 * 60


def test_steps_are_saved_together(window, desk, qtbot):
    number = window.fields["breaks.every"].input
    number.more.click()
    number.more.click()
    assert not desk.reloads
    qtbot.waitUntil(lambda: saved().breaks.every == 60 * 60)
    assert len(desk.reloads) == 1


def test_the_way_back_is_offered_while_a_number_is_not_the_usual_one(window, desk):
    field = window.fields["breaks.every"]
    assert (field.reset.text(), field.reset.isVisible()) == ("Back to 60 minutes", True)
    field.reset.click()
    assert saved().breaks.every == 3600
    assert not field.reset.isVisible()
    assert "# not too often" in desk.text()


def test_unusual_number_is_saved_with_a_word_of_advice(window):
    field = window.fields["breaks.snooze"]
    typed(field, 45)
    assert saved().breaks.snooze == 45 * 60
    assert field.advice.text() == "That is unusual: 2 to 20 suits most people."
    typed(field, 10)
    assert not field.advice.isVisible()


def test_lengths_that_do_not_go_together_are_named_at_both(window):
    window.open_page("advanced")
    typed(window.fields["breaks.window"], 20)
    typed(window.fields["breaks.every"], 15)
    assert "“Suggest a break after this much work”" in window.fields["breaks.window"].advice.text()


def test_number_that_is_no_whole_minute_is_shown_in_seconds(desk):
    field = desk.open("[breaks]\nsnooze = '90s'\n").fields["breaks.snooze"]
    assert (field.input.value(), field.unit.text()) == (90, "seconds")
    typed(field, 100)
    assert saved().breaks.snooze == 100


# ---------------------------------------------------------------- what cannot be saved


@pytest.fixture
def full_disk(monkeypatch):
    """Nothing can be written while it is 'on'."""
    write, state = paths.write, {"on": True}

    def refusing(*args, **named):
        if state["on"]:
            raise OSError(28, "No space left on device")
        return write(*args, **named)

    monkeypatch.setattr(paths, "write", refusing)
    return state


def test_disk_that_is_full_is_said_at_the_field_and_nothing_is_lost(window, full_disk, desk):
    field = window.fields["breaks.every"]
    typed(field, 45)
    assert field.error.text() == "⚠ Not saved: your settings file cannot be written (no space left on device)."
    assert (field.input.value(), field.error.isVisible(), field.mark.isVisible()) == (45, True, False)
    full_disk["on"] = False
    field.again.click()
    assert saved().breaks.every == 45 * 60
    assert not field.error.isVisible()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="this person may write everywhere")
def test_file_that_is_read_only_is_said_at_the_field(window):
    folder = os.path.dirname(paths.settings_file())
    os.chmod(folder, 0o500)
    try:
        typed(window.fields["breaks.every"], 45)
    finally:
        os.chmod(folder, 0o700)
    assert "permission denied" in window.fields["breaks.every"].error.text()


def test_a_daemon_that_does_not_run_is_said_with_a_button_that_starts_it(desk):
    started = []
    window = desk.open(start_daemon=lambda: started.append(1))
    assert not window.stopped.isVisible()
    window.show_running(False)
    assert "not running" in window.stopped.text.text()
    assert window.stopped.isVisible()
    window.stopped.findChild(QAbstractButton).click()
    assert started
    window.show_running(True)
    assert not window.stopped.isVisible()


# ---------------------------------------------------------------- a file with faults


def test_fault_is_said_at_its_field_and_the_rest_is_used(desk):
    window = desk.open("[breaks]\nevery = 'often'\nsnooze = '5m'\n")
    assert window.fields["breaks.snooze"].input.value() == 5
    assert "cannot be used" in window.fields["breaks.every"].advice.text()
    assert "an entry that cannot be used" in window.faulty.text.text()


def test_choosing_a_value_replaces_the_one_with_the_fault(desk):
    window = desk.open("[breaks]\nevery = 'often'\n")
    typed(window.fields["breaks.every"], 45)
    assert not window.faulty.isVisible()
    assert load(paths.settings_file()).errors == ()


@pytest.mark.parametrize("text", ["breaks every 5\n", "[breaks]\nsnooze = '5m'\nnonsense = 1\n[nonsense]\na = 2\n"])
def test_repair_keeps_what_can_be_used_and_the_old_file(desk, text):
    window = desk.open(text)
    expected = load(paths.settings_file()).written
    assert window.faulty.isVisible()
    window.faulty.findChild(QAbstractButton).click()
    loaded = load(paths.settings_file())
    assert (loaded.errors, loaded.written) == ((), expected)
    assert not window.faulty.isVisible()
    assert len(os.listdir(os.path.dirname(paths.settings_file()))) == 2
    assert desk.reloads


def test_file_that_cannot_be_read_names_the_button_at_the_field(desk):
    window = desk.open("breaks every 5\n")
    typed(window.fields["breaks.snooze"], 7)
    assert "“Repair”" in window.fields["breaks.snooze"].error.text()
