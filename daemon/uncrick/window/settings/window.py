"""The settings window: how breaks come, the exercises, the person, and everything else."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from uncrick.core.history import practice
from uncrick.core.history.practice import Practice
from uncrick.core.model.catalog import Catalogue
from uncrick.core.model.person_day import person_zone
from uncrick.core.model.text import N_, _
from uncrick.errors import SettingsError, UncrickError
from uncrick.platforms.common.clock import ZONE
from uncrick.settings import SETTINGS, Written, load, mend, put, show
from uncrick.storage import paths, profile_file
from uncrick.storage.profile_file import StoredProfile
from uncrick.window.cards import Banner, Page
from uncrick.window.settings import advice
from uncrick.window.settings.desk_page import DeskPage
from uncrick.window.settings.exercise_reasons import Person, is_retired, reasons
from uncrick.window.settings.exercises_page import ExercisesPage
from uncrick.window.settings.fields import Field
from uncrick.window.settings.login import StartAtLogin
from uncrick.window.settings.own_exercises import OwnExercises
from uncrick.window.settings.plan_page import PlanPage
from uncrick.window.settings.profile_page import ProfilePage
from uncrick.window.theme import GAP, Look

SIZE = (820, 640)
ROW = 36

FIRST = (
    (N_("When breaks come"), ("breaks.every", "breaks.snooze", "work.hours")),
    (N_("How they come"), ("prompt.style", "quiet.calls", "prompt.sound", "voice.enabled", "voice.chime")),
)
"""The first page: headings, and the settings below each."""

ADVANCED = {
    "breaks": N_("When reminders come"),
    "work": N_("Working hours"),
    "routine": N_("The exercises of a break"),
    "prompt": N_("Reminders"),
    "quiet": N_("When to stay silent"),
    "voice": N_("Sound and voice"),
    "window": N_("Windows and the figure"),
    "safety": N_("In an emergency"),
}
"""Headings of the last page, by the table whose settings it shows: all that the first page has not."""

PAGES = ("breaks", "exercises", "plan", "about", "desk", "advanced")


class SettingsWindow(QWidget):
    """
    Saves each change as it is made, and says so beside it.

    Args:
        reload_daemon: called after each change.
        read_practice: what the person has done so far.
        start_daemon: starts the daemon, where it does not run.
        try_again: brings an exercise back that stays out because it hurt.
        login: the switch for the start at login.
    """

    def __init__(
        self,
        look: Look,
        catalogue: Catalogue,
        reload_daemon: Callable[[], None],
        *,
        read_practice: Callable[[], Practice] = lambda: practice.EMPTY,
        start_daemon: Callable[[], None] = lambda: None,
        try_again: Callable[[str], None] = lambda _exercise: None,
        login: StartAtLogin | None = None,
    ) -> None:
        super().__init__()
        self._catalogue, self._reload_daemon, self._read_practice = catalogue, reload_daemon, read_practice
        self._runs = True  # until it is known
        self.fields: dict[str, Field] = {}
        self.login = login or StartAtLogin()
        self.setWindowTitle(_("Uncrick: settings"))
        self.setMinimumSize(520, 320)
        self._make_banners(start_daemon)
        self.sections = self._make_sections()
        self.pages = QStackedWidget()
        self.profile = ProfilePage(catalogue)  # says whether the file of the answers was damaged, so it looks first
        self.profile.saved.connect(reload_daemon)
        self._seen = self._person()
        self._add_page(_("Breaks"), self._first_page())
        self.exercises = ExercisesPage(
            look,
            catalogue,
            self._save,
            look_again=self._look_at_person,
            reasons=lambda off: reasons(catalogue, self._seen, off),
            open_page=self.open_page,
            retired=lambda exercise: is_retired(exercise, self._seen),
            try_again=try_again,
            own=OwnExercises(catalogue),
        )
        self._add_page(_("Exercises"), self.exercises)
        self.plan = PlanPage(reload_daemon, try_again)
        self._add_page(_("Therapist's plan"), self.plan)
        self._add_page(_("About you"), self.profile)
        self.desk = DeskPage(catalogue)
        self.desk.saved.connect(reload_daemon)
        self._add_page(_("Your desk"), self.desk)
        self._add_page(_("Advanced"), self._advanced_page())
        self._lay_out()
        self.sections.currentRowChanged.connect(self.pages.setCurrentIndex)
        self.sections.setCurrentRow(0)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)
        self._look_at_file()

    def open_page(self, name: str) -> None:
        """Show one of PAGES."""
        self.sections.setCurrentRow(PAGES.index(name))

    def show_running(self, runs: bool) -> None:
        """Say whether the daemon runs, which is to follow the settings."""
        self._runs = runs
        self._look_at_file()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 Qt's name
        """What was typed and not left yet is saved."""
        for field in self.fields.values():
            field.settle()
        super().closeEvent(event)

    # ------------------------------------------------------------ the parts

    def _make_banners(self, start_daemon: Callable[[], None]) -> None:
        start, repair = QPushButton(_("Start Uncrick")), QPushButton(_("Repair"))
        start.clicked.connect(lambda *_args: start_daemon())
        repair.clicked.connect(lambda *_args: self._mend())
        self.stopped, self.faulty = Banner([start]), Banner([repair])

    def _make_sections(self) -> QListWidget:
        made = QListWidget()
        made.setAccessibleName(_("Pages"))
        made.setProperty("plain", "true")
        made.setFrameShape(QFrame.Shape.NoFrame)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return made

    def _lay_out(self) -> None:
        widest = max(
            self.sections.fontMetrics().horizontalAdvance(self.sections.item(number).text())
            for number in range(self.sections.count())
        )
        self.sections.setFixedWidth(max(130, widest + 44))
        right = QVBoxLayout()
        right.setSpacing(GAP)
        right.addWidget(self.stopped)
        right.addWidget(self.faulty)
        right.addWidget(self.pages, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(2 * GAP, 2 * GAP, GAP, 2 * GAP)
        whole.setSpacing(2 * GAP)
        whole.addWidget(self.sections)
        whole.addLayout(right, 1)

    def _add_page(self, name: str, page: QWidget) -> None:
        item = QListWidgetItem(name)
        item.setSizeHint(QSize(0, ROW))
        self.sections.addItem(item)
        self.pages.addWidget(page)

    def _first_page(self) -> Page:
        page = Page(_("Breaks"))
        shown = {each.setting.name: each for each in show(paths.settings_file())}
        for heading, names in FIRST:
            page.add_card([self._field(shown[name].setting.name, shown[name].value) for name in names], _(heading))
        page.add_card([self.login], _("At the beginning of the day"))
        page.finish()
        return page

    def _advanced_page(self) -> Page:
        page = Page(_("Advanced"))
        shown = [each for each in show(paths.settings_file()) if each.setting in SETTINGS]
        for table, heading in ADVANCED.items():
            rows = [
                self._field(each.setting.name, each.value)
                for each in shown
                if each.setting.table == table and each.setting.name not in self.fields
            ]
            if rows:
                page.add_card(rows, _(heading))
        page.finish()
        return page

    def _field(self, name: str, value: Written) -> Field:
        setting = next(each for each in SETTINGS if each.name == name)
        self.fields[name] = field = Field(setting, value, self._save)
        return field

    # ------------------------------------------------------------ what is saved

    def _save(self, name: str, word: str) -> Written:
        """
        Write a setting, and tell the daemon.

        Raises:
            SettingsError: it was not written; the message is a sentence for the person.
        """
        file = paths.settings_file()
        try:
            value = put(file, name, word)
        except SettingsError as error:
            raise SettingsError(_("Not saved"), advice.why_not_saved(error, load(file))) from error
        if name == "window.figure":
            self.exercises.stage.show_person(word)
        self._reload_daemon()
        self._look_at_file()
        return value

    def _look_at_file(self) -> None:
        """Say what of the file cannot be used, and what is unusual, each at its place."""
        loaded = load(paths.settings_file())
        faults = advice.on_faults(loaded)
        self.faulty.show_text(faults)
        # One thing at a time: a file with faults is in the way of what is said here.
        self.stopped.show_text("" if self._runs or faults else advice.not_running())
        for name, field in self.fields.items():
            field.advise(advice.on_field(name, loaded, field.scale))

    def _mend(self) -> None:
        try:
            mend(paths.settings_file())
        except SettingsError as error:
            self.faulty.show_text(advice.why_not_saved(error, load(paths.settings_file())))
            return
        for shown in show(paths.settings_file()):
            if shown.setting.name in self.fields:
                self.fields[shown.setting.name].fill(shown.value)
        self._reload_daemon()
        self._look_at_file()

    # ------------------------------------------------------------ the person

    def _person(self, done: Practice = practice.EMPTY) -> Person:
        try:
            stored = profile_file.without_unknown_ids(profile_file.load(paths.profile_file()), self._catalogue)[0]
        except UncrickError:
            stored = StoredProfile()  # the page about them says so
        settings = load(paths.settings_file()).settings
        declined = stored.declined is not None
        return Person(stored.profile, settings, done, declined, datetime.now(person_zone(ZONE, settings.work.hours)))

    def _look_at_person(self) -> None:
        """Find out anew what decides about the exercises; the history is read only here."""
        self._seen = self._person(self._read_practice())
