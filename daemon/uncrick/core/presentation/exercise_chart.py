"""Draws the exercises of a week by area: what was done, never what is owed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from uncrick.core.model.text import _, n_
from uncrick.core.presentation.charts import LABEL, WIDTH, Chart, Mark, Rectangle, TextLine

ROW, SHARE = 30.0, 170.0  # height of a row, and width of the words at its end


def areas(counted: Sequence[Mapping[str, Any]]) -> Chart:
    """
    The areas with an exercise this week, and a line on those that are still to come.

    Args:
        counted: each with `name`, `done`, and the `quota` that is enough for the week.
    """
    title = _("Exercises this week")
    begun = [area for area in counted if area["done"]]
    if not begun:
        return _hint(title, _("Nothing yet this week. The next breaks fill this in."))
    left = max(190.0, 16 + 8.0 * max(len(area["name"]) for area in begun))
    unit = (WIDTH - left - SHARE) / max(max(area["done"], area["quota"]) for area in begun)
    marks = [mark for number, area in enumerate(begun) for mark in _area(area, 8 + number * ROW, left, unit)]
    bottom = 8 + len(begun) * ROW
    if len(begun) < len(counted):
        marks.append(TextLine(0, bottom + 15, _("The next breaks bring the others."), "muted", LABEL))
        bottom += ROW
    descriptions = tuple(
        _("{area}: {share}.", area=area["name"], share=_share(area["done"], area["quota"])) for area in begun
    )
    return Chart(title, WIDTH, bottom, tuple(marks), descriptions)


def _hint(title: str, text: str) -> Chart:
    return Chart(title, WIDTH, 30, (TextLine(0, 18, text, "muted", LABEL),), (text,))


def _area(area: Mapping[str, Any], y: float, left: float, unit: float) -> Iterator[Mark]:
    """A row: the name, how much of what is enough was done, and how often in words."""
    done, quota = area["done"], area["quota"]
    yield TextLine(0, y + 15, area["name"], "text", LABEL)
    yield Rectangle(left, y + 4, unit * quota, 13, "none", 6)
    yield Rectangle(left, y + 4, unit * done, 13, "exercise", 6)
    yield TextLine(WIDTH, y + 15, _share(done, quota), "text", LABEL, "end")


def _share(done: int, quota: int) -> str:
    """How often, and whether that is enough for a week."""
    if done >= quota:
        return n_("once, enough", "{count} times, enough", done)
    return n_("once so far", "{count} times so far", done)
