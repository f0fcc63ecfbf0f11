"""The log: two files of bounded size, and silence where it cannot be written."""

import logging
import os
import subprocess
import sys

import pytest

from uncrick.app.process import log
from uncrick.app.process.log import Rotating, to_file


@pytest.fixture
def root():
    """The root logger as a fresh process has it, and as it was afterwards."""
    logger, scheduler = logging.getLogger(), logging.getLogger("apscheduler")
    before, level, quiet = logger.handlers[:], logger.level, scheduler.level
    yield logger
    for handler in set(logger.handlers) - set(before):
        logger.removeHandler(handler)
        handler.close()
    logger.setLevel(level)
    scheduler.setLevel(quiet)


@pytest.fixture
def handler(tmp_path):
    made = Rotating(str(tmp_path / "uncrick.log"), encoding="utf-8")
    yield made
    made.close()


def record(text, *, level=logging.INFO):
    return logging.LogRecord("uncrick.test", level, __file__, 1, text, None, None)


def test_a_line_tells_when_how_bad_and_where(tmp_path, root):
    to_file(str(tmp_path / "uncrick.log"))
    logging.getLogger("uncrick.app.daemon").warning("presence: %s", "gone")
    [line] = (tmp_path / "uncrick.log").read_text().splitlines()
    assert line.endswith("WARNING uncrick.app.daemon: presence: gone")
    assert line[:2] == "20"


def test_of_the_scheduler_only_warnings_are_stored(tmp_path, root):
    to_file(str(tmp_path / "uncrick.log"))
    logging.getLogger("apscheduler.executors.default").info("Running job")
    logging.getLogger("apscheduler.executors.default").error("Job raised")
    assert "Running job" not in (text := (tmp_path / "uncrick.log").read_text())
    assert "Job raised" in text


def test_it_starts_anew_when_it_is_large_and_keeps_the_one_before(handler, tmp_path, monkeypatch):
    monkeypatch.setattr(log, "LARGEST", 1000)
    for number in range(60):
        handler.emit(record(f"line {number:03} {'x' * 90}"))
    sizes = {file.name: file.stat().st_size for file in tmp_path.iterdir()}
    assert set(sizes) == {"uncrick.log", "uncrick.log.1"}
    assert all(size < 1200 for size in sizes.values())
    text = (tmp_path / "uncrick.log.1").read_text() + (tmp_path / "uncrick.log").read_text()
    lines = [line.split()[1] for line in text.splitlines()]
    assert lines == [f"{number:03}" for number in range(60 - len(lines), 60)]
    assert len(lines) > 10


def test_a_full_disk_is_no_reason_to_speak_up(handler, monkeypatch, capfd):
    def full(text):
        raise OSError(28, "No space left on device")

    handler.emit(record("before"))
    monkeypatch.setattr(
        handler, "stream", type("Full", (), {"tell": lambda self: 0, "write": lambda self, t: full(t)})()
    )
    handler.emit(record("lost"))
    monkeypatch.undo()
    handler.emit(record("after"))
    handler.flush()
    with open(handler.baseFilename, encoding="utf-8") as file:
        assert file.read() == "before\nafter\n"
    assert capfd.readouterr() == ("", "")


def test_on_a_full_device_a_whole_life_passes_in_silence():
    if not os.path.exists("/dev/full"):
        pytest.skip("no /dev/full here")
    life = "import logging; from uncrick.app.process.log import to_file; to_file('/dev/full'); logging.error('lost')"
    done = subprocess.run([sys.executable, "-c", life], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_where_no_file_can_be_made_logging_goes_nowhere(tmp_path, root, capfd):
    to_file(str(tmp_path))
    logging.getLogger("uncrick").error("lost")
    assert capfd.readouterr() == ("", "")


def test_a_text_that_cannot_be_written_is_left_out(handler):
    handler.emit(record("\ud800"))
    handler.emit(record("fine"))
    handler.flush()
    with open(handler.baseFilename, encoding="utf-8") as file:
        assert "fine" in file.read()


def test_the_log_of_a_daemon_stays_below_a_megabyte():
    assert 2 * log.LARGEST <= 1024 * 1024


def test_what_other_programs_say_is_one_harmless_line_of_bounded_length():
    told = record("it said \x1b[31mred\n\u202e" + "x" * 300_000)
    try:
        raise ValueError("\x1b]0;title\x07" + "y" * 300_000)
    except ValueError:
        told.exc_info = sys.exc_info()
    text = log.Bounded(log.LINE).format(told)
    assert "it said \\x1b[31mred\\n\\u202exxx" in text
    assert "ValueError: \\x1b]0;title\\x07yyy" in text
    longest = max(map(len, text.split("\n")))
    assert (longest <= 1000, text.replace("\n", "").isprintable()) == (True, True)
