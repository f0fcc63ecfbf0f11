"""The look of the windows: colours, sizes of type, and whether anything may move."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QStyle

GAP = 8


@dataclass(frozen=True, slots=True)
class Look:
    """
    Colours by what they are for, as `#rrggbb`.

    Attributes:
        dark: the figure takes its colours for a dark ground.
        ground, card: of the window, and of what lies on it.
        text, muted: at least 7:1 and 4.5:1 against both.
        accent, on_accent: the only strong colour, and what is written on it.
        calm: the card while the body relaxes.
        error: of error messages.
        line: hairlines and frames; track: the part of a ring that is not filled.
        width: of frames, in pixels.
        still: nothing moves by itself.
        figure: who shows the exercises, as in the settings.
    """

    dark: bool
    ground: str
    card: str
    text: str
    muted: str
    accent: str
    on_accent: str
    calm: str
    line: str
    track: str
    error: str
    width: int = 1
    still: bool = False
    contrast: bool = False
    figure: str = "auto"


LIGHT = Look(
    dark=False,
    ground="#f4f2ec",
    card="#fdfcf9",
    text="#1d2b2a",
    muted="#576361",
    accent="#0b6b5e",
    on_accent="#ffffff",
    calm="#d8ede7",
    line="#dcd8cd",
    track="#e6e2d8",
    error="#a33413",
)
DARK = Look(
    dark=True,
    ground="#14181a",
    card="#1f2429",
    text="#edf2f0",
    muted="#a3b1ad",
    accent="#5ccdb8",
    on_accent="#0b1f1b",
    calm="#16393a",
    line="#343c41",
    track="#333b40",
    error="#ff9d7a",
)
CONTRAST = Look(
    dark=True,
    ground="#000000",
    card="#000000",
    text="#ffffff",
    muted="#ffffff",
    accent="#ffd800",
    on_accent="#000000",
    calm="#00304a",
    line="#ffffff",
    track="#5a5a5a",
    error="#ffffff",
    width=2,
    contrast=True,
)


def look(app: QApplication, theme: str, *, still: bool, figure: str = "auto") -> Look:
    """The colours that suit the desktop, or those of the settings `window.theme`, `window.still`, `window.figure`."""
    from dataclasses import replace

    chosen = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}.get(theme) or _of_desktop(app)
    return replace(chosen, still=still or _is_still(app), figure=figure)


def _of_desktop(app: QApplication) -> Look:
    hints: Any = app.styleHints()
    preference = getattr(getattr(hints, "accessibility", lambda: None)(), "contrastPreference", None)
    if preference is not None and getattr(preference(), "name", "") == "HighContrast":
        return CONTRAST
    scheme = app.styleHints().colorScheme()
    if scheme is Qt.ColorScheme.Unknown:
        return DARK if app.palette().color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT
    return DARK if scheme is Qt.ColorScheme.Dark else LIGHT


def _is_still(app: QApplication) -> bool:
    """Whether the desktop asks for no animation: its style then has animations of no length."""
    return app.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) == 0


def dress(app: QApplication, colours: Look) -> None:
    """Give the application these colours, and the direction of the person's language."""
    palette = QPalette()
    for role, name in (
        (QPalette.ColorRole.Window, colours.ground),
        (QPalette.ColorRole.Base, colours.card),
        (QPalette.ColorRole.AlternateBase, colours.ground),
        (QPalette.ColorRole.Button, colours.card),
        (QPalette.ColorRole.Text, colours.text),
        (QPalette.ColorRole.WindowText, colours.text),
        (QPalette.ColorRole.ButtonText, colours.text),
        (QPalette.ColorRole.ToolTipBase, colours.card),
        (QPalette.ColorRole.ToolTipText, colours.text),
        (QPalette.ColorRole.PlaceholderText, colours.muted),
        (QPalette.ColorRole.Highlight, colours.accent),
        (QPalette.ColorRole.HighlightedText, colours.on_accent),
        (QPalette.ColorRole.Link, colours.accent),
    ):
        palette.setColor(role, QColor(name))
    app.setPalette(palette)
    app.setStyleSheet(_sheet(colours))
    app.setLayoutDirection(QLocale().textDirection())


def type_of(size: float, *, strong: bool = False) -> QFont:
    """The system's font at so many times its size."""
    font = QFont(QApplication.font())
    font.setPointSizeF(max(8.0, QApplication.font().pointSizeF()) * size)
    if strong:
        font.setWeight(QFont.Weight.DemiBold)
    return font


