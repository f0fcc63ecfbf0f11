"""Marks the texts a person reads, and asks the installed translator for them.

A message is one whole sentence with named holes: `_("Paused until {time}", time=...)`. English stands in the source and
is what is shown until `install` names a translator, which `uncrick.i18n` does once in a process. A text that is made
before that (a constant of a module) is marked with `N_` and translated with `_` where it is shown.
"""

import re
from collections.abc import Callable
from typing import Any, Protocol


class Translator(Protocol):
    """What `gettext.NullTranslations` and its children offer."""

    def gettext(self, message: str) -> str: ...

    def ngettext(self, singular: str, plural: str, count: int) -> str: ...

    def pgettext(self, context: str, message: str) -> str: ...


class English:
    """The texts as they stand in the source."""

    def gettext(self, message: str) -> str:
        return message

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        return singular if count == 1 else plural

    def pgettext(self, context: str, message: str) -> str:
        return message


_translator: Translator = English()


def install(translator: Translator) -> None:
    """From now on texts come from this translator."""
    global _translator  # noqa: PLW0603 one language a process
    _translator = translator


def is_english() -> bool:
    """Whether texts are shown as they stand in the source."""
    return isinstance(_translator, English)


def _(message: str, /, **holes: Any) -> str:
    """The message in the person's language, with its holes filled; nothing for nothing."""
    if not message:
        return ""  # gettext answers an empty message with the head of the catalogue
    return _filled(_translator.gettext(message), lambda: message, holes)


def n_(singular: str, plural: str, count: int, /, **holes: Any) -> str:
    """The form of the message that goes with `count`, which also fills the hole `{count}`."""
    return _filled(
        _translator.ngettext(singular, plural, count),
        lambda: singular if count == 1 else plural,
        {"count": count, **holes},
    )


def p_(context: str, message: str, /, **holes: Any) -> str:
    """The message in the sense of `context`, such as `p_("button", "Done")`; the context is never shown."""
    return _filled(_translator.pgettext(context, message), lambda: message, holes)


def N_(message: str, /) -> str:  # noqa: N802 the name that gettext's tools know
    """Mark a text for translators without translating it here."""
    return message


def _filled(text: str, english: Callable[[], str], holes: dict[str, Any]) -> str:
    """A translation whose holes do not fit gives way to the English: a wrong catalogue must not end anything."""
    if not holes:
        return text
    try:
        return text.format(**holes)
    except (KeyError, IndexError, ValueError):
        return english().format(**holes)


def lower_first(text: str) -> str:
    """
    The text as a part of a sentence: with a small first letter, unless its first word keeps a capital.

    A language where this is wrong, such as German with its nouns, says so in its catalogue.
    """
    if p_("Do parts of a sentence begin with a small letter? Translate as yes or no", "yes") != "yes":
        return text
    keeps = text[:2].isupper() or text[:2] in ("I ", "I'")
    return text if keeps and text[:2] != "A " else text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """The text as the beginning of a sentence."""
    return text[:1].upper() + text[1:]


def shortened(text: str, most: int = 80) -> str:
    """The text, or as much of it as `most` characters hold."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def harmless(text: str, most: int = 80) -> str:
    """
    What another program says, as it may be shown: on one line and bounded.

    What no terminal or notification may get, such as an escape or a mark that turns the writing around, is written out.
    """
    return shortened(_HARMFUL.sub(_written_out, text[: most + 1]), most)


def plain_lines(text: str) -> str:
    """The same for a text of our own, which may have several lines, in whatever it quotes."""
    return "\n".join(_HARMFUL.sub(_written_out, line) for line in text.split("\n"))


# Control characters, ends of lines and paragraphs, what turns the writing around, and halves of characters.
_HARMFUL = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def _written_out(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode()


WIDE = (
    (0x1100, 0x115F),  # Hangul
    (0x2E80, 0xA4CF),  # Chinese, Japanese
    (0xAC00, 0xD7A3),  # Hangul
    (0xF900, 0xFAFF),  # Chinese
    (0xFE30, 0xFE6F),  # forms of them
    (0xFF00, 0xFF60),
    (0xFFE0, 0xFFE6),
    (0x1F300, 0x1FAFF),  # pictographs
    (0x20000, 0x3FFFD),
)
"""First and last code points of characters that are twice as wide as others (East Asian Width, UAX #11)."""


def cells(text: str) -> int:
    """The width of a text in cells of a terminal; a notification's room is counted in the same."""
    return len(text) + sum(any(low <= ord(char) <= high for low, high in WIDE) for char in text if char >= "\u1100")
