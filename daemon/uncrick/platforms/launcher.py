"""What is installed for the person: the launcher with its actions, the icon, and the start at login (XDG)."""

import logging
import os
import subprocess
import sys
from pathlib import Path

from uncrick import paths

log = logging.getLogger(__name__)

NAME = "uncrick.desktop"
ICON_SIZES = (48, 128, 256)
ENTRY = """[Desktop Entry]
Type=Application
Name=Uncrick
GenericName=Break companion
Comment=A short neck-and-shoulder break in every hour of desk work
Exec={command}
Icon=uncrick
Terminal=false
Categories=Utility;
StartupNotify=false
"""
ACTIONS = (
    ("break", "Break now", "break"),
    ("pause", "Pause 1 h", "pause 1h"),
    ("resume", "Resume", "resume"),
    ("today", "Today", "today"),
    ("quit", "Quit", "quit"),
)


def command() -> str:
    """How this very installation is called, quoted as desktop entries want it."""
    beside = Path(sys.executable).with_name("uncrick")
    words = [str(beside)] if beside.exists() else [sys.executable, "-m", "uncrick"]
    return " ".join(_quoted(word) for word in words)


def _quoted(word: str) -> str:
    if word.replace("/", "").replace("-", "").replace("_", "").replace(".", "").isalnum():
        return word
    for character in '\\"`$':
        word = word.replace(character, "\\" + character)
    # The value of a key is unescaped once more before it is read as a command.
    return '"' + word.replace("\\", "\\\\").replace("%", "%%") + '"'


def data_home() -> Path:
    """Where launchers and icons of one person live."""
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share")


def autostart_file() -> Path:
    """The entry that starts us at login."""
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "autostart" / NAME


def launcher_text() -> str:
    """The launcher, with an action for everything that a tray would offer."""
    called = command()
    text = ENTRY.format(command=called) + f"Actions={';'.join(key for key, *_ in ACTIONS)};\n"
    for key, label, words in ACTIONS:
        text += f"\n[Desktop Action {key}]\nName={label}\nExec={called} {words} --notify\n"
    return text


def install() -> None:
    """Put launcher and icon in place, unless they are already as they should be."""
    try:
        launcher = data_home() / "applications" / NAME
        if not launcher.exists() or launcher.read_text(encoding="utf-8") != launcher_text():
            launcher.parent.mkdir(parents=True, exist_ok=True)
            paths.write(str(launcher), launcher_text())
        for size in ICON_SIZES:
            icon = icon_file(size)
            if not icon.exists():
                icon.parent.mkdir(parents=True, exist_ok=True)
                _draw(icon, size)
    except OSError as error:
        log.warning("launcher: not installed: %s", paths.reason(error))


def icon_file(size: int) -> Path:
    """Where the icon of one size is looked for."""
    return data_home() / "icons" / "hicolor" / f"{size}x{size}" / "apps" / "uncrick.png"


def _draw(icon: Path, size: int) -> None:
    # A child that ends: drawing needs Pillow, which the resident process does without.
    drawing = [sys.executable, "-m", "uncrick.platforms.icons", "--app-icon", str(icon), str(size)]
    subprocess.run(drawing, check=False, timeout=20, stdin=subprocess.DEVNULL, capture_output=True)


def autostart(*, on: bool) -> str:
    """Start at login, or no longer; says what was done."""
    file = autostart_file()
    if on:
        file.parent.mkdir(parents=True, exist_ok=True)
        paths.write(str(file), ENTRY.format(command=command()) + "X-GNOME-Autostart-enabled=true\n")
        return f"Uncrick starts when you log in ({file})."
    try:
        file.unlink()
    except FileNotFoundError:
        return "Uncrick did not start at login before, and does not now."
    return f"Uncrick no longer starts at login ({file} is gone)."


def starts_at_login() -> bool:
    """Whether the entry is there and not switched off by the desktop's own settings."""
    try:
        text = autostart_file().read_text(encoding="utf-8")
    except OSError:
        return False
    lines = {line.strip().lower() for line in text.splitlines()}
    return not lines & {"hidden=true", "x-gnome-autostart-enabled=false"}


def uninstall() -> list[str]:
    """Take back launcher, icons and the start at login; the names of what was removed."""
    removed = []
    for file in (data_home() / "applications" / NAME, *map(icon_file, ICON_SIZES), autostart_file()):
        try:
            file.unlink()
            removed.append(str(file))
        except FileNotFoundError:
            continue
    return removed


def open_file(path: str) -> None:
    """Show a file in the program that the person prefers for it."""
    try:
        # It outlives us, and it is no business of ours when it ends.
        subprocess.Popen(
            ["xdg-open", path],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        log.warning("launcher: %s cannot be shown: %s", path, paths.reason(error))
