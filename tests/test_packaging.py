"""Wheel, sdist and editable install have every module and all data, and the lock fits the bounds."""

import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

import uncrick

TREE = Path(__file__).parents[1]
PROJECT = tomllib.loads((TREE / "pyproject.toml").read_text("utf-8"))
DATA = sorted(file.name for file in (TREE / "config").glob("*.toml"))
EXTRAS = PROJECT["project"]["optional-dependencies"]
DEPENDENCIES = [
    Requirement(line)
    for line in (*PROJECT["project"]["dependencies"], *EXTRAS["window"], *EXTRAS["dev"])
    if not line.startswith("uncrick[")  # an extra that takes in another
]
BUILD = [Requirement(line) for line in PROJECT["build-system"]["requires"]]
UNBOUNDED = {"tzdata"}  # its form does not change from year to year
NEEDED = {
    ".ci/common",
    ".ci/desktops",
    ".ci/installer/make",
    ".ci/installer/uncrick.nsi",
    ".ci/run",
    ".ci/windows",
    ".ci/wine",
    ".github/workflows/check.yml",
    ".pre-commit-config.yaml",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "README.md",
    "SECURITY.md",
    "constraints.txt",
    "noxfile.py",
    "pyproject.toml",
}
NOT_SOURCE = shutil.ignore_patterns(
    ".git", ".*cache*", ".nox", ".venv", "venv", ".hypothesis", "__pycache__", "build", "dist", "*.egg-info"
)

FIND = """
from importlib.resources import files
import uncrick.settings
data = files("uncrick.config")
assert uncrick.settings.load(str(data / "settings.toml")).errors == ()
print(*sorted(file.name for file in data.iterdir() if file.name.endswith(".toml")))
"""


def run(*words: object, cwd: Path) -> str:
    done = subprocess.run([str(word) for word in words], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """A copy of the source, so that a build leaves nothing in it."""
    copy = tmp_path_factory.mktemp("tree") / "uncrick"
    shutil.copytree(TREE, copy, ignore=NOT_SOURCE)
    return copy


@pytest.fixture(scope="module")
def built(tree, tmp_path_factory):
    """The sdist, and the wheel that was made of it."""
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, tree, cwd=out)
    return next(out.glob("*.tar.gz")), next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def from_tree(tree, tmp_path_factory):
    out = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-build-isolation", "--no-deps", "-w", out, tree, cwd=out)
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def in_place(tree, tmp_path_factory):
    """The wheel that `pip install -e` installs, built here because a bare environment has no build tools."""
    out = tmp_path_factory.mktemp("editable")
    make = f"from setuptools import build_meta; build_meta.build_editable({str(out)!r})"
    run(sys.executable, "-c", make, cwd=tree)
    return next(out.glob("*.whl"))


def data_found(wheel: Path, tmp_path: Path) -> list[str]:
    """Names of the data files that a new environment with only this wheel finds, from another folder."""
    run(sys.executable, "-m", "venv", "--without-pip", tmp_path / "env", cwd=tmp_path)
    scripts = tmp_path / "env" / ("Scripts" if sys.platform == "win32" else "bin")
    python = scripts / "python"
    pip = (sys.executable, "-m", "pip", "-q", "--python", python)
    run(*pip, "install", "--no-deps", "--no-index", "--no-compile", wheel, cwd=tmp_path)
    assert list(scripts.glob("uncrick*"))
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    return run(python, "-I", "-c", FIND, cwd=elsewhere).split()


def test_a_wheel_of_the_tree_finds_its_data(from_tree, tmp_path):
    assert data_found(from_tree, tmp_path) == DATA


def test_a_wheel_of_the_sdist_finds_its_data(built, tmp_path):
    assert data_found(built[1], tmp_path) == DATA


def test_an_editable_install_finds_new_data_at_once(in_place, tree, tmp_path):
    (tree / "config" / "added.toml").write_text("")
    try:
        assert data_found(in_place, tmp_path) == sorted([*DATA, "added.toml"])
    finally:
        (tree / "config" / "added.toml").unlink()


def test_pyproject_lists_every_package():
    source = TREE / "daemon"
    on_disk = {".".join(file.parent.relative_to(source).parts) for file in source.glob("uncrick/**/__init__.py")}
    assert set(PROJECT["tool"]["setuptools"]["packages"]) == on_disk | {"uncrick.config"}


@pytest.mark.parametrize("which", ["of the tree", "of the sdist"])
def test_a_wheel_has_every_module_and_nothing_else(which, from_tree, built):
    with zipfile.ZipFile(from_tree if which == "of the tree" else built[1]) as wheel:
        inside = {name for name in wheel.namelist() if ".dist-info/" not in name}
    modules = {
        file.relative_to(TREE / "daemon").as_posix()
        for ending in ("py", "png")
        for file in TREE.glob(f"daemon/uncrick/**/*.{ending}")
    }
    assert inside == modules | {f"uncrick/config/{name}" for name in ["__init__.py", *DATA]}


def test_the_sdist_can_be_tested(built):
    with tarfile.open(built[0]) as sdist:
        inside = {name.partition("/")[2] for name in sdist.getnames()}
    tests = {file.relative_to(TREE).as_posix() for file in TREE.glob("tests/**/*.py")}
    assert tests | NEEDED <= inside


def test_the_package_has_the_version_of_the_project():
    assert uncrick.__version__ == PROJECT["project"]["version"]


# ------------------------------------------------------------------ versions


def locked() -> dict[str, Requirement]:
    """The requirements of the lock, by name."""
    lines = (TREE / "constraints.txt").read_text("utf-8").splitlines()
    requirements = [Requirement(line) for line in lines if line.strip() and not line.lstrip().startswith("#")]
    return {requirement.name: requirement for requirement in requirements}


@pytest.mark.parametrize("wanted", [*DEPENDENCIES, *BUILD], ids=str)
def test_a_dependency_has_a_lower_and_an_upper_bound(wanted):
    operators = {bound.operator for bound in wanted.specifier}
    assert operators >= ({">="} if wanted.name in UNBOUNDED else {">=", "<"})


@pytest.mark.parametrize("wanted", [*DEPENDENCIES, *BUILD], ids=str)
def test_the_locked_version_is_within_its_bounds(wanted):
    (pin,) = locked()[wanted.name.lower()].specifier
    assert pin.operator == "=="
    assert Version(pin.version) in wanted.specifier


@pytest.mark.parametrize("platform", ["linux", "win32", "darwin"])
@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
@pytest.mark.parametrize("wanted", DEPENDENCIES, ids=lambda wanted: wanted.name)
def test_the_lock_has_a_dependency_on_every_platform_that_needs_it(wanted, python, platform):
    there = {"python_version": python, "python_full_version": f"{python}.0", "sys_platform": platform}
    pin = locked()[wanted.name.lower()]
    assert not _applies(wanted, there) or _applies(pin, there)


def _applies(requirement: Requirement, there: dict[str, str]) -> bool:
    return requirement.marker is None or requirement.marker.evaluate(there)
