"""A plan as a file: what a spreadsheet saves and what TOML says, every fault by its line, and nothing of it lost."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plans import FOUR, PLAN, plans
from uncrick.core.model.prescription import EVERY_DAY, Plan, Prescription
from uncrick.storage import paths, shipped_data
from uncrick.storage.plan import plan_file
from uncrick.storage.plan.plan_file import LARGEST
from uncrick.storage.plan.plan_text import as_csv, as_toml, plan_object

CATALOGUE = shipped_data.catalogue()
TODAY = date(2026, 11, 30)
ANY_FOLDER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)


@pytest.fixture
def read(tmp_path):
    def read(content, ending="csv"):
        file = tmp_path / f"plan.{ending}"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return plan_file.in_file(str(file), CATALOGUE)

    return read


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "data", lambda: str(tmp_path / "data"))
    return tmp_path / "data"


def faults(read_file) -> list[str]:
    assert read_file.plan is None
    return [str(fault) for fault in read_file.faults]


def only(read_file) -> Prescription:
    assert read_file.faults == ()
    [item] = read_file.plan.exercises
    return item


# ---------------------------------------------------------------- spreadsheets


def test_the_four_prescriptions_that_were_refused_are_taken(read) -> None:
    assert read(FOUR).plan == PLAN


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_delimiter_mark_and_line_end_will_do(read, delimiter, encoding, end) -> None:
    text = delimiter.join(("name", "reps", "notes")) + end + delimiter.join(("Café stretch", "5", "Slowly")) + end

    assert only(read(text.encode(encoding))) == Prescription("Café stretch", reps=5, notes="Slowly")


def test_a_spreadsheet_may_name_its_delimiter(read) -> None:
    assert only(read("sep=,\nname,reps\nCalf raises,5\n")).reps == 5


def test_columns_may_be_called_as_people_call_them(read) -> None:
    item = only(
        read("Exercise,Repetitions,Hold (s),Times per day,Weekdays,End date\nRow,12,2.5,3,weekdays,31/1/2027\n")
    )

    assert item == Prescription("Row", reps=12, hold=2.5, per_day=3, days=(0, 1, 2, 3, 4), until=date(2027, 1, 31))


@pytest.mark.parametrize(("text", "seconds"), [("5", 5), ("2,5", 2.5), ("20 s", 20), ("20 sec.", 20), ("1 min", 60)])
def test_a_hold_is_read_as_it_is_written(read, text, seconds) -> None:
    assert only(read(f"name;hold\nRow;{text}\n")).hold == seconds


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Mon-Fri", (0, 1, 2, 3, 4)),
        ("Tue/Thu", (1, 3)),
        ("mon wed fri", (0, 2, 4)),
        ("Monday and Friday", (0, 4)),
        ("Fri - Mon", (0, 4, 5, 6)),
        ("every day", EVERY_DAY),
        ("", EVERY_DAY),
    ],
)
def test_days_are_read_as_they_are_written(read, text, days) -> None:
    assert only(read(f"name;reps;days\nRow;5;{text}\n")).days == days


def test_a_text_over_two_lines_is_one_and_lines_are_counted_on(read) -> None:
    table = 'name,reps,notes\nRow,5,"Slowly,\nand evenly"\nPull,ten,\n'

    assert faults(read(table)) == ["line 4: reps is 'ten'; expected a whole number from 1 to 200."]


def test_our_exercise_is_known_by_id_or_name_however_it_is_written(read) -> None:
    for row in ("chin_tuck,", "Chin-Tuck,", ",chin tucks", ",glide your CHIN back"):
        assert only(read(f"id,name,reps\n{row},5\n")).exercise == "chin_tuck"


def test_an_id_of_the_clinicians_own_stays_whatever_the_name_becomes(read) -> None:
    items = [only(read(f"id,name,reps\nEX-17,{name},5\n")) for name in ("Nerve glide", "Nerve floss")]

    assert [(item.id, item.name) for item in items] == [("plan-ex_17", "Nerve glide"), ("plan-ex_17", "Nerve floss")]


# ---------------------------------------------------------------- faults, all at once


def test_every_fault_is_named_by_its_line_all_at_once(read) -> None:
    table = (
        "id;name;reps;hold;per day;days;until\n"
        "chin_tuk;;10;;;;\n"
        ";Calf raises;0;;;;\n"
        "\n"
        ";Row;5;-3;;;\n"
        ";Stretch;5;;99;Blursday;\n"
        ";Pull;5;;;;3/4/2027\n"
        ";;5;;;;\n"
        ";Walk;;;;;\n"
        ";Row;5;;;;\n"
    )

    assert faults(read(table)) == [
        "line 2: 'chin_tuk' is not an exercise of Uncrick's; perhaps chin_tuck is meant.",
        "line 3: reps is '0'; expected a whole number from 1 to 200.",
        "line 5: hold is '-3'; expected seconds from 0 to 600, such as 5 or 20 s.",
        "line 6: per day is '99'; expected a whole number from 1 to 24.",
        "line 6: days is 'Blursday'; expected weekdays such as Mon-Fri, or Mon Wed Fri, or daily.",
        "line 7: until is '3/4/2027'; the day and the month can be read in two ways; write it such as 2027-01-31.",
        "line 8: The name of the exercise is missing.",
        "line 9: 'Walk' has neither reps nor hold.",
        "line 10: 'Row' is in line 5 already.",
    ]


def test_a_column_that_is_not_known_is_not_passed_over(read) -> None:
    assert faults(read("name;reps;holdd\nRow;5;20\n")) == ["line 1: 'holdd' is not known here; perhaps hold is meant."]


def test_a_comma_too_many_is_noticed(read) -> None:
    assert faults(read("name,reps,notes\nRow,5,slowly, evenly\n")) == [
        "line 2: 'evenly' is in a column without a name; put a text with commas in quotes."
    ]


def test_a_slip_that_makes_hours_of_it_is_noticed(read) -> None:
    assert faults(read("name;sets;reps;hold\nPlank;10;20;60\n")) == [
        "line 2: 'Plank' takes 220 minutes each time, at most 30: check sets, reps and hold."
    ]


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("plan.csv", b"", "It is empty."),
        ("plan.csv", b"name;reps\n", "There is no exercise in it."),
        (
            "plan.csv",
            "name;reps\nÜbung;5\n".encode("latin-1"),
            "It cannot be read: line 2 is not UTF-8 text; save it as UTF-8.",
        ),
        ("plan.csv", b"x" * (LARGEST + 1), "It cannot be read: it is larger than 256 KiB."),
        ("plan.xlsx", b"PK", "It is a spreadsheet; save it there as CSV (UTF-8), and take that file."),
        ("plan.toml", b"title = ", "line 1: It is not valid TOML: invalid value."),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(tmp_path, name, content, fault) -> None:
    (tmp_path / name).write_bytes(content)

    assert faults(plan_file.in_file(str(tmp_path / name), CATALOGUE)) == [fault]


def test_a_missing_file_is_said_to_be_missing(tmp_path) -> None:
    assert faults(plan_file.in_file(str(tmp_path / "none.csv"), CATALOGUE)) == ["There is no such file."]


# ---------------------------------------------------------------- TOML


def test_toml_says_for_all_what_its_head_says(read) -> None:
    plan = read(
        'title = "Neck"\ntherapist = "A. Khan"\nfrom = 2026-11-30\nuntil = 2027-01-31\nstop = "Stop at pain"\n'
        '[[exercise]]\nid = "chin_tuck"\nreps = 10\nhold = 5\nper_day = 4\n'
        '[[exercise]]\nname = "Row"\nreps = 12\ndays = ["Mon", "Thu"]\nuntil = 2026-12-24\n',
        "toml",
    ).plan

    assert (plan.title, plan.therapist, plan.begins) == ("Neck", "A. Khan", TODAY)
    assert [item.until for item in plan.exercises] == [date(2027, 1, 31), date(2026, 12, 24)]
    assert [item.stop for item in plan.exercises] == ["Stop at pain", "Stop at pain"]
    assert plan.exercises[1].days == (0, 3)


def test_a_fault_of_toml_has_the_line_of_its_key(read) -> None:
    text = (
        'until = "soon"\nnurse = "B"\n\n[[exercise]]\nname = "Row"\nreps = true\nhold = [1]\n\n[[exercise]]\nreps = 5\n'
    )

    assert faults(read(text, "toml")) == [
        "line 1: until is 'soon'; expected a date such as 2027-01-31.",
        "line 2: 'nurse' is not known here; there are: title, therapist, from, until, days, stop.",
        "line 6: reps cannot be true.",
        "line 7: hold cannot be [1].",
        "line 9: The name of the exercise is missing.",
    ]


# ---------------------------------------------------------------- imported = shown = exported


@ANY_FOLDER
@given(plan=plans())
def test_what_was_imported_is_what_is_kept_shown_and_exported(home, tmp_path, plan) -> None:
    (tmp_path / "any.toml").write_text(as_toml(plan), "utf-8")
    (tmp_path / "any.csv").write_text(as_csv(plan), "utf-8")

    imported = plan_file.in_file(str(tmp_path / "any.toml"), CATALOGUE)
    of_table = plan_file.in_file(str(tmp_path / "any.csv"), CATALOGUE)
    assert (imported.faults, of_table.faults) == ((), ())
    plan_file.store(imported.plan, TODAY, CATALOGUE)
    kept = plan_file.stored(CATALOGUE).plan

    assert imported.plan == kept == plan
    assert of_table.plan == Plan(plan.exercises)
    assert as_toml(kept) == as_toml(plan)
    assert [entry["id"] for entry in plan_object(kept)["exercises"]] == [item.id for item in plan.exercises]


@ANY_FOLDER
@given(content=st.binary(max_size=300) | st.text(max_size=300).map(str.encode), ending=st.sampled_from(("csv", "toml")))
def test_no_file_raises(tmp_path, content, ending) -> None:
    file = tmp_path / f"any.{ending}"
    file.write_bytes(content)

    read = plan_file.in_file(str(file), CATALOGUE)

    assert (read.plan is None) == bool(read.faults)


@ANY_FOLDER
@given(
    cells=st.lists(
        st.lists(st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(("5", "Mon", "2,5")), max_size=6),
        max_size=5,
    ),
    delimiter=st.sampled_from(",;\t"),
)
def test_no_table_raises(tmp_path, cells, delimiter) -> None:
    file = tmp_path / "any.csv"
    rows = [["name", "reps", "hold", "days", "until"], *cells]
    file.write_bytes("\n".join(delimiter.join(row) for row in rows).encode())

    read = plan_file.in_file(str(file), CATALOGUE)

    assert (read.plan is None) == bool(read.faults)


# ---------------------------------------------------------------- kept, and never lost


def test_a_plan_without_a_first_date_begins_on_the_day_it_is_taken_in(home) -> None:
    plan_file.store(PLAN, TODAY, CATALOGUE)

    assert plan_file.stored(CATALOGUE).plan == replace(PLAN, begins=TODAY)


def test_a_plan_that_goes_on_keeps_the_first_date_of_the_one_before(home) -> None:
    plan_file.store(PLAN, TODAY, CATALOGUE)
    plan_file.store(Plan(PLAN.exercises[:2]), TODAY + timedelta(days=9), CATALOGUE)
    assert plan_file.stored(CATALOGUE).plan.begins == TODAY

    plan_file.store(Plan((Prescription("Bridge", reps=5),)), TODAY + timedelta(days=9), CATALOGUE)
    assert plan_file.stored(CATALOGUE).plan.begins == TODAY + timedelta(days=9)


def test_another_plan_puts_the_one_before_aside_and_so_does_removing_it(home) -> None:
    assert plan_file.store(PLAN, TODAY, CATALOGUE) is None
    before = plan_file.store(Plan(PLAN.exercises[:1]), TODAY, CATALOGUE)
    removed = plan_file.remove()

    assert [len(plan_file.in_file(name, CATALOGUE).plan.exercises) for name in (before, removed)] == [4, 1]
    assert plan_file.stored(CATALOGUE).plan is None
    assert plan_file.remove() is None


def test_a_kept_plan_that_was_damaged_since_stays_where_it_is(home) -> None:
    plan_file.store(PLAN, TODAY, CATALOGUE)
    (home / "plan.toml").write_text("x = ")

    assert faults(plan_file.stored(CATALOGUE)) == ["line 1: It is not valid TOML: invalid value."]
    assert (home / "plan.toml").read_text() == "x = "


def test_an_exercise_that_no_longer_ships_stays_in_the_plan_with_its_words(home) -> None:
    gone = replace(CATALOGUE, exercises={id_: ex for id_, ex in CATALOGUE.exercises.items() if id_ != "chin_tuck"})
    plan_file.store(PLAN, TODAY, CATALOGUE)

    kept = plan_file.stored(gone)

    assert (kept.faults, kept.plan.exercises) == ((), PLAN.exercises)
