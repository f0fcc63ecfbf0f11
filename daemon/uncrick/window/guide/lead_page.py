"""The page that leads through a routine: figure, one sentence, what comes next, and the buttons."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from uncrick.core.model.catalog import Catalogue, Exercise
from uncrick.core.model.dates import sentences
from uncrick.core.model.text import _, lower_first
from uncrick.window.easier import ways
from uncrick.window.guide.progress import RepetitionDots, RoutineBar
from uncrick.window.guide.read_first_page import ReadFirstPage
from uncrick.window.guide.session import Session
from uncrick.window.guide.timeline_view import RoutineTimeline, Snapshot, minutes
from uncrick.window.guide.widgets import (
    AFAR,
    HIGH,
    LARGEST_BUTTONS,
    LOW,
    button,
    emphasise,
    label,
    scale_for,
    set_text,
    show_those_that_fit,
)
from uncrick.window.stage import Ring, Stage
from uncrick.window.theme import GAP, Look, type_of

# From this ratio of width to height on the figure stands beside the words.
FLAT = 1.25
RING, RING_TIGHT = 60, 44
# The sentence against other words, and where there is little height, or hardly any.
SENTENCE, SENTENCE_LOW, SENTENCE_TIGHT = 1.5, 1.25, 1.1


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
        self._words_width = 0
        self.keeps_notice = False
        self._is_easier_explained = False
        self.stage = Stage(look, catalogue)
        self.bar = RoutineBar(look)
        self.number = label(0.95, muted=True)
        self.ring = Ring(look, RING)
        self.name = label(1.1, strong=True, wrap=True)
        self.dots = RepetitionDots(look)
        self.cue = label(SENTENCE, wrap=True)
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
        self.stop = button(_("Stop"), _("Stop the break; what you did counts"), session.stop, flat=True)
        self.easier = button(_("Easier"), "", session.ease)
        self.easier.setCheckable(True)
        self.swap = button("", _("Do this instead"), session.swap)
        self._row = (self.pause, self.stop, self.forward, self.back)  # in the order in which they are wanted
        for each in (*self._row, self.easier, self.swap):
            # A click leaves the focus where it is: Space goes on to pause, whatever was clicked last.
            each.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    # ------------------------------------------------------------ layout

    def _lay_out(self) -> None:
        progress = QHBoxLayout()
        progress.setSpacing(GAP + 4)
        progress.addWidget(self.bar, 1)
        progress.addWidget(self.number)
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self.name, 1)
        head.addWidget(self.dots)
        self._picture = _column((self.stage, 1), (self.caution, 0), spacing=4)
        self._words = self._words_half()
        self._halves = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._halves.setSpacing(GAP + 6)
        self._halves.addWidget(self._picture, 3)
        self._halves.addWidget(self._words, 1)
        self._halves.addWidget(self.read_first, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(GAP + 2)
        whole.addLayout(progress)
        whole.addLayout(head)
        whole.addLayout(self._halves, 1)

    def _words_half(self) -> QWidget:
        words = _column((self.cue, 0), (self.later, 0), spacing=4)
        beside_ring = QHBoxLayout()
        beside_ring.setSpacing(2 * GAP)
        beside_ring.addWidget(self.ring, 0, Qt.AlignmentFlag.AlignTop)
        beside_ring.addWidget(words, 1)
        half = QWidget()
        self._column = column = QVBoxLayout(half)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP + 2)
        column.addStretch(0)
        column.addLayout(beside_ring)
        column.addWidget(self.note)
        column.addStretch(1)
        column.addLayout(_line(self.back, self.pause, self.forward, None, self.stop))
        column.addLayout(_line(self.easier, self.swap, None))
        return half

    def fit(self, width: int, height: int) -> None:
        """Lay the page out for a window of this size, in pixels: direction, sizes, and what gives way."""
        flat = width > FLAT * height
        # Where there is much room, the words grow with it: a full screen is looked at from a step away.
        scale = scale_for(width, height)
        # Where there is little room, what is seldom wanted gives way first; its keys stay.
        self._tight = height < (LOW if flat else HIGH)
        self._fit_halves(scale, width, flat=flat)
        self._fit_words(scale, height)
        self._fit_buttons(scale)
        # Beside the figure the texts have the whole height anyway.
        self.read_first.fit(scale, (self._words_width, 0 if flat else height // 2), tight=self._tight)

    def _fit_halves(self, scale: float, width: int, *, flat: bool) -> None:
        direction = QBoxLayout.Direction.LeftToRight if flat else QBoxLayout.Direction.TopToBottom
        self._halves.setDirection(direction)
        # Beside the words the figure has its share of the width; above them it has all the height that they leave.
        shares = (3, 0, 0) if not flat else (1, 1, 1) if scale > 1 else (2, 3, 3)
        for side, share in enumerate(shares):
            self._halves.setStretch(side, share)
        inner = width - 4 * GAP
        self._words_width = (inner - self._halves.spacing()) * shares[1] // (shares[0] + shares[1]) if flat else inner
        self._column.setStretch(0, 1 if flat and scale > 1 else 0)  # beside a large figure the words are in the middle
        self.stage.scale = scale

    def _fit_words(self, scale: float, height: int) -> None:
        tight = self._tight
        self.later.setVisible(not tight)
        usual = SENTENCE if height >= HIGH else SENTENCE_LOW
        self.cue.setFont(type_of(SENTENCE_TIGHT if tight else usual if scale == 1 else SENTENCE * AFAR * scale))
        # Room for two lines, whether or not there are: the figure is not to jump as the words change.
        self.cue.setMinimumHeight(0 if tight else 2 * self.cue.fontMetrics().lineSpacing())
        self.name.setFont(type_of(1.1 * scale, strong=True))
        for small, size in ((self.number, 0.95), (self.later, 1.0), (self.caution, 0.95), (self.note, 0.95)):
            small.setFont(type_of(size * scale))
        self.bar.enlarge(scale)
        self.dots.enlarge(scale)
        ring = RING_TIGHT if tight else round(RING * scale)
        self.ring.setFixedSize(ring, ring)

    def _fit_buttons(self, scale: float) -> None:
        for each in (*self._row, self.easier, self.swap):
            each.setFont(type_of(min(scale, LARGEST_BUTTONS)))
        self._fit_rows()

    def _fit_rows(self) -> None:
        """Show the buttons that fit beside each other; a long invitation gives way to two words."""
        routine = self._session.routine
        exercise = None if routine is None else routine.alternative
        self.swap.setText("" if exercise is None else _("Or {invitation}", invitation=lower_first(exercise.name)))
        if routine is not None:
            self._name_easier(routine.exercises[routine.item(self._session.position())])
        if self.easier.sizeHint().width() + GAP + self.swap.sizeHint().width() > self._words_width:
            self.swap.setText(_("Something else"))
        show_those_that_fit(self._row, self._words_width)
        show_those_that_fit((self.easier, self.swap), 0 if self._tight else self._words_width)
        self.swap.setVisible(exercise is not None and not self.swap.isHidden())

    def _name_easier(self, exercise: Exercise) -> None:
        """What becomes easier stands on the button where there is room, and else below the exercise."""
        eased, how = self.easier.isChecked(), ways(exercise)
        long = _("Easier ✓ {ways}", ways=how) if eased else _("Easier: {ways}", ways=how)
        self.easier.setToolTip(long)
        self.easier.setAccessibleName(long)
        self.easier.setText(long)
        rest = 0 if self.swap.text() == "" else GAP + self.swap.sizeHint().width()
        self._is_easier_explained = self.easier.sizeHint().width() + rest <= self._words_width
        if not self._is_easier_explained:
            self.easier.setText(_("Easier ✓") if eased else _("Easier"))

    # ------------------------------------------------------------ what is shown

    def refresh(self) -> None:
        """Show what the person can do now."""
        session = self._session
        routine = session.routine
        if routine is None:
            return
        paused = session.paused and session.reading is None
        self.pause.setText(_("Go on") if paused else _("Pause"))
        self.pause.setAccessibleName(_("Go on with the break") if paused else _("Pause the break"))
        emphasise(self.pause, main=paused)
        if (exercise := routine.alternative) is not None:
            self.swap.setToolTip(_("Do this instead: {name}", name=exercise.name))
            self.swap.setAccessibleName(_("Instead: {invitation}", invitation=lower_first(exercise.name)))
        self._words.setVisible(session.reading is None)
        self.read_first.setVisible(session.reading is not None)
        self.easier.setChecked(routine.item(session.position()) in session.eased)
        self._fit_rows()
        self._show_note()

    def show_notice(self, text: str) -> None:
        """Show a message to the person and have it read aloud."""
        self.note.setVisible(True)
        set_text(self.note, text)
        self.announced.emit(text)

    def tick(self) -> None:
        """Show this moment of the routine."""
        snapshot, routine = self._session.snapshot(), self._session.routine
        if snapshot is None or routine is None:
            return
        self._show_figure(snapshot)
        self._show_progress(routine, snapshot)
        self.ring.show_time(snapshot.left, snapshot.share, relaxed=snapshot.relaxed, text=_long(snapshot.left))
        set_text(self.name, snapshot.name)
        set_text(self.later, snapshot.later)
        set_text(self.caution, snapshot.caution)
        reading = self._session.reading is not None
        self._picture.setVisible(not (reading and self._tight))  # with little room the words need all of it
        self.caution.setVisible(not reading and bool(snapshot.caution) and (snapshot.hazardous or not self._tight))
        if not reading:
            self._show_cue(snapshot)
        elif text := self.read_first.show_exercise(snapshot.exercise):
            self.announced.emit(text)

    def _show_progress(self, routine: RoutineTimeline, snapshot: Snapshot) -> None:
        count = len(routine.items)
        self.bar.show_position(routine.parts, self._session.position())
        self.dots.show_repetition(snapshot.rep, snapshot.reps)
        several = count > 1 and snapshot.number <= count
        self.number.setVisible(several)
        if several:
            set_text(self.number, _("{number} of {count}", number=snapshot.number, count=count))
            self.number.setAccessibleName(_("Exercise {number} of {count}", number=snapshot.number, count=count))

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
            self.stage.show_phase("", relaxed=snapshot.relaxed, breath=snapshot.breath, lungs=snapshot.lungs)

    def _show_cue(self, snapshot: Snapshot) -> None:
        """The sentence of a phase that begins, read aloud once."""
        moment = f"{snapshot.number} {snapshot.rep} {snapshot.cue}"
        if moment == self._shown_moment:
            return
        self._shown_moment = moment
        set_text(self.cue, snapshot.cue)
        self.announced.emit(snapshot.cue)
        self.refresh()

    def _show_note(self) -> None:
        """The person's own words on the exercise; first of all what became easier, if the button does not say it."""
        session = self._session
        snapshot, routine = session.snapshot(), session.routine
        if snapshot is None or routine is None or self.keeps_notice:
            return
        explains = self.easier.isChecked() and not self._is_easier_explained
        how = ways(routine.exercises[routine.item(session.position())])
        note = sentences(_("Easier now: {ways}.", ways=how) if explains else "", snapshot.note)
        set_text(self.note, note)
        self.note.setVisible(bool(note))


def _long(left: float) -> str | None:
    """A time of a minute or more, in minutes and seconds; None for a shorter one."""
    return minutes(left) if left > 59 else None


def _column(*parts: tuple[QWidget, int], spacing: int) -> QWidget:
    """Widgets below each other, each with its stretch."""
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(spacing)
    for part, stretch in parts:
        column.addWidget(part, stretch)
    return whole


def _line(*parts: QWidget | None) -> QHBoxLayout:
    """Widgets beside each other; None is room between them."""
    line = QHBoxLayout()
    line.setSpacing(GAP)
    for part in parts:
        if part is None:
            line.addStretch(1)
        else:
            line.addWidget(part)
    return line
