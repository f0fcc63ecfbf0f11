"""The plan of a therapist: taken in from a file, seen, printed, reported on, and removed."""

import os
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import QFileDialog, QPushButton, QVBoxLayout, QWidget

from uncrick.app import plan_pages
from uncrick.core.catalog.prescribed import dose_sentence
from uncrick.core.model.dates import sentences
from uncrick.core.model.person_day import day_of
from uncrick.core.model.text import N_, _, n_, p_, upper_first
from uncrick.core.presentation.plan.words import how_often, period
from uncrick.errors import UncrickError
from uncrick.platforms.common.clock import ZONE
from uncrick.settings.person_clock import person_now
from uncrick.storage import paths
from uncrick.storage.plan import plan_file
from uncrick.storage.plan.plan_text import EXAMPLE, as_csv
from uncrick.storage.shipped_data import catalogue
from uncrick.window import pdf
from uncrick.window.cards import Card, Page, Row, announce, text_label
from uncrick.window.theme import GAP

if TYPE_CHECKING:
    from uncrick.app.plan_pages import Standing
    from uncrick.core.model.prescription import Plan

INTRO = N_(
    "Did a therapist give you exercises? Import their list: a table, saved from a spreadsheet as CSV. "
    "They come first, as often as it says, and ours fill the rest."
)
MOST_FAULTS = 8  # that are shown; mending these is enough for one time


