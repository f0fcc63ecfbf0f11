"""The settings window: fields, exercises and profile, each saved at once."""

import json
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QSpinBox, QStyle, QStyleOptionButton

from uncrick.settings import SETTINGS, load
from uncrick.storage import paths, profile_file
from uncrick.window.catalog import personal_catalogue
from uncrick.window.checkbox_style import CheckboxStyle
from uncrick.window.settings.window import SIZE, SettingsWindow
from uncrick.window.theme import CONTRAST, DARK, LIGHT

OWN = "# mine\n[breaks]\nevery = '50m' # not too often\n"


@pytest.fixture
def place(tmp_path, monkeypatch):
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    return tmp_path


def wrote(text):
    paths.write(paths.settings_file(), text)


@pytest.fixture
def window(qtbot, place):
    wrote(OWN)
    window = SettingsWindow(LIGHT, personal_catalogue(), lambda: window.reloads.append(1))
    window.reloads = []
    qtbot.addWidget(window)
    window.show()
    return window


def text():
    with open(paths.settings_file(), encoding="utf-8") as file:
        return file.read()


def typed(field, value):
    field.input.setText(value)
    field.input.editingFinished.emit()


# ---------------------------------------------------------------- settings


def test_every_setting_has_a_field_with_its_value_in_effect(window):
    assert set(window.fields) == {setting.name for setting in SETTINGS}
    assert window.fields["breaks.every"].input.text() == "50m"
    assert window.fields["breaks.snooze"].input.text() == "10m"


@pytest.mark.parametrize(
    ("kind", "made"),
    [("duration", QLineEdit), ("count", QSpinBox), ("flag", QCheckBox), ("word", QComboBox), ("hours", QLineEdit)],
)
def test_each_kind_has_a_field_of_its_own(window, kind, made):
    fields = [window.fields[setting.name] for setting in SETTINGS if setting.kind == kind]
    assert fields
    assert all(type(field.input) is made for field in fields)


def test_every_field_has_an_accessible_text_and_default(window):
    for name, field in window.fields.items():
        assert field.input.accessibleName() == field.setting.text
        assert name in field.input.accessibleDescription()
        assert "default" in field.input.accessibleDescription()


def test_typed_value_is_saved_with_comments_and_the_daemon_reloads(window):
    typed(window.fields["breaks.every"], "45m")
    assert text() == OWN.replace("'50m'", '"45m"')
    assert window.reloads


def test_faulty_value_is_reported_and_not_saved(window):
    field = window.fields["breaks.every"]
    typed(field, "often")
    assert "length of time" in field.error.text()
    assert field.error.isVisible()
    assert text() == OWN
    assert not window.reloads
    typed(field, "45m")
    assert not field.error.isVisible()


def test_unusual_value_is_saved_with_advice(window, qtbot):
    field = window.fields["breaks.snooze"]
    typed(field, "45m")
    qtbot.waitUntil(lambda: "unusual" in field.error.text())
    assert load(paths.settings_file()).settings.breaks.snooze == 45 * 60


def test_every_kind_of_field_saves(window):
    window.fields["voice.enabled"].input.setChecked(True)
    window.fields["window.theme"].input.setCurrentText("dark")
    window.fields["window.scale"].input.setValue(150)
    typed(window.fields["work.hours"], "Mon-Fri 08:30-18:00; Sat 10:00-12:00")
    settings = load(paths.settings_file()).settings
    assert settings.voice.enabled
    assert (settings.window.theme, settings.window.scale) == ("dark", 150)
    assert settings.work.hours


def test_reset_restores_the_default(window):
    field = window.fields["breaks.every"]
    assert field.reset.isVisibleTo(window.pages.widget(0))
    field.reset.click()
    assert load(paths.settings_file()).settings.breaks.every == 3600
    assert not field.reset.isVisibleTo(window.pages.widget(0))
    assert "# not too often" in text()


def test_pages_are_reached_with_the_keyboard(window, qtbot):
    window.sections.setFocus()
    qtbot.keyClick(window.sections, Qt.Key.Key_Down)
    assert window.pages.currentIndex() == 1


def test_faulty_file_is_reported_and_the_rest_is_used(qtbot, place):
    wrote("[breaks]\nidle = 3\nsnooze = '5m'\n")
    window = SettingsWindow(LIGHT, personal_catalogue(), lambda: None)
    qtbot.addWidget(window)
    assert "idle" in window.message.text()
    assert window.fields["breaks.snooze"].input.text() == "5m"


# ---------------------------------------------------------------- exercises


