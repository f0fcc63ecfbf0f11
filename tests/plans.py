"""Plans that clinicians prescribe: four ordinary ones, and any number of random ones."""

from datetime import date

from hypothesis import strategies as st

from uncrick.core.model.prescription import EVERY_DAY, Plan, Prescription

FOUR = """\
id;name;sets;reps;hold;per day;days;until;area;notes;stop
chin_tuck;;1;10;5;4;daily;31.01.2027;;;
;One-leg calf raises;2;15;;2;Mon-Fri;;legs;Hold on to the desk.;
;Red band row;1;12;;1;Mon Wed Fri;;;Red band.;
;Pec stretch;1;3;20,0;2;daily;;chest;;Stop if your fingers tingle
"""
"""The four ordinary prescriptions that the rules for a person's own exercises refuse, as a spreadsheet saves them."""

PLAN = Plan(
    (
        Prescription("Glide your chin back", "chin_tuck", reps=10, hold=5.0, per_day=4, until=date(2027, 1, 31)),
        Prescription(
            "One-leg calf raises",
            area="legs",
            sets=2,
            reps=15,
            per_day=2,
            days=(0, 1, 2, 3, 4),
            notes="Hold on to the desk.",
        ),
        Prescription("Red band row", reps=12, days=(0, 2, 4), notes="Red band."),
        Prescription("Pec stretch", area="chest", reps=3, hold=20.0, per_day=2, stop="Stop if your fingers tingle"),
    )
)
"""The same as read."""

_LETTERS = st.characters(codec="utf-8", exclude_categories=("C", "Z", "S"), exclude_characters="\u2028\u2029")
WORDS = st.lists(st.text(_LETTERS, min_size=1, max_size=8), min_size=1, max_size=5).map(" ".join)
NAMES = WORDS.filter(lambda text: len(text) <= 60 and any(map(str.isalnum, text)))
TEXTS = st.one_of(st.just(""), WORDS)
DATES = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@st.composite
def prescriptions(draw: st.DrawFn) -> Prescription:
    """One exercise with words only, which takes no more time than a plan's may."""
    return Prescription(
        name=draw(NAMES),
        area=draw(TEXTS),
        sets=draw(st.integers(1, 4)),
        reps=draw(st.integers(1, 12)),
        hold=draw(st.sampled_from((0.0, 1.0, 2.5, 5.0, 20.0))),
        per_day=draw(st.integers(1, 6)),
        days=tuple(sorted(draw(st.sets(st.sampled_from(EVERY_DAY), min_size=1)))),
        until=draw(st.none() | DATES),
        notes=draw(TEXTS),
        stop=draw(TEXTS),
    )


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A plan of up to six exercises, the first of them perhaps one of Uncrick's."""
    items = draw(st.lists(prescriptions(), min_size=1, max_size=6, unique_by=lambda item: item.id))
    if draw(st.booleans()):
        items[0] = Prescription("Glide your chin back", "chin_tuck", reps=5, hold=3.0, per_day=2)
    return Plan(tuple(items), draw(TEXTS), draw(TEXTS), draw(DATES))
