"""Whether each library can be imported, tried in a child: one that ends the process ends only that."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.machinery import PathFinder

from uncrick.storage import installation, start_failure

PATIENCE = 30.0  # seconds for all of them
# What is imported of each library where we use it, by its top name; the rest of a library may be broken in peace.
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
    A library, tried.

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
    """All of them, tried while the caller does something else."""

    def __init__(self) -> None:
        self._left = list(wanted())
        self._child = self._begun()

    def outcome(self) -> list[Import]:
        """What came of it, in order; a library in which the child ended is one that cannot be imported."""
        found: list[Import] = []
        while True:
            told, status = self._told()
            tried = [Import(str(one["library"]), str(one["why"])) for one in told]
            found += tried
            del self._left[: len(tried)]
            if not self._left:
                return found
            found.append(Import(self._left.pop(0), status))
            if not self._left:
                return found
            self._child = self._begun()

    def _begun(self) -> "subprocess.Popen[str]":
        argv = [sys.executable, "-P", "-m", "uncrick.cli.imports", *self._left]
        return subprocess.Popen(
            argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )

    def _told(self) -> tuple[list[dict[str, object]], str]:
        try:
            told, _ = self._child.communicate(timeout=PATIENCE)
            status = self._child.returncode
            how = f"it ends the program with {f'signal {-status}' if status < 0 else f'exit status {status}'}"
        except subprocess.TimeoutExpired:
            self._child.kill()
            told, _ = self._child.communicate()
            how = f"its import does not end within {PATIENCE:.0f} s"
        return list(_lines(told)), how


def _lines(told: str) -> Iterator[dict[str, object]]:
    for line in told.splitlines():
        try:
            one = json.loads(line)
        except ValueError:
            continue  # a library that speaks while it is imported
        if isinstance(one, dict) and {"library", "why"} <= set(one):
            yield one


def tried(library: str, parts: Iterable[str]) -> Import:
    """Import its parts here."""
    try:
        for part in parts:
            import_module(part)
    except BaseException as error:  # noqa: BLE001 whatever a library does at import
        said = " ".join(str(error).split())
        blamed = start_failure.culprit(error)
        whose = f"in {blamed}, " if blamed not in ("", library) else ""
        return Import(library, f"{whose}{type(error).__name__}{f': {said}' if said else ''}")
    return Import(library, "")


def bound(library: str) -> str:
    """What Uncrick asks of its version and it does not meet, such as ">=3.11,<4"; "" where all is well."""
    asked = installation.bounds().get(installation.distribution(library).lower(), "")
    return "" if installation.fits(installation.version(library), asked) else asked


def main(names: list[str]) -> None:
    """Try those, a line of JSON each."""
    os.environ["PYSTRAY_BACKEND"] = "dummy"  # as the product does; the stock ones look for a display
    parts = wanted()
    out = os.dup(1)
    os.dup2(2, 1)  # what a library prints is none of ours
    with open(out, "w", encoding="utf-8") as answer:
        for name in names:
            done = tried(name, parts[name])
            answer.write(json.dumps({"library": done.library, "why": done.why}) + "\n")
            answer.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
