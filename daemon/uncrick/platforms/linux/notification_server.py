"""What a notification server can do, and a notice put into the terms of its Notify method.

The terms are those of the Desktop Notifications Specification of freedesktop.org, version 1.2.
"""

import os
from dataclasses import dataclass
from typing import Any

from uncrick.core.model.dates import sentences
from uncrick.core.model.text import N_, _, cells
from uncrick.platforms.common.backoff import FIRST_PAUSE, LONGEST_PAUSE
from uncrick.platforms.linux.dbus import ANSWER_TIMEOUT
from uncrick.ports import Notice

BUTTONS = 3  # GNOME shows three and drops the fourth without a word
HIDES_BUTTONS = {"dunst", "mako"}  # they claim the capability, and hide actions behind a menu or a command
HAS_A_LIST = {"gnome-shell", "cinnamon"}  # their banners leave by themselves and stay answerable in a list
FOLDS_BUTTONS_AWAY = {"gnome-shell"}  # its banner shows the title and the first words, until the pointer is on it
# Of a notification that is taller than its limit it cuts the end: lines with the title, cells of one, with a picture.
CUTS = {"mako": (5, 32, 23)}
CUTS_TITLES = {"xfce notify daemon"}  # wider ones than 36 cells, by default
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
class Timing:
    """
    Waiting times, in seconds.

    Attributes:
        answer: for the answer to one call.
        restart: in which a server that left is back by itself; after that a call starts it.
        first_retry, longest_retry: until a notice that was refused is shown again; doubled each time.
        drawing: from the first contact with a server until the pictures are drawn, when the start is over.
        at_once: in which nobody reads a notice and closes it: a server that does has not shown it.
    """

    answer: float = ANSWER_TIMEOUT
    restart: float = 2.0
    first_retry: float = FIRST_PAUSE
    longest_retry: float = LONGEST_PAUSE
    drawing: float = 2.0
    at_once: float = 0.3


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

    @property
    def plays_sounds(self) -> bool:
        """Whether the hint `sound-name` is of use."""
        return "sound" in self.capabilities

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

    def summary(self, notice: Notice) -> str:
        """The argument `summary`."""
        return self._wording(notice)[0]

    def body(self, notice: Notice) -> str:
        """The argument `body`: paragraphs, with the hint where no buttons are drawn, escaped where it is markup."""
        text = "\n".join(self._layout(notice)[0])
        if "body-markup" in self.capabilities:
            text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return text

    def has_room_for_picture(self, notice: Notice) -> bool:
        """Whether a picture or an icon leaves room for all that matters."""
        return self._layout(notice)[1]

    def _wording(self, notice: Notice) -> tuple[str, tuple[str, ...]]:
        """Summary and lines, in words for which this server has room."""
        if notice.narrow is not None and self.product.lower() in CUTS_TITLES:
            return notice.narrow
        return notice.summary, notice.lines

    def _layout(self, notice: Notice) -> tuple[tuple[str, ...], bool]:
        """The paragraphs, and whether a picture leaves room for them."""
        summary, lines = self._wording(notice)
        product = self.product.lower()
        if product in FOLDS_BUTTONS_AWAY and notice.click:
            return (sentences(notice.click, *lines[:1]), *lines[1:]), True
        if self.shows_buttons:
            return lines, True
        hint = (notice.hint,) if notice.hint else ()
        if product not in CUTS or not hint:
            return (*lines, *hint), True
        most, wide, beside = CUTS[product]
        for kept in range(len(lines), 0, -1):  # how to answer matters more than the last line, which is a tip
            for width, picture in ((beside, True), (wide, False)):
                text = (*lines[:kept], *hint)
                if sum(_rows(paragraph, width) for paragraph in (summary, *text)) <= most:
                    return text, picture
        return (*hint, *lines), False

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
        if picture and self.shows_pictures and self.has_room_for_picture(notice):
            hints["image-path"] = ("s", file_uri(picture))
        if self.plays_sounds:
            hints |= {"sound-name": ("s", SOUND_NAME)} if notice.sound else {"suppress-sound": ("b", True)}
        return hints


def _rows(paragraph: str, width: int) -> int:
    """How many rows of so many cells a paragraph takes."""
    rows, used = 1, 0
    for word in paragraph.split():
        if used and used + 1 + cells(word) > width:
            rows, used = rows + 1, 0
        used += cells(word) + (1 if used else 0)
    return rows


def file_uri(path: str) -> str:
    """As pathlib's `as_uri` gives it; urllib would cost the resident process more memory than this."""
    return "file://" + "".join(chr(byte) if byte in URI_UNRESERVED else f"%{byte:02X}" for byte in os.fsencode(path))
