"""Notices in the terminal."""

import io
import os
import pty
import sys
import termios
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.desks import until
from uncrick.platforms.common.terminal import TerminalNotifier
from uncrick.ports import Button, Clicked, Dismissed, Notice, NoticeEvent

PROMPT = Notice(
    "prompt",
    "Turn your head, 5 times, 1 min",
    ("Left, hold, middle, let go.", "Or take a short walk. Just leaving counts."),
    (Button("start", "Start"), Button("snooze", "In 10 min"), Button("done", "Did it")),
    hint="uncrick break, snooze or skip",
    default="start",
)
WELCOME = Notice("welcome", "Uncrick is on", (), (Button("try", "Try one"), Button("autostart", "Start at login")))


class Terminal:
    """A terminal of which the test holds the keyboard."""

    def __init__(self) -> None:
        self.keyboard, self.tty = pty.openpty()
        self.keys = os.fdopen(self.tty, "r")
        self.out = io.StringIO()
        self.events: list[NoticeEvent] = []
        self.notifier = TerminalNotifier(self.out, self.keys)

    async def start(self) -> TerminalNotifier:
        await self.notifier.start(self.events.append)
        return self.notifier

    def type(self, text: str) -> None:
        os.write(self.keyboard, text.encode())

    def by_lines(self) -> bool:
        return bool(termios.tcgetattr(self.tty)[3] & termios.ICANON)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:
    monkeypatch.setattr(os, "tcgetpgrp", lambda _fd: os.getpgrp())  # as if it were our controlling terminal
    notifier = Terminal()
    yield notifier
    notifier.keys.close()
    os.close(notifier.keyboard)


@pytest.fixture
async def notifier(terminal: Terminal) -> AsyncIterator[TerminalNotifier]:
    """The notifier of that terminal, started."""
    yield await terminal.start()
    await terminal.notifier.stop()


# ---------------------------------------------------------------- the terminal


async def test_a_prompt_is_written_with_its_keys(notifier: TerminalNotifier, terminal: Terminal) -> None:
    notifier.show(PROMPT)
    assert terminal.out.getvalue() == (
        "\nTurn your head, 5 times, 1 min\n"
        "Left, hold, middle, let go.\n"
        "Or take a short walk. Just leaving counts.\n"
        "Enter start   s in 10 min   d did it   k skip   (just leaving counts)\n"
    )


async def test_seconds_that_move_are_no_new_lines(notifier: TerminalNotifier, terminal: Terminal) -> None:
    guide = Notice("guide", "Turn your head", ("Turn left.", "Next: back.", "20 s left."), transient=True)
    notifier.show(guide)
    before = terminal.out.getvalue()
    notifier.show(replace(guide, fresh=False, lines=("Turn left.", "Next: back.", "15 s left.")))
    assert terminal.out.getvalue() == before
    notifier.show(replace(guide, fresh=False, lines=("Turn right.", "Next: back.", "10 s left.")))
    assert "Turn right." in terminal.out.getvalue()


START, SNOOZE, DONE = PROMPT.buttons
ALL_KEYS = "Enter start   s in 10 min   d did it   k skip   (just leaving counts)"
ANSWERS: dict[str, tuple[Notice, str, str, NoticeEvent]] = {
    "Enter": (PROMPT, ALL_KEYS, "\n", Clicked("prompt", "start")),
    "s": (PROMPT, ALL_KEYS, "s", Clicked("prompt", "snooze")),
    "a capital": (PROMPT, ALL_KEYS, "S", Clicked("prompt", "snooze")),
    "d": (PROMPT, ALL_KEYS, "d", Clicked("prompt", "done")),
    "k": (PROMPT, ALL_KEYS, "k", Dismissed("prompt")),
    "no snooze key without snooze": (
        replace(PROMPT, buttons=(START, DONE)),
        "Enter start   d did it   k skip   (just leaving counts)",
        "sd",
        Clicked("prompt", "done"),
    ),
    "no start key without exercises": (
        replace(PROMPT, buttons=(SNOOZE, DONE), default=None),
        "s in 10 min   d did it   k skip   (just leaving counts)",
        "\nd",
        Clicked("prompt", "done"),
    ),
    "Enter starts also where the body has a key of its own": (
        replace(PROMPT, default="default"),
        "Enter start   s in 10 min   d did it   k skip   (just leaving counts)",
        "\n",
        Clicked("prompt", "start"),
    ),
    "other notices have numbers": (WELCOME, "1 try one   2 start at login", "2", Clicked("welcome", "autostart")),
}


