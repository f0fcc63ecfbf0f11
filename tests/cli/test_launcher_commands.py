"""Commands of the desktop's launcher, which has no terminal: what comes of them is a notification."""

import pytest

from uncrick import cli
from uncrick.cli import daemon
from uncrick.platforms import launcher


@pytest.fixture
def life(house):
    with house.living() as life:
        yield life


def test_every_action_of_the_launcher_is_understood(uncrick, life):
    for _, _, words in launcher.ACTIONS:
        result = uncrick(*words.split(), "--notify")
        assert (result.status, result.out, result.err) == (0, "", ""), words
    assert life.is_over, "the last one is Quit"


def test_today_is_shown(uncrick, life):
    uncrick("today", "--notify")
    assert life.notifier.up["answer"].lines == ("No break yet today.",)


def test_a_pause_shows_until_when(uncrick, life):
    uncrick("pause", "1h", "--notify")
    assert life.phase == "paused"
    assert life.notifier.up["answer"].lines[0].startswith("Paused until ")


def test_resume_shows_what_comes_next(uncrick, life):
    uncrick("pause", "--notify")
    uncrick("resume", "--notify")
    assert life.phase == "working"
    assert life.notifier.up["answer"].lines[0].startswith("Next break around ")


def test_a_break_shows_itself(uncrick, life):
    uncrick("break", "--notify")
    assert life.phase == "on_break"
    assert "guide" in life.notifier.up
    assert "answer" not in life.notifier.up


def test_refused_command_shows_the_status(uncrick, life):
    uncrick("break", "--notify")
    uncrick("break", "--notify").refused()
    assert "s left" in life.notifier.up["answer"].lines[0]


@pytest.mark.parametrize("words", [["quit"], ["resume"], ["pause", "1h"]], ids=" ".join)
def test_without_a_daemon_quit_and_pause_do_nothing(uncrick, monkeypatch, words):
    monkeypatch.setattr(daemon, "_detached", lambda: pytest.fail("nothing is started"))
    result = uncrick(*words, "--notify")
    assert (result.status, result.out, result.err) == (0, "", "")


@pytest.mark.parametrize("words", [["break"], ["today"], []], ids=" ".join)
def test_what_needs_a_daemon_starts_one(uncrick, house, monkeypatch, words):
    begun = []

    def start():
        begun.append(house.living())
        begun[0].__enter__()

    monkeypatch.setattr(daemon, "_detached", start)
    try:
        result = uncrick(*words, "--notify")
        assert (result.status, result.out, result.err) == (0, "", "")
        assert len(begun) == 1
        [life] = house.lives
        assert life.notifier.shown
    finally:
        begun[0].__exit__(None, None, None)


def test_wrong_usage_is_an_error(uncrick, life):
    assert uncrick("dance", "--notify").status == 2


@pytest.mark.parametrize(
    ("link", "word"), [("uncrick:start", "break"), ("uncrick:snooze/", "snooze"), ("uncrick:done", "done")]
)
def test_a_link_of_a_toast_runs_its_command(link, word, monkeypatch):
    run = []
    monkeypatch.setattr(daemon, "run_with_notification", lambda words, _run: run.append(words) or 0)
    assert cli.main([link]) == 0
    assert run == [[word]]


@pytest.mark.parametrize("link", ["uncrick:quit", "uncrick:", "uncrick:start --here", "uncrick:uninstall"])
def test_a_link_of_a_web_page_runs_nothing_else(link, uncrick, monkeypatch):
    monkeypatch.setattr(daemon, "run_with_notification", lambda *_: pytest.fail("it was run"))
    assert "There is no command" in uncrick(link).err
