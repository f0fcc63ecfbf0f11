"""Every exercise with its figure: switched on or off, and whether this person gets it, and why not."""

import time
from collections.abc import Callable, Mapping

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from uncrick.core.model.catalog import Catalogue, Exercise
from uncrick.core.model.text import _, n_
from uncrick.errors import SettingsError
from uncrick.settings import Written
from uncrick.window.cards import announce, text_label
from uncrick.window.easier import easier
from uncrick.window.settings.exercise_delegate import ExerciseDelegate, Roles
from uncrick.window.settings.exercise_reasons import Reason
from uncrick.window.settings.exercise_wishes import ExerciseWishes
from uncrick.window.stage import FRAME, Stage
from uncrick.window.theme import GAP, Look

NECK = "neck"
"""The region whose areas, which have few exercises each, are one group; every other area is one of its own."""

Reasons = Callable[[frozenset[str]], Mapping[str, Reason | None]]
"""By id, why the person does not get an exercise; from the ids of those that are switched off."""


class ExercisesPage(QWidget):
    """
    The list, and beside it the exercise that is chosen there.

    Args:
        save: as of a Field.
        look_again: called when the page is shown: the person may be another one since.
        reasons: why the person does not get an exercise.
        open_page: shows the page where that can be changed.
        retired: whether an exercise stays out because it hurt.
        try_again: brings such an exercise back.
        own: about a person's own exercises, below all else.
    """

    def __init__(
        self,
        look: Look,
        catalogue: Catalogue,
        save: Callable[[str, str], Written],
        look_again: Callable[[], None],
        reasons: Reasons,
        open_page: Callable[[str], None],
        retired: Callable[[Exercise], bool],
        try_again: Callable[[str], None],
        own: QWidget,
    ) -> None:
        super().__init__()
        self._catalogue, self._save, self._reasons = catalogue, save, reasons
        self._look_again, self._retired, self._try_again = look_again, retired, try_again
        self._off = frozenset(exercise.id for exercise in catalogue.exercises.values() if exercise.off)
        self._why: Mapping[str, Reason | None] = {}
        self._shown: Exercise | None = None
        self._groups: dict[str, list[Exercise]] = {}
        for area in catalogue.areas.values():
            group = NECK if area.region == NECK else area.id
            exercises = [exercise for exercise in catalogue.exercises.values() if exercise.area == area.id]
            # Those of a plan have a page of their own
            exercises = [exercise for exercise in exercises if exercise.prescribed is None]
            if exercises:
                self._groups.setdefault(group, []).extend(exercises)
        self._filling = False
        self._items: dict[str, QListWidgetItem] = {}
        self._began = time.monotonic()
        self.title = text_label(_("Exercises"), 1.5, strong=True)
        self.summary = text_label("", muted=True)
        self.list = self._make_list()
        self.stage = _SmallStage(look, catalogue)
        self.detail = self._make_detail(own)
        row = QHBoxLayout()
        row.setSpacing(2 * GAP)
        row.addWidget(self.list, 1)
        row.addWidget(self.detail, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.title)
        column.addWidget(self.summary)
        column.addLayout(row, 1)
        self.change.clicked.connect(lambda *_args: self._open_page(open_page))
        self._clock = QTimer(self)
        self._clock.setInterval(FRAME)
        self._clock.timeout.connect(self._tick)
        self.list.currentItemChanged.connect(lambda item, _before: self._show(item))
        self.list.itemChanged.connect(self._switch)
        self.list.setCurrentRow(1)  # the first exercise, below the name of its group

    def _make_detail(self, own: QWidget) -> QScrollArea:
        """The figure, and all there is to say about the exercise; it scrolls where there is little room."""
        self.name = text_label("", 1.2, strong=True)
        self.reason = text_label("")
        self.reason.setProperty("saved", "true")
        self.change = QPushButton(_("Go to the answer"))
        self.again = QPushButton(_("Try it again, gently"))
        self.again.clicked.connect(lambda *_args: self._bring_back())
        self.instruction = text_label("")
        self.easier = text_label("", muted=True)
        self.wishes = ExerciseWishes(self._save)
        self.error = text_label("")
        self.error.setProperty("error", "true")
        self.error.hide()
        made, inner = QScrollArea(), QWidget()
        made.setWidgetResizable(True)
        made.setFrameShape(QFrame.Shape.NoFrame)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner.setMinimumWidth(1)
        side = QVBoxLayout(inner)
        side.setContentsMargins(0, 0, GAP, 0)
        side.setSpacing(GAP)
        side.addWidget(self.stage, 1)
        above: tuple[QWidget, ...] = (self.name, self.reason)
        below: tuple[QWidget, ...] = (self.instruction, self.easier, self.wishes, self.error, own)
        for part in above:
            side.addWidget(part)
        for button in (self.change, self.again):
            side.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
        for part in below:
            side.addWidget(part)
        made.setWidget(inner)
        return made

    def _make_list(self) -> QListWidget:
        made = QListWidget()
        made.setAccessibleName(_("Exercises; Space switches one on or off"))
        made.setMinimumWidth(150)
        made.setSpacing(1)
        made.setResizeMode(QListWidget.ResizeMode.Adjust)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        made.setItemDelegate(ExerciseDelegate(made))
        for group, exercises in self._groups.items():
            name = _("Neck") if group == NECK else self._catalogue.areas[group].name
            made.addItem(_item(name, Roles.GROUP, group))
            for exercise in exercises:
                item = _item(exercise.name, Roles.ID, exercise.id)
                item.setCheckState(Qt.CheckState.Unchecked if exercise.id in self._off else Qt.CheckState.Checked)
                self._items[exercise.id] = item
                made.addItem(item)
        return made

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 Qt's name
        self._look_again()
        self.refresh()
        self.wishes.show_exercise(self.wishes.exercise)
        self._clock.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 Qt's name
        self._clock.stop()

    def refresh(self) -> None:
        """Find out anew what the person gets."""
        self._why = self._reasons(self._off)
        self._filling = True
        for number in range(self.list.count()):
            item = self.list.item(number)
            why = self._under_group(item) if item.data(Roles.GROUP) else _text(self._why.get(item.data(Roles.ID)))
            item.setData(Roles.REASON, why)
            spoken = _("{exercise}. {reason}", exercise=item.text(), reason=why) if why else item.text()
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
        self._filling = False
        self.list.doItemsLayout()
        count, given = len(self._why), sum(why is None for why in self._why.values())
        self.summary.setText(
            n_("You get {given} of {count} exercise.", "You get {given} of {count} exercises.", count, given=given)
        )
        self._show(self.list.currentItem())

    def _under_group(self, item: QListWidgetItem) -> str:
        """How many of a group the person gets; its box shows whether all, some or none are switched on."""
        ids = [exercise.id for exercise in self._groups[item.data(Roles.GROUP)]]
        off, given = len(self._off.intersection(ids)), sum(self._why[name] is None for name in ids)
        some = Qt.CheckState.Unchecked if off == len(ids) else Qt.CheckState.PartiallyChecked
        item.setCheckState(some if off else Qt.CheckState.Checked)
        return n_("You get {given} of {count}.", "You get {given} of {count}.", len(ids), given=given)

    def _show(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        group = item.data(Roles.GROUP)
        exercise = self._groups[group][0] if group else self._catalogue.exercise(item.data(Roles.ID))
        if exercise is not self._shown:
            self._shown, self._began = exercise, time.monotonic()
        why = None if group else self._why.get(exercise.id)
        self.name.setText(item.text())
        self.reason.setText(item.data(Roles.REASON) or _("You get this one."))
        self.change.setVisible(bool(why and why.page))
        self.again.setVisible(not group and self._retired(exercise) and exercise.id not in self._off)
        self.instruction.setText(
            _("The box switches all of them on or off.") if group else f"{exercise.instruction} {exercise.caution}"
        )
        self.easier.setText("" if group else easier(exercise, self._catalogue))
        if (wanted := None if group else exercise) is not self.wishes.exercise:
            self.wishes.show_exercise(wanted)
        self._tick()

    def _tick(self) -> None:
        if self._shown is not None:
            self.stage.show_figure(self._shown, (time.monotonic() - self._began) % self._shown.cycle_s)

    def _switch(self, item: QListWidgetItem) -> None:
        """The box of an item was checked or unchecked: of an exercise, or of a whole group."""
        if self._filling:
            return
        on = item.checkState() is Qt.CheckState.Checked
        group = item.data(Roles.GROUP)
        names = [exercise.id for exercise in self._groups[group]] if group else [item.data(Roles.ID)]
        self.list.setCurrentItem(item)
        self._say("")
        for name in names:
            if on == (name in self._off) and not self._save_one(name, on=on):
                break
        self.refresh()
        if self.error.isHidden():
            always = _("One of them still comes where nothing else is left: quiet breathing suits everybody.")
            self.reason.setText(
                _(
                    "✓ Saved. {now}",
                    now=always if self._catalogue.numbers.fallback in names and not on else self.reason.text(),
                )
            )
            announce(self.list, self.reason.text())

    def _save_one(self, name: str, *, on: bool) -> bool:
        """Save an exercise, and show it as it is now; False if that failed, which is said below."""
        try:
            self._save(f"exercise.{name}.enabled", "true" if on else "false")
        except SettingsError as error:
            self._say(_("⚠ Not saved: {why}", why=error.message))
            on = not on
        else:
            self._off = self._off - {name} if on else self._off | {name}
        self._filling = True
        self._items[name].setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self._filling = False
        return self.error.isHidden()

    def _open_page(self, open_page: Callable[[str], None]) -> None:
        """Where the reason can be changed."""
        why = self._why.get(self._shown.id) if self._shown else None
        if why and why.page:
            open_page(why.page)

    def _bring_back(self) -> None:
        if self._shown is not None:
            self._try_again(self._shown.id)
            self.again.hide()
            self.reason.setText(_("It comes back gently, with the next breaks."))

    def _say(self, fault: str) -> None:
        self.error.setText(fault)
        self.error.setVisible(bool(fault))
        if fault:
            announce(self.error, fault)

    def sizeHint(self) -> QSize:  # noqa: N802 Qt's name
        return QSize(520, 480)


class _SmallStage(Stage):
    """Takes what the words leave, but has a least height of its own."""

    HIGH = 160

    def sizeHint(self) -> QSize:  # noqa: N802 Qt's name
        return QSize(self.HIGH, self.HIGH)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 Qt's name
        return self.sizeHint()


def _item(text: str, role: Roles, name: str) -> QListWidgetItem:
    """An item with a box."""
    item = QListWidgetItem(text)
    item.setData(role, name)
    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
    item.setCheckState(Qt.CheckState.Checked)
    return item


def _text(reason: Reason | None) -> str:
    return reason.text if reason else ""
