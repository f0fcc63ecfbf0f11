"""The answers to "Your neck today?", by day."""

from collections.abc import Sequence
from datetime import date, tzinfo

from uncrick.core.history.adherence import FELT, NECK
from uncrick.core.model.person_day import day_of
from uncrick.core.model.record import Kind, Record


def neck_answers(records: Sequence[Record], since: date, zone: tzinfo) -> dict[date, str]:
    """
    The last answer of each day since then, a key of `FELT`, by day, oldest first.

    Args:
        records: the history, oldest first; it is read from its end.
    """
    answers: dict[date, str] = {}
    for record in reversed(records):
        on = day_of(record.at, zone)
        if on < since:
            break
        if record.kind is Kind.FEEDBACK and record.detail.get("about") == NECK and record.feedback in FELT:
            answers.setdefault(on, record.feedback)
    return dict(sorted(answers.items()))
