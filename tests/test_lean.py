"""Modules that stand in for large ones while those who would load them are imported."""

import subprocess
import sys

import pytest


def python(*lines: str) -> str:
    """What a fresh interpreter prints."""
    told = subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=True)
    return told.stdout.strip()


def test_the_command_line_describes_nothing() -> None:
    assert python("import sys, uncrick.cli", "print('inspect' in sys.modules, 'ast' in sys.modules)") == "False False"


def test_dataclasses_without_a_docstring_are_made_all_the_same() -> None:
    said = python(
        "import uncrick.cli, dataclasses",
        "plain = dataclasses.make_dataclass('Plain', ['a'], frozen=True, slots=True)",
        "print(plain(1))",
    )
    assert said == "Plain(a=1)"


def test_whoever_imports_it_later_gets_the_real_one() -> None:
    assert python("import uncrick.cli, inspect", "print(inspect.signature(print) is not None)") == "True"


def test_what_does_not_stand_in_is_asked_of_the_real_one() -> None:
    said = python(
        "from uncrick import lean",
        "with lean.standing_in(lean.reflection()):",
        "    from inspect import cleandoc",
        "print(cleandoc('  a  '))",
    )
    assert said == "a"


@pytest.mark.parametrize(
    ("function", "expected"), [("later", "True"), ("functools.partial(later)", "True"), ("now", "False")]
)
def test_a_coroutine_function_is_known_without_it(function: str, expected: str) -> None:
    said = python(
        "import functools",
        "from uncrick import lean",
        "with lean.standing_in(lean.reflection()):",
        "    import asyncio",
        "async def later(): pass",
        "def now(): pass",
        f"print(asyncio.iscoroutinefunction({function}))",
    )
    assert said == expected
