"""
Walks the pages of a window, and names every input that lies outside its view and every text that is cut.

`QT_SCALE_FACTOR=2 python tests/window/layout.py settings` walks it in a process of its own, as the scale is read once,
in all fonts, colours, directions, languages and sizes of SIZES, and prints the faults and the fonts as JSON.
A window takes part by an entry in WINDOWS: what builds it, its usual size, and what shows each of its pages.
"""

import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from datetime import date
from itertools import product
from math import ceil
from string import Formatter
from typing import Any, NamedTuple

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QScrollArea,
    QWidget,
)

from uncrick.core.model import text
from uncrick.storage import shipped_data
from uncrick.window.checkbox_style import CheckboxStyle
from uncrick.window.theme import CONTRAST, DARK, LIGHT, Look, dress

SCREEN = (1366, 768)  # pixels
MARGIN = 48  # pixels that a window leaves of a screen's height, as window.geometry has it
WANTED = ("Noto Sans", "DejaVu Sans", "Cantarell", "Liberation Sans", "Nimbus Sans", "Nimbus Roman")
LOOKS = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}
DIRECTIONS = {"ltr": Qt.LayoutDirection.LeftToRight, "rtl": Qt.LayoutDirection.RightToLeft}
INPUTS = (QAbstractButton, QComboBox, QLineEdit, QAbstractSpinBox, QListWidget)


class Walkable(NamedTuple):
    """
    A window that can be walked.

    Attributes:
        build: makes it; called anew for each font, language and direction.
        size: its usual one.
        pages: by name, what shows each page.
    """

    build: Callable[[Look], QWidget]
    size: tuple[int, int]
    pages: Callable[[Any], dict[str, Callable[[], object]]]


# ---------------------------------------------------------------- what is looked for


def faults(window: QWidget) -> list[str]:
    """Every input outside its view, every text that is cut, and every view that scrolls sideways."""
    return [*_sideways(window), *_outside(window), *_cut(window), *_overlapping(window)]


def _shown(window: QWidget, kind: type[QWidget] | tuple[type[QWidget], ...]) -> Iterator[Any]:
    """The visible widgets of a kind, without those that another input is made of."""
    for widget in window.findChildren(QWidget):
        if isinstance(widget, kind) and widget.isVisible() and not widget.objectName().startswith("qt_"):
            parts_of_another = isinstance(widget.parentWidget(), QComboBox | QAbstractSpinBox)
            if not parts_of_another and widget.window() is window:
                yield widget


def _name(widget: Any) -> str:
    words = widget.accessibleName() or (widget.text() if hasattr(widget, "text") else "")
    return f"{type(widget).__name__} “{words[:60]}”"


def _sideways(window: QWidget) -> Iterator[str]:
    for view in _shown(window, (QScrollArea, QListWidget)):
        if view.horizontalScrollBar().maximum() > 0:
            yield f"{_name(view)} scrolls sideways by {view.horizontalScrollBar().maximum()}"


def _view(widget: QWidget, window: QWidget) -> QWidget:
    """What the widget must lie in: the view of the scroll area around it, or the window."""
    parent = widget.parentWidget()
    while parent is not None and parent is not window:
        if isinstance(parent, QScrollArea) and parent.viewport().isAncestorOf(widget):
            return parent.viewport()
        parent = parent.parentWidget()
    return window


def _outside(window: QWidget) -> Iterator[str]:
    for widget in _shown(window, (*INPUTS, QLabel)):
        view = _view(widget, window)
        rect = QRect(widget.mapTo(view, QPoint(0, 0)), widget.size())
        if rect.left() < 0 or rect.right() >= view.width():
            yield f"{_name(widget)} lies at {rect.left()}..{rect.right()} in a width of {view.width()}"
        if view is window and (rect.top() < 0 or rect.bottom() >= view.height()):
            yield f"{_name(widget)} lies at {rect.top()}..{rect.bottom()} in a height of {view.height()}"


