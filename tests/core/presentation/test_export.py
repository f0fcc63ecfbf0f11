"""The history as plain objects, as programs and people read it."""

from dataclasses import replace
from datetime import datetime

import pytest

from desk import Desk
from uncrick.core.model.record import Kind, Record
from uncrick.core.presentation.export import record_object
from uncrick.core.presentation.status import put_off_words
from uncrick.core.scheduling import events as ev


def put_off(*, pause: bool) -> Record:
    """The record of a prompt that a pause, or the end of the working hours, took down."""
    desk = Desk(work=["00:00-10:00"], start=datetime.fromisoformat("2026-11-23T08:49:30+00:00"), unanswered=3600.0)
    desk.types("60:00")
    if pause:
        desk.happens(ev.PauseBegun(600.0, "cli"))
    desk.types("70:30")
    [record] = desk.of(Kind.DEFERRED)
    return record


@pytest.mark.parametrize(
    ("pause", "code", "words"), [(True, "paused", "paused"), (False, "off", "the working hours ended")]
)
def test_why_a_prompt_was_put_off_is_stored_as_a_code_and_shown_in_words(pause: bool, code: str, words: str) -> None:
    record = put_off(pause=pause)
    assert record.detail["reason"] == code
    assert put_off_words(code) == words
    assert record_object(record, datetime.isoformat)["detail"]["reason"] == words


@pytest.mark.parametrize("reason", ["call", "the working hours ended", "der Feierabend"])
def test_other_reasons_and_the_words_of_older_records_are_shown_as_they_are(reason: str) -> None:
    record = replace(put_off(pause=True), detail={"reason": reason})
    assert put_off_words(reason) == reason
    assert record_object(record, datetime.isoformat)["detail"] == {"reason": reason}
