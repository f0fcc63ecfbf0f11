"""The settings window: every setting by its declaration, the exercises one by one, and the profile."""

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
LINE = 68  # letters
TABLES = {
    "breaks": "Breaks",
    "work": "Working hours",
    "routine": "Routine",
    "prompt": "Prompt",
    "quiet": "Quiet",
    "voice": "Voice",
    "window": "Window",
}
PLACE_NAMES = {"desk": "At a desk", "home": "At home"}


class SettingsWindow(QWidget):
    """
    Changes are saved as they are made.

    Args:
        follow: called when something was saved, so that the daemon follows.
    """

    def __init__(self, look: Look, catalogue: Catalogue, follow: Callable[[], None]) -> None:
        super().__init__()
        self._follow = follow
        self.fields: dict[str, Field] = {}
        self.setWindowTitle("Uncrick: settings")
        self.setMinimumSize(420, 320)
        self.sections = QListWidget()
        self.sections.setAccessibleName("Sections")
        self.sections.setFixedWidth(170)
        self.sections.setFrameShape(QFrame.Shape.NoFrame)
        self.pages = QStackedWidget()
        for table in dict.fromkeys(setting.table for setting in SETTINGS):
            self._add(TABLES.get(table, table.capitalize()), _scrolled(self._table(table)))
        self.exercises = ExercisesPage(look, catalogue, self._put)
        self._add("Exercises", self.exercises)
        self.profile = ProfilePage(catalogue, follow)
        self._add("About you", _scrolled(self.profile))
        self.sections.currentRowChanged.connect(self.pages.setCurrentIndex)
        self.sections.setCurrentRow(0)
        self.said = QLabel("Changes are saved as you make them.")
        self.said.setProperty("muted", "true")
        self.said.setWordWrap(True)
        right = QVBoxLayout()
        right.addWidget(self.pages, 1)
        right.addWidget(self.said)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(2 * GAP, 2 * GAP, 2 * GAP, 2 * GAP)
        whole.setSpacing(2 * GAP)
        whole.addWidget(self.sections)
        whole.addLayout(right, 1)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)
        errors = load(paths.settings_file()).errors
        if errors:
            self.said.setText(f"Your file has faults, and what they are about is as by default: {' '.join(errors)}")

    def _add(self, name: str, page: QWidget) -> None:
        item = QListWidgetItem(name)
        item.setSizeHint(QSize(0, ROW))
        self.sections.addItem(item)
        self.pages.addWidget(page)

    def _table(self, table: str) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(GAP, 0, 2 * GAP, 0)
        title = QLabel(TABLES.get(table, table.capitalize()))
        title.setFont(type_of(1.5, strong=True))
        column.addWidget(title)
        for shown in show(paths.settings_file()):
            if shown.setting.table == table:
                field = Field(shown.setting, shown.value, self._put)
                self.fields[shown.setting.name] = field
                column.addWidget(field)
        column.addStretch(1)
        return page

    def _put(self, name: str, word: str) -> Written:
        """Write one setting, and say what is unusual about it."""
        value = put(paths.settings_file(), name, word)
        self._follow()
        self.said.setText(f"Saved: {name}")
        advice = [line for line in load(paths.settings_file()).warnings if line.startswith(name)]
        if advice and name in self.fields:
            QTimer.singleShot(0, partial(self.fields[name].warn, f"{advice[0]}."))
        return value


class ExercisesPage(QWidget):
    """Every exercise, switched on or off, and shown by the figure."""

    def __init__(self, look: Look, catalogue: Catalogue, save: Callable[[str, str], Written]) -> None:
        super().__init__()
        self._catalogue = catalogue
        self._save = save
        self._shown: Exercise | None = None
        self._began = time.monotonic()
        self.list = QListWidget()
        self.list.setAccessibleName("Exercises; Space switches one on or off")
        self.list.setMinimumWidth(200)
        self.list.setSpacing(1)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for exercise in catalogue.exercises.values():
            item = QListWidgetItem(exercise.name)
            item.setData(Qt.ItemDataRole.UserRole, exercise.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked if exercise.off else Qt.CheckState.Checked)
            item.setToolTip(f"{exercise.name} ({catalogue.areas[exercise.area].name})")
            item.setSizeHint(QSize(0, ROW))
            self.list.addItem(item)
        self.stage = Stage(look, catalogue)
        self.name = QLabel()
        self.name.setFont(type_of(1.2, strong=True))
        self.name.setWordWrap(True)
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.wrong = QLabel()
        self.wrong.setWordWrap(True)
        self.wrong.setProperty("wrong", "true")
        self.wrong.hide()
        side = QVBoxLayout()
        side.setSpacing(GAP)
        side.addWidget(self.stage, 1)
        for label in (self.name, self.told, self.wrong):
            side.addWidget(label)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * GAP)
        row.addWidget(self.list, 1)
        row.addLayout(side, 1)
        self._clock = QTimer(self)
        self._clock.setInterval(FRAME)
        self._clock.timeout.connect(self._tick)
        self.list.currentItemChanged.connect(lambda item, _: self._show(item))
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
        self.told.setText(f"{exercise.instruction} {exercise.caution}")
        self._tick()

    def _tick(self) -> None:
        if self._shown is not None:
            self.stage.show_figure(self._shown, (time.monotonic() - self._began) % self._shown.cycle_s)

    def _switched(self, item: QListWidgetItem) -> None:
        on = item.checkState() is Qt.CheckState.Checked
        try:
            self._save(f"exercise.{item.data(Qt.ItemDataRole.UserRole)}.enabled", "true" if on else "false")
        except SettingsError as error:
            self.wrong.setText(f"⚠ {error.message}")
        self.wrong.setVisible(bool(self.wrong.text()))