@pytest.mark.parametrize(("notice", "legend", "keys", "expected"), ANSWERS.values(), ids=ANSWERS.keys())
async def test_a_single_key_of_the_legend_answers_a_notice(
    notifier: TerminalNotifier, terminal: Terminal, notice: Notice, legend: str, keys: str, expected: NoticeEvent
) -> None:
    notifier.show(notice)
    assert terminal.out.getvalue().endswith(f"\n{legend}\n")
    terminal.type(keys)
    await until(lambda: terminal.events)
    assert terminal.events == [expected]


async def test_keys_go_to_the_newest_notice_that_knows_them(notifier: TerminalNotifier, terminal: Terminal) -> None:
    notifier.show(WELCOME)
    notifier.show(PROMPT)
    terminal.type("s")
    await until(lambda: terminal.events)
    terminal.type("1")
    await until(lambda: len(terminal.events) == 2)
    assert terminal.events == [Clicked("prompt", "snooze"), Clicked("welcome", "try")]


async def test_keys_are_ignored_after_withdrawal_or_answer(notifier: TerminalNotifier, terminal: Terminal) -> None:
    notifier.show(PROMPT)
    notifier.withdraw("prompt")
    terminal.type("s")
    notifier.show(WELCOME)
    terminal.type("1")
    await until(lambda: terminal.events)
    terminal.type("1")
    notifier.show(PROMPT)
    terminal.type("d")
    await until(lambda: len(terminal.events) == 2)
    assert terminal.events == [Clicked("welcome", "try"), Clicked("prompt", "done")]


async def test_a_lowered_prompt_keeps_its_keys(notifier: TerminalNotifier, terminal: Terminal) -> None:
    notifier.show(PROMPT)
    notifier.lower("prompt")
    terminal.type("d")
    await until(lambda: terminal.events)
    assert terminal.events == [Clicked("prompt", "done")]


async def test_an_update_in_place_does_not_repeat_the_keys(notifier: TerminalNotifier, terminal: Terminal) -> None:
    notifier.show(replace(WELCOME, slot="guide", summary="Left"))
    notifier.show(replace(WELCOME, slot="guide", summary="Right", fresh=False, sound=True))
    assert terminal.out.getvalue().endswith("2 start at login\n\aRight\n")


async def test_the_terminal_is_given_back_as_it_was(terminal: Terminal) -> None:
    notifier = await terminal.start()
    assert terminal.by_lines()
    notifier.show(PROMPT)
    assert not terminal.by_lines()
    await notifier.stop()
    assert terminal.by_lines()


async def test_in_the_background_keys_belong_to_the_shell(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "tcgetpgrp", lambda _fd: os.getpgrp() + 1)
    notifier = await terminal.start()
    notifier.show(PROMPT)
    assert terminal.by_lines()
    assert terminal.out.getvalue().endswith("uncrick break, snooze or skip\n")
    await notifier.stop()


async def test_a_closed_terminal_ends_nothing(notifier: TerminalNotifier, terminal: Terminal) -> None:
    notifier.show(PROMPT)
    terminal.out.close()
    notifier.show(WELCOME)


async def test_without_a_terminal_the_hint_is_written() -> None:
    out = io.StringIO()
    notifier = TerminalNotifier(out, io.StringIO())
    await notifier.start(print)
    notifier.show(PROMPT)
    assert out.getvalue().endswith("uncrick break, snooze or skip\n")
    await notifier.stop()


def test_a_real_terminal_gives_single_keys_and_gets_its_mode_back(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "import asyncio\n"
        "from uncrick.platforms.common.terminal import TerminalNotifier\n"
        "from uncrick.ports import *\n"
        "async def main():\n"
        "    done = asyncio.get_running_loop().create_future()\n"
        "    one = TerminalNotifier()\n"
        "    await one.start(done.set_result)\n"
        "    one.show(Notice('prompt', 'Turn', (), (Button('start', 'Start'),), default='start'))\n"
        "    print('told', (await done).key, flush=True)\n"
        "    await one.stop()\n"
        "asyncio.run(main())\n"
    )
    pid, keyboard = pty.fork()
    if pid == 0:
        os.execv(sys.executable, [sys.executable, str(program)])  # noqa: S606
    written, typed = b"", False
    try:
        while True:
            try:
                written += os.read(keyboard, 1000)
            except OSError:  # how a terminal says that its last program has ended
                break
            if b"k skip" in written and not typed:
                os.write(keyboard, b"\n")
                typed = True
    finally:
        os.close(keyboard)
    assert os.waitpid(pid, 0)[1] == 0, written.decode()
    assert b"told start" in written
