"""The inputs that windows share."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionButton

from uncrick.window.checkbox_style import CheckboxStyle
from uncrick.window.controls import Choice, Number, Switch, TimeOfDay, WrappedCheck, read_clock
from uncrick.window.theme import CONTRAST, DARK, LIGHT, dress


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("9", 540),
        ("9:15", 555),
        ("0915", 555),
        ("915", 555),
        ("9.15", 555),
        ("17h30", 1050),
        ("5 pm", 1020),
        ("12 am", 0),
        ("24:00", 1440),
        ("", None),
        ("25:00", None),
        ("9:61", None),
        ("13 pm", None),
        ("soon", None),
    ],
)
def test_a_typed_time_is_read(typed, minutes):
    assert read_clock(typed) == minutes


def test_time_that_cannot_be_read_leaves_the_one_before(qtbot):
    time = TimeOfDay(510)
    qtbot.addWidget(time)
    changes = []
    time.changed.connect(changes.append)
    time.setEditText("soon")
    time.lineEdit().editingFinished.emit()
    assert (time.minutes(), time.currentText(), changes) == (510, "08:30", [])


def test_list_of_times_opens_where_the_time_is(qtbot):
    time = TimeOfDay(555)
    qtbot.addWidget(time)
    time.show()
    time.showPopup()
    assert time.view().currentIndex().data() == "09:00"
    time.hidePopup()
    assert time.minutes() == 555


def test_a_number_is_reported_once_after_several_steps(qtbot):
    number = Number(0, 100, 5)
    qtbot.addWidget(number)
    changes = []
    number.changed.connect(changes.append)
    for _step in range(3):
        number.more.click()
    qtbot.waitUntil(lambda: changes == [15])


def test_a_number_that_was_typed_is_reported_when_it_is_hidden(qtbot):
    number = Number(0, 100)
    qtbot.addWidget(number)
    changes = []
    number.changed.connect(changes.append)
    number.show()
    number.box.lineEdit().setText("42")
    number.hide()
    assert changes == [42]


def test_digits_of_a_number_are_seen(qtbot):
    dress(QApplication.instance(), LIGHT)
    number = Number(0, 10080)
    qtbot.addWidget(number)
    number.box.setValue(10080)
    number.show()
    line = number.box.lineEdit()
    assert line.width() >= line.fontMetrics().horizontalAdvance("10080")


@pytest.mark.parametrize("make", [lambda: Choice({"a": "A", "b": "B"}), lambda: Number(0, 10).box])
def test_scrolling_over_an_input_does_not_change_it(qtbot, make):
    number = Number(0, 10)
    box = make() if isinstance(make(), Choice) else number.box
    qtbot.addWidget(box if isinstance(box, Choice) else number)
    box.show()
    before = box.currentIndex() if isinstance(box, Choice) else box.value()
    wheel = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box, wheel)
    assert before == (box.currentIndex() if isinstance(box, Choice) else box.value())


def test_word_that_is_not_offered_is_shown_as_it_is(qtbot):
    choice = Choice({"DE": "Germany"})
    qtbot.addWidget(choice)
    choice.show_word("ZZ")
    assert choice.word() == "ZZ"


def colours(widget):
    picture = widget.grab().toImage()
    return {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}


@pytest.mark.parametrize("look", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])
def test_a_switch_shows_its_state_by_place_and_tick(qtbot, look):
    dress(QApplication.instance(), look)
    switch = Switch()
    qtbot.addWidget(switch)
    off = switch.grab().toImage()
    switch.setChecked(True)
    assert switch.grab().toImage() != off
    assert {look.accent, look.on_accent} <= colours(switch)


def test_a_click_on_the_text_of_a_check_box_counts(qtbot):
    check = WrappedCheck("A long text that breaks its lines")
    qtbot.addWidget(check)
    check.show()
    clicks = []
    check.clicked.connect(clicks.append)
    qtbot.mouseClick(check.label, Qt.MouseButton.LeftButton)
    assert (check.isChecked(), clicks) == (True, [True])
    assert check.box.accessibleName() == "A long text that breaks its lines"


@pytest.mark.parametrize("look", [LIGHT, DARK, CONTRAST], ids=["light", "dark", "contrast"])
def test_check_box_state_shows_in_shape_and_frame(qapp, look):
    pictures = []
    for state in (QStyle.StateFlag.State_On, QStyle.StateFlag.State_Off):
        image = QImage(20, 20, QImage.Format.Format_RGB32)
        image.fill(QColor(look.card))
        option = QStyleOptionButton()
        option.rect, option.state = image.rect(), state
        painter = QPainter(image)
        CheckboxStyle(look).drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorCheckBox, option, painter)
        painter.end()
        pictures.append({image.pixelColor(x, y).name() for x in range(20) for y in range(20)})
    assert {look.accent, look.on_accent} <= pictures[0]
    assert any(abs(QColor(name).lightness() - QColor(look.card).lightness()) > 60 for name in pictures[1])
