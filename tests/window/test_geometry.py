"""Where a window opens."""

import pytest
from PySide6.QtWidgets import QWidget

from uncrick.window import geometry


def test_it_comes_back_where_it_was(qapp, qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    first, second = QWidget(), QWidget()
    for window in (first, second):
        qtbot.addWidget(window)
    geometry.place(first, "guide", (300, 200))
    first.move(40, 50)
    geometry.save(first, "guide")
    geometry.place(second, "guide", (300, 200))
    assert (second.x(), second.y(), second.width(), second.height()) == (40, 50, 300, 200)


@pytest.mark.parametrize(
    "stored", ["", "[]", "nonsense", '{"guide": {"size": [1]}}', '{"guide": {"places": {"a": 3}}}']
)
def test_damaged_window_places_are_ignored(qapp, qtbot, tmp_path, monkeypatch, stored):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    (tmp_path / "uncrick").mkdir()
    (tmp_path / "uncrick/windows.json").write_text(stored)
    window = QWidget()
    qtbot.addWidget(window)
    geometry.place(window, "guide", (300, 200))
    assert window.width() == 300
