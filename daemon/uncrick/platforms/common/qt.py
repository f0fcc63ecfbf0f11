"""Whether Qt can open a window here, what installs what is missing, and the process that shows the window."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.machinery import PathFinder
from subprocess import DEVNULL

from uncrick.core.model.text import _

# The libraries that Qt needs of the system and a fresh one may lack, and their packages in Debian and Fedora.
ALWAYS_NEEDED = {
    "libEGL.so.1": ("libegl1", "libglvnd-egl"),
    "libGL.so.1": ("libgl1", "libglvnd-glx"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs"),
}
NEEDED_UNDER_X11 = {
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor"),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms"),
}
BROKEN = "6.12.0"  # loses references to None with Python 3.11
WANTED = f"PySide6-Essentials>=6.8.3,!={BROKEN}"  # as in the extra `window` of pyproject.toml


@dataclass(frozen=True, slots=True)
class Lack:
    """What is missing, in words, and the command that installs it ("" where no command does)."""

    what: str
    mend: str


def lack(has: Callable[[str], bool] | None = None) -> Lack | None:
    """
    What keeps a window from opening, or None.

    Args:
        has: tells whether a system library can be loaded; by default that is tried.
    """
    if PathFinder.find_spec("PySide6") is None:
        return Lack(_("PySide6 is not installed"), _pip_install(WANTED))
    if sys.version_info < (3, 12) and _version() == BROKEN:
        return Lack(
            _("PySide6 {version} ends with this Python", version=BROKEN),
            _pip_install(f"PySide6-Essentials!={BROKEN}"),
        )
    if sys.platform != "linux":
        return None
    if not _has_display():
        return Lack(_("there is no display"), "")
    wanted = (*ALWAYS_NEEDED, *(() if os.environ.get("WAYLAND_DISPLAY") else NEEDED_UNDER_X11))
    missing = [library for library in wanted if not (has or _loads)(library)]
    return Lack(_("missing: {libraries}", libraries=", ".join(missing)), _install(missing)) if missing else None


def open_window(what: str) -> "subprocess.Popen[bytes] | None":
    """Start the process that shows `guide`, `settings` or `history`; None where it is known that it cannot come up."""
    if not _has_display() or PathFinder.find_spec("PySide6") is None:
        return None
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW
    argv = [sys.executable, "-P", "-m", "uncrick", "window", what]
    try:
        return subprocess.Popen(argv, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL, creationflags=flags)
    except OSError:
        return None


def _has_display() -> bool:
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _loads(library: str) -> bool:
    import ctypes

    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("PySide6-Essentials")
    except PackageNotFoundError:
        return ""


def _pip_install(wanted: str) -> str:
    from uncrick.storage.installation import pip, shell_quoted

    return f"{pip()} install {shell_quoted(wanted)}"


def _install(missing: list[str]) -> str:
    import shutil

    for number, program in enumerate(("apt-get", "dnf")):
        if shutil.which(program):
            packages = [(ALWAYS_NEEDED | NEEDED_UNDER_X11)[library][number] for library in missing]
            return f"sudo {program} install {' '.join(packages)}"
    return ""


def sentence(lack: Lack) -> str:
    """What is missing, and the command that installs it, in one sentence."""
    if lack.mend:
        return _("{problem}; to repair it: {command}", problem=lack.what, command=lack.mend)
    return _("{problem}.", problem=lack.what)
