"""The checks of the whole house, so that the test command runs them all."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TREE = Path(__file__).parents[1]


def check(*words: str) -> None:
    done = subprocess.run(words, cwd=TREE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_ruff_finds_nothing():
    check(sys.executable, "-m", "ruff", "check", "--no-cache", ".")


def test_everything_is_formatted():
    check(sys.executable, "-m", "ruff", "format", "--check", "--no-cache", ".")


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_types_hold(platform):
    check(sys.executable, "-m", "mypy", "--platform", platform, "--cache-dir", f".mypy_cache/{platform}")


def test_imports_run_one_way():
    program = shutil.which("lint-imports", path=Path(sys.executable).parent)
    assert program, "import-linter is not installed"
    check(program, "--no-cache")
