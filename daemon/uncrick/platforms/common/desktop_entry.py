"""Desktop entries: their text, and how a command is quoted in one."""

import os
from collections.abc import Sequence

NAME = "uncrick.desktop"
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


def entry(words: Sequence[str]) -> str:
    """The entry of an application that is called by these words."""
    return ENTRY.format(command=command_line(words))


def command_line(words: Sequence[str]) -> str:
    """Words as the value of `Exec`."""
    # GLib looks for the program before it reads %% as %, finds none, and drops the whole entry.
    called = ["env", *words] if "%" in words[0] else words
    return " ".join(map(_quoted, called))


def folder(variable: str, otherwise: str) -> str:
    """A base folder of the XDG specification, which ignores a relative one."""
    given = os.environ.get(variable, "")
    return given if os.path.isabs(given) else os.path.join(os.path.expanduser("~"), otherwise)


def _quoted(word: str) -> str:
    if word.translate(dict.fromkeys(map(ord, "/-_.:"))).isalnum():
        return word
    for character in '\\"`$':
        word = word.replace(character, "\\" + character)
    # The value of a key is unescaped once more before it is read as a command.
    return '"' + word.replace("\\", "\\\\").replace("%", "%%") + '"'
