"""A language made by a rule, which shows what was not translated and what was cut."""

import re
from collections.abc import Iterable, Iterator
from string import Formatter
from typing import Any

from uncrick.core.presentation.tray_menu import TrayState
from uncrick.ports import Notice

PLAIN = "abcdefghijklmnopqrstuvwxyz"
ACCENTED = "áƀćďéƒǵħíĵķĺɱńóƥɋŕśťúṽẃẋýź"
ACCENTS = str.maketrans(PLAIN + PLAIN.upper(), ACCENTED + ACCENTED.upper())
PHRASE = re.compile(r"[A-Za-z][A-Za-z '’.,:;-]*")


class PseudoLocale:
    """Gives every message accents, brackets around it and 40 percent more length: `[Ƥáúśé~~]`."""

    def gettext(self, message: str) -> str:
        return pseudo(message)

    def ngettext(self, one: str, many: str, count: int) -> str:
        return pseudo(one if count == 1 else many)

    def pgettext(self, context: str, message: str) -> str:
        return pseudo(message)


def pseudo(message: str) -> str:
    """The message in the pseudo-locale; its holes and line breaks stay."""
    literals = len("".join(text for text, *_ in Formatter().parse(message)))
    parts = (
        text.translate(ACCENTS) + ("" if name is None else f"{{{name}{f':{form}' if form else ''}}}")
        for text, name, form, _ in Formatter().parse(message)
    )
    return f"[{''.join(parts)}{'~' * -(-literals * 4 // 10)}]"


def escaped(texts: Iterable[str], allowed: Iterable[str] = ()) -> list[str]:
    """
    What a person would read in English, and texts that were cut.

    Args:
        texts: everything that a surface shows.
        allowed: patterns of what is no language: ids, commands, paths.
    """
    whole = "\n".join(texts)
    cut = (
        [f"{whole.count('[')} brackets open, {whole.count(']')} close"] if whole.count("[") != whole.count("]") else []
    )
    for pattern in allowed:
        whole = re.sub(pattern, " ", whole)
    return [*cut, *sorted({phrase.strip() for phrase in PHRASE.findall(whole)})]


# ------------------------------------------------------------------ what a surface shows


def tray_texts(state: TrayState) -> Iterator[str]:
    yield state.tooltip
    for entry in state.menu:
        yield entry.label
        yield from (child.label for child in entry.children)


def notice_texts(notice: Notice) -> tuple[str, ...]:
    return (notice.summary, *notice.lines, *(button.label for button in notice.buttons), notice.hint)


def widget_texts(window: Any) -> Iterator[str]:
    """Every text of a window and of all that is in it."""
    from PySide6.QtWidgets import QWidget

    yield window.windowTitle()
    for widget in window.findChildren(QWidget):
        for name in ("text", "title", "placeholderText", "toolTip", "accessibleName", "accessibleDescription"):
            method = getattr(widget, name, None)
            if callable(method) and not (name == "text" and widget.inherits("QLineEdit")):
                yield re.sub(r"<[^>]*>", " ", str(method()))
        if widget.inherits("QTabWidget") or widget.inherits("QTabBar"):
            yield from (widget.tabText(number) for number in range(widget.count()))
        if widget.inherits("QComboBox"):
            yield from (widget.itemText(number) for number in range(widget.count()))
