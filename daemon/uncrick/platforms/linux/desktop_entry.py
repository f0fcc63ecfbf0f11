"""Desktop entries: their text, and how a command is quoted in one (Desktop Entry Specification of freedesktop.org)."""

import os
from collections.abc import Sequence

from uncrick.core.model.text import N_, _

NAME = "uncrick.desktop"
ENTRY = """[Desktop Entry]
Type=Application
Name=Uncrick
GenericName={kind}
Comment={comment}
Exec={command}
Icon=uncrick
Terminal=false
Categories=Utility;
StartupNotify=false
"""
KIND = N_("Break companion")
COMMENT = N_("A short neck-and-shoulder break in every hour of desk work")


def entry(words: Sequence[str]) -> str:
    """The entry of an application that is started by these words, in the person's language."""
    return ENTRY.format(kind=_(KIND), comment=_(COMMENT), command=command_line(words))


def command_line(words: Sequence[str]) -> str:
    """Words as the value of `Exec`."""
    # GLib looks for the program before it reads %% as %, does not find it, and drops the whole entry.
    command = ["env", *words] if "%" in words[0] else words
    return " ".join(map(_quoted, command))


def folder(variable: str, otherwise: str) -> str:
    """
    A base folder of the XDG Base Directory Specification, which ignores a relative path.

    Args:
        variable: such as `XDG_CONFIG_HOME`.
        otherwise: the folder below the home folder where the variable names none.
    """
    given = os.environ.get(variable, "")
    return given if os.path.isabs(given) else os.path.join(os.path.expanduser("~"), otherwise)


def _quoted(word: str) -> str:
    if word.translate(dict.fromkeys(map(ord, "/-_.:"))).isalnum():
        return word
    for character in '\\"`$':
        word = word.replace(character, "\\" + character)
    # The value of a key is unescaped once more before it is read as a command.
    return '"' + word.replace("\\", "\\\\").replace("%", "%%") + '"'
