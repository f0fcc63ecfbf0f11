"""TOML that a person wrote: read in bounded time, and a statement at a time for the lines that tomllib forgets."""

import re
from collections.abc import Iterator
from typing import Any

from uncrick.core.model.text import _

# Names joined by dots, beyond which tomllib takes longer and longer for each; what we read has four at most.
MOST_NAMES = 16
# A quoted text that nobody ended goes on to where it must end, so that no letter is looked at twice: no part can fail
# after a repetition. (A possessive repetition would say it, and is wrong on Python 3.11.2, which Debian 12 has.)
_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*(?:"{3,5}|\\?\Z)'
    r"|'''(?:[^']|'(?!''))*(?:'{3,5}|\Z)"
    r'|"(?:[^"\\\n]|\\[^\n])*"?'
    r"|'[^'\n]*'?"
    r"|\#[^\n]*"
    r"|[.=,\[\]{}\n]",
    re.DOTALL,
)


def parsed(text: str) -> dict[str, Any]:
    """
    What the text says.

    Raises:
        ValueError: it is no TOML, or goes deeper than anything that a person writes; ends in where, as tomllib has it.
    """
    import tomllib

    if line := _line_of_long_name(text):
        what = _("A name of more than {most} parts", most=MOST_NAMES)
        raise ValueError(f"{what} (at line {line}, column 1)")
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ValueError(_("It is nested too deep")) from error


def statements(text: str) -> Iterator[tuple[int, str]]:
    """The tables and the keys with their values, each with the number of its first line; those of valid TOML."""
    begin, line, depth = 0, 1, 0
    for token in _TOKEN.finditer(f"{text}\n"):
        sign = token[0]
        if sign in "[{":
            depth += 1
        elif sign in "]}":
            depth -= 1
        elif sign == "\n" and depth <= 0:
            statement = text[begin : token.end()]
            if statement.strip():
                yield line, statement
            begin, line, depth = token.end(), line + statement.count("\n"), 0


def _line_of_long_name(text: str) -> int:
    """The line of the first name with too many parts; 0 where there is none."""
    dots = 0
    for token in _TOKEN.finditer(text):
        if token[0] == ".":
            dots += 1
            if dots >= MOST_NAMES:
                return text.count("\n", 0, token.start()) + 1
        elif token[0][0] not in "\"'":
            dots = 0
    return 0
