"""The checks of the whole house, so that the test command runs them all: linters, types, imports, and its own rules."""

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

TREE = Path(__file__).parents[1]
DAEMON = TREE / "daemon"
PACKAGE = DAEMON / "uncrick"

MOST_LINES = 400
MOST_MODULES = 17
INIT = "__init__.py"
LONGEST_SUMMARY = 120
LONGEST_TEST_NAME = 80
MEANINGLESS = {"utils", "util", "helpers", "helper", "manager", "managers", "misc"}

# What breaks a rule today. Whatever no longer does makes a test fail until it is taken off its list.
LONG_FILES: set[str] = set()
FULL_FOLDERS: set[str] = set()
FILES_WITH_LONG_TEST_NAMES: set[str] = set()
PATHS_TO_COME: set[str] = set()
"""Paths that a document names and that do not exist yet."""

RULE = re.compile(r"\b[SFDT]\d{1,2}\b")
DOCUMENTS = ("ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "README.md")


# ---------------------------------------------------------------- tools


def check(*words: str) -> None:
    done = subprocess.run(words, cwd=TREE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_ruff_finds_nothing():
    check(sys.executable, "-m", "ruff", "check", "--no-cache", ".")


def test_everything_is_formatted():
    check(sys.executable, "-m", "ruff", "format", "--check", "--no-cache", ".")


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_types_are_right(platform):
    check(sys.executable, "-m", "mypy", "--platform", platform, "--cache-dir", f".mypy_cache/{platform}")


def test_imports_run_one_way():
    program = shutil.which("lint-imports", path=Path(sys.executable).parent)
    assert program, "import-linter is not installed"
    check(program, "--no-cache")


# ---------------------------------------------------------------- files and folders


def sources() -> list[Path]:
    """The Python files of the program."""
    return sorted(DAEMON.rglob("*.py"))


def written_tests() -> list[Path]:
    return sorted((TREE / "tests").rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(TREE).as_posix()


def assert_only(exceptions: set[str], paths: list[Path], breaks: Callable[[Path], object]) -> None:
    """The rule is broken by the exceptions, and by nothing else."""
    breaking = {name_of(path) for path in paths if breaks(path)}
    assert sorted(breaking - exceptions) == []
    assert sorted(exceptions - breaking) == [], "no longer needed: take them off the list"


def test_no_file_is_longer_than_400_lines():
    assert_only(LONG_FILES, sources(), lambda path: len(path.read_text("utf-8").splitlines()) > MOST_LINES)


def test_no_folder_has_more_than_17_modules():
    folders = sorted({path.parent for path in sources()})
    assert_only(FULL_FOLDERS, folders, lambda folder: len(set(folder.glob("*.py")) - {folder / INIT}) > MOST_MODULES)


def test_no_module_is_named_utils_or_the_like():
    assert_only(set(), sources(), lambda path: MEANINGLESS & {path.stem, path.parent.name})


def test_tests_of_the_core_read_no_clock():
    """So they hold on any date, and `.ci/run` need not run them at another one."""
    clock = re.compile(r"\b(datetime|date|time)\.(now|today|utcnow|time|monotonic|localtime)\(")
    for folder in ("core", "lives", "oracle"):
        for path in (TREE / "tests" / folder).rglob("*.py"):
            assert not clock.search(path.read_text("utf-8")), path


def test_nothing_touches_sys_modules():
    assert_only(set(), sources(), lambda path: "sys.modules" in path.read_text("utf-8"))


def summary(path: Path) -> str:
    """The first line of a module's docstring."""
    return (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").partition("\n")[0]


def test_every_module_has_a_docstring_with_a_short_first_line():
    assert_only(set(), sources(), lambda path: not 0 < len(summary(path)) <= LONGEST_SUMMARY)


def test_no_name_of_a_test_is_longer_than_80_characters():
    assert_only(FILES_WITH_LONG_TEST_NAMES, written_tests(), lambda path: list(long_test_names(path)))


def long_test_names(path: Path) -> Iterator[str]:
    for name in re.findall(r"def (test_\w+)", path.read_text("utf-8")):
        if len(name) > LONGEST_TEST_NAME:
            yield name


# ---------------------------------------------------------------- documents


def rules() -> list[str]:
    """The rules that ARCHITECTURE.md defines: the first cell of a row."""
    text = (TREE / "ARCHITECTURE.md").read_text("utf-8")
    return re.findall(r"^\| ([SFDT]\d{1,2}) \|", text, re.MULTILINE)


def test_a_rule_is_defined_once():
    assert sorted(rules()) == sorted(set(rules()))


def test_every_rule_that_is_quoted_is_defined():
    quoted = {rule for path in sources() + written_tests() for rule in RULE.findall(path.read_text("utf-8"))}
    assert sorted(quoted - set(rules())) == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_a_document_names_exists(document):
    paths = re.findall(r"`([\w./-]+(?:/|\.(?:py|toml|md|txt|po|pot|yml|yaml)))`", (TREE / document).read_text("utf-8"))
    assert sorted({path for path in paths if not exists(path)} - PATHS_TO_COME) == []


def test_no_path_is_still_to_come_that_is_there():
    assert sorted(path for path in PATHS_TO_COME if exists(path)) == [], "no longer needed: take them off the list"


def exists(path: str) -> bool:
    """Below the tree, or below the program, as the documents shorten it."""
    return (TREE / path).exists() or (PACKAGE / path).exists()


def modules_named(source: str) -> set[str]:
    """The modules of ours that a text of the program names, such as one that a child process is to run."""
    texts = (node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant))
    return {text for text in texts if isinstance(text, str) and re.fullmatch(r"uncrick(\.[a-z_]+){2,}", text)}


def test_every_module_that_a_text_names_exists():
    named = set().union(*(modules_named(path.read_text("utf-8")) for path in sources()))
    assert "uncrick.platforms.launcher" in named
    assert [name for name in sorted(named) if find_spec(name) is None] == []
