"""The one command that mends what is missing on this system: packages by their names in each distribution."""

import os
import sys

RELEASE = ("/etc/os-release", "/usr/lib/os-release")
INSTALL = {
    "debian": "sudo apt install",
    "fedora": "sudo dnf install",
    "arch": "sudo pacman -S",
    "suse": "sudo zypper install",
}
ALIKE = {"ubuntu": "debian", "rhel": "fedora", "centos": "fedora", "opensuse": "suse"}
# What mends it: the package, where all call it the same, or its name in each family
PACKAGES: dict[str, str | dict[str, str]] = {
    "appindicator": "gnome-shell-extension-appindicator",
    "bar": "waybar",
    "dunst": "dunst",
    "mako": {"debian": "mako-notifier", "fedora": "mako", "arch": "mako", "suse": "mako"},
    "xfce": "xfce4-notifyd",
    "voice": {
        "debian": "speech-dispatcher espeak-ng",
        "fedora": "speech-dispatcher-utils espeak-ng",
        "arch": "speech-dispatcher espeak-ng",
        "suse": "speech-dispatcher espeak-ng",
    },
}
# The extension that shows tray icons on GNOME, as Debian and Ubuntu, and as all others call it
INDICATORS = ("ubuntu-appindicators@ubuntu.com", "appindicatorsupport@rgcjonas.gmail.com")
EXTENSIONS = ("/usr/share/gnome-shell/extensions", "/usr/local/share/gnome-shell/extensions")


def release() -> dict[str, str]:
    """What the system says of itself; empty where it says nothing."""
    for path in RELEASE:
        try:
            with open(path, encoding="utf-8", errors="replace") as file:
                lines = [line.strip().partition("=") for line in file]
        except OSError:
            continue
        return {name: value.strip("\"'") for name, equals, value in lines if equals}
    return {}


def install(*things: str) -> str | None:
    """The command that installs these; None where the system's packages are not known."""
    family = _family(release())
    if family is None:
        return None
    names = [package if isinstance(package := PACKAGES[thing], str) else package[family] for thing in things]
    return f"{INSTALL[family]} {' '.join(names)}"


def _family(told: dict[str, str]) -> str | None:
    if sys.platform != "linux":
        return None
    for name in (told.get("ID", ""), *told.get("ID_LIKE", "").split()):
        known = ALIKE.get(name, name.partition("-")[0])
        known = ALIKE.get(known, known)
        if known in INSTALL:
            return known
    return None


def for_tray(desktop: str) -> str | None:
    """What brings a tray to this desktop (its name, as in XDG_CURRENT_DESKTOP)."""
    if "GNOME" in desktop.upper():
        home = os.path.expanduser("~/.local/share/gnome-shell/extensions")
        for name in INDICATORS:
            if any(os.path.isdir(os.path.join(folder, name)) for folder in (*EXTENSIONS, home)):
                return f"gnome-extensions enable {name}"
        return install("appindicator")
    if "XFCE" in desktop.upper():
        return "xfce4-panel --add=systray"
    return install("bar") if desktop.lower().startswith(("sway", "hyprland", "river", "niri", "labwc")) else None


def for_notifications(desktop: str) -> str | None:
    """What shows notifications on a desktop that has nothing of its own for it."""
    if "XFCE" in desktop.upper():
        return install("xfce")
    return install("mako" if desktop.lower().startswith(("sway", "hyprland", "river", "niri", "labwc")) else "dunst")
