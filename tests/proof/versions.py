"""Proves a fresh install: by the README's first command, and on every Python here with three sets of versions.

    python tests/proof/versions.py

The sets are the newest versions that pyproject.toml allows, the lowest, and those of the lock. `uv` makes the
environments; each proof is that of fresh_start.py. Prints a line a proof, and ends with 1 if one failed.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from proof.fresh_start import prove

TREE = Path(__file__).parents[2]
UV = Path(sys.executable).with_name("uv")
LOCK = TREE / "constraints.txt"
SETS = {
    "newest": (),
    "lowest": ("--resolution", "lowest-direct"),
    "locked": ("--constraints", LOCK, "--build-constraints", LOCK),
}
OLDEST = (3, 11)
AT_ONCE = 4  # a proof waits more than it computes


def first_command() -> str:
    """The README's first command."""
    return next(line.strip() for line in (TREE / "README.md").read_text("utf-8").splitlines() if "pipx install" in line)


def pythons() -> dict[str, Path]:
    """Every Python from 3.11 on, on the PATH or installed by pyenv: version and program."""
    folders = [Path(folder) for folder in os.get_exec_path()]
    folders += sorted(Path(os.environ.get("PYENV_ROOT", "~/.pyenv")).expanduser().glob("versions/*/bin"))
    programs = [program for folder in folders for program in sorted(folder.glob("python3.*"))]
    by_version: dict[str, Path] = {}
    for program in programs:
        if re.fullmatch(r"python3\.\d+", program.name) and (version := _version(program)):
            by_version.setdefault(version, program)
    return dict(sorted(by_version.items(), key=lambda item: _numbers(item[0])))


def _version(program: Path) -> str | None:
    """The version of a Python that runs and is new enough."""
    asked = subprocess.run(
        [program, "-c", "import platform; print(platform.python_version())"],
        capture_output=True,
        text=True,
        check=False,
    )
    version = asked.stdout.strip()
    return version if asked.returncode == 0 and _numbers(version) >= OLDEST else None


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version))


def copy_of_tree(work: Path) -> Path:
    """A copy of the source tree, without build products and environments."""
    copy = work / "copy"
    copy.mkdir()
    names = (".venv", ".nox", "build", "*.egg-info", "__pycache__", ".*_cache", ".hypothesis")
    excluded = [f"--exclude={name}" for name in names]
    with subprocess.Popen(["tar", "-c", "--exclude-vcs", *excluded, "."], cwd=TREE, stdout=subprocess.PIPE) as packed:
        subprocess.run(["tar", "-x"], cwd=copy, stdin=packed.stdout, check=True)
    return copy


def install(work: Path, wheel: Path, python: Path, name: str) -> str:
    """Make an environment with one set of versions. Returns the path of its `uncrick`."""
    env = work / name.replace(" ", "-")
    how = SETS[name.rpartition(" ")[2]]
    _uv("venv", "--python", python, env)
    _uv("pip", "install", "--python", env, "--requirements", TREE / "pyproject.toml", "--extra", "window", *how)
    _uv("pip", "install", "--python", env, "--no-deps", wheel)
    return str(env / "bin" / "uncrick")


def _uv(*words: str | Path) -> None:
    done = subprocess.run([UV, *words, "--quiet"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def proofs(work: Path) -> Iterator[tuple[str, Callable[[], str]]]:
    """The proofs: name, and a function that returns the title of the prompt."""
    copy = copy_of_tree(work)
    _uv("build", "--wheel", "--build-constraints", LOCK, "--out-dir", work, copy)
    wheel = next(work.glob("*.whl"))
    yield "README", lambda: prove("~/.local/bin/uncrick", first_command(), copy)
    for version, python in pythons().items():
        for versions in SETS:
            name = f"Python {version} {versions}"
            yield name, lambda name=name, python=python: prove(install(work, wheel, python, name))


def _run(named: tuple[str, Callable[[], str]]) -> bool:
    """Run one proof and print its outcome. Returns whether it passed."""
    name, proof = named
    begun = time.monotonic()
    try:
        outcome, passed = f"prompted “{proof()}”", True
    except Exception as error:  # noqa: BLE001 the other proofs still run
        outcome, passed = f"FAILED: {error!r}", False
    sys.stdout.write(f"{name}: {outcome} ({time.monotonic() - begun:.0f} s)\n")
    sys.stdout.flush()
    return passed


def main() -> int:
    """Run all proofs. Returns the exit status."""
    with tempfile.TemporaryDirectory(prefix="proof-") as folder, ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = list(pool.map(_run, proofs(Path(folder))))
    sys.stdout.write(f"{sum(outcomes)} of {len(outcomes)} fresh installs work.\n")
    return 0 if all(outcomes) and len(outcomes) > len(SETS) else 1  # the README's, and one Python at least


if __name__ == "__main__":
    sys.exit(main())
