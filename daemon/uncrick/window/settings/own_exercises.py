"""A row about the exercises that a person wrote themselves: how many, what is wrong, and the folder they are in."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from uncrick.core.model.catalog import Catalogue
from uncrick.core.model.dates import and_list
from uncrick.core.model.text import _, n_
from uncrick.errors import UncrickError
from uncrick.storage import custom_exercises, paths
from uncrick.window.cards import Row, text_label


class OwnExercises(QWidget):
    """One line, and a button that opens the folder, which is made where there is none."""

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__()
        self.text = text_label(summary(catalogue), muted=True)
        self.open = QPushButton(_("Open the folder"))
        self.open.setAccessibleName(_("Open the folder of your own exercises"))
        self.open.clicked.connect(lambda *_args: self._open())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        column.addWidget(Row(self.text, [self.open]))

    def _open(self) -> None:
        try:
            paths.made(paths.config())
            folder = paths.made(paths.exercises())
        except UncrickError as error:
            self.text.setText(_("⚠ {what}: {why}", what=error.title, why=error.message))
            return
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(folder)):
            self.text.setText(_("The folder is here: {folder}", folder=folder))


def summary(catalogue: Catalogue) -> str:
    """How many there are, and which files are left out."""
    count = sum(exercise.origin == "own" for exercise in catalogue.exercises.values())
    own = custom_exercises.in_folder(paths.exercises(), catalogue)
    wrong = sorted({fault.file for fault in own.faults})
    if wrong:
        return n_(
            "Left out of your own exercises, because of a fault in the file: {files}.",
            "Left out of your own exercises, because of faults in the files: {files}.",
            len(wrong),
            files=and_list(wrong),
        )
    if not count:
        return _("You can add exercises of your own, each as a file in a folder.")
    return n_("You have added {count} exercise of your own.", "You have added {count} exercises of your own.", count)
