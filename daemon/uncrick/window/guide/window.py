"""The routine window: the figure, the cue, the ring, and everything that can be said to a routine."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from uncrick.core.model.catalog import Catalogue
from uncrick.window.guide.reading import Reading
from uncrick.window.guide.session import AWAY, Session, State
from uncrick.window.guide.timeline_view import Snapshot
from uncrick.window.stage import FRAME, Ring, Stage
from uncrick.window.theme import GAP, Look, type_of

IDLE_FRAME = 250  # milliseconds
# Keys that come within this time of the window's opening were meant for where the person was typing.
GRACE = 700
SIZE = (480, 520)
SMALLEST = (320, 230)
# From here on the figure stands beside the words.
FLAT = 1.25
# Heights, flat and upright, and a width, below which something is left out.
LOW, HIGH, WIDE = 300, 400, 620
ABREAST = 450  # for four answers beside each other
RING, RING_TIGHT = 64, 44
LARGEST, BUTTONS = 2.2, 1.5


class GuideWindow(QWidget):
    """One view of the session; with several screens there may be several."""

    def __init__(self, session: Session, look: Look, catalogue: Catalogue) -> None:
        super().__init__()
        self._session = session
        self._look = look
        self._said = ""
        self._urgent = self._tight = False
        self._deaf = True
        self._pages = QStackedWidget()
        self.stage = Stage(look, catalogue)
        self.ring = Ring(look, RING)
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._tick)
        self.setWindowTitle("Uncrick")
        self.setWindowFlag(Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setMinimumSize(*SMALLEST)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(2 * GAP, 2 * GAP, 2 * GAP, 2 * GAP)
        outer.addWidget(self._pages)
        self._lead = self._pages.addWidget(self._leading())
        self._idle = self._pages.addWidget(self._waiting())
        self._over = self._pages.addWidget(self._after())
        self._hurt = self._pages.addWidget(self._which())
        session.changed.connect(self._changed)
        session.noted.connect(self._note)
        QTimer.singleShot(GRACE, self._listen)
        self._changed()
        self.setFocus()

    # ------------------------------------------------------------ the pages

    def _leading(self) -> QWidget:
        page = QWidget()
        self.name = _label(1.3, strong=True, wrap=True)
        self.count = _label(1.1, muted=True)
        self.cue = _label(1.45, wrap=True)
        self.later = _label(1.0, muted=True, wrap=True)
        self.note = _label(0.95, muted=True, wrap=True)
        self.note.hide()
        head = QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self.count)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.cue)
        words.addWidget(self.later)
        told = QHBoxLayout()
        told.setSpacing(2 * GAP)
        told.addWidget(self.ring, 0, Qt.AlignmentFlag.AlignTop)
        told.addLayout(words, 1)
        rows = self._rows()
        self.reading = Reading(_label, _button, self._session.begin, self._session.stop)
        self.caution = _label(0.95, muted=True, wrap=True)
        self._picture = QWidget()
        picture = QVBoxLayout(self._picture)
        picture.setContentsMargins(0, 0, 0, 0)
        picture.setSpacing(4)
        picture.addWidget(self.stage, 1)
        picture.addWidget(self.caution)
        self._leads = QWidget()
        side = QVBoxLayout(self._leads)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(GAP + 4)
        side.addLayout(told)
        side.addWidget(self.note)
        side.addStretch(1)
        for row in rows:
            side.addLayout(row)
        self._halves = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._halves.setSpacing(GAP + 6)
        self._halves.addWidget(self._picture, 3)
        self._halves.addWidget(self._leads, 1)
        self._halves.addWidget(self.reading, 1)
        whole = QVBoxLayout(page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(GAP + 4)
        whole.addLayout(head)
        whole.addLayout(self._halves, 1)
        return page

    def _rows(self) -> tuple[QHBoxLayout, QHBoxLayout]:
        """All that can be said to a routine."""
        self.back = _button("Back", "To the beginning of this exercise, or the one before", self._session.back)
        self.hold = _button("Pause", "Pause the break", self._session.hold)
        self.forward = _button("Next", "On to the next exercise", self._session.forward)
        self.stop = _button("Stop", "Stop the break; what you did counts", self._session.stop, main=True)
        self.easier = _button("Easier", "Smaller and fewer", self._session.ease, flat=True)
        self.easier.setCheckable(True)
        self.swap = _button("", "Do this instead", self._session.swap, flat=True)
        self.swap.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        for button in (self.back, self.hold, self.forward):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.stop)
        more = QHBoxLayout()
        more.setSpacing(GAP)
        more.addWidget(self.easier)
        more.addWidget(self.swap, 1)
        return row, more

    def _waiting(self) -> QWidget:
        self.start = _button("Start a break", "Start a break now", self._session.start, main=True)
        title = _label(1.5, "No break is on", strong=True, middle=True)
        self.invited = _label(1.0, "Start one whenever you like.", muted=True, middle=True, wrap=True)
        return _centred(title, self.invited, (self.start,))

    def _after(self) -> QWidget:
        self.title = _label(1.7, strong=True, middle=True)
        self.said = _label(1.1, muted=True, wrap=True, middle=True)
        self.away_ring = Ring(self._look, 132)
        self.away = _button("Stay away for five minutes", "A quiet timer; it ends without a sound", self._session.away)
        self.hurt = _button("It hurt", "Say that something hurt", self._session.hurt)
        self.close_it = _button("Close", "Close this window", self.close, main=True)
        # After a new or an easier exercise, and after Stop, it is asked how it was.
        self.interrupted = _button("Just interrupted", "It was just interrupted", self.close)
        self.fine = _button("Fine", "It was fine", lambda: self._session.report("fine"))
        self.hard = _button("A bit much", "It was a bit much", lambda: self._session.report("hard"))
        self._reports = (self.interrupted, self.fine, self.hard, self.hurt)
        self._reporting = QGridLayout()
        self._reporting.setSpacing(GAP)
        self.how = _label(1.1, "How was it?", middle=True)
        row = (self.away, self.close_it)
        page = _centred(self.title, self.said, row, ring=self.away_ring)
        column = page.layout()
        assert isinstance(column, QVBoxLayout)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addLayout(self._reporting)
        line.addStretch(1)
        column.insertLayout(column.count() - 1, line)
        column.insertWidget(column.count() - 2, self.how)
        for button in self._reports:
            button.setParent(page)
        self._goodbye = column
        return page

    def _place_reports(self) -> None:
        """Those that are asked for, beside each other, or two by two where there is little room."""
        across = len(self._reports) if self.width() >= ABREAST else 2
        asked = [button for button in self._reports if not button.isHidden()]
        for button in self._reports:
            self._reporting.removeWidget(button)
        for number, button in enumerate(asked):
            self._reporting.addWidget(button, number // across, number % across)

    def _which(self) -> QWidget:
        page = QWidget()
        self._asking = QVBoxLayout(page)
        self._asking.setSpacing(2 * GAP)
        self._asking.addStretch(1)
        self._question = _label(1.3, strong=True, middle=True, wrap=True)
        self._asking.addWidget(self._question)
        self._answers = QWidget()
        self._asking.addWidget(self._answers)
        self._asking.addStretch(1)
        return page

    def _ask(self, question: str, answers: Iterable[tuple[str, Callable[[], None]]], across: int) -> None:
        """Another question with its answers."""
        self._question.setText(question)
        fresh = QWidget()
        grid = QGridLayout(fresh)
        grid.setSpacing(GAP)
        buttons = [_button(text, f"{question} {text}", does) for text, does in answers]
        for number, button in enumerate(buttons):
            wide = across if len(button.text()) > 12 else 1
            grid.addWidget(button, number // across, number % across if wide == 1 else 0, 1, wide)
        self._asking.replaceWidget(self._answers, fresh)
        self._answers.hide()
        self._answers.deleteLater()
        self._answers = fresh
        fresh.show()
        self.setFocus()  # no answer is the one that a key hits by chance
        self._announce(question)

    def _ask_which(self) -> None:
        course = self._session.course
        if course is None or len(course.items) < 2:
            self._ask_score(None if course is None else course.items[0].id)
            return
        answers = [(item.name, lambda one=item.id: self._ask_score(one)) for item in course.items]
        self._ask("Which one?", answers, 1)

    def _ask_score(self, exercise: str | None) -> None:
        session = self._session
        scores = [(str(score), lambda one=score: session.report("hurt", exercise, one)) for score in range(1, 11)]
        self._ask("How much, 1 to 10?", [*scores, ("I felt unwell", lambda: session.report("unwell"))], 5)

    # ------------------------------------------------------------ what is shown

    def _changed(self) -> None:
        state = self._session.state
        if state is State.GONE:
            self.close()
            return
        page = {State.ON: self._lead, State.IDLE: self._idle, State.HURT: self._hurt}.get(state, self._over)
        entered = self._pages.currentIndex() != page
        self._pages.setCurrentIndex(page)
        match state:
            case State.ON:
                self._show_routine()
                if entered:
                    self.setFocus()  # so that Space stops, whatever the first button is
            case State.OVER | State.AWAY:
                self._show_after(away=state is State.AWAY)
            case State.HURT if entered:
                self._ask_which()
            case _:
                pass
        self._run()
        self._tick()

    def _show_routine(self) -> None:
        session = self._session
        course = session.course
        assert course is not None
        self.hold.setText("Go on" if session.held else "Pause")
        self.hold.setAccessibleName("Go on with the break" if session.held else "Pause the break")
        exercise = course.alternative
        self.swap.setEnabled(exercise is not None)
        self.swap.setText("" if exercise is None else f"Or {exercise.invite}")
        if exercise is not None:
            self.swap.setToolTip(f"Do this instead: {exercise.name}")
            self.swap.setAccessibleName(f"Instead: {exercise.invite}")
        self._leads.setVisible(session.reading is None)
        self.reading.setVisible(session.reading is not None)
        eased = course.item(session.position()) in session.eased
        self.easier.setChecked(eased)
        self.easier.setText("Easier ✓" if eased else "Easier")

    def _show_after(self, *, away: bool) -> None:
        session = self._session
        self.away.setVisible(not away)
        self.hurt.setVisible(not away)
        self.interrupted.setVisible(session.asks and not away and not session.done)
        for part in (self.how, self.fine, self.hard):
            part.setVisible(session.asks and not away)
        self._place_reports()
        self._goodbye.setSpacing(2 * GAP if self.height() >= LOW else GAP // 2)
        self.away_ring.setVisible(away or (session.done and self.height() >= HIGH))
        self.said.setVisible(self.height() >= LOW)
        self.away_ring.show_time(0, 1, relaxed=True, text="✓")
        if away:
            self.title.setText("Away for a while")
            self._tell(self.said, "It ends by itself, without a sound.")
        elif session.done:
            self.title.setText("Done. Good.")
            self._tell(self.said, "Stay away from the screen a little, if you can.")
        else:
            self.title.setText("Stopped")
            self._tell(self.said, "What you did counts.")

    def _note(self, text: str) -> None:
        self._urgent = self._session.state is State.ON
        waiting = self._session.state is State.IDLE
        target = self.note if self._urgent else self.invited if waiting else self.said
        target.setVisible(self._urgent or waiting or self.height() >= LOW)
        self._tell(target, text)

    def _tick(self) -> None:
        session = self._session
        session.look()
        if session.state is State.ON:
            sight = session.sight()
            if sight is not None:
                self._show_sight(sight)
        elif session.state is State.AWAY:
            left = round(session.left())
            self.away_ring.show_time(left, 1 - left / AWAY, relaxed=True, text=f"{left // 60}:{left % 60:02}")

    def _show_sight(self, sight: Snapshot) -> None:
        reading = self._session.reading is not None
        # While it is read how the exercise goes, the figure shows it
        t = self._session.read_for() % sight.exercise.cycle_s if reading else sight.t
        self.stage.show_figure(sight.exercise, t, self._session.amplitude())
        if self._session.reading is not None:
            self.stage.show_phase("Read first", relaxed=False)
        elif self._session.held:
            self.stage.show_phase("Paused", relaxed=sight.relaxed)
        else:
            self.stage.show_phase(sight.phase, relaxed=sight.relaxed, breath=sight.breath, lungs=sight.lungs)
        self.ring.show_time(sight.left, sight.share, relaxed=sight.relaxed)
        _put(self.name, sight.name)
        _put(self.count, sight.count)
        _put(self.later, sight.later)
        _put(self.caution, sight.caution)
        self._picture.setVisible(not (reading and self._tight))  # with little room the words need all of it
        self.caution.setVisible(not reading and (sight.hazardous or not self._tight))
        if reading and (text := self.reading.show_exercise(sight.exercise)):
            self._announce(text)
        said = f"{sight.cue} {sight.phase}"
        if said != self._said and not reading:
            self._said = said
            self._tell(self.cue, sight.cue)
            if not self._urgent:
                _put(self.note, sight.note)
                self.note.setVisible(bool(sight.note))
            self._show_routine()

    def _tell(self, label: QLabel, text: str) -> None:
        """Show it, and have it read aloud by whoever reads the screen aloud."""
        _put(label, text)
        self._announce(text)

    def _announce(self, text: str) -> None:
        if QAccessible.isActive() and text:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    # ------------------------------------------------------------ what happens to the window

    def _run(self) -> None:
        """Look at the clock as often as there is something to move, and not at all unseen."""
        session = self._session
        if not self.isVisible() or self.isMinimized():
            self._clock.stop()
            return
        moving = session.state is State.ON and (not session.held or session.reading is not None)
        self._clock.start(FRAME if moving else IDLE_FRAME)

    def _listen(self) -> None:
        self._deaf = False

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 Qt's name
        if self._deaf:
            return
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self._session.reading is not None:
                self._session.begin()
            case Qt.Key.Key_Escape | Qt.Key.Key_Space if self._session.state is State.ON:
                self._session.stop()
            case Qt.Key.Key_Escape:
                self.close()
            case Qt.Key.Key_P:
                self._session.hold()
            case Qt.Key.Key_E:
                self._session.ease()
            case Qt.Key.Key_Right | Qt.Key.Key_Left if self._session.state is State.ON:
                ahead = (event.key() == Qt.Key.Key_Right) != (self.layoutDirection() is Qt.LayoutDirection.RightToLeft)
                (self._session.forward if ahead else self._session.back)()
            case _:
                super().keyPressEvent(event)

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

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 Qt's name
        wide, high = event.size().width(), event.size().height()
        flat = wide > FLAT * high
        direction = QBoxLayout.Direction.LeftToRight if flat else QBoxLayout.Direction.TopToBottom
        self._halves.setDirection(direction)
        # Where there is much room, the words grow with it: a full screen is looked at from a step away.
        grown = max(1.0, min(wide / 720, high / 520, LARGEST))
        # Beside the words the figure has its share of the width; above them it has all the height that they leave.
        self._halves.setStretch(0, 1 if grown > 1 or not flat else 2)
        for side in (1, 2):
            self._halves.setStretch(side, 0 if not flat else 1 if grown > 1 else 3)
        self.stage.grown = grown
        # Where there is little room, what is seldom wanted gives way first; its keys stay.
        self._tight = tight = high < (LOW if flat else HIGH)
        self.reading.fit(grown, tight=tight)
        for part in (self.later, self.easier, self.swap):
            part.setVisible(not tight)
        self.cue.setFont(type_of(1.1 if tight else 1.45 * grown))
        # Room for two lines, whether or not there are: the figure is not to jump as the words change.
        self.cue.setMinimumHeight(0 if tight else 2 * self.cue.fontMetrics().lineSpacing())
        for button in (self.back, self.hold, self.forward, self.stop, self.easier, self.swap):
            button.setFont(type_of(min(grown, BUTTONS)))
        self.name.setFont(type_of(1.3 * grown, strong=True))
        for label in (self.count, self.later):
            label.setFont(type_of(1.05 * grown))
        ring = RING_TIGHT if tight else round(RING * grown)
        self.ring.setFixedSize(ring, ring)
        if self._session.state in (State.OVER, State.AWAY):
            self._show_after(away=self._session.state is State.AWAY)
        self.back.setVisible(wide >= (WIDE if flat else WIDE / 2))
        self.forward.setVisible(wide >= (WIDE * 2 / 3 if flat else 0))
        super().resizeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 Qt's name
        self._clock.stop()
        self._session.leave()
        super().closeEvent(event)


class FirstPaintNotifier(QObject):
    """Says once that the routine is on the screen, as soon as it has been painted."""

    def __init__(self, window: GuideWindow, session: Session) -> None:
        super().__init__(window)
        self._session = session
        for shown in (window.stage, window.reading):
            shown.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 Qt's name
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, self._session.painted)
        return False


def _label(
    size: float, text: str = "", *, strong: bool = False, muted: bool = False, wrap: bool = False, middle: bool = False
) -> QLabel:
    label = QLabel(text)
    label.setFont(type_of(size, strong=strong))
    label.setWordWrap(wrap)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if muted:
        label.setProperty("muted", "true")
    if middle:
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    elif QApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft:
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
    return label


def _button(text: str, told: str, does: Callable[[], object], *, main: bool = False, flat: bool = False) -> QPushButton:
    button = QPushButton(text)
    button.setAccessibleName(told)
    button.setToolTip(told)
    button.setProperty("main", "true" if main else "false")
    button.setProperty("flat", "true" if flat else "false")
    button.setAutoDefault(True)  # Enter presses it, as Space does
    button.clicked.connect(lambda *_: does())
    return button


def _centred(
    title: QLabel,
    said: QLabel,
    row: Iterable[QPushButton],
    ring: Ring | None = None,
) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setSpacing(2 * GAP)
    column.addStretch(2)
    if ring is not None:
        column.addWidget(ring, 0, Qt.AlignmentFlag.AlignHCenter)
    column.addWidget(title)
    column.addWidget(said)
    line = QHBoxLayout()
    line.addStretch(1)
    for button in row:
        line.addWidget(button)
    line.addStretch(1)
    column.addLayout(line)
    column.addStretch(3)
    return page


def _put(label: QLabel, text: str) -> None:
    """Only what differs: a label that is set anew is laid out anew."""
    if label.text() != text:
        label.setText(text)
