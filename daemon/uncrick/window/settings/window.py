"""The settings window: every setting, the exercises one by one, and the profile."""

import time
from collections.abc import Callable
from datetime import date
from functools import partial
from textwrap import fill

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from uncrick.core.model.catalog import Catalogue, Exercise
from uncrick.core.model.profile import Profile
from uncrick.core.model.text import N_, _
from uncrick.errors import SettingsError, UncrickError
from uncrick.settings import SETTINGS, Written, load, put, show
from uncrick.storage import paths, profile_file
from uncrick.storage.invocation import typeable
from uncrick.storage.profile_file import PLACES, StoredProfile
from uncrick.window.settings.fields import Field
from uncrick.window.stage import FRAME, Stage
from uncrick.window.theme import GAP, Look, type_of

SIZE = (760, 620)
ROW = 34
LINE = 68  # letters of a line of a check box
TABLES = {
    "breaks": N_("Breaks"),
    "work": N_("Working hours"),
    "routine": N_("Routine"),
    "prompt": N_("Prompt"),
    "quiet": N_("Quiet"),
    "safety": N_("Safety"),
    "voice": N_("Voice"),
    "window": N_("Window"),
}
PLACE_NAMES = {"desk": N_("At a desk"), "home": N_("At home")}


class SettingsWindow(QWidget):
    """
    Saves each change as it is made.

    Args:
        reload_daemon: called after each change.
    """

    def __init__(self, look: Look, catalogue: Catalogue, reload_daemon: Callable[[], None]) -> None:
        super().__init__()
        self._reload_daemon = reload_daemon
        self.fields: dict[str, Field] = {}
        self.setWindowTitle(_("Uncrick: settings"))
        self.setMinimumSize(420, 320)
        self.sections = QListWidget()
        self.sections.setAccessibleName(_("Sections"))
        self.sections.setFixedWidth(170)
        self.sections.setFrameShape(QFrame.Shape.NoFrame)
        self.pages = QStackedWidget()
        for table in dict.fromkeys(setting.table for setting in SETTINGS):
            self._add(_(TABLES[table]), _scrolled(self._table(table)))
        self.exercises = ExercisesPage(look, catalogue, self._save)
        self._add(_("Exercises"), self.exercises)
        self.profile = ProfilePage(catalogue, reload_daemon)
        self._add(_("About you"), _scrolled(self.profile))
        self.sections.currentRowChanged.connect(self.pages.setCurrentIndex)
        self.sections.setCurrentRow(0)
        self.message = QLabel(_("Changes are saved as you make them."))
        self.message.setProperty("muted", "true")
        self.message.setWordWrap(True)
        right = QVBoxLayout()
        right.addWidget(self.pages, 1)
        right.addWidget(self.message)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(2 * GAP, 2 * GAP, 2 * GAP, 2 * GAP)
        whole.setSpacing(2 * GAP)
        whole.addWidget(self.sections)
        whole.addLayout(right, 1)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)
        errors = load(paths.settings_file()).errors
        if errors:
            faults = " ".join(errors)
            self.message.setText(
                _("Your file has faults, and what they are about is as by default: {faults}", faults=faults)
            )

    def _add(self, name: str, page: QWidget) -> None:
        item = QListWidgetItem(name)
        item.setSizeHint(QSize(0, ROW))
        self.sections.addItem(item)
        self.pages.addWidget(page)

    def _table(self, table: str) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(GAP, 0, 2 * GAP, 0)
        title = QLabel(_(TABLES[table]))
        title.setFont(type_of(1.5, strong=True))
        column.addWidget(title)
        for shown in show(paths.settings_file()):
            if shown.setting.table == table:
                field = Field(shown.setting, shown.value, self._save)
                self.fields[shown.setting.name] = field
                column.addWidget(field)
        column.addStretch(1)
        return page

    def _save(self, name: str, word: str) -> Written:
        """Write a setting, tell the daemon, and show advice on an unusual value."""
        value = put(paths.settings_file(), name, word)
        self._reload_daemon()
        self.message.setText(_("Saved: {name}", name=name))
        advice = [line for line in load(paths.settings_file()).warnings if line.startswith(name)]
        if advice and name in self.fields:
            QTimer.singleShot(0, partial(self.fields[name].warn, f"{advice[0]}."))
        return value


