"""What Qt complains of is logged, and does not reach the terminal; every window has the icon."""

import logging

from PySide6.QtCore import qInstallMessageHandler, qWarning

from uncrick.window import qt_log
from uncrick.window.icon import SIZES, icon


def test_complaints_of_qt_go_to_the_log_and_not_to_the_terminal(qapp, capfd, caplog):
    caplog.set_level(logging.INFO)
    before = qInstallMessageHandler(None)
    qt_log.install()
    try:
        qWarning("no such bus")
    finally:
        qInstallMessageHandler(before)
    assert "no such bus" in caplog.text
    assert "no such bus" not in "".join(capfd.readouterr())


def test_icon_has_a_picture_in_every_size(qapp):
    for size in SIZES:
        picture = icon().pixmap(size, size).toImage()
        assert picture.width() == size
        assert picture.pixelColor(size // 2, size // 8).alpha() > 0
