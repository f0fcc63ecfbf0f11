"""The table of figures: a row for each proof, the newest one, and nothing else of the README changed."""

import pytest

from proof.figures import BEGIN, END, README, updated

EMPTY = f"Before.\n{BEGIN}\n{END}\nBehind.\n"


def report(proof="kill", **other):
    known = {"when": "2026-03-02T10:00:00+00:00", "machine": "Debian, 2 cores", "commit": "abc", "tried": "60 kills"}
    return {"proof": proof, **known, "figures": {"lost": 0}, "short": [], **other}


def test_a_row_says_what_was_tried_when_and_found():
    text = updated(EMPTY, [report()])
    assert "| kill | 60 kills; 2026-03-02, abc | lost 0 | nothing |" in text
    assert "On Debian, 2 cores." in text


def test_what_stands_around_the_table_stays():
    text = updated(EMPTY, [report()])
    assert text.startswith("Before.\n")
    assert text.endswith("Behind.\n")


def test_a_newer_row_takes_the_place_of_that_of_its_proof():
    text = updated(updated(EMPTY, [report(), report("soak")]), [report(figures={"lost": 7})])
    assert text.count("| kill |") == text.count("| soak |") == 1
    assert "lost 7" in text


def test_what_falls_short_is_named_and_counted():
    text = updated(EMPTY, [report(short=[f"scenario {number}" for number in range(10)])])
    assert "scenario 0; scenario 1;" in text
    assert text.count("scenario") == 8
    assert "and 2 more" in text


def test_a_cell_cannot_break_the_table():
    assert "a \\| b c" in updated(EMPTY, [report(short=["a | b\nc"])])


def test_a_page_without_a_table_is_refused():
    with pytest.raises(SystemExit, match="has no table"):
        updated("nothing", [report()])


def test_the_readme_has_the_table():
    assert updated(README.read_text("utf-8"), [report("unheard_of")]).count("| unheard_of |") == 1