class ExercisesPage(QWidget):
    """Every exercise, switched on or off, with its figure."""

    def __init__(self, look: Look, catalogue: Catalogue, save: Callable[[str, str], Written]) -> None:
        super().__init__()
        self._catalogue = catalogue
        self._save = save
        self._shown: Exercise | None = None
        self._began = time.monotonic()
        self.list = QListWidget()
        self.list.setAccessibleName(_("Exercises; Space switches one on or off"))
        self.list.setMinimumWidth(200)
        self.list.setSpacing(1)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for exercise in catalogue.exercises.values():
            item = QListWidgetItem(exercise.name)
            item.setData(Qt.ItemDataRole.UserRole, exercise.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked if exercise.off else Qt.CheckState.Checked)
            area = catalogue.areas[exercise.area].name
            item.setToolTip(_("{exercise} ({area})", exercise=exercise.name, area=area))
            item.setSizeHint(QSize(0, ROW))
            self.list.addItem(item)
        self.stage = Stage(look, catalogue)
        self.name = QLabel()
        self.name.setFont(type_of(1.2, strong=True))
        self.name.setWordWrap(True)
        self.instruction = QLabel()
        self.instruction.setWordWrap(True)
        self.error = QLabel()
        self.error.setWordWrap(True)
        self.error.setProperty("error", "true")
        self.error.hide()
        side = QVBoxLayout()
        side.setSpacing(GAP)
        side.addWidget(self.stage, 1)
        for label in (self.name, self.instruction, self.error):
            side.addWidget(label)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * GAP)
        row.addWidget(self.list, 1)
        row.addLayout(side, 1)
        self._clock = QTimer(self)
        self._clock.setInterval(FRAME)
        self._clock.timeout.connect(self._tick)
        self.list.currentItemChanged.connect(lambda item, _before: self._show(item))
        self.list.itemChanged.connect(self._switched)
        self.list.setCurrentRow(0)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 Qt's name
        self._clock.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 Qt's name
        self._clock.stop()

    def _show(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        exercise = self._catalogue.exercise(item.data(Qt.ItemDataRole.UserRole))
        self._shown, self._began = exercise, time.monotonic()
        self.name.setText(exercise.name)
        self.instruction.setText(f"{exercise.instruction} {exercise.caution}")
        self._tick()

    def _tick(self) -> None:
        if self._shown is not None:
            self.stage.show_figure(self._shown, (time.monotonic() - self._began) % self._shown.cycle_s)

    def _switched(self, item: QListWidgetItem) -> None:
        on = item.checkState() is Qt.CheckState.Checked
        try:
            self._save(f"exercise.{item.data(Qt.ItemDataRole.UserRole)}.enabled", "true" if on else "false")
        except SettingsError as error:
            self.error.setText(f"⚠ {error.message}")
        self.error.setVisible(bool(self.error.text()))


class ProfilePage(QWidget):
    """The profile: conditions, equipment, place and consents; it stays on this machine."""

    def __init__(self, catalogue: Catalogue, reload_daemon: Callable[[], None]) -> None:
        super().__init__()
        self._reload_daemon = reload_daemon
        self._path = paths.profile_file()
        self.message = QLabel(_("It stays on this machine. Nothing of it is ever logged or sent."))
        self.message.setProperty("muted", "true")
        self.message.setWordWrap(True)
        profile = self._read(catalogue).answers
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP, 0, 2 * GAP, 0)
        title = QLabel(_("About you"))
        title.setFont(type_of(1.5, strong=True))
        column.addWidget(title)
        column.addWidget(self.message)
        self.disclaimer = QLabel(catalogue.disclaimer)
        self.disclaimer.setProperty("muted", "true")
        self.disclaimer.setWordWrap(True)
        column.addWidget(self.disclaimer)
        column.addWidget(_heading(_("Does any of this apply? None is an answer too.")))
        self.conditions = _checks(column, profile_file.lasting(catalogue), profile.conditions)
        column.addWidget(_heading(_("What is at hand?")))
        self.equipment = _checks(column, profile_file.things(catalogue), profile.equipment)
        column.addWidget(_heading(_("Where do you work?")))
        self.place = QComboBox()
        self.place.setAccessibleName(_("Where do you work?"))
        self.place.addItems([_(PLACE_NAMES[place]) for place in PLACES])
        self.place.setCurrentIndex(PLACES.index(profile.place) if profile.place in PLACES else 0)
        self.place.setFixedWidth(160)
        column.addWidget(self.place)
        self.home_session = QCheckBox(_("A longer session at home may be suggested"))
        self.home_session.setChecked(profile.home_session)
        self.trains = QCheckBox(_("I already train"))
        self.trains.setChecked(profile.trains)
        harder = _heading(_("After four weeks, any of these harder ones?"))
        column.addWidget(self.home_session)
        column.addWidget(self.trains)
        column.addWidget(harder)
        self.consents = _checks(column, profile_file.agreements(catalogue), profile.consents)
        # A person who trains is not asked: all exercises are open to them.
        for part in (harder, *self.consents.values()):
            part.setVisible(not profile.trains)
            self.trains.toggled.connect(part.setHidden)
        self.keep = QPushButton(_("Keep these answers"))
        self.keep.setProperty("main", "true")
        self.keep.clicked.connect(lambda *_args: self.save())
        row = QHBoxLayout()
        row.addWidget(self.keep)
        row.addStretch(1)
        column.addSpacing(GAP)
        column.addLayout(row)
        column.addStretch(1)

    def save(self) -> None:
        """Write the answers; nothing checked means that nothing applies."""

        def changed(stored: StoredProfile) -> StoredProfile:
            answers = Profile(
                conditions=frozenset(name for name, box in self.conditions.items() if box.isChecked()),
                equipment=frozenset(name for name, box in self.equipment.items() if box.isChecked()),
                place=PLACES[self.place.currentIndex()],
                home_session=self.home_session.isChecked(),
                trains=self.trains.isChecked(),
                consents=frozenset(name for name, box in self.consents.items() if box.isChecked()),
            )
            return stored.answer(answers, date.today())  # noqa: DTZ011 the person's own day

        try:
            profile_file.update(self._path, changed)
        except UncrickError as error:
            self.message.setText(typeable(f"{error.title}: {error.message}"))
            return
        self._reload_daemon()
        self.message.setText(_("Kept. Exercises go by it from now on."))

    def _read(self, catalogue: Catalogue) -> StoredProfile:
        try:
            stored, _unknown = profile_file.without_unknown_ids(profile_file.load(self._path), catalogue)
        except UncrickError as error:
            self.message.setText(typeable(f"{error.title}: {error.message}"))
            return StoredProfile()
        return stored


def _checks(column: QVBoxLayout, asked: dict[str, str], chosen: frozenset[str]) -> dict[str, QCheckBox]:
    boxes = {}
    for name, text in asked.items():
        boxes[name] = box = QCheckBox(fill(text, LINE))  # a check box does not break its lines itself
        box.setChecked(name in chosen)
        column.addWidget(box)
    return boxes


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setFont(type_of(1.05, strong=True))
    label.setWordWrap(True)
    label.setContentsMargins(0, 2 * GAP, 0, 2)
    return label


def _scrolled(page: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    return area
