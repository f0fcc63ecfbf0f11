"""What Windows is told of us, in the person's part of the registry: our name on notifications, and links to commands.

A link is how a button still works when its notification lies in the Action Center: Windows opens `uncrick:snooze`,
whether a daemon listens or not. Any web page may hold such a link, so that only harmless words are taken.
"""

import sys
from collections.abc import Sequence

if sys.platform != "win32":
    raise ImportError("this is the registry of Windows")

import subprocess
import winreg

APP_ID = "Uncrick"
NAME = rf"Software\Classes\AppUserModelId\{APP_ID}"
LINK = r"Software\Classes\uncrick"
COMMAND = rf"{LINK}\shell\open\command"


def register(words: Sequence[str], icon: str) -> None:
    """
    Write all of it, unless it is there.

    Args:
        words: the command that is given a link.
        icon: a PNG file.

    Raises:
        OSError: the registry cannot be written.
    """
    values = (
        (NAME, "DisplayName", APP_ID),
        (NAME, "IconUri", icon),
        (LINK, "", "URL:Uncrick"),
        (LINK, "URL Protocol", ""),
        (COMMAND, "", f'{subprocess.list2cmdline(words)} "%1"'),
    )
    for path, name, value in values:
        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, path) as key:
            winreg.SetValueEx(key, name, 0, winreg.REG_SZ, value)


def unregister() -> list[str]:
    """
    Remove it; the names of the keys that were removed.

    Raises:
        OSError: the registry cannot be written.
    """
    return [rf"HKEY_CURRENT_USER\{path}" for path in (NAME, LINK) if _removed(path)]


def _removed(path: str) -> bool:
    """Remove a key with those below it; False if there was none."""
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as key:
            below = [winreg.EnumKey(key, number) for number in range(winreg.QueryInfoKey(key)[0])]
    except FileNotFoundError:
        return False
    for name in below:
        _removed(rf"{path}\{name}")
    winreg.DeleteKey(winreg.HKEY_CURRENT_USER, path)
    return True
