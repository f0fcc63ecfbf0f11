"""What other programs say, as a person may be shown it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncrick.core.model.text import harmless, plain_lines


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Zoom", "Zoom"),
        ("Καφές ☕ 你好 e\u0301", "Καφές ☕ 你好 e\u0301"),
        ("\x1b]0;pwned\x07", "\\x1b]0;pwned\\x07"),
        ("two\nlines\r", "two\\nlines\\r"),
        ("\u202eevil\u2066", "\\u202eevil\\u2066"),
        ("\x9b31m", "\\x9b31m"),
        ("half \ud800", "half \\ud800"),
        ("x" * 100, "x" * 79 + "…"),
    ],
)
def test_what_a_terminal_acts_upon_is_written_out(text, shown):
    assert harmless(text) == shown


@given(st.text(alphabet=st.characters(codec=None)))
def test_any_text_becomes_one_short_line_that_can_be_written(text):
    shown = harmless(text)
    assert len(shown) <= 80
    assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in shown)
    shown.encode()
    assert harmless(shown) == shown


def test_lines_of_our_own_stay_lines():
    assert plain_lines("first\nsecond \x1b[0m") == "first\nsecond \\x1b[0m"
