"""What a notification server can do, and a notice put into the terms of its Notify method.

The terms are those of the Desktop Notifications Specification of freedesktop.org, version 1.2.
"""

import os
from dataclasses import dataclass
from typing import Any

from uncrick.core.model.text import N_, _
from uncrick.ports import Notice

BUTTONS = 3  # GNOME shows three and drops the fourth without a word
HIDES_BUTTONS = {"dunst", "mako"}  # they claim the capability, and hide actions behind a menu or a command
HAS_A_LIST = {"gnome-shell", "cinnamon"}  # their banners leave by themselves and stay answerable in a list
URGENCY_NORMAL = ("y", 1)  # a critical notification pierces do-not-disturb
SOUND_NAME = "complete"  # of the Sound Naming Specification

# What a person may want to know of a server, and the capabilities of which one is enough for it
ABILITIES = {
    N_("text"): {"body"},
    N_("pictures"): {"body-images", "icon-static", "icon-multi"},
    N_("a list of old ones"): {"persistence"},
    N_("sound"): {"sound"},
}
URI_UNRESERVED = frozenset(b"/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")  # RFC 3986, and /


@dataclass(frozen=True, slots=True)
class NotificationServer:
    """
    A server that answered.

    Attributes:
        product: its name, from GetServerInformation.
        capabilities: the words of GetCapabilities.
    """

    product: str = ""
    capabilities: frozenset[str] = frozenset()

    @property
    def has_list(self) -> bool:
        """Whether a bubble that leaves the screen stays answerable in a list."""
        return self.product.lower() in HAS_A_LIST

    @property
    def shows_buttons(self) -> bool:
        """Whether actions are drawn as buttons."""
        return "actions" in self.capabilities and self.product.lower() not in HIDES_BUTTONS

    @property
    def shows_pictures(self) -> bool:
        """Whether the hint `image-path` is of use."""
        return "icon-static" in self.capabilities

    def description(self) -> str:
        """Name and abilities in words, for `doctor`."""
        abilities = "".join(f", {_(words)}" for words, names in ABILITIES.items() if names & self.capabilities)
        if self.shows_buttons:
            return _("{server}, with buttons{abilities}", server=self.product, abilities=abilities)
        return _(
            "{server}{abilities}; without buttons: use the tray or the command line",
            server=self.product,
            abilities=abilities,
        )

    def body(self, notice: Notice) -> str:
        """The argument `body`: the lines, with the hint where no buttons are drawn, escaped where it is markup."""
        with_hint = bool(notice.hint) and not self.shows_buttons
        text = "\n".join([*notice.lines, notice.hint] if with_hint else notice.lines)
        if "body-markup" in self.capabilities:
            text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return text

    def actions(self, notice: Notice) -> list[str]:
        """The argument `actions`: keys and labels in turn."""
        if "actions" not in self.capabilities:
            return []
        default = ["default", ""] if notice.default is not None else []  # with a label, XFCE would draw it as a button
        return [*default, *(word for button in notice.buttons[:BUTTONS] for word in (button.key, button.label))]

    def hints(self, notice: Notice, picture: str) -> dict[str, tuple[str, Any]]:
        """The argument `hints`; `picture` is the path of a file, or "" for none."""
        hints: dict[str, tuple[str, Any]] = {"desktop-entry": ("s", "uncrick"), "urgency": URGENCY_NORMAL}
        if notice.transient:
            hints["transient"] = ("b", True)
        if picture and self.shows_pictures:
            hints["image-path"] = ("s", _file_uri(picture))
        if "sound" in self.capabilities:
            hints |= {"sound-name": ("s", SOUND_NAME)} if notice.sound else {"suppress-sound": ("b", True)}
        return hints


def _file_uri(path: str) -> str:
    """As pathlib's `as_uri` gives it; urllib would cost the resident process more memory than this."""
    return "file://" + "".join(chr(byte) if byte in URI_UNRESERVED else f"%{byte:02X}" for byte in os.fsencode(path))
