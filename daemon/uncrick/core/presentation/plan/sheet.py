"""The plan as a sheet of A4 paper: figure, dose, caution, and boxes to tick for each day."""

from collections.abc import Iterator
from datetime import date, timedelta
from html import escape

from uncrick.core.catalog.prescribed import STOP
from uncrick.core.figure.figure import Figure
from uncrick.core.model.catalog import Catalogue, Exercise
from uncrick.core.model.dates import day_month, sentences
from uncrick.core.model.prescription import Plan, Prescription
from uncrick.core.model.text import _
from uncrick.core.presentation.plan import paper
from uncrick.core.presentation.plan.paper import SHADE, cell, paragraph, row, table
from uncrick.core.presentation.plan.words import dated, day_name, period, prescribed

WEEKS = 2
FEW = 8  # exercises, of which so many weeks fit a page; of more only one
FIGURE = 104
MOST_BOXES = 8
BESIDE = 5  # exercises, beside which the boxes have room on the first page
NAME, DAY = 23, 11
"""Percent of the width: the first column of the boxes, and that of each day."""

PICTURE = 17
"""Percent of the width: each of the two pictures of an exercise."""


def sheet(plan: Plan, catalogue: Catalogue, today: date) -> str:
    """
    The whole page as HTML.

    Args:
        catalogue: with the figure, and with the plan's exercises.
        today: the weeks to tick begin with the one it is in.
    """
    title = plan.title or _("Your exercises")
    head = paper.heading(title, (_("Name: {line}", line="_" * 34),), (plan.therapist, period(plan)))
    exercises = [_exercise(item, catalogue) for item in plan.exercises]
    monday = today + timedelta(days=2) - timedelta(days=(today.weekday() + 2) % 7)  # at a weekend, the next week
    weeks = [_week(plan, monday + timedelta(weeks=number)) for number in range(WEEKS if len(exercises) <= FEW else 1)]
    foot = _("Printed by Uncrick on {date}.", date=dated(today))
    ticks = escape(_("Tick each time you have done it"))
    turn = ' style="page-break-before: always"' if BESIDE < len(exercises) <= FEW else ""
    body = (
        f"{head}<br>{paragraph(_(STOP), 'stop')}{table(exercises, padding=7)}"
        f"<h2{turn}>{ticks}</h2>{'<br>'.join(weeks)}"
        f"<br>{paragraph(foot, 'muted small')}"
    )
    return paper.page(title, body)


def _exercise(item: Prescription, catalogue: Catalogue) -> str:
    exercise = catalogue.exercise(item.id)
    words = (
        paragraph(item.name, "name"),
        paragraph(prescribed(item), "dose"),
        paragraph(_ended(item.notes)),
        paragraph("" if item.notes else _how(item, catalogue)),
        paragraph(exercise.caution if item.stop else "", "stop"),
    )
    pictures = [cell(picture, width=PICTURE) for picture in _pictures(item, catalogue)]
    return row((*pictures, cell("".join(words), span=3 - len(pictures))))


def _pictures(item: Prescription, catalogue: Catalogue) -> list[str]:
    """Two moments of our figure; nothing for an exercise with words only."""
    shown = _ours(item, catalogue)
    if shown is None or catalogue.rig is None:
        return []
    figure = Figure(shown, catalogue.rig)
    moments = (0.0, figure.still_second)
    words = _("Figure: {exercise}", exercise=item.name)
    return [paper.figure(figure.frame(moment), FIGURE, FIGURE, words) for moment in moments]


def _ours(item: Prescription, catalogue: Catalogue) -> Exercise | None:
    return catalogue.exercises.get(item.exercise) if item.exercise else None


def _how(item: Prescription, catalogue: Catalogue) -> str:
    """How our own exercise is done, where the plan does not say it: without our dose."""
    shown = _ours(item, catalogue)
    return "" if shown is None else sentences(*dict.fromkeys(_ended(cue.say) for cue in shown.cues))


def _ended(text: str) -> str:
    return f"{text}." if text[-1:].isalnum() else text


def _week(plan: Plan, monday: date) -> str:
    days = [monday + timedelta(days=number) for number in range(7)]
    week = _("Week of {date}", date=day_month(monday))
    heads = (f"<b>{escape(day_name(day.weekday()))}</b> {escape(str(day.day))}" for day in days)
    head = row(
        (cell(f"<b>{escape(week)}</b>", width=NAME), *(cell(text, width=DAY, kind="muted small") for text in heads))
    )
    pain = row((cell(escape(_("Pain, 0 to 10")), kind="muted"), *(cell("&nbsp;") for _day in days)))
    return table([head, *_ticks(plan, days), pain], padding=4)


def _ticks(plan: Plan, days: list[date]) -> Iterator[str]:
    for item in plan.exercises:
        if not any(item.is_on(day) for day in days):
            continue
        yield row((cell(escape(item.name), width=NAME), *(_boxes(item, day) for day in days)))


def _boxes(item: Prescription, day: date) -> str:
    if not item.is_on(day):
        return cell("", ground=SHADE)
    if item.per_day > MOST_BOXES:
        return cell(escape(_("__ of {count}", count=item.per_day)), kind="muted")
    return cell(paper.boxes(item.per_day, _("boxes to tick")))
