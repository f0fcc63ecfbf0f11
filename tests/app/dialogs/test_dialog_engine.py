"""The engine of the dialogs: when a question is asked, when it closes, and what a click leads to."""

import pytest

from uncrick.app.dialogs.engine import APART, Question, may_ask
from uncrick.core.scheduling.state import Absence
from uncrick.errors import RefusedError
from uncrick.ports import Button, Notice


class Source:
    """A dialog that asks the question that it is given."""

    def __init__(self, question=None):
        self.answers, self.question, self.considered = {}, question, 0

    def due(self, state, rules, now):
        self.considered += 1
        question, self.question = self.question, None
        return question


@pytest.fixture
def done():
    """What was done, in order."""
    return []


@pytest.fixture
def question(done):
    def make(slot="a", *, seconds=20.0, transient=True, **given):
        notice = Notice(slot, "Yes?", buttons=(Button("yes", "Yes"),), seconds=seconds, transient=transient)
        given = {"unanswered": lambda: done.append("unanswered"), "is_free": True, **given}
        return Question(notice, {"yes": lambda: done.append("yes")}, **given)

    return make


# ------------------------------------------------------------------ asking


def test_while_a_question_is_up_no_dialog_is_asked(asker, question):
    first, second = Source(question()), Source()
    asker.dialogs.add(first, second)
    for _ in range(2):
        asker.looks_at()
    assert (first.considered, second.considered) == (1, 0)


@pytest.mark.parametrize(
    "asked",
    [{"transient": False}, {"stays_after_return": 30.0, "seconds": 0.0}],
    ids=["the server keeps it", "it waits for the return"],
)
def test_what_stays_until_it_is_answered_keeps_nothing_back(asker, question, asked):
    second = Source()
    asker.dialogs.add(Source(question(**asked)), second)
    asker.looks_at(absence=Absence(asker.clock.ticks))
    asker.looks_at(seconds=APART)
    assert (second.considered, asker.dialogs.is_asking) == (1, False)


def test_what_nobody_asked_for_comes_ten_minutes_apart(asker, question):
    asker.dialogs.add(Source(question()), Source(question("b")))
    asker.looks_at()
    asker.clicks("a", "yes")
    asker.looks_at(seconds=APART - 1)
    assert [notice.slot for notice in asker.notifier.shown] == ["a"]
    asker.looks_at(seconds=1)
    assert [notice.slot for notice in asker.notifier.shown] == ["a", "b"]


def test_what_a_person_was_promised_waits_for_no_other_notice(asker, question):
    asker.dialogs.add(Source(question()))
    asker.looks_at()
    asker.clicks("a", "yes")
    asker.dialogs.add_follow_up(Source(question("promised")).due)
    asker.looks_at(seconds=60)
    assert "promised" in asker.notifier.up


def test_an_answer_to_a_click_leaves_a_question_standing(asker, question, done):
    asker.dialogs.add(Source(question(transient=False)))
    asker.looks_at()
    asker.dialogs.tell_briefly(Notice("answer", "Noted"))
    asker.looks_at(seconds=60)
    assert ("a" in asker.notifier.up, done) == (True, [])


def test_a_change_is_taken_back_by_a_click(asker, done):
    asker.dialogs.tell_undoable(Notice("answer", "Changed", hint="Undo: a command"), lambda: done.append("undone"))
    notice = asker.notifier.up["answer"]
    assert ([button.key for button in notice.buttons], notice.lines) == (["undo"], ())
    asker.clicks("answer", "undo")
    assert done == ["undone"]


def test_before_the_notifications_are_there_nothing_is_asked(asker, question):
    asker.dialogs.add(Source(question()))
    asker.dialogs.awake = False
    asker.looks_at()
    assert asker.notifier.shown == []


def test_a_question_counts_as_asked_when_it_is_shown(asker, question, done):
    asker.dialogs.add(Source(question(asked=lambda: done.append("asked"))))
    asker.looks_at()
    assert ([notice.slot for notice in asker.notifier.shown], done) == (["a"], ["asked"])


@pytest.mark.parametrize(("is_free", "shown"), [(True, 2), (False, 1)])
def test_only_free_questions_are_asked_beyond_the_budget(asker, question, done, is_free, shown):
    for _ in range(2):
        asker.dialogs.add(Source(question(is_free=is_free, asked=lambda: done.append("asked"))))
        asker.looks_at(seconds=APART)
        asker.clicks("a", "yes")
    assert (len(asker.notifier.shown), done.count("asked")) == (shown, shown)


