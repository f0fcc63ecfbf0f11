"""Tries to import each library, in a child process, for a broken one may end its process."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.machinery import PathFinder

from uncrick.core.model.text import _
from uncrick.storage import installation, start_failure

PATIENCE = 30.0  # seconds for all of them
# The modules that we import of each library, by its top name; no other part of it is tried.
EVERYWHERE = {
    "apscheduler": ("apscheduler.schedulers.asyncio", "apscheduler.triggers.date", "apscheduler.triggers.interval"),
    "pystray": ("pystray",),
    "PIL": ("PIL.Image", "PIL.ImageDraw", "PIL.ImageFont"),
    "plyer": ("plyer",),
    "platformdirs": ("platformdirs",),
    "tomlkit": ("tomlkit",),
}
OF_SYSTEM: dict[str, dict[str, tuple[str, ...]]] = {
    "linux": {"jeepney": ("jeepney", "jeepney.io.blocking")},
    "win32": {"desktop_notifier": ("desktop_notifier",), "tzdata": ("tzdata",)},
    "darwin": {"desktop_notifier": ("desktop_notifier",)},
}
OPTIONAL = {"PySide6": ("PySide6.QtCore",)}


@dataclass(frozen=True, slots=True)
class Import:
    """
    The result for one library.

    Attributes:
        why: why it cannot be imported, "" where it can.
    """

    library: str
    why: str


def wanted() -> dict[str, tuple[str, ...]]:
    """The libraries of this system, and the optional ones that are installed."""
    present = {name: parts for name, parts in OPTIONAL.items() if PathFinder.find_spec(name) is not None}
    return {**EVERYWHERE, **OF_SYSTEM.get(sys.platform, {}), **present}


class Trial:
    """Tries all libraries while the caller does something else."""

    def __init__(self) -> None:
        self._left = list(wanted())
        self._child = self._start()

    def outcome(self) -> list[Import]:
        """The results in order; a library in which the child ended cannot be imported."""
        results: list[Import] = []
        while True:
            lines, ending = self._read()
            results += lines
            del self._left[: len(lines)]
            if not self._left:
                return results
            results.append(Import(self._left.pop(0), ending))
            if not self._left:
                return results
            self._child = self._start()

    def _start(self) -> "subprocess.Popen[str]":
        argv = [sys.executable, "-P", "-m", "uncrick.cli.library_trial", *self._left]
        return subprocess.Popen(
            argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )

    def _read(self) -> tuple[list[Import], str]:
        """The results that the child printed, and how it ended."""
        try:
            printed, _errors = self._child.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self._child.kill()
            printed, _errors = self._child.communicate()
            return list(_results(printed)), _("its import does not end within {seconds:.0f} s", seconds=PATIENCE)
        status = self._child.returncode
        if status < 0:
            return list(_results(printed)), _("it ends the program with signal {number}", number=-status)
        return list(_results(printed)), _("it ends the program with exit status {number}", number=status)


def _results(printed: str) -> Iterator[Import]:
    for line in printed.splitlines():
        try:
            result = json.loads(line)
        except ValueError:
            continue  # printed by a library while it was imported
        if isinstance(result, dict) and {"library", "why"} <= set(result):
            yield Import(str(result["library"]), str(result["why"]))


def tried(library: str, parts: Iterable[str]) -> Import:
    """Import those modules of a library in this process."""
    try:
        for part in parts:
            import_module(part)
    except BaseException as error:  # noqa: BLE001 whatever a library raises at import
        message = " ".join(str(error).split())
        what = f"{type(error).__name__}: {message}" if message else type(error).__name__
        culprit = start_failure.culprit(error)
        return Import(library, what if culprit in ("", library) else _("in {name}, {what}", name=culprit, what=what))
    return Import(library, "")


def bound(library: str) -> str:
    """The bounds that its version does not meet, such as ">=3.11,<4"; "" if it does."""
    bounds = installation.bounds().get(installation.distribution(library).lower(), "")
    return "" if installation.fits(installation.version(library), bounds) else bounds


def main(names: list[str]) -> None:
    """Try those libraries, and print a line of JSON for each."""
    os.environ["PYSTRAY_BACKEND"] = "dummy"  # as the daemon does; the others look for a display
    parts = wanted()
    out = os.dup(1)
    os.dup2(2, 1)  # what a library prints must not mix with the results
    with open(out, "w", encoding="utf-8") as answer:
        for name in names:
            result = tried(name, parts[name])
            answer.write(json.dumps({"library": result.library, "why": result.why}) + "\n")
            answer.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
