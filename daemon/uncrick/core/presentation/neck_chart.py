"""Draws the answers to "Your neck today?" beside the breaks, week by week, and claims nothing about either."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from uncrick.core.history.days import Days, felt_since
from uncrick.core.history.practice import monday
from uncrick.core.model.dates import comma_list, day_month, day_month_long
from uncrick.core.model.text import N_, _, n_, p_
from uncrick.core.presentation.charts import LABEL, SMALL, WIDTH, Chart, Mark, Rectangle, TextLine

WEEKS, MONTHS = 12, 3
FEW = 4  # days with an answer before months are compared
STRONG_LETTER = 9.5  # at most the mean width of a letter of the strong line
LEFT = 84.0  # of the columns: the words for the two rows stand before them
TOP, DAY, APART = 48.0, 11.0, 3.0  # the first row begins here; a day's height, and what lies between two days
ROW = 7 * (DAY + APART)
BREAKS = 44.0  # height of the row of breaks
# The worse a day, the wider its mark: nobody needs to tell the colours apart.
MARKS: Mapping[str, tuple[str, float]] = {"good": ("good", 12.0), "so_so": ("so_so", 22.0), "stiff": ("stiff", 34.0)}
NAMES: Mapping[str, str] = {"good": N_("good"), "so_so": N_("so-so"), "stiff": N_("stiff")}


def neck(history: Days, on: date) -> Chart:
    """
    The last twelve weeks up to the day `on`: the days by how the neck was, above the breaks of the week.

    Without an answer in that time the chart has no marks.
    """
    first = monday(on) - timedelta(weeks=WEEKS - 1)
    answers = felt_since(history, min(first, _months_ago(on)))
    title = _("Your neck, week by week")
    if not answers:
        return Chart(title, WIDTH, 0, (), (_("After a few answers you see here how the weeks compare."),))
    few = _("Each mark is a day that you answered for.")
    weeks = [_Week(first + timedelta(weeks=number), answers, history) for number in range(WEEKS)]
    sentence = few if len(answers) < FEW else stiff_days(answers)
    heading = TextLine(0, LABEL + 4, sentence, "muted", LABEL)
    if len(answers) >= FEW:
        heading = TextLine(0, LABEL + 4, sentence, "text", LABEL + 1, strong=True)
    marks = (
        heading,
        *_rows(),
        *(mark for number, week in enumerate(weeks) for mark in week.marks(number, max(each.breaks for each in weeks))),
        *_legend(TOP + ROW + BREAKS + 52),
    )
    described = tuple(week.description for week in weeks if week.answers)
    beside = _("The two are shown side by side. One does not have to come from the other.")
    return Chart(title, WIDTH, TOP + ROW + BREAKS + 60, marks, (sentence, *described, beside))


def stiff_days(answers: Mapping[date, str]) -> str:
    """How many of the days with an answer were stiff, in each of the last months that fit into one line."""
    asked = Counter((day.year, day.month) for day in answers)
    stiff = Counter((day.year, day.month) for day, answer in answers.items() if answer == "stiff")
    months = [
        _("{stiff} of {answered} in {month}", stiff=stiff[month], answered=asked[month], month=_month(month[1]))
        for month in sorted(asked)[-MONTHS:]
    ]
    lines = [_("Stiff days: {months}", months=comma_list(months[first:])) for first in range(len(months))]
    return next((line for line in lines if len(line) * STRONG_LETTER <= WIDTH), lines[-1])


class _Week:
    """One column: the answers of a week in the order of the days, and its breaks."""

    def __init__(self, first: date, answers: Mapping[date, str], history: Days) -> None:
        dates = [first + timedelta(days=number) for number in range(7)]
        self._first = first
        self.answers = [answers[day] for day in dates if day in answers]
        self.breaks = sum(history[day].counts.breaks for day in dates if day in history)

    @property
    def description(self) -> str:
        """`Week of 5 October: good 2, so-so 1, stiff 1; 24 breaks.`"""
        counted = Counter(self.answers)
        felt = comma_list(
            [_("{answer} {days}", answer=_(NAMES[name]), days=counted[name]) for name in NAMES if name in counted]
        )
        return n_(
            "Week of {day}: {felt}; {count} break.",
            "Week of {day}: {felt}; {count} breaks.",
            self.breaks,
            day=day_month_long(self._first),
            felt=felt,
        )

    def marks(self, number: int, most: int) -> Iterator[Mark]:
        """Its marks in column `number`; the highest column of breaks stands for `most` of them."""
        middle = LEFT + (number + 0.5) * (WIDTH - LEFT) / WEEKS
        base = TOP + ROW
        # The stiff days lie lowest, so that they are compared from week to week at a glance.
        for level, answer in enumerate(sorted(self.answers, key=list(NAMES).index, reverse=True)):
            role, width = MARKS[answer]
            y = base - (level + 1) * (DAY + APART)
            yield Rectangle(middle - width / 2, y, width, DAY, role, 3, description=self.description)
        if self.breaks:
            high = (BREAKS - 16) * self.breaks / most
            top = base + BREAKS - high
            yield Rectangle(middle - 17, top, 34, high, "natural", 3, description=self.description)
            yield TextLine(middle, top - 4, str(self.breaks), "muted", SMALL, "middle")
        if number % 2 == (WEEKS - 1) % 2:  # every second one: the last week has its date
            yield TextLine(middle, base + BREAKS + 18, day_month(self._first), "muted", SMALL, "middle")


def _rows() -> Iterator[Mark]:
    """The words before the two rows, and the line below each."""
    yield TextLine(0, TOP + ROW - 4, _("Your days"), "muted", SMALL)
    yield Rectangle(LEFT, TOP + ROW, WIDTH - LEFT, 1, "line")
    yield TextLine(0, TOP + ROW + BREAKS - 4, _("Breaks"), "muted", SMALL)
    yield Rectangle(LEFT, TOP + ROW + BREAKS, WIDTH - LEFT, 1, "line")


def _legend(y: float) -> Iterator[Mark]:
    x = LEFT
    for name, (role, width) in MARKS.items():
        text = _(NAMES[name])
        yield Rectangle(x, y - DAY + 1, width, DAY, role, 3)
        yield TextLine(x + width + 6, y, text, "muted", SMALL)
        x += width + 30 + 7.5 * len(text)


def _months_ago(on: date) -> date:
    """The first day of the first of the months that the sentence is about."""
    months = on.year * 12 + on.month - MONTHS
    return date(months // 12, months % 12 + 1, 1)


def _month(number: int) -> str:
    """A month, as it stands after "in"."""
    names = (
        p_("stiff days in a month", "January"),
        p_("stiff days in a month", "February"),
        p_("stiff days in a month", "March"),
        p_("stiff days in a month", "April"),
        p_("stiff days in a month", "May"),
        p_("stiff days in a month", "June"),
        p_("stiff days in a month", "July"),
        p_("stiff days in a month", "August"),
        p_("stiff days in a month", "September"),
        p_("stiff days in a month", "October"),
        p_("stiff days in a month", "November"),
        p_("stiff days in a month", "December"),
    )
    return names[number - 1]
