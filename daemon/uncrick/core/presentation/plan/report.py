"""The report for the therapist: how often each exercise was done, day by day, and where it hurt."""

from collections.abc import Iterator
from datetime import date, timedelta
from html import escape

from uncrick.core.history.adherence import FELT
from uncrick.core.history.plan_progress import PlanProgress
from uncrick.core.model.dates import comma_list, day_month
from uncrick.core.model.prescription import Prescription
from uncrick.core.model.text import _, n_, p_
from uncrick.core.presentation.plan import paper
from uncrick.core.presentation.plan.paper import SHADE, cell, paragraph, row, table
from uncrick.core.presentation.plan.words import dated, day_name, prescribed

NAME, DAY = 23, 11
"""Percent of the width: the first column of the days, and that of each day."""

DONE, PART = "#d5e3dc", "#ecefe2"
"""Grounds of a day with all that the plan has for it, and with some of it."""


def report(progress: PlanProgress) -> str:
    """The whole page as HTML."""
    title = _("Report on the exercises")
    name = _("Name: {line}", line="_" * 34)
    when = _("{first} to {last}", first=dated(progress.first), last=dated(progress.last))
    head = paper.heading(title, (progress.plan.title, name), (progress.plan.therapist, when))
    first = progress.first - timedelta(days=progress.first.weekday())
    weeks = [_week(progress, first + timedelta(weeks=number)) for number in range(_weeks(first, progress.last))]
    days = escape(_("Day by day"))
    body = f"{head}<br>{table(_summary(progress), padding=6)}<h2>{days}</h2>{'<br>'.join(weeks)}<br>{_legend()}"
    return paper.page(title, body)


def _weeks(monday: date, last: date) -> int:
    return (last - monday).days // 7 + 1


def _summary(progress: PlanProgress) -> Iterator[str]:
    heads = (_("Exercise"), _("Prescribed"), _("Done"), "", _("Pain"))
    yield "<thead>" + row(f'<th align="left">{escape(head)}</th>' for head in heads) + "</thead>"
    for item in progress.plan.exercises:
        done, owed = progress.share(item)
        share = done / owed if owed else 0.0
        percent = f"{share:.0%}"
        words = _("{done} of {owed} ({percent})", done=done, owed=owed, percent=percent) if owed else _("not due yet")
        pain = pains(progress, item)
        yield row(
            (
                cell(f"<b>{escape(item.name)}</b>", width=21),
                cell(escape(prescribed(item)), width=30, kind="small"),
                cell(escape(words), width=15),
                cell(paper.bar(share, 76, words) if owed else "", width=13),
                cell(escape(pain or _("none reported")), kind="bad small" if pain else "muted small"),
            )
        )


def pains(progress: PlanProgress, item: Prescription) -> str:
    """`2 times, the worst 6 of 10, last on 3 Dec`; nothing where none was reported."""
    reported = [(day, score) for day in progress.dates() for score in progress.pains(item, day)]
    if not reported:
        return ""
    parts = [n_("once", "{count} times", len(reported))]
    scores = [score for _day, score in reported if score is not None]
    if scores:
        parts.append(_("the worst {score} of 10", score=max(scores)))
    parts.append(_("last on {date}", date=day_month(reported[-1][0])))
    return comma_list(parts)


def _week(progress: PlanProgress, monday: date) -> str:
    days = [monday + timedelta(days=number) for number in range(7)]
    heads = (f"<b>{escape(day_name(day.weekday()))}</b> {escape(str(day.day))}" for day in days)
    week = _("Week of {date}", date=day_month(monday))
    head = row(
        (cell(f"<b>{escape(week)}</b>", width=NAME), *(cell(text, width=DAY, kind="muted small") for text in heads))
    )
    rows = [
        row((cell(escape(item.name), width=NAME), *(_day(progress, item, day) for day in days)))
        for item in progress.plan.exercises
        if any(progress.owed(item, day) or progress.done(item, day) or progress.pains(item, day) for day in days)
    ]
    felt = [progress.neck.get(day) for day in days]
    if any(felt):
        answers = (cell(escape(_(FELT[word])) if word else "", kind="muted small") for word in felt)
        rows.append(row((cell(escape(_("Neck that day")), kind="muted"), *answers)))
    return table([head, *rows], padding=4)


def _day(progress: PlanProgress, item: Prescription, day: date) -> str:
    done, owed, hurt = progress.done(item, day), progress.owed(item, day), progress.pains(item, day)
    if not (done or owed or hurt):
        return cell("", ground=SHADE)
    if day not in progress.days:
        return cell("–", kind="muted")
    text = escape(_("{done} of {owed}", done=done, owed=owed) if owed else str(done))
    if hurt:
        known = [score for score in hurt if score is not None]
        pain = _("pain {score}", score=max(known)) if known else _("pain")
        text += f'<br><span style="color:{paper.WARN}"><b>{escape(pain)}</b></span>'
    return cell(text, ground=DONE if owed and done >= owed else PART if done else "")


def _legend() -> str:
    return paragraph(
        p_(
            "legend of a report",
            "Counted: led through by Uncrick to the end, or answered with “Did it”. Shaded: not due. "
            "–: the computer was not used. Pain: reported with “It hurt”, from 0 to 10; such an exercise is paused "
            "until the person has asked you.",
        ),
        "muted small",
    )
