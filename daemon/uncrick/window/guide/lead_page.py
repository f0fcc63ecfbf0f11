"""The page that leads through a routine: figure, cue, ring and the buttons."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from uncrick.core.model.catalog import Catalogue
from uncrick.core.model.text import _, lower_first
from uncrick.window.guide.read_first_page import ReadFirstPage
from uncrick.window.guide.session import Session
from uncrick.window.guide.timeline_view import Snapshot
from uncrick.window.guide.widgets import HIGH, LOW, button, label, set_text
from uncrick.window.stage import Ring, Stage
from uncrick.window.theme import GAP, Look, type_of

# From this ratio of width to height on the figure stands beside the words.
FLAT = 1.25
# A width below which buttons are left out.
WIDE = 620
RING, RING_TIGHT = 64, 44
# How much larger than usual words and buttons may become.
LARGEST, LARGEST_BUTTONS = 2.2, 1.5


class LeadPage(QWidget):
    """
    One moment of the routine, and everything that can be done with it.

    Signals:
        announced: a text for a screen reader to read aloud.

    Attributes:
        keeps_notice: a message to the person stays where the note on the exercise would be.
    """

    announced = Signal(str)

    def __init__(self, session: Session, look: Look, catalogue: Catalogue) -> None:
        super().__init__()
        self._session = session
        self._shown_moment = ""
        self._tight = False
        self.keeps_notice = False
        self.stage = Stage(look, catalogue)
        self.ring = Ring(look, RING)
        self.name = label(1.3, strong=True, wrap=True)
        self.count = label(1.1, muted=True)
        self.cue = label(1.45, wrap=True)
        self.later = label(1.0, muted=True, wrap=True)
        self.note = label(0.95, muted=True, wrap=True)
        self.note.hide()
        self.caution = label(0.95, muted=True, wrap=True)
        self._make_buttons()
        self.read_first = ReadFirstPage(session.begin, session.stop)
        self._lay_out()

    def _make_buttons(self) -> None:
        session = self._session
        self.back = button(_("Back"), _("To the beginning of this exercise, or the one before"), session.back)
        self.pause = button(_("Pause"), _("Pause the break"), session.toggle_pause)
        self.forward = button(_("Next"), _("On to the next exercise"), session.forward)
        self.stop = button(_("Stop"), _("Stop the break; what you did counts"), session.stop, main=True)
        self.easier = button(_("Easier"), _("Smaller and fewer"), session.ease, flat=True)
        self.easier.setCheckable(True)
        self.swap = button("", _("Do this instead"), session.swap, flat=True)
        self.swap.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    # ------------------------------------------------------------ layout

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self.count)
        self._picture = self._picture_half()
        self._words = self._words_half()
        self._halves = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._halves.setSpacing(GAP + 6)
        self._halves.addWidget(self._picture, 3)
        self._halves.addWidget(self._words, 1)
        self._halves.addWidget(self.read_first, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(GAP + 4)
        whole.addLayout(head)
        whole.addLayout(self._halves, 1)

    def _picture_half(self) -> QWidget:
        half = QWidget()
        column = QVBoxLayout(half)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.stage, 1)
        column.addWidget(self.caution)
        return half

    def _words_half(self) -> QWidget:
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.cue)
        words.addWidget(self.later)
        beside_ring = QHBoxLayout()
        beside_ring.setSpacing(2 * GAP)
        beside_ring.addWidget(self.ring, 0, Qt.AlignmentFlag.AlignTop)
        beside_ring.addLayout(words, 1)
        half = QWidget()
        column = QVBoxLayout(half)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP + 4)
        column.addLayout(beside_ring)
        column.addWidget(self.note)
        column.addStretch(1)
        column.addLayout(self._main_row())
        column.addLayout(self._second_row())
        return half

    def _main_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GAP)
        for each in (self.back, self.pause, self.forward):
            row.addWidget(each)
        row.addStretch(1)
        row.addWidget(self.stop)
        return row

    def _second_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.easier)
        row.addWidget(self.swap, 1)
        return row

    def fit(self, width: int, height: int) -> None:
        """Lay the page out for a window of this size, in pixels: direction, sizes, and what gives way."""
        flat = width > FLAT * height
        # Where there is much room, the words grow with it: a full screen is looked at from a step away.
        scale = max(1.0, min(width / 720, height / 520, LARGEST))
        # Where there is little room, what is seldom wanted gives way first; its keys stay.
        self._tight = height < (LOW if flat else HIGH)
        self._fit_halves(scale, flat=flat)
        self._fit_words(scale)
        self._fit_buttons(scale, width, flat=flat)
        self.read_first.fit(scale, tight=self._tight)

    def _fit_halves(self, scale: float, *, flat: bool) -> None:
        direction = QBoxLayout.Direction.LeftToRight if flat else QBoxLayout.Direction.TopToBottom
        self._halves.setDirection(direction)
        # Beside the words the figure has its share of the width; above them it has all the height that they leave.
        self._halves.setStretch(0, 1 if scale > 1 or not flat else 2)
        for side in (1, 2):
            self._halves.setStretch(side, 0 if not flat else 1 if scale > 1 else 3)
        self.stage.scale = scale

    def _fit_words(self, scale: float) -> None:
        tight = self._tight
        self.later.setVisible(not tight)
        self.cue.setFont(type_of(1.1 if tight else 1.45 * scale))
        # Room for two lines, whether or not there are: the figure is not to jump as the words change.
        self.cue.setMinimumHeight(0 if tight else 2 * self.cue.fontMetrics().lineSpacing())
        self.name.setFont(type_of(1.3 * scale, strong=True))
        for small in (self.count, self.later):
            small.setFont(type_of(1.05 * scale))
        ring = RING_TIGHT if tight else round(RING * scale)
        self.ring.setFixedSize(ring, ring)

    def _fit_buttons(self, scale: float, width: int, *, flat: bool) -> None:
        for each in (self.easier, self.swap):
            each.setVisible(not self._tight)
        for each in (self.back, self.pause, self.forward, self.stop, self.easier, self.swap):
            each.setFont(type_of(min(scale, LARGEST_BUTTONS)))
        self.back.setVisible(width >= (WIDE if flat else WIDE / 2))
        self.forward.setVisible(width >= (WIDE * 2 / 3 if flat else 0))

    # ------------------------------------------------------------ what is shown

    def refresh(self) -> None:
        """Show what the person can do now."""
        session = self._session
        routine = session.routine
        if routine is None:
            return
        self.pause.setText(_("Go on") if session.paused else _("Pause"))
        self.pause.setAccessibleName(_("Go on with the break") if session.paused else _("Pause the break"))
        exercise = routine.alternative
        self.swap.setEnabled(exercise is not None)
        self.swap.setText("" if exercise is None else _("Or {invitation}", invitation=lower_first(exercise.name)))
        if exercise is not None:
            self.swap.setToolTip(_("Do this instead: {name}", name=exercise.name))
            self.swap.setAccessibleName(_("Instead: {invitation}", invitation=lower_first(exercise.name)))
        self._words.setVisible(session.reading is None)
        self.read_first.setVisible(session.reading is not None)
        eased = routine.item(session.position()) in session.eased
        self.easier.setChecked(eased)
        self.easier.setText(_("Easier ✓") if eased else _("Easier"))

    def show_notice(self, text: str) -> None:
        """Show a message to the person and have it read aloud."""
        self.note.setVisible(True)
        set_text(self.note, text)
        self.announced.emit(text)

    def tick(self) -> None:
        """Show this moment of the routine."""
        snapshot = self._session.snapshot()
        if snapshot is None:
            return
        self._show_figure(snapshot)
        self.ring.show_time(snapshot.left, snapshot.share, relaxed=snapshot.relaxed)
        set_text(self.name, snapshot.name)
        set_text(self.count, snapshot.count)
        set_text(self.later, snapshot.later)
        set_text(self.caution, snapshot.caution)
        reading = self._session.reading is not None
        self._picture.setVisible(not (reading and self._tight))  # with little room the words need all of it
        self.caution.setVisible(not reading and (snapshot.hazardous or not self._tight))
        if not reading:
            self._show_cue(snapshot)
        elif text := self.read_first.show_exercise(snapshot.exercise):
            self.announced.emit(text)

    def _show_figure(self, snapshot: Snapshot) -> None:
        session = self._session
        if session.reading is not None:
            # While the instruction is read, the figure shows the movement
            t = session.seconds_reading() % snapshot.exercise.cycle_s
            self.stage.show_figure(snapshot.exercise, t, session.amplitude())
            self.stage.show_phase(_("Read first"), relaxed=False)
            return
        self.stage.show_figure(snapshot.exercise, snapshot.t, session.amplitude())
        if session.paused:
            self.stage.show_phase(_("Paused"), relaxed=snapshot.relaxed)
        else:
            self.stage.show_phase(
                snapshot.phase, relaxed=snapshot.relaxed, breath=snapshot.breath, lungs=snapshot.lungs
            )

    def _show_cue(self, snapshot: Snapshot) -> None:
        """The cue of a phase that begins, read aloud once."""
        moment = f"{snapshot.cue} {snapshot.phase}"
        if moment == self._shown_moment:
            return
        self._shown_moment = moment
        set_text(self.cue, snapshot.cue)
        self.announced.emit(snapshot.cue)
        if not self.keeps_notice:
            set_text(self.note, snapshot.note)
            self.note.setVisible(bool(snapshot.note))
        self.refresh()
