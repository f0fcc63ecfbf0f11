"""What a change must pass, each session in an environment of its own: `nox`, or `nox -s unit-3.12`.

nox, not tox or make: the sessions need one loop over Pythons and two over versions of the dependencies, which is plain
Python here, and make would have to build the environments itself. `uv` makes them from the lock.
"""

import nox

nox.needs_version = ">=2024.10"
nox.options.default_venv_backend = "uv"
nox.options.sessions = ["lint", "types", "unit"]
nox.options.reuse_existing_virtualenvs = True

PYTHONS = ["3.11", "3.12", "3.13"]
LOCKED = ("-c", "constraints.txt", "-e", ".[dev]")
UNIT = ("pytest", "-q", "-n", "auto", "--ignore=tests/desktop", "--ignore=tests/test_house.py", "--ignore=tests/oracle")


@nox.session
def lint(session: nox.Session) -> None:
    """Format, lint, imports, and the rules of the house."""
    session.install(*LOCKED)
    session.run("pytest", "-q", "tests/test_house.py", "-k", "not types", *session.posargs)


@nox.session
def types(session: nox.Session) -> None:
    """mypy for the three systems."""
    session.install(*LOCKED)
    for platform in ("linux", "win32", "darwin"):
        session.run("mypy", "--platform", platform)


@nox.session(python=PYTHONS)
def unit(session: nox.Session) -> None:
    """Every test that needs no desktop. Words after `--` go to pytest."""
    session.install(*LOCKED)
    session.run(*UNIT, *session.posargs)


@nox.session
def desktop(session: nox.Session) -> None:
    """Whole desktops without a screen; `.ci/run` installs their programs first."""
    session.install(*LOCKED)
    session.run("pytest", "-q", "tests/desktop", *session.posargs)


@nox.session
def year(session: nox.Session) -> None:
    """Two hundred pretend people for a year."""
    session.install(*LOCKED)
    session.run("pytest", "-q", "-m", "year", *session.posargs)


@nox.session
def oracle(session: nox.Session) -> None:
    """Simulated days, byte for byte as recorded; `-- --sample 6` for some of them."""
    session.install(*LOCKED)
    session.run("python", "tests/oracle/oracle.py", "check", *session.posargs)


@nox.session
def proof(session: nox.Session) -> None:
    """Kills, faults, hostile peers, fuzzing, a soak and the cost, at the size of CI; `-- kill.py 2000` for one."""
    session.install("-c", "constraints.txt", "-e", ".[dev,fuzz]")
    program, *words = session.posargs or ["ci.py"]
    session.run("python", f"tests/proof/{program}", *words)


@nox.session
def lowest(session: nox.Session) -> None:
    """The unit tests with the lowest versions that the bounds allow."""
    session.install("--resolution", "lowest-direct", "-e", ".[dev]")
    session.run(*UNIT, *session.posargs)


@nox.session
def newest(session: nox.Session) -> None:
    """The unit tests with the newest versions that the bounds allow."""
    session.install("--upgrade", "-e", ".[dev]")
    session.run(*UNIT, *session.posargs)
