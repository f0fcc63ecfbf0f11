"""What is installed for the person: an entry in the menu of programs with the icon, and the start at login."""

import logging
import os
import subprocess
import sys
from pathlib import Path

from uncrick import i18n
from uncrick.core.model.text import N_, _
from uncrick.errors import UncrickError
from uncrick.platforms import autostart as system_autostart
from uncrick.platforms.common.autostart import remove_file
from uncrick.platforms.linux import desktop_entry
from uncrick.storage import invocation, paths
from uncrick.storage.invocation import words

log = logging.getLogger(__name__)

ICON_SIZES = (48, 128, 256)  # pixels
DRAWING_TIMEOUT = 20.0  # seconds at most, on the slowest machine
ACTIONS = (  # key, label, and the words of the command
    ("break", N_("Break now"), "break"),
    ("pause", N_("Pause 1 h"), "pause 1h"),
    ("resume", N_("Resume"), "resume"),
    ("today", N_("Today"), "today"),
    ("quit", N_("Quit"), "quit"),
)


# ---------------------------------------------------------------- at login


def autostart(*, on: bool) -> str:
    """
    Start at login, or no longer; returns a sentence for the person that says what was done.

    Raises:
        OSError: nothing was changed.
    """
    entry = system_autostart()
    if not on:
        place = entry.place()
        if not entry.disable():
            return _("Uncrick does not start when you log in.")
        return _("Uncrick no longer starts at login ({place} is gone).", place=place)
    remark = entry.enable(_words_at_login())
    place = entry.place()
    if not entry.is_on():
        return _(
            "Uncrick is set to start when you log in ({place}), but the system's settings switch it off.", place=place
        )
    if remark:
        return _(
            "Uncrick starts when you log in, by {how} ({place}); {remark}.",
            how=_(entry.how),
            place=place,
            remark=remark,
        )
    return _("Uncrick starts when you log in, by {how} ({place}).", how=_(entry.how), place=place)


def _words_at_login() -> list[str]:
    """The command. In the foreground: a session that watches what it starts would end a daemon that left it."""
    return [*_windowless_words(), "run"]


def _windowless_words() -> list[str]:
    """The command that calls us; on Windows without a console, which would be a window."""
    windowless = Path(sys.executable).with_name("pythonw.exe")
    if sys.platform == "win32" and windowless.exists():
        return [str(windowless), "-m", "uncrick"]
    return words()


def how_at_login() -> str:
    """What starts us at login, and where that is, in words that follow "by"."""
    entry = system_autostart()
    return f"{_(entry.how)} ({entry.place()})"


def autostart_file() -> Path:
    """What starts us at login: a file, or on Windows a value in the registry."""
    return Path(system_autostart().place())


def starts_at_login() -> bool:
    """Whether we are started at login, and not switched off by the desktop's own settings."""
    return system_autostart().is_on()


# ---------------------------------------------------------------- launcher and icon


def launcher_file() -> Path:
    """Where menus look for the launcher."""
    return _data_home() / "applications" / desktop_entry.NAME


def icon_file(size: int) -> Path:
    """Where desktops look for the icon of one size, by the Icon Theme Specification."""
    return _data_home() / "icons" / "hicolor" / f"{size}x{size}" / "apps" / "uncrick.png"


def launcher_text() -> str:
    """The launcher's desktop entry, with an action for everything that a tray would offer."""
    program = desktop_entry.command_line(words())
    text = desktop_entry.entry(words()) + f"Actions={';'.join(key for key, *_rest in ACTIONS)};\n"
    for key, label, arguments in ACTIONS:
        text += f"\n[Desktop Action {key}]\nName={_(label)}\nExec={program} {arguments} --notify\n"
    return text


def install(*, drawing_timeout: float = DRAWING_TIMEOUT) -> bool:
    """
    Put launcher and icons in place, unless they are already as they should be; on Windows our name and our links are
    registered, and the Start menu gets an entry; on macOS there is nothing to do.

    Args:
        drawing_timeout: seconds that the drawing of one icon may take.

    Returns:
        False if that failed, which is logged as a warning.
    """
    if sys.platform == "win32":
        return _install_on_windows(drawing_timeout)
    if sys.platform == "darwin":
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
                _draw(icon, size, drawing_timeout)
    except OSError as error:
        log.warning("launcher: not installed: %s", paths.reason(error))
        return False
    except subprocess.SubprocessError as error:
        log.warning("launcher: its icon cannot be drawn: %s", error)
        return False
    return True


def _install_on_windows(drawing_timeout: float) -> bool:
    if sys.platform == "win32":
        from uncrick.platforms import ICON
        from uncrick.platforms.windows import registration, shortcut

        try:
            registration.register(_windowless_words(), ICON)
        except OSError as error:
            log.warning("launcher: nothing was registered: %s", paths.reason(error))
            return False
        try:
            icon = _start_menu_icon()
            if not icon.exists():
                picture = icon.with_suffix(".png")
                paths.made(str(icon.parent))
                _draw(picture, ICON_SIZES[-1], drawing_timeout)
                paths.write(str(icon), shortcut.ico(picture.read_bytes(), ICON_SIZES[-1]))
                picture.unlink()
            shortcut.make(_windowless_words(), str(icon), registration.APP_ID)
        except (OSError, UncrickError, subprocess.SubprocessError) as error:
            log.warning("launcher: the Start menu: %s", error)
            return False
    return True


def _start_menu_icon() -> Path:
    return Path(paths.data(), "uncrick.ico")


def uninstall() -> list[str]:
    """
    Remove launcher, icons and the start at login.

    Returns:
        the names of what was removed.

    Raises:
        OSError: something cannot be removed.
    """
    files = [str(file) for file in (launcher_file(), *map(icon_file, ICON_SIZES))]
    removed = [file for file in files if remove_file(file)]
    entry = system_autostart()
    place = entry.place()
    if entry.disable():
        removed.append(place)
    if sys.platform == "win32":
        from uncrick.platforms.windows import registration, shortcut

        removed += registration.unregister()
        removed += [link for link in [shortcut.remove()] if link]
        removed += [icon for icon in [str(_start_menu_icon())] if remove_file(icon)]
    return removed


def _data_home() -> Path:
    return Path(desktop_entry.folder("XDG_DATA_HOME", ".local/share"))


def _draw(icon: Path, size: int, timeout: float) -> None:
    # In a child that ends: drawing needs Pillow, which the resident process does without.
    drawing = [sys.executable, "-P", "-m", "uncrick.platforms.common.icons", "--app-icon", str(icon), str(size)]
    subprocess.run(drawing, check=True, timeout=timeout, stdin=subprocess.DEVNULL, capture_output=True)


# ---------------------------------------------------------------- files


def open_file(path: str) -> None:
    """Show a file in the program that the person prefers for it; a failure is logged."""
    try:
        if sys.platform == "win32":
            _open_on_windows(path)
            return
        # It outlives us, and is not waited for.
        subprocess.Popen(
            ["open" if sys.platform == "darwin" else "xdg-open", path],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        log.warning("launcher: %s cannot be shown: %s", path, paths.reason(error))


def _open_on_windows(path: str) -> None:
    """By the program for such files; a fresh Windows has none for .toml, and would ask or do nothing."""
    if sys.platform == "win32":
        try:
            os.startfile(path)  # noqa: S606 it is the person's own settings file
        except OSError:
            subprocess.Popen(["notepad", path])


if __name__ == "__main__":
    i18n.install()
    # The daemon has this done by a child that ends, for none of it is needed later; so it is with the question how a
    # person calls us.
    invocation.ask()
    sys.exit(0 if install() else 1)