def leading() -> Qt.AlignmentFlag:
    """Where a text begins to be read; said outright, as Qt goes by the letters of the text."""
    if QApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft:
        return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
    return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def _sheet(look: Look) -> str:
    field = look.text if look.contrast else look.muted if look.dark else "#a39d8e"  # 3:1 about a field, by WCAG 1.4.11
    return f"""
    QPushButton {{
        background: {look.card}; color: {look.text}; border: {look.width}px solid {look.line};
        border-radius: 9px; padding: 7px 13px; min-height: 18px;
    }}
    QPushButton:hover {{ border-color: {look.accent}; }}
    QPushButton:pressed {{ background: {look.calm}; }}
    QPushButton:focus {{ border: 2px solid {look.accent}; padding: 6px 12px; outline: none; }}
    QPushButton:disabled {{ color: {look.muted}; border-color: {look.track}; }}
    QPushButton[main="true"] {{ background: {look.accent}; color: {look.on_accent}; border-color: {look.accent}; }}
    QPushButton[main="true"]:focus {{ border: 2px solid {look.text}; }}
    QPushButton[flat="true"] {{
        background: transparent; color: {look.muted}; border-color: {look.line if look.contrast else "transparent"};
        text-align: left;
    }}
    QPushButton[flat="true"]:hover {{ color: {look.text}; }}
    QPushButton[flat="true"]:focus {{ border-color: {look.accent}; color: {look.text}; }}
    QPushButton:checked {{ background: {look.calm}; color: {look.text}; border-color: {look.accent}; }}
    QLabel[error="true"] {{ color: {look.error}; }}
    QPushButton[step="true"] {{ min-width: 30px; max-width: 30px; min-height: 30px; max-height: 30px; padding: 0; }}
    QPushButton[link="true"] {{
        background: transparent; color: {look.accent}; border: 2px solid transparent; border-radius: 5px;
        padding: 0; min-height: 0; text-align: left; text-decoration: underline;
    }}
    QPushButton[link="true"]:focus {{ border-color: {look.accent}; padding: 0; }}
    QPushButton[day="true"] {{ padding: 4px 4px; min-width: 32px; min-height: 20px; border-radius: 14px; }}
    QPushButton[day="true"]:checked {{ background: {look.accent}; color: {look.on_accent}; }}
    QPushButton[day="true"]:focus {{ border: 2px solid {look.text}; padding: 3px 3px; }}
    QLineEdit, QComboBox, QAbstractSpinBox {{
        background: {look.ground}; color: {look.text}; border: {look.width}px solid {field};
        border-radius: 7px; padding: 5px 8px; min-height: 20px;
        selection-background-color: {look.accent}; selection-color: {look.on_accent};
    }}
    QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {{ border: 2px solid {look.accent}; padding: 4px 7px; }}
    QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled {{ color: {look.muted}; }}
    QComboBox QLineEdit, QAbstractSpinBox QLineEdit {{
        border: none; padding: 0; background: transparent; min-height: 0;
    }}
    QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ width: 0; border: none; }}
    QComboBox, QDateEdit {{ padding-right: 26px; }}
    QComboBox:focus, QDateEdit:focus {{ padding-right: 25px; }}
    QComboBox::drop-down, QDateEdit::drop-down {{ border: none; width: 24px; }}
    QComboBox::down-arrow, QDateEdit::down-arrow {{ image: none; }}
    QComboBox QAbstractItemView {{
        background: {look.card}; color: {look.text}; border: {look.width}px solid {field}; outline: none;
        selection-background-color: {look.calm}; selection-color: {look.text}; padding: 4px;
    }}
    QComboBox QAbstractItemView::item {{ min-height: 28px; padding: 0 6px; }}
    QFrame[card="true"] {{ background: {look.card}; border: {look.width}px solid {look.line}; border-radius: 12px; }}
    QFrame[rule="true"] {{ background: {look.line}; border: none; max-height: 1px; min-height: 1px; }}
    QFrame[banner="true"] {{
        background: {look.calm}; border: {look.width}px solid {look.accent}; border-radius: 10px;
    }}
    QLabel[saved="true"] {{ color: {look.accent}; }}
    QCheckBox {{ spacing: 8px; padding: 3px; border: 2px solid transparent; border-radius: 6px; }}
    QCheckBox:focus {{ border-color: {look.accent}; }}
    QListWidget {{
        background: {look.card}; border: {look.width}px solid {look.line}; border-radius: 12px; padding: 6px;
        outline: none;
    }}
    QListWidget[plain="true"] {{ background: transparent; border-color: transparent; padding: 0; }}
    QListWidget:focus {{ border-color: {look.accent}; }}
    QScrollBar:vertical {{ background: transparent; width: 10px; margin: 2px; border: none; }}
    QScrollBar::handle:vertical {{ background: {look.line}; border-radius: 3px; min-height: 30px; }}
    QScrollBar::handle:vertical:hover {{ background: {look.muted}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QListWidget::item {{ padding: 7px 8px; border-radius: 7px; color: {look.text}; }}
    QListWidget::item:selected {{ background: {look.calm}; color: {look.text}; }}
    QListWidget[plain="true"]:focus {{ border-color: transparent; }}
    QListWidget[plain="true"]::item:selected:focus {{ border: 2px solid {look.accent}; padding: 5px 6px; }}
    QScrollArea {{ background: transparent; }}
    QLabel[muted="true"] {{ color: {look.muted}; }}
    """
