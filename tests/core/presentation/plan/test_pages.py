"""The sheet and the report: all that a plan says is on them, and nothing of its words becomes markup."""

import re
from dataclasses import replace
from datetime import date
from html import unescape
from html.parser import HTMLParser

from hypothesis import given, settings

from core.history.test_plan_progress import DAY, MONDAY, PULL, ROW, did, said, went
from plans import PLAN, plans
from uncrick.core.catalog.prescribed import with_plan
from uncrick.core.model.prescription import Plan, Prescription
from uncrick.core.presentation.plan.report import report
from uncrick.core.presentation.plan.sheet import sheet
from uncrick.storage import shipped_data

CATALOGUE = shipped_data.catalogue(figure=True)
WEDNESDAY, SATURDAY = date(2026, 11, 25), date(2026, 11, 28)
VOID = {"meta", "img", "br"}


class Closed(HTMLParser):
    """Fails where tags are not closed in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def words(page: str) -> str:
    """What is read on the page."""
    body = page.partition("<body>")[2]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())


def printed(plan: Plan, today: date = WEDNESDAY) -> str:
    page = sheet(plan, with_plan(CATALOGUE, plan), today)
    Closed(page)
    return page


def test_the_sheet_has_each_exercise_with_dose_days_notes_and_stop_rule() -> None:
    text = words(printed(replace(PLAN, title="Neck, phase 1", therapist="A. Khan")))

    for part in (
        "Neck, phase 1",
        "A. Khan",
        "10 times, hold for 5 s. 4 times a day, every day, until 31 Jan 2027.",
        "2 sets of 15. Twice a day, Monday to Friday. Hold on to the desk.",
        "12 times. Once a day, Mon, Wed, Fri. Red band.",
        "Stop if your fingers tingle.",
        "Stop if it hurts, and ask your therapist.",
    ):
        assert part in text


def test_only_our_exercises_have_pictures_of_the_figure() -> None:
    assert printed(PLAN).count("Figure: ") == 2


def test_there_are_as_many_boxes_as_times_on_the_days_that_have_some() -> None:
    row = re.search(r"<td[^>]*>Red band row</td>(.*?)</tr>", printed(PLAN))[1]

    assert [("<img" in cell) for cell in re.findall(r"<td.*?</td>", row)] == [
        True,
        False,
        True,
        False,
        True,
        False,
        False,
    ]


def test_the_weeks_begin_with_this_one_and_at_a_weekend_with_the_next() -> None:
    assert "Week of 23 Nov" in words(printed(PLAN))
    assert "Week of 23 Nov" not in words(printed(PLAN, SATURDAY))
    assert "Week of 30 Nov" in words(printed(PLAN, SATURDAY))


def test_an_exercise_has_no_boxes_after_its_last_date() -> None:
    plan = Plan((Prescription("Row", reps=5, until=date(2026, 11, 24)), Prescription("Pull", reps=5)))
    first, second = printed(plan).split("Week of")[1:]

    assert first.count(">Row<") == 1
    assert second.count(">Row<") == 0


def test_the_report_has_share_and_pain_by_exercise_and_by_day() -> None:
    progress = went(
        did(ROW, MONDAY),
        did(PULL, MONDAY),
        said("hurt", MONDAY + DAY, exercise=ROW.id, score=6),
        said("stiff", MONDAY + DAY, about="neck"),
    )
    page = report(progress)
    Closed(page)
    text = words(page)

    assert "Row 5 times. Twice a day, Monday to Friday. 1 of 10 (10%)" in text
    assert "once, the worst 6 of 10, last on 24 Nov" in text
    assert "Week of 23 Nov Mon 23 Tue 24 Wed 25 Thu 26 Fri 27 Sat 28 Sun 29 Row 1 of 2 0 of 2 pain 6 – – –" in text
    assert "Neck that day stiff" in text


@settings(deadline=None, max_examples=30)
@given(plan=plans())
def test_any_plan_can_be_printed_and_reported_on_with_its_words_as_they_are(plan) -> None:
    page = printed(plan)
    shown = words(page)
    for item in plan.exercises:
        assert item.name in shown
        assert " ".join(item.notes.split()) in shown
    progress = went(plan=plan)
    Closed(report(progress))


def test_words_never_become_markup() -> None:
    plan = Plan((Prescription("<b>Row</b> & pull", reps=5, notes='<script>"x"</script>', area="<i>"),), "<h1>", "&amp;")

    assert "<script" not in printed(plan)
    assert "&lt;b&gt;Row" in printed(plan)
    assert "<script" not in report(went(plan=plan))
