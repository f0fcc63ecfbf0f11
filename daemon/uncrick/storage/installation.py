"""This installation: how it came here, what mends or removes it, which libraries it asks for, and when it changed."""

import os
import re
import sys
from collections.abc import Mapping
from functools import cache

import uncrick

# Libraries by the name under which they are imported, where that is not the name of their distribution.
DISTRIBUTIONS = {"PIL": "pillow", "desktop_notifier": "desktop-notifier", "PySide6": "PySide6-Essentials"}
PLAIN = re.compile(r"[\w.,:+/\\~-]+")
SIGNS = ("<", ">", "=", "!", "~")

Identity = tuple[tuple[int, int, int], ...]


# ---------------------------------------------------------------- how it came here


def kind() -> str:
    """`setup` (the installer for Windows), `pipx`, `uv`, `system` (the distribution's packages), `venv` or `pip`."""
    if os.path.exists(os.path.join(os.path.dirname(sys.prefix), "uninstall.exe")):
        return "setup"
    if os.path.exists(os.path.join(sys.prefix, "pipx_metadata.json")):
        return "pipx"
    if os.path.exists(os.path.join(sys.prefix, "uv-receipt.toml")):
        return "uv"
    if "dist-packages" in _folder() and _folder().startswith("/usr/lib/"):
        return "system"
    return "venv" if sys.prefix != sys.base_prefix else "pip"


def removal() -> str:
    """How the program itself is removed, in one sentence."""
    match kind():
        case "setup":
            return "The program itself: in Windows' settings, under Apps, Installed apps, Uncrick"
        case "pipx":
            return "The program itself: pipx uninstall uncrick"
        case "uv":
            return "The program itself: uv tool uninstall uncrick"
        case "system":
            return "The program itself came with your system's packages: sudo apt remove uncrick"
        case "venv":
            return f"The program itself: delete the folder {sys.prefix}, or only {pip()} uninstall uncrick"
        case _:
            return f"The program itself: {pip()} uninstall uncrick"


def mend(library: str) -> str:
    """
    The command that brings a library into a version that works.

    Args:
        library: the name under which it is imported.
    """
    name = distribution(library)
    wanted = shell_quoted(f"{name}{bounds().get(_normal(name), '')}")
    match kind():
        case "setup":
            return "install Uncrick again with its setup program"
        case "pipx":
            return f"pipx runpip uncrick install --upgrade --force-reinstall {wanted}"
        case "uv":
            return "uv tool upgrade --reinstall uncrick"
        case "system":
            return "sudo apt install --reinstall uncrick"
        case _:
            return f"{pip()} install --upgrade --force-reinstall {wanted}"


def pip() -> str:
    """What runs pip for this Python."""
    return f"{shell_quoted(sys.executable)} -m pip"


def shell_quoted(word: str) -> str:
    """The word as it is typed into this system's shell."""
    if sys.platform == "win32":
        # In cmd the single quote is a letter, and < and > lead into files; in double quotes both shells read a word.
        return word if PLAIN.fullmatch(word) else f'"{word}"'
    from shlex import quote

    return quote(word)


# ---------------------------------------------------------------- its libraries


def distribution(library: str) -> str:
    """The name that pip knows an imported library by."""
    return DISTRIBUTIONS.get(library, library)


def version(library: str) -> str:
    """The installed version of an imported library, "" where that is not known."""
    from importlib import metadata

    try:
        return metadata.version(distribution(library))
    except metadata.PackageNotFoundError:
        return ""


@cache
def bounds() -> Mapping[str, str]:
    """The versions that Uncrick asks for, such as ">=3.11,<4", by the name of the distribution in lower case."""
    from importlib import metadata

    try:
        wanted = metadata.requires("uncrick") or []
    except metadata.PackageNotFoundError:
        return {}
    have: dict[str, str] = {}
    for line in wanted:
        asked = line.partition(";")[0].replace(" ", "").replace("(", "").replace(")", "")
        end = min((asked.index(sign) for sign in SIGNS if sign in asked), default=len(asked))
        have.setdefault(_normal(asked[:end].partition("[")[0]), asked[end:])
    return have


def fits(version: str, wanted: str) -> bool:
    """Whether a version lies within bounds such as ">=3.11,<4"; an unknown one does."""
    return not version or all(_meets(_numbers(version), bound) for bound in wanted.split(",") if bound)


def _meets(have: tuple[int, ...], bound: str) -> bool:
    sign = bound.rstrip("0123456789.*abcrdevpost")
    asked = _numbers(bound[len(sign) :])
    width = max(len(have), len(asked))
    left, right = (numbers + (0,) * (width - len(numbers)) for numbers in (have, asked))
    match sign:
        case ">=":
            return left >= right
        case ">":
            return left > right
        case "<=":
            return left <= right
        case "<":
            return left < right
        case "!=":
            return left != right
        case "==":
            return have[: len(asked)] == asked if bound.endswith("*") else left == right
        case "~=":
            return left >= right and have[: len(asked) - 1] == asked[:-1]
        case _:
            return True


def _numbers(version: str) -> tuple[int, ...]:
    """The leading numbers of a version: a release candidate of 4.0 counts as 4.0."""
    numbers = []
    for part in version.split("."):
        digits = part[: len(part) - len(part.lstrip("0123456789"))]
        if not digits:
            break
        numbers.append(int(digits))
        if digits != part:
            break
    return tuple(numbers)


def _normal(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


# ---------------------------------------------------------------- its files


def _folder() -> str:
    return os.path.dirname(os.path.abspath(uncrick.__file__))


class Files:
    """
    The files of this installation, as they were when the process began.

    A look costs two questions to the file system; an installer writes both files anew, even with the same content.
    """

    def __init__(self, folder: str | None = None) -> None:
        self._folder = folder or _folder()
        self._record = self._found_record()
        self._has_record = self._record is not None

    def identity(self) -> Identity | None:
        """Changes when the program is installed anew; None while an installation is only half there."""
        try:
            package = os.stat(os.path.join(self._folder, "__init__.py"))
            if not self._has_record:
                return (_of(package),)
            if self._record is None or not os.path.exists(self._record):
                self._record = self._found_record()
            # An installer writes it last.
            return None if self._record is None else (_of(package), _of(os.stat(self._record)))
        except OSError:
            return None

    def _found_record(self) -> str | None:
        """The list of what was installed, which lies beside the package."""
        around = os.path.dirname(self._folder)
        try:
            names = sorted(os.listdir(around))
        except OSError:
            return None
        for name in names:
            record = os.path.join(around, name, "RECORD")
            if name.startswith("uncrick-") and name.endswith(".dist-info") and os.path.exists(record):
                return record
        return None


def _of(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_mtime_ns, status.st_size, status.st_ino
