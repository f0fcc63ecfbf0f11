"""No input of a window lies outside its view, and no text is cut: at any scale, size, font, colours and language."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QScrollArea, QWidget

from uncrick.window.theme import LIGHT, dress
from window.layout import LANGUAGES, WINDOWS, Longer, faults

LAYOUT = Path(__file__).with_name("layout.py")


@pytest.mark.timeout(600)
@pytest.mark.parametrize("scale", ["1", "2"])
@pytest.mark.parametrize("name", WINDOWS)
def test_nothing_is_cut_or_out_of_sight(name, scale, tmp_path):
    homes = {f"XDG_{folder}_HOME": str(tmp_path / folder.lower()) for folder in ("CONFIG", "DATA", "STATE", "CACHE")}
    environment = {**os.environ, **homes, "QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, str(LAYOUT), name],
        env=environment,
        cwd=LAYOUT.parents[1],
        capture_output=True,
        text=True,
        check=False,
        timeout=590,
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["scale"] == float(scale)
    assert result["faults"] == []
    if len(result["fonts"]) < 3:
        pytest.skip(f"all is well, but only in the fonts that are installed here: {result['fonts']}")


# ---------------------------------------------------------------- what the walker sees


@pytest.fixture
def window(qtbot):
    dress(QApplication.instance(), LIGHT)
    made = QWidget()
    made.resize(300, 200)
    qtbot.addWidget(made)
    return made


def label(window, text, width, height, *, wraps=True):
    made = QLabel(text, window)
    made.setWordWrap(wraps)
    made.setGeometry(10, 10, width, height)
    window.show()
    made.show()
    return made


def test_a_window_where_all_fits_has_no_fault(window):
    label(window, "Short", 200, 30)
    QPushButton("Press", window).setGeometry(10, 60, 120, 34)
    window.show()
    assert faults(window) == []


def test_an_input_that_leaves_the_window_is_seen(window):
    QLineEdit(window).setGeometry(250, 10, 100, 30)
    window.show()
    assert any("lies at 250..349 in a width of 300" in fault for fault in faults(window))


def test_a_text_that_is_too_high_is_seen(window):
    label(window, "A text of many words that needs more lines than it has room for", 100, 20)
    assert any("needs a height" in fault for fault in faults(window))


@pytest.mark.parametrize("wraps", [True, False])
def test_a_word_that_is_too_wide_is_seen(window, wraps):
    label(window, "Donaudampfschifffahrt", 60, 40, wraps=wraps)
    assert any("needs a width" in fault for fault in faults(window))


def test_a_button_that_is_too_narrow_is_seen(window):
    QPushButton("A long label", window).setGeometry(10, 10, 40, 34)
    window.show()
    assert any("needs a width" in fault for fault in faults(window))


def test_widgets_that_lie_over_each_other_are_seen(window):
    label(window, "One", 100, 30)
    label(window, "Two", 100, 30)
    assert any("lies over" in fault for fault in faults(window))


def test_a_page_that_scrolls_sideways_is_seen(window):
    """The settings once had such a check box, whose text does not wrap."""
    area, inner = QScrollArea(), QWidget()
    QHBoxLayout(inner).addWidget(
        QCheckBox("A minute after a prompt the break begins by itself, if you did not answer.")
    )
    area.setWidget(inner)
    area.setWidgetResizable(True)
    QHBoxLayout(window).addWidget(area)
    window.show()
    found = faults(window)
    assert any("scrolls sideways" in fault for fault in found)
    assert any(fault.startswith("QCheckBox") for fault in found)


def test_longer_words_keep_their_holes():
    assert Longer().gettext("Paused until {time}") == "Pausednnn untilnn {time}"
    assert set(LANGUAGES) == {"english", "longer"}
