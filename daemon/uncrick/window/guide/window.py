"""The guide's window: its keys, its clock, its focus, and which page is shown."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from uncrick.core.model.catalog import Catalogue
from uncrick.window.guide.ask_page import AskPage
from uncrick.window.guide.card_page import CardPage
from uncrick.window.guide.lead_page import LeadPage
from uncrick.window.guide.pages import DonePage, IdlePage
from uncrick.window.guide.session import Session
from uncrick.window.guide.state import GuideState
from uncrick.window.stage import FRAME
from uncrick.window.theme import GAP, Look

IDLE_FRAME = 250  # milliseconds
# Milliseconds after the window opens in which keys were meant for where the person was typing.
GRACE = 700
# The same for one that opened by itself; each such key begins it anew, as the person goes on typing.
UNASKED_GRACE = 3000
SIZE = (480, 620)
SMALLEST = (320, 230)

Page = LeadPage | IdlePage | DonePage | AskPage | CardPage


class GuideWindow(QWidget):
    """One view of the session; with several screens there may be several."""

    def __init__(self, session: Session, look: Look, catalogue: Catalogue) -> None:
        super().__init__()
        self._session = session
        self._ignores_keys = True
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._tick)
        self.setWindowTitle("Uncrick")
        self.setWindowFlag(Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setMinimumSize(*SMALLEST)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._pages = QStackedWidget()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(2 * GAP, 2 * GAP, 2 * GAP, 2 * GAP)
        outer.addWidget(self._pages)
        self.lead = LeadPage(session, look, catalogue)
        self.idle = IdlePage(session)
        self.done = DonePage(session, look)
        self.ask = AskPage(session)
        self.card = CardPage(session, catalogue)
        self._all = (self.lead, self.idle, self.done, self.ask, self.card)
        for page in self._all:
            self._pages.addWidget(page)
        self.lead.announced.connect(self._announce)
        self.idle.announced.connect(self._announce)
        self.done.announced.connect(self._announce)
        self.ask.asked.connect(self._asked)
        self.card.asked.connect(self._asked)
        session.changed.connect(self._changed)
        session.notice.connect(self._show_notice)
        self._deaf = QTimer(self, singleShot=True, interval=GRACE)
        self._deaf.timeout.connect(self._accept_keys)
        self._deaf.start()
        self._waits_longer = True  # while it is not known for certain that somebody asked for it
        self._changed()
        self.setFocus()

    # ------------------------------------------------------------ pages

    def _page(self) -> Page:
        """The page that goes with the session's state."""
        match self._session.state:
            case GuideState.ON:
                return self.lead
            case GuideState.IDLE:
                return self.idle
            case GuideState.HURT:
                return self.ask
            case GuideState.CARD:
                return self.card
            case GuideState.OVER | GuideState.AWAY | GuideState.GONE:
                return self.done

    def _changed(self) -> None:
        if self._session.state is GuideState.GONE:
            self.close()
            return
        page = self._page()
        entered = self._pages.currentWidget() is not page
        self._pages.setCurrentWidget(page)
        page.refresh()
        if entered and page is self.lead:
            self.setFocus()  # so that Space pauses, whatever the first button is
        if entered and page is self.ask:
            self.ask.ask_which()
        if entered and page is self.card:
            self.card.ask()
        self._run()
        self._tick()

    def _show_notice(self, text: str) -> None:
        """Show a message to the person; it stays up only while the routine goes on."""
        self.lead.keeps_notice = self._session.state is GuideState.ON
        match self._page():
            case AskPage() | CardPage():
                self.done.show_notice(text)
            case page:
                page.show_notice(text)

    def _tick(self) -> None:
        self._session.update()
        self._page().tick()

    def _asked(self, question: str) -> None:
        self.setFocus()  # no key hits an answer by chance
        self._announce(question)

    def _announce(self, text: str) -> None:
        """Have a screen reader read it aloud."""
        if QAccessible.isActive() and text:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    # ------------------------------------------------------------ clock

    def _run(self) -> None:
        """Look at the clock as often as there is something to move, and not at all unseen."""
        session = self._session
        if not self.isVisible() or self.isMinimized():
            self._clock.stop()
            return
        moving = session.state is GuideState.ON and (not session.paused or session.reading is not None)
        self._clock.start(FRAME if moving else IDLE_FRAME)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 Qt's name
        if event.type() == QEvent.Type.WindowStateChange:
            self._run()
        super().changeEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            handled = super().event(event)
            self._run()
            return handled
        return super().event(event)

    # ------------------------------------------------------------ keys, size and closing

    def _accept_keys(self) -> None:
        if self._waits_longer and not self._session.is_asked:
            self._waits_longer = False
            self._deaf.start(UNASKED_GRACE - GRACE)
        else:
            self._ignores_keys = False

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 Qt's name
        if self._ignores_keys:
            if not self._session.is_asked:
                self._waits_longer = False
                self._deaf.start(UNASKED_GRACE)
            return
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self._session.reading is not None:
                self._session.begin()
            case Qt.Key.Key_Escape | Qt.Key.Key_Q if self._session.state is GuideState.ON:
                self._session.stop()
            case Qt.Key.Key_Escape:
                self.close()
            case Qt.Key.Key_Space | Qt.Key.Key_P:
                self._session.toggle_pause()
            case Qt.Key.Key_N if self._session.state is GuideState.ON:
                self._session.forward()
            case Qt.Key.Key_H if self._session.state is GuideState.ON:
                self._session.stop()
                self._session.ask_about_pain()
            case Qt.Key.Key_E:
                self._session.ease()
            case Qt.Key.Key_Right | Qt.Key.Key_Left if self._session.state is GuideState.ON:
                ahead = (event.key() == Qt.Key.Key_Right) != (self.layoutDirection() is Qt.LayoutDirection.RightToLeft)
                (self._session.forward if ahead else self._session.back)()
            case _:
                super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 Qt's name
        for page in self._all:
            page.fit(event.size().width(), event.size().height())
        super().resizeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 Qt's name
        self._clock.stop()
        self._session.close()
        super().closeEvent(event)


class FirstPaintNotifier(QObject):
    """Reports to the session, once, that the routine has been painted."""

    def __init__(self, window: GuideWindow, session: Session) -> None:
        super().__init__(window)
        self._session = session
        for shown in (window.lead.stage, window.lead.read_first):
            shown.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 Qt's name
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, self._session.report_painted)
        return False
