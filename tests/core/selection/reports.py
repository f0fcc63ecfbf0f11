"""Records of what a person did and reported, as the choice of routines learns of them."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

from person import MONDAY, record
from uncrick.core.model.record import Fact, Item, Kind, Record

NUMBERS = count()


def said(word: str, at: datetime = MONDAY, id_: str = "", **detail: Fact) -> Record:
    """An answer; its id is new unless one is given."""
    return replace(record(Kind.FEEDBACK, at, **detail), id=id_ or f"r{next(NUMBERS)}", feedback=word)


def done(name: str, at: datetime, kind: Kind = Kind.DONE, **detail: Fact) -> Record:
    """A routine of one exercise, a minute long."""
    item = Item(name, name, 2, 20)
    return record(kind, at, (item,), at + timedelta(minutes=1), **{"credited": True, "seconds": 60, **detail})
