"""The command that installs what is missing on this desktop: package names by family of distributions."""

import os
import sys

RELEASE = ("/etc/os-release", "/usr/lib/os-release")
INSTALL = {
    "debian": "sudo apt install",
    "fedora": "sudo dnf install",
    "arch": "sudo pacman -S",
    "suse": "sudo zypper install",
}
RELATED = {"ubuntu": "debian", "rhel": "fedora", "centos": "fedora", "opensuse": "suse"}
# By what it brings: the package, where all families use one name, or its name in each
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
# The extension that shows tray icons on GNOME: its id in Debian and Ubuntu, and in all others
INDICATORS = ("ubuntu-appindicators@ubuntu.com", "appindicatorsupport@rgcjonas.gmail.com")
EXTENSIONS = ("/usr/share/gnome-shell/extensions", "/usr/local/share/gnome-shell/extensions")


def release() -> dict[str, str]:
    """The variables of os-release(5); empty where there is none."""
    for path in RELEASE:
        try:
            with open(path, encoding="utf-8", errors="replace") as file:
                lines = [line.strip().partition("=") for line in file]
        except OSError:
            continue
        return {name: value.strip("\"'") for name, equals, value in lines if equals}
    return {}


def install(*things: str) -> str | None:
    """The command that installs these keys of PACKAGES; None where the distribution is not known."""
    family = _family(release())
    if family is None:
        return None
    names = [package if isinstance(package := PACKAGES[thing], str) else package[family] for thing in things]
    return f"{INSTALL[family]} {' '.join(names)}"


def _family(variables: dict[str, str]) -> str | None:
    if sys.platform != "linux":
        return None
    for name in (variables.get("ID", ""), *variables.get("ID_LIKE", "").split()):
        family = RELATED.get(name, name.partition("-")[0])
        family = RELATED.get(family, family)
        if family in INSTALL:
            return family
    return None


def for_tray(desktop: str) -> str | None:
    """The command that brings a tray to this desktop (its name as in XDG_CURRENT_DESKTOP); None where none is known."""
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
    """The command that installs a notification server for a desktop without one; None where none is known."""
    if "XFCE" in desktop.upper():
        return install("xfce")
    return install("mako" if desktop.lower().startswith(("sway", "hyprland", "river", "niri", "labwc")) else "dunst")
