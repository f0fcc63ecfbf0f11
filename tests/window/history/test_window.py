"""The history window: turning the days, the charts and the export."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QPointF, Qt

from uncrick.core.model.record import Item, Kind, Record
from uncrick.core.presentation.charts import Chart, Rectangle
from uncrick.errors import NotRunningError
from uncrick.window.client import Replied, RequestFailed, StatusReceived
from uncrick.window.history.chart_view import ChartView
from uncrick.window.history.window import NECK, HistoryWindow
from uncrick.window.theme import DARK, LIGHT
from window.conftest import FakeConnection
from window.shown_history import shown

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
def records():
    return [done(3), done(1), done()]


@pytest.fixture
def connection():
    return FakeConnection()


@pytest.fixture
def window(qtbot, records, connection):
    window = HistoryWindow(LIGHT, shown(records, OVERVIEW), lambda: NOW, connection.send)
    qtbot.addWidget(window)
    window.show()
    return window


def test_charts_are_day_neck_week_exercises_and_year(window):
    titles = [chart.accessibleName() for chart in window.charts]
    assert titles == [
        "Thursday, 19 November",
        "Your neck, week by week",
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
    assert "Thursday: 1 break, 1 with exercises, 2 min away." in window.charts[2].accessibleDescription()
    assert all(chart.accessibleDescription() for chart in window.charts)


def test_chart_keeps_its_aspect_ratio(window, qtbot):
    window.resize(1100, 700)
    year = window.charts[4]
    qtbot.waitUntil(lambda: abs(year.height() / year.width() - year._chart.height / year._chart.width) < 0.01)


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])
def test_chart_is_painted_in_several_colours(qtbot, window, look):
    view = ChartView(look, window.charts[2]._chart)
    qtbot.addWidget(view)
    view.resize(720, 300)
    image = view.grab().toImage()
    colours = {image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}
    assert len(colours) > 5


def test_time_runs_from_right_to_left_as_the_language_does(qtbot):
    chart = Chart("", 100, 20, (Rectangle(0, 0, 10, 20, "exercise", description="first"),), ())
    view = ChartView(LIGHT, chart)
    qtbot.addWidget(view)
    assert view._description(QPointF(5, 10)) == "first"
    view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert view._description(QPointF(95, 10)) == "first"
    assert view._description(QPointF(5, 10)) == ""


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


def test_break_that_is_taken_meanwhile_shows_up(window, records):
    window.receive(StatusReceived({"today": {"done": 1}}))
    records.append(done())
    window.receive(StatusReceived({"today": {"done": 1}}))
    assert "1 break" in window.text.text()
    window.receive(StatusReceived({"today": {"done": 2}}))
    assert "2 breaks" in window.text.text()


# ------------------------------------------------------------------ how the neck is


def felt(answer):
    return Record("neck", NOW, None, Kind.FEEDBACK, "window", (), answer, {"about": "neck"})


def pressed(window):
    return [key for key, button in window.question.buttons.items() if button.isChecked()]


def test_one_tap_answers_for_today(window, connection, records):
    window.question.buttons["stiff"].click()
    assert connection.sent == [("feedback", {"feedback": "stiff"})]
    records.append(felt("stiff"))
    window.receive(Replied("feedback", {"said": []}))
    assert pressed(window) == ["stiff"]
    assert window.question.reply.text() == "Noted for today. You can still change it."
    assert window.charts[NECK].isVisible()


def test_same_answer_again_is_not_sent_again(window, connection):
    for _turn in range(2):
        window.question.buttons["good"].click()
    assert len(connection.sent) == 1
    assert pressed(window) == ["good"]


def test_before_the_first_answer_it_says_what_an_answer_is_good_for(window):
    assert not window.charts[NECK].isVisible()
    assert window.question.reply.text() == "After a few answers you see here how the weeks compare."


def test_answer_of_today_is_shown_when_the_window_opens(qtbot):
    window = HistoryWindow(LIGHT, shown([felt("so_so")], OVERVIEW), lambda: NOW)
    qtbot.addWidget(window)
    assert pressed(window) == ["so_so"]


def test_answer_of_another_day_is_not_pressed(qtbot):
    window = HistoryWindow(LIGHT, shown([felt("so_so")], OVERVIEW), lambda: NOW + timedelta(days=1))
    qtbot.addWidget(window)
    assert pressed(window) == []


def test_answer_that_could_not_be_saved_is_not_shown_as_given(window):
    window.question.buttons["good"].click()
    window.receive(RequestFailed("feedback", NotRunningError("Uncrick is not running")))
    assert pressed(window) == []
    assert window.question.reply.text() == "That could not be saved. Is Uncrick running?"
