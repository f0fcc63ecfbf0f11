"""Every notice of the dialogs is shown in the person's language."""

import pytest

from uncrick.app.dialogs import notices, profile_offer, prompt_survey, stiff_neck
from uncrick.app.dialogs.engine import translated
from uncrick.core.model import text
from uncrick.core.model.record import Item


class Brackets:
    def gettext(self, message):
        return f"[{message}]"

    def ngettext(self, one, many, count):
        return f"[{one if count == 1 else many}]"

    def pgettext(self, context, message):
        return f"[{message}]"


@pytest.fixture(autouse=True)
def foreign(monkeypatch):
    monkeypatch.setattr(text, "_translator", Brackets())


ITEMS = [Item("neck_turn", "Neck turn", 2, 20)]


@pytest.mark.parametrize(
    "make",
    [
        lambda: translated(profile_offer.QUESTION),
        lambda: translated(prompt_survey.WHY),
        lambda: translated(prompt_survey.MORE),
        lambda: translated(prompt_survey.OFFER),
        lambda: translated(stiff_neck.HOW_STIFF),
        lambda: translated(stiff_neck.WHERE),
        lambda: translated(stiff_neck.AFTER),
        lambda: translated(stiff_neck.LOOK),
        lambda: notices.closing("[stay]", undoable=True),
        lambda: notices.after(ITEMS),
        lambda: notices.stopped(asks=True, undoable=True),
        lambda: notices.stopped(asks=False, undoable=True),
        notices.how_much,
        lambda: notices.still(300.0),
        notices.check,
        notices.urgent,
        notices.released,
    ],
)
def test_summary_and_buttons_are_translated(make):
    notice = make()
    assert all(text.startswith("[") for text in (notice.summary, *(button.label for button in notice.buttons)))
