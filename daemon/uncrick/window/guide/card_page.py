"""The safety card as a page: the signs that mean stop, and what to do about them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from uncrick.core.model.catalog import Catalogue
from uncrick.core.model.text import N_, _
from uncrick.core.presentation import red_flags
from uncrick.window.guide.session import Session
from uncrick.window.guide.widgets import LARGEST_BUTTONS, button, centred_row, enlarge, label, scale_for, scrolled
from uncrick.window.theme import GAP

WIDE = 620  # pixels of a line of the signs, at most
EMERGENCY, URGENT = "emergency", "urgent"
QUESTIONS = {EMERGENCY: N_("Is one of these happening to you?"), URGENT: N_("Or is one of these true of you?")}


class CardPage(QWidget):
    """
    Asks about the signs of an emergency, then about those that a clinician should see.

    Signals:
        asked: another question, or what to do, is shown.
    """

    asked = Signal(str)

    def __init__(self, session: Session, catalogue: Catalogue) -> None:
        super().__init__()
        self._session = session
        self._catalogue = catalogue
        self._severity = EMERGENCY
        self._line = WIDE
        self.title = label(1.4, strong=True, wrap=True)
        self.text = label(1.1, wrap=True)
        self.signs = label(1.0, wrap=True)
        self.some = button(_("One of these"), _("One of these is true"), self._some)
        self.none = button(_("None of these"), _("None of these is true"), self._none)
        self.close_button = button(_("Close"), _("Close this window"), lambda: self.window().close(), main=True)
        self._scroll = scrolled(self.signs)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(GAP + 4)
        self._column.addStretch(1)
        for part in (self.title, self.text):
            self._column.addWidget(part)
        self._column.addWidget(self._scroll, 100)
        self._column.addLayout(centred_row((self.some, self.none, self.close_button)))
        self._column.addStretch(1)

    def fit(self, width: int, height: int) -> None:
        """Lay the page out for a window of this size, in pixels."""
        scale = min(LARGEST_BUTTONS, scale_for(width, height))
        enlarge(self, scale)
        beside = max(0, round((width - 4 * GAP - WIDE * scale) / 2))
        self._column.setContentsMargins(beside, 0, beside, 0)
        self._line = width - 4 * GAP - 2 * beside
        self._fit_signs()

    def _fit_signs(self) -> None:
        """Give the signs the height of their text: with more of it they would part from their buttons."""
        self._scroll.setMaximumHeight(self.signs.heightForWidth(self._line) + GAP)

    def refresh(self) -> None:
        """It stays as it is until it is answered."""

    def tick(self) -> None:
        """Nothing of it moves."""

    def ask(self) -> None:
        """Begin with the signs of an emergency."""
        self._ask(EMERGENCY, _("If so, call {number} now.", number=self._number()))

    def _ask(self, severity: str, text: str) -> None:
        self._severity = severity
        signs = [f"•  {flag.text}." for flag in red_flags.of(self._catalogue, severity)]
        self._show(_(QUESTIONS[severity]), text, "\n\n".join(signs), asks=True)

    def _show(self, title: str, text: str, signs: str, *, asks: bool) -> None:
        self.title.setText(title)
        self.text.setText(text)
        self.signs.setText(signs)
        self._fit_signs()
        self._scroll.verticalScrollBar().setValue(0)
        self.some.setVisible(asks)
        self.none.setVisible(asks)
        self.close_button.setVisible(not asks)
        self.asked.emit(f"{title} {text}")

    def _some(self) -> None:
        flags = red_flags.of(self._catalogue, self._severity)
        self._session.report_signs([flag.id for flag in flags])
        if self._severity == EMERGENCY:
            title = _("Call {number} now.", number=self._number())
            text = _("Stop here and get help.")
        else:
            title = _("Please see a doctor in the next day or two.")
            text = _("Go at once if it gets worse.")
        off = _("There are no exercises until you say in the menu of the tray that you were checked.")
        self._show(title, text, off, asks=False)

    def _none(self) -> None:
        if self._severity == EMERGENCY:
            self._ask(URGENT, _("If so, see a doctor in the next day or two."))
        else:
            self._session.report_signs([])

    def _number(self) -> str:
        from uncrick.platforms.common import locale_region
        from uncrick.settings import load
        from uncrick.storage import paths

        region = load(paths.settings_file()).settings.safety.region
        return red_flags.in_words(red_flags.number(region, locale_region.territory(), locale_region.ahead()))