def test_exercise_is_shown_and_switched_off(window, qtbot):
    page = window.exercises
    window.pages.setCurrentWidget(page)
    row = next(
        n for n in range(page.list.count()) if page.list.item(n).text() == "Stand and stand and bend to each side"
    )
    page.list.setCurrentRow(row)
    assert page.name.text() == "Stand and stand and bend to each side"
    painted = page.stage.painted
    qtbot.waitUntil(lambda: page.stage.painted > painted + 3)
    page.list.item(row).setCheckState(Qt.CheckState.Unchecked)
    assert not load(paths.settings_file()).settings.exercise["side_bend"].enabled
    assert personal_catalogue().exercise("side_bend").off


def test_figure_stops_on_another_page(window):
    window.pages.setCurrentWidget(window.exercises)
    assert window.exercises._clock.isActive()
    window.pages.setCurrentIndex(0)
    assert not window.exercises._clock.isActive()


# ---------------------------------------------------------------- the profile


def test_profile_is_saved_and_the_daemon_reloads(window):
    window.profile.conditions["dizzy"].setChecked(True)
    window.profile.equipment["bar"].setChecked(True)
    window.profile.place.setCurrentIndex(1)
    before = date.today()  # noqa: DTZ011 the person's own day
    window.profile.save()
    stored = profile_file.load(paths.profile_file())
    assert (stored.answers.conditions, stored.answers.equipment, stored.answers.place) == ({"dizzy"}, {"bar"}, "home")
    assert before <= stored.answered <= date.today()  # noqa: DTZ011
    assert window.reloads


def test_profile_is_not_saved_unasked(window):
    assert profile_file.load(paths.profile_file()) == profile_file.StoredProfile()


def test_saved_profile_is_shown(qtbot, place):
    stored = profile_file.StoredProfile().answer(
        profile_file.Profile(conditions=frozenset({"grip"}), trains=True), date(2026, 1, 2)
    )
    profile_file.save(paths.profile_file(), stored)
    window = SettingsWindow(LIGHT, personal_catalogue(), lambda: None)
    qtbot.addWidget(window)
    assert window.profile.conditions["grip"].isChecked()
    assert window.profile.trains.isChecked()


def test_unreadable_profile_is_reported_without_its_content(qtbot, place):
    paths.write(paths.profile_file(), json.dumps({"conditions": 3, "secret": "x"}))
    window = SettingsWindow(LIGHT, personal_catalogue(), lambda: None)
    qtbot.addWidget(window)
    assert "profile" in window.profile.message.text()
    assert "secret" not in window.profile.message.text()


def test_consent_is_given_for_each_kind_of_exercise(window):
    page = window.profile
    page.consents["weights"].setChecked(True)
    page.save()
    assert profile_file.load(paths.profile_file()).answers.consents == {"weights"}


def test_people_who_train_are_not_asked_for_consent(window):
    page = window.profile
    assert not any(box.isHidden() for box in page.consents.values())
    page.trains.setChecked(True)
    assert all(box.isHidden() for box in page.consents.values())


def test_profile_needs_no_horizontal_scrolling(window, qtbot):
    window.resize(*SIZE)
    window.sections.setCurrentRow(window.sections.count() - 1)
    area = window.pages.currentWidget()
    qtbot.waitUntil(area.isVisible)
    assert area.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize("colours", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])
def test_check_box_state_shows_in_shape_and_frame(qapp, colours):
    pictures = []
    for state in (QStyle.StateFlag.State_On, QStyle.StateFlag.State_Off):
        image = QImage(20, 20, QImage.Format.Format_RGB32)
        image.fill(QColor(colours.card))
        option = QStyleOptionButton()
        option.rect, option.state = image.rect(), state
        painter = QPainter(image)
        CheckboxStyle(colours).drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorCheckBox, option, painter)
        painter.end()
        pictures.append({image.pixelColor(x, y).name() for x in range(20) for y in range(20)})
    assert {colours.accent, colours.on_accent} <= pictures[0]
    assert any(abs(QColor(name).lightness() - QColor(colours.card).lightness()) > 60 for name in pictures[1])


@pytest.mark.parametrize("word", ['["Mon-Fri 08:30-12:00"]', "Mon-Fri 08:30-12:00"])
def test_hours_are_accepted_as_the_file_has_them(window, word):
    field = window.fields["work.hours"]
    field.input.setText(word)
    field.input.editingFinished.emit()
    assert field.error.isHidden()
    assert load(paths.settings_file()).settings.work.hours
