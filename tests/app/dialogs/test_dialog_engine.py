"""The dialogs together: who may ask, and whose click it is."""

from datetime import date

from app.life import MONDAY
from uncrick.app.dialogs.engine import Dialogs, LazyDialog, may_ask
from uncrick.core.model.moment import Moment
from uncrick.core.scheduling import machine
from uncrick.core.scheduling.rules import Rules

NOW = Moment(MONDAY, 1000.0)
RULES = Rules(suggest=lambda occasion: None, zone=MONDAY.tzinfo)
STATE = machine.begin(NOW, RULES)
TODAY = date(2026, 11, 23)


class Dialog:
    def __init__(self, *slots, asking=False):
        self.slots, self.is_asking, self.next_look, self.calls = slots, asking, 7.0, []

    def consider(self, state, rules, now):
        self.calls.append("consider")

    def clicked(self, slot, key, today):
        self.calls.append((slot, key))

    def dismissed(self, slot, today):
        self.calls.append(slot)


def dialogs(urgent, *others, awake=True):
    looks = []
    whole = Dialogs(urgent, others, looks.append)
    whole.awake = awake
    whole.consider(STATE, RULES, NOW)
    return whole, looks


def test_all_dialogs_may_ask_while_no_question_is_up():
    urgent, other = Dialog("a"), Dialog("b")
    dialogs(urgent, other)
    assert (urgent.calls, other.calls) == (["consider"], ["consider"])


def test_while_the_urgent_dialog_asks_the_others_wait():
    urgent, other = Dialog("a", asking=True), Dialog("b")
    dialogs(urgent, other)
    assert (urgent.calls, other.calls) == (["consider"], [])


def test_before_the_notifications_are_there_only_the_urgent_dialog_asks():
    urgent, other = Dialog("a"), Dialog("b")
    dialogs(urgent, other, awake=False)
    assert (urgent.calls, other.calls) == (["consider"], [])


def test_a_look_is_asked_for_when_the_question_closes():
    _, looks = dialogs(Dialog("a"))
    assert looks == [7.0]


def test_a_click_goes_to_the_dialog_of_its_slot():
    urgent, other = Dialog("a"), Dialog("b", "c")
    whole, _ = dialogs(urgent, other)
    whole.clicked("c", "yes", TODAY)
    whole.dismissed("b", TODAY)
    whole.dismissed("elsewhere", TODAY)
    assert (urgent.calls[1:], other.calls[1:]) == ([], [("c", "yes"), "b"])
    assert "c" in whole
    assert "elsewhere" not in whole


def test_a_lazy_dialog_is_loaded_when_it_may_ask():
    dialog, due, loads = Dialog("a"), [False], []

    def load():
        loads.append(1)
        return dialog

    lazy = LazyDialog("a", lambda state, rules, now: due[0], load)
    lazy.consider(STATE, RULES, NOW)
    lazy.dismissed("a", TODAY)
    assert (dialog.calls, loads) == ([], [])
    due[0] = True
    lazy.consider(STATE, RULES, NOW)
    due[0] = False
    lazy.consider(STATE, RULES, NOW)
    assert (dialog.calls, loads) == (["consider", "consider"], [1])


def test_a_click_loads_a_lazy_dialog():
    dialog = Dialog("a")
    LazyDialog("a", lambda state, rules, now: False, lambda: dialog).clicked("a", "yes", TODAY)
    assert dialog.calls == [("a", "yes")]


def test_a_person_who_works_undisturbed_may_be_asked():
    assert may_ask(STATE, RULES)
