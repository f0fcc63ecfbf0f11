"""Marks the texts a person reads, and asks the installed translator for them.

A message is one whole sentence with named holes: `_("Paused until {time}", time=...)`. English stands in the source and
is what is shown until `install` names a translator, which `uncrick.i18n` does once in a process. A text that is made
before that (a constant of a module) is marked with `N_` and translated with `_` where it is shown.
"""

from collections.abc import Callable
from typing import Any, Protocol


class Translator(Protocol):
    """What `gettext.NullTranslations` and its children offer."""

    def gettext(self, message: str) -> str: ...

    def ngettext(self, one: str, many: str, count: int) -> str: ...

    def pgettext(self, context: str, message: str) -> str: ...


class _English:
    def gettext(self, message: str) -> str:
        return message

    def ngettext(self, one: str, many: str, count: int) -> str:
        return one if count == 1 else many

    def pgettext(self, context: str, message: str) -> str:
        return message


_translator: Translator = _English()


def install(translator: Translator) -> None:
    """From now on texts come from this translator."""
    global _translator  # noqa: PLW0603 one language a process
    _translator = translator


def _(message: str, /, **holes: Any) -> str:
    """The message in the person's language, with its holes filled."""
    return _filled(_translator.gettext(message), lambda: message, holes)


def n_(one: str, many: str, count: int, /, **holes: Any) -> str:
    """The form of the message that goes with `count`, which also fills the hole `{count}`."""
    return _filled(
        _translator.ngettext(one, many, count), lambda: one if count == 1 else many, {"count": count, **holes}
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