class ProfilePage(QWidget):
    """What exercises should mind, and what is at hand; it stays on this machine."""

    def __init__(self, catalogue: Catalogue, follow: Callable[[], None]) -> None:
        super().__init__()
        self._follow = follow
        self._path = paths.profile_file()
        self.said = QLabel("It stays on this machine. Nothing of it is ever logged or sent.")
        self.said.setProperty("muted", "true")
        self.said.setWordWrap(True)
        kept = self._read(catalogue)
        told = kept.told
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP, 0, 2 * GAP, 0)
        title = QLabel("About you")
        title.setFont(type_of(1.5, strong=True))
        column.addWidget(title)
        column.addWidget(self.said)
        self.disclaimer = QLabel(catalogue.disclaimer)
        self.disclaimer.setProperty("muted", "true")
        self.disclaimer.setWordWrap(True)
        column.addWidget(self.disclaimer)
        column.addWidget(_heading("Does any of this apply? None is an answer too."))
        self.conditions = _checks(column, profile_file.lasting(catalogue), told.conditions)
        column.addWidget(_heading("What is at hand?"))
        self.equipment = _checks(column, profile_file.things(catalogue), told.equipment)
        column.addWidget(_heading("Where do you work?"))
        self.place = QComboBox()
        self.place.setAccessibleName("Where do you work?")
        self.place.addItems([PLACE_NAMES[place] for place in PLACES])
        self.place.setCurrentIndex(PLACES.index(told.place) if told.place in PLACES else 0)
        self.place.setFixedWidth(160)
        column.addWidget(self.place)
        self.home_session = QCheckBox("A longer session at home may be suggested")
        self.home_session.setChecked(told.home_session)
        self.trains = QCheckBox("I already train")
        self.trains.setChecked(told.trains)
        harder = _heading("After four weeks, any of these harder ones?")
        column.addWidget(self.home_session)
        column.addWidget(self.trains)
        column.addWidget(harder)
        self.consents = _checks(column, profile_file.agreements(catalogue), told.consents)
        # Whoever trains is not asked: to them all of it is open.
        for part in (harder, *self.consents.values()):
            part.setVisible(not told.trains)
            self.trains.toggled.connect(part.setHidden)
        self.keep = QPushButton("Keep these answers")
        self.keep.setProperty("main", "true")
        self.keep.clicked.connect(lambda *_: self.save())
        row = QHBoxLayout()
        row.addWidget(self.keep)
        row.addStretch(1)
        column.addSpacing(GAP)
        column.addLayout(row)
        column.addStretch(1)

    def save(self) -> None:
        """Write the answers; nothing checked is the answer that nothing applies."""

        def changed(kept: StoredProfile) -> StoredProfile:
            told = Profile(
                conditions=frozenset(name for name, box in self.conditions.items() if box.isChecked()),
                equipment=frozenset(name for name, box in self.equipment.items() if box.isChecked()),
                place=PLACES[self.place.currentIndex()],
                home_session=self.home_session.isChecked(),
                trains=self.trains.isChecked(),
                consents=frozenset(name for name, box in self.consents.items() if box.isChecked()),
            )
            return kept.answer(told, date.today())  # noqa: DTZ011 the person's own day

        try:
            profile_file.update(self._path, changed)
        except UncrickError as error:
            self.said.setText(typeable(f"{error.title}: {error.message}"))
            return
        self._follow()
        self.said.setText("Kept. Exercises go by it from now on.")

    def _read(self, catalogue: Catalogue) -> StoredProfile:
        try:
            kept, _ = profile_file.known(profile_file.load(self._path), catalogue)
        except UncrickError as error:
            self.said.setText(typeable(f"{error.title}: {error.message}"))
            return StoredProfile()
        return kept


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
