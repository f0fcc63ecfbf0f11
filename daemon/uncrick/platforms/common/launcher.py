"""What is installed for the person: the launcher with its actions and the icon (on Linux), and the start at login."""

import logging
import os
import subprocess
import sys
from pathlib import Path

from uncrick.platforms.common import autostart as at_login
from uncrick.platforms.common import desktop_entry
from uncrick.storage import invocation, paths
from uncrick.storage.invocation import words

log = logging.getLogger(__name__)

ICON_SIZES = (48, 128, 256)
DRAWING_TAKES = 20.0  # seconds at most, on the slowest machine
ACTIONS = (
    ("break", "Break now", "break"),
    ("pause", "Pause 1 h", "pause 1h"),
    ("resume", "Resume", "resume"),
    ("today", "Today", "today"),
    ("quit", "Quit", "quit"),
)


def command() -> str:
    """The same, quoted as desktop entries want it."""
    return desktop_entry.command_line(words())


# ---------------------------------------------------------------- at login


def autostart(*, on: bool) -> str:
    """
    Start at login, or no longer; says what was done.

    Raises:
        OSError: nothing was changed.
    """
    entry = at_login.here()
    if not on:
        place = entry.place()
        if not entry.remove():
            return "Uncrick did not start at login before, and does not now."
        return f"Uncrick no longer starts at login ({place} is gone)."
    remark = entry.put(_words_at_login())
    if not entry.is_on():
        return f"Uncrick is set to start when you log in ({entry.place()}), but the system's settings switch it off."
    return f"Uncrick starts when you log in, by {how_at_login()}{f'; {remark}' if remark else ''}."


def _words_at_login() -> list[str]:
    """In the foreground: a session that keeps watch over what it starts would end a daemon that left it."""
    windowless = Path(sys.executable).with_name("pythonw.exe")
    if sys.platform == "win32" and windowless.exists():
        return [str(windowless), "-m", "uncrick", "run"]
    return [*words(), "run"]


def how_at_login() -> str:
    """What starts us at login, and where it is."""
    entry = at_login.here()
    return f"{entry.how} ({entry.place()})"


def autostart_file() -> Path:
    """What starts us at login: a file, or on Windows a value in the registry."""
    return Path(at_login.here().place())


def starts_at_login() -> bool:
    """Whether we are started at login, and not switched off by the desktop's own settings."""
    return at_login.here().is_on()


# ---------------------------------------------------------------- launcher and icon


def launcher_file() -> Path:
    """Where menus look for the launcher."""
    return _data_home() / "applications" / desktop_entry.NAME


def icon_file(size: int) -> Path:
    """Where the icon of one size is looked for."""
    return _data_home() / "icons" / "hicolor" / f"{size}x{size}" / "apps" / "uncrick.png"


def launcher_text() -> str:
    """The launcher, with an action for everything that a tray would offer."""
    called = command()
    text = desktop_entry.entry(words()) + f"Actions={';'.join(key for key, *_ in ACTIONS)};\n"
    for key, label, said in ACTIONS:
        text += f"\n[Desktop Action {key}]\nName={label}\nExec={called} {said} --notify\n"
    return text


def install() -> bool:
    """
    Put launcher and icon in place, unless they are already as they should be; Windows and macOS have neither.

    Returns:
        False if that failed, which is a warning.
    """
    if sys.platform in ("win32", "darwin"):
        return True
    try:
        launcher, text = launcher_file(), launcher_text()
        if not launcher.exists() or launcher.read_text(encoding="utf-8", errors="replace") != text:
            launcher.parent.mkdir(parents=True, exist_ok=True)
            paths.write(str(launcher), text)
        for size in ICON_SIZES:
            icon = icon_file(size)
            if not icon.exists():
                icon.parent.mkdir(parents=True, exist_ok=True)
                _draw(icon, size)
    except OSError as error:
        log.warning("launcher: not installed: %s", paths.reason(error))
        return False
    except subprocess.SubprocessError as error:
        log.warning("launcher: its icon cannot be drawn: %s", error)
        return False
    return True


def uninstall() -> list[str]:
    """Take back launcher, icons and the start at login; the names of what was removed."""
    removed = []
    for file in (launcher_file(), *map(icon_file, ICON_SIZES)):
        try:
            file.unlink()
            removed.append(str(file))
        except FileNotFoundError:
            continue
    entry = at_login.here()
    place = entry.place()
    if entry.remove():
        removed.append(place)
    return removed


def _data_home() -> Path:
    return Path(desktop_entry.folder("XDG_DATA_HOME", ".local/share"))


def _draw(icon: Path, size: int) -> None:
    # A child that ends: drawing needs Pillow, which the resident process does without.
    drawing = [sys.executable, "-P", "-m", "uncrick.platforms.common.icons", "--app-icon", str(icon), str(size)]
    subprocess.run(drawing, check=True, timeout=DRAWING_TAKES, stdin=subprocess.DEVNULL, capture_output=True)


# ---------------------------------------------------------------- files


def open_file(path: str) -> None:
    """Show a file in the program that the person prefers for it."""
    try:
        if sys.platform == "win32":
            os.startfile(path)  # noqa: S606 it is the person's own settings file
            return
        # It outlives us, and it is no business of ours when it ends.
        subprocess.Popen(
            ["open" if sys.platform == "darwin" else "xdg-open", path],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        log.warning("launcher: %s cannot be shown: %s", path, paths.reason(error))


if __name__ == "__main__":
    # The daemon has it done by a child that ends: none of this is needed while it waits. So it is with the question
    # how a person calls us.
    invocation.ask()
    sys.exit(0 if install() else 1)