class PlanPage(Page):
    """
    What the plan has, with buttons for all that can be done with it.

    Args:
        reload_daemon: called when another plan holds.
        take_up: brings an exercise back that was paused because it hurt.
        choose_file: asks for the file of a plan; "" where the person thinks better of it.
        choose_target: asks where to write a page, from a name for it; "" likewise.
        open_file: shows a page that was written.
    """

    def __init__(
        self,
        reload_daemon: Callable[[], None],
        take_up: Callable[[str], None],
        *,
        choose_file: Callable[[QWidget], str] | None = None,
        choose_target: Callable[[QWidget, str], str] | None = None,
        open_file: Callable[[str], object] | None = None,
    ) -> None:
        super().__init__(_("Therapist's plan"))
        self._reload_daemon, self._take_up = reload_daemon, take_up
        self._choose_file, self._choose_target = choose_file or _asked_file, choose_target or _asked_target
        self._open_file = open_file or _opened
        self._plan: Plan | None = None
        self.intro = text_label("", muted=True)
        self.note = text_label("")
        self.note.setProperty("saved", "true")
        self.faults = text_label("")
        self.faults.setProperty("error", "true")
        self.take_in = _button(_("Import a plan…"), self._import)
        self.sheet = _button(_("Print…"), self._print)
        self.report = _button(_("Report for the therapist…"), self._report)
        self.example = _button(_("Save an example…"), self._save_example)
        self.remove = _button(_("End this plan"), self._remove)
        self.exercises = QWidget()
        self._below = QVBoxLayout(self.exercises)
        self._below.setContentsMargins(0, 0, 0, 0)
        self._below.setSpacing(GAP)
        for part in (self.intro, self.exercises, self.note, self.faults):
            self.add(part)
        self.pages_row = Row(text_label(_("On paper"), strong=True), [self.sheet, self.report])
        self.add(self.pages_row)
        self.add(
            Row(text_label(_("A file from your therapist"), strong=True), [self.take_in, self.example, self.remove])
        )
        self.finish()
        self._say()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 Qt's name
        """The plan, and how the day stands, may have changed since."""
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Show what holds now."""
        try:
            read = plan_file.stored(catalogue())
            self._plan = read.plan
            self._say()
            self._show(())  # a history that cannot be read hides how today stands, and not the plan
            self._show(plan_pages.standing(read.plan, _now()) if read.plan else ())
            if read.faults:
                self._say(faults=[_("The plan cannot be used as it is; import it again."), *map(str, read.faults)])
        except UncrickError as error:
            self._say(faults=[f"{error.title}: {error.message}"])

    # ------------------------------------------------------------ what is there

    def _show(self, standing: "Iterable[Standing]") -> None:
        while (item := self._below.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.setParent(None)
                old.deleteLater()
        plan = self._plan
        rows = [self._row(each) for each in standing]
        if rows:
            self._below.addWidget(Card(rows))
        self.intro.setText(_head(plan) if plan else _(INTRO))
        self.pages_row.setVisible(plan is not None)
        self.remove.setVisible(plan is not None)
        self.example.setVisible(plan is None)
        self.take_in.setText(_("Import another plan…") if plan else _("Import a plan…"))

    def _row(self, each: "Standing") -> Row:
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(text_label(each.item.name, strong=True))
        often = p_("sentence", "{text}.", text=upper_first(how_often(each.item)))
        column.addWidget(text_label(sentences(dose_sentence(each.item), often), muted=True))
        if not each.paused:
            return Row(words, [text_label(_today(each), muted=True)])
        column.addWidget(text_label(_("Paused, because it hurt. Ask your therapist.")))
        again = _button(_("Take it up again"), lambda: self._bring_back(each.item.id))
        again.setAccessibleName(_("Take up again: {exercise}", exercise=each.item.name))
        return Row(words, [again])

    def _bring_back(self, exercise_id: str) -> None:
        self._take_up(exercise_id)
        self._say(note=_("It comes again with the next breaks."))

    # ------------------------------------------------------------ what can be done

    def _import(self) -> None:
        path = self._choose_file(self)
        if not path:
            return
        read = plan_file.in_file(path, catalogue())
        if read.plan is None:
            shown = [str(fault) for fault in read.faults[:MOST_FAULTS]]
            more = len(read.faults) - len(shown)
            rest = [n_("And {count} more.", "And {count} more.", more)] if more else []
            head = _("{file} was not imported. Please correct it, or ask for it again:", file=os.path.basename(path))
            self._say(faults=[head, *shown, *rest])
            return
        self._do(lambda: self._store(read.plan))

    def _store(self, plan: "Plan | None") -> None:
        assert plan is not None
        plan_file.store(plan, day_of(_now()), catalogue())
        self._reload_daemon()
        self.refresh()
        count = len(plan.exercises)
        self._say(
            note=n_(
                "Imported: {count} exercise. It comes first from the next break on.",
                "Imported: {count} exercises. They come first from the next break on.",
                count,
            )
        )

    def _remove(self) -> None:
        def remove() -> None:
            aside = plan_file.remove()
            self._reload_daemon()
            self.refresh()
            self._say(note=_("The plan has ended. Its file is kept: {file}", file=aside or ""))

        self._do(remove)

    def _save_example(self) -> None:
        path = self._choose_target(self, "exercise-plan.csv")
        if path:
            self._do(lambda: self._written(path, lambda: paths.write(path, as_csv(EXAMPLE), durable=False)))

    def _print(self) -> None:
        self._write("exercise-plan.pdf", _("Your exercises"), plan_pages.sheet_page)

    def _report(self) -> None:
        self._write("exercise-report.pdf", _("Report on the exercises"), plan_pages.report_page)

    def _write(self, name: str, title: str, page: "Callable[[Plan, datetime], str]") -> None:
        plan = self._plan
        path = self._choose_target(self, name) if plan is not None else ""
        if not path or plan is None:
            return

        def write() -> None:
            html = page(plan, _now())
            if path.lower().endswith((".html", ".htm")):
                paths.write(path, html, durable=False)
            else:
                pdf.write(html, path, title)

        self._do(lambda: self._written(path, write))

    def _written(self, path: str, write: Callable[[], None]) -> None:
        write()
        self._say(note=_("Written: {path}", path=path))
        self._open_file(path)

    def _do(self, action: Callable[[], None]) -> None:
        """Do it; what goes wrong is said on the page."""
        try:
            action()
        except UncrickError as error:
            self._say(faults=[f"{error.title}: {error.message}"])
        except OSError as error:
            self._say(faults=[_("{file} cannot be written: {why}.", file=error.filename, why=paths.reason(error))])

    def _say(self, *, note: str = "", faults: Iterable[str] = ()) -> None:
        for label, text in ((self.note, note), (self.faults, "\n".join(faults))):
            label.setText(text)
            label.setVisible(bool(text))
            if text:
                announce(label, text)


def _head(plan: "Plan") -> str:
    return ", ".join(part for part in (plan.title, plan.therapist, period(plan)) if part)


def _today(each: "Standing") -> str:
    if each.ended:
        return _("ended")
    return _("today {done} of {count}", done=each.done, count=each.owed) if each.owed else _("not today")


def _button(text: str, action: Callable[[], None]) -> QPushButton:
    button = QPushButton(text)
    button.clicked.connect(lambda *_args: action())
    return button


def _asked_file(parent: QWidget) -> str:
    kinds = _("Plans ({patterns})", patterns="*.csv *.toml *.txt *.tsv")
    return QFileDialog.getOpenFileName(
        parent, _("Import a plan"), _documents(), kinds + ";;" + _("All files") + " (*)"
    )[0]


def _asked_target(parent: QWidget, name: str) -> str:
    if name.endswith(".csv"):
        kinds = _("Tables ({patterns})", patterns="*.csv")
        return QFileDialog.getSaveFileName(parent, _("Save an example"), os.path.join(_documents(), name), kinds)[0]
    kinds = "PDF (*.pdf);;" + _("Web page") + " (*.html)"
    path, kind = QFileDialog.getSaveFileName(parent, _("Save the page"), os.path.join(_documents(), name), kinds)
    ending = ".html" if "html" in kind else ".pdf"
    return path if not path or path.lower().endswith((".pdf", ".html", ".htm")) else path + ending


def _documents() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)


def _opened(path: str) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(os.path.abspath(path)))


def _now() -> datetime:
    return person_now(ZONE)