def _cut(window: QWidget) -> Iterator[str]:
    for label in _shown(window, QLabel):
        yield from _cut_label(label)
    for button in _shown(window, QAbstractButton):
        if button.text():
            yield from _too_wide(button, button.text(), button.width() - (24 if isinstance(button, QCheckBox) else 4))
            yield from _too_high(button, button.fontMetrics().height(), button.height())
    for box in _shown(window, (QComboBox, QAbstractSpinBox)):
        line = box.lineEdit()
        if line is None:
            yield from _too_wide(box, box.currentText(), box.width() - 36)
        else:
            yield from _too_wide(box, line.text(), line.width())
            yield from _too_high(box, line.fontMetrics().height(), line.height())
    for line in _shown(window, QLineEdit):
        if not line.text():
            yield from _too_wide(line, line.placeholderText(), line.width() - 18)
    for view in _shown(window, QListWidget):
        yield from _cut_items(view)


def _cut_label(label: QLabel) -> Iterator[str]:
    if not label.text():
        return
    if label.wordWrap():
        longest = max(re.split(r"\s", label.text()), key=label.fontMetrics().horizontalAdvance)
        yield from _too_wide(label, longest, label.contentsRect().width())
        yield from _too_high(label, label.heightForWidth(label.width()), label.height())
    else:
        yield from _too_wide(label, label.text(), label.contentsRect().width())
        yield from _too_high(label, label.sizeHint().height(), label.height())


def _cut_items(view: QListWidget) -> Iterator[str]:
    for number in range(view.count()):
        item, rect = view.item(number), view.visualItemRect(view.item(number))
        if rect.width() > view.viewport().width():
            yield f"{_name(view)}: “{item.text()}” is wider than the list"
        wraps = rect.height() > 2 * view.fontMetrics().height()
        longest = max(item.text().split(), key=view.fontMetrics().horizontalAdvance) if wraps else item.text()
        yield from _too_wide(view, longest, rect.width() - 14, view.fontMetrics())


def _too_wide(widget: QWidget, words: str, room: int, metrics: QFontMetrics | None = None) -> Iterator[str]:
    needed = (metrics or widget.fontMetrics()).horizontalAdvance(words)
    if needed > room:
        yield f"{_name(widget)}: “{words[:60]}” needs a width of {needed}, and has {room}"


def _too_high(widget: QWidget, needed: int, room: int) -> Iterator[str]:
    if needed > room + 1:
        yield f"{_name(widget)} needs a height of {needed}, and has {room}"


def _overlapping(window: QWidget) -> Iterator[str]:
    """Two inputs or texts that lie over each other."""
    shown = list(_shown(window, (*INPUTS, QLabel)))
    places = [(_view(widget, window), QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())) for widget in shown]
    for one, (view, rect) in enumerate(places):
        for two, (other, place) in enumerate(places[:one]):
            if view is other and rect.intersects(place) and not shown[two].isAncestorOf(shown[one]):
                yield f"{_name(shown[one])} lies over {_name(shown[two])}"


# ---------------------------------------------------------------- in which circumstances


class Longer:
    """A language whose words are 40 percent longer, as those of German or Finnish are."""

    def gettext(self, message: str) -> str:
        return "".join(
            re.sub(r"[^\W\d_]+", lambda word: word[0] + "n" * ceil(0.4 * len(word[0])), literal)
            + ("" if name is None else f"{{{name}{f':{form}' if form else ''}}}")
            for literal, name, form, _conversion in Formatter().parse(message)
        )

    def ngettext(self, one: str, many: str, count: int) -> str:
        return self.gettext(one if count == 1 else many)

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)


LANGUAGES = {"english": text.English(), "longer": Longer()}


def fonts(count: int = 3) -> list[str]:
    """So many families for text that are installed, of different make."""
    families = [
        family
        for family in QFontDatabase.families()
        if QFontDatabase.WritingSystem.Latin in QFontDatabase.writingSystems(family)
        and not QFontDatabase.isFixedPitch(family)
    ]
    different = {family.partition(" [")[0]: family for family in families}  # what follows is the foundry
    wanted = [name for name in WANTED if name in different]
    return [different[name] for name in (*wanted, *(name for name in different if name not in wanted))][:count]