def test_a_person_who_works_undisturbed_may_be_asked(asker):
    assert may_ask(asker.state, asker.rules)


# ------------------------------------------------------------------ closing


def test_a_question_closes_in_time_unanswered(asker, question, done):
    asker.dialogs.ask(question())
    asker.looks_at(seconds=19)
    assert (done, asker.looks[-1]) == ([], asker.clock.ticks + 1)
    asker.looks_at(seconds=1)
    assert (done, asker.notifier.up, asker.looks[-1]) == (["unanswered"], {}, None)


def test_a_question_that_is_put_away_is_unanswered_once(asker, question, done):
    asker.dialogs.ask(question())
    asker.closes("a")
    asker.looks_at(seconds=30)
    assert done == ["unanswered"]


@pytest.mark.parametrize(("leaves", "left"), [(True, ["unanswered"]), (False, [])])
def test_only_some_questions_leave_with_the_person(asker, question, done, leaves, left):
    asker.dialogs.ask(question(leaves_when_busy=leaves))
    asker.looks_at(locked_since=asker.clock.ticks)
    assert done == left


def test_a_question_that_waits_stays_for_a_moment_after_the_return(asker, question):
    asker.dialogs.ask(question(seconds=0.0, stays_after_return=30.0))
    asker.looks_at(absence=Absence(asker.clock.ticks))
    asker.looks_at(seconds=600)
    asker.looks_at(absence=None)
    asker.looks_at(seconds=29)
    assert "a" in asker.notifier.up
    asker.looks_at(seconds=1)
    assert "a" not in asker.notifier.up


def test_a_question_leaves_in_time_though_the_server_keeps_it(asker, question, done):
    asker.dialogs.ask(question(transient=False, seconds=3600.0, leaves_after=3600.0))
    assert not asker.dialogs.is_asking
    asker.looks_at(seconds=3599)
    assert "a" in asker.notifier.up
    asker.looks_at(seconds=1)
    assert ("a" in asker.notifier.up, done) == (False, ["unanswered"])


def test_a_question_that_waits_is_gone_the_next_day(asker, question):
    asker.dialogs.ask(question(seconds=0.0, stays_after_return=30.0))
    asker.looks_at(absence=Absence(asker.clock.ticks))
    asker.looks_at(days=1)
    assert asker.notifier.up == {}


def test_feedback_given_elsewhere_closes_the_question_that_it_answers(asker, question, done):
    asker.dialogs.ask(question(answered_by=("hurt",)))
    asker.dialogs.answered_elsewhere("fine")
    assert "a" in asker.notifier.up
    asker.dialogs.answered_elsewhere("hurt")
    assert (asker.notifier.up, done) == ({}, [])


@pytest.mark.parametrize(("counts", "left"), [(True, ["unanswered"]), (False, [])])
def test_the_end_of_the_daemon_says_nothing_about_most_questions(asker, question, done, counts, left):
    asker.dialogs.ask(question(counts_at_exit=counts))
    asker.dialogs.leave()
    assert done == left


# ------------------------------------------------------------------ clicks


def test_a_click_does_what_the_button_leads_to_and_closes_the_question(asker, question, done):
    asker.dialogs.ask(question())
    asker.clicks("a", "yes")
    asker.looks_at(seconds=60)
    assert (done, asker.notifier.up) == (["yes"], {})


def test_a_click_on_a_notice_that_should_have_left_is_answered_by_its_dialog(asker, done):
    asker.dialogs.answer("a", {"late": lambda: done.append("late")}, put_away=lambda: done.append("put away"))
    asker.clicks("a", "late")
    asker.closes("a")
    assert done == ["late", "put away"]


def test_a_button_that_is_not_offered_leads_nowhere_and_is_not_logged(asker, question, done, caplog):
    asker.dialogs.ask(question())
    asker.clicks("a", "worse")
    assert (done, "a" in asker.notifier.up) == ([], True)
    assert "which it does not offer" in caplog.text
    assert "worse" not in caplog.text


def test_what_cannot_be_done_is_shown(asker):
    def refuse():
        raise RefusedError("Not now", "Nothing is due.")

    asker.dialogs.answer("a", {"yes": refuse})
    asker.clicks("a", "yes")
    notice = asker.notifier.up["refusal"]
    assert (notice.summary, notice.lines) == ("Not now", ("Nothing is due.",))


def test_the_answer_to_a_click_leaves_by_itself(asker):
    asker.dialogs.tell_briefly(Notice("answer", "Noted"))
    assert asker.notifier.up["answer"].transient
    asker.looks_at(seconds=10)
    assert asker.notifier.up == {}
