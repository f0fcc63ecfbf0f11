"""What a person is told to type works when it is typed."""

import ast
import os
import re
import stat
import sys
from pathlib import Path

import pytest

import uncrick
from uncrick.cli import COMMANDS
from uncrick.storage import invocation

if sys.platform == "win32":
    pytest.skip("shells as Linux has them", allow_module_level=True)


@pytest.fixture
def program(tmp_path, monkeypatch):
    """`uncrick` beside a Python of its own, in a folder where nobody looks."""
    home = tmp_path / "home"
    folder = home / "tools" / "bin"
    folder.mkdir(parents=True)
    program = folder / "uncrick"
    program.touch(0o755)
    monkeypatch.setattr(sys, "executable", str(folder / "python"))
    for name, value in {"HOME": home, "XDG_STATE_HOME": tmp_path / "state", "PATH": "/nowhere"}.items():
        monkeypatch.setenv(name, str(value))
    monkeypatch.delenv("SHELL", raising=False)
    return program


def shell(tmp_path, monkeypatch, script):
    """The person's login shell is this script."""
    file = tmp_path / "shell"
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("SHELL", str(file))


def test_what_the_path_has_is_named_by_its_word(program, monkeypatch):
    monkeypatch.setenv("PATH", str(program.parent))
    assert invocation.command("break") == "uncrick break"


def test_what_the_path_has_not_is_named_by_its_place_from_home_on(program):
    assert invocation.command("break") == "~/tools/bin/uncrick break"
    assert invocation.command() == "~/tools/bin/uncrick"


def test_a_place_with_spaces_is_quoted_so_that_a_shell_still_finds_home(program, monkeypatch, tmp_path):
    spaced = program.parents[1] / "my tools"
    program.parent.rename(spaced)
    monkeypatch.setattr(sys, "executable", str(spaced / "python"))
    assert invocation.command("quit") == "~/'tools/my tools/uncrick' quit"


def test_the_link_that_pipx_leaves_is_the_shortest_way(program):
    link = Path(os.environ["HOME"]) / ".local" / "bin" / "uncrick"
    link.parent.mkdir(parents=True)
    link.symlink_to(program)
    assert invocation.command() == "~/.local/bin/uncrick"


def test_without_a_program_the_module_is_called(program):
    program.unlink()
    assert invocation.command("today") == "~/tools/bin/python -m uncrick today"


def test_the_login_shell_decides_once_and_again_when_it_is_asked_anew(program, tmp_path, monkeypatch):
    asked = tmp_path / "asked"
    shell(tmp_path, monkeypatch, f'echo x >> {asked}; printf "hello\\nuncrick-is:/bin/uncrick\\n:uncrick-was"')
    assert invocation.ask()
    assert invocation.ask()
    assert invocation.command() == "uncrick"
    assert asked.read_text().count("x") == 1
    invocation.ask(anew=True)
    assert asked.read_text().count("x") == 2


def test_a_login_shell_that_finds_nothing_outweighs_our_own_path(program, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(program.parent))
    shell(tmp_path, monkeypatch, 'printf "uncrick-is::uncrick-was"')
    assert not invocation.ask()
    assert invocation.command() == "~/tools/bin/uncrick"


@pytest.mark.parametrize("script", ["exit 1", "echo no logins here"])
def test_a_login_shell_that_answers_nothing_leaves_it_to_our_own_path(program, tmp_path, monkeypatch, script):
    monkeypatch.setenv("PATH", f"{program.parent}:/bin")
    shell(tmp_path, monkeypatch, script)
    assert invocation.ask()


def test_a_login_shell_that_hangs_is_given_up(program, tmp_path, monkeypatch):
    monkeypatch.setattr(invocation, "PATIENCE", 0.05)
    shell(tmp_path, monkeypatch, "while :; do :; done")
    assert not invocation.ask()


@pytest.mark.parametrize(
    ("text", "typeable"),
    [
        ("Try one: uncrick break.   Quit: uncrick quit.", "Try one: U break.   Quit: U quit."),
        ("Restart it: uncrick quit, then uncrick.", "Restart it: U quit, then U."),
        ("`uncrick settings path` says where", "`U settings path` says where"),
        ("pipx uninstall uncrick", "pipx uninstall uncrick"),
        ("python -m uncrick break", "python -m uncrick break"),
        ("~/.local/state/uncrick/uncrick.log says more", "~/.local/state/uncrick/uncrick.log says more"),
        ("Uncrick is on", "Uncrick is on"),
        ("answer with the uncrick command", "answer with the uncrick command"),
    ],
)
def test_only_what_is_to_be_typed_is_replaced_and_only_once(program, text, typeable):
    called = invocation.command()
    assert invocation.typeable(text) == typeable.replace("U ", f"{called} ").replace("U.", f"{called}.")
    assert invocation.typeable(invocation.typeable(text)) == invocation.typeable(text)


def test_every_text_of_ours_that_names_a_command_is_one_that_can_be_replaced():
    named = re.compile(rf"uncrick ({'|'.join(map(re.escape, COMMANDS))})\b")
    seen = 0
    for file in Path(uncrick.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                for match in named.finditer(node.value):
                    seen += 1
                    assert invocation.WORD.match(node.value, match.start()), (file.name, node.value)
    assert seen > 50