def sizes(usual: tuple[int, int], scale: float) -> list[tuple[int, int]]:
    """The usual size as far as the screen has room, and the whole screen."""
    wide, high = (round(pixels / scale) for pixels in SCREEN)
    return [(min(usual[0], wide), min(usual[1], high - MARGIN)), (wide, high)]


def walk(app: QApplication, walked: Walkable, scale: float) -> list[str]:
    """
    The faults on every page, each with where it was found.

    Each font meets each language and direction, and each of those all colours: a window is built for one of them.
    """
    found = []
    for number, (font, language, direction) in enumerate(product(fonts(), LANGUAGES, DIRECTIONS)):
        look = list(LOOKS)[(number // 4 + number // 2 + number) % len(LOOKS)]
        window = _built(app, walked, font, LANGUAGES[language], LOOKS[look], DIRECTIONS[direction])
        for size in sizes(walked.size, scale):
            window.resize(*size)
            window.show()
            where = f"{font}, {language}, {direction}, {look}, {size[0]}x{size[1]}"
            if window.width() > size[0] or window.height() > size[1]:
                found.append(f"{where}: the window takes {window.width()}x{window.height()}")
            for page, show in walked.pages(window).items():
                show()
                for _turn in range(4):
                    app.processEvents()
                found += [f"{page}, {where}: {fault}" for fault in faults(window)]
        window.close()
        window.deleteLater()
        app.processEvents()
    return found


def _built(
    app: QApplication, walked: Walkable, font: str, language: text.Translator, look: Look, direction: Qt.LayoutDirection
) -> QWidget:
    text.install(language)
    shipped_data.catalogue.cache_clear()
    chosen = QFont(font)
    chosen.setPointSizeF(10.0)
    app.setFont(chosen)
    app.setStyle(CheckboxStyle(look))
    dress(app, look)
    app.setLayoutDirection(direction)
    return walked.build(look)


# ---------------------------------------------------------------- the windows


def settings_window(look: Look) -> QWidget:
    """With everything that can be said at once: advice, faults, hours of two kinds, days off, a plan."""
    from uncrick.storage import paths
    from uncrick.storage.plan import plan_file
    from uncrick.storage.plan.plan_text import EXAMPLE
    from uncrick.window.catalog import personal_catalogue
    from uncrick.window.settings.login import StartAtLogin
    from uncrick.window.settings.window import SettingsWindow

    paths.write(
        paths.settings_file(),
        "[breaks]\nevery = '5m'\nsnooze = '90m'\nwindow = 3\n[exercise.shrug]\nenabled = false\n[work]\n"
        "hours = ['Mon-Thu 08:30-12:00, 13:00-18:00', 'Sat 22:00-06:00', '2026-12-24 to 2027-01-03 off']\n",
    )
    if not os.path.exists(paths.plan_file()):
        plan_file.store(EXAMPLE, date(2026, 11, 23), shipped_data.catalogue())
    login = StartAtLogin(lambda: True, lambda _on: None)
    window = SettingsWindow(look, personal_catalogue(), lambda: None, login=login)
    window.show_running(runs=False)
    for field in window.fields.values():
        field.mark.show()
    window.plan._say(
        note="Imported.", faults=["four.csv was not imported.", "line 2: reps is 'ten'; expected a number."]
    )
    window.fields["breaks.snooze"]._complain("⚠ Not saved: your settings file cannot be written.")
    return window


def settings_pages(window: Any) -> dict[str, Callable[[], object]]:
    from uncrick.window.settings.window import PAGES

    return {name: lambda name=name: window.open_page(name) for name in PAGES}


def _settings() -> Walkable:
    from uncrick.window.settings.window import SIZE

    return Walkable(settings_window, SIZE, settings_pages)


WINDOWS: dict[str, Callable[[], Walkable]] = {"settings": _settings}


if __name__ == "__main__":
    application = QApplication(["uncrick"])
    application.setStyle("Fusion")
    result = walk(application, WINDOWS[sys.argv[1]](), float(os.environ.get("QT_SCALE_FACTOR", "1")))
    sys.stdout.write(json.dumps({"fonts": fonts(), "scale": application.devicePixelRatio(), "faults": result}))
