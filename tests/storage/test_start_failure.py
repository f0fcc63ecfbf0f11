"""A start that failed: which library it was, in words, and a file until the next good start."""

import importlib
import sys

import pytest

from uncrick.errors import HistoryError, UncrickError
from uncrick.storage import paths, start_failure


@pytest.fixture
def state(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "uncrick"


def broken(tmp_path, monkeypatch, source):
    """The error of a library with that content."""
    (tmp_path / "otherlib.py").write_text(source)
    monkeypatch.syspath_prepend(str(tmp_path))
    sys.modules.pop("otherlib", None)
    try:
        importlib.import_module("otherlib")
    except Exception as error:  # noqa: BLE001 whatever a library does
        return error
    raise AssertionError


@pytest.mark.parametrize(
    "source",
    [
        "from tempfile import Nothing",
        "raise RuntimeError('no')",
        "import json; json.loads('x')",
        "import otherlib_of_that_kind",
    ],
)
def test_the_library_whose_code_fails_is_named(tmp_path, monkeypatch, source):
    assert start_failure.culprit(broken(tmp_path, monkeypatch, source)) == "otherlib"


def our_own(source):
    """The error of a line of ours."""
    with pytest.raises(Exception) as failed:  # noqa: PT011 whichever it is
        exec(source, {"__name__": "uncrick.app.daemon"})  # noqa: S102
    return failed.value


def test_a_library_that_is_missing_is_named():
    assert start_failure.culprit(our_own("import missing_library.part")) == "missing_library"


def test_what_fails_in_our_own_code_blames_no_library():
    error = our_own("import json; json.loads('x')")
    assert start_failure.culprit(error) == ""
    assert "Something inside Uncrick failed" in str(start_failure.explained(error))


def test_the_words_are_one_line_and_say_what_mends_it(tmp_path, monkeypatch):
    words = str(start_failure.explained(broken(tmp_path, monkeypatch, "raise RuntimeError('first\\n  second')")))
    assert words.startswith(
        "Uncrick did not start: The library otherlib does not work here (RuntimeError: first second)"
    )
    assert "otherlib" in words.partition("Mend it with: ")[2]
    assert "\n" not in words


def test_what_is_a_sentence_already_stays_one():
    error = HistoryError("The history cannot be opened", "why")
    assert start_failure.explained(error) is error


def test_a_failure_is_stored_until_it_is_forgotten(state):
    assert start_failure.last() is None
    start_failure.store(UncrickError("The history cannot be opened", "It is a folder."))
    assert start_failure.last().reason == "The history cannot be opened: It is a folder."
    start_failure.forget()
    assert start_failure.last() is None
    start_failure.forget()


@pytest.mark.unix("XDG")
def test_a_damaged_file_says_nothing(state):
    start_failure.store(start_failure.WORDLESS)
    next(state.iterdir()).write_text("[1")
    assert start_failure.last() is None


@pytest.mark.unix("XDG")
def test_the_place_is_known_without_the_library_that_names_it(state, monkeypatch):
    usual = start_failure.folder()

    def fails():
        raise ImportError("platformdirs")

    monkeypatch.setattr(paths, "state", fails)
    assert start_failure.folder() == usual == str(state)
