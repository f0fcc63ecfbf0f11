"""The history window: turning the days, the charts and the export."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from uncrick.core.model.record import Item, Kind, Record
from uncrick.window.history.chart_view import ChartView
from uncrick.window.history.window import HistoryWindow
from uncrick.window.theme import DARK, LIGHT

OVERVIEW = {
    "areas": [{"id": "neck_turn", "name": "Neck, turning", "done": 2, "quota": 5}],
    "days_with_breaks": 3,
    "days": [],
}
NOW = datetime(2026, 11, 19, 15, 0, tzinfo=UTC)


def done(days_ago=0):
    at = NOW - timedelta(days=days_ago, hours=2)
    item = Item("neck_turn", "Turn your head", 5, 84)
    return Record(f"r{days_ago}", at, None, Kind.DONE, "tray", (item,), None, {"seconds": 90, "credited": True})


@pytest.fixture
def window(qtbot):
    window = HistoryWindow(LIGHT, lambda: ([done(3), done(1), done()], OVERVIEW), lambda: NOW)
    qtbot.addWidget(window)
    window.show()
    return window


def test_charts_are_day_week_exercises_and_year(window):
    titles = [chart.accessibleName() for chart in window.charts]
    assert titles == [
        "Thursday, 19 November",
        "Week of 16 November to 22 November",
        "Exercises this week",
        "The last twelve months",
    ]


def test_days_turn_but_never_past_today(window):
    window.earlier.click()
    assert window.charts[0].accessibleName() == "Wednesday, 18 November"
    assert window.later.isEnabled()
    window.later.click()
    window.turn(1)
    assert window.charts[0].accessibleName() == "Thursday, 19 November"
    assert not window.later.isEnabled()


def test_every_chart_has_a_description(window):
    assert "Thursday: 1 break, 1 with exercises, 2 min away." in window.charts[1].accessibleDescription()
    assert all(chart.accessibleDescription() for chart in window.charts)


def test_chart_keeps_its_aspect_ratio(window, qtbot):
    window.resize(1100, 700)
    year = window.charts[3]
    qtbot.waitUntil(lambda: abs(year.height() / year.width() - year._chart.height / year._chart.width) < 0.01)


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_chart_is_painted_in_several_colours(qtbot, window, look):
    view = ChartView(look, window.charts[1]._chart)
    qtbot.addWidget(view)
    view.resize(720, 300)
    image = view.grab().toImage()
    colours = {image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}
    assert len(colours) > 5


@pytest.mark.parametrize("form", ["csv", "json", "html"])
def test_history_is_exported(window, tmp_path, form):
    path = tmp_path / f"history.{form}"
    window.save(str(path), form)
    text = path.read_text()
    if form == "json":
        assert [record["id"] for record in json.loads(text)] == ["r3", "r1", "r0"]
    assert "neck_turn" in text or "<svg" in text
    assert window.text.text() == f"Written: {path}"


def test_failed_export_is_reported(window, tmp_path):
    (tmp_path / "file").write_text("")
    window.save(str(tmp_path / "file/history.csv"), "csv")
    assert "cannot be written" in window.text.text()
